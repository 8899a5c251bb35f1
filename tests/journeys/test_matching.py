"""From a family at the counter to a home, in a real Chromium: in the own town, with the neighbour, and by a plan."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Kind
from households.models import Household
from housing.models import Stay
from matching import tasks
from matching.models import HandOver, Plan, Proposal
from spread.actions import recompute
from tests.browser import COLLECT_PROBLEMS
from tests.factories import HouseholdFactory, PersonFactory, SiteFactory, UnitFactory, hat
from tests.journeys.conftest import DESKTOP

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TODAY = timezone.localdate()
FAMILY = [
    ("Olena", "1990", "f", "reference"),
    ("Sofiia", "2015", "f", "child"),
    ("Danylo", "2019", "m", "child"),
]
SECRETS = ("Molenstraat", "Huis aan de Leie", "Appartement Zuid", "Vastgoed De Molen")


def address(live_server, name, *args):
    return f"{live_server.url}{reverse(name, args=args)}"


@pytest.fixture
def second_page(browser, browser_context_args, client_for, live_server):
    """The page of somebody else, who works at the same time on another computer."""
    contexts = []

    def open_for(by) -> Page:
        other = browser.new_context(**browser_context_args)
        contexts.append(other)
        other.add_init_script(COLLECT_PROBLEMS)
        session = client_for(by).cookies[settings.SESSION_COOKIE_NAME].value
        other.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        return other.new_page()

    yield open_for
    for other in contexts:
        other.close()


def register(page: Page, live_server) -> Household:
    """The family before the desk, as in Walk 1."""
    page.goto(address(live_server, "matching:household_list"))
    page.get_by_role("link", name="Huishouden registreren").click()
    for number, (name, born, sex, relation) in enumerate(FAMILY):
        page.locator(f"[name=persons-{number}-given_name]").fill(name)
        if number == 0:  # in the next rows it stands ready
            page.locator("[name=persons-0-family_name]").fill("Proefsen")
        page.locator(f"[name=persons-{number}-born]").fill(born)
        page.locator(f"[name=persons-{number}-sex]").select_option(sex)
        page.locator(f"[name=persons-{number}-relation]").select_option(relation)
    page.get_by_role("button", name="Registreren en een plaats zoeken").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Olena Proefsen")
    return Household.objects.get()


def test_a_family_at_the_counter_lives_in_the_own_town_the_same_day(
    page: Page, live_server, sign_in, look, local
):
    home = SiteFactory(name="Residentie Linde", street="Lindelei", house_number="7")
    flat = UnitFactory(site=home, label="Appartement 1", places=3, own_kitchen=True)
    UnitFactory(site=home, label="Studio", places=2)
    recompute(on=TODAY)
    sign_in(local)
    household = register(page, live_server)
    page.get_by_role("link", name="Plaats zoeken").click()
    expect(page.get_by_role("heading", name="Residentie Linde, Appartement 1")).to_be_visible()
    expect(page.get_by_role("heading", name="Residentie Linde, Studio")).to_have_count(0)
    look(page, "200-ranking")

    page.get_by_role("link", name="Waarom staat een plaats hier niet bij?").click()
    look(page, "201-why-not-list")
    page.get_by_role("link", name="Residentie Linde, Studio").click()
    expect(page.locator("main")).to_contain_text("één plaats")
    look(page, "202-why-not")
    page.get_by_role("link", name="Naar de passende plaatsen").click()

    page.get_by_role("button", name=re.compile("Voorstellen.*Appartement 1")).click()
    expect(page.get_by_text("De plaats is voorbehouden.")).to_be_visible()
    look(page, "203-proposal-own-town")
    page.get_by_role("button", name="Plaats toekennen").click()
    expect(page.get_by_text("De plaats is toegekend.")).to_be_visible()
    look(page, "204-proposal-granted")
    stay = Stay.objects.get(household=household, unit=flat)

    page.goto(address(live_server, "housing:movement_list"))
    row = page.get_by_role("row").filter(has_text=stay.reference)
    expect(row).to_contain_text("Lindelei 7")
    look(page, "205-arrivals")
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    row.get_by_role("link", name=re.compile("Intrek bevestigen")).click()
    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_text("De intrek is bevestigd op")).to_be_visible()
    page.goto(address(live_server, "housing:movement_list"))
    expect(row).to_contain_text("ingetrokken", ignore_case=True)
    look(page, "206-arrivals-moved-in")
    stay.refresh_from_db()
    assert (stay.status, stay.moved_in_by, stay.period.lower) == ("lived_in", local.user, TODAY)


def test_a_family_without_a_place_moves_to_the_neighbour_that_two_people_prepare(
    page: Page, live_server, sign_in, look, second_page, local, neighbour, deinze
):
    owner = hat(Kind.COMPANY).organisation
    owner.name = "Vastgoed De Molen"
    owner.save()
    site = SiteFactory(
        organisation=owner,
        municipality=deinze,
        name="Huis aan de Leie",
        street="Molenstraat",
        postal_code="9800",
    )
    unit = UnitFactory(site=site, label="Appartement Zuid", places=3, own_kitchen=True)
    recompute(on=TODAY)
    sign_in(local)
    gent, other = page, second_page(neighbour)

    # 1. Gent finds nothing at home and asks Deinze; what it sees until the yes points at no door.
    household = register(gent, live_server)
    gent.get_by_role("link", name="Plaats zoeken").click()
    expect(gent.get_by_text("Geen passende vrije plaats in uw gemeente")).to_be_visible()
    expect(gent.get_by_role("heading", name="Wooneenheid in Deinze")).to_be_visible()
    assert not any(secret in gent.content() for secret in SECRETS)
    look(gent, "210-ranking-neighbour")
    gent.get_by_role("button", name=re.compile("Vragen aan Deinze")).click()
    expect(gent.get_by_text("Uw vraag is verstuurd naar Deinze.")).to_be_visible()
    proposal = Proposal.objects.get()
    asked = address(live_server, "matching:proposal_detail", proposal.pk)
    for url in (
        asked,
        address(live_server, "matching:proposal_list"),
        address(live_server, "matching:household_detail", household.pk),
        address(live_server, "matching:unit_why_not", household.pk, unit.pk),
        f"{address(live_server, 'housing:movement_list')}?per=week",
        live_server.url,
    ):
        gent.goto(url)
        assert not any(secret in gent.content() for secret in SECRETS), url
    for name, pk in (("housing:site_detail", site.pk), ("housing:stay_detail", proposal.hold_id)):
        answer = gent.goto(address(live_server, name, pk))
        assert answer is not None
        assert answer.status == 404 or not any(secret in gent.content() for secret in SECRETS), name
    gent.goto(asked)
    look(gent, "211-proposal-asked")

    # 2. Deinze sees how many people it is about, and where both towns stand; it does not see who they are.
    other.goto(live_server.url)
    expect(other.get_by_role("heading", name="Wacht op u")).to_be_visible()
    other.goto(asked)
    expect(other.locator("main")).to_contain_text("3 personen")
    assert "Proefsen" not in other.content()
    table = other.get_by_role("table", name="Wat beide gemeenten voor anderen deden")
    for town in ("Gent", "Deinze"):
        row = table.get_by_role("row").filter(has=other.get_by_role("rowheader", name=town, exact=True))
        expect(row).to_contain_text("plaatsen, doel")
    look(other, "212-proposal-to-answer")
    other.get_by_role("button", name="Plaats toekennen").click()
    expect(other.get_by_text("De plaats is toegekend.")).to_be_visible()
    look(other, "213-proposal-answered")
    gent.goto(asked)
    expect(gent.locator("main")).to_contain_text("Molenstraat")
    look(gent, "214-proposal-accepted")

    # 3. Both tick their own steps; the file goes when the last one is done.
    hand_over = HandOver.objects.get()
    gent.get_by_role("link", name="Naar de overdracht").click()
    look(gent, "215-hand-over-giver")
    other.get_by_role("link", name="Naar de overdracht").click()
    expect(other.get_by_text("Olena Proefsen")).to_be_visible()
    look(other, "216-hand-over-taker")
    other.get_by_role("button", name="Overdracht afronden").click()
    expect(other.get_by_text("Er staan nog 8 stappen open.")).to_be_visible()
    for whose, side in ((gent, "giver"), (other, "taker")):
        whose.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
        for step in hand_over.steps.filter(side=side):
            whose.get_by_role("button", name=re.compile(f"^Gedaan.*{step.text}")).click()
            expect(whose.get_by_role("button", name=re.compile(f"^Toch niet.*{step.text}"))).to_be_visible()
        expect(whose.get_by_role("button", name=re.compile("^Gedaan"))).to_have_count(0)
    look(gent, "217-hand-over-giver-done")
    other.goto(address(live_server, "matching:hand_over_detail", hand_over.pk))
    look(other, "218-hand-over-taker-done")
    other.get_by_role("button", name="Overdracht afronden").click()
    expect(other.get_by_text("De overdracht is afgerond.")).to_be_visible()
    expect(other.get_by_role("heading", level=1)).to_contain_text("Olena Proefsen")
    look(other, "219-household-taken-over")
    answer = gent.goto(address(live_server, "matching:household_detail", household.pk))
    assert answer is not None
    assert answer.status == 404
    gent.goto(address(live_server, "matching:hand_over_detail", hand_over.pk))
    expect(gent.locator("main")).to_contain_text("afgerond", ignore_case=True)
    assert "Proefsen" not in gent.content()
    look(gent, "220-hand-over-completed-giver")

    # 4. They arrive, and the account of both shows it.
    stay = Stay.objects.get(household=household)
    other.goto(address(live_server, "housing:stay_arrival", stay.pk))
    other.get_by_role("button", name="Bewaren").click()
    expect(other.get_by_text("De intrek is bevestigd op")).to_be_visible()
    for whose, name in ((gent, "221-solidarity-giver"), (other, "222-solidarity-taker")):
        whose.goto(address(live_server, "matching:solidarity"))
        rows = whose.get_by_role("table", name="Saldo per gemeente").get_by_role("row")
        expect(rows.filter(has_text="Deinze")).to_contain_text("+3")
        expect(rows.filter(has_text="Gent")).to_contain_text(re.compile("[-−]3"))
        look(whose, name)
    household.refresh_from_db()
    assert household.registered_by == neighbour.organisation


def test_an_official_plans_the_region_and_a_municipality_finds_an_ordinary_proposal(
    page: Page, live_server, sign_in, look, second_page, abb, local, neighbour, deinze
):
    recompute(on=TODAY)
    for size in (1, 2, 3, 3, 5, 9):
        HouseholdFactory(
            registered_by=local.organisation, size=size, wanted_from=TODAY - timedelta(days=size * 9)
        )
    alone = HouseholdFactory(registered_by=neighbour.organisation, size=1)
    PersonFactory(household=alone, birth_year=TODAY.year - 3, relation="child")
    home = SiteFactory(name="Residentie Linde")
    for places in (2, 3, 3):
        UnitFactory(site=home, places=places)
    away = SiteFactory(municipality=deinze, name="Molen", street="Molenstraat")
    for places in (2, 5):
        UnitFactory(site=away, places=places, own_kitchen=True)
    sign_in(abb)
    page.goto(address(live_server, "matching:plan_list"))
    look(page, "230-plans-none")
    page.get_by_role("link", name="Nieuw plan").click()
    page.get_by_label("Naam", exact=True).fill("")
    page.get_by_label("Plaatsen vrij op").fill("2020-01-01")
    page.locator("[name=at_most-0-municipality]").fill("Deinze")
    page.get_by_role("button", name="Plan berekenen").click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.get_by_text("Kies vandaag of een latere dag.").first).to_be_visible()
    look(page, "231-plan-form-error")
    page.get_by_label("Naam", exact=True).fill("Herfstplan")
    page.get_by_label("Plaatsen vrij op").fill(TODAY.isoformat())
    page.locator("[name=at_most-0-persons]").fill("40")
    page.get_by_role("button", name="Plan berekenen").click()
    expect(page.get_by_text("Het plan wordt berekend.")).to_be_visible()
    expect(page.get_by_role("progressbar")).to_be_visible()
    look(page, "232-plan-at-work")

    assert tasks.make_plans() == 1
    expect(page.get_by_role("heading", name="Wordt iedereen even goed geholpen?")).to_be_visible(
        timeout=15_000
    )
    plan = Plan.objects.get()
    main = page.locator("main")
    for words in (
        "Dit plan",
        "Wie eerst komt, eerst",
        "Telkens de best passende",
        "Wat kost een goede spreiding?",
    ):
        expect(main).to_contain_text(words)
    placed = plan.lines.filter(unit__isnull=False)
    figure = page.locator(".key-figure").filter(has_text="Huishoudens geplaatst")
    expect(figure).to_contain_text(str(placed.count()))
    look(page, "233-plan-made")
    page.get_by_text("De delen").first.click()
    expect(page.get_by_text("Een thuis:").first).to_be_visible()
    look(page, "238-plan-parts")
    page.get_by_role("link", name=re.compile("Zonder plaats")).click()
    expect(main).to_contain_text("9 personen")
    look(page, "234-plan-without-place")
    page.get_by_role("link", name=re.compile("Nog te beslissen")).click()

    line = placed.filter(asked_by=local.organisation).order_by("pk").first()
    assert line is not None
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    page.get_by_label(line.household.reference).check()
    page.get_by_role("button", name="Aangevinkte voorstellen").click()
    expect(page.get_by_text("1 voorstel gaat naar de gemeenten.")).to_be_visible()
    assert not Proposal.objects.exists()
    assert tasks.take_up_lines() == 1
    page.get_by_role("link", name=re.compile("^Voorgesteld")).click()
    proposal = Proposal.objects.get()
    expect(main).to_contain_text(proposal.reference)
    look(page, "235-plan-taken-up")
    page.goto(address(live_server, "matching:plan_list"))
    look(page, "236-plans")

    clerk = second_page(local if line.municipality == local.organisation.municipality else neighbour)
    clerk.goto(address(live_server, "matching:proposal_list"))
    clerk.locator("main").get_by_role("link", name=proposal.reference).click()
    expect(clerk.get_by_role("button", name="Plaats toekennen")).to_be_visible()
    expect(clerk.get_by_text("Uit regioplan “Herfstplan”.")).to_be_visible()
    look(clerk, "237-proposal-of-a-plan")
    assert (proposal.status, proposal.household, proposal.unit) == ("open", line.household, line.unit)
