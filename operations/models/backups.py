"""BackupRun: one time that a copy was made; DrillRun: one time that one was brought back, to see whether it can."""

from datetime import timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils import timezone

from accounts.models import Kind, Membership


class Result(models.TextChoices):
    DONE = "done", "gelukt"
    FAILED = "failed", "mislukt"


class RunQuerySet(models.QuerySet[Any]):
    def visible_to(self, by: Membership | None) -> Self:
        """ABB, which answers for the installation."""
        return self.all() if by is not None and by.is_kind(Kind.ABB) else self.none()

    def done(self) -> Self:
        return self.filter(result=Result.DONE)

    def newest(self) -> Any:
        """The one that ended well last; None when none did."""
        return self.done().order_by("-started_at", "-pk").first()

    def under_way(self) -> Self:
        return self.filter(ended_at__isnull=True)


def ended_with_a_result(name: str) -> list[CheckConstraint]:
    """What holds for every run: it has a result when it ended, and a failure says why."""
    return [
        CheckConstraint(
            condition=Q(ended_at__isnull=True, result="")
            | Q(ended_at__isnull=False, result__in=["done", "failed"]),
            name=f"{name}_ends_with_a_result",
            violation_error_message="Wat klaar is, is gelukt of mislukt; wat bezig is, geen van beide.",
        ),
        CheckConstraint(
            condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
            name=f"{name}_ends_after_it_began",
            violation_error_message="Het einde valt na het begin.",
        ),
        CheckConstraint(
            condition=~Q(result="failed") | ~Q(problem=""),
            name=f"{name}_failure_says_why",
            violation_error_message="Schrijf op waarom het mislukte.",
        ),
    ]


def seconds_of(run: "BackupRun | DrillRun") -> float | None:
    """By the clock on the wall; None while it is under way."""
    return None if run.ended_at is None else (run.ended_at - run.started_at) / timedelta(seconds=1)


class BackupRun(models.Model):
    """One copy, as it lies in the folder of copies under the same name. The row stays when the copy is cleared."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    WRITTEN: ClassVar = {"problem"}
    PLAIN: ClassVar = {"name", "digest"}

    class Kind(models.TextChoices):
        DUMP = "dump", "kopie van de databank met de documenten"
        BASE = "base", "basis om naar een ogenblik terug te gaan"

    kind = models.CharField("soort", max_length=4, choices=Kind)
    started_at = models.DateTimeField("begonnen", default=timezone.now)
    ended_at = models.DateTimeField("klaar", null=True, blank=True)
    result = models.CharField("uitkomst", max_length=6, choices=Result, blank=True)
    problem = models.CharField("wat er misging", max_length=500, blank=True)
    tables = models.PositiveIntegerField("tabellen", default=0)
    rows = models.PositiveBigIntegerField("rijen", default=0)
    documents = models.PositiveIntegerField("documenten", default=0)
    name = models.CharField("naam", max_length=40, unique=True)
    size = models.PositiveBigIntegerField("grootte in bytes", default=0)
    new_documents = models.PositiveIntegerField("documenten die er nog niet bij waren", default=0)
    # Of the manifest: whoever changes that beside a backup can be found out here.
    digest = models.CharField("vingerafdruk van het manifest", max_length=64, blank=True)
    cleared_at = models.DateTimeField("opgeruimd", null=True, blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = "reservekopie"
        verbose_name_plural = "reservekopieën"
        ordering = ("-started_at", "-pk")
        indexes = (models.Index(fields=["kind", "-started_at"], name="backup_newest"),)
        constraints = (
            *ended_with_a_result("backup"),
            CheckConstraint(
                condition=Q(kind__in=["dump", "base"]),
                name="backup_kind_known",
                violation_error_message="Deze soort reservekopie bestaat niet.",
            ),
            CheckConstraint(
                condition=~Q(result="done") | Q(size__gt=0, digest__regex="^[0-9a-f]{64}$"),
                name="backup_done_has_a_size",
                violation_error_message="Een kopie die gelukt is, heeft een grootte en een vingerafdruk.",
            ),
            CheckConstraint(
                condition=~Q(result="done", kind="dump") | Q(tables__gt=0),
                name="backup_dump_counts_its_tables",
                violation_error_message="Van een kopie van de databank zijn de tabellen geteld.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}"

    @property
    def seconds(self) -> float | None:
        return seconds_of(self)


class DrillRun(models.Model):
    """One restore drill. `differences` counts rows, tables and documents that did not come back as they were."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    WRITTEN: ClassVar = {"problem"}
    PLAIN: ClassVar = {"backup", "steps"}

    class Kind(models.TextChoices):
        RESTORE = "restore", "kopie teruggezet en vergeleken"
        MOMENT = "moment", "teruggegaan naar het laatste ogenblik"

    kind = models.CharField("soort", max_length=7, choices=Kind)
    started_at = models.DateTimeField("begonnen", default=timezone.now)
    ended_at = models.DateTimeField("klaar", null=True, blank=True)
    result = models.CharField("uitkomst", max_length=6, choices=Result, blank=True)
    problem = models.CharField("wat er misging", max_length=500, blank=True)
    tables = models.PositiveIntegerField("tabellen", default=0)
    rows = models.PositiveBigIntegerField("rijen", default=0)
    documents = models.PositiveIntegerField("documenten", default=0)
    backup = models.CharField("van welke kopie", max_length=40, blank=True)
    differences = models.PositiveIntegerField("verschillen", default=0)
    erased_again = models.PositiveIntegerField("opnieuw gewist", default=0)
    lost_seconds = models.FloatField("verloren seconden", null=True, blank=True)
    steps = models.JSONField("seconden per stap", default=dict, blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = "hersteloefening"
        verbose_name_plural = "hersteloefeningen"
        ordering = ("-started_at", "-pk")
        indexes = (models.Index(fields=["kind", "-started_at"], name="drill_newest"),)
        constraints = (
            *ended_with_a_result("drill"),
            CheckConstraint(
                condition=Q(kind__in=["restore", "moment"]),
                name="drill_kind_known",
                violation_error_message="Deze soort oefening bestaat niet.",
            ),
            CheckConstraint(
                condition=~Q(result="done") | Q(differences=0, tables__gt=0) & ~Q(backup=""),
                name="drill_done_found_no_difference",
                violation_error_message="Een oefening met verschillen is niet gelukt.",
            ),
            CheckConstraint(
                condition=~Q(result="done", kind="moment")
                | Q(lost_seconds__isnull=False, lost_seconds__gte=0),
                name="drill_of_a_moment_says_what_was_lost",
                violation_error_message="Schrijf op hoeveel er verloren ging.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {timezone.localtime(self.started_at):%d/%m/%Y %H:%M}"

    @property
    def seconds(self) -> float | None:
        return seconds_of(self)
