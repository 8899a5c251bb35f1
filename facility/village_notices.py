"""What people are told about Flemish property and about the opening of a site."""

from django.urls import reverse

from accounts.models import Kind, Membership, Organisation
from facility.models import OpeningPlan, Playbook, PropertyReservation
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
        f"Voor aanvraag {request.reference}. De reservatie vervalt op {reservation.period.upper:%d/%m/%Y}. Wordt het "
        "pand eerder overgedragen, dan vervalt ze niet.",
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


def _who_prepares(plan: OpeningPlan) -> Organisation:
    """Whoever asked for it, or the local government where it is."""
    if plan.support_request is not None:
        return plan.support_request.organisation
    return Organisation.objects.get(kind=Kind.LOCAL_AUTHORITY, municipality=plan.site.municipality_id)


def site_opened(plan: OpeningPlan, *, by: Membership) -> None:
    _both_sides(
        _who_prepares(plan),
        f"{plan.site} is open",
        "Alles wat de opening tegenhield, is klaar. Huishoudens kunnen er intrekken.",
        url=reverse("facility:opening_detail", args=[plan.pk]),
        by=by,
    )


def playbook_published(playbook: Playbook, *, by: Membership) -> None:
    """Everyone who runs an older version for a site that is not open yet, with what would change there."""
    running = OpeningPlan.objects.running_before(playbook)
    for plan in running.select_related("site", "support_request__organisation"):
        notify(
            organisation=_who_prepares(plan),
            subject=f"Nieuwe versie van het draaiboek van {plan.site}",
            body=(
                f"Versie {playbook.version} van het draaiboek voor een {playbook.get_kind_display()} is gepubliceerd"
                f"{f': {playbook.note}' if playbook.note else ''}. Uw locatie gaat verder met de versie die ze heeft, "
                "tot u overstapt. Bekijk eerst wat er bij u zou veranderen."
            ),
            url=reverse("facility:opening_upgrade", args=[plan.pk]),
            by=by,
        )
