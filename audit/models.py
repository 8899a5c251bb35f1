"""AuditEvent: who did what, when. Append-only, and without foreign keys."""

from typing import ClassVar

import pgtrigger
from django.db import models


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def about(self, target: models.Model) -> "AuditEventQuerySet":
        """Everything that was done to one thing, newest first."""
        return self.filter(target_type=target._meta.label_lower, target_id=str(target.pk))


class AuditEvent(models.Model):
    """One thing that one person did for one organisation. Never changed, never removed by the portal."""

    PERSONAL: ClassVar = {"user_name", "changes"}

    occurred_at = models.DateTimeField("wanneer", db_index=True)
    verb = models.CharField("handeling", max_length=60, db_index=True)
    target_type = models.CharField("soort", max_length=60)
    target_id = models.CharField("nummer", max_length=64)
    user_id = models.BigIntegerField("gebruikersnummer", null=True, blank=True, editable=False)
    user_name = models.CharField("wie", max_length=200)
    organisation_name = models.CharField("voor", max_length=200, blank=True)
    changes = models.JSONField("wijzigingen", default=dict, blank=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = "gebeurtenis"
        verbose_name_plural = "gebeurtenissen"
        ordering = ("-occurred_at", "-id")
        indexes = (
            models.Index(fields=["target_type", "target_id", "-occurred_at"], name="audit_event_target"),
        )
        # Not on TRUNCATE: Django's transactional tests flush with it; in production the application role has no
        # right to TRUNCATE (docs/operations.md).
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.verb} {self.target_type} {self.target_id}"


class ReadingQuerySet(models.QuerySet["Reading"]):
    def about(self, target: models.Model) -> "ReadingQuerySet":
        """Every time that somebody looked at one thing, last time first."""
        return self.filter(target_type=target._meta.label_lower, target_id=str(target.pk))


class Reading(models.Model):
    """One time that one person looked at data about people. Never changed, never removed by the portal.

    What was changed stands in AuditEvent; this says who *saw* it.
    """

    PERSONAL: ClassVar = {"user_name"}

    occurred_at = models.DateTimeField("wanneer", db_index=True)
    page = models.CharField("wat", max_length=60)
    target_type = models.CharField("soort", max_length=60)
    target_id = models.CharField("nummer", max_length=64)
    user_id = models.BigIntegerField("gebruikersnummer", editable=False)
    user_name = models.CharField("wie", max_length=200)
    organisation_name = models.CharField("voor", max_length=200)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = "inzage"
        verbose_name_plural = "inzages"
        ordering = ("-occurred_at", "-id")
        indexes = (
            models.Index(fields=["target_type", "target_id", "-occurred_at"], name="audit_reading_target"),
        )
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.user_name}: {self.page} {self.target_type} {self.target_id}"
