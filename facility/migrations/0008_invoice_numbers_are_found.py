"""A part of the number of an invoice finds it: trigrams (pg_trgm), made while people go on working."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import migrations
from django.db.models.functions import Upper

from audit.gradual import AddIndexGradually


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("facility", "0007_found_by_words")]

    operations = [
        AddIndexGradually(
            model_name="invoice",
            index=GinIndex(OpClass(Upper("number"), name="gin_trgm_ops"), name="invoice_number_part"),
        ),
    ]
