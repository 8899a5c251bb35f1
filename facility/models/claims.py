"""Reimbursement (terugbetaling eenheidsprijzen): dated unit prices, claims with evidence, a decision per line."""

import uuid
from decimal import Decimal
from typing import Any, ClassVar, Self

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils import timezone

from accounts.models import Kind, Membership, Organisation
from audit.constraints import all_or_none, filled_when, known_status
from documents.models import Document
from facility import money
from facility.models.contracts import check_iban
from facility.models.orders import person
from facility.models.payments import PaymentFile
from housing.models import Site


@pghistory.track()
class UnitPrice(models.Model):
    """What one unit brings while `valid`: a fixed amount, or costs up to it."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"code", "title", "source", "assumption"}

    class Basis(models.TextChoices):
        FIXED = "fixed", "vast bedrag per eenheid"
        COST = "cost", "kosten, hoogstens dit bedrag per eenheid"

    class Per(models.TextChoices):
        PLACE = "place", "slaapplek"
        ROOM = "room", "kamer"
        SITE = "site", "locatie"

    code = models.CharField("code", max_length=40)
    title = models.CharField("wat", max_length=160)
    unit = models.CharField("per", max_length=5, choices=Per)
    basis = models.CharField("hoe", max_length=5, choices=Basis)
    rate = money.amount_field("bedrag per eenheid")
    valid = DateRangeField("geldig")
    source = models.CharField("bron", max_length=300)
    assumption = models.CharField("wat niet zeker is", max_length=400, blank=True)

    class Meta:
        verbose_name = "eenheidsprijs"
        verbose_name_plural = "eenheidsprijzen"
        ordering = ("code", "valid")
        constraints = (
            ExclusionConstraint(
                name="unit_price_once_at_a_time",
                expressions=[("code", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                violation_error_message="In deze periode geldt al een bedrag voor deze eenheidsprijs.",
            ),
            CheckConstraint(
                condition=Q(rate__gt=0, valid__isempty=False, valid__startswith__isnull=False)
                & ~Q(source=""),
                name="unit_price_dated_with_source",
                violation_error_message="Een eenheidsprijs is meer dan 0 euro, met een begindatum en een bron.",
            ),
            CheckConstraint(
                condition=Q(basis__in=["fixed", "cost"], unit__in=["place", "room", "site"]),
                name="unit_price_basis_known",
                violation_error_message="Zo wordt er niet geteld.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} (vanaf {self.valid.lower:%d/%m/%Y})"


class ReimbursementClaimQuerySet(models.QuerySet["ReimbursementClaim"]):
    def visible_to(self, by: Membership | None) -> Self:
        """A local government its own, Het Facilitair Bedrijf what was submitted."""
        if by is None:
            return self.none()
        match by.organisation.kind:
            case Kind.LOCAL_AUTHORITY:
                return self.filter(organisation=by.organisation)
            case Kind.FACILITY:
                return self.exclude(status=ReimbursementClaim.Status.DRAFT)
            case _:
                return self.none()

    def to_judge_by(self, by: Membership) -> Self:
        """To be assessed, or to be decided by this person, who did not assess it; first submitted on top."""
        states = ReimbursementClaim.Status
        second = Q(status=states.ASSESSED) & ~Q(assessed_by=by.user_id)
        return self.visible_to(by).filter(Q(status=states.SUBMITTED) | second).order_by("submitted_at", "pk")

    def sent_back(self) -> Self:
        """Drafts that Het Facilitair Bedrijf wants to see completed: the reason is in `decision`."""
        return (
            self.filter(status=ReimbursementClaim.Status.DRAFT)
            .exclude(decision="")
            .order_by("submitted_at", "pk")
        )

    def payable(self) -> Self:
        """Approved, and in no payment file."""
        return self.filter(status=ReimbursementClaim.Status.APPROVED, payment__isnull=True)


@pghistory.track()
class ReimbursementClaim(models.Model):
    """What one local government asks back for one site."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"currency"}
    WRITTEN: ClassVar = {"iban", "note", "decision"}

    class Status(models.TextChoices):
        DRAFT = "draft", "in voorbereiding"
        SUBMITTED = "submitted", "ingediend"
        ASSESSED = "assessed", "beoordeeld, wacht op een tweede persoon"
        APPROVED = "approved", "goedgekeurd"
        IN_PAYMENT = "in_payment", "in een betaalbestand"
        PAID = "paid", "betaald"
        REFUSED = "refused", "geweigerd"
        WITHDRAWN = "withdrawn", "ingetrokken"

    TRANSITIONS: ClassVar = {
        Status.DRAFT: {Status.SUBMITTED, Status.WITHDRAWN},
        Status.SUBMITTED: {Status.ASSESSED, Status.DRAFT, Status.WITHDRAWN},
        Status.ASSESSED: {Status.APPROVED, Status.REFUSED, Status.SUBMITTED},
        Status.APPROVED: {Status.IN_PAYMENT},
        Status.IN_PAYMENT: {Status.PAID, Status.APPROVED},
        Status.PAID: set(),
        Status.REFUSED: set(),
        Status.WITHDRAWN: set(),
    }
    WAITS_FOR: ClassVar = {
        Status.DRAFT: "local_authority",
        Status.SUBMITTED: "facility",
        Status.ASSESSED: "facility",
        Status.APPROVED: "facility",
        Status.IN_PAYMENT: "facility",
        Status.PAID: None,
        Status.REFUSED: None,
        Status.WITHDRAWN: None,
    }

    form_token = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    status = models.CharField("toestand", max_length=10, choices=Status, default=Status.DRAFT)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="claims", verbose_name="lokaal bestuur"
    )
    site = models.ForeignKey(Site, models.PROTECT, related_name="claims", verbose_name="locatie")
    iban = models.CharField("rekeningnummer (IBAN)", max_length=34, validators=[check_iban])
    currency = money.currency_field()
    note = models.TextField("toelichting", blank=True)
    created_at = models.DateTimeField("begonnen op", default=timezone.now)
    created_by = person("begonnen door")
    submitted_at = models.DateTimeField("ingediend op", null=True, blank=True)
    submitted_by = person("ingediend door", null=True, blank=True)
    assessed_at = models.DateTimeField("beoordeeld op", null=True, blank=True)
    assessed_by = person("beoordeeld door", null=True, blank=True)
    decided_at = models.DateTimeField("beslist op", null=True, blank=True)
    decided_by = person("beslist door", null=True, blank=True)
    decision = models.TextField("toelichting bij de beslissing", blank=True)
    approved_total = money.amount_field("goedgekeurd", default=money.ZERO)
    payment = models.ForeignKey(
        PaymentFile,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="claims",
        verbose_name="betaalbestand",
    )

    objects = ReimbursementClaimQuerySet.as_manager()

    class Meta:
        verbose_name = "terugvordering"
        verbose_name_plural = "terugvorderingen"
        ordering = ("-created_at", "-pk")
        constraints = (
            known_status(
                ["draft", "submitted", "assessed", "approved", "in_payment", "paid", "refused", "withdrawn"],
                name="claim_status_known",
            ),
            all_or_none("submitted_at", "submitted_by", name="claim_submitted_at_and_by"),
            all_or_none("assessed_at", "assessed_by", name="claim_assessed_at_and_by"),
            all_or_none("decided_at", "decided_by", name="claim_decided_at_and_by"),
            CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | Q(assessed_by__isnull=False) & ~Q(decided_by=F("assessed_by")),
                name="claim_four_eyes",
                violation_error_message="Wie een terugvordering beoordeelt, beslist er niet zelf over.",
            ),
            filled_when(
                statuses=["approved", "in_payment", "paid"],
                fields=["decided_at"],
                name="claim_approved_by_second",
            ),
            CheckConstraint(
                condition=Q(status__in=["in_payment", "paid"], payment__isnull=False)
                | (~Q(status__in=["in_payment", "paid"]) & Q(payment__isnull=True)),
                name="claim_in_one_payment_file",
                violation_error_message="Een terugvordering zit in één betaalbestand, of in geen.",
            ),
            CheckConstraint(
                condition=~Q(status__in=["approved", "in_payment", "paid"]) | Q(approved_total__gt=0),
                name="claim_approved_amount",
                violation_error_message="Een goedgekeurde terugvordering is meer dan 0 euro. Weiger ze anders.",
            ),
            filled_when(
                statuses=["refused"],
                fields=["decided_at"],
                texts=["decision"],
                name="claim_refused_why",
                message="Schrijf op waarom u weigert.",
            ),
            money.in_euro("claim_in_euro"),
        )

    def __str__(self) -> str:
        return f"Terugvordering {self.reference}"

    @property
    def reference(self) -> str:
        return f"T-{self.pk:06d}"

    def may_become(self, status: str) -> bool:
        return status in self.TRANSITIONS[self.Status(self.status)]


class ClaimLine(models.Model):
    """So many units of one price, on the day of the cost. The price is copied: no later list changes it."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    WRITTEN: ClassVar = {"description", "reason"}

    claim = models.ForeignKey(
        ReimbursementClaim, models.CASCADE, related_name="lines", verbose_name="terugvordering"
    )
    unit_price = models.ForeignKey(
        UnitPrice, models.PROTECT, related_name="lines", verbose_name="eenheidsprijs"
    )
    description = models.CharField("omschrijving", max_length=200)
    on = models.DateField("datum van de kost")
    quantity = models.PositiveIntegerField("aantal eenheden", default=1)
    basis = models.CharField("hoe", max_length=5, choices=UnitPrice.Basis)
    rate = money.amount_field("bedrag per eenheid")
    ceiling = money.amount_field("hoogstens")
    asked = money.amount_field("gevraagd")
    approved = money.amount_field("goedgekeurd", null=True, blank=True)
    reason = models.CharField("waarom minder", max_length=300, blank=True)

    class Meta:
        verbose_name = "lijn van een terugvordering"
        verbose_name_plural = "lijnen van terugvorderingen"
        ordering = ("claim", "pk")
        constraints = (
            CheckConstraint(
                condition=Q(quantity__gt=0, asked__gt=0, rate__gt=0),
                name="claim_line_positive",
                violation_error_message="Een aantal en een bedrag zijn meer dan 0.",
            ),
            CheckConstraint(
                condition=Q(ceiling=F("rate") * F("quantity"), asked__lte=F("ceiling")),
                name="claim_line_under_ceiling",
                violation_error_message="U vraagt meer dan het plafond van deze eenheidsprijs.",
            ),
            CheckConstraint(
                condition=Q(approved__isnull=True) | Q(approved__gte=0, approved__lte=F("asked")),
                name="claim_line_approved_at_most_asked",
                violation_error_message="Goedgekeurd is hoogstens wat gevraagd is.",
            ),
            CheckConstraint(
                condition=Q(approved__isnull=True) | Q(approved=F("asked")) | ~Q(reason=""),
                name="claim_line_less_explained",
                violation_error_message="Keurt u minder goed, schrijf dan op waarom.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit_price.title}: {self.description}"


class ClaimDocument(models.Model):
    """Evidence (domain.md 2.3): detailed invoices, or a declaration on one's honour for one's own crew."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    class Kind(models.TextChoices):
        INVOICE = "invoice", "gedetailleerde factuur"
        DECLARATION = "declaration", "verklaring op eer (eigen werken)"
        OTHER = "other", "ander bewijs"

    claim = models.ForeignKey(
        ReimbursementClaim, models.CASCADE, related_name="evidence", verbose_name="terugvordering"
    )
    document = models.OneToOneField(Document, models.PROTECT, related_name="+", verbose_name="document")
    kind = models.CharField("soort bewijs", max_length=11, choices=Kind)

    class Meta:
        verbose_name = "bewijsstuk"
        verbose_name_plural = "bewijsstukken"
        ordering = ("claim", "pk")

    def __str__(self) -> str:
        return self.document.name


def asked_before(line: ClaimLine) -> Decimal:
    """What other claims ask, or got, for the same site and the same price; refused and withdrawn ones nothing."""
    rows: Any = ClaimLine.objects.filter(claim__site=line.claim.site, unit_price__code=line.unit_price.code)
    rows = rows.exclude(pk=line.pk).exclude(claim__status__in=["refused", "withdrawn"])
    return sum((row.asked if row.approved is None else row.approved for row in rows), money.ZERO)
