"""What older notices are about, in batches, while people go on working; then their index and the promise."""

from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models

BATCH = 10_000
KINDS = {
    "offer": ("/aanbod/", "/samenvoegingen/"),
    "site": ("/locaties/", "/gebreken/", "/meldingen/", "/nakijken/", "/plaatsbezoeken/"),
    "people": ("/huishoudens/", "/voorstellen/", "/overdrachten/", "/verblijven/"),
    "facility": ("/facility/",),
    "vlot": ("/vlot/",),
    "access": ("/organisatie/", "/uitnodiging/", "/account/"),
}


def fill(apps, schema_editor):
    rows = apps.get_model("notifications", "Notification").objects
    last = rows.order_by("-pk").values_list("pk", flat=True).first() or 0
    for begin in range(0, last + 1, BATCH):
        batch = rows.filter(pk__gte=begin, pk__lt=begin + BATCH, kind="other")
        for kind, beginnings in KINDS.items():
            meant = models.Q()
            for beginning in beginnings:
                meant |= models.Q(url__startswith=beginning)
            batch.filter(meant).update(kind=kind)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("notifications", "0003_kinds_and_choices")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        AddIndexConcurrently(
            model_name="notification",
            index=models.Index(
                condition=models.Q(("read_at__isnull", True)),
                fields=["organisation", "kind"],
                name="notification_unread",
            ),
        ),
        AddConstraintNotValid(
            model_name="notification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["offer", "site", "people", "facility", "vlot", "filter", "access", "other"],
                    )
                ),
                name="notification_kind_known",
                violation_error_message="Deze soort bericht bestaat niet.",
            ),
        ),
        ValidateConstraint(model_name="notification", name="notification_kind_known"),
    ]
