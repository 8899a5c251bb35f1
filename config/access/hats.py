"""The hats and the things of the access table."""

HATS = {
    "anonymous": "a visitor",
    "disabled": "a user who was switched off",
    "no_hat": "signed in, for no organisation",
    "company": "a company",
    "association": "an association",
    "local": "the local government of Gent",
    "reader": "a reader there",
    "neighbour": "another local government",
    "governor": "the governor of that province",
    "other_governor": "another governor",
    "facility": "Het Facilitair Bedrijf",
    "vlot": "VLOT, in the team of that province",
    "other_vlot": "VLOT, in another team",
    "abb": "ABB",
}

THINGS = {
    "publication": "the open data of this week",
    "draft": "a draft of the company",
    "offer": "an offer of the company in Gent",
    "twin": "another offer of the company in Gent, at the same address",
    "twin_site": "another site of the company in Gent",
    "defect": "a finding about that offer",
    "defect_photo": "a photo of that finding",
    "unit": "a unit of the company in Gent",
    "outage": "a unit of the company in Gent that is out of use",
    "freshness_call": "a link in a mail to the company",
    "merge": "two offers in Gent that were merged",
    "asked_offer": "the same, with a question to the company",
    "offer_document": "a document of that offer",
    "site": "a site of the company in Gent",
    "site_document": "a floor plan of that site, added by the company",
    "change_report": "a change at that site that the company reported",
    "visit_plan": "a visit to that site that is planned",
    "site_visit": "a visit to that site",
    "saved_filter": "a filter that the user of the company keeps",
    "specific_site": "a *specifiek* site of the company in Gent, to be confirmed",
    "household": "a household of Gent",
    "why_not": "the same, beside a unit in Gent",
    "same_household": "another household of Gent, of the same people",
    "household_merge": "two households of Gent that were merged",
    "person": "a person of a household of Gent",
    "stay": "its stay in Gent",
    "proposal": "a household of Gent for a unit in Gent",
    "request": "a household of the other local government for a unit in Gent",
    "chain": "moves that free a place for a household of Gent",
    "chain_move": "one of those moves",
    "hand_over": "a household of the other local government that goes to Gent",
    "plan": "a region-wide plan of that province",
    "asked_plan": "one that is still being made",
    "hand_over_step": "a step of that hand-over, for the other local government",
    "notification": "a notice to the company",
    "membership": "a role of the user of the company",
    "organisation": "the company",
    "join_request": "somebody who asks to act for the company",
    "municipality": "Gent",
    "province": "the province of Gent",
    "lead": "a signal about the spread in Gent, for VLOT",
    "state": "a reference date of the subsidies",
    "subsidy_line": "a line of it about Gent",
    "import": "a file of the company with many offers",
    "support_request": "a request of Gent to Het Facilitair Bedrijf",
    "call": "a call of Gent to VLOT",
    "closed_call": "another one, closed",
    "call_document": "a document of that call, shared with Gent",
    "call_visit": "a visit for that call",
    "sector_contact": "a service in the contact book of VLOT",
    "referral": "a question of that call to a service",
    "theme": "a theme of signals to Flanders",
    "possible_site": "a building in Gent that might become collective reception, found feasible",
}

COUNCILS = "local neighbour"
GOVERNORS = "governor other_governor"
PROVIDERS = "company association"
VLOT = "vlot other_vlot"
FLEMISH = f"facility {VLOT} abb"
EVERY_HAT = f"{PROVIDERS} {COUNCILS} reader {GOVERNORS} {FLEMISH}"
EVERYBODY = " ".join(HATS)
MAY_OFFER = f"{PROVIDERS} {COUNCILS} {GOVERNORS}"
