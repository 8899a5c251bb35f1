"""People who asked what is kept of them, one file that must stay, one private host: through the real verbs."""

from datetime import date, timedelta

from config.demo.accounts import Cast
from households.models import Household
from households.protection.actions import erase_household, forget_week, hold_household
from housing.actions import note_host
from housing.models import Site

ENOUGH_SECONDS = 20


def tell_protection(cast: Cast, *, on: date) -> None:
    """Of the households that left Gent one was erased on request and one must stay; this week's forgetting was done."""
    gone = Household.objects.filter(
        registered_by=cast.gent.organisation, left_on__lt=on - timedelta(days=90), merged_into__isnull=True
    ).order_by("pk")[:2]
    for household, step in zip(gone, ("erase", "hold"), strict=False):
        if step == "erase":
            erase_household(
                household=household, ground="request", reference="AVG-2026/4", on=on, by=cast.officer
            )
        else:
            hold_household(
                household=household, reason="Geschil over huurschade, rolnummer 26/118", by=cast.gent
            )
    hosted = Site.objects.filter(
        organisation=cast.gent.organisation,
        municipality=cast.gent.organisation.municipality,
        closed_on__isnull=True,
    ).exclude(contact_name="")
    if site := hosted.order_by("pk").first():
        note_host(site=site, told_on=on - timedelta(days=40), told_how="signed", by=cast.gent)
    forget_week(on - timedelta(days=on.weekday()), seconds=ENOUGH_SECONDS)
