"""What people are told about proposals. Never a name of a displaced person: mail is not a safe place."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Organisation
from matching.models import HandOver, Proposal
from notifications.outbox import notify


def local(moment: datetime) -> str:
    """The moment as people in Flanders say it."""
    return f"{timezone.localtime(moment):%d/%m/%Y %H:%M}"


def url_of(proposal: Proposal) -> str:
    return reverse("matching:proposal_detail", args=[proposal.pk])


def proposal_made(proposal: Proposal, *, by: Membership) -> None:
    """The municipality of the unit has to answer."""
    municipality = proposal.unit.site.municipality
    size = proposal.persons
    notify(
        organisation=Organisation.objects.local_authority_of(municipality),
        subject=f"Vraag om een plaats: {size} personen vanaf {proposal.move_in_on:%d/%m/%Y}",
        body=(
            f"{by.organisation} vraagt {proposal.unit.label} in {proposal.unit.site.name} voor een huishouden van "
            f"{size} personen. De plaats blijft voorbehouden tot {local(proposal.answer_by)}."
        ),
        url=url_of(proposal),
        by=by,
    )


def proposed_by_plan(proposal: Proposal, *, by: Membership) -> None:
    """The local government of the household hears that an official asked in its name; it may withdraw."""
    notify(
        organisation=proposal.asked_by,
        subject=f"Voorstel uit een regioplan: {proposal.reference}",
        body=(
            f"{by.organisation} stelt {proposal.unit.site.municipality} voor, voor een huishouden van u. "
            f"Kijk het na. U kunt het intrekken tot er een antwoord is, uiterlijk {local(proposal.answer_by)}."
        ),
        url=url_of(proposal),
        by=by,
    )


def proposal_waits(proposal: Proposal) -> None:
    """Whoever has to answer is reminded, before the unit is let go."""
    notify(
        organisation=Organisation.objects.local_authority_of(proposal.unit.site.municipality),
        subject=f"Voorstel {proposal.reference} wacht op uw antwoord",
        body=(
            f"{proposal.asked_by} vroeg een plaats voor een huishouden van {proposal.persons} personen. Antwoord voor "
            f"{local(proposal.answer_by)}; daarna vervalt de vraag en is de plaats weer vrij."
        ),
        url=url_of(proposal),
    )


def hand_over_completed(hand_over: HandOver, *, by: Membership) -> None:
    """Who gave a household away knows that it is no longer responsible."""
    notify(
        organisation=hand_over.given_by,
        subject=f"Overdracht {hand_over.proposal.reference} is afgerond",
        body=f"{hand_over.taken_by} volgt het huishouden verder op. U ziet het dossier niet meer.",
        url=reverse("matching:hand_over_detail", args=[hand_over.pk]),
        by=by,
    )


def proposal_decided(proposal: Proposal, *, by: Membership) -> None:
    accepted = proposal.status == Proposal.Status.ACCEPTED
    why = "" if accepted else f" Reden: {proposal.get_refusal_reason_display()}."
    note = f" {proposal.decision_note}" if proposal.decision_note else ""
    notify(
        organisation=proposal.asked_by,
        subject=f"Voorstel {proposal.reference} is {'toegekend' if accepted else 'geweigerd'}",
        body=f"{by.organisation} {'kende de plaats toe' if accepted else 'weigerde het voorstel'}.{why}{note}",
        url=url_of(proposal),
        by=by,
    )


def proposal_withdrawn(proposal: Proposal, *, by: Membership) -> None:
    notify(
        organisation=Organisation.objects.local_authority_of(proposal.unit.site.municipality),
        subject=f"Voorstel {proposal.reference} is ingetrokken",
        body=f"{by.organisation} trok het voorstel in. De plaats is weer vrij.",
        url=url_of(proposal),
        by=by,
    )


def proposal_restored(proposal: Proposal, *, by: Membership) -> None:
    """Withdrawing was a mistake: who has to answer still does, by the same moment."""
    notify(
        organisation=Organisation.objects.local_authority_of(proposal.unit.site.municipality),
        subject=f"Voorstel {proposal.reference} wacht toch op uw antwoord",
        body=(
            f"{by.organisation} trok het voorstel per vergissing in. De plaats is opnieuw voorbehouden tot "
            f"{local(proposal.answer_by)}."
        ),
        url=url_of(proposal),
        by=by,
    )


def proposal_expired(proposal: Proposal) -> None:
    for organisation in {
        proposal.asked_by,
        Organisation.objects.local_authority_of(proposal.unit.site.municipality),
    }:
        notify(
            organisation=organisation,
            subject=f"Voorstel {proposal.reference} is vervallen",
            body="Er kwam geen antwoord binnen de termijn. De plaats is weer vrij.",
            url=url_of(proposal),
        )
