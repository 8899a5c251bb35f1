"""Around the calls of the demo: a day of visits, a contact book, a theme, possible sites and a log of nuisance."""

from datetime import timedelta
from email.message import EmailMessage

from django.utils import timezone

from config.demo.accounts import Cast, token
from config.demo.vlot_calls import town_of
from housing.models import Site
from municipalities.models import Municipality
from vlot.actions import (
    ask_vlot,
    assign_intervention,
    log_incident,
    move_possible_site,
    note_theme_step,
    plan_visit,
    refer_intervention,
    save_possible_site,
    save_sector_contact,
    take_in_mail,
)
from vlot.mail_reading import read_mail
from vlot.models import Intervention, PossibleSite, Theme, Topic, Urgency

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


def tell_field_work(cast: Cast) -> None:
    """Work of the team of Oost-Vlaanderen, by the verbs, as of today."""
    topics = Topic.objects.in_bulk()
    contacts = {
        topic: save_sector_contact(
            contact=None,
            domain=topics[topic],
            organisation_name=name,
            function=function,
            email=f"{topic}@dienst.example",
            remark=remark,
            by=cast.vlot,
        )
        for topic, name, function, remark in SERVICES
    }
    schools = Intervention.objects.filter(signalled_at__isnull=False, topic_id="education").latest("pk")
    refer_intervention(
        intervention=schools,
        contact=contacts["education"],
        question="Welke scholen in de regio kunnen nog leerlingen van de tweede graad nemen?",
        due_on=timezone.localdate() - timedelta(days=1),
        by=cast.vlot,
    )
    note_theme_step(
        theme=Theme.objects.get(interventions=schools),
        text="De taskforce vraagt het Agentschap voor Onderwijsdiensten om een overzicht per regio.",
        by=cast.abb,
    )
    tell_visits(cast)
    tell_places(cast)
    tell_nuisance(cast)
    tell_mail(cast)


def tell_visits(cast: Cast) -> None:
    """A day on the road, tomorrow."""
    for name in VISITED:
        call = ask_vlot(
            form_token=token(f"bezoek-{name}"),
            municipality=Municipality.objects.current().get(name=name),
            topic=Topic.objects.get(pk="collective"),
            question="We bekijken een gebouw voor collectieve opvang. Kan VLOT mee komen kijken?",
            caller_name="Noodplanningscoördinator",
            caller_phone="09 000 12 61",
            urgency=Urgency.THIS_WEEK,
            by=cast.vlot,
        )
        assign_intervention(intervention=call, by=cast.vlot)
        plan_visit(
            form_token=token(f"bezoek-{name}"),
            intervention=call,
            visitor=cast.vlot,
            planned_on=timezone.localdate() + timedelta(days=1),
            goal="Het gebouw bekijken met de technische dienst",
            by=cast.vlot,
        )


def tell_places(cast: Cast) -> None:
    """The inventory, one place in each stage that VLOT decides."""
    steps = {
        PossibleSite.Status.IDEA: [],
        PossibleSite.Status.VISITED: ["visited"],
        PossibleSite.Status.FEASIBLE: ["visited", "feasible"],
    }
    for town, name, places, stage in PLACES:
        possible = save_possible_site(
            possible=None,
            municipality=Municipality.objects.current().get(name=town),
            name=name,
            estimated_places=places,
            owner="een vereniging",
            by=cast.vlot,
        )
        for status in steps[stage]:
            possible = move_possible_site(possible=possible, status=status, by=cast.vlot)


def tell_nuisance(cast: Cast) -> None:
    """A site of Gent where three nights were noisy: the third one makes it a call."""
    site = Site.objects.filter(municipality=town_of(cast.gent), setting="collective").order_by("pk").first()
    if site is None:
        return
    for days, severity in ((24, "serious"), (12, "light"), (2, "serious")):
        log_incident(
            form_token=token(f"overlast-{days}"),
            site=site,
            happened_on=timezone.localdate() - timedelta(days=days),
            part_of_day="night",
            kind="noise",
            severity=severity,
            place="outside",
            steps=["conversation", "house_rules"],
            result="better",
            by=cast.gent,
        )


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
