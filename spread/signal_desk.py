"""Signals in the back office: the list, what to do with one, and the lines by which they are raised."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path

from audit.back_office import ReferenceAdmin, ReferenceForm, WindowAdmin
from audit.trail import IllegalTransition
from spread.forms import FollowUpForm
from spread.models import Signal, SignalRule
from spread.rules import may_handle_signal
from spread.signal_handling import HANDLED, handle


@admin.register(Signal)
class SignalAdmin(WindowAdmin):
    """What stands out, for whom, and who follows it up."""

    list_title = "Signalen over de spreiding"
    list_display = ("municipality", "kind", "sentence", "desk", "raised_on", "status", "owner", "ceased_on")
    list_filter = ("status", "desk", "kind", "municipality__province")
    list_select_related = ("municipality", "owner")
    list_per_page = 100
    search_fields = ("municipality__name",)
    search_help_text = "Zoek op gemeente."
    fields = (
        "municipality", "kind", "sentence", "desk", "raised_on", "ceased_on", "status", "owner", "outcome",
    )  # fmt: skip
    change_form_template = "admin/spread/signal/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Signal]:
        return Signal.objects.visible_to(getattr(request, "by", None)).select_related("municipality", "owner")

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        signal: Signal = context["original"]
        context |= {
            "may_handle": signal.is_waiting and may_handle_signal(getattr(request, "by", None), signal)
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        page = path(
            "<int:pk>/opvolgen/",
            self.admin_site.admin_view(self.handle_view),
            name="spread_signal_followup_add",
        )
        return [page, *super().get_urls()]

    def handle_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take it up, or close it with a reason."""
        signal = get_object_or_404(self.get_queryset(request), pk=pk)
        if not may_handle_signal(getattr(request, "by", None), signal):
            raise PermissionDenied
        form = FollowUpForm(request.POST or None, taken=signal.status == Signal.Status.TAKEN)
        if request.method == "POST" and form.is_valid():
            try:
                handle(signal, form, request.by)  # type: ignore[attr-defined]
            except IllegalTransition:
                messages.error(
                    request, "Dit signaal is intussen al afgesloten of door iemand anders opgenomen."
                )
            else:
                messages.success(request, HANDLED[form.cleaned_data["decision"]])
            return redirect("admin:spread_signal_change", signal.pk)
        return self.page(
            request, "admin/spread/signal/handle.html", title=f"Signaal: {signal}", signal=signal, form=form
        )


class SignalRuleForm(ReferenceForm):
    """A line; its kind stands fixed, and what fits that kind is still asked of the model."""

    class Meta:
        model = SignalRule
        fields = ("active", "desk", "percent", "days", "places")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            SignalRule(kind=self.instance.kind, **cleaned).validate_constraints()
        return cleaned


@admin.register(SignalRule)
class SignalRuleAdmin(ReferenceAdmin):
    """The lines: ABB changes them, each change with a trace; there is one for each kind."""

    list_display = ("kind", "active", "desk", "percent", "days", "places")
    form = SignalRuleForm
    fields = ("kind", "active", "desk", "percent", "days", "places")
    readonly_fields = ("kind",)

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False
