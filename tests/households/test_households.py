"""The family before the desk: fast, complete, once, and seen by nobody else."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from households import actions
from households.models import Household, Person
from housing.waiting import people_waiting
from tests.factories import HouseholdFactory, PersonFactory, StayFactory

TODAY = timezone.localdate()
FACTS = {"channel": "counter", "wanted_from": "2026-11-23"}


def person(number, **changes):
    typed = {
        "given_name": "Olena",
        "family_name": "Proef",
        "born": "1990",
        "sex": "f",
        "relation": "reference",
        **changes,
    }
    return {f"persons-{number}-{name}": value for name, value in typed.items()}


def form(*persons, **changes):
    rows = {"persons-TOTAL_FORMS": str(max(len(persons), 4)), "persons-INITIAL_FORMS": "0"}
    typed = {"form_token": str(uuid.uuid4()), **FACTS, **rows, **changes}
    for number, values in enumerate(persons):
        typed |= person(number, **values)
    return typed


URL = "/huishoudens/nieuw/"


@pytest.fixture
def desk(client_for, local):
    return client_for(local)


def test_four_people_in_one_form(desk, local):
    response = desk.post(
        URL,
        form({}, {"relation": "partner"}, {"relation": "child", "born": "5/3/2019"}, {"relation": "child"}),
    )
    household = Household.objects.get()
    assert response.url == reverse("matching:household_detail", args=[household.pk])
    assert (household.registered_by, household.persons.count()) == (local.organisation, 4)


def test_sent_twice_it_stays_one_household(desk):
    typed = form({})
    first, second = desk.post(URL, typed), desk.post(URL, typed)
    assert first.url == second.url
    assert (Household.objects.count(), Person.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("persons", "changes", "sentence"),
    [
        ([], {}, "minstens één persoon"),
        ([{"born": ""}], {}, "minstens het geboortejaar"),
        ([{"relation": "child"}], {}, "precies één persoon aan als referentiepersoon"),
        ([{}, {}], {}, "precies één persoon aan als referentiepersoon"),
        ([{"national_number": "12345678901"}], {}, "Kijk de elf cijfers na"),
        ([{"given_name": ""}], {}, "verplicht"),
        ([{"born": "2999-01-01"}], {}, "toekomst"),
        ([{"born": "31/02/1990"}], {}, "dag/maand/jaar"),
        ([{"born": "1850"}], {}, "kan niet kloppen"),
        ([{"annex15_until": "01/01/2027"}], {}, "nummer van de bijlage 15"),
        ([{}], {"wanted_from": "gisteren"}, "geldige datum"),
        ([{}], {"channel": "paleis"}, "geldige keuze"),
    ],
)
def test_bad_input_is_explained_and_nothing_is_half_saved(desk, persons, changes, sentence):
    response = desk.post(URL, form(*persons, **changes))
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page and "error-summary" in page
    assert not Household.objects.exists() and not Person.objects.exists()
    if persons and persons[0].get("given_name", "Olena"):
        assert 'value="Olena"' in page


def test_another_row_keeps_what_was_typed_and_judges_nothing(desk):
    page = desk.post(URL, form({"given_name": "Iryna", "born": ""}, add_row="persons")).content.decode()
    assert 'value="Iryna"' in page and 'name="persons-4-given_name"' in page
    assert "error-summary" not in page
    assert not Household.objects.exists()


def test_national_and_bis_numbers_are_taken_in_any_spelling(desk):
    response = desk.post(URL, form({"national_number": "85.07.30-033 28"}))
    assert response.status_code == 302
    assert Person.objects.get().national_number == "85073003328"


@pytest.mark.parametrize(
    "changes", [{"birth_year": None}, {"birth_year": 1800}, {"certificate_number": "X", "twice": True}]
)
def test_the_database_refuses_what_may_not_exist(local, changes):
    household = HouseholdFactory(registered_by=local.organisation)
    twice = changes.pop("twice", False)
    with pytest.raises(IntegrityError), transaction.atomic():
        for _ in range(1 + twice):
            PersonFactory(household=household, **changes)


def test_a_household_has_one_reference_person(local):
    household = HouseholdFactory(registered_by=local.organisation)
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonFactory(household=household, relation="reference")


def test_nobody_else_sees_a_household(
    client_for, local, neighbour, company, governor, facility, vlot, abb, reader
):
    household = HouseholdFactory(registered_by=local.organisation)
    detail = reverse("matching:household_detail", args=[household.pk])
    expected = {
        local: 200,
        reader: 200,
        neighbour: 404,
        company: 404,
        governor: 404,
        facility: 404,
        vlot: 404,
        abb: 404,
    }
    assert {hat: client_for(hat).get(detail).status_code for hat in expected} == expected
    assert client_for(reader).get(URL).status_code == 403
    assert client_for(company).get(URL).status_code == 403


def test_who_waits_is_derived_and_the_longest_comes_first(local):
    late = HouseholdFactory(registered_by=local.organisation, wanted_from=TODAY)
    long = HouseholdFactory(registered_by=local.organisation, wanted_from=TODAY - timedelta(days=40))
    StayFactory(household=HouseholdFactory(registered_by=local.organisation))
    gone = HouseholdFactory(registered_by=local.organisation)
    actions.register_departure(household=gone, left_on=TODAY, reason="abroad", by=local)
    assert list(people_waiting(Household.objects.visible_to(local), on=TODAY)) == [long, late]


def test_lists_by_tab(desk, local):
    waiting = HouseholdFactory(registered_by=local.organisation)
    stay = StayFactory(household=HouseholdFactory(registered_by=local.organisation))
    page = desk.get(reverse("matching:household_list")).content.decode()
    assert waiting.name in page and stay.household.name not in page
    housed = desk.get(reverse("matching:household_list"), {"lijst": "gehuisvest"}).content.decode()
    assert stay.household.name in housed and stay.unit.label in housed
    assert (
        "Deze lijst is leeg"
        in desk.get(reverse("matching:household_list"), {"lijst": "vertrokken"}).content.decode()
    )


def test_the_list_costs_a_constant_number_of_queries(desk, local, django_assert_max_num_queries):
    for _ in range(25):
        HouseholdFactory(registered_by=local.organisation)
    with django_assert_max_num_queries(9):
        desk.get(reverse("matching:household_list"))


def test_age_is_counted_in_whole_years():
    born = Person(born_on=date(2000, 11, 24))
    assert born.age(on=date(2026, 11, 23)) == 25
    assert born.age(on=date(2026, 11, 24)) == 26
    assert Person(birth_year=2000).age(on=date(2026, 1, 1)) == 26
