"""The spread for Flemish officials: map, table and explanation of the 285, and the keys."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.defaultfilters import date as date_text
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from audit.back_office import ReferenceAdmin, WindowAdmin
from municipalities.models import Indicator, Statistic
from spread import actions
from spread.back_office import ScenarioAdmin
from spread.cockpit import pages
from spread.cockpit.office import FrozenFiguresAdmin
from spread.cockpit.publications import PublicationAdmin
from spread.drawing import spread_map
from spread.explanations import explain, nl
from spread.facts import counted_areas
from spread.figures import to_spread
from spread.forms import SpreadKeyForm, starting_point
from spread.keys import ASKED_ELSEWHERE, PLACE_TYPES, TRANSFORMS, Term
from spread.models import IndicatorSnapshot, Level, RatioClass, SpreadKey
from spread.rules import may_add_key
from spread.sensitivity import Certainty, Model, certainty
from spread.targets import CannotPlace, NothingToSpreadBy
from spread.unevenness import Area, unevenness

__all__ = [
    "FrozenFiguresAdmin",
    "IndicatorSnapshotAdmin",
    "PublicationAdmin",
    "ScenarioAdmin",
    "SpreadKeyAdmin",
]


def percent(share: Fraction) -> Decimal:
    """A weight as a percentage, with at most two decimals."""
    return round(Decimal(share.numerator) * 100 / Decimal(share.denominator), 2)


def capped_at(term: Term, terms: Sequence[Term]) -> str:
    """What the cap of a term says, as the end of a sentence; empty without one."""
    if term.cap is None:
        return ""
    others = " en ".join(other.name for other in terms if other.code in term.cap.of)
    return f"; hoogstens {nl(percent(term.cap.fraction))} % van het gemiddelde van {others}"


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


@admin.register(SpreadKey)
class SpreadKeyAdmin(ReferenceAdmin):
    """Keys to look at, and to follow up with a new version; a version itself is never edited."""

    list_display = ("name", "code", "version", "valid_shown", "leading", "computed", "decided_by")
    list_filter = ("code", "leading")

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return may_add_key(getattr(request, "by", None)) and self.has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **kwargs, **({} if obj else {"form": SpreadKeyForm}))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return starting_point()

    def get_fields(self, request: HttpRequest, obj: SpreadKey | None = None) -> Any:
        if obj is None:
            return SpreadKeyForm.Meta.fields
        return (
            "name", "code", "version", "statement", "valid_shown", "leading", "computed", "source", "decided_by",
            "terms_shown", "missing_shown", "place_weights_shown", "exempt_multiple", "cap_multiple", "floor_multiple",
            "total", "created_at", "created_by",
        )  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: SpreadKey | None = None) -> Any:
        return self.get_fields(request, obj) if obj is not None else ()

    @admin.display(description="geldig", ordering="valid")
    def valid_shown(self, key: SpreadKey) -> str:
        begins = date_text(key.valid.lower, "d/m/Y")
        return f"{begins} tot {date_text(key.valid.upper, 'd/m/Y')}" if key.valid.upper else f"vanaf {begins}"

    @admin.display(description="factoren")
    def terms_shown(self, key: SpreadKey) -> SafeString:
        terms = key.read().terms
        return format_html_join(
            "",
            "<p>{}: {} % ({}{})</p>",
            (
                (term.name, nl(percent(term.weight)), TRANSFORMS[term.transform], capped_at(term, terms))
                for term in terms
            ),
        )

    @admin.display(description="cijfers die ontbreken")
    def missing_shown(self, key: SpreadKey) -> str:
        """What this key reads and nobody has given for any municipality."""
        names = dict(Indicator.choices) | ASKED_ELSEWHERE
        missing = sorted(key.read().indicators - Statistic.objects.known_indicators())
        if not missing:
            return "Geen."
        return (
            f"{', '.join(names[name] for name in missing)}. Zonder deze cijfers gaat hun gewicht naar de andere "
            "factoren."
        )

    @admin.display(description="gewicht per soort plaats")
    def place_weights_shown(self, key: SpreadKey) -> SafeString:
        weights = key.read().place_weights
        return format_html_join(
            "",
            "<p>{}: {} %</p>",
            ((label, nl(percent(weights[kind]))) for kind, label in PLACE_TYPES.items()),
        )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        added = actions.add_key(by=request.by, **form.cleaned_data)  # type: ignore[attr-defined]
        obj.pk, obj.version, obj.valid = added.pk, added.version, added.valid
