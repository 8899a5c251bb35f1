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
