"""A change of status asks the constraints that it could break, and no others: each costs a query."""

from django.db.models import CheckConstraint, Q, UniqueConstraint

from audit.trail import may_concern
from housing.models import Offer, Stay

ABOUT_STATUS = CheckConstraint(
    condition=Q(status="done", note__gt="") | ~Q(status="done"), name="a", violation_error_message="-"
)
ABOUT_PLACES = CheckConstraint(condition=Q(places__gt=0), name="b", violation_error_message="-")
UNIQUE_WHILE_OPEN = UniqueConstraint(fields=["household"], condition=Q(status="open"), name="c")


def test_a_constraint_is_asked_when_one_of_its_columns_is_written():
    assert may_concern(ABOUT_STATUS, {"status"}) and may_concern(ABOUT_STATUS, {"note", "else"})
    assert not may_concern(ABOUT_PLACES, {"status"})
    assert may_concern(UNIQUE_WHILE_OPEN, {"status"}) and may_concern(UNIQUE_WHILE_OPEN, {"household"})
    assert not may_concern(UNIQUE_WHILE_OPEN, {"places"})


def test_a_kind_that_does_not_tell_its_columns_is_always_asked():
    exclusion = next(c for c in Stay._meta.constraints if type(c).__name__ == "ExclusionConstraint")
    assert may_concern(exclusion, set())


def test_of_an_offer_about_half_is_asked():
    asked = {c.name for c in Offer._meta.constraints if may_concern(c, {"status"})}
    assert {"offer_complete_when_submitted", "offer_rejected_with_reason", "offer_specific_kind"} <= asked
    assert not asked & {"offer_position_in_belgium", "offer_minimum_term", "offer_decided_at_and_by"}
