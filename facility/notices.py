"""What people are told about requests for help, orders and deliveries."""

from django.db import transaction
from django.urls import reverse

from accounts.models import Kind, Membership, Organisation
from facility.models import (
    Complaint,
    Delivery,
    Order,
    ReimbursementClaim,
    RentalContract,
    SupportMessage,
    SupportRequest,
)
from facility.money import in_words
from notifications.outbox import notify, nudge


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
        f"{support_request.municipality} vraagt {support_request.get_kind_display()}, "
        f"{support_request.get_urgency_display()}, nodig tegen {support_request.needed_by:%d/%m/%Y}: "
        f"{support_request.description}",
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


def request_assigned(support_request: SupportRequest, *, handler: Membership, by: Membership) -> None:
    """Only the colleague who has to go on with it, and not oneself."""
    if handler.user_id != by.user_id:
        notify(
            organisation=handler.organisation,
            user=handler.user,
            subject=f"{by.user} gaf u aanvraag {support_request.reference}",
            body=f"{support_request.title}, {support_request.municipality}",
            url=url_of(support_request),
        )


def request_message(message: SupportMessage, *, by: Membership) -> None:
    """The other side of the conversation."""
    support_request = message.support_request
    tell = tell_municipality if by.is_kind(Kind.FACILITY) else tell_facility
    tell(support_request, f"Nieuw bericht over {support_request.reference}", message.text, by=by)


# --- Orders


def nudge_supplier_mail() -> None:
    """Ask the worker to mail the supplier now; else beat does it within half a minute."""
    transaction.on_commit(lambda: nudge("facility.tasks.send_supplier_mails"), robust=True)


def url_of_order(order: Order) -> str:
    return reverse("facility:order_detail", args=[order.pk])


def tell_receivers(order: Order, subject: str, body: str, *, by: Membership) -> None:
    """Every local government that something of this order goes to, once."""
    receivers = Organisation.objects.filter(destinations__order=order).distinct()
    for organisation in receivers:
        notify(organisation=organisation, subject=subject, body=body, url=url_of_order(order), by=by)


def order_approval_asked(order: Order, *, by: Membership) -> None:
    """Colleagues of the same organisation: told as a group, so without `by`."""
    notify(
        organisation=Organisation.objects.the(Kind.FACILITY),
        subject=f"Goed te keuren: {order.reference} buiten raamcontract",
        body=f"{by.user} vraagt een collega om deze spoedaankoop goed te keuren: {order.justification}",
        url=url_of_order(order),
    )


def order_placed(order: Order, *, by: Membership) -> None:
    tell_receivers(
        order,
        f"Bestelling {order.reference} is geplaatst bij {order.supplier}",
        f"Levering tegen {order.deliver_on:%d/%m/%Y}. Bevestig per lijn wat u ontvangt.",
        by=by,
    )


def order_cancelled(order: Order, *, by: Membership) -> None:
    tell_receivers(order, f"Bestelling {order.reference} is geannuleerd", order.cancel_reason, by=by)


def delivery_confirmed(
    order: Order, delivery: Delivery | None, complaints: list[Complaint], *, by: Membership
) -> None:
    """One message about everything that a local government confirmed at once."""
    lines = [f"{by.organisation} bevestigt de {delivery}."] if delivery else []
    lines += [f"Niet in orde, {complaint.line}: {complaint.text}" for complaint in complaints]
    notify(
        organisation=Organisation.objects.the(Kind.FACILITY),
        subject=f"Levering {'met klachten ' if complaints else ''}bevestigd voor {order.reference}",
        body="\n".join(lines),
        url=url_of_order(order),
        by=by,
    )


def complaint_filed(complaint: Complaint, *, by: Membership) -> None:
    notify(
        organisation=Organisation.objects.the(Kind.FACILITY),
        subject=f"Klacht over {complaint.line.order.reference}",
        body=f"{complaint.organisation} meldt over {complaint.line}: {complaint.text}",
        url=url_of_order(complaint.line.order),
        by=by,
    )


def complaint_resolved(complaint: Complaint, *, by: Membership) -> None:
    notify(
        organisation=complaint.organisation,
        subject=f"Uw klacht over {complaint.line.order.reference} is opgelost",
        body=complaint.resolution,
        url=url_of_order(complaint.line.order),
        by=by,
    )


# --- Claims


def tell_claimant(claim: ReimbursementClaim, subject: str, body: str, *, by: Membership) -> None:
    url = reverse("facility:claim_detail", args=[claim.pk])
    notify(organisation=claim.organisation, subject=subject, body=body, url=url, by=by)


def claim_submitted(claim: ReimbursementClaim, *, by: Membership) -> None:
    notify(
        organisation=Organisation.objects.the(Kind.FACILITY),
        subject=f"Nieuwe terugvordering {claim.reference} van {claim.organisation}",
        body=f"Voor {claim.site}.",
        url=reverse("facility:claim_detail", args=[claim.pk]),
        by=by,
    )


def claim_returned(claim: ReimbursementClaim, *, by: Membership) -> None:
    tell_claimant(claim, f"Vul {claim.reference} aan", claim.decision, by=by)


def claim_assessed(claim: ReimbursementClaim, *, by: Membership) -> None:
    """Colleagues of the same organisation: told as a group, so without `by`."""
    notify(
        organisation=Organisation.objects.the(Kind.FACILITY),
        subject=f"Te beslissen: terugvordering {claim.reference}",
        body=f"{by.user} beoordeelde deze terugvordering. Een collega beslist.",
        url=reverse("facility:claim_detail", args=[claim.pk]),
    )


def claim_decided(claim: ReimbursementClaim, *, by: Membership) -> None:
    body = claim.decision or f"Goedgekeurd: {in_words(claim.approved_total)}."
    tell_claimant(claim, f"Terugvordering {claim.reference} is {claim.get_status_display()}", body, by=by)


def claim_paid(claim: ReimbursementClaim, *, by: Membership) -> None:
    body = f"{in_words(claim.approved_total)} is betaald op {claim.iban}."
    tell_claimant(claim, f"Terugvordering {claim.reference} is betaald", body, by=by)


def notice_comes(contract: RentalContract) -> None:
    """The last day of notice of a signed contract comes near."""
    notify(
        organisation=contract.organisation,
        subject=f"Opzeggen of verlengen: contract voor {contract.site}",
        body=(
            f"Het contract {contract.reference} eindigt op {contract.ends_on:%d/%m/%Y}. Opzeggen kan tot en met "
            f"{contract.notice_on:%d/%m/%Y}."
        ),
        url=reverse("facility:rental_detail", args=[contract.pk]),
    )
