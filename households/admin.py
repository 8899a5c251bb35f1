"""The back office sees that merging and judging happens, never who: names stay with the municipality."""

from django.contrib import admin

from audit.back_office import ReferenceAdmin, WindowAdmin
from households.models import HouseholdMerge, LookAlike, LookRule


@admin.register(LookAlike)
class LookAlikeAdmin(WindowAdmin):
    list_display = ("judged_at", "verdict", "likeness")
    list_filter = ("verdict",)
    exclude = ("household", "other")


@admin.register(HouseholdMerge)
class HouseholdMergeAdmin(WindowAdmin):
    list_display = ("merged_at", "undone_at")
    exclude = ("kept", "dropped", "changes")


@admin.register(LookRule)
class LookRuleAdmin(ReferenceAdmin):
    """ABB sets from when looking stands out; what stood out in a municipality is for its own officer."""

    list_display = ("what", "at_least", "opens_at", "closes_at", "valid", "source")
    list_filter = ("what",)
