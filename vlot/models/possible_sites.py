"""Possible collective sites: an inventory per region, from idea to offer (domain.md 5, source S93)."""

from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Exists, OuterRef, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Kind, Membership
from audit.constraints import known_status
from housing.models import Offer
from municipalities.models import Municipality
from vlot.models.teams import TeamMembership


class PossibleSiteQuerySet(models.QuerySet["PossibleSite"]):
    def visible_to(self, by: Membership | None) -> Self:
        """VLOT its regions, the central team and ABB all; a municipality what is feasible or offered on its ground."""
        if by is None:
            return self.none()
        match by.organisation.kind:
            case Kind.VLOT:
                mine = TeamMembership.objects.filter(membership=by)
                near = Exists(mine.filter(team__province=OuterRef("municipality__province")))
                central = Exists(mine.filter(team__province__isnull=True))
                return self.filter(near | central)
            case Kind.ABB:
                return self.all()
            case Kind.LOCAL_AUTHORITY:
                ready = [PossibleSite.Status.FEASIBLE, PossibleSite.Status.OFFERED]
                return self.filter(municipality=by.organisation.municipality, status__in=ready)
            case _:
                return self.none()


@pghistory.track()
class PossibleSite(models.Model):
    """A building or a ground that might become collective reception."""

    PERSONAL: ClassVar = {"contact_name"}
    PLAIN: ClassVar = {"postal_code"}
    WRITTEN: ClassVar = {"name", "street", "house_number", "owner", "findings", "dropped_reason"}

    class Status(models.TextChoices):
        IDEA = "idea", "idee"
        VISITED = "visited", "bezocht"
        FEASIBLE = "feasible", "haalbaar"
        OFFERED = "offered", "aangeboden"
        DROPPED = "dropped", "afgevoerd"

    TRANSITIONS: ClassVar = {
        Status.IDEA: {Status.VISITED, Status.DROPPED},
        Status.VISITED: {Status.FEASIBLE, Status.DROPPED},
        Status.FEASIBLE: {Status.OFFERED, Status.DROPPED},
        Status.OFFERED: set(),
        Status.DROPPED: {Status.IDEA},
    }
    CAN_BE_UNDONE: ClassVar = {Status.DROPPED}
    WAITS_FOR: ClassVar = {
        Status.IDEA: "vlot",
        Status.VISITED: "vlot",
        Status.FEASIBLE: "local_authority",
        Status.OFFERED: None,
        Status.DROPPED: None,
    }

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="possible_sites", verbose_name="gemeente"
    )
    name = models.CharField("naam van de plaats", max_length=120)
    street = models.CharField("straat", max_length=120, blank=True)
    house_number = models.CharField("nummer", max_length=12, blank=True)
    postal_code = models.CharField("postcode", max_length=4, blank=True)
    owner = models.CharField("eigenaar (organisatie)", max_length=160, blank=True)
    contact_name = models.CharField("functie van het contact", max_length=120, blank=True)
    estimated_places = models.PositiveIntegerField("geschat aantal slaapplekken", null=True, blank=True)
    findings = models.TextField("wat weten we?", blank=True)
    status = models.CharField("fase", max_length=10, choices=Status, default=Status.IDEA)
    dropped_reason = models.CharField("waarom afgevoerd?", max_length=240, blank=True)
    offer = models.OneToOneField(
        Offer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="possible_site",
        verbose_name="aanbod",
    )
    noted_at = models.DateTimeField("genoteerd op", default=timezone.now)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="genoteerd door"
    )

    objects = PossibleSiteQuerySet.as_manager()

    class Meta:
        verbose_name = "mogelijke collectieve plaats"
        verbose_name_plural = "mogelijke collectieve plaatsen"
        ordering = ("municipality__name", "name", "pk")
        constraints = (
            known_status(
                ["idea", "visited", "feasible", "offered", "dropped"], name="possiblesite_status_known"
            ),
            UniqueConstraint(
                fields=["municipality", "name"],
                name="possiblesite_once",
                violation_error_message="Deze plaats staat al in de inventaris van de gemeente.",
            ),
            CheckConstraint(
                condition=Q(status="offered", offer__isnull=False)
                | ~Q(status="offered") & Q(offer__isnull=True),
                name="possiblesite_offered_has_offer",
                violation_error_message="Een aangeboden plaats heeft een aanbod, en een andere niet.",
            ),
            CheckConstraint(
                condition=Q(status="dropped") & ~Q(dropped_reason="")
                | ~Q(status="dropped") & Q(dropped_reason=""),
                name="possiblesite_dropped_has_reason",
                violation_error_message="Schrijf op waarom de plaats niet kan.",
            ),
            CheckConstraint(
                condition=Q(estimated_places__isnull=True) | Q(estimated_places__range=(1, 5000)),
                name="possiblesite_places_possible",
                violation_error_message="Vul 1 tot 5.000 slaapplekken in, of laat het leeg.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}, {self.municipality}"

    def may_become(self, status: str) -> bool:
        return status in self.TRANSITIONS[self.Status(self.status)]
