"""The back office's window on supply: lists that answer questions; what changes goes through the verbs on the pages."""

from django.contrib import admin
from django.db.models import Aggregate, Count, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from audit.back_office import ReferenceAdmin, WindowAdmin
from housing.models import (
    ChangeReport,
    ChecklistItem,
    Defect,
    FreshnessCall,
    GuideRent,
    Inspection,
    Merge,
    OccupancyNorm,
    Offer,
    OfferImport,
    OfferMessage,
    PresenceCheck,
    Site,
    Stay,
    SubsidyLine,
    SubsidyRule,
    SubsidyState,
    Twin,
    Unit,
    VisitPlan,
)


class InspectionInline(admin.TabularInline):
    model = Inspection
    fields = ("inspected_on", "safe", "healthy", "dignified", "usable_places", "findings")
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Offer)
class OfferAdmin(WindowAdmin):
    list_display = (
        "reference",
        "name",
        "organisation",
        "municipality",
        "estimated_places",
        "status",
        "submitted_at",
    )
    list_filter = ("status", "category", "kind", "municipality__province")
    list_select_related = ("organisation", "municipality")
    search_fields = ("title", "street", "postal_code", "organisation__name", "municipality__name")
    date_hierarchy = "submitted_at"
    exclude = ("typed",)
    inlines = (InspectionInline,)


@admin.register(OfferMessage)
class OfferMessageAdmin(WindowAdmin):
    list_display = ("offer", "organisation", "sent_at", "due_on", "answered_at", "reminded_on")
    list_filter = ("due_on",)
    list_select_related = ("offer__municipality", "organisation")
    date_hierarchy = "sent_at"


@admin.register(Inspection)
class InspectionAdmin(WindowAdmin):
    list_display = ("place", "inspected_on", "safe", "healthy", "dignified", "usable_places")
    list_filter = ("safe", "healthy", "dignified")
    list_select_related = ("offer__municipality", "site__municipality")

    @admin.display(description="plaats")
    def place(self, inspection: Inspection) -> str:
        return str(inspection.place)


@admin.register(Defect)
class DefectAdmin(WindowAdmin):
    list_display = ("description", "category", "domain", "status", "responsible", "due_on", "inspection")
    list_filter = ("status", "responsible", "category", "domain")
    list_select_related = ("inspection",)


@admin.register(ChangeReport)
class ChangeReportAdmin(WindowAdmin):
    """What waits for municipalities, and since when; what was said stays with who said it."""

    list_display = ("site", "organisation", "status", "reported_at", "decided_at")
    list_filter = ("status", "site__municipality__province")
    list_select_related = ("site", "organisation")
    date_hierarchy = "reported_at"
    exclude = ("text", "answer")


@admin.register(VisitPlan)
class VisitPlanAdmin(WindowAdmin):
    list_display = ("site", "planned_on", "planned_by", "inspection", "cancelled_at")
    list_select_related = ("site", "planned_by", "inspection")
    date_hierarchy = "planned_on"


class UnitInline(admin.TabularInline):
    model = Unit
    fields = (
        "label",
        "places",
        "step_free",
        "ground_floor",
        "own_kitchen",
        "own_sanitary",
        "pets_allowed",
        "cot",
    )
    readonly_fields = fields
    extra = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Unit]:
        return super().get_queryset(request).select_related("site")  # each row says its name

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Site)
class SiteAdmin(WindowAdmin):
    list_display = (
        "name",
        "municipality",
        "organisation",
        "category",
        "kind",
        "units_count",
        "places",
        "checked_on",
    )
    list_filter = ("category", "kind", "term", "municipality__province")
    list_select_related = ("organisation", "municipality")
    search_fields = ("name", "street", "postal_code", "organisation__name", "municipality__name")
    inlines = (UnitInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Site]:
        """Counted for the rows of one page: joined and grouped, it would be for every site that there is."""
        return (
            super()
            .get_queryset(request)
            .annotate(units_count=of_units(Count("pk")), places_sum=of_units(Sum("places")))
        )

    @admin.display(description="eenheden", ordering="units_count")
    def units_count(self, site: Site) -> int:
        return site.units_count  # type: ignore[attr-defined]

    @admin.display(description="slaapplekken", ordering="places_sum")
    def places(self, site: Site) -> int:
        return site.places_sum  # type: ignore[attr-defined]


def of_units(number: Aggregate) -> Coalesce:
    """This number over the units of a site; 0 for one without."""
    units = Unit.objects.filter(site=OuterRef("pk")).order_by().values("site")
    return Coalesce(Subquery(units.annotate(number=number).values("number")), 0)


@admin.register(Unit)
class UnitAdmin(WindowAdmin):
    list_display = ("label", "site", "places", "step_free", "own_kitchen", "own_sanitary")
    list_filter = ("step_free", "own_kitchen", "own_sanitary", "site__municipality__province")
    list_select_related = ("site",)
    search_fields = ("label", "site__name")


@admin.register(Stay)
class StayAdmin(WindowAdmin):
    """Where places are taken. Not by whom: Flemish services see counts, never households (docs/access.md)."""

    list_display = ("reference", "unit", "period", "status", "end_reason")
    list_filter = ("status", "end_reason", "unit__site__municipality__province")
    list_select_related = ("unit__site",)
    search_fields = ("unit__site__name",)
    exclude = ("household", "persons", "destination")


@admin.register(PresenceCheck)
class PresenceCheckAdmin(WindowAdmin):
    """That a municipality went to look, and when; whom it saw stays with it."""

    list_display = ("site", "checked_on", "checked_by")
    list_select_related = ("site", "checked_by")
    search_fields = ("site__name",)
    date_hierarchy = "checked_on"


@admin.register(Twin)
class TwinAdmin(WindowAdmin):
    list_display = ("offer", "other", "verdict", "judged_at")
    list_filter = ("verdict",)
    list_select_related = ("offer__municipality", "other__municipality")


@admin.register(Merge)
class MergeAdmin(WindowAdmin):
    list_display = ("kept", "dropped", "merged_at", "merged_by", "undone_at")
    list_filter = (("undone_at", admin.EmptyFieldListFilter),)
    list_select_related = (
        "kept_offer__municipality",
        "dropped_offer__municipality",
        "kept_site",
        "dropped_site",
        "merged_by",
    )
    date_hierarchy = "merged_at"


@admin.register(OfferImport)
class OfferImportAdmin(WindowAdmin):
    """Which files came in, and how they ended; their rows hold contact persons, and stay with who brought them."""

    list_display = ("file_name", "organisation", "status", "rows_total", "uploaded_at", "uploaded_by")
    list_filter = ("status",)
    list_select_related = ("organisation", "uploaded_by")
    date_hierarchy = "uploaded_at"
    exclude = ("document", "columns", "fixed")


@admin.register(FreshnessCall)
class FreshnessCallAdmin(WindowAdmin):
    list_display = ("membership", "asked_on")
    list_select_related = ("membership__user", "membership__organisation")
    date_hierarchy = "asked_on"
    exclude = ("sites",)


@admin.register(GuideRent)
class GuideRentAdmin(ReferenceAdmin):
    """ABB adds the amounts of a new period; what was valid stays."""

    list_display = ("living", "family", "costs_included", "amount", "highest", "valid", "source")
    list_filter = ("living", "family", "costs_included")


@admin.register(SubsidyRule)
class SubsidyRuleAdmin(ReferenceAdmin):
    """ABB dates the amounts; what was frozen keeps the amounts of its day."""

    list_display = ("title", "category", "basis", "amount", "factor", "valid", "assumption", "source")
    list_filter = ("category", "basis")


@admin.register(SubsidyState)
class SubsidyStateAdmin(WindowAdmin):
    list_display = ("on", "status", "support_tranche", "planned_by", "frozen_at")
    list_select_related = ("planned_by",)


@admin.register(SubsidyLine)
class SubsidyLineAdmin(WindowAdmin):
    list_display = (
        "state",
        "municipality",
        "site_name",
        "title",
        "quantity",
        "rate",
        "amount",
        "certain",
        "correction",
    )
    list_filter = ("state", "correction", "certain")
    list_select_related = ("state", "municipality")


@admin.register(ChecklistItem)
class ChecklistItemAdmin(ReferenceAdmin):
    """ABB words the checklist; earlier visits keep what was asked then."""

    list_display = ("text", "theme", "domain", "position", "valid", "source")
    list_filter = ("theme", "domain")


@admin.register(OccupancyNorm)
class OccupancyNormAdmin(ReferenceAdmin):
    """ABB confirms the norm, or gives it newer steps."""

    list_display = ("living", "measure", "at_least", "persons", "draft", "valid", "source")
    list_filter = ("living", "measure", "draft")
