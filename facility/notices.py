"""What people are told about requests for help."""

from django.urls import reverse

from accounts.models import Kind, Membership, Organisation
from facility.models import SupportRequest
from notifications.outbox import notify


def url_of(support_request: SupportRequest) -> str:
    return reverse("facility:request_detail", args=[support_request.pk])


def tell_facility(support_request: SupportRequest, subject: str, body: str, *, by: Membership) -> None:
    notify(
        organisation=Organisation.objects.the(Kind.FACILITY),
        subject=subject,
        body=body,
        url=url_of(support_request),
        by=by,
    )


def tell_municipality(
    support_request: SupportRequest, subject: str, body: str, *, by: Membership | None = None
) -> None:
    notify(
        organisation=support_request.organisation,
        subject=subject,
        body=body,
        url=url_of(support_request),
        by=by,
    )


def request_submitted(support_request: SupportRequest, *, by: Membership) -> None:
    """Facility has work, and the municipality gets a confirmation with the reference."""
    tell_facility(
        support_request,
        f"Nieuwe aanvraag: {support_request.title} ({support_request.municipality})",
        f"{support_request.municipality} vraagt {support_request.get_kind_display()}, nodig tegen "
        f"{support_request.needed_by:%d/%m/%Y}: {support_request.description}",
        by=by,
    )
    tell_municipality(
        support_request,
        f"Uw aanvraag {support_request.reference} is ingediend",
        f"Het Facilitair Bedrijf ontving uw aanvraag “{support_request.title}”. U krijgt bericht bij elke stap.",
    )


def request_taken_up(support_request: SupportRequest, *, by: Membership) -> None:
    tell_municipality(
        support_request,
        f"Uw aanvraag {support_request.reference} is in behandeling",
        f"{support_request.taken_up_by} van Het Facilitair Bedrijf werkt aan “{support_request.title}”.",
        by=by,
    )


def request_question(support_request: SupportRequest, *, by: Membership) -> None:
    tell_municipality(
        support_request,
        f"Vraag over uw aanvraag {support_request.reference}",
        f"Het Facilitair Bedrijf vraagt: {support_request.question}",
        by=by,
    )


def request_answered(support_request: SupportRequest, *, by: Membership) -> None:
    tell_facility(
        support_request,
        f"Antwoord over aanvraag {support_request.reference}",
        f"{support_request.municipality} antwoordt: {support_request.answer}",
        by=by,
    )


def request_decided(support_request: SupportRequest, *, by: Membership) -> None:
    outcome = support_request.get_status_display()
    tell_municipality(
        support_request,
        f"Uw aanvraag {support_request.reference} is {outcome}",
        f"Het Facilitair Bedrijf heeft “{support_request.title}” {outcome}. {support_request.decision_note}",
        by=by,
    )


def request_withdrawn(support_request: SupportRequest, *, by: Membership) -> None:
    tell_facility(
        support_request,
        f"Aanvraag {support_request.reference} is ingetrokken",
        f"{support_request.municipality} trok “{support_request.title}” in. "
        f"Reden: {support_request.decision_note or 'niet opgegeven'}.",
        by=by,
    )
