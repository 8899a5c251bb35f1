"""The conversation about an offer, between its provider and the municipality that decides."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, DateField, ExpressionWrapper, Q, UniqueConstraint, Value
from django.db.models.functions import TruncDate
from django.utils import timezone

from accounts.models import Membership, Organisation
from audit.constraints import all_or_none
from housing.models.offers import Offer

# Days from the day on which the answer is asked: two days before it, the day after, and two weeks in a row.
REMINDERS: Sequence[int] = (-2, 1, 8, 15)
LATEST_ANSWER = timedelta(days=60)  # after the day of asking


class OfferMessageQuerySet(models.QuerySet["OfferMessage"]):
    def visible_to(self, by: Membership | None) -> Self:
        return self.filter(offer__in=Offer.objects.visible_to(by))

    def open_questions(self) -> Self:
        """Questions that still wait for their answer, of offers that wait for it too."""
        return self.filter(
            due_on__isnull=False, answered_at__isnull=True, offer__status=Offer.Status.INFO_REQUESTED
        )

    def open_question(self, offer: Offer) -> "OfferMessage | None":
        """The question that this offer waits for. No query while it waits for none."""
        if offer.status != Offer.Status.INFO_REQUESTED:
            return None
        return self.open_questions().filter(offer=offer).first()


@pghistory.track()
class OfferMessage(models.Model):
    """One thing that was said about an offer. With `due_on` it is a question, and the offer waits for the answer."""

    PERSONAL: ClassVar = {"text"}

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="messages", verbose_name="aanbod")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="organisatie"
    )
    text = models.TextField("bericht")
    sent_at = models.DateTimeField("verstuurd op", default=timezone.now)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="verstuurd door"
    )
    due_on = models.DateField("antwoord gevraagd tegen", null=True, blank=True)
    answered_at = models.DateTimeField("beantwoord op", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="beantwoord door",
    )
    reminded_on = models.DateField("laatst herinnerd op", null=True, blank=True)

    objects = OfferMessageQuerySet.as_manager()

    class Meta:
        verbose_name = "bericht over een aanbod"
        verbose_name_plural = "berichten over aanbod"
        ordering = ("sent_at", "pk")
        constraints = (
            CheckConstraint(
                condition=~Q(text=""),
                name="offer_message_said",
                violation_error_message="Schrijf een bericht.",
            ),
            all_or_none("answered_at", "answered_by", name="offer_message_answered_at_and_by"),
            CheckConstraint(
                condition=Q(due_on__isnull=False) | Q(answered_at__isnull=True, reminded_on__isnull=True),
                name="offer_message_question_answered",
                violation_error_message="Alleen een vraag krijgt een antwoord, en een herinnering.",
            ),
            CheckConstraint(
                condition=Q(due_on__isnull=True)
                | Q(
                    due_on__gt=TruncDate("sent_at"),
                    due_on__lte=ExpressionWrapper(
                        TruncDate("sent_at") + Value(LATEST_ANSWER), output_field=DateField()
                    ),
                ),
                name="offer_message_due_within_reach",
                violation_error_message="Kies voor het antwoord een dag na vandaag, ten laatste 60 dagen later.",
            ),
            UniqueConstraint(
                fields=["offer"],
                condition=Q(due_on__isnull=False, answered_at__isnull=True),
                name="offer_message_one_open_question",
                violation_error_message="Er staat al een vraag open over dit aanbod.",
            ),
        )

    def __str__(self) -> str:
        return self.text

    def overdue(self, *, on: date) -> bool:
        """A question without an answer, after the day on which it was asked for."""
        return self.due_on is not None and self.answered_at is None and on > self.due_on

    def wants_reminder(self, *, on: date) -> bool:
        """Whether a moment to remind of this open question has come since the last reminder, or since it was asked."""
        if self.due_on is None or self.answered_at is not None:
            return False
        last = self.reminded_on or timezone.localdate(self.sent_at)
        return any(last < self.due_on + timedelta(days=days) <= on for days in REMINDERS)
