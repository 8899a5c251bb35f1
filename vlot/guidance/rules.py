"""Who may do what with guides and good practice (docs/access.md)."""

from accounts.models import Kind, Membership
from accounts.rules import may_write
from vlot.guidance.models import SEES_PRACTICE, GoodPractice, Guide


def may_read_library(by: Membership | None) -> bool:
    """Every hat: which guides it finds there, says their audience."""
    return by is not None


def may_publish_guide(by: Membership | None) -> bool:
    """Write and change guides: VLOT keeps them."""
    return may_write(by, Kind.VLOT)


def may_confirm_reading(by: Membership | None, guide: Guide) -> bool:
    """Say that one read what must be read; also a reader does, for he confirms and changes nothing."""
    return by is not None and guide.must_be_read_by(by)


def may_see_practices(by: Membership | None) -> bool:
    """Good practice is of governments among each other."""
    return by is not None and by.is_kind(*SEES_PRACTICE)


def may_submit_practice(by: Membership | None) -> bool:
    return may_write(by, Kind.LOCAL_AUTHORITY)


def may_review_practice(by: Membership | None) -> bool:
    return may_write(by, Kind.VLOT)


def may_answer_practice(by: Membership | None, practice: GoodPractice) -> bool:
    """Agree with a text, change it or take it back: who submitted it."""
    return may_submit_practice(by) and by is not None and by.organisation_id == practice.organisation_id


def may_say_it_helped(by: Membership | None, practice: GoodPractice) -> bool:
    """Another local government than the one that shared it, and only about what everybody can read."""
    return (
        may_submit_practice(by)
        and by is not None
        and practice.status == GoodPractice.Status.PUBLISHED
        and by.organisation_id != practice.organisation_id
    )
