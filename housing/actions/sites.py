"""Verbs on sites."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from audit.trail import record
from housing import notices
from housing.models import Site
from municipalities.changes import announce


@transaction.atomic
def check_site(*, site: Site, on: date, by: Membership) -> Site:
    """Say that the site is still as it stands here: it counts as deployable again."""
    locked = Site.objects.select_for_update(of=("self",)).get(pk=site.pk)
    before, locked.checked_on = locked.checked_on, max(locked.checked_on, on)
    locked.save(update_fields=["checked_on"])
    record("site.checked", locked, by=by, changes={"checked_on": [before, locked.checked_on]})
    announce(locked.municipality, "places")
    return locked


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
