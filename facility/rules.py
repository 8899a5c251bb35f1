"""Who may do what with requests, orders and money (docs/access.md). *When* it may happen is in TRANSITIONS."""

from typing import Any

from accounts.models import Kind, Membership
from accounts.rules import may_write
from facility.models import (
    Complaint,
    Invoice,
    Order,
    PaymentFile,
    ReimbursementClaim,
    RentalContract,
    SupportRequest,
    cases,
)
from housing.models import Site


def may_submit_request(by: Membership | None) -> bool:
    """Ask for help: a local government."""
    return may_write(by, Kind.LOCAL_AUTHORITY)


def may_speak_for_request(by: Membership | None, support_request: SupportRequest) -> bool:
    """Answer a question about it, or take it back: the local government that asked."""
    return (
        may_write(by, Kind.LOCAL_AUTHORITY)
        and by is not None
        and by.organisation_id == support_request.organisation_id
    )


def may_handle_request(by: Membership | None, support_request: SupportRequest) -> bool:
    """Take up, ask, complete and refuse: anyone of Het Facilitair Bedrijf with a hat that writes."""
    return may_write(by, Kind.FACILITY)


def may_write_about(by: Membership | None, support_request: SupportRequest) -> bool:
    """Take part in the conversation: both sides of the request."""
    return may_speak_for_request(by, support_request) or may_handle_request(by, support_request)


def may_link_requests(by: Membership | None, case: Any) -> bool:
    """Say which requests belong to a case of VLOT: the municipality and VLOT, of a case that they see."""
    return may_link_in_seen_case(by, case) and cases().visible_to(by).filter(pk=case.pk).exists()


def may_link_in_seen_case(by: Membership | None, case: Any) -> bool:
    """The same, of a case that the reader has before him: it is open, and about one municipality."""
    return (
        may_write(by, Kind.LOCAL_AUTHORITY, Kind.VLOT) and case.is_open and case.municipality_id is not None
    )


# --- Contracts and orders


def sees_contracts(by: Membership | None) -> bool:
    """The catalogue: Het Facilitair Bedrijf and whom it serves."""
    return by is not None and by.is_kind(Kind.FACILITY, Kind.LOCAL_AUTHORITY)


def sees_money(by: Membership | None) -> bool:
    """Ceilings, budgets, suppliers and invoices: Het Facilitair Bedrijf, readers too."""
    return by is not None and by.is_kind(Kind.FACILITY)


def may_buy(by: Membership | None) -> bool:
    """Keep contracts and prices, make and place orders: Het Facilitair Bedrijf."""
    return may_write(by, Kind.FACILITY)


def may_approve_order(by: Membership | None, order: Order) -> bool:
    """An order outside a contract: a colleague of whoever made it (four eyes)."""
    return may_write(by, Kind.FACILITY) and by is not None and by.user_id != order.created_by_id


def may_confirm_delivery(by: Membership | None, order: Order) -> bool:
    """The local government that something of this order goes to."""
    return (
        may_write(by, Kind.LOCAL_AUTHORITY)
        and by is not None
        and order.destinations.filter(organisation=by.organisation_id).exists()
    )


def may_resolve_complaint(by: Membership | None, complaint: Complaint) -> bool:
    return may_write(by, Kind.FACILITY)


def may_approve_invoice(by: Membership | None, invoice: Invoice) -> bool:
    """A colleague of whoever registered it (four eyes)."""
    return may_write(by, Kind.FACILITY) and by is not None and by.user_id != invoice.registered_by_id


# --- Reimbursement and payment


def may_claim(by: Membership | None) -> bool:
    """Ask money back: a local government."""
    return may_write(by, Kind.LOCAL_AUTHORITY)


def sees_claims(by: Membership | None) -> bool:
    return by is not None and by.is_kind(Kind.LOCAL_AUTHORITY, Kind.FACILITY)


def may_speak_for_claim(by: Membership | None, claim: ReimbursementClaim) -> bool:
    """Complete, submit and withdraw it: the local government that asks."""
    return may_claim(by) and by is not None and by.organisation_id == claim.organisation_id


def may_assess_claim(by: Membership | None, claim: ReimbursementClaim) -> bool:
    """The first of two: anyone of Het Facilitair Bedrijf with a hat that writes."""
    return may_write(by, Kind.FACILITY)


def may_decide_claim(by: Membership | None, claim: ReimbursementClaim) -> bool:
    """The second of two: a colleague of whoever assessed it."""
    return may_write(by, Kind.FACILITY) and by is not None and by.user_id != claim.assessed_by_id


def may_release_payment(by: Membership | None, file: PaymentFile) -> bool:
    """A colleague of whoever made the file (four eyes)."""
    return may_write(by, Kind.FACILITY) and by is not None and by.user_id != file.made_by_id


# --- Flemish property, playbooks, villages


def sees_villages(by: Membership | None) -> bool:
    """Flemish property, playbooks and the planner: Het Facilitair Bedrijf and whom it serves."""
    return by is not None and by.is_kind(Kind.FACILITY, Kind.LOCAL_AUTHORITY)


def may_keep_properties(by: Membership | None) -> bool:
    """Register a property, hand it over, take it back: Het Facilitair Bedrijf."""
    return may_write(by, Kind.FACILITY)


def may_reserve_for(by: Membership | None, support_request: SupportRequest) -> bool:
    """Hold a property for a request: the local government that asked, or Het Facilitair Bedrijf."""
    return may_write_about(by, support_request)


def may_keep_playbooks(by: Membership | None) -> bool:
    """Make and publish a version of a playbook: Het Facilitair Bedrijf."""
    return may_write(by, Kind.FACILITY)


def may_prepare_opening_of(by: Membership | None, site: Site) -> bool:
    """Start, tick and open: Het Facilitair Bedrijf, or the local government where the site is."""
    if may_write(by, Kind.FACILITY):
        return True
    return (
        may_write(by, Kind.LOCAL_AUTHORITY)
        and by is not None
        and by.organisation.municipality_id == site.municipality_id
    )


def may_waive_task(by: Membership | None) -> bool:
    """Say that something is not needed at a site: Het Facilitair Bedrijf, for it may hold the opening."""
    return may_write(by, Kind.FACILITY)


# --- Contracts about places


def may_keep_templates(by: Membership | None) -> bool:
    """Upload templates: Het Facilitair Bedrijf."""
    return may_write(by, Kind.FACILITY)


def may_contract(by: Membership | None) -> bool:
    """Begin a contract: a local government, which is the party to it."""
    return may_write(by, Kind.LOCAL_AUTHORITY)


def may_change_contract(by: Membership | None, contract: RentalContract) -> bool:
    return may_contract(by) and by is not None and by.organisation_id == contract.organisation_id
