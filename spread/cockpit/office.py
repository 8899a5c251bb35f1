"""Frozen reference dates in the back office: the list, the form of the verb, and the decision."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from audit.back_office import WindowAdmin
from spread import actions
from spread.forms import FreezeForm
from spread.models import FrozenFigures, Level
from spread.moments import Line
from spread.rules import may_freeze
from spread.targets import CannotPlace, NothingToSpreadBy


@admin.register(FrozenFigures)
class FrozenFiguresAdmin(WindowAdmin):
    """Reference dates to look at; a new one is made by the verb, never edited."""

    list_display = ("name", "on", "known_on", "decided_by", "key", "made_at", "made_by")
    list_per_page = 100
    search_fields = ("name", "decided_by")
    search_help_text = "Zoek op naam of op wie het besliste."

    def get_queryset(self, request: HttpRequest) -> QuerySet[FrozenFigures]:
        return FrozenFigures.objects.visible_to(getattr(request, "by", None)).listed()

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {"title": "Vastgelegde peildata", **(extra_context or {})})

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return may_freeze(getattr(request, "by", None)) and self.has_view_permission(request)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The form of the decision; what it freezes is shown on its own address."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = FreezeForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                made = actions.freeze_figures(by=request.by, **form.cleaned_data)  # type: ignore[attr-defined]
            except (actions.NotYetKnown, actions.NothingKeptYet, CannotPlace, NothingToSpreadBy) as refused:
                form.add_error(None, str(refused))
            except ValidationError as invalid:
                form.add_error(None, invalid.messages)
            else:
                return redirect("admin:spread_frozenfigures_change", made.pk)
        context = {**self._context(request), "title": "Een peildatum vastleggen", "form": form}
        return render(request, "admin/spread/cockpit/freeze.html", context)

    @method_decorator(require_safe)
    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The decision, and Flanders on that date; the rest stands in the cockpit."""
        found = self.get_queryset(request).defer(None).filter(pk=object_id) if object_id.isdecimal() else None
        frozen = found.first() if found is not None else None
        if frozen is None:
            return redirect("admin:index")
        context = {
            **self._context(request),
            "title": frozen.name,
            "frozen": frozen,
            "flanders": Line.of_data(frozen.level(Level.FLANDERS)[0]),
            "count": len(frozen.level(Level.MUNICIPALITY)),
        }
        return render(request, "admin/spread/cockpit/frozen.html", context)

    def _context(self, request: HttpRequest) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts}
