"""Membership, the hat that a user wears: for which organisation, in which role, from when until when."""

from datetime import date
from typing import ClassVar, Self

import pghistory
import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from accounts.models.people import Kind, Organisation, User
from audit.constraints import refuse
from audit.days import day_before


def in_force(on: date | None = None) -> Q:
    """Of memberships, today or on another day: not ended by anybody, and the day on which they stop by themselves is
    not there yet."""
    today = on or timezone.localdate()
    return (
        Q(ended_at__isnull=True)
        & (Q(ends_on__isnull=True) | Q(ends_on__gt=today))
        & (Q(lapses_on__isnull=True) | Q(lapses_on__gt=today))
    )


class MembershipQuerySet(models.QuerySet["Membership"]):
    def visible_to(self, by: "Membership | None") -> Self:
        """Those of the organisation that one acts for."""
        return self.none() if by is None else self.filter(organisation=by.organisation)

    def open(self, *, on: date | None = None) -> Self:
        """Memberships in force today, or on another day: begun, not ended, their period not over, of a user who may
        sign in."""
        return self.filter(in_force(on), user__is_active=True)

    def standing(self) -> Self:
        """Memberships that nobody ended, also those whose day has come: the list that an administrator keeps."""
        return self.filter(ended_at__isnull=True, user__is_active=True)

    def to_confirm(self) -> Self:
        """Those that a yearly review is about: not ended, and their period not over. Also who lapsed, for he can be
        confirmed after all. What ACM/IDM gave is asked there at each sign-in, and not here."""
        today = timezone.localdate()
        return (
            self.standing()
            .filter(source=Membership.Source.PORTAL)
            .filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today))
        )

    def managers_of(self, organisation: Organisation) -> Self:
        return self.open().filter(organisation=organisation, role=Membership.Role.MANAGER)

    def at_work(self) -> Self:
        """Memberships in force of people who do the work: all but the data-protection officer."""
        return self.open().exclude(role=Membership.Role.DATA_PROTECTION)

    def hats_of(self, user: User, *, on: date | None = None) -> Self:
        """The hats that a user can wear, with what each page needs of them, in a fixed order."""
        return (
            self.open(on=on)
            .filter(user=user)
            .select_related("user", "organisation__municipality__province", "organisation__province")
            .order_by("organisation__name", "pk")
        )


OFFICER_ELSEWHERE = "Alleen een lokaal bestuur heeft een functionaris gegevensbescherming."
OFFICER_OF_A_LOCAL_GOVERNMENT = pgtrigger.Trigger(
    name="officer_of_a_local_government",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("role", "organisation_id"),
    condition=pgtrigger.Q(new__role="privacy"),
    func=f"""
        IF NOT EXISTS (
            SELECT 1 FROM accounts_organisation
            WHERE id = NEW.organisation_id AND kind = '{Kind.LOCAL_AUTHORITY.value}'
        ) THEN
            {refuse("officer_of_a_local_government", OFFICER_ELSEWHERE)}
        END IF;
        RETURN NEW;
    """,  # noqa: S608  nothing of it comes from outside
)


LAST_MANAGER = "Een organisatie houdt een lokale beheerder zonder einddatum. Geef eerst een collega die rol."
# What ACM/IDM gave or took over it takes away, also from the last one. Locks the organisation, so that of two managers
# who leave at the same moment the second sees that the first is gone.
LAST_MANAGER_STAYS = pgtrigger.Trigger(
    name="last_manager_stays",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("role", "ended_at", "ends_on"),
    condition=pgtrigger.Q(old__role="manager", old__ended_at__isnull=True, old__ends_on__isnull=True),
    func=f"""
        IF NEW.ended_at IS NOT NULL AND (NEW.ended_by_id <> NEW.user_id OR NEW.source = 'acm_idm') THEN
            RETURN NEW;
        END IF;
        IF NEW.ended_at IS NULL AND NEW.role = 'manager' AND NEW.ends_on IS NULL THEN
            RETURN NEW;
        END IF;
        PERFORM 1 FROM accounts_organisation WHERE id = OLD.organisation_id FOR NO KEY UPDATE;
        IF NOT EXISTS (
            SELECT 1 FROM accounts_membership other JOIN accounts_user ON accounts_user.id = other.user_id
            WHERE other.organisation_id = OLD.organisation_id AND other.id <> OLD.id AND other.role = 'manager'
                AND other.ended_at IS NULL AND other.ends_on IS NULL AND accounts_user.is_active
        ) THEN
            {refuse("last_manager_stays", LAST_MANAGER)}
        END IF;
        RETURN NEW;
    """,  # noqa: S608  nothing of it comes from outside
)


@pghistory.track(exclude=["last_used_on"])
class Membership(models.Model):
    """This person, for this organisation, in this role: the actor of everything that happens."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    class Role(models.TextChoices):
        MANAGER = "manager", "lokale beheerder"
        STAFF = "staff", "medewerker"
        READER = "reader", "lezer"
        DATA_PROTECTION = "privacy", "functionaris gegevensbescherming"

    class Source(models.TextChoices):
        PORTAL = "portal", "het portaal"
        ACM_IDM = "acm_idm", "ACM/IDM"

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name="gebruiker")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="memberships", verbose_name="organisatie"
    )
    role = models.CharField("rol", max_length=10, choices=Role, default=Role.STAFF)
    source = models.CharField("gegeven door", max_length=10, choices=Source, default=Source.PORTAL)
    started_at = models.DateTimeField("begonnen", default=timezone.now)
    started_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="toegekend door"
    )
    ended_at = models.DateTimeField("beëindigd", null=True, blank=True)
    ended_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="beëindigd door"
    )

    # What time decides: both are the first day on which the role does not work any more.
    ends_on = models.DateField(
        "eindigt op", null=True, blank=True, help_text="De eerste dag waarop de rol niet meer werkt."
    )
    lapses_on = models.DateField("vervalt op, tenzij bevestigd", null=True, blank=True, editable=False)
    confirmed_on = models.DateField("laatst bevestigd op", default=timezone.localdate)
    last_used_on = models.DateField("laatst gebruikt op", null=True, blank=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "rol"
        verbose_name_plural = "rollen"
        ordering = ("organisation", "user")
        constraints = (
            UniqueConstraint(
                fields=["user", "organisation"],
                condition=Q(ended_at__isnull=True),
                name="membership_one_open",
                violation_error_message="Deze persoon heeft al een rol in deze organisatie.",
            ),
            CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
                name="membership_ends_after_start",
                violation_error_message="Een rol kan niet eindigen voor ze begint.",
            ),
            CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="membership_ended_at_and_by",
                violation_error_message="Wie en wanneer horen samen.",
            ),
            CheckConstraint(
                condition=Q(role__in=["manager", "staff", "reader", "privacy"]),
                name="membership_role_known",
                violation_error_message="Deze rol bestaat niet.",
            ),
            CheckConstraint(
                condition=Q(source__in=["portal", "acm_idm"]),
                name="membership_source_known",
                violation_error_message="Een rol komt van het portaal of van ACM/IDM.",
            ),
            CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("started_at__date")),
                name="membership_period_not_empty",
                violation_error_message="Een rol duurt ten minste één dag.",
            ),
            CheckConstraint(
                condition=Q(lapses_on__isnull=True) | ~Q(role="manager"),
                name="membership_manager_does_not_lapse",
                violation_error_message="De rol van een lokale beheerder vervalt niet: hij bevestigt die van anderen.",
            ),
        )
        triggers = (OFFICER_OF_A_LOCAL_GOVERNMENT, LAST_MANAGER_STAYS)

    def __str__(self) -> str:
        return f"{self.user} ({self.organisation})"

    def clean(self) -> None:
        super().clean()
        if self.is_data_protection_officer and self.organisation.kind != Kind.LOCAL_AUTHORITY:
            raise ValidationError({"role": OFFICER_ELSEWHERE})

    def is_kind(self, *kinds: str) -> bool:
        """Whether he does the work of such an organisation. A data-protection officer does the work of none: he looks
        at who looked, so that every rule and list that asks the kind is closed to him."""
        return self.organisation.kind in kinds and not self.is_data_protection_officer

    @property
    def is_data_protection_officer(self) -> bool:
        return self.role == self.Role.DATA_PROTECTION

    @property
    def may_write(self) -> bool:
        return self.role not in (self.Role.READER, self.Role.DATA_PROTECTION)

    @property
    def stops_on(self) -> date | None:
        """The first day on which it does not work any more by itself, when there is one."""
        return min((day for day in (self.ends_on, self.lapses_on) if day is not None), default=None)

    @property
    def last_day(self) -> date | None:
        """The last day of the period, as people say it."""
        return day_before(self.ends_on)

    @property
    def is_over(self) -> bool:
        """Nobody ended it, but its day has come."""
        return self.stops_on is not None and self.stops_on <= timezone.localdate()
