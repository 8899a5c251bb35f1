"""Notification: what people were told, on screen and by mail. Written with the change, delivered later."""

import uuid
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.mail_days import begin_of_day, begin_of_week
from accounts.models import Membership, Organisation
from audit.constraints import all_or_none
from notifications.kinds import How, NoticeKind

MAX_ATTEMPTS = 8
UNDO_MINUTES = 10  # within which who marked something as read can take that back


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visible_to(self, by: Membership | None) -> "NotificationQuerySet":
        """What was said to the organisation that one acts for, or in it to oneself alone."""
        if by is None:
            return self.none()
        return self.of(by.user, by.organisation)

    def of(self, user: Any, organisation: Any) -> "NotificationQuerySet":
        return self.filter(Q(user__isnull=True) | Q(user=user), organisation=organisation, address="")

    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at__isnull=True)

    def to_mail(self) -> "NotificationQuerySet":
        """Rows whose mail is due: not sent, not given up."""
        return self.filter(
            mailed_at__isnull=True, attempts__lt=MAX_ATTEMPTS, next_attempt_at__lte=timezone.now()
        ).order_by("next_attempt_at", "pk")


def unread_of_hat() -> Coalesce:
    """Of memberships: how many notices that are visible to it nobody read yet."""
    unread = Notification.objects.of(OuterRef("user"), OuterRef("organisation")).unread().order_by()
    return Coalesce(Subquery(unread.values("organisation").annotate(number=Count("pk")).values("number")), 0)


class Notification(models.Model):
    """One message to one organisation, or to one person about it."""

    PERSONAL: ClassVar = {"address", "subject", "body"}  # the contact person of an offer may be named
    WRITTEN: ClassVar = {"url"}
    Kind = NoticeKind

    kind = models.CharField(
        "soort", max_length=8, choices=NoticeKind, default=NoticeKind.OTHER, db_default=NoticeKind.OTHER
    )
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
            models.Index(
                fields=["organisation", "kind"], condition=Q(read_at__isnull=True), name="notification_unread"
            ),
        )
        constraints = (
            all_or_none("read_at", "read_by", name="notification_read_at_and_by"),
            models.CheckConstraint(
                condition=Q(kind__in=NoticeKind.values),
                name="notification_kind_known",
                violation_error_message="Deze soort bericht bestaat niet.",
            ),
            models.CheckConstraint(
                condition=Q(address="") | Q(user__isnull=True),
                name="notification_to_one_person",
                violation_error_message="Een bericht gaat naar een gebruiker of naar een adres.",
            ),
        )

    def __str__(self) -> str:
        return self.subject


class NoticeChoiceQuerySet(models.QuerySet["NoticeChoice"]):
    def visible_to(self, by: Membership | None) -> "NoticeChoiceQuerySet":
        return self.none() if by is None else self.filter(membership=by)

    def due(self, *, now: datetime) -> "NoticeChoiceQuerySet":
        """Digests of which the day began after the last one: each day, or on Monday."""
        return self.filter(
            Q(how=How.DAILY, told_until__lt=begin_of_day(now))
            | Q(how=How.WEEKLY, told_until__lt=begin_of_week(now))
        )


class NoticeChoice(models.Model):
    """How somebody, in one hat, is told of one kind of notice; without a row at once by mail."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    membership = models.ForeignKey(
        Membership, models.CASCADE, related_name="notice_choices", verbose_name="van wie"
    )
    kind = models.CharField("soort", max_length=8, choices=NoticeKind)
    how = models.CharField("hoe", max_length=8, choices=How)
    told_until = models.DateTimeField("verteld tot", null=True, blank=True)  # by the last digest

    objects = NoticeChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = "keuze voor berichten"
        verbose_name_plural = "keuzes voor berichten"
        ordering = ("membership", "kind")
        indexes = (
            models.Index(
                fields=["told_until"], condition=Q(how__in=["daily", "weekly"]), name="notice_choice_digest"
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["membership", "kind"],
                name="notice_choice_once",
                violation_error_message="Voor deze soort is al gekozen.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=NoticeKind.values, how__in=How.values) & ~Q(how="at_once"),
                name="notice_choice_known",
                violation_error_message="Deze keuze bestaat niet.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="access") & ~Q(kind="people", how__in=["weekly", "screen"]),
                name="notice_choice_allowed",
                violation_error_message="Deze berichten kunt u niet uitstellen.",
            ),
            models.CheckConstraint(
                condition=Q(how__in=["daily", "weekly"], told_until__isnull=False)
                | Q(how="screen", told_until__isnull=True),
                name="notice_choice_digest_dated",
                violation_error_message="Een overzicht begint op een tijdstip.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_how_display()}"
