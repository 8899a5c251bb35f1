"""The rules for unusual looking that the portal starts with; the back office adds newer ones. Nothing happens where there
are any."""

from datetime import date, time

from django.db import migrations
from django.db.backends.postgresql.psycopg_any import DateRange

SOURCE = "Eigen voorstel, te bevestigen door ABB"
RULES = (
    {"what": "many", "at_least": 40},
    {"what": "hours", "at_least": 5, "opens_at": time(7), "closes_at": time(20)},
    {"what": "nothing", "at_least": 25},
)


def load(apps, schema_editor):
    manager = apps.get_model("households", "LookRule").objects
    if not manager.exists():
        valid = DateRange(date(2026, 1, 1), None)
        manager.bulk_create(manager.model(**rule, valid=valid, source=SOURCE) for rule in RULES)


class Migration(migrations.Migration):
    dependencies = [("households", "0002_looks")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
