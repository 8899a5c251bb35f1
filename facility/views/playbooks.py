"""Pages of playbooks: the versions, and the draft of the next one."""

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.hats import HatRequest, require
from facility import actions, rules
from facility.forms import PlaybookItemForm, PublishForm
from facility.models import OpeningPlan, PlaceKind, Playbook, PlaybookItem, Theme
from facility.playbook_changes import changes_between, items_of
from facility.views.pages import do_and_return, form_page, typed


def playbook_list(request: HatRequest) -> HttpResponse:
    """The playbooks, and the sites that run on one."""
    require(rules.sees_villages(request.by))
    settled = Q(tasks__done_at__isnull=False) | Q(tasks__waived_at__isnull=False)
    plans = (
        OpeningPlan.objects.visible_to(request.by)
        .select_related("site__municipality", "playbook", "hold")
        .annotate(total=Count("tasks", distinct=True), settled=Count("tasks", filter=settled, distinct=True))
    )
    newest = {
        kind: playbook.version for kind in PlaceKind.values if (playbook := Playbook.objects.newest(kind))
    }
    context = {
        "playbooks": Playbook.objects.visible_to(request.by).annotate(
            total=Count("items"), blocking=Count("items", filter=Q(items__blocking=True))
        ),
        "plans": [(plan, newest.get(plan.playbook.kind, 0) > plan.playbook.version) for plan in plans],
        "today": timezone.localdate(),
        "may_start": rules.may_keep_playbooks(request.by) or rules.may_submit_request(request.by),
        "sees_money": rules.sees_money(request.by),
    }
    return render(request, "facility/playbook_list.html", context)


def visible_playbook(request: HatRequest, pk: int) -> Playbook:
    return get_object_or_404(Playbook.objects.visible_to(request.by), pk=pk)


def playbook_detail(request: HatRequest, pk: int) -> HttpResponse:
    """One version: every item by theme, and what it changes against the version before."""
    playbook = visible_playbook(request, pk)
    before = Playbook.objects.published().filter(kind=playbook.kind, version__lt=playbook.version).first()
    changes = changes_between(before, playbook) if before else None
    items = items_of(playbook)
    context = {
        "playbook": playbook,
        "themes": [
            (theme.label, rows)
            for theme in Theme
            if (rows := [item for item in items if item.theme == theme])
        ],
        "number": len(items),
        "changes": changes,
        "before": before,
        "running": OpeningPlan.objects.visible_to(request.by)
        .filter(
            playbook__kind=playbook.kind, playbook__version__lt=playbook.version, hold__lifted_on__isnull=True
        )
        .select_related("site", "playbook"),
        "may_keep": rules.may_keep_playbooks(request.by),
        "is_draft": playbook.published_on is None,
    }
    return render(request, "facility/playbook_detail.html", context)


def crumbs_of(playbook: Playbook) -> list[tuple[str, str]]:
    return [
        ("Draaiboeken", reverse("facility:playbook_list")),
        (str(playbook), reverse("facility:playbook_detail", args=[playbook.pk])),
    ]


@require_POST
def playbook_version_add(request: HatRequest, pk: int) -> HttpResponse:
    """Begin the next version as a copy; or go on with the draft that there is."""
    playbook = visible_playbook(request, pk)
    require(rules.may_keep_playbooks(request.by))
    draft = actions.new_playbook_version(playbook=playbook, by=request.by)
    return redirect("facility:playbook_detail", pk=draft.pk)


def playbook_item_add(request: HatRequest, pk: int) -> HttpResponse:
    """Another item in a draft."""
    playbook = visible_playbook(request, pk)
    require(rules.may_keep_playbooks(request.by))
    form = PlaybookItemForm(typed(request), playbook=playbook)
    return item_form(request, form, playbook, None, title="Punt toevoegen")


def item_form(
    request: HatRequest, form: PlaybookItemForm, playbook: Playbook, item: PlaybookItem | None, *, title: str
) -> HttpResponse:
    def save() -> PlaybookItem:
        return actions.save_playbook_item(
            playbook=playbook, item=item, seen=form.seen(), **form.cleaned_data, by=request.by
        )

    back = crumbs_of(playbook)[1][1]
    return form_page(
        request, form, save, title=title, button="Bewaren", back=back, crumbs=crumbs_of(playbook),
        done="Het punt is bewaard.",
    )  # fmt: skip


def visible_item(request: HatRequest, pk: int) -> PlaybookItem:
    return get_object_or_404(PlaybookItem.objects.visible_to(request.by).select_related("playbook"), pk=pk)


def playbook_item_edit(request: HatRequest, pk: int) -> HttpResponse:
    """Change an item of a draft, and what it waits for."""
    item = visible_item(request, pk)
    require(rules.may_keep_playbooks(request.by))
    form = PlaybookItemForm(typed(request), playbook=item.playbook, instance=item)
    return item_form(request, form, item.playbook, item, title="Punt wijzigen")


@require_POST
def playbook_item_remove(request: HatRequest, pk: int) -> HttpResponse:
    """Take an item out of a draft."""
    item = visible_item(request, pk)
    require(rules.may_keep_playbooks(request.by))
    return do_and_return(
        request, lambda: actions.remove_playbook_item(item=item, by=request.by), done="Het punt is weg.",
        back=crumbs_of(item.playbook)[1][1],
    )  # fmt: skip


def playbook_publish(request: HatRequest, pk: int) -> HttpResponse:
    """From now on new sites start with this version."""
    playbook = visible_playbook(request, pk)
    require(rules.may_keep_playbooks(request.by))
    form = PublishForm(typed(request))
    return form_page(
        request, form, lambda: actions.publish_playbook(playbook=playbook, **form.cleaned_data, by=request.by),
        title="Versie publiceren", button="Publiceren", back=crumbs_of(playbook)[1][1], crumbs=crumbs_of(playbook),
        done="De versie is gepubliceerd. Nieuwe locaties starten ermee; lopende locaties kiezen zelf.",
    )  # fmt: skip
