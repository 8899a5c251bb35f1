"""The weights of the ranking: versions, one in force, never edited, visible to whoever matches."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from matching import actions
from matching.models import WEIGHTS, Proposal, RankingWeights
from matching.ranking import Question
from tests.factories import HouseholdFactory, UnitFactory

TODAY = timezone.localdate()
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def first(reference):
    """The version that came with the portal; a test on real transactions may have emptied the table."""
    found = RankingWeights.objects.first()
    return found or RankingWeights.objects.create(
        valid=DateRange(TODAY - timedelta(days=100), None), why="Proef"
    )


def form(**changes):
    return {
        "begins_on": TOMORROW.isoformat(),
        "why": "Dicht bij de school telt zwaarder, beslist op 1 december.",
        **{name: RankingWeights._meta.get_field(name).default for name in WEIGHTS},
        **changes,
    }


def test_abb_makes_a_new_version_and_the_one_before_it_ends_there(client_for, abb, first):
    response = client_for(abb).post(
        reverse("matching:ranking_weights_add"), form(near_school=35), follow=True
    )
    assert f"gelden vanaf {TOMORROW:%d/%m/%Y}" in response.content.decode()
    old, new = RankingWeights.objects.order_by("pk")
    assert (old.valid.upper, new.valid.lower, new.near_school, new.created_by) == (
        TOMORROW,
        TOMORROW,
        35,
        abb.user,
    )
    event = AuditEvent.objects.get(verb="ranking.weights_set")
    assert event.changes["near_school"] == [20, 35]
    assert RankingWeights.objects.in_force(on=TODAY) == old
    assert RankingWeights.objects.in_force(on=TOMORROW) == new


def test_what_is_wrong_stands_at_the_field_and_nothing_typed_is_lost(client_for, abb, first):
    url = reverse("matching:ranking_weights_add")
    client = client_for(abb)
    page = client.post(url, form(begins_on=TODAY - timedelta(days=3), wish=17))
    assert page.status_code == 422
    assert "ten vroegste op" in page.content.decode() and 'value="17"' in page.content.decode()
    for wrong in ({"wish": "-1"}, {"wish": "101"}, {"scale_km": "0"}, {"why": ""}, {"fit": "veel"}):
        assert client.post(url, form(**wrong)).status_code == 422, wrong
    assert RankingWeights.objects.count() == 1


def test_two_versions_cannot_begin_on_the_same_day(abb, first):
    weights = dict.fromkeys(WEIGHTS, 5)
    actions.set_weights(begins_on=TOMORROW, today=TODAY, why="Eerst", by=abb, **weights)
    with pytest.raises(actions.BeginsTooEarly, match="ten vroegste op"):
        actions.set_weights(begins_on=TOMORROW, today=TODAY, why="Daarna", by=abb, **weights)


def test_postgresql_refuses_to_edit_or_remove_a_version_and_to_have_two_at_once(first):
    for change in (
        {"fit": 99},
        {"why": "Toch anders"},
        {"valid": DateRange(TODAY - timedelta(days=2), None)},
    ):
        with pytest.raises(IntegrityError, match="verandert niet meer"), transaction.atomic():
            RankingWeights.objects.filter(pk=first.pk).update(**change)
    with pytest.raises(IntegrityError, match="verandert niet meer"), transaction.atomic():
        RankingWeights.objects.filter(pk=first.pk).delete()
    with pytest.raises(IntegrityError, match="ranking_weights_one_a_day"), transaction.atomic():
        RankingWeights.objects.create(valid=DateRange(TODAY, None), why="Nog een")


@pytest.mark.parametrize("who", ["local", "reader", "governor", "vlot", "facility", "abb"])
def test_everybody_who_matches_reads_the_weights(client_for, request, who, first):
    page = client_for(request.getfixturevalue(who)).get(reverse("matching:ranking_weights"))
    text = page.content.decode()
    assert page.status_code == 200
    assert first.why in text and "Drempelvrij sparen" in text
    assert ("Nieuwe versie maken" in text) == (who == "abb")


@pytest.mark.parametrize("who", ["company", "association"])
def test_who_offers_places_has_no_part_in_it(client_for, request, who, first):
    assert (
        client_for(request.getfixturevalue(who)).get(reverse("matching:ranking_weights")).status_code == 403
    )


@pytest.mark.parametrize("who", ["local", "reader", "governor", "vlot", "facility", "company"])
def test_only_abb_makes_a_version(client_for, request, who, first):
    client = client_for(request.getfixturevalue(who))
    assert client.post(reverse("matching:ranking_weights_add"), form()).status_code == 403
    assert RankingWeights.objects.count() == 1


def test_a_proposal_keeps_its_score_and_the_version_that_it_was_ranked_by(client_for, local, abb, first):
    household = HouseholdFactory(registered_by=local.organisation)
    unit = UnitFactory()
    before = Question.of(household, start=TODAY, today=TODAY).explain(unit)
    client_for(local).post(
        reverse("matching:proposal_add", args=[household.pk]),
        {"unit": unit.pk, "move_in_on": TODAY, "form_token": "0b2a3f0e-6f0a-4f5e-9f3c-0f4a5b6c7d8e"},
    )
    proposal = Proposal.objects.get()
    actions.set_weights(begins_on=TODAY, today=TODAY, why="Anders", by=abb, **dict.fromkeys(WEIGHTS, 1))
    proposal.refresh_from_db()
    assert (proposal.score, proposal.explanation, proposal.weights) == before
    assert Question.of(household, start=TODAY, today=TODAY).weights != proposal.weights
    page = client_for(local).get(reverse("matching:proposal_detail", args=[proposal.pk])).content.decode()
    assert f"{proposal.score:.1f}".replace(".", ",") in page


def test_a_proposal_of_before_the_weights_still_shows_its_points():
    from matching.ranking import explanation_rows

    assert explanation_rows([{"reason": "in de eigen gemeente", "points": 20}]) == [
        {"label": "in de eigen gemeente", "value": 20}
    ]
