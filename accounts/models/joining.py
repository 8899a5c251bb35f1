"""JoinRequest: someone asks to act for an organisation that is here already."""

from typing import ClassVar, Self

import pghistory
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from accounts.models.memberships import Membership
from accounts.models.people import Kind, Organisation, User
from audit.constraints import all_or_none, filled_when, known_status


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    def visible_to(self, by: Membership | None) -> Self:
        """What the reader decides about: the local administrator for his own organisation, and ABB where nobody does
        it because the organisation has no administrator (any more)."""
        if by is None:
            return self.none()
        managers = Membership.objects.open().filter(role=Membership.Role.MANAGER)
        own = Q(organisation=by.organisation) if by.role == Membership.Role.MANAGER else Q(pk__in=[])
        if by.is_kind(Kind.ABB) and by.may_write:
            return self.filter(own | ~Q(organisation__in=managers.values("organisation")))
        return self.filter(own)

    def to_decide(self) -> Self:
        return self.filter(status=JoinRequest.Status.ASKED)


@pghistory.track()
class JoinRequest(models.Model):
    """Someone who signed in asks to act for an organisation that is here already; its administrator decides."""

    PERSONAL: ClassVar = {"message", "explanation"}

    class Status(models.TextChoices):
        ASKED = "asked", "gevraagd"
        ACCEPTED = "accepted", "toegang gegeven"
        DECLINED = "declined", "geweigerd"

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.ASKED: {Status.ACCEPTED, Status.DECLINED},
        Status.ACCEPTED: set(),
        Status.DECLINED: set(),
    }
    WAITS_FOR: ClassVar[dict[str, str | None]] = {
        Status.ASKED: "manager",
        Status.ACCEPTED: None,
        Status.DECLINED: None,
    }

    user = models.ForeignKey(User, models.PROTECT, related_name="join_requests", verbose_name="wie")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="join_requests", verbose_name="organisatie"
    )
    message = models.TextField("boodschap voor de beheerder", max_length=600, blank=True)
    status = models.CharField("toestand", max_length=8, choices=Status, default=Status.ASKED)
    # The status about which people were last told: `notifications` reads it, since only it can send mail.
    told_status = models.CharField(max_length=8, choices=Status, blank=True, editable=False)
    asked_at = models.DateTimeField("gevraagd op", default=timezone.now)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="gevraagd door")
    decided_at = models.DateTimeField("beslist op", null=True, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="beslist door"
    )
    explanation = models.CharField("reden van weigering", max_length=300, blank=True)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "vraag om toegang"
        verbose_name_plural = "vragen om toegang"
        ordering = ("asked_at", "pk")
        constraints = (
            known_status(["asked", "accepted", "declined"], name="joinrequest_status_known"),
            all_or_none("decided_at", "decided_by", name="joinrequest_decided_at_and_by"),
            filled_when(
                statuses=["accepted", "declined"],
                fields=["decided_at"],
                name="joinrequest_decided",
                message="Een beslissing heeft een datum en iemand die beslist.",
            ),
            filled_when(
                statuses=["declined"],
                fields=[],
                texts=["explanation"],
                name="joinrequest_declined_with_reason",
                message="Schrijf op waarom u geen toegang geeft.",
            ),
            UniqueConstraint(
                fields=["user", "organisation"],
                condition=Q(status="asked"),
                name="joinrequest_one_open",
                violation_error_message="U hebt al toegang gevraagd. De beheerder krijgt uw vraag maar één keer.",
            ),
            CheckConstraint(
                condition=~Q(status="accepted") | ~Q(decided_by=F("user")),
                name="joinrequest_not_by_oneself",
                violation_error_message="Niemand geeft zichzelf toegang.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} voor {self.organisation}"
