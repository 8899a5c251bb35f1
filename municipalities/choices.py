"""What a form may choose from: names of today, kept for a few minutes because every page of a list asks them."""

from dataclasses import dataclass

from django.core.cache import cache
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from municipalities.lookup import plain
from municipalities.models import Municipality, Province, ReferenceRegion

KEY, SECONDS = "municipalities.choices", 300


@dataclass(frozen=True)
class Choices:
    """`names` is (number, NIS code, plain name) of each municipality of today; the others are code and name.

    `options` is the inside of a <datalist>: drawing 285 options by template would cost more than the page around it.
    """

    names: tuple[tuple[int, str, str], ...]
    provinces: tuple[tuple[str, str], ...]
    regions: tuple[tuple[str, str], ...]
    options: SafeString

    def numbers_of(self, typed: str) -> list[int]:
        """The municipalities with this name, in any spelling of capitals, accents and hyphens, or with this NIS code;
        else those of which the name begins so."""
        wanted = plain(typed)
        same = [number for number, code, name in self.names if wanted in (name, code)]
        return same or [number for number, _, name in self.names if wanted and name.startswith(wanted)]


def places_to_choose() -> Choices:
    """Municipalities, provinces and reference regions, at most SECONDS old."""
    found: Choices | None = cache.get(KEY)
    if found is None:
        names = tuple(Municipality.objects.current().values_list("pk", "nis_code", "name"))
        found = Choices(
            names=tuple((number, code, plain(name)) for number, code, name in names),
            provinces=tuple(Province.objects.values_list("code", "name")),
            regions=tuple(ReferenceRegion.objects.values_list("slug", "name")),
            options=format_html_join("", '<option value="{}">', ((name,) for _, _, name in names)),
        )
        cache.set(KEY, found, SECONDS)
    return found
