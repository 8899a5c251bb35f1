"""Who may see what of VLOT's own work (docs/access.md)."""

from accounts.models import Kind, Membership


def may_see_overview(by: Membership | None) -> bool:
    """The teams and their open cases: VLOT its own (the central team all), ABB all."""
    return by is not None and by.is_kind(Kind.VLOT, Kind.ABB)


def may_see_reports(by: Membership | None) -> bool:
    """Monthly reports are counts: a governor reads them too."""
    return by is not None and by.is_kind(Kind.VLOT, Kind.ABB, Kind.GOVERNOR)


def may_see_effects(by: Membership | None) -> bool:
    return may_see_overview(by)
