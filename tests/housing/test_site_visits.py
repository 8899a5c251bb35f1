"""A visit to a site that stands: planned, kept while one walks around, recorded, and what follows from it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.allowed import NotAllowed
from audit.models import AuditEvent
from documents.models import Document
from housing import actions
from housing.models import (
    ChecklistItem,
    Defect,
    DefectPhoto,
    Inspection,
    OfferMessage,
    Unavailability,
    Unit,
    VisitDraft,
    VisitPhoto,
    VisitPlan,
)
from housing.tasks import forget_visit_drafts, remind_of_defects
from municipalities.models import Change
from notifications.models import Notification
from reporting.home import task_groups
from tests.factories import (
    InspectionFactory,
    MembershipFactory,
    OfferFactory,
    SiteFactory,
    StayFactory,
    UnitFactory,
    visit_form,
    walked,
)
from tests.housing.test_findings import PNG

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
FIRE = {"category": "3", "domain": "fire", "description": "Geen rookmelder"}


@pytest.fixture
def site(company, local):
    return SiteFactory(organisation=company.organisation, name="Linde", checked_on=TODAY - timedelta(days=40))


@pytest.fixture
def units(site):
    return [UnitFactory(site=site, label=f"Kamer {number}", places=2) for number in (1, 2, 3)]


@pytest.fixture
def offer(company, local):
    return OfferFactory(organisation=company.organisation)


def visit(site, by, **more):
    seen = {"safe": True, "healthy": True, "dignified": True, "usable_places": 6, "answers": walked(), **more}
    return actions.record_site_visit(site=site, by=by, **{"inspected_on": TODAY} | seen)


def page(name, thing):
    return reverse(f"housing:{name}", args=[thing.pk])


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def photo(name="melder.png", content=PNG):
    return SimpleUploadedFile(name, content, content_type="image/png")


def free(site):
    return {unit.label for unit in Unit.objects.free(on=TODAY).filter(site=site)}


# --- Planned


def test_a_visit_is_planned_the_provider_knows_and_it_waits(client_for, site, local, company):
    day = TODAY + timedelta(days=5)
    client = client_for(local)
    client.post(page("site_visit_plan", site), {"planned_on": str(day), "reason": "Jaarlijks bezoek"})
    plan = VisitPlan.objects.get()
    told = Notification.objects.get(organisation=company.organisation)
    assert f"{day:%d/%m/%Y}" in told.subject and "Jaarlijks bezoek" in told.body
    for by in (local, company):
        assert "Jaarlijks bezoek" in client_for(by).get(page("site_detail", site)).content.decode()
    assert "Geplande plaatsbezoeken" in {group.title for group in task_groups(local, on=TODAY)}
    visit(site, local)
    assert fresh(plan).inspection == Inspection.objects.get()
    assert "Geplande plaatsbezoeken" not in {group.title for group in task_groups(local, on=TODAY)}


@pytest.mark.parametrize(
    "sent",
    [
        {"planned_on": "", "reason": "x"},
        {"planned_on": str(TODAY - timedelta(days=1)), "reason": "x"},
        {"planned_on": str(TODAY), "reason": ""},
    ],
)
def test_a_plan_needs_a_day_to_come_and_a_reason(sent, client_for, site, local):
    assert client_for(local).post(page("site_visit_plan", site), sent).status_code == 422


def test_a_site_has_one_planned_visit_and_it_can_be_called_off(client_for, site, local, company):
    plan = actions.plan_visit(site=site, on=TODAY, reason="x", by=local)
    with pytest.raises(actions.CannotPlan, match="al een bezoek gepland"):
        actions.plan_visit(site=site, on=TODAY, reason="x", by=local)
    client_for(local).post(page("site_visit_cancel", plan))
    client_for(local).post(page("site_visit_cancel", plan))
    assert fresh(plan).cancelled_by == local.user
    assert Notification.objects.filter(subject__startswith="Plaatsbezoek gaat niet door").count() == 1
    actions.plan_visit(site=site, on=TODAY, reason="x", by=local)


# --- Recorded


def test_a_visit_to_a_site_asks_the_same_list_and_counts_as_looked_at(client_for, site, units, local):
    Change.objects.all().delete()
    client = client_for(local)
    text = client.get(page("site_visit", site)).content.decode()
    assert all(item.text.replace("'", "&#x27;") in text for item in ChecklistItem.objects.valid(on=TODAY))
    response = client.post(page("site_visit", site), visit_form())
    inspection = Inspection.objects.get()
    assert response.url == page("visit_detail", inspection)
    assert (inspection.site, inspection.offer, inspection.passed) == (site, None, True)
    assert fresh(site).checked_on == TODAY
    assert Change.objects.filter(municipality=site.municipality).exists()
    assert AuditEvent.objects.about(site).filter(verb="site.inspected").exists()
    assert "Plaatsbezoek van" in client.get(page("site_detail", site)).content.decode()


def test_the_norm_counts_at_a_site_too(site, local):
    measured = [{"count": 1, "label": "Kamer", "living": "room", "living_rooms": 1, "floor_area": 13}]
    assert visit(site, local, usable_places=1, measured=measured).norm_places == 1


def test_findings_of_a_site_are_tasks_like_those_of_an_offer(client_for, site, units, local, company):
    defect = visit(site, local, defects=[FIRE]).defects.get()
    provider, official = client_for(company), client_for(local)
    assert "Geen rookmelder" in provider.get(reverse("housing:defect_list")).content.decode()
    shown = provider.get(page("defect_detail", defect)).content.decode()
    assert "Belet bewoning" in shown
    assert "uw locatie Linde" in Notification.objects.get(organisation=company.organisation).subject
    provider.post(page("defect_detail", defect), {"wat": "hersteld", "solution": "Hangt er"})
    assert "Geen rookmelder" in official.get(reverse("housing:defect_list")).content.decode()
    official.post(page("defect_detail", defect), {"wat": "opgelost", "solution": "Gezien"})
    assert fresh(defect).status == Defect.Status.SOLVED


def test_a_later_visit_judged_what_the_visit_before_approval_left_open(offer, local, company):
    trifle = {"category": "1", "domain": "other", "description": "Kastdeur klemt"}
    seen = {"safe": True, "healthy": True, "dignified": True, "usable_places": 6, "answers": walked()}
    actions.record_inspection(offer=offer, inspected_on=TODAY, defects=[trifle], by=local, **seen)
    site = actions.approve_offer(offer=offer, units=[actions.UnitLine(1, "Woning", 4)], by=local)
    assert Defect.objects.waiting_for(company).count() == 1
    visit(site, local)
    assert not Defect.objects.waiting_for(company).exists()


def test_nobody_visits_a_closed_site_or_tomorrow(site, local):
    with pytest.raises(actions.NotVisitedYet):
        visit(site, local, inspected_on=TODAY + timedelta(days=1))
    actions.close_site(site=site, on=TODAY, reason="verkocht", by=local)
    with pytest.raises(actions.SiteNotOpen):
        visit(site, local)
    with pytest.raises(actions.CannotPlan):
        actions.plan_visit(site=site, on=TODAY, reason="x", by=local)


def test_postgresql_refuses_a_visit_in_the_future_of_two_places_or_of_none(site, offer, local):
    inspection = visit(site, local)
    rows = Inspection.objects.filter(pk=inspection.pk)
    for wrong, name in (
        ({"inspected_on": TODAY + timedelta(days=1)}, "not_in_the_future"),
        ({"offer": offer}, "of_one_place"),
        ({"site": None}, "of_one_place"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            rows.update(**wrong)


# --- What follows


def test_a_failing_visit_offers_to_take_units_out_until_it_is_solved(client_for, site, units, local, company):
    client = client_for(local)
    inspection = visit(site, local, defects=[FIRE])
    url = page("visit_detail", inspection)
    text = client.get(url).content.decode()
    assert text.count("checked") == 3, "every unit where nobody lives is ticked"
    assert client.post(url, {"units": []}).status_code == 422
    client.post(url, {"units": [units[0].pk, units[2].pk]})
    assert free(site) == {"Kamer 2"}
    shown = client.get(page("site_detail", site)).content.decode()
    assert "Buiten gebruik tot het opgelost is: Kamer 1, Kamer 3" in shown
    assert "Wooneenheden buiten gebruik na een plaatsbezoek: Kamer 1, Kamer 3" in shown
    assert client_for(company).post(url, {"units": [units[1].pk]}).status_code == 403
    before = Change.objects.filter(kind="places").count()
    actions.confirm_solved(defect=inspection.defects.get(), solution="Gezien", by=local)
    assert free(site) == {"Kamer 1", "Kamer 2", "Kamer 3"}
    assert Change.objects.filter(kind="places").count() > before


def test_a_later_visit_in_order_brings_them_back_and_a_bad_one_does_not(site, units, local):
    inspection = visit(site, local, safe=False, findings="Trap los")
    actions.take_out_after_visit(inspection=inspection, units=units[:1], on=TODAY, by=local)
    visit(site, local, safe=False, findings="Nog altijd")
    assert free(site) == {"Kamer 2", "Kamer 3"}
    visit(site, local)
    assert free(site) == {"Kamer 1", "Kamer 2", "Kamer 3"}


def test_nobody_is_put_out_by_a_visit(client_for, site, units, local):
    StayFactory(unit=units[0], household__registered_by=local.organisation)
    inspection = visit(site, local, defects=[FIRE])
    text = client_for(local).get(page("visit_detail", inspection)).content.decode()
    assert "Hier wonen of komen mensen: Kamer 1" in text and text.count("checked") == 2
    with pytest.raises(actions.PeopleLiveThere):
        actions.take_out_after_visit(inspection=inspection, units=units, on=TODAY, by=local)
    assert not Unavailability.objects.exists(), "all of them, or none"


def test_a_visit_in_order_takes_nothing_out(site, units, local):
    with pytest.raises(actions.VisitPassed):
        actions.take_out_after_visit(inspection=visit(site, local), units=units, on=TODAY, by=local)


def test_fewer_usable_places_ask_to_change_the_units(client_for, site, units, local):
    inspection = visit(site, local, usable_places=4)
    for name, thing in (("visit_detail", inspection), ("site_detail", site)):
        text = client_for(local).get(page(name, thing)).content.decode()
        assert "de wooneenheden tellen er samen 6" in text
    actions.remove_unit(unit=units[2], by=local)
    assert "tellen er samen" not in client_for(local).get(page("site_detail", site)).content.decode()


# --- By when


@pytest.mark.parametrize(("category", "days"), [("1", 90), ("2", 30), ("3", 7)])
def test_every_finding_has_a_day_proposed_by_how_bad_it_is(category, days, site, local):
    found = {**FIRE, "category": category}
    assert visit(site, local, defects=[found]).defects.get().due_on == TODAY + timedelta(days=days)


def test_nothing_is_to_be_repaired_before_it_was_found(client_for, site, local):
    early = TODAY - timedelta(days=1)
    with pytest.raises(actions.RepairedBeforeFound):
        visit(site, local, defects=[{**FIRE, "due_on": early}])
    row = {"defects-TOTAL_FORMS": "1", **{f"defects-0-{name}": value for name, value in FIRE.items()}}
    row |= {"defects-0-responsible": "provider", "defects-0-due_on": str(early)}
    response = client_for(local).post(page("site_visit", site), visit_form(**row))
    assert response.status_code == 422
    assert "Deze dag ligt voor het bezoek" in response.content.decode()
    client_for(local).post(page("site_visit", site), visit_form(**row | {"defects-0-due_on": ""}))
    assert Defect.objects.get().due_on == TODAY + timedelta(days=7)


def subjects(by):
    return list(
        Notification.objects.filter(organisation=by.organisation)
        .order_by("pk")
        .values_list("subject", flat=True)
    )


def test_who_repairs_is_reminded_before_and_after_the_day_and_the_municipality_hears_once(
    site, local, company
):
    visit(site, local, defects=[{**FIRE, "due_on": TODAY + timedelta(days=7)}])
    days = [day for day in range(40) if actions.remind_of_defects(on=TODAY + timedelta(days=day))]
    assert days == [5, 8, 15, 22]
    assert [subject.split(":")[0] for subject in subjects(company)[1:]] == ["Herinnering"] + [
        "Nog niet hersteld"
    ] * 3
    assert [subject for subject in subjects(local) if subject.startswith("Niet hersteld")] == [
        f"Niet hersteld tegen {TODAY + timedelta(days=7):%d/%m/%Y}: {site.reference}"
    ]


def test_what_the_council_repairs_it_is_reminded_of_itself(site, local, company):
    visit(site, local, defects=[{**FIRE, "responsible": "local_authority"}])
    assert actions.remind_of_defects(on=TODAY + timedelta(days=8)) == 1
    assert len(subjects(local)) == 1 and subjects(company) == []


def test_nobody_is_reminded_of_what_was_reported_solved_judged_again_or_closed(site, local, company):
    later = TODAY + timedelta(days=20)
    defect = visit(site, local, defects=[FIRE]).defects.get()
    actions.report_repaired(defect=defect, solution="Hangt er", by=company)
    assert actions.remind_of_defects(on=later) == 0
    actions.send_back(defect=defect, why="Eén nog niet", by=local)
    visit(site, local)
    assert actions.remind_of_defects(on=later) == 0
    visit(site, local, defects=[FIRE])
    actions.close_site(site=site, on=TODAY, reason="verkocht", by=local)
    assert actions.remind_of_defects(on=later) == 0


def test_the_task_reminds_once_a_day(site, local):
    defect = visit(site, local, defects=[FIRE]).defects.get()
    Defect.objects.filter(pk=defect.pk).update(due_on=TODAY - timedelta(days=1))
    Inspection.objects.update(
        recorded_at=timezone.now() - timedelta(days=9), inspected_on=TODAY - timedelta(9)
    )
    assert (remind_of_defects(), remind_of_defects()) == (1, 0)


# --- Kept while one walks around


@pytest.mark.parametrize("place", ["offer", "site"])
def test_what_is_typed_is_kept_and_comes_back_on_another_device(place, request, client_for, local):
    thing = request.getfixturevalue(place)
    name = {"offer": "offer_inspect", "site": "site_visit"}[place]
    item = ChecklistItem.objects.first()
    sent = visit_form(
        **{f"punt-{item.pk}-outcome": "not_in_order", f"punt-{item.pk}-description": "Geen rookmelder"},
        findings="Halfweg",
    )
    assert client_for(local).post(page(f"{name}_keep", thing), sent).status_code == 204
    text = client_for(local).get(page(name, thing)).content.decode()
    assert "U was al begonnen" in text and "Geen rookmelder" in text and "Halfweg" in text
    assert not Inspection.objects.exists()
    response = client_for(local).post(page(name, thing), sent | {"keep": "1", "findings": "Verder"})
    assert response.status_code == 302
    assert "Verder" in client_for(local).get(page(name, thing)).content.decode()
    client_for(local).post(page(name, thing), {"start_over": "1"})
    assert not VisitDraft.objects.exists()


def test_a_draft_is_ones_own(client_for, site, local):
    colleague = MembershipFactory(organisation=local.organisation)
    client_for(local).post(page("site_visit_keep", site), visit_form(findings="Van mij"))
    assert "Van mij" not in client_for(colleague).get(page("site_visit", site)).content.decode()


def test_photos_are_taken_with_the_finding_and_survive_a_mistake(client_for, site, local):
    item = ChecklistItem.objects.get(text__startswith="Rookmelders")
    client, url, prefix = client_for(local), page("site_visit", site), f"punt-{item.pk}"
    bad = {f"{prefix}-outcome": "not_in_order", f"{prefix}-photos": [photo("een.png"), photo("twee.png")]}
    response = client.post(url, visit_form(**bad))
    assert response.status_code == 422, "what is wrong and how bad was not said"
    assert "een.png" in response.content.decode() and "twee.png" in response.content.decode()
    rest = {
        f"{prefix}-outcome": "not_in_order",
        f"{prefix}-description": "Geen rookmelder",
        f"{prefix}-category": "3",
        "defects-TOTAL_FORMS": "1",
        **{f"defects-0-{name}": value for name, value in FIRE.items()},
        "defects-0-responsible": "provider",
        "defects-0-photos": [photo("drie.png")],
    }
    away = VisitPhoto.objects.get(document__name="twee.png")
    client.post(url, visit_form(**{k: v for k, v in rest.items() if "photos" not in k}, photo_away=away.pk))
    assert client.post(url, visit_form(**rest)).status_code == 302
    by_finding = {
        (link.defect.domain, link.defect.description, link.document.name)
        for link in DefectPhoto.objects.all()
    }
    assert {name for _, _, name in by_finding} == {"een.png", "drie.png"}
    assert Document.objects.count() == 2 and not VisitDraft.objects.exists()


def test_photos_without_words_or_at_what_is_in_order_are_not_lost_unseen(client_for, site, local):
    item = ChecklistItem.objects.first()
    client, url = client_for(local), page("site_visit", site)
    response = client.post(url, visit_form(**{f"punt-{item.pk}-photos": [photo()]}))
    assert response.status_code == 422
    assert "Kies “niet in orde”" in response.content.decode()
    client.post(url, {"start_over": "1"})
    row = {"defects-TOTAL_FORMS": "1", "defects-0-responsible": "provider"}
    response = client.post(url, visit_form(**row, **{"defects-0-photos": [photo()]}))
    assert response.status_code == 422
    assert "Schrijf op wat er niet in orde is." in response.content.decode()
    assert not Inspection.objects.exists()


def test_a_file_that_is_no_photo_is_refused_at_its_finding(client_for, site, local):
    item = ChecklistItem.objects.first()
    wrong = {
        f"punt-{item.pk}-outcome": "not_in_order",
        f"punt-{item.pk}-photos": [photo("virus.png", b"MZ\x90")],
    }
    response = client_for(local).post(page("site_visit", site), visit_form(**wrong))
    assert response.status_code == 422
    assert "virus.png" in response.content.decode()
    assert not Document.objects.exists()


def test_a_draft_is_refused_once_a_colleague_decided(client_for, offer, local):
    actions.reject_offer(offer=offer, reason="other", note="Nee", by=local)
    answer = client_for(local).post(page("offer_inspect_keep", offer), visit_form())
    assert answer.status_code == 409 and "Een collega" in answer.json()["message"]


def test_drafts_that_nobody_went_on_with_are_forgotten(site, local):
    from django.core.files.storage import default_storage

    from documents.files import check_file

    draft = actions.keep_visit_draft(
        place=site, typed={"findings": "x"}, photos=[("punt-1", check_file(photo()))], by=local
    )
    assert default_storage.exists(draft.photos.get().document.file.name)
    assert forget_visit_drafts() == 0
    VisitDraft.objects.update(kept_at=timezone.now() - timedelta(days=61))
    assert forget_visit_drafts() == 1
    assert not VisitDraft.objects.exists() and not Document.objects.exists()


# --- Promises that used to live in forms only


def test_an_offer_is_not_approved_without_units(offer, local):
    InspectionFactory(offer=offer)
    with pytest.raises(actions.NoUnits):
        actions.approve_offer(offer=offer, units=[], by=local)


@pytest.mark.parametrize("days", [0, -1, 61])
def test_an_answer_is_asked_for_within_sixty_days(days, offer, local):
    with pytest.raises(actions.AnswerOutOfReach):
        actions.ask_about_offer(offer=offer, question="?", due_on=TODAY + timedelta(days=days), by=local)
    with pytest.raises(IntegrityError, match="due_within_reach"), transaction.atomic():
        OfferMessage.objects.create(
            offer=offer,
            organisation=local.organisation,
            text="?",
            due_on=TODAY + timedelta(days=days),
            sent_by=local.user,
        )


def test_a_photo_is_added_by_who_repairs_or_judges_the_finding(
    site, local, company, other_company, neighbour
):
    defect = visit(site, local, defects=[FIRE]).defects.get()
    for by in (other_company, neighbour):
        with pytest.raises(NotAllowed):
            actions.add_defect_photos(defect=defect, photos=[], by=by)
    actions.add_defect_photos(defect=defect, photos=[], by=company)


def test_a_finding_without_a_day_does_not_exist(site, local):
    defect = visit(site, local, defects=[FIRE]).defects.get()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE housing_defect SET due_on = NULL WHERE id = %s", [defect.pk])
