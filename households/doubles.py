"""Who of these people is registered already? Read only.

Alike is: the same certificate or national number (by their keyed hashes); the same name, in either order and in any
usual Latin spelling, with the same or nearly the same birth; or nearly the same name with the same birth date. A name
alone says nothing: many people can be called Olena Shevchenko.

Of a household of another municipality only the municipality is told, never who it is or that it is housed.
"""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from accounts.models import Membership
from audit.encryption import Secret
from households.models import Alike, Household, LookAlike, Person

# Trigram similarity (pg_trgm) of two name keys from which a name is nearly the same: "kovalenko oleksandr" and
# "kovalenkp oleksandr" 0.79, "kovalenko oksana" and "kovalenko oleksandr" 0.54, so that one letter wrong counts and
# a sister does not (the birth has to be the same as well: people of that day are compared, not all that are known).
SIMILAR = 0.6

ALIKE = """
WITH typed AS (
    SELECT number, name_key(given, family) AS key, born, coalesce(year, extract(year FROM born)) AS year,
        string_to_array(certificate, ',') AS certificate, string_to_array(national, ',') AS national
    FROM unnest(%(given)s::text[], %(family)s::text[], %(born)s::date[], %(year)s::int[], %(certificate)s::text[],
        %(national)s::text[]) WITH ORDINALITY AS typed(given, family, born, year, certificate, national, number)
), found AS (
    SELECT typed.number, person.id FROM typed JOIN households_person person
        ON person.certificate_number_index = ANY(typed.certificate) AND person.certificate_number_index <> ''
    UNION SELECT typed.number, person.id FROM typed JOIN households_person person
        ON person.national_number_index = ANY(typed.national) AND person.national_number_index <> ''
    UNION SELECT typed.number, person.id FROM typed JOIN households_person person
        ON person.name_key = typed.key AND typed.key <> ''
        -- Follows from what is asked of them below: of a hundred with one name, those alone are looked at any further.
        AND (coalesce(extract(year FROM person.born_on), person.birth_year) = typed.year
            OR (extract(month FROM person.born_on) = extract(month FROM typed.born)
                AND extract(day FROM person.born_on) = extract(day FROM typed.born)))
    UNION SELECT typed.number, person.id FROM typed JOIN households_person person
        ON person.born_on = typed.born AND similarity(person.name_key, typed.key) >= %(similar)s
), told AS (
    SELECT found.number, person.id, person.household_id,
        person.certificate_number_index = ANY(typed.certificate) AS certificate,
        person.national_number_index = ANY(typed.national) AS national_number,
        person.name_key = typed.key AND typed.key <> '' AS name,
        similarity(person.name_key, typed.key) >= %(similar)s AS like_name,
        person.born_on = typed.born AS birth_day,
        CASE WHEN person.born_on IS NULL OR typed.born IS NULL
            THEN coalesce(extract(year FROM person.born_on), person.birth_year) = typed.year
            ELSE person.born_on = typed.born END AS birth,
        (extract(year FROM person.born_on) = extract(year FROM typed.born))::int
            + (extract(month FROM person.born_on) = extract(month FROM typed.born))::int
            + (extract(day FROM person.born_on) = extract(day FROM typed.born))::int >= 2
            OR (extract(year FROM person.born_on) = extract(year FROM typed.born)
                AND extract(month FROM person.born_on) = extract(day FROM typed.born)
                AND extract(day FROM person.born_on) = extract(month FROM typed.born)) AS like_birth
    FROM found JOIN typed USING (number) JOIN households_person person USING (id)
    JOIN households_household household ON household.id = person.household_id
    WHERE household.merged_into_id IS NULL AND household.erased_at IS NULL AND household.id <> ALL(%(but)s)
)
SELECT number, id, certificate, national_number, name, like_name, coalesce(birth, false), coalesce(like_birth, false)
FROM told
WHERE certificate OR national_number OR (name AND (birth OR like_birth)) OR (like_name AND birth_day)
ORDER BY number, certificate DESC, national_number DESC, name DESC, id LIMIT %(most)s
"""
MOST = 100


class Typed(NamedTuple):
    """One person, as far as somebody typed it."""

    given_name: str
    family_name: str
    born_on: date | None = None
    birth_year: int | None = None
    certificate_number: Secret | str = ""
    national_number: Secret | str = ""

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}"


class Match(NamedTuple):
    """Somebody typed (by place in the list) who looks like somebody known."""

    number: int
    person: Person
    likeness: list[str]

    @property
    def reasons(self) -> list[str]:
        return [str(Alike(code).label) for code in self.likeness]


@dataclass
class Doubles:
    """Who is known already: in one's own households, by household; and in which other municipalities, nothing more."""

    own: dict[Household, list[Match]] = field(default_factory=dict)
    elsewhere: dict[Household, list[Match]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.own or self.elsewhere)

    @property
    def towns(self) -> list[str]:
        """The other municipalities, each once; all that is told about people there."""
        return sorted({str(other.registered_by.municipality) for other in self.elsewhere})


def typed_person(values: dict[str, Any]) -> Typed:
    """From the cleaned values of a form."""
    return Typed(**{name: values.get(name) or default for name, default in _BLANK.items()})


_BLANK = {name: Typed._field_defaults.get(name, "") for name in Typed._fields}


def find_doubles(people: Sequence[Typed], *, by: Membership, but: Sequence[int] = ()) -> Doubles:
    """Who of `people` is registered already, in households other than those numbered in `but`. Three queries."""
    if not people:
        return Doubles()
    with connection.cursor() as cursor:
        cursor.execute(
            ALIKE,
            {
                "given": [person.given_name for person in people],
                "family": [person.family_name for person in people],
                "born": [person.born_on for person in people],
                "year": [person.birth_year for person in people],
                "certificate": [_indexes("certificate_number", person) for person in people],
                "national": [_indexes("national_number", person) for person in people],
                "similar": SIMILAR,
                "but": list(but),
                "most": MOST,
            },
        )
        rows = cursor.fetchall()
    persons = (
        Person.objects.select_related("household__registered_by__municipality")
        .prefetch_related("household__persons")
        .in_bulk([row[1] for row in rows])
    )
    doubles = Doubles()
    for number, person_id, *facts in rows:
        person = persons[person_id]
        household = person.household
        side = doubles.own if household.registered_by_id == by.organisation_id else doubles.elsewhere
        side.setdefault(household, []).append(Match(number - 1, person, _likeness(facts)))
    return doubles


def find_doubles_of_forms(
    people: Sequence[Typed], *, tokens: Collection[uuid.UUID], by: Membership
) -> Doubles:
    """The same, but for what these very forms registered before. Four queries.

    Those are asked for after looking: of a form that is sent twice at once, the first may come in between, and the
    second would find it as its own double.
    """
    doubles = find_doubles(people, by=by)
    sent = set(Household.objects.visible_to(by).filter(form_token__in=tokens).values_list("pk", flat=True))
    return Doubles(
        {other: matches for other, matches in doubles.own.items() if other.pk not in sent}, doubles.elsewhere
    )


def doubles_of(household: Household, *, by: Membership) -> Doubles:
    """Other households with somebody of this one; those about which somebody said already what they are left out."""
    judged = {
        pk
        for pair in LookAlike.objects.about(household)
        .filter(verdict=LookAlike.Verdict.DIFFERENT)
        .values_list("household", "other")
        for pk in pair
    }
    people = [
        Typed(
            person.given_name, person.family_name, person.born_on, person.birth_year, person.certificate_number,
            person.national_number,
        )
        for person in household.people()
    ]  # fmt: skip
    return find_doubles(people, by=by, but=[household.pk, *judged])


def _indexes(name: str, person: Typed) -> str:
    """Under which indexes this number of his can stand, with commas; nothing without a number."""
    secret = Person._meta.get_field(name).to_python(getattr(person, name))  # type: ignore[union-attr]
    return ",".join(secret.indexes()) if secret else ""


def _likeness(facts: Sequence[bool]) -> list[str]:
    certificate, national, name, like_name, birth, like_birth = facts
    told = {
        Alike.CERTIFICATE: certificate,
        Alike.NATIONAL_NUMBER: national,
        Alike.NAME: name,
        Alike.LIKE_NAME: like_name and not name,
        Alike.BIRTH: birth,
        Alike.LIKE_BIRTH: like_birth and not birth,
    }
    return [str(code) for code, holds in told.items() if holds]
