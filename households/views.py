"""Pages about households: who needs a home."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.hats import HatRequest, require
from households import actions, rules
from households.forms import HouseholdForm, PersonFormSet
from households.models import Channel, Household, Relation
from households.rows import as_typed, filled_rows, wants_row, with_row

FIRST_ROWS = 4


def household_add(request: HatRequest) -> HttpResponse:
    """The family before the desk: one page, by keyboard."""
    require(rules.may_register_household(request.by))
    own = Household.objects.visible_to(request.by).present().prefetch_related("persons")
    today = timezone.localdate()
    token = valid_token(request.POST.get("form_token"))
    if wants_row(request, "persons"):
        form = HouseholdForm(own_households=own, initial=as_typed(request))
        persons = with_row(PersonFormSet, request, prefix="persons")
    elif request.method == "POST":
        form = HouseholdForm(request.POST, own_households=own)
        persons = PersonFormSet(request.POST, prefix="persons")
        if form.is_valid() & persons.is_valid():
            try:
                household = actions.register_household(
                    form_token=token, fields=form.cleaned_data, persons=filled_rows(persons), by=request.by
                )
            except actions.AlreadyKnown as known:
                form.add_error(None, str(known))
            else:
                messages.success(request, f"{household.name} is geregistreerd. Kies nu een plaats.")
                return redirect("matching:household_detail", pk=household.pk)
    else:
        form = HouseholdForm(
            own_households=own,
            initial={"channel": Channel.COUNTER, "wanted_from": today, "arrived_on": today},
        )
        persons = PersonFormSet(prefix="persons", initial=[{"relation": Relation.REFERENCE}])
        persons.extra = FIRST_ROWS
    return render(
        request,
        "households/household_add.html",
        {"form": form, "persons": persons, "token": token},
        status=422 if form.is_bound else 200,
    )


def valid_token(typed: str | None) -> uuid.UUID:
    """The name of this form; a damaged one gets a new name instead of an error page."""
    try:
        return uuid.UUID(typed or "")
    except ValueError:
        return uuid.uuid4()
