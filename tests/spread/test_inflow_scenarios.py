"""Inflow scenarios: what they start from, that they are kept and shared, and that they touch nothing."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from accounts.models import Kind
from households.models import Household as RegisteredHousehold
from households.models import Strength
from housing.models import Stay, Unavailability
from spread import actions
from spread.inflow import NEVER, Household, Living, Unit
from spread.inflow_facts import ASSUMED_MIX, mix_of, start_on
from spread.models import Scenario
from tests.spread.builders import TODAY, hat, site, stay
from tests.spread.test_scenarios import everything
from tests.spread.test_views import own_queries, text_of

pytestmark = pytest.mark.django_db
FORM = "/beheer/spread/scenario/instroom/"
LATER = TODAY + timedelta(days=30)


@pytest.fixture
def computed(towns):
    for municipality in towns:
        site(municipality, 2, 4)
    actions.recompute(on=TODAY)
    return towns


def test_it_starts_from_what_is_free_lived_in_and_known_to_end(computed, gent):
    ending = site(gent, 3, 5, available=DateRange(date(2025, 1, 1), LATER))
    stay(ending.units.get(places=3), persons=2, until=TODAY + timedelta(days=10))
    held = site(gent, 6).units.get()
    RegisteredHousehold.objects.filter(
        stays=stay(held, persons=4, since=TODAY, status=Stay.Status.HELD)
    ).update(need_step_free=Strength.HARD)
    works = site(gent, 7).units.get()
    Unavailability.objects.create(unit=works, period=DateRange(TODAY, LATER), reason="werken")
    found = start_on(TODAY)
    ends = Unit("44021", 3, False, LATER)
    assert found.living == {
        Living(ends, Household(2), TODAY + timedelta(days=10)): 1,
        Living(Unit("44021", 6, False), Household(4, True)): 1,
    }
    assert found.free[Unit("44021", 5, False, LATER)] == found.free[Unit("44021", 2, False)] == 1
    assert found.opening == {(LATER, Unit("44021", 7, False)): 1}
    assert found.regions["44021"] == gent.reference_region.name
    assert sum(found.free.values()) == 6 * 2 + 1
    assert mix_of(found.living) == (ASSUMED_MIX, True)
    assert NEVER not in {unit.closes for unit in found.free if unit.places == 5}


def test_a_simulation_is_kept_with_its_outcome_and_touches_no_figure(computed, official):
    before = everything()
    made = actions.simulate_inflow(name="Winter", weeks=4, arrivals=20, departures=0, by=official)
    assert everything() == before
    assert (made.kind, len(made.outcome["weeks"])) == (Scenario.Kind.INFLOW, 4)
    assert made.outcome["weeks"][-1]["waiting"] > 0
    assert made.outcome["first"]
    assert made.sentences == [
        "4 weken lang: elke week 20 personen erbij en 0 personen die zelf iets anders vinden."
    ]


def test_the_page_says_where_and_when_it_is_full_and_what_is_short_first(
    computed, sign_in, official, django_assert_max_num_queries
):
    client = sign_in(official)
    response = client.post(
        FORM, {"name": "Winter", "weeks": 6, "arrivals": 20, "departures": 2, "step_free_percent": 5}
    )
    made = Scenario.objects.get()
    assert response.url == reverse("admin:spread_scenario_change", args=[made.pk])
    with django_assert_max_num_queries(40) as captured:
        page = text_of(client.get(response.url))
    assert len(own_queries(captured)) <= 6, own_queries(captured)
    assert "Eerst zijn er te weinig" in page
    assert "Gemeenten die vol raken" in page
    assert "Herstappe" in page
    assert "een aanname" in page
    listed = text_of(client.get(reverse("admin:spread_scenario_changelist")))
    assert "Instroom doorrekenen" in listed
    assert "6 weken lang" in listed


def test_what_if_is_also_on_the_map_before_and_after(computed, gent, sign_in, official):
    made = actions.make_scenario(name="Dorp", village_in=gent, village_places=300, by=official)
    address = reverse("admin:spread_scenario_change", args=[made.pk])
    response = sign_in(official).get(address, {"toon": "kaart"})
    before, after = (
        {shape.nis_code: shape.area for shape in drawn.shapes} for drawn in response.context["maps"]
    )
    assert "Gent: 6 plaatsen" in before["44021"].label
    assert "Gent: 306 plaatsen" in after["44021"].label
    assert before["44021"].level != after["44021"].level


def test_before_the_first_figures_and_with_wrong_numbers_the_form_says_so(key, sign_in, official):
    client = sign_in(official)
    values = {"name": "Winter", "weeks": 6, "arrivals": 20, "departures": 2, "step_free_percent": 5}
    assert "nog geen cijfers" in text_of(client.post(FORM, values))
    assert "field--invalid" in text_of(client.post(FORM, values | {"weeks": 0}))
    assert not Scenario.objects.exists()


def test_only_the_flemish_services_simulate(computed, sign_in, officer):
    with pytest.raises(PermissionDenied):
        actions.simulate_inflow(name="Winter", weeks=1, arrivals=1, by=officer)
    assert sign_in(hat(Kind.VLOT, is_staff=True)).get(FORM).status_code == 200


def test_an_inflow_scenario_without_its_outcome_cannot_be(computed, official):
    made = actions.simulate_inflow(name="Winter", weeks=1, arrivals=1, by=official)
    with pytest.raises(IntegrityError), transaction.atomic():
        Scenario.objects.create(
            kind="inflow", name="Leeg", on=TODAY, key=made.key, changes={"inflow": {}}, outcome={"rows": []},
            made_by=official.user,
        )  # fmt: skip
