"""Guides (handvaten), who read them, and good practice that local governments share."""

from datetime import date
from functools import reduce
from operator import add
from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import CheckConstraint, Exists, F, OuterRef, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Kind, Membership, Organisation
from audit.constraints import all_or_none, filled_when, known_status
from documents.models import Document

DUTCH = "dutch"  # the text search configuration of PostgreSQL: Snowball stemmer and Dutch stop words


class Theme(models.TextChoices):
    """What a guide or a practice is about (domain.md 5, source S1)."""

    NUISANCE = "nuisance", "overlast en samenleven"
    COMMUNICATION = "communication", "communicatie en begeleiding"
    WELCOME = "welcome", "onthaal en huisregels"
    HOSTS = "hosts", "gastgezinnen"
    COLLECTIVE = "collective", "collectieve huisvesting"
    SERVICES = "services", "diensten en sectoren"


AUDIENCES = (Kind.LOCAL_AUTHORITY, Kind.GOVERNOR, Kind.ASSOCIATION, Kind.COMPANY, Kind.FACILITY)
SEES_ALL = (Kind.VLOT, Kind.ABB)
SEES_PRACTICE = (Kind.LOCAL_AUTHORITY, Kind.GOVERNOR, Kind.FACILITY, *SEES_ALL)


def search_field(**weights: str) -> models.GeneratedField:
    """A stored column of PostgreSQL: the stems of these fields, each with its weight (A counts most, D least)."""
    parts = (SearchVector(name, weight=weight, config=DUTCH) for name, weight in weights.items())
    return models.GeneratedField(
        expression=reduce(add, parts),
        output_field=SearchVectorField(),
        db_persist=True,
        verbose_name="zoekwoorden",
    )


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

    @property
    def situation_lines(self) -> list[str]:
        return [line.strip() for line in self.situations.splitlines() if line.strip()]

    def must_be_read_by(self, by: Membership) -> bool:
        return by.organisation.kind in self.must_read


class GuideFile(models.Model):
    """A file that belongs to a guide: a poster, a form, a letter."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="files", verbose_name="handvat")
    document = models.OneToOneField(
        Document, models.PROTECT, related_name="guide_file", verbose_name="bestand"
    )

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


class GoodPracticeQuerySet(models.QuerySet["GoodPractice"]):
    def visible_to(self, by: Membership | None) -> Self:
        """What is published, for governments; what is not, for VLOT, ABB and who sent it."""
        if by is None:
            return self.none()
        if by.is_kind(*SEES_ALL):
            return self.all()
        own = Q(organisation=by.organisation)
        return self.filter(own | Q(status="published")) if by.is_kind(*SEES_PRACTICE) else self.filter(own)

    def published(self) -> Self:
        return self.filter(status="published")

    def waiting_for(self, by: Membership) -> Self:
        """What this hat has to do something about: VLOT reviews, the local government answers. Oldest first."""
        if by.is_kind(Kind.VLOT):
            return self.filter(status="submitted").order_by("submitted_at", "pk")
        own = self.filter(status="proposed", organisation=by.organisation)
        return own.order_by("submitted_at", "pk") if by.is_kind(Kind.LOCAL_AUTHORITY) else self.none()


@pghistory.track(exclude=["search"])
class GoodPractice(models.Model):
    """What a local government did that worked, reviewed by VLOT and published under its name."""

    PERSONAL: ClassVar = {"contact"}

    class Status(models.TextChoices):
        SUBMITTED = "submitted", "ingediend"
        PROPOSED = "proposed", "tekst voorgesteld"
        PUBLISHED = "published", "gepubliceerd"
        DECLINED = "declined", "niet gepubliceerd"
        WITHDRAWN = "withdrawn", "ingetrokken"

    TRANSITIONS: ClassVar = {
        Status.SUBMITTED: {Status.PROPOSED, Status.PUBLISHED, Status.DECLINED, Status.WITHDRAWN},
        Status.PROPOSED: {Status.SUBMITTED, Status.PUBLISHED, Status.WITHDRAWN},
        Status.PUBLISHED: set(),
        Status.DECLINED: set(),
        Status.WITHDRAWN: set(),
    }
    WAITS_FOR: ClassVar = {
        Status.SUBMITTED: "vlot",
        Status.PROPOSED: "local_authority",
        Status.PUBLISHED: None,
        Status.DECLINED: None,
        Status.WITHDRAWN: None,
    }
    TEXTS: ClassVar = ("title", "theme", "situation", "done", "result")

    form_token = models.UUIDField(editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="good_practices", verbose_name="lokaal bestuur"
    )
    status = models.CharField("toestand", max_length=10, choices=Status, default=Status.SUBMITTED)
    theme = models.CharField("thema", max_length=16, choices=Theme)
    title = models.CharField("titel", max_length=120)
    situation = models.TextField("Wat was de situatie?")
    done = models.TextField("Wat deed u?")
    result = models.TextField("Wat kwam ervan?")
    contact_allowed = models.BooleanField("andere besturen mogen ons contacteren", default=False)
    contact = models.CharField("dienst, telefoon of e-mailadres", max_length=160, blank=True)
    remark = models.TextField("laatste opmerking", blank=True)
    guides = models.ManyToManyField(
        Guide, blank=True, related_name="good_practices", verbose_name="handvaten"
    )
    submitted_at = models.DateTimeField("ingediend op", default=timezone.now)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="ingediend door"
    )
    reviewed_at = models.DateTimeField("nagelezen op", null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="nagelezen door",
    )
    published_at = models.DateTimeField("gepubliceerd op", null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="gepubliceerd door",
    )
    search = search_field(title="A", situation="B", result="C", done="D")

    objects = GoodPracticeQuerySet.as_manager()

    class Meta:
        verbose_name = "goede praktijk"
        verbose_name_plural = "goede praktijken"
        ordering = ("-submitted_at", "-pk")
        constraints = (
            known_status(
                ["submitted", "proposed", "published", "declined", "withdrawn"],
                name="good_practice_status_known",
            ),
            UniqueConstraint(
                fields=["organisation", "form_token"],
                name="good_practice_sent_once",
                violation_error_message="Deze goede praktijk is al verstuurd.",
            ),
            CheckConstraint(
                condition=Q(theme__in=Theme.values),
                name="good_practice_theme_known",
                violation_error_message="Dit thema bestaat niet.",
            ),
            CheckConstraint(
                condition=Q(contact_allowed=True) & ~Q(contact="") | Q(contact_allowed=False, contact=""),
                name="good_practice_contact_when_allowed",
                violation_error_message="Vul in hoe anderen u bereiken, of laat het vinkje weg.",
            ),
            all_or_none("reviewed_at", "reviewed_by", name="good_practice_reviewed_at_and_by"),
            all_or_none("published_at", "published_by", name="good_practice_published_at_and_by"),
            filled_when(
                statuses=["proposed", "declined"],
                fields=["reviewed_at"],
                texts=["remark"],
                name="good_practice_review_says_why",
                message="Zeg erbij wat u veranderde, of waarom niet.",
            ),
            CheckConstraint(
                condition=Q(status="published", published_at__isnull=False, reviewed_at__isnull=False)
                | ~Q(status="published") & Q(published_at__isnull=True),
                name="good_practice_published_after_review",
                violation_error_message="Gepubliceerd wordt alleen wat VLOT nagelezen heeft.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def may_become(self, status: str) -> bool:
        return status in self.TRANSITIONS[self.Status(self.status)]

    def texts(self) -> dict[str, str]:
        """What is reviewed: title, theme, situation, what was done and what came of it."""
        return {name: getattr(self, name) for name in self.TEXTS}


class PracticeHelp(models.Model):
    """It helped another organisation too, and how often. Once per organisation."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    practice = models.ForeignKey(GoodPractice, models.CASCADE, related_name="helped", verbose_name="praktijk")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="+", verbose_name="organisatie"
    )
    times = models.PositiveSmallIntegerField("hoeveel keer?", default=1)
    said_at = models.DateTimeField("gezegd op", default=timezone.now)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="gezegd door"
    )

    class Meta:
        verbose_name = "ook bij ons geholpen"
        verbose_name_plural = "ook bij ons geholpen"
        ordering = ("-said_at", "-pk")
        constraints = (
            UniqueConstraint(
                fields=["practice", "organisation"],
                name="practice_help_once_per_organisation",
                violation_error_message="Uw organisatie zei dit al.",
            ),
            CheckConstraint(
                condition=Q(times__gte=1, times__lte=1000),
                name="practice_help_times",
                violation_error_message="Vul een aantal in van 1 tot 1.000.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation}: {self.times}"


class GuidanceDigest(models.Model):
    """What was new in one period, told to all local governments at once. The row comes first, and once."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    month = models.DateField("maand van versturen", unique=True)
    since = models.DateTimeField("nieuw sinds")
    made_at = models.DateTimeField("gemaakt op", default=timezone.now)
    guides = models.PositiveIntegerField("handvaten")
    practices = models.PositiveIntegerField("goede praktijken")
    told = models.PositiveIntegerField("organisaties")

    class Meta:
        verbose_name = "nieuwsbrief van de handvaten"
        verbose_name_plural = "nieuwsbrieven van de handvaten"
        ordering = ("-month",)
        constraints = (
            CheckConstraint(
                condition=Q(month__day=1),
                name="guidance_digest_month_begins",
                violation_error_message="Een maand begint op de eerste.",
            ),
        )

    def __str__(self) -> str:
        return f"Nieuwsbrief van {self.month:%m/%Y}"
