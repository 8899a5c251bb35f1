"""The constraint helpers as truth tables, asked of PostgreSQL."""

import pytest
from django.db import models
from django.db.models import Value

from audit.constraints import all_or_none, filled_when, known_status

PAIR = all_or_none("decided_at", "decided_by", name="pair")
REJECTED = filled_when(
    statuses=["rejected", "closed"], fields=["decided_at"], texts=["reason"], name="rejected"
)
KNOWN = known_status(["draft", "sent"], name="known")


def holds(constraint, **row) -> bool:
    """Whether PostgreSQL lets this row be, by the rules of a CHECK: what is unknown passes."""
    typed = {
        name: Value(value, output_field=models.TextField(null=True))
        for name, value in {
            "decided_at": None,
            "decided_by": None,
            "status": "draft",
            "reason": "",
            **row,
        }.items()
    }
    return constraint.condition.check(typed)


@pytest.mark.parametrize(
    ("at", "by", "allowed"),
    [(None, None, True), ("nu", "An", True), ("nu", None, False), (None, "An", False)],
)
def test_all_or_none(db, at, by, allowed):
    assert holds(PAIR, decided_at=at, decided_by=by) is allowed


@pytest.mark.parametrize(
    ("row", "allowed"),
    [
        ({"status": "draft"}, True),
        ({"status": "rejected"}, False),
        ({"status": "closed"}, False),
        ({"status": "rejected", "decided_at": "nu"}, False),
        ({"status": "rejected", "reason": "Te vochtig"}, False),
        ({"status": "rejected", "decided_at": "nu", "reason": "Te vochtig"}, True),
        ({"status": "draft", "decided_at": "nu", "reason": "mag ook nu al"}, True),
    ],
)
def test_filled_when(db, row, allowed):
    assert holds(REJECTED, **row) is allowed


@pytest.mark.parametrize(
    ("status", "allowed"), [("draft", True), ("sent", True), ("DRAFT", False), ("", False), ("lost", False)]
)
def test_known_status(db, status, allowed):
    assert holds(KNOWN, status=status) is allowed


@pytest.mark.parametrize("constraint", [PAIR, REJECTED, KNOWN], ids=lambda constraint: constraint.name)
def test_each_speaks_dutch_without_being_asked(constraint):
    assert constraint.violation_error_message != models.BaseConstraint.default_violation_error_message
    assert constraint.violation_error_message.endswith(".")


def test_a_message_of_ones_own_goes_first():
    assert all_or_none("a", "b", name="x", message="Vul beide in.").violation_error_message == "Vul beide in."
    assert (
        filled_when(statuses=["x"], fields=["a"], name="x", message="Kies een datum.").violation_error_message
        == "Kies een datum."
    )
