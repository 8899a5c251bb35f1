"""Pages of the opening of a site: the board, the timeline, ticking, and go."""

import uuid
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.hats import HatRequest, require
from documents.serve import attachment
from facility import actions, rules
from facility.board import board_of
from facility.forms import FinishForm, MoveForm, OpeningForm, WaiveForm
from facility.models import OpeningPlan, OpeningTask, Playbook
from facility.playbook_changes import changes_between
from facility.views.pages import do_and_return, form_page, typed


def opening_add(request: HatRequest) -> HttpResponse:
    """Start the newest playbook for a site."""
    require(rules.may_keep_playbooks(request.by) or rules.may_submit_request(request.by))
    form = OpeningForm(typed(request), by=request.by, on=timezone.localdate(), token=uuid.uuid4())
    back = reverse("facility:playbook_list")

    def start() -> OpeningPlan:
        data = dict(form.cleaned_data)
        playbook = Playbook.objects.newest(data.pop("kind"))
        if playbook is None:
            raise actions.CannotOpen("Voor dit soort plaats is nog geen draaiboek gepubliceerd.")
        return actions.start_opening(playbook=playbook, **data, by=request.by)

    return form_page(
        request, form, start, title="Draaiboek starten", button="Starten", back=back,
        crumbs=[("Draaiboeken", back)], go=address,
        done="Het draaiboek loopt. Tot de opening kan er niemand intrekken.",
        lead="Alle punten van het draaiboek komen klaar te staan, teruggerekend vanaf de geplande opening.",
    )  # fmt: skip


def visible_plan(request: HatRequest, pk: int) -> OpeningPlan:
    plans = OpeningPlan.objects.visible_to(request.by)
    return get_object_or_404(
        plans.select_related("site__municipality", "playbook", "hold", "support_request"), pk=pk
    )


def address(plan: OpeningPlan) -> str:
    return reverse("facility:opening_detail", args=[plan.pk])


def crumbs_of(plan: OpeningPlan) -> list[tuple[str, str]]:
    return [("Draaiboeken", reverse("facility:playbook_list")), (str(plan), address(plan))]


def newer_version(plan: OpeningPlan) -> Playbook | None:
    playbook = Playbook.objects.newest(plan.playbook.kind)
    return playbook if playbook and playbook.version > plan.playbook.version else None


def opening_detail(request: HatRequest, pk: int) -> HttpResponse:
    """The board: go or no-go, what is late, who is next, and every item by theme."""
    plan = visible_plan(request, pk)
    context = {
        "plan": plan,
        "board": board_of(plan, on=timezone.localdate()),
        "newer": None if plan.is_open else newer_version(plan),
        "may_work": rules.may_prepare_opening_of(request.by, plan.site) and not plan.is_open,
        "may_waive": rules.may_waive_task(request.by) and not plan.is_open,
    }
    return render(request, "facility/opening_detail.html", context)


def opening_timeline(request: HatRequest, pk: int) -> HttpResponse:
    """The same as a drawing that is a table."""
    plan = visible_plan(request, pk)
    return render(
        request,
        "facility/opening_timeline.html",
        {"plan": plan, "board": board_of(plan, on=timezone.localdate())},
    )


def opening_move(request: HatRequest, pk: int) -> HttpResponse:
    """Another opening day."""
    plan = visible_plan(request, pk)
    require(rules.may_prepare_opening_of(request.by, plan.site))
    form = MoveForm(typed(request), plan=plan, on=timezone.localdate())
    return form_page(
        request, form,
        lambda: actions.move_opening(plan=plan, seen=form.seen(), **form.cleaned_data, by=request.by),
        title="Opening verplaatsen", button="Bewaren", back=address(plan), crumbs=crumbs_of(plan),
        done="De opening is verplaatst. Alle uiterste dagen schuiven mee.",
        lead=f"De opening van {plan.site} staat op {plan.opens_on:%d/%m/%Y}. Alle uiterste dagen schuiven mee.",
    )  # fmt: skip


@require_POST
def opening_open(request: HatRequest, pk: int) -> HttpResponse:
    """Go: people may come to live there."""
    plan = visible_plan(request, pk)
    require(rules.may_prepare_opening_of(request.by, plan.site))
    return do_and_return(
        request, lambda: actions.open_site(plan=plan, by=request.by),
        done="De locatie is open: huishoudens kunnen intrekken.", back=address(plan),
    )  # fmt: skip


def opening_upgrade(request: HatRequest, pk: int) -> HttpResponse:
    """What a newer version would change here, and the button to go on with it."""
    plan = visible_plan(request, pk)
    require(rules.may_prepare_opening_of(request.by, plan.site))
    newer = newer_version(plan)
    if request.method == "POST" and newer:
        return do_and_return(
            request, lambda: actions.upgrade_opening(plan=plan, playbook=newer, by=request.by),
            done=f"Deze locatie gaat verder met versie {newer.version}.", back=address(plan),
        )  # fmt: skip
    settled = {task.item.code for task in plan.tasks.select_related("item") if task.is_settled}
    changes = changes_between(plan.playbook, newer) if newer else None
    context = {
        "plan": plan,
        "newer": newer,
        "changes": changes,
        "asked_again": [change.new for change in changes.changed if change.new.code in settled]
        if changes
        else [],
    }
    return render(request, "facility/opening_upgrade.html", context)


# --- One item


def visible_task(request: HatRequest, pk: int) -> OpeningTask:
    tasks = OpeningTask.objects.visible_to(request.by)
    return get_object_or_404(tasks.select_related("item", "plan__site__municipality", "plan__hold"), pk=pk)


def task_finish(request: HatRequest, pk: int) -> HttpResponse:
    """Done, with a note and evidence."""
    task = visible_task(request, pk)
    require(rules.may_prepare_opening_of(request.by, task.plan.site))
    form = FinishForm(typed(request), request.FILES or None)
    return form_page(
        request, form, lambda: actions.finish_task(task=task, **form.cleaned_data, by=request.by),
        title=f"Klaar: {task.item.title}", button="Klaar", back=address(task.plan), crumbs=crumbs_of(task.plan),
        done=f"“{task.item.title}” is klaar.", lead=f"{task.item.explanation} Bewijs: {task.item.evidence or 'geen'}.",
    )  # fmt: skip


@require_POST
def task_reopen(request: HatRequest, pk: int) -> HttpResponse:
    """It was not done after all."""
    task = visible_task(request, pk)
    require(rules.may_prepare_opening_of(request.by, task.plan.site))
    return do_and_return(
        request, lambda: actions.reopen_task(task=task, by=request.by), done=f"“{task.item.title}” staat weer open.",
        back=address(task.plan),
    )  # fmt: skip


def task_waive(request: HatRequest, pk: int) -> HttpResponse:
    """Not needed at this site."""
    task = visible_task(request, pk)
    require(rules.may_waive_task(request.by))
    form = WaiveForm(typed(request))
    return form_page(
        request, form, lambda: actions.waive_task(task=task, **form.cleaned_data, by=request.by),
        title=f"Niet nodig: {task.item.title}", button="Niet nodig", back=address(task.plan),
        crumbs=crumbs_of(task.plan), done=f"“{task.item.title}” is hier niet nodig.", lead=task.item.explanation,
    )  # fmt: skip


def task_evidence(request: HatRequest, pk: int, document: UUID) -> HttpResponseBase:
    """A proof that something is done."""
    return attachment(get_object_or_404(visible_task(request, pk).evidence, pk=document))
