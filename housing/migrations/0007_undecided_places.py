"""What is offered and not decided yet is added up from an index alone."""

from django.db import migrations, models

from audit.gradual import AddIndexGradually


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("housing", "0006_list_indexes"),
    ]

    operations = [
        AddIndexGradually(
            model_name="offer",
            index=models.Index(
                condition=models.Q(
                    ("merged_into__isnull", True), ("status__in", ["submitted", "info_requested"])
                ),
                fields=["municipality"],
                include=("estimated_places",),
                name="offer_undecided_places",
            ),
        ),
    ]
