"""A column more on a table that everybody uses: over in a millisecond, once it has the table for itself."""

from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    operations = [migrations.RunSQL("ALTER TABLE housing_offer ADD COLUMN late integer")]
