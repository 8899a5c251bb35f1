"""The queue of a team stands in the order in which it is worked through."""

from django.db import migrations, models
from django.db.models import Case, F, OrderBy, Value, When

from audit.gradual import AddIndexGradually


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("vlot", "0004_found_by_words")]

    operations = [
        AddIndexGradually(
            model_name="intervention",
            index=models.Index(
                Case(
                    When(status="closed", then=Value(2)),
                    When(status="assigned", then=Value(1)),
                    default=Value(0),
                ),
                Case(
                    When(status="closed", then=Value(0)),
                    When(urgency="today", then=Value(0)),
                    When(urgency="this_week", then=Value(1)),
                    When(urgency="can_wait", then=Value(2)),
                ),
                OrderBy(F("closed_at"), descending=True, nulls_first=True),
                OrderBy(F("asked_at")),
                F("id"),
                name="intervention_in_order",
            ),
        ),
    ]
