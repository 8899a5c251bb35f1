"""An address as one key, so that two spellings of one door are equal."""

from django.db import models
from django.db.models import F, Func


def address_key_field() -> models.GeneratedField:
    """A stored column of PostgreSQL from street, house number, box and postcode (`address_key` in the migrations);
    empty while the address is incomplete."""
    return models.GeneratedField(
        expression=Func(F("street"), F("house_number"), F("box"), F("postal_code"), function="address_key"),
        output_field=models.TextField(),
        db_persist=True,
        verbose_name="adressleutel",
    )
