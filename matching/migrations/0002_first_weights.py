"""The first version of the weights: our own proposal, marked as such, for ABB to confirm or to follow up."""

from datetime import date

from django.db import migrations
from django.db.backends.postgresql.psycopg_any import DateRange

FIRST_DAY = date(2022, 3, 14)  # from which places count (housing.models.FIRST_DAY)
WHY = (
    "Eigen voorstel bij de start van het portaal, nog te bevestigen door het Agentschap Binnenlands Bestuur."
)


def load(apps, schema_editor):
    versions = apps.get_model("matching", "RankingWeights").objects
    if not versions.exists():
        versions.create(valid=DateRange(FIRST_DAY, None), why=WHY)


class Migration(migrations.Migration):
    dependencies = [("matching", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
