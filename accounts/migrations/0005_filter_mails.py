"""A mail about what comes in new in a filter that somebody keeps."""

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
                migrations.AddIndex(
                    model_name="savedfilter",
                    index=models.Index(
                        condition=models.Q(("mail_every", ""), _negated=True),
                        fields=["told_until"],
                        name="savedfilter_to_tell",
                    ),
                ),
                migrations.AddConstraint(
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
        ),
    ]
