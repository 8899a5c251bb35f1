"""The back office page that imports figures: upload, look at the dry run, confirm."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from municipalities.actions import WrongFigures, import_statistics
from municipalities.figures_plan import plan_import
from municipalities.forms import FiguresForm, unseal
from municipalities.rules import may_import_statistics


def import_figures(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """`context` is what every back office page shows. The same file confirmed twice changes nothing."""
    by = request.by  # type: ignore[attr-defined]
    if not may_import_statistics(by):
        raise PermissionDenied
    today = timezone.localdate()
    sealed = request.POST.get("sealed")
    if sealed is not None:
        try:
            done = import_statistics(**unseal(sealed, on=today), by=by)
        except (signing.BadSignature, WrongFigures) as error:
            reason = str(error) if isinstance(error, WrongFigures) else "De proef is verlopen."
            messages.error(request, f"{reason} Laad het bestand opnieuw op; er is niets gewijzigd.")
            return redirect("admin:municipalities_statistic_import")
        messages.success(
            request, f"De cijfers zijn ingelezen: {len(done.new)} nieuw, {len(done.changed)} gewijzigd."
        )
        return redirect("admin:municipalities_statistic_changelist")
    form = FiguresForm(request.POST or None, request.FILES or None)
    context["title"] = "Cijfers inlezen"
    if request.method == "POST" and form.is_valid():
        sealed = form.sealed()
        trial = unseal(sealed, on=today)
        context |= {
            "title": "Cijfers inlezen: proef",
            "sealed": sealed,
            "trial": trial,
            "plan": plan_import(trial["rows"], indicator=trial["indicator"], period=trial["period"]),
        }
        return TemplateResponse(request, "admin/municipalities/statistic/import_trial.html", context)
    status = 422 if form.errors else 200
    return TemplateResponse(
        request, "admin/municipalities/statistic/import.html", {**context, "form": form}, status=status
    )
