"""Admin base classes: a window that only looks, and reference data that may be changed with a trace."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from django.contrib import admin
from django.contrib.postgres.fields import DateRangeField
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import Form, ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from audit.days import days_in_words
from audit.models import AuditEvent
from audit.overtaken import Overtaken, changes_of
from audit.paging import CappedPaginator
from audit.shown import KnowsWhatItShowed
from audit.trail import record

MOST_STEPS = 200  # of one thing on its page of history; all of them stand in the list of the trail


@cache
def days_column(field: "models.Field[Any, Any]") -> Callable[[models.Model], str]:
    """A column with that range in words; the same one each time, so that Django knows it again when it sorts."""

    @admin.display(description=field.verbose_name, ordering=field.name)
    def shown(thing: models.Model) -> str:
        return days_in_words(getattr(thing, field.name))

    shown.__name__ = field.name
    return shown


class WindowAdmin(admin.ModelAdmin):
    """Looks, never writes: things of the workflow change only through the verbs of their app.

    The site itself (config.back_office) lets in only staff with a back-office hat.
    """

    object_history_template = "admin/trail_history.html"
    list_title = ""  # above the list; without one, Django's own
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    paginator = CappedPaginator

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return request.user.is_active and request.user.is_staff

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """What is not shown cannot be asked either: the number of rows would tell a name letter by letter."""
        hidden = lookup.split("__")[0] in (self.exclude or ())
        return not hidden and super().lookup_allowed(lookup, value, request)

    def in_words(self, names: Sequence[Any]) -> list[Any]:
        """These fields, with ranges of days in words: Django itself shows them as PostgreSQL writes them."""
        ranges = {field.name: field for field in self.opts.fields if isinstance(field, DateRangeField)}
        return [days_column(ranges[name]) if name in ranges else name for name in names]

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return self.in_words(super().get_list_display(request))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        names = list(super().get_fields(request, obj))
        return names if self.has_change_permission(request, obj) else self.in_words(names)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        title = {"title": self.list_title} if self.list_title else {}
        return super().changelist_view(request, title | (extra_context or {}))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What the trail says of this thing, the last step first: which fields a step changed, not what is in them."""
        steps = AuditEvent.objects.filter(target_type=self.opts.label_lower, target_id=object_id)
        return super().history_view(
            request, object_id, {"steps": steps[:MOST_STEPS], "most": MOST_STEPS} | (extra_context or {})
        )

    def page(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        """A page of our own in the frame of the back office; `title` is its heading."""
        frame = {**self.admin_site.each_context(request), "opts": self.opts}
        return render(request, template, frame | context)

    def verb_page(
        self,
        request: HttpRequest,
        form: Form,
        verb: Callable[..., models.Model],
        *,
        refusals: tuple[type[Exception], ...],
        template: str,
        **context: Any,
    ) -> HttpResponse:
        """The form of a verb that makes a thing; who may is asked before. What it made is shown on its own address; why
        it was refused (`refusals`, or a promise that does not hold) stands above what was typed."""
        if request.method == "POST" and form.is_valid():
            try:
                made = verb(by=request.by, **form.cleaned_data)  # type: ignore[attr-defined]
            except refusals as refused:
                form.add_error(None, str(refused))
            except ValidationError as invalid:
                form.add_error(None, invalid.messages)
            else:
                return redirect(f"admin:{made._meta.app_label}_{made._meta.model_name}_change", made.pk)
        return self.page(request, template, form=form, **context)

    def whole(self, request: HttpRequest, object_id: str) -> models.Model | None:
        """The thing with that number, with the columns that the list leaves out; None when this hat sees none."""
        if not object_id.isdecimal():
            return None
        return self.get_queryset(request).defer(None).filter(pk=object_id).first()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class ReferenceForm(KnowsWhatItShowed, ModelForm):
    """Reference data that two officials have open: the row is locked, and what a colleague changed meanwhile stays, or
    is said at its field."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.instance._state.adding:
            locked = (
                type(self.instance)._base_manager.select_for_update(of=("self",)).get(pk=self.instance.pk)
            )
            columns = {field.name for field in locked._meta.concrete_fields}
            typed = {name: value for name, value in data.items() if name in columns}
            try:
                changes = changes_of(locked, typed, self.seen())
            except Overtaken as problem:
                self.show_overtaken(problem.stored)
            else:
                data |= {name: getattr(locked, name) for name in typed.keys() - changes.keys()}
        return data


class ReferenceAdmin(WindowAdmin):
    """Reference data that Flemish officials (hat of kind ABB) keep; every save is recorded in the trail."""

    form = ReferenceForm

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
