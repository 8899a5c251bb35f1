"""Made by makemigrations, what is new folded into one operation per model: Django draws all models anew for each."""

import uuid
from decimal import Decimal

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import facility.models.contracts
import facility.models.invoices
from audit.together import Together


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("documents", "0001_initial"),
        ("facility", "0001_initial"),
        ("housing", "0004_opening_hold"),
        ("municipalities", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="BudgetDecision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                error_messages={"unique": "Deze beslissing staat er al."},
                                max_length=80,
                                unique=True,
                                verbose_name="beslissing",
                            ),
                        ),
                        ("title", models.CharField(max_length=160, verbose_name="waarvoor")),
                        ("decided_on", models.DateField(verbose_name="datum van de beslissing")),
                        (
                            "amount",
                            models.DecimalField(
                                decimal_places=2, max_digits=12, verbose_name="bedrag zonder btw (€)"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "budget",
                        "verbose_name_plural": "budgetten",
                        "ordering": ("-decided_on", "reference"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)),
                                name="budget_positive",
                                violation_error_message="Een budget is meer dan 0 euro.",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "facility_budgetdecisionevent" ("amount", "decided_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "title") VALUES (NEW."amount", NEW."decided_on", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reference", NEW."title"); RETURN NULL;',
                                    hash="09c3c89bcae0edc43267808dda3d8dc481b68509",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_ad392",
                                    table="facility_budgetdecision",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "facility_budgetdecisionevent" ("amount", "decided_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "title") VALUES (NEW."amount", NEW."decided_on", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reference", NEW."title"); RETURN NULL;',
                                    hash="31fe39470e5a917f7305bc17d00bd28c426fc384",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_9f69d",
                                    table="facility_budgetdecision",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BudgetDecisionEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "reference",
                            models.CharField(
                                error_messages={"unique": "Deze beslissing staat er al."},
                                max_length=80,
                                verbose_name="beslissing",
                            ),
                        ),
                        ("title", models.CharField(max_length=160, verbose_name="waarvoor")),
                        ("decided_on", models.DateField(verbose_name="datum van de beslissing")),
                        (
                            "amount",
                            models.DecimalField(
                                decimal_places=2, max_digits=12, verbose_name="bedrag zonder btw (€)"
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
                                to="facility.budgetdecision",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ContractTemplate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("rental", "huurovereenkomst"),
                                    ("shelter", "opvangovereenkomst"),
                                    ("occupancy", "bezettingsovereenkomst"),
                                    ("purchase_promise", "koopbelofte"),
                                    ("other", "andere overeenkomst"),
                                ],
                                max_length=16,
                                verbose_name="soort",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="naam")),
                        ("version", models.PositiveSmallIntegerField(default=1, verbose_name="versie")),
                        ("placeholders", models.JSONField(default=list, verbose_name="in te vullen")),
                        (
                            "to_review",
                            models.BooleanField(
                                default=False, verbose_name="ontwerp, na te kijken door een jurist"
                            ),
                        ),
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
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.document",
                                verbose_name="bestand",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "sjabloon",
                        "verbose_name_plural": "sjablonen",
                        "ordering": ("kind", "name", "-version"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("kind", "name", "version"),
                                name="contract_template_version_once",
                                violation_error_message="Deze versie van het sjabloon bestaat al.",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "facility_contracttemplateevent" ("added_at", "added_by_id", "document_id", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placeholders", "to_review", "version") VALUES (NEW."added_at", NEW."added_by_id", NEW."document_id", NEW."id", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."placeholders", NEW."to_review", NEW."version"); RETURN NULL;',
                                    hash="2d40cd37b2d967f398727ce9fc11ab351d22c3e2",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_22233",
                                    table="facility_contracttemplate",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "facility_contracttemplateevent" ("added_at", "added_by_id", "document_id", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placeholders", "to_review", "version") VALUES (NEW."added_at", NEW."added_by_id", NEW."document_id", NEW."id", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."placeholders", NEW."to_review", NEW."version"); RETURN NULL;',
                                    hash="dc3ad13f81c1340d0f795c0005f1375bfe8602c3",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_f7a05",
                                    table="facility_contracttemplate",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ContractTemplateEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("rental", "huurovereenkomst"),
                                    ("shelter", "opvangovereenkomst"),
                                    ("occupancy", "bezettingsovereenkomst"),
                                    ("purchase_promise", "koopbelofte"),
                                    ("other", "andere overeenkomst"),
                                ],
                                max_length=16,
                                verbose_name="soort",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="naam")),
                        ("version", models.PositiveSmallIntegerField(default=1, verbose_name="versie")),
                        ("placeholders", models.JSONField(default=list, verbose_name="in te vullen")),
                        (
                            "to_review",
                            models.BooleanField(
                                default=False, verbose_name="ontwerp, na te kijken door een jurist"
                            ),
                        ),
                        (
                            "added_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="toegevoegd op"
                            ),
                        ),
                        (
                            "added_by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="toegevoegd door",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="documents.document",
                                verbose_name="bestand",
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
                                to="facility.contracttemplate",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="FlemishProperty",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=160, verbose_name="naam")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("building", "gebouw"), ("land", "grond")],
                                max_length=8,
                                verbose_name="soort",
                            ),
                        ),
                        (
                            "owner",
                            models.CharField(max_length=160, verbose_name="eigenaar (Vlaamse entiteit)"),
                        ),
                        ("street", models.CharField(max_length=120, verbose_name="straat")),
                        ("house_number", models.CharField(blank=True, max_length=12, verbose_name="nummer")),
                        ("postal_code", models.CharField(max_length=4, verbose_name="postcode")),
                        (
                            "surface",
                            models.DecimalField(
                                decimal_places=1, max_digits=9, verbose_name="oppervlakte (m²)"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("ready", "meteen bruikbaar"),
                                    ("works", "na beperkte werken"),
                                    ("heavy_works", "na zware werken"),
                                    ("bare", "onbebouwd"),
                                ],
                                max_length=11,
                                verbose_name="staat",
                            ),
                        ),
                        (
                            "zoning",
                            models.CharField(
                                choices=[
                                    ("living", "woongebied"),
                                    ("public", "gemeenschapsvoorzieningen"),
                                    ("business", "bedrijvigheid"),
                                    ("recreation", "recreatie"),
                                    ("agriculture", "landbouw"),
                                    ("other", "andere"),
                                ],
                                max_length=11,
                                verbose_name="bestemming",
                            ),
                        ),
                        ("electricity", models.BooleanField(default=False, verbose_name="elektriciteit")),
                        ("water", models.BooleanField(default=False, verbose_name="drinkwater")),
                        ("gas", models.BooleanField(default=False, verbose_name="gas of warmtenet")),
                        ("sewer", models.BooleanField(default=False, verbose_name="riolering")),
                        ("internet", models.BooleanField(default=False, verbose_name="internet")),
                        (
                            "available",
                            django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="beschikbaar"),
                        ),
                        (
                            "conditions",
                            models.TextField(blank=True, verbose_name="voorwaarden van de eigenaar"),
                        ),
                        (
                            "hold_days",
                            models.PositiveSmallIntegerField(
                                default=14, verbose_name="dagen dat een reservatie geldt"
                            ),
                        ),
                        (
                            "municipality",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="flemish_properties",
                                to="municipalities.municipality",
                                verbose_name="gemeente",
                            ),
                        ),
                        (
                            "photos",
                            models.ManyToManyField(
                                blank=True, related_name="+", to="documents.document", verbose_name="foto’s"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "pand of grond van Vlaanderen",
                        "verbose_name_plural": "panden en gronden van Vlaanderen",
                        "ordering": ("municipality__name", "name", "pk"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("postal_code", "street", "house_number", "name"),
                                name="property_once",
                                violation_error_message="Dit pand staat al in het register.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("surface__gt", 0)),
                                name="property_surface_positive",
                                violation_error_message="Een oppervlakte is meer dan nul.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("available__isempty", False), ("available__startswith__isnull", False)
                                ),
                                name="property_available_from",
                                violation_error_message="Vul in vanaf wanneer het pand beschikbaar is. Het einde ligt na het begin.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("hold_days__gte", 1), ("hold_days__lte", 90)),
                                name="property_hold_days",
                                violation_error_message="Een reservatie geldt 1 tot 90 dagen.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("postal_code__regex", "^[1-9][0-9]{3}$")),
                                name="property_postal_code",
                                violation_error_message="Een postcode telt vier cijfers.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind", "building"), ("state", "bare"), _connector="OR"),
                                name="property_land_is_bare",
                                violation_error_message="Een grond is onbebouwd. Kies anders het soort “gebouw”.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "facility_flemishpropertyevent" ("available", "conditions", "electricity", "gas", "hold_days", "house_number", "id", "internet", "kind", "municipality_id", "name", "owner", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "postal_code", "sewer", "state", "street", "surface", "water", "zoning") VALUES (NEW."available", NEW."conditions", NEW."electricity", NEW."gas", NEW."hold_days", NEW."house_number", NEW."id", NEW."internet", NEW."kind", NEW."municipality_id", NEW."name", NEW."owner", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."postal_code", NEW."sewer", NEW."state", NEW."street", NEW."surface", NEW."water", NEW."zoning"); RETURN NULL;',
                                    hash="03232eff3fdf474549f0e63f7ba1766e0c40f19a",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_8fc18",
                                    table="facility_flemishproperty",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "facility_flemishpropertyevent" ("available", "conditions", "electricity", "gas", "hold_days", "house_number", "id", "internet", "kind", "municipality_id", "name", "owner", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "postal_code", "sewer", "state", "street", "surface", "water", "zoning") VALUES (NEW."available", NEW."conditions", NEW."electricity", NEW."gas", NEW."hold_days", NEW."house_number", NEW."id", NEW."internet", NEW."kind", NEW."municipality_id", NEW."name", NEW."owner", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."postal_code", NEW."sewer", NEW."state", NEW."street", NEW."surface", NEW."water", NEW."zoning"); RETURN NULL;',
                                    hash="a03c13ee139d9f5996c83c8def36c7aa5ba038b6",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_b01f2",
                                    table="facility_flemishproperty",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FlemishPropertyEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("name", models.CharField(max_length=160, verbose_name="naam")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("building", "gebouw"), ("land", "grond")],
                                max_length=8,
                                verbose_name="soort",
                            ),
                        ),
                        (
                            "owner",
                            models.CharField(max_length=160, verbose_name="eigenaar (Vlaamse entiteit)"),
                        ),
                        ("street", models.CharField(max_length=120, verbose_name="straat")),
                        ("house_number", models.CharField(blank=True, max_length=12, verbose_name="nummer")),
                        ("postal_code", models.CharField(max_length=4, verbose_name="postcode")),
                        (
                            "surface",
                            models.DecimalField(
                                decimal_places=1, max_digits=9, verbose_name="oppervlakte (m²)"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("ready", "meteen bruikbaar"),
                                    ("works", "na beperkte werken"),
                                    ("heavy_works", "na zware werken"),
                                    ("bare", "onbebouwd"),
                                ],
                                max_length=11,
                                verbose_name="staat",
                            ),
                        ),
                        (
                            "zoning",
                            models.CharField(
                                choices=[
                                    ("living", "woongebied"),
                                    ("public", "gemeenschapsvoorzieningen"),
                                    ("business", "bedrijvigheid"),
                                    ("recreation", "recreatie"),
                                    ("agriculture", "landbouw"),
                                    ("other", "andere"),
                                ],
                                max_length=11,
                                verbose_name="bestemming",
                            ),
                        ),
                        ("electricity", models.BooleanField(default=False, verbose_name="elektriciteit")),
                        ("water", models.BooleanField(default=False, verbose_name="drinkwater")),
                        ("gas", models.BooleanField(default=False, verbose_name="gas of warmtenet")),
                        ("sewer", models.BooleanField(default=False, verbose_name="riolering")),
                        ("internet", models.BooleanField(default=False, verbose_name="internet")),
                        (
                            "available",
                            django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="beschikbaar"),
                        ),
                        (
                            "conditions",
                            models.TextField(blank=True, verbose_name="voorwaarden van de eigenaar"),
                        ),
                        (
                            "hold_days",
                            models.PositiveSmallIntegerField(
                                default=14, verbose_name="dagen dat een reservatie geldt"
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
                                to="facility.flemishproperty",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="FrameworkContract",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "number",
                            models.CharField(
                                error_messages={"unique": "Dit nummer bestaat al."},
                                max_length=40,
                                unique=True,
                                verbose_name="nummer",
                            ),
                        ),
                        ("title", models.CharField(max_length=160, verbose_name="titel")),
                        (
                            "valid",
                            django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="geldig"),
                        ),
                        (
                            "open_to_all",
                            models.BooleanField(default=True, verbose_name="open voor alle lokale besturen"),
                        ),
                        (
                            "currency",
                            models.CharField(
                                default="EUR", editable=False, max_length=3, verbose_name="munt"
                            ),
                        ),
                        (
                            "buyers",
                            models.ManyToManyField(
                                blank=True,
                                limit_choices_to={"kind": "local_authority"},
                                related_name="contracts_open_to",
                                to="accounts.organisation",
                                verbose_name="alleen voor deze lokale besturen",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "raamcontract",
                        "verbose_name_plural": "raamcontracten",
                        "ordering": ("number",),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid__endswith__isnull", False),
                                    ("valid__isempty", False),
                                    ("valid__startswith__isnull", False),
                                ),
                                name="framework_contract_dated",
                                violation_error_message="Een raamcontract heeft een begin en een einde.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("currency", "EUR")),
                                name="framework_contract_in_euro",
                                violation_error_message="Bedragen staan in euro (EUR).",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "facility_frameworkcontractevent" ("currency", "id", "number", "open_to_all", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "valid") VALUES (NEW."currency", NEW."id", NEW."number", NEW."open_to_all", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."title", NEW."valid"); RETURN NULL;',
                                    hash="5a247c0c0c9db603e88d5aa3cea6337c97c56fc3",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_ca47e",
                                    table="facility_frameworkcontract",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "facility_frameworkcontractevent" ("currency", "id", "number", "open_to_all", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "valid") VALUES (NEW."currency", NEW."id", NEW."number", NEW."open_to_all", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."title", NEW."valid"); RETURN NULL;',
                                    hash="8713670969c9dba2248c410e365ec1830619a7fb",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_c5275",
                                    table="facility_frameworkcontract",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FrameworkContractEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "number",
                            models.CharField(
                                error_messages={"unique": "Dit nummer bestaat al."},
                                max_length=40,
                                verbose_name="nummer",
                            ),
                        ),
                        ("title", models.CharField(max_length=160, verbose_name="titel")),
                        (
                            "valid",
                            django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="geldig"),
                        ),
                        (
                            "open_to_all",
                            models.BooleanField(default=True, verbose_name="open voor alle lokale besturen"),
                        ),
                        (
                            "currency",
                            models.CharField(
                                default="EUR", editable=False, max_length=3, verbose_name="munt"
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
                                to="facility.frameworkcontract",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="HandoverProtocol",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="datum")),
                        ("keys", models.PositiveSmallIntegerField(verbose_name="aantal sleutels")),
                        ("meters", models.CharField(max_length=200, verbose_name="meterstanden")),
                        ("description", models.TextField(verbose_name="plaatsbeschrijving")),
                        ("defects", models.TextField(blank=True, verbose_name="gebreken")),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="vastgelegd op"
                            ),
                        ),
                        (
                            "photos",
                            models.ManyToManyField(
                                blank=True, related_name="+", to="documents.document", verbose_name="foto’s"
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
                    ],
                    options={
                        "verbose_name": "overdrachtsverslag",
                        "verbose_name_plural": "overdrachtsverslagen",
                        "ordering": ("on", "pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("description", ""), _negated=True),
                                    models.Q(("meters", ""), _negated=True),
                                ),
                                name="handover_described",
                                violation_error_message="Beschrijf de staat, en noteer de meterstanden (of dat er geen meters zijn).",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "facility_handoverprotocolevent" ("defects", "description", "id", "keys", "meters", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id") VALUES (NEW."defects", NEW."description", NEW."id", NEW."keys", NEW."meters", NEW."on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id"); RETURN NULL;',
                                    hash="b16e8e419b5b3a705ebafbc2d9229acd7f861e51",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_6f1ad",
                                    table="facility_handoverprotocol",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "facility_handoverprotocolevent" ("defects", "description", "id", "keys", "meters", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id") VALUES (NEW."defects", NEW."description", NEW."id", NEW."keys", NEW."meters", NEW."on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id"); RETURN NULL;',
                                    hash="faecd52fb196fb14173432bf34e87f563c0f2b64",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_6c856",
                                    table="facility_handoverprotocol",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HandoverProtocolEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("on", models.DateField(verbose_name="datum")),
                        ("keys", models.PositiveSmallIntegerField(verbose_name="aantal sleutels")),
                        ("meters", models.CharField(max_length=200, verbose_name="meterstanden")),
                        ("description", models.TextField(verbose_name="plaatsbeschrijving")),
                        ("defects", models.TextField(blank=True, verbose_name="gebreken")),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="vastgelegd op"
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
                                to="facility.handoverprotocol",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="vastgelegd door",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="HealthIndex",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("month", models.DateField(unique=True, verbose_name="maand (eerste dag)")),
                        (
                            "value",
                            models.DecimalField(
                                decimal_places=2, max_digits=7, verbose_name="gezondheidsindex"
                            ),
                        ),
                        ("base", models.CharField(default="2013 = 100", max_length=20, verbose_name="basis")),
                        ("source", models.CharField(max_length=200, verbose_name="bron")),
                    ],
                    options={
                        "verbose_name": "gezondheidsindex",
                        "verbose_name_plural": "gezondheidsindexen",
                        "ordering": ("-month",),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("month__day", 1),
                                    ("value__gt", 0),
                                    models.Q(("source", ""), _negated=True),
                                ),
                                name="health_index_of_a_month",
                                violation_error_message="Een index is meer dan 0, op de eerste dag van de maand, met een bron.",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "facility_healthindexevent" ("base", "id", "month", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "value") VALUES (NEW."base", NEW."id", NEW."month", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source", NEW."value"); RETURN NULL;',
                                    hash="254961ec9008b441f088f6441d93db48c10235b3",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_3926f",
                                    table="facility_healthindex",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "facility_healthindexevent" ("base", "id", "month", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "value") VALUES (NEW."base", NEW."id", NEW."month", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source", NEW."value"); RETURN NULL;',
                                    hash="aa4e3bc9587616dcaf756cfb3b2f8427fc96e794",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_6d1f1",
                                    table="facility_healthindex",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HealthIndexEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("month", models.DateField(verbose_name="maand (eerste dag)")),
                        (
                            "value",
                            models.DecimalField(
                                decimal_places=2, max_digits=7, verbose_name="gezondheidsindex"
                            ),
                        ),
                        ("base", models.CharField(default="2013 = 100", max_length=20, verbose_name="basis")),
                        ("source", models.CharField(max_length=200, verbose_name="bron")),
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
                                to="facility.healthindex",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PayingAccount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=70, verbose_name="naam van de rekening")),
                        (
                            "iban",
                            models.CharField(
                                max_length=34,
                                validators=[facility.models.contracts.check_iban],
                                verbose_name="rekeningnummer (IBAN)",
                            ),
                        ),
                        (
                            "valid",
                            django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="geldig"),
                        ),
                    ],
                    options={
                        "verbose_name": "betaalrekening",
                        "verbose_name_plural": "betaalrekeningen",
                        "ordering": ("valid",),
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[("valid", "&&")],
                                name="paying_account_once_at_a_time",
                                violation_error_message="In deze periode is er al een betaalrekening.",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "facility_payingaccountevent" ("iban", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid") VALUES (NEW."iban", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."valid"); RETURN NULL;',
                                    hash="2720a454e2fc0011e1456aa5a141b023ace661bb",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_d22fd",
                                    table="facility_payingaccount",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "facility_payingaccountevent" ("iban", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid") VALUES (NEW."iban", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."valid"); RETURN NULL;',
                                    hash="f60764b4d316ce39bf09eb50ea616c4dabdba8b4",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_7e5f6",
                                    table="facility_payingaccount",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PayingAccountEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("name", models.CharField(max_length=70, verbose_name="naam van de rekening")),
                        (
                            "iban",
                            models.CharField(
                                max_length=34,
                                validators=[facility.models.contracts.check_iban],
                                verbose_name="rekeningnummer (IBAN)",
                            ),
                        ),
                        (
                            "valid",
                            django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="geldig"),
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
                                to="facility.payingaccount",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PaymentFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("form_token", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("made", "klaar om vrij te geven"),
                                    ("released", "vrijgegeven"),
                                    ("executed", "uitgevoerd"),
                                    ("cancelled", "geannuleerd"),
                                ],
                                default="made",
                                max_length=9,
                                verbose_name="toestand",
                            ),
                        ),
                        ("execute_on", models.DateField(verbose_name="uit te voeren op")),
                        (
                            "currency",
                            models.CharField(
                                default="EUR", editable=False, max_length=3, verbose_name="munt"
                            ),
                        ),
                        ("count", models.PositiveIntegerField(verbose_name="aantal betalingen")),
                        (
                            "total",
                            models.DecimalField(decimal_places=2, max_digits=12, verbose_name="totaal (€)"),
                        ),
                        (
                            "message_id",
                            models.CharField(
                                max_length=35, unique=True, verbose_name="kenmerk in het bestand"
                            ),
                        ),
                        (
                            "made_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="gemaakt op"
                            ),
                        ),
                        (
                            "released_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="vrijgegeven op"),
                        ),
                        ("cancel_reason", models.TextField(blank=True, verbose_name="waarom geannuleerd")),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="facility.payingaccount",
                                verbose_name="betaalrekening",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.document",
                                verbose_name="bestand",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="gemaakt door",
                            ),
                        ),
                        (
                            "released_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="vrijgegeven door",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "betaalbestand",
                        "verbose_name_plural": "betaalbestanden",
                        "ordering": ("-made_at", "-pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ["made", "released", "executed", "cancelled"])
                                ),
                                name="payment_file_status_known",
                                violation_error_message="Deze toestand bestaat niet.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("released_at__isnull", False), ("released_by__isnull", False)),
                                    models.Q(("released_at__isnull", True), ("released_by__isnull", True)),
                                    _connector="OR",
                                ),
                                name="payment_file_released_at_and_by",
                                violation_error_message="Wie en wanneer horen samen: vul beide in of geen van beide.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("released_by__isnull", True),
                                    models.Q(("released_by", models.F("made_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="payment_file_four_eyes",
                                violation_error_message="Wie een betaalbestand maakt, geeft het niet zelf vrij.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ["released", "executed"]), _negated=True),
                                    ("released_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="payment_file_released",
                                violation_error_message="In deze toestand ontbreekt nog een verplicht gegeven.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ["cancelled"]), _negated=True),
                                    models.Q(("cancel_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="payment_file_cancelled_why",
                                violation_error_message="In deze toestand ontbreekt nog een verplicht gegeven.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("count__gt", 0), ("total__gt", 0)),
                                name="payment_file_not_empty",
                                violation_error_message="Een betaalbestand heeft minstens één betaling.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("currency", "EUR")),
                                name="payment_file_in_euro",
                                violation_error_message="Bedragen staan in euro (EUR).",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "facility_paymentfileevent" ("account_id", "cancel_reason", "count", "currency", "document_id", "execute_on", "form_token", "id", "made_at", "made_by_id", "message_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "released_at", "released_by_id", "status", "total") VALUES (NEW."account_id", NEW."cancel_reason", NEW."count", NEW."currency", NEW."document_id", NEW."execute_on", NEW."form_token", NEW."id", NEW."made_at", NEW."made_by_id", NEW."message_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."released_at", NEW."released_by_id", NEW."status", NEW."total"); RETURN NULL;',
                                    hash="5a248da71c1f1352ae72b2f43fe4673931f84392",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_afc97",
                                    table="facility_paymentfile",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "facility_paymentfileevent" ("account_id", "cancel_reason", "count", "currency", "document_id", "execute_on", "form_token", "id", "made_at", "made_by_id", "message_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "released_at", "released_by_id", "status", "total") VALUES (NEW."account_id", NEW."cancel_reason", NEW."count", NEW."currency", NEW."document_id", NEW."execute_on", NEW."form_token", NEW."id", NEW."made_at", NEW."made_by_id", NEW."message_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."released_at", NEW."released_by_id", NEW."status", NEW."total"); RETURN NULL;',
                                    hash="5a871981314f90f9276c25068c9488d2ea2232e9",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_82056",
                                    table="facility_paymentfile",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PaymentFileEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("form_token", models.UUIDField(default=uuid.uuid4, editable=False)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("made", "klaar om vrij te geven"),
                                    ("released", "vrijgegeven"),
                                    ("executed", "uitgevoerd"),
                                    ("cancelled", "geannuleerd"),
                                ],
                                default="made",
                                max_length=9,
                                verbose_name="toestand",
                            ),
                        ),
                        ("execute_on", models.DateField(verbose_name="uit te voeren op")),
                        (
                            "currency",
                            models.CharField(
                                default="EUR", editable=False, max_length=3, verbose_name="munt"
                            ),
                        ),
                        ("count", models.PositiveIntegerField(verbose_name="aantal betalingen")),
                        (
                            "total",
                            models.DecimalField(decimal_places=2, max_digits=12, verbose_name="totaal (€)"),
                        ),
                        (
                            "message_id",
                            models.CharField(max_length=35, verbose_name="kenmerk in het bestand"),
                        ),
                        (
                            "made_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="gemaakt op"
                            ),
                        ),
                        (
                            "released_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="vrijgegeven op"),
                        ),
                        ("cancel_reason", models.TextField(blank=True, verbose_name="waarom geannuleerd")),
                        (
                            "account",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="facility.payingaccount",
                                verbose_name="betaalrekening",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="documents.document",
                                verbose_name="bestand",
                            ),
                        ),
                        (
                            "made_by",
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
                                to="facility.paymentfile",
                            ),
                        ),
                        (
                            "released_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="vrijgegeven door",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Playbook",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("village", "nooddorp"), ("collective", "collectieve plaats")],
                                max_length=10,
                                verbose_name="soort plaats",
                            ),
                        ),
                        ("version", models.PositiveSmallIntegerField(verbose_name="versie")),
                        ("source", models.TextField(verbose_name="herkomst")),
                        ("note", models.TextField(blank=True, verbose_name="wat is nieuw in deze versie")),
                        (
                            "published_on",
                            models.DateField(blank=True, null=True, verbose_name="gepubliceerd op"),
                        ),
                    ],
                    options={
                        "verbose_name": "draaiboek",
                        "verbose_name_plural": "draaiboeken",
                        "ordering": ("kind", "-version"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("kind", "version"),
                                name="playbook_version_once",
                                violation_error_message="Deze versie bestaat al.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("published_on__isnull", True)),
                                fields=("kind",),
                                name="playbook_one_draft",
                                violation_error_message="Er is al een nieuwe versie in voorbereiding.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["village", "collective"]),
                                    ("version__gt", 0),
                                    models.Q(("source", ""), _negated=True),
                                ),
                                name="playbook_says_what_it_is",
                                violation_error_message="Een draaiboek heeft een soort, een versie en een herkomst.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="playbook_stays_published",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."published_on" IS NOT NULL)',
                                    func="RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'playbook_stays_published', MESSAGE = 'Een gepubliceerd draaiboek verandert niet meer. Maak een nieuwe versie.';",
                                    hash="1f49e67339c69361eabb97e63290ed3e01f632be",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_playbook_stays_published_e418f",
                                    table="facility_playbook",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "facility_playbookevent" ("id", "kind", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_on", "source", "version") VALUES (NEW."id", NEW."kind", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published_on", NEW."source", NEW."version"); RETURN NULL;',
                                    hash="f399c43e2981b2b55d570041879273603905a930",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_49f16",
                                    table="facility_playbook",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "facility_playbookevent" ("id", "kind", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_on", "source", "version") VALUES (NEW."id", NEW."kind", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published_on", NEW."source", NEW."version"); RETURN NULL;',
                                    hash="1cf2621ba9fce35ff8f8c00e52af3692ca5f039a",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_b2514",
                                    table="facility_playbook",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OpeningPlan",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("form_token", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("opens_on", models.DateField(verbose_name="geplande opening")),
                        (
                            "started_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="gestart op"
                            ),
                        ),
                        (
                            "hold",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="housing.openinghold",
                                verbose_name="nog niet geopend",
                            ),
                        ),
                        (
                            "site",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="opening_plan",
                                to="housing.site",
                                verbose_name="locatie",
                            ),
                        ),
                        (
                            "started_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="gestart door",
                            ),
                        ),
                        (
                            "support_request",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="opening_plans",
                                to="facility.supportrequest",
                                verbose_name="aanvraag",
                            ),
                        ),
                        (
                            "playbook",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plans",
                                to="facility.playbook",
                                verbose_name="draaiboek",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "openingsdossier",
                        "verbose_name_plural": "openingsdossiers",
                        "ordering": ("opens_on", "pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("opens_on__gte", "2022-03-14")),
                                name="opening_plan_in_our_time",
                                violation_error_message="De opening kan niet voor 14 maart 2022 liggen.",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="village_after_its_decision",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n        IF EXISTS (SELECT 1 FROM facility_playbook WHERE id = NEW.playbook_id AND kind = 'village') AND NOT EXISTS (\n            SELECT 1 FROM facility_supportrequest request WHERE request.id = NEW.support_request_id\n            AND request.kind = 'village' AND request.government_decision <> ''\n        ) THEN\n            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'village_after_its_decision', MESSAGE = 'Een nooddorp kan pas na een beslissing van de Vlaamse Regering.';\n        END IF;\n        RETURN NEW;\n    ",
                                    hash="9a8bf0448dc3411994c920d8faf534076775f50f",
                                    operation='INSERT OR UPDATE OF "playbook_id", "support_request_id"',
                                    pgid="pgtrigger_village_after_its_decision_57bec",
                                    table="facility_openingplan",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "facility_openingplanevent" ("form_token", "hold_id", "id", "opens_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "playbook_id", "site_id", "started_at", "started_by_id", "support_request_id") VALUES (NEW."form_token", NEW."hold_id", NEW."id", NEW."opens_on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."playbook_id", NEW."site_id", NEW."started_at", NEW."started_by_id", NEW."support_request_id"); RETURN NULL;',
                                    hash="3084df5dfb96284c29dfc5dde5b075eed3d413e9",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_2c317",
                                    table="facility_openingplan",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "facility_openingplanevent" ("form_token", "hold_id", "id", "opens_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "playbook_id", "site_id", "started_at", "started_by_id", "support_request_id") VALUES (NEW."form_token", NEW."hold_id", NEW."id", NEW."opens_on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."playbook_id", NEW."site_id", NEW."started_at", NEW."started_by_id", NEW."support_request_id"); RETURN NULL;',
                                    hash="8dcae4a54f74434db58e98913f9a60d8ce8bc98a",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_12dfd",
                                    table="facility_openingplan",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OpeningPlanEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("form_token", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("opens_on", models.DateField(verbose_name="geplande opening")),
                        (
                            "started_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="gestart op"
                            ),
                        ),
                        (
                            "hold",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="housing.openinghold",
                                verbose_name="nog niet geopend",
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
                                to="facility.openingplan",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="housing.site",
                                verbose_name="locatie",
                            ),
                        ),
                        (
                            "started_by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="gestart door",
                            ),
                        ),
                        (
                            "support_request",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="facility.supportrequest",
                                verbose_name="aanvraag",
                            ),
                        ),
                        (
                            "playbook",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="facility.playbook",
                                verbose_name="draaiboek",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PlaybookEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[("village", "nooddorp"), ("collective", "collectieve plaats")],
                                max_length=10,
                                verbose_name="soort plaats",
                            ),
                        ),
                        ("version", models.PositiveSmallIntegerField(verbose_name="versie")),
                        ("source", models.TextField(verbose_name="herkomst")),
                        ("note", models.TextField(blank=True, verbose_name="wat is nieuw in deze versie")),
                        (
                            "published_on",
                            models.DateField(blank=True, null=True, verbose_name="gepubliceerd op"),
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
                                to="facility.playbook",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PlaybookItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=40, verbose_name="code")),
                        (
                            "theme",
                            models.CharField(
                                choices=[
                                    ("hard", "hard facilities"),
                                    ("soft", "soft facilities"),
                                    ("ict", "data- en telecommunicatie"),
                                    ("utilities", "nutsvoorzieningen"),
                                    ("legal", "juridisch"),
                                    ("logistics", "logistiek"),
                                    ("practical", "praktisch"),
                                ],
                                max_length=10,
                                verbose_name="thema",
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="punt")),
                        ("explanation", models.TextField(verbose_name="uitleg")),
                        (
                            "party",
                            models.CharField(
                                choices=[
                                    ("municipality", "lokaal bestuur"),
                                    ("facility", "Het Facilitair Bedrijf"),
                                    ("operator", "uitbater"),
                                    ("contractor", "aannemer"),
                                    ("utility", "netbeheerder"),
                                    ("fire", "brandweer"),
                                    ("government", "Vlaamse Regering"),
                                ],
                                max_length=12,
                                verbose_name="verantwoordelijke",
                            ),
                        ),
                        ("days", models.PositiveSmallIntegerField(verbose_name="doorlooptijd (dagen)")),
                        (
                            "before",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="klaar zoveel dagen voor de opening"
                            ),
                        ),
                        (
                            "blocking",
                            models.BooleanField(default=False, verbose_name="houdt de opening tegen"),
                        ),
                        ("evidence", models.CharField(blank=True, max_length=160, verbose_name="bewijs")),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="volgorde")),
                        (
                            "playbook",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="items",
                                to="facility.playbook",
                                verbose_name="draaiboek",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "punt van een draaiboek",
                        "verbose_name_plural": "punten van een draaiboek",
                        "ordering": ("playbook", "position", "pk"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("playbook", "code"),
                                name="playbook_item_code_once",
                                violation_error_message="Deze code staat al in het draaiboek.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("before__lte", 365), ("days__lte", 730)),
                                name="playbook_item_within_reason",
                                violation_error_message="Een doorlooptijd is hoogstens 730 dagen, een marge hoogstens 365 dagen.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "party__in",
                                        [
                                            "municipality",
                                            "facility",
                                            "operator",
                                            "contractor",
                                            "utility",
                                            "fire",
                                            "government",
                                        ],
                                    ),
                                    (
                                        "theme__in",
                                        [
                                            "hard",
                                            "soft",
                                            "ict",
                                            "utilities",
                                            "legal",
                                            "logistics",
                                            "practical",
                                        ],
                                    ),
                                    models.Q(("title", ""), _negated=True),
                                ),
                                name="playbook_item_known_theme_and_party",
                                violation_error_message="Kies een thema en een verantwoordelijke, en geef het punt een naam.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="item_stays_published",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE playbook bigint;",
                                    func="\n        playbook := CASE TG_OP WHEN 'DELETE' THEN OLD.playbook_id ELSE NEW.playbook_id END;\n        PERFORM 1 FROM facility_playbook WHERE id = playbook FOR SHARE;\n        IF EXISTS (SELECT 1 FROM facility_playbook WHERE id = playbook AND published_on IS NOT NULL) THEN\n            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'item_stays_published', MESSAGE = 'Een gepubliceerd draaiboek verandert niet meer. Maak een nieuwe versie.';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ",
                                    hash="77545bfb9e26c32107416fd39710e85d5162a80b",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_item_stays_published_5696d",
                                    table="facility_playbookitem",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "facility_playbookitemevent" ("before", "blocking", "code", "days", "evidence", "explanation", "id", "party", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "playbook_id", "position", "theme", "title") VALUES (NEW."before", NEW."blocking", NEW."code", NEW."days", NEW."evidence", NEW."explanation", NEW."id", NEW."party", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."playbook_id", NEW."position", NEW."theme", NEW."title"); RETURN NULL;',
                                    hash="b9d4d569681a80a07ba0e2781bd6c7f674d5f8ee",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_93fba",
                                    table="facility_playbookitem",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "facility_playbookitemevent" ("before", "blocking", "code", "days", "evidence", "explanation", "id", "party", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "playbook_id", "position", "theme", "title") VALUES (NEW."before", NEW."blocking", NEW."code", NEW."days", NEW."evidence", NEW."explanation", NEW."id", NEW."party", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."playbook_id", NEW."position", NEW."theme", NEW."title"); RETURN NULL;',
                                    hash="30250939847e81c6db658ae39c3d46c5d2628b11",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_9e38b",
                                    table="facility_playbookitem",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OpeningTask",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("note", models.TextField(blank=True, verbose_name="opmerking")),
                        ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="klaar op")),
                        (
                            "waived_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="niet nodig sinds"),
                        ),
                        ("waived_because", models.TextField(blank=True, verbose_name="waarom niet nodig")),
                        (
                            "done_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="klaar volgens",
                            ),
                        ),
                        (
                            "evidence",
                            models.ManyToManyField(
                                blank=True,
                                related_name="+",
                                to="documents.document",
                                verbose_name="bewijsstukken",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="tasks",
                                to="facility.openingplan",
                                verbose_name="openingsdossier",
                            ),
                        ),
                        (
                            "waived_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="niet nodig volgens",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tasks",
                                to="facility.playbookitem",
                                verbose_name="punt",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "punt van een openingsdossier",
                        "verbose_name_plural": "punten van een openingsdossier",
                        "ordering": ("plan", "item__position", "pk"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("plan", "item"),
                                name="opening_task_once",
                                violation_error_message="Dit punt staat al in het openingsdossier.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("done_at__isnull", False), ("done_by__isnull", False)),
                                    models.Q(("done_at__isnull", True), ("done_by__isnull", True)),
                                    _connector="OR",
                                ),
                                name="opening_task_done_at_and_by",
                                violation_error_message="Wie en wanneer horen samen: vul beide in of geen van beide.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("waived_at__isnull", False), ("waived_by__isnull", False)),
                                    models.Q(("waived_at__isnull", True), ("waived_by__isnull", True)),
                                    _connector="OR",
                                ),
                                name="opening_task_waived_at_and_by",
                                violation_error_message="Wie en wanneer horen samen: vul beide in of geen van beide.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("done_at__isnull", True), ("waived_at__isnull", True), _connector="OR"
                                ),
                                name="opening_task_done_or_waived",
                                violation_error_message="Een punt is klaar of niet nodig, niet allebei.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("waived_at__isnull", True), ("waived_because", "")),
                                    models.Q(
                                        ("waived_at__isnull", False),
                                        models.Q(("waived_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="opening_task_waived_because",
                                violation_error_message="Schrijf op waarom dit punt hier niet nodig is.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="tasks_hold_the_opening",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE the_plan bigint; the_hold bigint;",
                                    func="\n        the_plan := CASE TG_OP WHEN 'DELETE' THEN OLD.plan_id ELSE NEW.plan_id END;\n        SELECT hold_id INTO the_hold FROM facility_openingplan WHERE id = the_plan;\n        PERFORM 1 FROM housing_openinghold WHERE id = the_hold FOR UPDATE;\n        UPDATE housing_openinghold SET open_items = (\n            SELECT count(*) FROM facility_openingtask task JOIN facility_playbookitem item ON item.id = task.item_id\n            WHERE task.plan_id = the_plan AND item.blocking AND task.done_at IS NULL AND task.waived_at IS NULL\n        ) WHERE id = the_hold;\n        RETURN NULL;\n    ",
                                    hash="ef7d2c1b5eb001e408ea382d7aa7aa78502dabc8",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_tasks_hold_the_opening_085a8",
                                    table="facility_openingtask",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "facility_openingtaskevent" ("done_at", "done_by_id", "id", "item_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "waived_at", "waived_because", "waived_by_id") VALUES (NEW."done_at", NEW."done_by_id", NEW."id", NEW."item_id", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."plan_id", NEW."waived_at", NEW."waived_because", NEW."waived_by_id"); RETURN NULL;',
                                    hash="3bb06314a85a5dc6ced531640b9abf6744a300ba",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_50c35",
                                    table="facility_openingtask",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "facility_openingtaskevent" ("done_at", "done_by_id", "id", "item_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "waived_at", "waived_because", "waived_by_id") VALUES (NEW."done_at", NEW."done_by_id", NEW."id", NEW."item_id", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."plan_id", NEW."waived_at", NEW."waived_because", NEW."waived_by_id"); RETURN NULL;',
                                    hash="d9b9bf3878eea55da226d5ce575de49a19c54a5c",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_d9460",
                                    table="facility_openingtask",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OpeningTaskEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("note", models.TextField(blank=True, verbose_name="opmerking")),
                        ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="klaar op")),
                        (
                            "waived_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="niet nodig sinds"),
                        ),
                        ("waived_because", models.TextField(blank=True, verbose_name="waarom niet nodig")),
                        (
                            "done_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="klaar volgens",
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
                                to="facility.openingtask",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="facility.openingplan",
                                verbose_name="openingsdossier",
                            ),
                        ),
                        (
                            "waived_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="niet nodig volgens",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="facility.playbookitem",
                                verbose_name="punt",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PlaybookItemEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("code", models.SlugField(db_index=False, max_length=40, verbose_name="code")),
                        (
                            "theme",
                            models.CharField(
                                choices=[
                                    ("hard", "hard facilities"),
                                    ("soft", "soft facilities"),
                                    ("ict", "data- en telecommunicatie"),
                                    ("utilities", "nutsvoorzieningen"),
                                    ("legal", "juridisch"),
                                    ("logistics", "logistiek"),
                                    ("practical", "praktisch"),
                                ],
                                max_length=10,
                                verbose_name="thema",
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="punt")),
                        ("explanation", models.TextField(verbose_name="uitleg")),
                        (
                            "party",
                            models.CharField(
                                choices=[
                                    ("municipality", "lokaal bestuur"),
                                    ("facility", "Het Facilitair Bedrijf"),
                                    ("operator", "uitbater"),
                                    ("contractor", "aannemer"),
                                    ("utility", "netbeheerder"),
                                    ("fire", "brandweer"),
                                    ("government", "Vlaamse Regering"),
                                ],
                                max_length=12,
                                verbose_name="verantwoordelijke",
                            ),
                        ),
                        ("days", models.PositiveSmallIntegerField(verbose_name="doorlooptijd (dagen)")),
                        (
                            "before",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="klaar zoveel dagen voor de opening"
                            ),
                        ),
                        (
                            "blocking",
                            models.BooleanField(default=False, verbose_name="houdt de opening tegen"),
                        ),
                        ("evidence", models.CharField(blank=True, max_length=160, verbose_name="bewijs")),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="volgorde")),
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
                                to="facility.playbookitem",
                            ),
                        ),
                        (
                            "playbook",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="facility.playbook",
                                verbose_name="draaiboek",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PlaybookNeed",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="needs",
                                to="facility.playbookitem",
                                verbose_name="punt",
                            ),
                        ),
                        (
                            "needs",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="needed_by",
                                to="facility.playbookitem",
                                verbose_name="wacht op",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "afhankelijkheid",
                        "verbose_name_plural": "afhankelijkheden",
                        "ordering": ("item", "needs"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("item", "needs"),
                                name="playbook_need_once",
                                violation_error_message="Deze afhankelijkheid staat er al.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("item", models.F("needs")), _negated=True),
                                name="playbook_need_of_another",
                                violation_error_message="Een punt wacht niet op zichzelf.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="needs_without_circles",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE playbook bigint;",
                                    func="\n        SELECT item.playbook_id INTO playbook FROM facility_playbookitem item\n        WHERE item.id = CASE TG_OP WHEN 'DELETE' THEN OLD.item_id ELSE NEW.item_id END;\n        PERFORM 1 FROM facility_playbook WHERE id = playbook FOR NO KEY UPDATE;\n        IF EXISTS (SELECT 1 FROM facility_playbook WHERE id = playbook AND published_on IS NOT NULL) THEN\n            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'needs_without_circles', MESSAGE = 'Een gepubliceerd draaiboek verandert niet meer. Maak een nieuwe versie.';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        IF NOT EXISTS (\n            SELECT 1 FROM facility_playbookitem WHERE id = NEW.needs_id AND playbook_id = playbook\n        ) THEN\n            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'needs_without_circles', MESSAGE = 'Een punt wacht alleen op een punt van hetzelfde draaiboek.';\n        END IF;\n        IF EXISTS (\n            WITH RECURSIVE behind AS (\n                SELECT NEW.needs_id AS id\n                UNION\n                SELECT link.needs_id FROM facility_playbookneed link JOIN behind ON link.item_id = behind.id\n            ) SELECT 1 FROM behind WHERE id = NEW.item_id\n        ) THEN\n            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'needs_without_circles', MESSAGE = 'Deze punten wachten op elkaar. Haal een van de afhankelijkheden weg.';\n        END IF;\n        RETURN NEW;\n    ",
                                    hash="36ff407849cd8af7977852fc3cd20c2d6a737f5c",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_needs_without_circles_b46fb",
                                    table="facility_playbookneed",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PropertyReservation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("form_token", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("held", "gereserveerd"),
                                    ("in_use", "in gebruik"),
                                    ("returned", "teruggegeven"),
                                    ("released", "vrijgegeven"),
                                ],
                                default="held",
                                max_length=8,
                                verbose_name="toestand",
                            ),
                        ),
                        (
                            "period",
                            django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="periode"),
                        ),
                        (
                            "reserved_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="gereserveerd op"
                            ),
                        ),
                        (
                            "ended_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="beëindigd op"),
                        ),
                        ("released_because", models.TextField(blank=True, verbose_name="waarom vrijgegeven")),
                        (
                            "ended_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="beëindigd door",
                            ),
                        ),
                        (
                            "giving_back",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="facility.handoverprotocol",
                                verbose_name="teruggave",
                            ),
                        ),
                        (
                            "handover",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="facility.handoverprotocol",
                                verbose_name="overdracht",
                            ),
                        ),
                        (
                            "property",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reservations",
                                to="facility.flemishproperty",
                                verbose_name="Vlaams pand",
                            ),
                        ),
                        (
                            "reserved_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="gereserveerd door",
                            ),
                        ),
                        (
                            "support_request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="property_reservations",
                                to="facility.supportrequest",
                                verbose_name="aanvraag",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "reservatie van een Vlaams pand",
                        "verbose_name_plural": "reservaties van Vlaamse panden",
                        "ordering": ("-reserved_at", "-pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ["held", "in_use", "returned", "released"])
                                ),
                                name="property_reservation_status_known",
                                violation_error_message="Deze toestand bestaat niet.",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("status__in", ["held", "in_use"])),
                                expressions=[("property", "="), ("period", "&&")],
                                name="property_held_once",
                                violation_error_message="Een andere aanvraag heeft dit pand al gereserveerd of in gebruik.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ["returned", "released"]),
                                    models.Q(
                                        ("period__isempty", False), ("period__startswith__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="property_reservation_dated",
                                violation_error_message="Een reservatie heeft een begin, en een einde dat erna komt.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "held"), _negated=True),
                                    ("period__endswith__isnull", False),
                                    _connector="OR",
                                ),
                                name="property_hold_expires",
                                violation_error_message="Een reservatie heeft een vervaldag.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                                    _connector="OR",
                                ),
                                name="property_reservation_ended_at_and_by",
                                violation_error_message="Wie en wanneer horen samen: vul beide in of geen van beide.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ["in_use", "returned"]), _negated=True),
                                    ("handover__isnull", False),
                                    _connector="OR",
                                ),
                                name="property_used_after_handover",
                                violation_error_message="Een pand in gebruik heeft een overdrachtsverslag.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ["returned"]), _negated=True),
                                    models.Q(("giving_back__isnull", False), ("ended_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="property_returned_with_protocol",
                                violation_error_message="Een teruggave heeft een verslag.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ["released"]), _negated=True),
                                    models.Q(
                                        ("ended_at__isnull", False),
                                        models.Q(("released_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="property_released_with_reason",
                                violation_error_message="Schrijf op waarom het pand weer vrij is.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "facility_propertyreservationevent" ("ended_at", "ended_by_id", "form_token", "giving_back_id", "handover_id", "id", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "property_id", "released_because", "reserved_at", "reserved_by_id", "status", "support_request_id") VALUES (NEW."ended_at", NEW."ended_by_id", NEW."form_token", NEW."giving_back_id", NEW."handover_id", NEW."id", NEW."period", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."property_id", NEW."released_because", NEW."reserved_at", NEW."reserved_by_id", NEW."status", NEW."support_request_id"); RETURN NULL;',
                                    hash="5687045ab87434b073855d7c008f99f7ff33a43c",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_ae902",
                                    table="facility_propertyreservation",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "facility_propertyreservationevent" ("ended_at", "ended_by_id", "form_token", "giving_back_id", "handover_id", "id", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "property_id", "released_because", "reserved_at", "reserved_by_id", "status", "support_request_id") VALUES (NEW."ended_at", NEW."ended_by_id", NEW."form_token", NEW."giving_back_id", NEW."handover_id", NEW."id", NEW."period", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."property_id", NEW."released_because", NEW."reserved_at", NEW."reserved_by_id", NEW."status", NEW."support_request_id"); RETURN NULL;',
                                    hash="dea5330e02b216ee5d3cc3c8ee94cc50a7cedbab",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_8d6ac",
                                    table="facility_propertyreservation",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PropertyReservationEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("form_token", models.UUIDField(default=uuid.uuid4, editable=False)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("held", "gereserveerd"),
                                    ("in_use", "in gebruik"),
                                    ("returned", "teruggegeven"),
                                    ("released", "vrijgegeven"),
                                ],
                                default="held",
                                max_length=8,
                                verbose_name="toestand",
                            ),
                        ),
                        (
                            "period",
                            django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="periode"),
                        ),
                        (
                            "reserved_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="gereserveerd op"
                            ),
                        ),
                        (
                            "ended_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="beëindigd op"),
                        ),
                        ("released_because", models.TextField(blank=True, verbose_name="waarom vrijgegeven")),
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
                                verbose_name="beëindigd door",
                            ),
                        ),
                        (
                            "giving_back",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="facility.handoverprotocol",
                                verbose_name="teruggave",
                            ),
                        ),
                        (
                            "handover",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="facility.handoverprotocol",
                                verbose_name="overdracht",
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
                                to="facility.propertyreservation",
                            ),
                        ),
                        (
                            "property",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="facility.flemishproperty",
                                verbose_name="Vlaams pand",
                            ),
                        ),
                        (
                            "reserved_by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="gereserveerd door",
                            ),
                        ),
                        (
                            "support_request",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="facility.supportrequest",
                                verbose_name="aanvraag",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PurchaseTerms",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "valid",
                            django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="geldig"),
                        ),
                        (
                            "warn_at",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0.80"),
                                max_digits=3,
                                verbose_name="waarschuwen vanaf dit deel van het plafond",
                            ),
                        ),
                        (
                            "regularise_days",
                            models.PositiveSmallIntegerField(
                                default=30, verbose_name="dagen om een spoedaankoop te regulariseren"
                            ),
                        ),
                        (
                            "highest_outside",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=12,
                                verbose_name="hoogste bedrag buiten contract zonder btw (€)",
                            ),
                        ),
                        ("source", models.CharField(max_length=300, verbose_name="bron")),
                    ],
                    options={
                        "verbose_name": "drempels voor aankopen",
                        "verbose_name_plural": "drempels voor aankopen",
                        "ordering": ("valid",),
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[("valid", "&&")],
                                name="purchase_terms_once_at_a_time",
                                violation_error_message="Voor deze periode staan er al drempels.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("highest_outside__gte", 0),
                                    ("warn_at__gt", 0),
                                    ("warn_at__lte", 1),
                                    ("valid__isempty", False),
                                    ("valid__startswith__isnull", False),
                                    models.Q(("source", ""), _negated=True),
                                ),
                                name="purchase_terms_sensible",
                                violation_error_message="Het deel ligt tussen 0 en 1, het bedrag is 0 of meer; er is een bron.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "facility_purchasetermsevent" ("highest_outside", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "regularise_days", "source", "valid", "warn_at") VALUES (NEW."highest_outside", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."regularise_days", NEW."source", NEW."valid", NEW."warn_at"); RETURN NULL;',
                                    hash="7932e5ffebbe11d8311faa612c887ff49cb7fc76",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_00d84",
                                    table="facility_purchaseterms",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "facility_purchasetermsevent" ("highest_outside", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "regularise_days", "source", "valid", "warn_at") VALUES (NEW."highest_outside", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."regularise_days", NEW."source", NEW."valid", NEW."warn_at"); RETURN NULL;',
                                    hash="1d44fc9e679f8689432e97fed2d1e6e31ff91b33",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_3d585",
                                    table="facility_purchaseterms",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PurchaseTermsEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "valid",
                            django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="geldig"),
                        ),
                        (
                            "warn_at",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0.80"),
                                max_digits=3,
                                verbose_name="waarschuwen vanaf dit deel van het plafond",
                            ),
                        ),
                        (
                            "regularise_days",
                            models.PositiveSmallIntegerField(
                                default=30, verbose_name="dagen om een spoedaankoop te regulariseren"
                            ),
                        ),
                        (
                            "highest_outside",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=12,
                                verbose_name="hoogste bedrag buiten contract zonder btw (€)",
                            ),
                        ),
                        ("source", models.CharField(max_length=300, verbose_name="bron")),
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
                                to="facility.purchaseterms",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ReimbursementClaim",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("form_token", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "in voorbereiding"),
                                    ("submitted", "ingediend"),
                                    ("assessed", "beoordeeld, wacht op een tweede persoon"),
                                    ("approved", "goedgekeurd"),
                                    ("in_payment", "in een betaalbestand"),
                                    ("paid", "betaald"),
                                    ("refused", "geweigerd"),
                                    ("withdrawn", "ingetrokken"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="toestand",
                            ),
                        ),
                        (
                            "iban",
                            models.CharField(
                                max_length=34,
                                validators=[facility.models.contracts.check_iban],
                                verbose_name="rekeningnummer (IBAN)",
                            ),
                        ),
                        (
                            "currency",
                            models.CharField(
                                default="EUR", editable=False, max_length=3, verbose_name="munt"
                            ),
                        ),
                        ("note", models.TextField(blank=True, verbose_name="toelichting")),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="begonnen op"
                            ),
                        ),
                        (
                            "submitted_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="ingediend op"),
                        ),
                        (
                            "assessed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="beoordeeld op"),
                        ),
                        (
                            "decided_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="beslist op"),
                        ),
                        (
                            "decision",
                            models.TextField(blank=True, verbose_name="toelichting bij de beslissing"),
                        ),
                        (
                            "approved_total",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0.00"),
                                max_digits=12,
                                verbose_name="goedgekeurd (€)",
                            ),
                        ),
                        (
                            "assessed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="beoordeeld door",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="begonnen door",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="beslist door",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="claims",
                                to="accounts.organisation",
                                verbose_name="lokaal bestuur",
                            ),
                        ),
                        (
                            "payment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="claims",
                                to="facility.paymentfile",
                                verbose_name="betaalbestand",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="claims",
                                to="housing.site",
                                verbose_name="locatie",
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="ingediend door",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "terugvordering",
                        "verbose_name_plural": "terugvorderingen",
                        "ordering": ("-created_at", "-pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "status__in",
                                        [
                                            "draft",
                                            "submitted",
                                            "assessed",
                                            "approved",
                                            "in_payment",
                                            "paid",
                                            "refused",
                                            "withdrawn",
                                        ],
                                    )
                                ),
                                name="claim_status_known",
                                violation_error_message="Deze toestand bestaat niet.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("submitted_at__isnull", False), ("submitted_by__isnull", False)
                                    ),
                                    models.Q(("submitted_at__isnull", True), ("submitted_by__isnull", True)),
                                    _connector="OR",
                                ),
                                name="claim_submitted_at_and_by",
                                violation_error_message="Wie en wanneer horen samen: vul beide in of geen van beide.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("assessed_at__isnull", False), ("assessed_by__isnull", False)),
                                    models.Q(("assessed_at__isnull", True), ("assessed_by__isnull", True)),
                                    _connector="OR",
                                ),
                                name="claim_assessed_at_and_by",
                                violation_error_message="Wie en wanneer horen samen: vul beide in of geen van beide.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                                    models.Q(("decided_at__isnull", True), ("decided_by__isnull", True)),
                                    _connector="OR",
                                ),
                                name="claim_decided_at_and_by",
                                violation_error_message="Wie en wanneer horen samen: vul beide in of geen van beide.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by__isnull", True),
                                    models.Q(
                                        ("assessed_by__isnull", False),
                                        models.Q(("decided_by", models.F("assessed_by")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="claim_four_eyes",
                                violation_error_message="Wie een terugvordering beoordeelt, beslist er niet zelf over.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status__in", ["approved", "in_payment", "paid"]), _negated=True
                                    ),
                                    ("decided_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="claim_approved_by_second",
                                violation_error_message="In deze toestand ontbreekt nog een verplicht gegeven.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("payment__isnull", False), ("status__in", ["in_payment", "paid"])
                                    ),
                                    models.Q(
                                        models.Q(("status__in", ["in_payment", "paid"]), _negated=True),
                                        ("payment__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="claim_in_one_payment_file",
                                violation_error_message="Een terugvordering zit in één betaalbestand, of in geen.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status__in", ["approved", "in_payment", "paid"]), _negated=True
                                    ),
                                    ("approved_total__gt", 0),
                                    _connector="OR",
                                ),
                                name="claim_approved_amount",
                                violation_error_message="Een goedgekeurde terugvordering is meer dan 0 euro. Weiger ze anders.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ["refused"]), _negated=True),
                                    models.Q(
                                        ("decided_at__isnull", False),
                                        models.Q(("decision", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="claim_refused_why",
                                violation_error_message="Schrijf op waarom u weigert.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("currency", "EUR")),
                                name="claim_in_euro",
                                violation_error_message="Bedragen staan in euro (EUR).",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "facility_reimbursementclaimevent" ("approved_total", "assessed_at", "assessed_by_id", "created_at", "created_by_id", "currency", "decided_at", "decided_by_id", "decision", "form_token", "iban", "id", "note", "organisation_id", "payment_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "site_id", "status", "submitted_at", "submitted_by_id") VALUES (NEW."approved_total", NEW."assessed_at", NEW."assessed_by_id", NEW."created_at", NEW."created_by_id", NEW."currency", NEW."decided_at", NEW."decided_by_id", NEW."decision", NEW."form_token", NEW."iban", NEW."id", NEW."note", NEW."organisation_id", NEW."payment_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."site_id", NEW."status", NEW."submitted_at", NEW."submitted_by_id"); RETURN NULL;',
                                    hash="030cec7cdaa841d3ae25601fde891b8466088f53",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_bf8b4",
                                    table="facility_reimbursementclaim",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "facility_reimbursementclaimevent" ("approved_total", "assessed_at", "assessed_by_id", "created_at", "created_by_id", "currency", "decided_at", "decided_by_id", "decision", "form_token", "iban", "id", "note", "organisation_id", "payment_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "site_id", "status", "submitted_at", "submitted_by_id") VALUES (NEW."approved_total", NEW."assessed_at", NEW."assessed_by_id", NEW."created_at", NEW."created_by_id", NEW."currency", NEW."decided_at", NEW."decided_by_id", NEW."decision", NEW."form_token", NEW."iban", NEW."id", NEW."note", NEW."organisation_id", NEW."payment_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."site_id", NEW."status", NEW."submitted_at", NEW."submitted_by_id"); RETURN NULL;',
                                    hash="cac230909d8903d482544c6e9b81f93eb40dc2d0",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_49813",
                                    table="facility_reimbursementclaim",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClaimDocument",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("invoice", "gedetailleerde factuur"),
                                    ("declaration", "verklaring op eer (eigen werken)"),
                                    ("other", "ander bewijs"),
                                ],
                                max_length=11,
                                verbose_name="soort bewijs",
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
                            "claim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="evidence",
                                to="facility.reimbursementclaim",
                                verbose_name="terugvordering",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "bewijsstuk",
                        "verbose_name_plural": "bewijsstukken",
                        "ordering": ("claim", "pk"),
                    },
                ),
                migrations.CreateModel(
                    name="ReimbursementClaimEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("form_token", models.UUIDField(default=uuid.uuid4, editable=False)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "in voorbereiding"),
                                    ("submitted", "ingediend"),
                                    ("assessed", "beoordeeld, wacht op een tweede persoon"),
                                    ("approved", "goedgekeurd"),
                                    ("in_payment", "in een betaalbestand"),
                                    ("paid", "betaald"),
                                    ("refused", "geweigerd"),
                                    ("withdrawn", "ingetrokken"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="toestand",
                            ),
                        ),
                        (
                            "iban",
                            models.CharField(
                                max_length=34,
                                validators=[facility.models.contracts.check_iban],
                                verbose_name="rekeningnummer (IBAN)",
                            ),
                        ),
                        (
                            "currency",
                            models.CharField(
                                default="EUR", editable=False, max_length=3, verbose_name="munt"
                            ),
                        ),
                        ("note", models.TextField(blank=True, verbose_name="toelichting")),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="begonnen op"
                            ),
                        ),
                        (
                            "submitted_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="ingediend op"),
                        ),
                        (
                            "assessed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="beoordeeld op"),
                        ),
                        (
                            "decided_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="beslist op"),
                        ),
                        (
                            "decision",
                            models.TextField(blank=True, verbose_name="toelichting bij de beslissing"),
                        ),
                        (
                            "approved_total",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0.00"),
                                max_digits=12,
                                verbose_name="goedgekeurd (€)",
                            ),
                        ),
                        (
                            "assessed_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="beoordeeld door",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="begonnen door",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="beslist door",
                            ),
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
                            "payment",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="facility.paymentfile",
                                verbose_name="betaalbestand",
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
                                to="facility.reimbursementclaim",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="housing.site",
                                verbose_name="locatie",
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
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
                    name="RentalContract",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("form_token", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "in voorbereiding"),
                                    ("signed", "getekend"),
                                    ("ended", "beëindigd"),
                                    ("dropped", "niet doorgegaan"),
                                ],
                                default="draft",
                                max_length=7,
                                verbose_name="toestand",
                            ),
                        ),
                        ("counterparty", models.CharField(max_length=160, verbose_name="andere partij")),
                        ("begins_on", models.DateField(verbose_name="begin")),
                        ("ends_on", models.DateField(verbose_name="einde")),
                        (
                            "notice_months",
                            models.PositiveSmallIntegerField(
                                default=1, verbose_name="opzegtermijn in maanden"
                            ),
                        ),
                        ("notice_on", models.DateField(verbose_name="laatste dag om op te zeggen")),
                        (
                            "rent",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=12,
                                null=True,
                                verbose_name="huur per maand (€)",
                            ),
                        ),
                        (
                            "currency",
                            models.CharField(
                                default="EUR", editable=False, max_length=3, verbose_name="munt"
                            ),
                        ),
                        ("values", models.JSONField(default=dict, verbose_name="ingevulde gegevens")),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="begonnen op"
                            ),
                        ),
                        ("signed_on", models.DateField(blank=True, null=True, verbose_name="getekend op")),
                        (
                            "signed_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="ondertekening vastgelegd op"
                            ),
                        ),
                        ("reminded_on", models.DateField(blank=True, null=True, verbose_name="herinnerd op")),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="begonnen door",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rental_contracts",
                                to="accounts.organisation",
                                verbose_name="lokaal bestuur",
                            ),
                        ),
                        (
                            "signed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="ondertekening vastgelegd door",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rental_contracts",
                                to="housing.site",
                                verbose_name="locatie",
                            ),
                        ),
                        (
                            "template",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contracts",
                                to="facility.contracttemplate",
                                verbose_name="sjabloon",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "contract",
                        "verbose_name_plural": "contracten",
                        "ordering": ("notice_on", "pk"),
                        "indexes": [
                            models.Index(fields=["status", "notice_on"], name="rental_contract_notice")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("status__in", ["draft", "signed", "ended", "dropped"])),
                                name="rental_contract_status_known",
                                violation_error_message="Deze toestand bestaat niet.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__gt", models.F("begins_on")),
                                    ("notice_on__lte", models.F("ends_on")),
                                ),
                                name="rental_contract_dates",
                                violation_error_message="Een contract eindigt na zijn begin, en opzeggen kan tot het einde.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("rent__isnull", True), ("rent__gt", 0), _connector="OR"),
                                name="rental_contract_rent_positive",
                                violation_error_message="Een huur is meer dan 0 euro. Laat het veld leeg als er geen huur is.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("signed_on__isnull", False),
                                        ("signed_at__isnull", False),
                                        ("signed_by__isnull", False),
                                    ),
                                    models.Q(
                                        ("signed_on__isnull", True),
                                        ("signed_at__isnull", True),
                                        ("signed_by__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="rental_contract_signed_at_and_by",
                                violation_error_message="Wie en wanneer horen samen: vul beide in of geen van beide.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ["signed", "ended"]), _negated=True),
                                    ("signed_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="rental_contract_signed",
                                violation_error_message="In deze toestand ontbreekt nog een verplicht gegeven.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("currency", "EUR")),
                                name="rental_contract_in_euro",
                                violation_error_message="Bedragen staan in euro (EUR).",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "facility_rentalcontractevent" ("begins_on", "counterparty", "created_at", "created_by_id", "currency", "ends_on", "form_token", "id", "notice_months", "notice_on", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminded_on", "rent", "signed_at", "signed_by_id", "signed_on", "site_id", "status", "template_id", "values") VALUES (NEW."begins_on", NEW."counterparty", NEW."created_at", NEW."created_by_id", NEW."currency", NEW."ends_on", NEW."form_token", NEW."id", NEW."notice_months", NEW."notice_on", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reminded_on", NEW."rent", NEW."signed_at", NEW."signed_by_id", NEW."signed_on", NEW."site_id", NEW."status", NEW."template_id", NEW."values"); RETURN NULL;',
                                    hash="1f32d247b0bd7d2f36b51934f8fa8b4408ed261b",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_0c7de",
                                    table="facility_rentalcontract",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "facility_rentalcontractevent" ("begins_on", "counterparty", "created_at", "created_by_id", "currency", "ends_on", "form_token", "id", "notice_months", "notice_on", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminded_on", "rent", "signed_at", "signed_by_id", "signed_on", "site_id", "status", "template_id", "values") VALUES (NEW."begins_on", NEW."counterparty", NEW."created_at", NEW."created_by_id", NEW."currency", NEW."ends_on", NEW."form_token", NEW."id", NEW."notice_months", NEW."notice_on", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reminded_on", NEW."rent", NEW."signed_at", NEW."signed_by_id", NEW."signed_on", NEW."site_id", NEW."status", NEW."template_id", NEW."values"); RETURN NULL;',
                                    hash="26e2e6dc7f2ae1fd50bc4533fee41fc817fe6966",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_65264",
                                    table="facility_rentalcontract",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ContractPaper",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveSmallIntegerField(verbose_name="versie")),
                        ("values", models.JSONField(verbose_name="ingevulde gegevens")),
                        (
                            "made_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="gemaakt op"
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="gemaakt door",
                            ),
                        ),
                        (
                            "pdf",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.document",
                                verbose_name="pdf",
                            ),
                        ),
                        (
                            "word",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.document",
                                verbose_name="Word",
                            ),
                        ),
                        (
                            "template",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="facility.contracttemplate",
                                verbose_name="sjabloon",
                            ),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="papers",
                                to="facility.rentalcontract",
                                verbose_name="contract",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "versie van een contract",
                        "verbose_name_plural": "versies van contracten",
                        "ordering": ("contract", "-version"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("contract", "version"),
                                name="contract_paper_version_once",
                                violation_error_message="Deze versie bestaat al.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RentalContractEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("form_token", models.UUIDField(default=uuid.uuid4, editable=False)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "in voorbereiding"),
                                    ("signed", "getekend"),
                                    ("ended", "beëindigd"),
                                    ("dropped", "niet doorgegaan"),
                                ],
                                default="draft",
                                max_length=7,
                                verbose_name="toestand",
                            ),
                        ),
                        ("counterparty", models.CharField(max_length=160, verbose_name="andere partij")),
                        ("begins_on", models.DateField(verbose_name="begin")),
                        ("ends_on", models.DateField(verbose_name="einde")),
                        (
                            "notice_months",
                            models.PositiveSmallIntegerField(
                                default=1, verbose_name="opzegtermijn in maanden"
                            ),
                        ),
                        ("notice_on", models.DateField(verbose_name="laatste dag om op te zeggen")),
                        (
                            "rent",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=12,
                                null=True,
                                verbose_name="huur per maand (€)",
                            ),
                        ),
                        (
                            "currency",
                            models.CharField(
                                default="EUR", editable=False, max_length=3, verbose_name="munt"
                            ),
                        ),
                        ("values", models.JSONField(default=dict, verbose_name="ingevulde gegevens")),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="begonnen op"
                            ),
                        ),
                        ("signed_on", models.DateField(blank=True, null=True, verbose_name="getekend op")),
                        (
                            "signed_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="ondertekening vastgelegd op"
                            ),
                        ),
                        ("reminded_on", models.DateField(blank=True, null=True, verbose_name="herinnerd op")),
                        (
                            "created_by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="begonnen door",
                            ),
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
                                to="facility.rentalcontract",
                            ),
                        ),
                        (
                            "signed_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="ondertekening vastgelegd door",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="housing.site",
                                verbose_name="locatie",
                            ),
                        ),
                        (
                            "template",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="facility.contracttemplate",
                                verbose_name="sjabloon",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Supplier",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=160, verbose_name="naam")),
                        (
                            "kbo_number",
                            models.CharField(
                                error_messages={"unique": "Deze leverancier staat er al."},
                                max_length=10,
                                unique=True,
                                validators=[facility.models.contracts.check_kbo],
                                verbose_name="ondernemingsnummer (KBO)",
                            ),
                        ),
                        (
                            "email",
                            models.EmailField(max_length=254, verbose_name="e-mailadres voor bestellingen"),
                        ),
                        (
                            "iban",
                            models.CharField(
                                max_length=34,
                                validators=[facility.models.contracts.check_iban],
                                verbose_name="rekeningnummer (IBAN)",
                            ),
                        ),
                        ("address", models.CharField(max_length=200, verbose_name="adres")),
                    ],
                    options={
                        "verbose_name": "leverancier",
                        "verbose_name_plural": "leveranciers",
                        "ordering": ("name",),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kbo_number__regex", "^[01][0-9]{9}$")),
                                name="supplier_kbo_digits",
                                violation_error_message="Een ondernemingsnummer telt tien cijfers en begint met 0 of 1.",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "facility_supplierevent" ("address", "email", "iban", "id", "kbo_number", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."address", NEW."email", NEW."iban", NEW."id", NEW."kbo_number", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                                    hash="caabef86044974842eaeb21d81c9604bb6ed9ffb",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_a314a",
                                    table="facility_supplier",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "facility_supplierevent" ("address", "email", "iban", "id", "kbo_number", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."address", NEW."email", NEW."iban", NEW."id", NEW."kbo_number", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                                    hash="c9447bb99803a08fd913f672ae95358f3409a352",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_d96ba",
                                    table="facility_supplier",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Lot",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(default=1, verbose_name="perceel")),
                        ("title", models.CharField(max_length=160, verbose_name="titel")),
                        (
                            "ceiling",
                            models.DecimalField(
                                decimal_places=2, max_digits=12, verbose_name="plafond zonder btw (€)"
                            ),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lots",
                                to="facility.frameworkcontract",
                                verbose_name="raamcontract",
                            ),
                        ),
                        (
                            "supplier",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lots",
                                to="facility.supplier",
                                verbose_name="leverancier",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "perceel",
                        "verbose_name_plural": "percelen",
                        "ordering": ("contract", "number"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("contract", "number"),
                                name="lot_number_once",
                                violation_error_message="Dit perceel bestaat al in dit raamcontract.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ceiling__gt", 0)),
                                name="lot_ceiling_positive",
                                violation_error_message="Een plafond is meer dan 0 euro.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "facility_lotevent" ("ceiling", "contract_id", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "supplier_id", "title") VALUES (NEW."ceiling", NEW."contract_id", NEW."id", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."supplier_id", NEW."title"); RETURN NULL;',
                                    hash="64e1cfd6e26ab34685529732577282d255b728ff",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_9f9e5",
                                    table="facility_lot",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "facility_lotevent" ("ceiling", "contract_id", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "supplier_id", "title") VALUES (NEW."ceiling", NEW."contract_id", NEW."id", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."supplier_id", NEW."title"); RETURN NULL;',
                                    hash="681bf27c4be215fe052795fa6cf4441a2634d6cf",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_3579d",
                                    table="facility_lot",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CatalogueItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=40, verbose_name="artikelnummer")),
                        ("name", models.CharField(max_length=160, verbose_name="omschrijving")),
                        (
                            "unit",
                            models.CharField(
                                choices=[
                                    ("piece", "stuk"),
                                    ("set", "set"),
                                    ("m2", "m²"),
                                    ("hour", "uur"),
                                    ("day", "dag"),
                                    ("week", "week"),
                                    ("month", "maand"),
                                    ("meal", "maaltijd"),
                                    ("place", "slaapplek"),
                                ],
                                max_length=8,
                                verbose_name="eenheid",
                            ),
                        ),
                        (
                            "lead_days",
                            models.PositiveSmallIntegerField(
                                default=14, verbose_name="levertermijn in dagen"
                            ),
                        ),
                        (
                            "lot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="facility.lot",
                                verbose_name="perceel",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "artikel",
                        "verbose_name_plural": "artikelen",
                        "ordering": ("lot", "name"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("lot", "code"),
                                name="catalogue_item_code_once",
                                violation_error_message="Dit artikelnummer bestaat al in dit perceel.",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "facility_catalogueitemevent" ("code", "id", "lead_days", "lot_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit") VALUES (NEW."code", NEW."id", NEW."lead_days", NEW."lot_id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."unit"); RETURN NULL;',
                                    hash="7cb22f16f750eda505af1ca640047f7e3548f672",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_b9d93",
                                    table="facility_catalogueitem",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "facility_catalogueitemevent" ("code", "id", "lead_days", "lot_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit") VALUES (NEW."code", NEW."id", NEW."lead_days", NEW."lot_id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."unit"); RETURN NULL;',
                                    hash="d9ada578636e89b258eaa9d488820255e6fa414c",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_a9f1e",
                                    table="facility_catalogueitem",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CatalogueItemEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("code", models.CharField(max_length=40, verbose_name="artikelnummer")),
                        ("name", models.CharField(max_length=160, verbose_name="omschrijving")),
                        (
                            "unit",
                            models.CharField(
                                choices=[
                                    ("piece", "stuk"),
                                    ("set", "set"),
                                    ("m2", "m²"),
                                    ("hour", "uur"),
                                    ("day", "dag"),
                                    ("week", "week"),
                                    ("month", "maand"),
                                    ("meal", "maaltijd"),
                                    ("place", "slaapplek"),
                                ],
                                max_length=8,
                                verbose_name="eenheid",
                            ),
                        ),
                        (
                            "lead_days",
                            models.PositiveSmallIntegerField(
                                default=14, verbose_name="levertermijn in dagen"
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
                                to="facility.catalogueitem",
                            ),
                        ),
                        (
                            "lot",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="facility.lot",
                                verbose_name="perceel",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ItemPrice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "unit_price",
                            models.DecimalField(
                                decimal_places=4,
                                max_digits=12,
                                verbose_name="prijs per eenheid zonder btw (€)",
                            ),
                        ),
                        (
                            "vat_rate",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("21"),
                                max_digits=5,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="btw (%)",
                            ),
                        ),
                        (
                            "valid",
                            django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="geldig"),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="prices",
                                to="facility.catalogueitem",
                                verbose_name="artikel",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "prijs",
                        "verbose_name_plural": "prijzen",
                        "ordering": ("item", "valid"),
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[("item", "="), ("valid", "&&")],
                                name="item_price_once_at_a_time",
                                violation_error_message="In deze periode heeft dit artikel al een prijs.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid__isempty", False), ("valid__startswith__isnull", False)
                                ),
                                name="item_price_dated",
                                violation_error_message="Een prijs geldt vanaf een datum.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("unit_price__gte", 0), ("vat_rate__gte", 0), ("vat_rate__lte", 100)
                                ),
                                name="item_price_not_negative",
                                violation_error_message="Een prijs is 0 euro of meer en de btw ligt tussen 0 en 100 %.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "facility_itempriceevent" ("id", "item_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_price", "valid", "vat_rate") VALUES (NEW."id", NEW."item_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."unit_price", NEW."valid", NEW."vat_rate"); RETURN NULL;',
                                    hash="ff6cfc631ba488d1c86b9adb0ce635d9ceb3bf08",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_592d5",
                                    table="facility_itemprice",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "facility_itempriceevent" ("id", "item_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_price", "valid", "vat_rate") VALUES (NEW."id", NEW."item_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."unit_price", NEW."valid", NEW."vat_rate"); RETURN NULL;',
                                    hash="133ed208a192d8be64c77b8be1a25bc7c13f3382",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_1bcbd",
                                    table="facility_itemprice",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ItemPriceEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "unit_price",
                            models.DecimalField(
                                decimal_places=4,
                                max_digits=12,
                                verbose_name="prijs per eenheid zonder btw (€)",
                            ),
                        ),
                        (
                            "vat_rate",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("21"),
                                max_digits=5,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="btw (%)",
                            ),
                        ),
                        (
                            "valid",
                            django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="geldig"),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="facility.catalogueitem",
                                verbose_name="artikel",
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
                                to="facility.itemprice",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="LotEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("number", models.PositiveSmallIntegerField(default=1, verbose_name="perceel")),
                        ("title", models.CharField(max_length=160, verbose_name="titel")),
                        (
                            "ceiling",
                            models.DecimalField(
                                decimal_places=2, max_digits=12, verbose_name="plafond zonder btw (€)"
                            ),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="facility.frameworkcontract",
                                verbose_name="raamcontract",
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
                                to="facility.lot",
                            ),
                        ),
                        (
                            "supplier",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="facility.supplier",
                                verbose_name="leverancier",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Order",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("form_token", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "in voorbereiding"),
                                    ("to_approve", "wacht op goedkeuring"),
                                    ("placed", "besteld"),
                                    ("delivered", "geleverd"),
                                    ("cancelled", "geannuleerd"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="toestand",
                            ),
                        ),
                        (
                            "justification",
                            models.TextField(blank=True, verbose_name="waarom buiten een raamcontract"),
                        ),
                        ("deliver_on", models.DateField(verbose_name="leveren tegen")),
                        (
                            "remarks",
                            models.CharField(
                                blank=True, max_length=400, verbose_name="opmerking voor de leverancier"
                            ),
                        ),
                        (
                            "currency",
                            models.CharField(
                                default="EUR", editable=False, max_length=3, verbose_name="munt"
                            ),
                        ),
                        (
                            "net",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0.00"),
                                max_digits=12,
                                verbose_name="zonder btw (€)",
                            ),
                        ),
                        (
                            "vat",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0.00"),
                                max_digits=12,
                                verbose_name="btw (€)",
                            ),
                        ),
                        (
                            "total",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0.00"),
                                max_digits=12,
                                verbose_name="met btw (€)",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="gemaakt op"
                            ),
                        ),
                        (
                            "approved_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="goedgekeurd op"),
                        ),
                        ("placed_at", models.DateTimeField(blank=True, null=True, verbose_name="besteld op")),
                        (
                            "regularise_by",
                            models.DateField(blank=True, null=True, verbose_name="te regulariseren tegen"),
                        ),
                        (
                            "regularised_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="geregulariseerd op"),
                        ),
                        ("regularisation", models.TextField(blank=True, verbose_name="hoe geregulariseerd")),
                        (
                            "cancel_reason",
                            models.TextField(blank=True, verbose_name="waarom geannuleerd of teruggestuurd"),
                        ),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="goedgekeurd door",
                            ),
                        ),
                        (
                            "budget",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="orders",
                                to="facility.budgetdecision",
                                verbose_name="budget",
                            ),
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
                            "document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.document",
                                verbose_name="bestelbon",
                            ),
                        ),
                        (
                            "lot",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="orders",
                                to="facility.lot",
                                verbose_name="perceel",
                            ),
                        ),
                        (
                            "placed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="besteld door",
                            ),
                        ),
                        (
                            "regularised_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="geregulariseerd door",
                            ),
                        ),
                        (
                            "supplier",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="orders",
                                to="facility.supplier",
                                verbose_name="leverancier",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "bestelling",
                        "verbose_name_plural": "bestellingen",
                        "ordering": ("-created_at", "-pk"),
                        "indexes": [models.Index(fields=["lot", "status"], name="order_on_lot")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "status__in",
                                        ["draft", "to_approve", "placed", "delivered", "cancelled"],
                                    )
                                ),
                                name="order_status_known",
                                violation_error_message="Deze toestand bestaat niet.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("justification", ""), ("lot__isnull", False)),
                                    models.Q(
                                        ("lot__isnull", True), models.Q(("justification", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="order_contract_xor_justification",
                                violation_error_message="Een bestelling staat op een raamcontract, of ze heeft een verantwoording. Nooit beide.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("lot__isnull", False),
                                    models.Q(("status__in", ["placed", "delivered"]), _negated=True),
                                    models.Q(
                                        ("approved_by__isnull", False), ("regularise_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="order_outside_contract_approved",
                                violation_error_message="Een bestelling buiten een raamcontract heeft een goedkeuring nodig, en een termijn.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("approved_by__isnull", True),
                                    models.Q(("approved_by", models.F("created_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="order_four_eyes",
                                violation_error_message="Wie een bestelling maakt, keurt ze niet zelf goed.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("net__gte", 0),
                                    (
                                        "total",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("net"), "+", models.F("vat")
                                        ),
                                    ),
                                    ("vat__gte", 0),
                                ),
                                name="order_sums_add_up",
                                violation_error_message="De bedragen van de bestelling kloppen niet.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                                    models.Q(("approved_at__isnull", True), ("approved_by__isnull", True)),
                                    _connector="OR",
                                ),
                                name="order_approved_at_and_by",
                                violation_error_message="Wie en wanneer horen samen: vul beide in of geen van beide.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("placed_at__isnull", False), ("placed_by__isnull", False)),
                                    models.Q(("placed_at__isnull", True), ("placed_by__isnull", True)),
                                    _connector="OR",
                                ),
                                name="order_placed_at_and_by",
                                violation_error_message="Wie en wanneer horen samen: vul beide in of geen van beide.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("regularised_at__isnull", False), ("regularised_by__isnull", False)
                                    ),
                                    models.Q(
                                        ("regularised_at__isnull", True), ("regularised_by__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="order_regularised_at_and_by",
                                violation_error_message="Wie en wanneer horen samen: vul beide in of geen van beide.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ["placed", "delivered"]), _negated=True),
                                    models.Q(("placed_at__isnull", False), ("document__isnull", False)),
                                    _connector="OR",
                                ),
                                name="order_placed_with_form",
                                violation_error_message="In deze toestand ontbreekt nog een verplicht gegeven.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("regularised_at__isnull", True),
                                    models.Q(
                                        ("lot__isnull", True), models.Q(("regularisation", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="order_regularised_how",
                                violation_error_message="Schrijf op hoe de aankoop buiten contract geregulariseerd werd.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ["cancelled"]), _negated=True),
                                    models.Q(("cancel_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="order_cancelled_why",
                                violation_error_message="Schrijf op waarom de bestelling geannuleerd wordt.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("currency", "EUR")),
                                name="order_in_euro",
                                violation_error_message="Bedragen staan in euro (EUR).",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "facility_orderevent" ("approved_at", "approved_by_id", "budget_id", "cancel_reason", "created_at", "created_by_id", "currency", "deliver_on", "document_id", "form_token", "id", "justification", "lot_id", "net", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placed_at", "placed_by_id", "regularisation", "regularise_by", "regularised_at", "regularised_by_id", "remarks", "status", "supplier_id", "total", "vat") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."budget_id", NEW."cancel_reason", NEW."created_at", NEW."created_by_id", NEW."currency", NEW."deliver_on", NEW."document_id", NEW."form_token", NEW."id", NEW."justification", NEW."lot_id", NEW."net", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."placed_at", NEW."placed_by_id", NEW."regularisation", NEW."regularise_by", NEW."regularised_at", NEW."regularised_by_id", NEW."remarks", NEW."status", NEW."supplier_id", NEW."total", NEW."vat"); RETURN NULL;',
                                    hash="ad6562876f5a159a9b8e3b5e7aef1bb6a31a4c8e",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_1e474",
                                    table="facility_order",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "facility_orderevent" ("approved_at", "approved_by_id", "budget_id", "cancel_reason", "created_at", "created_by_id", "currency", "deliver_on", "document_id", "form_token", "id", "justification", "lot_id", "net", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placed_at", "placed_by_id", "regularisation", "regularise_by", "regularised_at", "regularised_by_id", "remarks", "status", "supplier_id", "total", "vat") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."budget_id", NEW."cancel_reason", NEW."created_at", NEW."created_by_id", NEW."currency", NEW."deliver_on", NEW."document_id", NEW."form_token", NEW."id", NEW."justification", NEW."lot_id", NEW."net", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."placed_at", NEW."placed_by_id", NEW."regularisation", NEW."regularise_by", NEW."regularised_at", NEW."regularised_by_id", NEW."remarks", NEW."status", NEW."supplier_id", NEW."total", NEW."vat"); RETURN NULL;',
                                    hash="58eab7a8854626c579ab946ae17e45989649c679",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_9573f",
                                    table="facility_order",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Delivery",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("delivered_on", models.DateField(verbose_name="geleverd op")),
                        (
                            "confirmed_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="bevestigd op"
                            ),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="bevestigd door",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="lokaal bestuur",
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deliveries",
                                to="facility.order",
                                verbose_name="bestelling",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "levering",
                        "verbose_name_plural": "leveringen",
                        "ordering": ("order", "delivered_on", "pk"),
                    },
                ),
                migrations.CreateModel(
                    name="Destination",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("place", models.CharField(max_length=200, verbose_name="leveradres")),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="destinations",
                                to="accounts.organisation",
                                verbose_name="lokaal bestuur",
                            ),
                        ),
                        (
                            "support_request",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="destinations",
                                to="facility.supportrequest",
                                verbose_name="aanvraag",
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="destinations",
                                to="facility.order",
                                verbose_name="bestelling",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "leveradres",
                        "verbose_name_plural": "leveradressen",
                        "ordering": ("order", "pk"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("order", "support_request"),
                                name="destination_request_once",
                                violation_error_message="Deze aanvraag staat al in deze bestelling.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("place", ""), _negated=True),
                                name="destination_has_place",
                                violation_error_message="Vul het leveradres in.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Invoice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("form_token", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[("invoice", "factuur"), ("credit_note", "creditnota")],
                                default="invoice",
                                max_length=11,
                                verbose_name="soort",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("registered", "na te kijken"),
                                    ("disputed", "betwist"),
                                    ("approved", "goedgekeurd"),
                                    ("paid", "betaald"),
                                    ("rejected", "geweigerd"),
                                ],
                                default="registered",
                                max_length=10,
                                verbose_name="toestand",
                            ),
                        ),
                        ("number", models.CharField(max_length=60, verbose_name="factuurnummer")),
                        ("issued_on", models.DateField(verbose_name="factuurdatum")),
                        ("due_on", models.DateField(verbose_name="te betalen tegen")),
                        (
                            "currency",
                            models.CharField(
                                default="EUR", editable=False, max_length=3, verbose_name="munt"
                            ),
                        ),
                        (
                            "net",
                            models.DecimalField(
                                decimal_places=2, max_digits=12, verbose_name="zonder btw (€)"
                            ),
                        ),
                        ("vat", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="btw (€)")),
                        (
                            "total",
                            models.DecimalField(
                                decimal_places=2, max_digits=12, verbose_name="te betalen (€)"
                            ),
                        ),
                        (
                            "iban",
                            models.CharField(
                                max_length=34,
                                validators=[facility.models.contracts.check_iban],
                                verbose_name="rekeningnummer (IBAN)",
                            ),
                        ),
                        (
                            "payment_reference",
                            models.CharField(
                                blank=True,
                                max_length=140,
                                validators=[facility.models.invoices.check_reference],
                                verbose_name="mededeling",
                            ),
                        ),
                        (
                            "registered_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="geregistreerd op"
                            ),
                        ),
                        (
                            "approved_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="goedgekeurd op"),
                        ),
                        (
                            "accepted",
                            models.TextField(blank=True, verbose_name="waarom de verschillen aanvaard zijn"),
                        ),
                        ("dispute", models.TextField(blank=True, verbose_name="waarom betwist of geweigerd")),
                        ("paid_on", models.DateField(blank=True, null=True, verbose_name="betaald op")),
                        (
                            "paid_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="betaling vastgelegd op"
                            ),
                        ),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="goedgekeurd door",
                            ),
                        ),
                        (
                            "corrects",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="credit_notes",
                                to="facility.invoice",
                                verbose_name="crediteert",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.document",
                                verbose_name="factuur (pdf)",
                            ),
                        ),
                        (
                            "e_document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.document",
                                verbose_name="e-factuur",
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="invoices",
                                to="facility.order",
                                verbose_name="bestelling",
                            ),
                        ),
                        (
                            "paid_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="betaling vastgelegd door",
                            ),
                        ),
                        (
                            "registered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="geregistreerd door",
                            ),
                        ),
                        (
                            "supplier",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="invoices",
                                to="facility.supplier",
                                verbose_name="leverancier",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "factuur",
                        "verbose_name_plural": "facturen",
                        "ordering": ("-registered_at", "-pk"),
                        "indexes": [models.Index(fields=["status", "due_on"], name="invoice_to_handle")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ["registered", "disputed", "approved", "paid", "rejected"])
                                ),
                                name="invoice_status_known",
                                violation_error_message="Deze toestand bestaat niet.",
                            ),
                            models.UniqueConstraint(
                                fields=("supplier", "number"),
                                name="invoice_number_once_per_supplier",
                                violation_error_message="Deze factuur van deze leverancier is al geregistreerd.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("approved_by__isnull", True),
                                    models.Q(("approved_by", models.F("registered_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="invoice_four_eyes",
                                violation_error_message="Wie een factuur registreert, keurt ze niet zelf goed.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("net__gte", 0),
                                    (
                                        "total",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("net"), "+", models.F("vat")
                                        ),
                                    ),
                                    ("vat__gte", 0),
                                ),
                                name="invoice_sums_add_up",
                                violation_error_message="De bedragen kloppen niet: zonder btw en btw samen zijn het totaal.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("due_on__gte", models.F("issued_on"))),
                                name="invoice_due_after_issue",
                                violation_error_message="De vervaldag ligt voor de factuurdatum.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("corrects__isnull", True), ("kind", "invoice")),
                                    ("kind", "credit_note"),
                                    _connector="OR",
                                ),
                                name="invoice_credits_nothing",
                                violation_error_message="Alleen een creditnota crediteert een factuur.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("number", ""), _negated=True),
                                name="invoice_has_number",
                                violation_error_message="Vul het factuurnummer in.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                                    models.Q(("approved_at__isnull", True), ("approved_by__isnull", True)),
                                    _connector="OR",
                                ),
                                name="invoice_approved_at_and_by",
                                violation_error_message="Wie en wanneer horen samen: vul beide in of geen van beide.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("paid_on__isnull", False),
                                        ("paid_at__isnull", False),
                                        ("paid_by__isnull", False),
                                    ),
                                    models.Q(
                                        ("paid_on__isnull", True),
                                        ("paid_at__isnull", True),
                                        ("paid_by__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="invoice_paid_at_and_by",
                                violation_error_message="Wie en wanneer horen samen: vul beide in of geen van beide.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ["approved", "paid"]), _negated=True),
                                    models.Q(("approved_at__isnull", False), ("order__isnull", False)),
                                    _connector="OR",
                                ),
                                name="invoice_approved",
                                violation_error_message="In deze toestand ontbreekt nog een verplicht gegeven.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("paid_at__isnull", False), ("status", "paid")),
                                    models.Q(
                                        models.Q(("status", "paid"), _negated=True), ("paid_at__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="invoice_paid_when_paid",
                                violation_error_message="Een betaalde factuur heeft een betaaldatum, een andere niet.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ["disputed", "rejected"]), _negated=True),
                                    models.Q(("dispute", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="invoice_disputed_why",
                                violation_error_message="Schrijf op waarom u de factuur betwist.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("currency", "EUR")),
                                name="invoice_in_euro",
                                violation_error_message="Bedragen staan in euro (EUR).",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "facility_invoiceevent" ("accepted", "approved_at", "approved_by_id", "corrects_id", "currency", "dispute", "document_id", "due_on", "e_document_id", "form_token", "iban", "id", "issued_on", "kind", "net", "number", "order_id", "paid_at", "paid_by_id", "paid_on", "payment_reference", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_at", "registered_by_id", "status", "supplier_id", "total", "vat") VALUES (NEW."accepted", NEW."approved_at", NEW."approved_by_id", NEW."corrects_id", NEW."currency", NEW."dispute", NEW."document_id", NEW."due_on", NEW."e_document_id", NEW."form_token", NEW."iban", NEW."id", NEW."issued_on", NEW."kind", NEW."net", NEW."number", NEW."order_id", NEW."paid_at", NEW."paid_by_id", NEW."paid_on", NEW."payment_reference", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."registered_at", NEW."registered_by_id", NEW."status", NEW."supplier_id", NEW."total", NEW."vat"); RETURN NULL;',
                                    hash="ef9bd43fa8bd7956114f39e401b99d6604049519",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_fd319",
                                    table="facility_invoice",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "facility_invoiceevent" ("accepted", "approved_at", "approved_by_id", "corrects_id", "currency", "dispute", "document_id", "due_on", "e_document_id", "form_token", "iban", "id", "issued_on", "kind", "net", "number", "order_id", "paid_at", "paid_by_id", "paid_on", "payment_reference", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_at", "registered_by_id", "status", "supplier_id", "total", "vat") VALUES (NEW."accepted", NEW."approved_at", NEW."approved_by_id", NEW."corrects_id", NEW."currency", NEW."dispute", NEW."document_id", NEW."due_on", NEW."e_document_id", NEW."form_token", NEW."iban", NEW."id", NEW."issued_on", NEW."kind", NEW."net", NEW."number", NEW."order_id", NEW."paid_at", NEW."paid_by_id", NEW."paid_on", NEW."payment_reference", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."registered_at", NEW."registered_by_id", NEW."status", NEW."supplier_id", NEW."total", NEW."vat"); RETURN NULL;',
                                    hash="9202bc06c622084c8548716f98713aad75265d94",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_f3d9a",
                                    table="facility_invoice",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InvoiceEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("form_token", models.UUIDField(default=uuid.uuid4, editable=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[("invoice", "factuur"), ("credit_note", "creditnota")],
                                default="invoice",
                                max_length=11,
                                verbose_name="soort",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("registered", "na te kijken"),
                                    ("disputed", "betwist"),
                                    ("approved", "goedgekeurd"),
                                    ("paid", "betaald"),
                                    ("rejected", "geweigerd"),
                                ],
                                default="registered",
                                max_length=10,
                                verbose_name="toestand",
                            ),
                        ),
                        ("number", models.CharField(max_length=60, verbose_name="factuurnummer")),
                        ("issued_on", models.DateField(verbose_name="factuurdatum")),
                        ("due_on", models.DateField(verbose_name="te betalen tegen")),
                        (
                            "currency",
                            models.CharField(
                                default="EUR", editable=False, max_length=3, verbose_name="munt"
                            ),
                        ),
                        (
                            "net",
                            models.DecimalField(
                                decimal_places=2, max_digits=12, verbose_name="zonder btw (€)"
                            ),
                        ),
                        ("vat", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="btw (€)")),
                        (
                            "total",
                            models.DecimalField(
                                decimal_places=2, max_digits=12, verbose_name="te betalen (€)"
                            ),
                        ),
                        (
                            "iban",
                            models.CharField(
                                max_length=34,
                                validators=[facility.models.contracts.check_iban],
                                verbose_name="rekeningnummer (IBAN)",
                            ),
                        ),
                        (
                            "payment_reference",
                            models.CharField(
                                blank=True,
                                max_length=140,
                                validators=[facility.models.invoices.check_reference],
                                verbose_name="mededeling",
                            ),
                        ),
                        (
                            "registered_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="geregistreerd op"
                            ),
                        ),
                        (
                            "approved_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="goedgekeurd op"),
                        ),
                        (
                            "accepted",
                            models.TextField(blank=True, verbose_name="waarom de verschillen aanvaard zijn"),
                        ),
                        ("dispute", models.TextField(blank=True, verbose_name="waarom betwist of geweigerd")),
                        ("paid_on", models.DateField(blank=True, null=True, verbose_name="betaald op")),
                        (
                            "paid_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="betaling vastgelegd op"
                            ),
                        ),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="goedgekeurd door",
                            ),
                        ),
                        (
                            "corrects",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="facility.invoice",
                                verbose_name="crediteert",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="documents.document",
                                verbose_name="factuur (pdf)",
                            ),
                        ),
                        (
                            "e_document",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="documents.document",
                                verbose_name="e-factuur",
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="facility.order",
                                verbose_name="bestelling",
                            ),
                        ),
                        (
                            "paid_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="betaling vastgelegd door",
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
                                to="facility.invoice",
                            ),
                        ),
                        (
                            "registered_by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="geregistreerd door",
                            ),
                        ),
                        (
                            "supplier",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="facility.supplier",
                                verbose_name="leverancier",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="OrderEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("form_token", models.UUIDField(default=uuid.uuid4, editable=False)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "in voorbereiding"),
                                    ("to_approve", "wacht op goedkeuring"),
                                    ("placed", "besteld"),
                                    ("delivered", "geleverd"),
                                    ("cancelled", "geannuleerd"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="toestand",
                            ),
                        ),
                        (
                            "justification",
                            models.TextField(blank=True, verbose_name="waarom buiten een raamcontract"),
                        ),
                        ("deliver_on", models.DateField(verbose_name="leveren tegen")),
                        (
                            "remarks",
                            models.CharField(
                                blank=True, max_length=400, verbose_name="opmerking voor de leverancier"
                            ),
                        ),
                        (
                            "currency",
                            models.CharField(
                                default="EUR", editable=False, max_length=3, verbose_name="munt"
                            ),
                        ),
                        (
                            "net",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0.00"),
                                max_digits=12,
                                verbose_name="zonder btw (€)",
                            ),
                        ),
                        (
                            "vat",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0.00"),
                                max_digits=12,
                                verbose_name="btw (€)",
                            ),
                        ),
                        (
                            "total",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0.00"),
                                max_digits=12,
                                verbose_name="met btw (€)",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="gemaakt op"
                            ),
                        ),
                        (
                            "approved_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="goedgekeurd op"),
                        ),
                        ("placed_at", models.DateTimeField(blank=True, null=True, verbose_name="besteld op")),
                        (
                            "regularise_by",
                            models.DateField(blank=True, null=True, verbose_name="te regulariseren tegen"),
                        ),
                        (
                            "regularised_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="geregulariseerd op"),
                        ),
                        ("regularisation", models.TextField(blank=True, verbose_name="hoe geregulariseerd")),
                        (
                            "cancel_reason",
                            models.TextField(blank=True, verbose_name="waarom geannuleerd of teruggestuurd"),
                        ),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="goedgekeurd door",
                            ),
                        ),
                        (
                            "budget",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="facility.budgetdecision",
                                verbose_name="budget",
                            ),
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
                            "document",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="documents.document",
                                verbose_name="bestelbon",
                            ),
                        ),
                        (
                            "lot",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="facility.lot",
                                verbose_name="perceel",
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
                                to="facility.order",
                            ),
                        ),
                        (
                            "placed_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="besteld door",
                            ),
                        ),
                        (
                            "regularised_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="geregulariseerd door",
                            ),
                        ),
                        (
                            "supplier",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="facility.supplier",
                                verbose_name="leverancier",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="OrderLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("description", models.CharField(max_length=200, verbose_name="omschrijving")),
                        (
                            "unit",
                            models.CharField(
                                choices=[
                                    ("piece", "stuk"),
                                    ("set", "set"),
                                    ("m2", "m²"),
                                    ("hour", "uur"),
                                    ("day", "dag"),
                                    ("week", "week"),
                                    ("month", "maand"),
                                    ("meal", "maaltijd"),
                                    ("place", "slaapplek"),
                                ],
                                default="piece",
                                max_length=8,
                                verbose_name="eenheid",
                            ),
                        ),
                        (
                            "quantity",
                            models.DecimalField(decimal_places=2, max_digits=9, verbose_name="aantal"),
                        ),
                        (
                            "unit_price",
                            models.DecimalField(
                                decimal_places=4,
                                max_digits=12,
                                verbose_name="prijs per eenheid zonder btw (€)",
                            ),
                        ),
                        (
                            "vat_rate",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("21"),
                                max_digits=5,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="btw (%)",
                            ),
                        ),
                        (
                            "net",
                            models.DecimalField(
                                decimal_places=2, max_digits=12, verbose_name="zonder btw (€)"
                            ),
                        ),
                        (
                            "destination",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="facility.destination",
                                verbose_name="leveradres",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="facility.catalogueitem",
                                verbose_name="artikel",
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="facility.order",
                                verbose_name="bestelling",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "bestellijn",
                        "verbose_name_plural": "bestellijnen",
                        "ordering": ("order", "pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("quantity__gt", 0),
                                    ("unit_price__gte", 0),
                                    ("vat_rate__gte", 0),
                                    ("vat_rate__lte", 100),
                                ),
                                name="order_line_quantity_positive",
                                violation_error_message="Een aantal is meer dan 0, en een prijs 0 euro of meer.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("description", ""), _negated=True),
                                name="order_line_described",
                                violation_error_message="Schrijf op wat u bestelt.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Complaint",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField(verbose_name="wat is er mis")),
                        (
                            "status",
                            models.CharField(
                                choices=[("open", "open"), ("resolved", "opgelost")],
                                default="open",
                                max_length=8,
                                verbose_name="toestand",
                            ),
                        ),
                        (
                            "filed_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="gemeld op"),
                        ),
                        (
                            "resolved_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="opgelost op"),
                        ),
                        ("resolution", models.TextField(blank=True, verbose_name="hoe opgelost")),
                        (
                            "filed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="gemeld door",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="lokaal bestuur",
                            ),
                        ),
                        (
                            "photos",
                            models.ManyToManyField(
                                blank=True, related_name="+", to="documents.document", verbose_name="foto’s"
                            ),
                        ),
                        (
                            "resolved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="opgelost door",
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="complaints",
                                to="facility.orderline",
                                verbose_name="bestellijn",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "klacht",
                        "verbose_name_plural": "klachten",
                        "ordering": ("-filed_at", "-pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("status__in", ["open", "resolved"])),
                                name="complaint_status_known",
                                violation_error_message="Deze toestand bestaat niet.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("resolved_at__isnull", False), ("resolved_by__isnull", False)),
                                    models.Q(("resolved_at__isnull", True), ("resolved_by__isnull", True)),
                                    _connector="OR",
                                ),
                                name="complaint_resolved_at_and_by",
                                violation_error_message="Wie en wanneer horen samen: vul beide in of geen van beide.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ["resolved"]), _negated=True),
                                    models.Q(
                                        ("resolved_at__isnull", False),
                                        models.Q(("resolution", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="complaint_resolved_how",
                                violation_error_message="Schrijf op hoe de klacht opgelost is.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True),
                                name="complaint_described",
                                violation_error_message="Schrijf op wat er mis is.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "facility_complaintevent" ("filed_at", "filed_by_id", "id", "line_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resolution", "resolved_at", "resolved_by_id", "status", "text") VALUES (NEW."filed_at", NEW."filed_by_id", NEW."id", NEW."line_id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."resolution", NEW."resolved_at", NEW."resolved_by_id", NEW."status", NEW."text"); RETURN NULL;',
                                    hash="5323744d8c65ca4ec86ac6e75d0825155169532e",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_6009a",
                                    table="facility_complaint",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "facility_complaintevent" ("filed_at", "filed_by_id", "id", "line_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resolution", "resolved_at", "resolved_by_id", "status", "text") VALUES (NEW."filed_at", NEW."filed_by_id", NEW."id", NEW."line_id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."resolution", NEW."resolved_at", NEW."resolved_by_id", NEW."status", NEW."text"); RETURN NULL;',
                                    hash="d1b88b5352efe37da3d19bf86771c2721405b285",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_6e669",
                                    table="facility_complaint",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ComplaintEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("text", models.TextField(verbose_name="wat is er mis")),
                        (
                            "status",
                            models.CharField(
                                choices=[("open", "open"), ("resolved", "opgelost")],
                                default="open",
                                max_length=8,
                                verbose_name="toestand",
                            ),
                        ),
                        (
                            "filed_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="gemeld op"),
                        ),
                        (
                            "resolved_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="opgelost op"),
                        ),
                        ("resolution", models.TextField(blank=True, verbose_name="hoe opgelost")),
                        (
                            "filed_by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="gemeld door",
                            ),
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
                                to="facility.complaint",
                            ),
                        ),
                        (
                            "resolved_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="opgelost door",
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="facility.orderline",
                                verbose_name="bestellijn",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="DeliveryLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "quantity",
                            models.DecimalField(
                                decimal_places=2, max_digits=9, verbose_name="in orde ontvangen"
                            ),
                        ),
                        (
                            "delivery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="facility.delivery",
                                verbose_name="levering",
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="delivery_lines",
                                to="facility.orderline",
                                verbose_name="bestellijn",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "geleverde lijn",
                        "verbose_name_plural": "geleverde lijnen",
                        "ordering": ("delivery", "line"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("quantity__gt", 0)),
                                name="delivery_line_positive",
                                violation_error_message="Een geleverd aantal is meer dan 0.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InvoiceLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("description", models.CharField(max_length=200, verbose_name="omschrijving")),
                        (
                            "quantity",
                            models.DecimalField(decimal_places=4, max_digits=12, verbose_name="aantal"),
                        ),
                        (
                            "unit_price",
                            models.DecimalField(
                                decimal_places=4,
                                max_digits=12,
                                verbose_name="prijs per eenheid zonder btw (€)",
                            ),
                        ),
                        (
                            "vat_rate",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("21"),
                                max_digits=5,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="btw (%)",
                            ),
                        ),
                        (
                            "net",
                            models.DecimalField(
                                decimal_places=2, max_digits=12, verbose_name="zonder btw (€)"
                            ),
                        ),
                        (
                            "invoice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="facility.invoice",
                                verbose_name="factuur",
                            ),
                        ),
                        (
                            "order_line",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="invoice_lines",
                                to="facility.orderline",
                                verbose_name="bestellijn",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "factuurlijn",
                        "verbose_name_plural": "factuurlijnen",
                        "ordering": ("invoice", "pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("vat_rate__gte", 0), ("vat_rate__lte", 100)),
                                name="invoice_line_rate",
                                violation_error_message="De btw ligt tussen 0 en 100 %.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SupplierEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("name", models.CharField(max_length=160, verbose_name="naam")),
                        (
                            "kbo_number",
                            models.CharField(
                                error_messages={"unique": "Deze leverancier staat er al."},
                                max_length=10,
                                validators=[facility.models.contracts.check_kbo],
                                verbose_name="ondernemingsnummer (KBO)",
                            ),
                        ),
                        (
                            "email",
                            models.EmailField(max_length=254, verbose_name="e-mailadres voor bestellingen"),
                        ),
                        (
                            "iban",
                            models.CharField(
                                max_length=34,
                                validators=[facility.models.contracts.check_iban],
                                verbose_name="rekeningnummer (IBAN)",
                            ),
                        ),
                        ("address", models.CharField(max_length=200, verbose_name="adres")),
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
                                to="facility.supplier",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="SupplierMail",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("to", models.EmailField(max_length=254, verbose_name="aan")),
                        ("subject", models.CharField(max_length=160, verbose_name="onderwerp")),
                        ("body", models.TextField(verbose_name="bericht")),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="gemaakt op"
                            ),
                        ),
                        ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="verstuurd op")),
                        ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="pogingen")),
                        (
                            "next_attempt_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="volgende poging"
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mails",
                                to="facility.order",
                                verbose_name="bestelling",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "mail aan een leverancier",
                        "verbose_name_plural": "mails aan leveranciers",
                        "ordering": ("-created_at", "-pk"),
                    },
                ),
                migrations.CreateModel(
                    name="SupportMessage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField(verbose_name="bericht")),
                        (
                            "sent_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="geschreven op"
                            ),
                        ),
                        (
                            "documents",
                            models.ManyToManyField(
                                blank=True, related_name="+", to="documents.document", verbose_name="bijlagen"
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="van",
                            ),
                        ),
                        (
                            "sent_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="geschreven door",
                            ),
                        ),
                        (
                            "support_request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="conversation",
                                to="facility.supportrequest",
                                verbose_name="aanvraag",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "bericht over een aanvraag",
                        "verbose_name_plural": "berichten over aanvragen",
                        "ordering": ("support_request", "sent_at", "pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True),
                                name="support_message_not_empty",
                                violation_error_message="Schrijf een bericht.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="UnitPrice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=40, verbose_name="code")),
                        ("title", models.CharField(max_length=160, verbose_name="wat")),
                        (
                            "unit",
                            models.CharField(
                                choices=[("place", "slaapplek"), ("room", "kamer"), ("site", "locatie")],
                                max_length=5,
                                verbose_name="per",
                            ),
                        ),
                        (
                            "basis",
                            models.CharField(
                                choices=[
                                    ("fixed", "vast bedrag per eenheid"),
                                    ("cost", "kosten, hoogstens dit bedrag per eenheid"),
                                ],
                                max_length=5,
                                verbose_name="hoe",
                            ),
                        ),
                        (
                            "rate",
                            models.DecimalField(
                                decimal_places=2, max_digits=12, verbose_name="bedrag per eenheid (€)"
                            ),
                        ),
                        (
                            "valid",
                            django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="geldig"),
                        ),
                        ("source", models.CharField(max_length=300, verbose_name="bron")),
                        (
                            "assumption",
                            models.CharField(blank=True, max_length=400, verbose_name="wat niet zeker is"),
                        ),
                    ],
                    options={
                        "verbose_name": "eenheidsprijs",
                        "verbose_name_plural": "eenheidsprijzen",
                        "ordering": ("code", "valid"),
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[("code", "="), ("valid", "&&")],
                                name="unit_price_once_at_a_time",
                                violation_error_message="In deze periode geldt al een bedrag voor deze eenheidsprijs.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("rate__gt", 0),
                                    ("valid__isempty", False),
                                    ("valid__startswith__isnull", False),
                                    models.Q(("source", ""), _negated=True),
                                ),
                                name="unit_price_dated_with_source",
                                violation_error_message="Een eenheidsprijs is meer dan 0 euro, met een begindatum en een bron.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("basis__in", ["fixed", "cost"]), ("unit__in", ["place", "room", "site"])
                                ),
                                name="unit_price_basis_known",
                                violation_error_message="Zo wordt er niet geteld.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "facility_unitpriceevent" ("assumption", "basis", "code", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "source", "title", "unit", "valid") VALUES (NEW."assumption", NEW."basis", NEW."code", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rate", NEW."source", NEW."title", NEW."unit", NEW."valid"); RETURN NULL;',
                                    hash="8f195bb34b7c1b9e05a0f0fe66e4a72d46b950b4",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_dbe70",
                                    table="facility_unitprice",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "facility_unitpriceevent" ("assumption", "basis", "code", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "source", "title", "unit", "valid") VALUES (NEW."assumption", NEW."basis", NEW."code", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rate", NEW."source", NEW."title", NEW."unit", NEW."valid"); RETURN NULL;',
                                    hash="4087569f65fe4e3fb4b2c2a2d3beb3ad0d5fa586",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_0e170",
                                    table="facility_unitprice",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClaimLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("description", models.CharField(max_length=200, verbose_name="omschrijving")),
                        ("on", models.DateField(verbose_name="datum van de kost")),
                        ("quantity", models.PositiveIntegerField(default=1, verbose_name="aantal eenheden")),
                        (
                            "basis",
                            models.CharField(
                                choices=[
                                    ("fixed", "vast bedrag per eenheid"),
                                    ("cost", "kosten, hoogstens dit bedrag per eenheid"),
                                ],
                                max_length=5,
                                verbose_name="hoe",
                            ),
                        ),
                        (
                            "rate",
                            models.DecimalField(
                                decimal_places=2, max_digits=12, verbose_name="bedrag per eenheid (€)"
                            ),
                        ),
                        (
                            "ceiling",
                            models.DecimalField(
                                decimal_places=2, max_digits=12, verbose_name="hoogstens (€)"
                            ),
                        ),
                        (
                            "asked",
                            models.DecimalField(decimal_places=2, max_digits=12, verbose_name="gevraagd (€)"),
                        ),
                        (
                            "approved",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=12,
                                null=True,
                                verbose_name="goedgekeurd (€)",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=300, verbose_name="waarom minder"),
                        ),
                        (
                            "claim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="facility.reimbursementclaim",
                                verbose_name="terugvordering",
                            ),
                        ),
                        (
                            "unit_price",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="facility.unitprice",
                                verbose_name="eenheidsprijs",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "lijn van een terugvordering",
                        "verbose_name_plural": "lijnen van terugvorderingen",
                        "ordering": ("claim", "pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("asked__gt", 0), ("quantity__gt", 0), ("rate__gt", 0)),
                                name="claim_line_positive",
                                violation_error_message="Een aantal en een bedrag zijn meer dan 0.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("asked__lte", models.F("ceiling")),
                                    (
                                        "ceiling",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("rate"), "*", models.F("quantity")
                                        ),
                                    ),
                                ),
                                name="claim_line_under_ceiling",
                                violation_error_message="U vraagt meer dan het plafond van deze eenheidsprijs.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("approved__isnull", True),
                                    models.Q(("approved__gte", 0), ("approved__lte", models.F("asked"))),
                                    _connector="OR",
                                ),
                                name="claim_line_approved_at_most_asked",
                                violation_error_message="Goedgekeurd is hoogstens wat gevraagd is.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("approved__isnull", True),
                                    ("approved", models.F("asked")),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="claim_line_less_explained",
                                violation_error_message="Keurt u minder goed, schrijf dan op waarom.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="UnitPriceEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("code", models.CharField(max_length=40, verbose_name="code")),
                        ("title", models.CharField(max_length=160, verbose_name="wat")),
                        (
                            "unit",
                            models.CharField(
                                choices=[("place", "slaapplek"), ("room", "kamer"), ("site", "locatie")],
                                max_length=5,
                                verbose_name="per",
                            ),
                        ),
                        (
                            "basis",
                            models.CharField(
                                choices=[
                                    ("fixed", "vast bedrag per eenheid"),
                                    ("cost", "kosten, hoogstens dit bedrag per eenheid"),
                                ],
                                max_length=5,
                                verbose_name="hoe",
                            ),
                        ),
                        (
                            "rate",
                            models.DecimalField(
                                decimal_places=2, max_digits=12, verbose_name="bedrag per eenheid (€)"
                            ),
                        ),
                        (
                            "valid",
                            django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="geldig"),
                        ),
                        ("source", models.CharField(max_length=300, verbose_name="bron")),
                        (
                            "assumption",
                            models.CharField(blank=True, max_length=400, verbose_name="wat niet zeker is"),
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
                                to="facility.unitprice",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="VillageNorm",
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
                                choices=[
                                    ("area_per_person", "woonoppervlakte per persoon (m²)"),
                                    ("most_units", "hoogste aantal eenheden per huishouden"),
                                    ("most_months", "hoogste duur (maanden)"),
                                    ("persons_per_toilet", "personen per toilet"),
                                    ("persons_per_shower", "personen per douche"),
                                    ("persons_per_cooker", "personen per kookplaats"),
                                    ("common_per_person", "gemeenschapsruimte per persoon (m²)"),
                                    ("play_per_person", "speel- en buitenruimte per persoon (m²)"),
                                    ("open_share", "open ruimte per m² bebouwd"),
                                    ("lane_width", "breedte van de brandweg (m)"),
                                    ("lane_per_unit", "meter brandweg per eenheid"),
                                    ("parking_per_household", "parkeerplaatsen per huishouden"),
                                    ("parking_area", "oppervlakte per parkeerplaats (m²)"),
                                    ("sanitary_area", "oppervlakte per toilet of douche (m²)"),
                                    ("cooker_area", "oppervlakte per kookplaats (m²)"),
                                    ("power_per_unit", "vermogen per eenheid (kVA)"),
                                    ("water_per_person", "water per persoon per dag (liter)"),
                                    ("cost_sanitary", "kost per toilet of douche (€)"),
                                    ("cost_cooker", "kost per kookplaats (€)"),
                                    ("cost_common", "kost per m² gemeenschapsruimte (€)"),
                                    ("cost_ground", "kost per m² terrein (€)"),
                                    ("cost_connection", "kost aansluitingen per eenheid (€)"),
                                    ("cost_running", "uitbating per plaats per maand (€)"),
                                    ("ground_days", "dagen grondwerken"),
                                    ("finish_days", "dagen plaatsing, aansluiting en keuring"),
                                ],
                                max_length=24,
                                verbose_name="norm",
                            ),
                        ),
                        ("value", models.DecimalField(decimal_places=2, max_digits=9, verbose_name="waarde")),
                        (
                            "valid",
                            django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="geldig"),
                        ),
                        ("own", models.BooleanField(default=False, verbose_name="eigen aanname")),
                        ("source", models.TextField(verbose_name="bron")),
                    ],
                    options={
                        "verbose_name": "norm van de nooddorpplanner",
                        "verbose_name_plural": "normen van de nooddorpplanner",
                        "ordering": ("code", "valid"),
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[("code", "="), ("valid", "&&")],
                                name="village_norm_once_at_a_time",
                                violation_error_message="In deze periode geldt al een andere waarde.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid__isempty", False),
                                    ("value__gte", 0),
                                    models.Q(("source", ""), _negated=True),
                                ),
                                name="village_norm_with_source",
                                violation_error_message="Een norm is nul of meer, met een periode en een bron.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "facility_villagenormevent" ("code", "id", "own", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "valid", "value") VALUES (NEW."code", NEW."id", NEW."own", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source", NEW."valid", NEW."value"); RETURN NULL;',
                                    hash="e6f2a2a4f50665e7f473bd14c8a4cc74e7065b1f",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_b2efe",
                                    table="facility_villagenorm",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "facility_villagenormevent" ("code", "id", "own", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "valid", "value") VALUES (NEW."code", NEW."id", NEW."own", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source", NEW."valid", NEW."value"); RETURN NULL;',
                                    hash="6573fe392fd8208a812ef1eea242a80728b7abce",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_1271b",
                                    table="facility_villagenorm",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VillageNormEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "code",
                            models.CharField(
                                choices=[
                                    ("area_per_person", "woonoppervlakte per persoon (m²)"),
                                    ("most_units", "hoogste aantal eenheden per huishouden"),
                                    ("most_months", "hoogste duur (maanden)"),
                                    ("persons_per_toilet", "personen per toilet"),
                                    ("persons_per_shower", "personen per douche"),
                                    ("persons_per_cooker", "personen per kookplaats"),
                                    ("common_per_person", "gemeenschapsruimte per persoon (m²)"),
                                    ("play_per_person", "speel- en buitenruimte per persoon (m²)"),
                                    ("open_share", "open ruimte per m² bebouwd"),
                                    ("lane_width", "breedte van de brandweg (m)"),
                                    ("lane_per_unit", "meter brandweg per eenheid"),
                                    ("parking_per_household", "parkeerplaatsen per huishouden"),
                                    ("parking_area", "oppervlakte per parkeerplaats (m²)"),
                                    ("sanitary_area", "oppervlakte per toilet of douche (m²)"),
                                    ("cooker_area", "oppervlakte per kookplaats (m²)"),
                                    ("power_per_unit", "vermogen per eenheid (kVA)"),
                                    ("water_per_person", "water per persoon per dag (liter)"),
                                    ("cost_sanitary", "kost per toilet of douche (€)"),
                                    ("cost_cooker", "kost per kookplaats (€)"),
                                    ("cost_common", "kost per m² gemeenschapsruimte (€)"),
                                    ("cost_ground", "kost per m² terrein (€)"),
                                    ("cost_connection", "kost aansluitingen per eenheid (€)"),
                                    ("cost_running", "uitbating per plaats per maand (€)"),
                                    ("ground_days", "dagen grondwerken"),
                                    ("finish_days", "dagen plaatsing, aansluiting en keuring"),
                                ],
                                max_length=24,
                                verbose_name="norm",
                            ),
                        ),
                        ("value", models.DecimalField(decimal_places=2, max_digits=9, verbose_name="waarde")),
                        (
                            "valid",
                            django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="geldig"),
                        ),
                        ("own", models.BooleanField(default=False, verbose_name="eigen aanname")),
                        ("source", models.TextField(verbose_name="bron")),
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
                                to="facility.villagenorm",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="VillageUnit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=30, verbose_name="code")),
                        ("name", models.CharField(max_length=120, verbose_name="naam")),
                        ("places", models.PositiveSmallIntegerField(verbose_name="slaapplekken")),
                        (
                            "living_area",
                            models.DecimalField(
                                decimal_places=1, max_digits=6, verbose_name="woonoppervlakte (m²)"
                            ),
                        ),
                        (
                            "footprint",
                            models.DecimalField(
                                decimal_places=1, max_digits=6, verbose_name="oppervlakte op de grond (m²)"
                            ),
                        ),
                        ("own_sanitary", models.BooleanField(verbose_name="eigen sanitair")),
                        ("own_kitchen", models.BooleanField(verbose_name="eigen keuken")),
                        (
                            "price",
                            models.DecimalField(
                                decimal_places=2, max_digits=12, verbose_name="prijs zonder btw (€)"
                            ),
                        ),
                        ("lead_days", models.PositiveSmallIntegerField(verbose_name="levertermijn (dagen)")),
                        (
                            "valid",
                            django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="geldig"),
                        ),
                        ("own", models.BooleanField(default=False, verbose_name="eigen aanname")),
                        ("source", models.TextField(verbose_name="bron")),
                        (
                            "item",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="facility.catalogueitem",
                                verbose_name="artikel",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "type wooneenheid",
                        "verbose_name_plural": "types wooneenheid",
                        "ordering": ("code", "valid"),
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[("code", "="), ("valid", "&&")],
                                name="village_unit_once_at_a_time",
                                violation_error_message="In deze periode bestaat dit type al.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("footprint__gt", 0),
                                    ("living_area__gt", 0),
                                    ("places__gt", 0),
                                    ("price__gte", 0),
                                    ("valid__isempty", False),
                                    models.Q(("source", ""), _negated=True),
                                ),
                                name="village_unit_makes_sense",
                                violation_error_message="Plaatsen en oppervlaktes zijn meer dan nul, en er is een bron.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "facility_villageunitevent" ("code", "footprint", "id", "item_id", "lead_days", "living_area", "name", "own", "own_kitchen", "own_sanitary", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "price", "source", "valid") VALUES (NEW."code", NEW."footprint", NEW."id", NEW."item_id", NEW."lead_days", NEW."living_area", NEW."name", NEW."own", NEW."own_kitchen", NEW."own_sanitary", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."places", NEW."price", NEW."source", NEW."valid"); RETURN NULL;',
                                    hash="99925beea40e1efae6c2fa31607f208d0e6e7f28",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_ea030",
                                    table="facility_villageunit",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "facility_villageunitevent" ("code", "footprint", "id", "item_id", "lead_days", "living_area", "name", "own", "own_kitchen", "own_sanitary", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "price", "source", "valid") VALUES (NEW."code", NEW."footprint", NEW."id", NEW."item_id", NEW."lead_days", NEW."living_area", NEW."name", NEW."own", NEW."own_kitchen", NEW."own_sanitary", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."places", NEW."price", NEW."source", NEW."valid"); RETURN NULL;',
                                    hash="0a5096daf87e88adbb325c9372c2051a5b268175",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_b40cc",
                                    table="facility_villageunit",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VillageUnitEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("code", models.SlugField(db_index=False, max_length=30, verbose_name="code")),
                        ("name", models.CharField(max_length=120, verbose_name="naam")),
                        ("places", models.PositiveSmallIntegerField(verbose_name="slaapplekken")),
                        (
                            "living_area",
                            models.DecimalField(
                                decimal_places=1, max_digits=6, verbose_name="woonoppervlakte (m²)"
                            ),
                        ),
                        (
                            "footprint",
                            models.DecimalField(
                                decimal_places=1, max_digits=6, verbose_name="oppervlakte op de grond (m²)"
                            ),
                        ),
                        ("own_sanitary", models.BooleanField(verbose_name="eigen sanitair")),
                        ("own_kitchen", models.BooleanField(verbose_name="eigen keuken")),
                        (
                            "price",
                            models.DecimalField(
                                decimal_places=2, max_digits=12, verbose_name="prijs zonder btw (€)"
                            ),
                        ),
                        ("lead_days", models.PositiveSmallIntegerField(verbose_name="levertermijn (dagen)")),
                        (
                            "valid",
                            django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="geldig"),
                        ),
                        ("own", models.BooleanField(default=False, verbose_name="eigen aanname")),
                        ("source", models.TextField(verbose_name="bron")),
                        (
                            "item",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="facility.catalogueitem",
                                verbose_name="artikel",
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
                                to="facility.villageunit",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="supportrequest",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="supportrequest",
                    name="update_update",
                ),
                migrations.RemoveConstraint(
                    model_name="supportrequest",
                    name="support_request_status_known",
                ),
                migrations.RemoveConstraint(
                    model_name="supportrequest",
                    name="support_request_ends_with_who_and_when",
                ),
                migrations.RemoveConstraint(
                    model_name="supportrequest",
                    name="support_request_village_decided",
                ),
                migrations.AddField(
                    model_name="supportrequest",
                    name="answers",
                    field=models.JSONField(
                        blank=True, default=dict, verbose_name="antwoorden per soort hulp"
                    ),
                ),
                migrations.AddField(
                    model_name="supportrequest",
                    name="documents",
                    field=models.ManyToManyField(
                        blank=True, related_name="+", to="documents.document", verbose_name="documenten"
                    ),
                ),
                migrations.AddField(
                    model_name="supportrequest",
                    name="government_document",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                        verbose_name="document van de beslissing",
                    ),
                ),
                migrations.AddField(
                    model_name="supportrequest",
                    name="government_places",
                    field=models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="slaapplekken volgens de beslissing"
                    ),
                ),
                migrations.AddField(
                    model_name="supportrequest",
                    name="offer",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="support_requests",
                        to="housing.offer",
                        verbose_name="aanbod",
                    ),
                ),
                migrations.AddField(
                    model_name="supportrequest",
                    name="persons",
                    field=models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="aantal personen dat wacht"
                    ),
                ),
                migrations.AddField(
                    model_name="supportrequest",
                    name="urgency",
                    field=models.CharField(
                        choices=[
                            ("today", "vandaag nog"),
                            ("week", "binnen de week"),
                            ("planned", "kan gepland worden"),
                        ],
                        default="planned",
                        max_length=7,
                        verbose_name="hoe dringend",
                    ),
                ),
                migrations.AddField(
                    model_name="supportrequestevent",
                    name="answers",
                    field=models.JSONField(
                        blank=True, default=dict, verbose_name="antwoorden per soort hulp"
                    ),
                ),
                migrations.AddField(
                    model_name="supportrequestevent",
                    name="government_document",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="documents.document",
                        verbose_name="document van de beslissing",
                    ),
                ),
                migrations.AddField(
                    model_name="supportrequestevent",
                    name="government_places",
                    field=models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="slaapplekken volgens de beslissing"
                    ),
                ),
                migrations.AddField(
                    model_name="supportrequestevent",
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
                    model_name="supportrequestevent",
                    name="persons",
                    field=models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="aantal personen dat wacht"
                    ),
                ),
                migrations.AddField(
                    model_name="supportrequestevent",
                    name="urgency",
                    field=models.CharField(
                        choices=[
                            ("today", "vandaag nog"),
                            ("week", "binnen de week"),
                            ("planned", "kan gepland worden"),
                        ],
                        default="planned",
                        max_length=7,
                        verbose_name="hoe dringend",
                    ),
                ),
                migrations.AlterField(
                    model_name="supportrequest",
                    name="description",
                    field=models.TextField(blank=True, verbose_name="omschrijving"),
                ),
                migrations.AlterField(
                    model_name="supportrequest",
                    name="needed_by",
                    field=models.DateField(blank=True, null=True, verbose_name="nodig tegen"),
                ),
                migrations.AlterField(
                    model_name="supportrequest",
                    name="status",
                    field=models.CharField(
                        choices=[
                            ("draft", "in voorbereiding"),
                            ("submitted", "ingediend"),
                            ("taken_up", "in behandeling"),
                            ("info_requested", "informatie gevraagd"),
                            ("completed", "afgerond"),
                            ("refused", "geweigerd"),
                            ("withdrawn", "ingetrokken"),
                        ],
                        default="draft",
                        max_length=15,
                        verbose_name="toestand",
                    ),
                ),
                migrations.AlterField(
                    model_name="supportrequestevent",
                    name="description",
                    field=models.TextField(blank=True, verbose_name="omschrijving"),
                ),
                migrations.AlterField(
                    model_name="supportrequestevent",
                    name="needed_by",
                    field=models.DateField(blank=True, null=True, verbose_name="nodig tegen"),
                ),
                migrations.AlterField(
                    model_name="supportrequestevent",
                    name="status",
                    field=models.CharField(
                        choices=[
                            ("draft", "in voorbereiding"),
                            ("submitted", "ingediend"),
                            ("taken_up", "in behandeling"),
                            ("info_requested", "informatie gevraagd"),
                            ("completed", "afgerond"),
                            ("refused", "geweigerd"),
                            ("withdrawn", "ingetrokken"),
                        ],
                        default="draft",
                        max_length=15,
                        verbose_name="toestand",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="supportrequest",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "draft",
                                    "submitted",
                                    "taken_up",
                                    "info_requested",
                                    "completed",
                                    "refused",
                                    "withdrawn",
                                ],
                            )
                        ),
                        name="support_request_status_known",
                        violation_error_message="Deze toestand bestaat niet.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="supportrequest",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", False),
                                ("status__in", ["completed", "refused", "withdrawn"]),
                            ),
                            models.Q(
                                ("decided_at__isnull", True),
                                ("status__in", ["draft", "submitted", "taken_up", "info_requested"]),
                            ),
                            _connector="OR",
                        ),
                        name="support_request_ends_with_who_and_when",
                        violation_error_message="Een afgesloten aanvraag heeft een datum en een naam, een open aanvraag niet.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="supportrequest",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["draft", "withdrawn"]),
                            models.Q(
                                ("needed_by__isnull", False), models.Q(("description", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="support_request_complete",
                        violation_error_message="Vul in wat u nodig hebt, en tegen wanneer.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="supportrequest",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("persons__isnull", True),
                            models.Q(("persons__gt", 0), ("persons__lte", 5000)),
                            _connector="OR",
                        ),
                        name="support_request_persons_positive",
                        violation_error_message="Vul minstens 1 persoon in (en hoogstens 5.000), of laat het veld leeg.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="supportrequest",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("urgency__in", ["today", "week", "planned"])),
                        name="support_request_urgency_known",
                        violation_error_message="Zo dringend bestaat niet.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="supportrequest",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "village"), _negated=True),
                            models.Q(
                                ("status__in", ["taken_up", "info_requested", "completed"]), _negated=True
                            ),
                            models.Q(
                                models.Q(("government_decision", ""), _negated=True),
                                ("government_decision_on__isnull", False),
                                ("government_document__isnull", False),
                                ("government_places__gt", 0),
                                ("government_places__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="support_request_village_decided",
                        violation_error_message="Een nooddorp kan pas na een beslissing van de Vlaamse Regering. Vul de beslissing, de datum en de slaapplekken in, en voeg het document toe.",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="supportrequest",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "facility_supportrequestevent" ("answer", "answers", "decided_at", "decided_by_id", "decision_note", "description", "form_token", "government_decision", "government_decision_on", "government_document_id", "government_places", "id", "kind", "municipality_id", "needed_by", "offer_id", "organisation_id", "persons", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "question", "site_id", "status", "submitted_at", "submitted_by_id", "taken_up_at", "taken_up_by_id", "title", "urgency") VALUES (NEW."answer", NEW."answers", NEW."decided_at", NEW."decided_by_id", NEW."decision_note", NEW."description", NEW."form_token", NEW."government_decision", NEW."government_decision_on", NEW."government_document_id", NEW."government_places", NEW."id", NEW."kind", NEW."municipality_id", NEW."needed_by", NEW."offer_id", NEW."organisation_id", NEW."persons", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."places", NEW."question", NEW."site_id", NEW."status", NEW."submitted_at", NEW."submitted_by_id", NEW."taken_up_at", NEW."taken_up_by_id", NEW."title", NEW."urgency"); RETURN NULL;',
                            hash="79f07ca99ea5946ad9081213727b71a5c7a852ec",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_101f9",
                            table="facility_supportrequest",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="supportrequest",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "facility_supportrequestevent" ("answer", "answers", "decided_at", "decided_by_id", "decision_note", "description", "form_token", "government_decision", "government_decision_on", "government_document_id", "government_places", "id", "kind", "municipality_id", "needed_by", "offer_id", "organisation_id", "persons", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "question", "site_id", "status", "submitted_at", "submitted_by_id", "taken_up_at", "taken_up_by_id", "title", "urgency") VALUES (NEW."answer", NEW."answers", NEW."decided_at", NEW."decided_by_id", NEW."decision_note", NEW."description", NEW."form_token", NEW."government_decision", NEW."government_decision_on", NEW."government_document_id", NEW."government_places", NEW."id", NEW."kind", NEW."municipality_id", NEW."needed_by", NEW."offer_id", NEW."organisation_id", NEW."persons", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."places", NEW."question", NEW."site_id", NEW."status", NEW."submitted_at", NEW."submitted_by_id", NEW."taken_up_at", NEW."taken_up_by_id", NEW."title", NEW."urgency"); RETURN NULL;',
                            hash="c7ebfd7f88d7418b0cb6d783c5acf7fb714bafb8",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_65f97",
                            table="facility_supportrequest",
                            when="AFTER",
                        ),
                    ),
                ),
            ]
        ),
        migrations.AddField(
            model_name="playbookitem",
            name="waits_for",
            field=models.ManyToManyField(
                related_name="opens",
                through="facility.PlaybookNeed",
                to="facility.playbookitem",
                verbose_name="wacht op",
            ),
        ),
    ]
