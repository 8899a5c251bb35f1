"""Verbs on offers: from a draft to a validated site."""

from collections.abc import Sequence
from typing import cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.allowed import insist
from accounts.models import Membership
from audit.trail import IllegalTransition, change_status, record
from housing import notices, rules
from housing.models import FROM_OFFER, Inspection, Offer, Site, Unit
from housing.unit_lines import UnitLine, units_of
from municipalities.changes import announce
from municipalities.lookup import municipalities_for
from municipalities.models import Municipality


class NotInspected(Exception):
    """An offer cannot be approved without an inspection that it passed."""

    def __init__(self, inspection: Inspection | None) -> None:
        super().__init__(
            "Het laatste plaatsbezoek is niet geslaagd. Leg een nieuw bezoek vast zodra de gebreken opgelost zijn."
            if inspection
            else "Er is nog geen plaatsbezoek. Leg eerst vast wat u ter plaatse zag."
        )


class TooManyPlaces(Exception):
    """The units have more places than the inspection found usable."""

    def __init__(self, places: int, usable: int) -> None:
        super().__init__(
            f"De wooneenheden tellen samen {places} slaapplekken, maar het plaatsbezoek vond er {usable} bruikbaar. "
            "Pas de eenheden aan, of leg een nieuw plaatsbezoek vast."
        )


class OutsideProvince(ValidationError):
    """A governor offers places in his own province only."""

    def __init__(self) -> None:
        super().__init__("Deze plaats ligt buiten uw provincie.", code="outside_province")


class NotInMunicipality(Exception):
    """The postcode is one of another municipality."""

    def __init__(self, postal_code: str, municipality: Municipality) -> None:
        super().__init__(f"Postcode {postal_code} ligt niet in {municipality}. Kijk de postcode na.")


class NoUnits(Exception):
    """A place without units is no place to live."""

    def __init__(self) -> None:
        super().__init__("Vul minstens één wooneenheid in.")


@transaction.atomic
def submit_offer(*, offer: Offer, by: Membership) -> Offer:
    """Offer it: from now on the municipality has to decide. Raises OutsideProvince for a governor."""
    insist(by, rules.may_offer(by) and rules.is_provider_of(by, offer))
    if offer.municipality and not rules.may_offer_in(offer.organisation, offer.municipality):
        raise OutsideProvince
    offer = change_status(
        offer,
        Offer.Status.SUBMITTED,
        by=by,
        verb="offer.submitted",
        submitted_at=timezone.now(),
        submitted_by=by.user,
        typed={},
    )
    notices.offer_submitted(offer, by=by)
    return offer


@transaction.atomic
def withdraw_offer(*, offer: Offer, reason: str = "", note: str = "", by: Membership) -> Offer:
    """The provider takes its offer back: with a coded reason and a sentence, once it was submitted."""
    insist(by, rules.may_offer(by) and rules.is_provider_of(by, offer))
    was_submitted = offer.submitted_at is not None
    offer = change_status(
        offer,
        Offer.Status.WITHDRAWN,
        by=by,
        verb="offer.withdrawn",
        withdrawal_reason=reason,
        decision_note=note,
    )
    if was_submitted:
        notices.offer_withdrawn(offer, by=by)
    return offer


def lock_where_it_lies(offer: Offer) -> Offer:
    """The row, locked. Raises IllegalTransition when a colleague handed it over to another municipality, or merged it,
    since the page was shown."""
    locked = Offer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    if locked.municipality_id != offer.municipality_id or locked.merged_into_id is not None:
        raise IllegalTransition(locked, locked.status)
    return locked


@transaction.atomic
def hand_over_offer(
    *,
    offer: Offer,
    municipality: Municipality,
    postal_code: str,
    reason: str,
    street: str = "",
    house_number: str = "",
    by: Membership,
) -> Offer:
    """The place lies in another municipality: that one decides from now on, and picks its own case handler. A question
    that waits for its answer goes along. `street` and `house_number` are corrected when they are given.

    Raises IllegalTransition when somebody decided, or handed it over, meanwhile, and NotInMunicipality for a postcode
    of elsewhere.
    """
    if municipality not in municipalities_for(postal_code):
        raise NotInMunicipality(postal_code, municipality)
    locked = lock_where_it_lies(offer)
    insist(by, rules.may_judge_offer(by, locked))
    if locked.status not in (Offer.Status.SUBMITTED, Offer.Status.INFO_REQUESTED):
        raise IllegalTransition(locked, Offer.Status.SUBMITTED)
    before = [locked.address, str(locked.municipality)]
    locked.municipality, locked.postal_code = municipality, postal_code
    locked.street, locked.house_number = street or locked.street, house_number or locked.house_number
    locked.responsible, locked.changed_at = None, timezone.now()
    locked.save(
        update_fields=["municipality", "postal_code", "street", "house_number", "responsible", "changed_at"]
    )
    record(
        "offer.handed_over",
        locked,
        by=by,
        changes={"from": before, "to": [locked.address, str(municipality)], "reason": reason},
    )
    notices.offer_handed_over(locked, reason, by=by)
    return locked


@transaction.atomic
def approve_offer(*, offer: Offer, units: Sequence[UnitLine], note: str = "", by: Membership) -> Site:
    """Validate: the offer becomes a site with units. Needs a passed inspection, and no more places than it found.

    Raises NotInspected, NoUnits or TooManyPlaces.
    """
    insist(by, rules.may_judge_offer(by, lock_where_it_lies(offer)))
    inspection = offer.inspections.prefetch_related("defects").first()
    if inspection is None or not inspection.passed:
        raise NotInspected(inspection)
    if not any(line.count > 0 for line in units):
        raise NoUnits
    places = sum(line.count * line.places for line in units)
    if places > inspection.usable_places:
        raise TooManyPlaces(places, inspection.usable_places)
    offer = change_status(
        offer,
        Offer.Status.APPROVED,
        by=by,
        verb="offer.approved",
        decided_at=timezone.now(),
        decided_by=by.user,
        decision_note=note,
        passed_inspection=inspection,
    )
    site = Site.objects.create(
        offer=offer,
        organisation=offer.organisation,
        municipality=cast(Municipality, offer.municipality),  # filled when submitted, by constraint
        name=offer.title or f"{offer.street} {offer.house_number}",
        street=offer.street,
        house_number=offer.house_number,
        box=offer.box,
        postal_code=offer.postal_code,
        **{name: getattr(offer, name) for name in FROM_OFFER},
        checked_on=inspection.inspected_on,
    )
    Unit.objects.bulk_create(units_of(site, units))
    record("site.opened", site, by=by, changes={"places": places})
    announce(site.municipality, "places")
    notices.offer_decided(offer, by=by)
    return site


@transaction.atomic
def reject_offer(*, offer: Offer, reason: str, note: str, by: Membership) -> Offer:
    """Refuse, with a coded reason and a sentence that the provider reads."""
    insist(by, rules.may_judge_offer(by, lock_where_it_lies(offer)))
    offer = change_status(
        offer,
        Offer.Status.REJECTED,
        by=by,
        verb="offer.rejected",
        decided_at=timezone.now(),
        decided_by=by.user,
        rejection_reason=reason,
        decision_note=note,
    )
    notices.offer_decided(offer, by=by)
    return offer
