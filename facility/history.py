"""The verbs of the trail in words, for the page of a request."""

WORDS = {
    "support_request.submitted": "Aanvraag ingediend",
    "support_request.taken_up": "In behandeling genomen",
    "support_request.info_requested": "Informatie gevraagd",
    "support_request.answered": "Vraag beantwoord",
    "support_request.completed": "Aanvraag afgerond",
    "support_request.refused": "Aanvraag geweigerd",
    "support_request.withdrawn": "Aanvraag ingetrokken",
}
