"""Who may do what with households: only the local government that registered them."""

from accounts.models import Kind, Membership, Organisation
from accounts.rules import may_read_the_read_log, may_write
from households.models import Household, HouseholdMerge, LookFlag


def may_register_household(by: Membership | None) -> bool:
    return may_write(by, Kind.LOCAL_AUTHORITY)


def is_responsible_for(by: Membership | None, household: Household) -> bool:
    """The local government that is responsible for the household, with a hat that may write."""
    return may_register_household(by) and by is not None and household.registered_by_id == by.organisation_id


def may_change_household(by: Membership | None, household: Household) -> bool:
    """Nothing about what went into another household: it stays as it was, to be taken apart again. Nor about one whose
    data were erased."""
    return (
        is_responsible_for(by, household) and household.merged_into_id is None and household.erased_at is None
    )


def may_register_departure(by: Membership | None) -> bool:
    """A local government: the one that follows the household, or the one where it lives. Which one that is, is asked
    where it is known where it lives: by the verbs of housing that end a stay or change a household."""
    return may_write(by, Kind.LOCAL_AUTHORITY)


def may_take_over_file(by: Membership | None, to: Organisation) -> bool:
    """Become responsible for a household: the local government that takes it in, for itself. That the other one agreed
    is asked by the verb that completes the hand-over (matching)."""
    return may_register_household(by) and by is not None and by.organisation_id == to.pk


def may_reveal_numbers(by: Membership | None, household: Household) -> bool:
    """See a certificate or national number in full: who keeps the file; not who only reads, and nobody above."""
    return is_responsible_for(by, household)


def may_find_by_number(by: Membership | None) -> bool:
    """Look among the own households for a number that lies on the desk."""
    return may_register_household(by)


def may_see_readings(by: Membership | None, household: Household) -> bool:
    """Who looked in a file is for the administrator and the data-protection officer of the local government that it
    belongs to, for nobody above."""
    if by is None or household.registered_by_id != by.organisation_id:
        return False
    manages = by.is_kind(Kind.LOCAL_AUTHORITY) and by.role == Membership.Role.MANAGER
    return manages or may_read_the_read_log(by)


def may_judge_look_flag(by: Membership | None, flag: LookFlag) -> bool:
    """The data-protection officer of the organisation for which somebody looked; never about his own looks."""
    return (
        by is not None
        and may_read_the_read_log(by)
        and flag.organisation_id == by.organisation_id
        and flag.user_id != by.user_id
    )


def may_undo_household_merge(by: Membership | None, merge: HouseholdMerge) -> bool:
    return merge.undone_at is None and may_change_household(by, merge.kept)
