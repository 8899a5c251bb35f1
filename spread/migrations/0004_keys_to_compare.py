"""The keys of elsewhere and our own, to read and compare. They are not computed and do not lead."""

from datetime import date

from django.db import migrations
from django.db.backends.postgresql.psycopg_any import DateRange

from spread.keys import published_keys


def add_keys(apps, schema_editor):
    SpreadKey = apps.get_model("spread", "SpreadKey")
    columns = {field.name for field in SpreadKey._meta.fields}
    for published in published_keys():
        if SpreadKey.objects.filter(code=published["code"]).exists():
            continue
        begins_on = date.fromisoformat(published["valid_from"])
        data = {name: value for name, value in published.items() if name in columns}
        SpreadKey.objects.create(version=1, valid=DateRange(begins_on, None), **data)


class Migration(migrations.Migration):
    dependencies = [("spread", "0003_key_floor_and_computed")]

    operations = [migrations.RunPython(add_keys, migrations.RunPython.noop)]
