"""A copy is worth what comes back of it: every row, every document, and nobody who was erased."""

import pytest
from django.utils import timezone

from operations.backup.drilling import drill_restore
from operations.backup.making import make_dump

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.soak]


def test_everything_comes_back_as_it_was(copies, reference):
    run = make_dump(now=timezone.now())
    assert (run.result, run.problem) == ("done", "")
    drill = drill_restore()
    assert (drill.result, drill.problem) == ("done", "")
    assert (drill.tables, drill.rows, drill.differences) == (run.tables, run.rows, 0)
