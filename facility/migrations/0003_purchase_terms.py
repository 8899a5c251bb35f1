"""The thresholds that the portal starts with; the back office adds newer ones."""

from django.db import migrations
from django.db.backends.postgresql.psycopg_any import DateRange

from facility import terms


def load(apps, schema_editor):
    rows = apps.get_model("facility", "PurchaseTerms").objects
    if not rows.exists():
        rows.create(valid=DateRange(terms.FIRST, None), **terms.proposed())


class Migration(migrations.Migration):
    dependencies = [("facility", "0002_buying_paying_and_building")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
