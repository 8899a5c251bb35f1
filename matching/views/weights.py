"""What the ranking weighs by: for everybody to see, for ABB to follow up with a new version."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.hats import HatRequest, require
from matching import actions, rules
from matching.forms import WeightsForm
from matching.models import WEIGHTS, RankingWeights


def ranking_weights(request: HatRequest) -> HttpResponse:
    """Every version, the one in force first in view."""
    require(rules.may_see_weights(request.by))
    today = timezone.localdate()
    versions = list(RankingWeights.objects.visible_to(request.by).select_related("created_by"))
    now = next((version for version in versions if today in version.valid), RankingWeights())
    context = {
        "now": now,
        "lines": lines(now),
        "versions": [(version, lines(version), version.pk == now.pk) for version in versions],
        "may_set": rules.may_set_weights(request.by),
    }
    return render(request, "matching/ranking_weights.html", context)


def lines(version: RankingWeights) -> list[tuple[str, int, str]]:
    """Each weight with its name and what it means."""
    fields: list[Any] = [RankingWeights._meta.get_field(name) for name in WEIGHTS]
    return [(str(field.verbose_name), getattr(version, field.name), field.help_text) for field in fields]


def ranking_weights_add(request: HatRequest) -> HttpResponse:
    """ABB makes a new version; the one before it stays as it was."""
    require(rules.may_set_weights(request.by))
    today = timezone.localdate()
    now = RankingWeights.objects.in_force(on=today)
    form = WeightsForm(
        request.POST or None,
        first_day=RankingWeights.objects.first_open_day(on=today),
        initial={name: getattr(now, name) for name in WEIGHTS},
    )
    if request.method == "POST" and form.is_valid():
        try:
            version = actions.set_weights(today=today, by=request.by, **form.cleaned_data)
        except actions.BeginsTooEarly as problem:  # a colleague was earlier
            form.add_error("begins_on", str(problem))
        else:
            messages.success(request, f"De nieuwe gewichten gelden vanaf {version.valid.lower:%d/%m/%Y}.")
            return redirect("matching:ranking_weights")
    return render(
        request, "matching/ranking_weights_add.html", {"form": form}, status=422 if form.errors else 200
    )
