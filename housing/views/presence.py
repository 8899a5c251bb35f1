"""Aanwezigheid nakijken: who should be at a site, and who was seen."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.hats import HatRequest, require
from audit.readings import note_readings
from housing import actions, rules
from housing.forms import PresenceForm
from housing.models import Site
from housing.presence import expected_at, rounds_at


def presence_check(request: HatRequest, pk: int) -> HttpResponse:
    """Today's round. What was seen earlier today stands there, and can be corrected."""
    site = get_object_or_404(Site.objects.visible_to(request.by).select_related("municipality"), pk=pk)
    require(rules.may_see_presence(request.by, site))
    today = timezone.localdate()
    may_check = rules.may_check_presence(request.by, site)
    expected = expected_at(site, on=today)
    seen_today = {
        f"verblijf-{item.stay.pk}": item.seen[0].outcome
        for item in expected
        if item.seen and item.seen[0].check_round.checked_on == today
    }
    stays = [item.stay for item in expected]
    note_readings([stay.household for stay in stays], f"aanwezigheid op {site.reference}", by=request.by)
    form = PresenceForm(request.POST if request.method == "POST" else None, stays=stays, initial=seen_today)
    if request.method == "POST":
        require(may_check)
        if form.is_valid():
            try:
                actions.record_presence(site=site, on=today, outcomes=form.outcomes(), by=request.by)
            except actions.NotLivingThere as problem:
                form.add_error(None, str(problem))
            else:
                messages.success(request, f"Wat u zag is bewaard: {site}, {today:%d/%m/%Y}.")
                return redirect("housing:presence_check", pk=pk)
    context = {
        "site": site,
        "form": form,
        "today": today,
        "may_check": may_check,
        "rows": [(item, form[form.names[item.stay.pk]]) for item in expected],
        "rounds": rounds_at(site),
    }
    return render(request, "housing/presence_check.html", context, status=422 if form.errors else 200)
