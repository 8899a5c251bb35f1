"""A mail about a kept filter has a moment up to which it told: promised, and found quickly, while people work."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

from audit.gradual import AddIndexGradually


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("accounts", "0005_filter_mails"),
    ]

    operations = [
        AddIndexGradually(
            model_name="savedfilter",
            index=models.Index(
                condition=models.Q(("mail_every", ""), _negated=True),
                fields=["told_until"],
                name="savedfilter_to_tell",
            ),
        ),
        AddConstraintNotValid(
            model_name="savedfilter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("mail_every", ""), ("told_until__isnull", True)),
                    models.Q(("mail_every__in", ["day", "week"]), ("told_until__isnull", False)),
                    _connector="OR",
                ),
                name="savedfilter_mail_dated",
                violation_error_message="Een mail over een filter begint op een tijdstip.",
            ),
        ),
    ]
