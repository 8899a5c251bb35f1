"""Buildings and land of the Flemish government that can be made available, and who holds them (domain.md 4.1, S1)."""

import uuid
from datetime import date
from typing import ClassVar, Self

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import CheckConstraint, Prefetch, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Kind, Membership
from audit.constraints import all_or_none, filled_when, known_status
from documents.models import Document
from facility.models.orders import person
from facility.models.requests import SupportRequest
from municipalities.models import Municipality


class PropertyKind(models.TextChoices):
    BUILDING = "building", "gebouw"
    LAND = "land", "grond"


class PropertyState(models.TextChoices):
    READY = "ready", "meteen bruikbaar"
    WORKS = "works", "na beperkte werken"
    HEAVY_WORKS = "heavy_works", "na zware werken"
    BARE = "bare", "onbebouwd"


class Zoning(models.TextChoices):
    LIVING = "living", "woongebied"
    PUBLIC = "public", "gemeenschapsvoorzieningen"
    BUSINESS = "business", "bedrijvigheid"
    RECREATION = "recreation", "recreatie"
    AGRICULTURE = "agriculture", "landbouw"
    OTHER = "other", "andere"


def yes_no(label: str) -> models.BooleanField:
    return models.BooleanField(label, default=False)


class FlemishPropertyQuerySet(models.QuerySet["FlemishProperty"]):
    def visible_to(self, by: Membership | None) -> Self:
        """Het Facilitair Bedrijf, and the local governments that may ask for one."""
        return (
            self.all() if by is not None and by.is_kind(Kind.FACILITY, Kind.LOCAL_AUTHORITY) else self.none()
        )

    def free(self, *, on: date) -> Self:
        """In its period, and nobody holds or uses it on that day."""
        taken = PropertyReservation.objects.standing().filter(period__contains=on)
        return self.filter(available__contains=on).exclude(pk__in=taken.values("property"))

    def with_pictures(self) -> Self:
        """With `pictures`: the photos that a browser shows, oldest first. A scan in PDF is none."""
        shown = Document.objects.filter(content_type__startswith="image/").order_by("uploaded_at", "pk")
        return self.prefetch_related(Prefetch("photos", queryset=shown, to_attr="pictures"))


@pghistory.track()
class FlemishProperty(models.Model):
    """One building or plot, as its owner describes it."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"name", "street", "house_number", "postal_code"}
    WRITTEN: ClassVar = {"owner", "conditions"}

    name = models.CharField("naam", max_length=160)
    kind = models.CharField("soort", max_length=8, choices=PropertyKind)
    owner = models.CharField("eigenaar (Vlaamse entiteit)", max_length=160)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="flemish_properties", verbose_name="gemeente"
    )
    street = models.CharField("straat", max_length=120)
    house_number = models.CharField("nummer", max_length=12, blank=True)
    postal_code = models.CharField("postcode", max_length=4)
    surface = models.DecimalField("oppervlakte (m²)", max_digits=9, decimal_places=1)
    state = models.CharField("staat", max_length=11, choices=PropertyState)
    zoning = models.CharField("bestemming", max_length=11, choices=Zoning)
    electricity = yes_no("elektriciteit")
    water = yes_no("drinkwater")
    gas = yes_no("gas of warmtenet")
    sewer = yes_no("riolering")
    internet = yes_no("internet")
    available = DateRangeField("beschikbaar")
    conditions = models.TextField("voorwaarden van de eigenaar", blank=True)
    hold_days = models.PositiveSmallIntegerField("dagen dat een reservatie geldt", default=14)
    photos = models.ManyToManyField(Document, blank=True, related_name="+", verbose_name="foto’s")

    objects = FlemishPropertyQuerySet.as_manager()

    class Meta:
        verbose_name = "pand of grond van Vlaanderen"
        verbose_name_plural = "panden en gronden van Vlaanderen"
        ordering = ("municipality__name", "name", "pk")
        constraints = (
            UniqueConstraint(
                fields=["postal_code", "street", "house_number", "name"],
                name="property_once",
                violation_error_message="Dit pand staat al in het register.",
            ),
            CheckConstraint(
                condition=Q(surface__gt=0),
                name="property_surface_positive",
                violation_error_message="Een oppervlakte is meer dan nul.",
            ),
            CheckConstraint(
                condition=Q(available__isempty=False, available__startswith__isnull=False),
                name="property_available_from",
                violation_error_message="Vul in vanaf wanneer het pand beschikbaar is. Het einde ligt na het begin.",
            ),
            CheckConstraint(
                condition=Q(hold_days__gte=1, hold_days__lte=90),
                name="property_hold_days",
                violation_error_message="Een reservatie geldt 1 tot 90 dagen.",
            ),
            CheckConstraint(
                condition=Q(postal_code__regex=r"^[1-9][0-9]{3}$"),
                name="property_postal_code",
                violation_error_message="Een postcode telt vier cijfers.",
            ),
            CheckConstraint(
                condition=Q(kind="building") | Q(state="bare"),
                name="property_land_is_bare",
                violation_error_message="Een grond is onbebouwd. Kies anders het soort “gebouw”.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        return f"VP-{self.pk:05d}"

    @property
    def address(self) -> str:
        return f"{self.street} {self.house_number}".strip() + f", {self.postal_code} {self.municipality.name}"

    @property
    def utilities(self) -> list[str]:
        """What is there, in words."""
        names = ("electricity", "water", "gas", "sewer", "internet")
        return [str(self._meta.get_field(name).verbose_name) for name in names if getattr(self, name)]  # type: ignore[union-attr]


@pghistory.track()
class HandoverProtocol(models.Model):
    """The state in which a property changes hands: meters, keys, what is broken (plaatsbeschrijving)."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"meters"}
    WRITTEN: ClassVar = {"description", "defects"}

    on = models.DateField("datum")
    keys = models.PositiveSmallIntegerField("aantal sleutels")
    meters = models.CharField("meterstanden", max_length=200)
    description = models.TextField("plaatsbeschrijving")
    defects = models.TextField("gebreken", blank=True)
    photos = models.ManyToManyField(Document, blank=True, related_name="+", verbose_name="foto’s")
    recorded_at = models.DateTimeField("vastgelegd op", default=timezone.now)
    recorded_by = person("vastgelegd door")

    class Meta:
        verbose_name = "overdrachtsverslag"
        verbose_name_plural = "overdrachtsverslagen"
        ordering = ("on", "pk")
        constraints = (
            CheckConstraint(
                condition=~Q(description="") & ~Q(meters=""),
                name="handover_described",
                violation_error_message="Beschrijf de staat, en noteer de meterstanden (of dat er geen meters zijn).",
            ),
        )

    def __str__(self) -> str:
        return f"Overdrachtsverslag van {self.on:%d/%m/%Y}"


class PropertyReservationQuerySet(models.QuerySet["PropertyReservation"]):
    def visible_to(self, by: Membership | None) -> Self:
        """Het Facilitair Bedrijf all; a local government those for its own requests."""
        if by is None:
            return self.none()
        match by.organisation.kind:
            case Kind.FACILITY:
                return self.all()
            case Kind.LOCAL_AUTHORITY:
                return self.filter(support_request__organisation=by.organisation)
            case _:
                return self.none()

    def report_photos(self) -> models.QuerySet[Document]:
        """The photos of the reports of their handovers."""
        return Document.objects.filter(
            Q(pk__in=self.values("handover__photos")) | Q(pk__in=self.values("giving_back__photos"))
        )

    def standing(self) -> Self:
        """What takes the property in its period: a hold (which ends by itself) or a use."""
        return self.filter(status__in=["held", "in_use"])


@pghistory.track()
class PropertyReservation(models.Model):
    """A property held for one request, then used. PostgreSQL refuses a second one in the same period.

    The period of a hold ends by itself, on the day it expires; from the handover on it is the period of use.
    """

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    WRITTEN: ClassVar = {"released_because"}

    class Status(models.TextChoices):
        HELD = "held", "gereserveerd"
        IN_USE = "in_use", "in gebruik"
        RETURNED = "returned", "teruggegeven"
        RELEASED = "released", "vrijgegeven"

    TRANSITIONS: ClassVar = {
        Status.HELD: {Status.IN_USE, Status.RELEASED},
        Status.IN_USE: {Status.RETURNED},
        Status.RETURNED: set(),
        Status.RELEASED: set(),
    }
    WAITS_FOR: ClassVar = {
        Status.HELD: "facility",
        Status.IN_USE: "facility",
        Status.RETURNED: None,
        Status.RELEASED: None,
    }

    form_token = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    property = models.ForeignKey(
        FlemishProperty, models.PROTECT, related_name="reservations", verbose_name="Vlaams pand"
    )
    support_request = models.ForeignKey(
        SupportRequest, models.PROTECT, related_name="property_reservations", verbose_name="aanvraag"
    )
    status = models.CharField("toestand", max_length=8, choices=Status, default=Status.HELD)
    period = DateRangeField("periode")
    reserved_at = models.DateTimeField("gereserveerd op", default=timezone.now)
    reserved_by = person("gereserveerd door")
    handover = models.OneToOneField(
        HandoverProtocol, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="overdracht"
    )
    giving_back = models.OneToOneField(
        HandoverProtocol, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="teruggave"
    )
    ended_at = models.DateTimeField("beëindigd op", null=True, blank=True)
    ended_by = person("beëindigd door", null=True, blank=True)
    released_because = models.TextField("waarom vrijgegeven", blank=True)

    objects = PropertyReservationQuerySet.as_manager()

    class Meta:
        verbose_name = "reservatie van een Vlaams pand"
        verbose_name_plural = "reservaties van Vlaamse panden"
        ordering = ("-reserved_at", "-pk")
        constraints = (
            known_status(
                ["held", "in_use", "returned", "released"], name="property_reservation_status_known"
            ),
            ExclusionConstraint(
                name="property_held_once",
                expressions=[("property", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=Q(status__in=["held", "in_use"]),
                violation_error_message="Een andere aanvraag heeft dit pand al gereserveerd of in gebruik.",
            ),
            CheckConstraint(
                condition=Q(status__in=["returned", "released"])
                | Q(period__isempty=False, period__startswith__isnull=False),
                name="property_reservation_dated",
                violation_error_message="Een reservatie heeft een begin, en een einde dat erna komt.",
            ),
            CheckConstraint(
                condition=~Q(status="held") | Q(period__endswith__isnull=False),
                name="property_hold_expires",
                violation_error_message="Een reservatie heeft een vervaldag.",
            ),
            all_or_none("ended_at", "ended_by", name="property_reservation_ended_at_and_by"),
            filled_when(
                statuses=["in_use", "returned"],
                fields=["handover"],
                name="property_used_after_handover",
                message="Een pand in gebruik heeft een overdrachtsverslag.",
            ),
            filled_when(
                statuses=["returned"],
                fields=["giving_back", "ended_at"],
                name="property_returned_with_protocol",
                message="Een teruggave heeft een verslag.",
            ),
            filled_when(
                statuses=["released"],
                fields=["ended_at"],
                texts=["released_because"],
                name="property_released_with_reason",
                message="Schrijf op waarom het pand weer vrij is.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.property} voor {self.support_request}"

    def expired(self, *, on: date) -> bool:
        """A hold that ran out: it takes nothing any more, and cannot be handed over."""
        return self.status == self.Status.HELD and self.period.upper <= on
