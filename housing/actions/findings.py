"""Verbs on what a visit found: photograph, repair, look again, solved, remind."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.allowed import insist
from accounts.models import Membership
from audit.trail import change_status, record
from documents.actions import store_document
from documents.files import CheckedFile
from housing import rules, visit_notices
from housing.actions.consequences import bring_back_into_use
from housing.models import Defect, DefectPhoto


@transaction.atomic
def add_defect_photos(*, defect: Defect, photos: Sequence[CheckedFile], by: Membership) -> None:
    """Photos of what is wrong, or of how it was repaired."""
    insist(by, rules.may_repair(by, defect))
    for photo in photos:
        DefectPhoto.objects.create(defect=defect, document=store_document(checked=photo, by=by))
    record("defect.photographed", defect, by=by, changes={"photos": len(photos)})


@transaction.atomic
def report_repaired(*, defect: Defect, solution: str, by: Membership) -> Defect:
    """Who is responsible says that it is repaired; the municipality looks before it counts."""
    insist(by, rules.may_repair(by, defect))
    defect = change_status(defect, Defect.Status.REPORTED, by=by, verb="defect.repaired", solution=solution)
    visit_notices.defect_repaired(defect, by=by)
    return defect


@transaction.atomic
def confirm_solved(*, defect: Defect, solution: str, by: Membership) -> Defect:
    """The municipality saw that it is solved: it does not block any more, and what was out of use for it is not."""
    insist(by, rules.may_judge_defect(by, defect))
    defect = change_status(
        defect,
        Defect.Status.SOLVED,
        by=by,
        verb="defect.solved",
        solution=solution,
        solved_at=timezone.now(),
        solved_by=by.user,
    )
    if defect.inspection.site is not None:
        bring_back_into_use(site=defect.inspection.site, by=by)
    visit_notices.defect_judged(defect, by=by)
    return defect


@transaction.atomic
def send_back(*, defect: Defect, why: str, by: Membership) -> Defect:
    """The municipality looked, and it is not solved yet."""
    insist(by, rules.may_judge_defect(by, defect))
    defect = change_status(
        defect, Defect.Status.OPEN, by=by, verb="defect.sent_back", reason=why, solution=""
    )
    visit_notices.defect_judged(defect, by=by, why=why)
    return defect


@transaction.atomic
def remind_of_defects(*, on: date, by: Membership | None = None) -> int:
    """Remind who has to repair something, before and after its day; returns how many reminders went out.

    Once after its day, the municipality hears of a provider's too. Run twice on a day, or by two workers, it reminds
    once.
    """
    waiting = (
        Defect.objects.to_remind()
        .select_for_update(of=("self",), skip_locked=True)
        .select_related(
            "inspection__offer__organisation",
            "inspection__offer__municipality",
            "inspection__site__organisation",
            "inspection__site__municipality",
        )
        .order_by("pk")
    )
    reminded = 0
    for defect in waiting:
        if not defect.wants_reminder(on=on):
            continue
        told_before = defect.reminded_on is not None and defect.overdue(on=defect.reminded_on)
        defect.reminded_on = on
        defect.save(update_fields=["reminded_on"])
        record("defect.reminded", defect, by=by, changes={"due_on": defect.due_on})
        visit_notices.defect_waits(defect, on=on, tell_municipality=defect.overdue(on=on) and not told_before)
        reminded += 1
    return reminded
