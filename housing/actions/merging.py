"""Verbs on doubles: say whether two are one place, merge them, and take them apart again."""

from collections.abc import Collection, Sequence
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import DateTimeField, Field, QuerySet
from django.utils import timezone

from accounts.allowed import insist
from accounts.models import Membership
from audit.constraints import sentence_for
from audit.trail import record
from housing import rules
from housing.actions.placing import lock_units_of
from housing.models import Merge, Offer, OfferDocument, Site, Stay, Twin, Unit
from municipalities.changes import announce

Place = TypeVar("Place", Offer, Site)

# What belongs to the one registration and its history, not to the place.
OWN = {
    "status", "checked_on", "closed_on", "closed_reason", "decision_note", "rejection_reason", "withdrawal_reason",
}  # fmt: skip
LABEL_LENGTH = 60


class CannotMerge(Exception):
    """These two cannot become one; the sentence says why."""


class CannotUndo(Exception):
    """This merge cannot be taken apart (yet); the sentence says why."""


@transaction.atomic
def judge_twin(*, offer: Offer, other: Offer, likeness: Sequence[str], verdict: str, by: Membership) -> Twin:
    """The provider says whether his offer and one that is here already are the same place. The last word counts."""
    insist(by, rules.may_offer(by) and rules.is_provider_of(by, offer))
    twin, _ = Twin.objects.update_or_create(
        offer=offer,
        other=other,
        defaults={
            "likeness": list(likeness),
            "verdict": verdict,
            "judged_at": timezone.now(),
            "judged_by": by.user,
        },
    )
    record("offer.twin_judged", offer, by=by, changes={"other": other.reference, "verdict": verdict})
    return twin


def merge_fields(model: type[Offer] | type[Site]) -> "list[Field[Any, Any]]":
    """What is said about the place itself, and so may be taken over from the other registration."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.editable
        and not field.is_relation
        and not field.primary_key
        and not field.generated
        and not isinstance(field, DateTimeField)
        and field.name not in OWN
    ]


@transaction.atomic
def merge_offers(*, kept: Offer, dropped: Offer, take: Collection[str], by: Membership) -> Merge:
    """Two offers of one place become one: `kept` gets the values of the fields in `take` and all documents.

    `dropped` stays readable, but nobody has to do anything about it any more. Raises CannotMerge.
    """
    kept, dropped = _lock(Offer, kept, dropped)
    insist(by, rules.may_merge(by, kept))
    if dropped.status not in (Offer.Status.SUBMITTED, Offer.Status.INFO_REQUESTED):
        raise CannotMerge(f"Over {dropped.reference} is al beslist. Voeg in dat geval de locaties samen.")
    if kept.status not in (Offer.Status.SUBMITTED, Offer.Status.INFO_REQUESTED, Offer.Status.APPROVED):
        raise CannotMerge(f"{kept.reference} staat niet meer open. Kies het andere aanbod om te behouden.")
    links = list(OfferDocument.objects.filter(offer=dropped).values_list("pk", flat=True))
    changes = {"fields": _take_over(kept, dropped, take), "documents": links}
    OfferDocument.objects.filter(pk__in=links).update(offer=kept)
    merge = _keep_record(Merge(kept_offer=kept, dropped_offer=dropped, changes=changes, merged_by=by.user))
    dropped.merged_into = kept
    _save_both(kept, dropped)
    for offer in (kept, dropped):
        record("offer.merged", offer, by=by, changes={"kept": kept.reference, "dropped": dropped.reference})
    if kept.municipality is not None:
        announce(kept.municipality, "places")
    return merge


@transaction.atomic
def merge_sites(*, kept: Site, dropped: Site, take: Collection[str], by: Membership) -> Merge:
    """Two sites of one place become one: the units of `dropped`, with who lives there, go to `kept`.

    A label that `kept` has already gets the reference of `dropped` behind it. Raises CannotMerge.
    """
    lock_units_of(kept, dropped)
    kept, dropped = _lock(Site, kept, dropped)
    insist(by, rules.may_merge(by, kept))
    for site in (kept, dropped):
        if site.closed_on is not None:
            raise CannotMerge(f"{site.reference} is gesloten. Alleen open locaties kunt u samenvoegen.")
    if _outlived(kept, Unit.objects.filter(site=dropped)):
        raise CannotMerge(
            f"In {dropped.reference} wonen mensen langer dan {kept.reference} beschikbaar is. "
            f"Verleng eerst {kept.reference}, of behoud {dropped.reference}."
        )
    taken = set(kept.units.values_list("label", flat=True))
    moved = []
    for unit in Unit.objects.select_for_update(of=("self",)).filter(site=dropped).order_by("pk"):
        before = unit.label
        unit.label = _free_label(before, dropped.reference, taken)
        taken.add(unit.label)
        unit.site = kept
        unit.save(update_fields=["site", "label"])
        moved.append({"id": unit.pk, "label": before, "new_label": unit.label})
    changes = {"fields": _take_over(kept, dropped, take), "units": moved}
    merge = _keep_record(Merge(kept_site=kept, dropped_site=dropped, changes=changes, merged_by=by.user))
    dropped.merged_into = kept
    _save_both(kept, dropped)
    for site in (kept, dropped):
        record("site.merged", site, by=by, changes={"kept": kept.reference, "dropped": dropped.reference})
    announce(kept.municipality, "places")
    return merge


@transaction.atomic
def undo_merge(*, merge: Merge, by: Membership) -> Merge:
    """Take the two apart again: fields, documents and units go back where they were.

    What somebody changed after the merge stays as he left it. Raises CannotUndo while a later merge builds on this
    one. Undoing twice changes nothing.
    """
    locked = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    insist(by, rules.may_merge(by, locked.kept))
    if locked.undone_at is not None:
        return locked
    model = Offer if locked.kept_offer_id else Site
    if isinstance(locked.kept, Site) and isinstance(locked.dropped, Site):
        lock_units_of(locked.kept, locked.dropped)
    kept, dropped = _lock_in_order(model, locked.kept, locked.dropped)
    if kept.merged_into_id is not None:
        raise CannotUndo(
            f"{kept.reference} is later zelf samengevoegd. Maak eerst die samenvoeging ongedaan."
        )
    _give_back(kept, locked.changes.get("fields", {}))
    OfferDocument.objects.filter(pk__in=locked.changes.get("documents", ()), offer_id=kept.pk).update(
        offer_id=dropped.pk
    )
    moved = [row["id"] for row in locked.changes.get("units", ())]
    if moved and _outlived(dropped, Unit.objects.filter(pk__in=moved, site_id=kept.pk)):
        raise CannotUndo(
            f"In een van de wooneenheden wonen mensen langer dan {dropped.reference} beschikbaar is. "
            f"Verleng eerst {dropped.reference}."
        )
    for row in locked.changes.get("units", ()):
        unit = Unit.objects.select_for_update(of=("self",)).filter(pk=row["id"], site_id=kept.pk).first()
        if unit is not None:
            unit.site_id = dropped.pk
            unit.label = row["label"] if unit.label == row["new_label"] else unit.label
            unit.save(update_fields=["site", "label"])
    dropped.merged_into = None
    try:
        _save_both(kept, dropped)
    except CannotMerge as problem:
        raise CannotUndo(str(problem)) from problem
    locked.undone_at, locked.undone_by = timezone.now(), by.user
    locked.save(update_fields=["undone_at", "undone_by"])
    pair = {"kept": kept.reference, "dropped": dropped.reference}
    for place in (kept, dropped):
        if model is Offer:
            record("offer.merge_undone", place, by=by, changes=pair)
        else:
            record("site.merge_undone", place, by=by, changes=pair)
    if kept.municipality is not None:
        announce(kept.municipality, "places")
    return locked


def _outlived(site: Site, units: QuerySet[Unit]) -> bool:
    """Whether people in these units live, or are promised to, beyond the end of the site."""
    return site.ends_on is not None and Stay.objects.after(site.ends_on).filter(unit__in=units).exists()


def _lock(model: type[Place], kept: Place, dropped: Place) -> tuple[Place, Place]:
    """Both rows, locked in a fixed order, and checked that they can be one."""
    if kept.pk == dropped.pk:
        raise CannotMerge("Kies twee verschillende plaatsen om samen te voegen.")
    kept, dropped = _lock_in_order(model, kept, dropped)
    for place in (kept, dropped):
        if place.merged_into_id is not None:
            raise CannotMerge(f"{place.reference} is al samengevoegd. Een collega was u misschien voor.")
    if kept.municipality_id != dropped.municipality_id:
        raise CannotMerge(
            "Deze twee liggen in verschillende gemeenten. Geef het aanbod eerst door aan de juiste gemeente."
        )
    return kept, dropped


def _lock_in_order(model: type[Any], kept: Any, dropped: Any) -> tuple[Any, Any]:
    rows = model._base_manager.select_for_update(of=("self",)).order_by("pk").in_bulk([kept.pk, dropped.pk])
    return rows[kept.pk], rows[dropped.pk]


def _take_over(kept: Place, dropped: Place, take: Collection[str]) -> dict[str, list[Any]]:
    """Set the chosen fields, and say what was and what came, as the database writes it."""
    changes = {}
    for field in merge_fields(type(kept)):
        before, after = getattr(kept, field.name), getattr(dropped, field.name)
        if field.name in take and before != after:
            changes[field.name] = [field.value_to_string(kept), field.value_to_string(dropped)]
            setattr(kept, field.name, after)
    return changes


def _give_back(kept: Offer | Site, changes: dict[str, list[Any]]) -> None:
    for name, (before, after) in changes.items():
        field = kept._meta.get_field(name)
        if field.value_to_string(kept) == after:  # type: ignore[union-attr]
            setattr(kept, name, _from_text(field, before))


def _from_text(field: Any, text: str | None) -> Any:
    """The value that `value_to_string` wrote down."""
    if text is None or (field.null and text in ("", "None")):
        return None
    return field.to_python(text)


def _free_label(label: str, reference: str, taken: Collection[str]) -> str:
    candidate, number = label, 1
    while candidate in taken:
        suffix = f" ({reference})" if number == 1 else f" ({reference}, {number})"
        candidate, number = label[: LABEL_LENGTH - len(suffix)] + suffix, number + 1
    return candidate


def _keep_record(merge: Merge) -> Merge:
    try:
        with transaction.atomic():
            merge.save()
    except IntegrityError as refusal:
        raise CannotMerge(sentence_for(refusal, Merge)) from refusal
    return merge


def _save_both(kept: Offer | Site, dropped: Offer | Site) -> None:
    """Save the dropped one first, so that what is unique is free for the one that stays."""
    try:
        for place in (dropped, kept):
            place.validate_constraints()
            place.save()
    except ValidationError as refusal:
        raise CannotMerge(" ".join(refusal.messages)) from refusal
