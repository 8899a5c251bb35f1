"""Chains of moves, with who consents to each."""

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_saved_filters"),
        ("households", "0004_household_changes"),
        ("housing", "0020_findings_are_due"),
        ("matching", "0005_plans"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Chain",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="eerste verhuisdag")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "wacht op toestemming"),
                            ("done", "uitgevoerd"),
                            ("dropped", "niet doorgegaan"),
                        ],
                        default="open",
                        max_length=7,
                        verbose_name="toestand",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="gemaakt op"),
                ),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="uitgevoerd of gestopt op"),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="gemaakt door",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uitgevoerd of gestopt door",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chains",
                        to="households.household",
                        verbose_name="huishouden dat wacht",
                    ),
                ),
                (
                    "made_for",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="lokaal bestuur",
                    ),
                ),
            ],
            options={
                "verbose_name": "kettingverhuis",
                "verbose_name_plural": "kettingverhuizen",
                "ordering": ("-created_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="ChainEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("on", models.DateField(verbose_name="eerste verhuisdag")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "wacht op toestemming"),
                            ("done", "uitgevoerd"),
                            ("dropped", "niet doorgegaan"),
                        ],
                        default="open",
                        max_length=7,
                        verbose_name="toestand",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="gemaakt op"),
                ),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="uitgevoerd of gestopt op"),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="gemaakt door",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uitgevoerd of gestopt door",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="households.household",
                        verbose_name="huishouden dat wacht",
                    ),
                ),
                (
                    "made_for",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.organisation",
                        verbose_name="lokaal bestuur",
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
                        to="matching.chain",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ChainMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="volgorde")),
                ("consent_at", models.DateTimeField(blank=True, null=True, verbose_name="toestemming op")),
                (
                    "chain",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moves",
                        to="matching.chain",
                        verbose_name="kettingverhuis",
                    ),
                ),
                (
                    "consent_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="toestemming vastgelegd door",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="households.household",
                        verbose_name="huishouden",
                    ),
                ),
                (
                    "stay",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="housing.stay",
                        verbose_name="verblijf dat eindigt",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="housing.unit",
                        verbose_name="naar wooneenheid",
                    ),
                ),
            ],
            options={
                "verbose_name": "stap van een kettingverhuis",
                "verbose_name_plural": "stappen van een kettingverhuis",
                "ordering": ("chain", "position"),
            },
        ),
        migrations.CreateModel(
            name="ChainMoveEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("position", models.PositiveSmallIntegerField(verbose_name="volgorde")),
                ("consent_at", models.DateTimeField(blank=True, null=True, verbose_name="toestemming op")),
                (
                    "chain",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="matching.chain",
                        verbose_name="kettingverhuis",
                    ),
                ),
                (
                    "consent_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="toestemming vastgelegd door",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="households.household",
                        verbose_name="huishouden",
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
                        to="matching.chainmove",
                    ),
                ),
                (
                    "stay",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="housing.stay",
                        verbose_name="verblijf dat eindigt",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="housing.unit",
                        verbose_name="naar wooneenheid",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="chain",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["open", "done", "dropped"])),
                name="chain_status_known",
                violation_error_message="Deze toestand bestaat niet.",
            ),
        ),
        migrations.AddConstraint(
            model_name="chain",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "open")),
                fields=("household",),
                name="chain_one_open_per_household",
                violation_error_message="Voor dit huishouden loopt al een kettingverhuis.",
            ),
        ),
        migrations.AddConstraint(
            model_name="chain",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                    _connector="OR",
                ),
                name="chain_ended_at_and_by",
                violation_error_message="Wie en wanneer horen samen: vul beide in of geen van beide.",
            ),
        ),
        migrations.AddConstraint(
            model_name="chain",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["done", "dropped"]), _negated=True),
                    ("ended_at__isnull", False),
                    _connector="OR",
                ),
                name="chain_ended_by_somebody",
                violation_error_message="In deze toestand ontbreekt nog een verplicht gegeven.",
            ),
        ),
        migrations.AddConstraint(
            model_name="chain",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "open"), _negated=True), ("ended_at__isnull", True), _connector="OR"
                ),
                name="chain_open_has_no_end",
                violation_error_message="Een ketting die nog loopt, heeft geen einde.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="chain",
            trigger=pgtrigger.compiler.Trigger(
                name="chain_done_with_consent",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF NEW.status = 'done' AND EXISTS (\n            SELECT 1 FROM matching_chainmove move\n            WHERE move.chain_id = NEW.id AND move.stay_id IS NOT NULL AND move.consent_at IS NULL\n        ) THEN\n            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'chain_done_with_consent', MESSAGE = 'Nog niet iedereen die zou verhuizen, gaf toestemming. Leg eerst elke toestemming vast.';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="63f3f7ed033678e285090b97f07218837093ff6f",
                    operation='INSERT OR UPDATE OF "status"',
                    pgid="pgtrigger_chain_done_with_consent_bf371",
                    table="matching_chain",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="chain",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "matching_chainevent" ("created_at", "created_by_id", "ended_at", "ended_by_id", "household_id", "id", "made_for_id", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status") VALUES (NEW."created_at", NEW."created_by_id", NEW."ended_at", NEW."ended_by_id", NEW."household_id", NEW."id", NEW."made_for_id", NEW."on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."status"); RETURN NULL;',
                    hash="d2937123dd41af80f07e0852d8e74267c4a73f49",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0c452",
                    table="matching_chain",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="chain",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "matching_chainevent" ("created_at", "created_by_id", "ended_at", "ended_by_id", "household_id", "id", "made_for_id", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status") VALUES (NEW."created_at", NEW."created_by_id", NEW."ended_at", NEW."ended_by_id", NEW."household_id", NEW."id", NEW."made_for_id", NEW."on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."status"); RETURN NULL;',
                    hash="926cef1d61bc91c5d2486f6738f4a4e5c27d8f58",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6e552",
                    table="matching_chain",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="chainmove",
            constraint=models.UniqueConstraint(
                fields=("chain", "position"),
                name="chain_move_position_once",
                violation_error_message="Twee stappen hebben dezelfde plaats in de ketting.",
            ),
        ),
        migrations.AddConstraint(
            model_name="chainmove",
            constraint=models.UniqueConstraint(
                fields=("chain", "household"),
                name="chain_move_household_once",
                violation_error_message="Een huishouden verhuist in een ketting één keer.",
            ),
        ),
        migrations.AddConstraint(
            model_name="chainmove",
            constraint=models.UniqueConstraint(
                fields=("chain", "unit"),
                name="chain_move_unit_once",
                violation_error_message="In een ketting komt in elke wooneenheid één huishouden.",
            ),
        ),
        migrations.AddConstraint(
            model_name="chainmove",
            constraint=models.UniqueConstraint(
                condition=models.Q(("stay__isnull", True)),
                fields=("chain",),
                name="chain_move_one_waits",
                violation_error_message="In een ketting wacht één huishouden op een plaats.",
            ),
        ),
        migrations.AddConstraint(
            model_name="chainmove",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("consent_at__isnull", False), ("consent_by__isnull", False)),
                    models.Q(("consent_at__isnull", True), ("consent_by__isnull", True)),
                    _connector="OR",
                ),
                name="chain_move_consent_at_and_by",
                violation_error_message="Wie en wanneer horen samen: vul beide in of geen van beide.",
            ),
        ),
        migrations.AddConstraint(
            model_name="chainmove",
            constraint=models.CheckConstraint(
                condition=models.Q(("stay__isnull", False), ("consent_at__isnull", True), _connector="OR"),
                name="chain_move_consent_of_movers",
                violation_error_message="Toestemming vraagt u aan wie al ergens woont.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="chainmove",
            trigger=pgtrigger.compiler.Trigger(
                name="chain_moves_while_open",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE chain_status text;",
                    func="\n        SELECT status INTO chain_status FROM matching_chain WHERE id = NEW.chain_id FOR SHARE;\n        IF chain_status <> 'open' THEN\n            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'chain_moves_while_open', MESSAGE = 'Deze ketting is niet meer open. Een toestemming verandert dan niet meer.';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="b81ccc065178207b0aa2f30b8874a8f5b69146e4",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_chain_moves_while_open_e9c09",
                    table="matching_chainmove",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="chainmove",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "matching_chainmoveevent" ("chain_id", "consent_at", "consent_by_id", "household_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "stay_id", "unit_id") VALUES (NEW."chain_id", NEW."consent_at", NEW."consent_by_id", NEW."household_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."stay_id", NEW."unit_id"); RETURN NULL;',
                    hash="e7b4e8fa6481e0030177f0cdb46fd16b4fcf4520",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_fe6d4",
                    table="matching_chainmove",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="chainmove",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "matching_chainmoveevent" ("chain_id", "consent_at", "consent_by_id", "household_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "stay_id", "unit_id") VALUES (NEW."chain_id", NEW."consent_at", NEW."consent_by_id", NEW."household_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."stay_id", NEW."unit_id"); RETURN NULL;',
                    hash="918d23d126483260852fee491c4ac5b1a406e844",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d4ad5",
                    table="matching_chainmove",
                    when="AFTER",
                ),
            ),
        ),
    ]
