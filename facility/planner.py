"""The village planner: what a nooddorp for these households needs, on this plot, for so many months. Pure.

Every household gets units of its own, the cheapest ones that it fits in; a unit holds

    min(places, floor(living area / area_per_person))          persons

and what cannot be in a unit is shared: ceil(persons without it / persons per toilet, shower or cooker). The ground is
the units, the open ground between them, the fire lane, shared buildings, play and parking, all in m². The ground and
the delivery of a household are never less than of a smaller one, so that a child that is born needs no other plan.

    cost per place per month = investment / (places x months) + running cost per place per month        in EUR

What does not hold is refused by name: the norm that binds, what was asked and what is possible. Numbers come in as
`norms` (see NORMS and facility.models.VillageNorm): dated data, with their source.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from facility import money
from facility.money import ZERO, cents

OURS = (
    "Eigen aanname van deze tool, na te kijken door Het Facilitair Bedrijf; een Vlaamse norm vonden we niet."
)

# code: (in words, value at the start, whether it is our own assumption, source)
NORMS: dict[str, tuple[str, str, bool, str]] = {
    "area_per_person": (
        "woonoppervlakte per persoon (m²)", "4", False,
        "Fedasil, minimumnorm collectieve opvang: 4 m² slaapruimte per bewoner (focus-wtv.be).",
    ),
    "most_units": ("hoogste aantal eenheden per huishouden", "2", True, OURS),
    "most_months": (
        "hoogste duur (maanden)", "36", False,
        "Tijdelijke opvang kan tot drie jaar zonder omgevingsvergunning (domeinnota, bron S88).",
    ),
    "persons_per_toilet": (
        "personen per toilet", "20", True, "Sphere-handboek 2018; een Vlaamse norm vonden we niet.",
    ),
    "persons_per_shower": ("personen per douche", "20", True, OURS),
    "persons_per_cooker": ("personen per kookplaats", "12", True, OURS),
    "common_per_person": ("gemeenschapsruimte per persoon (m²)", "1", True, OURS),
    "play_per_person": ("speel- en buitenruimte per persoon (m²)", "3", True, OURS),
    "open_share": ("open ruimte per m² bebouwd", "1", True, OURS),
    "lane_width": ("breedte van de brandweg (m)", "4", True, f"{OURS} De hulpverleningszone beslist."),
    "lane_per_unit": ("meter brandweg per eenheid", "5", True, f"{OURS} De hulpverleningszone beslist."),
    "parking_per_household": ("parkeerplaatsen per huishouden", "0.25", True, OURS),
    "parking_area": ("oppervlakte per parkeerplaats (m²)", "25", True, OURS),
    "sanitary_area": ("oppervlakte per toilet of douche (m²)", "4", True, OURS),
    "cooker_area": ("oppervlakte per kookplaats (m²)", "6", True, OURS),
    "power_per_unit": ("vermogen per eenheid (kVA)", "6", True, OURS),
    "water_per_person": ("water per persoon per dag (liter)", "120", True, OURS),
    "cost_sanitary": ("kost per toilet of douche (€)", "6500", True, OURS),
    "cost_cooker": ("kost per kookplaats (€)", "4000", True, OURS),
    "cost_common": ("kost per m² gemeenschapsruimte (€)", "1200", True, OURS),
    "cost_ground": ("kost per m² terrein (€)", "45", True, OURS),
    "cost_connection": ("kost aansluitingen per eenheid (€)", "3500", True, OURS),
    "cost_running": ("uitbating per plaats per maand (€)", "320", True, OURS),
    "ground_days": ("dagen grondwerken", "56", True, OURS),
    "finish_days": ("dagen plaatsing, aansluiting en keuring", "35", True, OURS),
}  # fmt: skip


@dataclass(frozen=True)
class UnitType:
    """A type of unit: m² inside and on the ground, EUR without VAT, days until it is delivered."""

    code: str
    name: str
    places: int
    living_area: Decimal
    footprint: Decimal
    own_sanitary: bool
    own_kitchen: bool
    price: Decimal
    lead_days: int


@dataclass(frozen=True)
class Need:
    """Households by number of persons, the plot in m², and how long in months."""

    households: Mapping[int, int]
    plot: Decimal
    months: int

    @property
    def persons(self) -> int:
        return sum(size * count for size, count in self.households.items())

    @property
    def number(self) -> int:
        return sum(self.households.values())


@dataclass(frozen=True)
class Refusal:
    """The norm (or the plot) that binds: what was asked, what is possible, in one Dutch sentence."""

    code: str
    asked: Decimal
    possible: Decimal
    sentence: str


@dataclass(frozen=True)
class Housing:
    """The units of one household, with the ground (m²) and the delivery (days) that are reckoned for it."""

    units: tuple[UnitType, ...]
    price: Decimal
    ground: Decimal
    lead_days: int


@dataclass(frozen=True)
class Line:
    """Something of a variant, with the ground in m² that it takes and what it costs in EUR without VAT."""

    label: str
    amount: str
    ground: Decimal
    cost: Decimal
    norm: str = ""


@dataclass(frozen=True)
class Variant:
    """One way to do it. `refusals` is empty when it can be done."""

    name: str
    units: Mapping[str, int]
    places: int
    toilets: int
    showers: int
    cookers: int
    common: Decimal
    parking: int
    lane: Decimal
    power: Decimal
    water: Decimal
    ground: Decimal
    investment: Decimal
    per_place_per_month: Decimal
    lead_days: int
    lines: tuple[Line, ...]
    refusals: tuple[Refusal, ...]

    @property
    def feasible(self) -> bool:
        return not self.refusals


def up(amount: Decimal) -> int:
    """The next whole number."""
    return int(amount.to_integral_value(ROUND_CEILING))


def holds(unit: UnitType, norms: Mapping[str, Decimal]) -> int:
    """How many persons may live in it."""
    return min(unit.places, int(unit.living_area / norms["area_per_person"]))


def house(size: int, types: Sequence[UnitType], norms: Mapping[str, Decimal]) -> Housing | None:
    """The cheapest units for one household, or None when it does not fit in as many units as are allowed."""
    usable = [unit for unit in types if holds(unit, norms) > 0]
    best: dict[int, Housing] = {}
    reached: list[tuple[int, tuple[UnitType, ...]]] = [(0, ())]
    for _ in range(int(norms["most_units"])):
        reached = [
            (room + holds(unit, norms), tuple(sorted((*units, unit), key=lambda each: each.code)))
            for room, units in reached
            for unit in usable
        ]
        for room, units in dict.fromkeys(reached):
            option = Housing(
                units,
                sum((unit.price for unit in units), ZERO),
                sum((unit.footprint for unit in units), ZERO),
                max(unit.lead_days for unit in units),
            )
            for persons in range(1, min(room, size) + 1):
                if persons not in best or _rank(option) < _rank(best[persons]):
                    best[persons] = option
    if size not in best:
        return None
    smaller = [best[persons] for persons in range(1, size + 1)]
    return Housing(
        best[size].units,
        best[size].price,
        max(each.ground for each in smaller),
        max(each.lead_days for each in smaller),
    )


def _rank(option: Housing) -> tuple[Decimal, Decimal, int, list[str]]:
    return option.price, option.ground, option.lead_days, [unit.code for unit in option.units]


def plan_variant(
    name: str, need: Need, types: Mapping[int, Sequence[UnitType]], norms: Mapping[str, Decimal]
) -> Variant:
    """One variant; `types` are the types that a household of that size may get."""
    refusals: list[Refusal] = []
    counts: Counter[str] = Counter()
    names: dict[str, str] = {}
    units_price, built, lead, places = ZERO, ZERO, 0, 0
    without_sanitary = without_kitchen = 0
    for size, number in sorted(need.households.items()):
        found = house(size, types[size], norms) if number else None
        if number and found is None:
            refusals.append(_too_large(size, types[size], norms))
        if not number or found is None:
            continue
        for unit in found.units:
            counts[unit.code] += number
            names[unit.code] = unit.name
            places += number * holds(unit, norms)
        units_price += number * found.price
        built += number * found.ground
        lead = max(lead, found.lead_days)
        without_sanitary += 0 if all(unit.own_sanitary for unit in found.units) else size * number
        without_kitchen += 0 if all(unit.own_kitchen for unit in found.units) else size * number
    toilets = up(Decimal(without_sanitary) / norms["persons_per_toilet"])
    showers = up(Decimal(without_sanitary) / norms["persons_per_shower"])
    cookers = up(Decimal(without_kitchen) / norms["persons_per_cooker"])
    common = need.persons * norms["common_per_person"]
    parking = up(need.number * norms["parking_per_household"])
    number_of_units = sum(counts.values())
    lane = number_of_units * norms["lane_per_unit"]
    lines = [Line(names[code], f"{count}", ZERO, ZERO) for code, count in sorted(counts.items())] + [
        Line("Alle wooneenheden", f"{number_of_units}", built, units_price, "area_per_person"),
        Line("Open ruimte tussen de eenheden", "", built * norms["open_share"], ZERO, "open_share"),
        Line("Brandweg", f"{money.number(lane)} m", lane * norms["lane_width"], ZERO, "lane_width"),
        _shared("Gedeelde toiletten", toilets, "sanitary_area", "cost_sanitary", "persons_per_toilet", norms),
        _shared("Gedeelde douches", showers, "sanitary_area", "cost_sanitary", "persons_per_shower", norms),
        _shared("Gedeelde kookplaatsen", cookers, "cooker_area", "cost_cooker", "persons_per_cooker", norms),
        Line(
            "Gemeenschapsruimte",
            f"{money.number(common)} m²",
            common,
            common * norms["cost_common"],
            "common_per_person",
        ),
        Line("Spelen en buiten zitten", "", need.persons * norms["play_per_person"], ZERO, "play_per_person"),
        Line("Parkeren", f"{parking}", parking * norms["parking_area"], ZERO, "parking_per_household"),
    ]
    ground = sum((line.ground for line in lines), ZERO)
    lines.append(Line("Terrein bouwrijp maken", "", ZERO, ground * norms["cost_ground"], "cost_ground"))
    connection = number_of_units * norms["cost_connection"]
    lines.append(Line("Nutsvoorzieningen aansluiten", "", ZERO, connection, "cost_connection"))
    investment = cents(sum((line.cost for line in lines), ZERO))
    if ground > need.plot:
        refusals.append(_plot_too_small(ground, need.plot, lines))
    if need.months > norms["most_months"]:
        asked, most = Decimal(need.months), norms["most_months"]
        sentence = f"{NORMS['most_months'][0].capitalize()}: {money.number(most)}. Gevraagd: {need.months}."
        refusals.append(Refusal("most_months", asked, most, sentence))
    monthly = investment / (places * need.months) + norms["cost_running"] if places and need.months else ZERO
    days = max(lead, int(norms["ground_days"])) + int(norms["finish_days"])
    return Variant(
        name, dict(counts), places, toilets, showers, cookers, common, parking, lane,
        number_of_units * norms["power_per_unit"], need.persons * norms["water_per_person"], ground, investment,
        cents(monthly), days, tuple(line for line in lines if line.amount != "0"), tuple(refusals),
    )  # fmt: skip


def _shared(label: str, count: int, area: str, cost: str, norm: str, norms: Mapping[str, Decimal]) -> Line:
    return Line(label, f"{count}", count * norms[area], count * norms[cost], norm)


def _too_large(size: int, types: Sequence[UnitType], norms: Mapping[str, Decimal]) -> Refusal:
    room = max((holds(unit, norms) for unit in types), default=0)
    most = Decimal(room) * norms["most_units"]
    code = "most_units" if room else "area_per_person"
    sentence = (
        f"Een huishouden van {size} past niet: {NORMS[code][0]} is {money.number(norms[code])}, "
        f"dus hoogstens {money.number(most)} personen samen."
    )
    return Refusal(code, Decimal(size), most, sentence)


def _plot_too_small(ground: Decimal, plot: Decimal, lines: Sequence[Line]) -> Refusal:
    """The plot binds; named is the norm behind what takes most of it."""
    largest = max(lines, key=lambda line: line.ground)
    sentence = (
        f"Het terrein is te klein: nodig {up(ground)} m², beschikbaar {up(plot)} m². "
        f"Het meeste vraagt “{largest.label.lower()}” ({up(largest.ground)} m², norm: {NORMS[largest.norm][0]})."
    )
    return Refusal(largest.norm, ground, plot, sentence)


def three_variants(
    need: Need, types: Sequence[UnitType], norms: Mapping[str, Decimal]
) -> tuple[Variant, Variant, Variant]:
    """All in units with everything in them, all with shared kitchens and sanitary, and families only in the first."""
    own = [unit for unit in types if unit.own_sanitary and unit.own_kitchen]
    shared = [unit for unit in types if not (unit.own_sanitary and unit.own_kitchen)]
    sizes = list(need.households)
    return (
        plan_variant("Zelfstandige eenheden", need, dict.fromkeys(sizes, own), norms),
        plan_variant("Gedeelde voorzieningen", need, dict.fromkeys(sizes, shared), norms),
        plan_variant(
            "Gemengd: vanaf drie personen zelfstandig", need,
            {size: own if size >= 3 else shared for size in sizes}, norms,
        ),
    )  # fmt: skip
