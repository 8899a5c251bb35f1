"""Verbs on visits."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.allowed import insist
from accounts.models import Membership
from audit.trail import record
from vlot import notices, rules
from vlot.actions.calls import NotInTeam
from vlot.actions.contacts import add_contact
from vlot.actions.locks import locked_case, refuse_closed
from vlot.models import Contact, ContactKind, Intervention, Visit


class VisitOver(Exception):
    """The visit has a report already, or was called off."""

    def __init__(self, visit: Visit) -> None:
        done = "heeft al een verslag" if visit.reported_at else "is afgelast"
        super().__init__(f"Het bezoek van {visit.planned_on:%d/%m/%Y} {done}.")


@transaction.atomic
def plan_visit(
    *,
    form_token: UUID,
    intervention: Intervention,
    visitor: Membership,
    planned_on: date,
    goal: str,
    place: str = "",
    by: Membership,
) -> Visit:
    """Somebody of the team goes there on that day. Sent twice, it stays one. NotInTeam for somebody else."""
    locked = locked_case(intervention)
    insist(by, rules.may_handle_intervention(by, locked))
    if already := locked.visits.filter(form_token=form_token).first():
        return already
    refuse_closed(locked)
    if not rules.works_for(visitor, locked.team):
        raise NotInTeam(visitor, locked.team)
    visit = Visit.objects.create(
        form_token=form_token,
        intervention=locked,
        visitor=visitor.user,
        planned_on=planned_on,
        goal=goal,
        place=place,
        planned_by=by.user,
    )
    record("intervention.visit_planned", locked, by=by, changes={"on": planned_on, "who": visitor.user})
    notices.visit_planned(visit, by=by)
    return visit


@transaction.atomic
def report_visit(
    *,
    visit: Visit,
    form_token: UUID,
    held_on: date,
    minutes: int,
    note: str,
    shared_note: str = "",
    participants: str = "",
    next_step: str = "",
    due_on: date | None = None,
    by: Membership,
) -> Contact:
    """What was found, as a contact of the case. Raises VisitOver when there is a report or it was called off."""
    locked = (
        Visit.objects.select_for_update(of=("self",)).select_related("intervention__team").get(pk=visit.pk)
    )
    case = locked.intervention
    insist(by, rules.may_handle_intervention(by, case))
    if locked.report is not None and locked.report.form_token == form_token:
        return locked.report
    if locked.reported_at or locked.cancelled_at:
        raise VisitOver(locked)
    contact = add_contact(
        form_token=form_token,
        intervention=case,
        kind=ContactKind.VISIT,
        held_on=held_on,
        minutes=minutes,
        note=note,
        shared_note=shared_note,
        participants=participants,
        next_step=next_step,
        due_on=due_on,
        by=by,
    )
    locked.report, locked.reported_at, locked.reported_by = contact, timezone.now(), by.user
    locked.save(update_fields=["report", "reported_at", "reported_by"])
    return contact


@transaction.atomic
def cancel_visit(*, visit: Visit, by: Membership) -> Visit:
    """It does not go on. Raises VisitOver when it is over already."""
    locked = (
        Visit.objects.select_for_update(of=("self",)).select_related("intervention__team").get(pk=visit.pk)
    )
    case = locked.intervention
    insist(by, rules.may_handle_intervention(by, case))
    if locked.reported_at or locked.cancelled_at:
        raise VisitOver(locked)
    locked.cancelled_at, locked.cancelled_by = timezone.now(), by.user
    locked.save(update_fields=["cancelled_at", "cancelled_by"])
    record("intervention.visit_cancelled", case, by=by, changes={"on": locked.planned_on})
    notices.visit_cancelled(locked, by=by)
    return locked
