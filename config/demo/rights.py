"""Gent has to confirm who works for it, somebody is invited, and a system of the company has a key."""

from datetime import date, timedelta

from django.conf import settings

from accounts.actions import create_service_account, invite, set_period, start_rights_reviews
from accounts.demo import DOMAIN
from accounts.models import Membership
from config.demo.accounts import Cast

ASKED = 12  # days ago


def tell_rights(cast: Cast, *, on: date) -> None:
    """Through the real verbs; only the day of the last confirmation is set, for nobody waits a year for a demo."""
    asked_on = on - timedelta(days=ASKED)
    colleagues = Membership.objects.filter(organisation=cast.gent.organisation).exclude(pk=cast.gent.pk)
    colleagues.update(confirmed_on=asked_on - timedelta(days=settings.RIGHTS_TERM_DAYS))
    start_rights_reviews(on=asked_on)
    set_period(membership=cast.reader, ends_on=on + timedelta(days=120), by=cast.gent)
    invite(
        organisation=cast.gent.organisation,
        email=f"nieuwe-collega@{DOMAIN}",
        role=Membership.Role.STAFF,
        by=cast.gent,
    )
    create_service_account(
        name="Verhuurbeheer Zilverlinde",
        purpose="Vult elke nacht onze vrije wooneenheden aan.",
        scopes=["supply_read", "supply_write"],
        ends_on=on + timedelta(days=300),
        by=cast.company,
    )
