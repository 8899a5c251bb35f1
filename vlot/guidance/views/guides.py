"""The library of guides: find, read, confirm, print; and for VLOT: write."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.hats import HatRequest, require
from accounts.models import Membership
from documents.serve import attachment
from vlot.guidance import actions, rules
from vlot.guidance.forms import GuideForm, LibrarySearch, kinds_in_words
from vlot.guidance.models import GoodPractice, Guide, GuideFile, Theme
from vlot.guidance.rendering import sections_of
from vlot.guidance.search import search_guidance, suggest_guidance
from vlot.models import Intervention


def guide_list(request: HatRequest) -> HttpResponse:
    """The library: what must be read, what is new since the last visit, and everything by theme or by words."""
    require(rules.may_read_library(request.by))
    today = timezone.localdate()
    form = LibrarySearch(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    words, theme = asked.get("zoek", ""), asked.get("thema", "")
    since = actions.note_visit(at=timezone.now(), by=request.by)
    visible = Guide.objects.visible_to(request.by)
    guides = list(visible.filter(theme=theme) if theme else visible)
    news = [guide for guide in guides if since is not None and guide.published_at > since]
    context = {
        "form": form,
        "words": words,
        "found": search_guidance(words, by=request.by, themes=[theme] if theme else []) if words else [],
        "shelves": shelves(guides),
        "to_read": visible.to_read(request.by, on=today),
        "news": news,
        "since": since,
        "may_publish": rules.may_publish_guide(request.by),
        "sees_practices": rules.may_see_practices(request.by),
        "may_submit": rules.may_submit_practice(request.by),
        "waiting": GoodPractice.objects.visible_to(request.by).waiting_for(request.by).count(),
    }
    return render(request, "vlot/guide_list.html", context)


def shelves(guides: list[Guide]) -> list[tuple[str, list[Guide]]]:
    """The guides by theme, in the order of the themes; no empty shelf."""
    by_theme = [(str(theme.label), [guide for guide in guides if guide.theme == theme]) for theme in Theme]
    return [(name, there) for name, there in by_theme if there]


def guide_detail(request: HatRequest, code: str) -> HttpResponse:
    """One guide with its sections and files; with ?versie=2 as it was then."""
    guide = get_object_or_404(Guide.objects.visible_to(request.by).select_related("published_by"), code=code)
    shown = earlier_version(guide, request.GET.get("versie", ""))
    reading = guide.readings.filter(version=guide.version, membership=request.by).first()
    related = GoodPractice.objects.visible_to(request.by).published().filter(guides=guide)
    context = {
        "guide": guide,
        "shown": shown,
        "is_earlier": shown is not guide,
        "not_yet": shown.valid_from > timezone.localdate(),
        "sections": sections_of(shown.body),
        "audience": kinds_in_words(guide.audience),
        "must_read": kinds_in_words(guide.must_read) if guide.must_read else "",
        "reading": reading,
        "may_confirm": rules.may_confirm_reading(request.by, guide) and reading is None and shown is guide,
        "readers": readers_of(guide, request.by),
        "files": guide.files.select_related("document"),
        "versions": versions_of(guide),
        "practices": related.select_related("organisation"),
        "may_publish": rules.may_publish_guide(request.by),
    }
    return render(request, "vlot/guide_detail.html", context)


def earlier_version(guide: Guide, asked: str) -> Any:
    """The guide, or the row of its history that keeps the version asked for. Raises Http404 when there is none."""
    if not asked or asked == str(guide.version):
        return guide
    if not asked.isdigit() or len(asked) > 6:
        raise Http404
    row = guide.history().filter(version=int(asked)).first()
    if row is None:
        raise Http404
    return row


def versions_of(guide: Guide) -> list[Any]:
    """Every version from the history, the newest first."""
    return list(guide.history().distinct("version"))


def readers_of(guide: Guide, by: Membership) -> int | None:
    """How many confirmed the present version; only VLOT asks."""
    return guide.readings.filter(version=guide.version).count() if rules.may_publish_guide(by) else None


@require_POST
def guide_confirm(request: HatRequest, code: str) -> HttpResponse:
    """Confirm that one read the version that stood on the page."""
    guide = get_object_or_404(Guide.objects.visible_to(request.by), code=code)
    require(rules.may_confirm_reading(request.by, guide))
    version = request.POST.get("version", "")
    try:
        actions.confirm_reading(guide=guide, version=int(version) if version.isdigit() else 0, by=request.by)
    except actions.ChangedMeanwhile as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"U bevestigde dat u “{guide}” las.")
    return redirect("vlot:guide_detail", code=guide.code)


def guide_file(request: HatRequest, document: UUID) -> FileResponse:
    """A file of a guide that this hat may read."""
    files = GuideFile.objects.visible_to(request.by).select_related("document")
    file = get_object_or_404(files, document=document)
    return attachment(file.document)


@require_POST
def guide_file_remove(request: HatRequest, document: UUID) -> HttpResponse:
    files = GuideFile.objects.visible_to(request.by).select_related("document", "guide")
    file = get_object_or_404(files, document=document)
    require(rules.may_publish_guide(request.by))
    actions.remove_guide_file(file=file, by=request.by)
    messages.success(request, f"Het bestand “{file.document}” hoort niet meer bij dit handvat.")
    return redirect("vlot:guide_detail", code=file.guide.code)


def guide_add(request: HatRequest) -> HttpResponse:
    """VLOT writes a new guide."""
    require(rules.may_publish_guide(request.by))
    return guide_page(request, None)


def guide_edit(request: HatRequest, code: str) -> HttpResponse:
    """VLOT writes the next version."""
    guide = get_object_or_404(Guide.objects.visible_to(request.by), code=code)
    require(rules.may_publish_guide(request.by))
    return guide_page(request, guide)


def guide_page(request: HatRequest, guide: Guide | None) -> HttpResponse:
    """The form of a guide; what a colleague published meanwhile is said on the same page, with the text still there."""
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    initial = {} if guide else {"valid_from": timezone.localdate(), "is_draft": True}
    form = GuideForm(*data, instance=guide, initial=initial)
    status = 200
    if form.is_bound and form.is_valid():
        typed = {**form.cleaned_data, "files": form.cleaned_data["new_files"]}
        del typed["new_files"]
        if guide is not None:
            typed["code"] = guide.code
        try:
            published = actions.publish_guide(guide=guide, **typed, by=request.by)
        except actions.ChangedMeanwhile as problem:
            form.add_error(None, str(problem))
            status = 409
        else:
            messages.success(request, f"Versie {published.version} van “{published}” staat bij de handvaten.")
            return redirect("vlot:guide_detail", code=published.code)
    elif form.errors:
        status = 422
    return render(request, "vlot/guide_edit.html", {"form": form, "guide": guide}, status=status)


def call_suggestions(request: HatRequest, pk: int) -> HttpResponse:
    """A piece of page for the screen of a case: what may help, from its topic and its question.

    The question is read here and never sent in an address: people may have typed something private in it.
    """
    call = get_object_or_404(Intervention.objects.visible_to(request.by).select_related("topic"), pk=pk)
    found = suggest_guidance(call.topic.guidance_theme, call.question, by=request.by)
    return render(request, "vlot/guide_suggestions.html", {"found": found})
