"""Whether the trail is still what was sealed: which day and which row does not fit, in Dutch."""

from collections.abc import Iterator
from datetime import date

from audit.models import AuditEvent, DaySeal
from audit.seals import MARK, ONE_DAY, Row, Stood, rows_of, today

MOST_NAMED = 20  # rows of one kind that are named for one day; more are counted


def head() -> DaySeal | None:
    """The last seal: its digest stands for the whole trail until that day."""
    return DaySeal.objects.order_by("day").last()


def problems(*, since: date | None = None, kept: str = "") -> Iterator[str]:
    """Everything that does not fit, a sentence each, computed from the rows themselves.

    `since` leaves out the days before it; their seals are taken as they are. `kept` is the end of the chain as it was
    written down elsewhere: it must still be in the chain.
    """
    seals = DaySeal.objects.order_by("day")
    expected, previous = None, ""
    if since is not None:
        before = seals.filter(day__lt=since).last()
        seals = seals.filter(day__gte=since)
        if before is not None:
            expected, previous = before.day + ONE_DAY, before.digest
    for seal in seals.iterator(chunk_size=50):
        while expected is not None and expected < seal.day:
            yield f"{expected:%d/%m/%Y}: het zegel van deze dag is weg."
            expected += ONE_DAY
        if seal.previous != previous:
            yield f"{seal.day:%d/%m/%Y}: het zegel sluit niet aan op dat van de dag ervoor."
        yield from problems_of_day(seal)
        expected, previous = seal.day + ONE_DAY, seal.digest
    while expected is not None and expected < today() - ONE_DAY:
        yield f"{expected:%d/%m/%Y}: deze dag is niet verzegeld, of het zegel is weg."
        expected += ONE_DAY
    yield from problems_without_seal(since)
    if kept and not DaySeal.objects.filter(digest=kept).exists():
        yield f"De ketting die elders bewaard is ({kept[:12]}…), bestaat hier niet meer."


def problems_of_day(seal: DaySeal) -> Iterator[str]:
    """The rows of one sealed day beside what the seal says of them."""
    marks = bytes(seal.marks).hex()
    sealed = {number: marks[place * MARK : (place + 1) * MARK] for place, number in enumerate(seal.numbers)}
    stood, changed, added = Stood(), [], []
    for row in rows_of(seal.day):
        stood.take(row)
        mark = sealed.pop(row.number, None)
        if mark is None:
            added.append(row.number)
        elif mark != row.computed[:MARK] or row.kept != row.computed:
            changed.append(row.number)
    day = f"{seal.day:%d/%m/%Y}"
    yield from told(day, "veranderd", changed)
    yield from told(day, "verwijderd", list(sealed))
    yield from told(day, "toegevoegd na het zegel", added)
    whole = stood.chained(seal.day, seal.previous) == seal.digest and seal.events == len(seal.numbers)
    if not (whole or changed or sealed or added):
        yield f"{day}: het zegel zelf past niet bij de {len(stood.numbers)} rijen van deze dag."


def problems_without_seal(since: date | None) -> Iterator[str]:
    """Rows that no seal speaks of: those of the last days must fit their own digest, older ones must not exist."""
    sealed = DaySeal.objects.values("day")
    events = AuditEvent.objects.exclude(recorded_on__in=sealed)
    if since is not None:
        events = events.filter(recorded_on__gte=since)
    last = today() - ONE_DAY
    for day in events.order_by("recorded_on").values_list("recorded_on", flat=True).distinct():
        yield from told(f"{day:%d/%m/%Y}", "veranderd", [row.number for row in rows_of(day) if is_off(row)])
        if day < last:
            yield f"{day:%d/%m/%Y}: deze dag heeft gebeurtenissen en geen zegel."


def is_off(row: Row) -> bool:
    return row.kept != row.computed


def told(day: str, what: str, numbers: list[int]) -> Iterator[str]:
    """A sentence per row; of very many, the rest as a number."""
    for number in numbers[:MOST_NAMED]:
        yield f"{day}: rij {number} is {what}."
    if len(numbers) > MOST_NAMED:
        yield f"{day}: nog {len(numbers) - MOST_NAMED} rijen zijn {what}."
