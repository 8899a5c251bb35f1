"""What a place brings in subsidy: the dated rules, and what was counted on a reference date, kept for good."""

from datetime import date
from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.core.validators import URLValidator
from django.db import models
from django.db.models import CheckConstraint, Q, Sum, UniqueConstraint
from django.utils import timezone

from accounts.models import Kind, Membership
from audit.constraints import all_or_none, filled_when, known_status
from housing.models.choices import Category, HousingKind
from housing.models.guards import LINE_IS_FOR_GOOD, STATE_IS_FOR_GOOD
from housing.models.sites import Site
from municipalities.models import Municipality


class SubsidyRuleQuerySet(models.QuerySet["SubsidyRule"]):
    def in_order(self) -> Self:
        return self.order_by("position", "code", "valid")


@pghistory.track()
class SubsidyRule(models.Model):
    """One amount for one kind of place, while `valid`. Without `amount`: the scheme exists, its figure was not found.

    `assumption` says what is not certain; what such a rule gives never stands in a sum of what is certain.
    """

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"code", "title", "evidence", "source", "link", "assumption"}

    class Basis(models.TextChoices):
        PLACES = "places", "per plaats, één keer"
        UNIT_COST = "unit_cost", "kosten van werken, tot dit bedrag per wooneenheid"
        SITE_COST = "site_cost", "andere kosten van werken, tot dit bedrag per locatie"
        FILLED = "filled", "per groep bewoonde plaatsen in de gemeente"
        MONTHS = "months", "per plaats, op elk einde van een maand"
        DAYS = "days", "per plaats en per dag"
        PERSONS = "persons", "per persoon op de peildatum"

    code = models.SlugField(
        "code", max_length=40, help_text="Blijft gelijk voor elke periode van deze regel."
    )
    position = models.PositiveSmallIntegerField("volgorde", default=100)
    title = models.CharField("wat", max_length=160)
    category = models.CharField("categorie", max_length=10, choices=Category, blank=True)
    kinds = ArrayField(
        models.CharField(max_length=16, choices=HousingKind),
        verbose_name="soorten",
        default=list,
        blank=True,
        help_text="Leeg: alle soorten van de categorie.",
    )
    works = models.BooleanField("met werken", null=True, blank=True, help_text="Onbekend: maakt niet uit.")
    from_places = models.PositiveSmallIntegerField("vanaf zoveel plaatsen", null=True, blank=True)
    below_places = models.PositiveSmallIntegerField("onder zoveel plaatsen", null=True, blank=True)
    basis = models.CharField("hoe geteld", max_length=9, choices=Basis)
    amount = models.DecimalField("bedrag (€)", max_digits=9, decimal_places=2, null=True, blank=True)
    factor = models.DecimalField("factor", max_digits=5, decimal_places=3, default=1)
    batch = models.PositiveSmallIntegerField(
        "per hoeveel", default=1, help_text="Bijvoorbeeld 5: het bedrag geldt per vijf plaatsen samen."
    )
    minimum_days = models.PositiveSmallIntegerField(
        "minstens zoveel dagen", default=0, help_text="Na elkaar beschikbaar, of samen bewoond."
    )
    needs_confirmation = models.BooleanField("na bevestiging door ABB", default=False)
    evidence = models.CharField("te bewaren bewijs", max_length=300, blank=True)
    valid = DateRangeField("geldig")
    source = models.CharField("bron", max_length=300)
    link = models.CharField(
        "adres van de bron", max_length=300, blank=True, validators=[URLValidator(schemes=["https"])]
    )
    assumption = models.CharField("wat niet zeker is", max_length=400, blank=True)

    objects = SubsidyRuleQuerySet.as_manager()

    class Meta:
        verbose_name = "subsidieregel"
        verbose_name_plural = "subsidieregels"
        ordering = ("position", "code", "valid")
        constraints = (
            ExclusionConstraint(
                name="subsidy_rule_once_at_a_time",
                expressions=[("code", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                violation_error_message="In deze periode geldt al een bedrag voor deze regel.",
            ),
            CheckConstraint(
                condition=Q(valid__isempty=False, valid__startswith__isnull=False),
                name="subsidy_rule_dated",
                violation_error_message="Een subsidieregel geldt vanaf een datum.",
            ),
            CheckConstraint(
                condition=(Q(amount__isnull=True) | Q(amount__gte=0)) & Q(factor__gt=0) & Q(batch__gte=1),
                name="subsidy_rule_amount_positive",
                violation_error_message="Een bedrag is nul of meer; factor en groep zijn meer dan nul.",
            ),
            CheckConstraint(
                condition=Q(amount__isnull=False) | ~Q(assumption=""),
                name="subsidy_rule_unknown_explained",
                violation_error_message="Is het bedrag niet gekend, schrijf dan op waarom.",
            ),
            CheckConstraint(
                condition=~Q(source=""),
                name="subsidy_rule_with_source",
                violation_error_message="Schrijf op waar deze regel vandaan komt.",
            ),
            CheckConstraint(
                condition=(Q(basis="persons") & Q(category="")) | (~Q(basis="persons") & ~Q(category="")),
                name="subsidy_rule_for_a_category",
                violation_error_message="Een regel per persoon heeft geen categorie; elke andere heeft er één.",
            ),
            CheckConstraint(
                condition=Q(
                    basis__in=["places", "unit_cost", "site_cost", "filled", "months", "days", "persons"]
                ),
                name="subsidy_rule_basis_known",
                violation_error_message="Zo wordt er niet geteld.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} (vanaf {self.valid.lower:%d/%m/%Y})"

    @property
    def certain(self) -> bool:
        return not self.assumption and self.amount is not None


class SubsidyStateQuerySet(models.QuerySet["SubsidyState"]):
    def visible_to(self, by: Membership | None) -> Self:
        """That a day was counted is known to every government; whose lines one sees is in `SubsidyLine`."""
        readers = (Kind.LOCAL_AUTHORITY, Kind.GOVERNOR, Kind.ABB)
        return self.all() if by is not None and by.is_kind(*readers) else self.none()

    def due(self, *, on: date) -> Self:
        """Planned for a day that is over."""
        return self.filter(status=SubsidyState.Status.PLANNED, on__lt=on)

    def frozen(self) -> Self:
        return self.filter(status=SubsidyState.Status.FROZEN)

    def before(self, state: "SubsidyState") -> "SubsidyState | None":
        """The frozen state that came before this one."""
        return self.frozen().filter(on__lt=state.on).order_by("-on").first()


@pghistory.track()
class SubsidyState(models.Model):
    """A reference date (peildatum): everything as it stood at the end of that day. Once frozen, PostgreSQL refuses any
    change; what turns out to be wrong becomes a correction, a line of its own."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    WRITTEN: ClassVar = {"problem"}

    class Status(models.TextChoices):
        PLANNED = "planned", "gepland"
        FROZEN = "frozen", "vastgelegd"
        FAILED = "failed", "niet vastgelegd"

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.PLANNED: {Status.FROZEN, Status.FAILED},
        Status.FAILED: {Status.PLANNED},
        Status.FROZEN: set(),
    }
    WAITS_FOR: ClassVar[dict[str, str | None]] = {
        Status.PLANNED: "system",
        Status.FAILED: "abb",
        Status.FROZEN: None,
    }

    on = models.DateField("peildatum", unique=True, error_messages={"unique": "Deze peildatum is er al."})
    support_tranche = models.BooleanField(
        "schijf van de begeleidingssubsidie",
        default=False,
        help_text="Op deze dag tellen ook de personen mee.",
    )
    status = models.CharField("toestand", max_length=9, choices=Status, default=Status.PLANNED)
    problem = models.TextField("waarom niet", blank=True)
    planned_at = models.DateTimeField("gepland op", default=timezone.now)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="gepland door"
    )
    frozen_at = models.DateTimeField("vastgelegd op", null=True, blank=True)

    objects = SubsidyStateQuerySet.as_manager()

    class Meta:
        verbose_name = "peildatum"
        verbose_name_plural = "peildatums"
        ordering = ("-on",)
        triggers = (STATE_IS_FOR_GOOD,)
        constraints = (
            known_status(["planned", "frozen", "failed"], name="subsidy_state_status_known"),
            filled_when(statuses=["frozen"], fields=["frozen_at"], name="subsidy_state_frozen_when"),
            filled_when(
                statuses=["failed"], fields=[], texts=["problem"], name="subsidy_state_failure_explained"
            ),
        )

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y}"


class SubsidyLineQuerySet(models.QuerySet["SubsidyLine"]):
    def visible_to(self, by: Membership | None) -> Self:
        """A local government its own municipality's, a governor his province's, ABB all."""
        if by is None:
            return self.none()
        match by.organisation.kind:
            case Kind.LOCAL_AUTHORITY:
                return self.filter(municipality=by.organisation.municipality)
            case Kind.GOVERNOR:
                return self.filter(municipality__province=by.organisation.province)
            case Kind.ABB:
                return self.all()
            case _:
                return self.none()

    def sums(self) -> dict[str, object]:
        """Euros that are certain, that are not, and that were corrected."""
        return self.aggregate(
            sure=Sum("amount", filter=Q(certain=True, correction=False), default=0),
            unsure=Sum("amount", filter=Q(certain=False, correction=False), default=0),
            corrected=Sum("amount", filter=Q(correction=True), default=0),
        )


class SubsidyLine(models.Model):
    """One amount of one frozen state: of a site, or of the municipality as a whole.

    Copied, so that no later change of a rule, a name or a site changes it.
    """

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"code", "title", "source"}
    WRITTEN: ClassVar = {"site_name", "steps", "missing", "reason"}

    state = models.ForeignKey(SubsidyState, models.PROTECT, related_name="lines", verbose_name="peildatum")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", verbose_name="gemeente")
    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="subsidy_lines", verbose_name="locatie"
    )
    site_name = models.CharField("naam van de locatie", max_length=160, blank=True)
    code = models.CharField("regel", max_length=40)
    rule_from = models.DateField("regel geldig vanaf")
    title = models.CharField("wat", max_length=160)
    rate = models.DecimalField(
        "bedrag per eenheid (€)", max_digits=9, decimal_places=2, null=True, blank=True
    )
    quantity = models.DecimalField("aantal", max_digits=12, decimal_places=2, default=0)
    amount = models.DecimalField("bedrag (€)", max_digits=12, decimal_places=2, default=0)
    certain = models.BooleanField("zeker", default=True)
    steps = models.TextField("berekening")
    missing = models.JSONField("ontbreekt", default=list, blank=True)
    source = models.CharField("bron", max_length=300, blank=True)
    correction = models.BooleanField("correctie", default=False)
    reason = models.CharField("reden van de correctie", max_length=300, blank=True)
    corrected_at = models.DateTimeField("gecorrigeerd op", null=True, blank=True)
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="gecorrigeerd door",
    )

    objects = SubsidyLineQuerySet.as_manager()

    class Meta:
        verbose_name = "subsidielijn"
        verbose_name_plural = "subsidielijnen"
        ordering = ("municipality__name", "site_name", "site", "correction", "pk")
        triggers = (LINE_IS_FOR_GOOD,)
        constraints = (
            UniqueConstraint(
                fields=["state", "municipality", "site", "code", "rule_from"],
                condition=Q(correction=False),
                nulls_distinct=False,
                name="subsidy_line_once",
                violation_error_message="Deze lijn staat er al.",
            ),
            CheckConstraint(
                condition=Q(correction=False, reason="", corrected_by__isnull=True)
                | (Q(correction=True, corrected_by__isnull=False) & ~Q(reason="") & ~Q(amount=0)),
                name="subsidy_line_correction_explained",
                violation_error_message="Een correctie heeft een bedrag dat niet nul is, een reden en een naam.",
            ),
            all_or_none("corrected_at", "corrected_by", name="subsidy_line_corrected_at_and_by"),
            CheckConstraint(
                condition=Q(correction=True) | Q(amount__gte=0),
                name="subsidy_line_not_negative",
                violation_error_message="Alleen een correctie kan minder dan nul zijn.",
            ),
        )
        indexes = (models.Index(fields=["state", "municipality"], name="subsidy_line_of_town"),)

    def __str__(self) -> str:
        return f"{self.site_name or self.municipality}: {self.title}"
