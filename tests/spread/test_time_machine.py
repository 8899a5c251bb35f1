"""Figures as valid on a day and as known on another, and freezing them with the decision."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from accounts.allowed import NotAllowed
from accounts.models import Kind
from audit.models import AuditEvent
from housing.models import Site, Stay
from municipalities.models import Statistic
from spread import actions
from spread.counting import count_loads, successors_of_today
from spread.history import KEPT, areas_known, end_of, event_of
from spread.models import FrozenFigures, IndicatorSnapshot, Level
from spread.moments import Line
from tests.spread.builders import TODAY, hat, site, stay
from tests.spread.test_views import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_of_the_database")]
DAY = timedelta(days=1)


def decision(**changes):
    return {
        "name": "Peildatum november",
        "on": TODAY,
        "known_on": TODAY,
        "decided_by": "Stuurgroep spreiding",
        "reason": "Voor de verdeling van december",
    } | changes


def known_earlier(*, days):
    """Put everything that history knows that many days back, as if it was entered then."""
    for model in KEPT:
        events = event_of(model)
        events.objects.update(pgh_created_at=F("pgh_created_at") - days * DAY)
    Site.objects.update(opened_at=F("opened_at") - days * DAY)
    # The event of that update itself is of today; it changes nothing that is counted.
    event_of(Site).objects.filter(pgh_label="update").delete()
    event_of(Site).objects.update(opened_at=F("opened_at") - days * DAY)


def counted(*, on, known_at):
    return {area.pk: area.load for area in areas_known(["population"], on=on, known_at=known_at)}


@pytest.fixture
def today():
    """The day on which the database writes history."""
    return timezone.localdate()


@pytest.fixture
def places(towns, today):
    """Two places in Gent, one of which is lived in since ten days, known since twenty."""
    made = site(towns[0], 4, 3, checked_on=today)
    made.lived_in = stay(made.units.first(), persons=2, since=today - 10 * DAY)
    known_earlier(days=20)
    return made


def test_known_now_is_what_is_counted_now_except_for_persons(towns, places, today):
    site(towns[2], 6, category="public", checked_on=today)
    site(towns[3], 2, checked_on=today, available=DateRange(date(2025, 1, 1), today - DAY))
    for on in (today, today + 30 * DAY):
        now = {pk: replace(load, persons=0) for pk, load in count_loads(successors_of_today(), on=on).items()}
        assert counted(on=on, known_at=end_of(today)) == now


def test_valid_on_and_known_at_are_two_different_days(towns, places, today):
    gent = towns[0].pk
    Stay.objects.filter(pk=places.lived_in.pk).update(
        period=DateRange(today - 15 * DAY, None)
    )  # corrected today
    before, after = end_of(today - DAY), end_of(today)
    assert counted(on=today - 12 * DAY, known_at=before)[gent].occupied == 0
    assert counted(on=today - 12 * DAY, known_at=after)[gent].occupied == 4
    assert counted(on=today - 8 * DAY, known_at=before)[gent].occupied == 4
    assert counted(on=today - 8 * DAY, known_at=before)[gent].free == 3


def test_a_site_counts_from_the_day_on_which_it_was_opened(towns, places, today):
    site(towns[2], 6, checked_on=today)
    brugge = towns[2].pk
    assert counted(on=today, known_at=end_of(today))[brugge].places == 6
    assert counted(on=today - DAY, known_at=end_of(today))[brugge].places == 0
    assert counted(on=today, known_at=end_of(today - DAY))[brugge].places == 0


def test_figures_of_statistics_are_those_that_were_known(towns, places, today):
    event_of(Statistic).objects.update(pgh_created_at=F("pgh_created_at") - 20 * DAY)
    population = Statistic.objects.get(municipality=towns[0], indicator="population")
    Statistic.objects.filter(pk=population.pk).update(value=300_000)
    then, now = (
        next(area for area in areas_known(["population"], on=today, known_at=at) if area.pk == towns[0].pk)
        for at in (end_of(today - DAY), end_of(today))
    )
    assert (then.population, now.population) == (270_000, 300_000)
    assert now.facts["population"].source == "Proefbron"


def test_the_figures_that_were_made_on_the_day_are_taken_over(towns, official):
    site(towns[0], 40)
    actions.recompute(on=TODAY)
    frozen = actions.freeze_figures(by=official, **decision())
    row = IndicatorSnapshot.objects.get(on=TODAY, municipality=towns[0])
    gent = Line.of_data(next(row for row in frozen.rows if row["code"] == "44021"))
    assert (gent.places, gent.target, gent.gap, gent.ratio) == (40, row.target, row.gap, row.ratio)
    assert frozen.persons_known
    assert {row["level"] for row in frozen.rows} == set(Level)
    event = AuditEvent.objects.get(verb="figures.frozen")
    assert (event.changes["decided_by"], event.changes["reason"]) == (
        "Stuurgroep spreiding",
        "Voor de verdeling van december",
    )


def test_other_days_are_computed_from_the_history(towns, places, today, official):
    event_of(Statistic).objects.update(pgh_created_at=F("pgh_created_at") - 20 * DAY)
    frozen = actions.freeze_figures(by=official, **decision(on=today - 12 * DAY, known_on=today - DAY))
    (flanders,) = frozen.level(Level.FLANDERS)
    assert (flanders["places"], flanders["occupied"], flanders["target"]) == (7, 0, 7)
    assert flanders["persons"] is None
    assert not frozen.persons_known


def test_a_frozen_date_needs_a_name_a_decision_and_abb(towns, official, officer):
    site(towns[0], 40)
    actions.recompute(on=TODAY)
    for wrong in ({"name": " "}, {"decided_by": ""}, {"reason": "  "}):
        with pytest.raises(ValidationError):
            actions.freeze_figures(by=official, **decision(**wrong))
    for other in (officer, hat(Kind.FACILITY), hat(Kind.VLOT)):
        with pytest.raises(NotAllowed):
            actions.freeze_figures(by=other, **decision())
    actions.freeze_figures(by=official, **decision())
    with pytest.raises(ValidationError, match="Deze naam bestaat al"):
        actions.freeze_figures(by=official, **decision())


def test_what_is_not_kept_is_not_made_up(towns, today, official):
    with pytest.raises(actions.NothingKeptYet):
        actions.freeze_figures(by=official, **decision(on=today - DAY))
    with pytest.raises(actions.NotYetKnown):
        actions.freeze_figures(by=official, **decision(known_on=today + DAY))
    with pytest.raises(actions.NothingKeptYet, match="vanaf"):
        actions.freeze_figures(by=official, **decision(on=date(1999, 1, 1)))


def test_the_back_office_freezes_with_the_decision_and_says_what_is_wrong(towns, official, sign_in):
    site(towns[0], 40)
    actions.recompute(on=TODAY)
    client, address = sign_in(official), reverse("admin:spread_frozenfigures_add")
    typed = {name: str(value) for name, value in decision().items()}
    assert "verplicht" in text_of(client.post(address, typed | {"reason": ""}))
    done = client.post(address, typed)
    made = FrozenFigures.objects.get()
    assert (done.status_code, done.url) == (302, reverse("admin:spread_frozenfigures_change", args=[made.pk]))
    page = text_of(client.get(done.url))
    assert "Beslist door: Stuurgroep spreiding" in page
    assert made.sha256 in page
    assert "Deze naam bestaat al" in text_of(client.post(address, typed))
    assert "Kies vandaag of vroeger" in text_of(
        client.post(address, typed | {"name": "B", "known_on": "2099-01-01"})
    )
    assert "Peildatum november" in text_of(client.get(reverse("admin:spread_frozenfigures_changelist")))
    assert client.get(reverse("admin:spread_frozenfigures_change", args=[99])).status_code == 302


def test_a_frozen_date_never_changes(towns, official):
    site(towns[0], 40)
    actions.recompute(on=TODAY)
    frozen = actions.freeze_figures(by=official, **decision())
    for change in (lambda: FrozenFigures.objects.update(name="anders"), frozen.delete):
        with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
            change()
