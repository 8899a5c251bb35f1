"""Verbs on signs of life."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from operations.models import Heartbeat


@transaction.atomic
def note_alive(*, process: str, by: Membership | None = None) -> None:
    """This process lives, now. No trace: it would be a row each minute, for ever."""
    Heartbeat.objects.update_or_create(process=process, defaults={"seen_at": timezone.now()})
