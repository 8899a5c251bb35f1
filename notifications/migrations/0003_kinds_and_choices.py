"""What a notice is about, and how somebody wants to be told of it."""

import django.db.models.deletion
from django.db import migrations, models

KINDS = [
    ("offer", "aanbod"),
    ("site", "locaties en plaatsbezoeken"),
    ("people", "huishoudens, voorstellen en verblijven"),
    ("facility", "Het Facilitair Bedrijf"),
    ("vlot", "VLOT en handvaten"),
    ("filter", "bewaarde filters"),
    ("access", "toegang en veiligheid"),
    ("other", "andere"),
]
WAYS = [
    ("at_once", "meteen per e-mail"),
    ("daily", "elke ochtend in één e-mail"),
    ("weekly", "elke maandag in één e-mail"),
    ("screen", "alleen op het scherm"),
]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_rights"), ("notifications", "0002_to_an_address")]

    operations = [
        migrations.AddField(
            model_name="notification",
            name="kind",
            field=models.CharField(
                choices=KINDS, db_default="other", default="other", max_length=8, verbose_name="soort"
            ),
        ),
        migrations.CreateModel(
            name="NoticeChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(choices=KINDS, max_length=8, verbose_name="soort")),
                ("how", models.CharField(choices=WAYS, max_length=8, verbose_name="hoe")),
                ("told_until", models.DateTimeField(blank=True, null=True, verbose_name="verteld tot")),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notice_choices",
                        to="accounts.membership",
                        verbose_name="van wie",
                    ),
                ),
            ],
            options={
                "verbose_name": "keuze voor berichten",
                "verbose_name_plural": "keuzes voor berichten",
                "ordering": ("membership", "kind"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("how__in", ["daily", "weekly"])),
                        fields=["told_until"],
                        name="notice_choice_digest",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("membership", "kind"),
                        name="notice_choice_once",
                        violation_error_message="Voor deze soort is al gekozen.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("how__in", ["at_once", "daily", "weekly", "screen"]),
                            ("kind__in", [code for code, _ in KINDS]),
                            models.Q(("how", "at_once"), _negated=True),
                        ),
                        name="notice_choice_known",
                        violation_error_message="Deze keuze bestaat niet.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "access"), _negated=True),
                            models.Q(("how__in", ["weekly", "screen"]), ("kind", "people"), _negated=True),
                        ),
                        name="notice_choice_allowed",
                        violation_error_message="Deze berichten kunt u niet uitstellen.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("how__in", ["daily", "weekly"]), ("told_until__isnull", False)),
                            models.Q(("how", "screen"), ("told_until__isnull", True)),
                            _connector="OR",
                        ),
                        name="notice_choice_digest_dated",
                        violation_error_message="Een overzicht begint op een tijdstip.",
                    ),
                ],
            },
        ),
    ]
