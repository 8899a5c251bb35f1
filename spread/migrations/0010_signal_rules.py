"""The lines that the portal starts with; people change them in the admin."""

from django.db import migrations

RULES = [
    {"kind": "under", "desk": "vlot", "percent": 50, "places": 20},
    {"kind": "over", "desk": "abb", "percent": 150, "places": 20},
    {"kind": "change", "desk": "abb", "percent": 25, "days": 7, "places": 20},
    {"kind": "stale", "desk": "vlot", "percent": 50, "days": 44, "places": 20},
    {"kind": "no_data", "desk": "abb"},
]


def add_rules(apps, schema_editor):
    SignalRule = apps.get_model("spread", "SignalRule")
    for rule in RULES:
        SignalRule.objects.get_or_create(kind=rule["kind"], defaults=rule)


class Migration(migrations.Migration):
    dependencies = [("spread", "0009_signals")]

    operations = [migrations.RunPython(add_rules, migrations.RunPython.noop)]
