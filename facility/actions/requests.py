"""Verbs on requests for help: from the municipality's question to Facility's result."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.allowed import insist
from accounts.models import Membership
from audit.overtaken import changes_of
from audit.trail import IllegalTransition, change_status, record
from documents.actions import store_document
from documents.files import CheckedFile
from facility import notices, rules
from facility.actions.cases import LINKED
from facility.models import SupportMessage, SupportRequest

Status = SupportRequest.Status


class NotALocalAuthority(Exception):
    """Only a local government asks Het Facilitair Bedrijf for help."""

    def __init__(self, by: Membership) -> None:
        super().__init__(f"{by.organisation} is geen lokaal bestuur en kan geen aanvraag indienen.")


class AnotherKindOfStep(Exception):
    """Not for this request; the sentence says why, in Dutch."""


@transaction.atomic
def save_request_draft(
    *,
    form_token: UUID,
    files: Sequence[CheckedFile] = (),
    seen: Mapping[str, Any] | None = None,
    by: Membership,
    **fields: Any,
) -> SupportRequest:
    """Keep what a local government typed so far; only the kind and the subject are needed.

    Raises NotALocalAuthority for a hat without a municipality, IllegalTransition when it was submitted meanwhile, and
    Overtaken when a colleague changed since what the page showed (`seen`: fields and answers by name).
    """
    draft, changed = _written(form_token, fields, seen, by=by)
    if draft.status != Status.DRAFT:
        raise IllegalTransition(draft, Status.DRAFT)
    _attach(draft, files, by=by)
    if changed or files:
        record("support_request.draft_saved", draft, by=by, changes={"title": draft.title})
    return draft


@transaction.atomic
def submit_request(
    *,
    form_token: UUID,
    files: Sequence[CheckedFile] = (),
    seen: Mapping[str, Any] | None = None,
    by: Membership,
    **fields: Any,
) -> SupportRequest:
    """Ask Het Facilitair Bedrijf for help. The token names the form: sent twice, it stays one request;
    a draft with that token becomes the request.

    Raises NotALocalAuthority for a hat without a municipality, ValidationError without a day or a description, and
    Overtaken when a colleague changed since what the page showed (`seen`: fields and answers by name).
    """
    support_request, _ = _written(form_token, fields, seen, by=by)
    if support_request.status != Status.DRAFT:
        return support_request
    _attach(support_request, files, by=by)
    support_request = change_status(
        support_request, Status.SUBMITTED, by=by, verb="support_request.submitted", submitted_at=timezone.now(),
        submitted_by=by.user,
    )  # fmt: skip
    if support_request.intervention is not None:
        record(LINKED, support_request.intervention, by=by, changes={"requests": [support_request.pk]})
    notices.request_submitted(support_request, by=by)
    return support_request


def _written(
    form_token: UUID, fields: dict[str, Any], seen: Mapping[str, Any] | None, *, by: Membership
) -> tuple[SupportRequest, bool]:
    """The draft with this token, with these fields in it, and whether that made it different (or new). Locked; what was
    submitted by now stays as it is."""
    municipality = by.organisation.municipality
    if municipality is None:
        raise NotALocalAuthority(by)
    insist(by, rules.may_submit_request(by))
    if case := fields.get("intervention"):
        insist(by, rules.may_link_requests(by, case))
    draft, is_new = SupportRequest.objects.get_or_create(
        organisation=by.organisation,
        form_token=form_token,
        defaults={"municipality": municipality, "submitted_by": by.user, **fields},
    )
    draft = SupportRequest.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if draft.status != Status.DRAFT:
        return draft, False
    answers = fields.get("answers", {})
    typed = {name: value for name, value in fields.items() if name != "answers"}
    stored = {name: getattr(draft, name) for name in typed} | {
        name: draft.answers.get(name) for name in answers
    }
    changes = changes_of(stored, typed | answers, seen)
    for name in typed.keys() & changes.keys():
        setattr(draft, name, changes[name][1])
    if "answers" in fields:
        draft.answers = {name: changes.get(name, [None, stored[name]])[1] for name in answers}
    draft.save(update_fields=list(fields))
    return draft, is_new or bool(changes)


def _attach(support_request: SupportRequest, files: Sequence[CheckedFile], *, by: Membership) -> None:
    if files:
        support_request.documents.add(*(store_document(checked=file, by=by) for file in files))


@transaction.atomic
def take_up_request(
    *,
    support_request: SupportRequest,
    government_decision: str = "",
    government_decision_on: date | None = None,
    government_places: int | None = None,
    government_document: CheckedFile | None = None,
    by: Membership,
) -> SupportRequest:
    """Someone of Facility makes it his. A village needs the decision of the Flemish Government: number, date, places
    and document (ValidationError)."""
    insist(by, rules.may_handle_request(by, support_request))
    in_status(support_request, Status.SUBMITTED, to=Status.TAKEN_UP)
    support_request = change_status(
        support_request,
        Status.TAKEN_UP,
        by=by,
        verb="support_request.taken_up",
        taken_up_at=timezone.now(),
        taken_up_by=by.user,
        government_decision=government_decision,
        government_decision_on=government_decision_on,
        government_places=government_places,
        government_document=store_document(checked=government_document, by=by)
        if government_document
        else None,
    )
    notices.request_taken_up(support_request, by=by)
    return support_request


@transaction.atomic
def assign_request(*, support_request: SupportRequest, handler: Membership, by: Membership) -> SupportRequest:
    """Give an open request to a colleague. Raises AnotherKindOfStep for somebody else, or when it is not
    being handled."""
    insist(by, rules.may_handle_request(by, support_request))
    locked = SupportRequest.objects.select_for_update(of=("self",)).get(pk=support_request.pk)
    if handler.organisation_id != by.organisation_id or not handler.may_write:
        raise AnotherKindOfStep("Kies iemand van Het Facilitair Bedrijf die aanvragen mag behandelen.")
    if locked.status not in (Status.TAKEN_UP, Status.INFO_REQUESTED):
        raise AnotherKindOfStep("Deze aanvraag is niet in behandeling.")
    before, locked.taken_up_by = locked.taken_up_by, handler.user
    locked.save(update_fields=["taken_up_by"])
    record("support_request.assigned", locked, by=by, changes={"handler": [before, handler.user]})
    notices.request_assigned(locked, handler=handler, by=by)
    return locked


@transaction.atomic
def write_message(
    *, support_request: SupportRequest, text: str, files: Sequence[CheckedFile] = (), by: Membership
) -> SupportMessage:
    """Say something about an open request to the other side, with files."""
    insist(by, rules.may_write_about(by, support_request))
    if not support_request.is_open or support_request.status == Status.DRAFT:
        raise AnotherKindOfStep("Deze aanvraag is afgesloten of nog niet ingediend.")
    message = SupportMessage(
        support_request=support_request, organisation=by.organisation, text=text, sent_by=by.user
    )
    message.full_clean()
    message.save()
    message.documents.set([store_document(checked=file, by=by) for file in files])
    record("support_request.message_written", support_request, by=by, changes={"files": len(files)})
    notices.request_message(message, by=by)
    return message


@transaction.atomic
def ask_about_request(*, support_request: SupportRequest, question: str, by: Membership) -> SupportRequest:
    """Facility wants to know something; the municipality has to answer."""
    insist(by, rules.may_handle_request(by, support_request))
    support_request = change_status(
        support_request,
        Status.INFO_REQUESTED,
        by=by,
        verb="support_request.info_requested",
        question=question,
        answer="",
    )
    notices.request_question(support_request, by=by)
    return support_request


@transaction.atomic
def answer_request(*, support_request: SupportRequest, answer: str, by: Membership) -> SupportRequest:
    """The municipality answers; Facility goes on."""
    insist(by, rules.may_speak_for_request(by, support_request))
    in_status(support_request, Status.INFO_REQUESTED, to=Status.TAKEN_UP)
    support_request = change_status(
        support_request, Status.TAKEN_UP, by=by, verb="support_request.answered", answer=answer
    )
    notices.request_answered(support_request, by=by)
    return support_request


@transaction.atomic
def complete_request(*, support_request: SupportRequest, note: str, by: Membership) -> SupportRequest:
    """The help was given; `note` tells the municipality what came of it."""
    insist(by, rules.may_handle_request(by, support_request))
    support_request = _end(
        support_request, Status.COMPLETED, verb="support_request.completed", note=note, by=by
    )
    notices.request_decided(support_request, by=by)
    return support_request


@transaction.atomic
def refuse_request(*, support_request: SupportRequest, note: str, by: Membership) -> SupportRequest:
    """Facility cannot help; `note` tells the municipality why."""
    insist(by, rules.may_handle_request(by, support_request))
    support_request = _end(support_request, Status.REFUSED, verb="support_request.refused", note=note, by=by)
    notices.request_decided(support_request, by=by)
    return support_request


@transaction.atomic
def withdraw_request(*, support_request: SupportRequest, reason: str = "", by: Membership) -> SupportRequest:
    """The municipality no longer needs the help."""
    insist(by, rules.may_speak_for_request(by, support_request))
    support_request = _end(
        support_request, Status.WITHDRAWN, verb="support_request.withdrawn", note=reason, by=by
    )
    notices.request_withdrawn(support_request, by=by)
    return support_request


def _end(support_request: SupportRequest, to: str, *, verb: str, note: str, by: Membership) -> SupportRequest:
    return change_status(
        support_request,
        to,
        by=by,
        verb=verb,
        decided_at=timezone.now(),
        decided_by=by.user,
        decision_note=note,
    )


def in_status(support_request: SupportRequest, status: str, *, to: str) -> None:
    """Locks the row and raises IllegalTransition unless it is in `status`.

    "In behandeling" is reached by two verbs, from two statuses: TRANSITIONS alone cannot tell them apart.
    """
    locked = SupportRequest.objects.select_for_update(of=("self",)).get(pk=support_request.pk)
    if locked.status != status:
        raise IllegalTransition(locked, to)
