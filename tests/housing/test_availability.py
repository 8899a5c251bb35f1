"""What is available until when: never shorter, closed or out of use under people, whoever tries."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Kind
from audit.models import AuditEvent
from housing import actions
from housing.models import OutOfUse, Site, Stay, Unavailability, Unit
from housing.radar import endings, idle_units
from notifications.models import Notification
from tests.factories import HouseholdFactory, SiteFactory, StayFactory, UnitFactory, hat
from tests.together import all_at_once

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=30)
OPENED = datetime(2025, 12, 1, 12, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def site(company, gent):
    return SiteFactory(organisation=company.organisation)


@pytest.fixture
def unit(site):
    return UnitFactory(site=site, label="Kamer 1")


@pytest.fixture
def stay(unit, local):
    return StayFactory(unit=unit, household__registered_by=local.organisation)


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


# --- Under people


def test_closing_under_people_says_who_must_act_and_names_nobody(client_for, company, site, stay, local):
    url = reverse("housing:site_close", args=[site.pk])
    response = client_for(company).post(url, {"closes_on": SOON.isoformat(), "reason": "Verkocht"})
    page = response.content.decode()
    assert response.status_code == 422
    assert f"{local.organisation} moet hen eerst een volgende plaats of een einddatum geven" in page
    assert stay.household.reference in page
    assert stay.household.persons.first() is None or stay.household.name not in page
    assert 'value="Verkocht"' in page
    assert fresh(site).closed_on is None


def test_once_they_have_an_end_date_it_can_close(client_for, company, site, stay, local):
    actions.end_stay(stay=stay, ends_on=SOON, reason="place_ended", by=local)
    client_for(company).post(
        reverse("housing:site_close", args=[site.pk]), {"closes_on": SOON.isoformat(), "reason": "Verkocht"}
    )
    assert (fresh(site).closed_on, fresh(site).closed_reason) == (SOON, "Verkocht")
    assert Notification.objects.filter(organisation=local.organisation, subject__contains="sluit op").exists()
    client_for(local).post(reverse("housing:site_reopen", args=[site.pk]))
    assert fresh(site).closed_on is None
    assert {"site.closed", "site.reopened"} <= set(AuditEvent.objects.values_list("verb", flat=True))


def test_shortening_under_people_is_refused_and_lengthening_takes_them_along(
    client_for, company, unit, local
):
    Site.objects.filter(pk=unit.site_id).update(available=DateRange(date(2026, 1, 1), SOON))
    stay = StayFactory(
        unit=unit, household__registered_by=local.organisation, period=DateRange(date(2026, 2, 1), SOON)
    )
    url = reverse("housing:site_availability", args=[unit.site_id])
    client = client_for(company)
    short = client.post(url, {"last_day": TODAY.isoformat(), "reason": "Eigen gebruik"})
    assert "er wonen of komen dan nog mensen" in short.content.decode()
    client.post(url, {"last_day": "2027-12-31", "reason": "Contract verlengd"})
    assert fresh(unit.site).available.upper == date(2028, 1, 1)
    assert fresh(stay).period.upper == date(2028, 1, 1)


def test_lengthening_never_runs_into_the_next_household(company, unit, local):
    Site.objects.filter(pk=unit.site_id).update(available=DateRange(date(2026, 1, 1), SOON))
    stay = StayFactory(unit=unit, period=DateRange(date(2026, 2, 1), SOON))
    site = actions.change_availability(site=unit.site, until=None, reason="Langer", by=company)
    assert fresh(stay).period.upper is None
    Stay.objects.filter(pk=stay.pk).update(period=DateRange(date(2026, 2, 1), SOON))
    StayFactory(unit=unit, period=DateRange(SOON, None))
    actions.change_availability(site=site, until=None, reason="Nog eens", by=company)
    assert fresh(stay).period.upper == SOON


def test_a_day_that_is_over_is_explained_at_its_field(client_for, company, site):
    response = client_for(company).post(
        reverse("housing:site_availability", args=[site.pk]), {"last_day": "2026-02-01", "reason": "Fout"}
    )
    assert "Deze dag is voorbij" in response.content.decode()


# --- Out of use


def test_a_unit_goes_out_of_use_and_comes_back(client_for, local, unit):
    client = client_for(local)
    url = reverse("housing:unit_out_of_use", args=[unit.pk])
    client.post(
        url,
        {
            "begins_on": TODAY.isoformat(),
            "last_day": SOON.isoformat(),
            "kind": "damage",
            "reason": "Waterschade",
        },
    )
    outage = Unavailability.objects.get()
    assert (outage.kind, outage.period.upper) == (OutOfUse.DAMAGE, SOON + timedelta(days=1))
    assert not Unit.objects.free(on=TODAY).exists()
    page = client.get(reverse("housing:site_detail", args=[unit.site_id])).content.decode()
    assert "Waterschade" in page
    client.post(reverse("housing:unit_into_use", args=[outage.pk]))
    assert Unit.objects.free(on=TODAY).exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"last_day": "2026-01-01"}, "De laatste dag ligt voor de eerste"),
        ({"reason": ""}, "verplicht"),
        ({"begins_on": "morgen"}, "geldige datum"),
    ],
)
def test_wrong_dates_are_explained_and_kept(client_for, local, unit, typed, sentence):
    filled = {
        "begins_on": TODAY.isoformat(),
        "last_day": "",
        "kind": "works",
        "reason": "Schilderen",
        **typed,
    }
    response = client_for(local).post(reverse("housing:unit_out_of_use", args=[unit.pk]), filled)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Unavailability.objects.exists()


def test_nobody_is_put_out_by_works(client_for, local, unit, stay):
    response = client_for(local).post(
        reverse("housing:unit_out_of_use", args=[unit.pk]),
        {"begins_on": SOON.isoformat(), "kind": "works", "reason": "Badkamer"},
    )
    assert "er wonen of komen dan nog mensen" in response.content.decode()
    assert not Unavailability.objects.exists()


def test_twice_out_of_use_is_said_in_dutch(local, unit):
    for _ in range(2):
        try:
            actions.take_out_of_use(
                unit=unit, period=DateRange(TODAY, SOON), kind="works", reason="Schilderen", by=local
            )
        except actions.OutOfUseAlready as problem:
            said = str(problem)
    assert said == "In deze periode is de eenheid al buiten gebruik."


def test_a_household_is_held_until_the_works_that_are_planned(local, unit):
    actions.take_out_of_use(unit=unit, period=DateRange(SOON, None), kind="works", reason="Dak", by=local)
    stay = actions.hold_unit(
        household=HouseholdFactory(registered_by=local.organisation), unit=unit, move_in_on=TODAY, by=local
    )
    assert stay.period.upper == SOON


def test_after_a_departure_the_unit_is_cleaned_for_the_days_that_the_site_asks(local, unit, stay):
    Site.objects.filter(pk=unit.site_id).update(turnaround_days=3)
    actions.end_stay(stay=fresh(stay), ends_on=TODAY, reason="own_housing", by=local)
    outage = Unavailability.objects.get()
    assert (outage.kind, outage.period) == (OutOfUse.TURNAROUND, DateRange(TODAY, TODAY + timedelta(days=3)))
    assert not Unit.objects.free(on=TODAY).exists()
    assert Unit.objects.free(on=TODAY + timedelta(days=3)).exists()


def test_cleaning_never_takes_days_from_the_next_household(local, unit, stay):
    Site.objects.filter(pk=unit.site_id).update(turnaround_days=9)
    Stay.objects.filter(pk=stay.pk).update(period=DateRange(date(2026, 2, 1), SOON))
    actions.end_stay(stay=fresh(stay), ends_on=TODAY, reason="own_housing", by=local)
    assert Unavailability.objects.get().period.upper == TODAY + timedelta(days=9)


# --- PostgreSQL refuses, without any verb


def test_postgresql_refuses_a_stay_beyond_the_site(unit, stay):
    other = UnitFactory(site=SiteFactory(available=DateRange(date(2026, 1, 1), SOON)))
    with pytest.raises(IntegrityError, match="niet meer beschikbaar"), transaction.atomic():
        StayFactory(unit=other)


def test_postgresql_refuses_to_take_the_place_away_from_under_people(site, stay):
    for change in (
        {"available": DateRange(date(2026, 1, 1), SOON)},
        {"closed_on": SOON, "closed_reason": "weg"},
    ):
        with pytest.raises(IntegrityError, match="Er wonen dan nog mensen"), transaction.atomic():
            Site.objects.filter(pk=site.pk).update(**change)


def test_postgresql_refuses_works_on_people_and_people_on_works(unit, stay):
    with pytest.raises(IntegrityError, match="Er wonen dan mensen"), transaction.atomic():
        Unavailability.objects.create(unit=unit, period=DateRange(SOON, None), reason="dak")
    empty = UnitFactory(site=unit.site)
    Unavailability.objects.create(unit=empty, period=DateRange(SOON, None), reason="dak")
    with pytest.raises(IntegrityError, match="buiten gebruik"), transaction.atomic():
        StayFactory(unit=empty)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("how", ["close", "out_of_use"])
def test_moving_in_and_taking_away_at_the_same_moment_ends_with_one(unit, local, company, how):
    household = HouseholdFactory(registered_by=local.organisation)

    def move_in():
        try:
            actions.hold_unit(household=household, unit=unit, move_in_on=TODAY, by=local)
        except (actions.NotAvailable, actions.Taken):
            return False
        return True

    def take_away():
        try:
            if how == "close":
                actions.close_site(site=unit.site, on=TODAY, reason="weg", by=company)
            else:
                period = DateRange(TODAY, None)
                actions.take_out_of_use(unit=unit, period=period, kind="works", reason="dak", by=company)
        except (actions.PeopleLiveThere, IntegrityError):
            return False
        return True

    moved, taken = all_at_once(move_in, take_away)
    assert {moved, taken} == {True, False}, (moved, taken)


# --- Radar and idle


def test_the_radar_finds_what_ends_with_who_lives_there(client_for, local, company, unit, stay):
    Site.objects.filter(pk=unit.site_id).update(contract_until=TODAY + timedelta(days=20))
    village = SiteFactory(
        kind="containers", available=DateRange(TODAY.replace(year=TODAY.year - 3) + timedelta(days=11), None)
    )
    SiteFactory(permit_until=TODAY + timedelta(days=91))
    found = endings(Site.objects.all(), Stay.objects.all(), on=TODAY)
    assert [(item.site, item.days) for item in found] == [(village, 10), (unit.site, 20)]
    assert [item.stays for item in found] == [[], [stay]]
    page = client_for(local).get(reverse("housing:exit_radar"), {"dagen": "30"}).content.decode()
    assert stay.household.reference in page
    assert "Contract" in page
    seen = client_for(company).get(reverse("housing:exit_radar")).content.decode()
    assert stay.household.reference not in seen
    assert "Contract" not in seen, "the contract is the municipality's own affair"


def test_the_radar_costs_two_queries(unit, stay, django_assert_num_queries):
    for _ in range(10):
        SiteFactory(contract_until=TODAY)
    with django_assert_num_queries(2):
        assert len(endings(Site.objects.all(), Stay.objects.all(), on=TODAY)) == 10


@pytest.mark.parametrize("days", [14, 30, 60, 90])
@pytest.mark.parametrize("what", ["contract", "vergunning of melding", "beschikbaarheid", "sluiting"])
def test_each_kind_of_end_is_seen_from_its_day_on_and_no_day_earlier(gent, days, what):
    last = TODAY + timedelta(days=days)
    fields = {
        "contract": {"contract_until": last},
        "vergunning of melding": {"permit_until": last},
        "beschikbaarheid": {"available": DateRange(date(2026, 1, 1), last + timedelta(days=1))},
        "sluiting": {"closed_on": last + timedelta(days=1), "closed_reason": "Verkocht"},
    }
    site = SiteFactory(**fields[what])
    found = endings(Site.objects.all(), Stay.objects.all(), on=TODAY, within=days)
    assert [(item.site, item.what, item.last_day) for item in found] == [(site, what, last)]
    assert endings(Site.objects.all(), Stay.objects.all(), on=TODAY, within=days - 1) == []


def test_a_village_without_permit_ends_after_three_years_and_one_with_a_permit_with_that(gent):
    begin = TODAY.replace(year=TODAY.year - 3) + timedelta(days=31)
    village = SiteFactory(category="village", available=DateRange(begin, None))
    SiteFactory(
        category="village", available=DateRange(begin, None), permit_until=TODAY + timedelta(days=400)
    )
    found = endings(Site.objects.all(), Stay.objects.all(), on=TODAY)
    assert [(item.site, item.days) for item in found] == [(village, 30)]
    assert "drie jaar" in found[0].what


def test_who_owns_a_place_elsewhere_reads_how_many_live_there_and_not_who(client_for, local, neighbour, gent):
    """A local government may own a site in another town; the households there are not its own."""
    site = SiteFactory(organisation=neighbour.organisation, contract_until=TODAY + timedelta(days=9))
    stay = StayFactory(unit=UnitFactory(site=site), household__registered_by=local.organisation)
    url = reverse("housing:exit_radar")
    owner = client_for(neighbour).get(url).content.decode()
    assert "1 huishouden" in owner and stay.household.reference not in owner
    here = client_for(local).get(url).content.decode()
    assert reverse("matching:household_detail", args=[stay.household_id]) in here


def test_the_home_page_warns_a_month_ahead_and_closing_tells_who_houses_people_there(
    client_for, local, neighbour, company, gent
):
    site = SiteFactory(organisation=company.organisation)
    StayFactory(
        unit=UnitFactory(site=site),
        household__registered_by=neighbour.organisation,
        period=DateRange(TODAY - timedelta(days=9), TODAY + timedelta(days=20)),
    )
    actions.close_site(site=site, on=TODAY + timedelta(days=21), reason="Verkocht", by=company)
    home = client_for(local).get("/").content.decode()
    assert "Loopt af binnen 30 dagen" in home and "1 huishouden woont er" in home
    told = Notification.objects.filter(subject__contains="sluit op").values_list("organisation", flat=True)
    assert set(told) == {local.organisation_id, neighbour.organisation_id}


def test_idle_units_are_free_and_paid_for_sixty_days_and_cost_their_share(gent, local, client_for):
    site = SiteFactory(monthly_cost=3000, available=DateRange(date(2026, 1, 1), None), opened_at=OPENED)
    empty, left = UnitFactory(site=site, places=1), UnitFactory(site=site, places=2)
    lived_in = UnitFactory(site=site, places=3)
    StayFactory(unit=lived_in)
    StayFactory(unit=left, period=DateRange(date(2026, 2, 1), TODAY - timedelta(days=61)))
    UnitFactory(site=SiteFactory())
    recent = UnitFactory(site=site, places=4)
    StayFactory(unit=recent, period=DateRange(date(2026, 2, 1), TODAY - timedelta(days=59)))
    found = idle_units(Unit.objects.all(), on=TODAY)
    assert {item.unit for item in found} == {empty, left}
    by_unit = {item.unit: item for item in found}
    assert by_unit[left].days == 61
    assert by_unit[left].lost == round(3000 * 2 / 10 * 61 / 30.4375)
    assert by_unit[empty].since == date(2026, 1, 1)
    page = client_for(local).get(reverse("housing:idle_list")).content.decode()
    assert left.label in page
    assert client_for(hat(Kind.COMPANY)).get(reverse("housing:idle_list")).status_code == 403


def test_a_place_is_idle_since_people_could_live_there_and_also_when_nobody_looked_lately(
    gent, client_for, local
):
    """Validated today it is not idle since it became available; not looked at, it costs as much."""
    old = DateRange(TODAY - timedelta(days=400), None)
    UnitFactory(site=SiteFactory(monthly_cost=900, available=old))
    confirmed_late = SiteFactory(
        monthly_cost=900,
        available=old,
        opened_at=OPENED,
        category="specific",
        kind="hotel",
        confirmed_at=datetime.combine(
            TODAY - timedelta(days=70), time(12), tzinfo=timezone.get_default_timezone()
        ),
        confirmed_by=local.user,
    )
    UnitFactory(site=confirmed_late)
    faded = SiteFactory(
        monthly_cost=900, available=old, opened_at=OPENED, checked_on=TODAY - timedelta(days=100)
    )
    unit = UnitFactory(site=faded)
    found = {idle.unit.site: idle for idle in idle_units(Unit.objects.all(), on=TODAY)}
    assert found.keys() == {confirmed_late, faded}
    assert found[confirmed_late].days == 70
    assert unit not in Unit.objects.free(on=TODAY)
    assert "Verouderd" in client_for(local).get(reverse("housing:idle_list")).content.decode()


def test_the_terms_are_kept_by_the_municipality(client_for, local, company, site):
    url = reverse("housing:site_terms", args=[site.pk])
    typed = {
        "contract_until": "2027-06-30",
        "permit_until": "",
        "monthly_cost": "1200",
        "turnaround_days": "2",
    }
    client_for(local).post(url, typed)
    assert (fresh(site).monthly_cost, fresh(site).turnaround_days) == (1200, 2)
    wrong = client_for(local).post(url, {**typed, "turnaround_days": "99", "monthly_cost": "-1"})
    assert "hoogstens 60 dagen" in wrong.content.decode()
    assert client_for(company).post(url, typed).status_code == 403


def test_the_site_page_costs_the_same_with_more_units(client_for, local, site):
    client = client_for(local)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("housing:site_detail", args=[site.pk]))
        return len(queries)

    def add(numbers):
        for number in numbers:
            unit = UnitFactory(site=site, label=f"Kamer {number}")
            StayFactory(unit=unit, household__registered_by=local.organisation)

    add(range(2))
    cost()  # what a process asks only once
    few = cost()
    add(range(2, 25))
    assert cost() == few < 32


@pytest.mark.parametrize("typed", ["2026-12-01", "onzin", "9999-12-31", "0001-01-01"])
def test_the_calendar_begins_where_the_address_says(client_for, local, site, typed):
    response = client_for(local).get(reverse("housing:site_detail", args=[site.pk]), {"vanaf": typed})
    assert response.status_code == 200
