"""Framework contracts (raamcontracten): lots, suppliers, catalogue items, and prices that never overlap in time."""

from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from stdnum import iban
from stdnum.be import vat
from stdnum.exceptions import ValidationError as NotValid

from accounts.models import Kind, Membership, Organisation
from facility import money
from facility.models.units import OfFacilityQuerySet, Unit


def check_kbo(number: str) -> None:
    """Raises ValidationError for a number that is no Belgian enterprise number (ten digits, modulo 97)."""
    try:
        vat.validate(number)
    except NotValid:
        raise ValidationError(
            "Dit is geen geldig ondernemingsnummer. Kijk de tien cijfers na.", code="kbo"
        ) from None


def check_iban(number: str) -> None:
    """Raises ValidationError for an account number whose form or check digits are wrong."""
    try:
        iban.validate(number, check_country=False)  # that asks whether the bank is known: banks come and go
    except NotValid:
        raise ValidationError("Dit is geen geldig rekeningnummer (IBAN). Kijk het na.", code="iban") from None


@pghistory.track()
class Supplier(models.Model):
    """A company that delivers to local governments by order of Het Facilitair Bedrijf."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    WRITTEN: ClassVar = {"name", "kbo_number", "email", "iban", "address"}

    name = models.CharField("naam", max_length=160)
    kbo_number = models.CharField(
        "ondernemingsnummer (KBO)",
        max_length=10,
        unique=True,
        validators=[check_kbo],
        error_messages={"unique": "Deze leverancier staat er al."},
    )
    email = models.EmailField("e-mailadres voor bestellingen")
    iban = models.CharField("rekeningnummer (IBAN)", max_length=34, validators=[check_iban])
    address = models.CharField("adres", max_length=200)

    objects = OfFacilityQuerySet.as_manager()

    class Meta:
        verbose_name = "leverancier"
        verbose_name_plural = "leveranciers"
        ordering = ("name",)
        constraints = (
            CheckConstraint(
                condition=Q(kbo_number__regex=r"^[01][0-9]{9}$"),
                name="supplier_kbo_digits",
                violation_error_message="Een ondernemingsnummer telt tien cijfers en begint met 0 of 1.",
            ),
        )

    def __str__(self) -> str:
        return self.name


class FrameworkContractQuerySet(models.QuerySet["FrameworkContract"]):
    def visible_to(self, by: Membership | None) -> Self:
        """Het Facilitair Bedrijf sees all; a local government what is open to it."""
        if by is None:
            return self.none()
        match by.organisation.kind:
            case Kind.FACILITY:
                return self.all()
            case Kind.LOCAL_AUTHORITY:
                return self.filter(
                    Q(open_to_all=True) | Q(pk__in=by.organisation.contracts_open_to.values("pk"))
                )
            case _:
                return self.none()

    def in_force(self, *, on: date) -> Self:
        return self.filter(valid__contains=on)


@pghistory.track()
class FrameworkContract(models.Model):
    """Conditions and prices for orders over a period (domain.md 4.3). It obliges nobody to order."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"number", "title", "currency"}

    number = models.CharField(
        "nummer", max_length=40, unique=True, error_messages={"unique": "Dit nummer bestaat al."}
    )
    title = models.CharField("titel", max_length=160)
    valid = DateRangeField("geldig")
    open_to_all = models.BooleanField("open voor alle lokale besturen", default=True)
    buyers = models.ManyToManyField(
        Organisation,
        blank=True,
        related_name="contracts_open_to",
        verbose_name="alleen voor deze lokale besturen",
        limit_choices_to={"kind": Kind.LOCAL_AUTHORITY},
    )
    currency = money.currency_field()

    objects = FrameworkContractQuerySet.as_manager()

    class Meta:
        verbose_name = "raamcontract"
        verbose_name_plural = "raamcontracten"
        ordering = ("number",)
        constraints = (
            CheckConstraint(
                condition=Q(
                    valid__isempty=False, valid__startswith__isnull=False, valid__endswith__isnull=False
                ),
                name="framework_contract_dated",
                violation_error_message="Een raamcontract heeft een begin en een einde.",
            ),
            money.in_euro("framework_contract_in_euro"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def serves(self, organisation: Organisation) -> bool:
        """Whether it may be used for this local government."""
        return self.open_to_all or self.buyers.filter(pk=organisation.pk).exists()


class LotQuerySet(models.QuerySet["Lot"]):
    def visible_to(self, by: Membership | None) -> Self:
        """As their contracts."""
        return self.filter(contract__in=FrameworkContract.objects.visible_to(by))


@pghistory.track()
class Lot(models.Model):
    """One part (perceel) of a contract: one supplier, one ceiling without VAT. The orders on it stay under the ceiling;
    whoever places one locks this row first."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"title"}

    contract = models.ForeignKey(
        FrameworkContract, models.PROTECT, related_name="lots", verbose_name="raamcontract"
    )
    number = models.PositiveSmallIntegerField("perceel", default=1)
    title = models.CharField("titel", max_length=160)
    supplier = models.ForeignKey(Supplier, models.PROTECT, related_name="lots", verbose_name="leverancier")
    ceiling = money.amount_field("plafond zonder btw")

    objects = LotQuerySet.as_manager()

    class Meta:
        verbose_name = "perceel"
        verbose_name_plural = "percelen"
        ordering = ("contract", "number")
        constraints = (
            UniqueConstraint(
                fields=["contract", "number"],
                name="lot_number_once",
                violation_error_message="Dit perceel bestaat al in dit raamcontract.",
            ),
            CheckConstraint(
                condition=Q(ceiling__gt=0),
                name="lot_ceiling_positive",
                violation_error_message="Een plafond is meer dan 0 euro.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.contract.number}, perceel {self.number}: {self.title}"


class CatalogueItemQuerySet(models.QuerySet["CatalogueItem"]):
    def visible_to(self, by: Membership | None) -> Self:
        """As their contracts."""
        return self.filter(lot__in=Lot.objects.visible_to(by))


@pghistory.track()
class CatalogueItem(models.Model):
    """Something that can be ordered on a lot, in standard units."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"code", "name"}

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="items", verbose_name="perceel")
    code = models.CharField("artikelnummer", max_length=40)
    name = models.CharField("omschrijving", max_length=160)
    unit = models.CharField("eenheid", max_length=8, choices=Unit)
    lead_days = models.PositiveSmallIntegerField("levertermijn in dagen", default=14)

    objects = CatalogueItemQuerySet.as_manager()

    class Meta:
        verbose_name = "artikel"
        verbose_name_plural = "artikelen"
        ordering = ("lot", "name")
        constraints = (
            UniqueConstraint(
                fields=["lot", "code"],
                name="catalogue_item_code_once",
                violation_error_message="Dit artikelnummer bestaat al in dit perceel.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"

    def price_on(self, day: date) -> "ItemPrice | None":
        return self.prices.filter(valid__contains=day).first()


@pghistory.track()
class ItemPrice(models.Model):
    """What one unit costs while `valid`. PostgreSQL refuses a second price of an item on the same day."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    item = models.ForeignKey(CatalogueItem, models.PROTECT, related_name="prices", verbose_name="artikel")
    unit_price = money.price_field("prijs per eenheid zonder btw")
    vat_rate = money.rate_field(default=Decimal(21))
    valid = DateRangeField("geldig")

    class Meta:
        verbose_name = "prijs"
        verbose_name_plural = "prijzen"
        ordering = ("item", "valid")
        constraints = (
            ExclusionConstraint(
                name="item_price_once_at_a_time",
                expressions=[("item", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                violation_error_message="In deze periode heeft dit artikel al een prijs.",
            ),
            CheckConstraint(
                condition=Q(valid__isempty=False, valid__startswith__isnull=False),
                name="item_price_dated",
                violation_error_message="Een prijs geldt vanaf een datum.",
            ),
            CheckConstraint(
                condition=Q(unit_price__gte=0, vat_rate__gte=0, vat_rate__lte=100),
                name="item_price_not_negative",
                violation_error_message="Een prijs is 0 euro of meer en de btw ligt tussen 0 en 100 %.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.item}: {money.in_words(self.unit_price)}"


class PurchaseTermsQuerySet(models.QuerySet["PurchaseTerms"]):
    def in_force(self, *, on: date) -> "PurchaseTerms":
        """The thresholds of that day. Raises PurchaseTerms.DoesNotExist when none were set for it."""
        return self.get(valid__contains=on)


@pghistory.track()
class PurchaseTerms(models.Model):
    """The thresholds of buying, dated: when a ceiling is nearly used, and what may go outside a contract."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"source"}

    valid = DateRangeField("geldig")
    warn_at = models.DecimalField(
        "waarschuwen vanaf dit deel van het plafond", max_digits=3, decimal_places=2, default=Decimal("0.80")
    )
    regularise_days = models.PositiveSmallIntegerField(
        "dagen om een spoedaankoop te regulariseren", default=30
    )
    highest_outside = money.amount_field("hoogste bedrag buiten contract zonder btw")
    source = models.CharField("bron", max_length=300)

    objects = PurchaseTermsQuerySet.as_manager()

    class Meta:
        verbose_name = "drempels voor aankopen"
        verbose_name_plural = "drempels voor aankopen"
        ordering = ("valid",)
        constraints = (
            ExclusionConstraint(
                name="purchase_terms_once_at_a_time",
                expressions=[("valid", RangeOperators.OVERLAPS)],
                violation_error_message="Voor deze periode staan er al drempels.",
            ),
            CheckConstraint(
                condition=Q(warn_at__gt=0, warn_at__lte=1, highest_outside__gte=0)
                & Q(valid__isempty=False, valid__startswith__isnull=False)
                & ~Q(source=""),
                name="purchase_terms_sensible",
                violation_error_message="Het deel ligt tussen 0 en 1, het bedrag is 0 of meer; er is een bron.",
            ),
        )

    def __str__(self) -> str:
        return f"drempels vanaf {self.valid.lower:%d/%m/%Y}"
