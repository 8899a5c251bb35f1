"""What guides and practices have in common: theme, readers, and the words to search."""

from functools import reduce
from operator import add

from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models

from accounts.models import Kind

DUTCH = "dutch"  # the text search configuration of PostgreSQL: Snowball stemmer and Dutch stop words


class Theme(models.TextChoices):
    """What a guide or a practice is about (domain.md 5, source S1)."""

    NUISANCE = "nuisance", "overlast en samenleven"
    COMMUNICATION = "communication", "communicatie en begeleiding"
    WELCOME = "welcome", "onthaal en huisregels"
    HOSTS = "hosts", "gastgezinnen"
    COLLECTIVE = "collective", "collectieve huisvesting"
    SERVICES = "services", "diensten en sectoren"


AUDIENCES = (Kind.LOCAL_AUTHORITY, Kind.GOVERNOR, Kind.ASSOCIATION, Kind.COMPANY, Kind.FACILITY)
SEES_ALL = (Kind.VLOT, Kind.ABB)
SEES_PRACTICE = (Kind.LOCAL_AUTHORITY, Kind.GOVERNOR, Kind.FACILITY, *SEES_ALL)


def search_field(**weights: str) -> models.GeneratedField:
    """A stored column of PostgreSQL: the stems of these fields, each with its weight (A counts most, D least)."""
    parts = (SearchVector(name, weight=weight, config=DUTCH) for name, weight in weights.items())
    return models.GeneratedField(
        expression=reduce(add, parts),
        output_field=SearchVectorField(),
        db_persist=True,
        verbose_name="zoekwoorden",
    )
