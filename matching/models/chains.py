"""Chain (kettingverhuis): households that are housed move on, so that a fitting place comes free for one that waits."""

from typing import ClassVar, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Kind, Membership, Organisation
from audit.constraints import all_or_none, filled_when, known_status
from households.models import Household
from housing.models import Stay, Unit
from housing.models.guards import refuse

CONSENT_MISSING = "Nog niet iedereen die zou verhuizen, gaf toestemming. Leg eerst elke toestemming vast."
CHAIN_OVER = "Deze ketting is niet meer open. Een toestemming verandert dan niet meer."

# A CHECK sees one row only. Consent is given and taken back under the lock of the chain, so nobody slips in between.
DONE_WITH_CONSENT = pgtrigger.Trigger(
    name="chain_done_with_consent",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("status"),
    func=f"""
        IF NEW.status = 'done' AND EXISTS (
            SELECT 1 FROM matching_chainmove move
            WHERE move.chain_id = NEW.id AND move.stay_id IS NOT NULL AND move.consent_at IS NULL
        ) THEN
            {refuse("chain_done_with_consent", CONSENT_MISSING)}
        END IF;
        RETURN NEW;
    """,  # noqa: S608  nothing of it comes from outside
)
MOVES_WHILE_OPEN = pgtrigger.Trigger(
    name="chain_moves_while_open",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    declare=[("chain_status", "text")],
    func=f"""
        SELECT status INTO chain_status FROM matching_chain WHERE id = NEW.chain_id FOR SHARE;
        IF chain_status <> 'open' THEN
            {refuse("chain_moves_while_open", CHAIN_OVER)}
        END IF;
        RETURN NEW;
    """,  # noqa: S608  nothing of it comes from outside
)


class ChainQuerySet(models.QuerySet["Chain"]):
    def visible_to(self, by: Membership | None) -> Self:
        """The local government that made it, as long as the household that waits is its own."""
        if by is None or not by.is_kind(Kind.LOCAL_AUTHORITY):
            return self.none()
        return self.filter(made_for=by.organisation, household__registered_by=by.organisation)

    def open(self) -> Self:
        return self.filter(status=Chain.Status.OPEN)


@pghistory.track()
class Chain(models.Model):
    """Who would move where, one after the other, from the day `on`, so that `household` gets a place at the end.

    A proposal to people, nothing more: no place is held by it, and everything is looked at anew when it is carried out.
    """

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    class Status(models.TextChoices):
        OPEN = "open", "wacht op toestemming"
        DONE = "done", "uitgevoerd"
        DROPPED = "dropped", "niet doorgegaan"

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.OPEN: {Status.DONE, Status.DROPPED},
        Status.DONE: set(),
        Status.DROPPED: set(),
    }
    WAITS_FOR: ClassVar[dict[str, str | None]] = {
        Status.OPEN: "local_authority",
        Status.DONE: None,
        Status.DROPPED: None,
    }

    household = models.ForeignKey(
        Household, models.PROTECT, related_name="chains", verbose_name="huishouden dat wacht"
    )
    made_for = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="lokaal bestuur"
    )
    on = models.DateField("eerste verhuisdag")
    status = models.CharField("toestand", max_length=7, choices=Status, default=Status.OPEN)
    created_at = models.DateTimeField("gemaakt op", default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="gemaakt door"
    )
    ended_at = models.DateTimeField("uitgevoerd of gestopt op", null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="uitgevoerd of gestopt door",
    )

    objects = ChainQuerySet.as_manager()

    class Meta:
        verbose_name = "kettingverhuis"
        verbose_name_plural = "kettingverhuizen"
        ordering = ("-created_at", "-pk")
        triggers = (DONE_WITH_CONSENT,)
        constraints = (
            known_status(["open", "done", "dropped"], name="chain_status_known"),
            UniqueConstraint(
                fields=["household"],
                condition=Q(status="open"),
                name="chain_one_open_per_household",
                violation_error_message="Voor dit huishouden loopt al een kettingverhuis.",
            ),
            all_or_none("ended_at", "ended_by", name="chain_ended_at_and_by"),
            filled_when(statuses=["done", "dropped"], fields=["ended_at"], name="chain_ended_by_somebody"),
            CheckConstraint(
                condition=~Q(status="open") | Q(ended_at__isnull=True),
                name="chain_open_has_no_end",
                violation_error_message="Een ketting die nog loopt, heeft geen einde.",
            ),
        )

    def __str__(self) -> str:
        return f"Kettingverhuis {self.reference}"

    @property
    def reference(self) -> str:
        return f"K-{self.pk:06d}"


class ChainMoveQuerySet(models.QuerySet["ChainMove"]):
    def visible_to(self, by: Membership | None) -> Self:
        return self.filter(chain__in=Chain.objects.visible_to(by))


@pghistory.track()
class ChainMove(models.Model):
    """One move of a chain: this household from its `stay` (none for the one that waits) to this unit.

    Consent is what the household told the officer, who records it; it can be taken back until the chain is carried out.
    """

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    chain = models.ForeignKey(Chain, models.CASCADE, related_name="moves", verbose_name="kettingverhuis")
    position = models.PositiveSmallIntegerField("volgorde")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+", verbose_name="huishouden")
    stay = models.ForeignKey(
        Stay, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="verblijf dat eindigt"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="naar wooneenheid")
    consent_at = models.DateTimeField("toestemming op", null=True, blank=True)
    consent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="toestemming vastgelegd door",
    )

    objects = ChainMoveQuerySet.as_manager()

    class Meta:
        verbose_name = "stap van een kettingverhuis"
        verbose_name_plural = "stappen van een kettingverhuis"
        ordering = ("chain", "position")
        triggers = (MOVES_WHILE_OPEN,)
        constraints = (
            UniqueConstraint(
                fields=["chain", "position"],
                name="chain_move_position_once",
                violation_error_message="Twee stappen hebben dezelfde plaats in de ketting.",
            ),
            UniqueConstraint(
                fields=["chain", "household"],
                name="chain_move_household_once",
                violation_error_message="Een huishouden verhuist in een ketting één keer.",
            ),
            UniqueConstraint(
                fields=["chain", "unit"],
                name="chain_move_unit_once",
                violation_error_message="In een ketting komt in elke wooneenheid één huishouden.",
            ),
            UniqueConstraint(
                fields=["chain"],
                condition=Q(stay__isnull=True),
                name="chain_move_one_waits",
                violation_error_message="In een ketting wacht één huishouden op een plaats.",
            ),
            all_or_none("consent_at", "consent_by", name="chain_move_consent_at_and_by"),
            CheckConstraint(
                condition=Q(stay__isnull=False) | Q(consent_at__isnull=True),
                name="chain_move_consent_of_movers",
                violation_error_message="Toestemming vraagt u aan wie al ergens woont.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.household.reference} naar {self.unit}"
