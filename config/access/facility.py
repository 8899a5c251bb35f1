"""The pages of Het Facilitair Bedrijf beyond the requests: contracts, orders, deliveries, money."""

from config.access.hats import COUNCILS, GOVERNORS, PROVIDERS, VLOT
from config.access.page import Page, posted

SEES_CATALOGUE = f"{COUNCILS} reader facility"
NOT_THE_BUYER = f"{COUNCILS} reader"  # may look at a contract, and buys nothing
ALL_OTHERS = f"{PROVIDERS} {COUNCILS} reader {GOVERNORS} {VLOT} abb"

FACILITY_PAGES = (
    Page("facility:request_edit", "local", "reader", "draft_request"),
    Page("facility:request_assign", "facility", "local reader", "support_request"),
    Page("facility:request_message", "local facility", "reader", "support_request"),
    Page("facility:request_document", "local reader facility", thing="request_document"),
    Page("facility:contract_list", SEES_CATALOGUE),
    Page("facility:contract_add", "facility"),
    Page("facility:contract_detail", SEES_CATALOGUE, thing="contract"),
    Page("facility:lot_add", "facility", NOT_THE_BUYER, "contract"),
    Page("facility:item_add", "facility", NOT_THE_BUYER, "lot"),
    Page("facility:item_price", "facility", NOT_THE_BUYER, "item"),
    Page("facility:supplier_list", "facility"),
    Page("facility:supplier_add", "facility"),
    Page("facility:supplier_edit", "facility", ALL_OTHERS, "supplier"),
    Page("facility:budget_list", "facility"),
    Page("facility:budget_add", "facility"),
    Page("facility:order_list", SEES_CATALOGUE),
    Page("facility:order_outside", "facility"),
    Page("facility:order_add", "facility"),
    # A local government sees an order from the day on which it is placed.
    Page("facility:order_detail", "local reader facility", thing="order"),
    Page("facility:order_detail", "facility", thing="draft_order"),
    Page("facility:order_line_add", "facility", thing="draft_order"),
    posted("facility:order_line_remove", "facility", thing="order_line"),
    posted("facility:order_place", "facility", thing="draft_order"),
    posted("facility:order_ask_approval", "facility", thing="draft_outside"),
    posted("facility:order_approve", "facility", thing="outside_order"),
    Page("facility:order_send_back", "facility", thing="outside_order"),
    Page("facility:order_cancel", "facility", "local reader", "order"),
    Page("facility:order_regularise", "facility", "local reader", "order"),
    Page("facility:order_pdf", "facility", "local reader", "order"),
    Page("facility:order_delivery", "local", "reader facility", "order"),
    Page("facility:complaint_add", "local", "reader facility", "order"),
    Page("facility:complaint_resolve", "facility", "local reader", "complaint"),
    Page("facility:invoice_list", "facility"),
    Page("facility:invoice_export", "facility"),
    Page("facility:invoice_import", "facility"),
    Page("facility:invoice_add", "facility", "local reader", "order"),
    Page("facility:invoice_detail", "facility", thing="invoice"),
    Page("facility:invoice_link", "facility", thing="invoice"),
    Page("facility:invoice_approve", "facility", thing="invoice"),
    Page("facility:invoice_dispute", "facility", thing="invoice"),
    Page("facility:invoice_settle", "facility", thing="invoice"),
    Page("facility:invoice_reject", "facility", thing="invoice"),
    Page("facility:invoice_pay", "facility", thing="invoice"),
    Page("facility:invoice_document", "facility", thing="invoice_document"),
    Page("facility:complaint_photo", "local reader facility", thing="complaint_photo"),
)
