"""Guides (handvaten), and who read them."""

from datetime import date
from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Exists, F, OuterRef, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Kind, Membership
from documents.models import Document
from vlot.guidance.models.themes import SEES_ALL, Theme, search_field


class GuideQuerySet(models.QuerySet["Guide"]):
    def visible_to(self, by: Membership | None) -> Self:
        """What was written for this kind of organisation; a guide for nobody in particular is for all of them."""
        if by is None:
            return self.none()
        if by.is_kind(*SEES_ALL):
            return self.all()
        return self.filter(Q(audience=[]) | Q(audience__contains=[by.organisation.kind]))

    def with_reading(self, by: Membership) -> Self:
        """Adds `is_read`: this hat confirmed that it read the version of today."""
        mine = GuideReading.objects.filter(guide=OuterRef("pk"), version=OuterRef("version"), membership=by)
        return self.annotate(is_read=Exists(mine))

    def to_read(self, by: Membership, *, on: date) -> Self:
        """What this hat must still read: valid on that day, and not confirmed in its present version."""
        return self.with_reading(by).filter(
            must_read__contains=[by.organisation.kind], valid_from__lte=on, is_read=False
        )


@pghistory.track(exclude=["search"])
class Guide(models.Model):
    """A guide as it is now. Sections are the headings of its text; each earlier version stays in its history."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"code", "title", "summary", "situations", "body", "change_note", "file_words"}

    code = models.SlugField("korte naam in het adres", max_length=60, unique=True)
    title = models.CharField("titel", max_length=120)
    summary = models.CharField("in één zin", max_length=300)
    theme = models.CharField("thema", max_length=16, choices=Theme)
    audience = ArrayField(
        models.CharField(max_length=20, choices=Kind),
        verbose_name="voor wie",
        default=list,
        blank=True,
        help_text="Niets aangekruist: voor iedereen.",
    )
    must_read = ArrayField(
        models.CharField(max_length=20, choices=Kind),
        verbose_name="verplicht te lezen door",
        default=list,
        blank=True,
    )
    situations = models.TextField(
        "situaties", blank=True, help_text="Eén per lijn, zoals iemand het vraagt: “een gezin weigert ...”."
    )
    body = models.TextField("tekst", help_text="Markdown. Elke lijn die met ## begint, opent een deel.")
    version = models.PositiveIntegerField("versie", default=1)
    change_note = models.CharField("wat is er nieuw?", max_length=300, blank=True)
    valid_from = models.DateField("geldig vanaf", default=timezone.localdate)
    is_draft = models.BooleanField(
        "ontwerp", default=True, help_text="Een ontwerp is leesbaar en draagt duidelijk dat woord."
    )
    file_words = models.TextField("namen van bestanden", blank=True, editable=False)
    published_at = models.DateTimeField("gepubliceerd op", default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="gepubliceerd door",
    )
    search = search_field(title="A", situations="B", summary="B", file_words="C", body="D")

    objects = GuideQuerySet.as_manager()

    class Meta:
        verbose_name = "handvat"
        verbose_name_plural = "handvaten"
        ordering = ("theme", "title", "pk")
        constraints = (
            CheckConstraint(
                condition=Q(theme__in=Theme.values),
                name="guide_theme_known",
                violation_error_message="Dit thema bestaat niet.",
            ),
            CheckConstraint(
                condition=Q(audience__contained_by=Kind.values, must_read__contained_by=Kind.values),
                name="guide_audience_known",
                violation_error_message="Deze soort organisatie bestaat niet.",
            ),
            CheckConstraint(
                condition=Q(audience=[]) | Q(must_read__contained_by=F("audience")),
                name="guide_must_read_by_its_audience",
                violation_error_message="Wie een handvat moet lezen, moet het ook mogen lezen: kruis beide aan.",
            ),
            CheckConstraint(
                condition=Q(version__gte=1) & ~Q(title="") & ~Q(body=""),
                name="guide_has_text",
                violation_error_message="Een handvat heeft een titel en een tekst.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def history(self) -> models.QuerySet[models.Model]:
        """A row for each time that it was written, the newest first (pghistory keeps them)."""
        rows: models.QuerySet[models.Model] = self.events.order_by("-version", "-pgh_id")  # type: ignore[attr-defined]
        return rows

    def must_be_read_by(self, by: Membership) -> bool:
        return by.organisation.kind in self.must_read


class GuideFileQuerySet(models.QuerySet["GuideFile"]):
    def visible_to(self, by: Membership | None) -> Self:
        """With the guide that they belong to."""
        return self.filter(guide__in=Guide.objects.visible_to(by))


class GuideFile(models.Model):
    """A file that belongs to a guide: a poster, a form, a letter."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="files", verbose_name="handvat")
    document = models.OneToOneField(
        Document, models.PROTECT, related_name="guide_file", verbose_name="bestand"
    )

    objects = GuideFileQuerySet.as_manager()

    class Meta:
        verbose_name = "bestand bij een handvat"
        verbose_name_plural = "bestanden bij handvaten"
        ordering = ("document__name", "pk")

    def __str__(self) -> str:
        return self.document.name


class GuideReading(models.Model):
    """This hat confirmed that it read this version."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="readings", verbose_name="handvat")
    version = models.PositiveIntegerField("versie")
    membership = models.ForeignKey(
        Membership, models.CASCADE, related_name="guide_readings", verbose_name="wie"
    )
    confirmed_at = models.DateTimeField("bevestigd op", default=timezone.now)

    class Meta:
        verbose_name = "leesbevestiging"
        verbose_name_plural = "leesbevestigingen"
        ordering = ("-confirmed_at", "-pk")
        constraints = (
            UniqueConstraint(
                fields=["guide", "version", "membership"],
                name="guide_reading_once",
                violation_error_message="U bevestigde deze versie al.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.guide}, versie {self.version}"


class LibraryVisit(models.Model):
    """When this hat was in the library, and the time before: what came since then is new for it."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    membership = models.OneToOneField(
        Membership, models.CASCADE, related_name="library_visit", verbose_name="wie"
    )
    last_at = models.DateTimeField("laatste bezoek", default=timezone.now)
    before_at = models.DateTimeField("bezoek daarvoor", null=True, blank=True)

    class Meta:
        verbose_name = "bezoek aan de handvaten"
        verbose_name_plural = "bezoeken aan de handvaten"
        ordering = ("-last_at", "pk")
        constraints = (
            CheckConstraint(
                condition=Q(before_at__isnull=True) | Q(before_at__lte=F("last_at")),
                name="library_visit_in_order",
                violation_error_message="Het vorige bezoek was voor het laatste.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.membership}"
