"""The first terms: a draft of ours, for no source gives them (domain.md 6.2). ABB puts its own in their place."""

from datetime import date

from django.db import migrations
from django.db.backends.postgresql.psycopg_any import DateRange

SOURCE = "Ontwerp van het portaal: te bevestigen door ABB en de functionarissen gegevensbescherming"
FIRST = {
    "households": (60, "Verantwoording van subsidies over de verblijven; daarna blijven alleen aantallen."),
    "join_requests": (12, "Wie geweigerd werd, kan de reden nog een jaar nalezen."),
    "drafts": (12, "Een begonnen aanbod kan een jaar later nog aangevuld worden."),
    "closed_sites": (24, "Vragen over huur, schade of subsidie na de sluiting."),
    "readings": (60, "Ook later nog kunnen antwoorden wie in een dossier keek."),
    "messages": (24, "Nakijken wat gemeld werd; het dossier zelf houdt wat beslist werd."),
    "calls": (24, "Terugbellen en opvolgen; vraag, antwoord en uren blijven zonder naam."),
    "sessions": (1, "Misbruik van een aanmelding kunnen nagaan."),
}


def add(apps, schema_editor):
    RetentionTerm = apps.get_model("households", "RetentionTerm")
    RetentionTerm.objects.bulk_create(
        RetentionTerm(
            kind=kind, months=months, ground=ground, source=SOURCE, valid=DateRange(date(2022, 3, 14), None)
        )
        for kind, (months, ground) in FIRST.items()
    )


class Migration(migrations.Migration):
    dependencies = [("households", "0005_protection")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
