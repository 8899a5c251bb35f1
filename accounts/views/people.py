"""Pages about who someone is and for whom he acts."""

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts import actions, demo
from accounts.forms import (
    AcceptJoinForm,
    DeclineJoinForm,
    HostForm,
    JoinForm,
    OrganisationForm,
    RegisterOrganisationForm,
)
from accounts.hats import HatRequest, hats_of, in_any_hat, no_hat_needed, require, wear
from accounts.models import JoinRequest, Kind, Membership, Organisation
from accounts.rules import may_change_organisation, may_decide_join_request
from audit.overtaken import Overtaken
from audit.shown import tell
from audit.trail import IllegalTransition
from municipalities.lookup import municipalities_named
from municipalities.models import Municipality


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
            actions.rename_user(user=request.user, name=data["own_name"], by=request.by)
            messages.info(
                request, f"{exists.organisation.name} is al geregistreerd met dit ondernemingsnummer."
            )
            return redirect("accounts:join_ask", pk=exists.organisation.pk)
        else:
            actions.rename_user(user=request.user, name=data["own_name"], by=membership)
            wear(request, membership)
            messages.success(request, f"Welkom. U handelt nu voor {membership.organisation}.")
            return redirect("home")
    asked = request.user.join_requests.to_decide().select_related("organisation")
    return render(request, "accounts/register_organisation.html", {"form": form, "asked": asked})


@no_hat_needed
def join_ask(request: HatRequest, pk: int) -> HttpResponse:
    """Ask the administrator of an organisation that is here already for access to it."""
    organisation = get_object_or_404(Organisation.objects.exclude(kbo_number=""), pk=pk)
    asked = request.user.join_requests.to_decide().filter(organisation=organisation).first()
    form = JoinForm(request.POST or None, initial={"own_name": request.user.name})
    if request.method == "POST" and asked is None and form.is_valid():
        actions.rename_user(user=request.user, name=form.cleaned_data["own_name"], by=request.by)
        try:
            actions.ask_to_join(
                user=request.user,
                organisation=organisation,
                message=form.cleaned_data["message"],
                by=request.by,
            )
        except actions.AlreadyMember as problem:
            messages.info(request, str(problem))
            return redirect("home")
        return redirect("accounts:join_ask", pk=pk)
    context = {"organisation": organisation, "asked": asked, "form": form}
    return render(request, "accounts/join_ask.html", context, status=422 if form.errors else 200)


def join_decide(request: HatRequest, pk: int) -> HttpResponse:
    """The administrator lets somebody in, with a role, or not, with a reason."""
    asked = get_object_or_404(
        JoinRequest.objects.visible_to(request.by).select_related("user", "organisation", "decided_by"), pk=pk
    )
    declining = "weigeren" in request.POST
    accept = AcceptJoinForm(
        request.POST if request.method == "POST" and not declining else None, organisation=asked.organisation
    )
    decline = DeclineJoinForm(request.POST if declining else None)
    if request.method == "POST":
        require(may_decide_join_request(request.by, asked))
        try:
            if declining and decline.is_valid():
                actions.decline_join_request(request=asked, by=request.by, **decline.cleaned_data)
                messages.success(request, f"{asked.user} krijgt geen toegang, en leest uw toelichting.")
                return redirect("accounts:organisation")
            if not declining and accept.is_valid():
                actions.accept_join_request(request=asked, role=accept.cleaned_data["role"], by=request.by)
                messages.success(request, f"{asked.user} kan nu werken voor {asked.organisation}.")
                return redirect("accounts:organisation")
        except IllegalTransition as problem:
            messages.error(request, str(problem))
            return redirect("accounts:organisation")
    context = {
        "asked": asked,
        "accept": accept,
        "decline": decline,
        "may_decide": may_decide_join_request(request.by, asked) and asked.status == JoinRequest.Status.ASKED,
    }
    refused = accept.errors or decline.errors
    return render(request, "accounts/join_decide.html", context, status=422 if refused else 200)


@login_not_required
def private_host(request: HttpRequest) -> HttpResponse:
    """A private person does not register: his municipality does it for him. Which one, and how to reach it."""
    form = HostForm(request.GET or None)
    towns: list[Municipality] = []
    if form.is_valid():
        towns = municipalities_named(form.cleaned_data["postcode"])
        if not towns:
            form.add_error(
                "postcode",
                "Deze postcode of gemeente kennen we niet in Vlaanderen. Kijk na wat u typte. Ligt de plaats in "
                "Brussel of Wallonië, neem dan contact op met de gemeente daar.",
            )
    contacts = Organisation.objects.filter(kind=Kind.LOCAL_AUTHORITY, municipality__in=towns).select_related(
        "municipality"
    )
    context = {"form": form, "contacts": contacts}
    return render(request, "accounts/private_host.html", context, status=422 if form.errors else 200)


def organisation(request: HatRequest) -> HttpResponse:
    """The organisation that one acts for, with its people."""
    mine = request.by.organisation
    may_change = may_change_organisation(request.by, mine)
    form = OrganisationForm(request.POST or None, instance=mine) if may_change else None
    if request.method == "POST":
        require(form is not None)
        if form is not None and form.is_valid():
            try:
                actions.change_organisation(
                    organisation=mine, seen=form.seen(), by=request.by, **form.cleaned_data
                )
            except Overtaken as problem:
                form.show_overtaken(problem.stored)
            else:
                tell(request, form, "De gegevens van uw organisatie zijn bewaard.")
                return redirect("accounts:organisation")
    context = {
        "organisation": mine,
        "form": form,
        "people": Membership.objects.visible_to(request.by).open().select_related("user"),
        "asked": JoinRequest.objects.visible_to(request.by)
        .to_decide()
        .select_related("user", "organisation"),
    }
    return render(request, "accounts/organisation.html", context, status=422 if form and form.errors else 200)


@require_POST
@in_any_hat
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
        UserSession.objects.create_from_request(request)
        return redirect("home")
    return render(request, "accounts/demo_sign_in.html", {"accounts": accounts})
