"""Who asked, for how many persons; a household that goes to another municipality, with its checklist."""

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# Until now the local government that asked was the one that kept the file, and nobody moved it.
FILL = """
UPDATE {table} proposal SET
    asked_by_id = household.registered_by_id,
    persons = greatest(1, (SELECT count(*) FROM housing_stay_persons held WHERE held.stay_id = proposal.hold_id))
FROM households_household household WHERE household.id = proposal.household_id;
"""
FILLED = "".join(FILL.format(table=table) for table in ("matching_proposal", "matching_proposalevent"))


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_saved_filters"),
        ("households", "0002_needs"),
        ("housing", "0016_unit_labels"),
        ("matching", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HandOver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "opened_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="begonnen op"),
                ),
                ("completed_at", models.DateTimeField(blank=True, null=True, verbose_name="afgerond op")),
            ],
            options={
                "verbose_name": "overdracht",
                "verbose_name_plural": "overdrachten",
                "ordering": ("-opened_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="HandOverEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "opened_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="begonnen op"),
                ),
                ("completed_at", models.DateTimeField(blank=True, null=True, verbose_name="afgerond op")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HandOverStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="volgorde")),
                ("text", models.CharField(max_length=200, verbose_name="wat")),
                (
                    "side",
                    models.CharField(
                        choices=[("giver", "gemeente die doorgeeft"), ("taker", "gemeente die opvangt")],
                        max_length=5,
                        verbose_name="wie",
                    ),
                ),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="gedaan op")),
            ],
            options={
                "verbose_name": "stap van een overdracht",
                "verbose_name_plural": "stappen van een overdracht",
                "ordering": ("hand_over", "position"),
            },
        ),
        migrations.CreateModel(
            name="HandOverStepEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("position", models.PositiveSmallIntegerField(verbose_name="volgorde")),
                ("text", models.CharField(max_length=200, verbose_name="wat")),
                (
                    "side",
                    models.CharField(
                        choices=[("giver", "gemeente die doorgeeft"), ("taker", "gemeente die opvangt")],
                        max_length=5,
                        verbose_name="wie",
                    ),
                ),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="gedaan op")),
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
        migrations.AddField(
            model_name="proposal",
            name="asked_by",
            field=models.ForeignKey(
                default=0,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proposals",
                to="accounts.organisation",
                verbose_name="gevraagd door",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="proposal",
            name="persons",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="personen"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="proposal",
            name="reminders",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="herinneringen"),
        ),
        migrations.AddField(
            model_name="proposalevent",
            name="asked_by",
            field=models.ForeignKey(
                db_constraint=False,
                default=0,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="accounts.organisation",
                verbose_name="gevraagd door",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="proposalevent",
            name="persons",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="personen"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="proposalevent",
            name="reminders",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="herinneringen"),
        ),
        migrations.RunSQL(FILLED, migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name="proposal",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "matching_proposalevent" ("answer_by", "asked_by_id", "decided_at", "decided_by_id", "decision_note", "explanation", "form_token", "hold_id", "household_id", "id", "move_in_on", "note", "persons", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "refusal_reason", "reminders", "score", "status", "unit_id") VALUES (NEW."answer_by", NEW."asked_by_id", NEW."decided_at", NEW."decided_by_id", NEW."decision_note", NEW."explanation", NEW."form_token", NEW."hold_id", NEW."household_id", NEW."id", NEW."move_in_on", NEW."note", NEW."persons", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."refusal_reason", NEW."reminders", NEW."score", NEW."status", NEW."unit_id"); RETURN NULL;',
                    hash="32adca0089c01311b8b493fb7965bccba2e04657",
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
                    func='INSERT INTO "matching_proposalevent" ("answer_by", "asked_by_id", "decided_at", "decided_by_id", "decision_note", "explanation", "form_token", "hold_id", "household_id", "id", "move_in_on", "note", "persons", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "refusal_reason", "reminders", "score", "status", "unit_id") VALUES (NEW."answer_by", NEW."asked_by_id", NEW."decided_at", NEW."decided_by_id", NEW."decision_note", NEW."explanation", NEW."form_token", NEW."hold_id", NEW."household_id", NEW."id", NEW."move_in_on", NEW."note", NEW."persons", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."refusal_reason", NEW."reminders", NEW."score", NEW."status", NEW."unit_id"); RETURN NULL;',
                    hash="1aab8f780d313f69a8d41c985bfb405e296cec8a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a876d",
                    table="matching_proposal",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("persons__gte", 1)),
                name="proposal_for_somebody",
                violation_error_message="Een voorstel is voor minstens één persoon.",
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="completed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="afgerond door",
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="given_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
                verbose_name="van",
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="proposal",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="hand_over",
                to="matching.proposal",
                verbose_name="voorstel",
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="taken_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
                verbose_name="naar",
            ),
        ),
        migrations.AddField(
            model_name="handoverevent",
            name="completed_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="afgerond door",
            ),
        ),
        migrations.AddField(
            model_name="handoverevent",
            name="given_by",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="accounts.organisation",
                verbose_name="van",
            ),
        ),
        migrations.AddField(
            model_name="handoverevent",
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
            model_name="handoverevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="matching.handover",
            ),
        ),
        migrations.AddField(
            model_name="handoverevent",
            name="proposal",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="matching.proposal",
                verbose_name="voorstel",
            ),
        ),
        migrations.AddField(
            model_name="handoverevent",
            name="taken_by",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="accounts.organisation",
                verbose_name="naar",
            ),
        ),
        migrations.AddField(
            model_name="handoverstep",
            name="done_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="gedaan door",
            ),
        ),
        migrations.AddField(
            model_name="handoverstep",
            name="hand_over",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="steps",
                to="matching.handover",
                verbose_name="overdracht",
            ),
        ),
        migrations.AddField(
            model_name="handoverstepevent",
            name="done_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="gedaan door",
            ),
        ),
        migrations.AddField(
            model_name="handoverstepevent",
            name="hand_over",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="matching.handover",
                verbose_name="overdracht",
            ),
        ),
        migrations.AddField(
            model_name="handoverstepevent",
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
            model_name="handoverstepevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="matching.handoverstep",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("completed_at__isnull", False), ("completed_by__isnull", False)),
                    models.Q(("completed_at__isnull", True), ("completed_by__isnull", True)),
                    _connector="OR",
                ),
                name="hand_over_completed_at_and_by",
                violation_error_message="Wie en wanneer horen samen: vul beide in of geen van beide.",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(("given_by", models.F("taken_by")), _negated=True),
                name="hand_over_to_another",
                violation_error_message="Een overdracht gaat naar een ander lokaal bestuur.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="handover",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "matching_handoverevent" ("completed_at", "completed_by_id", "given_by_id", "id", "opened_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_id", "taken_by_id") VALUES (NEW."completed_at", NEW."completed_by_id", NEW."given_by_id", NEW."id", NEW."opened_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."proposal_id", NEW."taken_by_id"); RETURN NULL;',
                    hash="a5a40942fd7952a16d1681cbd14460c2267c051c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_196ec",
                    table="matching_handover",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="handover",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "matching_handoverevent" ("completed_at", "completed_by_id", "given_by_id", "id", "opened_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_id", "taken_by_id") VALUES (NEW."completed_at", NEW."completed_by_id", NEW."given_by_id", NEW."id", NEW."opened_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proposal_id", NEW."taken_by_id"); RETURN NULL;',
                    hash="a61c6e208772422b6d5132ac92a18b4e78bce71b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_46b19",
                    table="matching_handover",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="handoverstep",
            constraint=models.UniqueConstraint(
                fields=("hand_over", "position"),
                name="hand_over_step_once",
                violation_error_message="Op deze plaats in de lijst staat al een stap.",
            ),
        ),
        migrations.AddConstraint(
            model_name="handoverstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_at__isnull", False), ("done_by__isnull", False)),
                    models.Q(("done_at__isnull", True), ("done_by__isnull", True)),
                    _connector="OR",
                ),
                name="hand_over_step_done_at_and_by",
                violation_error_message="Wie en wanneer horen samen: vul beide in of geen van beide.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="handoverstep",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "matching_handoverstepevent" ("done_at", "done_by_id", "hand_over_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "side", "text") VALUES (NEW."done_at", NEW."done_by_id", NEW."hand_over_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."side", NEW."text"); RETURN NULL;',
                    hash="695487093cd423c61fe2d60b56160042976cae60",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_423f8",
                    table="matching_handoverstep",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="handoverstep",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "matching_handoverstepevent" ("done_at", "done_by_id", "hand_over_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "side", "text") VALUES (NEW."done_at", NEW."done_by_id", NEW."hand_over_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."side", NEW."text"); RETURN NULL;',
                    hash="66faafbb1c5715be26166d1887a65b6260e16990",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d59d7",
                    table="matching_handoverstep",
                    when="AFTER",
                ),
            ),
        ),
    ]
