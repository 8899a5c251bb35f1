from django.contrib import admin

from audit.back_office import WindowAdmin
from notifications.models import NoticeChoice, Notification


@admin.register(Notification)
class NotificationAdmin(WindowAdmin):
    list_display = ("subject", "organisation", "created_at", "mailed_at", "attempts")
    list_filter = ("mailed_at",)
    list_select_related = ("organisation",)
    search_fields = ("subject", "organisation__name")


@admin.register(NoticeChoice)
class NoticeChoiceAdmin(WindowAdmin):
    list_display = ("membership", "kind", "how", "told_until")
    list_filter = ("kind", "how")
    list_select_related = ("membership__user", "membership__organisation")
