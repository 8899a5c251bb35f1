"""One key for a name, however it is written: for finding people who are registered already, and for searching.

Ukrainian names reach a counter in many Latin spellings: the national transliteration of 2010 (Oleksandr, Yuliia),
older passports (Olexandr, Iuliia), by way of Russian (Aleksandr, Yuliya), or as the person writes it (Alexander,
Julia). `name_key` takes off what differs: accents, apostrophes, double letters, the spellings of i, of h and g, of ks,
of ts; and makes one of the Ukrainian and Russian form of the commonest first names. The words are sorted, so that
first name and family name may change places. It is never shown to anybody.
"""

FOLDED = (
    ("x", "ks"), ("shch|sch", "sh"), ("c(?!h)", "k"), ("tz|ts", "c"), ("kh", "h"), ("ph", "f"), ("th", "t"),
    ("w", "v"), ("q", "k"), ("g", "h"), ("[yj]", "i"), (r"(.)\1+", r"\1"), ("ie", "e"), ("io", "e"),
    ("ei$", "i"), (r"(.)\1+", r"\1"),
)  # fmt: skip
# Ukrainian form first, as it is after folding.
ONE_NAME = (
    "oleksandr aleksandr aleksander oleksander", "oleksandra aleksandra", "oleksi aleksi", "olena elena helena",
    "katerina ekaterina", "mikola nikolai", "dmitro dmitri dimitri", "volodimir vladimir", "mihailo mihail",
    "hana ana", "evhen evheni", "pavlo pavel", "petro petr", "tetiana tatiana", "svitlana svetlana",
    "liudmila ludmila", "liubov lubov", "nadia nadezhda", "vasil vasili", "fedir fedor", "danilo danil daniel",
    "kirilo kiril", "mikita nikita", "iakiv iakov", "natalia natala", "anatoli anatol",
)  # fmt: skip


def folded(expression: str) -> str:
    for pattern, instead in FOLDED:
        expression = f"regexp_replace({expression}, '{pattern}', '{instead}', 'g')"
    return expression


def cases() -> str:
    return " ".join(
        f"WHEN '{variant}' THEN '{names.split()[0]}'" for names in ONE_NAME for variant in names.split()[1:]
    )


NAME_KEY = f"""
CREATE FUNCTION name_word_key(word text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = public, pg_temp AS $$
    SELECT CASE skeleton {cases()} ELSE skeleton END FROM (SELECT {folded("word")} AS skeleton) folded
$$;
CREATE FUNCTION name_key(given text, family text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = public, pg_temp AS $$
    SELECT coalesce(string_agg(name_word_key(part), ' ' ORDER BY name_word_key(part) COLLATE "C"), '')
    FROM unnest(string_to_array(btrim(regexp_replace(
        lower(public.unaccent('public.unaccent'::regdictionary, translate(given || ' ' || family, '''’ʼ`ʹ´', ''))),
        '[^a-z0-9]+', ' ', 'g')), ' ')) part
    WHERE part <> ''
$$;
"""  # noqa: S608  nothing of it comes from outside
NO_NAME_KEY = "DROP FUNCTION name_key(text, text); DROP FUNCTION name_word_key(text)"
