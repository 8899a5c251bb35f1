"""A reported change is a row that waits for the municipality until it says what became of it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Kind
from audit.trail import IllegalTransition
from housing import actions
from housing.models import ChangeReport
from notifications.models import Notification
from reporting.home import task_groups
from tests.factories import SiteFactory, days_ago, hat
from tests.together import all_at_once

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def site(company, local):
    return SiteFactory(organisation=company.organisation, name="Linde")


@pytest.fixture
def report(site, company):
    return actions.report_change(site=site, text="Twee kamers minder", by=company)


def page(report):
    return reverse("housing:change_report", args=[report.pk])


def waiting(by):
    groups = {group.title: group for group in task_groups(by, on=TODAY)}
    return groups.get("Gemelde veranderingen")


def test_a_change_is_reported_from_the_site_and_waits_for_the_municipality(client_for, site, company, local):
    url = reverse("housing:site_report", args=[site.pk])
    assert client_for(company).post(url, {"text": " "}).status_code == 422
    client_for(company).post(url, {"text": "Twee kamers minder"})
    report = ChangeReport.objects.get()
    assert (report.status, report.organisation, report.reported_by) == (
        "open", company.organisation, company.user
    )  # fmt: skip
    group = waiting(local)
    assert (group.total, group.tasks[0].label) == (1, "Linde")
    assert "Twee kamers minder" in group.tasks[0].detail
    assert waiting(company) is None
    assert "Twee kamers minder" in client_for(local).get("/").content.decode()
    shown = client_for(local).get(reverse("housing:site_detail", args=[site.pk])).content.decode()
    assert page(report) in shown


def test_behind_the_signed_link_it_becomes_a_row_too(client, site, company, local):
    site.checked_on = TODAY - timedelta(days=40)
    site.save()
    actions.ask_to_confirm(on=TODAY)
    link = company.freshness_calls.get().link()
    client.post(link, {"melden": "ja", "site": site.pk, "text": "Het dak lekt"})
    report = ChangeReport.objects.get()
    assert (report.via, report.reported_by) == (actions.VIA_LINK, company.user)


def test_the_list_says_how_many_days_it_waits_the_oldest_first(client_for, site, report, company, local):
    ChangeReport.objects.filter(pk=report.pk).update(reported_at=days_ago(9))
    actions.report_change(site=site, text="En een lift meer", by=company)
    text = client_for(local).get(reverse("housing:change_report_list")).content.decode()
    assert text.index("Twee kamers minder") < text.index("En een lift meer")
    assert '<td data-label="Dagen" class="number">9</td>' in text
    assert "wacht 9 dagen" in waiting(local).tasks[0].detail


@pytest.mark.parametrize("outcome", ["carried_out", "not_needed"])
def test_the_municipality_handles_it_with_a_sentence_that_the_reporter_reads(
    outcome, client_for, report, local, company
):
    client = client_for(local)
    assert client.post(page(report), {"outcome": outcome, "answer": ""}).status_code == 422
    assert client.post(page(report), {"outcome": "open", "answer": "x"}).status_code == 422
    client.post(page(report), {"outcome": outcome, "answer": "We keken het na."})
    report = ChangeReport.objects.get()
    assert (report.status, report.decided_by, report.answer) == (outcome, local.user, "We keken het na.")
    told = Notification.objects.get(user=company.user, subject__startswith="Uw melding")
    assert "We keken het na." in told.body and told.organisation == company.organisation
    assert waiting(local) is None
    assert "We keken het na." in client_for(company).get(page(report)).content.decode()


def test_only_the_municipality_of_the_site_handles_it(client_for, report, company, neighbour, governor, abb):
    for by, status in ((company, 403), (governor, 403), (abb, 403), (neighbour, 404)):
        assert (
            client_for(by).post(page(report), {"outcome": "not_needed", "answer": "x"}).status_code == status
        )
    assert client_for(hat(Kind.COMPANY)).get(page(report)).status_code == 404


def test_it_is_handled_once(client_for, report, local):
    actions.decide_report(report=report, outcome="carried_out", answer="Gedaan.", by=local)
    with pytest.raises(IllegalTransition):
        actions.decide_report(report=report, outcome="not_needed", answer="Toch niet.", by=local)
    response = client_for(local).post(page(report), {"outcome": "not_needed", "answer": "x"}, follow=True)
    assert "Een collega was u misschien voor" in response.content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_who_handle_it_at_the_same_moment_end_with_one_answer(report, local):
    def decide(outcome):
        try:
            actions.decide_report(
                report=ChangeReport.objects.get(pk=report.pk), outcome=outcome, answer=outcome, by=local
            )
        except IllegalTransition:
            return "late"
        return "first"

    assert sorted(all_at_once(lambda: decide("carried_out"), lambda: decide("not_needed"))) == [
        "first", "late"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "half",
    [
        {"decided_at": timezone.now()},
        {"status": "carried_out"},
        {"status": "not_needed", "answer": "Nee"},
        {"text": ""},
        {"status": "weg"},
    ],
)
def test_postgresql_keeps_who_when_and_what_together(half, report):
    with pytest.raises(IntegrityError, match="changereport"), transaction.atomic():
        ChangeReport.objects.filter(pk=report.pk).update(**half)
