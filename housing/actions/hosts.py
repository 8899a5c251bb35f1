"""Verbs on private hosts, and on sites that must be kept longer than their term."""

from datetime import date

from django.db import transaction

from accounts.allowed import insist
from accounts.models import Membership
from audit.trail import check_promises, record
from households.models import LegalHold
from households.protection.holding import keep_hold, lift_hold
from housing import rules
from housing.actions.availability import lock_site
from housing.models import Site
from municipalities.changes import announce


@transaction.atomic
def note_host(*, site: Site, told_on: date, told_how: str, by: Membership) -> Site:
    """The contact person of this site is a private person, who knows what is kept of him and agreed. After a withdrawal
    it says that he agrees again. Raises ValidationError when it does not fit together."""
    locked = lock_site(site)
    insist(by, rules.may_note_host(by, locked))
    locked.private_host, locked.host_told_on, locked.host_told_how = True, told_on, told_how
    locked.host_told_by, locked.host_withdrew_on = by.user, None
    written = ["private_host", "host_told_on", "host_told_how", "host_told_by", "host_withdrew_on"]
    check_promises(locked, about=written)
    locked.save(update_fields=written)
    record("site.host_agreed", locked, by=by, changes={"on": told_on, "how": told_how})
    announce(locked.municipality, "places")
    return locked


@transaction.atomic
def withdraw_host(*, site: Site, on: date, by: Membership) -> Site:
    """The host takes his consent back: nobody new comes, who lives there stays until the municipality finds another
    place, and once the site is closed his name goes with the next weekly forgetting. Raises ValidationError."""
    locked = lock_site(site)
    insist(by, rules.may_note_host(by, locked))
    locked.host_withdrew_on = on
    check_promises(locked, about=["host_withdrew_on"])
    locked.save(update_fields=["host_withdrew_on"])
    record("site.host_withdrew", locked, by=by, changes={"on": on})
    announce(locked.municipality, "places")
    return locked


@transaction.atomic
def hold_site(*, site: Site, reason: str, by: Membership) -> LegalHold:
    """The file of this site, and of who lived there, must be kept. Raises AlreadyHeld."""
    insist(by, rules.may_hold_site(by, site))
    hold = keep_hold(site, reason, by=by)
    record("site.held_for_law", site, by=by)
    return hold


@transaction.atomic
def lift_site_hold(*, site: Site, by: Membership) -> None:
    """The terms count again. Lifted twice, nothing happens."""
    insist(by, rules.may_hold_site(by, site))
    if lift_hold(site, by=by):
        record("site.hold_lifted", site, by=by)
