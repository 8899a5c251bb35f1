"""SupportRequest (aanvraag): a local government asks Het Facilitair Bedrijf for help with a place."""

import uuid
from datetime import date
from typing import Any, ClassVar, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Case, CheckConstraint, F, Q, UniqueConstraint, Value, When
from django.utils import timezone

from accounts.models import Kind, Membership, Organisation
from audit.constraints import all_or_none, filled_when, known_status
from documents.models import Document
from housing.models import Offer, Site
from municipalities.models import Municipality


class SupportKind(models.TextChoices):
    """What Het Facilitair Bedrijf can do for a local government (domain.md 4.1, source S1)."""

    SEARCH = "search", "zoektocht naar een plaats"
    RENTAL = "rental", "hulp bij een huurcontract"
    PURCHASE = "purchase", "hulp bij een koopovereenkomst"
    FLEMISH_PROPERTY = "flemish_property", "Vlaams pand of Vlaamse grond"
    FACILITY_BUYS = "facility_buys", "aankoop of huur door Het Facilitair Bedrijf"
    OPERATION = "operation", "hulp bij de uitbating"
    URGENT_PURCHASE = "urgent_purchase", "spoedaankoop van materiaal"
    VILLAGE = "village", "nooddorp"


class Urgency(models.TextChoices):
    TODAY = "today", "vandaag nog"
    WEEK = "week", "binnen de week"
    PLANNED = "planned", "kan gepland worden"


# What presses most; also in the index of the queue, letter by letter.
BY_URGENCY = Case(
    When(urgency="today", then=Value(0)),
    When(urgency="week", then=Value(1)),
    When(urgency="planned", then=Value(2)),
)
# What is open has no day on which it was closed, and stands first (support_request_ends_with_who_and_when).
OPEN_FIRST = F("decided_at").desc(nulls_first=True)
MANY_FIRST = F("persons").desc(nulls_last=True)


class SupportRequestQuerySet(models.QuerySet["SupportRequest"]):
    def visible_to(self, by: Membership | None) -> Self:
        """A local government sees its own requests, Het Facilitair Bedrijf all that were submitted, and who follows a
        case of VLOT (VLOT, ABB) those that were submitted and linked to it."""
        if by is None:
            return self.none()
        match by.organisation.kind:
            case Kind.LOCAL_AUTHORITY:
                return self.filter(organisation=by.organisation)
            case Kind.FACILITY:
                return self.exclude(status=SupportRequest.Status.DRAFT)
            case Kind.VLOT | Kind.ABB:
                linked = self.filter(intervention__in=cases().visible_to(by))
                return linked.exclude(status=SupportRequest.Status.DRAFT)
            case _:
                return self.none()

    def to_link(self, case: Any, by: Membership) -> Self:
        """What this hat can link to a case of VLOT: requests of its municipality that belong to no other case. VLOT
        chooses among those that were submitted, also those that it does not see until then."""
        free = self.filter(
            Q(intervention__isnull=True) | Q(intervention=case), municipality=case.municipality_id
        )
        if by.is_kind(Kind.VLOT):
            return free.exclude(status=SupportRequest.Status.DRAFT)
        return free.filter(pk__in=self.visible_to(by).values("pk"))

    def waiting_for(self, by: Membership) -> Self:
        """What this hat has to do something about, what is needed first on top."""
        waiter = [status for status, kind in SupportRequest.WAITS_FOR.items() if kind == by.organisation.kind]
        return self.visible_to(by).filter(status__in=waiter).order_by("needed_by", "pk")

    def similar_to(self, support_request: "SupportRequest") -> Self:
        """Open requests of other local governments for the same kind of help, needed first on top."""
        return (
            self.filter(kind=support_request.kind, status__in=["submitted", "taken_up"])
            .exclude(organisation=support_request.organisation)
            .order_by("needed_by", "pk")
        )

    def triage(self, by: str = "") -> Self:
        """Open requests by what presses most: urgency, the day of need, persons, time waited; what is done comes after.
        `by` puts one of these first: "nodig", "personen" or "wacht"."""
        first: dict[str, list[Any]] = {
            "nodig": ["needed_by"],
            "personen": [MANY_FIRST],
            "wacht": ["submitted_at"],
        }
        return self.order_by(
            OPEN_FIRST, *first.get(by, []), BY_URGENCY, "needed_by", MANY_FIRST, "submitted_at", "pk"
        )

    def queue(self) -> Self:
        """Open requests by the day on which help is needed; what is done comes after, newest first."""
        return self.order_by(OPEN_FIRST, "needed_by", "pk")


def cases() -> Any:
    """The cases of VLOT, of which facility knows only that a request can belong to one (ADR 2: never sideways)."""
    return SupportRequest._meta.get_field("intervention").related_model._default_manager


@pghistory.track()
class SupportRequest(models.Model):
    """One question to Het Facilitair Bedrijf, from submission to result."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    WRITTEN: ClassVar = {
        "title",
        "description",
        "answers",
        "government_decision",
        "question",
        "answer",
        "decision_note",
    }

    class Status(models.TextChoices):
        DRAFT = "draft", "in voorbereiding"
        SUBMITTED = "submitted", "ingediend"
        TAKEN_UP = "taken_up", "in behandeling"
        INFO_REQUESTED = "info_requested", "informatie gevraagd"
        COMPLETED = "completed", "afgerond"
        REFUSED = "refused", "geweigerd"
        WITHDRAWN = "withdrawn", "ingetrokken"

    TRANSITIONS: ClassVar = {
        Status.DRAFT: {Status.SUBMITTED, Status.WITHDRAWN},
        Status.SUBMITTED: {Status.TAKEN_UP, Status.REFUSED, Status.WITHDRAWN},
        Status.TAKEN_UP: {Status.INFO_REQUESTED, Status.COMPLETED, Status.REFUSED, Status.WITHDRAWN},
        Status.INFO_REQUESTED: {Status.TAKEN_UP, Status.REFUSED, Status.WITHDRAWN},
        Status.COMPLETED: set(),
        Status.REFUSED: set(),
        Status.WITHDRAWN: set(),
    }
    WAITS_FOR: ClassVar = {
        Status.DRAFT: "local_authority",
        Status.SUBMITTED: "facility",
        Status.TAKEN_UP: "facility",
        Status.INFO_REQUESTED: "local_authority",
        Status.COMPLETED: None,
        Status.REFUSED: None,
        Status.WITHDRAWN: None,
    }

    form_token = models.UUIDField(default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="support_requests", verbose_name="aanvrager"
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="support_requests", verbose_name="gemeente"
    )
    status = models.CharField("toestand", max_length=15, choices=Status, default=Status.DRAFT)
    kind = models.CharField("soort hulp", max_length=16, choices=SupportKind)
    title = models.CharField("onderwerp", max_length=120)
    description = models.TextField("omschrijving", blank=True)
    answers = models.JSONField("antwoorden per soort hulp", default=dict, blank=True)
    urgency = models.CharField("hoe dringend", max_length=7, choices=Urgency, default=Urgency.PLANNED)
    needed_by = models.DateField("nodig tegen", null=True, blank=True)
    persons = models.PositiveIntegerField("aantal personen dat wacht", null=True, blank=True)
    places = models.PositiveIntegerField("aantal slaapplekken", null=True, blank=True)
    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="support_requests", verbose_name="locatie"
    )
    offer = models.ForeignKey(
        Offer, models.PROTECT, null=True, blank=True, related_name="support_requests", verbose_name="aanbod"
    )
    intervention = models.ForeignKey(
        "vlot.Intervention",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="support_requests",
        verbose_name="oproep aan VLOT",
    )
    documents = models.ManyToManyField(Document, blank=True, related_name="+", verbose_name="documenten")
    government_decision = models.CharField("beslissing van de Vlaamse Regering", max_length=160, blank=True)
    government_decision_on = models.DateField("datum van de beslissing", null=True, blank=True)
    government_places = models.PositiveIntegerField(
        "slaapplekken volgens de beslissing", null=True, blank=True
    )
    government_document = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="document van de beslissing",
    )
    question = models.TextField("vraag van Het Facilitair Bedrijf", blank=True)
    answer = models.TextField("antwoord van de gemeente", blank=True)
    submitted_at = models.DateTimeField("ingediend op", default=timezone.now)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="ingediend door"
    )
    taken_up_at = models.DateTimeField("in behandeling sinds", null=True, blank=True)
    taken_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="behandelaar",
    )
    decided_at = models.DateTimeField("afgesloten op", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="afgesloten door",
    )
    decision_note = models.TextField("toelichting bij het einde", blank=True)

    objects = SupportRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "aanvraag"
        verbose_name_plural = "aanvragen"
        ordering = ("-submitted_at", "-pk")
        indexes = (
            models.Index(fields=["status", "needed_by"], name="support_request_queue"),
            models.Index(fields=["organisation", "-submitted_at"], name="support_request_own"),
            GinIndex(OpClass(F("title"), name="gin_trgm_ops"), name="support_request_title_alike"),
            models.Index(
                OPEN_FIRST,
                BY_URGENCY,
                "needed_by",
                MANY_FIRST,
                "submitted_at",
                "id",
                name="support_request_triage",
            ),
            # Requests for the same kind of help, needed first on top: of a page about one of them.
            models.Index(
                fields=["kind", "needed_by", "id"],
                condition=Q(status__in=["submitted", "taken_up"]),
                name="support_request_alike",
            ),
        )
        constraints = (
            known_status(
                ["draft", "submitted", "taken_up", "info_requested", "completed", "refused", "withdrawn"],
                name="support_request_status_known",
            ),
            UniqueConstraint(
                fields=["organisation", "form_token"],
                name="support_request_sent_once",
                violation_error_message="Deze aanvraag is al verstuurd.",
            ),
            all_or_none("taken_up_at", "taken_up_by", name="support_request_taken_up_at_and_by"),
            all_or_none("decided_at", "decided_by", name="support_request_decided_at_and_by"),
            filled_when(
                statuses=["taken_up", "info_requested", "completed"],
                fields=["taken_up_at"],
                name="support_request_has_handler",
                message="Een aanvraag in behandeling heeft een behandelaar.",
            ),
            CheckConstraint(
                condition=Q(status__in=["completed", "refused", "withdrawn"], decided_at__isnull=False)
                | Q(status__in=["draft", "submitted", "taken_up", "info_requested"], decided_at__isnull=True),
                name="support_request_ends_with_who_and_when",
                violation_error_message="Een afgesloten aanvraag heeft een datum en een naam, een open aanvraag niet.",
            ),
            filled_when(
                statuses=["info_requested"],
                fields=[],
                texts=["question"],
                name="support_request_question_asked",
                message="Schrijf op wat u van de gemeente wilt weten.",
            ),
            filled_when(
                statuses=["completed", "refused"],
                fields=[],
                texts=["decision_note"],
                name="support_request_ends_with_note",
                message="Schrijf een toelichting voor de gemeente.",
            ),
            CheckConstraint(
                condition=Q(places__isnull=True) | Q(places__gt=0, places__lte=5000),
                name="support_request_places_positive",
                violation_error_message="Vul minstens 1 slaapplek in (en hoogstens 5.000), of laat het veld leeg.",
            ),
            CheckConstraint(
                condition=Q(status__in=["draft", "withdrawn"])
                | (Q(needed_by__isnull=False) & ~Q(description="")),
                name="support_request_complete",
                violation_error_message="Vul in wat u nodig hebt, en tegen wanneer.",
            ),
            CheckConstraint(
                condition=Q(persons__isnull=True) | Q(persons__gt=0, persons__lte=5000),
                name="support_request_persons_positive",
                violation_error_message="Vul minstens 1 persoon in (en hoogstens 5.000), of laat het veld leeg.",
            ),
            CheckConstraint(
                condition=Q(urgency__in=["today", "week", "planned"]),
                name="support_request_urgency_known",
                violation_error_message="Zo dringend bestaat niet.",
            ),
            CheckConstraint(
                condition=~Q(kind="village")
                | ~Q(status__in=["taken_up", "info_requested", "completed"])
                | (
                    ~Q(government_decision="")
                    & Q(
                        government_decision_on__isnull=False,
                        government_places__isnull=False,
                        government_places__gt=0,
                        government_document__isnull=False,
                    )
                ),
                name="support_request_village_decided",
                violation_error_message=(
                    "Een nooddorp kan pas na een beslissing van de Vlaamse Regering. Vul de beslissing, de datum en de "
                    "slaapplekken in, en voeg het document toe."
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def reference(self) -> str:
        return f"F-{self.pk:06d}"

    @property
    def is_open(self) -> bool:
        return self.WAITS_FOR[self.Status(self.status)] is not None

    @property
    def needs_government_decision(self) -> bool:
        """A village that has not got its decision of the Flemish Government yet (domain.md 4.1, source S1)."""
        return self.kind == SupportKind.VILLAGE and not self.government_decision

    def may_become(self, status: str) -> bool:
        return status in self.TRANSITIONS[self.Status(self.status)]

    def days_waiting(self, *, on: date) -> int:
        """Whole days since it was submitted: until `on`, or until it was ended."""
        end = timezone.localtime(self.decided_at).date() if self.decided_at else on
        return max((end - timezone.localtime(self.submitted_at).date()).days, 0)

    def is_late(self, *, on: date) -> bool:
        """Still open after the day on which help was needed."""
        return self.is_open and self.needed_by is not None and self.needed_by < on
