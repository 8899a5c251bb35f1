"""Contracts about a place: Word templates of staff, contracts filled from them with their versions, and indexation."""

import uuid
from datetime import date, timedelta
from typing import ClassVar, Self

import pghistory
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Kind, Membership, Organisation
from audit.constraints import all_or_none, filled_when, known_status
from documents.models import Document
from facility import money
from facility.models.orders import person
from housing.models import Site

REMIND_DAYS = 60  # before the last day of notice


class ContractKind(models.TextChoices):
    """domain.md 2.4: rent, or shelter without rent; and what the seed page names (source S1)."""

    RENTAL = "rental", "huurovereenkomst"
    SHELTER = "shelter", "opvangovereenkomst"
    OCCUPANCY = "occupancy", "bezettingsovereenkomst"
    PURCHASE_PROMISE = "purchase_promise", "koopbelofte"
    OTHER = "other", "andere overeenkomst"


class ContractTemplateQuerySet(models.QuerySet["ContractTemplate"]):
    def visible_to(self, by: Membership | None) -> Self:
        """Open to who makes contracts and to who keeps the templates."""
        seen = by is not None and by.is_kind(Kind.FACILITY, Kind.LOCAL_AUTHORITY)
        return self.all() if seen else self.none()

    def in_use(self) -> Self:
        """The last version of each."""
        return self.order_by("kind", "name", "-version").distinct("kind", "name")


@pghistory.track()
class ContractTemplate(models.Model):
    """One version of a template. It is never changed: what was made with it can always be shown."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"name", "placeholders"}

    kind = models.CharField("soort", max_length=16, choices=ContractKind)
    name = models.CharField("naam", max_length=120)
    version = models.PositiveSmallIntegerField("versie", default=1)
    document = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name="bestand")
    placeholders = models.JSONField("in te vullen", default=list)
    to_review = models.BooleanField("ontwerp, na te kijken door een jurist", default=False)
    added_at = models.DateTimeField("toegevoegd op", default=timezone.now)
    added_by = person("toegevoegd door")

    objects = ContractTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = "sjabloon"
        verbose_name_plural = "sjablonen"
        ordering = ("kind", "name", "-version")
        constraints = (
            UniqueConstraint(
                fields=["kind", "name", "version"],
                name="contract_template_version_once",
                violation_error_message="Deze versie van het sjabloon bestaat al.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}, versie {self.version}"


class RentalContractQuerySet(models.QuerySet["RentalContract"]):
    def visible_to(self, by: Membership | None) -> Self:
        """A local government its own; Het Facilitair Bedrijf, which helps with them, all."""
        if by is None:
            return self.none()
        match by.organisation.kind:
            case Kind.LOCAL_AUTHORITY:
                return self.filter(organisation=by.organisation)
            case Kind.FACILITY:
                return self.all()
            case _:
                return self.none()

    def notice_near(self, *, on: date) -> Self:
        """Signed, with the last day of notice within REMIND_DAYS: first day on top."""
        soon = Q(notice_on__gte=on, notice_on__lte=on + timedelta(days=REMIND_DAYS))
        return self.filter(soon, status=RentalContract.Status.SIGNED).order_by("notice_on", "pk")

    def to_remind(self, *, on: date) -> Self:
        """Those of them that nobody was reminded of yet."""
        return self.notice_near(on=on).filter(reminded_on__isnull=True)


@pghistory.track()
class RentalContract(models.Model):
    """One contract about a site, from draft to end."""

    PERSONAL: ClassVar = {"counterparty", "values"}
    PLAIN: ClassVar = {"currency"}

    class Status(models.TextChoices):
        DRAFT = "draft", "in voorbereiding"
        SIGNED = "signed", "getekend"
        ENDED = "ended", "beëindigd"
        DROPPED = "dropped", "niet doorgegaan"

    TRANSITIONS: ClassVar = {
        Status.DRAFT: {Status.SIGNED, Status.DROPPED},
        Status.SIGNED: {Status.ENDED},
        Status.ENDED: set(),
        Status.DROPPED: set(),
    }
    WAITS_FOR: ClassVar = {
        Status.DRAFT: "local_authority",
        Status.SIGNED: "local_authority",
        Status.ENDED: None,
        Status.DROPPED: None,
    }

    form_token = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    status = models.CharField("toestand", max_length=7, choices=Status, default=Status.DRAFT)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="rental_contracts", verbose_name="lokaal bestuur"
    )
    site = models.ForeignKey(Site, models.PROTECT, related_name="rental_contracts", verbose_name="locatie")
    template = models.ForeignKey(
        ContractTemplate, models.PROTECT, related_name="contracts", verbose_name="sjabloon"
    )
    counterparty = models.CharField("andere partij", max_length=160)
    begins_on = models.DateField("begin")
    ends_on = models.DateField("einde")
    notice_months = models.PositiveSmallIntegerField("opzegtermijn in maanden", default=1)
    notice_on = models.DateField("laatste dag om op te zeggen")
    rent = money.amount_field("huur per maand", null=True, blank=True)
    currency = money.currency_field()
    values = models.JSONField("ingevulde gegevens", default=dict)
    created_at = models.DateTimeField("begonnen op", default=timezone.now)
    created_by = person("begonnen door")
    signed_on = models.DateField("getekend op", null=True, blank=True)
    signed_at = models.DateTimeField("ondertekening vastgelegd op", null=True, blank=True)
    signed_by = person("ondertekening vastgelegd door", null=True, blank=True)
    reminded_on = models.DateField("herinnerd op", null=True, blank=True)

    objects = RentalContractQuerySet.as_manager()

    class Meta:
        verbose_name = "contract"
        verbose_name_plural = "contracten"
        ordering = ("notice_on", "pk")
        indexes = (models.Index(fields=["status", "notice_on"], name="rental_contract_notice"),)
        constraints = (
            known_status(["draft", "signed", "ended", "dropped"], name="rental_contract_status_known"),
            CheckConstraint(
                condition=Q(ends_on__gt=F("begins_on"), notice_on__lte=F("ends_on")),
                name="rental_contract_dates",
                violation_error_message="Een contract eindigt na zijn begin, en opzeggen kan tot het einde.",
            ),
            CheckConstraint(
                condition=Q(rent__isnull=True) | Q(rent__gt=0),
                name="rental_contract_rent_positive",
                violation_error_message="Een huur is meer dan 0 euro. Laat het veld leeg als er geen huur is.",
            ),
            all_or_none("signed_on", "signed_at", "signed_by", name="rental_contract_signed_at_and_by"),
            filled_when(statuses=["signed", "ended"], fields=["signed_on"], name="rental_contract_signed"),
            money.in_euro("rental_contract_in_euro"),
        )

    def __str__(self) -> str:
        return f"Contract {self.reference}"

    @property
    def reference(self) -> str:
        return f"C-{self.pk:06d}"

    def may_become(self, status: str) -> bool:
        return status in self.TRANSITIONS[self.Status(self.status)]


class ContractPaper(models.Model):
    """One version of the paper: Word and PDF as they were made, and with what."""

    PERSONAL: ClassVar = {"values"}

    contract = models.ForeignKey(
        RentalContract, models.PROTECT, related_name="papers", verbose_name="contract"
    )
    version = models.PositiveSmallIntegerField("versie")
    template = models.ForeignKey(ContractTemplate, models.PROTECT, related_name="+", verbose_name="sjabloon")
    values = models.JSONField("ingevulde gegevens")
    word = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name="Word")
    pdf = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name="pdf")
    made_at = models.DateTimeField("gemaakt op", default=timezone.now)
    made_by = person("gemaakt door")

    class Meta:
        verbose_name = "versie van een contract"
        verbose_name_plural = "versies van contracten"
        ordering = ("contract", "-version")
        constraints = (
            UniqueConstraint(
                fields=["contract", "version"],
                name="contract_paper_version_once",
                violation_error_message="Deze versie bestaat al.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.contract}, versie {self.version}"


@pghistory.track()
class HealthIndex(models.Model):
    """The health index (gezondheidsindex) of a month, as Statbel publishes it."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"base", "source"}

    month = models.DateField("maand (eerste dag)", unique=True)
    value = models.DecimalField("gezondheidsindex", max_digits=7, decimal_places=2)
    base = models.CharField("basis", max_length=20, default="2013 = 100")
    source = models.CharField("bron", max_length=200)

    class Meta:
        verbose_name = "gezondheidsindex"
        verbose_name_plural = "gezondheidsindexen"
        ordering = ("-month",)
        constraints = (
            CheckConstraint(
                condition=Q(value__gt=0, month__day=1) & ~Q(source=""),
                name="health_index_of_a_month",
                violation_error_message="Een index is meer dan 0, op de eerste dag van de maand, met een bron.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.month:%m/%Y}: {str(self.value).replace('.', ',')}"
