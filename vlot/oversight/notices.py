"""What people are told about the monthly report."""

from datetime import date

from django.urls import reverse
from django.utils.formats import date_format

from accounts.models import Kind, Membership, Organisation
from notifications.outbox import notify


def month_published(first: date, *, by: Membership | None) -> None:
    """VLOT and ABB read it; governors find it on the same page."""
    month = date_format(first, "F Y")
    for organisation in Organisation.objects.filter(kind__in=(Kind.VLOT, Kind.ABB)):
        notify(
            organisation=organisation,
            subject=f"Maandverslag van VLOT: {month}",
            body=f"Het verslag van {month} is vastgelegd, per team en voor Vlaanderen. Ook als Excel en PDF.",
            url=reverse("vlot:report_list"),
            by=by,
        )
