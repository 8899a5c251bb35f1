"""Chains of moves: they really free a fitting place, only with consent, and as a whole or not at all."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone

from accounts.allowed import NotAllowed
from audit.models import AuditEvent, Reading
from audit.trail import IllegalTransition
from housing.actions import end_stay, move_stay
from housing.models import Stay
from matching import actions
from matching.conditions import FREE, failing
from matching.models import Chain, ChainMove, Proposal
from matching.ranking import Question
from tests.factories import HouseholdFactory, MembershipFactory, SiteFactory, StayFactory, UnitFactory

TODAY = timezone.localdate()


def after(days):
    return TODAY + timedelta(days=days)


def lives(local, unit, size=2, period=None, **needs):
    """A household of Gent that has lived there for a month."""
    household = HouseholdFactory(registered_by=local.organisation, size=size, **needs)
    stay = StayFactory(household=household, unit=unit, **({"period": period} if period else {}))
    stay.persons.set(household.persons.all())
    return stay


@pytest.fixture
def site(gent):
    return SiteFactory()


@pytest.fixture
def family(local):
    """Five persons who wait."""
    return HouseholdFactory(registered_by=local.organisation, size=5)


@pytest.fixture
def couple(local, site):
    """Two who live where five could."""
    return lives(local, UnitFactory(site=site, label="Groot", places=5))


@pytest.fixture
def small(site):
    return UnitFactory(site=site, label="Klein", places=2)


def found(household, by, on=TODAY):
    return actions.propose_chain(household=household, on=on, by=by)


def consents(chain, by):
    for move in chain.moves.filter(stay__isnull=False):
        actions.record_consent(move=move, given=True, by=by)


def home(household, on):
    return Stay.objects.lived_in(on=on).get(household=household).unit


def fits_where_it_lives(household, on):
    """Every hard condition, but for the place being taken: by itself."""
    question = Question.of(household, start=on, today=TODAY)
    unit = home(household, on)
    return [
        condition for condition in failing(question.asked, question.place(unit)) if condition != FREE
    ] == []


# --- Finding -----------------------------------------------------------------------------------------------------


def test_a_couple_goes_to_a_smaller_place_and_the_family_comes_in(family, couple, small, local):
    chain = found(family, local)
    assert [(move.household, move.stay, move.unit) for move in chain.moves.all()] == [
        (couple.household, couple, small),
        (family, None, couple.unit),
    ]
    consents(chain, local)
    actions.carry_out_chain(chain=chain, by=local)
    assert home(couple.household, TODAY) == small
    assert home(family, TODAY) == couple.unit
    assert fits_where_it_lives(family, TODAY) and fits_where_it_lives(couple.household, TODAY)
    chain.refresh_from_db()
    assert chain.status == "done" and chain.ended_by == local.user
    assert Proposal.objects.get().status == "accepted"
    verbs = AuditEvent.objects.filter(target_type="matching.chain").values_list("verb", flat=True)
    assert sorted(verbs) == ["chain.carried_out", "chain.consent_given", "chain.proposed"]


def test_three_moves_one_after_the_other_each_into_a_fitting_place(local, site):
    for_dog = UnitFactory(site=site, places=4, step_free=True, label="A")
    pets = UnitFactory(site=site, places=3, pets_allowed=True, label="B")
    three = UnitFactory(site=site, places=3, label="C")
    UnitFactory(site=site, places=2, label="D")
    movers = [
        lives(local, for_dog, size=3, need_pets="hard"),
        lives(local, pets, size=3),
        lives(local, three, size=2),
    ]
    waits = HouseholdFactory(registered_by=local.organisation, size=4, need_step_free="hard")
    chain = found(waits, local)
    assert [move.unit.label for move in chain.moves.order_by("position")] == ["D", "C", "B", "A"]
    consents(chain, local)
    actions.carry_out_chain(chain=chain, by=local)
    assert home(waits, TODAY) == for_dog
    everybody = [waits, *(stay.household for stay in movers)]
    assert all(fits_where_it_lives(household, TODAY) for household in everybody)
    assert len({home(household, TODAY) for household in everybody}) == 4


def test_a_unit_that_is_left_is_cleaned_before_the_next_comes(family, couple, small, local, site):
    site.turnaround_days = 3
    site.save()
    chain = found(family, local)
    consents(chain, local)
    actions.carry_out_chain(chain=chain, by=local)
    assert home(couple.household, TODAY) == small
    assert Stay.objects.get(household=family).period.lower == after(3)
    assert fits_where_it_lives(family, after(3))


def test_a_chain_whose_day_is_over_is_carried_out_from_today(family, couple, small, local):
    chain = found(family, local)
    Chain.objects.filter(pk=chain.pk).update(on=after(-9))
    consents(chain, local)
    actions.carry_out_chain(chain=chain, by=local)
    assert Stay.objects.get(household=family).period.lower == TODAY


def no_chain(household, by, match, on=TODAY):
    with pytest.raises(actions.NoChain, match=match):
        found(household, by, on)
    assert not Chain.objects.exists()


def test_without_a_way_there_is_a_sentence(family, couple, local):
    no_chain(family, local, "Ook met 3 verhuizingen")


def test_when_something_is_free_nobody_has_to_move(family, couple, small, local, site):
    UnitFactory(site=site, label="Vrij", places=6)
    no_chain(family, local, "Vrij is vrij en past")


def test_who_has_a_place_already_needs_no_chain(couple, small, local):
    no_chain(couple.household, local, "al een plaats")


def test_who_left_needs_no_chain(family, couple, small, local):
    family.left_on, family.left_reason = TODAY, "returned"
    family.save()
    no_chain(family, local, "wacht niet op een plaats")


def test_another_government_finds_no_chain_for_it(family, couple, small, neighbour, abb):
    for other in (neighbour, abb):
        with pytest.raises(NotAllowed):
            found(family, other)


def test_nobody_of_another_municipality_is_asked_to_move(family, small, local, neighbour, site):
    theirs = lives(neighbour, UnitFactory(site=site, places=5))
    assert theirs.household.registered_by != family.registered_by
    no_chain(family, local, "Ook met")


def test_nobody_is_sent_to_another_municipality(family, couple, local, deinze):
    UnitFactory(site=SiteFactory(municipality=deinze), places=2)
    no_chain(family, local, "Ook met")


def test_nobody_is_asked_to_go_where_the_place_ends_earlier(family, couple, local, gent):
    UnitFactory(site=SiteFactory(available=DateRange(TODAY, after(40))), places=2)
    no_chain(family, local, "Ook met")


def test_a_mover_keeps_what_it_needs(family, couple, small, local):
    couple.household.need_step_free = "hard"
    couple.household.save()
    no_chain(family, local, "Ook met")


def test_whom_another_household_must_live_near_is_not_asked(family, couple, small, local, site):
    HouseholdFactory(
        registered_by=local.organisation, near_household="hard", keep_near=couple.household, size=9
    )
    no_chain(family, local, "Ook met")


def test_who_is_promised_another_place_is_not_asked(family, couple, small, local, site):
    Stay.objects.filter(pk=couple.pk).update(period=DateRange(after(-30), after(20)))
    StayFactory(
        household=couple.household,
        unit=UnitFactory(site=site, places=3),
        status="held",
        period=DateRange(after(20), None),
    )
    no_chain(family, local, "Ook met")


def test_a_place_that_is_promised_for_later_is_not_freed(family, local, site, small):
    leaving = lives(local, UnitFactory(site=site, places=5), period=DateRange(after(-30), after(20)))
    StayFactory(unit=leaving.unit, status="held", period=DateRange(after(20), None))
    no_chain(family, local, "Ook met")


# --- Consent -----------------------------------------------------------------------------------------------------


def test_without_every_consent_nobody_moves(family, couple, small, local):
    chain = found(family, local)
    with pytest.raises(actions.ConsentMissing, match="gaf toestemming"):
        actions.carry_out_chain(chain=chain, by=local)
    assert Chain.objects.get().status == "open" and home(couple.household, TODAY) == couple.unit


def test_consent_can_be_taken_back_while_the_chain_is_open(family, couple, small, local):
    chain = found(family, local)
    consents(chain, local)
    consents(chain, local)
    actions.record_consent(move=chain.moves.get(position=1), given=False, by=local)
    with pytest.raises(actions.ConsentMissing):
        actions.carry_out_chain(chain=chain, by=local)
    verbs = list(AuditEvent.objects.filter(verb__startswith="chain.consent").values_list("verb", flat=True))
    assert sorted(verbs) == ["chain.consent_given", "chain.consent_taken_back"]


def test_after_the_end_no_consent_changes_and_nothing_ends_twice(family, couple, small, local):
    chain = found(family, local)
    actions.drop_chain(chain=chain, by=local)
    with pytest.raises(IllegalTransition, match="niet doorgegaan"):
        actions.record_consent(move=chain.moves.get(position=1), given=True, by=local)
    for verb in (actions.drop_chain, actions.carry_out_chain):
        with pytest.raises(IllegalTransition):
            verb(chain=chain, by=local)
    assert found(family, local).pk != chain.pk, "a new one may be looked for"


def refused(name):
    return pytest.raises(IntegrityError, match=name)


def test_postgresql_refuses_what_no_page_does(family, couple, small, local):
    chain = found(family, local)
    first, last = chain.moves.order_by("position")
    ended = {"ended_at": timezone.now(), "ended_by": local.user}
    with refused("toestemming"), transaction.atomic():
        Chain.objects.filter(pk=chain.pk).update(status="done", **ended)
    with refused("chain_one_open_per_household"), transaction.atomic():
        Chain.objects.create(household=family, made_for=local.organisation, on=TODAY, created_by=local.user)
    with refused("chain_move_consent_at_and_by"), transaction.atomic():
        ChainMove.objects.filter(pk=first.pk).update(consent_at=timezone.now())
    with refused("chain_move_consent_of_movers"), transaction.atomic():
        ChainMove.objects.filter(pk=last.pk).update(consent_at=timezone.now(), consent_by=local.user)
    with refused("chain_move_household_once"), transaction.atomic():
        ChainMove.objects.create(
            chain=chain, position=3, household=couple.household, stay=couple, unit=UnitFactory()
        )
    with refused("chain_ended_by_somebody"), transaction.atomic():
        Chain.objects.filter(pk=chain.pk).update(status="dropped")
    actions.drop_chain(chain=chain, by=local)
    with refused("niet meer open"), transaction.atomic():
        ChainMove.objects.filter(pk=first.pk).update(consent_at=timezone.now(), consent_by=local.user)


def test_a_second_chain_for_the_same_household_is_a_sentence(family, couple, small, local):
    found(family, local)
    with pytest.raises(actions.NoChain, match="loopt al een kettingverhuis"):
        found(family, local)


# --- Meanwhile ---------------------------------------------------------------------------------------------------


def broken(chain, by, match):
    before = list(Stay.objects.order_by("pk").values_list("pk", "unit", "period", "ended_at"))
    with pytest.raises(actions.ChainBroken, match=match):
        actions.carry_out_chain(chain=chain, by=by)
    assert list(Stay.objects.order_by("pk").values_list("pk", "unit", "period", "ended_at")) == before
    assert Chain.objects.get(pk=chain.pk).status == "open"
    assert not Proposal.objects.filter(status="accepted").exists()


@pytest.fixture
def agreed(family, couple, small, local):
    chain = found(family, local)
    consents(chain, local)
    return chain


def test_when_a_place_is_taken_meanwhile_nobody_moves(agreed, small, local):
    StayFactory(unit=small, status="held", period=DateRange(after(2), None))
    broken(agreed, local, "Er is niets verhuisd.*ezet of voorbehouden")


def test_when_the_last_step_fails_the_first_is_undone(agreed, family, local):
    family.need_pets = "hard"
    family.save()
    broken(agreed, local, f"{family.reference}.*uisdieren mogen niet")


def test_when_who_would_move_left_meanwhile_nobody_moves(agreed, couple, local):
    end_stay(stay=couple, ends_on=TODAY, reason="own_housing", by=local)
    broken(agreed, local, "vertrok of werd samengevoegd")


def test_when_who_would_move_lives_elsewhere_meanwhile_nobody_moves(agreed, couple, local, site):
    move_stay(stay=couple, unit=UnitFactory(site=site, places=3), moves_on=TODAY, by=local)
    broken(agreed, local, "al vastgelegd")


def test_when_the_household_is_housed_meanwhile_nobody_moves(agreed, family, local, site):
    StayFactory(household=family, unit=UnitFactory(site=site, places=6), period=DateRange(TODAY, None))
    broken(agreed, local, "al een andere plaats")


def test_when_the_new_place_ends_earlier_by_now_nobody_moves(agreed, small, local, site):
    other = SiteFactory(available=DateRange(after(-50), after(30)))
    small.site = other
    small.save()
    broken(agreed, local, "eindigt vroeger dan de huidige")


def test_when_a_household_went_to_another_municipality_nobody_moves(agreed, couple, local, neighbour):
    couple.household.registered_by = neighbour.organisation
    couple.household.save()
    broken(agreed, local, "volgt dit huishouden niet meer op")


# --- Pages -------------------------------------------------------------------------------------------------------


def url(name, *arguments):
    return reverse(f"matching:{name}", args=arguments)


def test_the_pages_from_no_place_to_a_home(client_for, family, couple, small, local):
    client = client_for(local)
    text = client.get(url("household_places", family.pk)).content.decode()
    assert f'href="{url("household_chain", family.pk)}?vanaf={TODAY.isoformat()}"' in text
    assert TODAY.isoformat() in client.get(url("household_chain", family.pk)).content.decode()
    page = client.post(url("household_chain", family.pk), {"vanaf": TODAY.isoformat()}, follow=True)
    chain = Chain.objects.get()
    text = page.content.decode()
    assert couple.household.name in text and family.name in text
    assert "Klein" in text and "Groot" in text
    assert "Nog 1 toestemming" in text and "Uitvoeren</button>" not in text
    assert url("chain_detail", chain.pk) in client.get(url("household_detail", family.pk)).content.decode()
    step = url("chain_consent", chain.pk, chain.moves.get(position=1).pk)
    text = client.post(step, {"given": "ja"}, follow=True).content.decode()
    assert "Uitvoeren</button>" in text and "Toch niet" in text
    done = client.post(url("chain_carry_out", chain.pk), follow=True).content.decode()
    assert "de plaats is toegekend" in done and "Uitgevoerd door" in done
    assert home(family, TODAY).label == "Groot"
    again = client.post(url("chain_carry_out", chain.pk), follow=True).content.decode()
    assert "Een collega was u misschien voor" in again
    for sent in (
        client.post(step, {"given": "nee"}, follow=True),
        client.post(url("chain_drop", chain.pk), follow=True),
    ):
        assert "Een collega was u misschien voor" in sent.content.decode()
    assert (
        url("chain_detail", chain.pk) not in client.get(url("household_detail", family.pk)).content.decode()
    )


def test_dropping_leads_back_to_looking(client_for, family, couple, small, local):
    chain = found(family, local)
    page = client_for(local).post(url("chain_drop", chain.pk), follow=True)
    assert "niemand verhuisd" in page.content.decode() and chain.reference in page.content.decode()


def test_without_consent_the_page_says_so(client_for, family, couple, small, local):
    chain = found(family, local)
    page = client_for(local).post(url("chain_carry_out", chain.pk), follow=True)
    assert "gaf toestemming" in page.content.decode()


def test_no_chain_is_a_sentence_and_the_day_stays(client_for, family, couple, local):
    page = client_for(local).post(url("household_chain", family.pk), {"vanaf": after(3).isoformat()})
    assert page.status_code == 422
    assert "Ook met 3 verhuizingen" in page.content.decode()
    assert f'value="{after(3).isoformat()}"' in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "verplicht"),
        ("morgen", "geldige datum"),
        (after(-1), "vandaag of later"),
        (after(4000), "drie jaar"),
    ],
)
def test_a_wrong_day_is_explained_at_the_field(client_for, family, local, typed, sentence):
    page = client_for(local).post(url("household_chain", family.pk), {"vanaf": str(typed)})
    assert page.status_code == 422 and sentence in page.content.decode()


@pytest.mark.parametrize("address", ["x", "2026-99-99", "<b>"])
def test_a_strange_day_in_the_address_breaks_nothing(client_for, family, local, address):
    page = client_for(local).get(url("household_chain", family.pk), {"vanaf": address})
    assert page.status_code == 200 and "<b>" not in page.content.decode().split("<form")[-1]


def test_others_find_no_chain_and_readers_only_read(client_for, family, couple, small, local, neighbour, abb):
    chain = found(family, local)
    step = url("chain_consent", chain.pk, chain.moves.get(position=1).pk)
    sent = [step, url("chain_carry_out", chain.pk), url("chain_drop", chain.pk)]
    for other in (neighbour, abb):
        client = client_for(other)
        assert client.get(url("chain_detail", chain.pk)).status_code == 404
        assert [client.post(address).status_code for address in sent] == [404, 404, 404]
        assert client.get(url("household_chain", family.pk)).status_code == 404
    MembershipFactory(organisation=local.organisation, role="manager")  # the last one would stay
    local.role = "reader"
    local.save()
    client = client_for(local)
    text = client.get(url("chain_detail", chain.pk)).content.decode()
    assert couple.household.name in text and "Stemt toe" not in text
    assert [client.post(address).status_code for address in sent] == [403, 403, 403]
    assert client.get(url("household_chain", family.pk)).status_code == 403


def test_who_waits_gives_no_consent_and_a_step_belongs_to_its_chain(client_for, family, couple, small, local):
    chain = found(family, local)
    client = client_for(local)
    last = chain.moves.get(position=2)
    assert client.post(url("chain_consent", chain.pk, last.pk), {"given": "ja"}).status_code == 404
    assert client.post(url("chain_consent", chain.pk, 10**9), {"given": "ja"}).status_code == 404


def test_a_household_that_went_to_another_municipality_has_no_name_here(
    client_for, agreed, family, couple, local, neighbour
):
    couple.household.registered_by = neighbour.organisation
    couple.household.save()
    text = client_for(local).get(url("chain_detail", agreed.pk)).content.decode()
    assert couple.household.reference in text
    assert all(person.given_name not in text for person in couple.household.persons.all())
    family.registered_by = neighbour.organisation
    family.save()
    for hat in (local, neighbour):
        assert client_for(hat).get(url("chain_detail", agreed.pk)).status_code == 404


def test_every_household_on_the_page_is_in_the_log_of_reads(client_for, family, couple, small, local):
    chain = found(family, local)
    Reading.objects.all().delete()
    client_for(local).get(url("chain_detail", chain.pk))
    assert set(Reading.objects.values_list("target_id", flat=True)) == {
        str(family.pk),
        str(couple.household_id),
    }


def test_searching_costs_the_same_number_of_queries_for_few_and_many(
    family, couple, local, site, django_assert_max_num_queries
):
    counts = []
    for _ in range(2):
        with django_assert_max_num_queries(20) as captured:
            no_chain(family, local, "Ook met")
        counts.append(len(captured))
        for _ in range(10):
            lives(local, UnitFactory(site=site, places=3))
    assert counts[0] == counts[1]


def test_the_page_costs_the_same_for_one_move_and_three(
    client_for, local, site, couple, small, family, django_assert_max_num_queries
):
    short = found(family, local)
    long = Chain.objects.create(
        household=HouseholdFactory(registered_by=local.organisation),
        made_for=local.organisation,
        on=TODAY,
        created_by=local.user,
    )
    for position in range(1, 4):
        stay = lives(local, UnitFactory(site=site))
        ChainMove.objects.create(
            chain=long, position=position, household=stay.household, stay=stay, unit=UnitFactory(site=site)
        )
    ChainMove.objects.create(chain=long, position=4, household=long.household, unit=UnitFactory(site=site))
    client, counts = client_for(local), []
    for chain in (short, long):
        with django_assert_max_num_queries(20) as captured:
            assert client.get(url("chain_detail", chain.pk)).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
