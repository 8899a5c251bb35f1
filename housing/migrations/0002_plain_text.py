"""Two functions for comparing what people type: without accents, capitals and punctuation, and addresses as one key.

Immutable, so that generated columns and indexes can use them: the dictionary is named in full and does not depend on
the search path.
"""

from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations

PLAIN_TEXT = """
CREATE OR REPLACE FUNCTION plain_text(typed text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT btrim(regexp_replace(
        lower(public.unaccent('public.unaccent'::regdictionary, typed)), '[^a-z0-9]+', ' ', 'g'))
$$
"""

# "Kerkstr. 12 A" and "KERKSTRAAT 12a" are one door. Abbreviations as on Belgian street signs and in letters.
ADDRESS_KEY = """
CREATE OR REPLACE FUNCTION address_key(street text, house_number text, box text, postal_code text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE WHEN street = '' OR house_number = '' OR postal_code = '' THEN ''
    ELSE postal_code || ' ' ||
        replace(
            regexp_replace(
            regexp_replace(
            regexp_replace(
            regexp_replace(
            regexp_replace(
            regexp_replace(plain_text(street), '^(st) ', 'sint '),
            'str$', 'straat'), '(stwg|stw|stg)$', 'steenweg'), '(^| )(ln)$', '\\1laan'), '(^| )(pl)$', '\\1plein'),
            '(^| )(bd|blvd)$', '\\1boulevard'),
            ' ', '')
        || ' ' || replace(plain_text(house_number), ' ', '')
        || CASE WHEN box = '' THEN '' ELSE ' ' || replace(regexp_replace(plain_text(box), '^(bus|b|bte) ', ''), ' ', '')
           END
    END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("housing", "0001_initial")]

    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        migrations.RunSQL(PLAIN_TEXT, "DROP FUNCTION plain_text(text)"),
        migrations.RunSQL(ADDRESS_KEY, "DROP FUNCTION address_key(text, text, text, text)"),
    ]
