"""Verbs on contacts, files and texts of a case."""

from datetime import date
from uuid import UUID

from django.db import transaction

from accounts.allowed import insist
from accounts.models import Membership
from audit.trail import record
from documents.actions import store_document
from documents.files import CheckedFile
from vlot import notices, rules
from vlot.actions.locks import locked_case, refuse_closed
from vlot.models import Contact, Intervention, InterventionDocument, Redaction

TAKEN_OUT = "[Tekst verwijderd: {reason}]"


@transaction.atomic
def add_contact(
    *,
    form_token: UUID,
    intervention: Intervention,
    kind: str,
    held_on: date,
    minutes: int,
    note: str,
    shared_note: str = "",
    participants: str = "",
    next_step: str = "",
    due_on: date | None = None,
    by: Membership,
) -> Contact:
    """Log a contact with the municipality. Raises IllegalTransition when the call is closed.

    The token names the form: sent twice, it stays one contact and its minutes count once.
    """
    locked = locked_case(intervention)
    insist(by, rules.may_handle_intervention(by, locked))
    already = locked.contacts.filter(form_token=form_token).first()
    if already is not None:
        return already
    refuse_closed(locked)
    contact = Contact(
        form_token=form_token,
        intervention=locked,
        kind=kind,
        held_on=held_on,
        minutes=minutes,
        note=note,
        shared_note=shared_note,
        participants=participants,
        next_step=next_step,
        due_on=due_on,
        recorded_by=by.user,
    )
    contact.validate_constraints()
    contact.save()
    record(
        "intervention.contacted",
        locked,
        by=by,
        changes={"kind": kind, "held_on": held_on, "minutes": minutes},
    )
    notices.contact_added(contact, by=by)
    return contact


@transaction.atomic
def add_documents(
    *, intervention: Intervention, documents: list[CheckedFile], shared: bool, by: Membership
) -> list[InterventionDocument]:
    """Keep checked files with the case; `shared` shows them to the municipality too. IllegalTransition when closed."""
    locked = locked_case(intervention)
    insist(by, rules.may_handle_intervention(by, locked))
    refuse_closed(locked)
    kept = [
        InterventionDocument.objects.create(
            intervention=locked,
            document=store_document(checked=checked, by=by),
            shared=shared,
            added_by=by.user,
        )
        for checked in documents
    ]
    names = [file.document.name for file in kept]
    record("intervention.documents_added", locked, by=by, changes={"names": names, "shared": shared})
    return kept


@transaction.atomic
def redact_text(
    *,
    intervention: Intervention,
    part: str,
    reason: str,
    contact: Contact | None = None,
    by: Membership,
) -> Redaction:
    """Take a text with personal data out for good, also out of its history; the reason stays. Allowed on a closed call
    too. Raises ValidationError for a text that is none of the three."""
    locked = locked_case(intervention)
    insist(by, rules.may_handle_intervention(by, locked))
    redaction = Redaction(intervention=locked, contact=contact, part=part, reason=reason, redacted_by=by.user)
    redaction.full_clean()
    redaction.save()
    left = TAKEN_OUT.format(reason=reason)
    if contact is None:
        Intervention.objects.filter(pk=locked.pk).update(question=left)
        Intervention.pgh_event_model.objects.filter(pgh_obj=locked.pk).update(question=left)  # type: ignore[attr-defined]
        locked.mails.update(body=left, subject=left[:250])
    else:
        locked.contacts.filter(pk=contact.pk).update(**{part: left})
    record("intervention.redacted", locked, by=by, changes={"part": part, "reason": reason})
    return redaction
