"""Waarom niet? Which conditions a place fails for a household, and the smallest change that would make it fit. Pure.

What can change: when and for how long, what is asked, or the place. A change has a number of things and of days; the
smallest has as few things as possible, and then as few days. Its days are the days that a household comes later, the
days of its stay that it would miss (of a year, when nobody knows how long it stays), and the days that a site would
have to remain open longer. Nobody who lives somewhere is asked to leave: a place that stays taken fits after no change.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from math import ceil
from typing import Any, NamedTuple

from matching.conditions import TIME, Condition, day, failing, km_from, near_of, places
from matching.facts import Asked, Place

LATEST = 365  # days later that are worth saying
YEAR = 365  # days that a stay is taken to last when nobody knows
FARTHEST = 100  # kilometres: what a household may call near (Household.within_km)


class Change(NamedTuple):
    """One thing that would be different. `amount` is in days, places or kilometres; `days` is what it costs in days."""

    code: str
    words: str
    amount: int = 0
    days: int = 0


@dataclass(frozen=True)
class Answer:
    """Why a place does not fit, and what would help: `change` is empty when it fits, None when nothing helps."""

    reasons: tuple[str, ...]
    change: tuple[Change, ...] | None

    @property
    def size(self) -> tuple[int, int]:
        """To sort by: what fits first, then what nearly fits, and at the end what nothing helps."""
        if self.change is None:
            return (99, 0)
        return size_of(self.change)

    @property
    def sentence(self) -> str:
        """In one line: 3 dagen later en als huisdieren mogen."""
        words = [change.words for change in self.change or ()]
        if len(words) < 2:
            return "".join(words)
        return f"{', '.join(words[:-1])} en {words[-1]}"


def size_of(change: tuple[Change, ...]) -> tuple[int, int]:
    return (len(change), sum(one.days for one in change))


def why_not(asked: Asked, place: Place) -> Answer:
    """The reasons in their fixed order, and the smallest change."""
    wrong = failing(asked, place)
    reasons = tuple(condition.why(asked, place) for condition in wrong)
    return Answer(reasons, smallest_change(asked, place) if wrong else ())


def smallest_change(asked: Asked, place: Place) -> tuple[Change, ...] | None:
    """The smallest set of changes after which the place fits; () when it fits, None when there is none."""
    best: tuple[Change, ...] | None = None
    for when in _times(asked, place):
        then, there = applied(asked, place, when)
        others = _others(then, there, failing(then, there))
        if others is None:
            continue
        found = (*when, *others)
        if best is None or size_of(found) < size_of(best):
            best = found
    return best


def applied(asked: Asked, place: Place, changes: tuple[Change, ...]) -> tuple[Asked, Place]:
    """The household and the place as they would be after these changes."""
    for change in changes:
        match change.code:
            case "later":
                asked = asked.moved(start=asked.start + timedelta(days=change.amount), days=asked.days)
            case "shorter":
                asked = asked.moved(start=asked.start, days=change.amount)
            case "open_longer":
                assert place.ends_on is not None, "what has no end cannot be open longer"  # noqa: S101
                place = replace(place, ends_on=place.ends_on + timedelta(days=change.amount))
            case "places":
                place = replace(place, places=place.places + change.amount)
            case "within_km":
                asked = replace(asked, within_km=change.amount)
            case "need_stay_here" | "near_school" | "near_work" | "near_household":
                asked = replace(
                    asked,
                    needs={need: how for need, how in asked.needs.items() if need != change.code},
                    near=tuple(near for near in asked.near if near.need != change.code),
                )
            case "admits":
                place = replace(place, admits="everyone")
            case "open_to_others":
                place = replace(place, open_to_others=True)
            case "confirmed":
                place = replace(place, confirmed=True)
            case "opened":
                place = replace(place, opened=True)
            case "fresh":
                place = replace(place, checked_on=asked.today)
            case _:
                there: dict[str, Any] = {FACTS[change.code]: True}
                place = replace(place, **there)
    return asked, place


# The fact of a place that each need is about.
FACTS = {
    "need_step_free": "step_free", "need_ground_floor": "ground_floor", "need_lift": "lift", "need_cot": "cot",
    "need_pets": "pets", "need_own_kitchen": "own_kitchen", "need_own_sanitary": "own_sanitary",
}  # fmt: skip
IF_IT_WERE = {
    "need_step_free": "als de eenheid drempelvrij is",
    "need_ground_floor": "als de eenheid gelijkvloers is",
    "need_lift": "als er een lift is",
    "need_cot": "als er een babybed kan staan",
    "need_pets": "als huisdieren mogen",
    "need_own_kitchen": "als er een eigen keuken is",
    "need_own_sanitary": "als er een eigen badkamer is",
    "need_stay_here": "als ze ook buiten hun gemeente willen wonen",
    "admits": "als de locatie ook dit huishouden toelaat",
    "open_to_others": "als de gemeente de plaats ook voor anderen openstelt",
    "confirmed": "als het Agentschap Binnenlands Bestuur de locatie bevestigt",
    "opened": "als de locatie opent",
    "fresh": "als de locatie opnieuw nagekeken wordt",
}


def _others(asked: Asked, place: Place, wrong: list[Condition]) -> tuple[Change, ...] | None:
    """What has to change besides the time: for each condition there is just one way, except that one distance covers
    all that must be near. None when one of them cannot be helped."""
    changes: list[Change] = []
    far: list[int] = []
    for condition in wrong:
        if condition in TIME or condition.code in ("merged", "host_agrees"):
            return None
        if condition.code == "places":
            changes.append(_more_places(asked.size - place.places))
        elif condition.code in ("near_school", "near_work", "near_household"):
            near = near_of(asked, condition.code)
            assert near is not None, "it failed"  # noqa: S101
            km = ceil(km_from(near, place))
            if km <= FARTHEST:
                far.append(km)
            else:
                changes.append(Change(condition.code, f"als het niet dicht bij {near.words} hoeft"))
        else:
            changes.append(Change(condition.code, IF_IT_WERE[condition.code]))
    if far:
        changes.append(
            Change("within_km", f"als {max(far)} km ook dichtbij is (nu {asked.within_km} km)", max(far))
        )
    return tuple(changes)


def _more_places(count: int) -> Change:
    return Change("places", "nog één plaats" if count == 1 else f"nog {places(count)}", count)


def _times(asked: Asked, place: Place) -> Iterator[tuple[Change, ...]]:
    """The ways to move or shorten the stay, or to keep the site open, after which it fits in time; smallest things
    first. An earliest day is always the wanted day or one on which something ends; a longest stay ends where
    something begins."""
    ends = [span.end for span in (*place.stays, *place.outages) if span.end]
    days = {place.available_from, *ends, *([place.ready_on] if place.ready_on else [])}
    latest = asked.start + timedelta(days=LATEST)
    for start in (asked.start, *sorted(one for one in days if asked.start < one <= latest)):
        late = (start - asked.start).days
        later: tuple[Change, ...] = ()
        if late:
            later = (
                Change(
                    "later",
                    f"{late} {'dag' if late == 1 else 'dagen'} later (vanaf {day(start)})",
                    late,
                    late,
                ),
            )
        moved = asked.moved(start=start, days=asked.days)
        for shorter in _lengths(moved, place):
            short = moved.moved(start=start, days=shorter[0].amount) if shorter else moved
            for longer in _openings(short, place):
                _, there = applied(short, place, longer)
                if all(condition.holds(short, there) for condition in TIME):
                    yield (*later, *shorter, *longer)


def _lengths(asked: Asked, place: Place) -> Iterator[tuple[Change, ...]]:
    """As long as asked, or until the next thing that is in the way."""
    yield ()
    begins = [span.start for span in (*place.stays, *place.outages) if span.start > asked.start]
    ends = [place.ends_on] if place.ends_on and place.ends_on > asked.start else []
    whole = asked.days if asked.days is not None else YEAR
    lengths = {(one - asked.start).days for one in (*begins, *ends)}
    if asked.days is None:
        lengths.add(YEAR - 1)
    for length in sorted(lengths, reverse=True):
        if asked.days is None or length < asked.days:
            until = asked.start + timedelta(days=length)
            words = f"voor hoogstens {length} {'dag' if length == 1 else 'dagen'} (tot {day(until)})"
            yield (Change("shorter", words, length, max(1, whole - length)),)


def _openings(asked: Asked, place: Place) -> Iterator[tuple[Change, ...]]:
    """As the site is open now, or until the stay is over (or has begun, when nobody knows how long it lasts)."""
    yield ()
    needed = asked.until or asked.start + timedelta(days=1)
    if place.ends_on is not None and place.ends_on < needed:
        more = (needed - place.ends_on).days
        days = f"{more} {'dag' if more == 1 else 'dagen'}"
        words = f"als de locatie {days} langer open blijft (nu tot {day(place.ends_on)})"
        yield (Change("open_longer", words, more, more),)
