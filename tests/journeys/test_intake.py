"""A clerk with a family before the desk: four people by keyboard alone, and every page about a household looked at."""

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from households.models import Household
from tests.browser import focused
from tests.factories import HouseholdFactory, StayFactory
from tests.households.test_lists import PASTED

pytestmark = pytest.mark.django_db(transaction=True)

FAMILY = [
    ("Олена", "Ковальчук", "05031990", "v", "", "ATT1001"),
    ("Andrii", "", "11/07/1988", "m", "p", "ATT1002"),
    ("Sofiia", "", "23.04.2015", "v", "", "ATT1003"),
    ("Danylo", "", "2019", "m", "", "ATT1004"),
]
MOST_KEYS = 240  # two minutes at two keys a second: slower than anybody who types for a living


class Keyboard:
    """Types and counts; there is no mouse."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys, self.tabs = page, 0, 0

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.keys += len(text)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.keys += 1
        self.tabs += key == "Tab"


def test_four_people_are_registered_by_keyboard_alone(page: Page, live_server, sign_in, local):
    sign_in(local)
    page.goto(f"{live_server.url}/huishoudens/nieuw/")
    keyboard = Keyboard(page)
    for number, (given, family, born, sex, relation, certificate) in enumerate(FAMILY):
        assert focused(page)["id"] == f"id_persons-{number}-given_name"
        keyboard.type(given)
        if number == 0:
            expect(page.get_by_role("status").filter(has_text="Olena")).to_be_visible()
            keyboard.press("Enter")
            expect(page.locator("[name=persons-0-given_name]")).to_have_value("Olena")
        keyboard.press("Tab")
        if family:
            keyboard.type(family)
            keyboard.press("Enter")
        expect(page.locator(f"[name=persons-{number}-family_name]")).to_have_value("Kovalchuk")
        keyboard.press("Tab")
        keyboard.type(born)
        keyboard.press("Tab")
        keyboard.press(sex)
        keyboard.press("Tab")
        if relation:
            keyboard.press(relation)
        keyboard.press("Tab")
        keyboard.type(certificate)
        if number < len(FAMILY) - 1:
            keyboard.press("Tab")  # the papers that come later, folded away
            keyboard.press("Tab")
    keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Olena Kovalchuk")
    household = Household.objects.get()
    told = [
        (str(p), p.sex, p.relation, str(p.born_on or p.birth_year), p.certificate_number)
        for p in household.people()
    ]
    assert told == [
        ("Olena Kovalchuk", "f", "reference", "1990-03-05", "ATT1001"),
        ("Andrii Kovalchuk", "m", "partner", "1988-07-11", "ATT1002"),
        ("Sofiia Kovalchuk", "f", "child", "2015-04-23", "ATT1003"),
        ("Danylo Kovalchuk", "m", "child", "2019", "ATT1004"),
    ]  # fmt: skip
    assert keyboard.keys <= MOST_KEYS, keyboard.keys
    assert keyboard.tabs <= 7 * len(FAMILY), keyboard.tabs


def test_needs_are_chosen_with_the_arrows(page: Page, live_server, sign_in, local):
    sign_in(local)
    page.goto(f"{live_server.url}/huishoudens/nieuw/")
    keyboard = Keyboard(page)
    keyboard.type("Olena")
    keyboard.press("Tab")
    keyboard.type("Proefsen")
    keyboard.press("Tab")
    keyboard.type("1990")
    keyboard.press("Tab")
    keyboard.press("v")
    page.locator("[name=wanted_from]").focus()
    keyboard.press("Tab")
    keyboard.press("ArrowRight")  # step-free: liefst
    keyboard.press("Tab")
    keyboard.press("ArrowLeft")  # ground floor, the other way round: nodig
    page.locator("[name=near_school]").first.focus()
    keyboard.press("ArrowRight")
    keyboard.press("Tab")
    keyboard.type("Gent")
    keyboard.press("Tab")
    page.locator("[name=languages]").focus()
    keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Olena Proefsen")
    household = Household.objects.get()
    assert (household.need_step_free, household.need_ground_floor, household.need_lift) == (
        "wish",
        "hard",
        "",
    )
    assert (household.near_school, str(household.school_town)) == ("wish", "Gent")


def test_every_page_about_a_household_on_a_phone_and_on_a_desk(
    page: Page, live_server, sign_in, look, local, abb
):
    today = timezone.localdate()
    family = HouseholdFactory(registered_by=local.organisation, size=3)
    family.persons.filter(relation="reference").update(
        given_name="Oleksandr", family_name="Kovalenko", born_on="1985-03-09", certificate_number="ATT-7"
    )
    stay = StayFactory(
        household=family, period=DateRange(today - timedelta(days=60), today + timedelta(days=12))
    )
    stay.persons.set(family.persons.all())
    twin = HouseholdFactory(registered_by=local.organisation)
    twin.persons.filter(relation="reference").update(
        given_name="Kovalenko", family_name="Alexandr", born_on="1985-03-09"
    )
    HouseholdFactory(registered_by=local.organisation)
    sign_in(local)
    page.goto(f"{live_server.url}/huishoudens/nieuw/")
    look(page, "70-intake")
    page.locator("[name=persons-0-given_name]").fill("Олександр")
    page.locator("[name=persons-0-family_name]").fill("Kovalenko")
    look(page, "71-intake-cyrillic")
    page.locator("[name=persons-0-given_name]").press("Enter")
    page.locator("[name=persons-0-born]").fill("09/03/1985")
    page.locator("[name=persons-0-sex]").select_option("m")
    page.locator("[name=note]").fill("Mevrouw is ziek")
    page.get_by_role("button", name="Registreren en een plaats zoeken").click()
    expect(page.get_by_label("Toch bewaren")).to_be_visible()
    look(page, "72-intake-delicate")
    page.get_by_label("Toch bewaren").check()
    page.get_by_role("button", name="Registreren en een plaats zoeken").click()
    expect(page.get_by_role("heading", name="Misschien al geregistreerd")).to_be_visible()
    look(page, "73-intake-doubles")
    pages = [
        ("74-host-stops-search", f"/huishoudens/nieuw/?via=gastgezin&zoek={family.reference}"),
        ("75-household", reverse("matching:household_detail", args=[family.pk])),
        ("76-households-ending", reverse("matching:household_list") + "?lijst=loopt-af"),
        ("77-person-add", reverse("housing:person_add", args=[family.pk])),
        ("78-leave", reverse("housing:household_leave", args=[family.pk])),
        ("79-merge", reverse("housing:household_merge", args=[family.pk, twin.pk])),
        ("80-readings", reverse("households:household_readings", args=[family.pk])),
        ("81-papers", reverse("households:person_edit", args=[family.people()[0].pk])),
        ("81-numbers", reverse("households:person_numbers", args=[family.people()[0].pk])),
        ("81-find-by-number", reverse("households:number_find")),
        ("82-needs", reverse("households:household_edit", args=[family.pk])),
        ("83-list", reverse("households:list_add")),
    ]
    for name, url in pages:
        page.goto(f"{live_server.url}{url}")
        look(page, name)
    page.get_by_label("Of plak de lijst").fill(PASTED)
    page.get_by_role("button", name="Nakijken").click()
    expect(page.get_by_role("heading", name="Lijst nakijken")).to_be_visible()
    look(page, "84-list-look")
    sign_in(abb)
    page.goto(f"{live_server.url}/huishoudens/cijfers/")
    look(page, "85-people-figures")
