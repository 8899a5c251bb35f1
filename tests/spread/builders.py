"""A small Flanders to count in: a few towns with figures, sites, units and stays."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count

from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import Kind, Membership, Organisation, User
from households.models import Household, Person
from housing.models import Category, Setting, Site, Stay, Unit
from municipalities.models import Municipality, Province, ReferenceRegion, Statistic, StatisticSource

TODAY = date(2026, 11, 23)
PROVINCES = {"ANT": "10000", "VBR": "20001", "WVL": "30000", "OVL": "40000", "LIM": "70000"}
_numbers = count(1)


def town(nis_code, *, population=10_000, income=20_000, province="OVL", region="Regio Gent", name=""):
    """A municipality with its statistics of 2025; None for what nobody published."""
    home, _ = Province.objects.get_or_create(
        code=province, defaults={"name": Province.Code(province).label, "nis_code": PROVINCES[province]}
    )
    area, _ = ReferenceRegion.objects.get_or_create(
        name=region, defaults={"slug": region.lower().replace(" ", "-")}
    )
    made = Municipality.objects.create(
        nis_code=nis_code,
        name=name or f"Dorp {nis_code}",
        province=home,
        reference_region=area,
        latitude=51,
        longitude=4,
    )
    for indicator, value in (("population", population), ("income_per_inhabitant", income)):
        if value is not None:
            statistic(made, indicator, value)
    return made


def statistic(municipality, indicator, value, period=date(2025, 1, 1)):
    source, _ = StatisticSource.objects.get_or_create(name="Proefbron", defaults={"retrieved_on": TODAY})
    return Statistic.objects.create(
        municipality=municipality, indicator=indicator, value=Decimal(value), period=period, source=source
    )


def provider():
    made, _ = Organisation.objects.get_or_create(
        kind=Kind.COMPANY, kbo_number="0123456749", defaults={"name": "Verhuur NV"}
    )
    return made


def site(
    municipality,
    *places,
    category=Category.PRIVATE,
    setting=Setting.INDIVIDUAL,
    checked_on=TODAY,
    available=None,
):
    """An open site with one unit per number of places."""
    number = next(_numbers)
    made = Site.objects.create(
        organisation=provider(), municipality=municipality, name=f"Locatie {number}", street="Kerkstraat",
        house_number=str(number), postal_code="9000", category=category, kind="building", term="durable",
        setting=setting, available=available or DateRange(date(2025, 1, 1), None), checked_on=checked_on,
    )  # fmt: skip
    Unit.objects.bulk_create(
        Unit(site=made, label=f"Kamer {i}", places=size) for i, size in enumerate(places, 1)
    )
    return made


def stay(unit, *, persons=1, since=TODAY - timedelta(days=30), until=None, status=Stay.Status.LIVED_IN):
    """A household of that many persons in a unit."""
    registrar = authority(unit.site.municipality)
    household = Household.objects.create(registered_by=registrar, channel="counter", wanted_from=since)
    people = Person.objects.bulk_create(
        Person(
            household=household, given_name="Vira", family_name="Proef", birth_year=1990, sex="f",
            relation="child" if i else "reference",
        )
        for i in range(persons)
    )  # fmt: skip
    made = Stay.objects.create(household=household, unit=unit, period=DateRange(since, until), status=status)
    made.persons.set(people)
    return made


def authority(municipality):
    made, _ = Organisation.objects.get_or_create(
        kind=Kind.LOCAL_AUTHORITY, municipality=municipality, defaults={"name": f"Bestuur {municipality}"}
    )
    return made


def hat(kind, *, municipality=None, province=None, is_staff=False, role=Membership.Role.MANAGER):
    """A person of an organisation of that kind."""
    number = next(_numbers)
    if municipality is not None:
        organisation = authority(municipality)
    else:
        fields = (
            {"kbo_number": f"0{number:09d}"}
            if kind in (Kind.COMPANY, Kind.ASSOCIATION)
            else {"province": province}
        )
        organisation = Organisation.objects.create(kind=kind, name=f"Organisatie {number}", **fields)
    user = User.objects.create_user(f"persoon{number}@proef.example", name="Proefpersoon", is_staff=is_staff)
    return Membership.objects.create(user=user, organisation=organisation, role=role)
