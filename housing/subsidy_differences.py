"""Why two frozen states differ, line by line. Pure: lines in, sentences out."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from housing.models import SubsidyLine
from housing.subsidy_check import euros

Key = tuple[
    int, int, str, date
]  # municipality, site (0: the whole municipality), rule and since when it holds
ZERO = Decimal(0)


class Side(NamedTuple):
    """One rule of one site in one state, its corrections included."""

    line: SubsidyLine
    amount: Decimal
    corrections: list[SubsidyLine]


class Difference(NamedTuple):
    name: str
    title: str
    before: Decimal
    after: Decimal
    why: list[str]

    @property
    def amount(self) -> Decimal:
        return self.after - self.before


def differences(before: Iterable[SubsidyLine], after: Iterable[SubsidyLine]) -> list[Difference]:
    """The lines whose amount is not the same, with every reason; together exactly the difference of the sums."""
    old, new = _sides(before), _sides(after)
    old_sites, new_sites = {key[:2] for key in old}, {key[:2] for key in new}
    found = []
    for key in sorted(old.keys() | new.keys()):
        one, other = old.get(key), new.get(key)
        amounts = (one.amount if one else ZERO, other.amount if other else ZERO)
        if amounts[0] == amounts[1]:
            continue
        line = (other or one).line  # type: ignore[union-attr]
        if one is None:
            why = [
                "deze regel geldt er nu ook"
                if key[:2] in old_sites
                else "stond er op de vorige peildatum nog niet in"
            ]
        elif other is None:
            why = [
                "deze regel geldt er niet meer"
                if key[:2] in new_sites
                else "staat er niet meer in: gesloten, samengevoegd of buiten de periode"
            ]
        else:
            why = _changes(one.line, other.line)
        why += _corrections(one, other)
        found.append(
            Difference(
                line.site_name or "De hele gemeente", line.title, *amounts, why or ["andere berekening"]
            )
        )
    return found


def _sides(lines: Iterable[SubsidyLine]) -> dict[Key, Side]:
    of_key: dict[Key, list[SubsidyLine]] = defaultdict(list)
    for line in lines:
        of_key[(line.municipality_id, line.site_id or 0, line.code, line.rule_from)].append(line)
    return {
        key: Side(
            next((line for line in found if not line.correction), found[0]),
            sum((line.amount for line in found), ZERO),
            [line for line in found if line.correction],
        )
        for key, found in of_key.items()
    }


def _changes(old: SubsidyLine, new: SubsidyLine) -> list[str]:
    why = []
    if old.rate != new.rate:
        texts = [euros(rate) if rate is not None else "niet gekend" for rate in (old.rate, new.rate)]
        why.append(f"het bedrag per eenheid gaat van {texts[0]} naar {texts[1]}")
    if old.quantity != new.quantity:
        counts = [f"{quantity.normalize():f}" for quantity in (old.quantity, new.quantity)]
        why.append(f"het aantal gaat van {counts[0]} naar {counts[1]}: {new.steps.partition(';')[0]}")
    elif old.amount != new.amount and old.steps != new.steps:
        why.append(f"de berekening was “{old.steps}” en is nu “{new.steps}”")
    gone = [text for text in old.missing if text not in new.missing]
    if gone and new.amount > old.amount:
        why.append(f"niet meer nodig: {'; '.join(gone)}")
    return why


def _corrections(one: Side | None, other: Side | None) -> list[str]:
    return [
        f"correctie van {euros(line.amount)} op de {which} peildatum: {line.reason}"
        for side, which in ((one, "vorige"), (other, "nieuwe"))
        if side is not None
        for line in side.corrections
    ]
