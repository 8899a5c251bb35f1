"""A window of the back office on the frozen reports."""

from django.contrib import admin

from audit.back_office import WindowAdmin
from vlot.oversight.models import MonthlyReport


@admin.register(MonthlyReport)
class MonthlyReportAdmin(WindowAdmin):
    list_display = ("__str__", "month", "scope", "province", "made_at")
    list_filter = ("scope", "province")
    list_select_related = ("province",)
    date_hierarchy = "month"
