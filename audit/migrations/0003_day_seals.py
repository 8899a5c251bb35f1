"""Every event of the trail carries its digest and the day on which it counts; a day that is over gets a seal.

Events that are there already get the day on which they happened, and the digest that their row has now.
"""

import django.contrib.postgres.fields
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

# As audit.digests had it on that day: a migration does not follow code that changes later.
DIGEST = (
    "encode(sha256(convert_to(jsonb_build_array(row.id,"
    " to_char(row.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'),"
    " to_char(row.recorded_on, 'YYYY-MM-DD'), row.verb, row.target_type, row.target_id,"
    " row.user_id, row.user_name, row.organisation_name, row.changes)::text, 'UTF8')), 'hex')"
)
EARLIER_EVENTS = f"""
ALTER TABLE audit_auditevent DISABLE TRIGGER USER;
UPDATE audit_auditevent SET recorded_on = LEAST(
    (occurred_at AT TIME ZONE 'Europe/Brussels')::date, (clock_timestamp() AT TIME ZONE 'Europe/Brussels')::date
);
UPDATE audit_auditevent row SET digest = {DIGEST};
ALTER TABLE audit_auditevent ENABLE TRIGGER USER;
"""  # noqa: S608 - no word of it is from outside


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_history_without_context"),
    ]

    operations = [
        migrations.CreateModel(
            name="DaySeal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(unique=True, verbose_name="dag")),
                ("events", models.PositiveIntegerField(verbose_name="gebeurtenissen")),
                (
                    "previous",
                    models.CharField(blank=True, max_length=64, verbose_name="ketting tot de dag ervoor"),
                ),
                ("digest", models.CharField(max_length=64, verbose_name="ketting tot en met deze dag")),
                (
                    "numbers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), editable=False, size=None, verbose_name="nummers"
                    ),
                ),
                ("marks", models.BinaryField(verbose_name="kenmerken")),
                (
                    "sealed_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="verzegeld"),
                ),
            ],
            options={
                "verbose_name": "dagzegel",
                "verbose_name_plural": "dagzegels",
                "ordering": ("-day",),
            },
        ),
        migrations.AddField(
            model_name="auditevent",
            name="digest",
            field=models.CharField(default="", editable=False, max_length=64, verbose_name="controlegetal"),
        ),
        migrations.AddField(
            model_name="auditevent",
            name="recorded_on",
            field=models.DateField(
                default=django.utils.timezone.localdate, editable=False, verbose_name="telt op"
            ),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["recorded_on", "id"], name="audit_event_day"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="auditevent",
            trigger=pgtrigger.compiler.Trigger(
                name="counts_and_digests",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE open_day date;",
                    func="\n        NEW.recorded_on := nullif(current_setting('audit.day', true), '')::date;\n        IF NEW.recorded_on IS NULL THEN\n            LOOP\n                open_day := GREATEST((clock_timestamp() AT TIME ZONE 'Europe/Brussels')::date, (SELECT max(day) + 1 FROM audit_dayseal));\n                PERFORM pg_advisory_xact_lock_shared(7402115, open_day - date '2000-01-01');\n                EXIT WHEN open_day = GREATEST((clock_timestamp() AT TIME ZONE 'Europe/Brussels')::date, (SELECT max(day) + 1 FROM audit_dayseal));\n            END LOOP;\n            PERFORM set_config('audit.day', to_char(open_day, 'YYYY-MM-DD'), true);\n            NEW.recorded_on := open_day;\n        END IF;\n        NEW.digest := encode(sha256(convert_to(jsonb_build_array(NEW.id, to_char(NEW.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), to_char(NEW.recorded_on, 'YYYY-MM-DD'), NEW.verb, NEW.target_type, NEW.target_id, NEW.user_id, NEW.user_name, NEW.organisation_name, NEW.changes)::text, 'UTF8')), 'hex');\n        RETURN NEW;\n    ",
                    hash="05ad5a94dc7a12014fa5be50cb0cf148e683dfcb",
                    operation="INSERT",
                    pgid="pgtrigger_counts_and_digests_ffc87",
                    table="audit_auditevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="dayseal",
            constraint=models.UniqueConstraint(
                fields=("previous",),
                name="dayseal_one_chain",
                violation_error_message="Na elk zegel komt er maar één.",
            ),
        ),
        migrations.AddConstraint(
            model_name="dayseal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("digest__regex", "^[0-9a-f]{64}$"), ("previous__regex", "^([0-9a-f]{64})?$")
                ),
                name="dayseal_digests",
                violation_error_message="Een ketting is een getal van 64 tekens.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dayseal",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="dbf364d78882ae3b3b49076d7527b7dcacadfd83",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a763d",
                    table="audit_dayseal",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(EARLIER_EVENTS, migrations.RunSQL.noop),
    ]
