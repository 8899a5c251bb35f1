"""Verbs on the opening of a site: start its playbook, tick, and open when nothing blocks any more."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.allowed import insist
from accounts.models import Membership
from audit.constraints import sentence_for
from audit.overtaken import changes_of
from audit.trail import record
from documents.actions import store_document
from documents.files import CheckedFile
from facility import rules, village_notices
from facility.models import OpeningPlan, OpeningTask, Playbook, SupportRequest
from facility.playbook_changes import changes_between
from housing.models import OpeningHold, Site
from municipalities.changes import announce


class CannotOpen(Exception):
    """Not with this site now; the sentence says why, in Dutch."""


@transaction.atomic
def start_opening(
    *,
    form_token: UUID,
    site: Site,
    playbook: Playbook,
    opens_on: date,
    support_request: SupportRequest | None = None,
    by: Membership,
) -> OpeningPlan:
    """Every item of the playbook for this site; from now on nobody lives there until it opens. The token names the
    form: sent twice, it stays one.

    Raises CannotOpen when people live there, when it has a playbook already, for a draft, or for a village without a
    decision of the Flemish Government.
    """
    insist(by, rules.may_prepare_opening_of(by, site))
    Site.objects.select_for_update(of=("self",)).get(pk=site.pk)
    if kept := OpeningPlan.objects.filter(form_token=form_token).first():
        return kept
    if OpeningPlan.objects.filter(site=site).exists():
        raise CannotOpen("Deze locatie heeft al een draaiboek.")
    if playbook.published_on is None:
        raise CannotOpen("Dit draaiboek is nog niet gepubliceerd.")
    try:
        with transaction.atomic():
            hold = OpeningHold.objects.create(site=site, reason=str(playbook))
    except IntegrityError as refusal:
        raise CannotOpen(sentence_for(refusal, OpeningHold)) from refusal
    try:
        with transaction.atomic():
            plan = OpeningPlan.objects.create(
                form_token=form_token,
                site=site,
                hold=hold,
                playbook=playbook,
                support_request=support_request,
                opens_on=opens_on,
                started_by=by.user,
            )
    except IntegrityError as refusal:
        raise CannotOpen(sentence_for(refusal, OpeningPlan)) from refusal
    OpeningTask.objects.bulk_create(OpeningTask(plan=plan, item=item) for item in playbook.items.all())
    record("opening.started", plan, by=by, changes={"playbook": str(playbook), "opens_on": opens_on})
    announce(site.municipality, "places")
    return plan


def _open_task(task: OpeningTask) -> OpeningTask:
    """The task, locked behind its plan. Raises CannotOpen when the site opened."""
    plan = _not_open_yet(task.plan)
    locked = OpeningTask.objects.select_for_update(of=("self",)).select_related("item").get(pk=task.pk)
    locked.plan = plan
    return locked


def _not_open_yet(plan: OpeningPlan) -> OpeningPlan:
    locked = (
        OpeningPlan.objects.select_for_update(of=("self",))
        .select_related("hold", "site__municipality")
        .get(pk=plan.pk)
    )
    if locked.is_open:
        raise CannotOpen("Deze locatie is al geopend. Het draaiboek verandert niet meer.")
    return locked


@transaction.atomic
def finish_task(
    *, task: OpeningTask, note: str = "", files: Sequence[CheckedFile] = (), by: Membership
) -> OpeningTask:
    """Done, with a note and evidence. Finishing twice changes nothing but adds the evidence."""
    insist(by, rules.may_prepare_opening_of(by, task.plan.site))
    locked = _open_task(task)
    if files:
        locked.evidence.add(*(store_document(checked=file, by=by) for file in files))
    if locked.is_settled:
        return locked
    locked.done_at, locked.done_by, locked.note = timezone.now(), by.user, note
    locked.save(update_fields=["done_at", "done_by", "note"])
    record("opening.task_done", locked.plan, by=by, changes={"task": locked.item.title, "note": note})
    return locked


@transaction.atomic
def reopen_task(*, task: OpeningTask, by: Membership) -> OpeningTask:
    """It was not done, or it is needed after all."""
    insist(by, rules.may_prepare_opening_of(by, task.plan.site))
    locked = _open_task(task)
    insist(by, locked.waived_at is None or rules.may_waive_task(by))
    locked.done_at = locked.done_by = locked.waived_at = locked.waived_by = None
    locked.waived_because = ""
    locked.save(update_fields=["done_at", "done_by", "waived_at", "waived_by", "waived_because"])
    record("opening.task_reopened", locked.plan, by=by, changes={"task": locked.item.title})
    return locked


@transaction.atomic
def waive_task(*, task: OpeningTask, because: str, by: Membership) -> OpeningTask:
    """Not needed at this site, with the reason why."""
    insist(by, rules.may_waive_task(by))
    locked = _open_task(task)
    if locked.is_settled:
        raise CannotOpen("Dit punt is al klaar, of niet nodig.")
    locked.waived_at, locked.waived_by, locked.waived_because = timezone.now(), by.user, because
    locked.save(update_fields=["waived_at", "waived_by", "waived_because"])
    record("opening.task_waived", locked.plan, by=by, changes={"task": locked.item.title, "because": because})
    return locked


@transaction.atomic
def move_opening(
    *, plan: OpeningPlan, opens_on: date, seen: Mapping[str, Any] | None = None, by: Membership
) -> OpeningPlan:
    """Another opening day: every latest day moves along. Raises Overtaken when another one stands than the page showed
    (`seen`)."""
    insist(by, rules.may_prepare_opening_of(by, plan.site))
    locked = _not_open_yet(plan)
    if not changes_of(locked, {"opens_on": opens_on}, seen):
        return locked
    before, locked.opens_on = locked.opens_on, opens_on
    locked.save(update_fields=["opens_on"])
    record("opening.moved", locked, by=by, changes={"opens_on": [before, opens_on]})
    return locked


@transaction.atomic
def open_site(*, plan: OpeningPlan, by: Membership) -> OpeningPlan:
    """Go: people may come to live there. Raises CannotOpen while something blocks; PostgreSQL counts."""
    insist(by, rules.may_prepare_opening_of(by, plan.site))
    locked = _not_open_yet(plan)
    hold = OpeningHold.objects.select_for_update(of=("self",)).get(pk=locked.hold_id)
    hold.lifted_on = timezone.localdate()
    try:
        with transaction.atomic():
            hold.save(update_fields=["lifted_on"])
    except IntegrityError as refusal:
        raise CannotOpen(sentence_for(refusal, OpeningHold)) from refusal
    locked.hold = hold
    record("opening.opened", locked, by=by, changes={"site": str(locked.site)})
    announce(locked.site.municipality, "places")
    village_notices.site_opened(locked, by=by)
    return locked


@transaction.atomic
def upgrade_opening(*, plan: OpeningPlan, playbook: Playbook, by: Membership) -> OpeningPlan:
    """Go on with a newer version: what stayed the same stays done, what changed is asked again, what went is gone.

    Raises CannotOpen for a draft, an older version or another kind.
    """
    insist(by, rules.may_prepare_opening_of(by, plan.site))
    locked = _not_open_yet(plan)
    old = locked.playbook
    if playbook.published_on is None or playbook.kind != old.kind or playbook.version <= old.version:
        raise CannotOpen("Kies een nieuwere, gepubliceerde versie van hetzelfde draaiboek.")
    found = changes_between(old, playbook)
    changed = {change.new.code for change in found.changed}
    tasks = {task.item.code: task for task in locked.tasks.select_related("item")}
    locked.playbook = playbook
    locked.save(update_fields=["playbook"])
    for item in playbook.items.all():
        task = tasks.pop(item.code, None) or OpeningTask(plan=locked)
        task.item = item
        if item.code in changed and task.is_settled:
            task.done_at = task.done_by = task.waived_at = task.waived_by = None
            task.waived_because = ""
        task.save()
    for task in tasks.values():
        task.delete()
    changes = {
        "version": [old.version, playbook.version],
        "added": len(found.added),
        "removed": len(found.removed),
    }
    record("opening.upgraded", locked, by=by, changes=changes)
    return locked
