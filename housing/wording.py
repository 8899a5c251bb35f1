"""The status of an offer in words that mean something to *this* reader: what is going on, since when, and what next."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.utils import timezone

from accounts.models import Membership
from housing import rules
from housing.models import Offer


class Words(NamedTuple):
    """`now` says what is going on, `next` what follows; `waits` when it is this reader's turn."""

    now: str
    next: str
    waits: bool = False


class Line(NamedTuple):
    """One offer in "Mijn aanbod": what is going on, in which group it stands, and what the reader may do."""

    offer: Offer
    words: Words
    group: str
    may_edit: bool
    may_withdraw: bool


WAITS, HANDLED, DONE = "Wacht op u", "In behandeling", "Afgerond"
GROUPS: dict[str, str] = {
    Offer.Status.DRAFT: WAITS,
    Offer.Status.INFO_REQUESTED: WAITS,
    Offer.Status.SUBMITTED: HANDLED,
}


def overview(offers: Iterable[Offer], *, by: Membership, on: date) -> list[Line]:
    """The lines of "Mijn aanbod" for these offers of the reader's own organisation, in their order."""
    return [
        Line(
            offer,
            status_words(offer, by=by, on=on),
            GROUPS.get(offer.status, DONE),
            rules.may_edit_offer(by, offer),
            rules.may_withdraw_offer(by, offer),
        )
        for offer in offers
    ]


def status_words(offer: Offer, *, by: Membership, on: date) -> Words:
    """For the provider, the municipality that decides, or somebody who looks on."""
    if rules.is_local_authority_of(by, offer.municipality_id) and offer.status == Offer.Status.SUBMITTED:
        return Words(f"Wacht op u, {since(offer, on)}", "Bezoek de plaats en beslis.", waits=True)
    if rules.is_provider_of(by, offer):
        return for_provider(offer, on)
    return for_others(offer, on)


def for_provider(offer: Offer, on: date) -> Words:
    town = f"De gemeente {offer.municipality}" if offer.municipality else "De gemeente"
    match offer.status:
        case Offer.Status.DRAFT:
            return Words("U bent nog aan het invullen", "Vul verder aan en meld het aanbod aan.", waits=True)
        case Offer.Status.SUBMITTED:
            return Words(
                f"{town} bekijkt uw aanbod, {since(offer, on)}",
                "U hoeft nu niets te doen. De gemeente belt voor een plaatsbezoek of stelt een vraag.",
            )
        case Offer.Status.INFO_REQUESTED:
            return Words(f"{town} wacht op uw antwoord", "Beantwoord de vraag van de gemeente.", waits=True)
        case Offer.Status.APPROVED:
            return Words(
                f"{town} keurde uw aanbod goed", "De plaats staat bij uw locaties. Kijk ze elke maand na."
            )
        case Offer.Status.REJECTED:
            return Words(
                f"{town} weigerde uw aanbod: {offer.get_rejection_reason_display()}",
                "Lees de toelichting. Lost u het op, meld de plaats dan opnieuw aan.",
            )
        case _:
            return Words("U trok dit aanbod in", "U hoeft niets meer te doen.")


def for_others(offer: Offer, on: date) -> Words:
    town = f"de gemeente {offer.municipality}" if offer.municipality else "de gemeente"
    match offer.status:
        case Offer.Status.SUBMITTED:
            return Words(f"Wacht op {town}, {since(offer, on)}", "De gemeente bezoekt de plaats en beslist.")
        case Offer.Status.INFO_REQUESTED:
            return Words(f"Wacht op {offer.organisation}", "De aanbieder antwoordt op de vraag.")
        case Offer.Status.APPROVED:
            return Words(f"Goedgekeurd door {town}", "De plaats staat in de inventaris.")
        case Offer.Status.REJECTED:
            return Words(f"Geweigerd door {town}", "Dit aanbod is afgesloten.")
        case Offer.Status.DRAFT:
            return Words("Nog niet aangemeld", f"{offer.organisation} is nog aan het invullen.")
        case _:
            return Words(f"Ingetrokken door {offer.organisation}", "Dit aanbod is afgesloten.")


def since(offer: Offer, on: date) -> str:
    """ "sinds vandaag", "sinds gisteren" or "sinds 3 dagen": from the day of submitting."""
    if offer.submitted_at is None:
        return "sinds vandaag"
    days = max(0, (on - timezone.localdate(offer.submitted_at)).days)
    return ["sinds vandaag", "sinds gisteren"][days] if days < 2 else f"sinds {days} dagen"
