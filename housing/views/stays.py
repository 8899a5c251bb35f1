"""Pages of a stay."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.hats import HatRequest, require
from audit.readings import note_reading
from audit.trail import IllegalTransition
from housing import actions, rules
from housing.forms import EndStayForm
from housing.models import Stay


def stay_end(request: HatRequest, pk: int) -> HttpResponse:
    """Record that a household leaves: the unit is free from that day."""
    stays = Stay.objects.visible_to(request.by).select_related(
        "unit__site__municipality", "household__registered_by"
    )
    stay = get_object_or_404(stays, pk=pk)
    require(rules.may_end_stay(request.by, stay))
    note_reading(stay.household, "vertrek uit een verblijf", by=request.by)
    form = EndStayForm(request.POST or None, initial={"ends_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_stay(stay=stay, by=request.by, **form.cleaned_data)
        except (actions.StayEndsTooEarly, actions.Taken) as problem:
            form.add_error("ends_on", str(problem))
        except IllegalTransition as problem:
            messages.error(request, str(problem))
            return redirect("home")
        else:
            messages.success(request, f"Het vertrek is vastgelegd. {stay.unit.label} is vrij vanaf die dag.")
            return redirect("home")
    return render(
        request, "housing/stay_end.html", {"stay": stay, "form": form}, status=422 if form.errors else 200
    )
