"""What a data-protection officer sees first: how much was looked at lately, and what stands out."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Membership
from households.models import LookFlag
from households.read_log import looks_at

LATELY = timedelta(days=7)


def officer_figures(by: Membership) -> dict[str, int]:
    """`looks` and `people` of the last seven days, and `flags` that wait for him; in three queries."""
    lately = looks_at(by).filter(occurred_at__gte=timezone.now() - LATELY)
    return {
        "looks": lately.count(),
        "flags": LookFlag.objects.visible_to(by).to_judge().count(),
        "people": lately.order_by().values("user_id").distinct().count(),
    }
