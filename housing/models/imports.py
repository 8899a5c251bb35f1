"""A file with many offers: what stands in it, what it would change, and what it did."""

import uuid
from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Membership, Organisation
from audit.constraints import all_or_none, filled_when, known_status
from documents.models import Document
from housing.models.offers import Offer


class ColumnChoiceQuerySet(models.QuerySet["ColumnChoice"]):
    def visible_to(self, by: Membership | None) -> Self:
        return self.none() if by is None else self.filter(organisation=by.organisation)


class ColumnChoice(models.Model):
    """Which field a header means, as this organisation said it last time."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"field"}
    WRITTEN: ClassVar = {"header"}

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="+", verbose_name="organisatie"
    )
    header = models.CharField("kop", max_length=200)
    field = models.CharField("veld", max_length=40, blank=True)  # empty: not read

    objects = ColumnChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = "onthouden kolom"
        verbose_name_plural = "onthouden kolommen"
        constraints = (
            UniqueConstraint(
                fields=["organisation", "header"],
                name="column_choice_once",
                violation_error_message="Deze kop is al onthouden.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.header}: {self.field}"


class OfferImportQuerySet(models.QuerySet["OfferImport"]):
    def visible_to(self, by: Membership | None) -> Self:
        """An organisation sees its own files, and nobody else's: they hold contact persons."""
        return self.none() if by is None else self.filter(organisation=by.organisation)


@pghistory.track()
class OfferImport(models.Model):
    """One file: read, looked at without writing, carried out as a whole, and if need be undone as a whole."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    WRITTEN: ClassVar = {"file_name", "columns", "fixed", "problem"}

    class Status(models.TextChoices):
        UPLOADED = "uploaded", "kolommen kiezen"
        CHECKING = "checking", "wordt nagekeken"
        CHECKED = "checked", "nagekeken"
        WRITING = "writing", "wordt ingevoerd"
        DONE = "done", "ingevoerd"
        FAILED = "failed", "niet ingevoerd"
        UNDOING = "undoing", "wordt ongedaan gemaakt"
        UNDONE = "undone", "ongedaan gemaakt"

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.UPLOADED: {Status.CHECKING},
        Status.CHECKING: {Status.CHECKED, Status.FAILED},
        Status.CHECKED: {Status.CHECKING, Status.WRITING},
        Status.WRITING: {Status.DONE, Status.FAILED},
        Status.DONE: {Status.UNDOING},
        Status.FAILED: {Status.CHECKING},
        Status.UNDOING: {Status.UNDONE, Status.DONE},
        Status.UNDONE: set(),
    }
    WAITS_FOR: ClassVar[dict[str, str | None]] = {
        Status.UPLOADED: "provider",
        Status.CHECKING: "system",
        Status.CHECKED: "provider",
        Status.WRITING: "system",
        Status.DONE: None,
        Status.FAILED: "provider",
        Status.UNDOING: "system",
        Status.UNDONE: None,
    }

    CAN_BE_UNDONE: ClassVar[set[str]] = {
        Status.DONE
    }  # nobody has to do anything, and yet there is a way back

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="organisatie"
    )
    membership = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", verbose_name="ingevoerd door"
    )  # in whose name the worker writes
    file_name = models.CharField("bestand", max_length=200)
    document = models.OneToOneField(
        Document, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="document"
    )
    status = models.CharField("toestand", max_length=9, choices=Status, default=Status.UPLOADED)
    columns = models.JSONField("kolommen", default=dict, blank=True)  # number of the column (from 0): field
    fixed = models.JSONField("vaste waarden", default=dict, blank=True)  # field: text for every row
    skip_wrong = models.BooleanField("foute rijen overslaan", default=False)
    rows_total = models.PositiveIntegerField("rijen", default=0)
    problem = models.TextField("waarom niet", blank=True)
    uploaded_at = models.DateTimeField("opgeladen op", default=timezone.now)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="opgeladen door"
    )
    written_at = models.DateTimeField("ingevoerd op", null=True, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="bevestigd door",
    )

    objects = OfferImportQuerySet.as_manager()

    class Meta:
        verbose_name = "bestand met aanbod"
        verbose_name_plural = "bestanden met aanbod"
        ordering = ("-uploaded_at", "-pk")
        constraints = (
            known_status(
                ["uploaded", "checking", "checked", "writing", "done", "failed", "undoing", "undone"],
                name="offer_import_status_known",
            ),
            all_or_none("written_at", "written_by", name="offer_import_written_at_and_by"),
            filled_when(
                statuses=["done", "undoing", "undone"],
                fields=["written_at"],
                name="offer_import_done_is_written",
            ),
            filled_when(
                statuses=["failed"],
                fields=[],
                texts=["problem"],
                name="offer_import_failure_explained",
                message="Een mislukte invoer zegt waarom.",
            ),
        )

    def __str__(self) -> str:
        return self.file_name

    @property
    def at_work(self) -> bool:
        """A worker has it, or will take it within half a minute."""
        return self.status in (self.Status.CHECKING, self.Status.WRITING, self.Status.UNDOING)


class ImportRow(models.Model):
    """One row of the file: what it would do, or why it cannot."""

    PERSONAL: ClassVar = {"values", "before", "changes", "problems"}
    WRITTEN: ClassVar = {"label"}

    class Outcome(models.TextChoices):
        NEW = "new", "nieuw"
        CHANGED = "changed", "gewijzigd"
        SAME = "same", "ongewijzigd"
        CONFLICT = "conflict", "conflict"
        WRONG = "wrong", "fout"

    offer_import = models.ForeignKey(OfferImport, models.CASCADE, related_name="rows", verbose_name="bestand")
    number = models.PositiveIntegerField("rij")
    outcome = models.CharField("gevolg", max_length=8, choices=Outcome)
    label = models.CharField("wat", max_length=200)
    values = models.JSONField("waarden", default=dict)
    changes = models.JSONField("wijzigingen", default=list)
    problems = models.JSONField("problemen", default=list)
    # Of the offer that a new row makes: written twice, it stays one.
    token = models.UUIDField("kenmerk van het aanbod", default=uuid.uuid4)
    offer = models.ForeignKey(
        Offer, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="aanbod"
    )
    seen_at = models.DateTimeField("aanbod gezien zoals op", null=True, blank=True)
    before = models.JSONField("vroegere waarden", default=dict)

    class Meta:
        verbose_name = "rij van een bestand"
        verbose_name_plural = "rijen van bestanden"
        ordering = ("offer_import", "number")
        constraints = (
            UniqueConstraint(
                fields=["offer_import", "number"],
                name="import_row_once",
                violation_error_message="Deze rij is al gelezen.",
            ),
            CheckConstraint(
                condition=Q(outcome__in=["new", "changed", "same", "conflict", "wrong"]),
                name="import_row_outcome_known",
                violation_error_message="Dit gevolg bestaat niet.",
            ),
        )
        indexes = (models.Index(fields=["offer_import", "outcome", "number"], name="import_row_outcome"),)

    def __str__(self) -> str:
        return f"rij {self.number}: {self.label}"
