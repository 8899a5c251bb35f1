"""The two lists of supply: which rows, in which order, and what a file of them says. Page, map and file ask here."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet, Sum
from django.http import QueryDict
from django.utils import timezone

from accounts.models import Membership, SavedFilter
from housing.forms.filters import ListFilter, OfferFilter, SiteFilter
from housing.models import Offer, Site, Unit
from housing.models.units import is_free

CHUNK = 1000


class Column(NamedTuple):
    """A column of the file: its Dutch header, and what one row says in it."""

    header: str
    value: Callable[[Any], Any]


class ListOf(NamedTuple):
    """One list: the rows that a hat sees, how to filter and sort them (by word in the address), and its file."""

    name: SavedFilter.List
    url: str
    file_name: str
    verb: str
    rows: Callable[[Membership], QuerySet[Any]]
    filter: type[ListFilter]
    default_order: tuple[str, ...]
    sorts: dict[str, str]
    shown: tuple[str, ...]  # what a row on the screen says of it and of what hangs on it
    related: tuple[str, ...]  # for the file, which says more
    columns: tuple[Column, ...]
    complete: Callable[[Sequence[Any], date], None]

    def filtered(self, query: QueryDict, *, by: Membership, on: date) -> tuple[ListFilter, QuerySet[Any]]:
        """The filter, and the rows that it leaves, in the order that was asked; the best match first for a search."""
        chosen = self.filter(query, queryset=self.rows(by), by=by, on=on)
        rows = chosen.qs
        asked = query.get("sorteer", "")
        column = self.sorts.get(asked.removeprefix("-"))
        if column is not None:
            sign = "-" if asked.startswith("-") else ""
            if column in SUMS:
                rows = rows.annotate(**{column: SUMS[column](on)})
            return chosen, rows.order_by(sign + column, "pk")
        rows = rows.order_by(*self.default_order)
        return chosen, chosen.asked.best_first(rows) if chosen.asked else rows

    def file_rows(self, rows: QuerySet[Any], *, on: date) -> Iterator[list[Any]]:
        """What the file says, row by row; at most CHUNK rows in memory."""
        fetched: Iterable[Any] = rows.select_related(*self.related).iterator(chunk_size=CHUNK)
        for chunk in batches(fetched, CHUNK):
            self.complete(chunk, on)
            for row in chunk:
                yield [column.value(row) for column in self.columns]


# What is only counted when somebody sorts by it.
SUMS: dict[str, Callable[[date], Any]] = {
    "places_sum": lambda on: Sum("units__places", default=0),
    "unit_sum": lambda on: Count("units"),
    "free_sum": lambda on: Sum(
        "units__places", filter=Q(units__in=Unit.objects.free(on=on).order_by().values("pk")), default=0
    ),
}


def batches(rows: Iterable[Any], size: int) -> Iterator[Sequence[Any]]:
    source = iter(rows)
    while chunk := list(islice(source, size)):
        yield chunk


def complete_sites(sites: Sequence[Site], on: date) -> None:
    """Gives each site its number of units, its places, those that are free, and how fresh it is; one query."""
    numbers = {
        number: (units, places, free)
        for number, units, places, free in Unit.objects.filter(site__in=[site.pk for site in sites])
        .values_list("site")
        .annotate(
            unit_count=Count("pk"),
            all_places=Sum("places"),
            free_places=Sum("places", filter=is_free(on), default=0),
        )
    }
    for site in sites:
        site.unit_count, site.places, site.free_places = numbers.get(site.pk, (0, 0, 0))  # type: ignore[attr-defined]
        site.freshness_now = site.freshness(on=on)  # type: ignore[attr-defined]


def complete_offers(offers: Sequence[Offer], on: date) -> None:
    """An offer says everything itself."""


def municipality_of(path: str) -> Callable[[Any], Any]:
    def value(row: Any) -> Any:
        found = row.municipality
        for name in path.split("."):
            found = getattr(found, name, None)
        return found

    return value


def last_day(row: Any) -> date | None:
    """The last day in a half-open range."""
    upper = row.available.upper if row.available else None
    return upper - date.resolution if upper else None


def local_day(moment: Any) -> date | None:
    return timezone.localdate(moment) if moment else None


WHERE = (
    Column("Straat", lambda row: row.street),
    Column("Huisnummer", lambda row: row.house_number),
    Column("Bus", lambda row: row.box),
    Column("Postcode", lambda row: row.postal_code),
    Column("Gemeente", municipality_of("name")),
    Column("NIS-code", municipality_of("nis_code")),
    Column("Provincie", municipality_of("province.name")),
    Column("Referentieregio", municipality_of("reference_region.name")),
    Column("Aanbieder", lambda row: row.organisation.name),
)
WHAT = (
    Column("Categorie", lambda row: row.get_category_display()),
    Column("Soort", lambda row: row.get_kind_display()),
    Column("Crisis of duurzaam", lambda row: row.get_term_display()),
    Column("Individueel of collectief", lambda row: row.get_setting_display()),
    Column("Beschikbaar vanaf", lambda row: row.available.lower if row.available else None),
    Column("Beschikbaar tot en met", last_day),
)
HANDLED_BY = Column("Dossierbehandelaar", lambda row: str(row.responsible.user) if row.responsible else "")
RELATED = ("municipality__province", "municipality__reference_region", "organisation", "responsible__user")

SITES = ListOf(
    name=SavedFilter.List.SITES,
    url="housing:site_list",
    file_name="locaties",
    verb="sites.exported",
    rows=lambda by: Site.objects.visible_to(by).filter(merged_into__isnull=True),
    filter=SiteFilter,
    default_order=("municipality__name", "name", "pk"),
    sorts={
        "locatie": "name",
        "gemeente": "municipality__name",
        "soort": "kind",
        "eenheden": "unit_sum",
        "slaapplekken": "places_sum",
        "vrij": "free_sum",
        "beschikbaar": "available",
        "nagekeken": "checked_on",
    },
    shown=("name", "kind", "category", "available", "checked_on", "municipality__name", "organisation__name"),
    related=RELATED,
    columns=(
        Column("Nummer", lambda row: row.reference),
        Column("Naam", lambda row: row.name),
        *WHERE,
        *WHAT,
        Column("Wooneenheden", lambda row: row.unit_count),
        Column("Slaapplekken", lambda row: row.places),
        Column("Vrije slaapplekken", lambda row: row.free_places),
        Column("Laatst nagekeken", lambda row: row.checked_on),
        Column("Actualiteit", lambda row: row.freshness_now.label),
        HANDLED_BY,
        Column("Gesloten op", lambda row: row.closed_on),
    ),
    complete=complete_sites,
)
OFFERS = ListOf(
    name=SavedFilter.List.OFFERS,
    url="housing:offer_list",
    file_name="aanbod",
    verb="offers.exported",
    rows=lambda by: Offer.objects.visible_to(by).standing(),
    filter=OfferFilter,
    default_order=("-created_at", "-pk"),
    sorts={
        "plaats": "street",
        "aanbieder": "organisation__name",
        "gemeente": "municipality__name",
        "slaapplekken": "estimated_places",
        "aangemeld": "submitted_at",
        "toestand": "status",
    },
    shown=(
        "form_token",
        "title",
        "street",
        "house_number",
        "box",
        "postal_code",
        "estimated_places",
        "submitted_at",
        "status",
        "municipality__name",
        "organisation__name",
    ),
    related=RELATED,
    columns=(
        Column("Nummer", lambda row: row.reference),
        Column("Naam", lambda row: row.name),
        *WHERE,
        *WHAT,
        Column("Slaapplekken", lambda row: row.estimated_places),
        Column("Drempelvrij", lambda row: row.step_free),
        Column("Huisdieren welkom", lambda row: row.pets_allowed),
        Column("Toestand", lambda row: row.get_status_display()),
        Column("Aangemeld op", lambda row: local_day(row.submitted_at)),
        Column("Beslist op", lambda row: local_day(row.decided_at)),
        Column("Nummer in de federale tool", lambda row: row.source_reference),
        HANDLED_BY,
    ),
    complete=complete_offers,
)


class InTown(NamedTuple):
    """What a filter finds in one municipality: sites or offers, and places (of sites those that are free)."""

    nis_code: str
    name: str
    rows: int
    places: int


def by_municipality(kind: ListOf, rows: QuerySet[Any], *, on: date) -> list[InTown]:
    """What the filter finds, per municipality, by name; two queries at most."""
    rows = rows.order_by()
    keys = ("municipality__nis_code", "municipality__name")
    if kind is OFFERS:
        counted = rows.filter(municipality__isnull=False).values_list(*keys).annotate(
            Count("pk"), Sum("estimated_places", default=0)
        )  # fmt: skip
        found = [InTown(*row) for row in counted]
    else:
        free = dict(
            Unit.objects.free(on=on)
            .filter(Q(site__in=rows.values("pk")))
            .values_list("site__municipality__nis_code")
            .annotate(Sum("places"))
        )
        counted = rows.values_list(*keys).annotate(Count("pk", distinct=True))
        found = [InTown(code, name, number, free.get(code, 0)) for code, name, number in counted]
    return sorted(found, key=lambda town: town.name)
