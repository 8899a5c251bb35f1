"""Notification: what people were told, on screen and by mail. Written with the change, delivered later."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Membership, Organisation
from audit.constraints import all_or_none

MAX_ATTEMPTS = 8


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visible_to(self, by: Membership | None) -> "NotificationQuerySet":
        """What was said to the organisation that one acts for, or in it to oneself alone."""
        if by is None:
            return self.none()
        return self.filter(Q(user__isnull=True) | Q(user=by.user), organisation=by.organisation, address="")

    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at__isnull=True)

    def to_mail(self) -> "NotificationQuerySet":
        """Rows whose mail is due: not sent, not given up."""
        return self.filter(
            mailed_at__isnull=True, attempts__lt=MAX_ATTEMPTS, next_attempt_at__lte=timezone.now()
        ).order_by("next_attempt_at", "pk")


class Notification(models.Model):
    """One message to one organisation, or to one person about it."""

    PERSONAL: ClassVar = {"address", "subject", "body"}  # the contact person of an offer may be named
    WRITTEN: ClassVar = {"url"}

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="notifications", verbose_name="aan"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="alleen voor",
    )
    # Somebody who has no account yet: then the row is only a mail, and stands in nobody's inbox.
    address = models.EmailField("alleen naar", blank=True)
    subject = models.CharField("onderwerp", max_length=160)
    body = models.TextField("bericht")
    url = models.CharField("pagina", max_length=200, blank=True)
    created_at = models.DateTimeField("gemaakt", default=timezone.now)
    read_at = models.DateTimeField("gelezen", null=True, blank=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="gelezen door",
    )
    mailed_at = models.DateTimeField("gemaild", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("pogingen", default=0)
    next_attempt_at = models.DateTimeField("volgende poging", default=timezone.now)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = "bericht"
        verbose_name_plural = "berichten"
        ordering = ("-created_at", "-pk")
        indexes = (
            models.Index(fields=["organisation", "-created_at"], name="notification_inbox"),
            models.Index(
                fields=["next_attempt_at"], condition=Q(mailed_at__isnull=True), name="notification_outbox"
            ),
        )
        constraints = (
            all_or_none("read_at", "read_by", name="notification_read_at_and_by"),
            models.CheckConstraint(
                condition=Q(address="") | Q(user__isnull=True),
                name="notification_to_one_person",
                violation_error_message="Een bericht gaat naar een gebruiker of naar een adres.",
            ),
        )

    def __str__(self) -> str:
        return self.subject
