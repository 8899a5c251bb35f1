"""Verbs on sites."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from audit.trail import record
from housing import notices
from housing.models import Site
from municipalities.changes import announce


@transaction.atomic
def confirm_site(*, site: Site, by: Membership) -> Site:
    """ABB confirms a *specifiek* site. Confirming twice changes nothing: the first one counts."""
    locked = Site.objects.select_for_update(of=("self",)).get(pk=site.pk)
    if locked.confirmed_at is None:
        locked.confirmed_at, locked.confirmed_by = timezone.now(), by.user
        locked.save(update_fields=["confirmed_at", "confirmed_by"])
        record("site.confirmed", locked, by=by)
        announce(locked.municipality, "places")
        notices.site_confirmed(locked, by=by)
    return locked


@transaction.atomic
def set_conditions(*, site: Site, admits: str, open_to_others: bool, by: Membership) -> Site:
    """The municipality says for whom a site is, and whether other municipalities may ask for it. Who lives there stays;
    what was proposed already is answered as it was asked."""
    locked = Site.objects.select_for_update(of=("self",)).get(pk=site.pk)
    asked = {"admits": admits, "open_to_others": open_to_others}
    changes = {
        name: [getattr(locked, name), value]
        for name, value in asked.items()
        if getattr(locked, name) != value
    }
    if changes:
        locked.admits, locked.open_to_others = admits, open_to_others
        locked.save(update_fields=list(asked))
        record("site.conditions_set", locked, by=by, changes=changes)
    return locked
