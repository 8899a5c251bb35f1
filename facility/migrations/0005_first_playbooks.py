"""The playbooks, norms and types of units that the portal starts with: our own draft, marked as such."""

from datetime import date

from django.db import migrations
from django.db.backends.postgresql.psycopg_any import DateRange

from facility import playbook_file, terms, village_units


def load(apps, schema_editor):
    Playbook, Item, Need = (
        apps.get_model("facility", name) for name in ("Playbook", "PlaybookItem", "PlaybookNeed")
    )
    if Playbook.objects.exists():
        return
    for kind in ("village", "collective"):
        playbook = Playbook.objects.create(kind=kind, version=1, source=playbook_file.SOURCE)
        drafts = playbook_file.draft_items(kind)
        rows = Item.objects.bulk_create(
            Item(
                playbook=playbook,
                position=number,
                **{
                    name: getattr(draft, name)
                    for name in (
                        "code",
                        "theme",
                        "title",
                        "explanation",
                        "party",
                        "days",
                        "before",
                        "blocking",
                        "evidence",
                    )
                },
            )
            for number, draft in enumerate(drafts, 1)
        )
        by_code = {row.code: row for row in rows}
        Need.objects.bulk_create(
            Need(item=by_code[draft.code], needs=by_code[need]) for draft in drafts for need in draft.needs
        )
        Playbook.objects.filter(pk=playbook.pk).update(published_on=date(2026, 11, 26))
    always = DateRange(terms.FIRST, None)
    for model, rows in (
        ("VillageNorm", village_units.first_norms()),
        ("VillageUnit", village_units.first_units()),
    ):
        table = apps.get_model("facility", model).objects
        table.bulk_create(table.model(valid=always, **row) for row in rows)


class Migration(migrations.Migration):
    dependencies = [("facility", "0004_unit_prices")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
