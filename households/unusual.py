"""What stands out in who looked: many households in a day, outside office hours, or where nothing followed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from audit.models import AuditEvent, Reading
from households.models import Household, LookRule
from households.read_log import HOUSEHOLD, WHO_LOOKED

WORK_BEFORE = timedelta(
    days=7
)  # what somebody did with a household shortly before explains that he looks again
What = LookRule.What
Someone = tuple[int, int]  # a user, and the organisation for which he looked


@dataclass
class Looks:
    """The different households that one person looked at on one day, and those outside office hours."""

    households: set[str] = field(default_factory=set)
    outside: set[str] = field(default_factory=set)


def facts_of(day: date) -> dict[Someone, list[dict[str, Any]]]:
    """Whose looks on that day reach a rule that is valid then: {what, households, at_least} for each rule."""
    rules = {rule.what: rule for rule in LookRule.objects.valid(on=day)}
    looks = looks_on(day, rules.get(What.HOURS))
    counts: dict[str, dict[Someone, int]] = {
        What.MANY: {who: len(seen.households) for who, seen in looks.items()},
        What.HOURS: {who: len(seen.outside) for who, seen in looks.items()},
    }
    if rule := rules.get(What.NOTHING):
        counts[What.NOTHING] = without_work(looks, day, at_least=rule.at_least)
    found = defaultdict(list)
    for what, rule in rules.items():
        for who, number in counts[what].items():
            if number >= rule.at_least:
                found[who].append({"what": str(what), "households": number, "at_least": rule.at_least})
    return dict(found)


def looks_on(day: date, hours: LookRule | None) -> dict[Someone, Looks]:
    begin, end = bounds(day)
    found: dict[Someone, Looks] = defaultdict(Looks)
    readings = Reading.objects.filter(
        target_type=HOUSEHOLD, occurred_at__gte=begin, occurred_at__lt=end, organisation_id__isnull=False
    ).exclude(page=WHO_LOOKED)
    rows = readings.order_by().values_list("user_id", "organisation_id", "target_id", "occurred_at")
    for user, organisation, household, moment in rows.iterator():
        seen = found[user, organisation or 0]
        seen.households.add(household)
        if hours is not None and hours.is_outside(moment):
            seen.outside.add(household)
    return found


def without_work(looks: dict[Someone, Looks], day: date, *, at_least: int) -> dict[Someone, int]:
    """Of how many of the households that someone looked at he did nothing with any part of it, on that day or in the
    week before it."""
    many = {who: seen.households for who, seen in looks.items() if len(seen.households) >= at_least}
    worked = worked_with({user for user, _ in many}, day)
    return {who: len(households - worked[who[0]]) for who, households in many.items()}


def worked_with(users: Iterable[int], day: date) -> dict[int, set[str]]:
    """For each of these users the households that he did something with: itself, or what belongs to it (a person, a
    stay, a proposal: whatever points to one household). A query for each kind of thing that was done something with."""
    begin, end = bounds(day)
    events = AuditEvent.objects.filter(
        user_id__in=users, occurred_at__gte=begin - WORK_BEFORE, occurred_at__lt=end
    )
    done: dict[str, set[tuple[int, str]]] = defaultdict(set)
    for kind, user, number in events.order_by().values_list("target_type", "user_id", "target_id").distinct():
        done[kind].add((user or 0, number))
    found: dict[int, set[str]] = defaultdict(set)
    for user, number in done.pop(HOUSEHOLD, ()):
        found[user].add(number)
    for relation in Household._meta.related_objects:
        kind = relation.related_model._meta.label_lower
        if relation.many_to_many or kind not in done:
            continue
        rows = relation.related_model._base_manager.filter(pk__in={number for _, number in done[kind]})
        household_of = {
            str(pk): str(household) for pk, household in rows.values_list("pk", relation.field.attname)
        }
        for user, number in done[kind]:
            if number in household_of:
                found[user].add(household_of[number])
    return found


def bounds(day: date) -> tuple[datetime, datetime]:
    """The first moment of that day, and of the next."""
    begin, end = (datetime.combine(on, time()) for on in (day, day + timedelta(days=1)))
    return timezone.make_aware(begin), timezone.make_aware(end)
