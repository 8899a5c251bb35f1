"""Reference data in the back office: to look at, with the source of every figure; only sources are edited."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import number_format

from audit.back_office import ReferenceAdmin, WindowAdmin
from municipalities.models import (
    Boundary,
    Change,
    Indicator,
    Municipality,
    PostalCode,
    Province,
    ReferenceRegion,
    Statistic,
    StatisticSource,
)
from municipalities.rules import may_import_statistics
from municipalities.views import import_figures


class WithMunicipalityCount(WindowAdmin):
    """A list of what municipalities belong to, each with how many there are today."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        today = Q(municipalities__merged_into__isnull=True)
        return super().get_queryset(request).annotate(towns=Count("municipalities", filter=today))

    @admin.display(description="gemeenten", ordering="towns")
    def municipality_count(self, row: Any) -> int:
        return row.towns


@admin.register(Province)
class ProvinceAdmin(WithMunicipalityCount):
    list_display = ("name", "code", "nis_code", "municipality_count")


@admin.register(ReferenceRegion)
class ReferenceRegionAdmin(WithMunicipalityCount):
    list_display = ("name", "municipality_count")


class StillThere(admin.SimpleListFilter):
    """Municipalities of today, unless one asks for the ones that merged away."""

    title = "bestaat nog"
    parameter_name = "toestand"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("vroeger", "Nee, opgegaan in een andere"), ("alle", "Alle, ook vroegere")]

    def choices(self, changelist: Any) -> Any:
        """Django's own first choice reads "Alle"; here it means those of today."""
        first, *others = super().choices(changelist)
        return [{**first, "display": "Ja"}, *others]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Municipality]) -> QuerySet[Municipality]:
        match self.value():
            case "vroeger":
                return queryset.filter(merged_into__isnull=False)
            case "alle":
                return queryset
        return queryset.filter(merged_into__isnull=True)


@admin.register(Municipality)
class MunicipalityAdmin(WindowAdmin):
    list_display = ("name", "nis_code", "province", "reference_region", "population", "merged_into")
    list_filter = (StillThere, "province", "reference_region")
    list_select_related = ("province", "reference_region", "merged_into")
    list_per_page = 100
    search_fields = ("name", "nis_code", "postal_codes__code", "postal_codes__place")
    search_help_text = "Zoek op naam, NIS-code, postcode of plaatsnaam."

    def get_queryset(self, request: HttpRequest) -> QuerySet[Municipality]:
        people = Statistic.objects.filter(
            municipality=OuterRef("pk"), indicator=Indicator.POPULATION, period__lte=timezone.localdate()
        ).order_by("-period")
        return super().get_queryset(request).annotate(people=Subquery(people.values("value")[:1]))

    @admin.display(description="inwoners", ordering="people", empty_value="niet gevonden")
    def population(self, row: Any) -> str | None:
        return None if row.people is None else number_format(row.people, decimal_pos=0, force_grouping=True)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Under the fields: where every figure comes from, and what the source did not know."""
        town = int(object_id) if object_id.isdecimal() else 0
        figures = list(
            Statistic.objects.filter(municipality=town)
            .select_related("source")
            .order_by("indicator", "-period")
        )
        found = {figure.indicator for figure in figures}
        more = {
            "figures": figures,
            "not_found": [label for value, label in Indicator.choices if value not in found],
            "postal_codes": PostalCode.objects.filter(municipality=town),
            "predecessors": Municipality.objects.filter(merged_into=town),
        }
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **more})


@admin.register(PostalCode)
class PostalCodeAdmin(WindowAdmin):
    list_display = ("code", "place", "municipality")
    list_select_related = ("municipality",)
    search_fields = ("code", "place", "municipality__name")


@admin.register(StatisticSource)
class StatisticSourceAdmin(ReferenceAdmin):
    list_display = ("name", "published_on", "retrieved_on", "url")
    search_fields = ("name", "description")

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False  # a source comes with its figures


@admin.register(Statistic)
class StatisticAdmin(WindowAdmin):
    list_display = ("municipality", "indicator", "period", "figure", "margin_shown", "source", "retrieved_on")
    list_filter = ("indicator", "period", "source", "municipality__province")
    list_select_related = ("municipality", "source")
    list_per_page = 100
    search_fields = ("municipality__name", "municipality__nis_code")
    change_list_template = "admin/municipalities/statistic/change_list.html"

    @admin.display(description="cijfer", ordering="value")
    def figure(self, row: Statistic) -> str:
        return row.shown_value

    @admin.display(description="marge", ordering="margin")
    def margin_shown(self, row: Statistic) -> str:
        return row.shown_margin

    @admin.display(description="opgehaald op", ordering="source__retrieved_on")
    def retrieved_on(self, row: Statistic) -> Any:
        return row.source.retrieved_on

    def get_urls(self) -> list[URLPattern]:
        page = path(
            "inlezen/",
            self.admin_site.admin_view(self.import_view),
            name="municipalities_statistic_import",
        )
        return [page, *super().get_urls()]

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """The page behind the button "Cijfers inlezen"."""
        return import_figures(request, {**self.admin_site.each_context(request), "opts": self.opts})

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        may_import = may_import_statistics(getattr(request, "by", None))
        return super().changelist_view(request, {**(extra_context or {}), "may_import": may_import})


@admin.register(Boundary)
class BoundaryAdmin(WindowAdmin):
    list_display = ("municipality", "source", "credit", "loaded_on")
    list_select_related = ("municipality",)
    search_fields = ("municipality__name",)
    fields = ("municipality", "source", "credit", "loaded_on")


@admin.register(Change)
class ChangeAdmin(WindowAdmin):
    list_display = ("occurred_at", "municipality", "kind", "handled_at")
    list_filter = ("kind", ("handled_at", admin.EmptyFieldListFilter))
    list_select_related = ("municipality",)
