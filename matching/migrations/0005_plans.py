"""The region-wide plan and its lines."""

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_saved_filters"),
        ("households", "0002_needs"),
        ("housing", "0017_stays_and_presence"),
        ("matching", "0004_first_weights"),
        ("municipalities", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Plan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="naam")),
                (
                    "level",
                    models.CharField(
                        choices=[("units", "tot op de wooneenheid"), ("towns", "tot op de gemeente")],
                        default="units",
                        max_length=5,
                        verbose_name="hoe diep",
                    ),
                ),
                ("on", models.DateField(verbose_name="vrij op")),
                ("seed", models.PositiveIntegerField(default=1, verbose_name="startgetal")),
                ("weights", models.JSONField(default=dict, verbose_name="gewichten")),
                ("pins", models.JSONField(default=dict, verbose_name="vastgezet")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("asked", "wordt berekend"),
                            ("made", "klaar"),
                            ("failed", "mislukt"),
                            ("cancelled", "gestopt"),
                        ],
                        default="asked",
                        max_length=9,
                        verbose_name="toestand",
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="gevraagd op"),
                ),
                (
                    "worked_on_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="laatst aan gewerkt op"),
                ),
                ("stage", models.CharField(blank=True, max_length=20, verbose_name="stap")),
                ("part_done", models.FloatField(default=0.0, verbose_name="deel gedaan")),
                ("made_at", models.DateTimeField(blank=True, null=True, verbose_name="klaar op")),
                (
                    "input_hash",
                    models.CharField(blank=True, max_length=16, verbose_name="kenmerk van de invoer"),
                ),
                ("result", models.JSONField(default=dict, verbose_name="uitkomst")),
                ("problem", models.CharField(blank=True, max_length=300, verbose_name="wat ging er mis")),
            ],
            options={
                "verbose_name": "regioplan",
                "verbose_name_plural": "regioplannen",
                "ordering": ("-asked_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="PlanLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("persons", models.PositiveSmallIntegerField(verbose_name="personen")),
                ("points", models.FloatField(default=0.0, verbose_name="punten")),
                ("parts", models.JSONField(default=list, verbose_name="delen")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="waarom niet")),
                ("chosen_at", models.DateTimeField(blank=True, null=True, verbose_name="gekozen op")),
                (
                    "problem",
                    models.CharField(blank=True, max_length=300, verbose_name="kon niet voorgesteld worden"),
                ),
                ("skipped_at", models.DateTimeField(blank=True, null=True, verbose_name="overgeslagen op")),
            ],
            options={
                "verbose_name": "lijn van een regioplan",
                "verbose_name_plural": "lijnen van een regioplan",
                "ordering": ("plan", "-points", "pk"),
            },
        ),
        migrations.CreateModel(
            name="PlanNameStatusMadeAtEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("name", models.CharField(max_length=120, verbose_name="naam")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("asked", "wordt berekend"),
                            ("made", "klaar"),
                            ("failed", "mislukt"),
                            ("cancelled", "gestopt"),
                        ],
                        default="asked",
                        max_length=9,
                        verbose_name="toestand",
                    ),
                ),
                ("made_at", models.DateTimeField(blank=True, null=True, verbose_name="klaar op")),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="proposal",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="proposal",
            name="update_update",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposal",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "matching_proposalevent" ("answer_by", "asked_by_id", "decided_at", "decided_by_id", "decision_note", "explanation", "form_token", "hold_id", "household_id", "id", "move_in_on", "note", "persons", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "refusal_reason", "reminders", "score", "status", "unit_id", "weights_id") VALUES (NEW."answer_by", NEW."asked_by_id", NEW."decided_at", NEW."decided_by_id", NEW."decision_note", NEW."explanation", NEW."form_token", NEW."hold_id", NEW."household_id", NEW."id", NEW."move_in_on", NEW."note", NEW."persons", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."refusal_reason", NEW."reminders", NEW."score", NEW."status", NEW."unit_id", NEW."weights_id"); RETURN NULL;',
                    hash="35c1802a9f7ffb22a9eb0ee26f7ea64677c5a23f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7d10b",
                    table="matching_proposal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposal",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "matching_proposalevent" ("answer_by", "asked_by_id", "decided_at", "decided_by_id", "decision_note", "explanation", "form_token", "hold_id", "household_id", "id", "move_in_on", "note", "persons", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "refusal_reason", "reminders", "score", "status", "unit_id", "weights_id") VALUES (NEW."answer_by", NEW."asked_by_id", NEW."decided_at", NEW."decided_by_id", NEW."decision_note", NEW."explanation", NEW."form_token", NEW."hold_id", NEW."household_id", NEW."id", NEW."move_in_on", NEW."note", NEW."persons", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."refusal_reason", NEW."reminders", NEW."score", NEW."status", NEW."unit_id", NEW."weights_id"); RETURN NULL;',
                    hash="11e1132095395e4a3a0bab4b780daa5f84a8ede1",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a876d",
                    table="matching_proposal",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="gevraagd door",
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="province",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="municipalities.province",
                verbose_name="provincie",
            ),
        ),
        migrations.AddField(
            model_name="planline",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
                verbose_name="lokaal bestuur",
            ),
        ),
        migrations.AddField(
            model_name="planline",
            name="chosen_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.membership",
                verbose_name="gekozen door",
            ),
        ),
        migrations.AddField(
            model_name="planline",
            name="household",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="households.household",
                verbose_name="huishouden",
            ),
        ),
        migrations.AddField(
            model_name="planline",
            name="municipality",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="municipalities.municipality",
                verbose_name="gemeente",
            ),
        ),
        migrations.AddField(
            model_name="planline",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="lines",
                to="matching.plan",
                verbose_name="plan",
            ),
        ),
        migrations.AddField(
            model_name="planline",
            name="proposal",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="plan_line",
                to="matching.proposal",
                verbose_name="voorstel",
            ),
        ),
        migrations.AddField(
            model_name="planline",
            name="skipped_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="overgeslagen door",
            ),
        ),
        migrations.AddField(
            model_name="planline",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="housing.unit",
                verbose_name="wooneenheid",
            ),
        ),
        migrations.AddField(
            model_name="plannamestatusmadeatevent",
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
            model_name="plannamestatusmadeatevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="name_status_made_at_events",
                to="matching.plan",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["asked", "made", "failed", "cancelled"])),
                name="plan_status_known",
                violation_error_message="Deze toestand bestaat niet.",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("made_at__isnull", False), ("status", "made")),
                    models.Q(models.Q(("status", "made"), _negated=True), ("made_at__isnull", True)),
                    _connector="OR",
                ),
                name="plan_made_at",
                violation_error_message="Alleen een plan dat klaar is, heeft een uitkomst.",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "failed"), _negated=True),
                    models.Q(("problem", ""), _negated=True),
                    _connector="OR",
                ),
                name="plan_failed_with_reason",
                violation_error_message="Zeg wat er misging.",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(("part_done__gte", 0), ("part_done__lte", 1)),
                name="plan_part_done",
                violation_error_message="Een deel ligt tussen 0 en 1.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="plan",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "matching_plannamestatusmadeatevent" ("made_at", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status") VALUES (NEW."made_at", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."status"); RETURN NULL;',
                    hash="8266986ae9b83145a8c346bc6c67b0a1320f50b4",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_22620",
                    table="matching_plan",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="plan",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."status" IS DISTINCT FROM (NEW."status"))',
                    func='INSERT INTO "matching_plannamestatusmadeatevent" ("made_at", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status") VALUES (NEW."made_at", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."status"); RETURN NULL;',
                    hash="1d62fc7125bfb949a14f37b7edd91986ed91acee",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_47c0f",
                    table="matching_plan",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="planline",
            constraint=models.UniqueConstraint(
                fields=("plan", "household"),
                name="plan_line_household_once",
                violation_error_message="Dit huishouden staat al in dit plan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="planline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("unit__isnull", False)),
                fields=("plan", "unit"),
                name="plan_line_unit_once",
                violation_error_message="Deze wooneenheid is in dit plan al verdeeld.",
            ),
        ),
        migrations.AddConstraint(
            model_name="planline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("municipality__isnull", True),
                        models.Q(("reason", ""), _negated=True),
                        ("unit__isnull", True),
                    ),
                    models.Q(("municipality__isnull", False), ("reason", "")),
                    _connector="OR",
                ),
                name="plan_line_somewhere_or_why_not",
                violation_error_message="Een huishouden krijgt een plaats, of een reden waarom niet.",
            ),
        ),
        migrations.AddConstraint(
            model_name="planline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("chosen_at__isnull", True), ("proposal__isnull", True)),
                    models.Q(
                        ("chosen_at__isnull", False), ("skipped_at__isnull", True), ("unit__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="plan_line_proposed_or_skipped",
                violation_error_message="Een lijn wordt voorgesteld of overgeslagen, niet beide.",
            ),
        ),
        migrations.AddConstraint(
            model_name="planline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("chosen_at__isnull", False), ("chosen_by__isnull", False)),
                    models.Q(("chosen_at__isnull", True), ("chosen_by__isnull", True)),
                    _connector="OR",
                ),
                name="plan_line_chosen_at_and_by",
                violation_error_message="Wie en wanneer horen samen: vul beide in of geen van beide.",
            ),
        ),
        migrations.AddConstraint(
            model_name="planline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("skipped_at__isnull", False), ("skipped_by__isnull", False)),
                    models.Q(("skipped_at__isnull", True), ("skipped_by__isnull", True)),
                    _connector="OR",
                ),
                name="plan_line_skipped_at_and_by",
                violation_error_message="Wie en wanneer horen samen: vul beide in of geen van beide.",
            ),
        ),
    ]
