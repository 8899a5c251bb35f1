"""The same people twice: found in any spelling, shown as far as one may see, and never told across a border."""

import pytest
from django.db import connection
from django.urls import reverse

from audit.models import AuditEvent, Reading
from households.doubles import Typed, doubles_of, find_doubles
from households.latin import in_latin
from households.models import Household, LookAlike
from tests.factories import HouseholdFactory, PersonFactory
from tests.households.test_households import URL, form

SAME_NAMES = [
    ["Oleksandr", "Aleksandr", "Olexandr", "Alexandr", "Alexander", "Oleksander"],
    ["Yuliia", "Iuliia", "Yulia", "Julia", "Yuliya", "Iuliya"],
    ["Serhii", "Sergei", "Sergey", "Serhiy", "Serhij"],
    ["Yevheniia", "Ievgeniia", "Evgenia", "Yevgeniya", "Yevhenia"],
    ["Kateryna", "Katerina", "Ekaterina", "Yekaterina"],
    ["Mykhailo", "Mikhail", "Mihailo", "Mykhaylo"],
    ["Nataliia", "Natalia", "Nataliya", "Natalya"],
    ["Dmytro", "Dmitri", "Dmitriy", "Dmitry"],
    ["Tetiana", "Tetyana", "Tatiana", "Tatyana", "Tatjana"],
    ["Oksana", "Oxana"], ["Ihor", "Igor"], ["Andrii", "Andriy", "Andrey", "Andrei"], ["Hanna", "Anna", "Ganna"],
    ["Zelenskyi", "Zelenskiy", "Zelensky", "Zelenskij"], ["Tsymbaliuk", "Tsimbalyuk"],
]  # fmt: skip


def keys(*names):
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT name_key(name, '') FROM unnest(%s::text[]) name", [list(names)])
        return {key for (key,) in cursor.fetchall()}


@pytest.mark.django_db
@pytest.mark.parametrize("names", SAME_NAMES, ids=lambda names: names[0])
def test_a_name_has_one_key_in_every_usual_spelling(names):
    assert len(keys(*names)) == 1, keys(*names)


@pytest.mark.django_db
def test_other_names_have_other_keys():
    names = [names[0] for names in SAME_NAMES] + [
        "Olena",
        "Iryna",
        "Ivan",
        "Maria",
        "Marta",
        "Danylo",
        "Denys",
    ]
    assert len(keys(*names)) == len(names)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name_key('Олена', ''), name_key('', ''), name_key('D’Arc', 'O''Neil')")
        assert cursor.fetchone() == ("", "", "dark oneil")


@pytest.mark.parametrize(
    ("typed", "latin"),
    [  # the examples of resolution no. 55
        ("Алушта Андрій", "Alushta Andrii"),
        ("Борщагівка Борисенко", "Borshchahivka Borysenko"),
        ("Вінниця Володимир", "Vinnytsia Volodymyr"),
        ("Гадяч Богдан Згурський", "Hadiach Bohdan Zghurskyi"),
        ("Ґалаґан Ґорґани", "Galagan Gorgany"),
        ("Донецьк Дмитро", "Donetsk Dmytro"),
        ("Рівне Олег Есмань", "Rivne Oleh Esman"),
        ("Єнакієве Гаєвич Короп’є", "Yenakiieve Haievych Koropie"),
        ("Житомир Жанна Жежелів", "Zhytomyr Zhanna Zhezheliv"),
        ("Закарпаття Казимирчук", "Zakarpattia Kazymyrchuk"),
        ("Медвин Михайленко", "Medvyn Mykhailenko"),
        ("Іванків Іващенко", "Ivankiv Ivashchenko"),
        ("Їжакевич Кадиївка Мар’їне", "Yizhakevych Kadyivka Marine"),
        ("Йосипівка Стрий Олексій", "Yosypivka Stryi Oleksii"),
        ("Київ Коваленко", "Kyiv Kovalenko"),
        ("Харків Христина", "Kharkiv Khrystyna"),
        ("Біла Церква Стеценко", "Bila Tserkva Stetsenko"),
        ("Шостка Шевченко Кишеньки", "Shostka Shevchenko Kyshenky"),
        ("Щербухи Гоща Гаращенко", "Shcherbukhy Hoshcha Harashchenko"),
        ("Юрій Корюківка", "Yurii Koriukivka"),
        ("Яготин Ярошенко Костянтин Знам’янка Феодосія", "Yahotyn Yaroshenko Kostiantyn Znamianka Feodosiia"),
        ("ОЛЕКСАНДР ЩЕРБА", "OLEKSANDR SHCHERBA"),
        ("Olena О'Коннор", "Olena OKonnor"),
        ("O'Neil", "O'Neil"),
    ],
)  # fmt: skip
def test_a_cyrillic_name_is_written_as_in_a_ukrainian_passport(typed, latin):
    assert in_latin(typed) == latin


@pytest.fixture
def known(local):
    household = HouseholdFactory(registered_by=local.organisation)
    person = household.persons.first()
    person.given_name, person.family_name, person.born_on, person.birth_year = (
        "Oleksandr",
        "Kovalenko",
        "1985-03-09",
        None,
    )
    person.certificate_number = "ATT-1"
    person.save()
    return household


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "likeness"),
    [
        (("Aleksandr", "Kovalenko", "1985-03-09"), ["name", "birth"]),
        (("Kovalenko", "Alexander", "1985-03-09"), ["name", "birth"]),
        (("Oleksandr", "Kovalenkp", "1985-03-09"), ["like_name", "birth"]),
        (("Oleksandr", "Kovalenko", None, 1985), ["name", "birth"]),
        (("Oleksandr", "Kovalenko", "1985-09-03"), ["name", "like_birth"]),
        (("Oleksandr", "Kovalenko", "1985-03-08"), ["name", "like_birth"]),
        (("Iemand", "Anders", "2000-01-01", None, "ATT-1"), ["certificate"]),
        (("Oleksandr", "Kovalenko", "1990-01-01"), None),
        (("Oksana", "Kovalenko", "1985-03-09"), None),
        (("Iemand", "Anders", "1985-03-09"), None),
        (("", "", None, 1985), None),
    ],
)
def test_who_is_alike_and_why(local, known, typed, likeness):
    doubles = find_doubles([Typed(*typed)], by=local)
    found = [match.likeness for matches in doubles.own.values() for match in matches]
    assert found == ([likeness] if likeness else [])
    assert not doubles.elsewhere


def typed_again(**changes):
    return form({"given_name": "Kovalenko", "family_name": "Aleksandr", "born": "09/03/1985"}, **changes)


def test_at_the_desk_they_are_put_side_by_side_and_nothing_is_registered_yet(client_for, local, known):
    response = client_for(local).post(URL, typed_again())
    page = response.content.decode()
    assert response.status_code == 422
    assert "Misschien al geregistreerd" in page and known.reference in page and "zelfde naam" in page
    assert 'value="Aleksandr"' in page, "nothing typed is lost"
    assert Household.objects.count() == 1
    assert Reading.objects.about(known).get().user_name == str(local.user)


def test_the_same_people_are_not_registered_twice(client_for, local, known):
    response = client_for(local).post(URL, typed_again(**{f"double-{known.pk}": "same"}))
    assert response.url == reverse("matching:household_detail", args=[known.pk])
    assert Household.objects.count() == 1


def test_other_people_are_registered_and_it_is_not_asked_again(client_for, local, known):
    desk = client_for(local)
    assert desk.post(URL, typed_again(**{f"double-{known.pk}": "different"})).status_code == 302
    new = Household.objects.exclude(pk=known.pk).get()
    pair = LookAlike.objects.get()
    assert (pair.household, pair.other, pair.verdict, pair.judged_by) == (known, new, "different", local.user)
    assert not doubles_of(new, by=local) and not doubles_of(known, by=local)
    assert (
        "Misschien dubbel"
        not in desk.get(reverse("matching:household_detail", args=[new.pk])).content.decode()
    )


def test_another_municipality_learns_where_to_ask_and_nothing_else(client_for, local, neighbour, known):
    desk = client_for(neighbour)
    response = desk.post(URL, typed_again(**{f"double-{known.pk}": "different"}))
    page = response.content.decode()
    assert response.status_code == 422
    assert "Er lijkt al iemand geregistreerd in <strong>Gent</strong>" in page
    for secret in ("1985-03-09", "Oleksandr", known.reference, "ATT-1", "zelfde naam", f"double-{known.pk}"):
        assert secret not in page.replace('value="Aleksandr"', ""), secret
    assert Reading.objects.about(known).get().organisation_name == str(neighbour.organisation)
    assert desk.post(URL, typed_again(**{"double-elsewhere": "different"})).status_code == 302
    assert Household.objects.filter(registered_by=neighbour.organisation).count() == 1
    assert not LookAlike.objects.exists(), "what is known elsewhere is not linked"


def test_a_number_that_exists_once_is_refused_whatever_was_ticked(client_for, local, known):
    typed = form({"certificate_number": "att - 1".replace(" ", "")}, **{f"double-{known.pk}": "different"})
    response = client_for(local).post(URL, typed)
    assert response.status_code == 422
    assert "al iemand geregistreerd met dit attestnummer" in response.content.decode()
    assert Household.objects.count() == 1


def test_two_of_the_own_municipality_are_offered_on_the_page_of_each(client_for, local, known):
    twin = HouseholdFactory(registered_by=local.organisation)
    twin.persons.filter(relation="reference").update(
        given_name="Kovalenko", family_name="Alexandr", born_on="1985-03-09"
    )
    desk = client_for(local)
    page = desk.get(reverse("matching:household_detail", args=[twin.pk])).content.decode()
    address = reverse("housing:household_merge", args=[twin.pk, known.pk])
    assert "Misschien dubbel" in page and address in page
    assert desk.post(address, {"different": "1"}).status_code == 302
    assert AuditEvent.objects.filter(verb="household.look_alike_judged").count() == 1
    assert (
        "Misschien dubbel"
        not in desk.get(reverse("matching:household_detail", args=[known.pk])).content.decode()
    )


def test_finding_costs_the_same_for_many_people(local, django_assert_max_num_queries):
    for _ in range(10):
        HouseholdFactory(registered_by=local.organisation)
    people = [Typed(f"Voornaam{number}", "Familienaam", None, 1990) for number in range(60)]
    PersonFactory(household=HouseholdFactory(registered_by=local.organisation), given_name="Voornaam59")
    with django_assert_max_num_queries(3):
        assert find_doubles(people, by=local).own
