"""For whom a place is meant, whether other municipalities may ask, and room for a cot."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("housing", "0014_subsidies"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="site",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="site",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="unit",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="unit",
            name="update_update",
        ),
        migrations.AddField(
            model_name="site",
            name="admits",
            field=models.CharField(
                choices=[
                    ("everyone", "iedereen"),
                    ("women", "alleen vrouwen en hun kinderen"),
                    ("families", "alleen gezinnen met kinderen"),
                ],
                default="everyone",
                max_length=8,
                verbose_name="voor wie",
            ),
        ),
        migrations.AddField(
            model_name="site",
            name="open_to_others",
            field=models.BooleanField(
                default=True,
                help_text="Andere gemeenten zien dat hier plaats is, zonder adres. Over elke vraag beslist u zelf.",
                verbose_name="ook voor huishoudens van andere gemeenten",
            ),
        ),
        migrations.AddField(
            model_name="siteevent",
            name="admits",
            field=models.CharField(
                choices=[
                    ("everyone", "iedereen"),
                    ("women", "alleen vrouwen en hun kinderen"),
                    ("families", "alleen gezinnen met kinderen"),
                ],
                default="everyone",
                max_length=8,
                verbose_name="voor wie",
            ),
        ),
        migrations.AddField(
            model_name="siteevent",
            name="open_to_others",
            field=models.BooleanField(
                default=True,
                help_text="Andere gemeenten zien dat hier plaats is, zonder adres. Over elke vraag beslist u zelf.",
                verbose_name="ook voor huishoudens van andere gemeenten",
            ),
        ),
        migrations.AddField(
            model_name="unit",
            name="cot",
            field=models.BooleanField(default=False, verbose_name="plaats voor een babybed"),
        ),
        migrations.AddField(
            model_name="unitevent",
            name="cot",
            field=models.BooleanField(default=False, verbose_name="plaats voor een babybed"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="site",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "housing_siteevent" ("admits", "available", "box", "category", "checked_on", "closed_on", "closed_reason", "confirmed_at", "confirmed_by_id", "contract_until", "costs_included", "floor_area", "furniture", "house_number", "id", "kind", "kitchen", "latitude", "lift", "longitude", "merged_into_id", "minimum_months", "minutes_to_school", "minutes_to_transport", "monthly_cost", "municipality_id", "name", "offer_id", "on_request", "open_to_others", "opened_at", "organisation_id", "ownership", "permit_until", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "postal_code", "ready_on", "rent", "rent_per", "responsible_id", "sanitary", "setting", "street", "term", "turnaround_days") VALUES (NEW."admits", NEW."available", NEW."box", NEW."category", NEW."checked_on", NEW."closed_on", NEW."closed_reason", NEW."confirmed_at", NEW."confirmed_by_id", NEW."contract_until", NEW."costs_included", NEW."floor_area", NEW."furniture", NEW."house_number", NEW."id", NEW."kind", NEW."kitchen", NEW."latitude", NEW."lift", NEW."longitude", NEW."merged_into_id", NEW."minimum_months", NEW."minutes_to_school", NEW."minutes_to_transport", NEW."monthly_cost", NEW."municipality_id", NEW."name", NEW."offer_id", NEW."on_request", NEW."open_to_others", NEW."opened_at", NEW."organisation_id", NEW."ownership", NEW."permit_until", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."postal_code", NEW."ready_on", NEW."rent", NEW."rent_per", NEW."responsible_id", NEW."sanitary", NEW."setting", NEW."street", NEW."term", NEW."turnaround_days"); RETURN NULL;',
                    hash="4c139f2c296da01d0c5f2c1f7a6d89e58c5b6d1e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_86920",
                    table="housing_site",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="site",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."admits" IS DISTINCT FROM (NEW."admits") OR OLD."available" IS DISTINCT FROM (NEW."available") OR OLD."box" IS DISTINCT FROM (NEW."box") OR OLD."category" IS DISTINCT FROM (NEW."category") OR OLD."checked_on" IS DISTINCT FROM (NEW."checked_on") OR OLD."closed_on" IS DISTINCT FROM (NEW."closed_on") OR OLD."closed_reason" IS DISTINCT FROM (NEW."closed_reason") OR OLD."confirmed_at" IS DISTINCT FROM (NEW."confirmed_at") OR OLD."confirmed_by_id" IS DISTINCT FROM (NEW."confirmed_by_id") OR OLD."contract_until" IS DISTINCT FROM (NEW."contract_until") OR OLD."costs_included" IS DISTINCT FROM (NEW."costs_included") OR OLD."floor_area" IS DISTINCT FROM (NEW."floor_area") OR OLD."furniture" IS DISTINCT FROM (NEW."furniture") OR OLD."house_number" IS DISTINCT FROM (NEW."house_number") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."kitchen" IS DISTINCT FROM (NEW."kitchen") OR OLD."latitude" IS DISTINCT FROM (NEW."latitude") OR OLD."lift" IS DISTINCT FROM (NEW."lift") OR OLD."longitude" IS DISTINCT FROM (NEW."longitude") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."minimum_months" IS DISTINCT FROM (NEW."minimum_months") OR OLD."minutes_to_school" IS DISTINCT FROM (NEW."minutes_to_school") OR OLD."minutes_to_transport" IS DISTINCT FROM (NEW."minutes_to_transport") OR OLD."monthly_cost" IS DISTINCT FROM (NEW."monthly_cost") OR OLD."municipality_id" IS DISTINCT FROM (NEW."municipality_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."offer_id" IS DISTINCT FROM (NEW."offer_id") OR OLD."on_request" IS DISTINCT FROM (NEW."on_request") OR OLD."open_to_others" IS DISTINCT FROM (NEW."open_to_others") OR OLD."opened_at" IS DISTINCT FROM (NEW."opened_at") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."ownership" IS DISTINCT FROM (NEW."ownership") OR OLD."permit_until" IS DISTINCT FROM (NEW."permit_until") OR OLD."postal_code" IS DISTINCT FROM (NEW."postal_code") OR OLD."ready_on" IS DISTINCT FROM (NEW."ready_on") OR OLD."rent" IS DISTINCT FROM (NEW."rent") OR OLD."rent_per" IS DISTINCT FROM (NEW."rent_per") OR OLD."responsible_id" IS DISTINCT FROM (NEW."responsible_id") OR OLD."sanitary" IS DISTINCT FROM (NEW."sanitary") OR OLD."setting" IS DISTINCT FROM (NEW."setting") OR OLD."street" IS DISTINCT FROM (NEW."street") OR OLD."term" IS DISTINCT FROM (NEW."term") OR OLD."turnaround_days" IS DISTINCT FROM (NEW."turnaround_days"))',
                    func='INSERT INTO "housing_siteevent" ("admits", "available", "box", "category", "checked_on", "closed_on", "closed_reason", "confirmed_at", "confirmed_by_id", "contract_until", "costs_included", "floor_area", "furniture", "house_number", "id", "kind", "kitchen", "latitude", "lift", "longitude", "merged_into_id", "minimum_months", "minutes_to_school", "minutes_to_transport", "monthly_cost", "municipality_id", "name", "offer_id", "on_request", "open_to_others", "opened_at", "organisation_id", "ownership", "permit_until", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "postal_code", "ready_on", "rent", "rent_per", "responsible_id", "sanitary", "setting", "street", "term", "turnaround_days") VALUES (NEW."admits", NEW."available", NEW."box", NEW."category", NEW."checked_on", NEW."closed_on", NEW."closed_reason", NEW."confirmed_at", NEW."confirmed_by_id", NEW."contract_until", NEW."costs_included", NEW."floor_area", NEW."furniture", NEW."house_number", NEW."id", NEW."kind", NEW."kitchen", NEW."latitude", NEW."lift", NEW."longitude", NEW."merged_into_id", NEW."minimum_months", NEW."minutes_to_school", NEW."minutes_to_transport", NEW."monthly_cost", NEW."municipality_id", NEW."name", NEW."offer_id", NEW."on_request", NEW."open_to_others", NEW."opened_at", NEW."organisation_id", NEW."ownership", NEW."permit_until", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."postal_code", NEW."ready_on", NEW."rent", NEW."rent_per", NEW."responsible_id", NEW."sanitary", NEW."setting", NEW."street", NEW."term", NEW."turnaround_days"); RETURN NULL;',
                    hash="6ec6cadd9d06f2bd4a15956c92538594a71e2b4c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_03089",
                    table="housing_site",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="unit",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "housing_unitevent" ("cot", "floor_area", "ground_floor", "id", "label", "own_kitchen", "own_sanitary", "pets_allowed", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "site_id", "step_free") VALUES (NEW."cot", NEW."floor_area", NEW."ground_floor", NEW."id", NEW."label", NEW."own_kitchen", NEW."own_sanitary", NEW."pets_allowed", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."places", NEW."site_id", NEW."step_free"); RETURN NULL;',
                    hash="0fc16dc0a891f3f8af8690fd8b812691af9ed933",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0ff17",
                    table="housing_unit",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="unit",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "housing_unitevent" ("cot", "floor_area", "ground_floor", "id", "label", "own_kitchen", "own_sanitary", "pets_allowed", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "site_id", "step_free") VALUES (NEW."cot", NEW."floor_area", NEW."ground_floor", NEW."id", NEW."label", NEW."own_kitchen", NEW."own_sanitary", NEW."pets_allowed", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."places", NEW."site_id", NEW."step_free"); RETURN NULL;',
                    hash="cad40dfcc75859129f8b3afe9b46be50272046d6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_af69c",
                    table="housing_unit",
                    when="AFTER",
                ),
            ),
        ),
    ]
