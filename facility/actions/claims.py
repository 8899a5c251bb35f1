"""Verbs on claims: draft with lines and evidence, submitted, assessed by one, decided by another."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from accounts.allowed import insist
from accounts.models import Membership
from audit.trail import IllegalTransition, change_status, record
from documents.actions import store_document
from documents.files import CheckedFile
from facility import money, notices, reimbursement, rules
from facility.models import ClaimDocument, ClaimLine, ReimbursementClaim, UnitPrice
from facility.models.claims import asked_before
from housing.models import Site

Status = ReimbursementClaim.Status


class CannotReimburse(Exception):
    """This claim cannot go on as it is; the sentence says why, in Dutch."""


class Judged(NamedTuple):
    """What one line gets, with the reason where that is less than was asked."""

    line: ClaimLine
    approved: Decimal
    reason: str = ""


@transaction.atomic
def draft_claim(
    *, form_token: UUID, site: Site, iban: str, note: str = "", by: Membership
) -> ReimbursementClaim:
    """Begin a claim about a site in one's municipality. The same form sent twice begins one."""
    insist(by, rules.may_claim(by) and site.municipality_id == by.organisation.municipality_id)
    known = ReimbursementClaim.objects.filter(form_token=form_token, organisation=by.organisation).first()
    if known is not None:
        return known
    claim = ReimbursementClaim(
        form_token=form_token,
        organisation=by.organisation,
        site=site,
        iban=iban,
        note=note,
        created_by=by.user,
    )
    claim.full_clean()
    claim.save()
    record("claim.drafted", claim, by=by, changes={"site": site})
    return claim


@transaction.atomic
def add_claim_line(
    *,
    claim: ReimbursementClaim,
    unit_price: UnitPrice,
    description: str,
    on: date,
    quantity: int,
    cost: Decimal | None = None,
    by: Membership,
) -> ClaimLine:
    """Ask so many units of a price, of the day of the cost; for costs with what they were.

    Raises ValidationError above the ceiling (also together with other claims for the same site), on a day to come or on
    which the price did not hold, and without an amount.
    """
    insist(by, rules.may_speak_for_claim(by, claim))
    _locked(claim, Status.DRAFT)
    if on > timezone.localdate():
        raise ValidationError({"on": "Deze dag moet nog komen."})
    if on not in unit_price.valid:
        raise ValidationError(
            {"on": "Op deze dag gold deze eenheidsprijs niet. Kies een andere prijs of dag."}
        )
    fixed = unit_price.basis == UnitPrice.Basis.FIXED
    if not fixed and cost is None:
        raise ValidationError({"cost": "Vul in wat het gekost heeft."})
    most = reimbursement.ceiling(rate=unit_price.rate, quantity=quantity)
    asked = most if fixed or cost is None else money.cents(cost)
    line = ClaimLine(
        claim=claim, unit_price=unit_price, description=description, on=on, quantity=quantity, basis=unit_price.basis,
        rate=unit_price.rate, ceiling=most, asked=asked,
    )  # fmt: skip
    if asked > most:
        raise ValidationError(
            {"cost": f"U vraagt {money.in_words(asked)}, en het plafond is {money.in_words(most)}."}
        )
    _within_the_site(line)
    line.full_clean()
    line.save()
    record("claim.line_added", claim, by=by, changes={"line": str(line), "asked": asked})
    return line


def _within_the_site(line: ClaimLine) -> None:
    """A price per site is a ceiling of all claims for that site together."""
    if line.unit_price.unit != UnitPrice.Per.SITE:
        return
    Site.objects.select_for_update(of=("self",)).get(pk=line.claim.site_id)
    before = asked_before(line)
    if before + line.asked > line.rate:
        left = max(line.rate - before, money.ZERO)
        raise ValidationError(
            {"cost": f"Voor deze locatie is nog {money.in_words(left)} vrij van {money.in_words(line.rate)}."}
        )


@transaction.atomic
def remove_claim_line(*, line: ClaimLine, by: Membership) -> None:
    """Take a line out of a draft."""
    insist(by, rules.may_speak_for_claim(by, line.claim))
    _locked(line.claim, Status.DRAFT)
    record("claim.line_removed", line.claim, by=by, changes={"line": str(line)})
    line.delete()


@transaction.atomic
def add_evidence(
    *, claim: ReimbursementClaim, kind: str, checked: CheckedFile, by: Membership
) -> ClaimDocument:
    """Add an invoice, a declaration on one's honour or other proof to a draft."""
    insist(by, rules.may_speak_for_claim(by, claim))
    _locked(claim, Status.DRAFT)
    document = ClaimDocument(claim=claim, kind=kind, document=store_document(checked=checked, by=by))
    document.save()
    record("claim.evidence_added", claim, by=by, changes={"kind": kind})
    return document


@transaction.atomic
def submit_claim(*, claim: ReimbursementClaim, by: Membership) -> ReimbursementClaim:
    """Ask for the money. Raises CannotReimburse without lines, and for costs without an invoice or a declaration."""
    insist(by, rules.may_speak_for_claim(by, claim))
    _locked(claim, Status.DRAFT)
    if not claim.lines.exists():
        raise CannotReimburse("Deze terugvordering heeft nog geen lijnen.")
    proof = claim.evidence.filter(kind__in=[ClaimDocument.Kind.INVOICE, ClaimDocument.Kind.DECLARATION])
    if claim.lines.filter(basis=UnitPrice.Basis.COST).exists() and not proof.exists():
        raise CannotReimburse("Voeg bij kosten een gedetailleerde factuur toe, of een verklaring op eer.")
    claim = change_status(
        claim,
        Status.SUBMITTED,
        by=by,
        verb="claim.submitted",
        submitted_at=timezone.now(),
        submitted_by=by.user,
    )
    notices.claim_submitted(claim, by=by)
    return claim


@transaction.atomic
def withdraw_claim(*, claim: ReimbursementClaim, by: Membership) -> ReimbursementClaim:
    """The local government takes it back before it was assessed."""
    insist(by, rules.may_speak_for_claim(by, claim))
    return change_status(claim, Status.WITHDRAWN, by=by, verb="claim.withdrawn")


@transaction.atomic
def return_claim(*, claim: ReimbursementClaim, reason: str, by: Membership) -> ReimbursementClaim:
    """Back to the local government, which has to complete it."""
    insist(by, rules.may_assess_claim(by, claim))
    claim = change_status(claim, Status.DRAFT, by=by, verb="claim.returned", reason=reason, decision=reason)
    notices.claim_returned(claim, by=by)
    return claim


@transaction.atomic
def assess_claim(*, claim: ReimbursementClaim, judged: list[Judged], by: Membership) -> ReimbursementClaim:
    """The first person decides per line. Raises ValidationError when a line has no decision, gets more than was asked,
    or less without a reason."""
    insist(by, rules.may_assess_claim(by, claim))
    _locked(claim, Status.SUBMITTED)
    if {one.line.pk for one in judged} != set(claim.lines.values_list("pk", flat=True)):
        raise ValidationError("Beslis over elke lijn.")
    for line, approved, reason in judged:
        line.approved, line.reason = approved, reason
        line.full_clean()
        line.save(update_fields=["approved", "reason"])
    claim = change_status(
        claim, Status.ASSESSED, by=by, verb="claim.assessed", assessed_at=timezone.now(), assessed_by=by.user,
        decision="",
    )  # fmt: skip
    notices.claim_assessed(claim, by=by)
    return claim


@transaction.atomic
def reassess_claim(*, claim: ReimbursementClaim, reason: str, by: Membership) -> ReimbursementClaim:
    """The second person does not agree: it has to be assessed again."""
    insist(by, rules.may_decide_claim(by, claim))
    if ReimbursementClaim.objects.select_for_update(of=("self",)).get(pk=claim.pk).status != Status.ASSESSED:
        raise IllegalTransition(claim, Status.SUBMITTED)
    claim.lines.update(approved=None, reason="")
    return change_status(
        claim, Status.SUBMITTED, by=by, verb="claim.sent_back", reason=reason, assessed_at=None, assessed_by=None,
        decision=reason,
    )  # fmt: skip


@transaction.atomic
def approve_claim(*, claim: ReimbursementClaim, by: Membership) -> ReimbursementClaim:
    """The second person approves: the sum of the lines can be paid. Raises CannotReimburse when that is nothing."""
    insist(by, rules.may_decide_claim(by, claim))
    _locked(claim, Status.ASSESSED)
    total = claim.lines.aggregate(total=Sum("approved", default=money.ZERO))["total"]
    if not total:
        raise CannotReimburse("Er is niets goedgekeurd. Weiger deze terugvordering.")
    claim = change_status(
        claim, Status.APPROVED, by=by, verb="claim.approved", decided_at=timezone.now(), decided_by=by.user,
        approved_total=total,
    )  # fmt: skip
    notices.claim_decided(claim, by=by)
    return claim


@transaction.atomic
def refuse_claim(*, claim: ReimbursementClaim, reason: str, by: Membership) -> ReimbursementClaim:
    """The second person refuses it, with the reason."""
    insist(by, rules.may_decide_claim(by, claim))
    claim = change_status(
        claim, Status.REFUSED, by=by, verb="claim.refused", decided_at=timezone.now(), decided_by=by.user,
        decision=reason,
    )  # fmt: skip
    notices.claim_decided(claim, by=by)
    return claim


def _locked(claim: ReimbursementClaim, status: str) -> None:
    locked = ReimbursementClaim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    if locked.status != status:
        raise IllegalTransition(locked, status)
