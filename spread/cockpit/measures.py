"""What the cockpit can show of an area, and the classes in which the map shows it. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from municipalities.map import LegendLine
from spread.drawing import COLOURS, LEGEND
from spread.explanations import nl
from spread.models import Level, RatioClass
from spread.moments import Line

Number = int | Decimal
MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True)
class Measure:
    """One figure of a line. `times` makes a part of one a percentage; `signed` figures have a middle at zero."""

    code: str
    field: str
    label: str
    meaning: str
    decimals: int = 0
    times: int = 1
    unit: str = ""
    signed: bool = False

    def of(self, line: Line | None) -> Number | None:
        """The value as it is shown; None when it is not known."""
        value = None if line is None else getattr(line, self.field)
        return None if value is None else value * self.times

    def text(self, value: Number | None) -> str:
        """As people read it, with its sign where it is a difference."""
        return self._text(value, signed=self.signed)

    def difference_text(self, value: Number | None) -> str:
        """A difference between two moments, with its sign."""
        return self._text(value, signed=True)

    def _text(self, value: Number | None, *, signed: bool) -> str:
        if value is None:
            return "–"
        text = nl(abs(value) if signed else value, self.decimals) + (
            f"\N{NO-BREAK SPACE}{self.unit}" if self.unit else ""
        )
        if not signed or not value:
            return text
        return f"{'+' if value > 0 else MINUS}{text}"


RATIO = Measure(
    "verhouding", "ratio", "% van het doel", "Plaatsen als percentage van het doel.", times=100, unit="%"
)
MEASURES = {
    measure.code: measure
    for measure in (
        RATIO,
        Measure("verschil", "gap", "Verschil met het doel", "Plaatsen min doel.", signed=True),
        Measure("per-1000", "per_1000", "Per 1.000 inwoners", "Plaatsen per 1.000 inwoners.", decimals=2),
        Measure("plaatsen", "places", "Plaatsen", "Gevalideerde slaapplekken."),
        Measure(
            "inzetbaar", "deployable", "Inzetbaar", "Slaapplekken die bruikbaar en onlangs nagekeken zijn."
        ),
        Measure("vrij", "free", "Vrij", "Inzetbare slaapplekken waar niemand woont of komt wonen."),
        Measure("bezet", "occupied", "Bezet", "Slaapplekken in wooneenheden waar iemand woont."),
        Measure("personen", "persons", "Personen", "Mensen die er wonen."),
        Measure("doel", "target", "Doel", "Het deel volgens de verdeelsleutel."),
    )
}


@dataclass(frozen=True)
class Scale:
    """The classes of a map: `bounds` are the lowest values of the classes after the first, `levels` their colours."""

    legend: Sequence[LegendLine]
    explanation: str
    diverging: bool = False
    bounds: Sequence[Number] = ()
    levels: Sequence[int] = ()

    def level(self, value: Number | None) -> int | None:
        """The colour of a value; None without one."""
        if value is None or not self.levels:
            return None
        return self.levels[sum(1 for bound in self.bounds if value >= bound)]


BY_RATIO = Scale(
    LEGEND,
    "Vaste klassen: onder 80 % van het doel, erbij (tot 120 %), erboven (tot 150 %) en ver erboven. Is het doel "
    "kleiner dan 20 plaatsen, dan zegt een percentage te weinig en krijgt het gebied geen kleur.",
    diverging=True,
)


def ratio_level(line: Line) -> int | None:
    """The colour of the class that was computed with the figures."""
    return COLOURS.get(RatioClass(line.ratio_class))


# How far from zero the classes begin, per level of area and (times a power of ten) per number of decimals.
STEPS = {
    Level.MUNICIPALITY: (10, 50),
    Level.REGION: (50, 250),
    Level.PROVINCE: (200, 1000),
    Level.FLANDERS: (200, 1000),
}


def around_zero(measure: Measure, level: Level, *, difference: bool) -> Scale:
    """Seven fixed classes around zero, so that maps of different days can be laid side by side."""
    near, far = STEPS[level]
    if measure.decimals:
        near, far = Decimal("0.5"), Decimal(2)  # type: ignore[assignment]
    elif measure.unit:
        near, far = 10, 50
    smallest = Decimal(1).scaleb(-measure.decimals)
    say = measure.difference_text
    legend = [
        LegendLine(f"{say(-far)} of lager", 0),
        LegendLine(f"{say(-far + smallest)} tot {say(-near)}", 1),
        LegendLine(f"{say(-near + smallest)} tot {say(-smallest)}", 2),
        LegendLine("0", 3),
        LegendLine(f"{say(smallest)} tot {say(near - smallest)}", 4),
        LegendLine(f"{say(near)} tot {say(far - smallest)}", 5),
        LegendLine(f"{say(far)} of hoger", 6),
    ]
    what = (
        "Vroeger naar later: oranje is gedaald, blauw is gestegen."
        if difference
        else "Oranje is te weinig, blauw meer dan het doel."
    )
    half = smallest / 2
    return Scale(
        legend,
        f"{what} Vaste klassen rond nul, dezelfde voor elke dag.",
        diverging=True,
        bounds=(-far + half, -near + half, -half, half, near - half, far - half),
        levels=range(7),
    )


def by_amount(measure: Measure, values: Iterable[Number | None]) -> Scale:
    """Zero apart, and at most four classes with about as many areas each, cut at values that occur."""
    known = sorted(value for value in values if value)
    cuts = sorted({known[len(known) * part // 4] for part in range(4)}) if known else []
    legend, levels = [LegendLine("0", 0)], [0]
    colours = {1: (4,), 2: (2, 5), 3: (1, 3, 5), 4: (1, 2, 4, 5)}.get(len(cuts), ())
    for number, (cut, colour) in enumerate(zip(cuts, colours, strict=True), 1):
        end = max(value for value in known if number == len(cuts) or value < cuts[number])
        text = (
            measure.text(cut)
            if measure.text(cut) == measure.text(end)
            else f"{measure.text(cut)} tot {measure.text(end)}"
        )
        legend.append(LegendLine(text, colour))
        levels.append(colour)
    return Scale(
        legend,
        "Nul apart; de andere klassen bevatten elk ongeveer evenveel van de getoonde gebieden. De grenzen volgen dus "
        "uit de cijfers op het scherm: vergelijk de kleuren van twee dagen niet, maar kies een tweede dag.",
        bounds=cuts,
        levels=levels,
    )


def scale_for(measure: Measure, level: Level, values: Iterable[Number | None], *, difference: bool) -> Scale:
    """The scale that fits what is shown."""
    if difference or measure.signed:
        return around_zero(measure, level, difference=difference)
    return BY_RATIO if measure == RATIO else by_amount(measure, values)
