import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from municipalities.changes import announce, announce_all
from municipalities.models import Change, Municipality

pytestmark = pytest.mark.django_db


class Regret(Exception):
    pass


def test_a_change_is_written_and_waits(gent):
    change = announce(gent, "places")
    assert list(Change.objects.unhandled()) == [change]
    assert (change.municipality, change.kind, change.handled_at) == (gent, "places", None)


def test_a_change_is_undone_with_the_transaction_that_made_it(gent):
    with pytest.raises(Regret), transaction.atomic():
        announce(gent, "stay")
        raise Regret
    assert not Change.objects.exists()


def test_an_unknown_reason_is_refused(gent):
    with pytest.raises(ValueError, match="weather"):
        announce(gent, "weather")


def test_many_changes_are_one_query(reference, django_assert_num_queries):
    towns = list(Municipality.objects.current())
    with django_assert_num_queries(1):
        announce_all(towns, "statistics")
    assert Change.objects.unhandled().count() == 285


def test_a_handled_change_waits_no_more_and_may_be_cleared(gent):
    change = announce(gent, "places")
    Change.objects.filter(pk=change.pk).update(handled_at=timezone.now())
    assert not Change.objects.unhandled().exists()
    change.delete()
    assert not Change.objects.exists()


def test_the_database_keeps_what_was_announced(gent):
    change = announce(gent, "places")
    for forbidden in (
        lambda: Change.objects.filter(pk=change.pk).update(kind="stay"),
        lambda: Change.objects.filter(pk=change.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="pgtrigger"), transaction.atomic():
            forbidden()
    assert Change.objects.get() == change
