"""Claims through the verbs, to test with."""

import uuid
from datetime import date
from decimal import Decimal

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from facility import actions
from facility.models import PayingAccount, UnitPrice

DAY = date(2026, 11, 2)
IBAN = "BE71096123456769"


def price(code):
    return UnitPrice.objects.get(code=code)


def draft_claim(by, site, *, code="created_place", quantity=4, cost=None):
    """A draft of one line: four places at a fixed amount, unless told otherwise."""
    claim = actions.draft_claim(form_token=uuid.uuid4(), site=site, iban=IBAN, by=by)
    actions.add_claim_line(
        claim=claim, unit_price=price(code), description="Proef", on=DAY, quantity=quantity, cost=cost, by=by
    )
    return claim


def claimed(by, site, **line):
    """The same, submitted."""
    return actions.submit_claim(claim=draft_claim(by, site, **line), by=by)


def assessed(claim, *, by, less=Decimal(0)):
    """Every line approved by the first person; `less` is taken off each."""
    judged = [
        actions.Judged(line, line.asked - less, "Niet alles bewezen" if less else "")
        for line in claim.lines.select_related("unit_price", "claim")
    ]
    return actions.assess_claim(claim=claim, judged=judged, by=by)


def pay(claims, *, by, token=None):
    """A payment file, from an account that is there."""
    if not PayingAccount.objects.exists():
        PayingAccount.objects.create(
            name="Het Facilitair Bedrijf", iban="BE43068999999501", valid=DateRange(date(2020, 1, 1), None)
        )
    return actions.make_payment_file(
        form_token=token or uuid.uuid4(), claims=claims, execute_on=timezone.localdate(), by=by
    )
