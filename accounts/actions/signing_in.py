"""Verbs on how somebody is signed in: with which devices, and where."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone

from accounts.allowed import insist
from accounts.models import KnownDevice, Membership, User
from audit.trail import record

DEVICE_KEPT_FOR = timedelta(days=365)


@transaction.atomic
def note_sign_in(*, user: User, device: str, name: str, by: Membership | None) -> KnownDevice:
    """Somebody signed in with this device (its digest). One that he did not use before is told to him afterwards,
    except the very first; one of which he was not seen for a year is forgotten."""
    now = timezone.now()
    used_before = user.devices.exists()
    user.devices.filter(last_used_at__lt=now - DEVICE_KEPT_FOR).exclude(key=device).delete()
    known, new = KnownDevice.objects.update_or_create(
        user=user,
        key=device,
        defaults={"last_used_at": now, "name": name},
        create_defaults={"name": name, "told": not used_before, "first_used_at": now, "last_used_at": now},
    )
    record("user.signed_in", user, by=by, changes={"device": name, "new_device": new})
    return known


@transaction.atomic
def end_session(*, session: UserSession, by: Membership | None) -> None:
    """Sign out on one of one's own devices, from another."""
    insist(by, by is not None and session.user_id == by.user_id)
    record("user.session_ended", session.user, by=by)
    session.end()
