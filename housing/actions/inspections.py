"""Verbs on visits: what was seen, measured and found on the spot."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import Membership
from audit.trail import IllegalTransition, record
from housing import notices
from housing.actions.offers import lock_where_it_lies
from housing.models import ChecklistItem, Defect, Inspection, InspectionAnswer, MeasuredUnit, Offer
from housing.occupancy import occupancy


class ChecklistIncomplete(Exception):
    """A visit is recorded with the whole checklist of that day."""

    def __init__(self, missing: Iterable[ChecklistItem]) -> None:
        super().__init__(
            "Vul de hele controlelijst in. Nog open: " + "; ".join(item.text for item in missing)
        )


@transaction.atomic
def record_inspection(
    *,
    offer: Offer,
    inspected_on: date,
    safe: bool,
    healthy: bool,
    dignified: bool,
    usable_places: int,
    findings: str = "",
    answers: Iterable[dict[str, Any]],
    measured: Iterable[dict[str, Any]] = (),
    defects: Iterable[dict[str, Any]] = (),
    by: Membership,
) -> Inspection:
    """What the municipality saw on the spot.

    `answers` are dicts with item, outcome and, when something is not in order, the defect; every item of the checklist
    of that day has one, else ChecklistIncomplete. `measured` are dicts of units alike (MeasuredUnit). `defects` are
    dicts with category, domain, description, responsible and due_on. Each defect becomes a task.
    """
    locked = lock_where_it_lies(offer)
    if locked.status != Offer.Status.SUBMITTED:
        raise IllegalTransition(locked, Offer.Status.APPROVED)
    seen = {answer["item"].pk: answer for answer in answers}
    missing = [item for item in ChecklistItem.objects.valid(on=inspected_on) if item.pk not in seen]
    if missing:
        raise ChecklistIncomplete(missing)
    units = [MeasuredUnit(**row) for row in measured]
    norm = occupancy(units, on=inspected_on)
    inspection = Inspection.objects.create(
        offer=locked,
        inspected_on=inspected_on,
        safe=safe,
        healthy=healthy,
        dignified=dignified,
        usable_places=usable_places,
        norm_places=norm.persons if norm else None,
        findings=findings,
        recorded_by=by.user,
    )
    for unit in units:
        unit.inspection = inspection
    MeasuredUnit.objects.bulk_create(units)
    found = _keep_answers(inspection, seen.values())
    found += Defect.objects.bulk_create(Defect(inspection=inspection, **defect) for defect in defects)
    if found:
        notices.defects_found(locked, found, by=by)
    record(
        "offer.inspected",
        locked,
        by=by,
        changes={"passed": inspection.passed, "usable_places": usable_places},
    )
    return inspection


def _keep_answers(inspection: Inspection, seen: Iterable[dict[str, Any]]) -> list[Defect]:
    """The answers, and a defect for each that is not in order; what it is about, the item says."""
    answers = [
        InspectionAnswer(
            inspection=inspection,
            item=answer["item"],
            outcome=answer["outcome"],
            defect=Defect(inspection=inspection, domain=answer["item"].domain, **answer["defect"])
            if answer.get("defect")
            else None,
        )
        for answer in seen
    ]
    found = Defect.objects.bulk_create(answer.defect for answer in answers if answer.defect)
    InspectionAnswer.objects.bulk_create(answers)
    return found
