"""Who comes and who goes on a day is found by that day, and PostgreSQL knows how many there are of each."""

from django.db import migrations, models
from django.db.models import F, Q

from audit.gradual import AddIndexGradually


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("housing", "0007_undecided_places")]

    operations = [
        AddIndexGradually(
            model_name="stay",
            index=models.Index(F("period__startswith"), condition=~Q(status="cancelled"), name="stay_begins"),
        ),
        AddIndexGradually(
            model_name="stay",
            index=models.Index(F("period__endswith"), condition=Q(status="lived_in"), name="stay_ends"),
        ),
    ]
