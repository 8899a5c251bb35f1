"""What a reader sees of a page, and what in it is not Dutch as it is written in Belgium.

Asked of every page that the tests of the access table and of the back office draw anyway.
"""

import re
from html import unescape

UNSEEN = re.compile(r"<(script|style|template|noscript)\b.*?</\1>|<!--.*?-->|<code\b.*?</code>", re.S)
SPOKEN = re.compile(
    r"""\b(?:title|aria-label|aria-description|placeholder|alt|data-confirm|data-busy|data-part-label)="([^"]*)\""""
)
BUTTONS = re.compile(r"""<input\b(?=[^>]*type="(?:submit|button|reset)")[^>]*\bvalue="([^"]*)\"""")
TAGS = re.compile(r"<[^>]*>")

# Words of English that no Dutch sentence has: enough to notice every message of Django, allauth or a library.
ENGLISH = [
    "the",
    "this",
    "that",
    "these",
    "those",
    "with",
    "without",
    "your",
    "yours",
    "you",
    "our",
    "please",
    "enter",
    "required",
    "field",
    "fields",
    "select",
    "selected",
    "choose",
    "submit",
    "save",
    "saved",
    "saving",
    "delete",
    "deleted",
    "cancel",
    "close",
    "invalid",
    "password",
    "username",
    "login",
    "logout",
    "unknown",
    "changed",
    "change",
    "changes",
    "add",
    "added",
    "removed",
    "remove",
    "history",
    "search",
    "next",
    "previous",
    "user",
    "users",
    "group",
    "groups",
    "not",
    "none",
    "yes",
    "are",
    "have",
    "has",
    "been",
    "will",
    "must",
    "should",
    "could",
    "would",
    "from",
    "for",
    "any",
    "all",
    "each",
    "every",
    "item",
    "items",
    "created",
    "updated",
    "date",
    "time",
    "today",
    "tomorrow",
    "yesterday",
    "now",
    "new",
    "view",
    "show",
    "hide",
    "close",
    "edit",
    "download",
    "upload",
    "file",
    "files",
    "address",
    "verification",
    "verified",
    "confirm",
    "confirmation",
    "authentication",
    "security",
    "key",
    "keys",
    "recovery",
    "codes",
    "device",
    "devices",
    "session",
    "sessions",
    "ago",
    "minutes",
    "hours",
    "days",
    "weeks",
    "months",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "may",
    "june",
    "july",
    "october",
    "successfully",
    "available",
    "denied",
    "forbidden",
    "found",
    "error",
    "errors",
    "warning",
    "too",
    "many",
    "short",
    "long",
    "least",
    "most",
    "ensure",
    "value",
    "values",
    "characters",
    "already",
    "exists",
    "more",
    "less",
    "than",
    "after",
    "before",
    "incorrect",
    "does",
    "doesn't",
    "isn't",
    "can't",
    "cannot",
    "empty",
    "and",
    "but",
    "which",
    "when",
    "where",
    "why",
    "how",
    "who",
    "what",
    "both",
]
# ... of those, what is Dutch too, or a name that everybody uses: the Enter key.
DUTCH_TOO = {
    "been",
    "most",
    "all",
    "codes",
    "file",
    "minutes",
    "may",
    "key",
    "are",
    "download",
    "upload",
    "date",
    "item",
    "items",
    "enter",
}
ENGLISH_WORD = re.compile(rf"\b(?:{'|'.join(sorted(set(ENGLISH) - DUTCH_TOO))})\b", re.IGNORECASE)

ISO_DATE = re.compile(r"\b(?:19|20)\d\d-[01]\d-[0-3]\d\b")
AMERICAN_DATE = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2}, \d{4}\b")
HALF_DAYS = re.compile(r"\b\d{1,2}(?::\d\d)? ?(?:[ap]\.m\.|[AP]M\b)")
# A point before one, two or four and more figures is a decimal point: thousands have three.
DECIMAL_POINT = re.compile(r"(?<![\w.,/:-])\d+\.(?:\d{1,2}|\d{4,})(?![\w.]*\d|[/:-]\w)")
THOUSANDS_COMMA = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})+\.\d")
EURO_BEHIND = re.compile(r"\d ?€(?! ?\d)")

FORMS = {
    "a date by the computer": ISO_DATE,
    "an American date": AMERICAN_DATE,
    "a clock of twelve hours": HALF_DAYS,
    "a decimal point": DECIMAL_POINT,
    "a comma for thousands": THOUSANDS_COMMA,
    "the euro sign behind": EURO_BEHIND,
}
# What stands on a page in another form for a reason: an article of a law and the version of a standard are no numbers,
# and a model of allauth has no Dutch name (only the technical administrator meets it).
ALLOWED = re.compile(
    r"\(art\. [^)]*\)|\bversie \d+\.\d+|\bBilling \d+\.\d+|\bUser session\b|\bWCAG \d\.\d|\baxe-core \d+\.\d+"
)

# Pages of the back office that show what the machine keeps, as it keeps it.
AS_IT_IS_KEPT = {
    "admin:housing_merge_change": "what was dropped, as JSON",
    "admin:housing_twin_change": "why two things look alike, as codes",
    "admin:vlot_monthlyreport_change": "the frozen figures, as JSON",
    "admin:spread_spreadkey_add": "the terms of a key are typed as JSON",
}


def seen(html: str) -> str:
    """What one reads or hears of a page, one line per piece of text."""
    html = UNSEEN.sub(" ", html)
    spoken = [*SPOKEN.findall(html), *BUTTONS.findall(html)]
    return unescape("\n".join([TAGS.sub("\n", html), *spoken]))


def leaks_of(html: str) -> list[str]:
    """English words, and dates, numbers and amounts that are not written as in Belgium; each with its line."""
    text = ALLOWED.sub("", seen(html))
    found = [(f"English: {match[0]}", match) for match in ENGLISH_WORD.finditer(text)]
    found += [(f"{name}: {match[0]}", match) for name, form in FORMS.items() for match in form.finditer(text)]
    return sorted({f"{what} in “{line_of(text, match)}”" for what, match in found})


def line_of(text: str, match: re.Match[str]) -> str:
    start = text.rfind("\n", 0, match.start()) + 1
    end = text.find("\n", match.end())
    return text[start : end if end >= 0 else None].strip()[:160]
