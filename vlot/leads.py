"""The signals about the spread that VLOT follows up."""

from accounts.models import Membership
from spread.models import Signal, SignalQuerySet
from vlot.models import Team


def leads_for(by: Membership) -> SignalQuerySet:
    """The signals about the spread that are for VLOT, in the provinces of its teams; of the central team in all."""
    teams = Team.objects.filter(team_memberships__membership=by)
    leads = Signal.objects.visible_to(by).leads()
    if teams.filter(province__isnull=True).exists():
        return leads
    return leads.filter(municipality__province__in=teams.values("province"))
