"""What the lists search: the words of each offer and site as one column, and the vocabulary that forgives a typo.

A generated column holds the words of the row itself and the *numbers* of its municipality ("#g12") and provider
("#a7"). Their names are looked up when somebody searches, so that a new name is found at once and an old one no more.

The vocabulary is every word in what can be searched. It only grows: a word that occurs nowhere any more finds nothing.
It has no unique index, on purpose: two long transactions that bring the same new word then never wait for each other,
and a word that is there twice does no harm.
"""

from django.db import migrations

FUNCTIONS = """
CREATE TABLE housing_search_word (word text NOT NULL);
CREATE FUNCTION search_words(typed text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = public, pg_temp AS $$
    SELECT array_to_tsvector(array_remove(string_to_array(plain_text(typed), ' '), ''))
$$;
CREATE FUNCTION search_words_of(
    name text, street text, house_number text, postal_code text, reference text, municipality bigint, provider bigint
) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp AS $$
    SELECT search_words(concat_ws(' ', name, street, house_number, postal_code, reference))
        || array_to_tsvector(array_remove(ARRAY['#g' || municipality, '#a' || provider], NULL))
$$;
CREATE FUNCTION learn_words(typed text) RETURNS void
LANGUAGE sql SET search_path = public, pg_temp AS $$
    INSERT INTO housing_search_word
    SELECT DISTINCT heard FROM unnest(string_to_array(plain_text(typed), ' ')) heard
    WHERE heard ~ '[a-z]' AND length(heard) > 3
        AND NOT EXISTS (SELECT FROM housing_search_word known WHERE known.word = heard)
$$;
CREATE FUNCTION learn_new_rows() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE typed text;
BEGIN
    EXECUTE format('SELECT string_agg(%s, '' '') FROM added', TG_ARGV[0]) INTO typed;
    PERFORM learn_words(typed);
    RETURN NULL;
END $$;
CREATE FUNCTION learn_changed_row() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE typed text;
BEGIN
    EXECUTE format('SELECT %s FROM (SELECT ($1).*) changed', TG_ARGV[0]) INTO typed USING NEW;
    PERFORM learn_words(typed);
    RETURN NULL;
END $$;
CREATE INDEX housing_search_word_same ON housing_search_word (word);
CREATE INDEX housing_search_word_alike ON housing_search_word USING gin (word public.gin_trgm_ops);
CREATE INDEX organisation_search ON accounts_organisation USING gin (search_words(name));
CREATE INDEX municipality_search ON municipalities_municipality USING gin (search_words(name));
CREATE INDEX postalcode_search ON municipalities_postalcode USING gin (search_words(place));
CREATE INDEX offer_same_source_reference ON housing_offer (upper(source_reference)) WHERE source_reference <> '';
-- A backup is restored with an empty search path: what a generated column calls must be found all the same.
ALTER FUNCTION address_key(text, text, text, text) SET search_path = public, pg_temp;
"""

SEARCHED = {
    "housing_offer": ("title", "street"),
    "housing_site": ("name", "street"),
    "accounts_organisation": ("name",),
    "municipalities_municipality": ("name",),
    "municipalities_postalcode": ("place",),
}


def triggers() -> list[tuple[str, str]]:
    """New rows are heard per statement, so that an import of 20,000 rows learns once; a change per row, and only when
    the words themselves change."""
    made = []
    for table, columns in SEARCHED.items():
        words = " || '' '' || ".join(columns)
        changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)
        made.append(  # names from SEARCHED above, nothing that anybody typed
            (
                f"""
CREATE TRIGGER {table}_learn_new AFTER INSERT ON {table} REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION learn_new_rows('{words}');
CREATE TRIGGER {table}_learn_changed AFTER UPDATE OF {", ".join(columns)} ON {table}
    FOR EACH ROW WHEN ({changed}) EXECUTE FUNCTION learn_changed_row('{words}');
SELECT learn_words(string_agg({words.replace("''", "'")}, ' ')) FROM {table};
""",  # noqa: S608
                f"DROP TRIGGER {table}_learn_new ON {table}; DROP TRIGGER {table}_learn_changed ON {table};",
            )
        )
    return made


FORGET = """
DROP INDEX offer_same_source_reference, postalcode_search, municipality_search, organisation_search;
DROP TABLE housing_search_word;
DROP FUNCTION learn_new_rows, learn_changed_row, learn_words, search_words_of, search_words;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("housing", "0008_findings_are_tasks"),
        ("accounts", "0003_join_requests"),
        ("municipalities", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(FUNCTIONS, FORGET),
        *(migrations.RunSQL(there, back) for there, back in triggers()),
    ]
