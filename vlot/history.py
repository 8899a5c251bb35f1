"""The verbs of the trail in words, for the page of a call."""

WORDS = {
    "intervention.asked": "Oproep genoteerd",
    "intervention.assigned": "In opvolging genomen",
    "intervention.contacted": "Contactmoment vastgelegd",
    "intervention.signalled": "Gesignaleerd aan Vlaanderen",
    "intervention.closed": "Oproep afgesloten",
}
