"""What PostgreSQL knows of words: how to compare what people type, what the lists search, and which words there are.

`plain_text` compares without accents, capitals and punctuation; `address_key` makes one key of an address. Both are
immutable, so that generated columns and indexes can use them: the dictionary is named in full, and the search path is
set, as a backup is restored with an empty one.

A generated column holds the words of the row itself and the *numbers* of its municipality ("#g12") and provider
("#a7"). Their names are looked up when somebody searches, so that a new name is found at once and an old one no more.

The vocabulary is every word in what can be searched. It only grows: a word that occurs nowhere any more finds nothing.
It has no unique index, on purpose: two long transactions that bring the same new word then never wait for each other,
and a word that is there twice does no harm.
"""

PLAIN_TEXT = """
CREATE FUNCTION plain_text(typed text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT btrim(regexp_replace(
        lower(public.unaccent('public.unaccent'::regdictionary, typed)), '[^a-z0-9]+', ' ', 'g'))
$$;
"""

# "Kerkstr. 12 A" and "KERKSTRAAT 12a" are one door. Abbreviations as on Belgian street signs and in letters.
ADDRESS_KEY = """
CREATE FUNCTION address_key(street text, house_number text, box text, postal_code text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = public, pg_temp AS $$
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
$$;
"""

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
"""

INDEXES = """
CREATE INDEX housing_search_word_same ON housing_search_word (word);
CREATE INDEX housing_search_word_alike ON housing_search_word USING gin (word public.gin_trgm_ops);
CREATE INDEX organisation_search ON accounts_organisation USING gin (search_words(name));
CREATE INDEX municipality_search ON municipalities_municipality USING gin (search_words(name));
CREATE INDEX postalcode_search ON municipalities_postalcode USING gin (search_words(place));
CREATE INDEX offer_same_source_reference ON housing_offer (upper(source_reference)) WHERE source_reference <> '';
"""

SEARCHED = {
    "housing_offer": ("title", "street"),
    "housing_site": ("name", "street"),
    "accounts_organisation": ("name",),
    "municipalities_municipality": ("name",),
    "municipalities_postalcode": ("place",),
}


def learning(table: str, columns: tuple[str, ...]) -> str:
    """New rows are heard per statement, so that an import of 20,000 rows learns once; a change per row, and only when
    the words themselves change."""
    words = " || '' '' || ".join(columns)
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)
    return f"""
CREATE TRIGGER {table}_learn_new AFTER INSERT ON {table} REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION learn_new_rows('{words}');
CREATE TRIGGER {table}_learn_changed AFTER UPDATE OF {", ".join(columns)} ON {table}
    FOR EACH ROW WHEN ({changed}) EXECUTE FUNCTION learn_changed_row('{words}');
"""


LEARN = INDEXES + "".join(learning(table, columns) for table, columns in SEARCHED.items())
NO_LEARNING = (
    "DROP INDEX offer_same_source_reference, postalcode_search, municipality_search, organisation_search;"
    + "".join(
        f"DROP TRIGGER {table}_learn_new ON {table}; DROP TRIGGER {table}_learn_changed ON {table};"
        for table in SEARCHED
    )
)
FORGET = """
DROP TABLE housing_search_word;
DROP FUNCTION learn_new_rows, learn_changed_row, learn_words, search_words_of, search_words;
DROP FUNCTION address_key(text, text, text, text);
DROP FUNCTION plain_text(text);
"""
