"""What a place brings in subsidy, step by step. Pure: facts and dated rules in, amounts with their reasons out.

Money goes to the local government, for what it validated (domain.md 1 and 2.2). Amounts are euros. Every amount stands
twice: `amount` as it is due at the end of the day `on`, and `expected` once what is missing is there too.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from housing.models import Category, SubsidyRule

Basis = SubsidyRule.Basis
ZERO = Decimal(0)
ONE_DAY = timedelta(days=1)


class Period(NamedTuple):
    """Days from `begin` up to, and without, `end` (None: no end)."""

    begin: date
    end: date | None

    def until(self, day: date) -> date:
        """The end of this period, or that day when it comes first."""
        return day if self.end is None else min(self.end, day)


class UnitFacts(NamedTuple):
    """One unit: `periods` in which one can live there, without what was out of use, and days that it was lived in."""

    places: int
    periods: list[Period]
    days_filled: int


class SiteFacts(NamedTuple):
    """One validated site. `works_cost` is None while nobody wrote it down; `agreement` whether a contract is noted."""

    pk: int
    name: str
    category: str
    category_label: str
    kind: str
    works: bool
    works_cost: Decimal | None
    needs_agreement: bool
    validated_on: date
    confirmed_on: date | None
    units: list[UnitFacts]

    @property
    def places(self) -> int:
        return sum(unit.places for unit in self.units)

    @property
    def begins(self) -> date | None:
        return min((unit.periods[0].begin for unit in self.units if unit.periods), default=None)


class Condition(NamedTuple):
    """One condition in words, and whether it holds. Without one that is `required` nothing is due; the others are what
    the source calls "aangewezen": wise to have, no ground for refusal."""

    text: str
    holds: bool
    required: bool = True


class Step(NamedTuple):
    """One rule applied: how many times which amount, why, and what is missing for the rest."""

    code: str
    rule_from: date
    title: str
    rate: Decimal | None
    quantity: Decimal
    amount: Decimal
    expected: Decimal
    certain: bool
    because: str
    missing: list[str]
    evidence: str
    source: str
    link: str
    assumption: str


class SiteCheck(NamedTuple):
    site: SiteFacts
    conditions: list[Condition]
    steps: list[Step]
    filled: int  # places that were lived in long enough for a rule that counts for the whole municipality

    @property
    def missing(self) -> list[str]:
        """What still has to happen, each thing once."""
        open_conditions = [
            condition.text for condition in self.conditions if condition.required and not condition.holds
        ]
        return list(dict.fromkeys(open_conditions + [text for step in self.steps for text in step.missing]))


class Sums(NamedTuple):
    """Euros: certain and due now, certain and expected, and what rests on an assumption."""

    certain: Decimal
    expected: Decimal
    uncertain: Decimal


class TownCheck(NamedTuple):
    sites: list[SiteCheck]
    steps: list[Step]  # of the municipality as a whole
    sums: Sums


def check_town(
    sites: Iterable[SiteFacts],
    rules: Sequence[SubsidyRule],
    *,
    on: date,
    persons: int | None = None,
) -> TownCheck:
    """Everything of one municipality. `persons` counts for the support subsidy, on a day that has a tranche of it."""
    checks = [check_site(site, rules, on=on) for site in sites]
    steps = [step for rule in rules for step in _of_the_town(rule, checks, on=on, persons=persons)]
    return TownCheck(checks, steps, sums_of([*steps, *(step for check in checks for step in check.steps)]))


def sums_of(steps: Iterable[Step]) -> Sums:
    certain = expected = uncertain = ZERO
    for step in steps:
        if step.certain:
            certain, expected = certain + step.amount, expected + step.expected
        else:
            uncertain += step.amount
    return Sums(certain, expected, uncertain)


def check_site(site: SiteFacts, rules: Sequence[SubsidyRule], *, on: date) -> SiteCheck:
    """Every rule that is about this site."""
    steps, filled = [], 0
    cost = site.works_cost or ZERO
    for rule in rules:
        if not _is_about(rule, site):
            continue
        if rule.basis == Basis.FILLED:
            filled = max(filled, _filled(rule, site))
            steps.append(_telling(rule, site))
        elif rule.basis in (Basis.UNIT_COST, Basis.SITE_COST):
            step, cost = _works(rule, site, cost)
            steps.append(step)
        elif rule.basis == Basis.PLACES:
            steps.append(_once(rule, site, on=on))
        else:
            steps.append(_by_time(rule, site, on=on))
    return SiteCheck(site, conditions_of(site, on=on), steps, filled)


def conditions_of(site: SiteFacts, *, on: date) -> list[Condition]:
    """What every place of this category has to meet, whatever the amount (domain.md 1, 2.2 and 2.3; S4, S5, S14)."""
    begins = site.begins
    found = [
        Condition(f"gevalideerd door de gemeente op {site.validated_on:%d/%m/%Y}", True),
        Condition(
            f"er kan iemand wonen vanaf {begins:%d/%m/%Y}"
            if begins
            else "een periode waarin er iemand kan wonen",
            begins is not None and begins <= on,
        ),
    ]
    if site.category == Category.SPECIFIC:
        found.append(
            Condition(f"bevestigd door ABB op {site.confirmed_on:%d/%m/%Y}", True)
            if site.confirmed_on
            else Condition("de bevestiging door ABB", False)
        )
    if site.needs_agreement:
        found.append(
            Condition(
                "een overeenkomst tussen aanbieder en gemeente is aangewezen (vul het einde van het contract in)",
                False,
                required=False,
            )
        )
    return found


def _is_about(rule: SubsidyRule, site: SiteFacts) -> bool:
    """One-off rules count by the first day of the place, the others by the days on which they were in force."""
    begins = site.begins
    if begins is None or rule.category != site.category or (rule.kinds and site.kind not in rule.kinds):
        return False
    if rule.works is not None and rule.works != site.works:
        return False
    if rule.from_places is not None and site.places < rule.from_places:
        return False
    if rule.below_places is not None and site.places >= rule.below_places:
        return False
    if rule.basis in (Basis.MONTHS, Basis.DAYS):
        return any(_in_force(rule, unit) for unit in site.units)
    return rule.valid.lower <= begins and (rule.valid.upper is None or begins < rule.valid.upper)


def _in_force(rule: SubsidyRule, unit: UnitFacts) -> list[Period]:
    """The parts of the unit's periods in which this rule counts."""
    found = []
    for period in unit.periods:
        first = max(period.begin, rule.valid.lower)
        last = min((day for day in (period.end, rule.valid.upper) if day is not None), default=None)
        if last is None or first < last:
            found.append(Period(first, last))
    return found


def _once(rule: SubsidyRule, site: SiteFacts, *, on: date) -> Step:
    """A lump sum per place, once the place was available long enough without a break."""
    reached = sum(unit.places for unit in site.units if _longest(unit, on) >= max(rule.minimum_days, 1))
    missing = []
    if reached < site.places and rule.minimum_days:
        missing.append(
            f"{site.places - reached} van de {site.places} plaatsen zijn nog geen {rule.minimum_days} dagen na elkaar"
            " beschikbaar" + _reached_on(rule, site, on)
        )
    because = f"{reached} van de {site.places} plaatsen"
    if rule.minimum_days:
        because += f" waren {rule.minimum_days} dagen na elkaar beschikbaar"
    return _step(rule, reached, site.places, because, missing)


def _longest(unit: UnitFacts, on: date) -> int:
    """Days of the longest period so far, that day included."""
    return max(((period.until(on + ONE_DAY) - period.begin).days for period in unit.periods), default=0)


def _reached_on(rule: SubsidyRule, site: SiteFacts, on: date) -> str:
    """When the last of the open periods is long enough, if it stays open."""
    days = [
        unit.periods[-1].begin + timedelta(days=rule.minimum_days - 1)
        for unit in site.units
        if unit.periods and (unit.periods[-1].end is None or unit.periods[-1].end > on)
    ]
    later = [day for day in days if day > on]
    return f"; dat is zo op {max(later):%d/%m/%Y}" if later else ""


def _works(rule: SubsidyRule, site: SiteFacts, cost: Decimal) -> tuple[Step, Decimal]:
    """Costs up to a ceiling. Returns the step and what is left for the next rule."""
    ceilings = len(site.units) if rule.basis == Basis.UNIT_COST else 1
    ceiling = (rule.amount or ZERO) * rule.factor * ceilings
    paid = min(cost, ceiling)
    missing = ["de kosten van de werken zijn niet ingevuld"] if site.works_cost is None else []
    because = f"{euros(cost)} aan werken, hoogstens {euros(ceiling)}"
    if rule.basis == Basis.UNIT_COST:
        because += f" voor {ceilings} wooneenheden"
    step = _step(rule, ZERO, ZERO, because, missing)._replace(
        quantity=Decimal(ceilings), amount=paid, expected=ceiling if site.works_cost is None else paid
    )
    return step, cost - paid


def _filled(rule: SubsidyRule, site: SiteFacts) -> int:
    """Places of units that were lived in long enough; who followed whom, and gaps, do not matter (source S12)."""
    return sum(unit.places for unit in site.units if unit.days_filled >= rule.minimum_days)


def _telling(rule: SubsidyRule, site: SiteFacts) -> Step:
    """What a site adds to a group that is counted for the whole municipality: no amount of its own."""
    filled = _filled(rule, site)
    missing = []
    if filled < site.places:
        missing.append(
            f"{site.places - filled} van de {site.places} plaatsen zijn nog geen {rule.minimum_days} dagen bewoond"
        )
    because = (
        f"{filled} van de {site.places} plaatsen tellen mee; het bedrag geldt per {rule.batch} in de gemeente"
    )
    return _step(rule, ZERO, ZERO, because, missing)._replace(quantity=Decimal(filled))


def _by_time(rule: SubsidyRule, site: SiteFacts, *, on: date) -> Step:
    """An amount for every month or day that a place was there, until and with `on`."""
    counted = 0
    for unit in site.units:
        for period in _in_force(rule, unit):
            begin = period.begin
            if rule.needs_confirmation:
                if site.confirmed_on is None:
                    continue
                begin = max(begin, site.confirmed_on)
            if rule.basis == Basis.DAYS:
                counted += unit.places * max((period.until(on + ONE_DAY) - begin).days, 0)
            else:
                since = max(whole.begin for whole in unit.periods if whole.begin <= period.begin)
                counted += unit.places * _month_ends(since, Period(begin, period.end), rule.minimum_days, on)
    missing = []
    if rule.needs_confirmation and site.confirmed_on is None:
        missing.append("de bevestiging door ABB")
    what = "plaatsdagen" if rule.basis == Basis.DAYS else "keer een plaats op het einde van een maand"
    because = f"{counted} {what}, tot en met {on:%d/%m/%Y}"
    if rule.basis == Basis.MONTHS and rule.minimum_days:
        because += f"; een plaats telt als ze dan {rule.minimum_days} dagen beschikbaar is"
    return _step(rule, counted, counted, because, missing)


def _month_ends(since: date, period: Period, minimum_days: int, on: date) -> int:
    """Ends of months in `period`, until `on`, on which the place had been there `minimum_days` since `since`."""
    count, year, month = 0, period.begin.year, period.begin.month
    while True:
        end = date(year, month, monthrange(year, month)[1])
        if end > on or (period.end is not None and end >= period.end):
            return count
        count += end >= period.begin and (end - since).days + 1 >= minimum_days
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _of_the_town(
    rule: SubsidyRule, checks: Sequence[SiteCheck], *, on: date, persons: int | None
) -> Iterator[Step]:
    """Rules that count for the municipality as a whole."""
    in_force = rule.valid.lower <= on and (rule.valid.upper is None or on < rule.valid.upper)
    if rule.basis == Basis.PERSONS and persons is not None and in_force:
        yield _step(
            rule, persons, persons, f"{persons} personen wonen op die dag in een plaats uit dit portaal", []
        )
    if rule.basis == Basis.FILLED:
        about = [check for check in checks if _is_about(rule, check.site)]
        filled, whole = sum(check.filled for check in about), sum(check.site.places for check in about)
        if whole:
            because = f"{filled} bewoonde plaatsen in de gemeente: {filled // rule.batch} keer {rule.batch}"
            yield _step(rule, filled // rule.batch, whole // rule.batch, because, [])


def _step(
    rule: SubsidyRule, quantity: Decimal | int, whole: Decimal | int, because: str, missing: list[str]
) -> Step:
    """`quantity` times the amount is due; `whole` times once everything is there."""
    rate = None if rule.amount is None else (rule.amount * rule.factor).quantize(Decimal("0.01"))
    return Step(
        code=rule.code,
        rule_from=rule.valid.lower,
        title=rule.title,
        rate=rate,
        quantity=Decimal(quantity),
        amount=(rate or ZERO) * quantity,
        expected=(rate or ZERO) * whole,
        certain=rule.certain,
        because=because,
        missing=missing,
        evidence=rule.evidence,
        source=rule.source,
        link=rule.link,
        assumption=rule.assumption,
    )


def euros(amount: Decimal) -> str:
    """ "1.234,50 euro", the cents only when there are any."""
    text = f"{amount:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return f"{text.removesuffix(',00')} euro"
