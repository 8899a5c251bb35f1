"""Pages of requests for help: the municipality asks, Het Facilitair Bedrijf works through its queue."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.hats import HatRequest, require
from accounts.models import Kind, Membership
from audit.models import AuditEvent
from audit.overtaken import Overtaken
from audit.paging import CappedPaginator, Counted
from audit.trail import IllegalTransition
from documents.serve import attachment
from facility import actions, figures, rules
from facility.forms import (
    AnswerForm,
    AssignForm,
    CompleteForm,
    MessageForm,
    QuestionForm,
    RefuseForm,
    SupportRequestFilter,
    SupportRequestForm,
    TakeUpForm,
    WithdrawForm,
)
from facility.models import Order, SupportKind, SupportRequest, cases
from facility.questions import answered
from facility.views.pages import typed
from housing.history import sentences
from housing.models import Site

Status = SupportRequest.Status
KEPT = "Wat u typte, staat nog op deze pagina: kopieer het als u het wilt bewaren."


# Of a request and what hangs on it: whatever else its row in the list would show, is one more query for each.
SHOWN_IN_LIST = (
    "title", "kind", "urgency", "needed_by", "persons", "places", "status", "submitted_at", "decided_at",
    "municipality__name", "taken_up_by__name", "taken_up_by__email",
)  # fmt: skip


def request_list(request: HatRequest) -> HttpResponse:
    """The municipality's own requests; for Facility the queue, what is needed first on top."""
    require(request.by.is_kind(Kind.LOCAL_AUTHORITY, Kind.FACILITY))
    today = timezone.localdate()
    visible = SupportRequest.objects.visible_to(request.by)
    filters = SupportRequestFilter(
        request.GET,
        queryset=ordered(visible, request).select_related("municipality", "taken_up_by").only(*SHOWN_IN_LIST),
        by=request.by,
    )
    page = CappedPaginator(filters.qs, 25).get_page(request.GET.get("pagina"))
    for item in page:
        item.waiting = item.days_waiting(on=today)
        item.late = item.is_late(on=today)
    context = {
        "filter": filters,
        "page": page,
        "waiting": Counted.of(visible.waiting_for(request.by)),
        "may_submit": rules.may_submit_request(request.by),
        "is_queue": request.by.is_kind(Kind.FACILITY),
        "workload": figures.workload() if request.by.is_kind(Kind.FACILITY) else [],
        "sees_money": rules.sees_money(request.by),
    }
    return render(request, "facility/request_list.html", context)


def ordered(visible: Any, request: HatRequest) -> Any:
    """For Facility what presses most on top, or first by what the reader asks; for others by the day of need."""
    if request.by.is_kind(Kind.FACILITY):
        return visible.triage(request.GET.get("sorteer", ""))
    return visible.queue()


def request_add(request: HatRequest) -> HttpResponse:
    """The municipality chooses a kind of help, and asks. Sent twice, the second time leads to the first result.
    `?locatie=` brings the site along from which is asked, `?oproep=` the case of VLOT."""
    require(rules.may_submit_request(request.by))
    kind = request.GET.get("soort", "")
    site = named(request, "locatie", Site.objects.visible_to(request.by))
    case = named(request, "oproep", cases().visible_to(request.by))
    if request.method == "GET" and kind not in SupportKind.values:
        context = {"kinds": SupportKind.choices, "site": site, "case": case}
        return render(request, "facility/request_kinds.html", context)
    chosen = kind if kind in SupportKind.values else ""
    return request_form(request, SupportRequest(kind=chosen, site=site, intervention=case))


def named(request: HatRequest, name: str, things: Any) -> Any:
    """The one of these from whose page help is asked: its number stands in the address."""
    number = request.GET.get(name, "")
    if not (number.isascii() and number.isdigit() and len(number) < 12):
        return None
    return things.filter(pk=int(number)).first()


def request_edit(request: HatRequest, pk: int) -> HttpResponse:
    """Go on with a draft."""
    item = own_request(request, pk)
    if item.status != Status.DRAFT:
        messages.error(request, "Deze aanvraag is al ingediend.")
        return redirect("facility:request_detail", pk=item.pk)
    return request_form(request, item)


def request_form(request: HatRequest, item: SupportRequest) -> HttpResponse:
    """The form of a request: kept as a draft, or submitted."""
    draft = "draft" in request.POST
    form = SupportRequestForm(
        typed(request), request.FILES or None, instance=item, by=request.by, on=timezone.localdate(), kind=item.kind,
        draft=draft,
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        action = actions.save_request_draft if draft else actions.submit_request
        try:
            kept = action(**form.request(), seen=form.seen(), by=request.by)
        except Overtaken as problem:
            form.show_overtaken(problem.stored)
        except IllegalTransition as problem:
            form.add_error(None, str(problem))
        else:
            said = (
                "Uw ontwerp is bewaard. Alleen uw lokaal bestuur ziet het."
                if draft
                else f"Uw aanvraag is verstuurd onder nummer {kept.reference}. U krijgt bericht bij elke stap."
            )
            messages.success(request, said)
            return redirect("facility:request_detail", pk=kept.pk)
    context = {
        "form": form,
        "kind": dict(SupportKind.choices).get(form.chosen, ""),
        "is_village": form.chosen == "village",
    }
    return render(request, "facility/request_add.html", context, status=422 if form.errors else 200)


def visible_request(request: HatRequest, pk: int) -> SupportRequest:
    """404 for who may not see it. An offer, a case of VLOT and who decided are asked for when they are there."""
    return get_object_or_404(
        SupportRequest.objects.visible_to(request.by)
        .select_related("organisation", "municipality", "site__municipality", "submitted_by", "taken_up_by")
        .annotate(**beside(request.by)),
        pk=pk,
    )


def beside(by: Membership) -> dict[str, ArraySubquery]:
    """What stands beside a request, in the same query: its files, and the orders for it that this hat may see."""
    files = SupportRequest.documents.through.objects.filter(supportrequest=OuterRef("pk"))
    orders = Order.objects.visible_to(by).filter(destinations__support_request=OuterRef("pk")).order_by("pk")
    return {
        "files": ArraySubquery(files.values(json=JSONObject(pk="document", name="document__name"))),
        "ordered": ArraySubquery(orders.values(json=JSONObject(pk="pk", status="status"))),
    }


def request_detail(request: HatRequest, pk: int) -> HttpResponse:
    """One request, with what this reader can do next."""
    item = visible_request(request, pk)
    today = timezone.localdate()
    handles = rules.may_handle_request(request.by, item)
    speaks = rules.may_speak_for_request(request.by, item)
    visible = SupportRequest.objects.visible_to(request.by)
    context = {
        "support_request": item,
        "days_waiting": item.days_waiting(on=today),
        "late": item.is_late(on=today),
        "history": sentences(AuditEvent.objects.about(item)),
        "may_take_up": handles and item.status == Status.SUBMITTED,
        "may_ask": handles and item.may_become(Status.INFO_REQUESTED),
        "may_complete": handles and item.may_become(Status.COMPLETED),
        "may_refuse": handles and item.may_become(Status.REFUSED),
        "may_answer": speaks and item.status == Status.INFO_REQUESTED,
        "may_withdraw": speaks and item.may_become(Status.WITHDRAWN),
        "may_edit": speaks and item.status == Status.DRAFT,
        "may_assign": handles and item.status in (Status.TAKEN_UP, Status.INFO_REQUESTED),
        "may_order": handles and item.status == Status.TAKEN_UP,
        "orders": [
            (row["pk"], f"B-{row['pk']:06d}", Order.Status(row["status"]).label)
            for row in item.ordered or ()  # type: ignore[attr-defined]  # of `beside`; None for who sees no order
        ],
        "reads_along": request.by.is_kind(Kind.VLOT, Kind.ABB),
        "sees_case": not request.by.is_kind(Kind.FACILITY),
        "answers": answered(item.kind, item.answers),
        "conversation": item.conversation.select_related("organisation", "sent_by").prefetch_related(
            "documents"
        ),
        "message_form": MessageForm()
        if rules.may_write_about(request.by, item) and is_talked_about(item)
        else None,
        "similar": list(visible.similar_to(item).select_related("municipality")[:20])
        if handles and item.is_open
        else [],
    }
    return render(request, "facility/request_detail.html", context)


def is_talked_about(item: SupportRequest) -> bool:
    return item.is_open and item.status != Status.DRAFT


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
        except (IllegalTransition, actions.AnotherKindOfStep) as problem:
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
        "multipart": form.is_multipart(),
    }  # fmt: skip
    return render(request, "facility/request_step.html", context, status=status)


def request_take_up(request: HatRequest, pk: int) -> HttpResponse:
    """Someone of Facility makes it his; for a village with the decision of the Flemish Government."""
    item = handled_request(request, pk)
    form = TakeUpForm(
        typed(request), request.FILES or None, village=item.needs_government_decision, on=timezone.localdate()
    )
    return step(
        request, item, form, actions.take_up_request,
        title="In behandeling nemen", button="In behandeling nemen",
        done="U behandelt deze aanvraag nu. De gemeente krijgt bericht.",
    )  # fmt: skip


def request_assign(request: HatRequest, pk: int) -> HttpResponse:
    """Give it to a colleague."""
    item = handled_request(request, pk)
    return step(
        request, item, AssignForm(typed(request), by=request.by), actions.assign_request,
        title="Aan een collega geven", button="Geven", done="De aanvraag heeft een andere behandelaar.",
    )  # fmt: skip


def request_message(request: HatRequest, pk: int) -> HttpResponse:
    """Write to the other side."""
    item = visible_request(request, pk)
    require(rules.may_write_about(request.by, item))
    return step(
        request, item, MessageForm(typed(request), request.FILES or None), actions.write_message,
        title="Bericht schrijven", button="Versturen", done="Uw bericht is verstuurd.",
    )  # fmt: skip


def request_document(request: HatRequest, pk: int, document: UUID) -> HttpResponseBase:
    """A file of the request, of its conversation, or the decision of the government."""
    item = visible_request(request, pk)
    files = [*item.documents.filter(pk=document)]
    if (message := item.conversation.filter(documents=document).first()) is not None:
        files += message.documents.filter(pk=document)
    if item.government_document is not None and item.government_document_id == document:
        files.append(item.government_document)
    if not files:
        raise Http404
    return attachment(files[0])


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
