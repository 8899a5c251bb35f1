"""One of everything of Het Facilitair Bedrijf, for the access table."""

import uuid
from datetime import date
from typing import Any

from accounts.models import Membership
from documents.files import DOCX
from documents.models import Document
from documents.paper import made_here
from facility import actions, word
from facility.models import Invoice, Playbook, SupportRequest
from housing.models import Site
from tests import factories
from tests.facility.claims import assessed, claimed, pay
from tests.facility.claims import draft_claim as begin
from tests.facility.factories import (
    CatalogueItemFactory,
    SupportRequestFactory,
    draft,
    invoiced,
    placed,
    tomorrow,
)
from tests.facility.villages import PropertyFactory, handed_over


def facility_things(
    hats: dict[str, Membership], support_request: SupportRequest, site: Site
) -> dict[str, Any]:
    """The things of config.access.THINGS that belong to Het Facilitair Bedrijf, all about Gent."""
    facility, local = hats["facility"], hats["local"]
    colleague = factories.MembershipFactory(organisation=facility.organisation)
    item = CatalogueItemFactory()
    order = placed(by=facility, organisation=local.organisation, item=item)
    Document.objects.filter(pk=order.document_id).update(file="documents/aa/proef")
    photo = a_document("foto.jpg", "image/jpeg", local)
    complaint = actions.file_complaint(line=order.lines.get(), text="Proef", by=local)
    complaint.photos.add(photo)
    draft_order = draft(by=facility, organisation=local.organisation, item=item)
    outside = draft(by=colleague, organisation=local.organisation)
    invoice = invoiced(order, by=colleague)
    paper = a_document("factuur.pdf", "application/pdf", facility)
    Invoice.objects.filter(pk=invoice.pk).update(document=paper)
    plan = a_document("plan.pdf", "application/pdf", local)
    support_request.documents.add(plan)
    kept = actions.save_request_draft(form_token=uuid.uuid4(), kind="search", title="Ontwerp", by=local)
    claim = assessed(claimed(local, site), by=colleague)
    payments = [a_payment(local, site, facility, colleague) for _ in range(2)]
    Document.objects.filter(pk__in=[payment.document_id for payment in payments]).update(
        file="documents/aa/proef"
    )
    draft_claim, claim_line, proof = a_claim(local, site)  # after the others: the back office shows the first
    rental = a_rental(local, site, facility)
    return {
        **village_things(hats),
        "template": rental.template,
        "rental": rental,
        "rental_document": rental.papers.get().pdf,
        "draft_claim": draft_claim,
        "claim_line": claim_line,
        "claim_document": proof,
        "claim": claim,
        "payment": payments[0],
        "released_payment": actions.release_payment_file(file=payments[1], by=facility),
        "draft_request": kept,
        "request_document": plan,
        "invoice": invoice,
        "invoice_document": paper,
        "contract": item.lot.contract,
        "lot": item.lot,
        "item": item,
        "supplier": item.lot.supplier,
        "order": order,
        "draft_order": draft_order,
        "order_line": draft_order.lines.get(),
        "draft_outside": draft(by=facility, organisation=local.organisation),
        "outside_order": actions.ask_order_approval(order=outside, by=colleague),
        "complaint": complaint,
        "complaint_photo": photo,
    }


def a_document(name: str, content_type: str, by: Membership) -> Document:
    """A row of a file whose bytes the world puts in place (`tests.house.world.put_files`)."""
    return Document.objects.create(
        file="documents/aa/proef", name=name, content_type=content_type, size=9, uploaded_by=by.user
    )


def a_claim(local: Membership, site: Site) -> tuple[Any, Any, Any]:
    """A draft with a line and a proof."""
    claim = begin(local, site)
    proof = a_document("factuur.pdf", "application/pdf", local)
    claim.evidence.create(document=proof, kind="invoice")
    return claim, claim.lines.first(), proof


def a_payment(local: Membership, site: Site, first: Membership, second: Membership) -> Any:
    """A payment file that `second` made."""
    claim = actions.approve_claim(claim=assessed(claimed(local, site), by=first), by=second)
    return pay([claim], by=second)


def village_things(hats: dict[str, Membership]) -> dict[str, Any]:
    """Flemish property, playbooks and an opening, all about Gent."""
    facility, local = hats["facility"], hats["local"]
    asked = SupportRequestFactory(organisation=local.organisation, kind="flemish_property")
    building, other = PropertyFactory(), PropertyFactory()
    photo = a_document("gevel.jpg", "image/jpeg", facility)
    building.photos.add(photo)
    held, used = (
        actions.reserve_property(form_token=uuid.uuid4(), item=item, support_request=asked, by=local)
        for item in (building, other)
    )
    playbook = Playbook.objects.newest("collective")
    site = factories.SiteFactory(municipality=local.organisation.municipality)
    opening = actions.start_opening(
        form_token=uuid.uuid4(), site=site, playbook=playbook, opens_on=tomorrow(), by=local
    )
    proof = a_document("keuring.pdf", "application/pdf", local)
    task = opening.tasks.first()
    task.evidence.add(proof)
    draft_playbook = actions.new_playbook_version(playbook=Playbook.objects.newest("village"), by=facility)
    return {
        "property": building,
        "property_photo": photo,
        "property_hold": held,
        "property_use": handed_over(used, by=facility),
        "playbook": Playbook.objects.newest("village"),
        "draft_playbook": draft_playbook,
        "playbook_item": draft_playbook.items.last(),
        "opening": opening,
        "opening_task": task,
        "task_evidence": proof,
    }


def word_file() -> bytes:
    """A template with one name."""
    return word.write("Proef", ["Met {{ andere_partij }}."])


def a_rental(local: Membership, site: Site, facility: Membership) -> Any:
    """A draft of a contract with one version on paper; its template is the file that the world puts in place."""
    checked = made_here("proef.docx", word_file(), DOCX)
    template = actions.add_template(kind="shelter", name="Proef", checked=checked, by=facility)
    contract = actions.draft_contract(
        form_token=uuid.uuid4(),
        template=template,
        site=site,
        counterparty="Proef",
        begins_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        notice_months=1,
        by=local,
    )
    paper = actions.make_contract_paper(contract=contract, by=local)
    Document.objects.filter(pk=template.document_id).update(file="documents/aa/sjabloon")
    Document.objects.filter(pk__in=[paper.word_id, paper.pdf_id]).update(file="documents/aa/proef")
    return contract
