"""The spread for Flemish officials: map, table and explanation of the 285, and the keys."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from audit.back_office import WindowAdmin
from spread.back_office import ScenarioAdmin
from spread.cockpit import pages
from spread.cockpit.office import FrozenFiguresAdmin
from spread.cockpit.publications import PublicationAdmin
from spread.drawing import spread_map
from spread.explanations import explain, nl
from spread.facts import counted_areas
from spread.figures import to_spread
from spread.key_desk import SpreadKeyAdmin
from spread.models import IndicatorSnapshot, Level, RatioClass
from spread.sensitivity import Certainty, Model, certainty
from spread.signal_desk import SignalAdmin, SignalRuleAdmin
from spread.targets import CannotPlace, NothingToSpreadBy
from spread.unevenness import Area, unevenness

__all__ = [
    "FrozenFiguresAdmin",
    "IndicatorSnapshotAdmin",
    "PublicationAdmin",
    "ScenarioAdmin",
    "SignalAdmin",
    "SignalRuleAdmin",
    "SpreadKeyAdmin",
]


def expert_panel() -> dict[str, Any]:
    """How uneven all of Flanders is, from the computed rows of the newest day. One query."""
    rows = IndicatorSnapshot.objects.current().filter(level=Level.MUNICIPALITY).order_by("municipality_id")
    found = unevenness(Area(*row) for row in rows.values_list("places", "target", "province_id"))
    between = found.theil.between_share if found.theil else None
    return {
        "unevenness": found,
        "classes": [(RatioClass(name).label, count) for name, count in found.classes.items() if count],
        "hoover_percent": None if found.hoover is None else 100 * found.hoover,
        "between_percent": None if between is None else 100 * between,
    }


def certainty_of(row: IndicatorSnapshot) -> Certainty | None:
    """How certain the target of this row is, by its key on its day; None when there is no target. Three queries."""
    if row.target is None or row.municipality is None:
        return None
    key = row.key.read()
    towns, total = to_spread(key, counted_areas(key.indicators, on=row.on))
    try:
        return certainty(Model.of(key, towns, total), row.municipality.nis_code)
    except (NothingToSpreadBy, CannotPlace, KeyError):
        return None  # figures were corrected since: the next computation, seconds away, says what is left


def shown(column: str, label: str, decimals: int = 0, sign: bool = False) -> Any:
    """A sortable column with a number as people write it here; empty when there is none."""

    @admin.display(description=label, ordering=column, empty_value="–")
    def cell(row: IndicatorSnapshot) -> str | None:
        value = getattr(row, column)
        if value is None:
            return None
        text = nl(value, decimals)
        return f"+{text}" if sign and value > 0 else text

    cell.__name__ = f"{column}_shown"
    return cell


class Areas(admin.RelatedFieldListFilter):
    """Provinces or regions; every municipality has one, so there is no empty choice."""

    include_empty_choice = False


@admin.register(IndicatorSnapshot)
class IndicatorSnapshotAdmin(WindowAdmin):
    """The newest figures of each municipality; the same filter and order for the map and the table."""

    list_display = (
        "municipality",
        shown("places", "plaatsen"),
        shown("occupied", "bezet"),
        shown("per_1000", "per 1.000 inwoners", decimals=2),
        shown("target", "doel"),
        shown("gap", "verschil", sign=True),
        "ratio_class",
        "exempt",
    )
    list_filter = (("province", Areas), ("reference_region", Areas), "ratio_class", "exempt")
    list_per_page = 400
    ordering = ("municipality__name",)
    search_fields = ("municipality__name", "municipality__nis_code")
    search_help_text = "Zoek op naam of NIS-code."
    fields = ("on",)
    change_list_template = "admin/spread/indicatorsnapshot/change_list.html"
    change_form_template = "admin/spread/indicatorsnapshot/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[IndicatorSnapshot]:
        newest = IndicatorSnapshot.objects.current().of(Level.MUNICIPALITY)
        return newest.order_by("municipality__name").defer("explanation")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        response = super().changelist_view(request, {"title": "Spreiding", **(extra_context or {})})
        context = getattr(response, "context_data", None)
        if context and "cl" in context:
            flanders = IndicatorSnapshot.objects.current().beside(None).first()
            context |= {"flanders": flanders}
            if flanders:
                rows = context["cl"].result_list
                context |= {
                    "missing": [term for term in flanders.terms if term["status"] != "counted"],
                    "map": spread_map(rows, Level.MUNICIPALITY, on=flanders.on, href=self.page_of),
                    **expert_panel(),
                }
        return response

    def page_of(self, row: IndicatorSnapshot) -> str:
        """Where the map leads to: the explanation inside the back office."""
        return reverse("admin:spread_indicatorsnapshot_change", args=[row.pk])

    def get_urls(self) -> list[URLPattern]:
        page = path(
            "<int:pk>/hoe-zeker/",
            self.admin_site.admin_view(self.certainty_view),
            name="spread_indicatorsnapshot_certainty",
        )
        cockpit = [
            path(
                address,
                self.admin_site.admin_view(require_safe(partial(view, site=self.admin_site))),
                name=f"spread_indicatorsnapshot_{name}",
            )
            for address, name, view in (
                ("cockpit/", "cockpit", pages.overview),
                ("veranderd/", "changes", pages.changes),
            )
        ]
        return [page, *cockpit, *super().get_urls()]

    @method_decorator(require_safe)
    def certainty_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Of one municipality: other weights, a thousand random weightings, and what missing figures could change."""
        row = get_object_or_404(self.get_queryset(request).select_related("municipality", "key"), pk=pk)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Hoe zeker is het doel van {row.area_name}?",
            "row": row,
            "found": certainty_of(row),
        }
        return render(request, "admin/spread/indicatorsnapshot/certainty.html", context)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row: IndicatorSnapshot = context["original"]
        flanders = IndicatorSnapshot.objects.current().beside(None).first()
        context |= {
            "title": f"Spreiding in {row.area_name}",
            "subtitle": None,
            "row": row,
            "flanders": flanders,
            "explanation": explain(row, flanders),
        }
        return super().render_change_form(request, context, *args, **kwargs)
