"""Would the guards of tests/guards.py notice?"""

import subprocess
import sys
from datetime import date, datetime
from io import BytesIO

import pytest
from django.db.models import Count
from django.http import FileResponse, HttpResponse
from django.urls import path
from django.utils import timezone
from zeal import NPlusOneError

from accounts.models import Organisation
from audit.models import AuditEvent
from municipalities.models import Municipality, Statistic
from tests.factories import OrganisationFactory
from tests.guards import BEHIND, LONGEST_RUN, share_the_clock, stay_on_one_day
from tests.reference import put_back_as_it_was, take_out_municipalities


@pytest.fixture
def organisations(db):
    return OrganisationFactory.create_batch(30)


def names(rows):
    return [row.pk for row in rows]


def test_rows_that_nobody_ordered_come_in_another_order_each_time(organisations):
    unordered = Organisation.objects.order_by()
    orders = {tuple(names(unordered.all())) for _ in range(5)}
    assert len(orders) == 5
    assert {frozenset(order) for order in orders} == {frozenset(names(organisations))}


def test_the_first_few_of_an_unordered_list_differ_as_well(organisations):
    unordered = Organisation.objects.order_by()
    assert len({tuple(names(unordered[:5])) for _ in range(5)}) > 1


@pytest.mark.parametrize(
    "ordered",
    [
        lambda: Organisation.objects.all(),
        lambda: Organisation.objects.order_by("-pk"),
        lambda: Organisation.objects.order_by("kind").order_by("pk")[:5],
    ],
)
def test_rows_with_an_order_keep_it(organisations, ordered):
    assert len({tuple(names(ordered())) for _ in range(5)}) == 1


def test_a_list_remembers_what_it_fetched_and_what_it_asked(organisations):
    unordered = Organisation.objects.order_by()
    assert names(unordered) == names(unordered)
    assert "RANDOM" not in str(unordered.query)
    assert not unordered.ordered


def test_what_is_counted_or_made_distinct_stays_the_same(organisations):
    kinds = Organisation.objects.order_by().values("kind").annotate(number=Count("pk"))
    assert list(kinds) == [{"kind": "company", "number": 30}]
    assert list(Organisation.objects.order_by().values_list("kind", flat=True).distinct()) == ["company"]
    assert len(Organisation.objects.order_by().values_list("pk", flat=True)) == 30


def names_with_province(request):
    rows = Municipality.objects.order_by("name")[:5]
    return HttpResponse(", ".join(f"{row.name} ({row.province.name})" for row in rows))


names_with_province.login_required = False
PLAN = b"%PDF-1.7"
SERVED: list[BytesIO] = []


def plan(request):
    SERVED.append(BytesIO(PLAN))
    return FileResponse(SERVED[-1])


plan.login_required = False
urlpatterns = [path("per-rij/", names_with_province), path("bestand/", plan)]


def test_a_page_that_asks_once_per_row_fails(reference, client, settings):
    settings.ROOT_URLCONF = "tests.test_guards"
    with pytest.raises(NPlusOneError, match=r"municipalities\.Municipality\.province"):
        client.get("/per-rij/")


def test_a_file_that_is_served_is_read_and_closed(client, db, settings):
    settings.ROOT_URLCONF = "tests.test_guards"
    response = client.get("/bestand/")
    assert b"".join(response.streaming_content) == PLAN
    assert SERVED[-1].closed


@pytest.fixture
def nobody_said(monkeypatch):
    """As when this run had just begun: nobody said how far its clock is behind, and no Python is told."""
    monkeypatch.delenv(BEHIND, raising=False)
    monkeypatch.setenv("PYTHONPATH", "")


def test_a_run_that_begins_before_midnight_stays_on_its_day(nobody_said):
    begins = datetime(2026, 11, 25, 23, 58, tzinfo=timezone.get_default_timezone())
    travel = stay_on_one_day(begins)
    assert travel is not None
    try:
        assert timezone.localdate() == date(2026, 11, 25)
        assert timezone.localtime() + LONGEST_RUN >= begins
    finally:
        travel.stop()


def test_a_run_in_the_day_keeps_the_real_clock(nobody_said):
    assert stay_on_one_day(datetime(2026, 11, 25, 14, tzinfo=timezone.get_default_timezone())) is None


@pytest.mark.parametrize("behind", [0, 1500])
def test_every_python_that_a_test_starts_has_the_clock_of_the_tests(
    nobody_said, monkeypatch, tmp_path, behind
):
    monkeypatch.setenv(BEHIND, str(behind))
    share_the_clock()
    said = tmp_path / "said"
    code = "import sys, time; open(sys.argv[1], 'w').write(str(time.time()))"
    subprocess.run([sys.executable, "-c", code, str(said)], check=True)
    assert abs(said.stat().st_mtime - float(said.read_text()) - behind) < 5  # files have the real clock


def test_after_a_test_on_real_transactions_there_is_what_there_was_before(reference, transactional_db):
    """Rows that the test added are gone, and reference data that it changed or removed are as they were."""
    before = Municipality.objects.count(), Statistic.objects.count()
    OrganisationFactory.create_batch(3)
    take_out_municipalities()
    assert not Municipality.objects.exists()
    put_back_as_it_was()
    assert (Municipality.objects.count(), Statistic.objects.count()) == before != (0, 0)
    assert not Organisation.objects.exists()
    assert not AuditEvent.objects.exists()
