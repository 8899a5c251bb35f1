"""The calls of municipalities that VLOT follows up (interventions), from the question to the outcome."""

import uuid
from datetime import date
from typing import Any, ClassVar, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Case, CheckConstraint, Exists, F, OuterRef, Q, UniqueConstraint, Value, When
from django.utils import timezone
from django.utils.text import Truncator

from accounts.models import Kind, Membership
from audit.constraints import all_or_none, filled_when, known_status
from housing.models import Offer, Site
from municipalities.models import Municipality
from vlot.models.teams import Team, TeamMembership
from vlot.models.topics import Topic


class Urgency(models.TextChoices):
    TODAY = "today", "vandaag"
    THIS_WEEK = "this_week", "deze week"
    CAN_WAIT = "can_wait", "kan wachten"


class Channel(models.TextChoices):
    """How the question came."""

    PHONE = "phone", "telefoon"
    PORTAL = "portal", "portaal"
    MAIL = "mail", "e-mail"
    NUISANCE_LOG = "nuisance_log", "logboek overlast"


class Result(models.TextChoices):
    """What came of it, at closing."""

    SOLVED = "solved", "opgelost"
    PARTLY = "partly", "deels opgelost"
    HANDED_ON = "handed_on", "doorgegeven"
    NOT_NEEDED = "not_needed", "niet meer nodig"
    UNSOLVED = "unsolved", "niet opgelost"


# The order of a queue; also that of its index, letter by letter.
QUEUE = (
    Case(When(status="closed", then=Value(2)), When(status="assigned", then=Value(1)), default=Value(0)),
    Case(
        When(status="closed", then=Value(0)),
        *(When(urgency=value, then=Value(rank)) for rank, value in enumerate(Urgency.values)),
    ),
    F("closed_at").desc(nulls_first=True),
    F("asked_at").asc(),
)


class InterventionQuerySet(models.QuerySet["Intervention"]):
    def visible_to(self, by: Membership | None) -> Self:
        """A local government its municipality's; VLOT its own team's, and what one noted oneself for another team;
        the central team and ABB all."""
        if by is None:
            return self.none()
        match by.organisation.kind:
            case Kind.LOCAL_AUTHORITY:
                return self.filter(municipality=by.organisation.municipality)
            case Kind.VLOT:
                mine = TeamMembership.objects.filter(membership=by)
                own_team = Exists(mine.filter(team=OuterRef("team")))
                central = Exists(mine.filter(team__province__isnull=True))
                return self.filter(Q(own_team) | Q(central) | Q(asked_by=by.user))
            case Kind.ABB:
                return self.all()
            case _:
                return self.none()

    def waiting_for(self, by: Membership) -> Self:
        """What this hat has to do something about, most urgent first: nobody's calls of its own team, its own
        calls, and for the central team what was signalled to Flanders."""
        if not by.is_kind(Kind.VLOT):
            return self.none()
        mine = TeamMembership.objects.filter(membership=by)
        own_team = Exists(mine.filter(team=OuterRef("team")))
        central = Exists(mine.filter(team__province__isnull=True))
        return (
            self.exclude(status=Intervention.Status.CLOSED)
            .filter(
                Q(own_team, status=Intervention.Status.OPEN)
                | Q(assignee=by.user)
                | Q(central, signalled_at__isnull=False)
            )
            .queue()
        )

    def with_parts(self) -> Self:
        """Each with `has_files`, `has_visits` and so on: which kinds of things it has besides contacts."""
        model: Any = self.model
        kinds = (
            model.files,
            model.visits,
            model.mails,
            model.referrals,
            model.hand_overs,
            model.support_requests,
        )
        there = {
            f"has_{kind.rel.get_accessor_name()}": Exists(
                kind.rel.related_model.objects.filter(intervention=OuterRef("pk"))
            )
            for kind in kinds
        }
        return self.annotate(**there)

    def queue(self) -> Self:
        """Open calls by urgency and age, then those that someone follows up, then the closed ones."""
        return self.order_by(*QUEUE, "pk")


@pghistory.track(exclude=["search"])  # it follows from the others
class Intervention(models.Model):
    """One call of a municipality to VLOT, from the question to its outcome."""

    PERSONAL: ClassVar = {"caller_name", "caller_phone", "caller_email"}
    WRITTEN: ClassVar = {"question", "outcome", "helped", "signal"}

    class Status(models.TextChoices):
        OPEN = "open", "open"
        ASSIGNED = "assigned", "in opvolging"
        CLOSED = "closed", "afgesloten"

    TRANSITIONS: ClassVar = {
        Status.OPEN: {Status.ASSIGNED, Status.CLOSED},
        Status.ASSIGNED: {Status.CLOSED},
        Status.CLOSED: {Status.OPEN},
    }
    CAN_BE_UNDONE: ClassVar = {Status.CLOSED}
    WAITS_FOR: ClassVar = {Status.OPEN: "vlot", Status.ASSIGNED: "vlot", Status.CLOSED: None}

    form_token = models.UUIDField(default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="interventions",
        verbose_name="gemeente",
    )
    team = models.ForeignKey(Team, models.PROTECT, related_name="interventions", verbose_name="team")
    status = models.CharField("toestand", max_length=10, choices=Status, default=Status.OPEN)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="interventions", verbose_name="onderwerp")
    question = models.TextField("vraag")
    caller_name = models.CharField("naam van de beller", max_length=120)
    caller_phone = models.CharField("telefoon", max_length=30, blank=True)
    caller_email = models.EmailField("antwoordadres", blank=True)
    channel = models.CharField("hoe kwam de vraag?", max_length=12, choices=Channel, default=Channel.PHONE)
    site = models.ForeignKey(
        Site,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="interventions",
        verbose_name="locatie",
    )
    offer = models.ForeignKey(
        Offer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="interventions",
        verbose_name="aanbod",
    )
    urgency = models.CharField("hoe dringend?", max_length=10, choices=Urgency, default=Urgency.THIS_WEEK)
    asked_at = models.DateTimeField("gevraagd op", default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="ingevoerd door"
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="opgevolgd door",
    )
    assigned_at = models.DateTimeField("toegewezen op", null=True, blank=True)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="toegewezen door",
    )
    closed_at = models.DateTimeField("afgesloten op", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="afgesloten door",
    )
    outcome = models.TextField("antwoord aan de gemeente", blank=True)
    result = models.CharField("resultaat", max_length=10, choices=Result, blank=True)
    helped = models.TextField("wat hielp?", blank=True)
    signalled_at = models.DateTimeField("gesignaleerd op", null=True, blank=True)
    signalled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="gesignaleerd door",
    )
    signal = models.TextField("signaal naar Vlaanderen", blank=True)
    theme = models.ForeignKey(
        "vlot.Theme",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="interventions",
        verbose_name="thema",
    )
    search = models.GeneratedField(
        expression=SearchVector("question", "outcome", "helped", config="dutch"),
        output_field=SearchVectorField(),
        db_persist=True,
        verbose_name="zoekwoorden",
    )

    objects = InterventionQuerySet.as_manager()

    class Meta:
        verbose_name = "oproep"
        verbose_name_plural = "oproepen"
        ordering = ("-asked_at", "-pk")
        indexes = (
            models.Index(fields=["team", "status", "asked_at"], name="intervention_queue"),
            models.Index(fields=["municipality", "-asked_at"], name="intervention_of_municipality"),
            models.Index(*QUEUE, "id", name="intervention_in_order"),
            GinIndex(fields=["search"], name="intervention_search"),
            GinIndex(OpClass(F("question"), name="gin_trgm_ops"), name="intervention_question_alike"),
        )
        constraints = (
            known_status(["open", "assigned", "closed"], name="intervention_status_known"),
            UniqueConstraint(
                fields=["asked_by", "form_token"],
                name="intervention_sent_once",
                violation_error_message="Deze oproep is al verstuurd.",
            ),
            all_or_none("assigned_at", "assigned_by", "assignee", name="intervention_assigned_at_by_and_to"),
            filled_when(
                statuses=["assigned"],
                fields=["assignee"],
                name="intervention_assigned_to_someone",
                message="Een oproep in opvolging heeft een medewerker.",
            ),
            CheckConstraint(
                condition=Q(status="closed", closed_at__isnull=False, closed_by__isnull=False)
                & Q(result__in=Result.values)
                & ~Q(outcome="")
                | ~Q(status="closed")
                & Q(closed_at__isnull=True, closed_by__isnull=True, outcome="", result="", helped=""),
                name="intervention_closed_with_outcome",
                violation_error_message="Een afgesloten oproep heeft een datum, een naam en een resultaat.",
            ),
            CheckConstraint(
                condition=Q(signalled_at__isnull=False, signalled_by__isnull=False) & ~Q(signal="")
                | Q(signalled_at__isnull=True, signalled_by__isnull=True, signal=""),
                name="intervention_signal_complete",
                violation_error_message="Een signaal heeft een tekst, een datum en een naam.",
            ),
            CheckConstraint(
                condition=Q(urgency__in=Urgency.values) & Q(channel__in=Channel.values),
                name="intervention_codes_known",
                violation_error_message="Deze dringendheid of dit kanaal bestaat niet.",
            ),
            CheckConstraint(
                condition=Q(municipality__isnull=False) | Q(channel="mail"),
                name="intervention_has_municipality",
                violation_error_message="Alleen een oproep per e-mail kan nog zonder gemeente zijn.",
            ),
            CheckConstraint(
                condition=Q(theme__isnull=True) | Q(signalled_at__isnull=False),
                name="intervention_theme_of_signal",
                violation_error_message="Alleen een signaal hoort bij een thema.",
            ),
            UniqueConstraint(
                fields=["site"],
                condition=Q(channel="nuisance_log") & ~Q(status="closed"),
                name="intervention_one_open_from_log",
                violation_error_message="Over de overlast op deze locatie loopt al een oproep.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference} {self.summary}"

    @property
    def reference(self) -> str:
        return f"O-{self.pk:06d}"

    @property
    def summary(self) -> str:
        """The beginning of the question, on one line."""
        return Truncator(" ".join(self.question.split())).chars(80)

    @property
    def is_open(self) -> bool:
        return self.status != self.Status.CLOSED

    @property
    def about(self) -> str:
        """The municipality, or for a mail that nobody sorted yet, that it is unknown."""
        return str(self.municipality) if self.municipality else "gemeente nog onbekend"

    def may_become(self, status: str) -> bool:
        return status in self.TRANSITIONS[self.Status(self.status)]

    def days_open(self, *, on: date) -> int:
        """Whole days since the question: until `on`, or until it was closed."""
        end = timezone.localtime(self.closed_at).date() if self.closed_at else on
        return max((end - timezone.localtime(self.asked_at).date()).days, 0)
