"""Calls to VLOT: teams with people, some calls in every state, and one worked story."""

from datetime import timedelta
from typing import NamedTuple

from django.utils import timezone

from accounts.models import Membership, User
from config.demo.accounts import Cast, token
from config.demo.providers import add_member
from config.demo.world import Town, World
from municipalities.models import Municipality
from vlot.actions import (
    add_contact,
    ask_vlot,
    assign_intervention,
    ensure_teams,
    join_team,
    signal_intervention,
)
from vlot.models import (
    Channel,
    Contact,
    ContactKind,
    Intervention,
    Result,
    Team,
    TeamMembership,
    Topic,
    Urgency,
)

Status = Intervention.Status
NUMBER = 60
SHARES = [(Status.OPEN, 0.2), (Status.ASSIGNED, 0.3), (Status.CLOSED, 0.5)]
RESULTS = [(Result.SOLVED, 0.6), (Result.PARTLY, 0.2), (Result.HANDED_ON, 0.1), (Result.UNSOLVED, 0.1)]
QUESTIONS = (
    (
        "education",
        "De lagere scholen zitten vol. Waar kunnen zes kinderen terecht?",
        "Twee scholen openden een plaats.",
    ),
    (
        "hosts",
        "Drie gastgezinnen willen stoppen. Hoe pakken we dat aan?",
        "Voor elk gezin is er een nieuwe plaats.",
    ),
    (
        "collective",
        "We willen een oud internaat openen. Wie helpt ons met het draaiboek?",
        "Het draaiboek is doorlopen.",
    ),
    (
        "health",
        "We zoeken huisartsen die nieuwe patiënten nemen.",
        "De eerstelijnszone maakt afspraken met artsen.",
    ),
    ("work", "Bewoners zoeken werk, maar er rijdt geen bus.", "VDAB komt elke maand langs."),
    ("integration", "De wachtlijst voor Nederlandse les is lang.", "Er start een avondgroep."),
    ("nuisance", "Buurtbewoners klagen over lawaai bij de opvang.", "Na een buurtoverleg is het rustig."),
    ("finance", "Welke bewijsstukken houden we bij voor de subsidie?", "De lijst is samen overlopen."),
    (
        "local_capacity",
        "Onze enige begeleider is ziek. Kan iemand inspringen?",
        "Een buurgemeente springt twee weken in.",
    ),
)


class Member(NamedTuple):
    """Someone of VLOT in a team."""

    team: Team
    user: User
    membership: Membership


def make_teams(world: World, cast: Cast) -> dict[str, Member]:
    """Who answers in each province: the demo account in Oost-Vlaanderen, invented people elsewhere."""
    ensure_teams()
    teams = {
        team.province.code if team.province else "": team for team in Team.objects.select_related("province")
    }
    join_team(team=teams["OVL"], membership=cast.vlot, by=None)
    join_team(team=teams[""], membership=cast.vlot_central, by=None)
    members = {"OVL": Member(teams["OVL"], cast.vlot.user, cast.vlot)}
    for province in sorted(teams.keys() - {"OVL", ""}):
        email = f"vlot-{province.lower()}@vlot.example"
        hat = add_member(world, email, cast.vlot.organisation, Membership.Role.STAFF)
        world.add(TeamMembership, team=teams[province], membership=hat)
        members[province] = Member(teams[province], hat.user, hat)
    return members


def make_calls(world: World, weights: dict[str, float], members: dict[str, Member]) -> None:
    """Calls of the last months, more from where more people are."""
    towns = {town.nis_code: town for town in world.towns}
    for _ in range(round(NUMBER * world.scale)):
        town = towns[world.weighted(weights.items())]
        make_call(world, town, members[town.province], world.weighted(SHARES))


def make_call(world: World, town: Town, member: Member, status: str) -> None:
    topic, question, outcome = world.chance.choice(QUESTIONS)
    closed = status == Status.CLOSED
    day = world.days_ago(40, 250) if closed else world.days_ago(10, 35)
    if status == Status.OPEN:
        day = world.days_ago(1, 5)
    asked = world.at(day)
    assigned = None if status == Status.OPEN else world.at(day + timedelta(days=1))
    ended = world.at(day + timedelta(days=world.chance.randint(15, 35))) if closed else None
    call = world.add(
        Intervention,
        form_token=world.token(),
        municipality=town.municipality,
        team=member.team,
        status=status,
        topic_id=topic,
        question=question,
        caller_name=str(town.officer),
        urgency=world.weighted([(Urgency.TODAY, 0.15), (Urgency.THIS_WEEK, 0.5), (Urgency.CAN_WAIT, 0.35)]),
        asked_at=asked,
        asked_by=town.officer,
        assignee=member.user if assigned else None,
        assigned_at=assigned,
        assigned_by=member.user if assigned else None,
        closed_at=ended,
        closed_by=member.user if ended else None,
        outcome=outcome if ended else "",
        result=world.weighted(RESULTS) if ended else "",
    )
    vlot = member.membership.organisation
    world.trail("intervention.asked", call, asked, town.officer, town.authority, topic=topic)
    if assigned is None:
        return
    world.trail("intervention.assigned", call, assigned, member.user, vlot, status=["open", "assigned"])
    for number in range(1, world.chance.randint(1, 3) + 1):
        held = day + timedelta(days=number * 3)
        world.add(
            Contact,
            form_token=world.token(),
            intervention=call,
            kind=world.chance.choice(ContactKind.values),
            held_on=held,
            minutes=world.chance.randint(2, 24) * 5,
            participants="coördinator van de gemeente",
            note="Stand van zaken overlopen en afgesproken wie wat doet.",
            recorded_at=world.at(held),
            recorded_by=member.user,
        )
    if ended:
        world.trail("intervention.closed", call, ended, member.user, vlot, status=["assigned", "closed"])


def make_convent(world: World, cast: Cast, members: dict[str, Member]) -> None:
    """The neighbour of Gent asked about a convent, was visited, and can go on."""
    municipality = town_of(cast.neighbour)
    member = members[municipality.province.code]
    asked, ended = world.at(world.on - timedelta(days=2)), world.at(world.on - timedelta(days=1))
    vlot = member.membership.organisation
    call = world.add(
        Intervention,
        form_token=token("klooster"),
        municipality=municipality,
        team=member.team,
        status=Status.CLOSED,
        topic_id="collective",
        question="We krijgen een klooster aangeboden. Wat moet klaar zijn voor de eerste bewoners komen?",
        caller_name=str(cast.neighbour.user),
        urgency=Urgency.CAN_WAIT,
        channel=Channel.PORTAL,
        asked_at=asked,
        asked_by=cast.neighbour.user,
        assignee=member.user,
        assigned_at=asked,
        assigned_by=member.user,
        closed_at=ended,
        closed_by=member.user,
        result=Result.SOLVED,
        outcome="Het draaiboek is samen overlopen; de gemeente kan verder.",
        helped="Samen ter plaatse gaan met de brandweer, voor er iets verbouwd was.",
    )
    world.add(
        Contact,
        form_token=token("klooster-bezoek"),
        intervention=call,
        kind=ContactKind.VISIT,
        held_on=ended.date(),
        minutes=120,
        note="Ter plaatse geweest. Brandweer adviseert twee extra branddeuren.",
        recorded_at=ended,
        recorded_by=member.user,
    )
    world.trail("intervention.asked", call, asked, cast.neighbour.user, cast.neighbour.organisation)
    world.trail("intervention.assigned", call, asked, member.user, vlot, status=["open", "assigned"])
    world.trail("intervention.contacted", call, ended, member.user, vlot, kind=str(ContactKind.VISIT))
    world.trail("intervention.closed", call, ended, member.user, vlot, status=["assigned", "closed"])


def tell_calls(cast: Cast) -> None:
    """Gent's call grows into a signal to Flanders; another one waits."""
    today = timezone.localdate()  # the verbs write by the clock, whatever day the demo is made for
    gent = town_of(cast.gent)
    schools = ask_vlot(
        form_token=token("scholen"),
        municipality=gent,
        topic=Topic.objects.get(pk="education"),
        question="Zeventien leerlingen van de tweede graad vinden geen plaats in een onthaalklas. Wie kan helpen?",
        caller_name=str(cast.gent.user),
        caller_phone="09 000 12 60",
        urgency=Urgency.THIS_WEEK,
        by=cast.gent,
    )
    assign_intervention(intervention=schools, by=cast.vlot)
    add_contact(
        form_token=token("scholen-overleg"),
        intervention=schools,
        kind=ContactKind.MEETING,
        held_on=today - timedelta(days=1),
        minutes=55,
        participants="Dienst Onderwijs, twee schooldirecties",
        note="Alle onthaalklassen in de stad zitten vol. Twee scholen willen uitbreiden, maar vinden geen leerkracht.",
        next_step="Nagaan of buurgemeenten plaatsen hebben",
        due_on=today + timedelta(days=7),
        by=cast.vlot,
    )
    signal_intervention(
        intervention=schools,
        new_theme="Te weinig plaatsen in onthaalklassen",
        signal="In heel Regio Gent ontbreken plaatsen in onthaalklassen. Eén gemeente lost dit niet op.",
        by=cast.vlot,
    )
    ask_vlot(
        form_token=token("gastgezinnen"),
        municipality=gent,
        topic=Topic.objects.get(pk="hosts"),
        question="Een gastgezin stopt deze week. Kunnen jullie mee bemiddelen?",
        caller_name=str(cast.gent.user),
        urgency=Urgency.TODAY,
        by=cast.gent,
    )


def town_of(hat: Membership) -> Municipality:
    if hat.organisation.municipality is None:
        raise LookupError(f"{hat} acts for no municipality")
    return hat.organisation.municipality
