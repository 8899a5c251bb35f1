"""The mail that tells several notices at once."""

from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from accounts.models import Membership
from notifications.kinds import How
from notifications.models import NoticeChoice, Notification
from notifications.outbox import notify

MOST = 30  # lines; the page has all of them


def digest_of(membership: Membership, choices: list[NoticeChoice], *, now: datetime) -> Notification | None:
    """What this hat was told of these kinds, each since its last digest, and what nobody read yet; None when that is
    nothing. A mail alone: it stands in nobody's inbox, where the notices themselves are."""
    told = Q(pk__in=[])
    for choice in choices:
        told |= Q(kind=choice.kind, created_at__gte=choice.told_until, created_at__lt=now)
    new = Notification.objects.visible_to(membership).unread().filter(told)
    total = new.count()
    if not total:
        return None
    lines = [f"- {notice.subject}" for notice in new.order_by("kind", "created_at", "pk")[:MOST]]
    if total > MOST:
        lines.append(f"- en nog {total - MOST} andere")
    when = (
        "deze week" if all(choice.how == How.WEEKLY for choice in choices) else "sinds het vorige overzicht"
    )
    word = "nieuw bericht" if total == 1 else "nieuwe berichten"
    return notify(
        organisation=membership.organisation,
        address=membership.user.email,
        subject=f"{total} {word} voor {membership.organisation}",
        body="\n".join(
            [
                f"Dit kwam er {when} bij voor {membership.organisation}:",
                "",
                *lines,
                "",
                "U koos zelf voor dit overzicht. U verandert dat bij Berichten, onder Instellingen.",
            ]
        ),
        url=reverse("notifications:notification_list"),
    )
