"""A stored file and the offers that it brings: its header, its rows as judged, and how far the worker is."""

from collections.abc import Callable, Iterator
from time import time
from typing import NamedTuple

from django.core.cache import cache
from django.core.exceptions import ValidationError
from redis.exceptions import RedisError

from documents.spreadsheets import Cell, read_rows
from housing.forms.import_rows import Judge
from housing.models import ImportRow, OfferImport

SAMPLES = 3
PROGRESS_SECONDS = 3_600


class Head(NamedTuple):
    """The headers of a file, and a few cells of each column."""

    headers: list[str]
    samples: list[list[str]]


def head_of(offer_import: OfferImport) -> Head:
    """What stands on top of the file. Raises ValidationError when nothing can be read."""
    rows = _rows(offer_import)
    headers = [str(cell or "").strip() for cell in next(rows, [])]
    while headers and not headers[-1]:
        headers.pop()
    if not headers:
        raise ValidationError("De eerste rij van het bestand is leeg: daar horen de koppen van de kolommen.")
    first = [row for row, _ in zip((row for row in rows if any(row)), range(SAMPLES), strict=False)]
    if not first:
        raise ValidationError("Onder de koppen staat geen enkele rij.")
    samples = [
        list(
            dict.fromkeys(str(row[number]) for row in first if number < len(row) and row[number] is not None)
        )
        for number in range(len(headers))
    ]
    return Head(headers, samples)


def judgement_of(offer_import: OfferImport) -> Iterator[list[ImportRow]]:
    """Every row of the file, judged, in batches."""
    rows = _rows(offer_import)
    headers = [str(cell or "").strip() for cell in next(rows, [])]
    columns = {int(number): field for number, field in offer_import.columns.items()}
    judge = Judge(offer_import.organisation, columns, headers, offer_import.fixed)
    yield from judge.rows(rows)


def _rows(offer_import: OfferImport) -> Iterator[list[Cell]]:
    if offer_import.document is None:
        raise ValidationError("Dit bestand is intussen gewist. Laad het opnieuw op.")
    with offer_import.document.file.open("rb") as file:
        yield from read_rows(file, offer_import.document.content_type)


def number_of_rows(offer_import: OfferImport) -> int:
    """How many rows below the header say something."""
    return sum(1 for row in _rows(offer_import) if any(cell is not None for cell in row)) - 1


def rows_to_write(offer_import: OfferImport) -> int:
    """How many rows are carried out, or taken back: the new and the changed ones."""
    return offer_import.rows.filter(outcome__in=[ImportRow.Outcome.NEW, ImportRow.Outcome.CHANGED]).count()


def tell_progress(offer_import: OfferImport, *, total: int) -> Callable[[int], None]:
    """What the worker calls with the number of rows done, of `total`; only the page looks at it, and can do without."""

    begun = time()

    def tell(done: int) -> None:
        try:
            cache.set(_key(offer_import), (done, total, begun), PROGRESS_SECONDS)
        except (RedisError, OSError):
            return

    return tell


class Progress(NamedTuple):
    """Rows done, of how many, and the seconds that it took until now."""

    done: int = 0
    total: int = 0
    seconds: float = 0.0


def progress_of(offer_import: OfferImport) -> Progress:
    """How far the worker is; all 0 while he has not begun."""
    try:
        done, total, begun = cache.get(_key(offer_import)) or (0, 0, time())
    except (RedisError, OSError):
        return Progress()
    return Progress(int(done), int(total), max(0.0, time() - begun))


def _key(offer_import: OfferImport) -> str:
    return f"import-{offer_import.pk}-{offer_import.status}"
