"""A list of Fedasil: looked at first, registered through the same verb, once; and the lists to work from."""

import io
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone

from documents.tables import XLSX, xlsx_file
from households.lists import example
from households.models import Household, LookAlike
from tests.factories import HouseholdFactory, StayFactory

TODAY = timezone.localdate()
URL = "/huishoudens/lijst/"
PASTED = """Gezin\tVoornaam\tAchternaam\tGeboren op\tM/V\tRelatie\tAttest\tMedisch
7\tOlena\tProefsen\t05/03/1990\tV\thoofd\tatt-1\tniets
7\tDanylo\t\t2018\tm\tzoon\t\t
8\tPetro\tAnders\t01.02.1970\tman\t\tATT-2\t
"""


@pytest.fixture
def desk(client_for, local):
    return client_for(local)


def send(desk, text=PASTED, token=None, **more):
    return desk.post(URL, {"form_token": str(token or uuid.uuid4()), "text": text, **more})


def test_a_pasted_list_is_shown_first_and_then_registered(desk, local):
    token = uuid.uuid4()
    page = send(desk, token=token).content.decode()
    assert "Er is nog niets bewaard" in page and "Olena Proefsen, Danylo Proefsen" in page
    assert "Niet gelezen: Medisch" in page
    assert not Household.objects.exists()
    assert send(desk, token=token, confirm="1").status_code == 302
    family = Household.objects.get(persons__certificate_number="ATT-1")
    assert (family.channel, family.registered_by, family.wanted_from) == (
        "fedasil",
        local.organisation,
        TODAY,
    )
    son = family.people()[1]
    assert (str(son), son.birth_year, son.sex, son.relation) == ("Danylo Proefsen", 2018, "m", "child")
    assert Household.objects.count() == 2
    assert send(desk, token=token, confirm="1").status_code == 302, "confirmed twice"
    assert Household.objects.count() == 2


def test_a_workbook_from_our_template(desk):
    headers, *rows = example()
    with xlsx_file(headers, rows, title="Huishoudens") as file:
        upload = SimpleUploadedFile("lijst.xlsx", io.BytesIO(file.read()).getvalue(), content_type=XLSX)
    page = desk.post(URL, {"form_token": str(uuid.uuid4()), "file": upload}).content.decode()
    assert "Olena Proefsen, Danylo Proefsen" in page and "rij 2 tot 3" in page
    assert desk.get("/huishoudens/lijst/sjabloon/").headers["Content-Type"] == XLSX


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "plak de lijst"),
        ("Voornaam\tFamilienaam\n", "geen rijen"),
        ("Voornaam\tFamilienaam\nA\tB", "geen kolom voor: Geboortedatum, Geslacht"),
        ("Voornaam\tNaam\tGeboren\tSex\n\t\t\t\n\t", "geen enkele persoon"),
    ],
)
def test_a_list_that_cannot_be_read_says_why(desk, text, sentence):
    response = send(desk, text)
    assert response.status_code == 422 and sentence in response.content.decode()


WRONG = """Huishouden\tVoornaam\tNaam\tGeboren\tSex\tAttest
1\tA\tB\t31/02/1990\tv\tX1
2\tC\tD\t1980\tv\tX2
3\tE\tF\t1981\t?\tX3
"""


def test_what_is_wrong_is_named_by_row_and_left_out_only_when_asked(desk):
    page = send(desk, WRONG).content.decode()
    assert "Rij 2, Geboortedatum" in page and "Rij 4, Geslacht" in page
    refused = send(desk, WRONG, confirm="1")
    assert refused.status_code == 422 and "sla" in refused.content.decode().lower()
    assert not Household.objects.exists()
    assert send(desk, WRONG, confirm="1", skip_wrong="1").status_code == 302
    assert str(Household.objects.get()) and Household.objects.get().name == "C D"


def test_who_is_known_is_left_out_unless_somebody_says_they_are_others(desk, local, neighbour):
    mine = HouseholdFactory(registered_by=local.organisation)
    theirs = HouseholdFactory(registered_by=neighbour.organisation)
    mine.persons.filter(relation="reference").update(
        given_name="Helena", family_name="Proefsen", born_on="1990-03-05"
    )
    theirs.persons.filter(relation="reference").update(
        given_name="Piotr", family_name="Anders", born_on="1970-02-01"
    )
    page = send(desk).content.decode()
    assert mine.reference in page and "Er lijkt al iemand geregistreerd in <strong>Deinze</strong>" in page
    assert "Piotr" not in page and theirs.reference not in page
    nobody = send(desk, confirm="1")
    assert nobody.status_code == 422 and "niemand om te registreren" in nobody.content.decode()
    assert send(desk, confirm="1", **{"different-0": "1"}).status_code == 302
    assert Household.objects.count() == 3 and LookAlike.objects.get().household == mine


def test_nothing_of_a_list_is_registered_when_one_number_exists(desk, local, neighbour):
    taken = HouseholdFactory(registered_by=neighbour.organisation)
    taken.persons.filter(relation="reference").update(certificate_number="ATT-2")
    response = send(desk, confirm="1", **{"different-1": "1"})
    page = response.content.decode()
    assert "Er is niets geregistreerd" in page, page[page.index("<main") :]
    assert Household.objects.get() == taken


# --- Work lists ------------------------------------------------------------------------------------------------


@pytest.fixture
def lists(local):
    """A household for every list."""

    def make(until=None, **fields):
        household = HouseholdFactory(registered_by=local.organisation, **fields)
        if until:
            StayFactory(household=household, period=DateRange(TODAY - timedelta(days=60), until))
        return household

    soon = TODAY + timedelta(days=20)
    moving = make(until=soon)
    StayFactory(household=moving, period=DateRange(soon, None))
    return {
        "assigned": make(channel="fedasil"),
        "walk_in": make(channel="counter"),
        "later": make(channel="counter", wanted_from=TODAY + timedelta(days=1)),
        "nowhere_next": make(until=soon),
        "moving": moving,
        "settled": make(until=TODAY + timedelta(days=31)),
        "gone": make(left_on=TODAY, left_reason="abroad"),
    }


@pytest.mark.parametrize(
    ("tab", "expected"),
    [
        ("wachtend", {"assigned", "walk_in", "later"}),
        ("dringend", {"walk_in"}),
        ("loopt-af", {"nowhere_next", "moving"}),
        ("zonder-volgende", {"nowhere_next"}),
        ("gehuisvest", {"nowhere_next", "moving", "settled"}),
        ("vertrokken", {"gone"}),
        ("onzin", {"assigned", "walk_in", "later"}),
    ],
)
def test_each_list_holds_who_belongs_in_it_and_its_tab_says_how_many(desk, lists, tab, expected):
    response = desk.get(reverse("matching:household_list"), {"lijst": tab})
    names = {household.pk: name for name, household in lists.items()}
    assert {names[household.pk] for household, _ in response.context["rows"]} == expected
    (current,) = [item for item in response.context["tabs"] if item["current"]]
    assert current["count"] == len(expected)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ({"zoek": "Kovalenko"}, True), ({"zoek": "kovalneko"}, True), ({"zoek": "Коваленко"}, True),
        ({"zoek": "aleksandr kovalenko"}, True), ({"zoek": "kova"}, True), ({"zoek": "bondarenko"}, False),
        ({"zoek": "###"}, False), ({"kanaal": "counter"}, True), ({"kanaal": "fedasil"}, False),
        ({"personen": "2"}, True), ({"personen": "3"}, False), ({"kanaal": "onzin", "personen": "x"}, True),
    ],
)  # fmt: skip
def test_a_household_is_found_by_name_with_a_typing_error(desk, local, typed, found):
    household = HouseholdFactory(registered_by=local.organisation)
    household.persons.filter(relation="reference").update(given_name="Oleksandr", family_name="Kovalenko")
    response = desk.get(reverse("matching:household_list"), typed)
    assert [row for row, _ in response.context["rows"]] == [household] * found


def test_a_household_is_found_by_number_and_never_one_of_another_municipality(desk, local, neighbour):
    mine, theirs = (HouseholdFactory(registered_by=hat.organisation) for hat in (local, neighbour))
    for typed, expected in ((mine.reference, [mine]), (str(mine.pk), [mine]), (theirs.reference, [])):
        response = desk.get(reverse("matching:household_list"), {"zoek": typed})
        assert [row for row, _ in response.context["rows"]] == expected


def test_the_lists_cost_the_same_however_long(
    desk, local, lists, django_assert_num_queries, django_assert_max_num_queries
):
    url = reverse("matching:household_list")

    def ten_more():  # from ten hits on, a search is noted
        for _ in range(10):
            StayFactory(
                household=HouseholdFactory(registered_by=local.organisation),
                period=DateRange(TODAY - timedelta(days=9), TODAY + timedelta(days=9)),
            )

    ten_more()
    with django_assert_max_num_queries(15) as few:
        desk.get(url, {"lijst": "loopt-af", "zoek": "familienaam"})
    ten_more()
    with django_assert_num_queries(len(few)):
        desk.get(url, {"lijst": "loopt-af", "zoek": "familienaam"})
