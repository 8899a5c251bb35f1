"""Filters of the lists: they live in the URL."""

import re
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from housing.models import Category, HousingKind, Offer, Site


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


class OfferFilter(django_filters.FilterSet):
    zoek = TextSearch(
        "title", "street", "postal_code", "organisation__name", "municipality__name", letter="A"
    )
    toestand = django_filters.ChoiceFilter(
        field_name="status", label="Toestand", choices=Offer.Status.choices, empty_label="Alle"
    )
    categorie = django_filters.ChoiceFilter(
        field_name="category", label="Categorie", choices=Category.choices, empty_label="Alle"
    )

    class Meta:
        model = Offer
        fields: tuple[str, ...] = ()


class SiteFilter(django_filters.FilterSet):
    zoek = TextSearch("name", "street", "postal_code", "organisation__name", "municipality__name")
    categorie = django_filters.ChoiceFilter(
        field_name="category", label="Categorie", choices=Category.choices, empty_label="Alle"
    )
    soort = django_filters.ChoiceFilter(
        field_name="kind", label="Soort", choices=HousingKind.choices, empty_label="Alle"
    )

    class Meta:
        model = Site
        fields: tuple[str, ...] = ()
