"""The same for several households or proposals: a preview that was tried out, all in one transaction, and undone for
some minutes as long as nobody went on with it."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone
from zeal import zeal_ignore

from accounts.allowed import NotAllowed
from audit.models import AuditEvent, Reading
from audit.trail import IllegalTransition
from households.models import Household
from housing.models import Stay, Unit
from matching import actions
from matching.models import Proposal
from notifications.models import Notification
from tests.factories import HouseholdFactory, SiteFactory, StayFactory, UnitFactory
from tests.previews import confirmed, previewed

HOUSEHOLDS, UNDO = reverse("matching:household_bulk"), reverse("matching:household_bulk_undo")
PROPOSALS, PUT_BACK = reverse("matching:proposal_bulk"), reverse("matching:proposal_bulk_undo")
TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=20)


@pytest.fixture(autouse=True)
def each_row_by_its_own_verb():
    """On purpose, each row is locked and done by the verb of its own page."""
    with zeal_ignore():
        yield


def household(local, **fields):
    return HouseholdFactory(registered_by=local.organisation, **fields)


def asked(things, doen, **filled):
    return {"kies": [thing.pk for thing in things], "doen": doen, "ingevuld": "ja", **filled}


def text(response):
    return response.content.decode()


# --- Households ----------------------------------------------------------------------------------------------


def test_first_the_day_is_asked_then_the_preview_says_per_row_what_happens(local, neighbour, client_for):
    waits, same = household(local), household(local, wanted_from=SOON)
    lives = StayFactory(household=household(local)).household
    left = household(local, left_on=TODAY, left_reason="returned")
    rows, client = [waits, same, lives, left, household(neighbour)], client_for(local)

    assert "Woning nodig vanaf" in text(client.post(HOUSEHOLDS, {"kies": [waits.pk], "doen": "nodig-vanaf"}))
    wrong = client.post(HOUSEHOLDS, asked(rows, "nodig-vanaf", wanted_from=TODAY - timedelta(days=1)))
    assert wrong.status_code == 422 and "Deze dag is voorbij." in text(wrong)

    page = text(client.post(HOUSEHOLDS, asked(rows, "nodig-vanaf", wanted_from=SOON)))
    assert f"Nodig vanaf: {TODAY:%d/%m/%Y} wordt {SOON:%d/%m/%Y}" in page
    assert f"Niets. De datum staat al op {SOON:%d/%m/%Y}." in page
    assert "Niets. Dit huishouden woont al ergens." in page
    assert f"Niets. Dit huishouden vertrok op {TODAY:%d/%m/%Y}." in page
    assert page.count('name="kies"') == 4, "of another municipality nothing is shown"
    assert Household.objects.get(pk=waits.pk).wanted_from == TODAY
    assert not AuditEvent.objects.exists()
    assert set(Reading.objects.values_list("target_id", flat=True)) == {
        str(row.pk) for row in (waits, same, lives, left)
    }


def test_confirmed_it_is_done_once_and_undone_as_it_was(local, client_for):
    rows, client = (
        [household(local), household(local, wanted_from=TODAY + timedelta(days=3))],
        client_for(local),
    )
    sent = previewed(client.post(HOUSEHOLDS, asked(rows, "nodig-vanaf", wanted_from=SOON)))
    first, second = (client.post(HOUSEHOLDS, sent | {"bevestigd": "ja"}) for _ in range(2))
    assert text(first).count("Gedaan.") == 2
    assert text(second).count("Niets gedaan. De datum staat al op") == 2 and UNDO in text(second)
    assert AuditEvent.objects.filter(verb="household.changed").count() == 2

    answer = client.post(UNDO, follow=True)
    assert "Ongedaan gemaakt: 2 rijen." in text(answer)
    assert [Household.objects.get(pk=row.pk).wanted_from for row in rows] == [row.wanted_from for row in rows]
    assert "kan tot 10 minuten later" in text(client.post(UNDO, follow=True)), "once"


def test_afterwards_the_list_stands_as_it_was(local, client_for):
    rows, client = [household(local)], client_for(local)
    bar = text(client.get(reverse("matching:household_list"), {"lijst": "wachtend", "zoek": "Familienaam"}))
    assert 'name="lijst-als" value="lijst=wachtend&amp;zoek=Familienaam"' in bar
    kept, here = {"lijst-als": "lijst=wachtend&zoek=An+%26+Jo"}, reverse("matching:household_list")
    page = text(confirmed(client, HOUSEHOLDS, rows, "nodig-vanaf", wanted_from=SOON, **kept))
    assert f'href="{here}?lijst=wachtend&amp;zoek=An+%26+Jo">Terug naar de lijst' in page
    assert client.post(UNDO, kept).headers["Location"] == f"{here}?lijst=wachtend&zoek=An+%26+Jo"
    odd = client.post(HOUSEHOLDS, {"lijst-als": "//elders.example/?x"}).headers["Location"]
    assert odd.startswith(f"{here}?"), "never another address"


def test_undoing_is_refused_when_it_is_late_and_for_what_somebody_changed_since(local, client_for):
    rows, client = [household(local), household(local)], client_for(local)
    confirmed(client, HOUSEHOLDS, rows, "nodig-vanaf", wanted_from=SOON)
    Household.objects.filter(pk=rows[0].pk).update(need_lift="hard")
    page = text(client.post(UNDO, follow=True))
    assert "Ongedaan gemaakt: 1 rij." in page
    assert f"{rows[0].reference}: Intussen wijzigde iemand dit. Het blijft zoals het nu is." in page
    assert Household.objects.get(pk=rows[0].pk).wanted_from == SOON

    confirmed(client, HOUSEHOLDS, rows[1:], "nodig-vanaf", wanted_from=SOON)
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        assert "kan tot 10 minuten later" in text(client.post(UNDO, follow=True))
    assert Household.objects.get(pk=rows[1].pk).wanted_from == SOON


def test_the_end_of_several_stays_is_moved_and_back_but_not_into_the_next_stay(local, client_for):
    end = TODAY + timedelta(days=10)
    stays = [
        StayFactory(household=household(local), period=DateRange(TODAY - timedelta(days=30), end))
        for _ in range(3)
    ]
    next_one = StayFactory(household=household(local), unit=stays[2].unit, period=DateRange(end, None))
    rows, client = [stay.household for stay in stays], client_for(local)

    preview = client.post(HOUSEHOLDS, asked(rows, "einde", last_day=SOON))
    assert f"Tot en met: {end - timedelta(days=1):%d/%m/%Y} wordt {SOON:%d/%m/%Y}" in text(preview)
    assert next_one.reference in text(preview), "what PostgreSQL would refuse is told beforehand"
    assert set(Stay.objects.exclude(pk=next_one.pk).values_list("period", flat=True)) == {stays[0].period}

    answer = client.post(HOUSEHOLDS, previewed(preview) | {"bevestigd": "ja"})
    assert text(answer).count("Gedaan.") == 2
    assert Stay.objects.get(pk=stays[0].pk).last_day == SOON
    client.post(UNDO)
    assert {Stay.objects.get(pk=stay.pk).period for stay in stays} == {stays[0].period}


def test_who_came_is_confirmed_on_the_planned_day_and_taken_back(local, client_for):
    begin = TODAY - timedelta(days=2)
    stays = [StayFactory(household=household(local), period=DateRange(begin, None)) for _ in range(2)]
    client = client_for(local)
    page = text(confirmed(client, HOUSEHOLDS, [stay.household for stay in stays], "ingetrokken", day=""))
    assert page.count("Gedaan.") == 2
    assert not Stay.objects.filter(moved_in_at=None).exists()
    client.post(UNDO)
    assert set(Stay.objects.values_list("moved_in_at", "period")) == {(None, stays[0].period)}


def test_a_departure_says_that_it_stays_and_can_not_be_undone(local, client_for):
    stay, waits = StayFactory(household=household(local)), household(local)
    rows, client, filled = (
        [stay.household, waits],
        client_for(local),
        {"left_on": TODAY, "reason": "returned"},
    )
    preview = text(client.post(HOUSEHOLDS, asked(rows, "vertrokken", **filled)))
    assert "Een vertrek kunt u niet ongedaan maken." in preview and "de plaats komt vrij" in preview
    page = text(confirmed(client, HOUSEHOLDS, rows, "vertrokken", **filled))
    assert page.count("Gedaan.") == 2 and UNDO not in page
    assert Household.objects.left().count() == 2
    assert stay.unit in Unit.objects.free(on=TODAY)


def test_the_trail_says_of_each_row_and_of_the_whole_what_was_done(local, client_for):
    confirmed(
        client_for(local), HOUSEHOLDS, [household(local), household(local)], "nodig-vanaf", wanted_from=SOON
    )
    event = AuditEvent.objects.get(verb="bulk.done")
    assert event.changes == {"what": "Nodig vanaf wijzigen", "rows": 2, "left_out": 0}


def test_who_only_reads_has_no_boxes_and_is_refused(local, reader, client_for):
    waits = household(local)
    for url in (HOUSEHOLDS, UNDO, PROPOSALS, PUT_BACK):
        assert client_for(reader).post(url, {"kies": waits.pk, "doen": "nodig-vanaf"}).status_code == 403
    shown = {hat: text(client_for(hat).get(reverse("matching:household_list"))) for hat in (reader, local)}
    assert 'name="kies"' not in shown[reader] and 'name="kies"' in shown[local]


# --- Proposals -----------------------------------------------------------------------------------------------


def proposed(local, *, town=None):
    unit = UnitFactory(site=SiteFactory(municipality=town)) if town else UnitFactory()
    return actions.propose(
        household=household(local), unit=unit, move_in_on=TODAY, form_token=uuid.uuid4(), by=local
    )


def test_only_who_answers_grants_and_only_who_asked_withdraws(local, neighbour, deinze, client_for):
    own, elsewhere = proposed(local), proposed(local, town=deinze)
    page = text(client_for(local).post(PROPOSALS, asked([own, elsewhere], "toekennen")))
    assert "Niets. Deinze beslist over dit voorstel." in page
    assert (
        text(client_for(neighbour).post(PROPOSALS, asked([own, elsewhere], "intrekken"))).count("Niets.") == 1
    )

    page = text(confirmed(client_for(local), PROPOSALS, [own, elsewhere], "toekennen"))
    assert page.count("Gedaan.") == 1 and PUT_BACK not in page
    assert Stay.objects.get(unit=own.unit).status == Stay.Status.LIVED_IN
    answer = confirmed(
        client_for(neighbour), PROPOSALS, [elsewhere], "weigeren", reason="capacity", note="Vol."
    )
    assert "Gedaan." in text(answer)
    elsewhere.refresh_from_db()
    assert (elsewhere.status, elsewhere.refusal_reason) == ("refused", "capacity")
    assert "Voornaam" not in text(answer)


def test_several_are_withdrawn_and_put_back_with_their_holds(local, neighbour, deinze, client_for):
    proposals, client = [proposed(local, town=deinze), proposed(local, town=deinze)], client_for(local)
    page = text(confirmed(client, PROPOSALS, proposals, "intrekken"))
    assert page.count("Gedaan.") == 2
    assert Unit.objects.free(on=TODAY).count() == 2
    answer = client.post(PUT_BACK, follow=True)
    assert "Ongedaan gemaakt: 2 rijen." in text(answer)
    assert not Unit.objects.free(on=TODAY).exists()
    for proposal in Proposal.objects.all():
        assert (proposal.status, proposal.decided_at, proposal.hold.status) == ("open", None, "held")
    told = Notification.objects.filter(organisation=neighbour.organisation, subject__contains="wacht toch")
    assert told.count() == 2
    actions.accept_proposal(proposal=proposals[0], by=neighbour)  # goes on as if nothing happened


def test_on_its_own_page_withdrawing_is_undone_for_ten_minutes(local, client_for):
    proposal, client = proposed(local), client_for(local)
    page = reverse("matching:proposal_detail", args=[proposal.pk])
    client.post(reverse("matching:proposal_withdraw", args=[proposal.pk]))
    assert "Intrekken ongedaan maken" in text(client.get(page))
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        assert "Intrekken ongedaan maken" not in text(client.get(page))
        late = client.post(reverse("matching:proposal_restore", args=[proposal.pk]), follow=True)
        assert "maar enkele minuten ongedaan maken" in text(late)
    client.post(reverse("matching:proposal_restore", args=[proposal.pk]))
    proposal.refresh_from_db()
    assert proposal.status == Proposal.Status.OPEN
    assert AuditEvent.objects.about(proposal).first().verb == "proposal.restored"


@pytest.mark.parametrize(
    ("meanwhile", "sentence"),
    [
        ("place taken", "voorbehouden of bewoond"),
        ("other place", "al een andere plaats"),
        ("left", "vertrokken"),
    ],
)
def test_what_somebody_went_on_with_stays_withdrawn(local, meanwhile, sentence):
    proposal = proposed(local)
    actions.withdraw_proposal(proposal=proposal, by=local)
    if meanwhile == "place taken":
        StayFactory(household=household(local), unit=proposal.unit)
    elif meanwhile == "other place":
        StayFactory(household=proposal.household)
    else:
        Household.objects.filter(pk=proposal.household_id).update(left_on=TODAY, left_reason="returned")
    with pytest.raises((actions.CannotRestore, actions.proposals.Taken), match=sentence):
        actions.restore_proposal(proposal=proposal, now=timezone.now(), by=local)
    proposal.refresh_from_db()
    assert proposal.status == Proposal.Status.WITHDRAWN


def test_only_who_asked_puts_it_back_and_only_what_was_withdrawn(local, neighbour, deinze):
    proposal = proposed(local, town=deinze)
    with pytest.raises(IllegalTransition):
        actions.restore_proposal(proposal=proposal, now=timezone.now(), by=local)
    actions.withdraw_proposal(proposal=proposal, by=local)
    with pytest.raises(NotAllowed):
        actions.restore_proposal(proposal=proposal, now=timezone.now(), by=neighbour)
