"""Inspection (plaatsbezoek): is it safe, healthy and dignified? And what it found."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import ClassVar, Self, cast

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Case, CheckConstraint, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Now, TruncDate
from django.utils import timezone
from django.utils.functional import cached_property

from accounts.models import Kind, Membership
from audit.constraints import all_or_none, filled_when, known_status
from documents.models import Document
from housing.models.offers import Offer
from housing.models.sites import Site

# Days after the visit by which a finding is to be repaired, when nobody says otherwise; our own proposal, by category.
DAYS_TO_REPAIR = {"1": 90, "2": 30, "3": 7}
# Days from the day by which it is to be repaired: two days before it, the day after, and two weeks in a row.
REMINDERS: Sequence[int] = (-2, 1, 8, 15)


def sees_findings(by: Membership | None) -> bool:
    """Who helps with places (Facilitair Bedrijf, VLOT) sees them, not what a visit found."""
    return by is not None and not by.is_kind(Kind.FACILITY, Kind.VLOT)


class InspectionQuerySet(models.QuerySet["Inspection"]):
    def visible_to(self, by: Membership | None) -> Self:
        """Visits to the offers and sites that one sees."""
        if not sees_findings(by):
            return self.none()
        return self.filter(
            Q(offer__in=Offer.objects.visible_to(by)) | Q(site__in=Site.objects.visible_to(by))
        )

    def to_site(self, site: Site) -> Self:
        """Every visit to this place: while it was offered, and since it is a site."""
        return self.filter(Q(site=site) | Q(offer__isnull=False, offer=site.offer_id))


@pghistory.track()
class Inspection(models.Model):
    """One visit to what is offered, or to a site. "Veilig, gezond en menswaardig" is the test of domain.md 1.4."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    WRITTEN: ClassVar = {"findings"}

    offer = models.ForeignKey(
        Offer, models.PROTECT, null=True, blank=True, related_name="inspections", verbose_name="aanbod"
    )
    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="inspections", verbose_name="locatie"
    )
    inspected_on = models.DateField("datum van het bezoek")
    safe = models.BooleanField("veilig")
    healthy = models.BooleanField("gezond")
    dignified = models.BooleanField("menswaardig")
    usable_places = models.PositiveIntegerField("bruikbare slaapplekken")
    norm_places = models.PositiveIntegerField(
        "slaapplekken volgens de bezettingsnorm", null=True, blank=True
    )  # as computed on the day of recording (housing.occupancy); empty when the norm says nothing
    findings = models.TextField("bevindingen", blank=True)
    recorded_at = models.DateTimeField("vastgelegd op", default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="vastgelegd door"
    )

    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = "plaatsbezoek"
        verbose_name_plural = "plaatsbezoeken"
        ordering = ("-inspected_on", "-pk")
        constraints = (
            CheckConstraint(
                condition=Q(offer__isnull=False, site__isnull=True)
                | Q(offer__isnull=True, site__isnull=False),
                name="inspection_of_one_place",
                violation_error_message="Een plaatsbezoek gaat over één aanbod of over één locatie.",
            ),
            CheckConstraint(
                condition=Q(inspected_on__lte=TruncDate("recorded_at")),
                name="inspection_not_in_the_future",
                violation_error_message="Leg het bezoek vast als het gebeurd is: de datum ligt in de toekomst.",
            ),
            CheckConstraint(
                condition=Q(safe=True, healthy=True, dignified=True) | ~Q(findings=""),
                name="inspection_failure_explained",
                violation_error_message="Schrijf op wat er niet in orde is.",
            ),
            CheckConstraint(
                condition=Q(norm_places__isnull=True)
                | Q(usable_places__lte=F("norm_places"))
                | ~Q(findings=""),
                name="inspection_above_norm_explained",
                violation_error_message=(
                    "Dit zijn meer slaapplekken dan de bezettingsnorm toelaat. Pas het aantal aan, of leg bij de "
                    "bevindingen uit waarom het toch kan."
                ),
            ),
        )

    def __str__(self) -> str:
        return f"Plaatsbezoek van {self.inspected_on:%d/%m/%Y}"

    @property
    def place(self) -> Offer | Site:
        """What was visited."""
        return cast("Offer | Site", self.offer or self.site)  # one of the two, by constraint

    @cached_property
    def passed(self) -> bool:
        """All three, at least one usable place, and no defect that blocks and is not solved."""
        sound = self.safe and self.healthy and self.dignified and self.usable_places > 0
        return sound and not any(defect.blocks_now for defect in self.defects.all())


class DefectQuerySet(models.QuerySet["Defect"]):
    def visible_to(self, by: Membership | None) -> Self:
        return self.filter(inspection__in=Inspection.objects.visible_to(by))

    def in_force(self) -> Self:
        """What still is to be repaired or looked at: no later visit judged it, and the place is not refused, taken
        back, merged into another or closed."""
        offer, site = OuterRef("inspection__offer"), OuterRef("inspection__site")
        newer = Inspection.objects.filter(pk__gt=OuterRef("inspection"))
        return (
            self.exclude(status=Defect.Status.SOLVED)
            .filter(
                # Each apart: of "this or that" PostgreSQL can only compare every finding with every visit.
                ~Exists(newer.filter(offer=offer)),
                ~Exists(newer.filter(site=site)),
                ~Exists(newer.filter(site__offer=offer)),
                inspection__offer__merged_into__isnull=True,
                inspection__site__merged_into__isnull=True,
            )
            .exclude(inspection__offer__status__in=[Offer.Status.REJECTED, Offer.Status.WITHDRAWN])
            .exclude(inspection__site__closed_on__lte=TruncDate(Now()))
        )

    def waiting_for(self, by: Membership) -> Self:
        """What this hat has to do: repair what it is responsible for, or look whether it was repaired. A later visit
        judged what an earlier one found."""
        own = Q(inspection__offer__organisation=by.organisation) | Q(
            inspection__site__organisation=by.organisation
        )
        waiting = own & Q(responsible=Defect.Responsible.PROVIDER, status=Defect.Status.OPEN)
        town = by.organisation.municipality_id
        if by.is_kind(Kind.LOCAL_AUTHORITY) and town is not None:
            ours = Q(inspection__offer__municipality=town) | Q(inspection__site__municipality=town)
            repair = Q(responsible=Defect.Responsible.LOCAL_AUTHORITY, status=Defect.Status.OPEN)
            waiting |= ours & (repair | Q(status=Defect.Status.REPORTED))
        return self.in_force().filter(waiting)

    def to_remind(self) -> Self:
        """What nobody has repaired yet, and still has to be."""
        return self.in_force().filter(status=Defect.Status.OPEN)


@pghistory.track(exclude=["blocks"])  # it follows from the others
class Defect(models.Model):
    """A finding on the technical report. What blocks follows the relaxed norms of 2022 (domain.md 2.5, source S80)."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    WRITTEN: ClassVar = {"description", "solution"}

    class Category(models.TextChoices):
        ONE = "1", "categorie I (klein)"
        TWO = "2", "categorie II (ernstig)"
        THREE = "3", "categorie III (gevaarlijk of mensonwaardig)"

    class Domain(models.TextChoices):
        FIRE = "fire", "brandveiligheid"
        EXPLOSION = "explosion", "ontploffing"
        ELECTROCUTION = "electrocution", "elektrocutie"
        CARBON_MONOXIDE = "co", "CO-vergiftiging"
        DAMP = "damp", "vocht"
        STABILITY = "stability", "stabiliteit"
        ACCESS = "access", "toegankelijkheid"
        OTHER = "other", "iets anders"

    class Responsible(models.TextChoices):
        PROVIDER = "provider", "de aanbieder"
        LOCAL_AUTHORITY = "local_authority", "het lokaal bestuur"

    class Status(models.TextChoices):
        OPEN = "open", "te herstellen"
        REPORTED = "reported", "hersteld gemeld, na te kijken"
        SOLVED = "solved", "opgelost"

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.OPEN: {Status.REPORTED, Status.SOLVED},
        Status.REPORTED: {Status.OPEN, Status.SOLVED},
        Status.SOLVED: set(),
    }
    WAITS_FOR: ClassVar[dict[str, str | None]] = {
        Status.OPEN: "provider",
        Status.REPORTED: "local_authority",
        Status.SOLVED: None,
    }

    inspection = models.ForeignKey(
        Inspection, models.CASCADE, related_name="defects", verbose_name="plaatsbezoek"
    )
    category = models.CharField("categorie", max_length=1, choices=Category)
    domain = models.CharField("waarover", max_length=13, choices=Domain)
    description = models.CharField("omschrijving", max_length=300)
    responsible = models.CharField(
        "wie herstelt het", max_length=15, choices=Responsible, default=Responsible.PROVIDER
    )
    due_on = models.DateField("herstellen tegen")
    reminded_on = models.DateField("laatst herinnerd op", null=True, blank=True, editable=False)
    status = models.CharField("toestand", max_length=8, choices=Status, default=Status.OPEN)
    solution = models.TextField("hoe het opgelost is", blank=True)
    solved_at = models.DateTimeField("opgelost op", null=True, blank=True)
    solved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="nagekeken door",
    )
    photos = models.ManyToManyField(
        Document, through="DefectPhoto", related_name="+", blank=True, verbose_name="foto's"
    )
    # Any category III; a category II about anything but "iets anders". PostgreSQL keeps it, so that its guards can ask.
    blocks = models.GeneratedField(
        expression=Case(
            When(category="3", then=Value(True)),
            When(Q(category="2") & ~Q(domain="other"), then=Value(True)),
            default=Value(False),
        ),
        output_field=models.BooleanField(),
        db_persist=True,
        verbose_name="belet validatie",
    )

    objects = DefectQuerySet.as_manager()

    class Meta:
        verbose_name = "gebrek"
        verbose_name_plural = "gebreken"
        ordering = ("-category", "pk")
        constraints = (
            known_status(["open", "reported", "solved"], name="defect_status_known"),
            all_or_none("solved_at", "solved_by", name="defect_solved_at_and_by"),
            filled_when(
                statuses=["solved"],
                fields=["solved_at"],
                texts=["solution"],
                name="defect_solved_with_words",
                message="Schrijf op hoe het opgelost is.",
            ),
            filled_when(
                statuses=["reported"],
                fields=[],
                texts=["solution"],
                name="defect_reported_with_words",
                message="Schrijf op hoe het hersteld is.",
            ),
        )

    def __str__(self) -> str:
        return self.description

    @property
    def blocks_now(self) -> bool:
        """It keeps the offer from being approved: it blocks, and nobody has seen it solved."""
        return bool(self.blocks) and self.status != self.Status.SOLVED

    def overdue(self, *, on: date) -> bool:
        """Not solved, after the day by which it was to be repaired."""
        return self.status != self.Status.SOLVED and on > self.due_on

    def wants_reminder(self, *, on: date) -> bool:
        """Whether a moment to remind of it has come since the last reminder, or since the visit."""
        if self.status != self.Status.OPEN:
            return False
        last = self.reminded_on or timezone.localdate(self.inspection.recorded_at)
        return any(last < self.due_on + timedelta(days=days) <= on for days in REMINDERS)


class DefectPhoto(models.Model):
    """A photo of a finding, or of how it was repaired."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    defect = models.ForeignKey(Defect, models.CASCADE, related_name="defect_photos", verbose_name="gebrek")
    document = models.OneToOneField(Document, models.PROTECT, related_name="+", verbose_name="foto")

    class Meta:
        verbose_name = "foto bij gebrek"
        verbose_name_plural = "foto's bij gebrek"

    def __str__(self) -> str:
        return str(self.document)
