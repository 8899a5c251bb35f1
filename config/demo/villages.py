"""Flemish property and a care home on its way to its opening. Every property and owner is invented."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from accounts.models import Membership
from audit.trail import record_many
from config.demo.accounts import Cast, token
from facility import actions
from facility.models import FlemishProperty, OpeningTask, Playbook, SupportRequest
from housing.models import Category, HousingKind, Setting, Site, Term, Unit
from municipalities.models import Municipality

# name, kind, NIS code, street, number, postal code, m², state, zoning, what is not there, conditions
PROPERTIES = (
    (
        "Kantoorgebouw De Sluis",
        "building",
        "44021",
        "Gasmeterlaan",
        "200",
        "9000",
        "3200",
        "works",
        "public",
        (),
        "Geen werken aan de gevel.",
    ),
    (
        "Internaat Ter Leie",
        "building",
        "44083",
        "Gaversesteenweg",
        "12",
        "9800",
        "2100",
        "ready",
        "public",
        (),
        "Vrij tot de sloop begint.",
    ),
    (
        "Parking Kanaaldok",
        "land",
        "11002",
        "Noorderlaan",
        "1",
        "2030",
        "14500",
        "bare",
        "business",
        ("gas", "sewer"),
        "",
    ),
    (
        "Oude districtsloods",
        "building",
        "24062",
        "Vaartdijk",
        "40",
        "3000",
        "1800",
        "heavy_works",
        "business",
        ("gas",),
        "Asbest in het dak.",
    ),
    (
        "Weide achter het ziekenhuis",
        "land",
        "71022",
        "Kiezelstraat",
        "5",
        "3500",
        "9800",
        "bare",
        "public",
        ("gas", "internet"),
        "",
    ),
    (
        "Voormalig dienstencentrum",
        "building",
        "31005",
        "Koningin Astridlaan",
        "8",
        "8000",
        "1450",
        "works",
        "public",
        (),
        "",
    ),
    (
        "Conciërgewoning en tuin",
        "building",
        "12025",
        "Zandpoortvest",
        "3",
        "2800",
        "640",
        "ready",
        "living",
        (),
        "Doorgang voor de buren vrijhouden.",
    ),
    (
        "Braakliggend perceel Noord",
        "land",
        "46021",
        "Parklaan",
        "90",
        "9100",
        "6200",
        "bare",
        "recreation",
        ("gas", "water", "sewer", "internet"),
        "",
    ),
)
UTILITIES = ("electricity", "water", "gas", "sewer", "internet")
DONE = (
    "mandaat", "eigendom", "bestemming", "melding", "brandadvies", "capaciteit", "uitbater", "stabiliteit", "asbest",
    "energiecontract", "meubels",
)  # fmt: skip


def tell_villages(cast: Cast, *, on: date) -> None:
    """The register, one property held for Gent, and the care home half-way through its playbook."""
    kept = add_properties(on=on)
    asked = SupportRequest.objects.get(form_token=token("gebouw"))
    actions.reserve_property(form_token=token("pand"), item=kept[0], support_request=asked, by=cast.gent)
    site = add_site(cast, on=on)
    playbook = Playbook.objects.newest("collective")
    if playbook is None:
        return
    plan = actions.start_opening(
        form_token=token("opening"),
        site=site,
        playbook=playbook,
        opens_on=on + timedelta(75),
        by=cast.neighbour,
    )
    tasks = OpeningTask.objects.filter(plan=plan, item__code__in=DONE).select_related("item", "plan__site")
    finish(list(tasks), by=cast.neighbour)
    lift = OpeningTask.objects.select_related("item", "plan__site").get(plan=plan, item__code="lift")
    actions.waive_task(task=lift, because="Er is geen lift; bewoners slapen gelijkvloers.", by=cast.facility)


def add_site(cast: Cast, *, on: date) -> Site:
    """A former care home of the neighbour's own, ready in two months and a half."""
    municipality = cast.neighbour.organisation.municipality
    if municipality is None:
        raise LookupError(f"{cast.neighbour} has no municipality")
    site = Site.objects.create(
        organisation=cast.neighbour.organisation,
        municipality=municipality,
        name="Voormalig rusthuis De Linde",
        street="Brusselsesteenweg",
        house_number="300",
        postal_code=municipality.postal_codes.order_by("code").values_list("code", flat=True)[0],
        category=Category.PUBLIC,
        kind=HousingKind.CARE_HOME,
        term=Term.CRISIS,
        setting=Setting.COLLECTIVE,
        available=DateRange(on - timedelta(5), on + timedelta(720)),
        checked_on=on,
    )
    Unit.objects.bulk_create(Unit(site=site, label=f"Kamer {number}", places=3) for number in range(1, 13))
    return site


def finish(tasks: list[OpeningTask], *, by: Membership) -> None:
    """What the verb would do to each of them, in two statements."""
    OpeningTask.objects.filter(pk__in=[task.pk for task in tasks]).update(
        done_at=timezone.now(), done_by=by.user
    )
    changes = [{"task": task.item.title, "note": ""} for task in tasks]
    record_many("opening.task_done", [task.plan for task in tasks], by=by, changes=changes)


def add_properties(*, on: date) -> list[FlemishProperty]:
    """All rows of PROPERTIES, as the system registered them."""
    towns = Municipality.objects.in_bulk([row[2] for row in PROPERTIES], field_name="nis_code")
    kept = FlemishProperty.objects.bulk_create(property_of(row, towns, on=on) for row in PROPERTIES)
    record_many("property.added", kept, by=None, changes=[{"name": row.name} for row in kept])
    return kept


def property_of(row: tuple[Any, ...], towns: dict[str, Municipality], *, on: date) -> FlemishProperty:
    """A row of PROPERTIES."""
    name, kind, nis_code, street, number, postal_code, surface, state, zoning, missing, conditions = row
    there: dict[str, Any] = {utility: utility not in missing for utility in UTILITIES}
    return FlemishProperty(
        name=name,
        kind=kind,
        owner="Vlaamse entiteit (verzonnen)",
        municipality=towns[nis_code],
        street=street,
        house_number=number,
        postal_code=postal_code,
        surface=Decimal(surface),
        state=state,
        zoning=zoning,
        conditions=conditions,
        available=DateRange(on - timedelta(60), on + timedelta(900)),
        **there,
    )
