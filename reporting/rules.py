"""Who may see which report."""

from accounts.models import Kind, Membership


def may_see_people_figures(by: Membership | None) -> bool:
    """Counts of households: for Flanders and the provinces. A municipality has its own households."""
    return by is not None and by.is_kind(Kind.ABB, Kind.VLOT, Kind.GOVERNOR)
