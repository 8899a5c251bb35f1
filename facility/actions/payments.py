"""Verbs on payment files: made by one, released by another, executed once."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.allowed import insist
from accounts.models import Membership
from audit.trail import change_status, record
from documents.actions import store_document
from documents.paper import made_here
from facility import notices, rules
from facility.actions.claims import CannotReimburse
from facility.models import PayingAccount, PaymentFile, ReimbursementClaim
from facility.pain001 import Transfer, payment_file

Status = PaymentFile.Status
Claim = ReimbursementClaim.Status


@transaction.atomic
def make_payment_file(
    *, form_token: UUID, claims: list[ReimbursementClaim], execute_on: date, by: Membership
) -> PaymentFile:
    """One file for the bank with these approved claims. The same form makes one file; a claim that is in a file already
    goes in no other. Raises CannotReimburse for what cannot be paid, and without a paying account."""
    insist(by, rules.may_buy(by))
    numbers = sorted({claim.pk for claim in claims})
    # The claims first, always by number: whoever comes second waits here, and then finds the file of the first.
    locked = list(
        ReimbursementClaim.objects.select_for_update(of=("self",))
        .filter(pk__in=numbers)
        .select_related("organisation")
        .order_by("pk")
    )
    known = PaymentFile.objects.filter(form_token=form_token).first()
    if known is not None:
        return known
    account = PayingAccount.objects.filter(valid__contains=timezone.localdate()).first()
    if account is None:
        raise CannotReimburse("Er is geen betaalrekening voor vandaag. ABB voegt ze toe in het beheer.")
    if not locked:
        raise CannotReimburse("Kies minstens één goedgekeurde terugvordering.")
    if not_payable := [claim.reference for claim in locked if claim.status != Claim.APPROVED]:
        raise CannotReimburse(f"Niet (meer) te betalen: {', '.join(not_payable)}.")
    message_id, content = payment_file(
        name=account.name,
        iban=account.iban,
        execute_on=execute_on,
        transfers=[
            Transfer(claim.organisation.name, claim.iban, claim.approved_total, claim.reference)
            for claim in locked
        ],
    )
    file = PaymentFile(
        form_token=form_token, account=account, execute_on=execute_on, count=len(locked), message_id=message_id,
        total=sum(claim.approved_total for claim in locked), made_by=by.user,
        document=store_document(checked=made_here(f"betalingen-{message_id}.xml", content, "application/xml"), by=by),
    )  # fmt: skip
    file.full_clean()
    file.save()
    for claim in locked:
        change_status(claim, Claim.IN_PAYMENT, by=by, verb="claim.in_payment", payment=file)
    record("payment_file.made", file, by=by, changes={"claims": len(locked), "total": file.total})
    return file


@transaction.atomic
def release_payment_file(*, file: PaymentFile, by: Membership) -> PaymentFile:
    """A second person lets it go to the bank."""
    insist(by, rules.may_release_payment(by, file))
    return change_status(
        file,
        Status.RELEASED,
        by=by,
        verb="payment_file.released",
        released_at=timezone.now(),
        released_by=by.user,
    )


@transaction.atomic
def execute_payment_file(*, file: PaymentFile, by: Membership) -> PaymentFile:
    """The bank carried it out: its claims are paid, once and for all."""
    insist(by, rules.may_buy(by))
    file = change_status(file, Status.EXECUTED, by=by, verb="payment_file.executed")
    for claim in file.claims.select_related("organisation").order_by("pk"):
        change_status(claim, Claim.PAID, by=by, verb="claim.paid")
        notices.claim_paid(claim, by=by)
    return file


@transaction.atomic
def cancel_payment_file(*, file: PaymentFile, reason: str, by: Membership) -> PaymentFile:
    """It did not go, or the bank refused it: its claims can go in another file."""
    insist(by, rules.may_buy(by))
    file = change_status(
        file, Status.CANCELLED, by=by, verb="payment_file.cancelled", reason=reason, cancel_reason=reason
    )
    for claim in file.claims.order_by("pk"):
        change_status(claim, Claim.APPROVED, by=by, verb="claim.out_of_payment", payment=None)
    return file
