"""What was asked is found with typing errors too: trigrams (pg_trgm), made while people go on working."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("vlot", "0003_topics")]

    operations = [
        AddIndexConcurrently(
            model_name="intervention",
            index=GinIndex(
                OpClass(models.F("question"), name="gin_trgm_ops"), name="intervention_question_alike"
            ),
        ),
    ]
