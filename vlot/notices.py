"""What people are told about calls to VLOT."""

from django.urls import reverse

from accounts.models import Kind, Membership, Organisation
from notifications.outbox import notify
from vlot.models import Channel, Contact, HandOver, Intervention, PossibleSite, ReceivedMail, ThemeStep, Visit


def url_of(intervention: Intervention) -> str:
    return reverse("vlot:intervention_detail", args=[intervention.pk])


def tell_municipality(
    intervention: Intervention, subject: str, body: str, *, by: Membership | None = None
) -> None:
    """Tells the local government, if the municipality has one in the portal yet."""
    tell_town(intervention.municipality_id, subject, body, url=url_of(intervention), by=by)


def tell_town(
    municipality: int | None, subject: str, body: str, *, url: str, by: Membership | None = None
) -> None:
    """A notice for the local government of a municipality; nothing where it has none in the portal yet."""
    if municipality is None:
        return
    authority = Organisation.objects.filter(kind=Kind.LOCAL_AUTHORITY, municipality=municipality).first()
    if authority is not None:
        notify(organisation=authority, subject=subject, body=body, url=url, by=by)


def intervention_asked(intervention: Intervention, *, by: Membership) -> None:
    """VLOT has a question to answer, and the municipality a confirmation with the reference."""
    notify(
        organisation=Organisation.objects.the(Kind.VLOT),
        subject=f"Nieuwe oproep: {intervention.about}, {intervention.topic}",
        body=f"{intervention.about} vraagt ({intervention.get_urgency_display()}): {intervention.question}",
        url=url_of(intervention),
        by=None if intervention.channel == Channel.MAIL else by,  # who reads the mailbox is not who asks
    )
    tell_municipality(
        intervention,
        f"Uw oproep {intervention.reference} staat bij VLOT",
        f"Het {intervention.team} noteerde uw vraag over {intervention.topic}: {intervention.question}",
    )


def intervention_assigned(intervention: Intervention, *, by: Membership) -> None:
    tell_municipality(
        intervention,
        f"Uw oproep {intervention.reference} wordt opgevolgd",
        f"{intervention.assignee} van het {intervention.team} volgt uw vraag op.",
        by=by,
    )


def contact_added(contact: Contact, *, by: Membership) -> None:
    """Only what was agreed is news: the municipality was at the contact itself."""
    if not contact.next_step and not contact.shared_note:
        return
    intervention = contact.intervention
    due = f", tegen {contact.due_on:%d/%m/%Y}" if contact.due_on else ""
    tell_municipality(
        intervention,
        f"Afspraak over uw oproep {intervention.reference}",
        " ".join(
            [f"VLOT noteerde na het contact van {contact.held_on:%d/%m/%Y}:"]
            + ([contact.shared_note] if contact.shared_note else [])
            + ([f"{contact.next_step}{due}."] if contact.next_step else [])
        ),
        by=by,
    )


def intervention_signalled(intervention: Intervention, *, by: Membership) -> None:
    """ABB hears what is bigger than one town; the municipality hears that it was passed on."""
    notify(
        organisation=Organisation.objects.the(Kind.ABB),
        subject=f"Signaal van VLOT: {intervention.topic} ({intervention.about})",
        body=intervention.signal,
        url=url_of(intervention),
        by=by,
    )
    tell_municipality(
        intervention,
        f"Uw oproep {intervention.reference} is gesignaleerd aan Vlaanderen",
        "VLOT gaf uw vraag door omdat ze meer gemeenten aangaat. VLOT blijft uw vraag opvolgen.",
        by=by,
    )


def intervention_closed(intervention: Intervention, *, by: Membership) -> None:
    tell_municipality(
        intervention,
        f"Uw oproep {intervention.reference} is afgesloten",
        f"Resultaat ({intervention.get_result_display()}): {intervention.outcome} "
        "Hielp VLOT u vooruit? Antwoord met één klik bij de oproep.",
        by=by,
    )


def intervention_reopened(intervention: Intervention, *, by: Membership) -> None:
    tell_municipality(
        intervention,
        f"Uw oproep {intervention.reference} is opnieuw geopend",
        f"Het {intervention.team} volgt uw vraag weer op.",
        by=by,
    )


def intervention_handed_over(hand_over: HandOver, *, to: Membership | None, by: Membership) -> None:
    """The person who takes over reads the note; VLOT as a whole when it waits in the queue of a team."""
    intervention = hand_over.intervention
    notify(
        organisation=Organisation.objects.the(Kind.VLOT),
        user=to.user if to else None,
        subject=f"Overgedragen aan {to.user if to else hand_over.to_team}: {intervention.reference}",
        body=f"{by.user} schrijft: {hand_over.note}",
        url=url_of(intervention),
    )


def mail_received(mail: ReceivedMail) -> None:
    """An answer came in the thread of a case."""
    notify(
        organisation=Organisation.objects.the(Kind.VLOT),
        subject=f"Nieuwe e-mail bij {mail.intervention.reference} ({mail.intervention.about})",
        body=mail.subject or "(geen onderwerp)",
        url=url_of(mail.intervention),
    )


def visit_planned(visit: Visit, *, by: Membership) -> None:
    tell_municipality(
        visit.intervention,
        f"VLOT komt langs op {visit.planned_on:%d/%m/%Y}",
        f"{visit.visitor} van VLOT komt langs voor uw oproep {visit.intervention.reference}: {visit.goal}",
        by=by,
    )


def visit_cancelled(visit: Visit, *, by: Membership) -> None:
    tell_municipality(
        visit.intervention,
        f"Het bezoek van {visit.planned_on:%d/%m/%Y} gaat niet door",
        f"VLOT spreekt met u een nieuwe dag af voor uw oproep {visit.intervention.reference}.",
        by=by,
    )


def theme_followed_up(step: ThemeStep, *, by: Membership) -> None:
    """The teams hear what happened to what they signalled."""
    notify(
        organisation=Organisation.objects.the(Kind.VLOT),
        subject=f"{'Afgerond' if step.theme.settled_at else 'Opgevolgd'} door de taskforce: {step.theme}",
        body=step.text,
        url=reverse("vlot:theme_detail", args=[step.theme_id]),
        by=by,
    )


def place_feasible(possible: PossibleSite, *, by: Membership) -> None:
    """The municipality can make it an offer now."""
    tell_town(
        possible.municipality_id,
        f"Mogelijke opvangplaats: {possible.name}",
        "VLOT vindt deze plaats haalbaar voor collectieve opvang. U kunt er met één klik een aanbod van maken.",
        url=reverse("vlot:possible_site_detail", args=[possible.pk]),
        by=by,
    )
