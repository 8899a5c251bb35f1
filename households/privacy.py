"""Does a free text seem to hold what may not be kept about people? A hint for who types, never a block.

Only names of things are looked for, in Dutch: no list of words can understand a sentence, so the screen says "lijkt".
"""

import re
from enum import StrEnum

from stdnum.be import bis, nn
from stdnum.exceptions import ValidationError


class Delicate(StrEnum):
    """What the text seems to hold, as the sentence on screen says it."""

    HEALTH = "de gezondheid van een persoon"
    ORIGIN = "de herkomst of het geloof van een persoon"
    NATIONAL_NUMBER = "een rijksregisternummer"


# Beginnings of words. "Beperkt", "rolstoel" and "drempelvrij" describe places, and are not here.
HEALTH = (
    "ziek", "diagnos", "medicatie", "medicijn", "handicap", "gehandicapt", "invalid", "psychisch", "psychiatr",
    "depress", "trauma", "ptss", "verslaafd", "verslaving", "autis", "dement", "diabet", "kanker", "epilep", "hiv",
    "hepatit", "tubercul", "tbc", "zwanger", "hartpati", "nierdialyse", "dialyse", "operatie", "verstandelijk",
)  # fmt: skip
NOT_HEALTH = ("ziekenhuis", "ziekenfonds", "ziekteverz", "dementievriendelijk", "invalidentoilet")
ORIGIN = (
    "etnisch", "etnicit", "zigeuner", "huidskleur", "moslim", "islamit", "joods", "joden", "christen", "katholiek",
    "orthodox", "religie", "geloofsovert", "russisch", "romagezin", "romafamilie", "nationaliteit", "afkomst",
)  # fmt: skip
ORIGIN_WHOLE = ("roma", "sinti", "jood", "rus", "russen")
NOT_ORIGIN = ("katholieke school", "katholiek onderwijs", "katholieke basisschool")
ELEVEN_DIGITS = re.compile(r"(?<!\d)(?:\d[ .\-/]?){10}\d(?!\d)")


def delicate(text: str) -> list[Delicate]:
    """What of the three this text seems to hold, in a fixed order; empty when nothing was recognised."""
    plain = text.lower()
    found = []
    if has_word(plain, starting=HEALTH, but=NOT_HEALTH):
        found.append(Delicate.HEALTH)
    if has_word(plain, starting=ORIGIN, whole=ORIGIN_WHOLE, but=NOT_ORIGIN):
        found.append(Delicate.ORIGIN)
    if any(is_national_number(digits) for digits in ELEVEN_DIGITS.findall(text)):
        found.append(Delicate.NATIONAL_NUMBER)
    return found


def has_word(
    text: str, *, starting: tuple[str, ...], whole: tuple[str, ...] = (), but: tuple[str, ...] = ()
) -> bool:
    for harmless in but:
        text = text.replace(harmless, " ")
    words = re.findall(r"[^\W\d_]+", text)
    return any(word.startswith(starting) or word in whole for word in words)


def is_national_number(digits: str) -> bool:
    """Eleven digits with right check digits, as national or as bis number."""
    for kind in (nn, bis):
        try:
            kind.validate(re.sub(r"\D", "", digits))
        except ValidationError:
            continue
        return True
    return False
