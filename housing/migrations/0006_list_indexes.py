"""Lists in their order from an index: offers as they came in, sites by town and name, stays the latest first."""

from django.db import migrations, models

from audit.gradual import AddIndexGradually


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("housing", "0005_private_hosts"),
    ]

    operations = [
        AddIndexGradually(
            model_name="offer",
            index=models.Index(
                condition=models.Q(
                    models.Q(("status", "draft"), _negated=True), ("merged_into__isnull", True)
                ),
                fields=["-created_at", "-id"],
                name="offer_standing_newest",
            ),
        ),
        AddIndexGradually(
            model_name="offer",
            index=models.Index(fields=["submitted_at"], name="offer_submitted"),
        ),
        AddIndexGradually(
            model_name="site",
            index=models.Index(
                condition=models.Q(("merged_into__isnull", True)),
                fields=["municipality", "name", "id"],
                include=("closed_on",),
                name="site_by_town_and_name",
            ),
        ),
        AddIndexGradually(
            model_name="stay",
            index=models.Index(fields=["-period", "-id"], name="stay_latest"),
        ),
    ]
