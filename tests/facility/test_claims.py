"""Reimbursement: ceilings, two people, partial approval, a payment file that a bank takes, and never twice."""

import io
import uuid
from datetime import date
from decimal import Decimal

import pytest
import xmlschema
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from sepaxml import validation

from accounts.allowed import NotAllowed
from audit.trail import IllegalTransition
from documents.paper import made_here
from facility import actions, pain001, reimbursement
from facility.models import ClaimLine, PaymentFile, ReimbursementClaim, UnitPrice
from notifications.models import Notification
from tests.facility.claims import DAY, IBAN, assessed, claimed, draft_claim, pay, price
from tests.facility.pages import text_of, url
from tests.factories import SiteFactory

D = Decimal


@pytest.fixture
def approved(local, facility, colleague, site):
    def make(**line):
        return actions.approve_claim(claim=assessed(claimed(local, site, **line), by=facility), by=colleague)

    return make


# --- What a line brings --------------------------------------------------------------------------------------


def test_fixed_amounts_multiply_and_costs_stop_at_the_ceiling():
    fixed = reimbursement.allowed(basis="fixed", rate=D(400), quantity=3, cost=D(0))
    under = reimbursement.allowed(basis="cost", rate=D(2500), quantity=2, cost=D("4999.995"))
    over = reimbursement.allowed(basis="cost", rate=D(2500), quantity=2, cost=D("5000.01"))
    assert (fixed.amount, under.amount, over.amount) == (D(1200), D("5000.00"), D(5000))
    assert "2 × €\xa02.500,00 = €\xa05.000,00" in over.how


@given(st.decimals("0.01", 99_999, places=2), st.integers(1, 500), st.decimals(0, 9_999_999, places=3))
def test_a_line_never_brings_more_than_its_ceiling_or_its_cost(rate, quantity, cost):
    found = reimbursement.allowed(basis="cost", rate=rate, quantity=quantity, cost=cost).amount
    assert found <= reimbursement.ceiling(rate=rate, quantity=quantity)
    assert found <= cost + D("0.005")
    assert found == reimbursement.allowed(basis="cost", rate=rate, quantity=quantity, cost=cost).amount


def test_a_claim_above_its_ceiling_is_refused_with_the_ceiling(local, facility, site):
    with pytest.raises(ValidationError, match=r"plafond is .*2\.500,00"):
        draft_claim(local, site, code="works_room", quantity=1, cost=D("2500.01"))
    with pytest.raises(ValidationError, match="gekost"):
        draft_claim(local, site, code="works_room", quantity=1)
    with pytest.raises(ValidationError, match="meer dan 0"):
        draft_claim(local, site, code="works_room", quantity=1, cost=D(0))
    assert not ClaimLine.objects.exists()


def test_a_price_per_site_is_a_ceiling_of_all_claims_together(local, facility, site):
    draft_claim(local, site, code="works_common", quantity=1, cost=D(2000))
    with pytest.raises(ValidationError, match=r"nog .*500,00 vrij"):
        draft_claim(local, site, code="works_common", quantity=1, cost=D("500.01"))
    assert draft_claim(local, site, code="works_common", quantity=1, cost=D(500))
    other = SiteFactory(municipality=local.organisation.municipality)
    assert draft_claim(local, other, code="works_common", quantity=1, cost=D(2500))


def test_a_price_holds_on_its_days_only_and_is_copied(local, facility, site):
    claim = draft_claim(local, site)
    with pytest.raises(ValidationError, match="gold deze eenheidsprijs niet"):
        actions.add_claim_line(
            claim=claim,
            unit_price=price("works_place"),
            description="x",
            on=date(2022, 3, 13),
            quantity=1,
            by=local,
        )
    UnitPrice.objects.filter(code="created_place").update(rate=D(1))
    assert claim.lines.get().asked == D(4000)


@pytest.mark.parametrize(
    "fields",
    [{"asked": D(5000)}, {"approved": D(4001)}, {"approved": D(1)}, {"quantity": 0}, {"ceiling": D(1)}],
)
def test_the_database_keeps_the_ceilings_too(local, facility, site, fields):
    line = draft_claim(local, site).lines.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        ClaimLine.objects.filter(pk=line.pk).update(**fields)


# --- Two people ----------------------------------------------------------------------------------------------


def test_costs_need_proof_before_they_are_asked(local, facility, site):
    claim = draft_claim(local, site, code="works_room", quantity=1, cost=D(100))
    with pytest.raises(actions.CannotReimburse, match="verklaring op eer"):
        actions.submit_claim(claim=claim, by=local)
    actions.add_evidence(claim=claim, kind="declaration", checked=made_here("v.pdf", b"%PDF"), by=local)
    assert actions.submit_claim(claim=claim, by=local).status == "submitted"


def test_one_assesses_per_line_and_another_decides(local, facility, colleague, site):
    claim = claimed(local, site)
    with pytest.raises(ValidationError, match="Beslis over elke lijn"):
        actions.assess_claim(claim=claim, judged=[], by=facility)
    claim = assessed(claim, by=facility, less=D("0.01"))
    with pytest.raises(NotAllowed):
        actions.approve_claim(claim=claim, by=facility)
    claim = actions.approve_claim(claim=claim, by=colleague)
    assert (claim.status, claim.approved_total) == ("approved", D("3999.99"))
    told = Notification.objects.filter(organisation=local.organisation).latest("pk")
    assert "3.999,99" in told.body
    with pytest.raises(IntegrityError), transaction.atomic():
        ReimbursementClaim.objects.filter(pk=claim.pk).update(decided_by=facility.user)


def test_less_needs_a_reason_and_more_is_refused(local, facility, site):
    claim = claimed(local, site)
    line = claim.lines.select_related("unit_price", "claim").get()
    for amount, sentence in ((line.asked - 1, "waarom"), (line.asked + 1, "hoogstens wat gevraagd")):
        with pytest.raises(ValidationError, match=sentence):
            actions.assess_claim(claim=claim, judged=[actions.Judged(line, amount)], by=facility)


def test_nothing_approved_is_a_refusal_and_a_second_look_starts_again(local, facility, colleague, site):
    claim = assessed(claimed(local, site), by=facility, less=D(4000))
    with pytest.raises(actions.CannotReimburse, match="Weiger"):
        actions.approve_claim(claim=claim, by=colleague)
    claim = actions.reassess_claim(claim=claim, reason="Kijk de factuur na", by=colleague)
    assert (claim.status, claim.lines.get().approved) == ("submitted", None)
    claim = actions.refuse_claim(claim=assessed(claim, by=colleague), reason="Dubbel gevraagd", by=facility)
    assert claim.status == "refused"


def test_a_town_asks_for_its_own_sites_and_sees_its_own_claims(local, facility, neighbour, site):
    with pytest.raises(NotAllowed):
        draft_claim(neighbour, site)
    claim = draft_claim(local, site)
    visible = ReimbursementClaim.objects.visible_to
    assert [visible(by).exists() for by in (local, facility, neighbour, None)] == [True, False, False, False]
    actions.withdraw_claim(claim=claim, by=local)
    with pytest.raises(IllegalTransition):
        actions.submit_claim(claim=claim, by=local)


# --- The payment file ----------------------------------------------------------------------------------------


def test_the_file_holds_to_the_schema_and_its_sums_to_the_cent(approved, facility):
    file = pay([approved(), approved(quantity=1)], by=facility)
    with file.document.file.open("rb") as stored:
        content = stored.read()
    folder = validation.__file__.rpartition("/")[0]
    xmlschema.XMLSchema(f"{folder}/schemas/{pain001.SCHEMA}.xsd").validate(io.BytesIO(content))
    text = content.decode()
    assert (file.count, file.total) == (2, D(5000))
    assert text.count("<CtrlSum>5000.00</CtrlSum>") == 2 and text.count('Ccy="EUR"') == 2
    assert IBAN in text and file.message_id in text
    assert set(ReimbursementClaim.objects.values_list("status", "payment")) == {("in_payment", file.pk)}


def test_the_same_form_is_one_file_and_a_claim_is_in_one_file(approved, facility):
    token, claim = uuid.uuid4(), approved()
    first = pay([claim], by=facility, token=token)
    assert pay([claim], by=facility, token=token) == first
    with pytest.raises(actions.CannotReimburse, match=claim.reference):
        pay([claim], by=facility)
    assert PaymentFile.objects.count() == 1


def test_another_releases_it_and_executed_is_for_good(approved, facility, colleague, local):
    file = pay([approved()], by=facility)
    with pytest.raises(NotAllowed):
        actions.release_payment_file(file=file, by=facility)
    with pytest.raises(IllegalTransition):
        actions.execute_payment_file(file=file, by=facility)
    actions.release_payment_file(file=file, by=colleague)
    actions.execute_payment_file(file=file, by=facility)
    assert ReimbursementClaim.objects.get().status == "paid"
    assert Notification.objects.filter(
        organisation=local.organisation, subject__endswith="is betaald"
    ).exists()
    with pytest.raises(IllegalTransition):
        actions.cancel_payment_file(file=file, reason="Te laat", by=facility)
    with pytest.raises(IntegrityError), transaction.atomic():
        PaymentFile.objects.update(released_by=facility.user)


def test_a_cancelled_file_gives_its_claims_back(approved, facility):
    claim = approved()
    file = pay([claim], by=facility)
    actions.cancel_payment_file(file=file, reason="Verkeerde dag", by=facility)
    claim.refresh_from_db()
    assert (claim.status, claim.payment) == ("approved", None)
    assert pay([claim], by=facility).pk != file.pk


def test_names_become_what_every_bank_takes():
    assert pain001.plain("Stad „Ménén” & Co* – OCMW") == "Stad Menen Co OCMW"


# --- Through the pages ---------------------------------------------------------------------------------------


def test_from_claim_to_payment_file_through_the_pages(client_for, local, facility, colleague, site):
    town, agency, other = (client_for(by) for by in (local, facility, colleague))
    head = {"form_token": str(uuid.uuid4()), "site": site.pk, "iban": "be71 0961 2345 6768"}
    assert "geldig rekeningnummer" in text_of(town.post(url("claim_add"), head))
    town.post(url("claim_add"), {**head, "iban": IBAN})
    claim = ReimbursementClaim.objects.get()
    row = {
        "unit_price": price("works_room").pk,
        "description": "Kamer 1",
        "on": DAY.isoformat(),
        "quantity": "1",
    }
    above = town.post(url("claim_line_add", claim.pk), {**row, "cost": "2600"})
    assert above.status_code == 422 and "het plafond is" in text_of(above)
    assert town.post(url("claim_line_add", claim.pk), {**row, "cost": "-5"}).status_code == 422
    town.post(url("claim_line_add", claim.pk), {**row, "cost": "2400,50"})
    assert "verklaring op eer" in text_of(town.post(url("claim_submit", claim.pk), follow=True))
    proof = SimpleUploadedFile("factuur.pdf", b"%PDF-1.4", "application/pdf")
    town.post(url("claim_evidence_add", claim.pk), {"kind": "invoice", "file": proof})
    town.post(url("claim_submit", claim.pk))
    line = claim.lines.get()
    less = {f"approved_{line.pk}": "2000", f"reason_{line.pk}": ""}
    assert "waarom u minder" in text_of(agency.post(url("claim_assess", claim.pk), less))
    agency.post(url("claim_assess", claim.pk), {**less, f"reason_{line.pk}": "Zonder gereedschap"})
    assert agency.post(url("claim_approve", claim.pk)).status_code == 403
    other.post(url("claim_approve", claim.pk))
    assert "Zonder gereedschap" in text_of(town.get(url("claim_detail", claim.pk)))
    pay_data = {
        "form_token": str(uuid.uuid4()),
        "claims": [claim.pk],
        "execute_on": timezone.localdate().isoformat(),
    }
    assert "geen betaalrekening" in text_of(agency.post(url("payment_add"), pay_data))
    actions.cancel_payment_file(file=pay([claim], by=facility), reason="Proef", by=facility)
    agency.post(url("payment_add"), pay_data)
    file = PaymentFile.objects.latest("pk")
    assert agency.get(url("payment_download", file.pk)).status_code == 404, "not before it is released"
    assert agency.post(url("payment_release", file.pk)).status_code == 403
    other.post(url("payment_release", file.pk))
    assert b"pain.001" in b"".join(agency.get(url("payment_download", file.pk)))
    agency.post(url("payment_execute", file.pk))
    claim.refresh_from_db()
    assert claim.status == "paid"
    assert file.reference in text_of(agency.get(url("payment_list")))
    assert "Niet zeker" in text_of(town.get(url("unit_price_list")))
    assert claim.reference in text_of(agency.get(url("claim_list"), {"zoek": claim.reference}))
