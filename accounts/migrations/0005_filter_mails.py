"""A mail about what comes in new in a filter that somebody keeps: the columns."""

from django.db import migrations, models

from audit.together import Together


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_rights"),
    ]

    operations = [
        Together(
            [
                migrations.AddField(
                    model_name="savedfilter",
                    name="mail_every",
                    field=models.CharField(
                        blank=True,
                        choices=[("day", "elke dag"), ("week", "elke week")],
                        db_default="",
                        default="",
                        max_length=6,
                        verbose_name="mail",
                    ),
                ),
                migrations.AddField(
                    model_name="savedfilter",
                    name="told_until",
                    field=models.DateTimeField(blank=True, null=True, verbose_name="verteld tot"),
                ),
            ]
        ),
    ]
