""" "Wacht op u": offers that nobody decided about yet, oldest and biggest first, each with its next step."""

from datetime import date
from typing import NamedTuple

from django.db.models import Case, F, IntegerField, QuerySet, Value, When
from django.db.models.functions import TruncDate
from django.utils import timezone

from housing.models import Offer, OfferMessage, OfferQuerySet

# First what waits for the municipality, then what waits for a provider.
TURN = Case(When(status=Offer.Status.SUBMITTED, then=Value(0)), default=Value(1), output_field=IntegerField())


class Work(NamedTuple):
    """One offer on the list. `days` since it was submitted; `question` when the provider has to answer first."""

    offer: Offer
    days: int
    group: str
    step: str
    question: OfferMessage | None
    late: bool


def undecided(offers: OfferQuerySet) -> QuerySet[Offer]:
    """The offers that wait, in the order of the list: whose turn, the day of submitting, then the number of places."""
    return (
        offers.undecided()
        .select_related("organisation", "municipality", "responsible__user")
        .prefetch_related("inspections__defects", "messages")
        .order_by(TURN, TruncDate("submitted_at"), F("estimated_places").desc(), "pk")
    )


def work(offer: Offer, *, on: date) -> Work:
    """An offer of `undecided` as a line of the list. No query."""
    question = next((said for said in offer.messages.all() if said.due_on and not said.answered_at), None)
    waits = offer.status == Offer.Status.INFO_REQUESTED
    submitted = timezone.localdate(offer.submitted_at) if offer.submitted_at else on
    return Work(
        offer,
        max(0, (on - submitted).days),
        "Wacht op de aanbieder" if waits else "Wacht op de gemeente",
        "Antwoord afwachten" if waits else next_step(offer),
        question if waits else None,
        bool(waits and question and question.overdue(on=on)),
    )


def next_step(offer: Offer) -> str:
    """What the municipality does next with an offer that waits for it."""
    visits = list(offer.inspections.all())
    if not visits:
        return "Plaatsbezoek plannen"
    if visits[0].passed:
        return "Valideren"
    defects = list(visits[0].defects.all())
    if any(defect.status == defect.Status.REPORTED for defect in defects):
        return "Nakijken of het hersteld is"
    return "Herstel opvolgen, of weigeren"
