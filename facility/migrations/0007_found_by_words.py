"""What was asked is found with typing errors too: trigrams (pg_trgm), made while people go on working."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("facility", "0006_request_of_case")]

    operations = [
        AddIndexConcurrently(
            model_name="supportrequest",
            index=GinIndex(
                OpClass(models.F("title"), name="gin_trgm_ops"), name="support_request_title_alike"
            ),
        ),
    ]
