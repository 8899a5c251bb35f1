"""Pages on which the municipality changes the units of a site: more of them, another size, one less."""

from collections.abc import Sequence

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.hats import HatRequest, require
from audit.overtaken import Overtaken
from audit.shown import tell
from households.rows import as_typed, wants_row, with_row
from housing import actions, rules
from housing.forms import UnitForm, UnitLineFormSet, UnitsSaidForm, filled_lines, rows_of
from housing.models import Inspection, Site, Unit
from housing.unit_lines import NotUnderstood, UnitLine, labels, read_sentence
from housing.views.availability import page


def unit_add(request: HatRequest, pk: int) -> HttpResponse:
    """More units, by the same lines as when it was validated; they may be said in a sentence."""
    sites = Site.objects.visible_to(request.by).select_related("municipality", "organisation")
    site = get_object_or_404(sites, pk=pk)
    require(rules.may_change_units(request.by, site))
    if request.method != "POST":
        return add_page(request, site, UnitsSaidForm(), UnitLineFormSet(prefix="units"), [])
    form, lines = UnitsSaidForm(request.POST), UnitLineFormSet(request.POST, prefix="units")
    asked = next((name for name in ("units", "preview", "sentence") if wants_row(request, name)), "")
    typed = filled_lines(lines) if lines.is_valid() else []
    if asked == "sentence" and form.is_valid():
        try:
            units = read_sentence(form.cleaned_data["sentence"])
        except NotUnderstood as problem:
            form.add_error("sentence", str(problem))
            lines = with_row(UnitLineFormSet, request, prefix="units", more=False)
            return add_page(request, site, form, lines, typed, status=422)
        return add_page(request, site, UnitsSaidForm(initial=as_typed(request)), rows_of(units), units)
    if asked:
        form = UnitsSaidForm(initial=as_typed(request))
        lines = with_row(UnitLineFormSet, request, prefix="units", more=asked == "units")
        return add_page(request, site, form, lines, typed)
    if form.is_valid() & lines.is_valid():
        try:
            made = actions.add_units(site=site, units=typed, by=request.by)
        except (actions.NoUnits, actions.TooManyPlaces) as problem:
            form.add_error(None, str(problem))
        else:
            count = "1 wooneenheid" if len(made) == 1 else f"{len(made)} wooneenheden"
            messages.success(request, f"{count} toegevoegd: {', '.join(unit.label for unit in made[:12])}.")
            return redirect("housing:site_detail", pk=pk)
    return add_page(request, site, form, lines, typed, status=422)


def add_page(
    request: HatRequest,
    site: Site,
    form: UnitsSaidForm,
    lines: forms.BaseFormSet,
    units: Sequence[UnitLine],
    *,
    status: int = 200,
) -> HttpResponse:
    """The page, with `units` as the preview of what the lines would make."""
    context = {
        "site": site,
        "form": form,
        "lines": lines,
        "preview": list(labels(units)),
        "preview_places": sum(line.count * line.places for line in units),
        "places": sum(site.units.values_list("places", flat=True)),
        "inspection": Inspection.objects.to_site(site).order_by("-pk").first(),
    }
    return render(request, "housing/unit_add.html", context, status=status)


def changed_unit(request: HatRequest, pk: int) -> Unit:
    """A unit that this hat may change: 404 when unseen, 403 when it is another's."""
    units = Unit.objects.visible_to(request.by).select_related("site__municipality", "site__organisation")
    unit = get_object_or_404(units, pk=pk)
    require(rules.may_change_units(request.by, unit.site))
    return unit


def unit_edit(request: HatRequest, pk: int) -> HttpResponse:
    """Name, size and features of one unit; never smaller than who lives there."""
    unit = changed_unit(request, pk)
    title = f"{unit.label} wijzigen"
    form = UnitForm(request.POST or None, instance=unit)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_unit(unit=unit, seen=form.seen(), by=request.by, **form.changed())
        except Overtaken as problem:
            form.show_overtaken(problem.stored)
        except (actions.NoRoom, actions.TooManyPlaces) as problem:
            form.add_error("places", str(problem))
        except actions.LabelTaken as problem:
            form.add_error("label", str(problem))
        else:
            tell(request, form, f"{form.cleaned_data['label']} is bewaard.")
            return redirect("housing:site_detail", pk=unit.site_id)
    return page(request, unit.site, form, title, "Bewaren")


def unit_remove(request: HatRequest, pk: int) -> HttpResponse:
    """Take away a unit in which nobody ever lived; asks first."""
    unit = changed_unit(request, pk)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.remove_unit(unit=unit, by=request.by)
        except actions.CannotRemove as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{unit.label} is verwijderd.")
            return redirect("housing:site_detail", pk=unit.site_id)
    return page(request, unit.site, form, f"{unit.label} verwijderen", "Verwijderen", danger=True)
