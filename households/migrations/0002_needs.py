"""Each need is *nodig* or *liefst*; what is near to something says near to what."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

# What was a box to tick becomes *nodig*; what said "liefst" stays a wish, and so does a cot, which never left a place out.
SET = """
UPDATE {table} SET
    need_step_free = CASE WHEN needs_step_free THEN 'hard' ELSE '' END,
    need_ground_floor = CASE WHEN needs_ground_floor THEN 'hard' ELSE '' END,
    need_pets = CASE WHEN needs_pets THEN 'hard' ELSE '' END,
    need_cot = CASE WHEN needs_cot THEN 'wish' ELSE '' END,
    need_own_kitchen = CASE WHEN wants_own_kitchen THEN 'wish' ELSE '' END,
    need_own_sanitary = CASE WHEN wants_own_sanitary THEN 'wish' ELSE '' END,
    near_household = CASE WHEN keep_near_id IS NOT NULL THEN 'wish' ELSE '' END;
"""
MOVED = "".join(SET.format(table=table) for table in ("households_household", "households_householdevent"))


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_saved_filters"),
        ("households", "0001_initial"),
        ("municipalities", "0001_initial"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="household",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="household",
            name="update_update",
        ),
        migrations.AddField(
            model_name="household",
            name="near_household",
            field=models.CharField(
                blank=True,
                choices=[("hard", "nodig"), ("wish", "liefst")],
                max_length=4,
                verbose_name="dicht bij een ander huishouden",
            ),
        ),
        migrations.AddField(
            model_name="household",
            name="near_school",
            field=models.CharField(
                blank=True,
                choices=[("hard", "nodig"), ("wish", "liefst")],
                max_length=4,
                verbose_name="dicht bij school",
            ),
        ),
        migrations.AddField(
            model_name="household",
            name="near_work",
            field=models.CharField(
                blank=True,
                choices=[("hard", "nodig"), ("wish", "liefst")],
                max_length=4,
                verbose_name="dicht bij het werk",
            ),
        ),
        migrations.AddField(
            model_name="household",
            name="need_cot",
            field=models.CharField(
                blank=True,
                choices=[("hard", "nodig"), ("wish", "liefst")],
                max_length=4,
                verbose_name="plaats voor een babybed",
            ),
        ),
        migrations.AddField(
            model_name="household",
            name="need_ground_floor",
            field=models.CharField(
                blank=True,
                choices=[("hard", "nodig"), ("wish", "liefst")],
                max_length=4,
                verbose_name="gelijkvloers",
            ),
        ),
        migrations.AddField(
            model_name="household",
            name="need_lift",
            field=models.CharField(
                blank=True, choices=[("hard", "nodig"), ("wish", "liefst")], max_length=4, verbose_name="lift"
            ),
        ),
        migrations.AddField(
            model_name="household",
            name="need_own_kitchen",
            field=models.CharField(
                blank=True,
                choices=[("hard", "nodig"), ("wish", "liefst")],
                max_length=4,
                verbose_name="eigen keuken",
            ),
        ),
        migrations.AddField(
            model_name="household",
            name="need_own_sanitary",
            field=models.CharField(
                blank=True,
                choices=[("hard", "nodig"), ("wish", "liefst")],
                max_length=4,
                verbose_name="eigen badkamer",
            ),
        ),
        migrations.AddField(
            model_name="household",
            name="need_pets",
            field=models.CharField(
                blank=True,
                choices=[("hard", "nodig"), ("wish", "liefst")],
                max_length=4,
                verbose_name="huisdier gaat mee",
            ),
        ),
        migrations.AddField(
            model_name="household",
            name="need_stay_here",
            field=models.CharField(
                blank=True,
                choices=[("hard", "nodig"), ("wish", "liefst")],
                max_length=4,
                verbose_name="in deze gemeente blijven",
            ),
        ),
        migrations.AddField(
            model_name="household",
            name="need_step_free",
            field=models.CharField(
                blank=True,
                choices=[("hard", "nodig"), ("wish", "liefst")],
                max_length=4,
                verbose_name="drempelvrij",
            ),
        ),
        migrations.AddField(
            model_name="household",
            name="school_town",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="municipalities.municipality",
                verbose_name="gemeente van de school",
            ),
        ),
        migrations.AddField(
            model_name="household",
            name="within_km",
            field=models.PositiveSmallIntegerField(
                default=10,
                help_text="In vogelvlucht. Geldt voor wat dichtbij moet zijn.",
                verbose_name="dichtbij is hoogstens (km)",
            ),
        ),
        migrations.AddField(
            model_name="household",
            name="work_town",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="municipalities.municipality",
                verbose_name="gemeente van het werk",
            ),
        ),
        migrations.AddField(
            model_name="householdevent",
            name="near_household",
            field=models.CharField(
                blank=True,
                choices=[("hard", "nodig"), ("wish", "liefst")],
                max_length=4,
                verbose_name="dicht bij een ander huishouden",
            ),
        ),
        migrations.AddField(
            model_name="householdevent",
            name="near_school",
            field=models.CharField(
                blank=True,
                choices=[("hard", "nodig"), ("wish", "liefst")],
                max_length=4,
                verbose_name="dicht bij school",
            ),
        ),
        migrations.AddField(
            model_name="householdevent",
            name="near_work",
            field=models.CharField(
                blank=True,
                choices=[("hard", "nodig"), ("wish", "liefst")],
                max_length=4,
                verbose_name="dicht bij het werk",
            ),
        ),
        migrations.AddField(
            model_name="householdevent",
            name="need_cot",
            field=models.CharField(
                blank=True,
                choices=[("hard", "nodig"), ("wish", "liefst")],
                max_length=4,
                verbose_name="plaats voor een babybed",
            ),
        ),
        migrations.AddField(
            model_name="householdevent",
            name="need_ground_floor",
            field=models.CharField(
                blank=True,
                choices=[("hard", "nodig"), ("wish", "liefst")],
                max_length=4,
                verbose_name="gelijkvloers",
            ),
        ),
        migrations.AddField(
            model_name="householdevent",
            name="need_lift",
            field=models.CharField(
                blank=True, choices=[("hard", "nodig"), ("wish", "liefst")], max_length=4, verbose_name="lift"
            ),
        ),
        migrations.AddField(
            model_name="householdevent",
            name="need_own_kitchen",
            field=models.CharField(
                blank=True,
                choices=[("hard", "nodig"), ("wish", "liefst")],
                max_length=4,
                verbose_name="eigen keuken",
            ),
        ),
        migrations.AddField(
            model_name="householdevent",
            name="need_own_sanitary",
            field=models.CharField(
                blank=True,
                choices=[("hard", "nodig"), ("wish", "liefst")],
                max_length=4,
                verbose_name="eigen badkamer",
            ),
        ),
        migrations.AddField(
            model_name="householdevent",
            name="need_pets",
            field=models.CharField(
                blank=True,
                choices=[("hard", "nodig"), ("wish", "liefst")],
                max_length=4,
                verbose_name="huisdier gaat mee",
            ),
        ),
        migrations.AddField(
            model_name="householdevent",
            name="need_stay_here",
            field=models.CharField(
                blank=True,
                choices=[("hard", "nodig"), ("wish", "liefst")],
                max_length=4,
                verbose_name="in deze gemeente blijven",
            ),
        ),
        migrations.AddField(
            model_name="householdevent",
            name="need_step_free",
            field=models.CharField(
                blank=True,
                choices=[("hard", "nodig"), ("wish", "liefst")],
                max_length=4,
                verbose_name="drempelvrij",
            ),
        ),
        migrations.AddField(
            model_name="householdevent",
            name="school_town",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="municipalities.municipality",
                verbose_name="gemeente van de school",
            ),
        ),
        migrations.AddField(
            model_name="householdevent",
            name="within_km",
            field=models.PositiveSmallIntegerField(
                default=10,
                help_text="In vogelvlucht. Geldt voor wat dichtbij moet zijn.",
                verbose_name="dichtbij is hoogstens (km)",
            ),
        ),
        migrations.AddField(
            model_name="householdevent",
            name="work_town",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="municipalities.municipality",
                verbose_name="gemeente van het werk",
            ),
        ),
        migrations.RunSQL(MOVED, migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name="household",
            name="needs_cot",
        ),
        migrations.RemoveField(
            model_name="household",
            name="needs_ground_floor",
        ),
        migrations.RemoveField(
            model_name="household",
            name="needs_pets",
        ),
        migrations.RemoveField(
            model_name="household",
            name="needs_step_free",
        ),
        migrations.RemoveField(
            model_name="household",
            name="wants_own_kitchen",
        ),
        migrations.RemoveField(
            model_name="household",
            name="wants_own_sanitary",
        ),
        migrations.RemoveField(
            model_name="householdevent",
            name="needs_cot",
        ),
        migrations.RemoveField(
            model_name="householdevent",
            name="needs_ground_floor",
        ),
        migrations.RemoveField(
            model_name="householdevent",
            name="needs_pets",
        ),
        migrations.RemoveField(
            model_name="householdevent",
            name="needs_step_free",
        ),
        migrations.RemoveField(
            model_name="householdevent",
            name="wants_own_kitchen",
        ),
        migrations.RemoveField(
            model_name="householdevent",
            name="wants_own_sanitary",
        ),
        migrations.AlterField(
            model_name="household",
            name="keep_near",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="kept_near",
                to="households.household",
                verbose_name="dicht bij huishouden",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="household",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "households_householdevent" ("arrived_on", "channel", "contact_email", "contact_phone", "form_token", "id", "keep_near_id", "languages", "left_on", "left_reason", "near_household", "near_school", "near_work", "need_cot", "need_ground_floor", "need_lift", "need_own_kitchen", "need_own_sanitary", "need_pets", "need_stay_here", "need_step_free", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_at", "registered_by_id", "school_town_id", "wanted_from", "within_km", "work_town_id") VALUES (NEW."arrived_on", NEW."channel", NEW."contact_email", NEW."contact_phone", NEW."form_token", NEW."id", NEW."keep_near_id", NEW."languages", NEW."left_on", NEW."left_reason", NEW."near_household", NEW."near_school", NEW."near_work", NEW."need_cot", NEW."need_ground_floor", NEW."need_lift", NEW."need_own_kitchen", NEW."need_own_sanitary", NEW."need_pets", NEW."need_stay_here", NEW."need_step_free", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."registered_at", NEW."registered_by_id", NEW."school_town_id", NEW."wanted_from", NEW."within_km", NEW."work_town_id"); RETURN NULL;',
                    hash="7f5b141e5244c78fff7b9ad6fc89f8eb9b7aa598",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_eae56",
                    table="households_household",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="household",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "households_householdevent" ("arrived_on", "channel", "contact_email", "contact_phone", "form_token", "id", "keep_near_id", "languages", "left_on", "left_reason", "near_household", "near_school", "near_work", "need_cot", "need_ground_floor", "need_lift", "need_own_kitchen", "need_own_sanitary", "need_pets", "need_stay_here", "need_step_free", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_at", "registered_by_id", "school_town_id", "wanted_from", "within_km", "work_town_id") VALUES (NEW."arrived_on", NEW."channel", NEW."contact_email", NEW."contact_phone", NEW."form_token", NEW."id", NEW."keep_near_id", NEW."languages", NEW."left_on", NEW."left_reason", NEW."near_household", NEW."near_school", NEW."near_work", NEW."need_cot", NEW."need_ground_floor", NEW."need_lift", NEW."need_own_kitchen", NEW."need_own_sanitary", NEW."need_pets", NEW."need_stay_here", NEW."need_step_free", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."registered_at", NEW."registered_by_id", NEW."school_town_id", NEW."wanted_from", NEW."within_km", NEW."work_town_id"); RETURN NULL;',
                    hash="49694421a8d73b268b5d22969ee723695d2e98ea",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d279e",
                    table="households_household",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="household",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("near_school", ""), ("school_town__isnull", True)),
                    models.Q(models.Q(("near_school", ""), _negated=True), ("school_town__isnull", False)),
                    _connector="OR",
                ),
                name="household_near_school_where",
                violation_error_message="Kies de gemeente van de school.",
            ),
        ),
        migrations.AddConstraint(
            model_name="household",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("near_work", ""), ("work_town__isnull", True)),
                    models.Q(models.Q(("near_work", ""), _negated=True), ("work_town__isnull", False)),
                    _connector="OR",
                ),
                name="household_near_work_where",
                violation_error_message="Kies de gemeente van het werk.",
            ),
        ),
        migrations.AddConstraint(
            model_name="household",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("keep_near__isnull", True), ("near_household", "")),
                    models.Q(models.Q(("near_household", ""), _negated=True), ("keep_near__isnull", False)),
                    _connector="OR",
                ),
                name="household_near_household_where",
                violation_error_message="Kies het huishouden waar ze dichtbij willen wonen.",
            ),
        ),
        migrations.AddConstraint(
            model_name="household",
            constraint=models.CheckConstraint(
                condition=models.Q(("within_km__gte", 1), ("within_km__lte", 100)),
                name="household_within_km",
                violation_error_message="Dichtbij ligt tussen 1 en 100 kilometer.",
            ),
        ),
    ]
