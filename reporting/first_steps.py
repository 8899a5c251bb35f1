"""What somebody new does first, on his home page: derived from what there is, so that nobody ticks anything.

It is gone when everything is done, when he hides it, and three months after his role began.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import PROVIDER_KINDS, Kind, Membership, SavedFilter
from facility.models import FrameworkContract, Supplier, SupportRequest
from households.models import Household
from housing.models import Offer, Site
from notifications.models import NoticeChoice
from reporting.models import FirstStepsHidden
from vlot.models import Contact

NEW_DAYS = 90
# A condition on the membership itself, of which PostgreSQL says whether it holds.
Condition = Q | Exists


@dataclass(frozen=True)
class Step:
    """Something to do, where, and of which row it shows that it was done."""

    code: str
    label: str
    text: str
    url: str
    done: Condition
    is_done: bool = False


def first_steps(by: Membership) -> list[Step]:
    """The steps of this hat in their order, each with whether it was done; none when there is nothing to show.

    One query, and none for who began more than NEW_DAYS days ago.
    """
    if by.started_at < timezone.now() - timedelta(days=NEW_DAYS):
        return []
    steps = _steps_of(by)
    asked = Membership.objects.filter(pk=by.pk).values_list(
        Exists(FirstStepsHidden.objects.filter(membership=OuterRef("pk"))),
        *(_as_value(step.done) for step in steps),
    )
    hidden, *done = asked.get()
    if hidden or all(done):
        return []
    return [replace(step, is_done=is_done) for step, is_done in zip(steps, done, strict=True)]


def _as_value(condition: Condition) -> Exists:
    if isinstance(condition, Exists):
        return condition
    return Exists(Membership.objects.filter(condition, pk=OuterRef("pk")))


def _steps_of(by: Membership) -> list[Step]:
    make: Callable[[Membership], list[Step]] = _looking
    if by.may_write:
        make = next((steps for kinds, steps in WORKING if by.is_kind(*kinds)), _looking)
    return [*_organisation(by), *make(by), _notices(by)]


def _organisation(by: Membership) -> list[Step]:
    """For the local administrator: how one reaches his organisation, and who else works in it."""
    if by.role != Membership.Role.MANAGER:
        return []
    others = (
        Membership.objects.open().filter(organisation=OuterRef("organisation")).exclude(pk=OuterRef("pk"))
    )
    return [
        Step(
            "contact",
            "Vul in hoe men u bereikt",
            "Een e-mailadres en een telefoonnummer van uw organisatie.",
            reverse("accounts:organisation"),
            ~Q(organisation__email="") & ~Q(organisation__phone=""),
        ),
        Step(
            "colleague",
            "Nodig een collega uit",
            "Dan kan iemand verder als u er niet bent.",
            reverse("accounts:people"),
            Exists(others),
        ),
    ]


def _provider(by: Membership) -> list[Step]:
    offers = Offer.objects.filter(organisation=OuterRef("organisation"))
    return [
        Step(
            "offer",
            "Begin een aanbod",
            "U kunt stoppen wanneer u wilt. Wat u typte, blijft staan.",
            reverse("housing:offer_list"),
            Exists(offers),
        ),
        Step(
            "submitted",
            "Dien het aanbod in",
            "Daarna kijkt de gemeente het na.",
            reverse("housing:offer_list"),
            Exists(offers.exclude(status=Offer.Status.DRAFT)),
        ),
    ]


def _local_authority(by: Membership) -> list[Step]:
    town = OuterRef("organisation__municipality")
    return [
        Step(
            "site",
            "Zet een locatie in het portaal",
            "Zelf, of door een aanbod goed te keuren.",
            reverse("housing:offer_list"),
            Exists(Site.objects.filter(municipality=town)),
        ),
        Step(
            "household",
            "Registreer een huishouden",
            "Wie een plaats zoekt, staat dan in uw lijst.",
            reverse("matching:household_list"),
            Exists(Household.objects.filter(registered_by=OuterRef("organisation"))),
        ),
        _filter(),
    ]


def _facility(by: Membership) -> list[Step]:
    return [
        Step(
            "supplier",
            "Voeg een leverancier toe",
            "Bestellen en betalen begint daar.",
            reverse("facility:supplier_list"),
            Exists(Supplier.objects.all()),
        ),
        Step(
            "contract",
            "Zet een raamcontract in het portaal",
            "Met zijn percelen en artikelen.",
            reverse("facility:contract_list"),
            Exists(FrameworkContract.objects.all()),
        ),
        Step(
            "request",
            "Neem een aanvraag op",
            "Dan weet het lokaal bestuur bij wie het terechtkan.",
            reverse("facility:request_list"),
            Exists(SupportRequest.objects.filter(taken_up_by=OuterRef("user"))),
        ),
    ]


def _vlot(by: Membership) -> list[Step]:
    return [
        Step(
            "contact_made",
            "Noteer een contact bij een oproep",
            "Collega’s lezen dan wat u afsprak.",
            reverse("vlot:intervention_list"),
            Exists(Contact.objects.filter(recorded_by=OuterRef("user"))),
        ),
    ]


def _looking(by: Membership) -> list[Step]:
    return [_filter()]


def _filter() -> Step:
    return Step(
        "filter",
        "Bewaar een filter",
        "Wat u vaak zoekt, staat dan boven de lijst. U kunt er een e-mail over krijgen.",
        reverse("housing:site_list"),
        Exists(SavedFilter.objects.filter(membership=OuterRef("pk"))),
    )


def _notices(by: Membership) -> Step:
    return Step(
        "notices",
        "Kies waarover u een e-mail krijgt",
        "Meteen, één keer per dag of per week, of alleen op het scherm.",
        reverse("notifications:notification_settings"),
        Exists(NoticeChoice.objects.filter(membership=OuterRef("pk"))),
    )


WORKING = (
    (PROVIDER_KINDS, _provider),
    ((Kind.LOCAL_AUTHORITY,), _local_authority),
    ((Kind.FACILITY,), _facility),
    ((Kind.VLOT,), _vlot),
)
