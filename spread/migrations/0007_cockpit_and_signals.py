"""Made by makemigrations, what is new folded into one operation per model: Django draws all models anew for each."""

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from audit.together import Together


class Migration(migrations.Migration):
    dependencies = [
        ("municipalities", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("spread", "0006_scenario"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="FrozenFigures",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="naam")),
                        (
                            "on",
                            models.DateField(
                                help_text="De dag waarvoor de cijfers gelden.", verbose_name="peildatum"
                            ),
                        ),
                        (
                            "known_on",
                            models.DateField(
                                help_text="Wat daarna nog verbeterd of ingevoerd werd, telt niet mee.",
                                verbose_name="zoals gekend op",
                            ),
                        ),
                        ("decided_by", models.CharField(max_length=200, verbose_name="beslist door")),
                        ("reason", models.TextField(verbose_name="waarom")),
                        ("rows", models.JSONField(verbose_name="rijen")),
                        ("persons_known", models.BooleanField(default=True, verbose_name="personen gekend")),
                        ("sha256", models.CharField(max_length=64, verbose_name="vingerafdruk")),
                        (
                            "made_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now,
                                editable=False,
                                verbose_name="vastgelegd op",
                            ),
                        ),
                        (
                            "key",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="spread.spreadkey",
                                verbose_name="verdeelsleutel",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="vastgelegd door",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "vastgelegde peildatum",
                        "verbose_name_plural": "vastgelegde peildata",
                        "ordering": ("-on", "-pk"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("name",),
                                name="frozen_name_unique",
                                violation_error_message="Deze naam bestaat al. Kies een andere.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("name__regex", "\\S")),
                                name="frozen_has_a_name",
                                violation_error_message="Geef de peildatum een naam.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("decided_by__regex", "\\S"), ("reason__regex", "\\S")),
                                name="frozen_says_who_and_why",
                                violation_error_message="Zeg wie het besliste en waarom.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="75a1a2537f2ab9f55dc0297dcc13dbcb38f457bd",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_487d1",
                                    table="spread_frozenfigures",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Signal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("under", "ver onder het doel"),
                                    ("over", "ver boven het doel"),
                                    ("change", "snelle verandering"),
                                    ("stale", "verouderde gegevens"),
                                    ("no_data", "geen cijfers"),
                                ],
                                max_length=10,
                                verbose_name="soort",
                            ),
                        ),
                        (
                            "desk",
                            models.CharField(
                                choices=[("abb", "ABB"), ("vlot", "VLOT")],
                                max_length=4,
                                verbose_name="dienst",
                            ),
                        ),
                        ("sentence", models.CharField(max_length=300, verbose_name="wat er opvalt")),
                        ("raised_on", models.DateField(verbose_name="gezien op")),
                        (
                            "ceased_on",
                            models.DateField(blank=True, null=True, verbose_name="niet meer zo sinds"),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("open", "nieuw"),
                                    ("taken", "wordt opgevolgd"),
                                    ("done", "afgehandeld"),
                                    ("dismissed", "niet nodig"),
                                    ("ceased", "vanzelf voorbij"),
                                ],
                                default="open",
                                max_length=10,
                                verbose_name="toestand",
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(blank=True, max_length=500, verbose_name="reden of resultaat"),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="gemaakt op"
                            ),
                        ),
                        (
                            "municipality",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signals",
                                to="municipalities.municipality",
                                verbose_name="gemeente",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="opgevolgd door",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "signaal",
                        "verbose_name_plural": "signalen",
                        "ordering": ("-raised_on", "municipality__name", "pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ["open", "taken", "done", "dismissed", "ceased"])
                                ),
                                name="signal_status_known",
                                violation_error_message="Deze toestand bestaat niet.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ceased_on__isnull", True)),
                                fields=("kind", "municipality"),
                                name="signal_raised_once",
                                violation_error_message="Dit signaal is er al, en het is nog altijd zo.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ["taken", "done", "dismissed"]), _negated=True),
                                    ("owner__isnull", False),
                                    _connector="OR",
                                ),
                                name="signal_has_an_owner",
                                violation_error_message="Zeg wie dit signaal opvolgt.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ["done", "dismissed"]), _negated=True),
                                    models.Q(("outcome", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="signal_closed_with_a_reason",
                                violation_error_message="Zeg in een zin wat er gebeurde, of waarom het niet nodig is.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ["ceased"]), _negated=True),
                                    ("ceased_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="signal_ceased_on_a_day",
                                violation_error_message="Zeg sinds wanneer het niet meer zo is.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "spread_signalevent" ("ceased_on", "created_at", "desk", "id", "kind", "municipality_id", "outcome", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_on", "sentence", "status") VALUES (NEW."ceased_on", NEW."created_at", NEW."desk", NEW."id", NEW."kind", NEW."municipality_id", NEW."outcome", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."raised_on", NEW."sentence", NEW."status"); RETURN NULL;',
                                    hash="eac627a49a92ce9d49395ced4ef1c67f0f9e4849",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_d52e3",
                                    table="spread_signal",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "spread_signalevent" ("ceased_on", "created_at", "desk", "id", "kind", "municipality_id", "outcome", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_on", "sentence", "status") VALUES (NEW."ceased_on", NEW."created_at", NEW."desk", NEW."id", NEW."kind", NEW."municipality_id", NEW."outcome", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."raised_on", NEW."sentence", NEW."status"); RETURN NULL;',
                                    hash="ae34e18bbbbf8958d94ce4c58560cf51d7930aaf",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_bfdc9",
                                    table="spread_signal",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SignalEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("under", "ver onder het doel"),
                                    ("over", "ver boven het doel"),
                                    ("change", "snelle verandering"),
                                    ("stale", "verouderde gegevens"),
                                    ("no_data", "geen cijfers"),
                                ],
                                max_length=10,
                                verbose_name="soort",
                            ),
                        ),
                        (
                            "desk",
                            models.CharField(
                                choices=[("abb", "ABB"), ("vlot", "VLOT")],
                                max_length=4,
                                verbose_name="dienst",
                            ),
                        ),
                        ("sentence", models.CharField(max_length=300, verbose_name="wat er opvalt")),
                        ("raised_on", models.DateField(verbose_name="gezien op")),
                        (
                            "ceased_on",
                            models.DateField(blank=True, null=True, verbose_name="niet meer zo sinds"),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("open", "nieuw"),
                                    ("taken", "wordt opgevolgd"),
                                    ("done", "afgehandeld"),
                                    ("dismissed", "niet nodig"),
                                    ("ceased", "vanzelf voorbij"),
                                ],
                                default="open",
                                max_length=10,
                                verbose_name="toestand",
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(blank=True, max_length=500, verbose_name="reden of resultaat"),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="gemaakt op"
                            ),
                        ),
                        (
                            "municipality",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="municipalities.municipality",
                                verbose_name="gemeente",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="opgevolgd door",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="spread.signal",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="SignalRule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("under", "ver onder het doel"),
                                    ("over", "ver boven het doel"),
                                    ("change", "snelle verandering"),
                                    ("stale", "verouderde gegevens"),
                                    ("no_data", "geen cijfers"),
                                ],
                                max_length=10,
                                unique=True,
                                verbose_name="soort",
                            ),
                        ),
                        ("active", models.BooleanField(default=True, verbose_name="actief")),
                        (
                            "desk",
                            models.CharField(
                                choices=[("abb", "ABB"), ("vlot", "VLOT")],
                                max_length=4,
                                verbose_name="dienst",
                            ),
                        ),
                        (
                            "percent",
                            models.PositiveSmallIntegerField(default=0, verbose_name="grens in procent"),
                        ),
                        ("days", models.PositiveSmallIntegerField(default=0, verbose_name="dagen")),
                        (
                            "places",
                            models.PositiveIntegerField(default=0, verbose_name="vanaf zoveel plaatsen"),
                        ),
                    ],
                    options={
                        "verbose_name": "grens voor signalen",
                        "verbose_name_plural": "grenzen voor signalen",
                        "ordering": ("kind",),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind__in", ["change", "stale"]), _negated=True),
                                    ("days__gt", 0),
                                    _connector="OR",
                                ),
                                name="signal_rule_looks_back",
                                violation_error_message="Zeg over hoeveel dagen dit signaal kijkt.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "under"), _negated=True),
                                    ("percent__lte", 100),
                                    _connector="OR",
                                ),
                                name="signal_rule_under_is_under",
                                violation_error_message="Onder het doel is hoogstens 100 procent.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "over"), _negated=True),
                                    ("percent__gte", 100),
                                    _connector="OR",
                                ),
                                name="signal_rule_over_is_over",
                                violation_error_message="Boven het doel is minstens 100 procent.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "spread_signalruleevent" ("active", "days", "desk", "id", "kind", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places") VALUES (NEW."active", NEW."days", NEW."desk", NEW."id", NEW."kind", NEW."percent", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."places"); RETURN NULL;',
                                    hash="5e2dd6714eaa3f4912680aa1e176ae52db03bc25",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_ce1bc",
                                    table="spread_signalrule",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "spread_signalruleevent" ("active", "days", "desk", "id", "kind", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places") VALUES (NEW."active", NEW."days", NEW."desk", NEW."id", NEW."kind", NEW."percent", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."places"); RETURN NULL;',
                                    hash="bb6f70a334e23e10e76bb9abc09be2753de8e33f",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_6e246",
                                    table="spread_signalrule",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SignalRuleEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("under", "ver onder het doel"),
                                    ("over", "ver boven het doel"),
                                    ("change", "snelle verandering"),
                                    ("stale", "verouderde gegevens"),
                                    ("no_data", "geen cijfers"),
                                ],
                                max_length=10,
                                verbose_name="soort",
                            ),
                        ),
                        ("active", models.BooleanField(default=True, verbose_name="actief")),
                        (
                            "desk",
                            models.CharField(
                                choices=[("abb", "ABB"), ("vlot", "VLOT")],
                                max_length=4,
                                verbose_name="dienst",
                            ),
                        ),
                        (
                            "percent",
                            models.PositiveSmallIntegerField(default=0, verbose_name="grens in procent"),
                        ),
                        ("days", models.PositiveSmallIntegerField(default=0, verbose_name="dagen")),
                        (
                            "places",
                            models.PositiveIntegerField(default=0, verbose_name="vanaf zoveel plaatsen"),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="spread.signalrule",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.AlterModelOptions(
                    name="publication",
                    options={
                        "ordering": ("-week", "-revision"),
                        "verbose_name": "publicatie",
                        "verbose_name_plural": "publicaties",
                    },
                ),
                migrations.RemoveConstraint(
                    model_name="publication",
                    name="publication_once_a_week",
                ),
                migrations.RemoveConstraint(
                    model_name="scenario",
                    name="scenario_has_an_outcome",
                ),
                migrations.AddField(
                    model_name="indicatorsnapshot",
                    name="target_hash",
                    field=models.CharField(
                        default="",
                        editable=False,
                        max_length=64,
                        verbose_name="vingerafdruk van wat het doel bepaalt",
                    ),
                ),
                migrations.AddField(
                    model_name="publication",
                    name="corrected_by",
                    field=models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="verbeterd door",
                    ),
                ),
                migrations.AddField(
                    model_name="publication",
                    name="reason",
                    field=models.TextField(blank=True, verbose_name="reden van de verbetering"),
                ),
                migrations.AddField(
                    model_name="publication",
                    name="revision",
                    field=models.PositiveSmallIntegerField(default=1, verbose_name="versie"),
                ),
                migrations.AddField(
                    model_name="scenario",
                    name="kind",
                    field=models.CharField(
                        choices=[("targets", "doelen"), ("inflow", "instroom")],
                        default="targets",
                        max_length=10,
                        verbose_name="soort",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="publication",
                    constraint=models.UniqueConstraint(
                        fields=("week", "revision"),
                        name="publication_once_a_week",
                        violation_error_message="Voor deze week is er al een publicatie.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="publication",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("corrected_by__isnull", True), ("reason", ""), ("revision", 1)),
                            models.Q(
                                ("corrected_by__isnull", False), ("reason__regex", "\\S"), ("revision__gt", 1)
                            ),
                            _connector="OR",
                        ),
                        name="publication_correction_says_why",
                        violation_error_message="Een verbetering zegt wie ze maakte en waarom.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="scenario",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "targets"),
                                ("outcome__has_keys", ["total_before", "total_after", "rows"]),
                            ),
                            models.Q(
                                ("kind", "inflow"),
                                ("outcome__has_keys", ["weeks", "areas", "regions", "first"]),
                            ),
                            _connector="OR",
                        ),
                        name="scenario_has_an_outcome",
                        violation_error_message="Een scenario wordt bewaard met zijn uitkomst.",
                    ),
                ),
            ]
        )
    ]
