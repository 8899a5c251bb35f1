"""A number of the spread in plain sentences and as a sum, from what was stored when it was computed."""

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from django.utils.formats import date_format, number_format

from spread.models import IndicatorSnapshot
from spread.targets import Status

# How a factor reads, by indicator and by what is done with it; a key with other indicators falls back on the latter.
SENTENCES = {
    "population": "{town} telt {amount} van de {all} inwoners van Vlaanderen: {share} %.",
    "income_per_inhabitant": (
        "Het gemiddelde inkomen is {value} euro per inwoner. Met alle inwoners samen is dat {share} % "
        "van het inkomen in Vlaanderen."
    ),
    "weighted_places": (
        "Tot {multiple} keer het Vlaamse gemiddelde per inwoner is er in {town} nog ruimte voor {amount} gewogen "
        "plaatsen. Dat is {share} % van alle ruimte in Vlaanderen. Wie al veel plaatsen heeft, krijgt hier minder."
    ),
    "living_wage_recipients": (
        "Tot {multiple} keer het Vlaamse gemiddelde per inwoner is er in {town} ruimte voor nog {amount} personen "
        "met een leefloon. Dat is {share} % van alle ruimte in Vlaanderen."
    ),
}
GENERIC = {
    "share": "Het cijfer is {value}: {share} % van het Vlaamse totaal.",
    "inverse_share": "Het cijfer is {value}; hoe lager, hoe groter het deel. Hier is dat {share} %.",
    "corrected_share": "Het cijfer is {value}; met de score bijgesteld is dat {share} % van het Vlaamse totaal.",
    "modulated_share": (
        "Het cijfer is {value}; met de draagkracht bijgesteld (factor {factor}) is dat {share} % van het Vlaamse "
        "totaal."
    ),
    "room": (
        "Tot {multiple} keer het Vlaamse gemiddelde per inwoner is er nog ruimte voor {amount}: {share} % van alle "
        "ruimte."
    ),
}
NOT_COUNTED = {
    Status.MISSING: (
        "Dit cijfer ontbreekt voor (bijna) alle gemeenten. Het gewicht van {weight} % is naar verhouding verdeeld "
        "over de andere factoren."
    ),
    Status.EMPTY: (
        "Dit cijfer is overal nul en zegt dus niets. Het gewicht van {weight} % is naar verhouding verdeeld "
        "over de andere factoren."
    ),
}
ESTIMATED = (
    "Dit cijfer ontbreekt voor {town}. Er is gerekend met het Vlaamse gemiddelde per inwoner: {share} %."
)


class Source(NamedTuple):
    name: str
    period: str


class Factor(NamedTuple):
    """One line of the sum. Numbers are decimals: percentages for weights and shares, places for `value`."""

    label: str
    how: str
    weight: Decimal
    effective_weight: Decimal
    share: Decimal | None  # None when the factor does not count
    value: Decimal
    counts: bool
    sources: list[Source]


class Explanation(NamedTuple):
    """All of it: sentences on top, factors, and the rows of a sum that ends in the target."""

    sentences: list[str]
    factors: list[Factor]
    rows: list[dict[str, Any]]

    @property
    def missing(self) -> list[Factor]:
        return [factor for factor in self.factors if not factor.counts]


def explain(snapshot: IndicatorSnapshot, flanders: IndicatorSnapshot | None) -> Explanation:
    """The explanation of one municipality, beside the figures of Flanders on the same day."""
    factors = [_factor(term, snapshot.area_name) for term in snapshot.terms]
    return Explanation(list(_sentences(snapshot, flanders)), factors, list(_rows(snapshot, factors)))


def _factor(term: dict[str, Any], town: str) -> Factor:
    status = Status(term["status"])
    score = term.get("score") or {}
    words = {
        "town": town,
        "amount": nl(term["amount"], 0),
        "all": nl(term["amount_of_all"], 0),
        "value": nl(term["value"], 0),
        "share": nl(term["share"], 2),
        "multiple": nl(term["multiple"]),
        "weight": nl(term["weight"]),
        "factor": nl(score.get("factor")),
    }
    if status in NOT_COUNTED:
        how = NOT_COUNTED[status].format(**words)
    elif status == Status.ESTIMATED:
        how = ESTIMATED.format(**words)
    else:
        generic = GENERIC[term["transform"]]
        of_its_own = term["transform"] in ("share", "room")
        how = (SENTENCES.get(term["indicator"], generic) if of_its_own else generic).format(**words)
        how += "".join(f" {sentence}" for sentence in _remarks(term, score))
    if status not in NOT_COUNTED:
        how += f" Deze factor telt voor {nl(term['effective_weight'], 2)} %."
    counts = status not in NOT_COUNTED
    return Factor(
        label=term["name"],
        how=how,
        weight=Decimal(term["weight"]),
        effective_weight=Decimal(term["effective_weight"]),
        share=Decimal(term["share"]) if counts else None,
        value=Decimal(term["contribution"]),
        counts=counts,
        sources=[
            Source(source["source"], date_format(date.fromisoformat(source["period"]), "SHORT_DATE_FORMAT"))
            for source in term["sources"]
        ],
    )


def _remarks(term: dict[str, Any], score: dict[str, Any]) -> Iterator[str]:
    """What else to know of a factor: a cap, figures that are missing, and what that does."""
    if term.get("capped"):
        yield f"De sleutel begrenst dit deel; {nl(term['counted_share'], 2)} % telt."
    if score.get("missing"):
        yield f"Niet bekend: {', '.join(score['missing'])}. Dat gewicht ging naar wat wel bekend is."
    if score and not score["enough"]:
        yield (
            f"Van de draagkracht is maar {nl(score['known'], 0)} % van het gewicht bekend. Dat is te weinig: de "
            "draagkracht telt niet mee (factor 1)."
        )


def _sentences(row: IndicatorSnapshot, flanders: IndicatorSnapshot | None) -> Iterator[str]:
    town = row.area_name
    yield (
        f"{town} heeft {_places(row.places)}: {nl(row.deployable)} inzetbaar, {nl(row.free)} vrij, {nl(row.occupied)} "
        f"bezet. Er {'woont' if row.persons == 1 else 'wonen'} {_counted(row.persons, 'persoon', 'personen')}."
    )
    if row.target is None or row.gap is None:
        yield f"Het inwonertal van {town} ontbreekt. Daarom is er geen doel."
        return
    beside = f" In heel Vlaanderen zijn het er {nl(flanders.per_1000, 2)}." if flanders else ""
    yield f"Dat zijn {nl(row.per_1000, 2)} plaatsen per 1.000 inwoners.{beside}"
    yield (
        f"Het doel voor {town} is {_places(row.target)}: het deel van {town} in de {nl(row.explanation['total'])} "
        "plaatsen van Vlaanderen."
    )
    if row.gap == 0:
        yield "Er zijn precies zoveel plaatsen als het doel."
    else:
        percent = f", {nl(row.percent, 0)} % van het doel" if row.percent is not None else ""
        yield f"Er zijn {_places(abs(row.gap))} {'meer' if row.gap > 0 else 'minder'} dan het doel{percent}."
    if row.exempt:
        yield (
            f"{town} is vrijgesteld van bijkomende plaatsen: met {nl(row.weighted_places, 0)} gewogen plaatsen zit de "
            f"gemeente aan minstens {nl(row.key.exempt_multiple)} keer het gemiddelde "
            f"({nl(row.explanation['weighted_mean'], 0)} bij dit inwonertal)."
        )
    if row.limited:
        yield (
            f"Het doel is begrensd op {nl(row.key.cap_multiple)} keer het Vlaamse gemiddelde per inwoner. Wat erboven "
            "viel, is verdeeld over de andere gemeenten."
        )


def _rows(row: IndicatorSnapshot, factors: list[Factor]) -> Iterator[dict[str, Any]]:
    """The sum: each factor's places, what the upper limit took or gave, and the rounding."""
    for factor in factors:
        yield {"label": factor.label, "how": factor.how, "value": factor.value if factor.counts else None}
    if row.target is None:
        return
    limit, rounding = Decimal(row.explanation["limit"]), Decimal(row.explanation["rounding"])
    if limit:
        yield {**_limit(row, limit), "value": limit}
    yield {
        "label": "Afronding",
        "how": "Hele plaatsen, zo verdeeld dat alle doelen samen precies het totaal zijn (grootste resten).",
        "value": rounding,
    }


def _limit(row: IndicatorSnapshot, limit: Decimal) -> dict[str, str]:
    """Which limit moved the target, here or elsewhere."""
    if row.explanation.get("raised"):
        return {"label": "Ondergrens", "how": "Het doel was lager dan de ondergrens."}
    if limit > 0:
        return {"label": "Bovengrens", "how": "Deel in wat andere gemeenten boven de bovengrens hadden."}
    if row.limited:
        return {"label": "Bovengrens", "how": "Het doel was hoger dan de bovengrens."}
    return {"label": "Ondergrens", "how": "Deel dat naar gemeenten onder de ondergrens ging."}


def nl(value: Any, decimals: int | None = None) -> str:
    """A number as people write it here: 1.234,5; rounded half up to `decimals`, in full without; "–" for None."""
    if value is None:
        return "–"
    if type(value) is int and not decimals:  # nearly all, hundreds on a page
        return f"{value:,}".replace(",", ".")
    number = Decimal(value)
    if decimals is None:
        decimals = max(0, -int(number.normalize().as_tuple().exponent))
    # Django's number_format cuts digits off; it is asked only for the separators.
    rounded = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return number_format(rounded, decimal_pos=decimals, use_l10n=True, force_grouping=True)


def _counted(number: int, one: str, many: str) -> str:
    return f"{nl(number)} {one if number == 1 else many}"


def _places(number: int) -> str:
    return _counted(number, "plaats", "plaatsen")
