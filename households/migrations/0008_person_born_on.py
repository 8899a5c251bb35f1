"""Who has nearly the same name is looked for among people of one birth date: those are found quickly."""

from django.db import migrations, models

from audit.gradual import AddIndexGradually


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("households", "0007_term_of_recents"),
    ]

    operations = [
        AddIndexGradually(
            model_name="person",
            index=models.Index(
                condition=models.Q(("born_on__isnull", False)), fields=["born_on"], name="person_born_on"
            ),
        ),
    ]
