"""The page on which requests of a municipality are linked to a case of VLOT."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.hats import HatRequest, require
from audit.overtaken import Overtaken
from audit.shown import tell
from facility import actions, rules
from facility.forms import CaseRequestsForm
from facility.models import cases
from facility.views.pages import typed


def case_requests(request: HatRequest, pk: int) -> HttpResponse:
    """Choose which requests belong to the case; back to the case."""
    case = get_object_or_404(cases().visible_to(request.by).select_related("municipality", "topic"), pk=pk)
    require(rules.may_link_requests(request.by, case))
    form = CaseRequestsForm(typed(request), case=case, by=request.by)
    if form.is_bound and form.is_valid():
        try:
            actions.link_requests(case=case, seen=form.seen(), by=request.by, **form.cleaned_data)
        except Overtaken as problem:
            form.show_overtaken(problem.stored)
        except actions.NotToLink as problem:
            form.add_error("support_requests", str(problem))
        else:
            tell(request, form, "De aanvragen bij deze oproep zijn bewaard.")
            return redirect("vlot:intervention_detail", pk=case.pk)
    context = {"form": form, "case": case}
    return render(request, "facility/case_requests.html", context, status=422 if form.errors else 200)
