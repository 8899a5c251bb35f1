"""Units said in a sentence, suggested from what is known, and shown by name before they are made."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from housing import actions
from housing.models import Site
from housing.unit_lines import NOUNS, NotUnderstood, UnitLine, labels, read_sentence, suggestion
from tests.factories import InspectionFactory, OfferFactory, UnitFactory


@pytest.mark.parametrize(
    ("sentence", "lines"),
    [
        (
            "12 kamers van 2 plaatsen, gelijkvloers, eigen sanitair",
            [UnitLine(12, "Kamer", 2, ground_floor=True, own_sanitary=True)],
        ),
        (
            "Twee studio’s van 4 en 3 appartementen voor 5 personen, eigen keuken en badkamer",
            [UnitLine(2, "Studio", 4), UnitLine(3, "Appartement", 5, own_kitchen=True, own_sanitary=True)],
        ),
        (
            "12 kamers van 2 en 4 kamers van 3 slaapplekken",
            [UnitLine(12, "Kamer", 2), UnitLine(4, "Kamer", 3)],
        ),
        ("3 tweepersoonskamers", [UnitLine(3, "Kamer", 2)]),
        (
            "4 kamers van 2, eigen sanitair en huisdieren toegelaten",
            [UnitLine(4, "Kamer", 2, own_sanitary=True, pets_allowed=True)],
        ),
        ("4 kamers van 2, gedeeld sanitair en gedeelde keuken", [UnitLine(4, "Kamer", 2)]),
        ("2 studio's van 2, eigen wc en babybedje", [UnitLine(2, "Studio", 2, own_sanitary=True, cot=True)]),
        ("20 bedden", [UnitLine(20, "Bed", 1)]),
        (
            "één woning van 6, huisdieren welkom, drempelvrij.",
            [UnitLine(1, "Woning", 6, step_free=True, pets_allowed=True)],
        ),
        (
            "1 slaapzaal van 12;\n2 kamers met 4 plaatsen gelijkvloers",
            [UnitLine(1, "Slaapzaal", 12), UnitLine(2, "Kamer", 4, ground_floor=True)],
        ),
    ],
)
def test_a_sentence_becomes_lines(sentence, lines):
    assert read_sentence(sentence) == lines


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("", "Schrijf bijvoorbeeld"),
        ("kamers", "begrijpen we niet"),
        ("12 kamers", "voor hoeveel personen"),
        ("0 kamers van 2", "van 1 tot 500"),
        ("999 kamers van 2", "van 1 tot 500"),
        ("2 kamers van 31", "van 1 tot 30"),
        ("5 tenten van 4", "tenten"),
        ("4 kamers van 2 met balkon", "balkon"),
        ("12 kamers van 2; en nog wat", "begin met hoeveel"),
    ],
)
def test_what_is_not_understood_is_said_and_never_guessed(sentence, why):
    with pytest.raises(NotUnderstood, match=why):
        read_sentence(sentence)


@given(
    count=st.integers(1, 500),
    places=st.integers(1, 30),
    noun=st.sampled_from([noun.split("|")[0].replace("[’']", "’") for noun in NOUNS]),
    features=st.sets(
        st.sampled_from(
            ["drempelvrij", "gelijkvloers", "eigen keuken", "eigen badkamer", "huisdieren welkom"]
        )
    ),
)
def test_whatever_is_said_in_the_right_form_is_read_back(count, places, noun, features):
    said = ", ".join([f"{count} {noun} van {places} plaatsen", *sorted(features)])
    (line,) = read_sentence(said)
    assert (line.count, line.places) == (count, places)
    told = (line.step_free, line.ground_floor, line.own_kitchen, line.own_sanitary, line.pets_allowed)
    assert sum(told) == len(features)


@given(st.text(max_size=80))
def test_no_text_breaks_it(text):
    try:
        lines = read_sentence(text)
    except NotUnderstood:
        return
    assert all(1 <= line.count <= 500 and 1 <= line.places <= 30 for line in lines)


def test_units_are_numbered_on_within_each_name():
    lines = [UnitLine(2, "Kamer", 2), UnitLine(1, "Studio", 1), UnitLine(1, "Kamer", 3)]
    assert [name for name, _ in labels(lines)] == ["Kamer 1", "Kamer 2", "Studio", "Kamer 3"]


@pytest.mark.parametrize(
    ("lines", "taken", "names"),
    [
        (
            [UnitLine(2, "Kamer", 2), UnitLine(1, "Kamer 1", 1)],
            [],
            ["Kamer 2", "Kamer 3", "Kamer 1"],
        ),
        ([UnitLine(1, "kamer 1 ", 2), UnitLine(2, "Kamer", 1)], [], ["kamer 1", "Kamer 2", "Kamer 3"]),
        (
            [UnitLine(2, "Kamer", 2), UnitLine(1, "Studio", 2)],
            ["KAMER 1", "studio"],
            ["Kamer 2", "Kamer 3", "Studio 1"],
        ),
    ],
)
def test_no_name_is_made_twice_and_none_that_the_site_has(lines, taken, names):
    assert [name for name, _ in labels(lines, taken=taken)] == names


@given(
    st.lists(
        st.builds(
            UnitLine,
            count=st.integers(1, 4),
            label=st.sampled_from(["Kamer", "kamer", "Kamer 1", "kamer 2 ", "Studio"]),
            places=st.just(1),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_whatever_the_lines_every_unit_has_its_own_name(lines):
    names = [name.strip().lower() for name, _ in labels(lines)]
    assert len(names) == sum(line.count for line in lines) == len(set(names))


@pytest.mark.django_db
def test_postgresql_refuses_a_label_twice_in_other_capitals(gent):
    unit = UnitFactory(label="Kamer 1")
    with pytest.raises(IntegrityError, match="unit_label_unique_in_site"), transaction.atomic():
        UnitFactory(site=unit.site, label=" kamer 1")


# --- What the page begins with


@pytest.mark.parametrize(
    ("told", "places", "lines"),
    [
        ({"kind": "house"}, 6, [UnitLine(1, "Woning", 6)]),
        ({"kind": "flat", "estimated_units": 3}, 6, [UnitLine(3, "Appartement", 2)]),
        (
            {"kind": "flat", "estimated_units": 4},
            6,
            [UnitLine(2, "Appartement", 1), UnitLine(2, "Appartement", 2)],
        ),
        ({"kind": "convent", "setting": "collective"}, 7, [UnitLine(3, "Kamer", 2), UnitLine(1, "Kamer", 1)]),
        ({"kind": "convent", "setting": "collective", "rooms": 7}, 7, [UnitLine(7, "Kamer", 1)]),
    ],
)
def test_the_offers_own_figures_make_a_suggestion_that_adds_up(reference, told, places, lines):
    offer = OfferFactory(estimated_places=places, kitchen="", sanitary="", **told)
    proposed = suggestion(offer, None)
    assert sorted(proposed, key=str) == sorted(lines, key=str)
    assert sum(line.count * line.places for line in proposed) == places


def test_what_was_measured_comes_before_what_was_said(reference):
    offer = OfferFactory(kind="house", estimated_places=9, kitchen="own", sanitary="shared")
    visit = InspectionFactory(offer=offer)
    visit.measured_units.create(count=3, label="Kamer", living="room", living_rooms=1, floor_area=19)
    assert suggestion(offer, visit) == [UnitLine(3, "Kamer", 2, own_kitchen=True)]


# --- The page


@pytest.fixture
def approve(company, local, client_for):
    offer = OfferFactory(organisation=company.organisation)
    InspectionFactory(offer=offer, usable_places=24)
    url = reverse("housing:offer_approve", args=[offer.pk])

    def post(**fields):
        rows = {"units-TOTAL_FORMS": "1", "units-INITIAL_FORMS": "0"}
        return client_for(local).post(url, {**rows, **fields}, follow=True)

    return post


def test_the_page_turns_a_sentence_into_rows_and_shows_the_units_by_name(approve):
    page = approve(sentence="12 kamers van 2 plaatsen, gelijkvloers", note="Dank u", add_row="sentence")
    text = page.content.decode()
    assert 'name="units-0-count" value="12"' in text
    assert "12 wooneenheden" in text and "24 slaapplekken" in text and "Kamer 12 (2)" in text
    assert "Dank u" in text
    assert not Site.objects.exists()


def test_a_sentence_not_understood_keeps_the_rows_and_says_so_at_the_field(approve):
    typed = {"units-0-count": "2", "units-0-label": "Zaal", "units-0-places": "3"}
    page = approve(sentence="5 tenten van 4", add_row="sentence", **typed)
    assert page.status_code == 422
    assert "tenten" in page.content.decode() and 'value="Zaal"' in page.content.decode()


def test_the_units_of_the_rows_are_shown_before_they_are_made_and_then_made(approve):
    typed = {"units-0-count": "12", "units-0-label": "Kamer", "units-0-places": "2"}
    assert "Kamer 12 (2)" in approve(add_row="preview", **typed).content.decode()
    assert not Site.objects.exists()
    approve(**typed)
    site = Site.objects.get()
    assert site.units.count() == 12
    assert {unit.places for unit in site.units.all()} == {2}
    assert actions.UnitLine is UnitLine
