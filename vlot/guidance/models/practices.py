"""Good practice that local governments share, and the news of the month."""

from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Kind, Membership, Organisation
from audit.constraints import all_or_none, filled_when, known_status
from vlot.guidance.models.guides import Guide
from vlot.guidance.models.themes import SEES_ALL, SEES_PRACTICE, Theme, search_field


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
    WRITTEN: ClassVar = {"title", "situation", "done", "result", "remark"}

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
