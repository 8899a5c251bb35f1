import csv
import io
import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.test import Client, override_settings
from django.urls import reverse

from config.limits import LIMITS
from config.settings import CELERY_BEAT_SCHEDULE
from municipalities.models import Municipality
from municipalities.reference import load_reference_data
from spread import actions, tasks
from spread.models import Level, Publication
from spread.open_data import COLUMNS, FLANDERS_CODE, LICENCE_URL, fingerprint
from tests.factories import OfferFactory
from tests.spread.builders import TODAY, site, stay, town
from tests.spread.test_views import own_queries, text_of

pytestmark = pytest.mark.django_db
PAGE = "/cijfers/"
NEXT_MONDAY = TODAY + timedelta(days=7)


def people(municipality, *households):
    """One household per number, each in a unit with two places to spare."""
    for unit, persons in zip(
        site(municipality, *(n + 2 for n in households)).units.all(), households, strict=True
    ):
        stay(unit, persons=persons)


@pytest.fixture
def lived_in(towns):
    """Gent 12, Deinze 3; Brugge 2, Knokke-Heist 7, Oostende 9; Herstappe no places."""
    for municipality, households in zip(towns, ([5, 7], [3], [2], [7], [4, 5]), strict=False):
        people(municipality, *households)
    actions.recompute(on=TODAY)
    return towns


@pytest.fixture
def published(lived_in):
    return actions.publish_week(on=TODAY)


def by_name(publication):
    return {row["name"]: row for row in publication.rows}


def test_a_week_is_published_once_with_everything_that_may_be_seen(lived_in):
    made = actions.publish_week(on=TODAY + timedelta(days=2))
    assert (made.week, made.on) == (TODAY, TODAY)
    assert actions.publish_week(on=TODAY + timedelta(days=6)) == made
    assert Publication.objects.count() == 1
    rows = by_name(made)
    assert [row["level"] for row in made.rows] == ["flanders"] + ["province"] * 3 + ["municipality"] * 6
    flanders = rows["Vlaanderen"]
    assert (flanders["code"], flanders["persons"], flanders["hidden"]) == (FLANDERS_CODE, 33, False)
    assert rows["Oost-Vlaanderen"]["persons"] == 15
    assert rows["Deinze"] | {"persons": None, "free": None, "persons_per_1000": None} == rows["Deinze"]
    assert rows["Gent"]["persons"] is None, "alone, Deinze would be what is left of the province"
    assert rows["Herstappe"]["persons"] == 0
    assert rows["Deinze"]["places"] == 5
    assert rows["Deinze"]["gap"] == 5 - rows["Deinze"]["target"]
    assert made.sha256 == fingerprint(made.rows)


def test_places_that_somebody_offered_count_as_registered(lived_in):
    OfferFactory(municipality=lived_in[0], estimated_places=40)
    rows = by_name(actions.publish_week(on=TODAY))
    assert rows["Gent"]["registered"] == rows["Gent"]["places"] + 40
    assert rows["Vlaanderen"]["registered"] == rows["Vlaanderen"]["places"] + 40


def test_figures_of_last_week_are_not_published_as_those_of_this_week(lived_in):
    with pytest.raises(actions.NoFiguresOfTheWeek, match="30/11/2026"):
        actions.publish_week(on=NEXT_MONDAY)
    assert not Publication.objects.exists()


def test_what_was_small_stays_hidden_in_the_weeks_after(published, lived_in):
    people(lived_in[1], 6)
    actions.recompute(on=NEXT_MONDAY)
    later = actions.publish_week(on=NEXT_MONDAY)
    assert "44083" not in later.protection["small"]
    assert by_name(later)["Deinze"]["persons"] is None
    assert by_name(later)["Oost-Vlaanderen"]["persons"] == 21


def test_after_a_merger_the_new_municipality_stays_hidden_as_its_part_was(published, lived_in):
    assert "44083" in published.protection["small"]
    merged = town("44099", name="Nieuw-Deinze")
    people(merged, 6)
    Municipality.objects.filter(pk=lived_in[1].pk).update(merged_into=merged, merged_on=TODAY)
    actions.recompute(on=NEXT_MONDAY)
    later = actions.publish_week(on=NEXT_MONDAY)
    assert "44099" not in later.protection["small"]
    assert by_name(later)["Nieuw-Deinze"]["persons"] is None


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_keeps_a_publication_as_it_is(published, change):
    row = Publication.objects.filter(pk=published.pk)
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        row.update(rows=[]) if change == "update" else row.delete()


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({}, "publication_once_a_week"),
        ({"week": date(2026, 11, 24), "on": date(2026, 11, 24)}, "publication_week_is_a_monday"),
        ({"week": NEXT_MONDAY}, "publication_figures_of_the_week"),
    ],
)
def test_the_database_refuses_a_second_a_wrong_and_an_old_week(published, fields, constraint):
    values = {"week": TODAY, "on": TODAY, "key": published.key, "rows": [], "protection": {}, "sha256": "x"}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Publication.objects.create(**values | fields)


def test_the_clock_publishes_on_monday_morning_and_once(lived_in, time_machine):
    time_machine.move_to(f"{TODAY}T06:00:00+01:00")
    first = tasks.publish_week()
    assert tasks.publish_week() == first
    assert Publication.objects.get().sha256 == first
    entry = CELERY_BEAT_SCHEDULE["publish-open-data"]
    assert entry["task"] == tasks.publish_week.name
    assert entry["schedule"].day_of_week == {1}
    assert min(entry["schedule"].hour) == 6


# --- For the public ---------------------------------------------------------------------------------------------


def lines(response):
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def test_everybody_reads_the_page_without_signing_in(published, client):
    page = text_of(client.get(PAGE))
    assert "Vlaanderen en de provincies op 23/11/2026" in page
    assert "sinds de week van 23/11/2026" in page
    assert "Modellicentie Gratis Hergebruik Vlaanderen" in page
    assert "minder dan 5 mensen (“&lt; 5”)" in page
    for column in COLUMNS:
        assert f'<th scope="row" data-label="Kolom">{column.name}</th>' in page
    assert "csrfmiddlewaretoken" not in page, "a page that caches keep has nothing of one reader"
    assert 'href="/cijfers/"' in text_of(client.get("/"))


def test_before_the_first_publication_the_page_says_so(client, db):
    assert "Er is nog niets gepubliceerd." in text_of(client.get(PAGE))
    assert client.get("/cijfers/actueel.csv").status_code == 404
    assert client.get("/cijfers/dcat.jsonld").status_code == 200


def test_the_files_say_the_same_in_csv_and_json(published, client):
    rows = lines(client.get("/cijfers/actueel.csv"))
    data = json.loads(client.get("/cijfers/2026-11-23.json").content)
    assert [row["naam"] for row in rows] == [row["naam"] for row in data["rijen"]]
    assert set(data["kolommen"]) == set(rows[0]) - {"week", "cijfers_van"}
    gent = next(row for row in rows if row["naam"] == "Gent")
    assert (gent["personen"], gent["plaatsen_vrij"], gent["afgeschermd"]) == ("", "", "ja")
    assert (gent["nis_code"], gent["niveau"], gent["week"]) == ("44021", "gemeente", "2026-11-23")
    deinze = next(row for row in data["rijen"] if row["naam"] == "Deinze")
    assert (deinze["personen"], deinze["afgeschermd"]) == (None, True)
    assert data["licentie"]["url"] == LICENCE_URL
    assert data["sha256"] == published.sha256


def test_nothing_on_the_public_pages_tells_what_is_small_from_what_goes_with_it(published, client):
    for address in ("/cijfers/actueel.csv", "/cijfers/actueel.json", "/cijfers/dcat.jsonld"):
        page = client.get(address).content.decode()
        assert not any(word in page for word in ("protection", "small", "core", "carried")), address
    hidden = [row for row in published.level(Level.MUNICIPALITY) if row["hidden"]]
    assert {row["code"] for row in hidden} > set(published.protection["small"])
    assert len({tuple(row[name] for name in ("free", "persons", "persons_per_1000")) for row in hidden}) == 1


@pytest.mark.parametrize(
    "name", ["2026-11-30.csv", "2026-11-24.csv", "gisteren.csv", "actueel.xlsx", "2026-99-99.json"]
)
def test_a_week_or_format_that_is_not_there_is_not_found(published, client, name):
    assert client.get(f"/cijfers/{name}").status_code == 404


def test_the_metadata_lead_to_every_file(published, lived_in, client, settings):
    actions.recompute(on=NEXT_MONDAY)
    actions.publish_week(on=NEXT_MONDAY)
    response = client.get("/cijfers/dcat.jsonld")
    assert response["Content-Type"] == "application/ld+json"
    catalogue = json.loads(response.content)
    [dataset] = catalogue["dcat:dataset"]
    for required in ("dct:title", "dct:description", "dct:publisher", "dcat:contactPoint", "dcat:theme"):
        assert dataset[required]
    assert dataset["dct:temporal"]["dcat:startDate"]["@value"] == "2026-11-23"
    found = dataset["dcat:distribution"]
    assert len({one["@id"] for one in found}) == 4
    for one in found:
        assert one["dct:license"] == {"@id": LICENCE_URL}
        address = one["dcat:downloadURL"]["@id"]
        assert address.startswith(settings.SITE_URL)
        assert client.get(address.removeprefix(settings.SITE_URL.rstrip("/"))).status_code == 200


def test_caches_keep_the_files_and_who_has_one_gets_no_second(published, client):
    frozen = client.get("/cijfers/2026-11-23.csv")
    assert "immutable" in frozen["Cache-Control"]
    assert "public" in frozen["Cache-Control"]
    assert frozen["Access-Control-Allow-Origin"] == "*"
    assert "max-age=3600" in client.get("/cijfers/actueel.csv")["Cache-Control"]
    again = client.get("/cijfers/2026-11-23.csv", headers={"if-none-match": frozen["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_page_of_somebody_who_is_signed_in_is_in_no_cache(published, client, sign_in, officer):
    assert "public" in client.get(PAGE)["Cache-Control"]
    mine = sign_in(officer).get(PAGE)
    assert "private" in mine["Cache-Control"]
    assert "Cookie" in mine["Vary"]


def test_one_address_does_not_ask_for_ever(published, time_machine, settings):
    settings.RATE_LIMITING = True
    requests_a_minute = next(limit.number for limit in LIMITS if limit.name == "open data")
    assert requests_a_minute == 60
    time_machine.move_to(f"{TODAY}T12:00:30+01:00", tick=False)
    one, other = Client(REMOTE_ADDR="192.0.2.1"), Client(REMOTE_ADDR="192.0.2.2")
    answers = [one.get("/cijfers/actueel.csv").status_code for _ in range(requests_a_minute + 1)]
    assert answers == [200] * requests_a_minute + [429]
    assert one.get(PAGE)["Retry-After"] == "60"
    assert other.get(PAGE).status_code == 200
    time_machine.move_to(f"{TODAY}T12:01:30+01:00", tick=False)
    assert one.get(PAGE).status_code == 200


def test_without_a_cache_to_count_in_everybody_may_read(published, client):
    away = {"BACKEND": "config.cache.HouseCache", "LOCATION": "redis://127.0.0.1:1/0"}
    with override_settings(CACHES={"default": away}, RATE_LIMITING=True):
        assert client.get(PAGE).status_code == 200


def test_only_reading_is_possible(published, client):
    assert client.post(PAGE).status_code == 405


def test_the_public_pages_take_the_same_few_queries_for_all_285(key, client, django_assert_max_num_queries):
    load_reference_data()
    for number, municipality in enumerate(Municipality.objects.current()[:40]):
        site(municipality, 5 + number)
    for week in range(3):
        actions.recompute(on=TODAY + timedelta(weeks=week))
        actions.publish_week(on=TODAY + timedelta(weeks=week))
    for address, most in ((PAGE, 3), (reverse("open_data_file", args=["actueel", "csv"]), 1),
                          (reverse("open_data_metadata"), 1)):  # fmt: skip
        with django_assert_max_num_queries(20) as captured:
            assert client.get(address).status_code == 200
        assert len(own_queries(captured)) <= most, own_queries(captured)
    assert len(lines(client.get("/cijfers/actueel.csv"))) == 285 + 5 + 1
