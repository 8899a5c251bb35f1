from django.urls import path

from facility.views import contracts, deliveries, orders, requests

app_name = "facility"

urlpatterns = [
    path("aanvragen/", requests.request_list, name="request_list"),
    path("aanvraag/nieuw/", requests.request_add, name="request_add"),
    path("aanvraag/<int:pk>/", requests.request_detail, name="request_detail"),
    path("aanvraag/<int:pk>/opnemen/", requests.request_take_up, name="request_take_up"),
    path("aanvraag/<int:pk>/vraag/", requests.request_ask, name="request_ask"),
    path("aanvraag/<int:pk>/antwoord/", requests.request_answer, name="request_answer"),
    path("aanvraag/<int:pk>/afronden/", requests.request_complete, name="request_complete"),
    path("aanvraag/<int:pk>/weigeren/", requests.request_refuse, name="request_refuse"),
    path("aanvraag/<int:pk>/intrekken/", requests.request_withdraw, name="request_withdraw"),
    # --- Contracts, catalogue, budgets
    path("raamcontracten/", contracts.contract_list, name="contract_list"),
    path("raamcontract/nieuw/", contracts.contract_add, name="contract_add"),
    path("raamcontract/<int:pk>/", contracts.contract_detail, name="contract_detail"),
    path("raamcontract/<int:pk>/perceel/", contracts.lot_add, name="lot_add"),
    path("perceel/<int:pk>/artikel/", contracts.item_add, name="item_add"),
    path("artikel/<int:pk>/prijs/", contracts.item_price, name="item_price"),
    path("leveranciers/", contracts.supplier_list, name="supplier_list"),
    path("leverancier/nieuw/", contracts.supplier_add, name="supplier_add"),
    path("leverancier/<int:pk>/", contracts.supplier_edit, name="supplier_edit"),
    path("budgetten/", contracts.budget_list, name="budget_list"),
    path("budget/nieuw/", contracts.budget_add, name="budget_add"),
    # --- Orders and what arrives
    path("bestellingen/", orders.order_list, name="order_list"),
    path("bestellingen/buiten-contract/", orders.order_outside, name="order_outside"),
    path("bestelling/nieuw/", orders.order_add, name="order_add"),
    path("bestelling/<int:pk>/", orders.order_detail, name="order_detail"),
    path("bestelling/<int:pk>/lijn/", orders.order_line_add, name="order_line_add"),
    path("bestellijn/<int:pk>/weg/", orders.order_line_remove, name="order_line_remove"),
    path("bestelling/<int:pk>/bestellen/", orders.order_place, name="order_place"),
    path("bestelling/<int:pk>/goedkeuring-vragen/", orders.order_ask_approval, name="order_ask_approval"),
    path("bestelling/<int:pk>/goedkeuren/", orders.order_approve, name="order_approve"),
    path("bestelling/<int:pk>/terugsturen/", orders.order_send_back, name="order_send_back"),
    path("bestelling/<int:pk>/annuleren/", orders.order_cancel, name="order_cancel"),
    path("bestelling/<int:pk>/regulariseren/", orders.order_regularise, name="order_regularise"),
    path("bestelling/<int:pk>/bestelbon/", orders.order_pdf, name="order_pdf"),
    path("bestelling/<int:pk>/levering/", deliveries.order_delivery, name="order_delivery"),
    path("bestelling/<int:pk>/klacht/", deliveries.complaint_add, name="complaint_add"),
    path("klacht/<int:pk>/oplossen/", deliveries.complaint_resolve, name="complaint_resolve"),
    path("klacht/<int:pk>/foto/<uuid:document>/", deliveries.complaint_photo, name="complaint_photo"),
]
