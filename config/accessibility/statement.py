"""What the statement says beside the results: which status follows from them, what is known not to be accessible."""

from datetime import date
from typing import NamedTuple

from config.accessibility.results import Summary


class Limit(NamedTuple):
    """What is not accessible, why, and what somebody can do instead."""

    what: str
    why: str
    instead: str


LIMITS = (
    Limit(
        what="Bestanden die gebruikers toevoegen: plannen, foto’s, attesten, facturen.",
        why="Ze komen van anderen en vallen buiten onze controle (richtlijn (EU) 2016/2102, artikel 1, lid 4, punt e).",
        instead="Vraag wie het bestand toevoegde, of ons, wat erin staat.",
    ),
    Limit(
        what="Contracten in Word die uit een sjabloon komen.",
        why="Hun opmaak volgt het sjabloon van de dienst die het opstelde. Wij kijken die sjablonen niet na.",
        instead="Van elk contract is er ook een pdf met titels, taal en tabelkoppen.",
    ),
    Limit(
        what="Kaarten.",
        why="Een kaart van 285 gemeenten is niet bruikbaar met een schermlezer.",
        instead="Naast elke kaart staat een tabel of lijst met dezelfde cijfers.",
    ),
    Limit(
        what="Een toets door mensen met een beperking en door een onafhankelijke expert.",
        why="Die is er nog niet geweest. Tests met een programma vinden niet alles.",
        instead="Meld ons wat niet lukt, met het formulier onderaan.",
    ),
)
COMPLAINTS_AT = "https://www.vlaamseombudsdienst.be/"  # the enforcement procedure: the Flemish ombudsman
PARTLY = "gedeeltelijk"
FULLY = "volledig"


def status_of(found: Summary) -> str:
    """In the words of the model. As long as anything is known that is not accessible, it is "partly"."""
    return PARTLY if found.faulty or found.not_yet or LIMITS else FULLY


def review_on(found: Summary) -> date:
    """A statement is looked at again within a year (article 3 of Implementing Decision (EU) 2018/1523)."""
    day = found.ended
    return day.replace(year=day.year + 1, day=min(day.day, 28))
