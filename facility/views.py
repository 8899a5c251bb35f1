"""Pages of requests for help: the municipality asks, Het Facilitair Bedrijf works through its queue."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.hats import HatRequest, require
from accounts.models import Kind
from audit.models import AuditEvent
from audit.trail import IllegalTransition
from facility import actions, rules
from facility.forms import (
    AnswerForm,
    CompleteForm,
    QuestionForm,
    RefuseForm,
    SupportRequestFilter,
    SupportRequestForm,
    TakeUpForm,
    WithdrawForm,
)
from facility.history import WORDS
from facility.models import SupportRequest
from housing.history import sentences

Status = SupportRequest.Status
KEPT = "Wat u typte, staat nog op deze pagina: kopieer het als u het wilt bewaren."


def request_list(request: HatRequest) -> HttpResponse:
    """The municipality's own requests; for Facility the queue, what is needed first on top."""
    require(request.by.is_kind(Kind.LOCAL_AUTHORITY, Kind.FACILITY))
    today = timezone.localdate()
    visible = SupportRequest.objects.visible_to(request.by)
    filters = SupportRequestFilter(
        request.GET, queryset=visible.queue().select_related("municipality", "taken_up_by"), by=request.by
    )
    page = Paginator(filters.qs, 25).get_page(request.GET.get("pagina"))
    for item in page:
        item.waiting = item.days_waiting(on=today)
        item.late = item.is_late(on=today)
    context = {
        "filter": filters,
        "page": page,
        "waiting": visible.waiting_for(request.by).count(),
        "may_submit": rules.may_submit_request(request.by),
        "is_queue": request.by.is_kind(Kind.FACILITY),
    }
    return render(request, "facility/request_list.html", context)


def typed(request: HatRequest) -> QueryDict | None:
    """The posted data, also when it is empty; None while only looking."""
    return request.POST if request.method == "POST" else None


def request_add(request: HatRequest) -> HttpResponse:
    """The municipality asks for help. Sent twice, the second time leads to the first result. `?locatie=` brings the
    site along from which is asked."""
    require(rules.may_submit_request(request.by))
    form = SupportRequestForm(
        typed(request),
        by=request.by,
        on=timezone.localdate(),
        initial={"site": request.GET.get("locatie", "")},
    )
    if form.is_bound and form.is_valid():
        support_request = actions.submit_request(**form.cleaned_data, by=request.by)
        messages.success(
            request,
            f"Uw aanvraag is verstuurd onder nummer {support_request.reference}. U krijgt bericht bij elke stap.",
        )
        return redirect("facility:request_detail", pk=support_request.pk)
    return render(request, "facility/request_add.html", {"form": form}, status=422 if form.errors else 200)


def visible_request(request: HatRequest, pk: int) -> SupportRequest:
    """404 for who may not see it."""
    return get_object_or_404(
        SupportRequest.objects.visible_to(request.by).select_related(
            "organisation", "municipality", "site__municipality", "submitted_by", "taken_up_by", "decided_by"
        ),
        pk=pk,
    )


def request_detail(request: HatRequest, pk: int) -> HttpResponse:
    """One request, with what this reader can do next."""
    item = visible_request(request, pk)
    today = timezone.localdate()
    handles = rules.may_handle_request(request.by, item)
    speaks = rules.may_speak_for_request(request.by, item)
    context = {
        "support_request": item,
        "days_waiting": item.days_waiting(on=today),
        "late": item.is_late(on=today),
        "history": sentences(AuditEvent.objects.about(item), WORDS),
        "may_take_up": handles and item.status == Status.SUBMITTED,
        "may_ask": handles and item.may_become(Status.INFO_REQUESTED),
        "may_complete": handles and item.may_become(Status.COMPLETED),
        "may_refuse": handles and item.may_become(Status.REFUSED),
        "may_answer": speaks and item.status == Status.INFO_REQUESTED,
        "may_withdraw": speaks and item.may_become(Status.WITHDRAWN),
    }
    return render(request, "facility/request_detail.html", context)


def handled_request(request: HatRequest, pk: int) -> SupportRequest:
    item = visible_request(request, pk)
    require(rules.may_handle_request(request.by, item))
    return item


def own_request(request: HatRequest, pk: int) -> SupportRequest:
    item = visible_request(request, pk)
    require(rules.may_speak_for_request(request.by, item))
    return item


def step(
    request: HatRequest,
    item: SupportRequest,
    form: forms.Form,
    action: Callable[..., Any],
    *,
    title: str,
    button: str,
    done: str,
    danger: bool = False,
    quote: str = "",
) -> HttpResponse:
    """The page of one small step: asks, does, and goes back to the request with a sentence.

    Whom a colleague was too quick for reads so on the same page, with what he typed still in it.
    """
    status = 200
    if form.is_bound and form.is_valid():
        try:
            action(support_request=item, by=request.by, **form.cleaned_data)
        except IllegalTransition as problem:
            if not form.fields:
                messages.error(request, str(problem))
                return redirect("facility:request_detail", pk=item.pk)
            form.add_error(None, f"{problem} {KEPT}")
            status = 409
        else:
            messages.success(request, done)
            return redirect("facility:request_detail", pk=item.pk)
    elif form.errors:
        status = 422
    context = {
        "support_request": item, "form": form, "title": title, "button": button, "danger": danger, "quote": quote,
    }  # fmt: skip
    return render(request, "facility/request_step.html", context, status=status)


def request_take_up(request: HatRequest, pk: int) -> HttpResponse:
    """Someone of Facility makes it his; for a village with the decision of the Flemish Government."""
    item = handled_request(request, pk)
    form = TakeUpForm(typed(request), village=item.needs_government_decision, on=timezone.localdate())
    return step(
        request, item, form, actions.take_up_request,
        title="In behandeling nemen", button="In behandeling nemen",
        done="U behandelt deze aanvraag nu. De gemeente krijgt bericht.",
    )  # fmt: skip


def request_ask(request: HatRequest, pk: int) -> HttpResponse:
    """Facility asks the municipality something."""
    item = handled_request(request, pk)
    return step(
        request, item, QuestionForm(typed(request)), actions.ask_about_request,
        title="Informatie vragen", button="Vraag versturen", done=f"Uw vraag is verstuurd naar {item.organisation}.",
    )  # fmt: skip


def request_answer(request: HatRequest, pk: int) -> HttpResponse:
    """The municipality answers Facility's question."""
    item = own_request(request, pk)
    return step(
        request, item, AnswerForm(typed(request)), actions.answer_request,
        title="Het Facilitair Bedrijf vraagt iets", button="Antwoord versturen", done="Uw antwoord is verstuurd.",
        quote=item.question,
    )  # fmt: skip


def request_complete(request: HatRequest, pk: int) -> HttpResponse:
    """The help was given."""
    item = handled_request(request, pk)
    return step(
        request, item, CompleteForm(typed(request)), actions.complete_request,
        title="Aanvraag afronden", button="Afronden",
        done="De aanvraag is afgerond. De gemeente krijgt uw toelichting.",
    )  # fmt: skip


def request_refuse(request: HatRequest, pk: int) -> HttpResponse:
    """Facility cannot help."""
    item = handled_request(request, pk)
    return step(
        request, item, RefuseForm(typed(request)), actions.refuse_request,
        title="Aanvraag weigeren", button="Weigeren", danger=True,
        done="De aanvraag is geweigerd. De gemeente krijgt uw toelichting.",
    )  # fmt: skip


def request_withdraw(request: HatRequest, pk: int) -> HttpResponse:
    """The municipality no longer needs the help."""
    item = own_request(request, pk)
    return step(
        request, item, WithdrawForm(typed(request)), actions.withdraw_request,
        title="Aanvraag intrekken", button="Intrekken", danger=True, done="Uw aanvraag is ingetrokken.",
    )  # fmt: skip
