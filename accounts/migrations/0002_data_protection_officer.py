"""A role more: the data-protection officer, of a local government only; and only roles that exist."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
                choices=[
                    ("manager", "lokale beheerder"),
                    ("staff", "medewerker"),
                    ("reader", "lezer"),
                    ("privacy", "functionaris gegevensbescherming"),
                ],
                default="staff",
                max_length=10,
                verbose_name="rol",
            ),
        ),
        migrations.AlterField(
            model_name="membershipevent",
            name="role",
            field=models.CharField(
                choices=[
                    ("manager", "lokale beheerder"),
                    ("staff", "medewerker"),
                    ("reader", "lezer"),
                    ("privacy", "functionaris gegevensbescherming"),
                ],
                default="staff",
                max_length=10,
                verbose_name="rol",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="officer_of_a_local_government",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.\"role\" = 'privacy')",
                    func="\n        IF NOT EXISTS (\n            SELECT 1 FROM accounts_organisation\n            WHERE id = NEW.organisation_id AND kind = 'local_authority'\n        ) THEN\n            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'officer_of_a_local_government', MESSAGE = 'Alleen een lokaal bestuur heeft een functionaris gegevensbescherming.';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="2b50db36dff501daddb0058785180c26a222c1be",
                    operation='INSERT OR UPDATE OF "role", "organisation_id"',
                    pgid="pgtrigger_officer_of_a_local_government_4a68e",
                    table="accounts_membership",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["manager", "staff", "reader", "privacy"])),
                name="membership_role_known",
                violation_error_message="Deze rol bestaat niet.",
            ),
        ),
    ]
