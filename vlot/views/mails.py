"""The page where a message of the mailbox comes in as a file."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.hats import HatRequest, require
from vlot import actions, rules
from vlot.forms import MailForm
from vlot.views.steps import typed


def mail_take_in(request: HatRequest) -> HttpResponse:
    """One .eml file becomes a case, or goes to the case that it answers."""
    require(rules.may_take_in_mail(request.by))
    form = MailForm(typed(request), request.FILES if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        taken = actions.take_in_mail(mail=form.cleaned_data["mail"], by=request.by)
        intervention = taken.intervention
        if not taken.new_mail:
            messages.info(request, f"Deze e-mail staat al bij oproep {intervention.reference}.")
        elif taken.new_case:
            messages.success(
                request, f"De e-mail is oproep {intervention.reference}, voor het {intervention.team}."
            )
        else:
            messages.success(request, f"De e-mail hoort bij oproep {intervention.reference}.")
        if rules.may_handle_intervention(request.by, intervention):
            return redirect("vlot:intervention_detail", pk=intervention.pk)
        return redirect("vlot:intervention_list")
    return render(request, "vlot/mail_take_in.html", {"form": form}, status=422 if form.errors else 200)
