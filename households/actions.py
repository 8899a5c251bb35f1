"""Verbs on households and persons. What also moves stays is in housing.actions."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.allowed import insist
from accounts.models import Membership, Organisation, User
from audit.constraints import sentence_for
from audit.overtaken import changes_of
from audit.trail import change_status, record, record_many
from households import rules
from households.models import Channel, Household, LookAlike, LookFlag, Person
from households.unusual import facts_of


class AlreadyKnown(Exception):
    """Someone with this certificate or national number is registered already; PostgreSQL refused a second row."""


class CannotChange(Exception):
    """The household is not (or no longer) in a state in which this can be done; the sentence says what to do."""


@transaction.atomic
def register_household(
    *,
    form_token: UUID,
    fields: dict[str, Any],
    persons: Sequence[dict[str, Any]],
    different_from: Iterable[tuple[Household, Sequence[str]]] = (),
    by: Membership,
) -> Household:
    """Register a household with its persons for the local government of `by`.

    The token names the form: sent twice, it stays one household. `different_from` are households that look alike, with
    why, about which the counter said that they are others. Raises AlreadyKnown with a sentence for the screen.
    """
    insist(by, rules.may_register_household(by))
    sent_before = Household.objects.filter(form_token=form_token)
    if household := sent_before.first():
        return household
    try:
        with transaction.atomic():
            household = Household.objects.create(
                form_token=form_token, registered_by=by.organisation, **fields
            )
    except IntegrityError:
        if household := sent_before.first():  # sent twice at once
            return household
        raise
    _create_persons(household, persons)
    record(
        "household.registered",
        household,
        by=by,
        changes={"persons": len(persons), "channel": household.channel},
    )
    for other, likeness in different_from:
        judge_look_alike(
            household=household, other=other, likeness=likeness, verdict=LookAlike.Verdict.DIFFERENT, by=by
        )
    return household


@transaction.atomic
def register_list(*, households: Sequence[dict[str, Any]], by: Membership) -> list[Household]:
    """Register every household of a list (each as the arguments of `register_household`), or none.

    Raises AlreadyKnown.
    """
    insist(by, rules.may_register_household(by))
    return [register_household(**arguments, by=by) for arguments in households]


def _create_persons(household: Household, persons: Sequence[dict[str, Any]]) -> None:
    for values in persons:
        create_person(household, values)


def create_person(household: Household, values: dict[str, Any]) -> Person:
    """A part of verbs that write the trail: one person more. Raises AlreadyKnown."""
    return _kept(Person(household=household, **values))


def _kept(person: Person) -> Person:
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as refusal:
        raise AlreadyKnown(sentence_for(refusal, Person)) from refusal
    return person


@transaction.atomic
def change_household(
    *, household: Household, fields: dict[str, Any], seen: Mapping[str, Any] | None = None, by: Membership
) -> Household:
    """What they need of a place, and how to reach them. The trail keeps which facts changed, not the personal ones.

    `seen` is what the page showed of them. Raises Overtaken when a colleague changed one of them since.
    """
    locked = _lock_open(household)
    insist(by, rules.may_change_household(by, locked))
    changed = {name: after for name, (_, after) in changes_of(locked, fields, seen).items()}
    if not changed:
        return locked
    for name, value in changed.items():
        setattr(locked, name, value)
    try:
        with transaction.atomic():
            locked.save(update_fields=changed)
    except IntegrityError as refusal:
        raise CannotChange(sentence_for(refusal, Household)) from refusal
    record(
        "household.changed",
        locked,
        by=by,
        changes={name: None if name in Household.PERSONAL else value for name, value in changed.items()},
    )
    return locked


@transaction.atomic
def change_person(
    *, person: Person, fields: dict[str, Any], seen: Mapping[str, Any] | None = None, by: Membership
) -> Person:
    """A paper arrived, or something was spelled wrong. The trail says which fields, never their values.

    `seen` is what the page showed of them. Raises Overtaken when a colleague changed one of them since, and
    AlreadyKnown with a sentence for the screen.
    """
    insist(by, rules.may_change_household(by, _lock_open(person.household)))
    locked = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    changed = list(changes_of(locked, fields, seen))
    if not changed:
        return locked
    for name in changed:
        setattr(locked, name, fields[name])
    _kept(locked)
    record(
        "household.person_changed", locked.household, by=by, changes={"person": locked.pk, "fields": changed}
    )
    return locked


@transaction.atomic
def register_departure(
    *, household: Household, left_on: date, reason: str, destination: str = "", by: Membership
) -> Household:
    """The household left: it needs no home from us any more. `reason` is a DepartureReason."""
    insist(by, rules.may_register_departure(by))
    locked = _lock_open(household)
    locked.left_on, locked.left_reason, locked.left_destination = left_on, reason, destination
    try:
        with transaction.atomic():
            locked.save(update_fields=["left_on", "left_reason", "left_destination"])
    except IntegrityError as refusal:
        raise ValidationError(sentence_for(refusal, Household)) from refusal
    record("household.left", locked, by=by, changes={"left_on": left_on, "reason": reason})
    return locked


@transaction.atomic
def move_file(*, household: Household, to: Organisation, by: Membership) -> Household:
    """Another local government is responsible from now on; the one of before sees the file no more."""
    insist(by, rules.may_take_over_file(by, to))
    locked = _lock_open(household)
    before = locked.registered_by
    locked.registered_by = to
    locked.save(update_fields=["registered_by"])
    record("household.file_moved", locked, by=by, changes={"from": before, "to": to})
    return locked


@transaction.atomic
def wait_again(
    *, household: Household, wanted_from: date, channel: str = Channel.COUNTER, by: Membership
) -> Household:
    """A household that is known needs a home once more, from that day: no second registration."""
    locked = _lock_open(household)
    insist(by, rules.may_change_household(by, locked))
    locked.left_on, locked.left_reason, locked.left_destination = None, "", ""
    locked.wanted_from, locked.channel = wanted_from, channel
    locked.save(update_fields=["left_on", "left_reason", "left_destination", "wanted_from", "channel"])
    record("household.waits_again", locked, by=by, changes={"wanted_from": wanted_from, "channel": channel})
    return locked


@transaction.atomic
def judge_look_alike(
    *, household: Household, other: Household, likeness: Sequence[str], verdict: str, by: Membership
) -> LookAlike:
    """Say whether two households are the same people. The last word counts, whichever of the two it was said about."""
    insist(by, all(rules.may_change_household(by, row) for row in (household, other)))
    first, second = sorted((household, other), key=lambda row: row.pk)
    pair, _ = LookAlike.objects.update_or_create(
        household=first,
        other=second,
        defaults={
            "likeness": list(likeness),
            "verdict": verdict,
            "judged_at": timezone.now(),
            "judged_by": by.user,
        },
    )
    record("household.look_alike_judged", household, by=by, changes={"other": other.pk, "verdict": verdict})
    return pair


def _lock_open(household: Household) -> Household:
    """The row under lock. Raises CannotChange for what went into another household."""
    locked = Household.objects.select_for_update(of=("self",)).get(pk=household.pk)
    if locked.merged_into_id is not None:
        raise CannotChange(
            f"{locked.reference} is samengevoegd met een ander huishouden. Werk verder in dat huishouden."
        )
    return locked


@transaction.atomic
def flag_unusual_looks(*, day: date, by: Membership | None) -> int:
    """Raise a flag for everybody whose looks on that day stand out; returns how many are new. Run twice, it raises
    once. The clock does it (`by=None`)."""
    found = facts_of(day)
    known = set(LookFlag.objects.filter(day=day).values_list("user_id", "organisation_id"))
    users = set(User.objects.filter(pk__in={user for user, _ in found}).values_list("pk", flat=True))
    new = [
        LookFlag(user_id=user, organisation_id=organisation, day=day, facts=facts)
        for (user, organisation), facts in found.items()
        if (user, organisation) not in known and user in users
    ]
    LookFlag.objects.bulk_create(new)
    record_many("look_flag.raised", new, by=by, changes=[{"facts": flag.facts} for flag in new])
    return len(new)


@transaction.atomic
def judge_look_flag(*, flag: LookFlag, verdict: str, explanation: str, by: Membership) -> LookFlag:
    """The data-protection officer says that it is in order, or that it was followed up, and why. Raises NotAllowed for
    who looked himself, IllegalTransition when it was judged before."""
    insist(by, rules.may_judge_look_flag(by, flag))
    return change_status(
        flag,
        verdict,
        by=by,
        verb="look_flag.judged",
        reason=explanation,
        judged_at=timezone.now(),
        judged_by=by.user,
        explanation=explanation,
    )
