"""From call to outcome in a real browser: by keyboard on the telephone, a visit on the road, the link to Facility."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.factories import SiteFactory
from tests.vlot.factories import InterventionFactory, VisitFactory
from vlot import actions
from vlot.models import Intervention, Team, Theme, Topic, Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_call_becomes_a_visit_a_question_to_facility_and_an_outcome(
    page: Page, live_server, sign_in, look, local, vlot, gent, deinze, facility
):
    actions.ensure_teams()
    actions.join_team(team=Team.objects.get(province=gent.province), membership=vlot, by=None)
    site = SiteFactory(municipality=gent, name="Sporthal Noord")
    InterventionFactory(status="closed", question="Buren klaagden over nachtlawaai in de sporthal")
    sign_in(vlot)
    page.goto(f"{live_server.url}{reverse('vlot:intervention_add')}")
    page.get_by_label("Gemeente").focus()
    for text in ("gent", "Coördinator opvang", "09 000 00 01"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.type("overlast")
    page.keyboard.press("Tab")
    page.keyboard.type("Buren klagen over nachtlawaai in de sporthal.")
    look(page, "70-vlot-call-screen")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.get_by_text("De oproep is genoteerd")).to_be_visible()
    call = Intervention.objects.latest("pk")
    assert (call.municipality, call.topic_id, call.urgency) == (gent, "nuisance", "today")

    page.get_by_role("button", name="Ik volg dit op").click()
    page.get_by_role("link", name="Locatie koppelen").click()
    page.get_by_label("Locatie").fill(site.name)
    page.get_by_role("button", name="Bewaren").click()
    page.get_by_role("link", name="Bezoek plannen").click()
    page.get_by_label("Dag").fill(timezone.localdate().isoformat())
    page.get_by_label("Wat wilt u bekijken?").fill("De sporthal en de straat")
    page.get_by_role("button", name="Plannen").click()
    expect(page.get_by_text("Het bezoek is gepland")).to_be_visible()
    VisitFactory(intervention=InterventionFactory(municipality=deinze), visitor=vlot.user)
    page.goto(f"{live_server.url}{reverse('vlot:visit_day')}")
    look(page, "71-vlot-visit-day")
    page.set_viewport_size({"width": 360, "height": 800})
    page.get_by_role("link", name="Verslag maken over Gent").click()
    look(page, "72-vlot-visit-report")
    page.get_by_label("Verslag", exact=True).fill("De deur naar de straat staat 's nachts open.")
    page.get_by_label("Verslag voor de gemeente").fill("Een deurdranger en tien bedden helpen.")
    page.get_by_label("Hoeveel minuten?").fill("60")
    page.get_by_role("button", name="Verslag bewaren").click()
    assert Visit.objects.get(intervention=call).report.minutes == 60
    look(page, "73-vlot-case")

    sign_in(local)
    page.goto(f"{live_server.url}{reverse('vlot:intervention_detail', args=[call.pk])}")
    expect(page.get_by_text("tien bedden helpen")).to_be_visible()
    expect(page.get_by_text("staat 's nachts open")).to_have_count(0)
    page.get_by_role("link", name="Vraag Het Facilitair Bedrijf").click()
    page.get_by_role("link", name="Spoedaankoop van materiaal").click()
    expect(page.get_by_label("Over welke locatie gaat het?")).to_have_value(str(site.pk))
    page.get_by_label("Onderwerp").fill("Een deurdranger en tien bedden")
    page.get_by_label("Omschrijving").fill("De deur staat 's nachts open.")
    page.get_by_label("Waar moet het geleverd worden?").fill("Sporthal Noord")
    page.get_by_label("Nodig tegen").fill((timezone.localdate() + timedelta(days=7)).isoformat())
    page.get_by_role("button", name="Aanvraag versturen").click()
    expect(page.get_by_role("link", name=call.reference)).to_be_visible()

    sign_in(vlot)
    page.goto(f"{live_server.url}{reverse('vlot:intervention_detail', args=[call.pk])}")
    expect(page.get_by_role("link", name="Een deurdranger en tien bedden")).to_be_visible()
    look(page, "75-vlot-case-with-request")
    page.get_by_role("link", name="Aanvragen koppelen").click()
    expect(page.get_by_label("spoedaankoop van materiaal")).to_be_checked()
    look(page, "76-vlot-case-requests")
    page.goto(f"{live_server.url}{reverse('vlot:intervention_close', args=[call.pk])}")
    page.get_by_label("opgelost", exact=True).check()
    page.get_by_label("Antwoord aan de gemeente").fill("De deurdranger is gevraagd, de buren weten het.")
    page.get_by_role("button", name="Afsluiten").click()
    expect(page.get_by_text("De oproep is afgesloten")).to_be_visible()


def test_the_pages_of_the_field_on_a_phone_and_on_a_desk(
    page: Page, live_server, sign_in, look, local, vlot, abb, gent
):
    actions.ensure_teams()
    actions.join_team(team=Team.objects.get(province=gent.province), membership=vlot, by=None)
    site = SiteFactory(municipality=gent, name="Sporthal Noord")
    call = InterventionFactory(site=site)
    service = actions.save_sector_contact(
        contact=None,
        domain=Topic.objects.get(pk="education"),
        organisation_name="LOP Gent",
        email="lop@dienst.example",
        by=vlot,
    )
    actions.refer_intervention(
        intervention=call,
        contact=service,
        question="Waar is er plaats?",
        due_on=timezone.localdate(),
        by=vlot,
    )
    actions.signal_intervention(intervention=call, signal="Overal vol.", new_theme="Te weinig OKAN", by=vlot)
    theme = Theme.objects.get()
    possible = actions.save_possible_site(
        possible=None, municipality=gent, name="Klooster", estimated_places=60, by=vlot
    )
    for days in (1, 20):
        actions.log_incident(
            form_token=uuid.uuid4(), site=site, happened_on=timezone.localdate() - timedelta(days=days),
            part_of_day="night", kind="noise", severity="serious", place="outside", steps=["conversation"],
            result="better", by=local,
        )  # fmt: skip
    sign_in(vlot)
    for name, args in (
        ("contact_book", []),
        ("referral_list", []),
        ("theme_list", []),
        ("theme_detail", [theme.pk]),
        ("possible_site_list", []),
        ("possible_site_detail", [possible.pk]),
        ("incident_list", [site.pk]),
        ("incident_add", [site.pk]),
        ("mail_take_in", []),
        ("intervention_hand_over", [call.pk]),
        ("intervention_list", []),
    ):
        page.goto(f"{live_server.url}{reverse(f'vlot:{name}', args=args)}")
        look(page, f"74-vlot-{name.replace('_', '-')}")
