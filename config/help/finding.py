"""Searching the guides and the glossary, in the way in which the guidance of VLOT is searched."""

from django.urls import reverse

from accounts.models import Membership
from config.help.glossary import all_words
from config.help.guides import all_guides, readers_of
from config.help.text import MARKDOWN, inline
from documents.shelves import Readable
from vlot.guidance.search import ranked

FOUND_AT_MOST = 12


def find_help(words: str, *, by: Membership | None) -> list[Readable]:
    """Guides and words that fit, the best first; of equals first what is for this hat. One query; none for no words."""
    if not words.strip():
        return []
    readers = readers_of(by)
    guides = sorted(all_guides(), key=lambda guide: not guide.is_for(readers))
    shelf = [
        Readable(
            "Uitleg",
            guide.title,
            guide.summary,
            words_of(guide.body),
            reverse("help_guide", args=[guide.code]),
        )
        for guide in guides
    ]
    shelf += [
        Readable("Woord", word.word, word.means, " ".join(word.forms), f"{reverse('glossary')}#{word.anchor}")
        for word in all_words()
    ]
    return [shelf[number - 1] for _, number, _ in ranked(words, shelf=shelf, most=FOUND_AT_MOST)]


def words_of(body: str) -> str:
    """What one reads of a text in Markdown."""
    return " ".join(token.content for token in inline(MARKDOWN.parse(body)) if token.content)
