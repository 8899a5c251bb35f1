"""What somebody looks for often, kept under a name of his own."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.db.models.functions import Lower

from accounts.models.people import Membership


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    def visible_to(self, by: Membership | None) -> Self:
        return self.none() if by is None else self.filter(membership=by)


class SavedFilter(models.Model):
    """What somebody looks for often in one of the lists, under a name of his own: the query string of that list."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    WRITTEN: ClassVar = {"name", "query"}

    class List(models.TextChoices):
        SITES = "sites", "locaties"
        OFFERS = "offers", "aanbod"

    membership = models.ForeignKey(
        Membership, models.CASCADE, related_name="saved_filters", verbose_name="van wie"
    )
    list = models.CharField("lijst", max_length=6, choices=List)
    name = models.CharField("naam", max_length=60)
    query = models.CharField("filter", max_length=1000)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = "bewaarde filter"
        verbose_name_plural = "bewaarde filters"
        ordering = ("name", "pk")
        constraints = (
            CheckConstraint(
                condition=~Q(name=""),
                name="savedfilter_has_name",
                violation_error_message="Geef de filter een naam.",
            ),
            CheckConstraint(
                condition=Q(list__in=["sites", "offers"]),
                name="savedfilter_list_known",
                violation_error_message="Deze lijst bestaat niet.",
            ),
            UniqueConstraint(
                "membership",
                "list",
                Lower("name"),
                name="savedfilter_name_once",
                violation_error_message="U hebt voor deze lijst al een filter met deze naam.",
            ),
        )

    def __str__(self) -> str:
        return self.name
