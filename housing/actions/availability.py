"""Verbs on what is available until when: out of use, longer, shorter, closed. Never under people."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.allowed import insist
from accounts.models import Membership
from audit.constraints import sentence_for
from audit.days import day_before
from audit.overtaken import changes_of, put
from audit.trail import record
from housing import notices, rules
from housing.actions.placing import lock_units_of
from housing.models import Site, Stay, Unavailability, Unit
from municipalities.changes import announce

NAMED = 5  # so many stays are named in a refusal


class PeopleLiveThere(Exception):
    """Who lives there, or is to come, has to get a next place or an end date first; the sentence says who must act."""

    def __init__(self, stays: Iterable[Stay]) -> None:
        self.stays = list(stays)
        lines = [
            f"{stay.household.reference} van {stay.household.registered_by}, {stay.unit.label}, "
            + (f"tot {stay.period.upper:%d/%m/%Y}" if stay.period.upper else "zonder einddatum")
            for stay in self.stays[:NAMED]
        ]
        more = len(self.stays) - NAMED
        if more > 0:
            lines.append(f"en nog {more}")
        who = " en ".join(sorted({str(stay.household.registered_by) for stay in self.stays}))
        super().__init__(
            f"Dit kan nog niet: er wonen of komen dan nog mensen ({'; '.join(lines)}). "
            f"{who} moet hen eerst een volgende plaats of een einddatum geven."
        )


class OutOfUseAlready(Exception):
    """In that period the unit is out of use already."""


class ClosedBeforeOpening(Exception):
    """A site does not close before the day on which it is available."""

    def __init__(self, site: Site) -> None:
        super().__init__(
            f"De locatie is pas beschikbaar vanaf {site.available.lower:%d/%m/%Y}. Kies die dag of later."
        )


@transaction.atomic
def take_out_of_use(
    *, unit: Unit, period: DateRange, kind: str, reason: str, by: Membership
) -> Unavailability:
    """Nobody can live in this unit in that period. Raises PeopleLiveThere or OutOfUseAlready."""
    unit = Unit.objects.select_related("site__municipality").select_for_update(of=("self",)).get(pk=unit.pk)
    insist(by, rules.may_change_site(by, unit.site))
    refuse_under(Stay.objects.standing().filter(unit=unit, period__overlap=period))
    try:
        with transaction.atomic():
            outage = Unavailability.objects.create(unit=unit, period=period, kind=kind, reason=reason)
    except IntegrityError as refusal:
        raise OutOfUseAlready(sentence_for(refusal, Unavailability)) from refusal
    record("unit.out_of_use", unit, by=by, changes={"period": period, "kind": kind, "reason": reason})
    announce(unit.site.municipality, "places")
    return outage


@transaction.atomic
def take_into_use(*, outage: Unavailability, on: date, by: Membership) -> None:
    """The unit can be lived in again from that day; what was to begin later does not begin."""
    locked = (
        Unavailability.objects.select_related("unit__site__municipality")
        .select_for_update(of=("self",))
        .filter(pk=outage.pk)
        .first()
    )
    if locked is None or (locked.period.upper is not None and locked.period.upper <= on):
        return
    insist(by, rules.may_change_site(by, locked.unit.site))
    record("unit.into_use", locked.unit, by=by, changes={"period": locked.period, "from": on})
    if locked.period.lower >= on:
        locked.delete()
    else:
        locked.period = DateRange(locked.period.lower, on)
        locked.save(update_fields=["period"])
    announce(locked.unit.site.municipality, "places")


@transaction.atomic
def change_availability(
    *, site: Site, until: date | None, reason: str, seen: Mapping[str, Any] | None = None, by: Membership
) -> Site:
    """Make a site available for longer or shorter: `until` is the first day that it is not, None = no end.

    Stays that only ran until the old end run on until a later one. Raises PeopleLiveThere for a shorter one, and
    Overtaken when another `last_day` stands than the page showed (`seen`).
    """
    lock_units_of(site)
    locked = lock_site(site)
    insist(by, rules.may_change_site(by, locked))
    before = locked.available.upper
    if not changes_of({"last_day": day_before(before)}, {"last_day": day_before(until)}, seen):
        return locked
    if until is not None:
        refuse_under(Stay.objects.after(until).filter(unit__site=locked))
    locked.available = DateRange(locked.available.lower, until)
    locked.save(update_fields=["available"])
    longer = before is not None and (until is None or until > before)
    bounded = Stay.objects.standing().filter(
        unit__site=locked, ended_at__isnull=True, period__endswith=before
    )
    for stay in bounded.select_for_update(of=("self",)) if longer else ():
        stay.period = DateRange(stay.period.lower, until)
        _extend(stay)
    record("site.availability_changed", locked, by=by, changes={"until": [before, until], "reason": reason})
    announce(locked.municipality, "places")
    notices.site_availability_changed(locked, reason, by=by)
    return locked


@transaction.atomic
def close_site(*, site: Site, on: date, reason: str, by: Membership) -> Site:
    """The site is no place to live from that day on. Raises PeopleLiveThere, or ClosedBeforeOpening."""
    locked = lock_site(site)
    insist(by, rules.may_change_site(by, locked))
    if on < locked.available.lower:
        raise ClosedBeforeOpening(locked)
    refuse_under(Stay.objects.after(on).filter(unit__site=locked))
    locked.closed_on, locked.closed_reason = on, reason
    locked.save(update_fields=["closed_on", "closed_reason"])
    record("site.closed", locked, by=by, changes={"on": on, "reason": reason})
    announce(locked.municipality, "places")
    notices.site_closed(locked, by=by)
    return locked


@transaction.atomic
def reopen_site(*, site: Site, by: Membership) -> Site:
    """Closing was a mistake, or is off. A site that is open stays as it is."""
    locked = lock_site(site)
    insist(by, rules.may_change_site(by, locked))
    if locked.closed_on is not None:
        before = [locked.closed_on, locked.closed_reason]
        locked.closed_on, locked.closed_reason = None, ""
        locked.save(update_fields=["closed_on", "closed_reason"])
        record("site.reopened", locked, by=by, changes={"was": before})
        announce(locked.municipality, "places")
    return locked


@transaction.atomic
def change_site(*, site: Site, seen: Mapping[str, Any] | None = None, by: Membership, **fields: Any) -> Site:
    """Keep the terms of a site: contract, permit, cost, days between two households, who to call. `seen` is what the
    page showed of them. Raises Overtaken when a colleague changed one of them since."""
    locked = lock_site(site)
    insist(by, rules.may_keep_terms(by, locked))
    changes = changes_of(locked, fields, seen)
    if changes:
        put(changes, locked)
        locked.save(update_fields=list(changes))
        record("site.changed", locked, by=by, changes=changes)
    return locked


def lock_site(site: Site) -> Site:
    return Site.objects.select_related("municipality").select_for_update(of=("self",)).get(pk=site.pk)


def refuse_under(stays: Any) -> None:
    there = list(stays.select_related("unit", "household__registered_by").order_by("period", "pk"))
    if there:
        raise PeopleLiveThere(there)


def _extend(stay: Stay) -> None:
    """Until the new end; where the unit is promised to somebody or out of use before that, the stay keeps its end."""
    try:
        with transaction.atomic():
            stay.save(update_fields=["period"])
    except IntegrityError as refusal:
        sentence_for(refusal, Stay)
