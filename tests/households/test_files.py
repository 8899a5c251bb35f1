"""The file of a household: papers that arrive late, a delicate text, who looked; and counts for who may not see it."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.models import Kind
from audit.models import AuditEvent, Reading
from households.models import Household
from reporting.people import people_lines, suppressed
from tests.factories import HouseholdFactory, hat
from tests.households.test_households import URL, form


@pytest.fixture
def desk(client_for, local):
    return client_for(local)


@pytest.fixture
def family(local):
    return HouseholdFactory(registered_by=local.organisation)


def papers(person, **changes):
    return {
        "given_name": person.given_name, "family_name": person.family_name, "born": "1990", "sex": "f",
        "relation": person.relation, **changes,
    }  # fmt: skip


def test_papers_are_added_later_and_the_trail_says_which_not_what(desk, family):
    person = family.people()[0]
    arrived = {"a_card_number": "B 123", "a_card_until": "04032027", "national_number": "85.07.30-033 28"}
    url = reverse("households:person_edit", args=[person.pk])
    assert desk.post(url, papers(person, **arrived)).status_code == 302
    person.refresh_from_db()
    assert (person.a_card_number, f"{person.a_card_until}", person.national_number) == (
        "B 123",
        "2027-03-04",
        "85073003328",
    )
    event = AuditEvent.objects.get(verb="household.person_changed")
    assert "national_number" in event.changes["fields"] and "85073003328" not in str(event.changes)
    again = desk.post(
        reverse("households:person_edit", args=[family.people()[1].pk]),
        papers(family.people()[1], national_number="85073003328"),
    )
    assert again.status_code == 422 and "al iemand geregistreerd" in again.content.decode()


def test_needs_are_changed_and_a_town_alone_is_a_wish(desk, family, gent):
    url = reverse("households:household_edit", args=[family.pk])
    typed = {"wanted_from": "01/12/2026", "need_cot": "hard", "school_town": "Gent"}
    assert desk.post(url, typed).status_code == 302
    family.refresh_from_db()
    assert (family.need_cot, family.near_school, family.school_town) == ("hard", "wish", gent)
    assert 'value="Gent"' in desk.get(url).content.decode()
    wrong = desk.post(url, {"wanted_from": "01/12/2026", "near_work": "hard"})
    assert wrong.status_code == 422 and "Kies de gemeente van het werk." in wrong.content.decode()


@pytest.mark.parametrize("typed", ["Kovalenko", "h-{number}", "{number}", "Olena Kovalenko ({reference})"])
def test_a_household_to_live_near_is_typed_by_name_or_number(desk, local, family, typed):
    friends = household_called(local, "Olena", "Kovalenko")
    household_called(local, "Iryna", "Bondarenko")
    typed = typed.format(number=friends.pk, reference=friends.reference)
    url = reverse("households:household_edit", args=[family.pk])
    assert desk.post(url, {"wanted_from": "01/12/2026", "keep_near": typed}).status_code == 302
    family.refresh_from_db()
    assert (family.near_household, family.keep_near) == ("wish", friends)
    assert f'value="{friends.name} ({friends.reference})"' in desk.get(url).content.decode()


def test_of_two_households_with_a_name_the_number_is_asked_and_strangers_are_unknown(
    desk, local, family, deinze
):
    one, other = (household_called(local, given, "Kovalenko") for given in ("Olena", "Iryna"))
    stranger = HouseholdFactory(registered_by=hat(Kind.LOCAL_AUTHORITY, municipality=deinze).organisation)
    url = reverse("households:household_edit", args=[family.pk])
    for typed, told in (
        ("Kovalenko", f"Bedoelt u {one.reference} of {other.reference}? Typ het nummer."),
        (stranger.reference, f"We vinden geen huishouden “{stranger.reference}” bij uw huishoudens."),
        (family.reference, f"We vinden geen huishouden “{family.reference}”"),
    ):
        page = desk.post(url, {"wanted_from": "01/12/2026", "keep_near": typed})
        assert page.status_code == 422, typed
        assert told in page.content.decode()
        assert f'value="{typed}"' in page.content.decode()


def household_called(local, given_name, family_name):
    household = HouseholdFactory(registered_by=local.organisation)
    household.persons.filter(relation="reference").update(given_name=given_name, family_name=family_name)
    return Household.objects.get(pk=household.pk)


@pytest.mark.parametrize("note", ["Mevrouw is ziek", "rrn 85.07.30-033.28"])
def test_a_delicate_text_is_asked_about_and_kept_when_ticked(desk, note):
    typed = form({}, note=note)
    asked = desk.post(URL, typed)
    assert asked.status_code == 422
    assert "Toch bewaren" in asked.content.decode() and note in asked.content.decode()
    assert not Household.objects.exists()
    assert desk.post(URL, {**typed, "keep_anyway": "on"}).status_code == 302
    assert Household.objects.get().note == note


def test_cyrillic_is_not_kept_but_read_and_taken_over_with_one_button(desk):
    typed = form({"given_name": "Олександр", "family_name": "Щербак"})
    page = desk.post(URL, typed).content.decode()
    assert "Voorstel: Oleksandr" in page and 'name="accept_latin"' in page
    page = desk.post(URL, {**typed, "accept_latin": "1"}).content.decode()
    assert 'value="Oleksandr"' in page and 'value="Shcherbak"' in page and "error-summary" not in page
    assert not Household.objects.exists()


def test_a_family_name_that_is_left_out_is_that_of_the_first_person(desk):
    desk.post(URL, form({}, {"relation": "child", "family_name": ""}))
    assert [str(person) for person in Household.objects.get().people()] == ["Olena Proef", "Olena Proef"]


def test_a_row_with_only_what_came_by_itself_is_no_person(desk):
    empty = {"given_name": "", "born": "", "sex": "", "relation": "child"}
    assert desk.post(URL, form({}, empty)).status_code == 302
    assert Household.objects.get().persons.count() == 1


def test_known_households_are_found_before_one_registers_when_a_host_family_stops(desk, family, neighbour):
    HouseholdFactory(registered_by=neighbour.organisation)
    page = desk.get(URL, {"via": "gastgezin", "zoek": family.people()[0].given_name}).content.decode()
    assert reverse("housing:household_host_stops", args=[family.pk]) in page
    assert "Niemand gevonden" in desk.get(URL, {"via": "gastgezin", "zoek": "xxxxxxx"}).content.decode()


# --- Who looked ------------------------------------------------------------------------------------------------


def test_every_look_is_kept_and_only_the_own_administrator_reads_who(
    client_for, desk, local, reader, neighbour, abb, family
):
    desk.get(reverse("matching:household_detail", args=[family.pk]))
    client_for(reader).get(reverse("matching:household_detail", args=[family.pk]))
    assert [row.user_name for row in Reading.objects.about(family)] == [str(reader.user), str(local.user)]
    url = reverse("households:household_readings", args=[family.pk])
    page = desk.get(url).content.decode()
    assert str(reader.user) in page and "het dossier" in page
    assert {hat: client_for(hat).get(url).status_code for hat in (reader, neighbour, abb)} == {
        reader: 403,
        neighbour: 404,
        abb: 404,
    }


@pytest.mark.parametrize("change", ["update", "delete"])
def test_nobody_changes_or_removes_a_reading(desk, family, change):
    desk.get(reverse("matching:household_detail", args=[family.pk]))
    rows = Reading.objects.all()
    with pytest.raises(DatabaseError, match="Wie keek, blijft staan"), transaction.atomic():
        rows.update(user_name="niemand") if change == "update" else rows.delete()


# --- Counts ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ([9, 8, 7], [9, 8, 7]),
        ([9, 8, 3, 2], [9, 8, None, None]),
        ([9, 8, 3], [9, None, None]),
        ([9, 8, 1, 2], [9, None, None, None]),
        ([9, 8, 0, 0], [9, 8, None, None]),
        ([9, 8, 0], [9, None, None]),
        ([3], [None]),
        ([], []),
    ],
)
def test_no_number_below_five_is_shown_or_can_be_worked_out(numbers, shown):
    assert list(suppressed(dict(enumerate(numbers))).values()) == shown


def test_flanders_and_the_provinces_get_counts_and_municipalities_do_not(
    client_for, local, governor, abb, vlot
):
    for _ in range(6):
        HouseholdFactory(registered_by=local.organisation)
    pages = {hat: client_for(hat).get("/huishoudens/cijfers/") for hat in (governor, abb, vlot, local)}
    assert [response.status_code for response in pages.values()] == [200, 200, 200, 403]
    total, lines = people_lines(governor, on=HouseholdFactory(registered_by=local.organisation).wanted_from)
    assert total.numbers == [7, 14, None, None]
    assert len(lines) < 100 and "Familienaam" not in pages[abb].content.decode()
