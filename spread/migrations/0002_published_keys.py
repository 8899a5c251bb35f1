"""The key that the portal starts with, with the columns of that day. Later keys: 0004 and the admin."""

from datetime import date

from django.db import migrations
from django.db.backends.postgresql.psycopg_any import DateRange

from spread.keys import published_keys


def add_keys(apps, schema_editor):
    SpreadKey = apps.get_model("spread", "SpreadKey")
    columns = {field.name for field in SpreadKey._meta.fields}
    for published in published_keys():
        if not published.get("leading"):
            continue
        begins_on = date.fromisoformat(published["valid_from"])
        data = {name: value for name, value in published.items() if name in columns}
        SpreadKey.objects.create(version=1, valid=DateRange(begins_on, None), **data)


class Migration(migrations.Migration):
    dependencies = [("spread", "0001_initial")]

    operations = [migrations.RunPython(add_keys, migrations.RunPython.noop)]
