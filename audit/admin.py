from django.contrib import admin

from audit.back_office import WindowAdmin
from audit.models import AuditEvent


@admin.register(AuditEvent)
class AuditEventAdmin(WindowAdmin):
    list_display = ("occurred_at", "verb", "target_type", "target_id", "user_name", "organisation_name")
    list_filter = ("target_type", "verb")
    search_fields = ("target_id", "user_name", "organisation_name")
    date_hierarchy = "occurred_at"
