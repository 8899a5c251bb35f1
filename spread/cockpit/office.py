"""Frozen reference dates in the back office: the list, the form of the verb, and the decision."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
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

    list_title = "Vastgelegde peildata"
    list_display = ("name", "on", "known_on", "decided_by", "key", "made_at", "made_by")
    list_per_page = 100
    search_fields = ("name", "decided_by")
    search_help_text = "Zoek op naam of op wie het besliste."

    def get_queryset(self, request: HttpRequest) -> QuerySet[FrozenFigures]:
        return FrozenFigures.objects.visible_to(getattr(request, "by", None)).listed()

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return may_freeze(getattr(request, "by", None)) and self.has_view_permission(request)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The form of the decision; what it freezes is shown on its own address."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self.verb_page(
            request,
            FreezeForm(request.POST or None),
            actions.freeze_figures,
            refusals=(actions.NotYetKnown, actions.NothingKeptYet, CannotPlace, NothingToSpreadBy),
            template="admin/spread/cockpit/freeze.html",
            title="Een peildatum vastleggen",
        )

    @method_decorator(require_safe)
    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The decision, and Flanders on that date; the rest stands in the cockpit."""
        frozen = self.whole(request, object_id)
        if not isinstance(frozen, FrozenFigures):
            return redirect("admin:index")
        return self.page(
            request,
            "admin/spread/cockpit/frozen.html",
            title=frozen.name,
            frozen=frozen,
            flanders=Line.of_data(frozen.level(Level.FLANDERS)[0]),
            count=len(frozen.level(Level.MUNICIPALITY)),
        )
