"""How long "laatst geopend" stays: the shortest term there is."""

from datetime import date

from django.db import migrations
from django.db.backends.postgresql.psycopg_any import DateRange


def add(apps, schema_editor):
    apps.get_model("households", "RetentionTerm").objects.create(
        kind="recents",
        months=1,
        ground="Enkel gemak voor wie het opende; na dertig dagen wordt het al niet meer getoond.",
        source="Ontwerp van het portaal: te bevestigen door ABB en de functionarissen gegevensbescherming",
        valid=DateRange(date(2022, 3, 14), None),
    )


class Migration(migrations.Migration):
    dependencies = [("households", "0006_first_terms")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
