"""The checklist, the norm, the guide rents and the subsidy rules that the portal starts with; the back office adds newer
ones. Nothing happens where there are any."""

from django.db import migrations
from django.db.backends.postgresql.psycopg_any import DateRange

from housing import checklist, guide_rents, occupancy, subsidy_rules


def starts_with():
    """Per model its rows, each with the days on which it holds."""
    return {
        "ChecklistItem": [(row, (checklist.FIRST, None)) for row in checklist.proposed()],
        "OccupancyNorm": [(row, (occupancy.FIRST, None)) for row in occupancy.proposed()],
        "GuideRent": [(row, (guide_rents.FIRST, guide_rents.LAST)) for row in guide_rents.published()],
        "SubsidyRule": [(row, row["valid"]) for row in subsidy_rules.published()],
    }


def load(apps, schema_editor):
    for name, rows in starts_with().items():
        manager = apps.get_model("housing", name).objects
        if not manager.exists():
            manager.bulk_create(manager.model(**{**row, "valid": DateRange(*days)}) for row, days in rows)


class Migration(migrations.Migration):
    dependencies = [("housing", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
