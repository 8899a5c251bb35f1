"""The subsidy check: dated rules, steps and what is missing, reference dates that never change, and why two differ."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Kind
from audit.models import AuditEvent
from housing import actions, tasks
from housing.models import Site, SubsidyLine, SubsidyRule, SubsidyState, Unavailability
from housing.subsidy_check import check_town, euros
from housing.subsidy_differences import differences
from housing.subsidy_facts import facts_of, persons_in
from tests.factories import OfferFactory, PersonFactory, SiteFactory, StayFactory, UnitFactory, hat

pytestmark = pytest.mark.django_db

ON = date(2026, 6, 30)
OPENED = timezone.make_aware(timezone.datetime(2026, 1, 1, 12))


@pytest.fixture
def abb(gent):
    return hat(Kind.ABB)


@pytest.fixture
def local(gent):
    return hat(Kind.LOCAL_AUTHORITY, municipality=gent)


def site_with(*places, since=date(2026, 1, 1), until=None, **fields):
    """A site with a unit for each number of places."""
    site = SiteFactory(
        **{"available": DateRange(since, until), "opened_at": OPENED, "category": "public", **fields}
    )
    for number in places:
        UnitFactory(site=site, places=number)
    return site


def check(on=ON, persons=None):
    sites = facts_of(Site.objects.all(), on=on)
    return check_town(sites, list(SubsidyRule.objects.in_order()), on=on, persons=persons)


def step(code, on=ON, index=0):
    return next(one for one in check(on).sites[index].steps if one.code == code)


def amounts(on=ON):
    return {one.code: one.amount for one in check(on).sites[0].steps}


# --- Amounts, day by day -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "amount", "missing"),
    [
        (date(2026, 3, 30), 0, ["7 van de 7 plaatsen zijn nog geen 90 dagen na elkaar beschikbaar; "
                               "dat is zo op 31/03/2026"]),
        (date(2026, 3, 31), 7000, []),
        (ON, 7000, []),
    ],
)  # fmt: skip
def test_a_public_place_counts_once_it_was_there_for_ninety_days(gent, on, amount, missing):
    site_with(3, 4)
    found = step("public_place", on)
    assert (found.amount, found.expected, found.missing) == (amount, 7000, missing)
    assert found.certain and "8 april 2022" in found.source


def test_a_break_begins_the_count_again(gent):
    site = site_with(3, 4)
    unit = site.units.order_by("places").first()
    Unavailability.objects.create(
        unit=unit, period=DateRange(date(2026, 2, 1), date(2026, 5, 1)), reason="schade"
    )
    assert step("public_place").quantity == 4
    assert step("public_place", date(2026, 7, 29)).quantity == 7


def test_the_amount_is_that_of_the_first_day(gent):
    site_with(2, since=date(2022, 3, 14))
    assert [(one.title, one.amount) for one in check().sites[0].steps if one.code == "public_place"] == [
        ("Publieke plaats", Decimal(2000))
    ]


def test_works_are_paid_up_to_what_they_cost_and_no_further(gent):
    offer = OfferFactory(readiness="works", ready_on=date(2026, 1, 1), works_cost=Decimal("6000"))
    site_with(2, 2, offer=offer, ready_on=date(2026, 1, 1))
    found = amounts()
    assert found["public_place_works"] == 1600
    assert found["works_unit"] == 5000 and found["works_common"] == 1000
    assert not step("works_common").certain
    assert "facturen" in step("works_unit").evidence
    offer.works_cost = None
    offer.save()
    unknown = step("works_unit")
    assert (unknown.amount, unknown.expected) == (0, 5000)
    assert unknown.missing == ["de kosten van de werken zijn niet ingevuld"]


@pytest.mark.parametrize(
    ("places", "code", "rate"), [(14, "public_month_small", 55), (15, "public_month_large", 180)]
)
def test_each_end_of_a_month_after_sixty_days_counts(gent, places, code, rate):
    site_with(places)
    # 31 March is the first end of a month with sixty days before it: March, April, May and June.
    assert step(code).quantity == 4 * places
    assert step(code).amount == 4 * places * rate and not step(code).certain
    assert step(code, date(2026, 3, 30)).quantity == 0


def test_specific_places_count_by_the_day_from_the_confirmation_on(gent, abb):
    site = site_with(10, category="specific", kind="hotel")
    found = step("specific_day_35")
    assert (found.amount, found.missing) == (0, ["de bevestiging door ABB"])
    assert "de bevestiging door ABB" in check().sites[0].missing
    Site.objects.filter(pk=site.pk).update(
        confirmed_at=timezone.make_aware(timezone.datetime(2026, 6, 21, 12)), confirmed_by=abb.user
    )
    assert step("specific_day_35").amount == 10 * 10 * 35


def test_before_june_2023_specific_places_needed_no_confirmation(gent):
    opened = timezone.make_aware(timezone.datetime(2023, 5, 1, 12))
    site_with(10, category="specific", kind="hostel", since=date(2023, 5, 22), opened_at=opened)
    assert {one.rule_from: one.amount for one in check(date(2023, 6, 30)).sites[0].steps} == {
        date(2022, 4, 8): 10 * 10 * 20,
        date(2023, 6, 1): 0,
    }


def test_private_places_count_per_five_in_the_whole_municipality(gent):
    for places in (3, 4):
        site = site_with(places, category="private")
        StayFactory(unit=site.units.get(), status="lived_in", period=DateRange(date(2026, 2, 1), None))
    empty = site_with(6, category="private")
    found = check()
    assert [(one.code, one.quantity, one.amount, one.expected) for one in found.steps] == [
        ("private_five", 1, Decimal(2000), Decimal(4000))
    ]
    assert all(one.amount == 0 for site in found.sites for one in site.steps)
    missing = next(one for one in found.sites if one.site.pk == empty.pk).missing
    assert missing == ["6 van de 6 plaatsen zijn nog geen 90 dagen bewoond"]


def test_successive_people_with_a_gap_between_them_count_together(gent):
    unit = site_with(5, category="private").units.get()
    StayFactory(unit=unit, status="lived_in", period=DateRange(date(2026, 1, 1), date(2026, 2, 20)))
    StayFactory(unit=unit, status="lived_in", period=DateRange(date(2026, 3, 1), date(2026, 4, 20)))
    assert check(date(2026, 4, 8)).steps[0].amount == 0
    assert check(date(2026, 4, 9)).steps[0].amount == 2000


def test_the_support_subsidy_counts_persons_on_a_day_that_has_a_tranche(gent):
    unit = site_with(5).units.get()
    opened = Site.objects.get()
    opened.opened_at = timezone.make_aware(timezone.datetime(2023, 1, 1, 12))
    opened.available = DateRange(date(2023, 1, 1), None)
    opened.save()
    stay = StayFactory(unit=unit, status="lived_in", period=DateRange(date(2023, 1, 1), None))
    stay.persons.set(PersonFactory.create_batch(3, household=stay.household))
    persons = 3
    assert persons_in(Site.objects.all(), on=date(2023, 6, 30)) == persons
    found = check(date(2023, 6, 30), persons=persons).steps[-1]
    assert (found.code, found.amount, found.certain) == ("support_person", persons * 120, False)
    assert "support_person" not in [one.code for one in check(ON, persons=persons).steps]


def test_an_amount_that_was_not_found_is_said_and_counts_for_nothing(gent):
    site_with(60)
    found = step("public_extra_large")
    assert found.rate is None and found.amount == 0 and not found.certain
    assert "niet gevonden" in found.assumption


def test_what_is_certain_and_what_is_not_are_never_one_sum(gent):
    site_with(10)
    sums = check().sums
    assert (sums.certain, sums.uncertain) == (10_000, 4 * 10 * 55)


def test_an_agreement_for_a_place_of_somebody_else_is_advised_and_holds_no_money_back(
    client_for, gent, local
):
    """The source says "aangewezen" (domain.md 2.3): advised, so it is neither missing nor a ground to pay nothing."""
    site = site_with(4)
    found = check().sites[0]
    advised = [condition for condition in found.conditions if "overeenkomst" in condition.text]
    assert [(condition.holds, condition.required) for condition in advised] == [(False, False)]
    assert not any("overeenkomst" in text for text in found.missing)
    assert step("public_place").amount == 4_000
    page = client_for(local).get(reverse("housing:subsidy_site", args=[site.pk])).content.decode()
    assert "Aangewezen</span>" in page
    Site.objects.filter(pk=site.pk).update(contract_until=date(2027, 1, 1))
    assert not any("overeenkomst" in condition.text for condition in check().sites[0].conditions)


# --- The table ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({}, "subsidy_rule_once_at_a_time"),
        ({"code": "x", "amount": -1}, "subsidy_rule_amount_positive"),
        ({"code": "x", "amount": None, "assumption": ""}, "subsidy_rule_unknown_explained"),
        ({"code": "x", "source": ""}, "subsidy_rule_with_source"),
        ({"code": "x", "category": ""}, "subsidy_rule_for_a_category"),
        ({"code": "x", "basis": "anders"}, "subsidy_rule_basis_known"),
    ],
)
def test_postgresql_keeps_the_table_of_rules(reference, changes, constraint):
    row = {
        "code": "public_place", "title": "Proef", "category": "public", "basis": "places", "amount": 5,
        "valid": DateRange(date(2026, 1, 1), None), "source": "Proef",
    } | changes  # fmt: skip
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        SubsidyRule.objects.create(**row)


def test_abb_dates_an_amount_in_the_back_office(client_for, abb):
    rule = SubsidyRule.objects.get(code="public_place", valid__startswith=date(2022, 4, 8))
    url = reverse("admin:housing_subsidyrule_change", args=[rule.pk])
    form = client_for(abb).get(url).context["adminform"].form
    sent = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    sent = {name: value for name, value in sent.items() if value not in (None, "", [])}
    sent |= {"valid_0": "2022-04-08", "valid_1": "2026-01-01", "works": "false"}
    answer = client_for(abb).post(url, sent)
    assert answer.status_code == 302, answer.context["errors"]
    rule.refresh_from_db()
    assert rule.valid.upper == date(2026, 1, 1)
    assert AuditEvent.objects.filter(verb="subsidyrule.changed").exists()


# --- Reference dates ---------------------------------------------------------------------------------------


def frozen(abb, on=ON, **fields):
    state = actions.plan_state(on=on, support_tranche=fields.get("support_tranche", False), by=abb)
    tasks.freeze_states()
    state.refresh_from_db()
    assert state.status == "frozen", state.problem
    return state


def test_a_reference_date_waits_until_its_day_is_over(gent, abb):
    site_with(4)
    today = timezone.localdate()
    state = actions.plan_state(on=today, support_tranche=False, by=abb)
    assert tasks.freeze_states() == 0
    SubsidyState.objects.filter(pk=state.pk).update(on=today - timedelta(days=1))
    assert tasks.freeze_states() == 1
    assert tasks.freeze_states() == 0
    state.refresh_from_db()
    assert state.status == "frozen" and state.lines.exists()


def test_what_was_frozen_does_not_change_with_its_rule_its_site_or_time(gent, abb):
    site = site_with(4)
    state = frozen(abb)
    line = state.lines.get(code="public_place")
    assert (line.amount, line.site_name, line.rate, line.quantity) == (4000, site.name, 1000, 4)
    SubsidyRule.objects.update(amount=1, assumption="x")
    Site.objects.update(name="Anders")
    line.refresh_from_db()
    assert (line.amount, line.rate, line.certain) == (4000, 1000, True) and line.site_name != "Anders"


@pytest.mark.parametrize(
    "change",
    [
        lambda state: state.lines.update(amount=1),
        lambda state: state.lines.all().delete(),
        lambda state: SubsidyState.objects.filter(pk=state.pk).update(on=date(2026, 1, 1)),
        lambda state: SubsidyState.objects.filter(pk=state.pk).update(status="planned"),
        lambda state: SubsidyLine.objects.create(
            state=state, municipality=state.lines.first().municipality, code="x", rule_from=ON, title="x", steps="x"
        ),
    ],
)  # fmt: skip
def test_postgresql_refuses_any_change_of_what_was_frozen(gent, abb, change):
    site_with(4)
    state = frozen(abb)
    with pytest.raises(IntegrityError, match="Maak een correctie"), transaction.atomic():
        change(state)


def test_a_correction_is_a_line_of_its_own_with_a_reason_and_a_name(gent, abb, client_for):
    site_with(4)
    state = frozen(abb)
    line = state.lines.get(code="public_place")
    url = reverse("housing:subsidy_correct", args=[line.pk])
    wrong = client_for(abb).post(url, {"amount": "0", "reason": ""})
    assert wrong.status_code == 422 and wrong.context["form"].errors.keys() == {"amount", "reason"}
    assert client_for(abb).post(url, {"amount": "-1000", "reason": "Dubbel geteld."}).status_code == 302
    line.refresh_from_db()
    assert line.amount == 4000
    correction = state.lines.get(correction=True)
    assert (correction.amount, correction.corrected_by) == (-1000, abb.user)
    assert state.lines.all().sums()["corrected"] == -1000
    assert AuditEvent.objects.filter(verb="subsidy.corrected").exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.correct_line(line=line, amount=Decimal(5), reason="", by=abb)


def test_a_day_that_cannot_be_frozen_says_so_writes_nothing_and_can_be_tried_again(
    gent, abb, monkeypatch, client_for
):
    site_with(4)
    actions.plan_state(on=ON, support_tranche=False, by=abb)
    with monkeypatch.context() as patch:
        patch.setattr("housing.actions.subsidies.facts_of", lambda *a, **k: 1 / 0)
        assert tasks.freeze_states() == 1
    state = SubsidyState.objects.get()
    assert state.status == "failed" and state.problem and not SubsidyLine.objects.exists()
    client_for(abb).post(reverse("housing:subsidy_plan_again", args=[state.pk]))
    tasks.freeze_states()
    state.refresh_from_db()
    assert state.status == "frozen" and state.problem == ""


def test_a_reference_date_is_named_once_and_not_before_the_subsidy_began(gent, abb, client_for):
    url = reverse("housing:subsidy_plan")
    assert client_for(abb).post(url, {"on": "2022-03-13"}).context["form"].errors.keys() == {"on"}
    assert client_for(abb).post(url, {"on": "2026-06-30"}).status_code == 302
    twice = client_for(abb).post(url, {"on": "2026-06-30"})
    assert "is er al" in str(twice.context["form"].errors["on"])


# --- Why two of them differ --------------------------------------------------------------------------------


def test_every_euro_between_two_frozen_states_is_explained(gent, abb):
    steady, grows = site_with(4), site_with(2)
    closes = site_with(3, until=date(2026, 9, 1))
    first = frozen(abb)
    UnitFactory(site=grows, places=5)
    site_with(6, since=date(2026, 7, 1))
    line = first.lines.get(site=closes, code="public_place")
    actions.correct_line(line=line, amount=Decimal(-500), reason="Bed te veel.", by=abb)
    SubsidyRule.objects.filter(code="public_month_small").update(amount=60)
    second = frozen(abb, on=date(2026, 10, 31))
    found = differences(first.lines.all(), second.lines.all())
    before, after = (sum(one.amount for one in state.lines.all()) for state in (first, second))
    assert sum(one.amount for one in found) == after - before
    why = {(one.name, one.title): " ".join(one.why) for one in found}
    assert "van 2 naar 7" in why[(grows.name, "Publieke plaats zonder werken")]
    assert "55 euro naar 60 euro" in why[(steady.name, "Maandbedrag, kleine locatie")]
    assert "Bed te veel" in why[(closes.name, "Publieke plaats zonder werken")]
    assert any("nog niet in" in text for text in why.values())
    assert all(why.values())
    assert (steady.name, "Publieke plaats zonder werken") not in why


# --- Who, and in how many questions ------------------------------------------------------------------------


def test_a_municipality_sees_only_its_own_lines(client_for, abb, local, deinze):
    site_with(4)
    site_with(3, municipality=deinze)
    state = frozen(abb)
    neighbour = hat(Kind.LOCAL_AUTHORITY, municipality=deinze)
    assert set(SubsidyLine.objects.visible_to(local).values_list("municipality__nis_code", flat=True)) == {
        "44021"
    }
    page = client_for(neighbour).get(reverse("housing:subsidy_state", args=[state.pk]), {"gemeente": "44021"})
    assert not page.context["page"].object_list
    assert client_for(neighbour).get(reverse("housing:subsidy_town", args=[44021])).status_code == 404
    assert not SubsidyLine.objects.visible_to(hat(Kind.FACILITY)).exists()


def test_the_file_holds_every_line_with_its_sum(client_for, abb, local):
    site_with(4)
    state = frozen(abb)
    url = reverse("housing:subsidy_export", args=[state.pk])
    text = client_for(local).get(url, {"vorm": "csv"}).getvalue().decode("utf-8-sig").splitlines()
    assert len(text) == 1 + state.lines.count()
    assert "44021;Gent" in text[1] and ";4000,00;ja;" in "\n".join(text)
    assert client_for(local).get(url).getvalue()[:2] == b"PK"
    assert AuditEvent.objects.filter(verb="subsidy.exported").count() == 2


def test_pages_ask_the_same_number_of_questions_for_few_and_many(client_for, abb, local):
    def questions(*path):
        client = client_for(local)
        client.get(reverse(*path[:1], args=path[1:]))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse(*path[:1], args=path[1:])).status_code == 200
        return len(asked)

    site_with(4)
    few = questions("housing:subsidy_town", 44021)
    for _ in range(6):
        StayFactory(unit=site_with(3, 2, category="private").units.first(), status="lived_in")
    assert questions("housing:subsidy_town", 44021) == few


def test_euros_are_written_as_one_reads_them():
    assert [euros(Decimal(text)) for text in ("1000", "1234567.5", "-0.4")] == [
        "1.000 euro", "1.234.567,50 euro", "-0,40 euro",
    ]  # fmt: skip
