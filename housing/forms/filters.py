"""Filters of the lists: they live in the URL, and feed page, map and export alike."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple, cast

import django_filters
from django import forms
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q, QuerySet, Sum
from django.http import QueryDict

from accounts.models import Kind, Membership
from housing.models import Category, Freshness, HousingKind, Offer, Site, Unit
from housing.models.sites import SiteQuerySet, grace_began, term_began
from housing.search import Search, understand
from municipalities.choices import places_to_choose


class TextSearch(django_filters.CharFilter):
    """Every word must occur in one of the columns, or be the reference: with letter "A", "A-000123" is number 123."""

    def __init__(self, *columns: str, letter: str = "", **kwargs: Any) -> None:
        super().__init__(label="Zoek", widget=forms.TextInput(attrs={"type": "search"}), **kwargs)
        self.columns = columns
        self.reference = re.compile(rf"{letter}-?([0-9]{{1,9}})", re.IGNORECASE) if letter else None

    def filter(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        for word in (value or "").split():
            reference = self.reference.fullmatch(word) if self.reference else None
            match = Q(pk=int(reference[1])) if reference else Q()
            for column in self.columns:
                match |= Q(**{f"{column}__icontains": word})
            queryset = queryset.filter(match)
        return queryset


class Chip(NamedTuple):
    """A filter that is on: what it says, and the query string without it."""

    label: str
    value: str
    without: str


def choice(
    label: str, choices: Any = (), *, empty: str = "Alle", **kwargs: Any
) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(label=label, choices=choices, empty_label=empty, **kwargs)


def number(label: str, method: str) -> django_filters.NumberFilter:
    return django_filters.NumberFilter(
        label=label,
        method=method,
        min_value=0,
        max_value=1_000_000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": "0"}),
    )


def day(label: str) -> django_filters.DateFilter:
    return django_filters.DateFilter(
        label=label,
        method="keep",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class ListFilter(django_filters.FilterSet):
    """What both lists share. `by` is who looks, `on` the day of today."""

    FIRST = ("zoek", "gemeente", "toestand")  # always in sight; the rest folds away

    zoek = django_filters.CharFilter(
        label="Zoek op straat, plaats, aanbieder of nummer",
        method="search",
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    gemeente = django_filters.CharFilter(
        label="Gemeente",
        method="in_municipality",
        max_length=80,
        widget=forms.TextInput(attrs={"list": "gemeenten", "autocomplete": "off"}),
    )
    referentieregio = choice("Referentieregio", field_name="municipality__reference_region__slug")
    provincie = choice("Provincie", field_name="municipality__province__code")
    categorie = choice("Categorie", Category.choices, field_name="category")
    soort = choice("Soort", HousingKind.choices, field_name="kind")
    drempelvrij = choice("Drempelvrij", [("ja", "ja")], method="step_free")
    huisdieren = choice("Huisdieren", [("ja", "welkom")], method="pets")
    van = day("Beschikbaar vanaf")
    tot = day("Beschikbaar tot en met")
    behandelaar = choice("Dossierbehandelaar", method="handled_by")

    def __init__(self, *args: Any, by: Membership, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.on = by, on
        self.asked: Search | None = None
        self.places = places_to_choose()
        self.filters["referentieregio"].extra["choices"] = self.places.regions
        self.filters["provincie"].extra["choices"] = self.places.provinces
        self.filters["behandelaar"].extra["choices"] = [
            ("mij", "van mij"),
            ("niemand", "nog niemand"),
            *((str(number), name) for number, name in colleagues(by)),
        ]
        if not by.is_kind(Kind.LOCAL_AUTHORITY):
            del self.filters["behandelaar"]

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rows = super().filter_queryset(queryset)
        values = self.form.cleaned_data
        first, last = values.get("van"), values.get("tot")
        if first and last and first <= last:
            rows = rows.filter(available__contains=DateRange(first, last, "[]"))
        elif first or last:
            rows = rows.filter(available__contains=first or last)
        return rows

    def keep(self, queryset: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """Taken together with another field in `filter_queryset`."""
        return queryset

    def search(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        self.asked = understand(value)
        return self.asked.filter(queryset) if self.asked else queryset

    def in_municipality(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """By the name of today, in any spelling of capitals and accents, or by NIS code."""
        return queryset.filter(municipality__in=self.places.numbers_of(value))

    def handled_by(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value == "niemand":
            return queryset.filter(responsible__isnull=True)
        return queryset.filter(responsible=self.by.pk if value == "mij" else int(value))

    def chips(self) -> list[Chip]:
        """The filters that are on, each with the address of the list without it."""
        on = []
        for name in self.filters:
            value = self.form.cleaned_data.get(name) if self.form.is_valid() else None
            if value not in (None, ""):
                without = cast("QueryDict", self.data).copy()
                for key in (name, "pagina"):
                    without.pop(key, None)
                label = "Zoek" if name == "zoek" else str(self.form.fields[name].label)
                on.append(Chip(label, self._in_words(name, value), without.urlencode()))
        return on

    def _in_words(self, name: str, value: Any) -> str:
        if isinstance(value, date):
            return f"{value:%d/%m/%Y}"
        choices = dict(getattr(self.form.fields[name], "choices", ()))
        return str(choices.get(value, value))

    def first_fields(self) -> "Iterator[forms.BoundField]":
        return (self.form[name] for name in self.FIRST)

    def more_fields(self) -> "Iterator[forms.BoundField]":
        return (self.form[name] for name in self.filters if name not in self.FIRST)

    @property
    def more_is_on(self) -> bool:
        return any(self.data.get(name) for name in self.filters if name not in self.FIRST)

    def query(self) -> str:
        """The query string of the filter alone, in the order of the form: without page, and without what is empty."""
        kept = QueryDict(mutable=True)
        for name in (*self.filters, "sorteer"):
            if value := self.data.get(name, ""):
                kept[name] = value
        return kept.urlencode()


class OfferFilter(ListFilter):
    toestand = choice("Toestand", Offer.Status.choices, field_name="status")
    plaatsen_van = number("Slaapplekken vanaf", "places_from")
    plaatsen_tot = number("Slaapplekken tot en met", "places_to")

    class Meta:
        model = Offer
        fields: tuple[str, ...] = ()

    def step_free(self, queryset: QuerySet[Offer], name: str, value: str) -> QuerySet[Offer]:
        return queryset.filter(step_free=True)

    def pets(self, queryset: QuerySet[Offer], name: str, value: str) -> QuerySet[Offer]:
        return queryset.filter(pets_allowed=True)

    def places_from(self, queryset: QuerySet[Offer], name: str, value: int) -> QuerySet[Offer]:
        return queryset.filter(estimated_places__gte=value)

    def places_to(self, queryset: QuerySet[Offer], name: str, value: int) -> QuerySet[Offer]:
        return queryset.filter(estimated_places__lte=value)


class SiteFilter(ListFilter):
    toestand = choice(
        "Toestand",
        [("abb", "wacht op bevestiging door ABB"), ("gesloten", "gesloten"), ("alle", "open en gesloten")],
        empty="Open",
        method="keep",
    )
    vrij_van = number("Vrije slaapplekken vanaf", "free_from")
    vrij_tot = number("Vrije slaapplekken tot en met", "free_to")
    nagekeken = choice("Nagekeken", Freshness.choices, method="looked_at")

    class Meta:
        model = Site
        fields: tuple[str, ...] = ()

    def filter_queryset(self, queryset: QuerySet[Site]) -> QuerySet[Site]:
        rows = cast("SiteQuerySet", super().filter_queryset(queryset))
        match self.form.cleaned_data.get("toestand"):
            case "gesloten":
                return rows.filter(closed_on__lte=self.on)
            case "alle":
                return rows
            case "abb":
                return rows.open(on=self.on).filter(category=Category.SPECIFIC, confirmed_at__isnull=True)
            case _:
                return rows.open(on=self.on)

    def step_free(self, queryset: QuerySet[Site], name: str, value: str) -> QuerySet[Site]:
        return queryset.filter(pk__in=Unit.objects.filter(step_free=True).values("site"))

    def pets(self, queryset: QuerySet[Site], name: str, value: str) -> QuerySet[Site]:
        return queryset.filter(pk__in=Unit.objects.filter(pets_allowed=True).values("site"))

    def free_from(self, queryset: QuerySet[Site], name: str, value: int) -> QuerySet[Site]:
        return queryset.filter(pk__in=self._with_free(total__gte=value)) if value > 0 else queryset

    def free_to(self, queryset: QuerySet[Site], name: str, value: int) -> QuerySet[Site]:
        """A site without anything free has no row to sum, and so is asked for by what it is not."""
        return queryset.exclude(pk__in=self._with_free(total__gt=value))

    def _with_free(self, **condition: Any) -> QuerySet[Any, Any]:
        """Only of what this hat sees: of the sites of one town, not first of all of Flanders."""
        free = Unit.objects.visible_to(self.by).free(on=self.on).values("site").annotate(total=Sum("places"))
        return free.filter(**condition).values("site")

    def looked_at(self, queryset: QuerySet[Site], name: str, value: str) -> QuerySet[Site]:
        match value:
            case Freshness.FRESH:
                return queryset.filter(checked_on__gte=term_began(self.on))
            case Freshness.TO_CONFIRM:
                return queryset.filter(
                    checked_on__lt=term_began(self.on), checked_on__gte=grace_began(self.on)
                )
            case _:
                return queryset.filter(checked_on__lt=grace_began(self.on))


def colleagues(by: Membership) -> list[tuple[int, str]]:
    """Who may handle a file for the local government of this hat: number and name, by name."""
    if not by.is_kind(Kind.LOCAL_AUTHORITY):
        return []
    found = Membership.objects.at_work().filter(organisation=by.organisation).exclude(pk=by.pk)
    return sorted(
        ((one.pk, str(one.user)) for one in found.select_related("user")), key=lambda pair: pair[1].lower()
    )
