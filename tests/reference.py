"""What migrations bring into a new database, brought back after a test on real transactions emptied every table."""

from django.db.backends.postgresql.psycopg_any import DateRange

from housing import checklist, occupancy, subsidy_rules
from housing.models import ChecklistItem, OccupancyNorm, SubsidyRule
from municipalities.models import Municipality
from municipalities.reference import load_reference_data
from spread.actions import load_published_keys
from spread.models import SpreadKey


def bring_back_reference_data() -> None:
    """The 285 municipalities, their figures, the keys and the norms; nothing happens where the database has them."""
    if not Municipality.objects.exists():
        load_reference_data()
    if not SpreadKey.objects.exists():
        load_published_keys()
    for model, rows, first in (
        (ChecklistItem, checklist.proposed(), checklist.FIRST),
        (OccupancyNorm, occupancy.proposed(), occupancy.FIRST),
    ):
        if not model.objects.exists():
            model.objects.bulk_create(model(valid=DateRange(first, None), **row) for row in rows)
    if not SubsidyRule.objects.exists():
        SubsidyRule.objects.bulk_create(
            SubsidyRule(**{**row, "valid": DateRange(*row["valid"])}) for row in subsidy_rules.published()
        )
