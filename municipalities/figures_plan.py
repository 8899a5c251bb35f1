"""What an import of figures would do, before it does it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from municipalities.figures_file import FigureRow
from municipalities.models import Indicator, Municipality, Statistic


@dataclass(frozen=True)
class Addition:
    """A figure of a municipality that has none for this period; `previous` is its latest before."""

    municipality: Municipality
    row: FigureRow
    indicator: Indicator
    previous: Statistic | None

    @property
    def new(self) -> str:
        """The figure of the file, as people read it, with its margin."""
        return _in_words(Statistic(indicator=self.indicator, value=self.row.figure, margin=self.row.margin))


@dataclass(frozen=True)
class Correction:
    """A figure of this period that is there already, and differs."""

    statistic: Statistic
    row: FigureRow

    @property
    def old(self) -> str:
        """The figure that is there, as people read it, with its margin."""
        return _in_words(self.statistic)

    @property
    def new(self) -> str:
        """The figure of the file, in the same words."""
        figure = Statistic(indicator=self.statistic.indicator, value=self.row.figure, margin=self.row.margin)
        return _in_words(figure)


def _in_words(figure: Statistic) -> str:
    return f"{figure.shown_value} ({figure.shown_margin or 'marge niet bekend'})"


@dataclass
class ImportPlan:
    """The rows of a file, sorted by what would happen to them."""

    new: list[Addition] = field(default_factory=list)
    changed: list[Correction] = field(default_factory=list)
    same: list[FigureRow] = field(default_factory=list)
    empty: list[FigureRow] = field(default_factory=list)
    unknown: list[FigureRow] = field(default_factory=list)
    wrong: list[FigureRow] = field(default_factory=list)
    missing: list[Municipality] = field(default_factory=list)

    @property
    def may_be_confirmed(self) -> bool:
        """A file with a wrong value is mended first; one that changes nothing needs no confirmation."""
        return not self.wrong and bool(self.new or self.changed)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """What happens to how many lines, in the words of the screen."""
        return [
            ("nieuw", len(self.new)),
            ("gewijzigd", len(self.changed)),
            ("ongewijzigd", len(self.same)),
            ("leeg, dus overgeslagen", len(self.empty)),
            ("onbekende gemeente, dus overgeslagen", len(self.unknown)),
            ("foute waarde", len(self.wrong)),
            ("gemeenten zonder cijfer in dit bestand", len(self.missing)),
        ]


def plan_import(rows: Iterable[FigureRow], *, indicator: Indicator, period: date) -> ImportPlan:
    """Compare `rows` with the figures of this indicator and period. Reads only, in four queries.

    The code of a municipality that merged away is wrong, not unknown: only who knows the source can add or
    average the figures of the old municipalities.
    """
    plan = ImportPlan()
    rows_by_code = {row.nis_code: row for row in Municipality.objects.select_related("merged_into")}
    present = {
        row.municipality_id: row
        for row in Statistic.objects.filter(indicator=indicator, period=period).select_related("municipality")
    }
    earlier = Statistic.objects.filter(indicator=indicator).latest_by(on=period - timedelta(days=1))
    previous = {row.municipality_id: row for row in earlier}
    seen = set()
    for row in rows:
        municipality = rows_by_code.get(row.nis_code)
        seen.add(row.nis_code)
        if row.problem:
            plan.wrong.append(row)
        elif municipality is None:
            plan.unknown.append(row)
        elif municipality.merged_into is not None:
            heir = municipality.merged_into
            problem = (
                f"{municipality.name} is opgegaan in {heir.name} ({heir.nis_code}). Reken het cijfer om."
            )
            plan.wrong.append(FigureRow(row.line, row.nis_code, problem=problem))
        elif row.value is None:
            plan.empty.append(row)
        elif (there := present.get(municipality.pk)) is None:
            plan.new.append(Addition(municipality, row, indicator, previous.get(municipality.pk)))
        elif (there.value, there.margin) == (row.value, row.margin):
            plan.same.append(row)
        else:
            plan.changed.append(Correction(there, row))
    plan.missing = [
        item for item in rows_by_code.values() if item.merged_into_id is None and item.nis_code not in seen
    ]
    return plan
