"""The back office sees that merging and judging happens, never who: names stay with the municipality."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from audit.back_office import ReferenceAdmin, WindowAdmin
from audit.processing import terms
from households.models import Erasure, HouseholdMerge, LookAlike, LookRule, RetentionTerm


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


@admin.register(RetentionTerm)
class RetentionTermAdmin(ReferenceAdmin):
    """ABB sets how long each kind of data stays; a newer term begins where the one before it ends."""

    list_display = ("name", "months", "ground", "valid", "source")

    @admin.display(description="soort gegevens", ordering="kind")
    def name(self, term: RetentionTerm) -> str:
        return term.name

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The kinds that the portal knows, by name."""
        if db_field.name == "kind":
            choices = [(term.code, term.name) for term in terms().values()]
            return forms.ChoiceField(label="Soort gegevens", choices=choices)
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(Erasure)
class ErasureAdmin(WindowAdmin):
    """Numbers only: which households were erased, when and why."""

    list_display = ("number", "organisation", "ground", "reference", "persons", "erased_at")
    list_filter = ("ground",)
    list_select_related = ("organisation",)
    date_hierarchy = "erased_at"

    @admin.display(description="huishouden", ordering="household_number")
    def number(self, erasure: Erasure) -> str:
        return erasure.reference_of_household
