"""Rules for unusual looking, and what was noticed of whom."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

from audit.together import Together


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_data_protection_officer"),
        ("households", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        BtreeGistExtension(),
        Together(
            [
                migrations.CreateModel(
                    name="LookRuleEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "what",
                            models.CharField(
                                choices=[
                                    ("many", "veel verschillende huishoudens"),
                                    ("hours", "huishoudens buiten de kantooruren"),
                                    ("nothing", "huishoudens waar niets op volgde"),
                                ],
                                max_length=7,
                                verbose_name="wat opvalt",
                            ),
                        ),
                        (
                            "at_least",
                            models.PositiveSmallIntegerField(
                                verbose_name="vanaf hoeveel huishoudens op een dag"
                            ),
                        ),
                        (
                            "opens_at",
                            models.TimeField(
                                blank=True,
                                help_text="Alleen bij kantooruren; zaterdag en zondag vallen erbuiten.",
                                null=True,
                                verbose_name="kantoor vanaf",
                            ),
                        ),
                        ("closes_at", models.TimeField(blank=True, null=True, verbose_name="kantoor tot")),
                        (
                            "valid",
                            django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="geldig"),
                        ),
                        ("source", models.CharField(max_length=200, verbose_name="bron")),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="LookFlag",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("day", models.DateField(verbose_name="dag")),
                        ("facts", models.JSONField(default=list, verbose_name="wat opvalt")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("raised", "te bekijken"),
                                    ("fine", "bekeken, in orde"),
                                    ("followed_up", "opgevolgd"),
                                ],
                                default="raised",
                                max_length=11,
                                verbose_name="toestand",
                            ),
                        ),
                        (
                            "raised_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="opgemerkt"),
                        ),
                        (
                            "judged_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="beoordeeld op"),
                        ),
                        ("explanation", models.CharField(blank=True, max_length=500, verbose_name="reden")),
                        (
                            "judged_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="beoordeeld door",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="voor",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="wie keek",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "ongewone inzage",
                        "verbose_name_plural": "ongewone inzages",
                        "ordering": ("-day", "-pk"),
                    },
                ),
                migrations.CreateModel(
                    name="LookFlagEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("day", models.DateField(verbose_name="dag")),
                        ("facts", models.JSONField(default=list, verbose_name="wat opvalt")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("raised", "te bekijken"),
                                    ("fine", "bekeken, in orde"),
                                    ("followed_up", "opgevolgd"),
                                ],
                                default="raised",
                                max_length=11,
                                verbose_name="toestand",
                            ),
                        ),
                        (
                            "raised_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="opgemerkt"),
                        ),
                        (
                            "judged_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="beoordeeld op"),
                        ),
                        ("explanation", models.CharField(blank=True, max_length=500, verbose_name="reden")),
                        (
                            "judged_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="beoordeeld door",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="accounts.organisation",
                                verbose_name="voor",
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
                                to="households.lookflag",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="wie keek",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="LookRule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "what",
                            models.CharField(
                                choices=[
                                    ("many", "veel verschillende huishoudens"),
                                    ("hours", "huishoudens buiten de kantooruren"),
                                    ("nothing", "huishoudens waar niets op volgde"),
                                ],
                                max_length=7,
                                verbose_name="wat opvalt",
                            ),
                        ),
                        (
                            "at_least",
                            models.PositiveSmallIntegerField(
                                verbose_name="vanaf hoeveel huishoudens op een dag"
                            ),
                        ),
                        (
                            "opens_at",
                            models.TimeField(
                                blank=True,
                                help_text="Alleen bij kantooruren; zaterdag en zondag vallen erbuiten.",
                                null=True,
                                verbose_name="kantoor vanaf",
                            ),
                        ),
                        ("closes_at", models.TimeField(blank=True, null=True, verbose_name="kantoor tot")),
                        (
                            "valid",
                            django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="geldig"),
                        ),
                        ("source", models.CharField(max_length=200, verbose_name="bron")),
                    ],
                    options={
                        "verbose_name": "regel voor ongewone inzage",
                        "verbose_name_plural": "regels voor ongewone inzage",
                        "ordering": ("what", "valid"),
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[("what", "="), ("valid", "&&")],
                                name="look_rule_once_at_a_time",
                                violation_error_message="In deze periode staat deze regel er al.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("at_least__gt", 0)),
                                name="look_rule_from_one",
                                violation_error_message="Een grens is minstens 1.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("closes_at__isnull", False),
                                        ("opens_at__isnull", False),
                                        ("opens_at__lt", models.F("closes_at")),
                                        ("what", "hours"),
                                    ),
                                    models.Q(
                                        models.Q(("what", "hours"), _negated=True),
                                        ("closes_at__isnull", True),
                                        ("opens_at__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="look_rule_office_hours",
                                violation_error_message="Vul van en tot in bij kantooruren, en alleen daar.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid__isempty", False), ("valid__startswith__isnull", False)
                                ),
                                name="look_rule_dated",
                                violation_error_message="Een regel geldt vanaf een datum.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("source", ""), _negated=True),
                                name="look_rule_with_source",
                                violation_error_message="Schrijf op waar deze grens vandaan komt.",
                            ),
                        ],
                    },
                ),
            ]
        ),
        Together(
            [
                pgtrigger.migrations.AddTrigger(
                    model_name="lookrule",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "households_lookruleevent" ("at_least", "closes_at", "id", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "valid", "what") VALUES (NEW."at_least", NEW."closes_at", NEW."id", NEW."opens_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source", NEW."valid", NEW."what"); RETURN NULL;',
                            hash="f1cf54340739322dec97f140165de40414dd9d3b",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a932a",
                            table="households_lookrule",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="lookrule",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "households_lookruleevent" ("at_least", "closes_at", "id", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "valid", "what") VALUES (NEW."at_least", NEW."closes_at", NEW."id", NEW."opens_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source", NEW."valid", NEW."what"); RETURN NULL;',
                            hash="abeb4241f2aff84c2404d10c2ad024729411dd6a",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_1ae86",
                            table="households_lookrule",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.AddField(
                    model_name="lookruleevent",
                    name="pgh_context",
                    field=models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                migrations.AddField(
                    model_name="lookruleevent",
                    name="pgh_obj",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="households.lookrule",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="lookflag",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("status__in", ["raised", "fine", "followed_up"])),
                        name="look_flag_status_known",
                        violation_error_message="Deze toestand bestaat niet.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="lookflag",
                    constraint=models.UniqueConstraint(
                        fields=("user", "organisation", "day"),
                        name="look_flag_once_a_day",
                        violation_error_message="Voor deze persoon en deze dag is er al een melding.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="lookflag",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("judged_at__isnull", False), ("judged_by__isnull", False)),
                            models.Q(("judged_at__isnull", True), ("judged_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="look_flag_judged_at_and_by",
                        violation_error_message="Wie en wanneer horen samen: vul beide in of geen van beide.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="lookflag",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["fine", "followed_up"]), _negated=True),
                            models.Q(
                                ("judged_at__isnull", False), models.Q(("explanation", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="look_flag_judged_with_reason",
                        violation_error_message="Schrijf op waarom dit in orde is, of wat u deed.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="lookflag",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("judged_by__isnull", True),
                            models.Q(("judged_by", models.F("user")), _negated=True),
                            _connector="OR",
                        ),
                        name="look_flag_not_by_who_looked",
                        violation_error_message="Niemand beoordeelt wat hij zelf bekeek.",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="lookflag",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "households_lookflagevent" ("day", "explanation", "facts", "id", "judged_at", "judged_by_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_at", "status", "user_id") VALUES (NEW."day", NEW."explanation", NEW."facts", NEW."id", NEW."judged_at", NEW."judged_by_id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."raised_at", NEW."status", NEW."user_id"); RETURN NULL;',
                            hash="ac57873fcc196c99f38921ddb5307fa96d1c09fe",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_7d3af",
                            table="households_lookflag",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="lookflag",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "households_lookflagevent" ("day", "explanation", "facts", "id", "judged_at", "judged_by_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_at", "status", "user_id") VALUES (NEW."day", NEW."explanation", NEW."facts", NEW."id", NEW."judged_at", NEW."judged_by_id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."raised_at", NEW."status", NEW."user_id"); RETURN NULL;',
                            hash="48addd46d9acd5409103a82dfe2771ffce3b24a1",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_d574a",
                            table="households_lookflag",
                            when="AFTER",
                        ),
                    ),
                ),
            ]
        ),
    ]
