"""One file that must stay longer than its term: through the real verb."""

from config.demo.accounts import Cast
from households.models import Household
from households.protection.actions import hold_household


def tell_protection(cast: Cast) -> None:
    """Gent keeps the file of a household that left, for a lawsuit."""
    gone = Household.objects.filter(
        registered_by=cast.gent.organisation, left_on__isnull=False, merged_into__isnull=True
    )
    if household := gone.order_by("pk").first():
        hold_household(household=household, reason="Geschil over huurschade, rolnummer 26/118", by=cast.gent)
