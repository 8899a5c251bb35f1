"""Every main page of every role, filled with demo data, judged on a phone and on a desk."""

import os

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from accounts import demo
from accounts.models import Kind, Membership
from config.demo.loader import load
from households.models import Household
from housing.models import Offer, Site
from housing.waiting import people_waiting

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def flanders(reference, settings) -> dict[str, Membership]:
    """A small Flanders of the same shape as the demo (whole for the pictures); the first demo account of each kind."""
    settings.DEMO_MODE = True
    load(on=timezone.localdate(), scale=1 if os.environ.get("UPDATE_SCREENSHOTS") else 0.1)
    hats: dict[str, Membership] = {}
    for membership in demo.accounts():
        hats.setdefault(membership.organisation.kind, membership)
    return hats


def first(queryset) -> int:
    found = queryset.order_by("pk").first()
    assert found is not None, queryset.query
    return int(found.pk)


def test_the_pages_of_a_local_government(page: Page, live_server, sign_in, look, flanders):
    coordinator = flanders[Kind.LOCAL_AUTHORITY]
    today = timezone.localdate()
    waiting = people_waiting(Household.objects.visible_to(coordinator), on=today)
    site = Site.objects.visible_to(coordinator).filter(units__stays__status="lived_in")
    sign_in(coordinator)
    for name, url, readme in [
        ("40-home-local", "/", "home-local"),
        ("41-offers-local", reverse("housing:offer_list"), ""),
        ("42-sites-local", reverse("housing:site_list"), ""),
        ("43-site-local", reverse("housing:site_detail", args=[first(site)]), "site"),
        ("44-households", reverse("matching:household_list"), ""),
        ("45-places", reverse("matching:household_places", args=[first(waiting)]), "places"),
        ("46-proposals", reverse("matching:proposal_list"), ""),
        ("132-movements-week", f"{reverse('housing:movement_list')}?per=week", ""),
        ("133-presence", reverse("housing:presence_check", args=[first(site)]), ""),
        ("47-spread", reverse("spread:overview"), "spread"),
        ("48-requests", reverse("facility:request_list"), ""),
        ("49-calls", reverse("vlot:intervention_list"), ""),
        ("50-messages", reverse("notifications:notification_list"), ""),
        ("51-organisation", reverse("accounts:organisation"), ""),
    ]:
        page.goto(f"{live_server.url}{url}")
        look(page, name, readme=readme)


def test_the_pages_of_the_others(page: Page, live_server, sign_in, look, flanders):
    for kind, pages in {
        Kind.COMPANY: ["/", reverse("housing:offer_list"), reverse("housing:site_list")],
        Kind.GOVERNOR: ["/", reverse("housing:offer_list"), reverse("spread:overview")],
        Kind.FACILITY: ["/", reverse("facility:request_list"), reverse("spread:overview")],
        Kind.VLOT: ["/", reverse("vlot:intervention_list"), reverse("vlot:intervention_add")],
        Kind.ABB: [
            "/",
            reverse("housing:offer_list"),
            reverse("admin:index"),
            reverse("admin:housing_offer_changelist"),
        ],
    }.items():
        sign_in(flanders[kind])
        for number, url in enumerate(pages):
            page.goto(f"{live_server.url}{url}")
            look(page, f"6-{kind}-{number}")
    offer = Offer.objects.filter(status="submitted").first()
    assert offer is not None
    page.goto(f"{live_server.url}{reverse('housing:offer_detail', args=[offer.pk])}")
    look(page, "6-abb-offer")


def test_the_demo_accounts_sign_in_with_one_click(page: Page, live_server, look, flanders):
    page.goto(f"{live_server.url}/demo/")
    look(page, "70-demo")
    page.get_by_role("button", name="Aanmelden").first.click()
    assert page.get_by_role("heading", level=1).inner_text().startswith("Dag ")
