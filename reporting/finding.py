"""One search over everything: what somebody types, found in every kind of thing that he may see.

Each part asks an index, whatever the size (reliability.md 4.2): supply its words and the vocabulary (housing.search),
people the trigrams of their names (households.search), requests and calls the trigrams of what was asked, guides the
words of the library (vlot.guidance.search). How many queries there are, depends on nothing that is in the database.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, cast

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse

from accounts.models import Membership, Organisation
from facility.rules import sees_contracts, sees_money
from households.models import HouseholdQuerySet
from households.search import first_households
from housing.models import Offer, Site, Unit
from housing.search import Search, understand
from municipalities.choices import places_to_choose
from municipalities.lookup import plain
from reporting.things import THINGS, Hit, sees_organisations
from vlot.guidance.models import Guide
from vlot.guidance.search import search_guidance

SHOWN, SHOWN_OF_ONE = 5, 50  # hits per kind, and on the page of one kind
LONGEST, MOST_WORDS = 200, 6
MOST_SITES = 200  # in which a unit is looked for
SHORTEST = 3  # letters from which a word may look like another
# Written as we write it, with its dash or all its digits: then the thing itself is meant, and not a word in a name.
NUMBER = re.compile(r"([A-Za-z]{1,2})(-?)(\d{1,9})")
DIGITS = 5


class Group(NamedTuple):
    """What was found of one kind. `more` is where all of it stands, when there is more than is shown."""

    code: str
    title: str
    hits: list[Hit]
    more: str
    exact: bool


class Asked(NamedTuple):
    """What somebody typed, as every part needs it."""

    text: str
    words: list[str]
    supply: Search | None
    by: Membership
    most: int


def by_number(text: str, *, by: Membership) -> list[Hit]:
    """The things with exactly this number, of those that this hat may see: one, or for B two. Text that is no number
    asks nothing."""
    number = NUMBER.fullmatch(text.strip())
    if number is None or not (number[2] or len(number[3]) >= DIGITS):
        return []
    kinds = [thing for thing in THINGS.values() if thing.letter == number[1].upper()]
    return [hit for kind in kinds for hit in kind.with_keys(by, [str(int(number[3]))]).values()]


def find(text: str, *, by: Membership, only: str = "") -> list[Group]:
    """Everything that is meant, in groups, best first: groups with a hit that has every word as it was typed before
    groups with what looks like it. `only` asks one kind, and more of it."""
    text = text.strip()[:LONGEST]
    words = text.split()[:MOST_WORDS]
    if not words:
        return []
    most = SHOWN_OF_ONE if only else SHOWN
    asked = Asked(text, words, understand(text), by, most + 1)
    groups = []
    for code, (title, part) in PARTS.items():
        hits = list(part(asked)) if not only or only == code else []
        if hits:
            more = all_of(code, text) if len(hits) > most else ""
            groups.append(Group(code, title, hits[:most], more, any(has_all(hit, words) for hit in hits)))
    return sorted(groups, key=lambda group: not group.exact)


def has_all(hit: Hit, words: list[str]) -> bool:
    said = plain(f"{hit.title} {hit.detail}")
    return all(plain(word) in said for word in words)


def all_of(code: str, text: str) -> str:
    """The list with the same filter, where that list searches in the same way; else the page of this kind."""
    lists = {
        "site": "housing:site_list", "offer": "housing:offer_list", "household": "matching:household_list",
        "guide": "vlot:guide_list",
    }  # fmt: skip
    if code in lists:
        return reverse(lists[code], query={"zoek": text})
    return reverse("search", query={"zoek": text, "soort": code})


def sites(asked: Asked) -> Iterator[Hit]:
    return first_of_supply("site", asked)


def offers(asked: Asked) -> Iterator[Hit]:
    return first_of_supply("offer", asked)


def first_of_supply(code: str, asked: Asked) -> Iterator[Hit]:
    if asked.supply is not None:
        kind = THINGS[code]
        yield from kind.hits(ordered(asked.supply, kind.rows(asked.by))[: asked.most])


def ordered(supply: Search, rows: QuerySet[Any]) -> QuerySet[Any]:
    """As it was typed first, then the newest. The order is one that no index has: else PostgreSQL hopes to meet enough
    rows soon on the way through another index, and for a word that is nowhere reads the whole table."""
    return supply.best_first(supply.filter(rows).order_by((F("pk") + 0).desc()))


def units(asked: Asked) -> Iterator[Hit]:
    """A unit by its name at the end, behind what finds its site: "kerkstraat 12 kamer 3". One query more than its
    words ask, and none for a single word: "kamer 3" alone is everywhere."""
    whole = Q(pk__in=[])
    for at in range(1, min(len(asked.words), 4)):
        place = understand(" ".join(asked.words[:-at]))
        if place is not None:
            found = place.filter(
                Site.objects.visible_to(asked.by).filter(merged_into__isnull=True)
            ).order_by()
            whole |= Q(site__in=found.values("pk")[:MOST_SITES], label__iexact=" ".join(asked.words[-at:]))
    if len(asked.words) > 1:
        for unit in Unit.objects.filter(whole).select_related("site__municipality")[: asked.most]:
            yield Hit(
                "unit", str(unit.pk), "", unit.label, f"{unit.site.name}, {unit.site.address}",
                reverse("housing:site_detail", args=[unit.site_id]),
            )  # fmt: skip


def people(asked: Asked) -> Iterator[Hit]:
    kind = THINGS["household"]
    rows = cast("HouseholdQuerySet", kind.rows(asked.by))
    yield from kind.hits(first_households(rows, asked.text, most=asked.most))


def alike(rows: QuerySet[Any], asked: Asked, column: str, *towns: str) -> QuerySet[Any]:
    """Rows of which that column has every word, or one that looks like it; or that are of that municipality."""
    names = places_to_choose().names
    for word in asked.words:
        meant = (
            Q(**{f"{column}__trigram_word_similar": word})
            if len(word) >= SHORTEST
            else Q(**{f"{column}__icontains": word})
        )
        there = [
            number for number, _, name in names if len(word) >= SHORTEST and name.startswith(plain(word))
        ]
        for town in towns:
            meant |= Q(**{f"{town}__in": there}) if there else Q()
        rows = rows.filter(meant)
    return rows.order_by((F("pk") + 0).desc())  # by no index: see `ordered`


def requests(asked: Asked) -> Iterator[Hit]:
    kind = THINGS["request"]
    yield from kind.hits(alike(kind.rows(asked.by), asked, "title", "municipality")[: asked.most])


def calls(asked: Asked) -> Iterator[Hit]:
    kind = THINGS["case"]
    yield from kind.hits(alike(kind.rows(asked.by), asked, "question", "municipality")[: asked.most])


def orders(asked: Asked) -> Iterator[Hit]:
    kind = THINGS["order"]
    yield from kind.hits(alike(kind.rows(asked.by), asked, "supplier__name")[: asked.most])


def invoices(asked: Asked) -> Iterator[Hit]:
    """By a part of its number, as the supplier wrote it: a number with a typing error is another number."""
    kind = THINGS["invoice"]
    if sees_money(asked.by) and len(asked.text) >= SHORTEST:
        rows = kind.rows(asked.by).filter(number__icontains=asked.text)
        yield from kind.hits(rows.order_by((F("pk") + 0).desc())[: asked.most])


def contracts(asked: Asked) -> Iterator[Hit]:
    """There are some dozens."""
    kind = THINGS["contract"]
    if sees_contracts(asked.by):
        rows = kind.rows(asked.by)
        for word in asked.words:
            rows = rows.filter(Q(title__trigram_word_similar=word) | Q(number__icontains=word))
        yield from kind.hits(rows[: asked.most])


def guides(asked: Asked) -> Iterator[Hit]:
    for found in search_guidance(asked.text, by=asked.by, most=asked.most):
        if isinstance(found.thing, Guide):
            yield THINGS["guide"].hit(found.thing)


def municipalities(asked: Asked) -> Iterator[Hit]:
    kind = THINGS["municipality"]
    if asked.supply is not None:
        rows = kind.rows(asked.by).filter(asked.supply.named() | Q(nis_code=asked.text))
        yield from kind.hits(rows[: asked.most])


def organisations(asked: Asked) -> Iterator[Hit]:
    """Through whom places come that this hat sees; the Flemish services see all. It leads to the places."""
    by = asked.by
    if asked.supply is None:
        return
    rows = Organisation.objects.filter(asked.supply.named()).select_related("municipality")
    if not sees_organisations(by):
        through = [
            model.objects.visible_to(by).filter(organisation=OuterRef("pk")) for model in (Site, Offer)
        ]
        rows = rows.filter(Exists(through[0]) | Exists(through[1]))
    for organisation in rows[: asked.most]:
        yield Hit(
            "organisation", str(organisation.pk), "", organisation.name, str(organisation.get_kind_display()),
            reverse("housing:site_list", query={"zoek": organisation.name}),
        )  # fmt: skip


Part = Callable[[Asked], Iterator[Hit]]
PARTS: dict[str, tuple[str, Part]] = {
    "site": ("Locaties", sites),
    "unit": ("Wooneenheden", units),
    "offer": ("Aanbod", offers),
    "household": ("Huishoudens", people),
    "request": ("Aanvragen aan Het Facilitair Bedrijf", requests),
    "order": ("Bestellingen", orders),
    "invoice": ("Facturen", invoices),
    "contract": ("Raamcontracten", contracts),
    "case": ("Oproepen aan VLOT", calls),
    "guide": ("Handvaten", guides),
    "municipality": ("Gemeenten", municipalities),
    "organisation": ("Organisaties", organisations),
}
