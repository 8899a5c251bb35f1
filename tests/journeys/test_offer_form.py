"""The offer form in a real browser: left and resumed, in two windows, with a session that ran out, on a phone."""

import re

import pytest
from django.db.models import Count
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import Kind
from housing.models import Offer
from municipalities.models import PostalCode
from tests.factories import HouseholdFactory, OfferFactory, hat
from tests.journeys.conftest import DESKTOP, PHONE, wait_until

pytestmark = [pytest.mark.django_db(transaction=True)]

KEPT = re.compile(r"Concept bewaard om")


def kept(page: Page) -> None:
    """Leave the field, and wait until the page says that the draft is kept."""
    status = page.locator(".form-status")
    page.evaluate("document.activeElement.blur()")
    expect(status).to_contain_text(KEPT, timeout=15_000)


def typed_and_kept(page: Page, label: str, text: str) -> None:
    with page.expect_response(re.compile("/bewaren/")) as answer:
        page.get_by_label(re.compile(rf"^{label}(?! in de)")).fill(text)
        page.evaluate("document.activeElement.blur()")
    assert answer.value.ok


@pytest.fixture
def form(page: Page, live_server, sign_in, company) -> Page:
    """A new offer form, open in the browser of a company."""
    sign_in(company)
    page.set_viewport_size(DESKTOP)
    page.goto(f"{live_server.url}/aanbod/nieuw/")
    return page


def test_the_form_empty_with_errors_and_with_feedback(form, look, local):
    for _ in range(6):
        HouseholdFactory(registered_by=local.organisation)
    look(form, "40-offer-empty")
    form.set_viewport_size(DESKTOP)
    form.get_by_label("Straat").fill("Kerkstraat")
    form.get_by_label("Postcode").fill("9000")
    form.get_by_label("Beschikbaar vanaf").fill("2022-03-01")
    form.get_by_label("Aantal slaapplekken").fill("0")
    form.get_by_role("button", name="Aanmelden bij de gemeente").click()
    expect(form.locator(".error-summary")).to_be_focused()
    expect(form.locator(".error-summary")).to_contain_text("14 maart 2022")
    look(form, "41-offer-errors")
    form.set_viewport_size(DESKTOP)
    form.get_by_label("Soort", exact=True).select_option("hostel")
    form.get_by_label("Aantal slaapplekken").fill("12")
    typed_and_kept(form, "Aantal wooneenheden", "4")
    expect(form.locator("#id_estimated_places")).not_to_have_attribute("aria-invalid", "true")
    typed_and_kept(form, "Aantal kamers", "min drie")
    expect(form.locator("#id_rooms_error")).to_contain_text("geheel getal")
    aside = form.locator("#terugkoppeling")
    expect(aside).to_contain_text("specifieke slaapplek")
    expect(aside).to_contain_text("5 tot 10")
    typed_and_kept(form, "Opmerkingen over de plaats", "De vorige bewoner was ziek: 90.02.01-997 03.")
    expect(form.locator("#opmerkingen-hint")).to_contain_text("de gezondheid van een persoon")
    look(form, "42-offer-feedback")


def test_left_at_any_moment_and_taken_up_on_another_device(
    form, live_server, browser, browser_context_args, company
):
    form.get_by_label("Straat").fill("Lindestraat")
    form.get_by_label("Aantal slaapplekken").fill("een twaalftal")
    form.get_by_label("Lift").check()
    form.get_by_label("Gevraagde huur of vergoeding (€)").fill("1.250,50")
    kept(form)
    address = form.url
    cookies = form.context.cookies()
    form.close()
    other = browser.new_context(**browser_context_args)
    other.add_cookies(cookies)
    second = other.new_page()
    second.goto(address)
    expect(second.get_by_label("Straat")).to_have_value("Lindestraat")
    expect(second.get_by_label("Aantal slaapplekken")).to_have_value("een twaalftal")
    expect(second.get_by_label("Gevraagde huur of vergoeding (€)")).to_have_value("1250,50")
    expect(second.get_by_label("Lift")).to_be_checked()
    second.goto(f"{live_server.url}/aanbod/mijn/")
    expect(second.get_by_role("link", name="Lindestraat", exact=True)).to_be_visible()
    other.close()


def test_two_windows_that_type_different_fields_are_laid_together(form, context: BrowserContext):
    typed_and_kept(form, "Straat", "Lindestraat")
    second = context.new_page()
    second.goto(form.url)
    typed_and_kept(second, "Naam van de plaats", "De Linde")
    typed_and_kept(form, "Nummer", "12")
    expect(form.get_by_label("Naam van de plaats")).to_have_value("De Linde")
    typed_and_kept(second, "Bus", "3")
    expect(second.get_by_label("Nummer", exact=True)).to_have_value("12")
    offer = Offer.objects.get()
    assert (offer.street, offer.title, offer.house_number, offer.box) == (
        "Lindestraat",
        "De Linde",
        "12",
        "3",
    )


@pytest.mark.parametrize(
    ("choice", "outcome"), [("Neem “Dorp” over", "Dorp"), ("Houd wat hier staat", "Linde")]
)
def test_two_windows_that_type_the_same_field_show_both_and_ask(
    form, context: BrowserContext, look, choice, outcome
):
    typed_and_kept(form, "Straat", "Kerk")
    second = context.new_page()
    second.goto(form.url)
    typed_and_kept(second, "Straat", "Dorp")
    typed_and_kept(form, "Straat", "Linde")
    box = form.locator(".draft-conflict")
    expect(box).to_contain_text("“Dorp”")
    expect(box).to_contain_text("“Linde”")
    expect(form.get_by_label("Straat")).to_have_value("Linde")
    assert Offer.objects.get().street == "Dorp"
    if outcome == "Linde":
        look(form, "43-offer-conflict")
    form.get_by_role("button", name=choice).click()
    expect(box).to_have_count(0)
    wait_until(lambda: Offer.objects.get().street == outcome, seconds=15)
    expect(form.get_by_label("Straat")).to_have_value(outcome)


def test_without_script_the_same_field_in_two_windows_is_said_and_both_are_shown(
    live_server, browser, browser_context_args, client_for, company, sign_in, page
):
    sign_in(company)
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    context.add_cookies(page.context.cookies())
    first, second = context.new_page(), context.new_page()
    first.goto(f"{live_server.url}/aanbod/nieuw/")
    first.get_by_label("Straat").fill("Kerk")
    first.get_by_role("button", name="Bewaren als concept").click()
    second.goto(first.url)
    for window, street in ((second, "Dorp"), (first, "Linde")):
        window.get_by_label("Straat").fill(street)
        window.get_by_role("button", name="Bewaren als concept").click()
    expect(first.locator(".error-summary")).to_contain_text("gewijzigd in “Dorp”. U koos of typte “Linde”")
    expect(first.get_by_label("Straat")).to_have_value("Linde")
    assert Offer.objects.get().street == "Dorp"
    first.get_by_role("button", name="Bewaren als concept").click()
    assert Offer.objects.get().street == "Linde"
    context.close()


def test_a_session_that_ran_out_while_typing_an_offer_loses_nothing(form, sign_in, company, look, context):
    form.get_by_label("Straat").fill("Lindestraat")
    form.get_by_label("Huisdieren welkom").check()
    context.clear_cookies()
    form.get_by_label("Naam van de plaats").fill("De Linde")
    form.evaluate("document.activeElement.blur()")
    expect(form.locator(".form-status")).to_contain_text("niet meer aangemeld", timeout=15_000)
    form.on("dialog", lambda dialog: dialog.accept())
    form.get_by_role("button", name="Bewaren als concept").click()
    expect(form.locator("main")).to_contain_text("niets is verloren")
    sign_in(company)
    form.get_by_role("button", name="Opnieuw verzenden").click()
    again = form.get_by_role("button", name="Opnieuw verzenden")
    if again.count():  # the token of before signing in: once more
        again.click()
    expect(form.get_by_label("Straat")).to_have_value("Lindestraat")
    expect(form.get_by_label("Naam van de plaats")).to_have_value("De Linde")
    expect(form.get_by_label("Huisdieren welkom")).to_be_checked()


def test_who_types_on_after_the_offer_was_sent_in_another_window_reads_so(form, company, gent):
    typed_and_kept(form, "Straat", "Kerkstraat")
    hat(Kind.LOCAL_AUTHORITY, municipality=gent)
    Offer.objects.all().delete()
    OfferFactory(organisation=company.organisation, form_token=form.url.rstrip("/").split("/")[-1])
    form.get_by_label("Straat").fill("Dorpsstraat")
    form.evaluate("document.activeElement.blur()")
    expect(form.locator(".form-status")).to_contain_text("intussen “aangemeld”", timeout=15_000)
    assert Offer.objects.get().street == "Kerkstraat"


def test_on_a_phone_one_part_at_a_time_with_free_jumping(form):
    form.set_viewport_size(PHONE)
    expect(form.get_by_label("Straat")).to_be_visible()
    expect(form.get_by_label("Contactpersoon")).to_be_hidden()
    form.get_by_role("button", name="Volgende").click()
    expect(form.get_by_role("group", name="Wat biedt u aan?")).to_be_focused()
    form.get_by_role("link", name=re.compile("Wie kunnen we bellen")).click()
    expect(form.get_by_label("Contactpersoon")).to_be_visible()
    expect(form.get_by_label("Straat")).to_be_hidden()
    form.get_by_role("button", name="Volgende").click()
    form.get_by_role("button", name="Aanmelden bij de gemeente").click()
    expect(form.get_by_label("Straat")).to_be_visible()
    form.get_by_role("link", name=re.compile("Aantal slaapplekken")).click()
    expect(form.get_by_label("Aantal slaapplekken")).to_be_focused()


def test_the_position_comes_from_the_device_itself(form, context: BrowserContext):
    context.grant_permissions(["geolocation"])
    context.set_geolocation({"latitude": 51.0543, "longitude": 3.7174})
    with form.expect_response(re.compile("/bewaren/")):
        form.get_by_role("button", name="Gebruik mijn locatie").click()
    wait_until(lambda: Offer.objects.filter(latitude="51.054300", longitude="3.717400").exists())


def test_a_postcode_of_two_municipalities_asks_which_one_while_one_types(form):
    code = (
        PostalCode.objects.values("code")
        .annotate(towns=Count("municipality", distinct=True))
        .filter(towns__gt=1)
        .order_by("code")[0]["code"]
    )
    expect(form.get_by_label("Gemeente")).to_have_count(0)
    typed_and_kept(form, "Postcode", code)
    form.get_by_label("Gemeente").select_option(index=1)
    kept(form)
    wait_until(lambda: Offer.objects.filter(municipality__isnull=False).exists(), seconds=15)
    assert Offer.objects.get().municipality.postal_codes.filter(code=code).exists()
    typed_and_kept(form, "Postcode", "9000")
    expect(form.get_by_label("Gemeente")).to_have_count(0)


def test_my_offers_say_what_is_going_on(page: Page, live_server, sign_in, look, company, gent):
    hat(Kind.LOCAL_AUTHORITY, municipality=gent)
    mine = {"organisation": company.organisation, "created_by": company.user}
    OfferFactory(draft=True, title="De Beuk", **mine)
    OfferFactory(title="De Linde", **mine)
    OfferFactory(title="De Eik", status="info_requested", question="Is er een lift?", **mine)
    OfferFactory(
        title="De Es", status="withdrawn", withdrawal_reason="taken", decision_note="Verhuurd.", **mine
    )
    sign_in(company)
    page.goto(f"{live_server.url}/aanbod/mijn/")
    expect(page.locator("main")).to_contain_text("De gemeente Gent bekijkt uw aanbod, sinds vandaag")
    look(page, "44-mine")
    page.goto(f"{live_server.url}/aanbod/{Offer.objects.get(title='De Linde').pk}/intrekken/")
    page.get_by_role("button", name="Intrekken").click()
    look(page, "45-withdraw-errors")
