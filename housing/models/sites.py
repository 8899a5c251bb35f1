"""Site (locatie): what an approved offer becomes."""

from datetime import date, timedelta
from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import CheckConstraint, Exists, F, OuterRef, Q
from django.utils import timezone

from accounts.models import Kind, Membership, Organisation
from audit.constraints import all_or_none
from housing.models.addresses import address_key_field, search_field
from housing.models.choices import (
    FIRST_DAY,
    Admits,
    Category,
    Furniture,
    HousingKind,
    Ownership,
    RentPer,
    Setting,
    Sharing,
    Term,
)
from housing.models.guards import SITE_STAYS_FOR_ITS_PEOPLE
from housing.models.hosts import (
    HOST_FIELDS,
    host_was_told,
    host_withdrew_after,
    private_host_field,
    told_by_field,
    told_how_field,
    told_on_field,
)
from housing.models.offers import Offer
from housing.models.promises import (
    floor_area,
    minimum_term,
    minutes_on_foot,
    position_in_belgium,
    rent_is_whole,
    specific_kind,
)
from municipalities.models import Municipality

# What stays true of the building: taken over from the offer when it is approved.
FROM_OFFER = (
    "category", "kind", "term", "setting", "available", "ready_on", "floor_area", "kitchen", "sanitary", "lift",
    "furniture", "minutes_to_transport", "minutes_to_school", "minimum_months", "rent", "rent_per", "costs_included",
    "ownership", "on_request", "latitude", "longitude", "responsible", "contact_name", "contact_email",
    "contact_phone", *HOST_FIELDS,
)  # fmt: skip


class SiteQuerySet(models.QuerySet["Site"]):
    def visible_to(self, by: Membership | None) -> Self:
        """A provider its own, a local government its own municipality's, a governor his province's; Flemish all."""
        if by is None:
            return self.none()
        match by.organisation.kind:
            case Kind.LOCAL_AUTHORITY:
                return self.filter(
                    Q(municipality=by.organisation.municipality) | Q(organisation=by.organisation)
                )
            case Kind.GOVERNOR:
                return self.filter(
                    Q(municipality__province=by.organisation.province) | Q(organisation=by.organisation)
                )
            case Kind.COMPANY | Kind.ASSOCIATION:
                return self.filter(organisation=by.organisation)
            case _:
                return self.all()

    def open(self, *, on: date) -> Self:
        """Sites that are not closed on that day, and did not go into another one."""
        return self.filter(is_open(on))

    def habitable(self, *, on: date) -> Self:
        """Open, in period, works done, no hold on its opening, its host still agrees, and confirmed by ABB where that
        is needed."""
        return self.filter(is_habitable(on))

    def unconfirmed(self, *, on: date) -> Self:
        """*Specifiek*, open, and not confirmed by ABB yet: such a place does not count as *inzetbaar*."""
        return self.open(on=on).filter(category=Category.SPECIFIC, confirmed_at__isnull=True)

    def to_confirm(self, *, on: date) -> Self:
        """In period, and longer ago looked at than the term: somebody has to say that it still is as it stands here."""
        return self.open(on=on).filter(available__contains=on, checked_on__lt=term_began(on))

    def deployable(self, *, on: date) -> Self:
        """Habitable, and looked at within the term and its grace."""
        return self.filter(is_deployable(on))


def is_open(on: date, *, of: str = "") -> Q:
    """Of sites; with `of="site__"` of what stands in one, by a join instead of a query within the query."""
    return Q(
        Q(**{f"{of}closed_on__isnull": True}) | Q(**{f"{of}closed_on__gt": on}),
        **{f"{of}merged_into__isnull": True},
    )


def is_habitable(on: date, *, of: str = "") -> Q:
    """One condition, not a chain of filters: nearly every page with places asks it, some three times."""
    return Q(
        is_open(on, of=of),
        Q(**{f"{of}ready_on__isnull": True}) | Q(**{f"{of}ready_on__lte": on}),
        ~Q(**{f"{of}category": Category.SPECIFIC, f"{of}confirmed_at__isnull": True}),
        ~is_kept_shut(of=of),
        **{f"{of}available__contains": on, f"{of}host_withdrew_on__isnull": True},
    )


def is_kept_shut(*, of: str = "") -> Exists:
    """Of sites: something still holds up the opening. A query within the query: of a join that finds nothing PostgreSQL
    expects one row, whatever the register, and goes through a hundred thousand units one at a time."""
    from housing.models.openings import OpeningHold

    return Exists(OpeningHold.objects.standing().filter(site=OuterRef(f"{of}pk")))


def is_deployable(on: date, *, of: str = "") -> Q:
    return Q(is_habitable(on, of=of), **{f"{of}checked_on__gte": grace_began(on)})


def term_began(on: date) -> date:
    """A site that was looked at before this day is "te bevestigen"."""
    return on - timedelta(days=settings.FRESHNESS_TERM_DAYS)


def grace_began(on: date) -> date:
    """A site that was looked at before this day does not count as *inzetbaar* any more."""
    return term_began(on) - timedelta(days=settings.FRESHNESS_GRACE_DAYS)


class Freshness(models.TextChoices):
    """How sure we are that a site still is as it stands here."""

    FRESH = "fresh", "actueel"
    TO_CONFIRM = "to_confirm", "te bevestigen"
    FADED = "faded", "verouderd"


@pghistory.track(exclude=["address_key", "search"])  # they follow from the others
class Site(models.Model):
    """A place with units, as the municipality validated it."""

    PERSONAL: ClassVar = {"contact_name", "contact_email", "contact_phone"}
    PLAIN: ClassVar = {"postal_code"}
    WRITTEN: ClassVar = {"name", "street", "house_number", "box", "closed_reason"}

    offer = models.OneToOneField(
        Offer, models.PROTECT, null=True, blank=True, related_name="site", verbose_name="uit aanbod"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="sites", verbose_name="aanbieder"
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="sites", verbose_name="gemeente"
    )
    name = models.CharField("naam", max_length=160)
    street = models.CharField("straat", max_length=120)
    house_number = models.CharField("nummer", max_length=12)
    box = models.CharField("bus", max_length=12, blank=True)
    postal_code = models.CharField("postcode", max_length=4)
    category = models.CharField("categorie", max_length=10, choices=Category)
    kind = models.CharField("soort", max_length=16, choices=HousingKind)
    term = models.CharField("crisis of duurzaam", max_length=8, choices=Term)
    setting = models.CharField("individueel of collectief", max_length=10, choices=Setting)
    available = DateRangeField("beschikbaar")
    ready_on = models.DateField("werken klaar op", null=True, blank=True)
    floor_area = models.DecimalField(
        "vloeroppervlakte (m²)", max_digits=8, decimal_places=1, null=True, blank=True
    )
    kitchen = models.CharField("keuken", max_length=6, choices=Sharing, blank=True)
    sanitary = models.CharField("badkamer en toilet", max_length=6, choices=Sharing, blank=True)
    lift = models.BooleanField("lift", default=False)
    furniture = models.CharField("meubels", max_length=6, choices=Furniture, blank=True)
    minutes_to_transport = models.PositiveSmallIntegerField(
        "minuten te voet naar openbaar vervoer", null=True, blank=True
    )
    minutes_to_school = models.PositiveSmallIntegerField(
        "minuten te voet naar een school", null=True, blank=True
    )
    minimum_months = models.PositiveSmallIntegerField("minimumtermijn (maanden)", null=True, blank=True)
    rent = models.DecimalField(
        "gevraagde huur of vergoeding (€)", max_digits=10, decimal_places=2, null=True, blank=True
    )
    rent_per = models.CharField("waarvoor geldt dit bedrag", max_length=6, choices=RentPer, blank=True)
    costs_included = models.BooleanField("kosten inbegrepen", default=False)
    ownership = models.CharField("eigendom", max_length=9, choices=Ownership, blank=True)
    on_request = models.BooleanField("opgezet op vraag van het lokaal bestuur", default=False)
    latitude = models.DecimalField("breedtegraad", max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField("lengtegraad", max_digits=8, decimal_places=6, null=True, blank=True)
    contact_name = models.CharField("contactpersoon", max_length=120, blank=True)
    contact_email = models.EmailField("e-mailadres", blank=True)
    contact_phone = models.CharField("telefoon", max_length=30, blank=True)
    private_host = private_host_field()
    host_told_on = told_on_field()
    host_told_how = told_how_field()
    host_told_by = told_by_field()
    host_withdrew_on = models.DateField("akkoord ingetrokken op", null=True, blank=True)
    confirmed_at = models.DateTimeField("bevestigd door ABB op", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="bevestigd door",
    )
    checked_on = models.DateField("laatst nagekeken op")
    opened_at = models.DateTimeField("geopend op", default=timezone.now)
    closed_on = models.DateField("gesloten op", null=True, blank=True)
    closed_reason = models.CharField("reden van sluiting", max_length=200, blank=True)
    turnaround_days = models.PositiveSmallIntegerField(
        "dagen tussen twee huishoudens",
        default=0,
        help_text="Zo lang is een eenheid na een vertrek buiten gebruik, voor schoonmaak en nazicht.",
    )
    contract_until = models.DateField("contract loopt tot en met", null=True, blank=True)
    permit_until = models.DateField("vergunning of melding geldt tot en met", null=True, blank=True)
    monthly_cost = models.DecimalField(
        "kost per maand (€)",
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="Wat het lokaal bestuur betaalt, ook als er niemand woont. Laat leeg als er niets betaald wordt.",
    )
    admits = models.CharField("voor wie", max_length=8, choices=Admits, default=Admits.EVERYONE)
    open_to_others = models.BooleanField(
        "ook voor huishoudens van andere gemeenten",
        default=True,
        help_text="Andere gemeenten zien dat hier plaats is, zonder adres. Over elke vraag beslist u zelf.",
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="samengevoegd met"
    )
    responsible = models.ForeignKey(
        Membership,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sites",
        verbose_name="dossierbehandelaar",
    )
    address_key = address_key_field()
    search = search_field(name="name")

    objects = SiteQuerySet.as_manager()

    class Meta:
        verbose_name = "locatie"
        verbose_name_plural = "locaties"
        ordering = ("municipality__name", "name", "pk")
        triggers = (SITE_STAYS_FOR_ITS_PEOPLE,)
        indexes = (
            models.Index(fields=["municipality", "closed_on"], name="site_in_municipality"),
            # The list of all of Flanders: by town, and within it by name, without reading the sites themselves.
            models.Index(
                fields=["municipality", "name", "id"],
                include=["closed_on"],
                condition=Q(merged_into__isnull=True),
                name="site_by_town_and_name",
            ),
            # What waits for ABB: few, of all sites that there are.
            models.Index(
                fields=["opened_at", "id"],
                condition=Q(category="specific", confirmed_at__isnull=True),
                name="site_to_confirm_by_abb",
            ),
            GinIndex(fields=["search"], name="site_search"),
        )
        constraints = (
            all_or_none("confirmed_at", "confirmed_by", name="site_confirmed_at_and_by"),
            CheckConstraint(
                condition=Q(available__startswith__gte=FIRST_DAY, available__isempty=False),
                name="site_not_before_first_day",
                violation_error_message="De startdatum mag niet voor 14 maart 2022 liggen.",
            ),
            host_was_told(name="site_host_was_told"),
            host_withdrew_after(name="site_host_withdrew_after"),
            specific_kind(name="site_specific_kind"),
            position_in_belgium(name="site_position_in_belgium"),
            rent_is_whole(name="site_rent_is_whole"),
            floor_area("floor_area", name="site_floor_area_positive"),
            minimum_term(name="site_minimum_term"),
            minutes_on_foot("minutes_to_transport", name="site_minutes_to_transport"),
            minutes_on_foot("minutes_to_school", name="site_minutes_to_school"),
            CheckConstraint(
                condition=Q(turnaround_days__lte=60),
                name="site_turnaround_short",
                violation_error_message="Tussen twee huishoudens liggen hoogstens 60 dagen.",
            ),
            CheckConstraint(
                condition=Q(monthly_cost__isnull=True) | Q(monthly_cost__gte=0),
                name="site_cost_not_negative",
                violation_error_message="Een kost is nul of meer.",
            ),
            CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")),
                name="site_merged_into_another",
                violation_error_message="Een locatie gaat niet op in zichzelf.",
            ),
            CheckConstraint(
                condition=Q(closed_on__isnull=True, closed_reason="")
                | (Q(closed_on__isnull=False) & ~Q(closed_reason="")),
                name="site_closed_with_reason",
                violation_error_message="Een sluiting heeft een datum en een reden.",
            ),
            CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("available__startswith")),
                name="site_closed_after_opening",
                violation_error_message="Een locatie sluit niet voor de dag waarop ze beschikbaar wordt.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        return f"L-{self.pk:06d}"

    @property
    def address(self) -> str:
        box = f" bus {self.box}" if self.box else ""
        return f"{self.street} {self.house_number}{box}, {self.postal_code} {self.municipality.name}"

    @property
    def ends_on(self) -> date | None:
        """The first day that nobody can live there any more: closed, or out of its period; None = no end in sight."""
        return min((day for day in (self.available.upper, self.closed_on) if day), default=None)

    def freshness(self, *, on: date) -> Freshness:
        if self.checked_on >= term_began(on):
            return Freshness.FRESH
        return Freshness.TO_CONFIRM if self.checked_on >= grace_began(on) else Freshness.FADED
