"""The verbs of the trail in words, for the page of a call."""

WORDS = {
    "intervention.asked": "Oproep genoteerd",
    "intervention.raised": "Oproep ontstaan uit het logboek overlast",
    "intervention.mailed": "E-mail ontvangen",
    "intervention.sorted": "Gemeente en onderwerp ingevuld",
    "intervention.linked": "Locatie of aanbod gekoppeld",
    "intervention.requests_linked": "Aanvraag bij Het Facilitair Bedrijf gekoppeld",
    "intervention.assigned": "In opvolging genomen",
    "intervention.handed_over": "Overgedragen",
    "intervention.contacted": "Contactmoment vastgelegd",
    "intervention.documents_added": "Documenten toegevoegd",
    "intervention.visit_planned": "Bezoek gepland",
    "intervention.visit_cancelled": "Bezoek afgelast",
    "intervention.referred": "Doorverwezen naar een dienst",
    "intervention.referral_answered": "Antwoord van een dienst genoteerd",
    "intervention.signalled": "Gesignaleerd aan Vlaanderen",
    "intervention.closed": "Oproep afgesloten",
    "intervention.reopened": "Oproep opnieuw geopend",
    "intervention.outcome_withdrawn": "Vorig resultaat ingetrokken",
    "intervention.rated": "Gemeente antwoordde of VLOT hielp",
    "intervention.redacted": "Persoonsgegevens verwijderd",
}
