"""From an address to a municipality."""

import re
import unicodedata

from municipalities.models import Municipality, PostalCode


def municipalities_for(postal_code: str, place: str = "") -> list[Municipality]:
    """The municipalities that a postcode may mean, by name: none = unknown postcode, several = ask which one.

    `place` (a village or the municipality's own name, in any spelling of capitals, accents and hyphens)
    narrows the choice when it is recognised; a place that the postcode does not know changes nothing.
    "B-9000" and " 9000 " are understood.
    """
    code = re.sub(r"^(BE?[\s-]*)", "", postal_code.strip().upper()).replace(" ", "")
    rows = list(PostalCode.objects.for_code(code))
    wanted = plain(place)
    if wanted:
        named = [row for row in rows if wanted in (plain(row.place), plain(row.municipality.name))]
        rows = named or rows
    found = {row.municipality_id: row.municipality for row in rows}
    return sorted(found.values(), key=lambda municipality: municipality.name)


def municipalities_named(typed: str) -> list[Municipality]:
    """The municipalities of today that a name or postcode may mean, by name: none = unknown, several = ask which one.

    Understands today's names, then names of municipalities that merged away, then villages, in any spelling of
    capitals, accents and hyphens; and a postcode.
    """
    wanted = plain(typed)
    if not wanted:
        return []
    if wanted.removeprefix("b").isdigit():
        return municipalities_for(typed)
    names = [row for row in Municipality.objects.all() if plain(row.name) == wanted]
    today = [row for row in names if row.merged_into_id is None]
    if not today and names:
        today = [Municipality.objects.resolve(row.nis_code) for row in names]
    if not today:
        rows = PostalCode.objects.exclude(place="").select_related("municipality")
        today = [row.municipality for row in rows if plain(row.place) == wanted]
    return sorted({row.pk: row for row in today}.values(), key=lambda municipality: municipality.name)


def plain(text: str) -> str:
    """Lower case letters only, for comparing what people type with what registers hold."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in decomposed if letter.isalnum())
