"""The pages of the help: /hulp/, one guide, /woordenlijst/. Open to all: a company reads before it signs in."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from config.help.finding import find_help
from config.help.forms import HelpSearch
from config.help.glossary import all_words, word_at
from config.help.guides import all_guides, readers_of, shelves
from config.help.text import sections_of


@login_not_required
@require_safe
def help_list(request: HttpRequest) -> HttpResponse:
    """Every guide: first those for the hat that one wears; or what fits the words one asks for."""
    by = getattr(request, "by", None)
    form = HelpSearch(request.GET)
    words = form.cleaned_data["zoek"] if form.is_valid() else ""
    readers = readers_of(by)
    own = tuple(guide for guide in all_guides() if guide.is_for(readers))
    context = {
        "form": form,
        "words": words,
        "found": find_help(words, by=by),
        "own": own,
        "shelves": shelves(tuple(guide for guide in all_guides() if guide not in own)),
    }
    return render(request, "help/guides.html", context)


@login_not_required
@require_safe
def help_guide(request: HttpRequest, code: str) -> HttpResponse:
    """One guide, to read and to print. Raises Http404."""
    found = next((guide for guide in all_guides() if guide.code == code), None)
    if found is None:
        raise Http404
    return render(request, "help/guide.html", {"guide": found, "sections": sections_of(found.body)})


@login_not_required
@require_safe
def help_moved(request: HttpRequest) -> HttpResponse:
    """The address that people guess."""
    return redirect("help_list", permanent=True)


@login_not_required
@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """The words of the field, by the alphabet, each with an anchor."""
    words = [(word, [word_at(anchor) for anchor in word.see]) for word in all_words()]
    letters = sorted({word.anchor[0].upper() for word in all_words()})
    return render(request, "help/glossary.html", {"words": words, "letters": letters})
