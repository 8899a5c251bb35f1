"""Verbs on the inventory of possible collective sites."""

from collections.abc import Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction

from accounts.allowed import insist
from accounts.models import Membership
from audit.overtaken import changes_of, put
from audit.trail import change_status, record
from housing.actions import save_draft
from housing.models import Offer, Setting
from vlot import notices, rules
from vlot.models import PossibleSite

Status = PossibleSite.Status


@transaction.atomic
def save_possible_site(
    *, possible: PossibleSite | None, seen: Mapping[str, Any] | None = None, by: Membership, **fields: Any
) -> PossibleSite:
    """Note a place for the inventory, or what is known about it. ValidationError for one that is there already, and
    Overtaken when a colleague changed since what the page showed (`seen`)."""
    kept = (
        PossibleSite.objects.select_for_update(of=("self",)).get(pk=possible.pk)
        if possible
        else PossibleSite(noted_by=by.user)
    )
    if possible:
        insist(by, rules.may_keep_inventory(by, kept.municipality))
    changes = changes_of(kept, fields, seen)
    if not changes:
        return kept
    put(changes, kept)
    insist(by, rules.may_keep_inventory(by, kept.municipality))
    kept.full_clean()
    kept.save()
    record("possiblesite.saved", kept, by=by, changes={"name": kept.name})
    return kept


@transaction.atomic
def move_possible_site(
    *, possible: PossibleSite, status: str, reason: str = "", by: Membership
) -> PossibleSite:
    """One stage on, dropped with a reason, or back to an idea. Raises IllegalTransition for another step.

    That a place is feasible is told to its municipality, which alone can make it an offer.
    """
    insist(by, rules.may_keep_inventory(by, possible.municipality))
    moved = change_status(
        possible,
        status,
        by=by,
        verb="possiblesite.moved",
        reason=reason,
        dropped_reason=reason if status == Status.DROPPED else "",
    )
    if status == Status.FEASIBLE:
        notices.place_feasible(moved, by=by)
    return moved


@transaction.atomic
def offer_possible_site(*, possible: PossibleSite, by: Membership) -> Offer:
    """The municipality makes it an offer: a draft with what is known, to complete and to submit. Twice is once.

    Raises IllegalTransition when the place is not feasible (any more).
    """
    insist(by, rules.may_offer_possible_site(by, possible))
    if possible.offer is not None:
        return possible.offer
    offer = save_draft(
        form_token=uuid5(NAMESPACE_URL, f"vlot/possible-site/{possible.pk}"),
        fields={
            "title": possible.name,
            "street": possible.street,
            "house_number": possible.house_number,
            "postal_code": possible.postal_code,
            "municipality": possible.municipality,
            "setting": Setting.COLLECTIVE,
            "estimated_places": possible.estimated_places,
        },
        by=by,
    )
    change_status(possible, Status.OFFERED, by=by, verb="possiblesite.offered", offer=offer)
    return offer
