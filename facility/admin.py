from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from audit.back_office import WindowAdmin
from facility.models import SupportRequest


@admin.register(SupportRequest)
class SupportRequestAdmin(WindowAdmin):
    """A window for Het Facilitair Bedrijf on its own queue."""

    list_display = ("reference", "title", "municipality", "kind", "status", "needed_by", "taken_up_by")
    list_filter = ("status", "kind", "municipality__province")
    list_select_related = ("municipality", "taken_up_by")
    search_fields = ("title", "municipality__name")
    date_hierarchy = "needed_by"

    def get_queryset(self, request: HttpRequest) -> QuerySet[SupportRequest]:
        return super().get_queryset(request).visible_to(request.by)  # type: ignore[attr-defined]

    @admin.display(description="nummer", ordering="pk")
    def reference(self, item: SupportRequest) -> str:
        return item.reference
