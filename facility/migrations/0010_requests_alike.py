"""Open requests for the same kind of help are found by what is needed first."""

from django.db import migrations, models
from django.db.models import Q

from audit.gradual import AddIndexGradually


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("facility", "0009_queue_in_order")]

    operations = [
        AddIndexGradually(
            model_name="supportrequest",
            index=models.Index(
                fields=["kind", "needed_by", "id"],
                condition=Q(status__in=["submitted", "taken_up"]),
                name="support_request_alike",
            ),
        ),
    ]
