"""Flemish property and openings to test with; everything invented."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import factory
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from facility import actions
from facility.models import FlemishProperty, Playbook
from municipalities.models import Municipality

PROTOCOL = {"keys": 4, "meters": "Elektriciteit 1234", "description": "Goede staat."}


class PropertyFactory(factory.django.DjangoModelFactory):
    """An office in Gent, available for years."""

    class Meta:
        model = FlemishProperty

    name = factory.Sequence(lambda n: f"Kantoor {n}")
    kind = "building"
    owner = "Agentschap Proef"
    municipality = factory.LazyFunction(lambda: Municipality.objects.get(nis_code="44021"))
    street = "Gasmeterlaan"
    house_number = "1"
    postal_code = "9000"
    surface = Decimal(1200)
    state = "works"
    zoning = "public"
    available = DateRange(date(2026, 1, 1), date(2029, 1, 1))


def handed_over(reservation, *, by, until=None):
    """In use from today, through the verb."""
    today = timezone.localdate()
    return actions.hand_over_property(
        reservation=reservation, until=until or today + timedelta(365), on=today, by=by, **PROTOCOL
    )


def opening(site, *, by, kind="collective", days=120, **fields):
    """The newest playbook of this kind, started for a site."""
    return actions.start_opening(
        form_token=uuid.uuid4(),
        site=site,
        playbook=Playbook.objects.newest(kind),
        opens_on=timezone.localdate() + timedelta(days),
        by=by,
        **fields,
    )


def finish_all(plan, *, by, but=()):
    """Every blocking item done, except those with these codes."""
    for task in plan.tasks.blocking().exclude(item__code__in=but).select_related("item", "plan__site"):
        actions.finish_task(task=task, by=by)
