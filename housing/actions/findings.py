"""Verbs on what a visit found: repair, look again, solved."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from audit.trail import change_status, record
from documents.actions import store_document
from documents.files import CheckedFile
from housing import notices
from housing.models import Defect, DefectPhoto


@transaction.atomic
def add_defect_photos(*, defect: Defect, photos: Sequence[CheckedFile], by: Membership) -> None:
    """Photos of what is wrong, or of how it was repaired."""
    for photo in photos:
        DefectPhoto.objects.create(defect=defect, document=store_document(checked=photo, by=by))
    record("defect.photographed", defect, by=by, changes={"photos": len(photos)})


@transaction.atomic
def report_repaired(*, defect: Defect, solution: str, by: Membership) -> Defect:
    """Who is responsible says that it is repaired; the municipality looks before it counts."""
    defect = change_status(defect, Defect.Status.REPORTED, by=by, verb="defect.repaired", solution=solution)
    notices.defect_repaired(defect, by=by)
    return defect


@transaction.atomic
def confirm_solved(*, defect: Defect, solution: str, by: Membership) -> Defect:
    """The municipality saw that it is solved: it does not block any more."""
    defect = change_status(
        defect,
        Defect.Status.SOLVED,
        by=by,
        verb="defect.solved",
        solution=solution,
        solved_at=timezone.now(),
        solved_by=by.user,
    )
    notices.defect_judged(defect, by=by)
    return defect


@transaction.atomic
def send_back(*, defect: Defect, why: str, by: Membership) -> Defect:
    """The municipality looked, and it is not solved yet."""
    defect = change_status(
        defect, Defect.Status.OPEN, by=by, verb="defect.sent_back", reason=why, solution=""
    )
    notices.defect_judged(defect, by=by, why=why)
    return defect
