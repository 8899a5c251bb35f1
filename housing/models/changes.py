"""ChangeReport (gemelde verandering): somebody says that a site is not as it stands here any more."""

from datetime import date
from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils import timezone

from accounts.models import Kind, Membership, Organisation
from audit.constraints import all_or_none, filled_when, known_status
from housing.models.inspections import sees_findings
from housing.models.sites import Site


class ChangeReportQuerySet(models.QuerySet["ChangeReport"]):
    def visible_to(self, by: Membership | None) -> Self:
        """Reports about the sites that one sees; not for who only helps with them."""
        return self.filter(site__in=Site.objects.visible_to(by)) if sees_findings(by) else self.none()

    def open(self) -> Self:
        """Reports about which the municipality did not say anything yet."""
        return self.filter(status=ChangeReport.Status.OPEN)

    def waiting_for(self, by: Membership) -> Self:
        """What this hat has to decide about: the local government where the site stands."""
        town = by.organisation.municipality_id
        if not by.is_kind(Kind.LOCAL_AUTHORITY) or town is None:
            return self.none()
        return self.open().filter(site__municipality=town)


@pghistory.track()
class ChangeReport(models.Model):
    """What is different at a site, in words; it waits until the municipality says what became of it."""

    PERSONAL: ClassVar = {"text", "answer"}
    WRITTEN: ClassVar = {"via"}

    class Status(models.TextChoices):
        OPEN = "open", "te bekijken"
        CARRIED_OUT = "carried_out", "doorgevoerd"
        NOT_NEEDED = "not_needed", "geen verandering nodig"

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.OPEN: {Status.CARRIED_OUT, Status.NOT_NEEDED},
        Status.CARRIED_OUT: set(),
        Status.NOT_NEEDED: set(),
    }
    WAITS_FOR: ClassVar[dict[str, str | None]] = {
        Status.OPEN: "local_authority",
        Status.CARRIED_OUT: None,
        Status.NOT_NEEDED: None,
    }

    site = models.ForeignKey(Site, models.PROTECT, related_name="change_reports", verbose_name="locatie")
    text = models.TextField("wat er veranderde")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="gemeld voor"
    )
    via = models.CharField("langs waar", max_length=40, blank=True)
    reported_at = models.DateTimeField("gemeld op", default=timezone.now)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="gemeld door"
    )
    status = models.CharField("toestand", max_length=11, choices=Status, default=Status.OPEN)
    answer = models.TextField("wat de gemeente ermee deed", blank=True)
    decided_at = models.DateTimeField("afgehandeld op", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="afgehandeld door",
    )

    objects = ChangeReportQuerySet.as_manager()

    class Meta:
        verbose_name = "gemelde verandering"
        verbose_name_plural = "gemelde veranderingen"
        ordering = ("reported_at", "pk")
        indexes = (models.Index(fields=["site", "status"], name="changereport_of_site"),)
        constraints = (
            known_status(["open", "carried_out", "not_needed"], name="changereport_status_known"),
            CheckConstraint(
                condition=~Q(text=""),
                name="changereport_said",
                violation_error_message="Schrijf op wat er veranderde.",
            ),
            all_or_none("decided_at", "decided_by", name="changereport_decided_at_and_by"),
            filled_when(
                statuses=["carried_out", "not_needed"],
                fields=["decided_at"],
                texts=["answer"],
                name="changereport_decided_with_words",
                message="Schrijf in één zin wat u met de melding deed.",
            ),
            CheckConstraint(
                condition=~Q(status="open") | Q(decided_at__isnull=True),
                name="changereport_open_undecided",
                violation_error_message="Over een melding die nog open staat is niet beslist.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.site}: {self.text}"[:120]

    def days(self, *, on: date) -> int:
        """Days that it waits."""
        return max(0, (on - timezone.localdate(self.reported_at)).days)
