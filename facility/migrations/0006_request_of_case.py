"""A request may belong to a case of VLOT."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from audit.together import Together


class Migration(migrations.Migration):
    dependencies = [
        ("facility", "0005_first_playbooks"),
        ("vlot", "0003_topics"),
    ]

    operations = [
        Together(
            [
                pgtrigger.migrations.RemoveTrigger(
                    model_name="supportrequest",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="supportrequest",
                    name="update_update",
                ),
                migrations.AddField(
                    model_name="supportrequest",
                    name="intervention",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="support_requests",
                        to="vlot.intervention",
                        verbose_name="oproep aan VLOT",
                    ),
                ),
                migrations.AddField(
                    model_name="supportrequestevent",
                    name="intervention",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="vlot.intervention",
                        verbose_name="oproep aan VLOT",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="supportrequest",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "facility_supportrequestevent" ("answer", "answers", "decided_at", "decided_by_id", "decision_note", "description", "form_token", "government_decision", "government_decision_on", "government_document_id", "government_places", "id", "intervention_id", "kind", "municipality_id", "needed_by", "offer_id", "organisation_id", "persons", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "question", "site_id", "status", "submitted_at", "submitted_by_id", "taken_up_at", "taken_up_by_id", "title", "urgency") VALUES (NEW."answer", NEW."answers", NEW."decided_at", NEW."decided_by_id", NEW."decision_note", NEW."description", NEW."form_token", NEW."government_decision", NEW."government_decision_on", NEW."government_document_id", NEW."government_places", NEW."id", NEW."intervention_id", NEW."kind", NEW."municipality_id", NEW."needed_by", NEW."offer_id", NEW."organisation_id", NEW."persons", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."places", NEW."question", NEW."site_id", NEW."status", NEW."submitted_at", NEW."submitted_by_id", NEW."taken_up_at", NEW."taken_up_by_id", NEW."title", NEW."urgency"); RETURN NULL;',
                            hash="d65c197d3d47d7ce69ea015272b1fadebfb2f93a",
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
                            func='INSERT INTO "facility_supportrequestevent" ("answer", "answers", "decided_at", "decided_by_id", "decision_note", "description", "form_token", "government_decision", "government_decision_on", "government_document_id", "government_places", "id", "intervention_id", "kind", "municipality_id", "needed_by", "offer_id", "organisation_id", "persons", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "question", "site_id", "status", "submitted_at", "submitted_by_id", "taken_up_at", "taken_up_by_id", "title", "urgency") VALUES (NEW."answer", NEW."answers", NEW."decided_at", NEW."decided_by_id", NEW."decision_note", NEW."description", NEW."form_token", NEW."government_decision", NEW."government_decision_on", NEW."government_document_id", NEW."government_places", NEW."id", NEW."intervention_id", NEW."kind", NEW."municipality_id", NEW."needed_by", NEW."offer_id", NEW."organisation_id", NEW."persons", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."places", NEW."question", NEW."site_id", NEW."status", NEW."submitted_at", NEW."submitted_by_id", NEW."taken_up_at", NEW."taken_up_by_id", NEW."title", NEW."urgency"); RETURN NULL;',
                            hash="d5ff1d1466fd834fc4872c3ec1e53a1a218ed4a9",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_65f97",
                            table="facility_supportrequest",
                            when="AFTER",
                        ),
                    ),
                ),
            ]
        )
    ]
