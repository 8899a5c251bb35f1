"""Erasing a household: who they were goes out of every table and every history, and what is counted stays."""

from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.allowed import NotAllowed
from audit.models import AuditEvent, Reading
from audit.readings import note_search
from audit.seals import seal_days, today
from households.actions import change_household, change_person, register_departure, register_household
from households.models import Erasure, Household, LegalHold
from households.protection.actions import (
    AlreadyHeld,
    CannotErase,
    erase_household,
    hold_household,
    lift_household_hold,
)
from housing.models import Stay
from matching.actions import accept_proposal, propose
from notifications.models import Notification
from tests.factories import HouseholdFactory, SiteFactory, UnitFactory

TODAY = timezone.localdate()
GIVEN, FAMILY, OLD_FAMILY, PHONE, MAIL = (
    "Zzoksana",
    "Zzkovalenko",
    "Zzkowalenko",
    "0470 99 88 77",
    "zz.kov@example.org",
)
MARKS = (
    GIVEN,
    FAMILY,
    OLD_FAMILY,
    PHONE,
    MAIL,
    "Zznote",
    "Zzto",
    "Zzproposal",
    "Zzanswer",
    "1987-05-17",
)


def everywhere(*marks: str) -> Iterator[str]:
    """Every table and column of the whole database in which one of these stands."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                f'SELECT row::text FROM "{table}" row WHERE row::text ILIKE ANY(%s)',  # noqa: S608
                [[f"%{mark}%" for mark in marks]],
            )
            found = " ".join(text.lower() for (text,) in cursor.fetchall())
            yield from (f"{mark} in {table}" for mark in marks if mark.lower() in found)


def persons() -> list[dict]:
    return [
        {
            "given_name": GIVEN, "family_name": OLD_FAMILY, "born_on": date(1987, 5, 17), "sex": "f",
            "relation": "reference", "certificate_number": "ZZ-ATTEST",
        },
        {"given_name": f"{GIVEN}a", "family_name": FAMILY, "birth_year": 2019, "sex": "f", "relation": "child"},
    ]  # fmt: skip


@pytest.fixture
def family(local, neighbour):
    """A whole life in the portal: registered, corrected, searched for, proposed to a neighbour with words."""
    household = register_household(
        form_token="8f0d7d3c-6b0e-4f0e-9d62-0a4a5f0a9b11",
        fields={"channel": "counter", "wanted_from": TODAY, "contact_phone": PHONE, "contact_email": MAIL},
        persons=persons(),
        by=local,
    )
    change_household(
        household=household, fields={"note": "Zznote over het huis", "languages": "oekraïens"}, by=local
    )
    change_person(person=household.persons.order_by("pk").first(), fields={"family_name": FAMILY}, by=local)
    note_search(local.organisation, f"de {FAMILY}", 12, "de lijst", by=local)
    unit = UnitFactory(site=SiteFactory(municipality=neighbour.organisation.municipality))
    proposal = propose(
        household=household, unit=unit, move_in_on=TODAY, note=f"Zzproposal voor {GIVEN}",
        form_token="8f0d7d3c-6b0e-4f0e-9d62-0a4a5f0a9b12", by=local,
    )  # fmt: skip
    accept_proposal(proposal=proposal, note="Zzanswer: welkom", by=neighbour)
    return household


@pytest.fixture
def gone(family, local):
    """The same household, after it left."""
    stay = Stay.objects.get(household=family)
    Stay.objects.filter(pk=stay.pk).update(period=(TODAY - timedelta(days=30), TODAY - timedelta(days=1)))
    register_departure(
        household=family,
        left_on=TODAY - timedelta(days=1),
        reason="own_housing",
        destination="Zzto Kortrijk",
        by=local,
    )
    family.refresh_from_db()
    return family


def erased(household, by, ground="request", reference="AVG-2026/7"):
    return erase_household(household=household, ground=ground, reference=reference, on=TODAY, by=by)


def test_who_they_were_is_gone_from_every_table_and_every_history(gone, local):
    assert {place.split(" in ")[0] for place in everywhere(*MARKS)} == set(MARKS), (
        "else the question asks nothing"
    )
    mother = gone.persons.order_by("pk").first()
    assert mother.certificate_number.reveal() == "ZZ-ATTEST"
    ciphers = {state.certificate_number.stored() for state in (mother, *mother.events.all())} - {""}
    erased(gone, local)
    assert list(everywhere(*MARKS, *ciphers)) == []
    mother.refresh_from_db()
    assert (mother.certificate_number.reveal(), mother.certificate_number_index) == ("", "")


def test_what_is_counted_stays(gone, local):
    stay = Stay.objects.get(household=gone)
    erased(gone, local)
    gone.refresh_from_db()
    assert gone.name == "Gewiste persoon" and gone.erased_at is not None
    people = gone.persons.order_by("pk").values_list("birth_year", "born_on", "sex", "relation")
    assert list(people) == [(1985, None, "f", "reference"), (2015, None, "f", "child")]
    stay.refresh_from_db()
    assert (stay.household_id, stay.period.upper) == (gone.pk, TODAY - timedelta(days=1))
    assert gone.left_reason == "own_housing"


def test_the_trail_stays_sealed(gone, local):
    seal_days(until=today())
    erased(gone, local)
    out = StringIO()
    call_command("verify_audit", stdout=out)
    event = AuditEvent.objects.about(gone).get(verb="household.erased")
    assert event.changes == {"ground": "request", "persons": 2}


def test_searches_for_them_are_counted_without_their_words(gone, local):
    note_search(local.organisation, "Ivanenko", 20, "de lijst", by=local)
    erased(gone, local)
    assert set(Reading.objects.exclude(words="").values_list("words", "hits")) == {
        ("(gewist)", 12),
        ("Ivanenko", 20),
    }


def test_messages_about_them_say_nothing_any_more(gone, local):
    assert Notification.objects.filter(body__contains="Zzanswer").exists()
    erased(gone, local)
    assert not Notification.objects.filter(body__contains="Zzanswer").exists()


def test_the_log_of_erasing_holds_numbers_only_and_cannot_be_changed(gone, officer):
    erasure = erased(gone, officer)
    assert (erasure.household_number, erasure.persons, erasure.reference) == (gone.pk, 2, "AVG-2026/7")
    with pytest.raises(DatabaseError), transaction.atomic():
        Erasure.objects.update(persons=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        Erasure.objects.all().delete()


def test_who_waits_or_lives_somewhere_is_not_erased(family, local):
    with pytest.raises(CannotErase, match=r"niet vertrokken.*woont nog ergens"):
        erased(family, local)
    assert family.persons.filter(given_name=GIVEN).exists()


def test_what_must_be_kept_is_not_erased_until_the_hold_is_lifted(gone, local):
    hold_household(household=gone, reason="Klacht bij de Raad van State", by=local)
    with pytest.raises(CannotErase, match="bewaarplicht"):
        erased(gone, local)
    with pytest.raises(AlreadyHeld, match="al een bewaarplicht"):
        hold_household(household=gone, reason="Nog eens", by=local)
    lift_household_hold(household=gone, by=local)
    erased(gone, local)


def test_postgresql_itself_refuses_where_a_verb_would_not(gone, local):
    stay = Stay.objects.get(household=gone)
    fields = {"household_number": gone.pk, "organisation": local.organisation, "ground": "term", "persons": 2}
    Stay.objects.filter(pk=stay.pk).update(period=(TODAY - timedelta(days=30), None))
    with pytest.raises(DatabaseError, match="woont nog ergens"), transaction.atomic():
        Erasure.objects.create(**fields)
    Stay.objects.filter(pk=stay.pk).update(period=(TODAY - timedelta(days=30), TODAY))
    LegalHold.objects.create(
        target_type="households.household", target_number=gone.pk, organisation=local.organisation, reason="x",
        placed_by=local.user,
    )  # fmt: skip
    with pytest.raises(DatabaseError, match="bewaard worden"), transaction.atomic():
        Erasure.objects.create(**fields)


def test_what_went_into_a_household_goes_along_and_a_hold_on_it_keeps_both(gone, local):
    child = HouseholdFactory(registered_by=local.organisation, note="Zzdubbel", merged_into=gone)
    hold_household(household=child, reason="Klacht", by=local)
    with pytest.raises(CannotErase, match="bewaarplicht"):
        erased(gone, local)
    lift_household_hold(household=child, by=local)
    with pytest.raises(CannotErase, match="ging op in een ander"):
        erased(child, local)
    erased(gone, local)
    assert set(Erasure.objects.values_list("household_number", flat=True)) == {gone.pk, child.pk}
    assert list(everywhere("Zzdubbel")) == []


def test_only_their_own_local_government_and_its_officer_erase(gone, local, reader, officer, neighbour, abb):
    for hat in (reader, neighbour, abb):
        with pytest.raises(NotAllowed):
            erased(gone, hat)
    erased(gone, officer)
    with pytest.raises(CannotErase, match="al gewist"):
        erased(gone, local)


def test_nothing_is_written_about_an_erased_household_any_more(gone, local):
    erased(gone, local)
    with pytest.raises(NotAllowed):
        change_household(household=gone, fields={"note": "toch iets"}, by=local)
    with pytest.raises(DatabaseError, match="household_erased_says_nothing"), transaction.atomic():
        Household.objects.filter(pk=gone.pk).update(note="toch iets")
