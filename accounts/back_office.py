"""Verbs in the back office: each a button on the page of a thing, a page that asks why, and one action."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path

from accounts.actions import AlreadyInvited, HasHat, LastManager
from accounts.allowed import NotAllowed
from accounts.models import Membership
from audit.back_office import WindowAdmin


class OfficeVerb(NamedTuple):
    """`label(thing)` is what the button says, or "" when there is nothing to do; `ask(thing, by)` is the rule and
    `do(thing, form's fields, by)` the action."""

    name: str
    label: Callable[[Any], str]
    ask: Callable[[Any, Membership | None], bool]
    do: Callable[..., Any]
    form: type[Form]
    warning: str
    done: str


class VerbsAdmin(WindowAdmin):
    """A window with buttons. What cannot be undone is asked once more, with a reason that the trail keeps."""

    verbs: tuple[OfficeVerb, ...] = ()
    change_form_template = "admin/accounts/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        info = self.opts.app_label, self.opts.model_name
        pages = [
            path(
                f"<int:pk>/{verb.name}/",
                self.admin_site.admin_view(self._page_of(verb)),
                name="{}_{}_{}".format(*info, verb.name),
            )
            for verb in self.verbs
        ]
        return [*pages, *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        thing, by = context["original"], getattr(request, "by", None)
        context["verbs"] = [
            (verb.label(thing), f"admin:{self.opts.app_label}_{self.opts.model_name}_{verb.name}")
            for verb in self.verbs
            if verb.label(thing) and verb.ask(thing, by)
        ]
        return super().render_change_form(request, context, *args, **kwargs)

    def _page_of(self, verb: OfficeVerb) -> Callable[..., HttpResponse]:
        def page(request: HttpRequest, pk: int) -> HttpResponse:
            by: Membership = request.by  # type: ignore[attr-defined]
            thing = get_object_or_404(self.get_queryset(request), pk=pk)
            if not verb.ask(thing, by):
                raise PermissionDenied
            back = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
            label = verb.label(thing)
            if not label:
                messages.info(request, "Dit is al gebeurd.")
                return redirect(back, pk)
            form = verb.form(request.POST or None)
            if request.method == "POST" and form.is_valid():
                try:
                    verb.do(thing, by=by, **form.cleaned_data)
                except (LastManager, HasHat, AlreadyInvited, NotAllowed) as refused:
                    form.add_error(None, str(refused))
                except ValidationError as invalid:
                    form.add_error(None, invalid.messages)
                else:
                    messages.success(request, verb.done)
                    return redirect(back, pk)
            return self.page(
                request,
                "admin/accounts/verb.html",
                title=f"{label}: {thing}",
                form=form,
                thing=thing,
                label=label,
                warning=verb.warning,
                back=back,
            )

        return page
