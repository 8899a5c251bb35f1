"""Pages of leads: municipalities of the region that stand out in the figures of the spread."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.hats import HatRequest, require
from accounts.models import Kind
from audit.paging import CappedPaginator
from audit.trail import IllegalTransition
from spread.forms import FollowUpForm
from spread.rules import may_handle_signal
from spread.signal_handling import HANDLED, handle
from vlot.leads import leads_for
from vlot.models import TeamMembership
from vlot.views.steps import typed


def lead_list(request: HatRequest) -> HttpResponse:
    """Municipalities of the team's region that stand out in the figures of the spread."""
    require(request.by.is_kind(Kind.VLOT))
    places = TeamMembership.objects.filter(membership=request.by).select_related("team__province")
    page = CappedPaginator(leads_for(request.by), 50).get_page(request.GET.get("pagina"))
    context = {"page": page, "teams": [place.team for place in places]}
    return render(request, "vlot/lead_list.html", context)


def lead_detail(request: HatRequest, pk: int) -> HttpResponse:
    """One of those of the own region: take it up, or close it with a reason."""
    lead = get_object_or_404(leads_for(request.by), pk=pk)
    may_handle = lead.is_waiting and may_handle_signal(request.by, lead)
    form = FollowUpForm(typed(request), taken=lead.status == lead.Status.TAKEN)
    if form.is_bound:
        require(may_handle_signal(request.by, lead))
        if form.is_valid():
            try:
                handle(lead, form, request.by)
            except IllegalTransition:
                messages.error(
                    request, "Dit signaal is intussen al afgesloten of door iemand anders opgenomen."
                )
            else:
                messages.success(request, HANDLED[form.cleaned_data["decision"]])
            return redirect("vlot:lead_detail", pk=lead.pk)
    context = {"lead": lead, "may_handle": may_handle, "form": form}
    return render(request, "vlot/lead_detail.html", context, status=422 if form.errors else 200)
