"""What ends soon, and what stands empty while it is paid for."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.hats import HatRequest, require
from audit.paging import CappedPaginator
from housing import radar, rules
from housing.models import Site, Stay, Unit


def exit_radar(request: HatRequest) -> HttpResponse:
    """Availability, contracts and permits that end within 14, 30, 60 or 90 days, with who lives there."""
    typed = request.GET.get("dagen", "")
    within = int(typed) if typed in {str(step) for step in radar.STEPS} else max(radar.STEPS)
    found = radar.endings(
        Site.objects.visible_to(request.by),
        Stay.objects.visible_to(request.by),
        on=timezone.localdate(),
        within=within,
    )
    if not rules.may_see_terms(request.by):
        found = [ending for ending in found if ending.what in (radar.AVAILABILITY, radar.CLOSING)]
    page = CappedPaginator(found, 25).get_page(request.GET.get("pagina"))
    context = {
        "page": page,
        "steps": radar.STEPS,
        "within": within,
        "own": request.by.organisation_id,
    }
    return render(request, "housing/exit_radar.html", context)


def idle_list(request: HatRequest) -> HttpResponse:
    """Free and paid for 60 days or more, most money lost first."""
    require(rules.may_see_terms(request.by))
    found = radar.idle_units(Unit.objects.visible_to(request.by), on=timezone.localdate())
    page = CappedPaginator(found, 25).get_page(request.GET.get("pagina"))
    context = {"page": page, "lost": sum(idle.lost for idle in found), "at_least": radar.IDLE_DAYS}
    return render(request, "housing/idle_list.html", context)
