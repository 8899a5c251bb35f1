"""Loads the whole demo in one transaction."""

from datetime import date, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import connection, models, transaction

from accounts.actions import register_authorities
from accounts.demo import accounts
from accounts.models import Membership, Organisation, User
from audit.models import AuditEvent
from config.demo import demand, distribution
from config.demo.accounts import Cast, make_accounts, make_rights
from config.demo.facility_buying import TABLES as SHOP
from config.demo.facility_buying import make_shop
from config.demo.facility_requests import make_requests
from config.demo.living import Living
from config.demo.looks import TABLES as LOOKS
from config.demo.looks import make_looks
from config.demo.presence import make_rounds
from config.demo.providers import make_people_of_towns, make_providers
from config.demo.stories import tell
from config.demo.supply import Builder
from config.demo.tables import write
from config.demo.vlot_calls import make_calls, make_convent, make_teams
from config.demo.vlot_field_work import TABLES as FIELD_WORK
from config.demo.vlot_field_work import make_field_work
from config.demo.world import World, towns_of_today
from facility.models import SupportRequest
from households.models import Household, Person
from housing.models import (
    Defect,
    Inspection,
    Offer,
    OfferMessage,
    Presence,
    PresenceCheck,
    Site,
    Stay,
    Unavailability,
    Unit,
)
from matching.models import Proposal
from municipalities.models import Indicator, Municipality, Statistic
from spread import actions as spread
from vlot.models import Contact, Intervention, TeamMembership

LOCK = 0xDE_40
# In this order rows are written: what is pointed to first.
TABLES: tuple[type[models.Model], ...] = (
    User,
    Organisation,
    Membership,
    Offer,
    OfferMessage,
    Inspection,
    Defect,
    Site,
    Unit,
    Unavailability,
    Household,
    Person,
    Stay,
    Stay.persons.through,
    PresenceCheck,
    Presence,
    Proposal,
    SupportRequest,
    *SHOP,
    TeamMembership,
    Intervention,
    Contact,
    *FIELD_WORK,
    *LOOKS,
    AuditEvent,
)


EARLIER_FIGURES = (28, 14, 7)  # days ago: so that the cockpit has something to compare with


class CannotLoad(Exception):
    """The demo data cannot be loaded here; the sentence says why and what to do."""


class Loaded(NamedTuple):
    """What there is now, for one line on the screen."""

    organisations: int
    sites: int
    places: int
    households: int
    persons: int


def load(*, on: date, scale: float = 1.0) -> Loaded | None:
    """Fill an empty portal with the demo as it looks on that day; None when it was filled before.

    `scale` makes a smaller Flanders of the same shape, for tests. Everything or nothing is written. Raises CannotLoad
    outside demo mode, without reference data, and where somebody already works with real data.
    """
    if not settings.DEMO_MODE:
        raise CannotLoad(
            "Demogegevens laden kan alleen in de demo. Zet DEMO_MODE=true in de omgeving van een demo."
        )
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '300s'; SET LOCAL lock_timeout = '300s'")
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])  # two starts at once fill it once
        if accounts().exists():
            return None
        if not Municipality.objects.current().exists():
            raise CannotLoad(
                "Er zijn nog geen gemeenten. Laad eerst de referentiegegevens: load_reference_data."
            )
        if Offer.objects.exists() or Household.objects.exists():
            raise CannotLoad(
                "In deze databank staan al aanmeldingen of huishoudens. De demo laadt alleen in een lege."
            )
        register_authorities()
        cast = make_accounts()
        make_rights()
        world = World(on=on, scale=scale, towns=towns_of_today(lambda: population(on)))
        make(world, cast)
        write(world.rows, order=TABLES, looked_up={Site, Unit})
        tell(cast, world)
        for days in EARLIER_FIGURES:
            spread.recompute(on=on - timedelta(days=days))
        spread.recompute(on=on)
        spread.recompute_changed(on=on)
        spread.freeze_figures(
            name="Vertrekpunt van de demo",
            on=on - timedelta(days=EARLIER_FIGURES[0]),
            known_on=on - timedelta(days=EARLIER_FIGURES[0]),
            decided_by="Stuurgroep spreiding (verzonnen)",
            reason="Om de verdeling van de komende maanden mee te vergelijken.",
            by=cast.abb,
        )
        spread.publish_week(on=on)
        spread.raise_signals(on=on)
        return loaded(on)


def population(on: date) -> dict[int, int]:
    """Inhabitants per municipality; of one without a figure, an ordinary number."""
    figures = Statistic.objects.filter(indicator=Indicator.POPULATION).latest_by(on=on)
    known = {row.municipality_id: int(row.value) for row in figures}
    return {pk: known.get(pk, 20_000) for pk in Municipality.objects.values_list("pk", flat=True)}


def make(world: World, cast: Cast) -> None:
    """All rows, in memory; the order of the steps is part of the seed."""
    make_people_of_towns(world, {hat.organisation_id: hat.user for hat in (cast.gent, cast.neighbour)})
    people = distribution.people_by_town(world.towns, world.chance)
    builder = Builder(world, make_providers(world, cast.company, cast.association), abb=cast.abb.user)
    builder.make_sites(people)
    builder.make_open_offers(people)
    present = demand.make_households(world, people, number=demand.HOUSEHOLDS)
    departed = demand.make_households(world, people, number=demand.DEPARTED, departed=True)
    living = Living(world, out_of_use={row.unit_id: row.period.lower for row in world.rows[Unavailability]})
    waiting = living.house(present)
    living.depart(departed)
    living.propose(waiting)
    demand.record_registrations(world, present + departed)
    make_requests(world, people, cast)
    make_shop(world, cast)
    members = make_teams(world, cast)
    make_calls(world, people, members)
    make_convent(world, cast, members)
    make_field_work(world, cast, members)
    make_rounds(world)
    make_looks(world, cast)


def loaded(on: date) -> Loaded:
    units = Unit.objects.validated(on=on)
    return Loaded(
        organisations=Organisation.objects.count(),
        sites=Site.objects.open(on=on).count(),
        places=units.aggregate(places=models.Sum("places"))["places"] or 0,
        households=Household.objects.present().count(),
        persons=Person.objects.filter(household__left_on__isnull=True).count(),
    )
