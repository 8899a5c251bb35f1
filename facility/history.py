"""The verbs of the trail in words, for the pages of requests and orders."""

WORDS = {
    "support_request.submitted": "Aanvraag ingediend",
    "support_request.taken_up": "In behandeling genomen",
    "support_request.info_requested": "Informatie gevraagd",
    "support_request.answered": "Vraag beantwoord",
    "support_request.completed": "Aanvraag afgerond",
    "support_request.refused": "Aanvraag geweigerd",
    "support_request.withdrawn": "Aanvraag ingetrokken",
    "order.drafted": "Bestelling begonnen",
    "order.line_added": "Lijn toegevoegd",
    "order.line_removed": "Lijn weggenomen",
    "order.placed": "Besteld",
    "order.approval_asked": "Goedkeuring gevraagd",
    "order.approved": "Goedgekeurd door een collega en besteld",
    "order.sent_back": "Niet goedgekeurd",
    "order.cancelled": "Geannuleerd",
    "order.regularised": "Geregulariseerd",
    "order.mailed": "Mail aan de leverancier verstuurd",
    "order.delivery_confirmed": "Levering bevestigd",
    "order.delivered": "Alles geleverd",
    "order.complaint_filed": "Klacht gemeld",
}
