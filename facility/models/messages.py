"""The conversation on a request, instead of mails."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils import timezone

from accounts.models import Membership, Organisation
from documents.models import Document
from facility.models.orders import person
from facility.models.requests import SupportRequest


class SupportMessageQuerySet(models.QuerySet["SupportMessage"]):
    def visible_to(self, by: Membership | None) -> Self:
        """As the request that it is about."""
        return self.filter(support_request__in=SupportRequest.objects.visible_to(by))


class SupportMessage(models.Model):
    """One message on a request, from the local government or from Het Facilitair Bedrijf, with files."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    WRITTEN: ClassVar = {"text"}

    support_request = models.ForeignKey(
        SupportRequest, models.CASCADE, related_name="conversation", verbose_name="aanvraag"
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="van")
    text = models.TextField("bericht")
    documents = models.ManyToManyField(Document, blank=True, related_name="+", verbose_name="bijlagen")
    sent_at = models.DateTimeField("geschreven op", default=timezone.now)
    sent_by = person("geschreven door")

    objects = SupportMessageQuerySet.as_manager()

    class Meta:
        verbose_name = "bericht over een aanvraag"
        verbose_name_plural = "berichten over aanvragen"
        ordering = ("support_request", "sent_at", "pk")
        constraints = (
            CheckConstraint(
                condition=~Q(text=""),
                name="support_message_not_empty",
                violation_error_message="Schrijf een bericht.",
            ),
        )

    def __str__(self) -> str:
        return f"bericht van {self.organisation}"
