"""A visit: the whole checklist, what was measured against the norm, and findings that become tasks."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from housing import actions, checklist
from housing.models import ChecklistItem, Defect, Inspection, InspectionAnswer, MeasuredUnit, OccupancyNorm
from housing.occupancy import occupancy
from tests.factories import OfferFactory, visit_form, walked

TODAY = timezone.localdate()
pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(company):
    return OfferFactory(organisation=company.organisation)


def visit(offer, by, **more):
    seen = {"safe": True, "healthy": True, "dignified": True, "usable_places": 4, "answers": walked(), **more}
    return actions.record_inspection(offer=offer, inspected_on=TODAY, by=by, **seen)


def unit(living, rooms, area, count=1):
    return MeasuredUnit(
        count=count, label="Kamer", living=living, living_rooms=rooms, floor_area=Decimal(area)
    )


# --- The norm


@pytest.mark.parametrize(
    ("living", "rooms", "area", "by_area", "by_rooms", "each"),
    [
        ("dwelling", 1, "17.9", 0, 2, 0),  # too small for anybody
        ("dwelling", 1, "18", 1, 2, 1),
        ("dwelling", 3, "54", 5, 4, 4),  # the rooms decide
        ("dwelling", 5, "36", 3, 6, 3),  # the area decides
        ("room", 1, "11.9", 0, 4, 0),
        ("room", 1, "12", 1, 4, 1),
        ("room", 2, "60", 4, 4, 4),
    ],
)
def test_the_norm_is_the_lower_of_two_counts(reference, living, rooms, area, by_area, by_rooms, each):
    (row,) = occupancy([unit(living, rooms, area)], on=TODAY).rows
    assert (row.by_area, row.by_rooms, row.each) == (by_area, by_rooms, each)


def test_units_alike_count_as_often_as_they_are(reference):
    norm = occupancy([unit("room", 1, "18", count=12), unit("dwelling", 2, "30")], on=TODAY)
    assert norm.persons == 12 * 2 + 2
    assert norm.draft  # the table is ours until ABB confirms it


def test_a_collective_place_has_a_guide_value_that_binds_nobody(reference):
    norm = occupancy([unit("collective", 1, "50")], on=TODAY)
    assert (norm.rows[0].each, norm.rows[0].guide, norm.persons) == (12, True, None)
    assert not norm.draft


def test_another_norm_from_another_day_on(reference):
    OccupancyNorm.objects.filter(living="room").update(valid=DateRange(date(2022, 3, 14), TODAY))
    for measure, at_least in (("area", "10"), ("rooms", "1")):
        OccupancyNorm.objects.create(
            living="room",
            measure=measure,
            at_least=Decimal(at_least),
            persons=2,
            draft=False,
            valid=DateRange(TODAY, None),
            source="Besluit van morgen",
        )
    assert occupancy([unit("room", 1, "12")], on=TODAY - timedelta(days=1)).persons == 1
    assert occupancy([unit("room", 1, "12")], on=TODAY).persons == 2


def test_two_steps_of_the_norm_never_overlap(reference):
    step = OccupancyNorm.objects.first()
    with pytest.raises(IntegrityError, match="once_at_a_time"), transaction.atomic():
        step.pk = None
        step.save(force_insert=True)


def test_nothing_measured_or_no_norm_says_nothing(reference):
    assert occupancy([], on=TODAY) is None
    assert occupancy([unit("room", 1, "12")], on=date(2020, 1, 1)) is None


@given(
    rooms=st.integers(1, 12),
    area=st.decimals(1, 300, places=1),
    more=st.decimals(0, 50, places=1),
)
def test_a_larger_place_never_takes_fewer_people(rooms, area, more):
    from housing.occupancy import _allowed, proposed

    norms = [OccupancyNorm(**row) for row in proposed() if row["living"] == "dwelling"]
    small = _allowed(unit("dwelling", rooms, area), norms)
    large = _allowed(unit("dwelling", rooms + 1, area + more), norms)
    assert 0 <= small.each <= large.each
    assert small.each <= min(small.by_area, small.by_rooms)


# --- Recording


def test_a_visit_keeps_what_was_measured_and_what_the_norm_said(offer, local):
    seen = visit(
        offer,
        local,
        measured=[
            {"count": 4, "label": "Kamer", "living": "room", "living_rooms": 1, "floor_area": Decimal("14.5")}
        ],
    )
    assert seen.norm_places == 4
    assert seen.measured_units.get().floor_area == Decimal("14.5")


def test_more_places_than_the_norm_need_words_whoever_tries(offer, local):
    room = {"count": 1, "label": "Kamer", "living": "room", "living_rooms": 1, "floor_area": Decimal("12")}
    with pytest.raises(IntegrityError, match="above_norm"), transaction.atomic():
        visit(offer, local, measured=[room])
    seen = visit(offer, local, measured=[room], findings="Een koppel met een baby: stapelbed en wieg.")
    assert (seen.usable_places, seen.norm_places) == (4, 1)


def test_a_visit_without_the_whole_checklist_is_refused(offer, local):
    *answers, left = walked()
    with pytest.raises(actions.ChecklistIncomplete, match=left["item"].text):
        visit(offer, local, answers=answers)
    assert not Inspection.objects.exists()


def test_what_is_not_in_order_becomes_a_task_about_the_right_thing(offer, local, company):
    damp = ChecklistItem.objects.valid(on=TODAY).get(domain="damp")
    answers = [answer for answer in walked() if answer["item"] != damp]
    finding = {
        "category": "2",
        "description": "Schimmel achter de kast",
        "due_on": TODAY + timedelta(days=14),
    }
    seen = visit(
        offer, local, answers=[*answers, {"item": damp, "outcome": "not_in_order", "defect": finding}]
    )
    defect = seen.defects.get()
    assert (defect.domain, defect.blocks, defect.due_on) == ("damp", True, TODAY + timedelta(days=14))
    assert defect.answer.item == damp
    assert not seen.passed
    assert list(Defect.objects.waiting_for(company)) == [defect]


def test_an_item_is_answered_once_and_in_order_has_no_finding(offer, local):
    seen = visit(offer, local)
    answer = seen.answers.first()
    with pytest.raises(IntegrityError, match="answer_once"), transaction.atomic():
        InspectionAnswer.objects.create(inspection=seen, item=answer.item, outcome="in_order")
    with pytest.raises(IntegrityError, match="with_finding"), transaction.atomic():
        InspectionAnswer.objects.filter(pk=answer.pk).update(outcome="not_in_order")


def test_an_earlier_visit_keeps_the_checklist_of_its_day(offer, local):
    old = visit(offer, local).answers.count()
    item = ChecklistItem.objects.first()
    item.valid = DateRange(checklist.FIRST, TODAY)
    item.save()
    assert ChecklistItem.objects.valid(on=TODAY).count() == old - 1
    assert ChecklistItem.objects.valid(on=TODAY - timedelta(days=1)).count() == old


# --- The page


def test_the_page_asks_the_whole_list_and_says_which_item_is_open(offer, client_for, local):
    url = reverse("housing:offer_inspect", args=[offer.pk])
    page = client_for(local).get(url).content.decode()
    items = list(ChecklistItem.objects.valid(on=TODAY))
    assert all(item.text.replace("'", "&#x27;") in page for item in items)
    response = client_for(local).post(url, visit_form(**{f"punt-{items[3].pk}-outcome": ""}))
    assert response.status_code == 422
    page = response.content.decode()
    assert "Kies wat u zag." in page and f'href="#id_punt-{items[3].pk}-outcome' in page
    assert not Inspection.objects.exists()


def test_not_in_order_asks_what_and_how_bad_and_keeps_what_was_typed(offer, client_for, local):
    item = ChecklistItem.objects.first()
    sent = visit_form(
        **{f"punt-{item.pk}-outcome": "not_in_order", f"punt-{item.pk}-due_on": "2027-01-05"},
        findings="Zie boven",
    )
    response = client_for(local).post(reverse("housing:offer_inspect", args=[offer.pk]), sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Schrijf kort op wat u zag." in page and "Kies hoe erg het is." in page
    assert 'value="2027-01-05"' in page and "Zie boven" in page


def test_the_page_computes_the_norm_before_anything_is_recorded(offer, client_for, local):
    rows = {
        "measured-TOTAL_FORMS": "1",
        "measured-0-count": "3",
        "measured-0-label": "Kamer",
        "measured-0-living": "room",
        "measured-0-living_rooms": "1",
        "measured-0-floor_area": "19",
    }
    url = reverse("housing:offer_inspect", args=[offer.pk])
    page = client_for(local).post(url, visit_form(**rows, add_row="norm")).content.decode()
    assert "laat 6 personen toe" in page and "Ontwerpnorm" in page and "error-summary" not in page
    assert not Inspection.objects.exists()
    refused = client_for(local).post(url, visit_form(**rows, usable_places="7"))
    assert refused.status_code == 422
    assert "laat hier 6 slaapplekken toe" in refused.content.decode()
    client_for(local).post(url, visit_form(**rows, usable_places="6"))
    assert Inspection.objects.get().norm_places == 6


def test_asking_for_a_row_keeps_every_answer(offer, client_for, local):
    item = ChecklistItem.objects.first()
    sent = visit_form(
        **{f"punt-{item.pk}-outcome": "not_in_order", f"punt-{item.pk}-description": "Geen rookmelder"},
        add_row="measured",
    )
    page = client_for(local).post(reverse("housing:offer_inspect", args=[offer.pk]), sent).content.decode()
    assert 'value="Geen rookmelder"' in page
    assert 'name="measured-0-floor_area"' in page
    assert page.count('value="in_order" ') > 5 or "checked" in page


def test_the_offer_shows_the_checklist_and_the_norm(offer, client_for, local):
    visit(offer, local)
    page = client_for(local).get(reverse("housing:offer_detail", args=[offer.pk])).content.decode()
    assert "Controlelijst (14 punten)" in page


def test_one_visit_or_five_cost_the_page_of_an_offer_the_same(offer, client_for, local):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            client_for(local).get(reverse("housing:offer_detail", args=[offer.pk]))
        return len(asked)

    visit(offer, local)
    queries()
    one = queries()
    for _ in range(4):
        visit(offer, local)
    assert queries() == one
