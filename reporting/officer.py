"""What a data-protection officer sees first: how much was looked at lately."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Membership
from households.read_log import looks_at

LATELY = timedelta(days=7)


def officer_figures(by: Membership) -> dict[str, int]:
    """`looks` and `people` of the last seven days, in two queries."""
    lately = looks_at(by).filter(occurred_at__gte=timezone.now() - LATELY)
    return {
        "looks": lately.count(),
        "people": lately.order_by().values("user_id").distinct().count(),
    }
