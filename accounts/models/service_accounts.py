"""ServiceAccount: a system of an organisation that asks the portal something, with a key of its own."""

from datetime import date
from typing import ClassVar, Self

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils import timezone

from accounts.models.memberships import Membership
from accounts.models.people import Organisation, User
from audit.constraints import all_or_none


class ServiceAccountQuerySet(models.QuerySet["ServiceAccount"]):
    def visible_to(self, by: Membership | None) -> Self:
        """The local administrator sees those of his own organisation."""
        if by is None or by.role != Membership.Role.MANAGER:
            return self.none()
        return self.filter(organisation=by.organisation)

    def open(self, *, on: date) -> Self:
        return self.filter(ended_at__isnull=True, ends_on__gt=on)


@pghistory.track(exclude=["key_hash", "last_used_on"])
class ServiceAccount(models.Model):
    """What the key is for, what may be asked with it, and until when. The key itself is kept nowhere."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    WRITTEN: ClassVar = {"name", "purpose", "key_hash"}
    PLAIN: ClassVar = {"key_id"}

    class Scope(models.TextChoices):
        SUPPLY_READ = "supply_read", "aanbod en locaties van de organisatie lezen"
        SUPPLY_WRITE = "supply_write", "aanbod van de organisatie indienen en bijwerken"
        FIGURES_READ = "figures_read", "cijfers over capaciteit en spreiding lezen"

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="service_accounts", verbose_name="organisatie"
    )
    name = models.CharField("naam van het systeem", max_length=80)
    purpose = models.CharField("waarvoor", max_length=300)
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope), verbose_name="mag")
    key_id = models.CharField("kenmerk van de sleutel", max_length=12, unique=True, editable=False)
    key_hash = models.CharField(max_length=64, editable=False)
    ends_on = models.DateField("eindigt op", help_text="De eerste dag waarop de sleutel niet meer werkt.")
    created_at = models.DateTimeField("gemaakt op", default=timezone.now)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="gemaakt door")
    last_used_on = models.DateField("laatst gebruikt op", null=True, blank=True, editable=False)
    ended_at = models.DateTimeField("beëindigd op", null=True, blank=True)
    ended_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="beëindigd door"
    )

    objects = ServiceAccountQuerySet.as_manager()

    class Meta:
        verbose_name = "toegang voor een systeem"
        verbose_name_plural = "toegangen voor systemen"
        ordering = ("organisation", "name", "pk")
        constraints = (
            all_or_none("ended_at", "ended_by", name="serviceaccount_ended_at_and_by"),
            CheckConstraint(
                condition=~Q(name="") & ~Q(purpose=""),
                name="serviceaccount_says_what_for",
                violation_error_message="Geef het systeem een naam, en schrijf op waarvoor het de sleutel gebruikt.",
            ),
            CheckConstraint(
                condition=Q(scopes__len__gt=0)
                & Q(scopes__contained_by=["supply_read", "supply_write", "figures_read"]),
                name="serviceaccount_scopes_known",
                violation_error_message="Kies ten minste één ding dat het systeem mag.",
            ),
            CheckConstraint(
                condition=Q(ends_on__gt=F("created_at__date")),
                name="serviceaccount_period_not_empty",
                violation_error_message="Een sleutel werkt ten minste één dag.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.organisation})"

    @property
    def scope_labels(self) -> list[str]:
        return [str(self.Scope(scope).label) for scope in self.scopes]
