"""Admin base classes: a window that only looks, and reference data that may be changed with a trace."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from audit.trail import record


class WindowAdmin(admin.ModelAdmin):
    """Looks, never writes: things of the workflow change only through the verbs of their app.

    The site itself (config.back_office) lets in only staff with a back-office hat.
    """

    list_max_show_all = 0
    show_full_result_count = False

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return request.user.is_active and request.user.is_staff

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """What is not shown cannot be asked either: the number of rows would tell a name letter by letter."""
        hidden = lookup.split("__")[0] in (self.exclude or ())
        return not hidden and super().lookup_allowed(lookup, value, request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class ReferenceAdmin(WindowAdmin):
    """Reference data that Flemish officials (hat of kind ABB) keep; every save is recorded in the trail."""

    def _may_edit(self, request: HttpRequest) -> bool:
        hat = getattr(request, "by", None)
        return (
            hat is not None
            and hat.organisation.kind == "abb"
            and hat.may_write
            and self.has_view_permission(request)
        )

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return self._may_edit(request)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._may_edit(request)

    def save_model(self, request: HttpRequest, obj: models.Model, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        record(
            f"{obj._meta.model_name}.{'changed' if change else 'added'}",
            obj,
            by=request.by,  # type: ignore[attr-defined]
            changes={name: form.cleaned_data[name] for name in form.changed_data},
        )
