"""Around the calls of the demo: a day of visits, a contact book, a theme, possible sites and a log of nuisance.

Rows where a verb would add nothing but time; verbs for what follows from them: the third incident that makes a call, a
question to a service, what the task force did, and a mail.
"""

import itertools
from datetime import timedelta
from email.message import EmailMessage

from django.utils import timezone

from config.demo.accounts import Cast, token
from config.demo.vlot_calls import Member, town_of
from config.demo.world import Town, World
from housing.models import Setting, Site
from vlot.actions import log_incident, note_theme_step, refer_intervention, take_in_mail
from vlot.mail_reading import read_mail
from vlot.models import (
    Incident,
    Intervention,
    LadderStep,
    PossibleSite,
    SectorContact,
    Theme,
    Urgency,
    Visit,
)

TABLES = (SectorContact, Visit, PossibleSite, Incident)

SERVICES = (
    ("education", "Agentschap voor Onderwijsdiensten", "onthaalonderwijs", "Plaatsen in onthaalklassen"),
    ("childcare", "Opgroeien", "kinderopvang", "Opvang voor de jongste kinderen"),
    ("welfare", "CAW", "onthaal", "Begeleiding bij crisis en conflict"),
    ("work", "VDAB", "bemiddeling anderstaligen", "Werk en opleiding"),
    ("integration", "Agentschap Integratie en Inburgering", "trajectbegeleiding", "Lessen Nederlands"),
    ("health", "Eerstelijnszone", "zorgraad", "Huisartsen en geestelijke gezondheid"),
    ("housing", "Wonen in Vlaanderen", "woningkwaliteit", "Huren, kwaliteit en premies"),
    ("safety", "Lokale politie", "wijkwerking", "Veiligheid rond een opvangplaats"),
)
PLACES = (
    ("Gent", "Voormalig klooster", 80, PossibleSite.Status.FEASIBLE),
    ("Deinze", "Leegstaand internaat", 60, PossibleSite.Status.FEASIBLE),
    ("Aalst", "Oude kazerne", 150, PossibleSite.Status.VISITED),
    ("Eeklo", "Vakantiecentrum", 45, PossibleSite.Status.IDEA),
    ("Geraardsbergen", "Zorghotel", 35, PossibleSite.Status.IDEA),
)
VISITED = ("Deinze", "Eeklo", "Aalst")


NUISANCE = {"part_of_day": "night", "kind": "noise", "place": "outside", "result": "better"}
STEPS = [LadderStep.CONVERSATION, LadderStep.HOUSE_RULES]
# The stages that a place went through before the one it is in.
BEFORE = {
    PossibleSite.Status.IDEA: [],
    PossibleSite.Status.VISITED: ["idea"],
    PossibleSite.Status.FEASIBLE: ["idea", "visited"],
}


def make_field_work(world: World, cast: Cast, members: dict[str, Member]) -> None:
    """Work of the team of Oost-Vlaanderen."""
    towns = {town.name: town for town in world.towns}
    member = members["OVL"]
    for topic, name, function, remark in SERVICES:
        world.add(
            SectorContact,
            domain_id=topic,
            organisation_name=name,
            function=function,
            email=f"{topic}@dienst.example",
            remark=remark,
        )
    for name in VISITED:
        make_visit(world, towns[name], member)
    for name, place, places, stage in PLACES:
        make_place(world, towns[name], member, place, places, stage)
    make_nights(world, cast)


def make_visit(world: World, town: Town, member: Member) -> None:
    """A call from yesterday, and a visit tomorrow."""
    asked, vlot = world.at(world.on - timedelta(days=1)), member.membership.organisation
    call = world.add(
        Intervention,
        form_token=token(f"bezoek-{town.name}"),
        municipality=town.municipality,
        team=member.team,
        status=Intervention.Status.ASSIGNED,
        topic_id="collective",
        question="We bekijken een gebouw voor collectieve opvang. Kan VLOT mee komen kijken?",
        caller_name="Noodplanningscoördinator",
        caller_phone="09 000 12 61",
        urgency=Urgency.THIS_WEEK,
        asked_at=asked,
        asked_by=member.user,
        assignee=member.user,
        assigned_at=asked,
        assigned_by=member.user,
    )
    world.add(
        Visit,
        form_token=token(f"bezoek-{town.name}"),
        intervention=call,
        visitor=member.user,
        planned_on=world.on + timedelta(days=1),
        goal="Het gebouw bekijken met de technische dienst",
        planned_at=asked,
        planned_by=member.user,
    )
    world.trail("intervention.asked", call, asked, member.user, vlot, topic="collective")
    world.trail("intervention.assigned", call, asked, member.user, vlot, status=["open", "assigned"])
    world.trail("intervention.visit_planned", call, asked, member.user, vlot, who=str(member.user))


def make_place(world: World, town: Town, member: Member, name: str, places: int, stage: str) -> None:
    """A place of the inventory, in a stage that VLOT decides."""
    noted, vlot = world.at(world.days_ago(20, 40)), member.membership.organisation
    possible = world.add(
        PossibleSite,
        municipality=town.municipality,
        name=name,
        estimated_places=places,
        owner="een vereniging",
        status=stage,
        noted_at=noted,
        noted_by=member.user,
    )
    world.trail("possiblesite.saved", possible, noted, member.user, vlot, name=name)
    passed = [*BEFORE[PossibleSite.Status(stage)], stage]
    for days, (old, new) in enumerate(itertools.pairwise(passed), 1):
        moved = noted + timedelta(days=7 * days)
        world.trail("possiblesite.moved", possible, moved, member.user, vlot, status=[old, str(new)])


def noisy_site(world: World, cast: Cast) -> Site | None:
    """The first collective site of Gent."""
    gent = town_of(cast.gent).pk
    there = (
        site
        for site in world.rows[Site]
        if site.municipality_id == gent and site.setting == Setting.COLLECTIVE
    )
    return next(there, None)


def make_nights(world: World, cast: Cast) -> None:
    """Two of three noisy nights."""
    site = noisy_site(world, cast)
    if site is None:
        return
    for days, severity in ((24, "serious"), (12, "light")):
        logged = world.at(world.on - timedelta(days=days - 1))
        incident = world.add(
            Incident,
            form_token=token(f"overlast-{days}"),
            site=site,
            happened_on=world.on - timedelta(days=days),
            severity=severity,
            steps=STEPS,
            recorded_at=logged,
            recorded_by=cast.gent.user,
            **NUISANCE,
        )
        world.trail(
            "incident.logged", incident, logged, cast.gent.user, cast.gent.organisation, site=str(site)
        )


def tell_field_work(cast: Cast, world: World) -> None:
    """What follows, by the verbs, as of today."""
    schools = Intervention.objects.filter(signalled_at__isnull=False, topic="education").latest("pk")
    refer_intervention(
        intervention=schools,
        contact=SectorContact.objects.get(domain="education"),
        question="Welke scholen in de regio kunnen nog leerlingen van de tweede graad nemen?",
        due_on=timezone.localdate() - timedelta(days=1),
        by=cast.vlot,
    )
    note_theme_step(
        theme=Theme.objects.get(interventions=schools),
        text="De taskforce vraagt het Agentschap voor Onderwijsdiensten om een overzicht per regio.",
        by=cast.abb,
    )
    if site := noisy_site(world, cast):
        log_incident(
            form_token=token("overlast-2"),
            site=site,
            happened_on=timezone.localdate() - timedelta(days=2),
            severity="serious",
            steps=list(STEPS),
            by=cast.gent,
            **NUISANCE,
        )
    tell_mail(cast)


def tell_mail(cast: Cast) -> None:
    """A mail without a code, for the sorting list of the central team."""
    mail = EmailMessage()
    mail["From"] = "Dienst Wonen <wonen@dienst.example>"
    mail["Subject"] = "Vraag over een gastgezin dat stopt"
    mail["Message-ID"] = "<demo-1@dienst.example>"
    mail.set_content(
        "Een gastgezin in onze gemeente stopt volgende maand. Wie helpt ons met een nieuwe plaats?"
    )
    take_in_mail(mail=read_mail(bytes(mail)), by=cast.vlot_central)
