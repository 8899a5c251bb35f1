"""Topics become rows; what has one keeps it, by the same code."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from audit.together import Together

# The choices of 0001 and 0002, with their codes: what cases, themes and the contact book have already.
GROUPS = {
    "capacity": (("local_capacity", "lokale slagkracht versterken", "welcome"),),
    "collective": (("collective", "collectieve huisvesting realiseren", "collective"),),
    "liaison": (
        ("education", "onderwijs", "services"),
        ("childcare", "kinderopvang", "services"),
        ("welfare", "welzijn", "services"),
        ("work", "werk", "services"),
        ("integration", "inburgering", "services"),
        ("health", "gezondheid", "services"),
        ("housing", "wonen", "collective"),
        ("safety", "veiligheid", "nuisance"),
    ),
    "other": (
        ("nuisance", "overlast", "nuisance"),
        ("communication", "communicatie", "communication"),
        ("hosts", "gastgezinnen", "hosts"),
        ("finance", "financiën", ""),
    ),
}
TOPICS = [(code, group, name, theme) for group, topics in GROUPS.items() for code, name, theme in topics]
ADD = (
    'INSERT INTO vlot_topic (code, "group", name, guidance_theme, position, in_use)'
    " VALUES (%s, %s, %s, %s, %s, true)"
)


class Migration(migrations.Migration):
    dependencies = [
        ("housing", "0004_opening_hold"),
        ("municipalities", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("vlot", "0002_cases_and_guidance"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="Topic",
                    fields=[
                        (
                            "code",
                            models.SlugField(
                                editable=False,
                                max_length=16,
                                primary_key=True,
                                serialize=False,
                                verbose_name="code",
                            ),
                        ),
                        (
                            "group",
                            models.CharField(
                                choices=[
                                    ("capacity", "lokale slagkracht"),
                                    ("collective", "collectieve structuur realiseren"),
                                    ("liaison", "liaison met beleidsdomeinen"),
                                    ("other", "andere vragen"),
                                ],
                                max_length=10,
                                verbose_name="groep",
                            ),
                        ),
                        (
                            "name",
                            models.CharField(
                                help_text="Bij een beleidsdomein zonder “liaison”.",
                                max_length=60,
                                verbose_name="naam",
                            ),
                        ),
                        (
                            "position",
                            models.PositiveSmallIntegerField(
                                default=100, help_text="Laagste eerst.", verbose_name="volgorde"
                            ),
                        ),
                        (
                            "guidance_theme",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("nuisance", "overlast en samenleven"),
                                    ("communication", "communicatie en begeleiding"),
                                    ("welcome", "onthaal en huisregels"),
                                    ("hosts", "gastgezinnen"),
                                    ("collective", "collectieve huisvesting"),
                                    ("services", "diensten en sectoren"),
                                ],
                                help_text="Welke handvaten het portaal bij zo'n oproep eerst voorstelt.",
                                max_length=16,
                                verbose_name="handvaten over",
                            ),
                        ),
                        (
                            "in_use",
                            models.BooleanField(
                                default=True,
                                help_text="Uit gebruik: blijft bij oude oproepen, niet meer te kiezen.",
                                verbose_name="in gebruik",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "onderwerp",
                        "verbose_name_plural": "onderwerpen",
                        "ordering": ("position", "name"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("group", "name"),
                                name="topic_once",
                                violation_error_message="Dit onderwerp bestaat al in deze groep.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("code", ""), _negated=True),
                                    models.Q(("name", ""), _negated=True),
                                    ("group__in", ["capacity", "collective", "liaison", "other"]),
                                    (
                                        "guidance_theme__in",
                                        [
                                            "",
                                            "nuisance",
                                            "communication",
                                            "welcome",
                                            "hosts",
                                            "collective",
                                            "services",
                                        ],
                                    ),
                                ),
                                name="topic_has_name_and_group",
                                violation_error_message="Een onderwerp heeft een naam en een groep.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("in_use", True),
                                    models.Q(("code__in", ["nuisance", "local_capacity"]), _negated=True),
                                    _connector="OR",
                                ),
                                name="topic_of_portal_in_use",
                                violation_error_message="Het portaal geeft dit onderwerp zelf aan e-mails of aan het logboek overlast: het blijft in gebruik.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "vlot_topicevent" ("code", "group", "guidance_theme", "in_use", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."code", NEW."group", NEW."guidance_theme", NEW."in_use", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."code", NEW."position"); RETURN NULL;',
                                    hash="c677c59f717ff0c7dbb9eaf1fe037f4761b0deb4",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_2064c",
                                    table="vlot_topic",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "vlot_topicevent" ("code", "group", "guidance_theme", "in_use", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."code", NEW."group", NEW."guidance_theme", NEW."in_use", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."code", NEW."position"); RETURN NULL;',
                                    hash="cb4663c72c925696bf0a92651153c5c1dc832db0",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_5b33a",
                                    table="vlot_topic",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TopicEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "code",
                            models.SlugField(
                                db_index=False,
                                editable=False,
                                max_length=16,
                                serialize=False,
                                verbose_name="code",
                            ),
                        ),
                        (
                            "group",
                            models.CharField(
                                choices=[
                                    ("capacity", "lokale slagkracht"),
                                    ("collective", "collectieve structuur realiseren"),
                                    ("liaison", "liaison met beleidsdomeinen"),
                                    ("other", "andere vragen"),
                                ],
                                max_length=10,
                                verbose_name="groep",
                            ),
                        ),
                        (
                            "name",
                            models.CharField(
                                help_text="Bij een beleidsdomein zonder “liaison”.",
                                max_length=60,
                                verbose_name="naam",
                            ),
                        ),
                        (
                            "position",
                            models.PositiveSmallIntegerField(
                                default=100, help_text="Laagste eerst.", verbose_name="volgorde"
                            ),
                        ),
                        (
                            "guidance_theme",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("nuisance", "overlast en samenleven"),
                                    ("communication", "communicatie en begeleiding"),
                                    ("welcome", "onthaal en huisregels"),
                                    ("hosts", "gastgezinnen"),
                                    ("collective", "collectieve huisvesting"),
                                    ("services", "diensten en sectoren"),
                                ],
                                help_text="Welke handvaten het portaal bij zo'n oproep eerst voorstelt.",
                                max_length=16,
                                verbose_name="handvaten over",
                            ),
                        ),
                        (
                            "in_use",
                            models.BooleanField(
                                default=True,
                                help_text="Uit gebruik: blijft bij oude oproepen, niet meer te kiezen.",
                                verbose_name="in gebruik",
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
                                to="vlot.topic",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.RunSQL(
                    [(ADD, [*topic, 10 * number]) for number, topic in enumerate(TOPICS, 1)],
                    migrations.RunSQL.noop,
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="intervention",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="intervention",
                    name="update_update",
                ),
                migrations.RemoveConstraint(
                    model_name="intervention",
                    name="intervention_codes_known",
                ),
                migrations.RemoveConstraint(
                    model_name="sectorcontact",
                    name="sectorcontact_domain_known",
                ),
                migrations.RemoveConstraint(
                    model_name="theme",
                    name="theme_has_title_and_topic",
                ),
                migrations.AlterModelOptions(
                    name="sectorcontact",
                    options={
                        "ordering": ("domain__position", "organisation_name", "pk"),
                        "verbose_name": "sectorcontact",
                        "verbose_name_plural": "sectorcontacten",
                    },
                ),
                migrations.AlterField(
                    model_name="intervention",
                    name="topic",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interventions",
                        to="vlot.topic",
                        verbose_name="onderwerp",
                    ),
                ),
                migrations.AlterField(
                    model_name="interventionevent",
                    name="topic",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="vlot.topic",
                        verbose_name="onderwerp",
                    ),
                ),
                migrations.AlterField(
                    model_name="sectorcontact",
                    name="domain",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vlot.topic",
                        verbose_name="beleidsdomein",
                    ),
                ),
                migrations.AlterField(
                    model_name="theme",
                    name="topic",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vlot.topic",
                        verbose_name="onderwerp",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="intervention",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("urgency__in", ["today", "this_week", "can_wait"]),
                            ("channel__in", ["phone", "portal", "mail", "nuisance_log"]),
                        ),
                        name="intervention_codes_known",
                        violation_error_message="Deze dringendheid of dit kanaal bestaat niet.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="theme",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="theme_has_title",
                        violation_error_message="Een thema heeft een naam.",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="intervention",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "vlot_interventionevent" ("asked_at", "asked_by_id", "assigned_at", "assigned_by_id", "assignee_id", "caller_email", "caller_name", "caller_phone", "channel", "closed_at", "closed_by_id", "form_token", "helped", "id", "municipality_id", "offer_id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "result", "signal", "signalled_at", "signalled_by_id", "site_id", "status", "team_id", "theme_id", "topic_id", "urgency") VALUES (NEW."asked_at", NEW."asked_by_id", NEW."assigned_at", NEW."assigned_by_id", NEW."assignee_id", NEW."caller_email", NEW."caller_name", NEW."caller_phone", NEW."channel", NEW."closed_at", NEW."closed_by_id", NEW."form_token", NEW."helped", NEW."id", NEW."municipality_id", NEW."offer_id", NEW."outcome", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."question", NEW."result", NEW."signal", NEW."signalled_at", NEW."signalled_by_id", NEW."site_id", NEW."status", NEW."team_id", NEW."theme_id", NEW."topic_id", NEW."urgency"); RETURN NULL;',
                            hash="ab2d4289f84bda1e5a7b9c831ba4b28755156d2d",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_0e3cf",
                            table="vlot_intervention",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="intervention",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."asked_at" IS DISTINCT FROM (NEW."asked_at") OR OLD."asked_by_id" IS DISTINCT FROM (NEW."asked_by_id") OR OLD."assigned_at" IS DISTINCT FROM (NEW."assigned_at") OR OLD."assigned_by_id" IS DISTINCT FROM (NEW."assigned_by_id") OR OLD."assignee_id" IS DISTINCT FROM (NEW."assignee_id") OR OLD."caller_email" IS DISTINCT FROM (NEW."caller_email") OR OLD."caller_name" IS DISTINCT FROM (NEW."caller_name") OR OLD."caller_phone" IS DISTINCT FROM (NEW."caller_phone") OR OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."closed_by_id" IS DISTINCT FROM (NEW."closed_by_id") OR OLD."form_token" IS DISTINCT FROM (NEW."form_token") OR OLD."helped" IS DISTINCT FROM (NEW."helped") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."municipality_id" IS DISTINCT FROM (NEW."municipality_id") OR OLD."offer_id" IS DISTINCT FROM (NEW."offer_id") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."question" IS DISTINCT FROM (NEW."question") OR OLD."result" IS DISTINCT FROM (NEW."result") OR OLD."signal" IS DISTINCT FROM (NEW."signal") OR OLD."signalled_at" IS DISTINCT FROM (NEW."signalled_at") OR OLD."signalled_by_id" IS DISTINCT FROM (NEW."signalled_by_id") OR OLD."site_id" IS DISTINCT FROM (NEW."site_id") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."team_id" IS DISTINCT FROM (NEW."team_id") OR OLD."theme_id" IS DISTINCT FROM (NEW."theme_id") OR OLD."topic_id" IS DISTINCT FROM (NEW."topic_id") OR OLD."urgency" IS DISTINCT FROM (NEW."urgency"))',
                            func='INSERT INTO "vlot_interventionevent" ("asked_at", "asked_by_id", "assigned_at", "assigned_by_id", "assignee_id", "caller_email", "caller_name", "caller_phone", "channel", "closed_at", "closed_by_id", "form_token", "helped", "id", "municipality_id", "offer_id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "result", "signal", "signalled_at", "signalled_by_id", "site_id", "status", "team_id", "theme_id", "topic_id", "urgency") VALUES (NEW."asked_at", NEW."asked_by_id", NEW."assigned_at", NEW."assigned_by_id", NEW."assignee_id", NEW."caller_email", NEW."caller_name", NEW."caller_phone", NEW."channel", NEW."closed_at", NEW."closed_by_id", NEW."form_token", NEW."helped", NEW."id", NEW."municipality_id", NEW."offer_id", NEW."outcome", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."question", NEW."result", NEW."signal", NEW."signalled_at", NEW."signalled_by_id", NEW."site_id", NEW."status", NEW."team_id", NEW."theme_id", NEW."topic_id", NEW."urgency"); RETURN NULL;',
                            hash="b7922baea4f894e75266df0dcbd04843436f173d",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_655d2",
                            table="vlot_intervention",
                            when="AFTER",
                        ),
                    ),
                ),
            ]
        )
    ]
