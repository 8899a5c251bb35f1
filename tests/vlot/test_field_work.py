"""Visits, liaison, themes of signals, and the inventory of possible sites."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.allowed import NotAllowed
from audit.trail import IllegalTransition
from housing.models import Offer
from municipalities.models import Municipality
from notifications.models import Notification
from spread.models import IndicatorSnapshot
from tests.factories import SiteFactory
from tests.vlot.factories import (
    InterventionFactory,
    PossibleSiteFactory,
    ReferralFactory,
    SectorContactFactory,
    ThemeFactory,
    VisitFactory,
)
from vlot import actions
from vlot.figures import by_spread
from vlot.models import PossibleSite, Referral, SectorContact, Theme, Visit
from vlot.routes import km_between, route

TODAY = timezone.localdate()


def soon(days=2):
    return TODAY + timedelta(days=days)


def report(**changes):
    return {
        "form_token": str(uuid.uuid4()),
        "held_on": TODAY.isoformat(),
        "minutes": "90",
        "note": "De zalen zijn droog.",
        **changes,
    }


# --- Visits --------------------------------------------------------------------------------------------------


def test_a_visit_is_planned_told_driven_and_reported_once(client_for, ask, vlot, local):
    call, client = ask(), client_for(vlot)
    place = vlot.team_memberships.get()
    planned = {
        "form_token": str(uuid.uuid4()), "visitor": place.pk, "planned_on": soon().isoformat(),
        "goal": "De sporthal bekijken",
    }  # fmt: skip
    for _ in range(2):
        client.post(f"/vlot/oproep/{call.pk}/bezoek/", planned)
    visit = Visit.objects.get()
    assert (
        "De sporthal bekijken"
        in Notification.objects.filter(organisation=local.organisation).latest("pk").body
    )
    day = client.get(f"/vlot/bezoeken/?dag={soon():%Y-%m-%d}").content.decode()
    assert "De sporthal bekijken" in day and f"/vlot/bezoek/{visit.pk}/verslag/" in day
    data = report(shared_note="We sturen een plan.", next_step="Plan sturen", due_on=soon(7).isoformat())
    for _ in range(2):
        client.post(f"/vlot/bezoek/{visit.pk}/verslag/", data)
    visit.refresh_from_db()
    contact = call.contacts.get()
    assert (visit.report, contact.kind, contact.minutes, contact.next_step) == (
        contact,
        "visit",
        90,
        "Plan sturen",
    )
    late = client.post(f"/vlot/bezoek/{visit.pk}/verslag/", report())
    assert late.status_code == 409 and "heeft al een verslag" in late.content.decode()
    assert (
        "heeft al een verslag"
        in client.post(f"/vlot/bezoek/{visit.pk}/afgelasten/", follow=True).content.decode()
    )


def test_a_visit_that_is_called_off_is_told_and_gets_no_report(ask, vlot, local, elsewhere):
    visit = VisitFactory(intervention=ask(), visitor=vlot.user)
    with pytest.raises(NotAllowed):
        actions.cancel_visit(visit=visit, by=elsewhere)
    actions.cancel_visit(visit=visit, by=vlot)
    assert (
        "gaat niet door" in Notification.objects.filter(organisation=local.organisation).latest("pk").subject
    )
    assert not Visit.objects.to_do().exists()
    with pytest.raises(actions.VisitOver, match="is afgelast"):
        actions.report_visit(visit=visit, by=vlot, **{**report(), "held_on": TODAY, "minutes": 5})


def test_a_visit_is_for_a_day_to_come_and_for_somebody_of_the_team(client_for, ask, vlot, elsewhere):
    call = ask()
    fields = {"form_token": uuid.uuid4(), "intervention": call, "planned_on": soon(), "goal": "x", "by": vlot}
    with pytest.raises(actions.NotInTeam):
        actions.plan_visit(visitor=elsewhere, **fields)
    past = {"form_token": str(uuid.uuid4()), "planned_on": "2026-01-01", "goal": "x"}
    answer = client_for(vlot).post(f"/vlot/oproep/{call.pk}/bezoek/", past)
    assert answer.status_code == 422 and "al voorbij" in answer.content.decode()


def test_the_route_of_a_day_goes_to_the_nearest_next_stop(reference, vlot):
    towns = {
        name: Municipality.objects.current().get(name=name) for name in ("Gent", "Deinze", "Eeklo", "Aalst")
    }
    visits = [
        VisitFactory(intervention=InterventionFactory(municipality=towns[name]), visitor=vlot.user)
        for name in ("Gent", "Aalst", "Deinze", "Eeklo")
    ]
    stops = route(visits)
    assert [stop.visit.intervention.municipality.name for stop in stops] == [
        "Gent",
        "Deinze",
        "Eeklo",
        "Aalst",
    ]
    assert stops[0].km is None and 10 < stops[1].km < 25
    assert next(iter(route(visits, start=visits[1].position))).visit == visits[1]
    nowhere = VisitFactory(
        intervention=InterventionFactory(municipality=None, channel="mail", team=visits[0].intervention.team)
    )
    assert route([nowhere, *visits])[-1].visit == nowhere


def test_the_distance_is_that_of_the_globe_and_a_site_is_nearer_than_its_town(gent):
    assert km_between((51.0, 3.0), (51.0, 3.0)) == 0
    assert km_between((51.0, 3.0), (52.0, 3.0)) == pytest.approx(111.19, abs=0.1)
    site = SiteFactory(municipality=gent, latitude="51.100000", longitude="3.700000")
    visit = VisitFactory(intervention=InterventionFactory(site=site))
    assert visit.position == (51.1, 3.7) and site.address in visit.where
    assert VisitFactory(place="Aan de kerk").where == "Aan de kerk"


@pytest.mark.parametrize("asked", ["gisteren", "2026-02-31", "0001-01-01", "9999-12-31"])
def test_a_day_that_is_none_is_today(client_for, vlot, asked):
    page = client_for(vlot).get("/vlot/bezoeken/", {"dag": asked}).content.decode()
    assert "geen bezoeken gepland" in page


# --- Liaison -------------------------------------------------------------------------------------------------


def test_the_contact_book_is_kept_by_vlot_read_by_abb_and_closed_to_others(client_for, vlot, abb, local):
    client = client_for(vlot)
    fields = {"domain": "education", "organisation_name": "LOP Gent", "phone": "09 000 00 01"}
    client.post("/vlot/contactboek/nieuw/", fields)
    contact = SectorContact.objects.get()
    assert "LOP Gent" in client_for(abb).get("/vlot/contactboek/").content.decode()
    assert client_for(local).get("/vlot/contactboek/").status_code == 403
    unreachable = client.post("/vlot/contactboek/nieuw/", {**fields, "phone": ""})
    assert (
        unreachable.status_code == 422 and "e-mailadres of een telefoonnummer" in unreachable.content.decode()
    )
    client.post(f"/vlot/contactboek/{contact.pk}/", {**fields, "organisation_name": "LOP Regio Gent"})
    assert "LOP Regio Gent" in client.get("/vlot/contactboek/").content.decode()
    client.post(f"/vlot/contactboek/{contact.pk}/weg/")
    assert "LOP Regio Gent" not in client.get("/vlot/contactboek/").content.decode()
    with pytest.raises(NotAllowed):
        actions.retire_sector_contact(contact=contact, by=abb)


def test_services_of_the_region_are_proposed_and_those_of_the_topic_first(vlot, leuven, gent):
    call = InterventionFactory(topic="work")
    work = SectorContactFactory(domain="work", organisation_name="VDAB", province=gent.province)
    school = SectorContactFactory(domain="education", organisation_name="Agentschap Onderwijs")
    SectorContactFactory(domain="work", province=leuven.province)
    assert list(SectorContact.objects.for_call(call)) == [work, school]


def test_a_question_to_a_service_stays_open_until_it_answers(client_for, ask, vlot, elsewhere, local):
    call, contact, client = ask(), SectorContactFactory(), client_for(vlot)
    client.post(
        f"/vlot/oproep/{call.pk}/doorverwijzen/",
        {"contact": contact.pk, "question": "Waar is er nog plaats?", "due_on": TODAY.isoformat()},
    )
    referral = Referral.objects.get()
    late = ReferralFactory(intervention=call, due_on=TODAY - timedelta(days=3))
    assert list(Referral.objects.visible_to(vlot).waiting()) == [late, referral]
    assert late.is_late(on=TODAY) and not referral.is_late(on=TODAY)
    assert client.get("/vlot/doorverwijzingen/").content.decode().count("te laat") == 1
    assert (
        not Referral.objects.visible_to(elsewhere).exists()
        and not Referral.objects.visible_to(local).exists()
    )
    client.post(f"/vlot/doorverwijzing/{late.pk}/antwoord/", {"answer": "In drie scholen."})
    assert list(Referral.objects.visible_to(vlot).waiting()) == [referral]
    again = client.post(f"/vlot/doorverwijzing/{late.pk}/antwoord/", {"answer": "Nog eens."})
    assert again.status_code == 409 and "al genoteerd" in again.content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(answer="x")


# --- Themes --------------------------------------------------------------------------------------------------


def test_signals_of_one_theme_count_their_municipalities_and_the_teams_hear_what_happened(
    client_for, ask, vlot, central, elsewhere, abb, local, leuven
):
    first, second = ask(), ask()
    for call in (first, second):
        actions.signal_intervention(intervention=call, signal="Vol.", new_theme="Te weinig OKAN", by=vlot)
    there = InterventionFactory(municipality=leuven)
    theme = Theme.objects.get()
    client_for(elsewhere).post(
        f"/vlot/oproep/{there.pk}/signaal/", {"signal": "Ook hier vol.", "theme": theme.pk}
    )
    seen = Theme.objects.with_reach().get()
    assert (seen.calls, seen.towns, seen.topic) == (3, 2, first.topic)
    address = f"/vlot/thema/{theme.pk}/"
    page = client_for(abb).get(address).content.decode()
    assert "3 signalen" in page and "2 gemeenten" in page and "Ook hier vol." in page
    assert "Ook hier vol." not in client_for(vlot).get(address).content.decode()
    assert client_for(vlot).post(address, {"text": "x"}).status_code == 403
    client_for(abb).post(address, {"text": "Twee scholen krijgen een extra klas."})
    client_for(central).post(address, {"text": "Het is klaar.", "settled": "on"})
    assert (
        "Opgevolgd door de taskforce"
        in Notification.objects.get(organisation=vlot.organisation, subject__startswith="Opgevolgd").subject
    )
    assert client_for(local).get("/vlot/signalen-aan-vlaanderen/").status_code == 403
    with pytest.raises(actions.ThemeSettled):
        actions.signal_intervention(intervention=ask(), signal="Nog.", theme=theme, by=vlot)
    with pytest.raises(actions.ThemeSettled):
        actions.note_theme_step(theme=theme, text="Nog.", by=abb)


def test_a_theme_is_of_a_signal_and_exists_once(ask, vlot):
    theme = ThemeFactory(opened_by=vlot.user)
    call = ask()
    with pytest.raises(IntegrityError), transaction.atomic():
        type(call).objects.filter(pk=call.pk).update(theme=theme)
    with pytest.raises(IntegrityError), transaction.atomic():
        ThemeFactory(title=theme.title)


# --- Inventory -----------------------------------------------------------------------------------------------


def test_a_place_goes_from_idea_to_offer_and_only_its_municipality_makes_it_one(
    client_for, vlot, local, neighbour, elsewhere, gent
):
    client = client_for(vlot)
    fields = {"municipality": "Gent", "name": "Klooster", "street": "Kerkstraat", "estimated_places": "60"}
    client.post("/vlot/mogelijke-plaats/nieuw/", fields)
    place = PossibleSite.objects.get()
    address = f"/vlot/mogelijke-plaats/{place.pk}/"
    assert (
        client_for(local).get(address).status_code == 404
        and client_for(elsewhere).get(address).status_code == 404
    )
    for stage in ("visited", "feasible"):
        client.post(f"{address}fase/", {"fase": stage})
    assert "haalbaar" in Notification.objects.filter(organisation=local.organisation).latest("pk").body
    assert "Maak er een aanbod van" in client_for(local).get(address).content.decode()
    assert "Maak er een aanbod van" not in client.get(address).content.decode()
    assert client.post(f"{address}aanbod/").status_code == 403
    assert client_for(neighbour).post(f"{address}aanbod/").status_code == 404
    answers = [client_for(local).post(f"{address}aanbod/") for _ in range(2)]
    offer = Offer.objects.get()
    assert all(str(offer.form_token) in answer.url for answer in answers)
    assert (offer.title, offer.estimated_places, offer.setting, offer.status) == (
        "Klooster",
        60,
        "collective",
        "draft",
    )
    place.refresh_from_db()
    assert (place.status, place.offer, place.offer.organisation) == ("offered", offer, local.organisation)


def test_a_place_is_dropped_with_a_reason_and_can_come_back(client_for, vlot, elsewhere, gent):
    place = PossibleSiteFactory(status="visited")
    client, address = client_for(vlot), f"/vlot/mogelijke-plaats/{place.pk}/"
    assert client.post(f"{address}afvoeren/", {}).status_code == 422
    client.post(f"{address}afvoeren/", {"reason": "Asbest in het dak"})
    assert "Asbest in het dak" in client.get(address).content.decode()
    client.post(f"{address}fase/", {"fase": "feasible"})
    place.refresh_from_db()
    assert place.status == "dropped"
    client.post(f"{address}fase/", {"fase": "idea"})
    place.refresh_from_db()
    assert (place.status, place.dropped_reason) == ("idea", "")
    with pytest.raises(NotAllowed):
        actions.move_possible_site(possible=place, status="visited", by=elsewhere)
    with pytest.raises(IllegalTransition):
        actions.move_possible_site(possible=place, status="feasible", by=vlot)
    with pytest.raises(ValidationError, match="al in de inventaris"):
        actions.save_possible_site(possible=None, municipality=gent, name=place.name, by=vlot)
    for wrong in ({"status": "offered"}, {"status": "dropped"}, {"estimated_places": 0}, {"status": "built"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PossibleSite.objects.filter(pk=place.pk).update(**wrong)


def test_a_municipality_of_another_team_is_said_at_its_field_and_nothing_typed_is_lost(
    client_for, vlot, elsewhere
):
    place, client = PossibleSiteFactory(), client_for(vlot)
    far = Municipality.objects.filter(province=elsewhere.team_memberships.get().team.province).first()
    typed = {"municipality": str(far), "name": "Klooster", "findings": "Het dak lekt"}
    for address in ("/vlot/mogelijke-plaats/nieuw/", f"/vlot/mogelijke-plaats/{place.pk}/wijzigen/"):
        answer = client.post(address, typed)
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == ["municipality"]
        page = answer.content.decode()
        assert f"{far} ligt bij een ander team van VLOT" in page
        assert "Het dak lekt" in page
    assert PossibleSite.objects.get().municipality == place.municipality


def test_a_place_of_another_team_is_not_taken_by_saying_that_it_lies_here(vlot, elsewhere):
    place = PossibleSiteFactory()
    here = Municipality.objects.filter(province=elsewhere.team_memberships.get().team.province).first()
    with pytest.raises(NotAllowed):
        actions.save_possible_site(possible=place, municipality=here, by=elsewhere)
    with pytest.raises(NotAllowed):
        actions.save_possible_site(possible=place, municipality=here, by=vlot)  # nor given to one
    place.refresh_from_db()
    assert place.municipality != here


def test_places_are_ordered_by_how_little_their_municipality_carries(reference, gent, deinze, monkeypatch):
    from spread.actions import recompute

    recompute(on=TODAY)
    rows = IndicatorSnapshot.objects.current()
    rows.filter(municipality=gent).update(ratio=1.5)
    rows.filter(municipality=deinze).update(ratio=0.4)
    rich, poor = PossibleSiteFactory(municipality=gent), PossibleSiteFactory(municipality=deinze)
    big = PossibleSiteFactory(municipality=deinze, estimated_places=200)
    assert [row.possible for row in by_spread(PossibleSite.objects.all())] == [big, poor, rich]


def test_lists_cost_few_queries(client_for, central, django_assert_max_num_queries):
    PossibleSiteFactory.create_batch(5)
    ReferralFactory.create_batch(5)
    VisitFactory.create_batch(5, visitor=central.user)
    client = client_for(central)
    for address in (
        "mogelijke-plaatsen",
        "doorverwijzingen",
        "contactboek",
        "bezoeken",
        "signalen-aan-vlaanderen",
    ):
        with django_assert_max_num_queries(10):
            assert client.get(f"/vlot/{address}/").status_code == 200
