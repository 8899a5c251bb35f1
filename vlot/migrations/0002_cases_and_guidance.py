"""Made by makemigrations, what is new folded into one operation per model: Django draws all models anew for each."""

import datetime
import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from audit.together import Together


class Migration(migrations.Migration):
    dependencies = [
        ("housing", "0004_opening_hold"),
        ("accounts", "0001_initial"),
        ("documents", "0001_initial"),
        ("municipalities", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("vlot", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="GuidanceDigest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("month", models.DateField(unique=True, verbose_name="maand van versturen")),
                        ("since", models.DateTimeField(verbose_name="nieuw sinds")),
                        (
                            "made_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="gemaakt op"
                            ),
                        ),
                        ("guides", models.PositiveIntegerField(verbose_name="handvaten")),
                        ("practices", models.PositiveIntegerField(verbose_name="goede praktijken")),
                        ("told", models.PositiveIntegerField(verbose_name="organisaties")),
                    ],
                    options={
                        "verbose_name": "nieuwsbrief van de handvaten",
                        "verbose_name_plural": "nieuwsbrieven van de handvaten",
                        "ordering": ("-month",),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("month__day", 1)),
                                name="guidance_digest_month_begins",
                                violation_error_message="Een maand begint op de eerste.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Guide",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "code",
                            models.SlugField(
                                max_length=60, unique=True, verbose_name="korte naam in het adres"
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="titel")),
                        ("summary", models.CharField(max_length=300, verbose_name="in één zin")),
                        (
                            "theme",
                            models.CharField(
                                choices=[
                                    ("nuisance", "overlast en samenleven"),
                                    ("communication", "communicatie en begeleiding"),
                                    ("welcome", "onthaal en huisregels"),
                                    ("hosts", "gastgezinnen"),
                                    ("collective", "collectieve huisvesting"),
                                    ("services", "diensten en sectoren"),
                                ],
                                max_length=16,
                                verbose_name="thema",
                            ),
                        ),
                        (
                            "audience",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
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
                                ),
                                blank=True,
                                default=list,
                                help_text="Niets aangekruist: voor iedereen.",
                                size=None,
                                verbose_name="voor wie",
                            ),
                        ),
                        (
                            "must_read",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
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
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="verplicht te lezen door",
                            ),
                        ),
                        (
                            "situations",
                            models.TextField(
                                blank=True,
                                help_text="Eén per lijn, zoals iemand het vraagt: “een gezin weigert ...”.",
                                verbose_name="situaties",
                            ),
                        ),
                        (
                            "body",
                            models.TextField(
                                help_text="Markdown. Elke lijn die met ## begint, opent een deel.",
                                verbose_name="tekst",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                        (
                            "change_note",
                            models.CharField(blank=True, max_length=300, verbose_name="wat is er nieuw?"),
                        ),
                        (
                            "valid_from",
                            models.DateField(
                                default=django.utils.timezone.localdate, verbose_name="geldig vanaf"
                            ),
                        ),
                        (
                            "is_draft",
                            models.BooleanField(
                                default=True,
                                help_text="Een ontwerp is leesbaar en draagt duidelijk dat woord.",
                                verbose_name="ontwerp",
                            ),
                        ),
                        (
                            "file_words",
                            models.TextField(blank=True, editable=False, verbose_name="namen van bestanden"),
                        ),
                        (
                            "published_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="gepubliceerd op"
                            ),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="gepubliceerd door",
                            ),
                        ),
                        (
                            "search",
                            models.GeneratedField(
                                db_persist=True,
                                expression=django.contrib.postgres.search.CombinedSearchVector(
                                    django.contrib.postgres.search.CombinedSearchVector(
                                        django.contrib.postgres.search.CombinedSearchVector(
                                            django.contrib.postgres.search.CombinedSearchVector(
                                                django.contrib.postgres.search.SearchVector(
                                                    "title", config="dutch", weight="A"
                                                ),
                                                "||",
                                                django.contrib.postgres.search.SearchVector(
                                                    "situations", config="dutch", weight="B"
                                                ),
                                                django.contrib.postgres.search.SearchConfig("dutch"),
                                            ),
                                            "||",
                                            django.contrib.postgres.search.SearchVector(
                                                "summary", config="dutch", weight="B"
                                            ),
                                            django.contrib.postgres.search.SearchConfig("dutch"),
                                        ),
                                        "||",
                                        django.contrib.postgres.search.SearchVector(
                                            "file_words", config="dutch", weight="C"
                                        ),
                                        django.contrib.postgres.search.SearchConfig("dutch"),
                                    ),
                                    "||",
                                    django.contrib.postgres.search.SearchVector(
                                        "body", config="dutch", weight="D"
                                    ),
                                    django.contrib.postgres.search.SearchConfig("dutch"),
                                ),
                                output_field=django.contrib.postgres.search.SearchVectorField(),
                                verbose_name="zoekwoorden",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "handvat",
                        "verbose_name_plural": "handvaten",
                        "ordering": ("theme", "title", "pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "theme__in",
                                        [
                                            "nuisance",
                                            "communication",
                                            "welcome",
                                            "hosts",
                                            "collective",
                                            "services",
                                        ],
                                    )
                                ),
                                name="guide_theme_known",
                                violation_error_message="Dit thema bestaat niet.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "audience__contained_by",
                                        [
                                            "local_authority",
                                            "governor",
                                            "company",
                                            "association",
                                            "facility",
                                            "vlot",
                                            "abb",
                                        ],
                                    ),
                                    (
                                        "must_read__contained_by",
                                        [
                                            "local_authority",
                                            "governor",
                                            "company",
                                            "association",
                                            "facility",
                                            "vlot",
                                            "abb",
                                        ],
                                    ),
                                ),
                                name="guide_audience_known",
                                violation_error_message="Deze soort organisatie bestaat niet.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("audience", []),
                                    ("must_read__contained_by", models.F("audience")),
                                    _connector="OR",
                                ),
                                name="guide_must_read_by_its_audience",
                                violation_error_message="Wie een handvat moet lezen, moet het ook mogen lezen: kruis beide aan.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("version__gte", 1),
                                    models.Q(("title", ""), _negated=True),
                                    models.Q(("body", ""), _negated=True),
                                ),
                                name="guide_has_text",
                                violation_error_message="Een handvat heeft een titel en een tekst.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "vlot_guideevent" ("audience", "body", "change_note", "code", "file_words", "id", "is_draft", "must_read", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "situations", "summary", "theme", "title", "valid_from", "version") VALUES (NEW."audience", NEW."body", NEW."change_note", NEW."code", NEW."file_words", NEW."id", NEW."is_draft", NEW."must_read", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published_at", NEW."published_by_id", NEW."situations", NEW."summary", NEW."theme", NEW."title", NEW."valid_from", NEW."version"); RETURN NULL;',
                                    hash="ef6799317bbc8db5c01edc615eff2a3f7c30e289",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_e1918",
                                    table="vlot_guide",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."audience" IS DISTINCT FROM (NEW."audience") OR OLD."body" IS DISTINCT FROM (NEW."body") OR OLD."change_note" IS DISTINCT FROM (NEW."change_note") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."file_words" IS DISTINCT FROM (NEW."file_words") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_draft" IS DISTINCT FROM (NEW."is_draft") OR OLD."must_read" IS DISTINCT FROM (NEW."must_read") OR OLD."published_at" IS DISTINCT FROM (NEW."published_at") OR OLD."published_by_id" IS DISTINCT FROM (NEW."published_by_id") OR OLD."situations" IS DISTINCT FROM (NEW."situations") OR OLD."summary" IS DISTINCT FROM (NEW."summary") OR OLD."theme" IS DISTINCT FROM (NEW."theme") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                                    func='INSERT INTO "vlot_guideevent" ("audience", "body", "change_note", "code", "file_words", "id", "is_draft", "must_read", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "situations", "summary", "theme", "title", "valid_from", "version") VALUES (NEW."audience", NEW."body", NEW."change_note", NEW."code", NEW."file_words", NEW."id", NEW."is_draft", NEW."must_read", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published_at", NEW."published_by_id", NEW."situations", NEW."summary", NEW."theme", NEW."title", NEW."valid_from", NEW."version"); RETURN NULL;',
                                    hash="81b8b92645fe446320d657645134d915fdd5b554",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_19102",
                                    table="vlot_guide",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GoodPractice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("form_token", models.UUIDField(editable=False)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("submitted", "ingediend"),
                                    ("proposed", "tekst voorgesteld"),
                                    ("published", "gepubliceerd"),
                                    ("declined", "niet gepubliceerd"),
                                    ("withdrawn", "ingetrokken"),
                                ],
                                default="submitted",
                                max_length=10,
                                verbose_name="toestand",
                            ),
                        ),
                        (
                            "theme",
                            models.CharField(
                                choices=[
                                    ("nuisance", "overlast en samenleven"),
                                    ("communication", "communicatie en begeleiding"),
                                    ("welcome", "onthaal en huisregels"),
                                    ("hosts", "gastgezinnen"),
                                    ("collective", "collectieve huisvesting"),
                                    ("services", "diensten en sectoren"),
                                ],
                                max_length=16,
                                verbose_name="thema",
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="titel")),
                        ("situation", models.TextField(verbose_name="Wat was de situatie?")),
                        ("done", models.TextField(verbose_name="Wat deed u?")),
                        ("result", models.TextField(verbose_name="Wat kwam ervan?")),
                        (
                            "contact_allowed",
                            models.BooleanField(
                                default=False, verbose_name="andere besturen mogen ons contacteren"
                            ),
                        ),
                        (
                            "contact",
                            models.CharField(
                                blank=True, max_length=160, verbose_name="dienst, telefoon of e-mailadres"
                            ),
                        ),
                        ("remark", models.TextField(blank=True, verbose_name="laatste opmerking")),
                        (
                            "submitted_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="ingediend op"
                            ),
                        ),
                        (
                            "reviewed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="nagelezen op"),
                        ),
                        (
                            "published_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="gepubliceerd op"),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="good_practices",
                                to="accounts.organisation",
                                verbose_name="lokaal bestuur",
                            ),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="gepubliceerd door",
                            ),
                        ),
                        (
                            "reviewed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="nagelezen door",
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="ingediend door",
                            ),
                        ),
                        (
                            "guides",
                            models.ManyToManyField(
                                blank=True,
                                related_name="good_practices",
                                to="vlot.guide",
                                verbose_name="handvaten",
                            ),
                        ),
                        (
                            "search",
                            models.GeneratedField(
                                db_persist=True,
                                expression=django.contrib.postgres.search.CombinedSearchVector(
                                    django.contrib.postgres.search.CombinedSearchVector(
                                        django.contrib.postgres.search.CombinedSearchVector(
                                            django.contrib.postgres.search.SearchVector(
                                                "title", config="dutch", weight="A"
                                            ),
                                            "||",
                                            django.contrib.postgres.search.SearchVector(
                                                "situation", config="dutch", weight="B"
                                            ),
                                            django.contrib.postgres.search.SearchConfig("dutch"),
                                        ),
                                        "||",
                                        django.contrib.postgres.search.SearchVector(
                                            "result", config="dutch", weight="C"
                                        ),
                                        django.contrib.postgres.search.SearchConfig("dutch"),
                                    ),
                                    "||",
                                    django.contrib.postgres.search.SearchVector(
                                        "done", config="dutch", weight="D"
                                    ),
                                    django.contrib.postgres.search.SearchConfig("dutch"),
                                ),
                                output_field=django.contrib.postgres.search.SearchVectorField(),
                                verbose_name="zoekwoorden",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "goede praktijk",
                        "verbose_name_plural": "goede praktijken",
                        "ordering": ("-submitted_at", "-pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "status__in",
                                        ["submitted", "proposed", "published", "declined", "withdrawn"],
                                    )
                                ),
                                name="good_practice_status_known",
                                violation_error_message="Deze toestand bestaat niet.",
                            ),
                            models.UniqueConstraint(
                                fields=("organisation", "form_token"),
                                name="good_practice_sent_once",
                                violation_error_message="Deze goede praktijk is al verstuurd.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "theme__in",
                                        [
                                            "nuisance",
                                            "communication",
                                            "welcome",
                                            "hosts",
                                            "collective",
                                            "services",
                                        ],
                                    )
                                ),
                                name="good_practice_theme_known",
                                violation_error_message="Dit thema bestaat niet.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("contact_allowed", True), models.Q(("contact", ""), _negated=True)
                                    ),
                                    models.Q(("contact", ""), ("contact_allowed", False)),
                                    _connector="OR",
                                ),
                                name="good_practice_contact_when_allowed",
                                violation_error_message="Vul in hoe anderen u bereiken, of laat het vinkje weg.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("reviewed_at__isnull", False), ("reviewed_by__isnull", False)),
                                    models.Q(("reviewed_at__isnull", True), ("reviewed_by__isnull", True)),
                                    _connector="OR",
                                ),
                                name="good_practice_reviewed_at_and_by",
                                violation_error_message="Wie en wanneer horen samen: vul beide in of geen van beide.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("published_at__isnull", False), ("published_by__isnull", False)
                                    ),
                                    models.Q(("published_at__isnull", True), ("published_by__isnull", True)),
                                    _connector="OR",
                                ),
                                name="good_practice_published_at_and_by",
                                violation_error_message="Wie en wanneer horen samen: vul beide in of geen van beide.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ["proposed", "declined"]), _negated=True),
                                    models.Q(
                                        ("reviewed_at__isnull", False),
                                        models.Q(("remark", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="good_practice_review_says_why",
                                violation_error_message="Zeg erbij wat u veranderde, of waarom niet.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("published_at__isnull", False),
                                        ("reviewed_at__isnull", False),
                                        ("status", "published"),
                                    ),
                                    models.Q(
                                        models.Q(("status", "published"), _negated=True),
                                        ("published_at__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="good_practice_published_after_review",
                                violation_error_message="Gepubliceerd wordt alleen wat VLOT nagelezen heeft.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "vlot_goodpracticeevent" ("contact", "contact_allowed", "done", "form_token", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "remark", "result", "reviewed_at", "reviewed_by_id", "situation", "status", "submitted_at", "submitted_by_id", "theme", "title") VALUES (NEW."contact", NEW."contact_allowed", NEW."done", NEW."form_token", NEW."id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published_at", NEW."published_by_id", NEW."remark", NEW."result", NEW."reviewed_at", NEW."reviewed_by_id", NEW."situation", NEW."status", NEW."submitted_at", NEW."submitted_by_id", NEW."theme", NEW."title"); RETURN NULL;',
                                    hash="16c667064e337defa7c0beb67164407f39d24a20",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_ad2b6",
                                    table="vlot_goodpractice",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."contact" IS DISTINCT FROM (NEW."contact") OR OLD."contact_allowed" IS DISTINCT FROM (NEW."contact_allowed") OR OLD."done" IS DISTINCT FROM (NEW."done") OR OLD."form_token" IS DISTINCT FROM (NEW."form_token") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."published_at" IS DISTINCT FROM (NEW."published_at") OR OLD."published_by_id" IS DISTINCT FROM (NEW."published_by_id") OR OLD."remark" IS DISTINCT FROM (NEW."remark") OR OLD."result" IS DISTINCT FROM (NEW."result") OR OLD."reviewed_at" IS DISTINCT FROM (NEW."reviewed_at") OR OLD."reviewed_by_id" IS DISTINCT FROM (NEW."reviewed_by_id") OR OLD."situation" IS DISTINCT FROM (NEW."situation") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."submitted_by_id" IS DISTINCT FROM (NEW."submitted_by_id") OR OLD."theme" IS DISTINCT FROM (NEW."theme") OR OLD."title" IS DISTINCT FROM (NEW."title"))',
                                    func='INSERT INTO "vlot_goodpracticeevent" ("contact", "contact_allowed", "done", "form_token", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "remark", "result", "reviewed_at", "reviewed_by_id", "situation", "status", "submitted_at", "submitted_by_id", "theme", "title") VALUES (NEW."contact", NEW."contact_allowed", NEW."done", NEW."form_token", NEW."id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published_at", NEW."published_by_id", NEW."remark", NEW."result", NEW."reviewed_at", NEW."reviewed_by_id", NEW."situation", NEW."status", NEW."submitted_at", NEW."submitted_by_id", NEW."theme", NEW."title"); RETURN NULL;',
                                    hash="03150b9e2a2f76ffaa9ace36784a4f6e3fc60457",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_328b2",
                                    table="vlot_goodpractice",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GoodPracticeEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("form_token", models.UUIDField(editable=False)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("submitted", "ingediend"),
                                    ("proposed", "tekst voorgesteld"),
                                    ("published", "gepubliceerd"),
                                    ("declined", "niet gepubliceerd"),
                                    ("withdrawn", "ingetrokken"),
                                ],
                                default="submitted",
                                max_length=10,
                                verbose_name="toestand",
                            ),
                        ),
                        (
                            "theme",
                            models.CharField(
                                choices=[
                                    ("nuisance", "overlast en samenleven"),
                                    ("communication", "communicatie en begeleiding"),
                                    ("welcome", "onthaal en huisregels"),
                                    ("hosts", "gastgezinnen"),
                                    ("collective", "collectieve huisvesting"),
                                    ("services", "diensten en sectoren"),
                                ],
                                max_length=16,
                                verbose_name="thema",
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="titel")),
                        ("situation", models.TextField(verbose_name="Wat was de situatie?")),
                        ("done", models.TextField(verbose_name="Wat deed u?")),
                        ("result", models.TextField(verbose_name="Wat kwam ervan?")),
                        (
                            "contact_allowed",
                            models.BooleanField(
                                default=False, verbose_name="andere besturen mogen ons contacteren"
                            ),
                        ),
                        (
                            "contact",
                            models.CharField(
                                blank=True, max_length=160, verbose_name="dienst, telefoon of e-mailadres"
                            ),
                        ),
                        ("remark", models.TextField(blank=True, verbose_name="laatste opmerking")),
                        (
                            "submitted_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="ingediend op"
                            ),
                        ),
                        (
                            "reviewed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="nagelezen op"),
                        ),
                        (
                            "published_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="gepubliceerd op"),
                        ),
                        (
                            "organisation",
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
                                to="vlot.goodpractice",
                            ),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="gepubliceerd door",
                            ),
                        ),
                        (
                            "reviewed_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="nagelezen door",
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="ingediend door",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="GuideEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "code",
                            models.SlugField(
                                db_index=False, max_length=60, verbose_name="korte naam in het adres"
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="titel")),
                        ("summary", models.CharField(max_length=300, verbose_name="in één zin")),
                        (
                            "theme",
                            models.CharField(
                                choices=[
                                    ("nuisance", "overlast en samenleven"),
                                    ("communication", "communicatie en begeleiding"),
                                    ("welcome", "onthaal en huisregels"),
                                    ("hosts", "gastgezinnen"),
                                    ("collective", "collectieve huisvesting"),
                                    ("services", "diensten en sectoren"),
                                ],
                                max_length=16,
                                verbose_name="thema",
                            ),
                        ),
                        (
                            "audience",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
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
                                ),
                                blank=True,
                                default=list,
                                help_text="Niets aangekruist: voor iedereen.",
                                size=None,
                                verbose_name="voor wie",
                            ),
                        ),
                        (
                            "must_read",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
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
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="verplicht te lezen door",
                            ),
                        ),
                        (
                            "situations",
                            models.TextField(
                                blank=True,
                                help_text="Eén per lijn, zoals iemand het vraagt: “een gezin weigert ...”.",
                                verbose_name="situaties",
                            ),
                        ),
                        (
                            "body",
                            models.TextField(
                                help_text="Markdown. Elke lijn die met ## begint, opent een deel.",
                                verbose_name="tekst",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                        (
                            "change_note",
                            models.CharField(blank=True, max_length=300, verbose_name="wat is er nieuw?"),
                        ),
                        (
                            "valid_from",
                            models.DateField(
                                default=django.utils.timezone.localdate, verbose_name="geldig vanaf"
                            ),
                        ),
                        (
                            "is_draft",
                            models.BooleanField(
                                default=True,
                                help_text="Een ontwerp is leesbaar en draagt duidelijk dat woord.",
                                verbose_name="ontwerp",
                            ),
                        ),
                        (
                            "file_words",
                            models.TextField(blank=True, editable=False, verbose_name="namen van bestanden"),
                        ),
                        (
                            "published_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="gepubliceerd op"
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
                                to="vlot.guide",
                            ),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="gepubliceerd door",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="GuideFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "document",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="guide_file",
                                to="documents.document",
                                verbose_name="bestand",
                            ),
                        ),
                        (
                            "guide",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="files",
                                to="vlot.guide",
                                verbose_name="handvat",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "bestand bij een handvat",
                        "verbose_name_plural": "bestanden bij handvaten",
                        "ordering": ("document__name", "pk"),
                    },
                ),
                migrations.CreateModel(
                    name="GuideReading",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(verbose_name="versie")),
                        (
                            "confirmed_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="bevestigd op"
                            ),
                        ),
                        (
                            "guide",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="readings",
                                to="vlot.guide",
                                verbose_name="handvat",
                            ),
                        ),
                        (
                            "membership",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="guide_readings",
                                to="accounts.membership",
                                verbose_name="wie",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "leesbevestiging",
                        "verbose_name_plural": "leesbevestigingen",
                        "ordering": ("-confirmed_at", "-pk"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("guide", "version", "membership"),
                                name="guide_reading_once",
                                violation_error_message="U bevestigde deze versie al.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HandOver",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("note", models.TextField(verbose_name="wat moet de volgende weten?")),
                        (
                            "handed_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="overgedragen op"
                            ),
                        ),
                        (
                            "from_team",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="vlot.team",
                                verbose_name="van team",
                            ),
                        ),
                        (
                            "from_user",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="van",
                            ),
                        ),
                        (
                            "handed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="overgedragen door",
                            ),
                        ),
                        (
                            "intervention",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hand_overs",
                                to="vlot.intervention",
                                verbose_name="oproep",
                            ),
                        ),
                        (
                            "to_team",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="vlot.team",
                                verbose_name="naar team",
                            ),
                        ),
                        (
                            "to_user",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="naar",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "overdracht",
                        "verbose_name_plural": "overdrachten",
                        "ordering": ("-handed_at", "-pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("note", ""), _negated=True),
                                name="handover_has_note",
                                violation_error_message="Schrijf op wat de volgende moet weten.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("from_team", models.F("to_team")), _negated=True),
                                    models.Q(
                                        ("to_user__isnull", False),
                                        models.Q(
                                            ("from_user__isnull", True),
                                            models.Q(("from_user", models.F("to_user")), _negated=True),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="handover_to_another",
                                violation_error_message="Kies iemand anders of een ander team.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Incident",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("form_token", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("happened_on", models.DateField(verbose_name="dag")),
                        (
                            "part_of_day",
                            models.CharField(
                                choices=[
                                    ("morning", "ochtend (6 tot 12 u.)"),
                                    ("afternoon", "namiddag (12 tot 18 u.)"),
                                    ("evening", "avond (18 tot 22 u.)"),
                                    ("night", "nacht (22 tot 6 u.)"),
                                ],
                                max_length=9,
                                verbose_name="wanneer op de dag?",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("noise", "lawaai"),
                                    ("litter", "afval en netheid"),
                                    ("parking", "parkeren en verkeer"),
                                    ("damage", "schade"),
                                    ("house_rules", "huisregels niet gevolgd"),
                                    ("conflict", "ruzie tussen bewoners"),
                                    ("neighbours", "spanning met de buurt"),
                                    ("threat", "bedreiging"),
                                    ("violence", "geweld"),
                                    ("other", "iets anders"),
                                ],
                                max_length=11,
                                verbose_name="wat?",
                            ),
                        ),
                        (
                            "severity",
                            models.CharField(
                                choices=[
                                    ("light", "licht"),
                                    ("serious", "ernstig"),
                                    ("grave", "zeer ernstig"),
                                ],
                                max_length=7,
                                verbose_name="hoe erg?",
                            ),
                        ),
                        (
                            "place",
                            models.CharField(
                                choices=[
                                    ("room", "kamer of wooneenheid"),
                                    ("shared", "gedeelde ruimte"),
                                    ("outside", "tuin, koer of inkom"),
                                    ("street", "straat en buurt"),
                                ],
                                max_length=7,
                                verbose_name="waar?",
                            ),
                        ),
                        (
                            "steps",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("conversation", "gesprek met de betrokkenen"),
                                        ("house_rules", "huisregels opnieuw overlopen"),
                                        ("neighbour_talk", "gesprek met de buren"),
                                        ("mediation", "bemiddeling"),
                                        ("care", "hulpverlening ingeschakeld"),
                                        ("written", "schriftelijke afspraak of verwittiging"),
                                        ("other_unit", "andere kamer of wooneenheid"),
                                        ("police", "politie gebeld"),
                                    ],
                                    max_length=14,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="wat werd geprobeerd?",
                            ),
                        ),
                        (
                            "result",
                            models.CharField(
                                choices=[
                                    ("calm", "rustig sindsdien"),
                                    ("better", "beter, nog niet opgelost"),
                                    ("same", "geen verandering"),
                                    ("worse", "erger"),
                                    ("unknown", "nog niet bekend"),
                                ],
                                default="unknown",
                                max_length=7,
                                verbose_name="met welk gevolg?",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=400, verbose_name="toelichting")),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="vastgelegd op"
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="vastgelegd door",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="incidents",
                                to="housing.site",
                                verbose_name="locatie",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "incident",
                        "verbose_name_plural": "incidenten",
                        "ordering": ("-happened_on", "-pk"),
                        "indexes": [models.Index(fields=["site", "happened_on"], name="incident_of_site")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("site", "form_token"),
                                name="incident_sent_once",
                                violation_error_message="Dit incident is al vastgelegd.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "noise",
                                            "litter",
                                            "parking",
                                            "damage",
                                            "house_rules",
                                            "conflict",
                                            "neighbours",
                                            "threat",
                                            "violence",
                                            "other",
                                        ],
                                    ),
                                    ("severity__in", ["light", "serious", "grave"]),
                                    ("place__in", ["room", "shared", "outside", "street"]),
                                    ("part_of_day__in", ["morning", "afternoon", "evening", "night"]),
                                    ("result__in", ["calm", "better", "same", "worse", "unknown"]),
                                    (
                                        "steps__contained_by",
                                        [
                                            "conversation",
                                            "house_rules",
                                            "neighbour_talk",
                                            "mediation",
                                            "care",
                                            "written",
                                            "other_unit",
                                            "police",
                                        ],
                                    ),
                                ),
                                name="incident_codes_known",
                                violation_error_message="Een van de codes bestaat niet.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("happened_on__gte", datetime.date(2022, 3, 14)),
                                    (
                                        "happened_on__lte",
                                        django.db.models.functions.datetime.TruncDate("recorded_at"),
                                    ),
                                ),
                                name="incident_happened_before_recorded",
                                violation_error_message="Een incident gebeurde tussen 14 maart 2022 en vandaag.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InterventionDocument",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("shared", models.BooleanField(default=False, verbose_name="ook voor de gemeente")),
                        (
                            "added_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="toegevoegd op"
                            ),
                        ),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="toegevoegd door",
                            ),
                        ),
                        (
                            "document",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.document",
                                verbose_name="document",
                            ),
                        ),
                        (
                            "intervention",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files",
                                to="vlot.intervention",
                                verbose_name="oproep",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "document bij een oproep",
                        "verbose_name_plural": "documenten bij oproepen",
                        "ordering": ("-added_at", "-pk"),
                    },
                ),
                migrations.CreateModel(
                    name="LibraryVisit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "last_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="laatste bezoek"
                            ),
                        ),
                        (
                            "before_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="bezoek daarvoor"),
                        ),
                        (
                            "membership",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="library_visit",
                                to="accounts.membership",
                                verbose_name="wie",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "bezoek aan de handvaten",
                        "verbose_name_plural": "bezoeken aan de handvaten",
                        "ordering": ("-last_at", "pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("before_at__isnull", True),
                                    ("before_at__lte", models.F("last_at")),
                                    _connector="OR",
                                ),
                                name="library_visit_in_order",
                                violation_error_message="Het vorige bezoek was voor het laatste.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MonthlyReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "month",
                            models.DateField(help_text="De eerste dag van de maand.", verbose_name="maand"),
                        ),
                        (
                            "scope",
                            models.CharField(
                                choices=[
                                    ("flanders", "Vlaanderen"),
                                    ("central", "het centrale team"),
                                    ("province", "het team van een provincie"),
                                ],
                                max_length=8,
                                verbose_name="over",
                            ),
                        ),
                        ("figures", models.JSONField(verbose_name="cijfers")),
                        (
                            "made_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="vastgelegd op"
                            ),
                        ),
                        (
                            "province",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="municipalities.province",
                                verbose_name="provincie",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "maandverslag",
                        "verbose_name_plural": "maandverslagen",
                        "ordering": ("-month", "scope", "province__name"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("month", "scope", "province"),
                                name="monthly_report_once",
                                nulls_distinct=False,
                                violation_error_message="Dit maandverslag bestaat al.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("month__day", 1)),
                                name="monthly_report_month_begins",
                                violation_error_message="Een maand begint op de eerste.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("province__isnull", False), ("scope", "province")),
                                    models.Q(
                                        ("province__isnull", True), ("scope__in", ["flanders", "central"])
                                    ),
                                    _connector="OR",
                                ),
                                name="monthly_report_scope",
                                violation_error_message="Alleen het verslag van een provincieteam heeft een provincie.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="99504f237a22b9995f4838b012ec10eada1b4429",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_03ad5",
                                    table="vlot_monthlyreport",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PossibleSite",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="naam van de plaats")),
                        ("street", models.CharField(blank=True, max_length=120, verbose_name="straat")),
                        ("house_number", models.CharField(blank=True, max_length=12, verbose_name="nummer")),
                        ("postal_code", models.CharField(blank=True, max_length=4, verbose_name="postcode")),
                        (
                            "owner",
                            models.CharField(
                                blank=True, max_length=160, verbose_name="eigenaar (organisatie)"
                            ),
                        ),
                        (
                            "contact_name",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="functie van het contact"
                            ),
                        ),
                        (
                            "estimated_places",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="geschat aantal slaapplekken"
                            ),
                        ),
                        ("findings", models.TextField(blank=True, verbose_name="wat weten we?")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("idea", "idee"),
                                    ("visited", "bezocht"),
                                    ("feasible", "haalbaar"),
                                    ("offered", "aangeboden"),
                                    ("dropped", "afgevoerd"),
                                ],
                                default="idea",
                                max_length=10,
                                verbose_name="fase",
                            ),
                        ),
                        (
                            "dropped_reason",
                            models.CharField(blank=True, max_length=240, verbose_name="waarom afgevoerd?"),
                        ),
                        (
                            "noted_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="genoteerd op"
                            ),
                        ),
                        (
                            "municipality",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="possible_sites",
                                to="municipalities.municipality",
                                verbose_name="gemeente",
                            ),
                        ),
                        (
                            "noted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="genoteerd door",
                            ),
                        ),
                        (
                            "offer",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="possible_site",
                                to="housing.offer",
                                verbose_name="aanbod",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "mogelijke collectieve plaats",
                        "verbose_name_plural": "mogelijke collectieve plaatsen",
                        "ordering": ("municipality__name", "name", "pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ["idea", "visited", "feasible", "offered", "dropped"])
                                ),
                                name="possiblesite_status_known",
                                violation_error_message="Deze toestand bestaat niet.",
                            ),
                            models.UniqueConstraint(
                                fields=("municipality", "name"),
                                name="possiblesite_once",
                                violation_error_message="Deze plaats staat al in de inventaris van de gemeente.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("offer__isnull", False), ("status", "offered")),
                                    models.Q(
                                        models.Q(("status", "offered"), _negated=True),
                                        ("offer__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="possiblesite_offered_has_offer",
                                violation_error_message="Een aangeboden plaats heeft een aanbod, en een andere niet.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status", "dropped"), models.Q(("dropped_reason", ""), _negated=True)
                                    ),
                                    models.Q(
                                        models.Q(("status", "dropped"), _negated=True), ("dropped_reason", "")
                                    ),
                                    _connector="OR",
                                ),
                                name="possiblesite_dropped_has_reason",
                                violation_error_message="Schrijf op waarom de plaats niet kan.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("estimated_places__isnull", True),
                                    ("estimated_places__range", (1, 5000)),
                                    _connector="OR",
                                ),
                                name="possiblesite_places_possible",
                                violation_error_message="Vul 1 tot 5.000 slaapplekken in, of laat het leeg.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "vlot_possiblesiteevent" ("contact_name", "dropped_reason", "estimated_places", "findings", "house_number", "id", "municipality_id", "name", "noted_at", "noted_by_id", "offer_id", "owner", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "postal_code", "status", "street") VALUES (NEW."contact_name", NEW."dropped_reason", NEW."estimated_places", NEW."findings", NEW."house_number", NEW."id", NEW."municipality_id", NEW."name", NEW."noted_at", NEW."noted_by_id", NEW."offer_id", NEW."owner", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."postal_code", NEW."status", NEW."street"); RETURN NULL;',
                                    hash="bfa3fb530e51e7eb0a3c767dc19f4a49a5fc32eb",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_07cea",
                                    table="vlot_possiblesite",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "vlot_possiblesiteevent" ("contact_name", "dropped_reason", "estimated_places", "findings", "house_number", "id", "municipality_id", "name", "noted_at", "noted_by_id", "offer_id", "owner", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "postal_code", "status", "street") VALUES (NEW."contact_name", NEW."dropped_reason", NEW."estimated_places", NEW."findings", NEW."house_number", NEW."id", NEW."municipality_id", NEW."name", NEW."noted_at", NEW."noted_by_id", NEW."offer_id", NEW."owner", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."postal_code", NEW."status", NEW."street"); RETURN NULL;',
                                    hash="eb27b161a920d43233881cb22b31da0a9da32f9a",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_c07a7",
                                    table="vlot_possiblesite",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PossibleSiteEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("name", models.CharField(max_length=120, verbose_name="naam van de plaats")),
                        ("street", models.CharField(blank=True, max_length=120, verbose_name="straat")),
                        ("house_number", models.CharField(blank=True, max_length=12, verbose_name="nummer")),
                        ("postal_code", models.CharField(blank=True, max_length=4, verbose_name="postcode")),
                        (
                            "owner",
                            models.CharField(
                                blank=True, max_length=160, verbose_name="eigenaar (organisatie)"
                            ),
                        ),
                        (
                            "contact_name",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="functie van het contact"
                            ),
                        ),
                        (
                            "estimated_places",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="geschat aantal slaapplekken"
                            ),
                        ),
                        ("findings", models.TextField(blank=True, verbose_name="wat weten we?")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("idea", "idee"),
                                    ("visited", "bezocht"),
                                    ("feasible", "haalbaar"),
                                    ("offered", "aangeboden"),
                                    ("dropped", "afgevoerd"),
                                ],
                                default="idea",
                                max_length=10,
                                verbose_name="fase",
                            ),
                        ),
                        (
                            "dropped_reason",
                            models.CharField(blank=True, max_length=240, verbose_name="waarom afgevoerd?"),
                        ),
                        (
                            "noted_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="genoteerd op"
                            ),
                        ),
                        (
                            "municipality",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="municipalities.municipality",
                                verbose_name="gemeente",
                            ),
                        ),
                        (
                            "noted_by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="genoteerd door",
                            ),
                        ),
                        (
                            "offer",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="housing.offer",
                                verbose_name="aanbod",
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
                                to="vlot.possiblesite",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PracticeHelp",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("times", models.PositiveSmallIntegerField(default=1, verbose_name="hoeveel keer?")),
                        (
                            "said_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="gezegd op"),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="organisatie",
                            ),
                        ),
                        (
                            "practice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="helped",
                                to="vlot.goodpractice",
                                verbose_name="praktijk",
                            ),
                        ),
                        (
                            "said_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="gezegd door",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "ook bij ons geholpen",
                        "verbose_name_plural": "ook bij ons geholpen",
                        "ordering": ("-said_at", "-pk"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("practice", "organisation"),
                                name="practice_help_once_per_organisation",
                                violation_error_message="Uw organisatie zei dit al.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("times__gte", 1), ("times__lte", 1000)),
                                name="practice_help_times",
                                violation_error_message="Vul een aantal in van 1 tot 1.000.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReceivedMail",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "message_id",
                            models.CharField(max_length=255, unique=True, verbose_name="Message-ID"),
                        ),
                        ("sender_name", models.CharField(max_length=120, verbose_name="afzender")),
                        (
                            "reply_address",
                            models.EmailField(blank=True, max_length=254, verbose_name="antwoordadres"),
                        ),
                        ("subject", models.CharField(blank=True, max_length=250, verbose_name="onderwerp")),
                        ("body", models.TextField(blank=True, verbose_name="bericht")),
                        (
                            "refused_files",
                            models.TextField(blank=True, verbose_name="bijlagen die niet bewaard zijn"),
                        ),
                        ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="verstuurd op")),
                        (
                            "received_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="ontvangen op"
                            ),
                        ),
                        (
                            "intervention",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mails",
                                to="vlot.intervention",
                                verbose_name="oproep",
                            ),
                        ),
                        (
                            "received_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="ingelezen door",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "ontvangen e-mail",
                        "verbose_name_plural": "ontvangen e-mails",
                        "ordering": ("received_at", "pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("message_id", ""), _negated=True),
                                name="receivedmail_has_id",
                                violation_error_message="Een e-mail heeft een kenmerk.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Redaction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "part",
                            models.CharField(
                                choices=[
                                    ("question", "de vraag"),
                                    ("note", "het verslag"),
                                    ("shared_note", "het verslag voor de gemeente"),
                                ],
                                max_length=11,
                                verbose_name="waar",
                            ),
                        ),
                        ("reason", models.CharField(max_length=240, verbose_name="reden")),
                        (
                            "redacted_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="verwijderd op"
                            ),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="redactions",
                                to="vlot.contact",
                                verbose_name="contactmoment",
                            ),
                        ),
                        (
                            "intervention",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="redactions",
                                to="vlot.intervention",
                                verbose_name="oproep",
                            ),
                        ),
                        (
                            "redacted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="verwijderd door",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "verwijderde tekst",
                        "verbose_name_plural": "verwijderde teksten",
                        "ordering": ("-redacted_at", "-pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="redaction_has_reason",
                                violation_error_message="Schrijf op waarom de tekst weg moet.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("contact__isnull", True), ("part", "question")),
                                    models.Q(
                                        ("contact__isnull", False), ("part__in", ["note", "shared_note"])
                                    ),
                                    _connector="OR",
                                ),
                                name="redaction_of_one_text",
                                violation_error_message="Kies de vraag, of het verslag van een contactmoment.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Satisfaction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                choices=[("yes", "ja"), ("partly", "deels"), ("no", "nee")],
                                max_length=8,
                                verbose_name="hielp VLOT u vooruit?",
                            ),
                        ),
                        ("remark", models.TextField(blank=True, verbose_name="wat kan beter?")),
                        (
                            "answered_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="beantwoord op"
                            ),
                        ),
                        (
                            "answered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="beantwoord door",
                            ),
                        ),
                        (
                            "intervention",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="satisfaction",
                                to="vlot.intervention",
                                verbose_name="oproep",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "tevredenheid",
                        "verbose_name_plural": "tevredenheid",
                        "ordering": ("-answered_at",),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("answer__in", ["yes", "partly", "no"])),
                                name="satisfaction_answer_known",
                                violation_error_message="Kies ja, deels of nee.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SectorContact",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "domain",
                            models.CharField(
                                choices=[
                                    ("education", "onderwijs"),
                                    ("childcare", "kinderopvang"),
                                    ("welfare", "welzijn"),
                                    ("work", "werk"),
                                    ("integration", "inburgering"),
                                    ("health", "gezondheid"),
                                    ("housing", "wonen"),
                                    ("safety", "veiligheid"),
                                ],
                                max_length=16,
                                verbose_name="beleidsdomein",
                            ),
                        ),
                        (
                            "organisation_name",
                            models.CharField(max_length=160, verbose_name="dienst of organisatie"),
                        ),
                        ("function", models.CharField(blank=True, max_length=120, verbose_name="functie")),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mailadres")),
                        ("phone", models.CharField(blank=True, max_length=30, verbose_name="telefoon")),
                        ("remark", models.CharField(blank=True, max_length=240, verbose_name="waarvoor?")),
                        (
                            "retired_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="niet meer in gebruik sinds"
                            ),
                        ),
                        (
                            "province",
                            models.ForeignKey(
                                blank=True,
                                help_text="Leeg voor heel Vlaanderen.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="municipalities.province",
                                verbose_name="provincie",
                            ),
                        ),
                        (
                            "retired_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="uit gebruik genomen door",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "sectorcontact",
                        "verbose_name_plural": "sectorcontacten",
                        "ordering": ("domain", "organisation_name", "pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "domain__in",
                                        [
                                            "education",
                                            "childcare",
                                            "welfare",
                                            "work",
                                            "integration",
                                            "health",
                                            "housing",
                                            "safety",
                                        ],
                                    )
                                ),
                                name="sectorcontact_domain_known",
                                violation_error_message="Dit beleidsdomein bestaat niet.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("email", ""), ("phone", ""), _negated=True),
                                name="sectorcontact_reachable",
                                violation_error_message="Vul een e-mailadres of een telefoonnummer in.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("retired_at__isnull", False), ("retired_by__isnull", False)),
                                    models.Q(("retired_at__isnull", True), ("retired_by__isnull", True)),
                                    _connector="OR",
                                ),
                                name="sectorcontact_retired_at_and_by",
                                violation_error_message="Wie en wanneer horen samen: vul beide in of geen van beide.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Referral",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("question", models.TextField(verbose_name="wat vraagt u?")),
                        ("due_on", models.DateField(verbose_name="antwoord verwacht tegen")),
                        (
                            "referred_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="doorverwezen op"
                            ),
                        ),
                        ("answer", models.TextField(blank=True, verbose_name="antwoord")),
                        (
                            "answered_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="beantwoord op"),
                        ),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="antwoord genoteerd door",
                            ),
                        ),
                        (
                            "intervention",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="referrals",
                                to="vlot.intervention",
                                verbose_name="oproep",
                            ),
                        ),
                        (
                            "referred_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="doorverwezen door",
                            ),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="referrals",
                                to="vlot.sectorcontact",
                                verbose_name="sectorcontact",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "doorverwijzing",
                        "verbose_name_plural": "doorverwijzingen",
                        "ordering": ("-referred_at", "-pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                        models.Q(("answer", ""), _negated=True),
                                    ),
                                    models.Q(
                                        ("answer", ""),
                                        ("answered_at__isnull", True),
                                        ("answered_by__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="referral_answer_complete",
                                violation_error_message="Een antwoord heeft een tekst, een datum en een naam.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Theme",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="thema")),
                        (
                            "topic",
                            models.CharField(
                                choices=[
                                    ("local_capacity", "lokale slagkracht versterken"),
                                    ("collective", "collectieve huisvesting realiseren"),
                                    ("education", "liaison onderwijs"),
                                    ("childcare", "liaison kinderopvang"),
                                    ("welfare", "liaison welzijn"),
                                    ("work", "liaison werk"),
                                    ("integration", "liaison inburgering"),
                                    ("health", "liaison gezondheid"),
                                    ("housing", "liaison wonen"),
                                    ("safety", "liaison veiligheid"),
                                    ("nuisance", "overlast"),
                                    ("communication", "communicatie"),
                                    ("hosts", "gastgezinnen"),
                                    ("finance", "financiën"),
                                ],
                                max_length=16,
                                verbose_name="onderwerp",
                            ),
                        ),
                        (
                            "opened_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="geopend op"
                            ),
                        ),
                        (
                            "settled_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="afgerond op"),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="geopend door",
                            ),
                        ),
                        (
                            "settled_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="afgerond door",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "thema",
                        "verbose_name_plural": "thema's",
                        "ordering": ("title", "pk"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("title",),
                                name="theme_once",
                                violation_error_message="Dit thema bestaat al.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("title", ""), _negated=True),
                                    (
                                        "topic__in",
                                        [
                                            "local_capacity",
                                            "collective",
                                            "education",
                                            "childcare",
                                            "welfare",
                                            "work",
                                            "integration",
                                            "health",
                                            "housing",
                                            "safety",
                                            "nuisance",
                                            "communication",
                                            "hosts",
                                            "finance",
                                        ],
                                    ),
                                ),
                                name="theme_has_title_and_topic",
                                violation_error_message="Een thema heeft een naam en een onderwerp.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("settled_at__isnull", False), ("settled_by__isnull", False)),
                                    models.Q(("settled_at__isnull", True), ("settled_by__isnull", True)),
                                    _connector="OR",
                                ),
                                name="theme_settled_at_and_by",
                                violation_error_message="Wie en wanneer horen samen: vul beide in of geen van beide.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ThemeStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField(verbose_name="wat gebeurde er?")),
                        (
                            "noted_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="genoteerd op"
                            ),
                        ),
                        (
                            "noted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="genoteerd door",
                            ),
                        ),
                        (
                            "theme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="vlot.theme",
                                verbose_name="thema",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "stap van de taskforce",
                        "verbose_name_plural": "stappen van de taskforce",
                        "ordering": ("-noted_at", "-pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True),
                                name="themestep_has_text",
                                violation_error_message="Schrijf op wat er gebeurde.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Visit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("form_token", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("planned_on", models.DateField(verbose_name="dag")),
                        ("goal", models.CharField(max_length=240, verbose_name="wat wilt u bekijken?")),
                        (
                            "place",
                            models.CharField(blank=True, max_length=240, verbose_name="waar spreekt u af?"),
                        ),
                        (
                            "planned_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="gepland op"
                            ),
                        ),
                        (
                            "reported_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="verslag gemaakt op"),
                        ),
                        (
                            "cancelled_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="afgelast op"),
                        ),
                        (
                            "cancelled_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="afgelast door",
                            ),
                        ),
                        (
                            "intervention",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="visits",
                                to="vlot.intervention",
                                verbose_name="oproep",
                            ),
                        ),
                        (
                            "planned_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="gepland door",
                            ),
                        ),
                        (
                            "report",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="visit",
                                to="vlot.contact",
                                verbose_name="verslag",
                            ),
                        ),
                        (
                            "reported_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="verslag door",
                            ),
                        ),
                        (
                            "visitor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="wie gaat?",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "bezoek",
                        "verbose_name_plural": "bezoeken",
                        "ordering": ("planned_on", "pk"),
                        "indexes": [models.Index(fields=["visitor", "planned_on"], name="visit_of_the_day")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("intervention", "form_token"),
                                name="visit_sent_once",
                                violation_error_message="Dit bezoek is al gepland.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("report__isnull", False),
                                        ("reported_at__isnull", False),
                                        ("reported_by__isnull", False),
                                    ),
                                    models.Q(
                                        ("report__isnull", True),
                                        ("reported_at__isnull", True),
                                        ("reported_by__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="visit_reported_by_and_what",
                                violation_error_message="Wie en wanneer horen samen: vul beide in of geen van beide.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("cancelled_at__isnull", False), ("cancelled_by__isnull", False)
                                    ),
                                    models.Q(("cancelled_at__isnull", True), ("cancelled_by__isnull", True)),
                                    _connector="OR",
                                ),
                                name="visit_cancelled_at_and_by",
                                violation_error_message="Wie en wanneer horen samen: vul beide in of geen van beide.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("report__isnull", True), ("cancelled_at__isnull", True), _connector="OR"
                                ),
                                name="visit_done_or_cancelled",
                                violation_error_message="Een bezoek is gebeurd of afgelast, niet allebei.",
                            ),
                        ],
                    },
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
                    name="intervention_closed_with_outcome",
                ),
                migrations.RemoveConstraint(
                    model_name="intervention",
                    name="intervention_codes_known",
                ),
                migrations.AddField(
                    model_name="contact",
                    name="shared_note",
                    field=models.TextField(blank=True, verbose_name="verslag voor de gemeente"),
                ),
                migrations.AddField(
                    model_name="intervention",
                    name="caller_email",
                    field=models.EmailField(blank=True, max_length=254, verbose_name="antwoordadres"),
                ),
                migrations.AddField(
                    model_name="intervention",
                    name="channel",
                    field=models.CharField(
                        choices=[
                            ("phone", "telefoon"),
                            ("portal", "portaal"),
                            ("mail", "e-mail"),
                            ("nuisance_log", "logboek overlast"),
                        ],
                        default="phone",
                        max_length=12,
                        verbose_name="hoe kwam de vraag?",
                    ),
                ),
                migrations.AddField(
                    model_name="intervention",
                    name="helped",
                    field=models.TextField(blank=True, verbose_name="wat hielp?"),
                ),
                migrations.AddField(
                    model_name="intervention",
                    name="offer",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interventions",
                        to="housing.offer",
                        verbose_name="aanbod",
                    ),
                ),
                migrations.AddField(
                    model_name="intervention",
                    name="result",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            ("solved", "opgelost"),
                            ("partly", "deels opgelost"),
                            ("handed_on", "doorgegeven"),
                            ("not_needed", "niet meer nodig"),
                            ("unsolved", "niet opgelost"),
                        ],
                        max_length=10,
                        verbose_name="resultaat",
                    ),
                ),
                migrations.AddField(
                    model_name="intervention",
                    name="site",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interventions",
                        to="housing.site",
                        verbose_name="locatie",
                    ),
                ),
                migrations.AddField(
                    model_name="interventionevent",
                    name="helped",
                    field=models.TextField(blank=True, verbose_name="wat hielp?"),
                ),
                migrations.AddField(
                    model_name="interventionevent",
                    name="offer",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="housing.offer",
                        verbose_name="aanbod",
                    ),
                ),
                migrations.AddField(
                    model_name="interventionevent",
                    name="site",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="housing.site",
                        verbose_name="locatie",
                    ),
                ),
                migrations.AddField(
                    model_name="interventionevent",
                    name="caller_email",
                    field=models.EmailField(blank=True, max_length=254, verbose_name="antwoordadres"),
                ),
                migrations.AddField(
                    model_name="interventionevent",
                    name="channel",
                    field=models.CharField(
                        choices=[
                            ("phone", "telefoon"),
                            ("portal", "portaal"),
                            ("mail", "e-mail"),
                            ("nuisance_log", "logboek overlast"),
                        ],
                        default="phone",
                        max_length=12,
                        verbose_name="hoe kwam de vraag?",
                    ),
                ),
                migrations.AddField(
                    model_name="interventionevent",
                    name="result",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            ("solved", "opgelost"),
                            ("partly", "deels opgelost"),
                            ("handed_on", "doorgegeven"),
                            ("not_needed", "niet meer nodig"),
                            ("unsolved", "niet opgelost"),
                        ],
                        max_length=10,
                        verbose_name="resultaat",
                    ),
                ),
                migrations.AlterField(
                    model_name="intervention",
                    name="municipality",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interventions",
                        to="municipalities.municipality",
                        verbose_name="gemeente",
                    ),
                ),
                migrations.AlterField(
                    model_name="intervention",
                    name="outcome",
                    field=models.TextField(blank=True, verbose_name="antwoord aan de gemeente"),
                ),
                migrations.AlterField(
                    model_name="interventionevent",
                    name="municipality",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="municipalities.municipality",
                        verbose_name="gemeente",
                    ),
                ),
                migrations.AlterField(
                    model_name="interventionevent",
                    name="outcome",
                    field=models.TextField(blank=True, verbose_name="antwoord aan de gemeente"),
                ),
                migrations.AddField(
                    model_name="intervention",
                    name="theme",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interventions",
                        to="vlot.theme",
                        verbose_name="thema",
                    ),
                ),
                migrations.AddField(
                    model_name="interventionevent",
                    name="theme",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="vlot.theme",
                        verbose_name="thema",
                    ),
                ),
                migrations.AddField(
                    model_name="intervention",
                    name="search",
                    field=models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.SearchVector(
                            "question", "outcome", "helped", config="dutch"
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                        verbose_name="zoekwoorden",
                    ),
                ),
                migrations.AddIndex(
                    model_name="intervention",
                    index=django.contrib.postgres.indexes.GinIndex(
                        fields=["search"], name="intervention_search"
                    ),
                ),
                migrations.RunSQL(
                    # What waits until the end of the transaction is looked at now: else the table cannot be altered.
                    "UPDATE vlot_intervention SET result = 'solved' WHERE status = 'closed';"
                    " SET CONSTRAINTS ALL IMMEDIATE",
                    migrations.RunSQL.noop,
                ),
                migrations.AddConstraint(
                    model_name="intervention",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", False),
                                ("closed_by__isnull", False),
                                ("status", "closed"),
                                ("result__in", ["solved", "partly", "handed_on", "not_needed", "unsolved"]),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("status", "closed"), _negated=True),
                                ("closed_at__isnull", True),
                                ("closed_by__isnull", True),
                                ("helped", ""),
                                ("outcome", ""),
                                ("result", ""),
                            ),
                            _connector="OR",
                        ),
                        name="intervention_closed_with_outcome",
                        violation_error_message="Een afgesloten oproep heeft een datum, een naam en een resultaat.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="intervention",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "topic__in",
                                [
                                    "local_capacity",
                                    "collective",
                                    "education",
                                    "childcare",
                                    "welfare",
                                    "work",
                                    "integration",
                                    "health",
                                    "housing",
                                    "safety",
                                    "nuisance",
                                    "communication",
                                    "hosts",
                                    "finance",
                                ],
                            ),
                            ("urgency__in", ["today", "this_week", "can_wait"]),
                            ("channel__in", ["phone", "portal", "mail", "nuisance_log"]),
                        ),
                        name="intervention_codes_known",
                        violation_error_message="Dit onderwerp, deze dringendheid of dit kanaal bestaat niet.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="intervention",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("municipality__isnull", False), ("channel", "mail"), _connector="OR"
                        ),
                        name="intervention_has_municipality",
                        violation_error_message="Alleen een oproep per e-mail kan nog zonder gemeente zijn.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="intervention",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("theme__isnull", True), ("signalled_at__isnull", False), _connector="OR"
                        ),
                        name="intervention_theme_of_signal",
                        violation_error_message="Alleen een signaal hoort bij een thema.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="intervention",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(
                            ("channel", "nuisance_log"), models.Q(("status", "closed"), _negated=True)
                        ),
                        fields=("site",),
                        name="intervention_one_open_from_log",
                        violation_error_message="Over de overlast op deze locatie loopt al een oproep.",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="intervention",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "vlot_interventionevent" ("asked_at", "asked_by_id", "assigned_at", "assigned_by_id", "assignee_id", "caller_email", "caller_name", "caller_phone", "channel", "closed_at", "closed_by_id", "form_token", "helped", "id", "municipality_id", "offer_id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "result", "signal", "signalled_at", "signalled_by_id", "site_id", "status", "team_id", "theme_id", "topic", "urgency") VALUES (NEW."asked_at", NEW."asked_by_id", NEW."assigned_at", NEW."assigned_by_id", NEW."assignee_id", NEW."caller_email", NEW."caller_name", NEW."caller_phone", NEW."channel", NEW."closed_at", NEW."closed_by_id", NEW."form_token", NEW."helped", NEW."id", NEW."municipality_id", NEW."offer_id", NEW."outcome", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."question", NEW."result", NEW."signal", NEW."signalled_at", NEW."signalled_by_id", NEW."site_id", NEW."status", NEW."team_id", NEW."theme_id", NEW."topic", NEW."urgency"); RETURN NULL;',
                            hash="3e0e187b7b5969e1eac114d685edbfb9c6fe4728",
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
                            condition='WHEN (OLD."asked_at" IS DISTINCT FROM (NEW."asked_at") OR OLD."asked_by_id" IS DISTINCT FROM (NEW."asked_by_id") OR OLD."assigned_at" IS DISTINCT FROM (NEW."assigned_at") OR OLD."assigned_by_id" IS DISTINCT FROM (NEW."assigned_by_id") OR OLD."assignee_id" IS DISTINCT FROM (NEW."assignee_id") OR OLD."caller_email" IS DISTINCT FROM (NEW."caller_email") OR OLD."caller_name" IS DISTINCT FROM (NEW."caller_name") OR OLD."caller_phone" IS DISTINCT FROM (NEW."caller_phone") OR OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."closed_by_id" IS DISTINCT FROM (NEW."closed_by_id") OR OLD."form_token" IS DISTINCT FROM (NEW."form_token") OR OLD."helped" IS DISTINCT FROM (NEW."helped") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."municipality_id" IS DISTINCT FROM (NEW."municipality_id") OR OLD."offer_id" IS DISTINCT FROM (NEW."offer_id") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."question" IS DISTINCT FROM (NEW."question") OR OLD."result" IS DISTINCT FROM (NEW."result") OR OLD."signal" IS DISTINCT FROM (NEW."signal") OR OLD."signalled_at" IS DISTINCT FROM (NEW."signalled_at") OR OLD."signalled_by_id" IS DISTINCT FROM (NEW."signalled_by_id") OR OLD."site_id" IS DISTINCT FROM (NEW."site_id") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."team_id" IS DISTINCT FROM (NEW."team_id") OR OLD."theme_id" IS DISTINCT FROM (NEW."theme_id") OR OLD."topic" IS DISTINCT FROM (NEW."topic") OR OLD."urgency" IS DISTINCT FROM (NEW."urgency"))',
                            func='INSERT INTO "vlot_interventionevent" ("asked_at", "asked_by_id", "assigned_at", "assigned_by_id", "assignee_id", "caller_email", "caller_name", "caller_phone", "channel", "closed_at", "closed_by_id", "form_token", "helped", "id", "municipality_id", "offer_id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "result", "signal", "signalled_at", "signalled_by_id", "site_id", "status", "team_id", "theme_id", "topic", "urgency") VALUES (NEW."asked_at", NEW."asked_by_id", NEW."assigned_at", NEW."assigned_by_id", NEW."assignee_id", NEW."caller_email", NEW."caller_name", NEW."caller_phone", NEW."channel", NEW."closed_at", NEW."closed_by_id", NEW."form_token", NEW."helped", NEW."id", NEW."municipality_id", NEW."offer_id", NEW."outcome", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."question", NEW."result", NEW."signal", NEW."signalled_at", NEW."signalled_by_id", NEW."site_id", NEW."status", NEW."team_id", NEW."theme_id", NEW."topic", NEW."urgency"); RETURN NULL;',
                            hash="4c07b76a6018955ebc6139d5905b660eb72339bd",
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
