"""Playbooks and openings: nobody lives at a site before what blocks its opening is done."""

import uuid
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.allowed import NotAllowed
from facility import actions
from facility.models import OpeningPlan, OpeningTask, Party, Playbook, PlaybookItem, PlaybookNeed, Theme
from facility.playbook_changes import changes_between
from housing.models import OpeningHold, Site, Stay
from notifications.models import Notification
from tests.facility.factories import SupportRequestFactory
from tests.facility.villages import finish_all, opening
from tests.factories import SiteFactory, StayFactory, UnitFactory

pytestmark = pytest.mark.django_db


def refuses(do, name):
    with pytest.raises(IntegrityError, match=r".") as refusal, transaction.atomic():
        do()
    told = refusal.value.__cause__.diag
    assert told.constraint_name == name
    return told.message_primary


@pytest.mark.parametrize(("kind", "least"), [("village", 80), ("collective", 50)])
def test_the_draft_that_comes_along_is_complete_and_marked_as_ours(kind, least):
    playbook = Playbook.objects.newest(kind)
    items = list(playbook.items.all())
    assert len(items) >= least
    assert playbook.source.startswith("Eigen ontwerp")
    assert {item.theme for item in items} == set(Theme.values)
    assert {item.party for item in items} >= set(Party.values) - {"government"}
    assert all(item.explanation and item.evidence for item in items)


def test_a_village_starts_only_after_the_decision_of_the_government(local, facility, site):
    asked = SupportRequestFactory(organisation=local.organisation, kind="village")
    with pytest.raises(actions.CannotOpen, match="beslissing van de Vlaamse Regering"):
        opening(site, by=local, kind="village", support_request=asked)
    assert not OpeningHold.objects.exists(), "nothing is half-saved"
    with pytest.raises(actions.CannotOpen, match="beslissing"):
        opening(site, by=local, kind="village")
    type(asked).objects.filter(pk=asked.pk).update(government_decision="VR 2026 1")
    assert opening(site, by=local, kind="village", support_request=asked).tasks.count() >= 80


def test_a_site_does_not_open_while_a_blocking_item_is_open_and_opens_after_it(local, facility, site):
    unit = UnitFactory(site=site, places=4)
    plan = opening(site, by=local)
    assert not Site.objects.habitable(on=timezone.localdate()).filter(pk=site.pk).exists()
    sentence = refuses(lambda: StayFactory(unit=unit, status=Stay.Status.LIVED_IN), "stay_after_the_opening")
    assert "nog niet geopend" in sentence
    finish_all(plan, by=local, but=["brandcontrole"])
    with pytest.raises(actions.CannotOpen, match="opent niet zolang er punten open staan"):
        actions.open_site(plan=plan, by=local)
    assert OpeningHold.objects.get().open_items == 1
    refuses(
        lambda: OpeningHold.objects.update(lifted_on=timezone.localdate()), "opening_hold_lifted_when_done"
    )
    finish_all(plan, by=local)
    actions.open_site(plan=plan, by=local)
    StayFactory(unit=unit, status=Stay.Status.LIVED_IN)
    assert Site.objects.habitable(on=timezone.localdate()).filter(pk=site.pk).exists()
    with pytest.raises(actions.CannotOpen, match="al geopend"):
        actions.reopen_task(task=plan.tasks.first(), by=local)


def test_what_blocks_cannot_be_unticked_under_people_not_even_past_the_verbs(local, site):
    plan = opening(site, by=local)
    finish_all(plan, by=local)
    actions.open_site(plan=plan, by=local)
    blocking = plan.tasks.filter(item__blocking=True).first()
    refuses(
        lambda: OpeningTask.objects.filter(pk=blocking.pk).update(done_at=None, done_by=None),
        "opening_hold_lifted_when_done",
    )


def test_a_site_where_people_live_gets_no_playbook_and_another_one_only_once(local, site):
    StayFactory(unit=UnitFactory(site=site), status=Stay.Status.LIVED_IN)
    with pytest.raises(actions.CannotOpen, match="al mensen"):
        opening(site, by=local)
    empty = SiteFactory(municipality=site.municipality)
    plan = opening(empty, by=local)
    with pytest.raises(actions.CannotOpen, match="heeft al een draaiboek"):
        opening(empty, by=local)
    again = actions.start_opening(
        form_token=plan.form_token, site=empty, playbook=plan.playbook, opens_on=plan.opens_on, by=local
    )
    assert again == plan


def test_only_the_agency_says_that_something_is_not_needed_and_why(local, facility, site):
    task = opening(site, by=local).tasks.blocking().first()
    with pytest.raises(NotAllowed):
        actions.waive_task(task=task, because="Hier niet.", by=local)
    before = OpeningHold.objects.get().open_items
    actions.waive_task(task=task, because="Er is geen lift.", by=facility)
    assert OpeningHold.objects.get().open_items == before - 1
    with pytest.raises(NotAllowed):
        actions.reopen_task(task=task, by=local)
    refuses(
        lambda: OpeningTask.objects.filter(pk=task.pk).update(waived_because=""),
        "opening_task_waived_because",
    )


def test_a_published_playbook_does_not_change_and_a_draft_has_no_circles(facility):
    playbook = Playbook.objects.newest("collective")
    refuses(lambda: playbook.items.update(days=1), "item_stays_published")
    refuses(lambda: PlaybookNeed.objects.filter(item__playbook=playbook).delete(), "needs_without_circles")
    refuses(lambda: Playbook.objects.filter(pk=playbook.pk).update(note="x"), "playbook_stays_published")
    draft = actions.new_playbook_version(playbook=playbook, by=facility)
    assert actions.new_playbook_version(playbook=playbook, by=facility) == draft
    assert not changes_between(playbook, draft).any
    need = PlaybookNeed.objects.filter(item__playbook=draft).first()
    with pytest.raises(actions.CannotKeepPlaybook, match="wachten op elkaar"):
        actions.save_playbook_item(playbook=draft, item=need.needs, needs=[need.item], by=facility)
    elsewhere = playbook.items.first()
    with pytest.raises(actions.CannotKeepPlaybook, match="hetzelfde draaiboek"):
        actions.save_playbook_item(playbook=draft, item=need.needs, needs=[elsewhere], by=facility)
    with pytest.raises(actions.CannotKeepPlaybook, match="gepubliceerd"):
        actions.remove_playbook_item(item=elsewhere, by=facility)


def test_a_new_version_shows_what_changes_and_asks_again_what_changed(local, facility, site):
    plan = opening(site, by=local)
    for code in ("mandaat", "lift"):
        actions.finish_task(task=plan.tasks.get(item__code=code), by=local)
    draft = actions.new_playbook_version(playbook=plan.playbook, by=facility)
    changed = draft.items.get(code="mandaat")
    actions.save_playbook_item(playbook=draft, item=changed, needs=[], days=20, by=facility)
    actions.remove_playbook_item(item=draft.items.get(code="computers"), by=facility)
    new = {
        "code": "zonwering",
        "theme": "hard",
        "title": "Zonwering",
        "explanation": "Voor de zomer.",
        "party": "operator",
    }
    actions.save_playbook_item(playbook=draft, needs=[changed], days=7, blocking=True, **new, by=facility)
    newer = actions.publish_playbook(playbook=draft, note="Zomer.", by=facility)
    found = changes_between(plan.playbook, newer)
    assert [item.code for item in found.added] == ["zonwering"]
    assert [item.code for item in found.removed] == ["computers"]
    assert [(change.new.code, change.what) for change in found.changed] == [
        ("mandaat", ["doorlooptijd (dagen)"])
    ]
    before = plan.playbook.items.get(code="mandaat").days
    assert found.changed[0].sizes == [f"doorlooptijd (dagen): {before}, wordt 20"]
    assert found.changed[0].others == []
    blocking = OpeningHold.objects.get().open_items
    plan = actions.upgrade_opening(plan=plan, playbook=newer, by=local)
    assert {task.item.code for task in plan.tasks.select_related("item") if task.is_settled} == {"lift"}
    assert plan.tasks.filter(item__playbook=newer).count() == newer.items.count() == plan.tasks.count()
    assert OpeningHold.objects.get().open_items == blocking + 2
    with pytest.raises(actions.CannotOpen, match="nieuwere"):
        actions.upgrade_opening(plan=plan, playbook=newer, by=local)


def test_who_runs_a_playbook_is_told_of_a_new_version_with_what_would_change(
    client_for, local, neighbour, facility, site
):
    plan = opening(site, by=local)
    asked = SupportRequestFactory(organisation=neighbour.organisation, site=site)
    theirs = opening(
        SiteFactory(municipality=neighbour.organisation.municipality), by=facility, support_request=asked
    )
    done = opening(SiteFactory(municipality=site.municipality), by=local)
    finish_all(done, by=local)
    actions.open_site(plan=done, by=local)
    draft = actions.new_playbook_version(playbook=plan.playbook, by=facility)
    actions.remove_playbook_item(item=draft.items.get(code="computers"), by=facility)
    before = Notification.objects.count()
    actions.publish_playbook(playbook=draft, note="Minder is meer.", by=facility)
    told = Notification.objects.order_by("pk")[before:]
    assert {(row.organisation, row.url) for row in told} == {
        (running.organisation, reverse("facility:opening_upgrade", args=[of.pk]))
        for running, of in ((local, plan), (neighbour, theirs))
    }
    assert all(f"Versie {draft.version}" in row.body and "Minder is meer." in row.body for row in told)
    page = client_for(local).get(reverse("facility:opening_upgrade", args=[plan.pk]))
    assert plan.playbook.items.get(code="computers").title in page.content.decode()


# --- Pages


def test_the_page_of_a_site_says_that_it_waits_what_blocks_and_who_is_next(
    client_for, local, facility, site, company
):
    Site.objects.filter(pk=site.pk).update(organisation=company.organisation)
    address = reverse("housing:site_detail", args=[site.pk])
    assert "Wacht op de opening" not in client_for(local).get(address).content.decode()
    plan = opening(site, by=local)
    finish_all(plan, by=local, but=["brandcontrole", "mandaat"])
    board = reverse("facility:opening_detail", args=[plan.pk])
    for by, linked in ((local, True), (facility, True), (company, False)):
        page = client_for(by).get(address).content.decode()
        assert "Wacht op de opening" in page and "2 punten houden de opening nog tegen" in page
        assert plan.tasks.get(item__code="brandcontrole").item.title in page
        assert "Wie is nu aan zet" in page and "lokaal bestuur" in page
        assert (board in page) is linked, by.organisation.kind
    finish_all(plan, by=local)
    assert "Niets houdt de opening nog tegen" in client_for(local).get(address).content.decode()
    actions.open_site(plan=plan, by=local)
    assert "Wacht op de opening" not in client_for(local).get(address).content.decode()


def test_a_site_held_by_something_else_than_a_playbook_says_so_too(client_for, local, site):
    OpeningHold.objects.create(site=site, reason="Werken aan het dak", open_items=2)
    page = client_for(local).get(reverse("housing:site_detail", args=[site.pk])).content.decode()
    assert "Werken aan het dak: 2 punten houden de opening nog tegen" in page


def test_a_hold_costs_the_page_of_a_site_seven_queries_and_without_one_none(client_for, local, site):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            client_for(local).get(reverse("housing:site_detail", args=[site.pk]))
        return [query["sql"] for query in queries if "facility_opening" in query["sql"]], len(queries)

    cost()
    none, before = cost()
    opening(site, by=local)
    some, after = cost()
    assert none == [] and some and after - before <= 7


def test_the_board_and_the_timeline_cost_the_same_at_any_number_of_items(client_for, local, site):
    plan = opening(site, by=local)
    client = client_for(local)
    for name in ("opening_detail", "opening_timeline"):
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse(f"facility:{name}", args=[plan.pk]))
        assert page.status_code == 200
        assert len(queries) <= 16, name
    text = page.content.decode()
    assert text.count("<svg") > 80 and "Uiterlijk" in text


def test_the_pages_lead_from_start_to_open(client_for, local, facility, site):
    client = client_for(local)
    form = {"form_token": uuid.uuid4(), "kind": "village", "site": site.pk, "opens_on": "2027-06-01"}
    refused = client.post(reverse("facility:opening_add"), form)
    assert refused.status_code == 422 and "beslissing van de Vlaamse Regering" in refused.content.decode()
    begun = client.post(reverse("facility:opening_add"), {**form, "kind": "collective"})
    plan = OpeningPlan.objects.get()
    detail = reverse("facility:opening_detail", args=[plan.pk])
    assert begun.url == detail
    opened = client.post(reverse("facility:opening_open", args=[plan.pk]), follow=True)
    assert "opent niet zolang" in opened.content.decode()
    assert "no-go" in opened.content.decode()
    task = plan.tasks.first()
    client.post(reverse("facility:task_finish", args=[task.pk]), {"note": "Notulen van 3 mei."})
    assert "Notulen van 3 mei." in client.get(detail).content.decode()
    client.post(reverse("facility:task_reopen", args=[task.pk]))
    task.refresh_from_db()
    assert not task.is_settled
    client.post(reverse("facility:opening_move", args=[plan.pk]), {"opens_on": "2027-07-01"})
    assert OpeningPlan.objects.get().opens_on == date(2027, 7, 1)
    past = {"opens_on": timezone.localdate().isoformat()}
    assert client.post(reverse("facility:opening_move", args=[plan.pk]), past).status_code == 422
    finish_all(plan, by=facility)
    assert (
        "is open"
        in client.post(reverse("facility:opening_open", args=[plan.pk]), follow=True).content.decode()
    )


def test_a_version_is_made_and_published_through_its_pages(client_for, facility):
    client = client_for(facility)
    playbook = Playbook.objects.newest("collective")
    begun = client.post(reverse("facility:playbook_version_add", args=[playbook.pk]))
    draft = Playbook.objects.get(published_on=None)
    assert begun.url == reverse("facility:playbook_detail", args=[draft.pk])
    item = {
        "code": "lift", "theme": "hard", "title": "Zonwering", "explanation": "Zomer.", "party": "operator",
        "days": 7, "before": 1, "blocking": "on", "evidence": "Foto",
    }  # fmt: skip
    twice = client.post(reverse("facility:playbook_item_add", args=[draft.pk]), item)
    assert twice.status_code == 422 and "staat al" in twice.content.decode()
    client.post(reverse("facility:playbook_item_add", args=[draft.pk]), {**item, "code": "zonwering"})
    row = PlaybookItem.objects.get(code="zonwering")
    client.post(
        reverse("facility:playbook_item_edit", args=[row.pk]), {**item, "code": "zonwering", "days": 9}
    )
    row.refresh_from_db()
    assert row.days == 9
    assert "Nieuw" in client.get(begun.url).content.decode()
    client.post(reverse("facility:playbook_publish", args=[draft.pk]), {"note": "Zonwering."})
    assert Playbook.objects.newest("collective") == draft


def test_the_planner_shows_three_variants_and_names_what_binds(client_for, local):
    client = client_for(local)
    asked = {"plot": "12000", "months": "24", "van_1": "20", "van_4": "10"}
    page = client.get(reverse("facility:village_planner"), asked).content.decode()
    assert page.count("Kost per plaats per maand") == 3 and "Eigen aanname" in page
    tight = client.get(reverse("facility:village_planner"), {**asked, "plot": "100"}).content.decode()
    assert tight.count("Het terrein is te klein") == 3
    nobody = client.get(reverse("facility:village_planner"), {"plot": "100", "months": "3"})
    assert "minstens één huishouden" in nobody.content.decode()
