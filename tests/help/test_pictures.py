"""Walks over the demo as each role and makes the pictures of the guides: `./run soak tests/help`.

Only with HELP_PICTURES=write they are kept in static/help; without it the walk still fails where a guide says that
there is something to see and there is not.
"""

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from accounts import demo
from accounts.models import Membership
from config.demo.loader import load
from config.help.guides import all_guides
from config.help.text import PICTURES, pictures_of
from facility.models import OpeningPlan, Order, ReimbursementClaim
from households.models import Household
from housing.models import Offer, Site
from housing.waiting import people_waiting
from matching.models import Plan
from matching.tasks import make_plans
from tests.help.test_guides import LARGEST_PICTURE
from vlot.models import Intervention

pytestmark = [pytest.mark.soak, pytest.mark.django_db(transaction=True)]
WINDOW = {"width": 1200, "height": 800}
RING = "element => { element.style.outline = '4px solid #c8102e'; element.style.outlineOffset = '4px'; }"


# The Chromium of the tests has only English words of its own; the browser of who reads the guide speaks Dutch.
IN_DUTCH = """() => {
  for (const input of document.querySelectorAll("input[type=date]")) {
    const day = input.value.split("-").reverse().join("/") || "dd/mm/jjjj";
    input.type = "text";
    input.value = day;
  }
  for (const input of document.querySelectorAll("input[type=file]")) {
    input.type = "text";
    input.value = "Bestand kiezen   Geen bestand gekozen";
  }
}"""


class Shot(NamedTuple):
    """A picture: who looks, at which page, and what the guide points to (text of a button, link or heading)."""

    name: str
    hat: str
    url: Callable[[Membership], str]
    point: str = ""
    scroll: str = ""  # the heading that comes to the top of the window


def page_of(
    name: str, found: Callable[[Membership], QuerySet[Model]] | None = None, ask: str = ""
) -> Callable[[Membership], str]:
    """The address of a page; about the first row that this hat sees of what is asked for."""

    def url(by: Membership) -> str:
        if found is None:
            return reverse(name) + ask
        thing = found(by).order_by("pk").first()
        assert thing is not None, name
        return reverse(name, args=[thing.pk]) + ask

    return url


def waiting(by: Membership) -> QuerySet[Household]:
    return people_waiting(Household.objects.visible_to(by), on=timezone.localdate())


def to_visit(by: Membership) -> QuerySet[Offer]:
    return Offer.objects.visible_to(by).waiting_for(by)


def of_today(by: Membership) -> QuerySet[Site]:
    return Site.objects.visible_to(by).filter(closed_on__isnull=True)


def claims(by: Membership) -> QuerySet[ReimbursementClaim]:
    return ReimbursementClaim.objects.visible_to(by)


def open_calls(by: Membership) -> QuerySet[Intervention]:
    return Intervention.objects.visible_to(by).filter(closed_at__isnull=True)


def province(by: Membership) -> str:
    assert by.organisation.province is not None
    return reverse("spread:province", args=[by.organisation.province.nis_code])


SHOTS = [
    Shot("aanmelden", "", lambda by: "", "Stuur mij een code"),
    Shot("startpagina", "gent", page_of("home"), "Wacht op u"),
    Shot("plaats-aanbieden", "bedrijf", page_of("housing:offer_add")),
    Shot("bestand-opladen", "bedrijf", page_of("housing:import_list"), "Opladen en verder"),
    Shot("locatie", "gent", page_of("housing:site_detail", of_today), "Alles klopt nog: vandaag nagekeken"),
    Shot("plaatsbezoek", "gent", page_of("housing:offer_inspect", to_visit)),
    Shot("huishouden-registreren", "gent", page_of("households:household_add"), "Aan het loket"),
    Shot("plaats-zoeken", "gent", page_of("matching:household_places", waiting), "Voorstellen", "In uw gemeente"),
    Shot("aankomsten", "gent", page_of("housing:movement_list", ask="?per=week")),
    Shot("subsidies", "gent", page_of("housing:subsidy_site", of_today), scroll="Voorwaarden"),
    Shot("facility-aanvraag", "gent", page_of("facility:request_add", ask="?soort=urgent_purchase")),
    Shot("terugvordering", "gent", page_of("facility:claim_detail", claims)),
    Shot("vlot-oproep", "gent", page_of("vlot:intervention_add")),
    Shot("rechten", "gent", page_of("households:household_rights", waiting), "Bestand ophalen", "Inzien"),
    Shot("wie-keek-mee", "gegevensbescherming", page_of("households:read_log")),
    Shot("spreiding-provincie", "gouverneur", province),
    Shot("regioplan", "gouverneur", page_of("matching:plan_detail", Plan.objects.visible_to)),
    Shot("spreiding", "gent", page_of("spread:overview"), "Verklaar dit getal"),
    Shot("facility-aanvragen", "facilitair", page_of("facility:request_list")),
    Shot("facility-bestelling", "facilitair", page_of("facility:order_detail", Order.objects.visible_to)),
    Shot("facility-terugvordering", "facilitair-goedkeuren", page_of("facility:claim_detail", claims)),
    Shot("draaiboek", "facilitair", page_of("facility:opening_detail", OpeningPlan.objects.visible_to), "Go of no-go"),
    Shot("vlot-opvolgen", "vlot", page_of("vlot:intervention_detail", open_calls)),
    Shot("vlot-overzicht", "vlot-centraal", page_of("vlot:team_overview")),
    Shot("te-bevestigen", "abb", page_of("housing:unconfirmed_list")),
    Shot("beheer", "abb", page_of("admin:spread_indicatorsnapshot_cockpit")),
]  # fmt: skip


@pytest.fixture
def hats(reference, settings) -> dict[str, Membership]:
    """The demo accounts by the first part of their address; the plan of the story is made."""
    settings.DEMO_MODE = True
    load(on=timezone.localdate(), scale=0.1)
    make_plans()
    found = {membership.user.email.partition("@")[0]: membership for membership in demo.accounts()}
    settings.DEMO_MODE = False  # nobody who reads a guide sees the banner of the demo
    return found


def as_webp(png: bytes) -> bytes:
    """As good as fits: a picture of a page on a slow line."""
    for quality in (72, 60, 48, 36):
        target = io.BytesIO()
        Image.open(io.BytesIO(png)).convert("RGB").save(target, "WEBP", quality=quality, method=6)
        if target.tell() <= LARGEST_PICTURE:
            break
    return target.getvalue()


def test_every_picture_of_the_guides_is_made_from_the_portal_itself(
    page: Page, live_server, sign_in, hats, tmp_path
):
    folder = PICTURES if os.environ.get("HELP_PICTURES") == "write" else tmp_path
    page.set_viewport_size(WINDOW)  # type: ignore[arg-type]
    urls = [shot.url(hats[shot.hat]) if shot.hat else reverse("account_login") for shot in SHOTS]
    for shot, url in zip(SHOTS, urls, strict=True):
        page.context.clear_cookies()
        if shot.hat:
            sign_in(hats[shot.hat])
        take(page, f"{live_server.url}{url}", shot, folder)
    assert {path.stem for path in folder.iterdir()} == {shot.name for shot in SHOTS}


def take(page: Page, url: str, shot: Shot, folder: Path) -> None:
    answer = page.goto(url)
    assert answer is not None and answer.status == 200, shot.name
    page.wait_for_load_state("load")
    page.evaluate(IN_DUTCH)
    if shot.scroll:
        page.get_by_role("heading", name=shot.scroll).first.evaluate("element => element.scrollIntoView()")
    if shot.point:
        button = page.locator("main").get_by_text(shot.point, exact=False).first
        expect(button, shot.name).to_be_visible()
        button.evaluate(RING)
        if not shot.scroll:
            button.scroll_into_view_if_needed()
    picture = as_webp(page.screenshot())
    assert len(picture) <= LARGEST_PICTURE, shot.name
    (folder / f"{shot.name}.webp").write_bytes(picture)


def test_every_picture_that_a_guide_shows_is_made_here():
    shown = {picture.name for guide in all_guides() for picture in pictures_of(guide.body)}
    assert shown == {shot.name for shot in SHOTS}
