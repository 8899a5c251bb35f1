"""Verbs on requests for help: from the municipality's question to Facility's result."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from audit.trail import IllegalTransition, change_status, record
from facility import notices
from facility.models import SupportRequest
from housing.models import Site

Status = SupportRequest.Status


class NotALocalAuthority(Exception):
    """Only a local government asks Het Facilitair Bedrijf for help."""

    def __init__(self, by: Membership) -> None:
        super().__init__(f"{by.organisation} is geen lokaal bestuur en kan geen aanvraag indienen.")


@transaction.atomic
def submit_request(
    *,
    form_token: UUID,
    kind: str,
    title: str,
    description: str,
    needed_by: date,
    places: int | None = None,
    site: Site | None = None,
    by: Membership,
) -> SupportRequest:
    """Ask Het Facilitair Bedrijf for help. The token names the form: sent twice, it stays one request.

    Raises NotALocalAuthority for a hat without a municipality.
    """
    municipality = by.organisation.municipality
    if municipality is None:
        raise NotALocalAuthority(by)
    support_request, created = SupportRequest.objects.get_or_create(
        organisation=by.organisation,
        form_token=form_token,
        defaults={
            "municipality": municipality,
            "kind": kind,
            "title": title,
            "description": description,
            "needed_by": needed_by,
            "places": places,
            "site": site,
            "submitted_by": by.user,
        },
    )
    if created:
        changes = {"kind": kind, "title": title, "needed_by": needed_by, "places": places, "site": site}
        record("support_request.submitted", support_request, by=by, changes=changes)
        notices.request_submitted(support_request, by=by)
    return support_request


@transaction.atomic
def take_up_request(
    *,
    support_request: SupportRequest,
    government_decision: str = "",
    government_decision_on: date | None = None,
    by: Membership,
) -> SupportRequest:
    """Someone of Facility makes it his. A village needs the decision of the Flemish Government (ValidationError)."""
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
    )
    notices.request_taken_up(support_request, by=by)
    return support_request


@transaction.atomic
def ask_about_request(*, support_request: SupportRequest, question: str, by: Membership) -> SupportRequest:
    """Facility wants to know something; the municipality has to answer."""
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
    in_status(support_request, Status.INFO_REQUESTED, to=Status.TAKEN_UP)
    support_request = change_status(
        support_request, Status.TAKEN_UP, by=by, verb="support_request.answered", answer=answer
    )
    notices.request_answered(support_request, by=by)
    return support_request


@transaction.atomic
def complete_request(*, support_request: SupportRequest, note: str, by: Membership) -> SupportRequest:
    """The help was given; `note` tells the municipality what came of it."""
    support_request = _end(
        support_request, Status.COMPLETED, verb="support_request.completed", note=note, by=by
    )
    notices.request_decided(support_request, by=by)
    return support_request


@transaction.atomic
def refuse_request(*, support_request: SupportRequest, note: str, by: Membership) -> SupportRequest:
    """Facility cannot help; `note` tells the municipality why."""
    support_request = _end(support_request, Status.REFUSED, verb="support_request.refused", note=note, by=by)
    notices.request_decided(support_request, by=by)
    return support_request


@transaction.atomic
def withdraw_request(*, support_request: SupportRequest, reason: str = "", by: Membership) -> SupportRequest:
    """The municipality no longer needs the help."""
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
