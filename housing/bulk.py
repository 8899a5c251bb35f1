"""Doing the same with several sites or offers: what will happen to each of them, and what cannot and why."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from accounts.models import Membership
from housing import rules
from housing.models import Offer, Site

Thing = Site | Offer


class Judged(NamedTuple):
    """One thing that was chosen; `problem` says why nothing will happen to it, empty when it will."""

    thing: Thing
    problem: str


class Deed(NamedTuple):
    """Something to do with several: what the button says, what happens to each, and what stands in its way."""

    label: str
    happens: str
    problem: Callable[[Any, Membership, date], str]

    def judge(self, things: list[Any], *, by: Membership, on: date) -> list[Judged]:
        return [Judged(thing, self.problem(thing, by, on)) for thing in things]


def not_to_check(site: Site, by: Membership, on: date) -> str:
    if not rules.may_check_site(by, site):
        return "U beheert deze locatie niet."
    if site.closed_on is not None and site.closed_on <= on:
        return "Deze locatie is gesloten."
    return "Vandaag al nagekeken." if site.checked_on >= on else ""


def not_to_take(thing: Thing, by: Membership, on: date) -> str:
    if not rules.may_assign(by, thing):
        return "Dit staat niet in uw gemeente."
    return "U behandelt dit al." if thing.responsible_id == by.pk else ""


def not_to_leave(thing: Thing, by: Membership, on: date) -> str:
    if not rules.may_assign(by, thing):
        return "Dit staat niet in uw gemeente."
    return "Niemand behandelt dit." if thing.responsible_id is None else ""


CHECK, TAKE, LEAVE = "nakijken", "aan-mij", "niemand"
TO_CHECK = Deed("Nog juist: vandaag nagekeken", "telt vandaag als nagekeken", not_to_check)
TO_TAKE = Deed("Aan mij toewijzen", "wordt aan u toegewezen", not_to_take)
TO_LEAVE = Deed("Toewijzing weghalen", "wordt door niemand meer behandeld", not_to_leave)
OF_SITES = {CHECK: TO_CHECK, TAKE: TO_TAKE, LEAVE: TO_LEAVE}
OF_OFFERS = {TAKE: TO_TAKE, LEAVE: TO_LEAVE}


def deeds_of_sites(by: Membership) -> dict[str, Deed]:
    """What this hat can do with several sites at once; nothing for who only reads."""
    return {
        code: deed
        for code, deed in OF_SITES.items()
        if (rules.may_check_sites(by) if code == CHECK else rules.may_assign_files(by))
    }


def deeds_of_offers(by: Membership) -> dict[str, Deed]:
    return OF_OFFERS if rules.may_assign_files(by) else {}
