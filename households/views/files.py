"""The file of one household: what it needs, the papers of its persons, and who looked in it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.hats import HatRequest, for_data_protection, require
from audit.models import AuditEvent, Reading
from audit.overtaken import Overtaken
from audit.paging import CappedPaginator
from audit.readings import note_reading
from audit.shown import tell
from households import actions, rules
from households.forms import ChangeHouseholdForm, ChangePersonForm
from households.latin import table_for_browser
from households.models import Household, Person
from households.read_log import WHO_LOOKED, households_of

# What stands in the trail, as people say it.
VERBS = {
    "household.registered": "registreerde het huishouden",
    "household.changed": "wijzigde noden of contact",
    "household.person_changed": "vulde papieren van een persoon aan",
    "household.left": "legde het vertrek vast",
    "household.waits_again": "liet het huishouden opnieuw wachten",
    "household.look_alike_judged": "zei of het om dezelfde mensen gaat",
    "household.birth": "legde een geboorte vast",
    "household.joined": "voegde een persoon toe",
    "household.split": "splitste het huishouden",
    "household.split_off": "maakte er een eigen huishouden van",
    "household.person_left": "legde vast dat iemand vertrok",
    "household.reunited": "herenigde met een ander huishouden",
    "household.went_into": "herenigde met een ander huishouden",
    "household.merged": "voegde een dubbele registratie samen",
    "household.exported": "haalde alle gegevens op",
    "household.erased": "wiste de gegevens van de mensen",
    "household.erased_again": "wiste de gegevens opnieuw, na een herstel",
    "household.held_for_law": "legde een bewaarplicht op",
    "household.hold_lifted": "hief de bewaarplicht op",
    "household.file_moved": "nam het dossier over",
    "household.merge_undone": "maakte een samenvoeging ongedaan",
}


def corrected(event: AuditEvent) -> str:
    """Which fields a correction changed, as people call them: " (familienaam, geslacht)". Never what stood there."""
    model: type[Household] | type[Person]
    match event.verb:
        case "household.person_changed":
            model, names = Person, event.changes.get("fields", [])
        case "household.changed":
            model, names = Household, list(event.changes)
        case _:
            return ""
    known = {field.name: str(field.verbose_name) for field in model._meta.concrete_fields}
    told = ", ".join(known[name] for name in names if name in known)
    return f" ({told})" if told else ""


def own_household(request: HatRequest, pk: int) -> Household:
    return get_object_or_404(
        Household.objects.visible_to(request.by).select_related("registered_by").prefetch_related("persons"),
        pk=pk,
    )


def household_edit(request: HatRequest, pk: int) -> HttpResponse:
    """What they need of a place, and how to reach them."""
    household = own_household(request, pk)
    require(rules.may_change_household(request.by, household))
    others = Household.objects.visible_to(request.by).present().exclude(pk=pk).prefetch_related("persons")
    form = ChangeHouseholdForm(request.POST or None, instance=household, own_households=others)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_household(
                household=household, fields=form.values(), seen=form.seen(), by=request.by
            )
        except Overtaken as problem:
            form.show_overtaken(problem.stored)
        except actions.CannotChange as problem:
            form.add_error(None, str(problem))
        else:
            tell(request, form, "De gegevens zijn bewaard.")
            return redirect("matching:household_detail", pk=pk)
    note_reading(household, "noden en contact", by=request.by)
    return render(
        request,
        "households/household_edit.html",
        {"household": household, "form": form},
        status=422 if form.errors else 200,
    )


def person_edit(request: HatRequest, pk: int) -> HttpResponse:
    """A paper arrived: bijlage 15, A-kaart, national number; or a name was spelled wrong."""
    person = get_object_or_404(
        Person.objects.visible_to(request.by).select_related("household__registered_by"), pk=pk
    )
    household = person.household
    require(rules.may_change_household(request.by, household))
    form = ChangePersonForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_person(person=person, fields=form.cleaned_data, seen=form.seen(), by=request.by)
        except Overtaken as problem:
            form.show_overtaken(problem.stored)
        except (actions.AlreadyKnown, actions.CannotChange) as problem:
            form.add_error(None, str(problem))
        else:
            tell(request, form, "De gegevens zijn bewaard.")
            return redirect("matching:household_detail", pk=household.pk)
    note_reading(household, "papieren van een persoon", by=request.by)
    context = {"household": household, "form": form, "latin": table_for_browser()}
    return render(request, "households/person_edit.html", context, status=422 if form.errors else 200)


@for_data_protection
def household_readings(request: HatRequest, pk: int) -> HttpResponse:
    """Who looked in this file, and what was done in it: for the administrator of the local government. Its
    data-protection officer sees who looked, and of the file nothing."""
    officer = request.by.is_data_protection_officer
    household = get_object_or_404(households_of(request.by), pk=pk) if officer else own_household(request, pk)
    require(rules.may_see_readings(request.by, household))
    page = CappedPaginator(Reading.objects.about(household), 50).get_page(request.GET.get("pagina"))
    events = [
        {"event": event, "words": VERBS.get(event.verb, event.verb) + corrected(event)}
        for event in (() if officer else AuditEvent.objects.about(household)[:50])
    ]
    note_reading(household, WHO_LOOKED, by=request.by)
    return render(
        request,
        "households/household_readings.html",
        {"household": household, "page": page, "events": events, "officer": officer},
    )
