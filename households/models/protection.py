"""Protecting what is kept of people: how long each kind stays, what must stay longer, and what was erased."""

from datetime import date
from typing import ClassVar, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Kind, Membership, Organisation
from audit.constraints import all_or_none, refuse
from audit.processing import months_before, terms

HELD_TYPES = {
    "households.household": "huishouden",
    "housing.site": "locatie",
    "vlot.intervention": "oproep",
}


class RetentionTermQuerySet(models.QuerySet["RetentionTerm"]):
    def valid(self, *, on: date) -> Self:
        return self.filter(valid__contains=on)


@pghistory.track()
class RetentionTerm(models.Model):
    """How long one kind of data stays, in months, from the event that audit.processing.Term names."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"kind"}
    WRITTEN: ClassVar = {"ground", "source"}

    kind = models.CharField("soort gegevens", max_length=30)
    months = models.PositiveSmallIntegerField("maanden")
    ground = models.CharField("waarom zo lang", max_length=300)
    valid = DateRangeField("geldig")
    source = models.CharField("bron", max_length=200)

    objects = RetentionTermQuerySet.as_manager()

    class Meta:
        verbose_name = "bewaartermijn"
        verbose_name_plural = "bewaartermijnen"
        ordering = ("kind", "valid")
        constraints = (
            ExclusionConstraint(
                name="retention_once_at_a_time",
                expressions=[("kind", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                violation_error_message="In deze periode staat deze termijn er al.",
            ),
            CheckConstraint(
                condition=Q(months__gte=1, months__lte=600),
                name="retention_months",
                violation_error_message="Een termijn duurt 1 tot 600 maanden.",
            ),
            CheckConstraint(
                condition=~Q(kind="readings") | Q(months__gte=13),
                name="retention_of_readings",
                violation_error_message="Inzages blijven minstens 13 maanden.",
            ),
            CheckConstraint(
                condition=Q(valid__isempty=False, valid__startswith__isnull=False),
                name="retention_dated",
                violation_error_message="Een termijn geldt vanaf een datum.",
            ),
            CheckConstraint(
                condition=~Q(ground="") & ~Q(source=""),
                name="retention_with_source",
                violation_error_message="Schrijf op waarom deze termijn geldt en waar ze vandaan komt.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}: {self.months} maanden"

    @property
    def name(self) -> str:
        """What people call this kind; a kind that the portal no longer knows keeps its code."""
        term = terms().get(self.kind)
        return term.name if term else self.kind

    def clean(self) -> None:
        super().clean()
        term = terms().get(self.kind)
        if term is None:
            raise ValidationError({"kind": "Deze soort gegevens bestaat niet."})
        if self.months is not None and self.months < term.shortest:
            raise ValidationError({"months": f"{term.name} blijven minstens {term.shortest} maanden."})

    def before(self, *, on: date) -> date:
        """What happened before this day has been kept long enough."""
        return months_before(on, self.months)


class LegalHoldQuerySet(models.QuerySet["LegalHold"]):
    def visible_to(self, by: Membership | None) -> Self:
        """Those of one's own organisation, also for its data-protection officer."""
        return self.none() if by is None else self.filter(organisation=by.organisation)

    def standing(self) -> Self:
        return self.filter(lifted_at__isnull=True)

    def standing_on(self, target_type: str) -> models.QuerySet["LegalHold", int]:
        """The numbers of things of that kind that a hold stands on."""
        return self.standing().filter(target_type=target_type).values_list("target_number", flat=True)

    def about(self, thing: models.Model) -> Self:
        return self.filter(target_type=thing._meta.label_lower, target_number=thing.pk)


@pghistory.track()
class LegalHold(models.Model):
    """A duty to keep a file for longer: a complaint, a lawsuit, an audit. While it stands, nothing is forgotten."""

    PERSONAL: ClassVar = {"reason"}
    PLAIN: ClassVar = {"target_type"}

    target_type = models.CharField("soort", max_length=60)
    target_number = models.BigIntegerField("nummer")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="voor")
    reason = models.CharField("waarom", max_length=300)
    placed_at = models.DateTimeField("sinds", default=timezone.now)
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="opgelegd door"
    )
    lifted_at = models.DateTimeField("opgeheven op", null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="opgeheven door",
    )

    objects = LegalHoldQuerySet.as_manager()

    class Meta:
        verbose_name = "bewaarplicht"
        verbose_name_plural = "bewaarplichten"
        ordering = ("-placed_at", "-pk")
        constraints = (
            UniqueConstraint(
                fields=["target_type", "target_number"],
                condition=Q(lifted_at__isnull=True),
                name="legal_hold_once",
                violation_error_message="Op dit dossier staat al een bewaarplicht.",
            ),
            CheckConstraint(
                condition=Q(target_type__in=list(HELD_TYPES)),
                name="legal_hold_on_a_file",
                violation_error_message="Een bewaarplicht staat op een huishouden, een locatie of een oproep.",
            ),
            CheckConstraint(
                condition=~Q(reason=""),
                name="legal_hold_with_reason",
                violation_error_message="Schrijf op waarom dit dossier langer bewaard moet worden.",
            ),
            all_or_none("lifted_at", "lifted_by", name="legal_hold_lifted_at_and_by"),
            CheckConstraint(
                condition=Q(lifted_at__isnull=True) | Q(lifted_at__gte=F("placed_at")),
                name="legal_hold_lifted_after",
                violation_error_message="Een bewaarplicht wordt opgeheven nadat ze opgelegd is.",
            ),
        )

    def __str__(self) -> str:
        return f"bewaarplicht sinds {timezone.localtime(self.placed_at):%d/%m/%Y}"

    @property
    def name(self) -> str:
        """The kind and the number of what must stay."""
        return f"{HELD_TYPES[self.target_type]} {self.target_number}"


# The last word on erasing is PostgreSQL's: of people who live in a place, or of a file that must be kept, no erasure
# can be written down, and the verb writes it down in the transaction in which it erases.
ERASED_AFTER_ALL = pgtrigger.Trigger(
    name="erasure_of_who_is_gone",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func=f"""
        PERFORM 1 FROM households_household WHERE id = NEW.household_number FOR UPDATE;
        IF EXISTS (
            SELECT 1 FROM households_legalhold
            WHERE target_type = 'households.household' AND target_number = NEW.household_number AND lifted_at IS NULL
        ) OR EXISTS (
            SELECT 1 FROM housing_stay
            WHERE household_id = NEW.household_number AND status <> 'cancelled'
                AND (upper(period) IS NULL OR upper(period) > NEW.erased_at::date)
        ) THEN
            {refuse("erasure_of_who_is_gone", "Dit huishouden woont nog ergens, of het dossier moet bewaard worden.")}
        END IF;
        RETURN NEW;
    """,  # noqa: S608  nothing of it comes from outside
)


class ErasureQuerySet(models.QuerySet["Erasure"]):
    def visible_to(self, by: Membership | None) -> Self:
        """The local government of the household, also its data-protection officer; ABB all: no row names anybody."""
        if by is None:
            return self.none()
        if by.organisation.kind == Kind.LOCAL_AUTHORITY:
            return self.filter(organisation=by.organisation)
        return self.all() if by.is_kind(Kind.ABB) else self.none()


class Erasure(models.Model):
    """One household of which the data of its people were erased. Numbers only, so that it may stay for ever: after a
    restore of an older copy it says what to erase again (`manage.py re_erase`)."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    WRITTEN: ClassVar = {"reference"}

    class Ground(models.TextChoices):
        TERM = "term", "de bewaartermijn is voorbij"
        REQUEST = "request", "op vraag van de betrokkene"
        WRONG = "wrong", "ten onrechte geregistreerd"

    household_number = models.BigIntegerField("nummer van het huishouden", unique=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="lokaal bestuur"
    )
    ground = models.CharField("waarom", max_length=7, choices=Ground)
    reference = models.CharField("kenmerk van de vraag", max_length=40, blank=True)
    persons = models.PositiveSmallIntegerField("personen")
    erased_at = models.DateTimeField("gewist op", default=timezone.now)
    erased_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="gewist door",
    )

    objects = ErasureQuerySet.as_manager()

    class Meta:
        verbose_name = "wissing"
        verbose_name_plural = "wissingen"
        ordering = ("-erased_at", "-pk")
        triggers = (
            ERASED_AFTER_ALL,
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        )
        constraints = (
            CheckConstraint(
                condition=Q(ground__in=["term", "request", "wrong"]),
                name="erasure_ground_known",
                violation_error_message="Kies waarom de gegevens gewist worden.",
            ),
            CheckConstraint(
                condition=Q(reference="") | Q(reference__regex=r"^[A-Za-z0-9./_ -]+$"),
                name="erasure_reference_is_no_sentence",
                violation_error_message="Een kenmerk bestaat uit letters, cijfers, punten en streepjes.",
            ),
        )

    def __str__(self) -> str:
        return f"H-{self.household_number:06d}"

    @property
    def reference_of_household(self) -> str:
        return f"H-{self.household_number:06d}"


class ForgetRun(models.Model):
    """One week's forgetting: first what was due is counted, then it is forgotten in batches until nothing is."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    week = models.DateField("maandag van de week", unique=True)
    planned_at = models.DateTimeField("geteld op", default=timezone.now)
    finished_at = models.DateTimeField("klaar op", null=True, blank=True)

    class Meta:
        verbose_name = "opruimweek"
        verbose_name_plural = "opruimweken"
        ordering = ("-week",)

    def __str__(self) -> str:
        return f"week van {self.week:%d/%m/%Y}"


class ForgetLineQuerySet(models.QuerySet["ForgetLine"]):
    def visible_to(self, by: Membership | None) -> Self:
        """ABB everything; a local government, also its data-protection officer, what is its own."""
        if by is None:
            return self.none()
        if by.organisation.kind == Kind.LOCAL_AUTHORITY:
            return self.filter(organisation=by.organisation)
        return self.all() if by.is_kind(Kind.ABB) else self.none()


class ForgetLine(models.Model):
    """Of one kind and one organisation (none for what belongs to none): how much was due, and how much went."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"kind"}

    run = models.ForeignKey(ForgetRun, models.CASCADE, related_name="lines", verbose_name="week")
    kind = models.CharField("soort gegevens", max_length=30)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lokaal bestuur"
    )
    due = models.PositiveIntegerField("te wissen", default=0)
    forgotten = models.PositiveIntegerField("gewist", default=0)

    objects = ForgetLineQuerySet.as_manager()

    class Meta:
        verbose_name = "regel van een opruimweek"
        verbose_name_plural = "regels van opruimweken"
        ordering = ("run", "kind", "organisation")
        constraints = (
            UniqueConstraint(
                fields=["run", "kind", "organisation"],
                name="forget_line_once",
                nulls_distinct=False,
                violation_error_message="Deze soort staat al in deze week.",
            ),
        )

    def __str__(self) -> str:
        term = terms().get(self.kind)
        return term.name if term else self.kind
