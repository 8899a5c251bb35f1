"""Verbs on visits: what was seen, measured and found on the spot, while it is offered and when it is a site."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.allowed import insist
from accounts.models import Membership
from audit.trail import IllegalTransition, record
from housing import rules, visit_notices
from housing.actions.availability import lock_site
from housing.actions.consequences import bring_back_into_use
from housing.actions.offers import lock_where_it_lies
from housing.actions.visit_drafts import end_visit_draft
from housing.models import (
    DAYS_TO_REPAIR,
    ChecklistItem,
    Defect,
    DefectPhoto,
    Inspection,
    InspectionAnswer,
    MeasuredUnit,
    Offer,
    Site,
    Unit,
    VisitPlan,
)
from housing.occupancy import occupancy
from municipalities.changes import announce


class ChecklistIncomplete(Exception):
    """A visit is recorded with the whole checklist of that day."""

    def __init__(self, missing: Iterable[ChecklistItem]) -> None:
        super().__init__(
            "Vul de hele controlelijst in. Nog open: " + "; ".join(item.text for item in missing)
        )


class NotVisitedYet(Exception):
    """A visit is recorded when it is made, not before."""

    def __init__(self) -> None:
        super().__init__("Deze datum ligt in de toekomst. Leg het bezoek vast als het gebeurd is.")


class RepairedBeforeFound(Exception):
    """The day by which something is to be repaired lies before the visit that found it."""

    def __init__(self) -> None:
        super().__init__("De dag om te herstellen ligt voor het bezoek. Kies een latere dag.")


class SiteNotOpen(Exception):
    """This site is closed: there is nothing to visit."""

    def __init__(self) -> None:
        super().__init__("Deze locatie is gesloten. Maak de sluiting eerst ongedaan.")


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
    dicts with category, domain, description, responsible, due_on (empty: as DAYS_TO_REPAIR proposes) and photos
    (documents). Each defect becomes a task. Raises NotVisitedYet and RepairedBeforeFound too.
    """
    locked = lock_where_it_lies(offer)
    insist(by, rules.may_judge_offer(by, locked))
    if locked.status != Offer.Status.SUBMITTED:
        raise IllegalTransition(locked, Offer.Status.APPROVED)
    seen = {"inspected_on": inspected_on, "safe": safe, "healthy": healthy, "dignified": dignified}
    seen |= {"usable_places": usable_places, "findings": findings}
    inspection = _keep(
        Inspection(offer=locked, recorded_by=by.user, **seen), answers, measured, defects, by=by
    )
    record(
        "offer.inspected",
        locked,
        by=by,
        changes={"passed": inspection.passed, "usable_places": usable_places},
    )
    return inspection


@transaction.atomic
def record_site_visit(
    *,
    site: Site,
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
    """A visit to a site that stands, as `record_inspection`. It was looked at that day; a visit that was planned is
    made; when nothing blocks, what was out of use for an earlier visit is in use again. Raises SiteNotOpen."""
    # Units before their site, as a stay does: some of them may come back into use.
    list(Unit.objects.select_for_update(of=("self",)).filter(site=site).order_by("pk"))
    locked = lock_site(site)
    insist(by, rules.may_visit_site(by, locked))
    if locked.closed_on is not None and locked.closed_on <= inspected_on:
        raise SiteNotOpen
    seen = {"inspected_on": inspected_on, "safe": safe, "healthy": healthy, "dignified": dignified}
    seen |= {"usable_places": usable_places, "findings": findings}
    inspection = _keep(
        Inspection(site=locked, recorded_by=by.user, **seen), answers, measured, defects, by=by
    )
    VisitPlan.objects.open().filter(site=locked).update(inspection=inspection)
    if locked.checked_on < inspected_on:
        locked.checked_on = inspected_on
        locked.save(update_fields=["checked_on"])
    record(
        "site.inspected",
        locked,
        by=by,
        changes={"passed": inspection.passed, "usable_places": usable_places},
    )
    announce(locked.municipality, "places")
    bring_back_into_use(site=locked, by=by)
    return inspection


def _keep(
    inspection: Inspection,
    answers: Iterable[dict[str, Any]],
    measured: Iterable[dict[str, Any]],
    defects: Iterable[dict[str, Any]],
    *,
    by: Membership,
) -> Inspection:
    """The visit with everything that belongs to it; who repairs hears of it, and what was kept beforehand goes."""
    on = inspection.inspected_on
    if on > timezone.localdate():
        raise NotVisitedYet
    seen = {answer["item"].pk: answer for answer in answers}
    missing = [item for item in ChecklistItem.objects.valid(on=on) if item.pk not in seen]
    if missing:
        raise ChecklistIncomplete(missing)
    units = [MeasuredUnit(**row) for row in measured]
    norm = occupancy(units, on=on)
    inspection.norm_places = norm.persons if norm else None
    inspection.save()
    for unit in units:
        unit.inspection = inspection
    MeasuredUnit.objects.bulk_create(units)
    found = _keep_answers(inspection, seen.values())
    found += [_keep_defect(inspection, defect) for defect in defects]
    end_visit_draft(place=inspection.place, by=by)
    if found:
        visit_notices.defects_found(inspection.place, found, by=by)
    return inspection


def _keep_defect(inspection: Inspection, told: dict[str, Any]) -> Defect:
    """A finding with its photos, and a day by which it is repaired."""
    fields = {name: value for name, value in told.items() if name not in ("photos", "due_on")}
    due_on = told.get("due_on") or inspection.inspected_on + timedelta(days=DAYS_TO_REPAIR[told["category"]])
    if due_on < inspection.inspected_on:
        raise RepairedBeforeFound
    defect = Defect.objects.create(inspection=inspection, due_on=due_on, **fields)
    DefectPhoto.objects.bulk_create(
        DefectPhoto(defect=defect, document=document) for document in told.get("photos", ())
    )
    return defect


def _keep_answers(inspection: Inspection, seen: Iterable[dict[str, Any]]) -> list[Defect]:
    """The answers, and a defect for each that is not in order; what it is about, the item says."""
    answers = [
        InspectionAnswer(
            inspection=inspection,
            item=answer["item"],
            outcome=answer["outcome"],
            defect=_keep_defect(inspection, {"domain": answer["item"].domain, **answer["defect"]})
            if answer.get("defect")
            else None,
        )
        for answer in seen
    ]
    InspectionAnswer.objects.bulk_create(answers)
    return [answer.defect for answer in answers if answer.defect]
