"""Rows of a file beside what is registered already: the likeness of housing.twins, asked for many rows at once."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.db import connection

from accounts.models import Organisation
from housing.models import ImportRow, Likeness, Offer
from housing.twins import COUNTS, NEAR_METRES, SIMILAR

# Degrees that are certainly more than NEAR_METRES in Belgium, so that only a few positions are compared exactly.
NEAR_DEGREES = 0.001

# The same address is a twin whoever offers it. For the rest a file asks more than the form, or every neighbour would
# be a conflict: a typing error in the street only at the same number, a federal number only in the same postcode.
FIND = """
WITH told AS (
    SELECT * FROM unnest(%(number)s::int[], %(key)s::text[], %(house_number)s::text[], %(box)s::text[],
        %(postal_code)s::text[], %(reference)s::text[], %(latitude)s::float8[], %(longitude)s::float8[])
        AS told (number, key, house_number, box, postal_code, reference, latitude, longitude)
), standing AS (
    SELECT offer.* FROM housing_offer offer
    WHERE offer.status = ANY(%(statuses)s) AND offer.merged_into_id IS NULL AND offer.id <> ALL(%(known)s)
    AND NOT EXISTS (SELECT 1 FROM housing_site site WHERE site.offer_id = offer.id AND site.closed_on IS NOT NULL)
)
SELECT DISTINCT ON (number) number, offer_id, why FROM (
    SELECT told.number, offer.id AS offer_id, 'address' AS why, 1 AS rank
    FROM told JOIN standing offer ON offer.address_key = told.key AND told.key <> ''
    UNION ALL
    SELECT told.number, offer.id, 'source', 2
    FROM told JOIN standing offer ON offer.source_reference = told.reference AND offer.postal_code = told.postal_code
    WHERE told.reference <> '' AND offer.organisation_id <> %(organisation)s
    UNION ALL
    SELECT told.number, offer.id, 'provider', 3
    FROM told JOIN standing offer ON offer.postal_code = told.postal_code AND offer.house_number = told.house_number
        AND offer.box = told.box AND offer.organisation_id = %(organisation)s
    WHERE told.key <> '' AND similarity(offer.address_key, told.key) >= %(similar)s
    UNION ALL
    SELECT told.number, offer.id, 'distance', 4
    FROM told JOIN standing offer ON offer.latitude BETWEEN told.latitude - %(degrees)s AND told.latitude + %(degrees)s
        AND offer.longitude BETWEEN told.longitude - %(degrees)s AND told.longitude + %(degrees)s
    WHERE 12742000 * asin(sqrt(
        power(sin(radians(offer.latitude - told.latitude) / 2), 2)
        + cos(radians(offer.latitude)) * cos(radians(told.latitude))
        * power(sin(radians(offer.longitude - told.longitude) / 2), 2)
    )) < %(metres)s
) found ORDER BY number, rank, offer_id DESC
"""


class Found(NamedTuple):
    """An offer that stands for the same place, and why we think so."""

    offer: Offer
    why: Likeness


def twins_of_rows(
    rows: Sequence[ImportRow], doors: Mapping[int, str], known: Sequence[int], organisation: Organisation
) -> dict[int, Found]:
    """By row number: the most alike offer that stands for a place there already, without the offers `known` (ids).

    `doors` are the address keys of the rows. Two queries, whatever the number of rows.
    """
    if not rows:
        return {}
    columns: dict[str, list[Any]] = {
        "number": [row.number for row in rows],
        "key": [doors[row.number] for row in rows],
        "reference": [row.values.get("source_reference", "") for row in rows],
        **{
            name: [row.values.get(name, "") for row in rows]
            for name in ("house_number", "box", "postal_code")
        },
        **{name: [_degrees(row.values.get(name)) for row in rows] for name in ("latitude", "longitude")},
    }
    with connection.cursor() as cursor:
        cursor.execute(
            FIND,
            {
                **columns,
                "statuses": [str(status) for status in COUNTS],
                "known": list(known),
                "organisation": organisation.pk,
                "similar": SIMILAR,
                "degrees": NEAR_DEGREES,
                "metres": NEAR_METRES,
            },
        )
        found = cursor.fetchall()
    offers = Offer.objects.select_related("organisation").in_bulk([offer for _, offer, _ in found])
    return {number: Found(offers[offer], Likeness(why)) for number, offer, why in found}


def _degrees(value: object) -> float | None:
    return None if value in (None, "") else float(str(value))
