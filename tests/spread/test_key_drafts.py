import re
from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Kind
from housing.models import Category
from spread import actions
from spread.figures import Load
from spread.models import IndicatorSnapshot, Level, SpreadKey
from spread.rehearsal import recorded_loads
from tests.spread.builders import TODAY, hat, site
from tests.spread.test_views import own_queries, text_of

pytestmark = pytest.mark.django_db
NEXT_DAY = date(2026, 11, 24)


@pytest.fixture
def computed(towns, time_machine):
    time_machine.move_to("2026-11-23 12:00+01:00")
    for municipality in towns:
        site(municipality, 60)
    actions.recompute(on=TODAY)
    return towns


def page(key):
    return reverse("admin:spread_spreadkey_version_add", args=[key.pk])


def filled(client, key, **changes):
    """The draft as a browser posts it, also the empty factors, with some fields changed."""
    draft = client.get(page(key)).context["draft"]
    values = dict(re.findall(r'name="(factor-[A-Z_]+)" value="(\d+)"', str(draft.terms.management_form)))
    for form in (draft.form, *draft.terms):
        for name in form.fields:
            value = form[name].value()
            if value not in (None, "", False):
                values[form.add_prefix(name)] = (
                    f"{value:%Y-%m-%d}" if hasattr(value, "strftime") else str(value)
                )
    return values | {name.replace("__", "-"): value for name, value in changes.items()}


def test_the_draft_opens_as_a_copy_and_changes_nothing_by_itself(computed, key, sign_in, official):
    client = sign_in(official)
    values = filled(client, key)
    assert values["factor-0-weight"] == "35"
    assert values["other_percent"] == "75"
    response = client.post(page(key), values | {"preview": "1"})
    (found,) = response.context["rehearsals"]
    assert (found.on, found.moved, found.unchanged) == (TODAY, 0, 6)
    assert SpreadKey.objects.filter(code=key.code).count() == 1


def test_who_gains_and_who_loses_is_shown_before_anything_counts(computed, key, sign_in, official):
    client = sign_in(official)
    before = list(IndicatorSnapshot.objects.order_by("pk").values())
    changes = {"factor__0__weight": "65", "factor__1__DELETE": "on"}
    response = client.post(page(key), filled(client, key, **changes), headers={"HX-Request": "true"})
    (found,) = response.context["rehearsals"]
    targets = {row.municipality.name: row.target for row in IndicatorSnapshot.objects.of(Level.MUNICIPALITY)}
    assert {row.name: row.before for row in found.rows} == targets
    assert sum(row.after for row in found.rows) == found.total_after == 360
    assert sum(row.change for row in found.rows) == 0
    assert {row.name: row.change for row in found.rows}["Herstappe"] <= 0 < found.moved
    assert min(len(found.gainers), len(found.losers)) > 0
    assert "<html" not in text_of(response)
    assert list(IndicatorSnapshot.objects.order_by("pk").values()) == before


def test_a_rehearsal_on_an_earlier_day_takes_what_was_recorded_then(
    computed, key, sign_in, official, time_machine
):
    gent, deinze, *_ = computed
    site(gent, 240)
    site(deinze, 40, category=Category.PUBLIC)
    actions.recompute(on=NEXT_DAY)
    time_machine.move_to("2026-11-25 12:00+01:00")
    then = {
        row.municipality_id: row.target
        for row in IndicatorSnapshot.objects.filter(on=TODAY, level="municipality")
    }
    client = sign_in(official)
    response = client.post(page(key), filled(client, key, rehearse_on="2026-11-23"))
    today, earlier = response.context["rehearsals"]
    assert (today.on, today.total_before) == (NEXT_DAY, 640)
    assert (earlier.on, earlier.total_before) == (TODAY, 360)
    assert {row.name: row.before for row in earlier.rows} == {town.name: then[town.pk] for town in computed}
    assert recorded_loads(NEXT_DAY)[deinze.pk] == Load(places=100, own_places=40)


def test_a_version_that_is_adopted_is_what_was_rehearsed(computed, key, sign_in, official):
    client = sign_in(official)
    values = filled(client, key, name="Nieuw", factor__0__weight="65", factor__1__DELETE="on")
    (found,) = client.post(page(key), values).context["rehearsals"]
    response = client.post(page(key), values | {"adopt": "1"})
    added = SpreadKey.objects.get(code=key.code, version=2)
    assert response.url == reverse("admin:spread_spreadkey_change", args=[added.pk])
    assert (added.name, added.leading, added.created_by) == ("Nieuw", True, official.user)
    actions.recompute(on=added.valid.lower)
    computed_rows = IndicatorSnapshot.objects.current().of(Level.MUNICIPALITY)
    assert {row.municipality.name: row.target for row in computed_rows} == {
        row.name: row.after for row in found.rows
    }


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"factor__0__weight": "30"}, "weight", "samen op tot 95 %"),
        ({"factor__0__weight": "veel"}, "weight", "Typ een percentage"),
        ({"factor__1__multiple": ""}, "multiple", "Tot welk veelvoud"),
        ({"factor__0__transform": "corrected_share"}, "score", "met welke score"),
        ({"factor__0__transform": "modulated_share"}, "transform", "draagkracht"),
        ({"factor__0__cap_percent": "30"}, "cap_of", "Noem de factoren"),
        (
            {"factor__0__cap_percent": "30", "factor__0__cap_of": "Maan"},
            "cap_percent",
            "onbekende factor “Maan”",
        ),
        ({"begins_on": "2026-11-23"}, "begins_on", "ten vroegste op 24/11/2026"),
        ({"cap_multiple": "0.5"}, "cap_multiple", "minstens 1 keer"),
        ({"floor_multiple": "2"}, "floor_multiple", "0 tot 1 keer"),
        ({"own_percent": "-1"}, "own_percent", "Typ een percentage"),
        ({"rehearse_on": "2026-12-24"}, "rehearse_on", "vóór vandaag"),
        ({"rehearse_on": "2020-01-01"}, "rehearse_on", "nog geen cijfers"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(computed, key, sign_in, official, changes, field, sentence):
    client = sign_in(official)
    response = client.post(page(key), filled(client, key, **changes) | {"adopt": "1"})
    draft = response.context["draft"]
    at_fields = [draft.form.errors, *(form.errors for form in draft.terms)]
    assert any(sentence.lower() in str(errors.get(field, "")).lower() for errors in at_fields), at_fields
    assert SpreadKey.objects.filter(code=key.code).count() == 1


def test_a_key_that_gives_no_targets_says_why(computed, sign_in, official):
    other = SpreadKey.objects.get(code="per_inwoner")
    client = sign_in(official)
    response = client.post(page(other), filled(client, other, factor__0__indicator="gdp"))
    assert "Geen enkele factor" in text_of(response)


@pytest.mark.parametrize(
    "code", ["draagkracht", "eu_2015_september", "de_koenigstein", "nl_spreidingswet_2024"]
)
def test_every_shipped_key_survives_being_copied(key, sign_in, official, code):
    base = SpreadKey.objects.get(code=code)
    client = sign_in(official)
    response = client.post(page(base), filled(client, base))
    draft = response.context["draft"]
    assert response.context["valid"], [draft.form.errors, *(form.errors for form in draft.terms)]
    assert draft.key == base.read()


def test_a_draft_takes_few_queries(computed, key, sign_in, official, django_assert_max_num_queries):
    client = sign_in(official)
    values = filled(client, key)
    with django_assert_max_num_queries(40) as captured:
        client.post(page(key), values)
    assert len(own_queries(captured)) <= 13, own_queries(captured)


def test_only_abb_drafts(key, sign_in):
    assert sign_in(hat(Kind.VLOT, is_staff=True)).get(page(key)).status_code == 403
