"""Two units of one site never share a label, whatever its capitals and spaces."""

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("housing", "0015_conditions"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="unit",
            name="unit_label_unique_in_site",
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.UniqueConstraint(
                models.F("site"),
                django.db.models.functions.text.Lower(django.db.models.functions.text.Trim("label")),
                name="unit_label_unique_in_site",
                violation_error_message="Op deze locatie is er al een eenheid met deze naam.",
            ),
        ),
    ]
