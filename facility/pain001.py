"""The payment file itself: ISO 20022 pain.001.001.09, made and checked against its schema by sepaxml."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sepaxml import SepaTransfer

from facility import money

SCHEMA = "pain.001.001.09"


def plain(text: str) -> str:
    """Only the characters that every bank in SEPA takes (EPC217-08); accents come off."""
    bare = "".join(
        letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter)
    )
    return " ".join(re.sub(r"[^A-Za-z0-9/?:().,'+\- ]", " ", bare).split())


class Transfer(NamedTuple):
    """One payment: to whom, to which account, how much in euro, and what the receiver reads."""

    name: str
    iban: str
    amount: Decimal
    reference: str


def payment_file(
    *, name: str, iban: str, execute_on: date, transfers: Iterable[Transfer]
) -> tuple[str, bytes]:
    """The message id and the XML. Raises xmlschema's validation error when the schema does not hold."""
    file = SepaTransfer(
        {"name": plain(name), "IBAN": iban, "batch": True, "currency": money.CURRENCY},
        schema=SCHEMA,
        clean=True,
    )
    for transfer in transfers:
        file.add_payment(
            {
                "name": plain(transfer.name),
                "IBAN": transfer.iban,
                "amount": int(transfer.amount * 100),
                "description": transfer.reference,
                "endtoend_id": transfer.reference[:35],
                "execution_date": execute_on,
            }
        )
    return file.msg_id, file.export(validate=True)
