from django.contrib import admin

from audit.back_office import WindowAdmin
from facility.models import SupportRequest


@admin.register(SupportRequest)
class SupportRequestAdmin(WindowAdmin):
    list_display = ("reference", "title", "municipality", "kind", "status", "needed_by", "taken_up_by")
    list_filter = ("status", "kind", "municipality__province")
    list_select_related = ("municipality", "taken_up_by")
    search_fields = ("title", "municipality__name")
    date_hierarchy = "needed_by"

    @admin.display(description="nummer", ordering="pk")
    def reference(self, item: SupportRequest) -> str:
        return item.reference
