"""What older rows do not have yet: by when a finding is to be repaired, and whom to call about a site."""

from datetime import timedelta

from django.db import migrations

DAYS_TO_REPAIR = {"1": 90, "2": 30, "3": 7}
CONTACT = ("contact_name", "contact_email", "contact_phone")


def fill_in(apps, schema_editor):
    for defect in (
        apps.get_model("housing", "Defect").objects.filter(due_on=None).select_related("inspection")
    ):
        defect.due_on = defect.inspection.inspected_on + timedelta(days=DAYS_TO_REPAIR[defect.category])
        defect.save(update_fields=["due_on"])
    for site in apps.get_model("housing", "Site").objects.filter(offer__isnull=False).select_related("offer"):
        for name in CONTACT:
            setattr(site, name, getattr(site.offer, name))
        site.save(update_fields=CONTACT)


class Migration(migrations.Migration):
    dependencies = [("housing", "0018_sites_change")]

    operations = [migrations.RunPython(fill_in, migrations.RunPython.noop)]
