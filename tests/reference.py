"""What migrations bring into a new database, brought back after a test on real transactions emptied every table."""

from django.apps import apps
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from facility import terms
from facility.models import PurchaseTerms
from housing import checklist, occupancy, subsidy_rules
from housing.models import FIRST_DAY, ChecklistItem, OccupancyNorm, SubsidyRule
from matching.models import RankingWeights
from municipalities.models import Municipality
from municipalities.reference import load_reference_data
from spread.actions import load_published_keys
from spread.models import SpreadKey


def bring_back_reference_data() -> None:
    """The 285 municipalities, their figures, the keys and the norms; nothing happens where the database has them."""
    if not Municipality.objects.exists():
        load_municipalities()
    if not SpreadKey.objects.exists():
        load_published_keys()
    for model, rows, first in (
        (ChecklistItem, checklist.proposed(), checklist.FIRST),
        (OccupancyNorm, occupancy.proposed(), occupancy.FIRST),
    ):
        if not model.objects.exists():
            model.objects.bulk_create(model(valid=DateRange(first, None), **row) for row in rows)
    if not SubsidyRule.objects.exists():
        SubsidyRule.objects.bulk_create(
            SubsidyRule(**{**row, "valid": DateRange(*row["valid"])}) for row in subsidy_rules.published()
        )
    if not PurchaseTerms.objects.exists():
        PurchaseTerms.objects.create(valid=DateRange(terms.FIRST, None), **terms.proposed())
    if not RankingWeights.objects.exists():
        RankingWeights.objects.create(valid=DateRange(FIRST_DAY, None), why="Zoals bij de start.")


# Table by table what `load_reference_data` brought, as COPY gives it; kept as long as this process runs.
_kept: dict[str, bytes] = {}


def load_municipalities() -> None:
    """The first time as an installation does it; after that the same rows again, thirty times as fast.

    They were checked when they came, so that neither triggers nor foreign keys look at them again.
    """
    tables = [
        *(model._meta.db_table for model in apps.get_app_config("municipalities").get_models()),
        "housing_search_word",
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        if not _kept:
            load_reference_data()
            for table in tables:
                with cursor.copy(f"COPY {table} ({columns_of(table)}) TO STDOUT") as rows:
                    _kept[table] = b"".join(bytes(part) for part in rows)
            return
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in tables:
            with cursor.copy(f"COPY {table} ({columns_of(table)}) FROM STDIN") as target:
                target.write(_kept[table])
        cursor.execute("SET LOCAL session_replication_role = origin")


def columns_of(table: str) -> str:
    """The columns that can be written: a generated one cannot."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
            [table],
        )
        return str(cursor.fetchone()[0])
