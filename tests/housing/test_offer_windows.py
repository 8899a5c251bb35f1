"""Two windows, one draft: the rule that lays texts together, field by field."""

import re
import uuid

import pytest
from django.http import QueryDict
from django.urls import reverse

from housing import actions
from housing.actions import ChangedMeanwhile
from housing.forms.windows import PREFIX, merge
from housing.models import Offer
from tests.factories import OfferFactory
from tests.housing.test_offer_pages import TYPED, form_url, text_of


def laid_together(*, stored, mine, seen=None):
    posted = QueryDict(mutable=True)
    if mine is not None:
        posted["street"] = mine
    if seen is not None:
        posted[f"{PREFIX}street"] = seen
    merged = merge(posted, stored={"street": stored}, names=["street"])
    return merged.data["street"], "street" in merged.touched, "street" in merged.conflicts


@pytest.mark.parametrize(
    ("stored", "seen", "mine", "outcome"),
    [
        ("A", "A", "A", ("A", False, False)),  # nobody touched it
        ("A", "A", "B", ("B", True, False)),  # only I did
        ("B", "A", "A", ("B", False, False)),  # only the other did
        ("B", "A", "B", ("B", False, False)),  # both typed the same
        ("C", "A", "B", ("B", False, True)),  # both typed something else
        ("A", "A", "", ("", True, False)),  # I emptied it
        ("C", "A", "", ("", False, True)),  # I emptied what the other changed
        ("A\nB", "A\r\nB", "A\r\nB ", ("A\r\nB ", False, False)),  # line ends and spaces are no change
        ("A", None, "B", ("B", True, False)),  # a page that does not tell what it saw is believed
        ("A", None, None, ("A", False, False)),  # ... for what it sends
        ("on", "on", None, ("", True, False)),  # a box that was unticked is not sent
    ],
)
def test_three_texts_decide(stored, seen, mine, outcome):
    assert laid_together(stored=stored, seen=seen, mine=mine) == outcome


def seen(**texts):
    return {f"{PREFIX}{name}": text for name, text in texts.items()}


@pytest.fixture
def provider(client_for, company):
    return client_for(company)


def autosave(client, token, **fields):
    return client.post(reverse("housing:offer_autosave", args=[token]), fields)


def test_two_tabs_with_different_fields_keep_both(provider):
    token = uuid.uuid4()
    autosave(provider, token, street="Kerk", **seen(street="", title="", lift=""))
    autosave(
        provider, token, street="Kerk", title="De Linde", lift="on", **seen(street="Kerk", title="", lift="")
    )
    autosave(provider, token, street="Dorp", title="", **seen(street="Kerk", title="", lift=""))
    offer = Offer.objects.get()
    assert (offer.street, offer.title, offer.lift) == ("Dorp", "De Linde", True)


def test_the_same_field_in_two_tabs_is_never_overwritten_unseen(provider):
    token = uuid.uuid4()
    autosave(provider, token, kind="house", **seen(kind=""))
    answer = autosave(provider, token, kind="flat", title="Eik", **seen(kind="", title="")).json()
    assert "“woning”" in answer["conflicts"]["kind"]["text"]
    assert "“appartement”" in answer["conflicts"]["kind"]["text"]
    assert answer["stored"]["kind"] == "house"
    offer = Offer.objects.get()
    assert (offer.kind, offer.title) == ("house", "Eik")
    page = provider.post(form_url(token), {"kind": "flat", "save": "1", **seen(kind="")})
    assert page.status_code == 422
    assert "gewijzigd in “woning”. U koos of typte “appartement”" in text_of(page)
    assert 'name="seen-kind" value="house"' in text_of(page)
    provider.post(form_url(token), {"kind": "flat", "save": "1", **seen(kind="house")})
    assert Offer.objects.get().kind == "flat"


def test_a_wrong_value_in_one_tab_stays_when_another_field_is_kept_in_the_other(provider):
    token = uuid.uuid4()
    autosave(provider, token, estimated_places="veel", **seen(estimated_places=""))
    answer = autosave(provider, token, title="Eik", **seen(title="")).json()
    assert answer["stored"]["estimated_places"] == "veel"
    assert Offer.objects.get().typed == {"estimated_places": "veel"}
    autosave(provider, token, estimated_places="8", **seen(estimated_places="veel"))
    offer = Offer.objects.get()
    assert (offer.estimated_places, offer.typed) == (8, {})


def test_a_draft_that_is_taken_up_again_says_what_is_still_wrong(provider):
    token = uuid.uuid4()
    autosave(provider, token, estimated_places="veel", street="Kerk", **seen(estimated_places="", street=""))
    page = text_of(provider.get(form_url(token)))
    assert "error-summary" in page and "geheel getal" in page and "Dit veld is verplicht" not in page
    assert 'value="veel"' in page and 'value="Kerk"' in page
    assert re.search(r"Straat\s*</label>", page) and re.search(r"Bus\s*<span[^>]*>\(optioneel\)", page)


@pytest.mark.parametrize(
    ("steps", "period", "typed"),
    [
        ([{"available_until": "2027-05-31"}], None, {"available_until": "2027-05-31"}),
        (
            [{"available_until": "2027-05-31"}, {"available_from": "2026-12-01"}],
            "[2026-12-01, 2027-06-01)",
            {},
        ),
        (
            [{"available_from": "2026-12-01", "available_until": "2026-01-01"}],
            "[2026-12-01, None)",
            {"available_until": "2026-01-01"},
        ),
        (
            [
                {"available_from": "2026-12-01", "available_until": "2026-01-01"},
                {"available_from": "2025-12-01"},
            ],
            "[2025-12-01, 2026-01-02)",
            {},
        ),
        ([{"available_from": "2026-12-01"}, {"available_from": ""}], None, {}),
        ([{"available_from": "2021-01-01"}], None, {"available_from": "2021-01-01"}),
    ],
)
def test_half_a_period_is_kept_until_it_is_whole(provider, steps, period, typed):
    token, stood = uuid.uuid4(), {"available_from": "", "available_until": ""}
    for step in steps:
        answer = autosave(provider, token, **{**stood, **step}, **seen(**stood)).json()
        stood = {name: answer["stored"][name] for name in stood}
        for name, text in step.items():
            assert stood[name] == text
    offer = Offer.objects.get()
    kept = offer.available
    assert (f"[{kept.lower}, {kept.upper})" if kept else None, offer.typed) == (period, typed)


def test_half_a_position_is_kept_until_it_is_whole(provider):
    token = uuid.uuid4()
    autosave(provider, token, latitude="51,05", **seen(latitude="", longitude=""))
    offer = Offer.objects.get()
    assert (offer.latitude, offer.longitude, offer.typed) == (None, None, {"latitude": "51,05"})
    autosave(provider, token, latitude="51,05", longitude="3.72", **seen(latitude="51,05", longitude=""))
    offer.refresh_from_db()
    assert (float(offer.latitude), float(offer.longitude), offer.typed) == (51.05, 3.72, {})
    answer = autosave(provider, token, longitude="44", **seen(longitude="3.720000")).json()
    assert "niet in België" in answer["errors"]["longitude"][0]


def test_a_draft_that_changed_since_it_was_read_is_read_again(company):
    token = uuid.uuid4()
    read = actions.save_draft(form_token=token, fields={"street": "A"}, by=company)
    actions.save_draft(form_token=token, fields={"title": "B"}, by=company)
    with pytest.raises(ChangedMeanwhile):
        actions.save_draft(form_token=token, fields={"street": "C"}, read_at=read.changed_at, by=company)


def test_keeping_what_did_not_change_writes_nothing(provider):
    token = uuid.uuid4()
    autosave(provider, token, street="Kerk", **seen(street=""))
    before = Offer.objects.get().changed_at
    autosave(provider, token, street="Kerk", **seen(street="Kerk"))
    assert Offer.objects.get().changed_at == before


def test_what_the_municipality_looked_at_changes_only_as_a_whole(provider, company, local):
    offer = OfferFactory(organisation=company.organisation, status="info_requested", question="Hoeveel?")
    autosave(
        provider,
        offer.form_token,
        street="",
        title="Nieuw",
        **seen(street="Kerkstraat", title="Residentie Linde"),
    )
    offer.refresh_from_db()
    assert (offer.street, offer.title) == ("Kerkstraat", "Residentie Linde")
    page = text_of(provider.get(form_url(offer.form_token)))
    assert 'value="Nieuw"' in page
    provider.post(form_url(offer.form_token), {**TYPED, "street": "Dorp", "submit": "1"})
    offer.refresh_from_db()
    assert (offer.street, offer.title, offer.typed) == ("Dorp", "Nieuw", {})


def test_the_form_costs_the_same_number_of_queries_however_much_is_filled_in(
    provider, company, django_assert_max_num_queries
):
    offer = OfferFactory(organisation=company.organisation, draft=True, estimated_units=2)
    with django_assert_max_num_queries(13):
        provider.get(form_url(offer.form_token))
    with django_assert_max_num_queries(22):
        autosave(provider, offer.form_token, title="Anders", **seen(title="Residentie Linde"))
