"""Counts of households for who may not see them: ABB, governors and VLOT. A number below five is not shown, and neither
is one that could be worked out from the total and the others."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, QuerySet

from accounts.models import Kind, Membership
from households.models import Household
from housing.models import Stay
from municipalities.models import Municipality

LEAST = 5
COLUMNS = {
    "waiting": "Huishoudens wachten",
    "waiting_persons": "Personen wachten",
    "housed": "Huishoudens gehuisvest",
    "housed_persons": "Personen gehuisvest",
}


class Line(NamedTuple):
    """One municipality, or the total; None where the number is not shown. Numbers in the order of COLUMNS."""

    name: str
    numbers: list[int | None]

    @property
    def cells(self) -> list[tuple[int | None, str]]:
        """Each number with the words of its column."""
        return list(zip(self.numbers, COLUMNS.values(), strict=True))


def towns_for(by: Membership) -> QuerySet[Municipality]:
    """The municipalities that this hat gets counts of."""
    towns = Municipality.objects.current().order_by("name")
    return towns.filter(province=by.organisation.province) if by.is_kind(Kind.GOVERNOR) else towns


def counts(towns: QuerySet[Municipality], *, on: date) -> dict[int, dict[str, int]]:
    """By municipality (its key): households and persons who wait, and who live somewhere, on that day. One query."""
    lived_in = Stay.objects.lived_in(on=on).filter(household=OuterRef("pk"))
    rows = (
        Household.objects.present()
        .filter(registered_by__municipality__in=towns)
        .annotate(lives=Exists(lived_in))
        .order_by()
        .values("registered_by__municipality", "lives")
        .annotate(households=Count("pk", distinct=True), persons_counted=Count("persons", distinct=True))
    )
    found: dict[int, dict[str, int]] = {}
    for row in rows:
        numbers = found.setdefault(row["registered_by__municipality"], dict.fromkeys(COLUMNS, 0))
        what = "housed" if row["lives"] else "waiting"
        numbers[what] += row["households"]
        numbers[f"{what}_persons"] += row["persons_counted"]
    return found


def people_lines(by: Membership, *, on: date) -> tuple[Line, list[Line]]:
    """The total and a line per municipality, as this hat may see them."""
    towns = list(towns_for(by))
    found = counts(towns_for(by), on=on)
    shown: dict[str, Mapping[int, int | None]] = {}
    totals: list[int | None] = []
    for column in COLUMNS:
        numbers = {town.pk: found.get(town.pk, {}).get(column, 0) for town in towns}
        shown[column] = suppressed(numbers)
        total = sum(numbers.values())
        totals.append(total if total >= LEAST else None)
    lines = [Line(str(town), [shown[column][town.pk] for column in COLUMNS]) for town in towns]
    return Line("Samen", totals), lines


def suppressed(numbers: Mapping[int, int]) -> dict[int, int | None]:
    """The numbers that may be shown beside their sum: none below five, and no difference that tells such a number."""
    hidden = {key for key, number in numbers.items() if number < LEAST}
    for key in _smallest_first(numbers, hidden):
        together = sum(numbers[other] for other in hidden)
        if not hidden or (len(hidden) > 1 and not 0 < together < LEAST):
            break
        hidden.add(key)
    return {key: None if key in hidden else number for key, number in numbers.items()}


def _smallest_first(numbers: Mapping[int, int], but: Iterable[int]) -> list[int]:
    left = set(numbers) - set(but)
    return sorted(left, key=lambda key: (numbers[key], key))
