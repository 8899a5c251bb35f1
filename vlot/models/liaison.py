"""Liaison: the contact book per domain and region, and questions that wait for an answer of a service."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils import timezone

from accounts.models import Kind, Membership
from audit.constraints import all_or_none
from municipalities.models import Province
from vlot.models.interventions import Intervention
from vlot.models.topics import Topic


class SectorContactQuerySet(models.QuerySet["SectorContact"]):
    def visible_to(self, by: Membership | None) -> Self:
        """The contact book is VLOT's and ABB's: services gave their numbers for that."""
        return self.all() if by is not None and by.is_kind(Kind.VLOT, Kind.ABB) else self.none()

    def for_call(self, intervention: Intervention) -> Self:
        """In use, for the province of the call or for all of Flanders; those of its own topic first."""
        province = intervention.municipality.province_id if intervention.municipality else None
        mine = models.Case(models.When(domain=intervention.topic_id, then=0), default=1)
        near = self.filter(Q(province__isnull=True) | Q(province=province), retired_at__isnull=True)
        return near.select_related("domain").order_by(mine, "domain__position", "organisation_name")


class SectorContact(models.Model):
    """A service that helps in one domain, in one province or everywhere: a function at an organisation."""

    PERSONAL: ClassVar = {"email", "phone"}
    WRITTEN: ClassVar = {"organisation_name", "function", "remark"}

    domain = models.ForeignKey(Topic, models.PROTECT, related_name="+", verbose_name="beleidsdomein")
    province = models.ForeignKey(
        Province,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="provincie",
        help_text="Leeg voor heel Vlaanderen.",
    )
    organisation_name = models.CharField("dienst of organisatie", max_length=160)
    function = models.CharField("functie", max_length=120, blank=True)
    email = models.EmailField("e-mailadres", blank=True)
    phone = models.CharField("telefoon", max_length=30, blank=True)
    remark = models.CharField("waarvoor?", max_length=240, blank=True)
    retired_at = models.DateTimeField("niet meer in gebruik sinds", null=True, blank=True)
    retired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="uit gebruik genomen door",
    )

    objects = SectorContactQuerySet.as_manager()

    class Meta:
        verbose_name = "sectorcontact"
        verbose_name_plural = "sectorcontacten"
        ordering = ("domain__position", "organisation_name", "pk")
        constraints = (
            CheckConstraint(
                condition=~Q(email="", phone=""),
                name="sectorcontact_reachable",
                violation_error_message="Vul een e-mailadres of een telefoonnummer in.",
            ),
            all_or_none("retired_at", "retired_by", name="sectorcontact_retired_at_and_by"),
        )

    def __str__(self) -> str:
        return f"{self.organisation_name} ({self.domain.name})"


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visible_to(self, by: Membership | None) -> Self:
        """With the case, for VLOT and ABB."""
        if by is None or not by.is_kind(Kind.VLOT, Kind.ABB):
            return self.none()
        return self.filter(intervention__in=Intervention.objects.visible_to(by))

    def waiting(self) -> Self:
        """Without an answer yet, the longest overdue first."""
        return self.filter(answered_at__isnull=True).order_by("due_on", "pk")


class Referral(models.Model):
    """A question of a case that was put to a service: it stays open until an answer came."""

    PERSONAL: ClassVar = {"question", "answer"}

    intervention = models.ForeignKey(
        Intervention, models.PROTECT, related_name="referrals", verbose_name="oproep"
    )
    contact = models.ForeignKey(
        SectorContact, models.PROTECT, related_name="referrals", verbose_name="sectorcontact"
    )
    question = models.TextField("wat vraagt u?")
    due_on = models.DateField("antwoord verwacht tegen")
    referred_at = models.DateTimeField("doorverwezen op", default=timezone.now)
    referred_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="doorverwezen door"
    )
    answer = models.TextField("antwoord", blank=True)
    answered_at = models.DateTimeField("beantwoord op", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="antwoord genoteerd door",
    )

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = "doorverwijzing"
        verbose_name_plural = "doorverwijzingen"
        ordering = ("-referred_at", "-pk")
        constraints = (
            CheckConstraint(
                condition=Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")
                | Q(answered_at__isnull=True, answered_by__isnull=True, answer=""),
                name="referral_answer_complete",
                violation_error_message="Een antwoord heeft een tekst, een datum en een naam.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.intervention.reference} aan {self.contact.organisation_name}"

    def is_late(self, *, on: date) -> bool:
        return self.answered_at is None and self.due_on < on
