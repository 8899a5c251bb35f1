"""Pages about who someone is and for whom he acts."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts import actions, demo
from accounts.forms import OrganisationForm, RegisterOrganisationForm
from accounts.hats import HatRequest, hats_of, no_hat_needed, require, wear
from accounts.models import Kind, Membership
from accounts.rules import may_change_organisation


@no_hat_needed
def register_organisation(request: HatRequest) -> HttpResponse:
    """Someone who signed in tells for which company or association he acts."""
    form = RegisterOrganisationForm(request.POST or None, initial={"own_name": request.user.name})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            membership = actions.register_provider(
                user=request.user,
                kind=Kind(data["kind"]),
                name=data["name"],
                kbo_number=data["kbo_number"],
                phone=data["phone"],
                by=request.by,
            )
        except actions.OrganisationExists as exists:
            form.add_error("kbo_number", str(exists))
        else:
            actions.rename_user(user=request.user, name=data["own_name"], by=membership)
            wear(request, membership)
            messages.success(request, f"Welkom. U handelt nu voor {membership.organisation}.")
            return redirect("home")
    return render(request, "accounts/register_organisation.html", {"form": form})


def organisation(request: HatRequest) -> HttpResponse:
    """The organisation that one acts for, with its people."""
    mine = request.by.organisation
    may_change = may_change_organisation(request.by, mine)
    form = OrganisationForm(request.POST or None, instance=mine) if may_change else None
    if request.method == "POST":
        require(form is not None)
        if form is not None and form.is_valid():
            actions.change_organisation(organisation=mine, by=request.by, **form.cleaned_data)
            messages.success(request, "De gegevens van uw organisatie zijn bewaard.")
            return redirect("accounts:organisation")
    people = Membership.objects.open().filter(organisation=mine).select_related("user")
    return render(
        request, "accounts/organisation.html", {"organisation": mine, "form": form, "people": people}
    )


@require_POST
def switch_hat(request: HatRequest, pk: int) -> HttpResponse:
    """Put on another of one's own hats."""
    hat = next((hat for hat in request.hats if hat.pk == pk), None)
    if hat is None:
        raise Http404
    wear(request, hat)
    messages.info(request, f"U handelt nu voor {hat.organisation}.")
    return redirect("home")


@login_not_required
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """The demo accounts, one per role, to sign in with one click. Exists in demo mode only."""
    if not settings.DEMO_MODE:
        raise Http404
    accounts = demo.accounts()
    if request.method == "POST":
        membership = get_object_or_404(accounts, pk=request.POST.get("account"))
        login(request, membership.user, backend="django.contrib.auth.backends.ModelBackend")
        wear(request, next(hat for hat in hats_of(membership.user) if hat.pk == membership.pk))
        return redirect("home")
    return render(request, "accounts/demo_sign_in.html", {"accounts": accounts})
