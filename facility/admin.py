"""A window on the work of Het Facilitair Bedrijf, and the thresholds that Flemish officials keep."""

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from audit.back_office import ReferenceAdmin, WindowAdmin
from facility import rules
from facility.models import (
    BudgetDecision,
    Complaint,
    FlemishProperty,
    FrameworkContract,
    HealthIndex,
    Invoice,
    OpeningPlan,
    Order,
    PayingAccount,
    PaymentFile,
    Playbook,
    PropertyReservation,
    PurchaseTerms,
    ReimbursementClaim,
    Supplier,
    SupportRequest,
    UnitPrice,
    VillageNorm,
    VillageUnit,
)


class OwnWindow(WindowAdmin):
    """A window that shows nothing but what the pages show: `visible_to` of the hat."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        return super().get_queryset(request).visible_to(request.by)  # type: ignore[attr-defined]


class MoneyWindow(WindowAdmin):
    """A window on rows of Het Facilitair Bedrijf itself."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        rows = super().get_queryset(request)
        return rows if rules.sees_money(request.by) else rows.none()  # type: ignore[attr-defined]


@admin.register(SupportRequest)
class SupportRequestAdmin(OwnWindow):
    """Its own queue."""

    list_display = ("reference", "title", "municipality", "kind", "status", "needed_by", "taken_up_by")
    list_filter = ("status", "kind", "municipality__province")
    list_select_related = ("municipality", "taken_up_by")
    search_fields = ("title", "municipality__name")
    date_hierarchy = "needed_by"

    @admin.display(description="nummer", ordering="pk")
    def reference(self, item: SupportRequest) -> str:
        return item.reference


@admin.register(FrameworkContract)
class FrameworkContractAdmin(OwnWindow):
    list_display = ("number", "title", "valid", "open_to_all")
    search_fields = ("number", "title")


@admin.register(Supplier)
class SupplierAdmin(MoneyWindow):
    list_display = ("name", "kbo_number", "email")
    search_fields = ("name", "kbo_number")


@admin.register(BudgetDecision)
class BudgetDecisionAdmin(MoneyWindow):
    list_display = ("reference", "title", "decided_on", "amount")


@admin.register(Order)
class OrderAdmin(OwnWindow):
    list_display = ("reference", "supplier", "lot", "status", "deliver_on", "net")
    list_filter = ("status",)
    list_select_related = ("supplier", "lot__contract")

    @admin.display(description="nummer", ordering="pk")
    def reference(self, order: Order) -> str:
        return order.reference


@admin.register(Invoice)
class InvoiceAdmin(MoneyWindow):
    list_display = ("number", "supplier", "kind", "order", "total", "due_on", "status")
    list_filter = ("status", "kind")
    list_select_related = ("supplier", "order")
    search_fields = ("number", "supplier__name")


@admin.register(Complaint)
class ComplaintAdmin(OwnWindow):
    list_display = ("line", "organisation", "status", "filed_at")
    list_filter = ("status",)
    list_select_related = ("line", "organisation")


@admin.register(PurchaseTerms)
class PurchaseTermsAdmin(ReferenceAdmin):
    list_display = ("valid", "warn_at", "regularise_days", "highest_outside", "source")


@admin.register(UnitPrice)
class UnitPriceAdmin(ReferenceAdmin):
    list_display = ("code", "title", "unit", "basis", "rate", "valid", "source")


@admin.register(PayingAccount)
class PayingAccountAdmin(ReferenceAdmin):
    list_display = ("name", "iban", "valid")


@admin.register(ReimbursementClaim)
class ReimbursementClaimAdmin(OwnWindow):
    list_display = ("reference", "organisation", "site", "status", "approved_total")
    list_filter = ("status",)
    list_select_related = ("organisation", "site")

    @admin.display(description="nummer", ordering="pk")
    def reference(self, claim: ReimbursementClaim) -> str:
        return claim.reference


@admin.register(PaymentFile)
class PaymentFileAdmin(MoneyWindow):
    list_display = ("message_id", "status", "execute_on", "count", "total")
    list_filter = ("status",)


@admin.register(FlemishProperty)
class FlemishPropertyAdmin(OwnWindow):
    list_display = ("name", "kind", "owner", "municipality", "surface", "available")
    list_filter = ("kind", "zoning", "municipality__province")
    list_select_related = ("municipality",)
    search_fields = ("name", "street", "owner", "municipality__name")


@admin.register(PropertyReservation)
class PropertyReservationAdmin(OwnWindow):
    list_display = ("property", "support_request", "status", "period")
    list_filter = ("status",)
    list_select_related = ("property", "support_request")


@admin.register(Playbook)
class PlaybookAdmin(OwnWindow):
    list_display = ("kind", "version", "published_on")
    list_filter = ("kind",)


@admin.register(OpeningPlan)
class OpeningPlanAdmin(OwnWindow):
    list_display = ("site", "playbook", "opens_on", "started_at")
    list_filter = ("playbook__kind",)
    list_select_related = ("site", "playbook")


@admin.register(VillageNorm)
class VillageNormAdmin(ReferenceAdmin):
    list_display = ("code", "value", "valid", "own", "source")


@admin.register(VillageUnit)
class VillageUnitAdmin(ReferenceAdmin):
    list_display = ("code", "name", "places", "price", "lead_days", "valid", "own")


@admin.register(HealthIndex)
class HealthIndexAdmin(ReferenceAdmin):
    list_display = ("month", "value", "base", "source")
