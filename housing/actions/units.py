"""Verbs on the units of a site that stands: more of them, another size, one less."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, Sum

from accounts.allowed import insist
from accounts.models import Membership
from audit.constraints import sentence_for
from audit.overtaken import changes_of, put
from audit.trail import record
from housing import rules
from housing.actions.availability import lock_site
from housing.actions.offers import NoUnits, TooManyPlaces
from housing.models import Inspection, Site, Unit
from housing.unit_lines import UnitLine, units_of
from municipalities.changes import announce


class LabelTaken(Exception):
    """There is a unit of that name already."""


class NoRoom(Exception):
    """More persons live there, or are to come, than the unit would have places."""


class CannotRemove(Exception):
    """This unit cannot go; the sentence says what to do instead."""


@transaction.atomic
def add_units(*, site: Site, units: Sequence[UnitLine], by: Membership) -> list[Unit]:
    """More units, from the same lines as when it was validated; what is called Kamer goes on after the last Kamer.

    Raises NoUnits, and TooManyPlaces when the last visit found fewer usable.
    """
    locked = lock_site(site)
    insist(by, rules.may_change_units(by, locked))
    added = units_of(locked, units)
    if not added:
        raise NoUnits
    _name_on(added, taken=set(locked.units.values_list("label", flat=True)))
    refuse_beyond_visit(locked, more=sum(unit.places for unit in added))
    for unit in added:
        unit.full_clean(exclude=["site"])
    made = Unit.objects.bulk_create(added)
    record(
        "site.units_added",
        locked,
        by=by,
        changes={"units": [unit.label for unit in made], "places": sum(unit.places for unit in made)},
    )
    announce(locked.municipality, "places")
    return made


@transaction.atomic
def change_unit(*, unit: Unit, seen: Mapping[str, Any] | None = None, by: Membership, **fields: Any) -> Unit:
    """Another label, size or features. What stays the same is not written. `seen` is what the page showed of them.

    Raises Overtaken when a colleague changed one of them since, NoRoom under people, LabelTaken, and TooManyPlaces
    when the last visit found fewer usable.
    """
    locked = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)  # before its site, as a stay does
    site = lock_site(locked.site)
    insist(by, rules.may_change_units(by, site))
    changes = changes_of(locked, fields, seen)
    if not changes:
        return locked
    more = fields.get("places", locked.places) - locked.places
    if more > 0:
        refuse_beyond_visit(site, more=more)
    before = locked.label
    put(changes, locked)
    try:
        with transaction.atomic():
            locked.save(update_fields=list(changes))
    except IntegrityError as refusal:
        sentence = sentence_for(refusal, Unit)
        raise (LabelTaken if "unit_label_unique_in_site" in str(refusal) else NoRoom)(sentence) from refusal
    record("site.unit_changed", site, by=by, changes={"unit": before, **changes})
    announce(site.municipality, "places")
    return locked


@transaction.atomic
def remove_unit(*, unit: Unit, by: Membership) -> None:
    """Take away a unit in which nobody ever lived and that was never promised. Raises CannotRemove."""
    locked = Unit.objects.select_for_update(of=("self",)).filter(pk=unit.pk).first()
    if locked is None:
        return
    site = lock_site(locked.site)
    insist(by, rules.may_change_units(by, site))
    if not site.units.exclude(pk=locked.pk).exists():
        raise CannotRemove(
            "Dit is de laatste wooneenheid van de locatie. Sluit de locatie als ze niet meer dient."
        )
    label, places = locked.label, locked.places
    try:
        with transaction.atomic():
            locked.delete()
    except ProtectedError as refusal:
        raise CannotRemove(
            f"Aan {label} hangt al een verblijf of een voorstel, en dat moet bewaard blijven. "
            "Stel de eenheid buiten gebruik zonder einddatum, of sluit de locatie."
        ) from refusal
    record("site.unit_removed", site, by=by, changes={"unit": label, "places": places})
    announce(site.municipality, "places")


def refuse_beyond_visit(site: Site, *, more: int) -> None:
    """No more places than the last visit found usable, as when it was validated."""
    last = Inspection.objects.to_site(site).order_by("-pk").first()
    if last is None:
        return
    places = (site.units.aggregate(sum=Sum("places"))["sum"] or 0) + more
    if places > last.usable_places:
        raise TooManyPlaces(places, last.usable_places)


def _name_on(units: Iterable[Unit], *, taken: Collection[str]) -> None:
    """Give every unit a label that is free: Kamer 4 after Kamer 3, and what is called the same gets a number too."""
    known = set(taken)
    for unit in units:
        stem = re.sub(r" \d+$", "", unit.label)
        if unit.label in known or any(re.fullmatch(rf"{re.escape(stem)}( \d+)?", label) for label in known):
            used = [
                int(found[1] or 1)
                for label in known
                if (found := re.fullmatch(rf"{re.escape(stem)}(?: (\d+))?", label))
            ]
            unit.label = f"{stem} {max(used) + 1}"
        known.add(unit.label)
