"""The hint for who types: it sees the obvious, and leaves descriptions of a place alone."""

import pytest

from households.privacy import Delicate, delicate


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("Ruime keuken, rolstoeltoegankelijk, dicht bij het ziekenhuis en de katholieke school.", []),
        ("Sleutel bij de buren. Bel 09 000 12 50, rekening BE68 5390 0754 7034.", []),
        ("Romantisch huisje in Romaanse stijl met een rustig terras.", []),
        ("Nummer 90.02.01-997 00 staat op de bel.", []),
        ("Mevrouw is ZIEK en neemt medicatie.", [Delicate.HEALTH]),
        ("Geen Roma of moslims.", [Delicate.ORIGIN]),
        ("Rijksregister 85.07.30-033.28", [Delicate.NATIONAL_NUMBER]),
        ("85073003328 is zwanger, nationaliteit onbekend", list(Delicate)),
    ],
)
def test_what_a_text_seems_to_hold(text, found):
    assert delicate(text) == found
