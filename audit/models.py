"""AuditEvent: who did what, when; Reading: who saw it; DaySeal: how the trail of a day stood. Append-only, and without
foreign keys."""

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone

from audit.constraints import refuse
from audit.digests import COUNTS_AND_DIGESTS


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
    # Both are filled in by PostgreSQL, whatever is given (audit.digests); what stands here before that means nothing.
    recorded_on = models.DateField("telt op", default=timezone.localdate, editable=False)
    digest = models.CharField("controlegetal", max_length=64, default="", editable=False)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = "gebeurtenis"
        verbose_name_plural = "gebeurtenissen"
        ordering = ("-occurred_at", "-id")
        indexes = (
            models.Index(fields=["target_type", "target_id", "-occurred_at"], name="audit_event_target"),
            models.Index(fields=["recorded_on", "id"], name="audit_event_day"),
            # What the trail is searched by in the back office (config.admin, audit.vocabulary).
            models.Index(fields=["target_id", "-occurred_at"], name="audit_event_number"),
            models.Index(fields=["user_name", "-occurred_at"], name="audit_event_user"),
            models.Index(fields=["organisation_name", "-occurred_at"], name="audit_event_organisation"),
        )
        # Not on TRUNCATE: Django's transactional tests flush with it; in production the application role has no
        # right to TRUNCATE (docs/operations.md).
        triggers = (
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            COUNTS_AND_DIGESTS,
        )

    def __str__(self) -> str:
        return f"Gebeurtenis {self.pk}"


class DaySeal(models.Model):
    """How the trail of one day stood when that day was over, chained to the day before. Made by audit.seals.

    `digest` follows from the digests of all its rows and from `previous`. `numbers` and `marks` (eight bytes of each
    row's digest) repeat which rows there were, so that a row that is gone, changed or new can be named.
    """

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    day = models.DateField("dag", unique=True)
    events = models.PositiveIntegerField("gebeurtenissen")
    previous = models.CharField("ketting tot de dag ervoor", max_length=64, blank=True)
    digest = models.CharField("ketting tot en met deze dag", max_length=64)
    numbers = ArrayField(models.BigIntegerField(), verbose_name="nummers", editable=False)
    marks = models.BinaryField("kenmerken", editable=False)
    sealed_at = models.DateTimeField("verzegeld", default=timezone.now)

    class Meta:
        verbose_name = "dagzegel"
        verbose_name_plural = "dagzegels"
        ordering = ("-day",)
        constraints = (
            UniqueConstraint(
                fields=["previous"],
                name="dayseal_one_chain",
                violation_error_message="Na elk zegel komt er maar één.",
            ),
            CheckConstraint(
                condition=Q(digest__regex="^[0-9a-f]{64}$") & Q(previous__regex="^([0-9a-f]{64})?$"),
                name="dayseal_digests",
                violation_error_message="Een ketting is een getal van 64 tekens.",
            ),
        )
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"


# As append_only on the trail, with two ways past it for who forgets (audit.blanking says so in its transaction): a look
# of more than a year ago may go, and what somebody typed may be taken out.
READING_KEPT = pgtrigger.Trigger(
    name="append_only",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    func=f"""
        IF current_setting('audit.forgetting', true) = 'on' THEN
            IF TG_OP = 'DELETE' AND OLD.occurred_at < now() - interval '1 year' THEN
                RETURN OLD;
            END IF;
            IF TG_OP = 'UPDATE' AND NEW.words IN (OLD.words, '(gewist)') AND NEW.reason IN (OLD.reason, '(gewist)')
                AND to_jsonb(NEW) - 'words' - 'reason' = to_jsonb(OLD) - 'words' - 'reason' THEN
                RETURN NEW;
            END IF;
        END IF;
        {refuse("append_only", "Wie keek, blijft staan: minstens een jaar, en onveranderd.")}
    """,
)


class ReadingQuerySet(models.QuerySet["Reading"]):
    def about(self, target: models.Model) -> "ReadingQuerySet":
        """Every time that somebody looked at one thing, last time first."""
        return self.filter(target_type=target._meta.label_lower, target_id=str(target.pk))


class Reading(models.Model):
    """One time that one person looked at data about people. Never changed; removed only when its term is over.

    What was changed stands in AuditEvent; this says who *saw* it.
    """

    PERSONAL: ClassVar = {"user_name", "words", "reason"}

    occurred_at = models.DateTimeField("wanneer", db_index=True)
    page = models.CharField("wat", max_length=60)
    target_type = models.CharField("soort", max_length=60)
    target_id = models.CharField("nummer", max_length=64)
    user_id = models.BigIntegerField("gebruikersnummer", editable=False)
    user_name = models.CharField("wie", max_length=200)
    organisation_id = models.BigIntegerField("organisatienummer", null=True, editable=False)
    organisation_name = models.CharField("voor", max_length=200)
    # Of a search only: what was typed, and how many it found.
    words = models.CharField("gezocht op", max_length=100, blank=True, default="", db_default="")
    hits = models.PositiveIntegerField("gevonden", null=True, blank=True)
    # Of a number that is masked everywhere else and was shown in full: why.
    reason = models.CharField("waarom getoond", max_length=250, blank=True, default="", db_default="")

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = "inzage"
        verbose_name_plural = "inzages"
        ordering = ("-occurred_at", "-id")
        indexes = (
            models.Index(fields=["target_type", "target_id", "-occurred_at"], name="audit_reading_target"),
        )
        constraints = (
            CheckConstraint(
                condition=Q(words="", hits__isnull=True) | (~Q(words="") & Q(hits__isnull=False)),
                name="reading_words_and_hits",
                violation_error_message="Wat gezocht werd en hoeveel er gevonden werd, horen samen.",
            ),
        )
        triggers = (READING_KEPT,)

    def __str__(self) -> str:
        return f"{self.user_name}: {self.page} {self.target_type} {self.target_id}"
