"""What belongs to a case besides contacts: its files, who handed it to whom, what the municipality thought of it, and
what was taken out of a text."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils import timezone

from accounts.models import Kind, Membership
from documents.models import Document
from vlot.models.interventions import Intervention
from vlot.models.teams import Team


class InterventionDocumentQuerySet(models.QuerySet["InterventionDocument"]):
    def visible_to(self, by: Membership | None) -> Self:
        """With the case; a municipality only the files that are shared with it."""
        cases = Intervention.objects.visible_to(by)
        found = self.filter(intervention__in=cases)
        return found.filter(shared=True) if by is not None and by.is_kind(Kind.LOCAL_AUTHORITY) else found


class InterventionDocument(models.Model):
    """A file of a case: added by VLOT, or an attachment of a mail."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    intervention = models.ForeignKey(
        Intervention, models.PROTECT, related_name="files", verbose_name="oproep"
    )
    document = models.OneToOneField(Document, models.PROTECT, related_name="+", verbose_name="document")
    shared = models.BooleanField("ook voor de gemeente", default=False)
    added_at = models.DateTimeField("toegevoegd op", default=timezone.now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="toegevoegd door"
    )

    objects = InterventionDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "document bij een oproep"
        verbose_name_plural = "documenten bij oproepen"
        ordering = ("-added_at", "-pk")

    def __str__(self) -> str:
        return str(self.document)


class HandOver(models.Model):
    """A case went to another person or another team, with a note on where it stands."""

    PERSONAL: ClassVar = {"note"}

    intervention = models.ForeignKey(
        Intervention, models.PROTECT, related_name="hand_overs", verbose_name="oproep"
    )
    from_team = models.ForeignKey(Team, models.PROTECT, related_name="+", verbose_name="van team")
    to_team = models.ForeignKey(Team, models.PROTECT, related_name="+", verbose_name="naar team")
    from_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="van",
    )
    to_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="naar",
    )
    note = models.TextField("wat moet de volgende weten?")
    handed_at = models.DateTimeField("overgedragen op", default=timezone.now)
    handed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="overgedragen door"
    )

    class Meta:
        verbose_name = "overdracht"
        verbose_name_plural = "overdrachten"
        ordering = ("-handed_at", "-pk")
        constraints = (
            CheckConstraint(
                condition=~Q(note=""),
                name="handover_has_note",
                violation_error_message="Schrijf op wat de volgende moet weten.",
            ),
            CheckConstraint(
                condition=~Q(from_team=F("to_team"))
                | Q(to_user__isnull=False) & (Q(from_user__isnull=True) | ~Q(from_user=F("to_user"))),
                name="handover_to_another",
                violation_error_message="Kies iemand anders of een ander team.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.intervention.reference} naar {self.to_user or self.to_team}"


class Answer(models.TextChoices):
    YES = "yes", "ja"
    PARTLY = "partly", "deels"
    NO = "no", "nee"


class Satisfaction(models.Model):
    """The one question to the municipality after closing: did VLOT help you on?"""

    PERSONAL: ClassVar = {"remark"}

    intervention = models.OneToOneField(
        Intervention, models.PROTECT, related_name="satisfaction", verbose_name="oproep"
    )
    answer = models.CharField("hielp VLOT u vooruit?", max_length=8, choices=Answer)
    remark = models.TextField("wat kan beter?", blank=True)
    answered_at = models.DateTimeField("beantwoord op", default=timezone.now)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="beantwoord door"
    )

    class Meta:
        verbose_name = "tevredenheid"
        verbose_name_plural = "tevredenheid"
        ordering = ("-answered_at",)
        constraints = (
            CheckConstraint(
                condition=Q(answer__in=Answer.values),
                name="satisfaction_answer_known",
                violation_error_message="Kies ja, deels of nee.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.intervention.reference}: {self.get_answer_display()}"


class Redaction(models.Model):
    """Personal data were taken out of a text of a case; what stood there is kept nowhere."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    WRITTEN: ClassVar = {"reason"}

    class Part(models.TextChoices):
        QUESTION = "question", "de vraag"
        NOTE = "note", "het verslag"
        SHARED_NOTE = "shared_note", "het verslag voor de gemeente"

    intervention = models.ForeignKey(
        Intervention, models.PROTECT, related_name="redactions", verbose_name="oproep"
    )
    contact = models.ForeignKey(
        "vlot.Contact",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="redactions",
        verbose_name="contactmoment",
    )
    part = models.CharField("waar", max_length=11, choices=Part)
    reason = models.CharField("reden", max_length=240)
    redacted_at = models.DateTimeField("verwijderd op", default=timezone.now)
    redacted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="verwijderd door"
    )

    class Meta:
        verbose_name = "verwijderde tekst"
        verbose_name_plural = "verwijderde teksten"
        ordering = ("-redacted_at", "-pk")
        constraints = (
            CheckConstraint(
                condition=~Q(reason=""),
                name="redaction_has_reason",
                violation_error_message="Schrijf op waarom de tekst weg moet.",
            ),
            CheckConstraint(
                condition=Q(part="question", contact__isnull=True)
                | Q(part__in=["note", "shared_note"], contact__isnull=False),
                name="redaction_of_one_text",
                violation_error_message="Kies de vraag, of het verslag van een contactmoment.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.intervention.reference}: {self.get_part_display()}"


class ReceivedMailQuerySet(models.QuerySet["ReceivedMail"]):
    def visible_to(self, by: Membership | None) -> Self:
        """With the case, for VLOT and ABB; the municipality reads its question on the case."""
        if by is None or not by.is_kind(Kind.VLOT, Kind.ABB):
            return self.none()
        return self.filter(intervention__in=Intervention.objects.visible_to(by))

    def thread_of(self, ids: list[str]) -> "ReceivedMail | None":
        """The newest mail that a message with these ids (In-Reply-To and References) answers."""
        return self.filter(message_id__in=ids).order_by("-received_at", "-pk").first()


class ReceivedMail(models.Model):
    """One message to the mailbox of VLOT, kept once: the same Message-ID never makes a second row."""

    PERSONAL: ClassVar = {"sender_name", "reply_address", "subject", "body"}
    WRITTEN: ClassVar = {"message_id", "refused_files"}

    message_id = models.CharField("Message-ID", max_length=255, unique=True)
    intervention = models.ForeignKey(
        Intervention, models.PROTECT, related_name="mails", verbose_name="oproep"
    )
    sender_name = models.CharField("afzender", max_length=120)
    reply_address = models.EmailField("antwoordadres", blank=True)
    subject = models.CharField("onderwerp", max_length=250, blank=True)
    body = models.TextField("bericht", blank=True)
    refused_files = models.TextField("bijlagen die niet bewaard zijn", blank=True)
    sent_at = models.DateTimeField("verstuurd op", null=True, blank=True)
    received_at = models.DateTimeField("ontvangen op", default=timezone.now)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="ingelezen door"
    )

    objects = ReceivedMailQuerySet.as_manager()

    class Meta:
        verbose_name = "ontvangen e-mail"
        verbose_name_plural = "ontvangen e-mails"
        ordering = ("received_at", "pk")
        constraints = (
            CheckConstraint(
                condition=~Q(message_id=""),
                name="receivedmail_has_id",
                violation_error_message="Een e-mail heeft een kenmerk.",
            ),
        )

    def __str__(self) -> str:
        return self.subject or "(geen onderwerp)"
