"""The households of a town that did not leave stand in the order in which they wait."""

from django.db import migrations, models
from django.db.models import Q

from audit.gradual import AddIndexGradually


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("households", "0008_person_born_on")]

    operations = [
        AddIndexGradually(
            model_name="household",
            index=models.Index(
                fields=["registered_by", "wanted_from", "id"],
                condition=Q(left_on__isnull=True, merged_into__isnull=True),
                name="household_of_town_by_day",
            ),
        ),
    ]
