"""What people are told about calls to VLOT."""

from django.urls import reverse

from accounts.models import Kind, Membership, Organisation
from notifications.outbox import notify
from vlot.models import Contact, Intervention


def url_of(intervention: Intervention) -> str:
    return reverse("vlot:intervention_detail", args=[intervention.pk])


def tell_municipality(
    intervention: Intervention, subject: str, body: str, *, by: Membership | None = None
) -> None:
    """Tells the local government, if the municipality has one in the portal yet."""
    authority = Organisation.objects.filter(
        kind=Kind.LOCAL_AUTHORITY, municipality=intervention.municipality_id
    ).first()
    if authority is not None:
        notify(organisation=authority, subject=subject, body=body, url=url_of(intervention), by=by)


def intervention_asked(intervention: Intervention, *, by: Membership) -> None:
    """VLOT has a question to answer, and the municipality a confirmation with the reference."""
    notify(
        organisation=Organisation.objects.the(Kind.VLOT),
        subject=f"Nieuwe oproep: {intervention.municipality}, {intervention.get_topic_display()}",
        body=f"{intervention.municipality} vraagt ({intervention.get_urgency_display()}): {intervention.question}",
        url=url_of(intervention),
        by=by,
    )
    tell_municipality(
        intervention,
        f"Uw oproep {intervention.reference} staat bij VLOT",
        f"Het {intervention.team} noteerde uw vraag over {intervention.get_topic_display()}: {intervention.question}",
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
    if not contact.next_step:
        return
    intervention = contact.intervention
    due = f", tegen {contact.due_on:%d/%m/%Y}" if contact.due_on else ""
    tell_municipality(
        intervention,
        f"Afspraak over uw oproep {intervention.reference}",
        f"VLOT noteerde na het contact van {contact.held_on:%d/%m/%Y}: {contact.next_step}{due}.",
        by=by,
    )


def intervention_signalled(intervention: Intervention, *, by: Membership) -> None:
    """ABB hears what is bigger than one town; the municipality hears that it was passed on."""
    notify(
        organisation=Organisation.objects.the(Kind.ABB),
        subject=f"Signaal van VLOT: {intervention.get_topic_display()} ({intervention.municipality})",
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
        f"Resultaat: {intervention.outcome}",
        by=by,
    )
