"""The trail: written with the change itself, in words, and never altered afterwards."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.utils import ProgrammingError
from django.utils import timezone

from audit.models import AuditEvent
from audit.trail import IllegalTransition, change_status, plain, record
from documents.models import Document
from housing.models import Offer
from tests.factories import OfferFactory
from tests.together import all_at_once

Status = Offer.Status


@pytest.fixture
def offer(company):
    return OfferFactory(organisation=company.organisation, created_by=company.user)


def reject(offer, by, **fields):
    decided = {
        "decided_at": timezone.now(),
        "decided_by": by.user,
        "rejection_reason": "unsafe",
        "decision_note": "Schimmel",
    }
    return change_status(offer, Status.REJECTED, by=by, verb="offer.rejected", **{**decided, **fields})


# --- record -----------------------------------------------------------------------------------------------------


@time_machine.travel(datetime(2026, 3, 2, 10, 30, tzinfo=UTC), tick=False)
def test_an_event_says_who_did_what_for_whom_to_which_thing_and_when(offer, local):
    event = record("offer.looked_at", offer, by=local, changes={"reason": "controle"})

    assert event.occurred_at == datetime(2026, 3, 2, 10, 30, tzinfo=UTC)
    assert (event.verb, event.target_type, event.target_id) == (
        "offer.looked_at",
        "housing.offer",
        str(offer.pk),
    )
    assert (event.user_id, event.user_name) == (local.user.pk, local.user.name)
    assert event.organisation_name == str(local.organisation)
    assert event.changes == {"reason": "controle"}


def test_without_a_hat_the_system_itself_acted(offer):
    event = record("offer.swept", offer, by=None)
    assert (event.user_id, event.user_name, event.organisation_name) == (None, "Systeem", "")


def test_names_stay_as_they_were_when_people_and_organisations_change(offer, local):
    event = record("offer.looked_at", offer, by=local)
    before = event.user_name, event.organisation_name
    local.user.name, local.organisation.name = "Iemand anders", "Anders"
    local.user.save()
    local.organisation.save()
    event.refresh_from_db()
    assert (event.user_name, event.organisation_name) == before


def test_an_event_outlives_the_thing_that_it_is_about(local, company):
    document = Document.objects.create(
        file="x", name="plan.pdf", content_type="application/pdf", size=1, uploaded_by=company.user
    )
    record("document.stored", document, by=company)
    key = str(document.pk)
    document.delete()
    assert AuditEvent.objects.get(target_id=key).verb == "document.stored"


def test_a_change_that_is_rolled_back_leaves_no_event(offer, local):
    with transaction.atomic():
        record("offer.looked_at", offer, by=local)
        transaction.set_rollback(True)
    assert not AuditEvent.objects.about(offer).exists()


def test_about_gives_the_events_of_one_thing_newest_first(offer, local):
    other = OfferFactory()
    for verb, thing in [("offer.first", offer), ("offer.elsewhere", other), ("offer.second", offer)]:
        record(verb, thing, by=local)
    assert [event.verb for event in AuditEvent.objects.about(offer)] == ["offer.second", "offer.first"]


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (None, None),
        (True, True),
        (3, 3),
        ("tekst", "tekst"),
        (Decimal("1.50"), "1.50"),
        (date(2026, 3, 2), "2026-03-02"),
        (UUID(int=7), "00000000-0000-0000-0000-000000000007"),
        (DateRange(date(2026, 1, 1), None), "[2026-01-01, None)"),
        ([date(2026, 3, 2), {"a": Decimal(1)}], ["2026-03-02", {"a": "1"}]),
        ((1, 2), [1, 2]),
        ({"b"}, ["b"]),
        (Status.DRAFT, "draft"),
    ],
)
def test_every_kind_of_value_can_be_kept(value, kept):
    assert plain(value) == kept


def test_a_row_is_kept_as_number_and_name_and_a_file_by_its_name(local):
    assert plain(local) == {"id": str(local.pk), "label": str(local)}
    document = Document(name="plan.pdf")
    document.file.save("plan.pdf", ContentFile(b"x"), save=False)
    assert plain(document.file) == document.file.name


# --- Append-only ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sql", ["UPDATE audit_auditevent SET user_name = 'Niemand'", "DELETE FROM audit_auditevent"]
)
def test_the_database_itself_refuses_to_change_or_remove_an_event(offer, local, sql):
    record("offer.looked_at", offer, by=local)
    with (
        pytest.raises(ProgrammingError, match="Cannot update or delete"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert AuditEvent.objects.get(verb="offer.looked_at").user_name == local.user.name


def test_python_cannot_either(offer, local):
    event = record("offer.looked_at", offer, by=local)
    event.user_name = "Niemand"
    for attempt in (event.save, event.delete, AuditEvent.objects.all().delete):
        with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
            attempt()


# --- change_status ----------------------------------------------------------------------------------------------


def test_a_status_changes_with_its_fields_and_leaves_one_event(offer, local):
    returned = reject(offer, local)

    stored = Offer.objects.get(pk=offer.pk)
    event = AuditEvent.objects.about(offer).get()
    assert stored.status == offer.status == returned.status == Status.REJECTED
    assert (stored.decided_by, stored.decision_note, offer.decision_note) == (
        local.user,
        "Schimmel",
        "Schimmel",
    )
    assert event.verb == "offer.rejected"
    assert event.changes == {"status": ["submitted", "rejected"]}


def test_a_reason_stands_in_the_trail(offer, local):
    reject(offer, local, reason="Te vochtig")
    assert AuditEvent.objects.about(offer).get().changes["reason"] == "Te vochtig"


def test_a_step_that_the_workflow_does_not_know_is_refused_in_dutch_and_changes_nothing(offer, local):
    offer.status = Status.DRAFT
    offer.submitted_at = offer.submitted_by = None
    offer.save()

    with pytest.raises(IllegalTransition, match="Dit kan niet meer: de toestand is intussen “concept”"):
        reject(offer, local)

    assert Offer.objects.get(pk=offer.pk).status == offer.status == Status.DRAFT
    assert not AuditEvent.objects.about(offer).exists()


def test_the_row_decides_and_not_what_the_page_remembers(offer, local):
    remembered = Offer.objects.get(pk=offer.pk)
    reject(offer, local)
    assert remembered.status == Status.SUBMITTED

    with pytest.raises(IllegalTransition, match="geweigerd"):
        reject(remembered, local)
    assert AuditEvent.objects.about(offer).count() == 1


def test_a_constraint_refuses_in_dutch_and_the_thing_in_hand_stays_as_it_is_stored(offer, local):
    with pytest.raises(ValidationError, match="Een weigering heeft een reden en een toelichting nodig"):
        reject(offer, local, decision_note="")

    assert (offer.status, offer.decided_at, offer.rejection_reason) == (Status.SUBMITTED, None, "")
    assert Offer.objects.get(pk=offer.pk).status == Status.SUBMITTED
    assert not AuditEvent.objects.about(offer).exists()


def test_only_the_named_fields_are_written(offer, local):
    """Somebody else's change to another column of the row is not overwritten."""
    Offer.objects.filter(pk=offer.pk).update(remarks="van een collega")
    reject(offer, local)
    assert Offer.objects.get(pk=offer.pk).remarks == "van een collega"


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_decide_at_the_same_moment_one_wins(offer, local):
    def decide():
        return reject(Offer.objects.get(pk=offer.pk), local)

    outcomes = all_at_once(decide, decide, decide)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == [
        "IllegalTransition",
        "IllegalTransition",
        "Offer",
    ]
    assert AuditEvent.objects.about(offer).count() == 1


# --- The second trail: rows of history by trigger (docs/adr/0010) ----------------------------------------------


def test_a_change_past_every_action_is_still_in_the_history_of_the_row(offer):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE housing_offer SET title = 'Anders' WHERE id = %s", [offer.pk])
    titles = list(offer.events.order_by("pgh_id").values_list("title", flat=True))
    assert titles[-1] == "Anders"
    assert len(titles) == 2


def test_history_names_the_user_and_the_page_of_a_post(local, client_for):
    client_for(local).post("/organisatie/", {"name": "Stad Gent", "email": "", "phone": ""})
    context = local.organisation.events.order_by("-pgh_id").first().pgh_context
    assert context.metadata["user"] == local.user.pk
    assert context.metadata["path"] == "/organisatie/"


def test_history_is_written_without_catching_an_error_for_every_row(db):
    """An error that is caught rolls back a subtransaction, and each costs more than the one before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('pgtrigger.ignore'), pg_get_functiondef('_pgh_attach_context'::regproc)"
        )
        ignored, function = cursor.fetchone()
    assert ignored == "{}"
    assert "EXCEPTION" not in function
