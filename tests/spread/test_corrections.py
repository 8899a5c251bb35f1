"""The open data in the back office: what was hidden and why, and a week that is published again with a reason."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.allowed import NotAllowed
from accounts.models import Kind
from audit.models import AuditEvent
from spread import actions
from spread.cockpit.publications import CORE, HELD, SMALL, hidden_rows
from spread.models import Publication
from tests.spread.builders import TODAY, hat
from tests.spread.test_publication import lived_in, people, published  # noqa: F401
from tests.spread.test_views import text_of

pytestmark = pytest.mark.django_db
WEDNESDAY = TODAY + timedelta(days=2)
WHY = "Een locatie in Brugge stond dubbel."


@pytest.fixture
def grown(lived_in, published):  # noqa: F811
    """Since the publication more people came to Knokke-Heist and to Deinze, which is not small any more."""
    people(lived_in[3], 5)
    people(lived_in[1], 5)
    actions.recompute(on=WEDNESDAY)
    return published


def shown(publication):
    return {row["name"]: row["persons"] for row in publication.rows}


def test_a_week_is_published_again_from_its_newest_figures_with_the_reason(grown, official):
    corrected = actions.correct_publication(publication=grown, reason=f" {WHY} ", by=official)
    assert (corrected.week, corrected.revision, corrected.on) == (TODAY, 2, WEDNESDAY)
    assert (corrected.reason, corrected.corrected_by) == (WHY, official.user)
    assert shown(corrected)["Vlaanderen"] == shown(grown)["Vlaanderen"] + 10
    event = AuditEvent.objects.get(verb="publication.corrected")
    assert (event.changes["reason"], event.changes["revision"]) == (WHY, 2)
    assert actions.publish_week(on=WEDNESDAY) == corrected


def test_what_was_hidden_in_the_first_version_stays_hidden_in_the_second(grown, official):
    assert shown(grown)["Deinze"] is None
    corrected = actions.correct_publication(publication=grown, reason=WHY, by=official)
    hidden = {name for name, persons in shown(grown).items() if persons is None}
    assert {name for name, persons in shown(corrected).items() if persons is None} >= hidden


def test_the_next_week_looks_at_both_versions(grown, official):
    corrected = actions.correct_publication(publication=grown, reason=WHY, by=official)
    actions.recompute(on=TODAY + timedelta(days=7))
    following = actions.publish_week(on=TODAY + timedelta(days=7))
    for before in (grown, corrected):
        for code in before.protection["small"]:
            (row,) = (row for row in following.rows if row["code"] == code)
            assert row["hidden"]


def test_the_old_address_keeps_its_file_and_the_new_one_says_why(grown, official, client):
    first = client.get(reverse("open_data_file", args=["2026-11-23", "csv"]))
    before = first.content
    actions.correct_publication(publication=grown, reason=WHY, by=official)
    assert client.get(reverse("open_data_file", args=["2026-11-23", "csv"])).content == before
    again = client.get(reverse("open_data_file", args=["2026-11-23-2", "json"]))
    assert again.json()["verbetering"] == {"versie": 2, "reden": WHY}
    assert "huisvesting-2026-11-23-2.json" in again["Content-Disposition"]
    assert (
        client.get(reverse("open_data_file", args=["actueel", "json"])).json()["verbetering"]["versie"] == 2
    )
    for wrong in ("2026-11-23-3", "2026-11-23-1", "2026-11-23-x", "2026-13-01"):
        assert client.get(reverse("open_data_file", args=[wrong, "csv"])).status_code == 404
    page = text_of(client.get("/cijfers/"))
    assert WHY in page
    assert reverse("open_data_file", args=["2026-11-23-2", "csv"]) in page
    catalogue = client.get(reverse("open_data_metadata")).content.decode()
    assert reverse("open_data_file", args=["2026-11-23", "csv"]) in catalogue
    assert reverse("open_data_file", args=["2026-11-23-2", "csv"]) in catalogue


def test_only_abb_corrects_only_the_newest_and_only_what_differs(grown, official, officer):
    for other in (officer, hat(Kind.FACILITY), hat(Kind.VLOT)):
        with pytest.raises(NotAllowed):
            actions.correct_publication(publication=grown, reason=WHY, by=other)
    with pytest.raises(ValidationError), transaction.atomic():
        actions.correct_publication(publication=grown, reason="  ", by=official)
    corrected = actions.correct_publication(publication=grown, reason=WHY, by=official)
    with pytest.raises(actions.NotTheNewest):
        actions.correct_publication(publication=grown, reason=WHY, by=official)
    with pytest.raises(actions.NothingToCorrect):
        actions.correct_publication(publication=corrected, reason=WHY, by=official)
    actions.recompute(on=TODAY + timedelta(days=8))
    actions.publish_week(on=TODAY + timedelta(days=8))
    with pytest.raises(actions.NotTheNewest):
        actions.correct_publication(publication=corrected, reason=WHY, by=official)


def test_the_database_refuses_a_correction_without_who_and_why(grown, official):
    values = {
        name: getattr(grown, name) for name in ("week", "on", "key", "rows", "protection", "sha256")
    } | {"revision": 2}
    for halves in ({}, {"reason": WHY}, {"corrected_by": official.user}):
        with pytest.raises(IntegrityError, match="publication_correction_says_why"), transaction.atomic():
            Publication.objects.create(**values | halves)


def test_officials_read_what_was_hidden_and_why(grown, official, sign_in):
    reasons = {row["name"]: row["why"] for row in hidden_rows(grown)}
    assert reasons["Deinze"] == SMALL
    assert reasons["Gent"] == CORE
    held = Publication(
        rows=[{"level": "municipality", "code": "1", "name": "A", "province": "B", "hidden": True}],
        protection={"small": [], "core": []},
    )
    assert [row["why"] for row in hidden_rows(held)] == [HELD]
    client = sign_in(official)
    listed = text_of(client.get(reverse("admin:spread_publication_changelist")))
    assert "kleine aantallen" in listed.lower()
    page = text_of(client.get(reverse("admin:spread_publication_change", args=[grown.pk])))
    assert SMALL in page
    assert "Deze week opnieuw publiceren" in page


def test_abb_publishes_a_week_again_in_the_back_office(grown, official, sign_in):
    client = sign_in(official)
    address = reverse("admin:spread_publication_correction_add", args=[grown.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": ""}).status_code == 200
    done = client.post(address, {"reason": WHY})
    made = Publication.objects.of_week(None)
    assert (done.status_code, done.url) == (302, reverse("admin:spread_publication_change", args=[made.pk]))
    assert WHY in text_of(client.get(done.url))
    assert "Alleen de jongste publicatie kan opnieuw" in text_of(client.post(address, {"reason": WHY}))
    for kind in (Kind.VLOT, Kind.FACILITY):
        assert sign_in(hat(kind, is_staff=True)).get(address).status_code == 403
