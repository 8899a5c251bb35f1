from django.contrib import admin

from audit.back_office import WindowAdmin
from audit.models import AuditEvent, DaySeal


@admin.register(AuditEvent)
class AuditEventAdmin(WindowAdmin):
    list_display = ("occurred_at", "verb", "target_type", "target_id", "user_name", "organisation_name")
    list_filter = ("target_type", "verb")
    search_fields = ("target_id", "user_name", "organisation_name")
    date_hierarchy = "occurred_at"


@admin.register(DaySeal)
class DaySealAdmin(WindowAdmin):
    list_display = ("day", "events", "digest", "sealed_at")
    exclude = ("numbers", "marks")
    date_hierarchy = "day"
