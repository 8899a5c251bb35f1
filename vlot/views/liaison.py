"""Pages of liaison: the contact book, and questions to services that wait for an answer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.hats import HatRequest, require
from accounts.models import Kind
from audit.overtaken import Overtaken
from audit.paging import CappedPaginator
from audit.shown import tell
from vlot import actions, rules
from vlot.forms import ReferralAnswerForm, ReferralForm, SectorContactForm
from vlot.models import Referral, SectorContact
from vlot.views.steps import handled_intervention, step, typed


def contact_book(request: HatRequest) -> HttpResponse:
    """Services by domain, for a province and for Flanders."""
    require(request.by.is_kind(Kind.VLOT, Kind.ABB))
    contacts = (
        SectorContact.objects.visible_to(request.by)
        .filter(retired_at__isnull=True)
        .select_related("province", "domain")
        .order_by("domain__position", "province__name", "organisation_name", "pk")
    )
    context = {"contacts": contacts, "may_keep": rules.may_keep_contact_book(request.by)}
    return render(request, "vlot/contact_book.html", context)


def sector_contact_form(request: HatRequest, contact: SectorContact | None) -> HttpResponse:
    form = SectorContactForm(typed(request), instance=contact)
    if form.is_bound and form.is_valid():
        try:
            actions.save_sector_contact(contact=contact, seen=form.seen(), by=request.by, **form.cleaned_data)
        except Overtaken as problem:
            form.show_overtaken(problem.stored)
        else:
            tell(
                request,
                form,
                "De gegevens zijn bewaard." if contact else "De dienst staat in het contactboek.",
            )
            return redirect("vlot:contact_book")
    context = {"form": form, "contact": contact}
    return render(request, "vlot/sector_contact_edit.html", context, status=422 if form.errors else 200)


def sector_contact_add(request: HatRequest) -> HttpResponse:
    require(rules.may_keep_contact_book(request.by))
    return sector_contact_form(request, None)


def visible_contact(request: HatRequest, pk: int) -> SectorContact:
    contact = get_object_or_404(SectorContact.objects.visible_to(request.by), pk=pk)
    require(rules.may_keep_contact_book(request.by))
    return contact


def sector_contact_edit(request: HatRequest, pk: int) -> HttpResponse:
    return sector_contact_form(request, visible_contact(request, pk))


@require_POST
def sector_contact_retire(request: HatRequest, pk: int) -> HttpResponse:
    actions.retire_sector_contact(contact=visible_contact(request, pk), by=request.by)
    messages.success(request, "De dienst staat niet meer in het contactboek.")
    return redirect("vlot:contact_book")


def referral_list(request: HatRequest) -> HttpResponse:
    """Which services still owe an answer, the longest overdue first."""
    require(request.by.is_kind(Kind.VLOT, Kind.ABB))
    waiting = (
        Referral.objects.visible_to(request.by)
        .waiting()
        .select_related("intervention__municipality", "contact__domain", "referred_by")
    )
    page = CappedPaginator(waiting, 25).get_page(request.GET.get("pagina"))
    return render(request, "vlot/referral_list.html", {"page": page, "today": timezone.localdate()})


def referral_add(request: HatRequest, pk: int) -> HttpResponse:
    """Put a question of a case to a service."""
    intervention = handled_intervention(request, pk)
    form = ReferralForm(typed(request), intervention=intervention, on=timezone.localdate())
    return step(
        request, intervention, form, actions.refer_intervention,
        title="Doorverwijzen naar een dienst", button="Doorverwijzen",
        done="De doorverwijzing is genoteerd. Ze blijft open tot er een antwoord is.",
    )  # fmt: skip


def referral_answer(request: HatRequest, pk: int) -> HttpResponse:
    """The service answered."""
    referral = get_object_or_404(
        Referral.objects.visible_to(request.by).select_related("contact", "intervention"), pk=pk
    )
    intervention = handled_intervention(request, referral.intervention_id)
    return step(
        request, intervention, ReferralAnswerForm(typed(request)),
        lambda intervention, **fields: actions.answer_referral(referral=referral, **fields),
        title=f"Antwoord van {referral.contact.organisation_name}", button="Noteren", done="Het antwoord is genoteerd.",
    )  # fmt: skip
