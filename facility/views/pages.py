"""What the pages of Het Facilitair Bedrijf share: one form that asks, does, and leads on with a sentence."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpResponse, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.hats import HatRequest
from audit.overtaken import Overtaken
from audit.shown import KnowsWhatItShowed, tell
from audit.trail import IllegalTransition, record
from documents.tables import XLSX, csv_lines, xlsx_file
from facility.actions import (
    CannotKeepPlaybook,
    CannotMakeContract,
    CannotOpen,
    CannotOrder,
    CannotPay,
    CannotReimburse,
    CannotReserve,
)
from facility.ubl import UblRefused

Crumb = tuple[str, str]
REFUSALS = (
    CannotKeepPlaybook,
    CannotMakeContract,
    CannotOpen,
    CannotOrder,
    CannotPay,
    CannotReimburse,
    CannotReserve,
    UblRefused,
)  # their text is a Dutch sentence


def typed(request: HatRequest) -> QueryDict | None:
    """The posted data, also when it is empty; None while only looking."""
    return request.POST if request.method == "POST" else None


def form_page(
    request: HatRequest,
    form: forms.BaseForm,
    do: Callable[[], Any],
    *,
    title: str,
    button: str,
    back: str,
    crumbs: list[Crumb],
    done: str | Callable[[Any], str],
    go: Callable[[Any], str] | None = None,
    lead: str = "",
    danger: bool = False,
    extra: dict[str, Any] | None = None,
) -> HttpResponse:
    """Shows the form; when it is right, calls `do` and leads to `go` of its result, or `back`.

    What an action refuses stands in the form, with what was typed still in it: 422, or 409 when a colleague was first.
    """
    status = 200
    if form.is_bound and form.is_valid():
        try:
            result = do()
        except IllegalTransition as problem:
            form.add_error(None, str(problem))
            status = 409
        except Overtaken as problem:
            cast(KnowsWhatItShowed, form).show_overtaken(problem.stored)
            status = 409
        except (*REFUSALS, ValidationError) as problem:
            add_problem(form, problem)
            status = 422
        else:
            tell(request, form, done if isinstance(done, str) else done(result))
            return redirect(go(result) if go else back)
    elif form.errors:
        status = 422
    context = {
        "form": form,
        "title": title,
        "button": button,
        "back": back,
        "crumbs": [*crumbs, (title, "")],
        "lead": lead,
        "danger": danger,
        "multipart": form.is_multipart(),
        **(extra or {}),
    }
    return render(request, "facility/form_page.html", context, status=status)


def add_problem(form: forms.BaseForm, problem: Exception) -> None:
    """A refusal of an action at the field that it names, or above the form."""
    if not isinstance(problem, ValidationError):
        form.add_error(None, str(problem))
    elif hasattr(problem, "error_dict"):
        for name, errors in problem.error_dict.items():
            form.add_error(name if name in form.fields else None, [*errors])
    else:
        form.add_error(None, problem)


def do_and_return(request: HatRequest, do: Callable[[], Any], *, done: str, back: str) -> HttpResponse:
    """For a button without a form: does it, and goes back with a sentence, also when it was refused."""
    try:
        do()
    except (IllegalTransition, *REFUSALS) as problem:
        messages.error(request, str(problem))
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, done)
    return redirect(back)


def file_of(
    request: HatRequest, *, name: str, verb: str, headers: list[str], rows: list[list[Any]]
) -> HttpResponseBase:
    """Rows as csv or xlsx (`?vorm=csv`). The trail keeps who took how many."""
    form = "csv" if request.GET.get("vorm") == "csv" else "xlsx"
    record(verb, request.by.organisation, by=request.by, changes={"rows": len(rows), "form": form})
    file_name = f"{name}-{timezone.localdate():%Y-%m-%d}.{form}"
    response: HttpResponseBase
    if form == "xlsx":
        file = xlsx_file(headers, rows, title=name.capitalize())
        response = FileResponse(file, as_attachment=True, filename=file_name, content_type=XLSX)
    else:
        response = StreamingHttpResponse(csv_lines(headers, rows), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
