"""Every finding has a day by which it is to be repaired; the older ones got one in the step before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("housing", "0019_filled_in")]

    operations = [
        migrations.AlterField("defect", "due_on", models.DateField(verbose_name="herstellen tegen")),
        migrations.AlterField("defectevent", "due_on", models.DateField(verbose_name="herstellen tegen")),
    ]
