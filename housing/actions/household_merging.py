"""Verbs on two registrations of one household: merge them, and take them apart again."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.allowed import insist
from accounts.models import Membership
from audit.constraints import sentence_for
from audit.encryption import CannotDecrypt, Secret
from audit.trail import record
from households.models import Household, HouseholdMerge, Person, Relation
from households.rules import may_change_household, may_undo_household_merge
from housing.actions.household_changes import CannotChangeHousehold, announce_stays
from housing.models import Stay

# What one person's two registrations may complete each other with. A value that both have is kept as it stands.
COMPLETED = (
    "born_on", "certificate_number", "annex15_number", "annex15_until", "a_card_number", "a_card_until",
    "national_number",
)  # fmt: skip

ONCE = ("certificate_number", "national_number")


@transaction.atomic
def merge_households(
    *, kept: Household, dropped: Household, same: Mapping[int, int], by: Membership
) -> HouseholdMerge:
    """Two registrations of one household become one: `kept` gets the persons of `dropped` who are not there yet, the
    papers that were missing, and its stays. `same` says which person of `dropped` is which one of `kept` (numbers).

    `dropped` stays readable, with who was registered twice. Raises CannotChangeHousehold with a sentence.
    """
    kept, dropped = _lock_both(kept, dropped)
    for household in (kept, dropped):
        if household.merged_into_id is not None:
            raise CannotChangeHousehold(
                f"{household.reference} is al samengevoegd. Een collega was u misschien voor."
            )
    insist(by, may_change_household(by, kept))
    if kept.registered_by_id != dropped.registered_by_id:
        raise CannotChangeHousehold("Deze twee huishoudens horen bij verschillende gemeenten.")
    stays = list(Stay.objects.select_for_update(of=("self",)).filter(household=dropped).order_by("pk"))
    if any(stay.status == Stay.Status.HELD for stay in stays):
        raise CannotChangeHousehold(
            f"Voor {dropped.reference} loopt nog een voorstel. Trek het in, of behoud {dropped.reference}."
        )
    theirs = {person.pk: person for person in dropped.persons.select_for_update(of=("self",))}
    ours = {person.pk: person for person in kept.persons.select_for_update(of=("self",))}
    pairs = {new: old for new, old in same.items() if new in theirs and old in ours}
    if len(set(pairs.values())) < len(pairs):
        raise CannotChangeHousehold("Twee personen kunnen niet dezelfde persoon zijn. Kijk de keuzes na.")
    filled = [_complete(ours[old], theirs[new]) for new, old in pairs.items()]
    moved = [_move(person, kept) for pk, person in theirs.items() if pk not in pairs]
    changes: dict[str, Any] = {
        "filled": filled,
        "moved": moved,
        "stays": [_move_stay(stay, kept) for stay in stays],
        "living": [],
    }
    everybody = list(kept.persons.all())
    for stay in Stay.objects.after(timezone.localdate()).filter(household=kept).select_related("unit"):
        if len(everybody) > stay.unit.places:
            raise CannotChangeHousehold(
                f"Samen zijn ze met {len(everybody)} en {stay.unit.label} heeft {stay.unit.places} slaapplekken. "
                "Zoek eerst een grotere wooneenheid."
            )
        before = [person.pk for person in stay.persons.all()]
        stay.persons.set(everybody)
        changes["living"].append(
            {"id": stay.pk, "before": before, "after": [person.pk for person in everybody]}
        )
    merge = HouseholdMerge(kept=kept, dropped=dropped, changes=changes, merged_by=by.user)
    try:
        with transaction.atomic():
            merge.save()
    except IntegrityError as refusal:
        raise CannotChangeHousehold(sentence_for(refusal, HouseholdMerge)) from refusal
    dropped.merged_into = kept
    dropped.save(update_fields=["merged_into"])
    for household in (kept, dropped):
        record("household.merged", household, by=by, changes={"kept": kept.pk, "dropped": dropped.pk})
    announce_stays(
        list(Stay.objects.filter(pk__in=changes["stays"]).select_related("unit__site__municipality"))
    )
    return merge


@transaction.atomic
def undo_household_merge(*, merge: HouseholdMerge, by: Membership) -> HouseholdMerge:
    """Take the two apart again: persons, papers and stays go back where they were. What somebody changed after the
    merge stays as he left it. Undoing twice changes nothing. Raises CannotChangeHousehold."""
    locked = HouseholdMerge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    if locked.undone_at is not None:
        return locked
    kept, dropped = _lock_both(locked.kept, locked.dropped)
    if kept.merged_into_id is not None:
        raise CannotChangeHousehold(
            f"{kept.reference} is later zelf samengevoegd. Maak eerst die samenvoeging ongedaan."
        )
    insist(by, may_undo_household_merge(by, locked))
    changes = locked.changes
    went = {row["id"]: row for row in changes["moved"]}
    for person in Person.objects.select_for_update(of=("self",)).filter(pk__in=went, household=kept):
        person.household = dropped
        person.relation = went[person.pk]["relation"]
        person.save(update_fields=["household", "relation"])
    for row in changes["living"]:
        stay = Stay.objects.get(pk=row["id"])
        if {person.pk for person in stay.persons.all()} == set(row["after"]):
            stay.persons.set(Person.objects.filter(pk__in=row["before"]))
        else:  # somebody came or went since: only who came by the merge goes
            stay.persons.remove(*(set(row["after"]) - set(row["before"])))
    for row in changes["filled"]:
        _take_apart(row)
    for stay in Stay.objects.select_for_update(of=("self",)).filter(pk__in=changes["stays"], household=kept):
        _move_stay(stay, dropped)
    dropped.merged_into = None
    dropped.save(update_fields=["merged_into"])
    locked.undone_at, locked.undone_by = timezone.now(), by.user
    locked.save(update_fields=["undone_at", "undone_by"])
    for household in (kept, dropped):
        record("household.merge_undone", household, by=by, changes={"kept": kept.pk, "dropped": dropped.pk})
    announce_stays(
        list(Stay.objects.filter(pk__in=changes["stays"]).select_related("unit__site__municipality"))
    )
    return locked


def _lock_both(kept: Household, dropped: Household) -> tuple[Household, Household]:
    if kept.pk == dropped.pk:
        raise CannotChangeHousehold("Kies twee verschillende huishoudens om samen te voegen.")
    rows = Household.objects.select_for_update(of=("self",)).order_by("pk").in_bulk([kept.pk, dropped.pk])
    return rows[kept.pk], rows[dropped.pk]


def _complete(kept: Person, dropped: Person) -> dict[str, Any]:
    """Give `kept` what only `dropped` has; a number that can exist once only leaves `dropped`."""
    names = [name for name in COMPLETED if getattr(dropped, name) and not getattr(kept, name)]
    for name in names:
        setattr(kept, name, getattr(dropped, name))
        if name in ONCE:
            setattr(dropped, name, "")
    if names:
        dropped.save()
        kept.save()
    fields = {name: _text(kept, name) for name in names}
    return {"kept": kept.pk, "dropped": dropped.pk, "fields": fields}


def _take_apart(row: dict[str, Any]) -> None:
    persons = Person.objects.select_for_update(of=("self",)).in_bulk([row["kept"], row["dropped"]])
    if len(persons) < 2:
        return
    kept, dropped = persons[row["kept"]], persons[row["dropped"]]
    back = [name for name, text in row["fields"].items() if _is_still(kept, name, text)]
    for name in back:
        until = f"{name.removesuffix('_number')}_until"
        if getattr(kept, until, None) and until not in back:
            continue  # a new term was written behind this number: it is kept's own by now
        if name in ONCE:
            setattr(dropped, name, getattr(kept, name))
        setattr(kept, name, None if Person._meta.get_field(name).null else "")
    kept.save()
    dropped.save()


def _text(person: Person, name: str) -> str:
    """A value as the database writes it; a number that is encrypted stays so."""
    return str(Person._meta.get_field(name).value_to_string(person))  # type: ignore[union-attr]


def _is_still(person: Person, name: str, text: str) -> bool:
    """Whether the person has the value that was written down, encrypted or not."""
    now = getattr(person, name)
    if not isinstance(now, Secret):
        return _text(person, name) == text
    try:
        return Secret.at_rest(text, now.purpose) == now
    except CannotDecrypt:  # in a copy for testing, or without the key of that time: nobody knows, so it stays
        return False


def _move(person: Person, to: Household) -> dict[str, Any]:
    row = {"id": person.pk, "relation": str(person.relation)}
    person.household = to
    person.relation = Relation.OTHER if person.relation == Relation.REFERENCE else person.relation
    person.save(update_fields=["household", "relation"])
    return row


def _move_stay(stay: Stay, to: Household) -> int:
    """Raises CannotChangeHousehold when the two lived in two places at once."""
    stay.household = to
    try:
        with transaction.atomic():
            stay.save(update_fields=["household"])
    except IntegrityError as refusal:
        sentence_for(refusal, Stay)
        raise CannotChangeHousehold(
            "De twee huishoudens hebben in dezelfde periode elk een plaats. Beëindig eerst een van beide verblijven."
        ) from refusal
    return stay.pk
