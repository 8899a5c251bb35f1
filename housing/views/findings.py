"""Pages of what a visit found, and of handing an offer over."""

import uuid

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.hats import HatRequest, require
from audit.paging import CappedPaginator
from audit.trail import IllegalTransition
from documents.serve import attachment
from housing import actions, rules
from housing.forms import HandOverForm, PhotosForm, SendBackForm, SolutionForm
from housing.models import Defect
from housing.views.offers import already_decided, judged_offer, step

PLACES = (
    "inspection__offer__municipality",
    "inspection__offer__organisation",
    "inspection__site__municipality",
    "inspection__site__organisation",
)


def defect_list(request: HatRequest) -> HttpResponse:
    """What this reader has to repair or to look at; what is due first comes first."""
    defects = (
        Defect.objects.visible_to(request.by)
        .waiting_for(request.by)
        .select_related(*PLACES)
        .order_by("due_on", "-blocks", "pk")
    )
    page = CappedPaginator(defects, 25).get_page(request.GET.get("pagina"))
    return render(request, "housing/defect_list.html", {"page": page, "today": timezone.localdate()})


def defect_detail(request: HatRequest, pk: int) -> HttpResponse:
    """One finding: photos, how it was repaired, and whether it is solved."""
    defect = get_object_or_404(
        Defect.objects.visible_to(request.by).select_related(*PLACES, "solved_by"),
        pk=pk,
    )
    data, what = request.POST or None, request.POST.get("wat", "")
    solution = SolutionForm(
        data if what in ("hersteld", "opgelost") else None, initial={"solution": defect.solution}
    )
    back = SendBackForm(data if what == "terug" else None)
    photos = PhotosForm(data, request.FILES) if what == "fotos" else PhotosForm()
    if request.method == "POST":
        judging = what in ("opgelost", "terug")
        require(
            rules.may_judge_defect(request.by, defect) if judging else rules.may_repair(request.by, defect)
        )
        try:
            if what == "hersteld" and solution.is_valid():
                actions.report_repaired(defect=defect, by=request.by, **solution.cleaned_data)
                messages.success(request, "Bedankt. De gemeente kijkt het na.")
                return redirect("housing:defect_detail", pk=pk)
            if what == "opgelost" and solution.is_valid():
                actions.confirm_solved(defect=defect, by=request.by, **solution.cleaned_data)
                messages.success(request, "Opgelost. Dit gebrek belet niets meer.")
                return redirect("housing:defect_detail", pk=pk)
            if what == "terug" and back.is_valid():
                actions.send_back(defect=defect, by=request.by, **back.cleaned_data)
                messages.success(request, "De aanbieder leest wat nog niet in orde is.")
                return redirect("housing:defect_detail", pk=pk)
        except IllegalTransition as problem:
            messages.error(request, str(problem))
            return redirect("housing:defect_detail", pk=pk)
        if what == "fotos" and photos.is_valid():
            actions.add_defect_photos(defect=defect, photos=photos.cleaned_data["photos"], by=request.by)
            messages.success(request, "De foto's zijn bewaard.")
            return redirect("housing:defect_detail", pk=pk)
    context = {
        "defect": defect,
        "place": defect.inspection.place,
        "pictures": defect.photos.all(),
        "solution": solution,
        "back": back,
        "photos": photos,
        "may_repair": rules.may_repair(request.by, defect),
        "may_judge": rules.may_judge_defect(request.by, defect),
    }
    return render(
        request, "housing/defect_detail.html", context, status=422 if request.method == "POST" else 200
    )


def defect_photo(request: HatRequest, pk: int, document: uuid.UUID) -> FileResponse:
    """A photo of a finding, for who may see the finding."""
    defect = get_object_or_404(Defect.objects.visible_to(request.by), pk=pk)
    return attachment(get_object_or_404(defect.photos, pk=document))


def offer_hand_over(request: HatRequest, pk: int) -> HttpResponse:
    """Give an offer to the municipality where the place really lies."""
    offer = judged_offer(request, pk)
    form = HandOverForm(request.POST or None, own=offer.municipality)
    if request.method == "POST" and form.is_valid():
        try:
            actions.hand_over_offer(offer=offer, by=request.by, **form.cleaned_data)
        except IllegalTransition as problem:
            return already_decided(request, offer, problem)
        town = form.cleaned_data["municipality"]
        messages.success(request, f"{offer.reference} is doorgegeven aan {town}. U hoeft niets meer te doen.")
        return redirect("housing:offer_list")
    return step(request, offer, form, "Doorgeven aan een andere gemeente", "Doorgeven")
