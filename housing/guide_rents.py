"""The guide rent beside the rent that is asked; and the amounts that the portal starts with."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from housing.models import Family, GuideRent, HousingKind, Living, Offer, Setting, Sharing

# VVSG, 31 March 2022, per month (domain.md 2.4, source S76). Indexed each 1 May since 2023 (S14); those amounts were
# not found, so these end there. Two figures of the source look like misprints (collective, costs not included: 959 for
# a single person, 219 for somebody who cohabits) and are left out.
SOURCE = "VVSG, 31 maart 2022: afwijkend huurregime en richthuurprijzen"
FIRST, LAST = date(2022, 3, 31), date(2023, 5, 1)
# living, family, with costs (from, up to), without costs (from, up to)
PUBLISHED = (
    (Living.DWELLING, Family.SINGLE, (438, None), (328, None)),
    (Living.DWELLING, Family.FAMILY, (591, None), (443, None)),
    (Living.DWELLING, Family.COHABITING, (292, None), (219, None)),
    (Living.ROOM, Family.SINGLE, (219, None), (164, None)),
    (Living.ROOM, Family.FAMILY, (296, None), (222, None)),
    (Living.ROOM, Family.COHABITING, (146, None), (109, None)),
    (Living.COLLECTIVE, Family.SINGLE, (164, 954), (109, None)),
    (Living.COLLECTIVE, Family.FAMILY, (222, 1208), (148, 1208)),
    (Living.COLLECTIVE, Family.COHABITING, (109, 594), None),
)
ROOM_KINDS = (HousingKind.BOARDING_SCHOOL, HousingKind.CARE_HOME, HousingKind.CONVENT)


def published() -> Iterator[dict[str, Any]]:
    """The rows that the portal starts with, without their period."""
    for living, family, included, excluded in PUBLISHED:
        for costs_included, amounts in ((True, included), (False, excluded)):
            if amounts:
                amount, highest = amounts
                yield {
                    "living": living.value,
                    "family": family.value,
                    "costs_included": costs_included,
                    "amount": amount,
                    "highest": highest,
                    "source": SOURCE,
                }


def living_of(offer: Offer) -> Living | None:
    """How one would live in what is offered; None while the form does not tell."""
    if offer.setting == Setting.COLLECTIVE:
        return Living.COLLECTIVE
    if {offer.kitchen, offer.sanitary} & {Sharing.SHARED, Sharing.NONE} or offer.kind in ROOM_KINDS:
        return Living.ROOM
    if offer.kitchen == offer.sanitary == Sharing.OWN or offer.kind in ("house", "flat", "studio"):
        return Living.DWELLING
    return None


class GuideRents(NamedTuple):
    """The guide rents for one way of living, with costs as they are asked. `until` is past when newer ones exist."""

    living: str
    costs_included: bool
    rows: list[GuideRent]
    since: date
    until: date | None
    source: str


def guide_rents(offer: Offer, *, on: date) -> GuideRents | None:
    """What stands beside the rent that this offer asks, on that day; None while nothing can be said. One query.

    `until` is filled when the published amounts no longer hold on that day: newer ones are not known here.
    """
    living = living_of(offer)
    if living is None:
        return None
    rows = list(GuideRent.objects.known(on=on).filter(living=living, costs_included=offer.costs_included))
    if not rows:
        return None
    newest = max(rows, key=lambda row: row.valid.lower)
    ended = newest.valid.upper if newest.valid.upper and newest.valid.upper <= on else None
    return GuideRents(living.label, offer.costs_included, rows, newest.valid.lower, ended, newest.source)
