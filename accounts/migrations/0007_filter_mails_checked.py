"""The promise of the migration before, looked at for the rows that were there."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_filter_mails_dated"),
    ]

    operations = [
        ValidateConstraint(model_name="savedfilter", name="savedfilter_mail_dated"),
    ]
