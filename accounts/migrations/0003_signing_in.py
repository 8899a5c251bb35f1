"""How people come in: where a role came from, what rights of ACM/IDM are worth, known devices."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_data_protection_officer"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="KnownDevice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(editable=False, max_length=64, verbose_name="kenmerk")),
                ("name", models.CharField(max_length=80, verbose_name="toestel")),
                (
                    "first_used_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="eerst gebruikt"),
                ),
                (
                    "last_used_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="laatst gebruikt"),
                ),
                ("told", models.BooleanField(default=False, editable=False)),
            ],
            options={
                "verbose_name": "gekend toestel",
                "verbose_name_plural": "gekende toestellen",
                "ordering": ("-last_used_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="OrganisationCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        max_length=10,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^(OVO\\d{6}|[01]\\d{9}|\\d{5})$",
                                "Een code is een OVO-nummer (OVO en zes cijfers), een ondernemingsnummer (tien) of een NIS-code (vijf).",
                            )
                        ],
                        verbose_name="code",
                    ),
                ),
            ],
            options={
                "verbose_name": "code van een organisatie",
                "verbose_name_plural": "codes van organisaties",
                "ordering": ("code",),
            },
        ),
        migrations.CreateModel(
            name="OrganisationCodeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "code",
                    models.CharField(
                        max_length=10,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^(OVO\\d{6}|[01]\\d{9}|\\d{5})$",
                                "Een code is een OVO-nummer (OVO en zes cijfers), een ondernemingsnummer (tien) of een NIS-code (vijf).",
                            )
                        ],
                        verbose_name="code",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RightsMapping",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "target_group",
                    models.CharField(
                        choices=[
                            ("gid", "Vlaamse overheid (GID)"),
                            ("lb", "lokale besturen (LB)"),
                            ("ea", "bedrijven en organisaties (EA)"),
                            ("ov", "onderwijs en vorming (OV)"),
                        ],
                        max_length=3,
                        verbose_name="doelgroep in ACM/IDM",
                    ),
                ),
                ("right", models.CharField(max_length=80, verbose_name="recht in ACM/IDM")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("local_authority", "lokaal bestuur"),
                            ("governor", "gouverneur"),
                            ("company", "bedrijf"),
                            ("association", "vereniging of organisatie"),
                            ("facility", "Het Facilitair Bedrijf"),
                            ("vlot", "Vlaams ondersteuningsteam (VLOT)"),
                            ("abb", "Agentschap Binnenlands Bestuur"),
                        ],
                        max_length=20,
                        verbose_name="soort organisatie",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("manager", "lokale beheerder"),
                            ("staff", "medewerker"),
                            ("reader", "lezer"),
                            ("privacy", "functionaris gegevensbescherming"),
                        ],
                        max_length=10,
                        verbose_name="rol in het portaal",
                    ),
                ),
            ],
            options={
                "verbose_name": "recht van ACM/IDM",
                "verbose_name_plural": "rechten van ACM/IDM",
                "ordering": ("target_group", "kind", "right"),
            },
        ),
        migrations.CreateModel(
            name="RightsMappingEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "target_group",
                    models.CharField(
                        choices=[
                            ("gid", "Vlaamse overheid (GID)"),
                            ("lb", "lokale besturen (LB)"),
                            ("ea", "bedrijven en organisaties (EA)"),
                            ("ov", "onderwijs en vorming (OV)"),
                        ],
                        max_length=3,
                        verbose_name="doelgroep in ACM/IDM",
                    ),
                ),
                ("right", models.CharField(max_length=80, verbose_name="recht in ACM/IDM")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("local_authority", "lokaal bestuur"),
                            ("governor", "gouverneur"),
                            ("company", "bedrijf"),
                            ("association", "vereniging of organisatie"),
                            ("facility", "Het Facilitair Bedrijf"),
                            ("vlot", "Vlaams ondersteuningsteam (VLOT)"),
                            ("abb", "Agentschap Binnenlands Bestuur"),
                        ],
                        max_length=20,
                        verbose_name="soort organisatie",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("manager", "lokale beheerder"),
                            ("staff", "medewerker"),
                            ("reader", "lezer"),
                            ("privacy", "functionaris gegevensbescherming"),
                        ],
                        max_length=10,
                        verbose_name="rol in het portaal",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="membership",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="membership",
            name="update_update",
        ),
        migrations.AddField(
            model_name="membership",
            name="source",
            field=models.CharField(
                choices=[("portal", "het portaal"), ("acm_idm", "ACM/IDM")],
                default="portal",
                max_length=10,
                verbose_name="gegeven door",
            ),
        ),
        migrations.AddField(
            model_name="membershipevent",
            name="source",
            field=models.CharField(
                choices=[("portal", "het portaal"), ("acm_idm", "ACM/IDM")],
                default="portal",
                max_length=10,
                verbose_name="gegeven door",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "accounts_membershipevent" ("ended_at", "ended_by_id", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "source", "started_at", "started_by_id", "user_id") VALUES (NEW."ended_at", NEW."ended_by_id", NEW."id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role", NEW."source", NEW."started_at", NEW."started_by_id", NEW."user_id"); RETURN NULL;',
                    hash="0c1f1b22e63b2522124f26ea32720c647926556f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_fc05a",
                    table="accounts_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "accounts_membershipevent" ("ended_at", "ended_by_id", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "source", "started_at", "started_by_id", "user_id") VALUES (NEW."ended_at", NEW."ended_by_id", NEW."id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role", NEW."source", NEW."started_at", NEW."started_by_id", NEW."user_id"); RETURN NULL;',
                    hash="234c9ed408053302a5745b8a2a45e850f65d2f5a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_20ab5",
                    table="accounts_membership",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(("source__in", ["portal", "acm_idm"])),
                name="membership_source_known",
                violation_error_message="Een rol komt van het portaal of van ACM/IDM.",
            ),
        ),
        migrations.AddField(
            model_name="knowndevice",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="devices",
                to=settings.AUTH_USER_MODEL,
                verbose_name="gebruiker",
            ),
        ),
        migrations.AddField(
            model_name="organisationcode",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="codes",
                to="accounts.organisation",
                verbose_name="organisatie",
            ),
        ),
        migrations.AddField(
            model_name="organisationcodeevent",
            name="organisation",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="accounts.organisation",
                verbose_name="organisatie",
            ),
        ),
        migrations.AddField(
            model_name="organisationcodeevent",
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
            model_name="organisationcodeevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="accounts.organisationcode",
            ),
        ),
        migrations.AddConstraint(
            model_name="rightsmapping",
            constraint=models.UniqueConstraint(
                fields=("target_group", "right", "kind"),
                name="rightsmapping_once",
                violation_error_message="Voor dit recht, deze doelgroep en deze soort is er al een rij.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rightsmapping",
            constraint=models.CheckConstraint(
                condition=models.Q(("target_group__in", ["gid", "lb", "ea", "ov"])),
                name="rightsmapping_target_group_known",
                violation_error_message="Deze doelgroep bestaat niet.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rightsmapping",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["local_authority", "governor", "company", "association", "facility", "vlot", "abb"],
                    )
                ),
                name="rightsmapping_kind_known",
                violation_error_message="Deze soort organisatie bestaat niet.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rightsmapping",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["manager", "staff", "reader", "privacy"])),
                name="rightsmapping_role_known",
                violation_error_message="Deze rol bestaat niet.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rightsmapping",
            constraint=models.CheckConstraint(
                condition=models.Q(("right__regex", "^[^\\s:,]+$")),
                name="rightsmapping_right_is_a_word",
                violation_error_message="Schrijf alleen de naam van het recht, zonder spatie, komma of dubbele punt.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rightsmapping",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ("company", "association")), ("target_group", "ea")),
                    models.Q(
                        models.Q(("target_group", "ea"), _negated=True),
                        models.Q(("kind__in", ("company", "association")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="rightsmapping_providers_are_economic",
                violation_error_message="Bedrijven en verenigingen horen bij doelgroep EA, en alleen zij.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rightsmapping",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("role", "privacy"), _negated=True), ("kind", "local_authority"), _connector="OR"
                ),
                name="rightsmapping_officer_of_a_local_government",
                violation_error_message="Alleen een lokaal bestuur heeft een functionaris gegevensbescherming.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rightsmapping",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "accounts_rightsmappingevent" ("id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "right", "role", "target_group") VALUES (NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."right", NEW."role", NEW."target_group"); RETURN NULL;',
                    hash="d53118b764a93d5fe97e17e3826afa5ca847f27f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d9f75",
                    table="accounts_rightsmapping",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rightsmapping",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "accounts_rightsmappingevent" ("id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "right", "role", "target_group") VALUES (NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."right", NEW."role", NEW."target_group"); RETURN NULL;',
                    hash="759e273fdc7662c53b4e680031c70bba607017c8",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_8887d",
                    table="accounts_rightsmapping",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="rightsmappingevent",
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
            model_name="rightsmappingevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="accounts.rightsmapping",
            ),
        ),
        migrations.AddIndex(
            model_name="knowndevice",
            index=models.Index(
                condition=models.Q(("told", False)), fields=["user"], name="knowndevice_to_tell"
            ),
        ),
        migrations.AddConstraint(
            model_name="knowndevice",
            constraint=models.UniqueConstraint(
                fields=("user", "key"),
                name="knowndevice_once",
                violation_error_message="Dit toestel is al gekend.",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisationcode",
            constraint=models.UniqueConstraint(
                fields=("code",),
                name="organisationcode_once",
                violation_error_message="Deze code hoort al bij een organisatie.",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisationcode",
            constraint=models.CheckConstraint(
                condition=models.Q(("code__regex", "^(OVO\\d{6}|[01]\\d{9}|\\d{5})$")),
                name="organisationcode_form",
                violation_error_message="Een code is een OVO-nummer (OVO en zes cijfers), een ondernemingsnummer (tien) of een NIS-code (vijf).",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisationcode",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "accounts_organisationcodeevent" ("code", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="67972914df9b7099f0698378e89823055897e7d7",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9af3f",
                    table="accounts_organisationcode",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisationcode",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "accounts_organisationcodeevent" ("code", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="05bdb55c2dc7e1049c22bf27e8206bbb3414dc88",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d7664",
                    table="accounts_organisationcode",
                    when="AFTER",
                ),
            ),
        ),
    ]
