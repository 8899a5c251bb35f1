"""The key that the portal starts with. Later keys come by `spread.actions.load_published_keys` or the admin."""

from datetime import date

from django.db import migrations
from django.db.backends.postgresql.psycopg_any import DateRange

from spread.keys import published_keys


def add_keys(apps, schema_editor):
    SpreadKey = apps.get_model("spread", "SpreadKey")
    for data in published_keys():
        begins_on = date.fromisoformat(data.pop("valid_from"))
        SpreadKey.objects.create(version=1, valid=DateRange(begins_on, None), **data)


class Migration(migrations.Migration):
    dependencies = [("spread", "0001_initial")]

    operations = [migrations.RunPython(add_keys, migrations.RunPython.noop)]
