"""What waits for ABB is found among all sites without reading them."""

from django.db import migrations, models
from django.db.models import Q

from audit.gradual import AddIndexGradually


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("housing", "0008_days_of_stays")]

    operations = [
        AddIndexGradually(
            model_name="site",
            index=models.Index(
                fields=["opened_at", "id"],
                condition=Q(category="specific", confirmed_at__isnull=True),
                name="site_to_confirm_by_abb",
            ),
        ),
    ]
