"""What came in new in a filter that somebody keeps."""

from datetime import datetime

from django.http import QueryDict
from django.utils import timezone

from accounts.models import SavedFilter
from housing.lists import OFFERS, SITES

LISTS = {kind.name.value: kind for kind in (SITES, OFFERS)}
CAME = {SITES.name.value: "opened_at", OFFERS.name.value: "submitted_at"}


def new_in(saved: SavedFilter, until: datetime) -> int:
    """How many of the rows of the filter, as its owner sees them today, were opened (sites) or submitted (offers) since
    he was told last and before `until`."""
    _, rows = LISTS[saved.list].filtered(
        QueryDict(saved.query), by=saved.membership, on=timezone.localdate(until)
    )
    came = CAME[saved.list]
    return rows.order_by().filter(**{f"{came}__gte": saved.told_until, f"{came}__lt": until}).count()
