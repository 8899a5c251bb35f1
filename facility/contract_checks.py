"""What the contract assistant looks at before somebody signs. Remarks, no refusals: a local government decides."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from facility import money
from facility.models import HealthIndex, RentalContract
from facility.models.rentals import ContractKind
from housing.models import GuideRent, Inspection, SiteDocument, Unit

MINIMUM_MONTHS = 3  # domain.md 2.2 and 2.4 (sources S10 and S76): a place counts from three months on
SHORTEST_NOTICE = 1  # our own reading of "korte opzegtermijn" (S76); to be reviewed
INDEXED_IN, INDEX_OF = 5, 4  # 1 May (S14), with the index of the month before


class Finding(NamedTuple):
    good: bool
    text: str


class Indexed(NamedTuple):
    """The rent from that day on, and how it came about."""

    on: date
    rent: Decimal
    how: str


def months_between(first: date, last: date) -> int:
    """Whole months from the first day to the last, both included: 1 January up to and including 31 March is three."""
    after = date.fromordinal(last.toordinal() + 1)
    return (after.year - first.year) * 12 + after.month - first.month - (after.day < first.day)


def in_months(count: int) -> str:
    return f"{count} {'maand' if count == 1 else 'maanden'}"


def findings(contract: RentalContract) -> list[Finding]:
    """Rent, term, notice and the description of the place. Four queries."""
    found = [_rent(contract), _term(contract), _notice(contract), _described(contract)]
    return [one for one in found if one is not None]


def _rent(contract: RentalContract) -> Finding | None:
    kind = contract.template.kind
    if kind == ContractKind.SHELTER and contract.rent:
        return Finding(
            False, "Een opvangovereenkomst heeft geen huur. Kies een huurovereenkomst, of laat de huur weg."
        )
    if kind == ContractKind.RENTAL and not contract.rent:
        return Finding(False, "Een huurovereenkomst heeft een huur. Kies anders een opvangovereenkomst.")
    if not contract.rent:
        return None
    units = Unit.objects.filter(site=contract.site).count() or 1
    known = [row.highest or row.amount for row in GuideRent.objects.known(on=contract.begins_on)]
    if not known:
        return Finding(False, "Er zijn geen richthuurprijzen gekend om mee te vergelijken.")
    each, most = money.cents(contract.rent / units), max(known)
    text = f"{money.in_words(each)} per wooneenheid; de hoogste richthuurprijs is {money.in_words(most)}."
    return Finding(each <= most, text)


def _term(contract: RentalContract) -> Finding:
    months = months_between(contract.begins_on, contract.ends_on)
    return Finding(
        months >= MINIMUM_MONTHS, f"Duur: {in_months(months)}; minstens {MINIMUM_MONTHS} om mee te tellen."
    )


def _notice(contract: RentalContract) -> Finding:
    good = contract.notice_months >= SHORTEST_NOTICE
    return Finding(
        good,
        f"Opzegtermijn: {in_months(contract.notice_months)}. Opzeggen kan tot en met {contract.notice_on:%d/%m/%Y}.",
    )


def _described(contract: RentalContract) -> Finding:
    photos = SiteDocument.objects.filter(site=contract.site, kind="photo").exists()
    visited = Inspection.objects.to_site(contract.site).exists()
    if photos and visited:
        return Finding(True, "Er is een plaatsbezoek en er zijn foto’s voor de plaatsbeschrijving.")
    missing = " en ".join(
        name for name, there in (("een plaatsbezoek", visited), ("foto’s", photos)) if not there
    )
    return Finding(False, f"Voor de plaatsbeschrijving ontbreken nog {missing}.")


def indexations(contract: RentalContract, *, on: date) -> list[Indexed]:
    """The rent on each 1 May after signing up to that day, as far as the index of April is known.

    Rent at the start times the index of April, divided by the index of the month before signing: each time from the
    start, so that no rounding piles up. Two queries at most.
    """
    if contract.rent is None or contract.signed_on is None:
        return []
    known = {row.month: row for row in HealthIndex.objects.all()}
    before = _month_before(contract.signed_on)
    start = known.get(before)
    found = []
    for year in range(contract.begins_on.year, min(on, contract.ends_on).year + 1):
        day = date(year, INDEXED_IN, 1)
        now = known.get(date(year, INDEX_OF, 1))
        if start is None or now is None or not contract.begins_on < day <= min(on, contract.ends_on):
            continue
        if start.base != now.base:
            continue
        rent = money.cents(contract.rent * now.value / start.value)
        how = f"{money.in_words(contract.rent)} × {money.number(now.value)} / {money.number(start.value)}"
        found.append(Indexed(day, rent, how))
    return found


def _month_before(day: date) -> date:
    return date(day.year - (day.month == 1), day.month - 1 or 12, 1)
