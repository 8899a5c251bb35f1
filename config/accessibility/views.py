"""/toegankelijkheid/: the statement that the law asks for, and a form to say what does not work."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.hats import in_any_hat
from config.accessibility.results import summary
from config.accessibility.statement import COMPLAINTS_AT, LIMITS, review_on, status_of
from notifications.actions import report_barrier
from notifications.forms import BarrierForm

ANSWERED_WITHIN = "veertien dagen"


@login_not_required
@in_any_hat
@require_http_methods(["GET", "POST"])
def accessibility(request: HttpRequest) -> HttpResponse:
    """The model of Implementing Decision (EU) 2018/1523, filled in from the results of the tests."""
    form = BarrierForm(request.POST or None, initial={"page": request.GET.get("pagina", "")[:200]})
    if request.method == "POST" and form.is_valid():
        report_barrier(
            text=form.cleaned_data["text"],
            page=form.cleaned_data["page"],
            email=form.cleaned_data["email"],
            by=request.by,  # type: ignore[attr-defined]
        )
        messages.success(request, "Bedankt. Uw melding is bij ons aangekomen.")
        return redirect("accessibility")
    found = summary()
    context = {
        "form": form,
        "found": found,
        "status": status_of(found),
        "limits": LIMITS,
        "review_on": review_on(found),
        "answered_within": ANSWERED_WITHIN,
        "complaints_at": COMPLAINTS_AT,
        "contact": settings.ACCESSIBILITY_CONTACT,
    }
    return render(request, "accessibility.html", context, status=422 if form.errors else 200)
