"""Offer (de aanmelding): what someone offers, until the municipality has decided."""

import uuid
from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Kind, Membership, Organisation
from audit.constraints import all_or_none, filled_when, known_status
from documents.models import Document
from housing.models import promises
from housing.models.addresses import address_key_field, search_field
from housing.models.choices import (
    Category,
    DocumentKind,
    Furniture,
    HousingKind,
    Ownership,
    Readiness,
    RejectionReason,
    RentPer,
    Setting,
    Sharing,
    Term,
    WithdrawalReason,
)
from housing.models.guards import OFFER_APPROVED_AFTER_ITS_VISIT, OFFER_WAITS_FOR_AN_ANSWER
from housing.models.hosts import (
    host_was_told,
    private_host_field,
    told_by_field,
    told_how_field,
    told_on_field,
)
from municipalities.models import Municipality

# What an offer is called after: without a title, its address.
CALLED_AFTER = ("title", "street", "house_number", "box", "postal_code", "municipality__name")


class OfferQuerySet(models.QuerySet["Offer"]):
    def visible_to(self, by: Membership | None) -> Self:
        """A provider sees its own; a local government its own and what is submitted in its municipality; a governor
        his own and what is submitted in his province; ABB everything that is submitted."""
        if by is None:
            return self.none()
        own = Q(organisation=by.organisation)
        submitted = ~Q(status=Offer.Status.DRAFT)
        match by.organisation.kind:
            case Kind.LOCAL_AUTHORITY:
                return self.filter(own | (submitted & Q(municipality=by.organisation.municipality)))
            case Kind.GOVERNOR:
                return self.filter(own | (submitted & Q(municipality__province=by.organisation.province)))
            case Kind.COMPANY | Kind.ASSOCIATION:
                return self.filter(own)
            case Kind.ABB:
                return self.filter(submitted)
            case _:
                return self.none()

    def standing(self) -> Self:
        """Without what went into another offer."""
        return self.filter(merged_into__isnull=True)

    def undecided(self) -> Self:
        """Offered, and nobody has decided yet. Their places count as *geregistreerd*."""
        return self.standing().filter(status__in=[Offer.Status.SUBMITTED, Offer.Status.INFO_REQUESTED])

    def in_charge_of(self, by: Membership) -> Self:
        """Without what this hat offered to another municipality: only what lies in its own territory."""
        if by.is_kind(Kind.LOCAL_AUTHORITY):
            return self.filter(municipality=by.organisation.municipality_id)
        if by.is_kind(Kind.GOVERNOR):
            return self.filter(municipality__province=by.organisation.province)
        return self

    def waiting_for(self, by: Membership) -> Self:
        """What this hat has to do something about: decide (the municipality) or answer (the provider)."""
        decide = Q(status=Offer.Status.SUBMITTED, municipality=by.organisation.municipality_id)
        answer = Q(status=Offer.Status.INFO_REQUESTED, organisation=by.organisation)
        if by.is_kind(Kind.LOCAL_AUTHORITY):
            return self.standing().filter(decide | answer)
        return self.standing().filter(answer)


@pghistory.track(exclude=["address_key", "search"])  # they follow from the others
class Offer(models.Model):
    """Places that a company, organisation or government offers."""

    PERSONAL: ClassVar = {"contact_name", "contact_email", "contact_phone", "typed"}
    PLAIN: ClassVar = {"postal_code"}
    WRITTEN: ClassVar = {
        "title",
        "street",
        "house_number",
        "box",
        "works",
        "remarks",
        "source_reference",
        "decision_note",
    }

    class Status(models.TextChoices):
        DRAFT = "draft", "concept"
        SUBMITTED = "submitted", "aangemeld"
        INFO_REQUESTED = "info_requested", "informatie gevraagd"
        APPROVED = "approved", "gevalideerd"
        REJECTED = "rejected", "geweigerd"
        WITHDRAWN = "withdrawn", "ingetrokken"

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.DRAFT: {Status.SUBMITTED, Status.WITHDRAWN},
        Status.SUBMITTED: {Status.INFO_REQUESTED, Status.APPROVED, Status.REJECTED, Status.WITHDRAWN},
        Status.INFO_REQUESTED: {Status.SUBMITTED, Status.REJECTED, Status.WITHDRAWN},
        Status.APPROVED: set(),
        Status.REJECTED: set(),
        Status.WITHDRAWN: set(),
    }
    WAITS_FOR: ClassVar[dict[str, str | None]] = {
        Status.DRAFT: "provider",
        Status.SUBMITTED: "local_authority",
        Status.INFO_REQUESTED: "provider",
        Status.APPROVED: None,
        Status.REJECTED: None,
        Status.WITHDRAWN: None,
    }

    form_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="offers", verbose_name="aanbieder"
    )
    status = models.CharField("toestand", max_length=15, choices=Status, default=Status.DRAFT)
    title = models.CharField("naam van de plaats", max_length=120, blank=True)
    street = models.CharField("straat", max_length=120, blank=True)
    house_number = models.CharField("nummer", max_length=12, blank=True)
    box = models.CharField("bus", max_length=12, blank=True)
    postal_code = models.CharField("postcode", max_length=4, blank=True)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="offers", verbose_name="gemeente"
    )
    category = models.CharField("categorie", max_length=10, choices=Category, default=Category.PRIVATE)
    kind = models.CharField("soort", max_length=16, choices=HousingKind, blank=True)
    term = models.CharField("crisis of duurzaam", max_length=8, choices=Term, default=Term.DURABLE)
    setting = models.CharField(
        "individueel of collectief", max_length=10, choices=Setting, default=Setting.INDIVIDUAL
    )
    estimated_places = models.PositiveIntegerField("aantal slaapplekken", null=True, blank=True)
    readiness = models.CharField("instapklaar?", max_length=5, choices=Readiness, default=Readiness.READY)
    works = models.TextField("welke werken", blank=True)
    ready_on = models.DateField("klaar op", null=True, blank=True)
    available = DateRangeField("beschikbaar", null=True, blank=True)
    works_cost = models.DecimalField(
        "geraamde kostprijs (€)", max_digits=10, decimal_places=2, null=True, blank=True
    )
    estimated_units = models.PositiveIntegerField("aantal wooneenheden", null=True, blank=True)
    rooms = models.PositiveIntegerField("aantal kamers", null=True, blank=True)
    floor_area = models.DecimalField(
        "vloeroppervlakte (m²)", max_digits=8, decimal_places=1, null=True, blank=True
    )
    sleeping_area = models.DecimalField(
        "waarvan slaapruimte (m²)", max_digits=8, decimal_places=1, null=True, blank=True
    )
    kitchen = models.CharField("keuken", max_length=6, choices=Sharing, blank=True)
    kitchens = models.PositiveIntegerField("aantal keukens", null=True, blank=True)
    sanitary = models.CharField("badkamer en toilet", max_length=6, choices=Sharing, blank=True)
    toilets = models.PositiveIntegerField("aantal toiletten", null=True, blank=True)
    showers = models.PositiveIntegerField("aantal douches en baden", null=True, blank=True)
    step_free = models.BooleanField("drempelvrij", default=False)
    ground_floor = models.BooleanField("gelijkvloers", default=False)
    lift = models.BooleanField("lift", default=False)
    pets_allowed = models.BooleanField("huisdieren welkom", default=False)
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
    remarks = models.TextField("opmerkingen", blank=True)
    source_reference = models.CharField("nummer in de federale tool", max_length=60, blank=True)
    documents = models.ManyToManyField(
        Document, through="OfferDocument", related_name="+", blank=True, verbose_name="documenten"
    )
    created_at = models.DateTimeField("begonnen op", default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="begonnen door"
    )
    changed_at = models.DateTimeField("laatst gewijzigd", auto_now=True)
    typed = models.JSONField(
        "getypt maar nog niet juist", default=dict, blank=True, editable=False
    )  # what a draft's form holds and no column accepts yet: nothing that was typed is lost
    submitted_at = models.DateTimeField("aangemeld op", null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="aangemeld door",
    )
    decided_at = models.DateTimeField("beslist op", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="beslist door",
    )
    rejection_reason = models.CharField(
        "reden van weigering", max_length=14, choices=RejectionReason, blank=True
    )
    withdrawal_reason = models.CharField(
        "reden van intrekking", max_length=9, choices=WithdrawalReason, blank=True
    )
    decision_note = models.TextField("toelichting bij de beslissing", blank=True)
    passed_inspection = models.OneToOneField(
        "housing.Inspection",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="geslaagd bezoek",
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="samengevoegd met"
    )
    responsible = models.ForeignKey(
        Membership,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="offers",
        verbose_name="dossierbehandelaar",
    )
    address_key = address_key_field()
    search = search_field(name="title", reference="source_reference")

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = "aanbod"
        verbose_name_plural = "aanbod"
        ordering = ("-created_at", "-pk")
        triggers = (OFFER_APPROVED_AFTER_ITS_VISIT, OFFER_WAITS_FOR_AN_ANSWER)
        indexes = (
            models.Index(fields=["municipality", "status", "submitted_at"], name="offer_worklist"),
            models.Index(fields=["organisation", "-created_at"], name="offer_of_provider"),
            models.Index(fields=["postal_code"], name="offer_postal_code"),
            models.Index(fields=["submitted_at"], name="offer_submitted"),
            models.Index(fields=["-created_at", "-id"], name="offer_newest"),
            models.Index(
                fields=["-created_at", "-id"],
                condition=~Q(status="draft") & Q(merged_into__isnull=True),
                name="offer_standing_newest",
            ),
            # What is offered and not decided is added up for a whole province: from the index alone.
            models.Index(
                fields=["municipality"],
                include=["estimated_places"],
                condition=Q(status__in=["submitted", "info_requested"], merged_into__isnull=True),
                name="offer_undecided_places",
            ),
            # What may be the same place: at that address, or at that point.
            models.Index(fields=["address_key"], name="offer_address_key"),
            models.Index(
                fields=["latitude", "longitude"],
                condition=Q(latitude__isnull=False),
                name="offer_position",
            ),
            GinIndex(fields=["search"], name="offer_search"),
        )
        constraints = (
            known_status(
                ["draft", "submitted", "info_requested", "approved", "rejected", "withdrawn"],
                name="offer_status_known",
            ),
            all_or_none("submitted_at", "submitted_by", name="offer_submitted_at_and_by"),
            all_or_none("decided_at", "decided_by", name="offer_decided_at_and_by"),
            filled_when(
                statuses=["submitted", "info_requested", "approved", "rejected"],
                fields=["municipality", "estimated_places", "available", "submitted_at"],
                texts=["street", "house_number", "postal_code", "kind", "contact_name"],
                name="offer_complete_when_submitted",
                message=(
                    "Dit aanbod is nog niet volledig: adres, soort, aantal slaapplekken, periode en contact zijn nodig."
                ),
            ),
            filled_when(
                statuses=["approved"],
                fields=["decided_at", "passed_inspection"],
                name="offer_approved_after_inspection",
                message="Valideren kan pas na een geslaagd plaatsbezoek.",
            ),
            filled_when(
                statuses=["rejected"],
                fields=["decided_at"],
                texts=["rejection_reason", "decision_note"],
                name="offer_rejected_with_reason",
                message="Een weigering heeft een reden en een toelichting nodig.",
            ),
            CheckConstraint(
                condition=~Q(status="withdrawn")
                | Q(submitted_at__isnull=True)
                | (~Q(withdrawal_reason="") & ~Q(decision_note="")),
                name="offer_withdrawn_with_reason",
                violation_error_message="Een aangemeld aanbod intrekken heeft een reden en een toelichting nodig.",
            ),
            host_was_told(name="offer_host_was_told", unless=Q(status__in=["draft", "withdrawn"])),
            *promises.of_what_is_offered(),
            CheckConstraint(
                condition=Q(merged_into__isnull=True)
                | (Q(status__in=["submitted", "info_requested"]) & ~Q(merged_into=F("pk"))),
                name="offer_merged_while_open",
                violation_error_message="Alleen een aanbod waarover nog niet beslist is, gaat op in een ander.",
            ),
            UniqueConstraint(
                fields=["organisation", "source_reference"],
                condition=~Q(source_reference="") & ~Q(status="withdrawn") & Q(merged_into__isnull=True),
                name="offer_source_reference_unique",
                violation_error_message="U hebt dit nummer uit de federale tool al aangemeld.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference} {self.name}".strip()

    @property
    def reference(self) -> str:
        return f"A-{self.pk:06d}"

    @property
    def name(self) -> str:
        return self.title or self.address or "Nieuw aanbod"

    @property
    def address(self) -> str:
        street = " ".join(part for part in (self.street, self.house_number) if part)
        if self.box:
            street += f" bus {self.box}"
        town = " ".join(
            part for part in (self.postal_code, self.municipality.name if self.municipality else "") if part
        )
        return ", ".join(part for part in (street, town) if part)


class OfferDocument(models.Model):
    """A photo, plan or other file that belongs to an offer."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="offer_documents")
    document = models.OneToOneField(Document, models.PROTECT, related_name="+")
    kind = models.CharField("soort", max_length=10, choices=DocumentKind, default=DocumentKind.OTHER)

    class Meta:
        verbose_name = "document bij aanbod"
        verbose_name_plural = "documenten bij aanbod"

    def __str__(self) -> str:
        return str(self.document)
