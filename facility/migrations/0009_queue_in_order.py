"""The queue of Facility stands in the order in which it is worked through."""

from django.db import migrations, models
from django.db.models import Case, F, OrderBy, Value, When

from audit.gradual import AddIndexGradually


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("facility", "0008_invoice_numbers_are_found")]

    operations = [
        AddIndexGradually(
            model_name="supportrequest",
            index=models.Index(
                OrderBy(F("decided_at"), descending=True, nulls_first=True),
                Case(
                    When(urgency="today", then=Value(0)),
                    When(urgency="week", then=Value(1)),
                    When(urgency="planned", then=Value(2)),
                ),
                F("needed_by"),
                OrderBy(F("persons"), descending=True, nulls_last=True),
                F("submitted_at"),
                F("id"),
                name="support_request_triage",
            ),
        ),
    ]
