"""Who may see and change what about the spread."""

from accounts.models import Kind, Membership
from accounts.rules import may_write
from spread.models import Desk, Signal

READERS = (Kind.LOCAL_AUTHORITY, Kind.GOVERNOR, Kind.FACILITY, Kind.VLOT, Kind.ABB)


def may_see_spread(by: Membership | None) -> bool:
    """Governments and the Flemish services; not those who offer places."""
    return by is not None and by.is_kind(*READERS)


def may_see_province(by: Membership | None, province: int | None) -> bool:
    """A governor the page of his own province; the others that of each."""
    if by is None or not may_see_spread(by):
        return False
    return not by.is_kind(Kind.GOVERNOR) or by.organisation.province_id == province


def may_add_key(by: Membership | None) -> bool:
    """A key says what is fair: only ABB puts one in force."""
    return may_write(by, Kind.ABB)


def may_make_scenario(by: Membership | None) -> bool:
    """Those who may open the cockpit; it changes nothing but the list of scenarios."""
    return may_write(by, Kind.ABB, Kind.FACILITY, Kind.VLOT)


def may_correct_publication(by: Membership | None) -> bool:
    """What the public reads is published, and so corrected, by ABB."""
    return may_write(by, Kind.ABB)


def may_freeze(by: Membership | None) -> bool:
    """A reference date is a decision of ABB, kept with who took it and why."""
    return may_write(by, Kind.ABB)


def may_handle_signal(by: Membership | None, signal: Signal) -> bool:
    """Follow up, finish or dismiss: the desk that the signal is for."""
    return may_write(by, Kind.VLOT if signal.desk == Desk.VLOT else Kind.ABB)
