"""Which line of the menu is the current one."""

import pytest

from accounts.models import Kind
from config.navigation import menu_for
from tests.factories import hat

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "path", "current"),
    [
        (Kind.LOCAL_AUTHORITY, "/", "Start"),
        (Kind.LOCAL_AUTHORITY, "/voorstellen/7/", "Voorstellen"),
        (Kind.LOCAL_AUTHORITY, "/overdrachten/7/", "Voorstellen"),
        (Kind.LOCAL_AUTHORITY, "/solidariteit/", "Voorstellen"),
        (Kind.VLOT, "/solidariteit/", "Spreiding"),
        (Kind.ABB, "/rangschikking/", "Regioplannen"),
        (Kind.COMPANY, "/aanbod/12/", "Aanbod"),
        (Kind.COMPANY, "/privacy/", None),
    ],
)
def test_a_page_belongs_to_one_line_of_the_menu(gent, kind, path, current):
    by = hat(kind, municipality=gent) if kind == Kind.LOCAL_AUTHORITY else hat(kind)
    lines = menu_for(by, path)
    assert [line.label for line in lines if line.current] == ([current] if current else [])
