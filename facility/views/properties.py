"""Pages of Flemish property: the register, a reservation, handover and return."""

import uuid
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from accounts.hats import HatRequest, require
from audit.paging import CappedPaginator
from documents.serve import attachment
from facility import actions, rules
from facility.forms import HandOverForm, PropertyFilter, PropertyForm, ProtocolForm, ReasonForm, ReserveForm
from facility.models import FlemishProperty, PropertyReservation
from facility.views.pages import form_page, typed
from municipalities.map import Area, LegendLine, draw_map

STEPS = (1, 2, 4, 8)  # so many properties in a municipality: the next colour


def property_list(request: HatRequest) -> HttpResponse:
    """The register, searched and on the map."""
    require(rules.sees_villages(request.by))
    today = timezone.localdate()
    visible = FlemishProperty.objects.visible_to(request.by)
    filters = PropertyFilter(
        request.GET,
        queryset=visible.select_related("municipality").with_pictures(),
        on=today,
    )
    page = CappedPaginator(filters.qs, 25).get_page(request.GET.get("pagina"))
    free = set(
        FlemishProperty.objects.free(on=today)
        .filter(pk__in=[row.pk for row in page])
        .values_list("pk", flat=True)
    )
    context = {
        "filter": filters,
        "page": page,
        "rows": [(row, row.pk in free) for row in page],
        "map": property_map(filters.qs, request.GET),
        "may_keep": rules.may_keep_properties(request.by),
        "sees_money": rules.sees_money(request.by),
    }
    return render(request, "facility/property_list.html", context)


def property_map(rows: Any, asked: QueryDict) -> Any:
    """How many properties the filter finds in each municipality; choosing one filters on it."""
    areas = {}
    counted = (
        rows.order_by().values("municipality__nis_code", "municipality__name").annotate(number=Count("pk"))
    )
    for town in counted:
        query = asked.copy()
        query["gemeente"] = town["municipality__name"]
        number = town["number"]
        areas[town["municipality__nis_code"]] = Area(
            f"{town['municipality__name']}: {number} {'pand' if number == 1 else 'panden'}",
            level=sum(number >= step for step in STEPS),
            href=f"?{query.urlencode()}",
        )
    return draw_map(
        areas,
        title="Vlaamse panden en gronden per gemeente",
        description="Kies een gemeente om de lijst daarop te filteren. De panden staan in de tabel erboven.",
        legend=[
            LegendLine("1", 1), LegendLine("2 tot 3", 2), LegendLine("4 tot 7", 3), LegendLine("8 of meer", 4),
        ],
        on=timezone.localdate(),
        elsewhere="geen met deze filter",
    )  # fmt: skip


def visible_property(request: HatRequest, pk: int) -> FlemishProperty:
    return get_object_or_404(
        FlemishProperty.objects.visible_to(request.by).select_related("municipality"), pk=pk
    )


def property_detail(request: HatRequest, pk: int) -> HttpResponse:
    """One property: what it is, who holds it, and the reports of its handovers."""
    visible = FlemishProperty.objects.visible_to(request.by).select_related("municipality")
    item = get_object_or_404(visible.with_pictures(), pk=pk)
    today = timezone.localdate()
    reservations = (
        PropertyReservation.objects.visible_to(request.by)
        .filter(property=item)
        .select_related("support_request__municipality", "handover", "giving_back", "reserved_by")
        .prefetch_related("handover__photos", "giving_back__photos")
    )
    context = {
        "item": item,
        "papers": item.photos.exclude(content_type__startswith="image/"),
        "free": FlemishProperty.objects.free(on=today).filter(pk=item.pk).exists(),
        "reservations": [
            {
                "row": row,
                "expired": row.expired(on=today),
                "may_release": row.status == "held"
                and rules.may_reserve_for(request.by, row.support_request),
                "may_hand_over": row.status == "held"
                and not row.expired(on=today)
                and rules.may_keep_properties(request.by),
                "may_return": row.status == "in_use" and rules.may_keep_properties(request.by),
            }
            for row in reservations
        ],
        "may_keep": rules.may_keep_properties(request.by),
        "may_reserve": rules.may_keep_properties(request.by) or rules.may_submit_request(request.by),
    }
    return render(request, "facility/property_detail.html", context)


def property_photo(request: HatRequest, pk: int, document: UUID) -> HttpResponseBase:
    """A photo of a property, or of the report of a handover that this reader may see."""
    item = visible_property(request, pk)
    rows = PropertyReservation.objects.visible_to(request.by).filter(property=item)
    photo = item.photos.filter(pk=document).first()
    return attachment(photo or get_object_or_404(rows.report_photos(), pk=document))


def address(item: FlemishProperty) -> str:
    return reverse("facility:property_detail", args=[item.pk])


def crumbs_of(item: FlemishProperty | None) -> list[tuple[str, str]]:
    crumbs = [("Vlaamse panden", reverse("facility:property_list"))]
    return [*crumbs, (item.name, address(item))] if item else crumbs


def property_add(request: HatRequest) -> HttpResponse:
    """Register a property."""
    require(rules.may_keep_properties(request.by))
    return property_form(request, None)


def property_edit(request: HatRequest, pk: int) -> HttpResponse:
    """Keep a property true."""
    item = visible_property(request, pk)
    require(rules.may_keep_properties(request.by))
    return property_form(request, item)


def property_form(request: HatRequest, item: FlemishProperty | None) -> HttpResponse:
    form = PropertyForm(typed(request), request.FILES or None, instance=item)

    def save() -> FlemishProperty:
        return actions.save_property(item=item, seen=form.seen(), **form.typed(), by=request.by)

    return form_page(
        request, form, save, title="Pand of grond wijzigen" if item else "Pand of grond toevoegen", button="Bewaren",
        back=address(item) if item else reverse("facility:property_list"), crumbs=crumbs_of(item),
        done="De gegevens zijn bewaard." if item else "Het pand staat in het register.", go=address,
    )  # fmt: skip


def property_reserve(request: HatRequest, pk: int) -> HttpResponse:
    """Hold a property for a request."""
    item = visible_property(request, pk)
    require(rules.may_keep_properties(request.by) or rules.may_submit_request(request.by))
    form = ReserveForm(typed(request), by=request.by, token=uuid.uuid4())
    return form_page(
        request, form, lambda: actions.reserve_property(item=item, **form.cleaned_data, by=request.by),
        title="Pand reserveren", button="Reserveren", back=address(item), crumbs=crumbs_of(item),
        done=lambda kept: f"Het pand is gereserveerd. De reservatie vervalt op {kept.period.upper:%d/%m/%Y}.",
        lead=f"{item.name}: een reservatie geldt {item.hold_days} dagen. Wie eerst reserveert, gaat voor.",
    )  # fmt: skip


def visible_reservation(request: HatRequest, pk: int) -> PropertyReservation:
    rows = PropertyReservation.objects.visible_to(request.by)
    return get_object_or_404(rows.select_related("property__municipality", "support_request"), pk=pk)


def property_release(request: HatRequest, pk: int) -> HttpResponse:
    """Give a hold up."""
    row = visible_reservation(request, pk)
    require(rules.may_reserve_for(request.by, row.support_request))
    form = ReasonForm(typed(request))
    return form_page(
        request, form, lambda: actions.release_property(reservation=row, **form.cleaned_data, by=request.by),
        title="Reservatie vrijgeven", button="Vrijgeven", back=address(row.property), crumbs=crumbs_of(row.property),
        done="Het pand is weer vrij.", danger=True,
    )  # fmt: skip


def property_hand_over(request: HatRequest, pk: int) -> HttpResponse:
    """The keys go to the local government, with a report."""
    row = visible_reservation(request, pk)
    require(rules.may_keep_properties(request.by))
    form = HandOverForm(typed(request), request.FILES or None, on=timezone.localdate())
    return form_page(
        request, form, lambda: actions.hand_over_property(reservation=row, **form.cleaned_data, by=request.by),
        title="Pand overdragen", button="Overdragen", back=address(row.property), crumbs=crumbs_of(row.property),
        done="Het pand is overgedragen. Het verslag is bewaard.", lead=str(row.support_request),
    )  # fmt: skip


def property_return(request: HatRequest, pk: int) -> HttpResponse:
    """The property comes back, with a report."""
    row = visible_reservation(request, pk)
    require(rules.may_keep_properties(request.by))
    form = ProtocolForm(typed(request), request.FILES or None, on=timezone.localdate())
    return form_page(
        request, form, lambda: actions.return_property(reservation=row, **form.cleaned_data, by=request.by),
        title="Pand terugnemen", button="Terugnemen", back=address(row.property), crumbs=crumbs_of(row.property),
        done="Het pand is terug en weer vrij.", lead=str(row.support_request),
    )  # fmt: skip
