"""Filters that somebody keeps under a name."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.actions import delete_filter, mail_filter, rename_filter, save_filter
from accounts.hats import HatRequest, require
from accounts.models import SavedFilter
from accounts.rules import may_change_saved_filter
from housing.filter_news import LISTS
from housing.forms import EditFilterForm, SaveFilterForm
from housing.lists import SITES
from housing.views.lists import WIPED


def address(saved: SavedFilter) -> str:
    return f"{reverse(LISTS[saved.list].url)}?{saved.query}"


@require_POST
def filter_save(request: HatRequest) -> HttpResponse:
    """Keep the filter that is on now."""
    kind = LISTS.get(request.POST.get("list", ""), SITES)
    form = SaveFilterForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Geef de filter een naam van hoogstens 60 tekens.")
        return redirect(kind.url)
    saved = save_filter(list_name=kind.name, by=request.by, **form.cleaned_data)
    messages.success(request, f"De filter “{saved}” is bewaard. U vindt hem boven deze lijst.")
    return redirect(address(saved))


def filter_edit(request: HatRequest, pk: int) -> HttpResponse:
    """Another name for a filter, a mail about what comes in new, or away with it."""
    saved = get_object_or_404(SavedFilter.objects.visible_to(request.by), pk=pk)
    require(may_change_saved_filter(request.by, saved))
    form = EditFilterForm(request.POST or None, saved=saved)
    if request.method == "POST" and form.is_valid():
        rename_filter(saved=saved, name=form.cleaned_data["name"], by=request.by)
        mail_filter(saved=saved, every=form.cleaned_data["every"], by=request.by)
        messages.success(request, f"De filter “{form.cleaned_data['name']}” is bewaard.")
        return redirect(address(saved))
    context = {"saved": saved, "form": form, "list_url": reverse(LISTS[saved.list].url)}
    return render(request, "housing/filter_edit.html", context, status=422 if form.errors else 200)


@require_POST
def filter_delete(request: HatRequest, pk: int) -> HttpResponse:
    saved = get_object_or_404(SavedFilter.objects.visible_to(request.by), pk=pk)
    require(may_change_saved_filter(request.by, saved))
    request.session[WIPED] = {"list": saved.list, "name": saved.name, "query": saved.query}
    delete_filter(saved=saved, by=request.by)
    messages.success(request, f"De filter “{saved}” is gewist.")
    return redirect(LISTS[saved.list].url)


def filter_open(request: HatRequest, pk: int) -> HttpResponse:
    """The list with this filter on: where a mail about it leads."""
    return redirect(address(get_object_or_404(SavedFilter.objects.visible_to(request.by), pk=pk)))


@login_not_required
def filter_stop(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link in a mail: one click, without signing in. Opening it changes nothing, for scanners of
    mail open links too."""
    saved = SavedFilter.objects.behind(token)
    if saved is None:
        return render(request, "housing/filter_stopped.html", {"saved": None}, status=410)
    if request.method == "POST":
        mail_filter(saved=saved, every="", by=saved.membership)
        saved.refresh_from_db()
    return render(request, "housing/filter_stopped.html", {"saved": saved})
