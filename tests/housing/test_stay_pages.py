"""Pages of who lives where: a stay, arrivals and departures, rounds of presence."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.allowed import NotAllowed
from accounts.models import Membership
from audit.models import AuditEvent
from households.models import Household
from housing import actions, rules
from housing.models import Presence, PresenceCheck, Stay, Unit
from housing.waiting import people_waiting
from notifications.models import Notification
from tests.factories import HouseholdFactory, SiteFactory, StayFactory, UnitFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY, WEEK = timedelta(days=1), timedelta(days=7)
STEPS = ("stay_arrival", "stay_planned_end", "stay_move", "stay_end", "stay_not_come")


@pytest.fixture
def site(company, gent):
    return SiteFactory(organisation=company.organisation, name="Klooster")


@pytest.fixture
def unit(site):
    return UnitFactory(site=site, label="Kamer 1")


@pytest.fixture
def stay(unit, local):
    return StayFactory(unit=unit, household__registered_by=local.organisation)


@pytest.fixture
def elsewhere(deinze, local):
    """A household of Gent that lives in Deinze."""
    return StayFactory(
        unit=UnitFactory(site=SiteFactory(municipality=deinze, name="Molen", street="Geheimstraat")),
        household__registered_by=local.organisation,
    )


def url(name, *args):
    return reverse(f"housing:{name}", args=args)


def text(response):
    return response.content.decode()


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


# --- Who


def test_the_rules_of_a_stay_as_a_table(
    local, reader, neighbour, company, governor, facility, vlot, abb, deinze
):
    """Per hat: may change, sees people, sees the place; of a stay of Gent in Deinze, first held, then lived in."""
    there = UnitFactory(site=SiteFactory(municipality=deinze))
    held = StayFactory(unit=there, household__registered_by=local.organisation, status="held")
    lived = StayFactory(unit=UnitFactory(site=there.site), household__registered_by=local.organisation)
    table = {
        local: [(True, True, False), (True, True, True)],
        reader: [(False, True, False), (False, True, True)],
        neighbour: [(True, False, True), (True, True, True)],
        **{hat: [(False, False, False)] * 2 for hat in (company, governor, facility, vlot, abb)},
        None: [(False, False, False)] * 2,
    }
    for hat, expected in table.items():
        found = [
            (rules.may_end_stay(hat, it), rules.sees_people_of(hat, it), rules.sees_place_of(hat, it))
            for it in (held, lived)
        ]
        assert found == expected, hat


def test_the_rules_of_presence_and_of_the_lists_as_a_table(
    local, reader, neighbour, company, governor, facility, vlot, abb, site
):
    table = {local: (True, True, True), reader: (True, False, True), neighbour: (False, False, True)}
    for hat in (local, reader, neighbour, company, governor, facility, vlot, abb, None):
        found = (
            rules.may_see_presence(hat, site),
            rules.may_check_presence(hat, site),
            rules.may_see_movements(hat),
        )
        assert found == table.get(hat, (False, False, False)), hat


@pytest.mark.parametrize("name", ["stay_detail", *STEPS])
def test_somebody_elses_stay_is_not_found(client_for, stay, neighbour, company, abb, name):
    for hat in (neighbour, company, abb):
        assert client_for(hat).get(url(name, stay.pk)).status_code == 404
        assert client_for(hat).post(url(name, stay.pk)).status_code == 404


@pytest.mark.parametrize("name", STEPS)
def test_who_only_reads_changes_no_stay(client_for, stay, reader, name):
    assert client_for(reader).get(url(name, stay.pk)).status_code == 403
    assert client_for(reader).post(url(name, stay.pk)).status_code == 403


def test_a_stay_that_is_not_granted_hides_street_from_the_one_and_names_from_the_other(
    client_for, local, neighbour, elsewhere
):
    Stay.objects.filter(pk=elsewhere.pk).update(status="held")
    for name in ("stay_detail", "movement_list"):
        page = (
            url(name, elsewhere.pk) if name == "stay_detail" else f"{url(name)}?dag={elsewhere.period.lower}"
        )
        mine, theirs = text(client_for(local).get(page)), text(client_for(neighbour).get(page))
        assert elsewhere.household.name in mine
        assert "Geheimstraat" not in mine and "Molen" not in mine and "ooneenheid in Deinze" in mine
        assert "Geheimstraat" in theirs
        assert elsewhere.household.name not in theirs and elsewhere.household.reference in theirs
    for name in STEPS:
        for hat in (local, neighbour):
            answer = client_for(hat).get(url(name, elsewhere.pk))
            assert answer.status_code == 302 and answer.url == url("stay_detail", elsewhere.pk)
    Stay.objects.filter(pk=elsewhere.pk).update(status="lived_in")
    assert "Geheimstraat" in text(client_for(local).get(url("stay_detail", elsewhere.pk)))
    assert elsewhere.household.name in text(client_for(neighbour).get(url("stay_detail", elsewhere.pk)))


# --- The stay and its steps


def test_the_page_of_a_stay_leads_to_its_steps_and_tells_what_happened(client_for, local, reader, stay):
    client = client_for(local)
    page = text(client.get(url("stay_detail", stay.pk)))
    assert stay.reference in page and "Nog niemand bevestigde" in page
    for name in STEPS:
        assert url(name, stay.pk) in page
        assert url(name, stay.pk) not in text(client_for(reader).get(url("stay_detail", stay.pk)))
    assert client.post(url("stay_arrival", stay.pk), {"day": TODAY - DAY}).status_code == 302
    page = text(client.get(url("stay_detail", stay.pk)))
    assert "Intrek bevestigd" in page and "Nog niemand bevestigde" not in page
    actions.end_stay(stay=stay, ends_on=TODAY, reason="abroad", destination="Polen", by=local)
    page = text(client.get(url("stay_detail", stay.pk)))
    assert "Naar een ander land: Polen" in page and url("stay_move", stay.pk) not in page


def test_confirming_correcting_and_planning_an_arrival(client_for, local, stay):
    client = client_for(local)
    client.post(url("stay_arrival", stay.pk), {"day": TODAY - DAY})
    assert fresh(stay).period.lower == TODAY - DAY and fresh(stay).moved_in_by == local.user
    client.post(url("stay_arrival", stay.pk), {"day": TODAY + DAY})
    assert fresh(stay).period.lower == TODAY + DAY and fresh(stay).moved_in_by is None


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("stay_arrival", {"day": "31/31/2026"}, "geldige datum"),
        ("stay_arrival", {"day": TODAY + 5 * WEEK}, "voor het geplande einde"),
        ("stay_arrival", {"day": TODAY - 10 * WEEK}, "al voorbehouden of bewoond"),
        ("stay_planned_end", {"last_day": TODAY - DAY}, "Deze dag is voorbij"),
        ("stay_planned_end", {"last_day": TODAY + 5 * WEEK}, "al voorbehouden of bewoond"),
        ("stay_move", {"moves_on": TODAY}, "Kies een wooneenheid"),
        ("stay_move", {"moves_on": TODAY, "unit": "999999"}, "niet in uw gemeente"),
        (
            "stay_end",
            {"ends_on": TODAY - 9 * WEEK, "reason": "abroad", "destination": "Polen"},
            "na de intrek",
        ),
        ("stay_end", {"ends_on": TODAY, "destination": "Polen"}, "verplicht"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence_and_keeps_what_was_typed(
    client_for, local, unit, name, data, sentence
):
    stay = StayFactory(
        unit=unit,
        household__registered_by=local.organisation,
        period=DateRange(TODAY - 4 * WEEK, TODAY + 4 * WEEK),
    )
    for period in (DateRange(TODAY - 20 * WEEK, TODAY - 4 * WEEK), DateRange(TODAY + 4 * WEEK, None)):
        StayFactory(unit=unit, household__registered_by=local.organisation, period=period)
    UnitFactory(site=unit.site)
    response = client_for(local).post(url(name, stay.pk), data)
    page = text(response)
    assert response.status_code == 422
    assert sentence in page
    for typed in data.values():
        assert f'value="{typed}"' in page or name == "stay_move"
    assert fresh(stay).period == stay.period


def test_an_end_is_planned_changed_and_taken_away(client_for, local, stay):
    client = client_for(local)
    client.post(url("stay_planned_end", stay.pk), {"last_day": TODAY + WEEK})
    assert fresh(stay).period.upper == TODAY + WEEK + DAY
    assert f'value="{TODAY + WEEK}"' in text(client.get(url("stay_planned_end", stay.pk)))
    response = client.post(url("stay_planned_end", stay.pk), {"last_day": ""}, follow=True)
    assert "zonder einddatum" in text(response)
    assert fresh(stay).period.upper is None


def test_moving_shows_what_is_free_and_fits_on_the_day_in_ones_own_municipality(
    client_for, local, stay, site, deinze
):
    beside = UnitFactory(site=site, label="Kamer 9")
    for unlike in (
        UnitFactory(site=site, label="Krap", places=1),
        UnitFactory(site=SiteFactory(municipality=deinze), label="Ver weg"),
        StayFactory(
            unit=UnitFactory(site=site, label="Bezet"), household__registered_by=local.organisation
        ).unit,
    ):
        assert unlike.label not in text(client_for(local).get(url("stay_move", stay.pk)))
    client = client_for(local)
    page = text(client.get(url("stay_move", stay.pk), {"dag": TODAY + WEEK}))
    assert "Klooster, Kamer 9" in page and f'value="{TODAY + WEEK}"' in page
    response = client.post(
        url("stay_move", stay.pk), {"moves_on": TODAY + WEEK, "unit": beside.pk}, follow=True
    )
    new = Stay.objects.get(unit=beside)
    assert response.redirect_chain[-1][0] == url("stay_detail", new.pk)
    assert fresh(stay).period.upper == new.period.lower == TODAY + WEEK


def test_a_unit_that_was_given_away_meanwhile_is_refused_at_the_field(client_for, local, stay, site):
    wanted, other = UnitFactory(site=site, label="Kamer 8"), UnitFactory(site=site, label="Kamer 9")
    theirs = StayFactory(unit=wanted, household__registered_by=local.organisation)
    response = client_for(local).post(url("stay_move", stay.pk), {"moves_on": TODAY, "unit": wanted.pk})
    page = text(response)
    assert response.status_code == 422
    assert theirs.reference in page and f"Klooster, {other.label}" in page
    assert theirs.household.name not in page
    assert response.context["form"].errors["unit"]


def test_when_nothing_is_free_the_page_says_where_to_look(client_for, local, stay):
    assert "Geen passende wooneenheid vrij" in text(client_for(local).get(url("stay_move", stay.pk)))
    assert client_for(local).get(url("stay_move", stay.pk), {"dag": "ooit"}).status_code == 422


def test_a_step_after_the_end_leads_back_with_the_reason(client_for, local, stay):
    actions.end_stay(stay=stay, ends_on=TODAY, reason="abroad", by=local)
    client = client_for(local)
    for name, data in (
        ("stay_arrival", {"day": TODAY}),
        ("stay_planned_end", {"last_day": ""}),
        ("stay_end", {"ends_on": TODAY, "reason": "abroad"}),
        ("stay_move", {"moves_on": TODAY, "unit": UnitFactory().pk}),
    ):
        page = text(client.post(url(name, stay.pk), data, follow=True))
        assert "al vastgelegd. Een collega was u misschien voor" in page


def test_the_other_local_government_is_told_without_a_name(local, neighbour, elsewhere):
    actions.end_stay(stay=elsewhere, ends_on=TODAY, reason="returned", by=neighbour)
    (told,) = Notification.objects.filter(organisation=local.organisation)
    assert elsewhere.reference in told.subject and elsewhere.household.reference in told.body
    assert elsewhere.household.name not in told.subject + told.body
    assert not Notification.objects.filter(organisation=neighbour.organisation).exists()


# --- Arrivals and departures


def test_the_list_of_a_day_and_of_its_week(client_for, local, site):
    monday = TODAY - timedelta(days=TODAY.weekday())
    on = {
        "before": monday - DAY,
        "monday": monday,
        "sunday": monday + 6 * DAY,
        "after": monday + 7 * DAY,
    }
    stays = {
        name: StayFactory(
            unit=UnitFactory(site=site),
            household__registered_by=local.organisation,
            period=DateRange(day, None),
        )
        for name, day in on.items()
    }
    leaving = StayFactory(
        unit=UnitFactory(site=site),
        household__registered_by=local.organisation,
        period=DateRange(monday - WEEK, monday),
    )
    StayFactory(
        unit=UnitFactory(site=site),
        household__registered_by=local.organisation,
        status="cancelled",
        period=DateRange(monday, None),
    )

    def shown(**asked):
        lists = client_for(local).get(url("movement_list"), asked).context["lists"]
        return [[row.stay.pk for row in rows] for _, rows in lists]

    assert shown(dag=str(monday)) == [[stays["monday"].pk], [leaving.pk]]
    week = [[stays["monday"].pk, stays["sunday"].pk], [leaving.pk]]
    assert shown(dag=str(monday), per="week") == shown(dag=str(monday + 6 * DAY), per="week") == week
    assert shown(dag=str(monday + 2 * DAY)) == [[], []]


def test_the_lists_are_of_ones_own_municipality_and_households(client_for, local, neighbour, elsewhere, stay):
    asked = {"dag": str(stay.period.lower)}
    assert elsewhere.period.lower == stay.period.lower
    mine = text(client_for(local).get(url("movement_list"), asked))
    theirs = text(client_for(neighbour).get(url("movement_list"), asked))
    assert stay.reference in mine and elsewhere.reference in mine
    assert stay.reference not in theirs and elsewhere.reference in theirs


def test_a_day_that_is_none_is_refused_and_one_far_away_is_an_empty_list(client_for, local):
    response = client_for(local).get(url("movement_list"), {"dag": "gisteren"})
    assert response.status_code == 422 and 'value="gisteren"' in text(response)
    for far in ("0001-01-01", "9999-12-31"):
        assert client_for(local).get(url("movement_list"), {"dag": far, "per": "week"}).status_code == 200


def test_the_lists_cost_the_same_however_long_they_are(client_for, local, site):
    def queries():
        client = client_for(local)
        with CaptureQueriesContext(connection) as asked:
            client.get(url("movement_list"), {"per": "week"})
        return len(asked)

    def arrive():
        StayFactory(
            unit=UnitFactory(site=site),
            household__registered_by=local.organisation,
            period=DateRange(TODAY, None),
        )

    arrive()
    few = queries()
    for _ in range(4):
        arrive()
    assert queries() == few <= 16


# --- Presence


def answer(client, site, **seen):
    return client.post(
        url("presence_check", site.pk), {f"verblijf-{pk}": outcome for pk, outcome in seen["seen"].items()}
    )


def test_a_round_of_presence_is_kept_and_corrected_the_same_day(client_for, local, site, stay):
    other = StayFactory(unit=UnitFactory(site=site), household__registered_by=local.organisation)
    client = client_for(local)
    assert "Nog nooit nagekeken" in text(client.get(url("presence_check", site.pk)))
    assert answer(client, site, seen={stay.pk: "present", other.pk: "absent"}).status_code == 302
    assert answer(client, site, seen={other.pk: "unknown"}).status_code == 302
    check = PresenceCheck.objects.get()
    assert (check.checked_on, check.checked_by) == (TODAY, local.user)
    assert dict(check.presences.values_list("stay", "outcome")) == {stay.pk: "present", other.pk: "unknown"}
    page = text(client.get(url("presence_check", site.pk)))
    assert "Laatst nagekeken op" in page and str(local.user) in page
    assert "Aanwezigheid nagekeken" in text(client.get(url("site_detail", site.pk)))


def test_a_round_says_something_and_only_about_who_lives_there(client_for, local, site, stay):
    client = client_for(local)
    for data in ({}, {f"verblijf-{stay.pk}": "weg"}):
        assert client.post(url("presence_check", site.pk), data).status_code == 422
    gone = StayFactory(
        unit=UnitFactory(site=site),
        household__registered_by=local.organisation,
        period=DateRange(TODAY - WEEK, TODAY),
    )
    with pytest.raises(actions.NotLivingThere):
        actions.record_presence(site=site, on=TODAY, outcomes={gone.pk: "absent"}, by=local)
    assert not PresenceCheck.objects.exists()


def test_two_absences_in_a_row_ask_a_person_and_never_decide(client_for, local, site, stay):
    client, badge = client_for(local), "keer na elkaar afwezig sinds"
    rounds = [(9, "absent"), (8, "present"), (7, "absent"), (6, "unknown")]
    for ago, outcome in rounds:
        actions.record_presence(site=site, on=TODAY - ago * DAY, outcomes={stay.pk: outcome}, by=local)
    assert badge not in text(client.get(url("presence_check", site.pk)))
    answer(client, site, seen={stay.pk: "absent"})
    assert f"2 {badge}" in text(client.get(url("presence_check", site.pk)))
    assert fresh(stay).ended_at is None and fresh(stay).period.upper is None
    page = text(client.get(f"{url('stay_end', stay.pk)}?reden=unknown"))
    assert f'value="{TODAY - 7 * DAY}"' in page  # since the first round that did not see them
    assert 'value="unknown"' in page and "checked" in page
    client.post(url("stay_end", stay.pk), {"ends_on": TODAY - 7 * DAY, "reason": "unknown"})
    assert fresh(stay).end_reason == "unknown" and fresh(stay).ended_by == local.user
    assert "afwezig, nagekeken door" in text(client.get(url("stay_detail", stay.pk)))


def test_who_may_go_round_and_who_may_look(client_for, local, reader, neighbour, company, abb, site, stay):
    page = url("presence_check", site.pk)
    assert client_for(neighbour).get(page).status_code == 404
    for hat in (company, abb):
        response = client_for(hat).get(page)
        assert response.status_code == 403 and stay.household.name not in text(response)
    seen = text(client_for(reader).get(page))
    assert stay.household.name in seen and 'type="radio"' not in seen
    assert client_for(reader).post(page, {f"verblijf-{stay.pk}": "present"}).status_code == 403


def test_a_round_costs_the_same_however_many_live_there(client_for, local, site):
    def queries():
        client = client_for(local)
        with CaptureQueriesContext(connection) as asked:
            client.get(url("presence_check", site.pk))
        return len(asked)

    def live():
        stay = StayFactory(unit=UnitFactory(site=site), household__registered_by=local.organisation)
        actions.record_presence(site=site, on=TODAY, outcomes={stay.pk: Presence.Outcome.ABSENT}, by=local)

    live()
    few = queries()
    for _ in range(4):
        live()
    assert queries() == few <= 16


def test_a_proposal_that_is_refused_says_what_is_free_instead(client_for, local, stay, site):
    other = UnitFactory(site=site, label="Kamer 9")
    household = HouseholdFactory(registered_by=local.organisation)
    data = {"unit": stay.unit_id, "move_in_on": TODAY, "form_token": "6f1f6f3a-0000-4000-8000-000000000001"}
    page = text(
        client_for(local).post(reverse("matching:proposal_add", args=[household.pk]), data, follow=True)
    )
    assert stay.reference in page and f"Klooster, {other.label}" in page


def test_the_menu_leads_there_for_local_governments_only(client_for, local, company):
    assert isinstance(local, Membership)
    assert url("movement_list") in text(client_for(local).get("/"))
    assert url("movement_list") not in text(client_for(company).get("/"))


# --- Who never came


def test_who_never_came_leaves_the_place_free_at_once_and_waits_again(client_for, local, stay):
    client = client_for(local)
    assert url("stay_not_come", stay.pk) in text(client.get(url("stay_detail", stay.pk)))
    assert client.post(url("stay_not_come", stay.pk), {}).status_code == 422
    assert fresh(stay).status == "lived_in"
    answer = client.post(url("stay_not_come", stay.pk), {"reason": "unreachable"}, follow=True)
    assert "opnieuw bij wie wacht" in text(answer)
    assert fresh(stay).status == "cancelled"
    assert list(Unit.objects.free(on=TODAY)) == [stay.unit]
    assert list(people_waiting(Household.objects.all(), on=TODAY)) == [stay.household]
    trail = AuditEvent.objects.about(stay).latest("pk")
    assert (trail.verb, trail.changes["reason"]) == ("stay.not_come", "niet meer te bereiken")


def test_who_was_seen_to_come_leaves_and_does_not_stay_away(client_for, local, stay):
    actions.confirm_move_in(stay=stay, moved_in_on=TODAY - DAY, by=local)
    with pytest.raises(actions.AlreadyMovedIn):
        actions.stay_not_come(stay=stay, reason="declined", by=local)
    client = client_for(local)
    assert url("stay_not_come", stay.pk) not in text(client.get(url("stay_detail", stay.pk)))
    page = text(client.get(url("stay_not_come", stay.pk), follow=True))
    assert "De intrek van verblijf" in page
    assert fresh(stay).status == "lived_in"


def test_a_reader_cannot_say_so_and_a_stay_that_is_over_cannot_be_undone(local, reader, stay):
    with pytest.raises(NotAllowed):
        actions.stay_not_come(stay=stay, reason="declined", by=reader)
    actions.end_stay(stay=stay, ends_on=TODAY, reason="abroad", by=local)
    with pytest.raises(actions.StayIsOver):
        actions.stay_not_come(stay=fresh(stay), reason="declined", by=local)
    with pytest.raises(IntegrityError, match="stay_cancelled_never_ended"), transaction.atomic():
        Stay.objects.filter(pk=stay.pk).update(status="cancelled")
