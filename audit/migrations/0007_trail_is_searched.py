"""What the trail is searched by, each column before the moment. Made while the portal works: the trail is never small."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("audit", "0006_forgetting")]

    operations = [
        AddIndexConcurrently("auditevent", models.Index(fields=[column, "-occurred_at"], name=name))
        for column, name in (
            ("target_id", "audit_event_number"),
            ("user_name", "audit_event_user"),
            ("organisation_name", "audit_event_organisation"),
        )
    ]
