"""Signals: a municipality that stands out, as a task for ABB or a lead for VLOT; and by which line it stands out."""

from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Kind, Membership
from audit.constraints import filled_when, known_status
from municipalities.models import Municipality


class SignalKind(models.TextChoices):
    UNDER = "under", "ver onder het doel"
    OVER = "over", "ver boven het doel"
    CHANGE = "change", "snelle verandering"
    STALE = "stale", "verouderde gegevens"
    NO_DATA = "no_data", "geen cijfers"


class Desk(models.TextChoices):
    """Who follows up."""

    ABB = "abb", "ABB"
    VLOT = "vlot", "VLOT"


@pghistory.track()
class SignalRule(models.Model):
    """From when something is a signal: thresholds are data, not code.

    `percent`: under, over: of the target. Change: of the places before. Stale: of the places that were not checked in
    the last `days`. Change looks back `days`. `places`: only from so many places on (target, difference, or places that
    are stale), so that one family is no signal.
    """

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    kind = models.CharField("soort", max_length=10, choices=SignalKind, unique=True)
    active = models.BooleanField("actief", default=True)
    desk = models.CharField("dienst", max_length=4, choices=Desk)
    percent = models.PositiveSmallIntegerField("grens in procent", default=0)
    days = models.PositiveSmallIntegerField("dagen", default=0)
    places = models.PositiveIntegerField("vanaf zoveel plaatsen", default=0)

    class Meta:
        verbose_name = "grens voor signalen"
        verbose_name_plural = "grenzen voor signalen"
        ordering = ("kind",)
        constraints = (
            CheckConstraint(
                condition=~Q(kind__in=["change", "stale"]) | Q(days__gt=0),
                name="signal_rule_looks_back",
                violation_error_message="Zeg over hoeveel dagen dit signaal kijkt.",
            ),
            CheckConstraint(
                condition=~Q(kind="under") | Q(percent__lte=100),
                name="signal_rule_under_is_under",
                violation_error_message="Onder het doel is hoogstens 100 procent.",
            ),
            CheckConstraint(
                condition=~Q(kind="over") | Q(percent__gte=100),
                name="signal_rule_over_is_over",
                violation_error_message="Boven het doel is minstens 100 procent.",
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()


class SignalQuerySet(models.QuerySet["Signal"]):
    def visible_to(self, by: Membership | None) -> Self:
        """The Flemish services, all of them."""
        if by is not None and by.is_kind(Kind.ABB, Kind.FACILITY, Kind.VLOT):
            return self.all()
        return self.none()

    def waiting(self) -> Self:
        """Somebody still has to look at it."""
        return self.filter(status__in=[Signal.Status.OPEN, Signal.Status.TAKEN])

    def leads(self) -> Self:
        """For VLOT, with what a list needs: what waits first, the newest first."""
        return (
            self.filter(desk=Desk.VLOT)
            .select_related("municipality__province", "owner")
            .order_by(
                models.Case(models.When(status__in=["open", "taken"], then=0), default=1), "-raised_on", "pk"
            )
        )


@pghistory.track()
class Signal(models.Model):
    """One municipality beyond one line, from the day it was seen.

    `ceased_on` is the first day on which it was not so any more. Raised by the system, once for as long as it lasts,
    also when somebody dismissed it.
    """

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    WRITTEN: ClassVar = {"sentence", "outcome"}

    class Status(models.TextChoices):
        OPEN = "open", "nieuw"
        TAKEN = "taken", "wordt opgevolgd"
        DONE = "done", "afgehandeld"
        DISMISSED = "dismissed", "niet nodig"
        CEASED = "ceased", "vanzelf voorbij"

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.OPEN: {Status.TAKEN, Status.DONE, Status.DISMISSED, Status.CEASED},
        Status.TAKEN: {Status.DONE, Status.DISMISSED},
        Status.DONE: set(),
        Status.DISMISSED: set(),
        Status.CEASED: set(),
    }
    WAITS_FOR: ClassVar[dict[str, str | None]] = {
        Status.OPEN: "abb",
        Status.TAKEN: "abb",
        Status.DONE: None,
        Status.DISMISSED: None,
        Status.CEASED: None,
    }

    kind = models.CharField("soort", max_length=10, choices=SignalKind)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="signals", verbose_name="gemeente"
    )
    desk = models.CharField("dienst", max_length=4, choices=Desk)
    sentence = models.CharField("wat er opvalt", max_length=300)
    raised_on = models.DateField("gezien op")
    ceased_on = models.DateField("niet meer zo sinds", null=True, blank=True)
    status = models.CharField("toestand", max_length=10, choices=Status, default=Status.OPEN)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="opgevolgd door",
    )
    outcome = models.CharField("reden of resultaat", max_length=500, blank=True)
    created_at = models.DateTimeField("gemaakt op", default=timezone.now, editable=False)

    objects = SignalQuerySet.as_manager()

    class Meta:
        verbose_name = "signaal"
        verbose_name_plural = "signalen"
        ordering = ("-raised_on", "municipality__name", "pk")
        constraints = (
            known_status(
                ["open", "taken", "done", "dismissed", "ceased"],
                name="signal_status_known",
            ),
            UniqueConstraint(
                fields=["kind", "municipality"],
                condition=Q(ceased_on__isnull=True),
                name="signal_raised_once",
                violation_error_message="Dit signaal is er al, en het is nog altijd zo.",
            ),
            filled_when(
                statuses=["taken", "done", "dismissed"],
                fields=["owner"],
                name="signal_has_an_owner",
                message="Zeg wie dit signaal opvolgt.",
            ),
            filled_when(
                statuses=["done", "dismissed"],
                fields=[],
                texts=["outcome"],
                name="signal_closed_with_a_reason",
                message="Zeg in een zin wat er gebeurde, of waarom het niet nodig is.",
            ),
            filled_when(
                statuses=["ceased"],
                fields=["ceased_on"],
                name="signal_ceased_on_a_day",
                message="Zeg sinds wanneer het niet meer zo is.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.municipality}: {self.get_kind_display()}"

    @property
    def is_waiting(self) -> bool:
        return self.status in (self.Status.OPEN, self.Status.TAKEN)
