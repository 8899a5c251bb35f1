"""One file that must stay longer than its term, and one private host who agreed: through the real verbs."""

from datetime import date, timedelta

from config.demo.accounts import Cast
from households.models import Household
from households.protection.actions import hold_household
from housing.actions import note_host
from housing.models import Site


def tell_protection(cast: Cast, *, on: date) -> None:
    """Gent keeps the file of a household that left, for a lawsuit; and noted what a private host agreed to."""
    gent = cast.gent.organisation
    gone = Household.objects.filter(registered_by=gent, left_on__isnull=False, merged_into__isnull=True)
    if household := gone.order_by("pk").first():
        hold_household(household=household, reason="Geschil over huurschade, rolnummer 26/118", by=cast.gent)
    hosted = Site.objects.open(on=on).filter(organisation=gent, municipality=gent.municipality)
    if site := hosted.exclude(contact_name="").order_by("pk").first():
        note_host(site=site, told_on=on - timedelta(days=40), told_how="signed", by=cast.gent)
