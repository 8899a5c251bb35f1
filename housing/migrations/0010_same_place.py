"""An offer that may be the same place is found by its address and by its point, among all offers."""

from django.db import migrations, models
from django.db.models import Q

from audit.gradual import AddIndexGradually


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("housing", "0009_sites_for_abb")]

    operations = [
        AddIndexGradually(
            model_name="offer",
            index=models.Index(fields=["address_key"], name="offer_address_key"),
        ),
        AddIndexGradually(
            model_name="offer",
            index=models.Index(
                fields=["latitude", "longitude"],
                condition=Q(latitude__isnull=False),
                name="offer_position",
            ),
        ),
    ]
