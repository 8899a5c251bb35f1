"""The lines that the portal starts with; people change them in the admin."""

from django.db import migrations

from spread.signals import STARTING_LINES


def add_rules(apps, schema_editor):
    SignalRule = apps.get_model("spread", "SignalRule")
    SignalRule.objects.bulk_create([SignalRule(**line) for line in STARTING_LINES], ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("spread", "0007_cockpit_and_signals")]

    operations = [migrations.RunPython(add_rules, migrations.RunPython.noop)]
