"""The teams today, the frozen month, all about a municipality, and what moved (without saying why)."""

import io
from datetime import date, timedelta
from zipfile import ZipFile

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from notifications.models import Notification
from tests.documents.reading_aloud import pdf_faults
from tests.factories import UnitFactory, days_ago
from tests.vlot.factories import ContactFactory, IncidentFactory, InterventionFactory, VisitFactory
from vlot.models import Intervention
from vlot.oversight import actions
from vlot.oversight.cases import next_steps, next_visits, team_lines, teams_of
from vlot.oversight.effects import effects_of
from vlot.oversight.models import MonthlyReport
from vlot.oversight.months import figures_of, month_before, read_month
from vlot.oversight.paper import paper_of, rows_of

OVERVIEW, EFFECTS, REPORTS = "/vlot/overzicht/", "/vlot/effecten/", "/vlot/verslagen/"
OCTOBER = date(2026, 10, 1)


@pytest.fixture
def today():
    return timezone.localdate()


def at(day, hour=10):
    return timezone.make_aware(timezone.datetime(2026, *day, hour))


# --- The teams today -----------------------------------------------------------------------------------------


def test_a_team_sees_its_cases_by_age_of_nobody_and_silent(vlot, teams, today):
    fresh = InterventionFactory(asked_at=days_ago(3))
    old = InterventionFactory(status="assigned", asked_at=days_ago(40))
    talked = InterventionFactory(status="assigned", asked_at=days_ago(20))
    ContactFactory(intervention=talked, held_on=today - timedelta(days=2))
    InterventionFactory(status="closed", asked_at=days_ago(90))
    (line,) = team_lines(teams_of(vlot), by=vlot, on=today)
    assert line.by_age == [
        ("tot 7 dagen", 1), ("8 tot 14 dagen", 0), ("15 tot 30 dagen", 1), ("langer dan 30 dagen", 1),
    ]  # fmt: skip
    assert [case.call for case in line.without_owner] == [fresh]
    assert [case.call for case in line.silent] == [old]
    assert line.oldest == 40


def test_the_central_team_and_abb_oversee_all_teams_and_a_regional_one_only_its_own(
    vlot, central, teamless, abb
):
    assert [len(teams_of(hat)) for hat in (vlot, central, teamless, abb)] == [1, 6, 0, 6]


def test_what_is_agreed_comes_up_and_what_is_late_stands_first(vlot, teams, today):
    open_case, closed = InterventionFactory(), InterventionFactory(status="closed")
    for call, days in ((open_case, 5), (open_case, -3), (open_case, 40), (closed, 2)):
        ContactFactory(
            intervention=call, held_on=today - timedelta(days=10), next_step="Bellen",
            due_on=today + timedelta(days=days),
        )  # fmt: skip
    steps = next_steps([teams["OVL"]], by=vlot, on=today)
    assert [(step.due_on - today).days for step in steps] == [-3, 5]


def test_visits_of_the_coming_days_and_those_without_a_report_stand_in_the_overview(vlot, teams, today):
    for days in (3, -2, 40):
        VisitFactory(
            intervention=InterventionFactory(), visitor=vlot.user, planned_on=today + timedelta(days=days)
        )
    visits = next_visits([teams["OVL"]], by=vlot, on=today)
    assert [(visit.planned_on - today).days for visit in visits] == [-2, 3]


def test_the_overview_asks_as_many_questions_for_one_case_as_for_many(vlot, client_for, today):
    client, counts = client_for(vlot), []
    for number in (1, 7):
        for _ in range(number):
            call = InterventionFactory(asked_at=days_ago(30))
            ContactFactory(
                intervention=call, held_on=today - timedelta(days=20), next_step="Bellen", due_on=today
            )
        with CaptureQueriesContext(connection) as queries:
            text = client.get(f"{OVERVIEW}?dagen=10").content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
    assert "Meer dan 10 dagen zonder contact" in text and "Bellen" in text
    assert "Meer dan 14 dagen" in client.get(f"{OVERVIEW}?dagen=veel").content.decode()


# --- The month -----------------------------------------------------------------------------------------------


@pytest.fixture
def october(vlot, teams, leuven):
    """Three questions in Gent and one in Leuven; the edges of the month fall in September and in November."""
    kept = {"closed_at": at((10, 21))}
    first = InterventionFactory(status="closed", topic="hosts", asked_at=at((10, 1), 0), **kept)
    InterventionFactory(status="closed", topic="hosts", asked_at=at((9, 11)), **kept)
    InterventionFactory(status="closed", asked_at=at((10, 31), 23), closed_at=at((11, 2)))
    InterventionFactory(municipality=leuven, asked_at=at((10, 15)))
    InterventionFactory(asked_at=at((11, 1), 0))
    signalled = InterventionFactory(asked_at=at((10, 5)))
    Intervention.objects.filter(pk=signalled.pk).update(
        signalled_at=at((10, 6)), signalled_by=vlot.user, signal="Groter dan één gemeente"
    )
    ContactFactory(
        intervention=first, held_on=date(2026, 10, 31), minutes=30, kind="visit", recorded_at=at((11, 1))
    )
    ContactFactory(intervention=first, held_on=date(2026, 11, 1), minutes=500, recorded_at=at((11, 1)))


def test_a_month_counts_what_falls_in_it_by_belgian_midnight(october, teams):
    figures = figures_of(read_month(OCTOBER), teams["OVL"])
    assert (figures["asked"], figures["closed"], figures["open_at_end"]) == (3, 2, 2)
    assert figures["days"] == {"median": 30.0, "longest": 40}
    assert (figures["contacts"], figures["minutes"]) == (1, 30)
    assert {"label": "opgelost", "value": 2} in figures["results"]
    assert figures["signals"] == [{"label": "overlast", "value": 1}]
    assert figures["reached"] == ["Gent"] and "Deinze" in figures["not_reached"]
    assert "Leuven" not in figures["not_reached"]
    assert figures["history"][-2:] == [{"label": "sep 26", "value": 1}, {"label": "okt 26", "value": 3}]


def test_flanders_is_the_sum_of_its_teams(october, teams):
    month = read_month(OCTOBER)
    parts = [figures_of(month, team) for team in teams.values()]
    whole = figures_of(month, None)
    for name in ("asked", "closed", "open_at_end", "contacts", "minutes"):
        assert whole[name] == sum(part[name] for part in parts), name
    assert sum(line["asked"] for line in whole["topics"]) == whole["asked"] == 4


def test_the_month_before_is_frozen_once_for_flanders_and_every_team(october, vlot, abb):
    made = actions.publish_month(on=date(2026, 11, 1))
    assert len(made) == 7 and {report.month for report in made} == {OCTOBER}
    assert actions.publish_month(on=date(2026, 11, 30)) == []
    told = Notification.objects.filter(subject__startswith="Maandverslag van VLOT")
    assert {row.organisation for row in told} == {vlot.organisation, abb.organisation}


def test_what_happens_later_changes_no_frozen_month_and_nobody_can(october, teams):
    report = next(found for found in actions.publish_month(on=date(2026, 11, 1)) if found.scope == "flanders")
    InterventionFactory(asked_at=at((10, 20)))
    report.refresh_from_db()
    assert report.figures["asked"] == 4
    for change in (lambda: MonthlyReport.objects.update(figures={}), report.delete):
        with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
            change()


def test_the_months_before_january_lie_in_the_year_before():
    assert [month_before(date(2027, 1, 1), back) for back in (1, 12, 13)] == [
        date(2026, 12, 1), date(2026, 1, 1), date(2025, 12, 1),
    ]  # fmt: skip


def test_page_spreadsheet_and_pdf_say_the_same_numbers(october, vlot, client_for):
    reports = actions.publish_month(on=date(2026, 11, 1))
    report = next(found for found in reports if found.scope == "flanders")
    client = client_for(vlot)
    text = client.get(f"/vlot/verslag/{report.pk}/").content.decode()
    assert "mediaan; langste 40 d" in text and "Oproepen gevraagd per maand" in text
    sheet = b"".join(client.get(f"/vlot/verslag/{report.pk}/excel/"))
    cells = ZipFile(io.BytesIO(sheet)).read("xl/worksheets/sheet1.xml").decode()
    assert "mediaan doorlooptijd in dagen" in cells
    assert ("Samen", "Vlaanderen, 10/2026", "oproepen gevraagd", 4) in list(rows_of(report))
    pdf = client.get(f"/vlot/verslag/{report.pk}/pdf/")
    assert pdf.content.startswith(b"%PDF") and pdf.headers["Content-Disposition"].endswith(
        '2026-10-flanders.pdf"'
    )
    assert pdf_faults(pdf.content, title="VLOT, maandverslag van oktober 2026") == []
    assert paper_of(report, "png").startswith(b"\x89PNG")


def test_a_month_without_any_case_has_a_report_too(vlot, abb, client_for):
    report = actions.publish_month(on=date(2026, 11, 1))[0]
    assert paper_of(report).startswith(b"%PDF")
    assert client_for(abb).get(f"/vlot/verslag/{report.pk}/").status_code == 200


def test_a_governor_reads_his_province_and_flanders(october, governor, client_for):
    actions.publish_month(on=date(2026, 11, 1))
    seen = MonthlyReport.objects.visible_to(governor)
    assert sorted(report.about for report in seen) == sorted(
        ["Vlaanderen", str(governor.organisation.province)]
    )
    assert client_for(governor).get(REPORTS).status_code == 200


# --- What moved ----------------------------------------------------------------------------------------------


def test_places_before_and_after_a_case_stand_beside_each_other_and_the_page_says_that_it_proves_nothing(
    vlot, client_for, today
):
    call = InterventionFactory(status="closed", asked_at=days_ago(60), closed_at=days_ago(50))
    UnitFactory(places=4)
    (effect,) = effects_of([call], on=today)
    assert (effect.begin, effect.end) == (today - timedelta(days=60), today - timedelta(days=20))
    assert not effect.is_early
    assert [moved.label for moved in effect.moved] == [
        "vrije plaatsen", "inzetbare plaatsen", "bezetting", "locaties geopend in deze tijd",
        "meldingen van overlast in 30 dagen",
    ]  # fmt: skip
    assert "Geen oorzaak en gevolg" in client_for(vlot).get(EFFECTS).content.decode()


def test_incidents_count_at_the_site_of_the_case_before_and_after(vlot, today):
    site = UnitFactory(places=4).site
    call = InterventionFactory(status="closed", asked_at=days_ago(90), closed_at=days_ago(60), site=site)
    for days in (95, 91, 40, 10, 200):
        IncidentFactory(site=site, happened_on=today - timedelta(days=days), recorded_at=timezone.now())
    IncidentFactory(site=UnitFactory(places=2).site, happened_on=today - timedelta(days=92))
    (effect,) = effects_of([call], on=today)
    assert (effect.moved[-1].before, effect.moved[-1].after, effect.moved[-1].change) == (2, 1, -1)


def test_a_case_that_was_closed_last_week_is_marked_as_early(vlot, today):
    call = InterventionFactory(status="closed", asked_at=days_ago(9), closed_at=days_ago(5))
    (effect,) = effects_of([call], on=today)
    assert effect.is_early and effect.end == today


# --- All about a municipality --------------------------------------------------------------------------------


def test_all_about_a_municipality_is_on_one_page(vlot, local, facility, client_for):
    open_case = InterventionFactory(question="Waar vinden we een gebouw?")
    ContactFactory(intervention=open_case, note="Gebeld met de coördinator.")
    UnitFactory(places=4, site__name="Oud klooster")
    text = client_for(vlot).get("/vlot/gemeente/44021/").content.decode()
    for words in (
        "Waar vinden we een gebouw?",
        "Gebeld met de coördinator.",
        "Oud klooster",
        "geen open aanvraag",
    ):
        assert words in text, words
    assert client_for(vlot).get("/vlot/gemeente/99999/").status_code == 404
    assert client_for(local).get("/vlot/gemeente/44021/").status_code == 403


def test_a_member_of_another_team_sees_no_case_there(elsewhere, client_for):
    InterventionFactory(question="Waar vinden we een gebouw?")
    assert "Waar vinden we" not in client_for(elsewhere).get("/vlot/gemeente/44021/").content.decode()
