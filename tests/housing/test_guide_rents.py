"""The dated guide rent beside what is asked: amounts of that day, with their source."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from audit.constraints import sentence_for
from audit.models import AuditEvent
from housing.guide_rents import FIRST, LAST, guide_rents, living_of, published
from housing.models import GuideRent, Offer
from tests.factories import GuideRentFactory, OfferFactory

pytestmark = pytest.mark.django_db
ROOM = Offer(kind="convent", costs_included=True)


@pytest.fixture(autouse=True)
def amounts():
    """As the migration brought them; a test on real transactions, run before, empties every table."""
    if not GuideRent.objects.exists():
        GuideRent.objects.bulk_create(GuideRent(valid=DateRange(FIRST, LAST), **row) for row in published())


def said(offer, on):
    guide = guide_rents(offer, on=on)
    return guide and ([int(row.amount) for row in guide.rows], guide.since, guide.until)


def test_the_amounts_of_the_source_hold_while_they_are_valid(django_assert_num_queries):
    with django_assert_num_queries(1):
        guide = guide_rents(ROOM, on=date(2022, 6, 1))
    assert {row.family: int(row.amount) for row in guide.rows} == {
        "single": 219,
        "family": 296,
        "cohabiting": 146,
    }
    assert (guide.until, "VVSG" in guide.source) == (None, True)
    assert said(Offer(kind="house"), date(2022, 6, 1))[0] == [219, 443, 328]
    assert said(ROOM, date(2022, 3, 30)) is None


def test_after_their_period_the_last_known_amounts_are_shown_as_such_until_newer_ones_are_there():
    assert said(ROOM, date(2026, 11, 23)) == ([146, 296, 219], FIRST, LAST)
    GuideRentFactory(living="room", family="single", amount=250)
    assert said(ROOM, date(2026, 11, 23)) == ([146, 296, 250], date(2026, 5, 1), None)
    assert said(ROOM, date(2026, 4, 30)) == ([146, 296, 219], FIRST, LAST)


@pytest.mark.parametrize(
    ("fields", "living"),
    [
        ({}, None),
        ({"kind": "building"}, None),
        ({"kind": "house"}, "dwelling"),
        ({"kind": "house", "kitchen": "shared"}, "room"),
        ({"kind": "building", "kitchen": "own", "sanitary": "own"}, "dwelling"),
        ({"kind": "building", "kitchen": "own", "sanitary": "none"}, "room"),
        ({"kind": "convent"}, "room"),
        ({"kind": "house", "setting": "collective"}, "collective"),
    ],
)
def test_how_one_would_live_there(fields, living):
    assert living_of(Offer(**fields)) == living


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"valid": DateRange(date(2023, 1, 1), date(2024, 1, 1))}, "al een richthuurprijs"),
        ({"amount": 0}, "meer dan 0"),
        ({"highest": 100}, "niet lager"),
        ({"source": ""}, "vandaan"),
        ({"valid": DateRange(None, date(2021, 1, 1))}, "vanaf een datum"),
    ],
)
def test_postgresql_keeps_one_dated_amount_with_its_source(changes, sentence):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        GuideRentFactory(**changes)
    assert sentence in sentence_for(refusal.value, GuideRent)


def test_it_stands_beside_the_rent_that_is_asked(client_for, company):
    offer = OfferFactory(
        organisation=company.organisation, draft=True, kind="house", rent=600, rent_per="month"
    )
    page = client_for(company).get(reverse("housing:offer_edit", args=[offer.form_token])).content.decode()
    assert "U vraagt € 600,00 per maand, voor alles samen" in page.replace("\xa0", " ")
    assert "Richthuurprijs voor een zelfstandige woning" in page and "nieuwere zijn hier nog niet" in page


def test_abb_adds_the_amounts_of_a_new_period_in_the_back_office(client_for, abb, facility):
    url = reverse("admin:housing_guiderent_add")
    row = {
        "living": "room",
        "family": "single",
        "amount": "251.00",
        "source": "Staatsblad",
        "costs_included": "on",
    }
    assert client_for(facility).post(url, {**row, "valid_0": "2026-05-01"}).status_code == 403
    response = client_for(abb).post(url, {**row, "valid_0": "2026-05-01", "valid_1": ""})
    assert response.status_code == 302, response.content.decode()
    assert said(ROOM, date(2026, 11, 23))[0][-1] == 251
    assert AuditEvent.objects.filter(target_type="housing.guiderent", user_id=abb.user.pk).exists()
    twice = client_for(abb).post(url, {**row, "valid_0": "2026-06-01", "valid_1": ""})
    assert "al een richthuurprijs" in twice.content.decode()
