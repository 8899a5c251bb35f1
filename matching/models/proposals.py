"""Proposal (voorstel): this household in that unit, asked of the municipality where the unit stands."""

import uuid
from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Kind, Membership, Organisation
from audit.constraints import all_or_none, filled_when, known_status
from households.models import Household
from housing.models import Stay, Unit
from matching.models.weights import RankingWeights


class RefusalReason(models.TextChoices):
    NOT_SUITABLE = "not_suitable", "past niet bij deze plaats"
    PLACE_CHANGED = "place_changed", "de plaats is toch niet vrij"
    OWN_NEED = "own_need", "nodig voor een eigen huishouden"
    CAPACITY = "capacity", "de draagkracht is bereikt"
    HOUSEHOLD_DECLINED = "household_declined", "het huishouden wil dit niet"
    OTHER = "other", "andere reden"


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, by: Membership | None) -> Self:
        """Who asks (the household's local government) and who answers (the unit's)."""
        if by is None or not by.is_kind(Kind.LOCAL_AUTHORITY):
            return self.none()
        return self.filter(
            Q(asked_by=by.organisation) | Q(unit__site__municipality=by.organisation.municipality)
        )

    def across_borders(self) -> Self:
        """Asked by the local government of one municipality for a unit in another: a transfer request."""
        return self.exclude(asked_by__municipality=F("unit__site__municipality"))

    def open(self) -> Self:
        return self.filter(status=Proposal.Status.OPEN)

    def waiting_for(self, by: Membership) -> Self:
        """Open proposals for units in one's own municipality."""
        if not by.is_kind(Kind.LOCAL_AUTHORITY):
            return self.none()
        return self.open().filter(unit__site__municipality=by.organisation.municipality)


@pghistory.track()
class Proposal(models.Model):
    """One household proposed for one unit. While it is open, the unit is held by `hold`."""

    PERSONAL: ClassVar = {"note", "decision_note"}
    WRITTEN: ClassVar = {"explanation"}

    class Status(models.TextChoices):
        OPEN = "open", "voorgesteld"
        ACCEPTED = "accepted", "toegekend"
        REFUSED = "refused", "geweigerd"
        WITHDRAWN = "withdrawn", "ingetrokken"
        EXPIRED = "expired", "vervallen"

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.OPEN: {Status.ACCEPTED, Status.REFUSED, Status.WITHDRAWN, Status.EXPIRED},
        Status.ACCEPTED: set(),
        Status.REFUSED: set(),
        Status.WITHDRAWN: {Status.OPEN},  # taken back within minutes
        Status.EXPIRED: set(),
    }
    CAN_BE_UNDONE: ClassVar = {Status.WITHDRAWN}
    WAITS_FOR: ClassVar[dict[str, str | None]] = {
        Status.OPEN: "local_authority",
        Status.ACCEPTED: None,
        Status.REFUSED: None,
        Status.WITHDRAWN: None,
        Status.EXPIRED: None,
    }

    form_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="proposals", verbose_name="huishouden"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="proposals", verbose_name="wooneenheid")
    hold = models.OneToOneField(Stay, models.PROTECT, related_name="proposal", verbose_name="voorbehoud")
    asked_by = models.ForeignKey(
        Organisation, models.PROTECT, related_name="proposals", verbose_name="gevraagd door"
    )
    persons = models.PositiveSmallIntegerField("personen")
    status = models.CharField("toestand", max_length=10, choices=Status, default=Status.OPEN)
    move_in_on = models.DateField("intrek op")
    answer_by = models.DateTimeField("antwoord gevraagd voor")
    reminders = models.PositiveSmallIntegerField("herinneringen", default=0)
    score = models.DecimalField("score", max_digits=7, decimal_places=1)
    explanation = models.JSONField("uitleg van de score", default=list)
    weights = models.ForeignKey(
        RankingWeights,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name="gewichten",
    )
    note = models.TextField("bericht", blank=True)
    proposed_at = models.DateTimeField("voorgesteld op", default=timezone.now)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="voorgesteld door"
    )
    decided_at = models.DateTimeField("beslist op", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="beslist door",
    )
    refusal_reason = models.CharField("reden van weigering", max_length=18, choices=RefusalReason, blank=True)
    decision_note = models.TextField("toelichting", blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "voorstel"
        verbose_name_plural = "voorstellen"
        ordering = ("-proposed_at", "-pk")
        constraints = (
            known_status(
                ["open", "accepted", "refused", "withdrawn", "expired"], name="proposal_status_known"
            ),
            all_or_none("decided_at", "decided_by", name="proposal_decided_at_and_by"),
            filled_when(
                statuses=["accepted", "refused"], fields=["decided_at"], name="proposal_decided_by_somebody"
            ),
            CheckConstraint(
                condition=Q(persons__gte=1),
                name="proposal_for_somebody",
                violation_error_message="Een voorstel is voor minstens één persoon.",
            ),
            CheckConstraint(
                condition=~Q(status="refused") | ~Q(refusal_reason=""),
                name="proposal_refused_with_reason",
                violation_error_message="Kies waarom u dit voorstel weigert.",
            ),
            UniqueConstraint(
                fields=["household"],
                condition=Q(status="open"),
                name="proposal_one_open_per_household",
                violation_error_message="Voor dit huishouden loopt al een voorstel.",
            ),
            UniqueConstraint(
                fields=["unit"],
                condition=Q(status="open"),
                name="proposal_one_open_per_unit",
                violation_error_message="Voor deze wooneenheid loopt al een voorstel.",
            ),
        )

    def __str__(self) -> str:
        return f"Voorstel {self.reference}"

    @property
    def reference(self) -> str:
        return f"V-{self.pk:06d}"

    @property
    def crosses_border(self) -> bool:
        """Whether the unit stands in another municipality than that of who asks."""
        return self.asked_by.municipality_id != self.unit.site.municipality_id
