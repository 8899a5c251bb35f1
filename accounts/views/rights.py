"""Pages of the local administrator: who works here, with which right, from when until when."""

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts import actions
from accounts.actions.invitations import why_not
from accounts.forms import InviteForm, PeriodForm, ReasonForm, ReviewForm, RoleForm
from accounts.hats import HatRequest, hats_of, require, wear
from accounts.history import rights_history
from accounts.models import Invitation, Membership, RightsReview
from accounts.rules import (
    may_change_organisation,
    may_change_rights,
    may_confirm_rights,
    may_end_membership,
    may_invite,
    may_withdraw_invitation,
)
from audit.overtaken import Overtaken
from audit.shown import KnowsWhatItShowed, tell
from audit.trail import IllegalTransition


def people(request: HatRequest) -> HttpResponse:
    """Everybody who works for the organisation, who is invited, and what happened."""
    organisation = request.by.organisation
    require(may_change_organisation(request.by, organisation))
    standing = Membership.objects.visible_to(request.by).standing().select_related("user", "started_by")
    context = {
        "organisation": organisation,
        "people": standing.order_by("user__name", "user__email"),
        "invitations": Invitation.objects.visible_to(request.by).sent().select_related("invited_by"),
        "review": RightsReview.objects.waiting_for(request.by).first(),
        "confirmed": RightsReview.objects.filter(organisation=organisation, confirmed_at__isnull=False)
        .select_related("confirmed_by")
        .first(),
        "today": timezone.localdate(),
        "history": rights_history(organisation),
    }
    return render(request, "accounts/people.html", context)


def invitation_new(request: HatRequest) -> HttpResponse:
    """Invite a colleague by mail."""
    organisation = request.by.organisation
    require(may_invite(request.by, organisation, Membership.Role.MANAGER))
    form = InviteForm(request.POST or None, organisation=organisation)
    if request.method == "POST" and form.is_valid():
        try:
            invitation = actions.invite(organisation=organisation, by=request.by, **form.cleaned_data)
        except (actions.HasHat, actions.AlreadyInvited) as problem:
            form.add_error("email", str(problem))
        except ValidationError as problem:
            form.add_error(None, problem.messages)
        else:
            messages.success(request, f"{invitation.email} krijgt een e-mail met de uitnodiging.")
            return redirect("accounts:people")
    context = {"organisation": organisation, "form": form}
    return render(request, "accounts/invitation_new.html", context, status=422 if form.errors else 200)


@require_POST
def invitation_withdraw(request: HatRequest, pk: int) -> HttpResponse:
    """The link in the mail opens nothing any more."""
    invitation = get_object_or_404(Invitation.objects.visible_to(request.by), pk=pk)
    require(may_withdraw_invitation(request.by, invitation))
    try:
        actions.withdraw_invitation(invitation=invitation, by=request.by)
    except IllegalTransition as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"De uitnodiging van {invitation.email} is ingetrokken.")
    return redirect("accounts:people")


@login_not_required
def invitation_open(request: HttpRequest, token: str) -> HttpResponse:
    """What the link in the mail opens: who invites for what. Only a post by the right account accepts."""
    invitation = Invitation.objects.all().behind(token)
    if invitation is None:
        raise Http404
    user = request.user if request.user.is_authenticated else None
    if request.method == "POST" and user is not None:
        try:
            membership = actions.accept_invitation(
                invitation=invitation,
                user=user,
                by=request.by,  # type: ignore[attr-defined]
            )
        except (actions.CannotAccept, actions.AlreadyMember, IllegalTransition) as problem:
            messages.error(request, str(problem))
            return redirect("accounts:invitation_open", token=token)
        wear(request, next(hat for hat in hats_of(user) if hat.pk == membership.pk))
        messages.success(request, f"Welkom. U handelt nu voor {membership.organisation}.")
        return redirect("home")
    context = {"invitation": invitation, "refusal": why_not(invitation, user)}
    return render(
        request,
        "accounts/invitation_open.html",
        context,
        status=200 if user or not context["refusal"] else 410,
    )


def membership_edit(request: HatRequest, pk: int) -> HttpResponse:
    """One colleague: another role, another period, or the end of it."""
    membership = get_object_or_404(
        Membership.objects.visible_to(request.by).standing().select_related("user", "organisation"), pk=pk
    )
    may_change = may_change_rights(request.by, membership)
    require(may_change or may_end_membership(request.by, membership))
    asked = request.POST.get("stap", "") if request.method == "POST" else ""
    role = RoleForm(request.POST if asked == "rol" else None, membership=membership)
    period = PeriodForm(request.POST if asked == "periode" else None, membership=membership)
    end = ReasonForm(request.POST if asked == "einde" else None)
    steps: dict[str, tuple[Form, Callable[..., Membership], str]] = {
        "rol": (role, actions.change_role, "De rol van {} is gewijzigd."),
        "periode": (period, actions.set_period, "De periode van {} is gewijzigd."),
        "einde": (end, actions.end_membership, "De toegang van {} is beëindigd."),
    }
    if request.method == "POST":
        require(may_change or asked == "einde")
        form, verb, done = steps.get(asked, steps["einde"])
        if form.is_valid():
            try:
                seen = {"seen": form.seen()} if isinstance(form, KnowsWhatItShowed) else {}
                verb(membership=membership, by=request.by, **seen, **form.cleaned_data)
            except Overtaken as problem:
                cast(KnowsWhatItShowed, form).show_overtaken(problem.stored)
            except actions.LastManager as problem:
                form.add_error(None, str(problem))
            except ValidationError as problem:
                form.add_error(None, problem.messages)
            else:
                tell(request, form, done.format(membership.user))
                return redirect("home" if membership.pk == request.by.pk else "accounts:people")
    context = {
        "membership": membership,
        "may_change": may_change,
        "from_acm_idm": membership.source == Membership.Source.ACM_IDM,
        "is_own": membership.pk == request.by.pk,
        "role": role,
        "period": period,
        "end": end,
        "today": timezone.localdate(),
    }
    refused = any(form.errors for form in (role, period, end))
    return render(request, "accounts/membership_edit.html", context, status=422 if refused else 200)


def rights_confirm(request: HatRequest) -> HttpResponse:
    """Once a year: who keeps his role and who does not?"""
    organisation = request.by.organisation
    require(may_change_organisation(request.by, organisation))
    review = RightsReview.objects.waiting_for(request.by).select_related("organisation").first()
    if review is None:
        messages.info(request, "Er is nu niets te bevestigen.")
        return redirect("accounts:people")
    listed = list(
        Membership.objects.visible_to(request.by)
        .to_confirm()
        .exclude(pk=request.by.pk)
        .select_related("user", "organisation")
        .order_by("user__name", "user__email")
    )
    form = ReviewForm(request.POST if request.method == "POST" else None, people=listed)
    if request.method == "POST":
        require(may_confirm_rights(request.by, review))
        if form.is_valid():
            try:
                actions.confirm_rights(
                    review=review, keep=form.chosen(form.KEEP), stop=form.chosen(form.STOP), by=request.by
                )
            except (actions.ReviewClosed, actions.Undecided) as problem:
                messages.error(request, str(problem))
            else:
                messages.success(request, "De lijst is bevestigd.")
            return redirect("accounts:people")
    context = {"organisation": organisation, "review": review, "form": form}
    return render(request, "accounts/rights_confirm.html", context, status=422 if form.errors else 200)
