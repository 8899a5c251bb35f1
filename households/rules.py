"""Who may do what with households: only the local government that registered them."""

from accounts.models import Kind, Membership
from accounts.rules import may_write
from households.models import Household


def may_register_household(by: Membership | None) -> bool:
    return may_write(by, Kind.LOCAL_AUTHORITY)


def may_change_household(by: Membership | None, household: Household) -> bool:
    return may_register_household(by) and by is not None and household.registered_by_id == by.organisation_id
