"""An address as one key, so that two spellings of one door are equal; and what the lists search, as words."""

from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Value


def address_key_field() -> models.GeneratedField:
    """A stored column of PostgreSQL from street, house number, box and postcode (`address_key` in the migrations);
    empty while the address is incomplete."""
    return models.GeneratedField(
        expression=Func(F("street"), F("house_number"), F("box"), F("postal_code"), function="address_key"),
        output_field=models.TextField(),
        db_persist=True,
        verbose_name="adressleutel",
    )


def search_field(*, name: str, reference: str | None = None) -> models.GeneratedField:
    """A stored column of PostgreSQL with the words to search (`search_words_of` in the migrations): those of the row,
    and the numbers of its municipality and provider, whose names `housing.search` looks up."""
    return models.GeneratedField(
        expression=Func(
            F(name),
            F("street"),
            F("house_number"),
            F("postal_code"),
            F(reference) if reference else Value(""),
            F("municipality"),
            F("organisation"),
            function="search_words_of",
        ),
        output_field=SearchVectorField(),
        db_persist=True,
        verbose_name="zoekwoorden",
    )
