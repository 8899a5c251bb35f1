"""Pages of signals to the task force, by theme."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.hats import HatRequest, require
from accounts.models import Kind
from vlot import actions, rules
from vlot.forms import ThemeStepForm
from vlot.models import Intervention, Theme
from vlot.views.steps import typed


def theme_list(request: HatRequest) -> HttpResponse:
    """What is bigger than one town: how many municipalities, and what happened to it."""
    require(request.by.is_kind(Kind.VLOT, Kind.ABB))
    themes = (
        Theme.objects.visible_to(request.by).with_reach().select_related("topic").prefetch_related("steps")
    )
    loose = Intervention.objects.visible_to(request.by).filter(signalled_at__isnull=False, theme__isnull=True)
    context = {
        "themes": themes,
        "loose": loose.select_related("municipality", "topic").order_by("-signalled_at")[:25],
    }
    return render(request, "vlot/theme_list.html", context)


def theme_detail(request: HatRequest, pk: int) -> HttpResponse:
    """One theme: its signals that this reader may see, and the steps of the task force."""
    theme = get_object_or_404(
        Theme.objects.visible_to(request.by).with_reach().select_related("topic"), pk=pk
    )
    may_follow = rules.may_follow_theme(request.by) and theme.settled_at is None
    form = ThemeStepForm(typed(request))
    status = 200
    if request.method == "POST":
        require(rules.may_follow_theme(request.by))
        if form.is_valid():
            try:
                actions.note_theme_step(theme=theme, by=request.by, **form.cleaned_data)
            except actions.ThemeSettled as problem:
                messages.error(request, str(problem))
            else:
                messages.success(request, "Genoteerd. De VLOT-teams krijgen bericht.")
            return redirect("vlot:theme_detail", pk=pk)
        status = 422
    signals = Intervention.objects.visible_to(request.by).filter(theme=theme).select_related("municipality")
    context = {
        "theme": theme,
        "signals": signals.order_by("-signalled_at", "pk"),
        "steps": theme.steps.select_related("noted_by"),
        "form": form if may_follow else None,
    }
    return render(request, "vlot/theme_detail.html", context, status=status)
