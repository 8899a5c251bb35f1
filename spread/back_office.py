""" "Wat als" in the back office: the list of scenarios, the form, and what came out."""

from datetime import date
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from audit.back_office import WindowAdmin
from spread import actions
from spread.drawing import inflow_map, scenario_maps
from spread.forms import InflowForm, ScenarioForm
from spread.inflow_outcome import shown, summary
from spread.models import Scenario
from spread.rules import may_make_scenario
from spread.scenarios import CannotBe
from spread.targets import CannotPlace, NothingToSpreadBy


def shown_rows(scenario: Scenario) -> list[dict[str, Any]]:
    """The rows of the outcome with how much the target moves; where the target or the gap moves most comes first."""
    rows = [
        row | {"change": _change(row["target_before"], row["target_after"])}
        for row in scenario.outcome["rows"]
    ]
    return sorted(rows, key=lambda row: (-_moves(row), row["name"]))


def _change(before: int | None, after: int | None) -> int | None:
    """What a target gains; one that goes away loses all of it."""
    return None if before is None else (after or 0) - before


def _moves(row: dict[str, Any]) -> int:
    """By how many places the row moves, in its target or in its gap."""
    return max(abs(row["change"] or 0), abs((row["gap_after"] or 0) - (row["gap_before"] or 0)))


@admin.register(Scenario)
class ScenarioAdmin(WindowAdmin):
    """Kept scenarios to look at and to share by their address; a new one is made by the verb, never edited."""

    list_title = "Wat als: scenario's"
    list_display = ("name", "kind", "sentences_shown", "on", "made_at", "made_by")
    list_filter = ("kind",)
    change_list_template = "admin/spread/scenario/change_list.html"
    list_per_page = 100
    search_fields = ("name",)
    search_help_text = "Zoek op naam."

    def get_queryset(self, request: HttpRequest) -> QuerySet[Scenario]:
        return Scenario.objects.visible_to(getattr(request, "by", None)).listed()

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return may_make_scenario(getattr(request, "by", None)) and self.has_view_permission(request)

    @admin.display(description="wat er verandert")
    def sentences_shown(self, scenario: Scenario) -> str:
        return " ".join(scenario.sentences)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The form; what it computes is kept at once and shown on its own address."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self.verb_page(
            request,
            ScenarioForm(request.POST or None),
            actions.make_scenario,
            refusals=(CannotBe, CannotPlace, NothingToSpreadBy, actions.NoFiguresYet),
            template="admin/spread/scenario/add_form.html",
            title="Wat als …",
        )

    @method_decorator(require_safe)
    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """What came out, as it was computed then."""
        scenario = self.whole(request, object_id)
        if not isinstance(scenario, Scenario):
            return redirect("admin:index")
        if scenario.kind == Scenario.Kind.INFLOW:
            return self._inflow(request, scenario)
        rows = shown_rows(scenario)
        on_the_map = request.GET.get("toon") == "kaart"
        return self.page(
            request,
            "admin/spread/scenario/outcome.html",
            title=f"Wat als: {scenario.name}",
            scenario=scenario,
            maps=scenario_maps(rows, on=scenario.on) if on_the_map else [],
            tabs=[
                {"label": "Tabel", "url": "?", "current": not on_the_map},
                {"label": "Kaart", "url": "?toon=kaart", "current": on_the_map},
            ],
            rows=rows,
            moved=sum(1 for row in rows if row["change"]),
        )

    def _inflow(self, request: HttpRequest, scenario: Scenario) -> HttpResponse:
        found = scenario.outcome
        areas = shown(found["areas"], scenario.on)
        weeks = [
            {**week, "number": number, "on": date.fromisoformat(week["on"])}
            for number, week in enumerate(found["weeks"], 1)
        ]
        return self.page(
            request,
            "admin/spread/scenario/inflow.html",
            title=f"Instroom: {scenario.name}",
            scenario=scenario,
            summary=summary(found, scenario.on),
            weeks=weeks,
            last=weeks[-1],
            map=inflow_map(areas, on=scenario.on),
            regions=shown(found["regions"], scenario.on),
            areas=areas,
            mix=[(int(size), number) for size, number in found["mix"].items()],
        )

    def get_urls(self) -> list[URLPattern]:
        page = path(
            "instroom/", self.admin_site.admin_view(self.inflow_view), name="spread_scenario_inflow_add"
        )
        return [page, *super().get_urls()]

    def inflow_view(self, request: HttpRequest) -> HttpResponse:
        """Who comes and goes each week; what it gives is kept at once and shown on its own address."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self.verb_page(
            request,
            InflowForm(request.POST or None),
            actions.simulate_inflow,
            refusals=(actions.NoFiguresYet,),
            template="admin/spread/scenario/inflow_form.html",
            title="Instroom doorrekenen",
        )
