from django.contrib import admin

from audit.back_office import WindowAdmin
from notifications.models import Notification


@admin.register(Notification)
class NotificationAdmin(WindowAdmin):
    list_display = ("subject", "organisation", "created_at", "mailed_at", "attempts")
    list_filter = ("mailed_at",)
    list_select_related = ("organisation",)
    search_fields = ("subject", "organisation__name")
