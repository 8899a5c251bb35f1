"""The page of the village planner."""

from datetime import date
from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.hats import HatRequest, require
from facility import rules
from facility.forms import VillageForm
from facility.models import VillageNorm, VillageUnit
from facility.planner import UnitType, three_variants

EXAMPLE = {"plot": 12000, "months": 24, "van_1": 20, "van_2": 15, "van_3": 15, "van_4": 10, "van_5": 5}


def village_planner(request: HatRequest) -> HttpResponse:
    """Three variants side by side for what was asked; without a question, the form with an example."""
    require(rules.sees_villages(request.by))
    today = timezone.localdate()
    asked = "plot" in request.GET
    form = VillageForm(request.GET if asked else None, initial=EXAMPLE)
    norms = list(VillageNorm.objects.on(today))
    units = list(VillageUnit.objects.on(today).select_related("item"))
    context = {
        "form": form,
        "norms": norms,
        "units": units,
        "sees_money": rules.sees_money(request.by),
    }
    if asked and form.is_valid():
        need = form.need()
        context["need"] = need
        context["variants"] = three_variants(
            need, [unit_type(unit, on=today) for unit in units], {norm.code: norm.value for norm in norms}
        )
    return render(request, "facility/village_planner.html", context)


def unit_type(unit: VillageUnit, *, on: date) -> UnitType:
    """A row for the planner: with a catalogue item, at its price of that day."""
    price: Decimal = unit.price
    if unit.item is not None and (current := unit.item.price_on(on)):
        price = current.unit_price
    return UnitType(
        unit.code, unit.name, unit.places, unit.living_area, unit.footprint, unit.own_sanitary, unit.own_kitchen,
        price, unit.lead_days,
    )  # fmt: skip
