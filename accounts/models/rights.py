"""How rights come and stay: an Invitation by mail, and the RightsReview of an organisation once a year."""

from datetime import date
from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from accounts.models.memberships import Membership
from accounts.models.people import Organisation, User
from audit.constraints import all_or_none, filled_when, known_status
from audit.days import day_before

SALT = "accounts.invitation"  # a link for this purpose opens nothing else


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, by: Membership | None) -> Self:
        """The local administrator sees those of his own organisation."""
        if by is None or by.role != Membership.Role.MANAGER:
            return self.none()
        return self.filter(organisation=by.organisation)

    def sent(self) -> Self:
        return self.filter(status=Invitation.Status.SENT)

    def behind(self, token: str) -> "Invitation | None":
        """The invitation that a link was signed for, in whatever state; None when the link is forged."""
        try:
            pk = signing.loads(token, salt=SALT)
        except signing.BadSignature:
            return None
        return (
            self.filter(pk=pk)
            .select_related("organisation__municipality", "invited_by", "accepted_by")
            .first()
        )


@pghistory.track()
class Invitation(models.Model):
    """A mail to one address: who accepts it there gets this role in this organisation."""

    PERSONAL: ClassVar = {"email"}

    class Status(models.TextChoices):
        SENT = "sent", "verstuurd"
        ACCEPTED = "accepted", "aanvaard"
        WITHDRAWN = "withdrawn", "ingetrokken"

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.SENT: {Status.ACCEPTED, Status.WITHDRAWN},
        Status.ACCEPTED: set(),
        Status.WITHDRAWN: set(),
    }
    WAITS_FOR: ClassVar[dict[str, str | None]] = {
        Status.SENT: "manager",
        Status.ACCEPTED: None,
        Status.WITHDRAWN: None,
    }

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="invitations", verbose_name="organisatie"
    )
    email = models.EmailField("e-mailadres", max_length=254)
    role = models.CharField("rol", max_length=10, choices=Membership.Role)
    ends_on = models.DateField("rol eindigt op", null=True, blank=True)
    status = models.CharField("toestand", max_length=9, choices=Status, default=Status.SENT)
    # The status about which people were last told: `notifications` reads it, since only it can send mail.
    told_status = models.CharField(max_length=9, choices=Status, blank=True, editable=False)
    invited_at = models.DateTimeField("uitgenodigd op", default=timezone.now)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="uitgenodigd door")
    expires_on = models.DateField("link vervalt op")
    accepted_at = models.DateTimeField("aanvaard op", null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="aanvaard door"
    )
    withdrawn_at = models.DateTimeField("ingetrokken op", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ingetrokken door"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "uitnodiging"
        verbose_name_plural = "uitnodigingen"
        ordering = ("-invited_at", "-pk")
        constraints = (
            known_status(["sent", "accepted", "withdrawn"], name="invitation_status_known"),
            CheckConstraint(
                condition=Q(role__in=["manager", "staff", "reader", "privacy"]),
                name="invitation_role_known",
                violation_error_message="Deze rol bestaat niet.",
            ),
            all_or_none("accepted_at", "accepted_by", name="invitation_accepted_at_and_by"),
            all_or_none("withdrawn_at", "withdrawn_by", name="invitation_withdrawn_at_and_by"),
            filled_when(statuses=["accepted"], fields=["accepted_at"], name="invitation_accepted"),
            filled_when(statuses=["withdrawn"], fields=["withdrawn_at"], name="invitation_withdrawn"),
            CheckConstraint(
                condition=~Q(accepted_by=F("invited_by")) | Q(accepted_by__isnull=True),
                name="invitation_not_by_oneself",
                violation_error_message="Niemand geeft zichzelf toegang.",
            ),
            UniqueConstraint(
                "organisation",
                Lower("email"),
                condition=Q(status="sent"),
                name="invitation_one_open",
                violation_error_message="Deze persoon heeft al een uitnodiging die nog openstaat.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.email} voor {self.organisation}"

    def is_open(self, *, on: date) -> bool:
        """Whether it can still be accepted on that day."""
        return self.status == self.Status.SENT and on < self.expires_on

    @property
    def last_day(self) -> date | None:
        """The last day of the role, as people say it."""
        return day_before(self.ends_on)

    def link(self) -> str:
        """The signed path of the page on which it is accepted; opening it accepts nothing (docs/adr/0014)."""
        return reverse("accounts:invitation_open", args=[signing.dumps(self.pk, salt=SALT)])


class RightsReviewQuerySet(models.QuerySet["RightsReview"]):
    def waiting_for(self, by: Membership | None) -> Self:
        """What this hat has to confirm: the open review of his own organisation, if he is its administrator."""
        if by is None or by.role != Membership.Role.MANAGER:
            return self.none()
        return self.filter(organisation=by.organisation, confirmed_at__isnull=True)


@pghistory.track()
class RightsReview(models.Model):
    """An organisation is asked who still needs access; who is not confirmed by `lapses_on` stops working then."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"told"}

    class Told(models.TextChoices):
        NOTHING = "", "nog niets"
        ASKED = "asked", "gevraagd"
        REMINDED = "reminded", "herinnerd"
        LAPSED = "lapsed", "vervallen"

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="rights_reviews", verbose_name="organisatie"
    )
    asked_on = models.DateField("gevraagd op", default=timezone.localdate)
    lapses_on = models.DateField("rollen vervallen op")
    told = models.CharField(max_length=8, blank=True, editable=False)
    confirmed_at = models.DateTimeField("bevestigd op", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bevestigd door"
    )

    objects = RightsReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "jaarlijkse controle van rollen"
        verbose_name_plural = "jaarlijkse controles van rollen"
        ordering = ("-asked_on", "-pk")
        constraints = (
            all_or_none("confirmed_at", "confirmed_by", name="rightsreview_confirmed_at_and_by"),
            CheckConstraint(
                condition=Q(lapses_on__gt=F("asked_on")),
                name="rightsreview_leaves_time",
                violation_error_message="Er is ten minste één dag om te bevestigen.",
            ),
            CheckConstraint(
                condition=Q(told__in=["", "asked", "reminded", "lapsed"]),
                name="rightsreview_told_known",
                violation_error_message="Deze stap bestaat niet.",
            ),
            UniqueConstraint(
                fields=["organisation"],
                condition=Q(confirmed_at__isnull=True),
                name="rightsreview_one_open",
                violation_error_message="Deze organisatie heeft al een controle die openstaat.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation}, {self.asked_on:%d/%m/%Y}"

    def to_tell(self, *, on: date) -> Told:
        """The last thing that people should have been told about by that day."""
        days = (self.lapses_on - on).days
        if days <= 0:
            return self.Told.LAPSED
        return self.Told.REMINDED if days <= settings.RIGHTS_REMINDER_DAYS else self.Told.ASKED
