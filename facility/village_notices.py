"""What people are told about Flemish property and about the opening of a site."""

from django.urls import reverse

from accounts.models import Kind, Membership, Organisation
from facility.models import OpeningPlan, PropertyReservation
from notifications.outbox import notify


def _both_sides(municipality: Organisation, subject: str, body: str, *, url: str, by: Membership) -> None:
    """The local government and Het Facilitair Bedrijf; who acted knows already (`by`)."""
    for organisation in (municipality, Organisation.objects.the(Kind.FACILITY)):
        notify(organisation=organisation, subject=subject, body=body, url=url, by=by)


def property_reserved(reservation: PropertyReservation, *, by: Membership) -> None:
    """Held, and until when."""
    request = reservation.support_request
    _both_sides(
        request.organisation,
        f"{reservation.property} is gereserveerd",
        f"Voor aanvraag {request.reference}. De reservatie vervalt op {reservation.period.upper:%d/%m/%Y}, tenzij het "
        "pand voordien overgedragen wordt.",
        url=reverse("facility:property_detail", args=[reservation.property_id]),
        by=by,
    )


def property_changed_hands(reservation: PropertyReservation, what: str, *, by: Membership) -> None:
    """Handed over, returned or released: `what` in Dutch."""
    request = reservation.support_request
    _both_sides(
        request.organisation,
        f"{reservation.property} is {what}",
        f"Het gaat om aanvraag {request.reference}, {request.title}. Het verslag staat bij het pand.",
        url=reverse("facility:property_detail", args=[reservation.property_id]),
        by=by,
    )


def site_opened(plan: OpeningPlan, *, by: Membership) -> None:
    """Whoever asked for it, or the local government where it is."""
    if plan.support_request is not None:
        organisation = plan.support_request.organisation
    else:
        towns = Organisation.objects.filter(kind=Kind.LOCAL_AUTHORITY, municipality=plan.site.municipality_id)
        organisation = towns.get()
    _both_sides(
        organisation,
        f"{plan.site} is open",
        "Alles wat de opening tegenhield, is klaar. Huishoudens kunnen er intrekken.",
        url=reverse("facility:opening_detail", args=[plan.pk]),
        by=by,
    )
