"""The numbers of people, written in one way, so that the same number is found again however it was typed."""

from django.core.exceptions import ValidationError
from stdnum.be import bis, nn
from stdnum.exceptions import ValidationError as StdnumError


def certificate_as_kept(typed: str) -> str:
    """Capitals, no spaces: as registers write it."""
    return "".join(typed.upper().split())


def national_number_as_kept(typed: str) -> str:
    """Eleven digits with a right check, as national or as bis number; "" stays "". Raises ValidationError."""
    if not typed:
        return ""
    for module in (nn, bis):
        try:
            return str(module.validate(typed))
        except StdnumError:
            continue
    raise ValidationError("Dit nummer klopt niet. Kijk de elf cijfers na, of laat het voorlopig leeg.")
