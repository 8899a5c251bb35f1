"""A household changes while it waits or lives somewhere: who lives in the unit follows, and there is place for all."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from households.models import Household, HouseholdMerge, Person
from housing import actions
from housing.models import Stay
from tests.factories import HouseholdFactory, PersonFactory, StayFactory, UnitFactory

TODAY = timezone.localdate()
BABY = {
    "given_name": "Nova", "family_name": "Proefsen", "born_on": TODAY, "sex": "f", "relation": "child",
}  # fmt: skip


@pytest.fixture
def family(local):
    """Three people of Gent."""
    return HouseholdFactory(registered_by=local.organisation, size=3)


def lives(household, *, places=4, until=None, status=Stay.Status.LIVED_IN):
    stay = StayFactory(
        household=household,
        unit=UnitFactory(places=places),
        status=status,
        period=DateRange(TODAY - timedelta(days=30), until),
    )
    stay.persons.set(household.persons.all())
    return stay


def names(household):
    return {person.pk for person in household.persons.all()}


def living(stay):
    return {person.pk for person in stay.persons.all()}


def trace(household):
    return set(AuditEvent.objects.about(household).values_list("verb", flat=True))


def test_a_birth_lives_where_the_household_lives(local, family):
    stay = lives(family)
    baby = actions.add_person(household=family, values=BABY, joined_on=TODAY, born=True, by=local)
    assert baby.pk in living(stay) and family.persons.count() == 4
    assert trace(family) == {"household.birth"}


def test_who_joins_needs_a_place_and_the_sentence_says_what_to_do(local, family):
    lives(family, places=3)
    with pytest.raises(actions.NoPlace, match=r"3 slaapplekken.*grotere wooneenheid"):
        actions.add_person(household=family, values=BABY, joined_on=TODAY, by=local)
    assert family.persons.count() == 3


def test_a_hold_counts_as_well(local, family):
    lives(family, places=3, status=Stay.Status.HELD)
    with pytest.raises(actions.NoPlace):
        actions.add_person(household=family, values=BABY, joined_on=TODAY, by=local)


def test_a_household_splits_and_only_who_stays_keeps_the_place(local, family):
    stay = lives(family)
    head, second, third = family.people()
    new = actions.split_household(
        household=family, leaving=[head.pk, third.pk], new_reference=second.pk, on=TODAY, by=local
    )
    assert names(family) == {second.pk} == living(stay)
    assert names(new) == {head.pk, third.pk} and new.split_from == family
    assert Person.objects.get(pk=second.pk).relation == "reference" == Person.objects.get(pk=head.pk).relation
    assert new.wanted_from == TODAY and new.left_on is None and not new.stays.exists()
    assert "household.split" in trace(family) and "household.split_off" in trace(new)


@pytest.mark.parametrize(
    ("leaving", "heir", "sentence"),
    [
        ([], None, "Kies wie"),
        ([0, 1, 2], None, "Iedereen vertrekt"),
        ([0], None, "Kies wie dat na"),
        ([0], 0, "Kies wie dat na"),
    ],
)
def test_a_split_that_cannot_be_says_why(local, family, leaving, heir, sentence):
    people = family.people()
    with pytest.raises(actions.CannotChangeHousehold, match=sentence):
        actions.split_household(
            household=family,
            leaving=[people[number].pk for number in leaving],
            new_reference=None if heir is None else people[heir].pk,
            on=TODAY,
            by=local,
        )
    assert family.persons.count() == 3 and Household.objects.count() == 1


def test_while_a_proposal_is_open_nobody_is_split_off(local, family):
    lives(family, status=Stay.Status.HELD)
    with pytest.raises(actions.CannotChangeHousehold, match="loopt nog een voorstel"):
        actions.split_household(household=family, leaving=[family.people()[1].pk], on=TODAY, by=local)


def test_somebody_leaves_with_a_reason_and_the_others_stay(local, family):
    stay = lives(family)
    son = family.people()[2]
    gone = actions.leave_household(
        household=family, leaving=[son.pk], on=TODAY, reason="abroad", destination="Polen", by=local
    )
    assert (gone.pk, names(gone)) != (family.pk, names(family)) and son.pk not in living(stay)
    gone.refresh_from_db()
    assert (gone.left_on, gone.left_reason, gone.left_destination) == (TODAY, "abroad", "Polen")
    assert Household.objects.present().get() == family
    assert "household.person_left" in trace(family) and "household.left" in trace(gone)


def test_two_households_are_reunited_where_one_lives(local, family):
    other = HouseholdFactory(registered_by=local.organisation, size=1)
    stay, theirs = lives(family), lives(other)
    actions.reunite_households(household=family, other=other, on=TODAY, by=local)
    assert family.persons.count() == 4 and living(stay) == names(family)
    theirs.refresh_from_db()
    other.refresh_from_db()
    assert theirs.period.upper == TODAY and other.merged_into == family and other.left_on is None
    assert family.persons.filter(relation="reference").count() == 1


def test_reuniting_needs_places_for_all_and_the_right_way_round(local, family):
    other = HouseholdFactory(registered_by=local.organisation, size=2)
    lives(family)
    with pytest.raises(actions.NoPlace):
        actions.reunite_households(household=family, other=other, on=TODAY, by=local)
    with pytest.raises(actions.CannotChangeHousehold, match=f"Open {family.reference} en herenig daar"):
        actions.reunite_households(household=other, other=family, on=TODAY, by=local)
    with pytest.raises(actions.CannotChangeHousehold, match="ander huishouden"):
        actions.reunite_households(household=family, other=family, on=TODAY, by=local)


def test_a_departure_ends_the_stay_once(local, family):
    stay = lives(family)
    actions.depart(household=family, left_on=TODAY, reason="own_housing", destination="Gent", by=local)
    stay.refresh_from_db()
    family.refresh_from_db()
    assert (stay.period.upper, stay.destination) == (TODAY, "Gent")
    assert (family.left_on, family.left_reason, family.left_destination) == (TODAY, "own_housing", "Gent")
    assert AuditEvent.objects.filter(verb="household.left").count() == 1
    with pytest.raises(actions.CannotChangeHousehold, match="Wacht opnieuw"):
        actions.add_person(household=family, values=BABY, joined_on=TODAY, by=local)


def test_when_the_host_family_stops_they_wait_again_and_are_registered_once(local, family):
    stay = lives(family)
    actions.host_stops(household=family, ends_on=TODAY + timedelta(days=10), by=local)
    stay.refresh_from_db()
    family.refresh_from_db()
    assert stay.period.upper == TODAY + timedelta(days=10) == family.wanted_from
    assert (family.channel, family.left_on) == ("host_stops", None)
    assert Household.objects.count() == 1


def test_who_left_and_comes_back_waits_again(local, family):
    actions.depart(household=family, left_on=TODAY, reason="returned", by=local)
    actions.host_stops(household=family, ends_on=TODAY, by=local)
    family.refresh_from_db()
    assert (family.left_on, family.left_reason, family.wanted_from) == (None, "", TODAY)


@pytest.mark.parametrize(
    "fields",
    [
        {"left_on": TODAY, "left_reason": "verdwenen"},
        {"left_reason": "abroad"},
        {"left_destination": "Polen"},
    ],
)
def test_the_database_keeps_a_departure_coded(family, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Household.objects.filter(pk=family.pk).update(**fields)


# --- Merging ---------------------------------------------------------------------------------------------------


@pytest.fixture
def twice(local):
    """One woman and her son, registered twice; the second time with her mother, a certificate and a place."""
    first = HouseholdFactory(registered_by=local.organisation, size=2)
    second = HouseholdFactory(registered_by=local.organisation, size=3)
    mother = second.people()[0]
    mother.certificate_number, mother.a_card_number, mother.a_card_until = "ATT-9", "A1", TODAY
    mother.save()
    return first, second


def merged(local, first, second):
    ours, theirs = first.people(), second.people()
    return actions.merge_households(
        kept=first, dropped=second, same={theirs[0].pk: ours[0].pk, theirs[1].pk: ours[1].pk}, by=local
    )


def picture(*households):
    """Everything about these households that a merge touches."""
    people = Person.objects.filter(household__in=households).order_by("pk").values()
    stays = Stay.objects.filter(household__in=households).order_by("pk")
    return (
        list(people),
        [(stay.pk, stay.household_id, sorted(living(stay))) for stay in stays],
        list(Household.objects.filter(pk__in=[row.pk for row in households]).order_by("pk").values()),
    )


def test_two_registrations_become_one_and_are_taken_apart_again_without_a_trace_in_the_data(local, twice):
    first, second = twice
    lives(second)
    before = picture(first, second)
    merge = merged(local, first, second)
    head = first.people()[0]
    assert first.persons.count() == 3
    assert (head.certificate_number, head.a_card_number, head.a_card_until) == ("ATT-9", "A1", TODAY)
    stay = first.stays.get()
    assert living(stay) == names(first)
    second.refresh_from_db()
    assert second.merged_into == first and second not in Household.objects.present()
    actions.undo_household_merge(merge=merge, by=local)
    assert picture(first, second) == before
    assert actions.undo_household_merge(merge=merge, by=local).undone_at


def test_what_was_changed_after_the_merge_stays(local, twice):
    first, second = twice
    merge = merged(local, first, second)
    Person.objects.filter(pk=first.people()[0].pk).update(a_card_number="A2")
    PersonFactory(household=first)
    actions.undo_household_merge(merge=merge, by=local)
    head = Person.objects.get(pk=first.people()[0].pk)
    assert (head.a_card_number, head.certificate_number) == ("A2", "")
    assert first.persons.count() == 3 and second.persons.count() == 3


def test_a_merge_that_cannot_be_says_why(local, neighbour, twice):
    first, second = twice
    lives(first, places=2)
    with pytest.raises(actions.CannotChangeHousehold, match="Samen zijn ze met 3"):
        merged(local, first, second)
    lives(second)
    with pytest.raises(actions.CannotChangeHousehold, match="dezelfde periode elk een plaats"):
        merged(local, first, second)
    foreign = HouseholdFactory(registered_by=neighbour.organisation)
    with pytest.raises(actions.CannotChangeHousehold, match="verschillende gemeenten"):
        actions.merge_households(kept=first, dropped=foreign, same={}, by=local)
    assert not HouseholdMerge.objects.exists() and first.persons.count() == 2


def test_a_household_is_merged_once_and_nothing_is_changed_in_what_went_into_another(local, twice):
    first, second = twice
    merged(local, first, second)
    with pytest.raises(actions.CannotChangeHousehold, match="al samengevoegd"):
        merged(local, first, second)
    with pytest.raises(actions.CannotChangeHousehold, match="Werk verder in dat huishouden"):
        actions.add_person(household=second, values=BABY, joined_on=TODAY, by=local)


# --- Pages -----------------------------------------------------------------------------------------------------


def at(name, household, *more):
    return reverse(f"housing:{name}", args=[household.pk, *more])


def test_the_pages_do_what_they_say(client_for, local, family):
    desk, day = client_for(local), f"{TODAY:%d/%m/%Y}"
    lives(family)
    born = {**BABY, "born": day, "born_on": "", "how": "birth", "joined_on": day}
    assert desk.post(at("person_add", family), born).status_code == 302
    people = family.people()
    split = desk.post(at("household_split", family), {"leaving": [people[1].pk], "on": day})
    new = Household.objects.get(split_from=family)
    assert split.url == reverse("matching:household_detail", args=[new.pk])
    assert desk.post(at("household_reunite", family), {"other": new.pk, "on": day}).status_code == 302
    left = {"leaving": [people[2].pk], "on": day, "reason": "abroad", "destination": "Polen"}
    assert desk.post(at("household_leave", family), left).status_code == 302
    assert desk.post(at("household_host_stops", family), {"ends_on": day}).status_code == 302
    gone = {"left_on": day, "reason": "unknown"}
    assert desk.post(at("household_depart", family), gone).status_code == 302
    detail = desk.get(reverse("matching:household_detail", args=[family.pk])).content.decode()
    assert "vertrokken zonder melding" in detail and "Wacht opnieuw" in detail


@pytest.mark.parametrize(
    ("page", "typed", "sentence"),
    [
        ("person_add", {"given_name": "Нова"}, "Voorstel: Nova"),
        ("household_split", {"on": "01/01/2999", "leaving": []}, "moet nog komen"),
        ("household_leave", {"destination": "naar het psychiatrisch centrum"}, "Toch bewaren"),
        ("household_depart", {"reason": "ziek"}, "geldige keuze"),
        ("household_reunite", {"other": "0"}, "geldige keuze"),
        ("household_host_stops", {"ends_on": "morgen"}, "dag/maand/jaar"),
    ],
)
def test_bad_input_comes_back_with_a_sentence(client_for, local, family, page, typed, sentence):
    response = client_for(local).post(at(page, family), typed)
    assert response.status_code == 422 and sentence in response.content.decode()


def test_what_the_verb_refuses_stands_on_the_page(client_for, local, family):
    lives(family, places=3)
    born = {**BABY, "born": f"{TODAY:%d/%m/%Y}", "how": "join", "joined_on": f"{TODAY:%d/%m/%Y}"}
    response = client_for(local).post(at("person_add", family), born)
    assert response.status_code == 422 and "grotere wooneenheid" in response.content.decode()


def test_merging_on_the_page_and_back(client_for, local, neighbour, twice):
    first, second = twice
    desk = client_for(local)
    page = desk.get(at("household_merge", first, second.pk)).content.decode()
    assert first.reference in page and second.reference in page
    same = {f"same-{second.people()[0].pk}": first.people()[0].pk}
    assert desk.post(at("household_merge", first, second.pk), same).status_code == 302
    merge = HouseholdMerge.objects.get()
    undo = reverse("housing:household_merge_undo", args=[merge.pk])
    assert client_for(neighbour).post(undo).status_code == 404
    assert desk.post(undo).status_code == 302
    second.refresh_from_db()
    assert second.merged_into is None
    assert client_for(neighbour).get(at("household_merge", first, second.pk)).status_code == 404
