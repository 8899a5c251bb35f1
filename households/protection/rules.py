"""Who may do what with the data of people as such."""

from accounts.models import Kind, Membership
from accounts.rules import may_read_the_read_log, may_write
from households.models import Household
from households.rules import is_responsible_for


def is_officer_for(by: Membership | None, household: Household) -> bool:
    """The data-protection officer of the local government that follows the household."""
    return by is not None and may_read_the_read_log(by) and household.registered_by_id == by.organisation_id


def may_see_rights(by: Membership | None, household: Household) -> bool:
    """The page on which a request of the people themselves is answered."""
    return is_responsible_for(by, household) or is_officer_for(by, household)


def may_export_household(by: Membership | None, household: Household) -> bool:
    """Everything about a household in one file, for the people themselves."""
    return is_responsible_for(by, household) or is_officer_for(by, household)


def may_erase_household(by: Membership | None, household: Household) -> bool:
    """Erase what names people; when that may be, is asked by the verb (audit.processing.OBSTACLES)."""
    return is_responsible_for(by, household) or is_officer_for(by, household)


def may_hold_household(by: Membership | None, household: Household) -> bool:
    """Say that a file must be kept for longer, or no longer."""
    return is_responsible_for(by, household) or is_officer_for(by, household)


def may_see_retention(by: Membership | None) -> bool:
    """What is forgotten when: ABB for all, a local government and its data-protection officer for its own."""
    if by is None:
        return False
    return by.is_kind(Kind.ABB, Kind.LOCAL_AUTHORITY) or may_read_the_read_log(by)


def may_set_terms(by: Membership | None) -> bool:
    return may_write(by, Kind.ABB)
