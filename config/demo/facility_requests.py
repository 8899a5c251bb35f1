"""Requests to Het Facilitair Bedrijf: some of every kind in every status, and one worked story."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from accounts.models import Organisation, User
from config.demo.accounts import Cast, token
from config.demo.world import Town, World
from facility.actions import (
    answer_request,
    ask_about_request,
    complete_request,
    submit_request,
    take_up_request,
)
from facility.models import SupportKind, SupportRequest

Status = SupportRequest.Status
NUMBER = 40
ASKED = (
    (
        SupportKind.URGENT_PURCHASE,
        "Bedden en matrassen voor {places} plaatsen",
        "Met kussens, dekens en lakens.",
    ),
    (
        SupportKind.URGENT_PURCHASE,
        "Kookplaten en koelkasten",
        "Het gebouw heeft een gedeelde keuken zonder toestellen.",
    ),
    (
        SupportKind.SEARCH,
        "Gebouw gezocht voor {places} personen",
        "Liefst bij een bushalte en een lagere school.",
    ),
    (
        SupportKind.RENTAL,
        "Huurcontract voor een leeg woonzorgcentrum",
        "De eigenaar vraagt een opzegtermijn van een jaar.",
    ),
    (
        SupportKind.PURCHASE,
        "Aankoop van een klooster nakijken",
        "Graag hulp bij de schatting en de koopovereenkomst.",
    ),
    (
        SupportKind.FLEMISH_PROPERTY,
        "Leegstaand Vlaams kantoor gebruiken",
        "Het gebouw staat sinds vorig jaar leeg.",
    ),
    (
        SupportKind.OPERATION,
        "Schoonmaak en toezicht in een internaat",
        "Voor {places} bewoners, zeven dagen op zeven.",
    ),
    (
        SupportKind.FACILITY_BUYS,
        "Modulaire wooneenheden huren",
        "De grond is van de gemeente en heeft nutsleidingen.",
    ),
)
SHARES = [
    (Status.DRAFT, 0.03),
    (Status.SUBMITTED, 0.25),
    (Status.TAKEN_UP, 0.25),
    (Status.INFO_REQUESTED, 0.12),
    (Status.COMPLETED, 0.28),
    (Status.REFUSED, 0.05),
    (Status.WITHDRAWN, 0.05),
]
QUESTIONS = (
    "Hebt u een grondplan met de maten?",
    "Is er een lift voor de levering?",
    "Wie tekent voor ontvangst?",
)
NOTES = {
    Status.COMPLETED: "Geleverd en nagekeken samen met de gemeente.",
    Status.REFUSED: "Hiervoor bestaat geen raamcontract. De gemeente kan dit zelf aankopen.",
    Status.WITHDRAWN: "Een buurgemeente leent ons het materiaal.",
}


@dataclass
class Desk:
    """Who handles requests at Het Facilitair Bedrijf."""

    organisation: Organisation
    user: User


def make_requests(world: World, weights: dict[str, float], cast: Cast) -> None:
    """Requests of the last months, more from where more people are."""
    towns = {town.nis_code: town for town in world.towns}
    desk = Desk(cast.facility.organisation, cast.facility.user)
    for number in range(round(NUMBER * world.scale)):
        # One in every status first, so that nobody misses one by chance.
        status = SHARES[number][0] if number < len(SHARES) else world.weighted(SHARES)
        make_request(world, towns[world.weighted(weights.items())], desk, status)
    # A nooddorp cannot be taken up before the government decided on it (domain 4.1).
    village = {
        "kind": SupportKind.VILLAGE,
        "title": "Nooddorp aan de vaart",
        "description": "Voor 300 personen.",
        "places": 300,
    }
    add_request(world, towns["24062"], desk, Status.SUBMITTED, **village)


def make_request(world: World, town: Town, desk: Desk, status: str) -> None:
    kind, title, description = world.chance.choice(ASKED)
    places = world.chance.randint(2, 20) * 4
    add_request(
        world,
        town,
        desk,
        status,
        kind=kind,
        title=title.format(places=places),
        description=description.format(places=places),
        places=places,
    )


def add_request(world: World, town: Town, desk: Desk, status: str, **what: Any) -> None:
    is_open = status in (Status.DRAFT, Status.SUBMITTED, Status.TAKEN_UP, Status.INFO_REQUESTED)
    day = world.days_ago(2, 30) if is_open else world.days_ago(30, 300)
    if status == Status.SUBMITTED:
        day = world.days_ago(1, 4)
    submitted = world.at(day)
    taken_up = (
        None
        if status in (Status.DRAFT, Status.SUBMITTED, Status.WITHDRAWN)
        else world.at(day + timedelta(days=1))
    )
    decided = None if is_open else world.at(day + timedelta(days=world.chance.randint(3, 28)))
    ender = (town.officer, town.authority) if status == Status.WITHDRAWN else (desk.user, desk.organisation)
    row = world.add(
        SupportRequest,
        form_token=world.token(),
        organisation=town.authority,
        municipality=town.municipality,
        status=status,
        **what,
        urgency=world.weighted([("today", 0.1), ("week", 0.3), ("planned", 0.6)]),
        persons=what.get("places"),
        needed_by=day + timedelta(days=world.chance.randint(10, 60)),
        question=world.chance.choice(QUESTIONS) if status == Status.INFO_REQUESTED else "",
        submitted_at=submitted,
        submitted_by=town.officer,
        taken_up_at=taken_up,
        taken_up_by=desk.user if taken_up else None,
        decided_at=decided,
        decided_by=ender[0] if decided else None,
        decision_note=NOTES[Status(status)] if decided else "",
    )
    if status == Status.DRAFT:
        return
    world.trail(
        "support_request.submitted", row, submitted, town.officer, town.authority, kind=str(what["kind"])
    )
    if taken_up:
        world.trail(
            "support_request.taken_up",
            row,
            taken_up,
            desk.user,
            desk.organisation,
            status=["submitted", "taken_up"],
        )
    if taken_up and status == Status.INFO_REQUESTED:
        asked, change = taken_up + timedelta(hours=1), ["taken_up", "info_requested"]
        world.trail("support_request.info_requested", row, asked, desk.user, desk.organisation, status=change)
    if decided:
        world.trail(f"support_request.{status}", row, decided, *ender, note=row.decision_note)


def tell_requests(cast: Cast, world: World) -> None:
    """Gent asks for beds (answered, delivered) and for a building; its neighbour has a question to answer."""
    on = world.on
    beds = submit_request(
        form_token=token("bedden"),
        kind=SupportKind.URGENT_PURCHASE,
        title="26 bedden voor Residentie Zilverlinde",
        description="Eenpersoonsbedden met matras, kussen en deken. Levering op de Lindenlaan, gelijkvloers.",
        needed_by=on + timedelta(days=7),
        places=26,
        by=cast.gent,
    )
    take_up_request(support_request=beds, by=cast.facility)
    ask_about_request(support_request=beds, question="Zijn er ook kinderbedden nodig?", by=cast.facility)
    answer_request(support_request=beds, answer="Ja, vier van de 26.", by=cast.gent)
    complete_request(
        support_request=beds,
        note="Besteld op het raamcontract. Levering binnen drie werkdagen.",
        by=cast.facility,
    )
    submit_request(
        form_token=token("gebouw"),
        kind=SupportKind.SEARCH,
        title="Gebouw gezocht voor 60 personen",
        description="Een huurcontract in Gent loopt in het voorjaar af. We zoeken een opvolger in de stad of de rand.",
        needed_by=on + timedelta(days=90),
        places=60,
        by=cast.gent,
    )
    cleaning = submit_request(
        form_token=token("schoonmaak"),
        kind=SupportKind.OPERATION,
        title="Schoonmaak in Klooster Wolkendal",
        description="Twee keer per week de gedeelde keuken en badkamers, vanaf de opening.",
        needed_by=on + timedelta(days=75),
        places=24,
        by=cast.neighbour,
    )
    take_up_request(support_request=cleaning, by=cast.facility)
    ask_about_request(
        support_request=cleaning, question="Hoeveel badkamers zijn er na de werken?", by=cast.facility
    )
