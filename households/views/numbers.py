"""Certificate and national numbers: masked on every page, shown in full on this one, with a reason; and found again.

Both are posts: a number never stands in an address, which browsers and servers keep.
"""

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.hats import HatRequest, require
from audit.encryption import CannotDecrypt
from audit.readings import note_reading, note_revealing
from households import rules
from households.forms import FindByNumberForm, RevealForm
from households.models import Person

REVEALED = "nummers voluit"


def person_numbers(request: HatRequest, pk: int) -> HttpResponse:
    """Ask why; write it in the read log; show the numbers once."""
    person = get_object_or_404(
        Person.objects.visible_to(request.by).select_related("household__registered_by"), pk=pk
    )
    household = person.household
    require(rules.may_reveal_numbers(request.by, household))
    form = RevealForm(request.POST if request.method == "POST" else None)
    context = {"household": household, "person": person, "form": form}
    if request.method == "POST" and form.is_valid():
        note_revealing(household, REVEALED, reason=form.cleaned_data["reason"], by=request.by)
        try:
            context["numbers"] = {
                "Nummer attest": person.certificate_number.reveal(),
                "Rijksregister- of bisnummer": person.national_number.reveal(),
            }
        except CannotDecrypt:
            form.add_error(
                None,
                "Het nummer is niet leesbaar: de sleutel ontbreekt. Verwittig de beheerder van het portaal.",
            )
    else:
        note_reading(household, "nummers, verborgen", by=request.by)
    response = render(request, "households/person_numbers.html", context, status=422 if form.errors else 200)
    response.headers["Cache-Control"] = "no-store"
    return response


def number_find(request: HatRequest) -> HttpResponse:
    """Whose number is this? Among the own households only; it leads to the file, which writes who looked."""
    require(rules.may_find_by_number(request.by))
    form = FindByNumberForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        found = Q(certificate_number=form.cleaned_data["as_certificate"])
        if national := form.cleaned_data["as_national"]:
            found |= Q(national_number=national)
        person = Person.objects.visible_to(request.by).filter(found).first()
        if person is not None:
            return redirect("matching:household_detail", pk=person.household_id)
        form.add_error("number", "Bij uw huishoudens staat niemand met dit nummer.")
    response = render(
        request, "households/number_find.html", {"form": form}, status=422 if form.errors else 200
    )
    response.headers["Cache-Control"] = "no-store"
    return response
