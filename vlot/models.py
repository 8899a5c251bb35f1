"""VLOT: the teams, the calls that they follow up (interventions) and the contacts with the municipality."""

import uuid
from datetime import date
from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Case, CheckConstraint, Exists, F, OuterRef, Q, UniqueConstraint, Value, When
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.text import Truncator

from accounts.models import Kind, Membership
from audit.constraints import all_or_none, filled_when, known_status
from housing.models import FIRST_DAY
from municipalities.models import Municipality, Province
from vlot.guidance import models as guidance  # noqa: F401 - so that Django finds them
from vlot.oversight import models as oversight  # noqa: F401 - so that Django finds them


class Team(models.Model):
    """One team per province, and one central team: the one without a province (domain.md 5, source S1)."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    province = models.ForeignKey(
        Province,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="teams",
        verbose_name="provincie",
        help_text="Leeg voor het centrale team.",
    )

    class Meta:
        verbose_name = "team"
        verbose_name_plural = "teams"
        ordering = (models.F("province__name").asc(nulls_first=True),)
        constraints = (
            UniqueConstraint(
                fields=["province"],
                nulls_distinct=False,  # so that there is one team without a province: the central one
                name="team_one_per_province",
                violation_error_message="Voor deze provincie is er al een team (of er is al een centraal team).",
            ),
        )

    def __str__(self) -> str:
        return f"VLOT-team {self.province}" if self.province else "Centraal VLOT-team"

    @property
    def is_central(self) -> bool:
        return self.province_id is None


class TeamMembership(models.Model):
    """This hat of VLOT works in this team."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    team = models.ForeignKey(Team, models.CASCADE, related_name="team_memberships", verbose_name="team")
    membership = models.ForeignKey(
        Membership, models.CASCADE, related_name="team_memberships", verbose_name="medewerker"
    )

    class Meta:
        verbose_name = "teamlid"
        verbose_name_plural = "teamleden"
        ordering = ("team", "membership")
        constraints = (
            UniqueConstraint(
                fields=["team", "membership"],
                name="team_membership_once",
                violation_error_message="Deze medewerker zit al in dit team.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.membership.user}, {self.team}"


class Topic(models.TextChoices):
    """What a municipality calls about (domain.md 5, sources S1 and S64). Grouped for people in `TOPIC_GROUPS`."""

    LOCAL_CAPACITY = "local_capacity", "lokale slagkracht versterken"
    COLLECTIVE = "collective", "collectieve huisvesting realiseren"
    EDUCATION = "education", "liaison onderwijs"
    CHILDCARE = "childcare", "liaison kinderopvang"
    WELFARE = "welfare", "liaison welzijn"
    WORK = "work", "liaison werk"
    INTEGRATION = "integration", "liaison inburgering"
    HEALTH = "health", "liaison gezondheid"
    HOUSING = "housing", "liaison wonen"
    SAFETY = "safety", "liaison veiligheid"
    NUISANCE = "nuisance", "overlast"
    COMMUNICATION = "communication", "communicatie"
    HOSTS = "hosts", "gastgezinnen"
    FINANCE = "finance", "financiën"


TOPIC_GROUPS = {
    "Lokaal bestuur": (Topic.LOCAL_CAPACITY, Topic.COLLECTIVE, Topic.FINANCE),
    "Liaison met een dienst of sector": (
        Topic.EDUCATION, Topic.CHILDCARE, Topic.WELFARE, Topic.WORK, Topic.INTEGRATION, Topic.HEALTH, Topic.HOUSING,
        Topic.SAFETY,
    ),
    "Samenleven": (Topic.NUISANCE, Topic.COMMUNICATION, Topic.HOSTS),
}  # fmt: skip


class Urgency(models.TextChoices):
    TODAY = "today", "vandaag"
    THIS_WEEK = "this_week", "deze week"
    CAN_WAIT = "can_wait", "kan wachten"


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

    def queue(self) -> Self:
        """Open calls by urgency and age, then those that someone follows up, then the closed ones."""
        closed = Intervention.Status.CLOSED
        stage = Case(
            When(status=closed, then=Value(2)), When(status="assigned", then=Value(1)), default=Value(0)
        )
        urgency = Case(
            When(status=closed, then=Value(0)),
            *(When(urgency=value, then=Value(rank)) for rank, value in enumerate(Urgency.values)),
        )
        return self.order_by(stage, urgency, models.F("closed_at").desc(nulls_first=True), "asked_at", "pk")


@pghistory.track()
class Intervention(models.Model):
    """One call of a municipality to VLOT, from the question to its outcome."""

    PERSONAL: ClassVar = {"caller_name", "caller_phone"}

    class Status(models.TextChoices):
        OPEN = "open", "open"
        ASSIGNED = "assigned", "in opvolging"
        CLOSED = "closed", "afgesloten"

    TRANSITIONS: ClassVar = {
        Status.OPEN: {Status.ASSIGNED, Status.CLOSED},
        Status.ASSIGNED: {Status.CLOSED},
        Status.CLOSED: set(),
    }
    WAITS_FOR: ClassVar = {Status.OPEN: "vlot", Status.ASSIGNED: "vlot", Status.CLOSED: None}

    form_token = models.UUIDField(default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="interventions", verbose_name="gemeente"
    )
    team = models.ForeignKey(Team, models.PROTECT, related_name="interventions", verbose_name="team")
    status = models.CharField("toestand", max_length=10, choices=Status, default=Status.OPEN)
    topic = models.CharField("onderwerp", max_length=16, choices=Topic)
    question = models.TextField("vraag")
    caller_name = models.CharField("naam van de beller", max_length=120)
    caller_phone = models.CharField("telefoon", max_length=30, blank=True)
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
    outcome = models.TextField("resultaat", blank=True)
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

    objects = InterventionQuerySet.as_manager()

    class Meta:
        verbose_name = "oproep"
        verbose_name_plural = "oproepen"
        ordering = ("-asked_at", "-pk")
        indexes = (
            models.Index(fields=["team", "status", "asked_at"], name="intervention_queue"),
            models.Index(fields=["municipality", "-asked_at"], name="intervention_of_municipality"),
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
                & ~Q(outcome="")
                | ~Q(status="closed") & Q(closed_at__isnull=True, closed_by__isnull=True, outcome=""),
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
                condition=Q(topic__in=Topic.values) & Q(urgency__in=Urgency.values),
                name="intervention_codes_known",
                violation_error_message="Dit onderwerp of deze dringendheid bestaat niet.",
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

    def may_become(self, status: str) -> bool:
        return status in self.TRANSITIONS[self.Status(self.status)]

    def days_open(self, *, on: date) -> int:
        """Whole days since the question: until `on`, or until it was closed."""
        end = timezone.localtime(self.closed_at).date() if self.closed_at else on
        return max((end - timezone.localtime(self.asked_at).date()).days, 0)


class ContactKind(models.TextChoices):
    PHONE = "phone", "telefoon"
    VISIT = "visit", "bezoek"
    MEETING = "meeting", "overleg"
    MAIL = "mail", "mail"
    ONLINE = "online", "online"


class Contact(models.Model):
    """A contact (contactmoment) within an intervention: how long, with whom, and what was agreed."""

    PERSONAL: ClassVar = {"participants", "note"}

    form_token = models.UUIDField(default=uuid.uuid4, editable=False)
    intervention = models.ForeignKey(
        Intervention, models.PROTECT, related_name="contacts", verbose_name="oproep"
    )
    kind = models.CharField("soort", max_length=10, choices=ContactKind, default=ContactKind.PHONE)
    held_on = models.DateField("datum")
    minutes = models.PositiveIntegerField("minuten")
    participants = models.CharField("deelnemers", max_length=240, blank=True)
    note = models.TextField("verslag")
    next_step = models.CharField("afspraak", max_length=240, blank=True)
    due_on = models.DateField("tegen", null=True, blank=True)
    recorded_at = models.DateTimeField("vastgelegd op", default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="vastgelegd door"
    )

    class Meta:
        verbose_name = "contactmoment"
        verbose_name_plural = "contactmomenten"
        ordering = ("-held_on", "-pk")
        constraints = (
            UniqueConstraint(
                fields=["intervention", "form_token"],
                name="contact_sent_once",
                violation_error_message="Dit contactmoment is al vastgelegd.",
            ),
            CheckConstraint(
                condition=Q(minutes__gt=0, minutes__lte=1440),
                name="contact_minutes_positive",
                violation_error_message="Vul minstens 1 minuut in (en hoogstens 1.440, een hele dag).",
            ),
            CheckConstraint(
                condition=Q(kind__in=ContactKind.values),
                name="contact_kind_known",
                violation_error_message="Deze soort contact bestaat niet.",
            ),
            CheckConstraint(
                condition=Q(due_on__isnull=True) | ~Q(next_step=""),
                name="contact_due_has_next_step",
                violation_error_message="Een datum hoort bij een afspraak. Schrijf op wat er moet gebeuren.",
            ),
            CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(due_on__gte=F("held_on")),
                name="contact_due_after_held",
                violation_error_message="Een afspraak is voor de dag van het contact of voor later.",
            ),
            CheckConstraint(
                condition=Q(held_on__gte=FIRST_DAY, held_on__lte=TruncDate("recorded_at")),
                name="contact_held_before_recorded",
                violation_error_message="Een contact gebeurde tussen 14 maart 2022 en vandaag.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} op {self.held_on:%d/%m/%Y}"
