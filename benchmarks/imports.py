"""How long a file of 20,000 rows takes: `./run bench`.

The floor is COPY of the same rows into the same table, with its triggers and indexes, in the same run. The file is read
and judged (the dry run), then carried out, then brought once more unchanged.
"""

import resource
from time import perf_counter

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection

from accounts.models import Kind, Membership, Organisation, User
from documents.spreadsheets import check_spreadsheet
from documents.tables import xlsx_file
from housing import actions, tasks
from housing.forms.import_columns import columns_suggested
from housing.models import Offer, OfferImport
from municipalities.reference import load_reference_data

ROWS = 20_000
HEADERS = [
    "Uw nummer", "Straat", "Huisnummer", "Postcode", "Soort", "Categorie", "Crisis of duurzaam",
    "Individueel of collectief", "Slaapplekken", "Instapklaar", "Vanaf", "Contactpersoon", "E-mail", "Drempelvrij",
]  # fmt: skip


def file_of(rows: int) -> bytes:
    lines = (
        [
            f"A-{number}", f"Proefstraat {number // 200}", str(1 + number % 200), "9000", "Gebouw", "Privaat",
            "Duurzaam", "Individueel", 1 + number % 40, "Instapklaar", "01/02/2026", "Proef", "proef@proef.example",
            "ja",
        ]
        for number in range(rows)
    )  # fmt: skip
    with xlsx_file(HEADERS, lines, title="Aanbod") as file:
        return file.read()


def megabytes() -> int:
    """The most memory that this process had so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def bring(content: bytes, by: Membership) -> tuple[OfferImport, float]:
    """A file, kept and judged; seconds of the judging."""
    checked = check_spreadsheet(SimpleUploadedFile("meting.xlsx", content))
    brought = actions.upload_import(checked=checked, by=by)
    columns = columns_suggested(HEADERS, {})
    actions.choose_columns(offer_import=brought, columns=columns, headers={}, fixed={}, by=by)
    start = perf_counter()
    tasks.work_on_imports()
    took = perf_counter() - start
    brought.refresh_from_db()
    if brought.status != "checked" or brought.rows_total != ROWS:
        raise RuntimeError(f"{brought.status}: {brought.problem}")
    return brought, took


def copied() -> float:
    """Seconds of COPY of the offers that are there, after taking them away."""
    names = [
        field.column for field in Offer._meta.concrete_fields if not field.generated and field.name != "id"
    ]
    columns = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(f"CREATE TEMPORARY TABLE kept AS SELECT {columns} FROM housing_offer")  # noqa: S608
        cursor.execute("TRUNCATE housing_offer CASCADE")
        with cursor.copy(f"COPY kept ({columns}) TO STDOUT") as out:
            lines = b"".join(bytes(part) for part in out)
        start = perf_counter()
        with cursor.copy(f"COPY housing_offer ({columns}) FROM STDIN") as copy:
            copy.write(lines)
        took = perf_counter() - start
        cursor.execute("SELECT count(*) FROM housing_offer")
        if cursor.fetchone() != (ROWS,):
            raise RuntimeError("COPY did not bring all rows")
    return took


def main() -> None:
    """Measures and leaves nothing behind."""
    load_reference_data()
    company = Organisation.objects.create(kind=Kind.COMPANY, name="Meting NV", kbo_number="0999999922")
    user = User.objects.create_user("meting@bedrijf.example")
    by = Membership.objects.create(organisation=company, user=user, role=Membership.Role.MANAGER)
    try:
        content = file_of(ROWS)
        before = megabytes()
        brought, judging = bring(content, by)
        actions.confirm_import(offer_import=brought, skip_wrong=False, by=by)
        start = perf_counter()
        tasks.work_on_imports()
        writing = perf_counter() - start
        again, same = bring(content, by)
        unchanged = again.rows.filter(outcome="same").count()
        most = megabytes()
        copy = copied()
        print(
            f"\n{ROWS} rows, xlsx of {len(content) // 1024} kB; memory {before} MB before, {most} MB at most"
        )
        print(f"COPY of the same rows   {copy:6.2f} s  {ROWS / copy:8.0f} rows/s")
        for what, took in (("read and judge", judging), ("write", writing), ("both", judging + writing)):
            print(f"{what:22}  {took:6.2f} s  {ROWS / took:8.0f} rows/s  1/{took / copy:.1f} of COPY")
        print(f"the same file again     {same:6.2f} s, {unchanged} rows the same")
    finally:
        call_command("flush", interactive=False, verbosity=0)
