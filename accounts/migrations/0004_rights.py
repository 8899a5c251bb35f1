"""Rights with a period and a yearly confirmation, invitations, and keys for systems."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from audit.together import Together


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_signing_in"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="Invitation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("email", models.EmailField(max_length=254, verbose_name="e-mailadres")),
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
                                verbose_name="rol",
                            ),
                        ),
                        ("ends_on", models.DateField(blank=True, null=True, verbose_name="rol eindigt op")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("sent", "verstuurd"),
                                    ("accepted", "aanvaard"),
                                    ("withdrawn", "ingetrokken"),
                                ],
                                default="sent",
                                max_length=9,
                                verbose_name="toestand",
                            ),
                        ),
                        (
                            "told_status",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("sent", "verstuurd"),
                                    ("accepted", "aanvaard"),
                                    ("withdrawn", "ingetrokken"),
                                ],
                                editable=False,
                                max_length=9,
                            ),
                        ),
                        (
                            "invited_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="uitgenodigd op"
                            ),
                        ),
                        ("expires_on", models.DateField(verbose_name="link vervalt op")),
                        (
                            "accepted_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="aanvaard op"),
                        ),
                        (
                            "withdrawn_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="ingetrokken op"),
                        ),
                    ],
                    options={
                        "verbose_name": "uitnodiging",
                        "verbose_name_plural": "uitnodigingen",
                        "ordering": ("-invited_at", "-pk"),
                    },
                ),
                migrations.CreateModel(
                    name="InvitationEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("email", models.EmailField(max_length=254, verbose_name="e-mailadres")),
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
                                verbose_name="rol",
                            ),
                        ),
                        ("ends_on", models.DateField(blank=True, null=True, verbose_name="rol eindigt op")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("sent", "verstuurd"),
                                    ("accepted", "aanvaard"),
                                    ("withdrawn", "ingetrokken"),
                                ],
                                default="sent",
                                max_length=9,
                                verbose_name="toestand",
                            ),
                        ),
                        (
                            "told_status",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("sent", "verstuurd"),
                                    ("accepted", "aanvaard"),
                                    ("withdrawn", "ingetrokken"),
                                ],
                                editable=False,
                                max_length=9,
                            ),
                        ),
                        (
                            "invited_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="uitgenodigd op"
                            ),
                        ),
                        ("expires_on", models.DateField(verbose_name="link vervalt op")),
                        (
                            "accepted_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="aanvaard op"),
                        ),
                        (
                            "withdrawn_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="ingetrokken op"),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="RightsReview",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "asked_on",
                            models.DateField(
                                default=django.utils.timezone.localdate, verbose_name="gevraagd op"
                            ),
                        ),
                        ("lapses_on", models.DateField(verbose_name="rollen vervallen op")),
                        ("told", models.CharField(blank=True, editable=False, max_length=8)),
                        (
                            "confirmed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="bevestigd op"),
                        ),
                    ],
                    options={
                        "verbose_name": "jaarlijkse controle van rollen",
                        "verbose_name_plural": "jaarlijkse controles van rollen",
                        "ordering": ("-asked_on", "-pk"),
                    },
                ),
                migrations.CreateModel(
                    name="RightsReviewEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "asked_on",
                            models.DateField(
                                default=django.utils.timezone.localdate, verbose_name="gevraagd op"
                            ),
                        ),
                        ("lapses_on", models.DateField(verbose_name="rollen vervallen op")),
                        ("told", models.CharField(blank=True, editable=False, max_length=8)),
                        (
                            "confirmed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="bevestigd op"),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ServiceAccount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="naam van het systeem")),
                        ("purpose", models.CharField(max_length=300, verbose_name="waarvoor")),
                        (
                            "scopes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("supply_read", "aanbod en locaties van de organisatie lezen"),
                                        ("supply_write", "aanbod van de organisatie indienen en bijwerken"),
                                        ("figures_read", "cijfers over capaciteit en spreiding lezen"),
                                    ],
                                    max_length=20,
                                ),
                                size=None,
                                verbose_name="mag",
                            ),
                        ),
                        (
                            "key_id",
                            models.CharField(
                                editable=False,
                                max_length=12,
                                unique=True,
                                verbose_name="kenmerk van de sleutel",
                            ),
                        ),
                        ("key_hash", models.CharField(editable=False, max_length=64)),
                        (
                            "ends_on",
                            models.DateField(
                                help_text="De eerste dag waarop de sleutel niet meer werkt.",
                                verbose_name="eindigt op",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="gemaakt op"
                            ),
                        ),
                        (
                            "last_used_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="laatst gebruikt op"
                            ),
                        ),
                        (
                            "ended_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="beëindigd op"),
                        ),
                    ],
                    options={
                        "verbose_name": "toegang voor een systeem",
                        "verbose_name_plural": "toegangen voor systemen",
                        "ordering": ("organisation", "name", "pk"),
                    },
                ),
                migrations.CreateModel(
                    name="ServiceAccountEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("name", models.CharField(max_length=80, verbose_name="naam van het systeem")),
                        ("purpose", models.CharField(max_length=300, verbose_name="waarvoor")),
                        (
                            "scopes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("supply_read", "aanbod en locaties van de organisatie lezen"),
                                        ("supply_write", "aanbod van de organisatie indienen en bijwerken"),
                                        ("figures_read", "cijfers over capaciteit en spreiding lezen"),
                                    ],
                                    max_length=20,
                                ),
                                size=None,
                                verbose_name="mag",
                            ),
                        ),
                        (
                            "key_id",
                            models.CharField(
                                editable=False, max_length=12, verbose_name="kenmerk van de sleutel"
                            ),
                        ),
                        (
                            "ends_on",
                            models.DateField(
                                help_text="De eerste dag waarop de sleutel niet meer werkt.",
                                verbose_name="eindigt op",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="gemaakt op"
                            ),
                        ),
                        (
                            "ended_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="beëindigd op"),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
            ]
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="membership",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="membership",
            name="update_update",
        ),
        Together(
            [
                migrations.AddField(
                    model_name="membership",
                    name="confirmed_on",
                    field=models.DateField(
                        default=django.utils.timezone.localdate, verbose_name="laatst bevestigd op"
                    ),
                ),
                migrations.AddField(
                    model_name="membership",
                    name="ends_on",
                    field=models.DateField(
                        blank=True,
                        help_text="De eerste dag waarop de rol niet meer werkt.",
                        null=True,
                        verbose_name="eindigt op",
                    ),
                ),
                migrations.AddField(
                    model_name="membership",
                    name="lapses_on",
                    field=models.DateField(
                        blank=True, editable=False, null=True, verbose_name="vervalt op, tenzij bevestigd"
                    ),
                ),
                migrations.AddField(
                    model_name="membership",
                    name="last_used_on",
                    field=models.DateField(
                        blank=True, editable=False, null=True, verbose_name="laatst gebruikt op"
                    ),
                ),
                migrations.AddField(
                    model_name="membershipevent",
                    name="confirmed_on",
                    field=models.DateField(
                        default=django.utils.timezone.localdate, verbose_name="laatst bevestigd op"
                    ),
                ),
                migrations.AddField(
                    model_name="membershipevent",
                    name="ends_on",
                    field=models.DateField(
                        blank=True,
                        help_text="De eerste dag waarop de rol niet meer werkt.",
                        null=True,
                        verbose_name="eindigt op",
                    ),
                ),
                migrations.AddField(
                    model_name="membershipevent",
                    name="lapses_on",
                    field=models.DateField(
                        blank=True, editable=False, null=True, verbose_name="vervalt op, tenzij bevestigd"
                    ),
                ),
            ]
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="last_manager_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."ended_at" IS NULL AND OLD."ends_on" IS NULL AND OLD."role" = \'manager\')',
                    func="\n        IF NEW.ended_at IS NOT NULL AND (NEW.ended_by_id <> NEW.user_id OR NEW.source = 'acm_idm') THEN\n            RETURN NEW;\n        END IF;\n        IF NEW.ended_at IS NULL AND NEW.role = 'manager' AND NEW.ends_on IS NULL THEN\n            RETURN NEW;\n        END IF;\n        PERFORM 1 FROM accounts_organisation WHERE id = OLD.organisation_id FOR NO KEY UPDATE;\n        IF NOT EXISTS (\n            SELECT 1 FROM accounts_membership other JOIN accounts_user ON accounts_user.id = other.user_id\n            WHERE other.organisation_id = OLD.organisation_id AND other.id <> OLD.id AND other.role = 'manager'\n                AND other.ended_at IS NULL AND other.ends_on IS NULL AND accounts_user.is_active\n        ) THEN\n            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'last_manager_stays', MESSAGE = 'Een organisatie houdt een lokale beheerder zonder einddatum. Geef eerst een collega die rol.';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="35950c4692c3ccb6f970947ceb950178ad7802a6",
                    operation='UPDATE OF "role", "ended_at", "ends_on"',
                    pgid="pgtrigger_last_manager_stays_5812a",
                    table="accounts_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "accounts_membershipevent" ("confirmed_on", "ended_at", "ended_by_id", "ends_on", "id", "lapses_on", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "source", "started_at", "started_by_id", "user_id") VALUES (NEW."confirmed_on", NEW."ended_at", NEW."ended_by_id", NEW."ends_on", NEW."id", NEW."lapses_on", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role", NEW."source", NEW."started_at", NEW."started_by_id", NEW."user_id"); RETURN NULL;',
                    hash="fdb06a31db2372a28180a95c27bcc6c561135073",
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
                    condition='WHEN (OLD."confirmed_on" IS DISTINCT FROM (NEW."confirmed_on") OR OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."ended_by_id" IS DISTINCT FROM (NEW."ended_by_id") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."lapses_on" IS DISTINCT FROM (NEW."lapses_on") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."role" IS DISTINCT FROM (NEW."role") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."started_at" IS DISTINCT FROM (NEW."started_at") OR OLD."started_by_id" IS DISTINCT FROM (NEW."started_by_id") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id"))',
                    func='INSERT INTO "accounts_membershipevent" ("confirmed_on", "ended_at", "ended_by_id", "ends_on", "id", "lapses_on", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "source", "started_at", "started_by_id", "user_id") VALUES (NEW."confirmed_on", NEW."ended_at", NEW."ended_by_id", NEW."ends_on", NEW."id", NEW."lapses_on", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role", NEW."source", NEW."started_at", NEW."started_by_id", NEW."user_id"); RETURN NULL;',
                    hash="35ef246d19406a33a6709bc675f2837418b41093",
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
                condition=models.Q(
                    ("ends_on__isnull", True), ("ends_on__gt", models.F("started_at__date")), _connector="OR"
                ),
                name="membership_period_not_empty",
                violation_error_message="Een rol duurt ten minste één dag.",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("lapses_on__isnull", True), models.Q(("role", "manager"), _negated=True), _connector="OR"
                ),
                name="membership_manager_does_not_lapse",
                violation_error_message="De rol van een lokale beheerder vervalt niet: hij bevestigt die van anderen.",
            ),
        ),
        Together(
            [
                migrations.AddField(
                    model_name="invitation",
                    name="accepted_by",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="aanvaard door",
                    ),
                ),
                migrations.AddField(
                    model_name="invitation",
                    name="invited_by",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uitgenodigd door",
                    ),
                ),
                migrations.AddField(
                    model_name="invitation",
                    name="organisation",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="accounts.organisation",
                        verbose_name="organisatie",
                    ),
                ),
                migrations.AddField(
                    model_name="invitation",
                    name="withdrawn_by",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ingetrokken door",
                    ),
                ),
                migrations.AddField(
                    model_name="invitationevent",
                    name="accepted_by",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="aanvaard door",
                    ),
                ),
                migrations.AddField(
                    model_name="invitationevent",
                    name="invited_by",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uitgenodigd door",
                    ),
                ),
                migrations.AddField(
                    model_name="invitationevent",
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
                    model_name="invitationevent",
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
                    model_name="invitationevent",
                    name="pgh_obj",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="accounts.invitation",
                    ),
                ),
                migrations.AddField(
                    model_name="invitationevent",
                    name="withdrawn_by",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ingetrokken door",
                    ),
                ),
                migrations.AddField(
                    model_name="rightsreview",
                    name="confirmed_by",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="bevestigd door",
                    ),
                ),
                migrations.AddField(
                    model_name="rightsreview",
                    name="organisation",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rights_reviews",
                        to="accounts.organisation",
                        verbose_name="organisatie",
                    ),
                ),
                migrations.AddField(
                    model_name="rightsreviewevent",
                    name="confirmed_by",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="bevestigd door",
                    ),
                ),
                migrations.AddField(
                    model_name="rightsreviewevent",
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
                    model_name="rightsreviewevent",
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
                    model_name="rightsreviewevent",
                    name="pgh_obj",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="accounts.rightsreview",
                    ),
                ),
                migrations.AddField(
                    model_name="serviceaccount",
                    name="created_by",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="gemaakt door",
                    ),
                ),
                migrations.AddField(
                    model_name="serviceaccount",
                    name="ended_by",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="beëindigd door",
                    ),
                ),
                migrations.AddField(
                    model_name="serviceaccount",
                    name="organisation",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="service_accounts",
                        to="accounts.organisation",
                        verbose_name="organisatie",
                    ),
                ),
                migrations.AddField(
                    model_name="serviceaccountevent",
                    name="created_by",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="gemaakt door",
                    ),
                ),
                migrations.AddField(
                    model_name="serviceaccountevent",
                    name="ended_by",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="beëindigd door",
                    ),
                ),
                migrations.AddField(
                    model_name="serviceaccountevent",
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
                    model_name="serviceaccountevent",
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
                    model_name="serviceaccountevent",
                    name="pgh_obj",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="accounts.serviceaccount",
                    ),
                ),
            ]
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["sent", "accepted", "withdrawn"])),
                name="invitation_status_known",
                violation_error_message="Deze toestand bestaat niet.",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["manager", "staff", "reader", "privacy"])),
                name="invitation_role_known",
                violation_error_message="Deze rol bestaat niet.",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted_at__isnull", False), ("accepted_by__isnull", False)),
                    models.Q(("accepted_at__isnull", True), ("accepted_by__isnull", True)),
                    _connector="OR",
                ),
                name="invitation_accepted_at_and_by",
                violation_error_message="Wie en wanneer horen samen: vul beide in of geen van beide.",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                    _connector="OR",
                ),
                name="invitation_withdrawn_at_and_by",
                violation_error_message="Wie en wanneer horen samen: vul beide in of geen van beide.",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["accepted"]), _negated=True),
                    ("accepted_at__isnull", False),
                    _connector="OR",
                ),
                name="invitation_accepted",
                violation_error_message="In deze toestand ontbreekt nog een verplicht gegeven.",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["withdrawn"]), _negated=True),
                    ("withdrawn_at__isnull", False),
                    _connector="OR",
                ),
                name="invitation_withdrawn",
                violation_error_message="In deze toestand ontbreekt nog een verplicht gegeven.",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted_by", models.F("invited_by")), _negated=True),
                    ("accepted_by__isnull", True),
                    _connector="OR",
                ),
                name="invitation_not_by_oneself",
                violation_error_message="Niemand geeft zichzelf toegang.",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                models.F("organisation"),
                django.db.models.functions.text.Lower("email"),
                condition=models.Q(("status", "sent")),
                name="invitation_one_open",
                violation_error_message="Deze persoon heeft al een uitnodiging die nog openstaat.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invitation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "accounts_invitationevent" ("accepted_at", "accepted_by_id", "email", "ends_on", "expires_on", "id", "invited_at", "invited_by_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "status", "told_status", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."accepted_at", NEW."accepted_by_id", NEW."email", NEW."ends_on", NEW."expires_on", NEW."id", NEW."invited_at", NEW."invited_by_id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role", NEW."status", NEW."told_status", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                    hash="55d9550ce3af15174ece2c8c6966439337a4e5a9",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8c354",
                    table="accounts_invitation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invitation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "accounts_invitationevent" ("accepted_at", "accepted_by_id", "email", "ends_on", "expires_on", "id", "invited_at", "invited_by_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "status", "told_status", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."accepted_at", NEW."accepted_by_id", NEW."email", NEW."ends_on", NEW."expires_on", NEW."id", NEW."invited_at", NEW."invited_by_id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role", NEW."status", NEW."told_status", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                    hash="cc45b755f05efc69f54b8b96ca80f345a43d35ee",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4e12d",
                    table="accounts_invitation",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="rightsreview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                    models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                    _connector="OR",
                ),
                name="rightsreview_confirmed_at_and_by",
                violation_error_message="Wie en wanneer horen samen: vul beide in of geen van beide.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rightsreview",
            constraint=models.CheckConstraint(
                condition=models.Q(("lapses_on__gt", models.F("asked_on"))),
                name="rightsreview_leaves_time",
                violation_error_message="Er is ten minste één dag om te bevestigen.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rightsreview",
            constraint=models.CheckConstraint(
                condition=models.Q(("told__in", ["", "asked", "reminded", "lapsed"])),
                name="rightsreview_told_known",
                violation_error_message="Deze stap bestaat niet.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rightsreview",
            constraint=models.UniqueConstraint(
                condition=models.Q(("confirmed_at__isnull", True)),
                fields=("organisation",),
                name="rightsreview_one_open",
                violation_error_message="Deze organisatie heeft al een controle die openstaat.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rightsreview",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "accounts_rightsreviewevent" ("asked_on", "confirmed_at", "confirmed_by_id", "id", "lapses_on", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "told") VALUES (NEW."asked_on", NEW."confirmed_at", NEW."confirmed_by_id", NEW."id", NEW."lapses_on", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."told"); RETURN NULL;',
                    hash="170e0ace3e00d7bb37285e777317abca63678edf",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_93e07",
                    table="accounts_rightsreview",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rightsreview",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "accounts_rightsreviewevent" ("asked_on", "confirmed_at", "confirmed_by_id", "id", "lapses_on", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "told") VALUES (NEW."asked_on", NEW."confirmed_at", NEW."confirmed_by_id", NEW."id", NEW."lapses_on", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."told"); RETURN NULL;',
                    hash="4ce122163b392e77004f366a4f5c043c2f2dfc66",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_cb9d1",
                    table="accounts_rightsreview",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="serviceaccount",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                    _connector="OR",
                ),
                name="serviceaccount_ended_at_and_by",
                violation_error_message="Wie en wanneer horen samen: vul beide in of geen van beide.",
            ),
        ),
        migrations.AddConstraint(
            model_name="serviceaccount",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("name", ""), _negated=True), models.Q(("purpose", ""), _negated=True)
                ),
                name="serviceaccount_says_what_for",
                violation_error_message="Geef het systeem een naam, en schrijf op waarvoor het de sleutel gebruikt.",
            ),
        ),
        migrations.AddConstraint(
            model_name="serviceaccount",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("scopes__len__gt", 0),
                    ("scopes__contained_by", ["supply_read", "supply_write", "figures_read"]),
                ),
                name="serviceaccount_scopes_known",
                violation_error_message="Kies ten minste één ding dat het systeem mag.",
            ),
        ),
        migrations.AddConstraint(
            model_name="serviceaccount",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gt", models.F("created_at__date"))),
                name="serviceaccount_period_not_empty",
                violation_error_message="Een sleutel werkt ten minste één dag.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="serviceaccount",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "accounts_serviceaccountevent" ("created_at", "created_by_id", "ended_at", "ended_by_id", "ends_on", "id", "key_id", "name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "scopes") VALUES (NEW."created_at", NEW."created_by_id", NEW."ended_at", NEW."ended_by_id", NEW."ends_on", NEW."id", NEW."key_id", NEW."name", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."purpose", NEW."scopes"); RETURN NULL;',
                    hash="d1b44c86e978a3ad18f58ffa94f2115d63fcdf93",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a7884",
                    table="accounts_serviceaccount",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="serviceaccount",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."ended_by_id" IS DISTINCT FROM (NEW."ended_by_id") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."key_id" IS DISTINCT FROM (NEW."key_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."purpose" IS DISTINCT FROM (NEW."purpose") OR OLD."scopes" IS DISTINCT FROM (NEW."scopes"))',
                    func='INSERT INTO "accounts_serviceaccountevent" ("created_at", "created_by_id", "ended_at", "ended_by_id", "ends_on", "id", "key_id", "name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "scopes") VALUES (NEW."created_at", NEW."created_by_id", NEW."ended_at", NEW."ended_by_id", NEW."ends_on", NEW."id", NEW."key_id", NEW."name", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."purpose", NEW."scopes"); RETURN NULL;',
                    hash="255f4303d519e87b31a3f2a03c66790533139559",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c7240",
                    table="accounts_serviceaccount",
                    when="AFTER",
                ),
            ),
        ),
    ]
