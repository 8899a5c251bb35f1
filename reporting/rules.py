"""Who may see which report."""

from accounts.models import Kind, Membership


def may_see_people_figures(by: Membership | None) -> bool:
    """Counts of households: for Flanders and the provinces. A municipality has its own households."""
    return by is not None and by.is_kind(Kind.ABB, Kind.VLOT, Kind.GOVERNOR)


def may_see_town_sheet(by: Membership | None) -> bool:
    """Everything about one municipality on one page: for who prepares a meeting with it."""
    return by is not None and by.is_kind(Kind.VLOT, Kind.ABB)


def may_look_for_things(by: Membership | None) -> bool:
    """Whoever works in the portal; a data-protection officer does none of its work."""
    return by is not None and not by.is_data_protection_officer


def may_hide_first_steps(by: Membership | None) -> bool:
    """Each for himself; a data-protection officer has none."""
    return may_look_for_things(by)
