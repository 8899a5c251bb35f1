"""Scenarios: kept with their outcome, shared by address, never touching the figures."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse

from accounts.models import Kind, Membership
from municipalities.models import Municipality
from municipalities.reference import load_reference_data
from spread import actions
from spread.models import IndicatorSnapshot, MunicipalityLoad, Scenario, SpreadKey
from spread.scenarios import CannotBe
from tests.spread.builders import TODAY, hat, site
from tests.spread.test_views import own_queries, text_of

pytestmark = pytest.mark.django_db
ADD = "/beheer/spread/scenario/add/"


@pytest.fixture
def computed(towns):
    for number, municipality in enumerate(towns, 1):
        site(municipality, 40 * number)
    actions.recompute(on=TODAY)
    return towns


def page_of(scenario):
    return reverse("admin:spread_scenario_change", args=[scenario.pk])


def row_of(scenario, municipality):
    return next(row for row in scenario.outcome["rows"] if row["nis_code"] == municipality.nis_code)


def everything():
    return (
        list(IndicatorSnapshot.objects.order_by("pk").values()),
        list(MunicipalityLoad.objects.order_by("pk").values()),
        list(SpreadKey.objects.order_by("pk").values()),
    )


def test_a_scenario_is_computed_and_kept_and_the_figures_stay_as_they_are(computed, gent, official):
    before = everything()
    per_head = SpreadKey.objects.get(code="per_inwoner")
    scenario = actions.make_scenario(
        name="Alles tegelijk", more_people=500, village_in=computed[1], village_places=300, drops_out=computed[4],
        other_key=per_head, by=official,
    )  # fmt: skip
    assert everything() == before
    assert scenario.outcome["total_after"] == scenario.outcome["total_before"] + 500
    deinze, oostende = row_of(scenario, computed[1]), row_of(scenario, computed[4])
    assert deinze["places_after"] == deinze["places_before"] + 300
    assert (oostende["target_after"], oostende["places_after"]) == (None, 0)
    shown = IndicatorSnapshot.objects.get(municipality=gent, key__leading=True)
    assert row_of(scenario, gent)["target_before"] == shown.target
    assert row_of(scenario, gent)["gap_before"] == shown.gap
    assert len(scenario.sentences) == 4


def test_a_kept_scenario_is_never_changed_or_removed(computed, official):
    scenario = actions.make_scenario(name="Vast", more_people=5, by=official)
    for attempt in (
        lambda: Scenario.objects.update(name="Anders"),
        lambda: Scenario.objects.update(outcome={}),
        lambda: Scenario.objects.all().delete(),
    ):
        with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
            attempt()
    assert Scenario.objects.get().outcome == scenario.outcome


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"name": "  "}, "scenario_has_a_name"),
        ({"changes": {}}, "scenario_changes_something"),
        ({"outcome": {"rows": []}}, "scenario_has_an_outcome"),
    ],
)
def test_the_database_itself_refuses_what_says_nothing(computed, key, official, fields, rule):
    whole = {
        "name": "Proef", "on": TODAY, "key": key, "changes": {"more_people": 5}, "made_by": official.user,
        "outcome": {"total_before": 0, "total_after": 5, "rows": []},
    }  # fmt: skip
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Scenario.objects.create(**whole | fields)


def test_the_verb_refuses_without_a_name_a_change_or_figures(computed, gent, official):
    for fields in ({"name": " ", "more_people": 5}, {"name": "Niets"}):
        with pytest.raises(ValidationError):
            actions.make_scenario(by=official, **fields)
    with pytest.raises(CannotBe):
        actions.make_scenario(name="Half", village_in=gent, by=official)
    IndicatorSnapshot.objects.all().delete()
    with pytest.raises(actions.NoFiguresYet):
        actions.make_scenario(name="Te vroeg", more_people=5, by=official)
    assert not Scenario.objects.exists()


def test_only_who_may_open_the_cockpit_makes_and_sees_scenarios(computed, gent, official):
    scenario = actions.make_scenario(name="Van ons", more_people=5, by=official)
    reader = hat(Kind.VLOT, is_staff=True, role=Membership.Role.READER)
    for outsider in (hat(Kind.LOCAL_AUTHORITY, municipality=gent), hat(Kind.COMPANY), reader):
        with pytest.raises(PermissionDenied):
            actions.make_scenario(name="Niet", more_people=5, by=outsider)
    for insider in (hat(Kind.FACILITY), reader, official):
        assert Scenario.objects.visible_to(insider).get() == scenario
    assert not Scenario.objects.visible_to(hat(Kind.COMPANY)).exists()
    assert not Scenario.objects.visible_to(None).exists()


def test_what_changes_is_said_in_sentences(computed, gent, official):
    scenario = actions.make_scenario(
        name="Klein", more_people=1, village_in=gent, village_places=1_200, drops_out=computed[1], by=official
    )
    assert scenario.sentences == [
        "Er komt 1 persoon bij.",
        "In Gent komt een nooddorp van 1.200 plaatsen.",
        "Deinze valt weg.",
    ]


def test_the_form_computes_keeps_and_leads_to_an_address_to_share(computed, gent, sign_in, official):
    client = sign_in(official)
    assert "Wat als" in text_of(client.get(ADD))
    answer = client.post(ADD, {"name": "Dorp in Gent", "village_in": "Gent", "village_places": "300"})
    scenario = Scenario.objects.get()
    assert answer.headers["Location"] == page_of(scenario)
    page = text_of(sign_in(hat(Kind.VLOT, is_staff=True)).get(page_of(scenario)))
    assert "Wat als: Dorp in Gent" in page
    assert "In Gent komt een nooddorp van 300 plaatsen." in page
    for heading in ("Doel nu", "Doel dan", "Verschil nu", "Verschil dan"):
        assert heading in page
    assert page.index('<th scope="row">Gent') < page.index('<th scope="row">Brugge')
    listed = text_of(client.get(reverse("admin:spread_scenario_changelist")))
    assert f'href="{page_of(scenario)}"' in listed
    assert "In Gent komt een nooddorp van 300 plaatsen." in listed


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Verander minstens één ding"),
        ({"name": "", "more_people": "5"}, "Dit veld is verplicht"),
        ({"more_people": "-5"}, "minstens 0 is"),
        ({"village_places": "300"}, "Zeg ook in welke gemeente"),
        ({"village_in": "gent"}, "Zeg ook hoeveel plaatsen"),
        ({"village_in": "gent", "village_places": "3", "drops_out": "gent"}, "kan geen nooddorp krijgen"),
    ],
)
def test_what_cannot_be_computed_gets_a_sentence(computed, gent, sign_in, official, typed, sentence):
    response = sign_in(official).post(ADD, {"name": "Proef"} | typed)
    assert sentence in text_of(response)
    assert not Scenario.objects.exists()


def test_before_the_first_computation_the_form_says_so(towns, sign_in, official):
    page = text_of(sign_in(official).post(ADD, {"name": "Proef", "more_people": "5"}))
    assert "Er zijn nog geen cijfers om mee te vergelijken." in page


def test_a_scenario_is_only_looked_at_and_one_that_is_not_there_leads_away(computed, sign_in, official):
    scenario = actions.make_scenario(name="Vast", more_people=5, by=official)
    client = sign_in(official)
    assert client.post(page_of(scenario), {"name": "Anders"}).status_code == 405
    assert client.get(reverse("admin:spread_scenario_change", args=[999_999])).status_code == 302
    assert client.post(reverse("admin:spread_scenario_delete", args=[scenario.pk])).status_code == 403


def test_only_the_back_office_opens_a_scenario(computed, sign_in, officer, official):
    scenario = actions.make_scenario(name="Binnen", more_people=5, by=official)
    for address in (ADD, page_of(scenario), reverse("admin:spread_scenario_changelist")):
        assert sign_in(officer).get(address).status_code == 302


def test_with_the_285_each_page_takes_few_queries_of_its_own(
    key, sign_in, official, django_assert_max_num_queries
):
    load_reference_data()
    for municipality in Municipality.objects.current()[:40]:
        site(municipality, 5)
    actions.recompute(on=TODAY)
    client = sign_in(official)
    for number in range(3):
        scenario = actions.make_scenario(name=f"Scenario {number}", more_people=5, by=official)
    assert len(scenario.outcome["rows"]) == 285

    def asked(work, most):
        with django_assert_max_num_queries(100) as captured:
            response = work()
        assert response.status_code in (200, 302)
        assert len(own_queries(captured)) <= most, own_queries(captured)

    asked(lambda: client.get(page_of(scenario)), 2)
    asked(lambda: client.get(reverse("admin:spread_scenario_changelist")), 4)
    asked(lambda: client.get(ADD), 4)
    asked(lambda: client.post(ADD, {"name": "Nog een", "more_people": "500"}), 19)
