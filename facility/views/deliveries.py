"""Pages of what arrives: the municipality confirms, complains; Het Facilitair Bedrijf solves."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.hats import HatRequest, require
from documents.serve import attachment
from facility import actions, rules
from facility.forms import ComplaintForm, DeliveryForm, ResolutionForm
from facility.models import Complaint
from facility.views.orders import address, crumbs_of, visible_order
from facility.views.pages import form_page, typed


def order_delivery(request: HatRequest, pk: int) -> HttpResponse:
    """Confirm per line what arrived, and what is wrong."""
    order = visible_order(request, pk)
    require(rules.may_confirm_delivery(request.by, order))
    left = actions.open_quantities(order)
    lines = [
        (line, left[line.pk])
        for line in order.lines.filter(destination__organisation=request.by.organisation)
        if line.pk in left
    ]
    form = DeliveryForm(typed(request), request.FILES or None, lines=lines, on=timezone.localdate())

    def confirm() -> Any:
        on = form.cleaned_data["delivered_on"]
        return actions.confirm_delivery(order=order, delivered_on=on, arrived=form.arrived(), by=request.by)

    return form_page(
        request, form, confirm, title="Levering bevestigen", button="Bevestigen", back=address(order),
        crumbs=crumbs_of(order), done="De levering is bevestigd. Het Facilitair Bedrijf krijgt bericht.",
        lead="Kwam niet alles aan? Vul in wat er wel is; de rest bevestigt u later.",
    )  # fmt: skip


def complaint_add(request: HatRequest, pk: int) -> HttpResponse:
    """Something turns out to be wrong with what was delivered."""
    order = visible_order(request, pk)
    require(rules.may_confirm_delivery(request.by, order))
    lines = order.lines.filter(destination__organisation=request.by.organisation)
    form = ComplaintForm(typed(request), request.FILES or None, lines=lines)

    def complain() -> Any:
        data = form.cleaned_data
        photos = tuple(data["photos"])
        return actions.file_complaint(line=data["line"], text=data["text"], photos=photos, by=request.by)

    return form_page(
        request, form, complain, title="Klacht melden", button="Versturen", back=address(order),
        crumbs=crumbs_of(order), done="Uw klacht is verstuurd naar Het Facilitair Bedrijf.",
    )  # fmt: skip


def visible_complaint(request: HatRequest, pk: int) -> Complaint:
    complaints = Complaint.objects.visible_to(request.by).select_related("line__order", "organisation")
    return get_object_or_404(complaints, pk=pk)


def complaint_resolve(request: HatRequest, pk: int) -> HttpResponse:
    """Say what was done about a complaint."""
    complaint = visible_complaint(request, pk)
    require(rules.may_resolve_complaint(request.by, complaint))
    form = ResolutionForm(typed(request))
    order = complaint.line.order
    return form_page(
        request, form, lambda: actions.resolve_complaint(complaint=complaint, **form.cleaned_data, by=request.by),
        title="Klacht oplossen", button="Bewaren", back=address(order), crumbs=crumbs_of(order),
        done="De klacht is opgelost. Het lokaal bestuur krijgt bericht.", lead=complaint.text,
    )  # fmt: skip


def complaint_photo(request: HatRequest, pk: int, document: UUID) -> HttpResponseBase:
    """A photo of what is wrong."""
    complaint = visible_complaint(request, pk)
    return attachment(get_object_or_404(complaint.photos, pk=document))
