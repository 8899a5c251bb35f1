"""Carrying capacity as a composite score per municipality, and the factor that it gives. Pure.

The steps of the OECD/JRC Handbook on Constructing Composite Indicators (2008), as quant.md A.3 asks them:

    denominate   x_i / d_i                                 an amount per inhabitant, per household, ...
    treat        winsorise when |skew| > 2 and kurtosis > 3.5, at most 5 points; with a frozen reference: clip to it
    normalise    n_i = (x_i - min) / (max - min), turned round for direction -1; min and max frozen in the key
    impute       "mean": the mean of the others; "drop": the weight goes to the indicators that are known
    weight, aggregate   s_i = sum w n_i / sum w, from 0 to 1
    factor       f_i = clip(1 + 2 g (s_i - mean s), 1 - g, 1 + g)                               (quant.md A.2)

With less than `least_known` of the weight present there is no score: the factor is 1 and the flag `enough` is off.
A denominated amount has 18 decimals and a score 12, so that sums stay exact and small and the order of the
municipalities cannot matter.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from spread.numbers import exact

Values = Mapping[str, Mapping[str, Fraction]]  # per municipality, by indicator, what is known

SCORE_DIGITS, AMOUNT_DIGITS = 12, 18
MOST_TREATED = 5
HALF, ONE = Fraction(1, 2), Fraction(1)
MISSING_RULES = {"drop": "het gewicht gaat naar de andere cijfers", "mean": "het gemiddelde van de anderen"}
INDICATOR_FIELDS = {"name", "indicator", "per", "direction", "weight", "missing", "min", "max", "source"}


@dataclass(frozen=True)
class ScoreIndicator:
    """One indicator of the score. `least` and `most` are the frozen reference; None: from the figures at hand."""

    name: str
    indicator: str
    weight: Fraction
    direction: int
    per: str | None = None
    missing: str = "drop"
    least: Fraction | None = None
    most: Fraction | None = None

    @property
    def frozen(self) -> bool:
        return self.least is not None


@dataclass(frozen=True)
class Modulation:
    """How far the score may move a share: by at most a part `g`, up or down."""

    g: Fraction
    least_known: Fraction
    indicators: tuple[ScoreIndicator, ...]

    @property
    def columns(self) -> set[str]:
        """The figures that it reads."""
        return {name for item in self.indicators for name in (item.indicator, item.per) if name}


class Reading(NamedTuple):
    """One indicator of one municipality. `value` is denominated; `normalised` runs from 0 to 1; None: not known."""

    item: ScoreIndicator
    value: Fraction | None
    normalised: Fraction | None
    imputed: bool


class Score(NamedTuple):
    """What the composite says of one municipality. `score` is None when too little is known."""

    score: Fraction | None
    factor: Fraction
    known: Fraction  # part of the weight that was known, not imputed
    enough: bool
    readings: tuple[Reading, ...]


def scores(modulation: Modulation, values: Values) -> dict[str, Score]:
    """The score and the factor of each municipality by its code."""
    columns = [_normalised(item, values) for item in modulation.indicators]
    read = {code: tuple(column[code] for column in columns) for code in values}
    known = {code: _known(readings) for code, readings in read.items()}
    found = {
        code: _aggregate(readings) if known[code] >= modulation.least_known else None
        for code, readings in read.items()
    }
    counted = [score for score in found.values() if score is not None]
    mean = sum(counted, Fraction(0)) / len(counted) if counted else Fraction(0)
    return {
        code: Score(score, _factor(score, mean, modulation.g), known[code], score is not None, read[code])
        for code, score in found.items()
    }


def _factor(score: Fraction | None, mean: Fraction, g: Fraction) -> Fraction:
    if score is None:
        return ONE
    moved = min(max(1 + 2 * g * (score - mean), 1 - g), 1 + g)
    return round(moved, SCORE_DIGITS)


def _known(readings: Sequence[Reading]) -> Fraction:
    of_all = sum((reading.item.weight for reading in readings), Fraction(0))
    present = sum((reading.item.weight for reading in readings if reading.value is not None), Fraction(0))
    return present / of_all


def _aggregate(readings: Sequence[Reading]) -> Fraction | None:
    """The weighted mean of what is there; a missing indicator's weight goes to the others in proportion."""
    there = [reading for reading in readings if reading.normalised is not None]
    of_all = sum((reading.item.weight for reading in there), Fraction(0))
    if not of_all:
        return None
    total = sum((reading.item.weight * (reading.normalised or 0) for reading in there), Fraction(0))
    return round(total / of_all, SCORE_DIGITS)


def _normalised(item: ScoreIndicator, values: Values) -> dict[str, Reading]:
    amounts = {code: _denominated(item, mine) for code, mine in values.items()}
    known = {code: amount for code, amount in amounts.items() if amount is not None}
    if item.least is not None and item.most is not None:
        least, most = item.least, item.most
    else:
        least, most = reference(list(known.values()))
    scaled = {code: _scaled(amount, least, most, item.direction) for code, amount in known.items()}
    mean = round(sum(scaled.values(), Fraction(0)) / len(scaled), SCORE_DIGITS) if scaled else None
    stand_in = mean if item.missing == "mean" else None
    return {
        code: Reading(item, amount, scaled.get(code, stand_in), amount is None and stand_in is not None)
        for code, amount in amounts.items()
    }


def _denominated(item: ScoreIndicator, mine: Mapping[str, Fraction]) -> Fraction | None:
    if item.indicator not in mine or (item.per and not mine.get(item.per)):
        return None
    amount = mine[item.indicator] / mine[item.per] if item.per else mine[item.indicator]
    return round(amount, AMOUNT_DIGITS)


def _scaled(amount: Fraction, least: Fraction, most: Fraction, direction: int) -> Fraction:
    if least == most:
        return HALF  # everybody is alike: neither better nor worse
    part = round((min(max(amount, least), most) - least) / (most - least), SCORE_DIGITS)
    return part if direction > 0 else 1 - part


def reference(amounts: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
    """The lowest and highest value after treatment: what a key freezes.

    As COINr's `Treat` does by default: while |skew| > 2 and kurtosis > 3.5, the most extreme point counts as the one
    next to it, at most five times. (0, 0) when nothing is known.
    """
    if not amounts:
        return Fraction(0), Fraction(0)
    treated = sorted(amounts)
    for turn in range(MOST_TREATED):
        side = _skewed_side(treated)
        if side == 0:
            break
        # The extremes that were pulled in already move along with the next one.
        moved = turn + 1
        if side > 0:
            treated[-moved:] = [treated[-moved - 1]] * moved
        else:
            treated[:moved] = [treated[moved]] * moved
    return treated[0], treated[-1]


def _skewed_side(amounts: Sequence[Fraction]) -> int:
    """1 or -1 for a long tail to the high or low side, 0 for none. Skewness and excess kurtosis as in SAS (type 2)."""
    n = len(amounts)
    if n < MOST_TREATED + 2:
        return 0
    mean = sum(amounts, Fraction(0)) / n
    second, third, fourth = (
        sum(((x - mean) ** power for x in amounts), Fraction(0)) / n for power in (2, 3, 4)
    )
    if not second:
        return 0
    skew_squared = third**2 / second**3 * Fraction(n * (n - 1), (n - 2) ** 2)
    kurtosis = ((n + 1) * (fourth / second**2 - 3) + 6) * Fraction(n - 1, (n - 2) * (n - 3))
    if skew_squared <= 4 or kurtosis <= Fraction(7, 2):
        return 0
    return 1 if third > 0 else -1


def read_modulation(data: Any, name: str, problems: list[str]) -> Modulation | None:
    """The modulation in the data of the factor `name`; what is wrong is added to `problems`."""
    where = f"Factor “{name}”, draagkracht (modulation)"
    if not isinstance(data, dict) or not isinstance(data.get("indicators"), list) or not data["indicators"]:
        problems.append(f"{where}: geef een lijst met cijfers (indicators) en een uitslag (g).")
        return None
    before = len(problems)
    g, least_known = exact(data.get("g")), exact(data.get("least_known", "2/3"))
    if g is None or not 0 <= g <= 1:
        problems.append(f"{where}: de uitslag (g) is een getal van 0 tot 1.")
    if least_known is None or not 0 < least_known <= 1:
        problems.append(f"{where}: het deel dat bekend moet zijn (least_known) is groter dan 0, hoogstens 1.")
    items = [_read_indicator(item, where, problems) for item in data["indicators"]]
    if len(problems) > before or g is None or least_known is None:
        return None
    return Modulation(g, least_known, tuple(item for item in items if item))


def _read_indicator(data: Any, where: str, problems: list[str]) -> ScoreIndicator | None:
    if not isinstance(data, dict) or not isinstance(data.get("indicator"), str) or not data["indicator"]:
        problems.append(f"{where}: elk cijfer heeft een kolom (indicator).")
        return None
    where = f"{where}, cijfer “{data['indicator']}”"
    before = len(problems)
    weight, least, most = exact(data.get("weight")), exact(data.get("min")), exact(data.get("max"))
    if weight is None or weight <= 0:
        problems.append(f"{where}: het gewicht (weight) is een getal groter dan 0.")
    if str(data.get("direction")) not in ("1", "-1"):
        problems.append(f"{where}: de richting (direction) is 1 (meer is sterker) of -1.")
    if not isinstance(data.get("per") or "", str):
        problems.append(f"{where}: gedeeld door (per) is de naam van een kolom.")
    if str(data.get("missing", "drop")) not in MISSING_RULES:
        problems.append(f"{where}: de regel bij ontbreken (missing) is een van: {', '.join(MISSING_RULES)}.")
    given = [data.get("min") is not None, data.get("max") is not None]
    if any(given) and (least is None or most is None or least >= most):
        problems.append(f"{where}: geef min en max samen, min kleiner dan max, of geen van beide.")
    if unknown := set(data) - INDICATOR_FIELDS:
        problems.append(f"{where}: onbekend gegeven {', '.join(sorted(unknown))}.")
    if len(problems) > before or weight is None:
        return None
    return ScoreIndicator(
        name=str(data.get("name") or data["indicator"]),
        indicator=data["indicator"],
        weight=weight,
        direction=int(data["direction"]),
        per=data.get("per") or None,
        missing=data.get("missing", "drop"),
        least=least,
        most=most,
    )
