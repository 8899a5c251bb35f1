"""From Cyrillic to Latin script, for names: what stands in a Ukrainian passport.

Ukrainian letters by the table that the Cabinet of Ministers of Ukraine laid down in resolution no. 55 of 27 January
2010 (also for passports): some letters are written otherwise at the beginning of a word, зг is "zgh", and the soft sign
and the apostrophe are left out. The four Russian letters that Ukrainian has not: ICAO Doc 9303, part 3, section 6.

A library would be better kept than a table, but none that is alive knows the rule of the first letter.
The same table goes to the browser (static/js/intake.js), so that a suggestion is there while one types.
"""

import json
import re

LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh", "з": "z", "и": "y",
    "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "ю": "iu",
    "я": "ia", "ы": "y", "э": "e", "ё": "e", "ъ": "ie",
}  # fmt: skip
FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
TOGETHER = {"зг": "zgh"}
APOSTROPHES = "'’ʼ`"

CYRILLIC = re.compile(r"[\u0400-\u04ff]")


def has_cyrillic(text: str) -> bool:
    return bool(CYRILLIC.search(text))


def in_latin(text: str) -> str:
    """The name in Latin script, letter by letter; what is not Cyrillic stays as it is."""
    return re.sub(rf"[\u0400-\u04ff{APOSTROPHES}]+", lambda word: _word(word[0]), text)


def _word(word: str) -> str:
    if not has_cyrillic(word):
        return word
    word = "".join(letter for letter in word if letter not in APOSTROPHES)
    shouted = len(word) > 1 and word.isupper()
    written, place = "", 0
    while place < len(word):
        pair = word[place : place + 2].lower()
        letter = pair if pair in TOGETHER else pair[:1]
        table = TOGETHER if letter in TOGETHER else FIRST if place == 0 and letter in FIRST else LETTERS
        latin = table.get(letter, letter)
        if shouted:
            latin = latin.upper()
        elif word[place].isupper():
            latin = latin.capitalize()
        written += latin
        place += len(letter)
    return written


def table_for_browser() -> str:
    """The same table as JSON, for an attribute of the form."""
    return json.dumps({"letters": LETTERS, "first": FIRST, "together": TOGETHER}, ensure_ascii=False)
