"""How much everybody of VLOT has in hand: read before a call is given to somebody."""

from collections import Counter
from datetime import date, timedelta
from typing import NamedTuple

from accounts.models import Membership
from vlot.models import Contact, Intervention, TeamMembership, Visit

SOON_DAYS = 14


class Load(NamedTuple):
    """One person in one team: calls in hand (and how many of those are for today), what was agreed and is due within
    fourteen days or overdue, and visits within fourteen days."""

    place: TeamMembership
    calls: int
    urgent: int
    due: int
    visits: int


def workload(*, on: date) -> list[Load]:
    """Everybody of every team, by team and then the least busy first. Four queries, however many calls there are."""
    soon = on + timedelta(days=SOON_DAYS)
    in_hand = Intervention.objects.filter(status=Intervention.Status.ASSIGNED)
    calls, urgent = Counter[int | None](), Counter[int | None]()
    for assignee, urgency in in_hand.values_list("assignee", "urgency"):
        calls[assignee] += 1
        urgent[assignee] += urgency == "today"
    due = Counter(
        Contact.objects.filter(intervention__in=in_hand, due_on__lte=soon).values_list(
            "intervention__assignee", flat=True
        )
    )
    visits = Counter(
        Visit.objects.to_do().filter(planned_on__range=(on, soon)).values_list("visitor", flat=True)
    )
    places = TeamMembership.objects.filter(membership__in=Membership.objects.open()).select_related(
        "membership__user", "membership__organisation", "team__province"
    )
    loads = [
        Load(place, calls[user], urgent[user], due[user], visits[user])
        for place in places
        for user in [place.membership.user_id]
    ]
    return sorted(loads, key=lambda load: (str(load.place.team), load.calls, load.place.membership.user.name))
