"""What comes in place of what was there: SQL that gives the same for the same text, in every table, with one seed.

Nothing is looked up and nothing remembered: what it becomes follows from a hash of the seed and the text. Whoever has
the seed could try out whether somebody is in the copy, so it is thrown away unless it is asked for.
"""

from collections.abc import Callable, Sequence

from config.demo import words

GIVEN = [*words.WOMEN, *words.MEN]
FAMILIES = [*words.FAMILIES, *words.FLEMISH_FAMILY]
STREETS = [
    "Proefstraat",
    "Voorbeeldlaan",
    "Testweg",
    "Modelplein",
    "Oefendreef",
    "Staalstraat",
    "Monsterlaan",
]
LANGUAGES = ["Oekraïens", "Oekraïens, Russisch", "Oekraïens, Engels", "Russisch", "Oekraïens, Pools"]
# What an encrypted number becomes: the national number has no birth date, so that it is nobody's.
NUMBERS = {"person.certificate_number": "PROEF-{:06d}", "person.national_number": "00000{:06d}"}

FUNCTIONS = r"""
CREATE TEMPORARY TABLE scrub_code (code text PRIMARY KEY);
CREATE TEMPORARY TABLE scrub_kbo (old text PRIMARY KEY, number bigint NOT NULL);
CREATE TEMPORARY TABLE scrub_number (old text PRIMARY KEY, new text NOT NULL);
CREATE FUNCTION pg_temp.digits(kind text, given text) RETURNS text LANGUAGE sql AS $$
    SELECT encode(sha256(convert_to(
        current_setting('scrub.seed') || chr(31) || kind || chr(31) || given, 'UTF8')), 'hex')
$$;
CREATE FUNCTION pg_temp.draw(kind text, given text) RETURNS bigint LANGUAGE sql AS $$
    SELECT ('x' || left(pg_temp.digits(kind, given), 15))::bit(60)::bigint
$$;
CREATE FUNCTION pg_temp.pick(kind text, given text, choice text[]) RETURNS text LANGUAGE sql AS $$
    SELECT choice[1 + pg_temp.draw(kind, given) % cardinality(choice)]
$$;
CREATE FUNCTION pg_temp.sentence(given text) RETURNS text LANGUAGE sql AS $$
    SELECT CASE WHEN given = '' THEN '' ELSE 'Proeftekst ' || left(pg_temp.digits('text', given), 8) END
$$;
CREATE FUNCTION pg_temp.iban(given text) RETURNS text LANGUAGE sql AS $$
    SELECT 'BE' || lpad((98 - ((domestic || '111400')::numeric % 97))::text, 2, '0') || domestic FROM (
        SELECT body || lpad((1 + (body::bigint - 1) % 97)::text, 2, '0') AS domestic
        FROM (SELECT '999' || lpad((pg_temp.draw('iban', given) % 10000000)::text, 7, '0') AS body) bodies
    ) domestics
$$;
CREATE FUNCTION pg_temp.kbo(given text) RETURNS text LANGUAGE sql AS $$
    SELECT body || lpad((97 - body::bigint % 97)::text, 2, '0') FROM (
        SELECT '099' || lpad(number::text, 5, '0') AS body FROM pg_temp.scrub_kbo WHERE old = given
    ) bodies
$$;
CREATE FUNCTION pg_temp.emptied(given jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
    RETURN CASE jsonb_typeof(given)
        WHEN 'object' THEN (
            SELECT coalesce(jsonb_object_agg(
                CASE WHEN key ~ '^([a-z][a-z0-9_]*|[0-9]+)$' THEN key ELSE pg_temp.sentence(key) END,
                pg_temp.emptied(value)), '{}') FROM jsonb_each(given))
        WHEN 'array' THEN (
            SELECT coalesce(jsonb_agg(pg_temp.emptied(value) ORDER BY place), '[]')
            FROM jsonb_array_elements(given) WITH ORDINALITY AS items(value, place))
        WHEN 'string' THEN (
            SELECT CASE WHEN EXISTS (SELECT FROM pg_temp.scrub_code WHERE code = text) THEN given
            ELSE to_jsonb(pg_temp.sentence(text)) END FROM (SELECT given #>> '{}' AS text) texts)
        ELSE given END;
END $$;
"""


def listed(choice: Sequence[str]) -> str:
    """Our own words as a PostgreSQL array."""
    return "ARRAY[" + ", ".join("'" + word.replace("'", "''") + "'" for word in choice) + "]"


def hexadecimal(kind: str, given: str, length: int) -> str:
    return f"left(pg_temp.digits('{kind}', {given}), {length})"


# For a column (as SQL) the SQL of what comes in its place; an empty text stays empty.
MADE_UP: dict[str, Callable[[str], str]] = {
    "given": lambda given: f"pg_temp.pick('given', {given}, {listed(GIVEN)})",
    "family": lambda given: f"pg_temp.pick('family', {given}, {listed(FAMILIES)})",
    "person": lambda given: (
        f"pg_temp.pick('given', {given}, {listed(GIVEN)}) || ' ' || pg_temp.pick('family', {given}, {listed(FAMILIES)})"
    ),
    "email": lambda given: f"'persoon-' || {hexadecimal('email', f'lower({given})', 12)} || '@proef.example'",
    "phone": lambda given: f"'+32 000 ' || lpad((pg_temp.draw('phone', {given}) % 1000000)::text, 6, '0')",
    "iban": lambda given: f"pg_temp.iban({given})",
    "kbo": lambda given: f"pg_temp.kbo({given})",
    "street": lambda given: f"pg_temp.pick('street', {given}, {listed(STREETS)})",
    "house_number": lambda given: f"(1 + pg_temp.draw('house_number', {given}) % 300)::text",
    "box": lambda given: f"(1 + pg_temp.draw('box', {given}) % 90)::text",
    "languages": lambda given: f"pg_temp.pick('languages', {given}, {listed(LANGUAGES)})",
    "digest": lambda given: f"pg_temp.digits('digest', {given})",
    "no_password": lambda given: f"'!' || {hexadecimal('password', given, 40)}",
    "home": lambda given: f"CASE WHEN {given} = '' THEN '' ELSE '/' END",
    "code": lambda given: f"'PROEF-' || upper({hexadecimal('code', given, 10)})",
    "text": lambda given: f"pg_temp.sentence({given})",
    "json": lambda given: f"pg_temp.emptied({given}::jsonb)",
    "file": lambda given: (
        f"'proef/' || {hexadecimal('file', given, 16)}"
        f" || coalesce(lower(substring({given} from '\\.[A-Za-z0-9]{{1,5}}$')), '')"
    ),
    "bytes": lambda _: "''::bytea",
    "array": lambda given: f"ARRAY(SELECT pg_temp.sentence(item) FROM unnest({given}) item)",  # noqa: S608
    # A day earlier in the same year: the age of that year stays, and it never comes to lie ahead.
    "date": lambda given: (
        f"{given} - (pg_temp.draw('date', {given}::text) % extract(doy FROM {given})::bigint)::int"
    ),
}
