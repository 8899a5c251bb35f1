"""The unit prices that the portal starts with; the back office adds newer ones."""

from django.db import migrations
from django.db.backends.postgresql.psycopg_any import DateRange

from facility import reimbursement, terms


def load(apps, schema_editor):
    rows = apps.get_model("facility", "UnitPrice").objects
    if not rows.exists():
        rows.bulk_create(
            rows.model(valid=DateRange(terms.FIRST, None), **row) for row in reimbursement.published()
        )


class Migration(migrations.Migration):
    dependencies = [("facility", "0003_purchase_terms")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
