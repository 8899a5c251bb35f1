from django.contrib import admin

from audit.back_office import WindowAdmin
from audit.models import DaySeal


@admin.register(DaySeal)
class DaySealAdmin(WindowAdmin):
    list_display = ("day", "events", "digest", "sealed_at")
    exclude = ("numbers", "marks")
    date_hierarchy = "day"
