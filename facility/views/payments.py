"""Pages of payment files: made by one person, released by another, then to the bank."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.hats import HatRequest, require
from audit.models import AuditEvent
from audit.trail import record
from documents.serve import attachment
from facility import actions, rules
from facility.forms import PaymentForm, ReasonForm
from facility.models import PaymentFile
from facility.views.pages import do_and_return, form_page, typed
from housing.history import sentences

Status = PaymentFile.Status


def payment_list(request: HatRequest) -> HttpResponse:
    """All payment files, newest first."""
    require(rules.sees_money(request.by))
    files = PaymentFile.objects.visible_to(request.by).select_related("made_by", "released_by")
    return render(
        request, "facility/payment_list.html", {"files": files, "may_buy": rules.may_buy(request.by)}
    )


def payment_add(request: HatRequest) -> HttpResponse:
    """Choose which approved claims go to the bank."""
    require(rules.may_buy(request.by))
    form = PaymentForm(typed(request), by=request.by, on=timezone.localdate())
    back = reverse("facility:payment_list")

    def make() -> PaymentFile:
        data = form.cleaned_data
        return actions.make_payment_file(**{**data, "claims": list(data["claims"])}, by=request.by)

    return form_page(
        request, form, make, title="Nieuw betaalbestand", button="Bestand maken", back=back,
        crumbs=[("Betaalbestanden", back)], done="Het bestand is gemaakt. Een collega geeft het vrij.", go=address,
    )  # fmt: skip


def address(file: PaymentFile) -> str:
    return reverse("facility:payment_detail", args=[file.pk])


def visible_file(request: HatRequest, pk: int) -> PaymentFile:
    files = PaymentFile.objects.visible_to(request.by)
    return get_object_or_404(files.select_related("made_by", "released_by", "account", "document"), pk=pk)


def payment_detail(request: HatRequest, pk: int) -> HttpResponse:
    """One file with the claims in it, and the next step."""
    file = visible_file(request, pk)
    buys, releases = rules.may_buy(request.by), rules.may_release_payment(request.by, file)
    made = file.status == Status.MADE
    context = {
        "file": file,
        "claims": file.claims.select_related("organisation"),
        "history": sentences(AuditEvent.objects.about(file)),
        "may_release": releases and made,
        "waits_for_colleague": buys and made and not releases,
        "may_fetch": file.status in (Status.RELEASED, Status.EXECUTED),
        "may_execute": buys and file.status == Status.RELEASED,
        "may_cancel": buys and file.may_become(Status.CANCELLED),
    }
    return render(request, "facility/payment_detail.html", context)


@require_POST
def payment_release(request: HatRequest, pk: int) -> HttpResponse:
    """A second person lets it go."""
    file = visible_file(request, pk)
    require(rules.may_release_payment(request.by, file))
    return do_and_return(
        request, lambda: actions.release_payment_file(file=file, by=request.by), back=address(file),
        done="Het bestand is vrijgegeven. Download het en geef het aan de bank.",
    )  # fmt: skip


@require_POST
def payment_execute(request: HatRequest, pk: int) -> HttpResponse:
    """The bank carried it out."""
    file = visible_file(request, pk)
    require(rules.may_buy(request.by))
    return do_and_return(
        request, lambda: actions.execute_payment_file(file=file, by=request.by), back=address(file),
        done="De terugvorderingen zijn betaald. De lokale besturen krijgen bericht.",
    )  # fmt: skip


def payment_cancel(request: HatRequest, pk: int) -> HttpResponse:
    """It does not go (any more)."""
    file = visible_file(request, pk)
    require(rules.may_buy(request.by))
    form = ReasonForm(typed(request))
    back = reverse("facility:payment_list")
    return form_page(
        request, form, lambda: actions.cancel_payment_file(file=file, **form.cleaned_data, by=request.by),
        title="Betaalbestand annuleren", button="Annuleren", back=address(file), danger=True,
        crumbs=[("Betaalbestanden", back), (file.reference, address(file))], done="Het bestand is geannuleerd.",
        lead="Doe dit alleen als de bank het niet uitvoerde. De terugvorderingen kunnen dan in een ander bestand.",
    )  # fmt: skip


def payment_download(request: HatRequest, pk: int) -> HttpResponseBase:
    """The file for the bank, once it was released. The trail keeps who took it."""
    file = visible_file(request, pk)
    if file.status not in (Status.RELEASED, Status.EXECUTED):
        raise Http404
    record("payment_file.fetched", file, by=request.by)
    return attachment(file.document)
