"""One tap that keeps the inventory true: behind the link in a mail, and for who is signed in."""

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.hats import HatRequest, require
from accounts.models import Membership
from housing import actions, rules
from housing.forms import ReportChangeForm
from housing.models import FreshnessCall, Site


@login_not_required
def freshness_link(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link. Opening it changes nothing: mail scanners open links too."""
    call = FreshnessCall.objects.behind(token)
    if call is None:
        return render(request, "housing/freshness_gone.html", status=410)
    by = call.membership
    sites = list(
        Site.objects.visible_to(by)
        .open(on=timezone.localdate())
        .filter(freshness_calls=call)
        .select_related("municipality", "organisation")
        .order_by("name", "pk")
    )
    return answer(request, by, sites, via=actions.VIA_LINK)


def sites_check(request: HatRequest) -> HttpResponse:
    """All sites that wait for it, for who is signed in."""
    require(rules.may_check_sites(request.by))
    sites = list(
        Site.objects.visible_to(request.by)
        .to_confirm(on=timezone.localdate())
        .select_related("municipality", "organisation")
        .order_by("checked_on", "name", "pk")[:200]
    )
    return answer(request, request.by, sites)


def answer(request: HttpRequest, by: Membership, sites: Sequence[Site], *, via: str = "") -> HttpResponse:
    """Show the sites; confirm all or some of them, or report that one is different."""
    today = timezone.localdate()
    mine = [site for site in sites if rules.may_check_site(by, site)]
    report = ReportChangeForm(request.POST if "melden" in request.POST else None, sites=mine)
    if request.method == "POST" and report.is_bound and report.is_valid():
        site, text = report.cleaned_data["site"], report.cleaned_data["text"]
        actions.report_change(site=site, text=text, by=by, via=via)
        messages.success(request, f"Bedankt. We gaven door wat er veranderde bij {site}.")
        return redirect(request.path)
    chosen: list[Site] = []
    if request.method == "POST" and not report.is_bound:
        wanted = set(request.POST.getlist("sites"))
        chosen = [site for site in mine if str(site.pk) in wanted]
        if chosen:
            actions.check_sites(sites=chosen, on=today, by=by, via=via)
            count = "1 locatie is" if len(chosen) == 1 else f"{len(chosen)} locaties zijn"
            messages.success(request, f"Bedankt. {count} bevestigd.")
            return redirect(request.path)
    context = {
        "by": by,
        "waiting": [site for site in mine if site.checked_on < today],
        "confirmed": [site for site in mine if site.checked_on >= today],
        "report": report,
        "nothing_chosen": request.method == "POST" and not report.is_bound and not chosen,
    }
    refused = request.method == "POST"
    return render(request, "housing/freshness.html", context, status=422 if refused else 200)
