"""The figures of Het Facilitair Bedrijf over a period, on screen and as a file."""

from datetime import date
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from accounts.hats import HatRequest, require
from facility import rules, spending
from facility.forms import PeriodForm
from facility.views.pages import file_of

HEADERS = ["Overzicht", "Wat", "Aantal", "Bedrag of dagen"]


def asked_period(request: HatRequest) -> tuple[PeriodForm, spending.Period]:
    """The period in the address; this year so far when there is none, or when it makes no sense."""
    today = timezone.localdate()
    this_year = spending.Period(date(today.year, 1, 1), today)
    form = PeriodForm(
        request.GET if "van" in request.GET else None, initial={"van": this_year.first, "tot": this_year.last}
    )
    if form.is_bound and form.is_valid():
        return form, spending.Period(form.cleaned_data["van"], form.cleaned_data["tot"])
    return form, this_year


def facility_figures(request: HatRequest) -> HttpResponse:
    """Lead times, spending, purchases outside contracts, reimbursement, cost per place per month."""
    require(rules.sees_money(request.by))
    form, period = asked_period(request)
    context = {
        "form": form,
        "period": period,
        "query": request.GET.urlencode(),
        "lead_times": spending.lead_times(period),
        "spent": (
            ("Per raamcontract", spending.per_contract(period)),
            ("Per gemeente", spending.per_municipality(period)),
            ("Per locatie", spending.per_site(period)),
        ),
        "outside": spending.outside(period),
        "reimbursed": spending.reimbursed(period),
        "places": spending.cost_per_place(period),
    }
    return render(request, "facility/figures.html", context, status=422 if form.errors else 200)


def facility_figures_export(request: HatRequest) -> HttpResponseBase:
    """The same figures as a file."""
    require(rules.sees_money(request.by))
    _, period = asked_period(request)
    outside, reimbursed = spending.outside(period), spending.reimbursed(period)
    rows: list[list[Any]] = []
    for row in spending.lead_times(period):
        for name, value in (
            ("tot in behandeling", row.until_taken_up),
            ("tot bestelling", row.until_order),
            ("tot einde", row.until_end),
        ):
            rows.append([f"Doorlooptijd (mediaan, dagen) {name}", row.kind, row.requests, value])
    for title, found in (
        ("Uitgaven per raamcontract", spending.per_contract(period)),
        ("Uitgaven per gemeente", spending.per_municipality(period)),
        ("Uitgaven per locatie", spending.per_site(period)),
    ):
        rows += [[title, spent.name, spent.orders, spent.net] for spent in found]
    rows.append(["Buiten raamcontract", "alles", outside["orders"], outside["spent"]])
    rows.append(["Buiten raamcontract", "nog te regulariseren", outside["open"], None])
    rows += [
        ["Terugvorderingen", label, reimbursed["claims"], reimbursed[name]]
        for name, label in (("asked", "gevraagd"), ("approved", "goedgekeurd"), ("paid", "betaald"))
    ]
    rows += [
        ["Kost per slaapplek per maand", place.site, place.places, place.per_place]
        for place in spending.cost_per_place(period)
    ]
    return file_of(
        request, name="facility-cijfers", verb="facility.figures_exported", headers=HEADERS, rows=rows
    )
