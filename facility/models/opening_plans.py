"""The playbook of one site on its way to the opening day: what is done, by whom, with which evidence."""

import uuid
from typing import ClassVar, Self

import pghistory
import pgtrigger
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Kind, Membership
from audit.constraints import all_or_none
from documents.models import Document
from facility.models.orders import person
from facility.models.playbooks import Playbook, PlaybookItem
from facility.models.requests import SupportRequest
from housing.models import OpeningHold, Site
from housing.models.guards import refuse

VILLAGE_AFTER_ITS_DECISION = pgtrigger.Trigger(
    name="village_after_its_decision",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("playbook_id", "support_request_id"),
    func=f"""
        IF EXISTS (SELECT 1 FROM facility_playbook WHERE id = NEW.playbook_id AND kind = 'village') AND NOT EXISTS (
            SELECT 1 FROM facility_supportrequest request WHERE request.id = NEW.support_request_id
            AND request.kind = 'village' AND request.government_decision <> ''
        ) THEN
            {refuse("village_after_its_decision", "Een nooddorp kan pas na een beslissing van de Vlaamse Regering.")}
        END IF;
        RETURN NEW;
    """,  # noqa: S608  nothing of it comes from outside
)

# Keeps the number on the hold of housing true. The hold is locked first, so that two at once are counted both.
TASKS_HOLD_THE_OPENING = pgtrigger.Trigger(
    name="tasks_hold_the_opening",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    declare=[("the_plan", "bigint"), ("the_hold", "bigint")],
    func="""
        the_plan := CASE TG_OP WHEN 'DELETE' THEN OLD.plan_id ELSE NEW.plan_id END;
        SELECT hold_id INTO the_hold FROM facility_openingplan WHERE id = the_plan;
        PERFORM 1 FROM housing_openinghold WHERE id = the_hold FOR UPDATE;
        UPDATE housing_openinghold SET open_items = (
            SELECT count(*) FROM facility_openingtask task JOIN facility_playbookitem item ON item.id = task.item_id
            WHERE task.plan_id = the_plan AND item.blocking AND task.done_at IS NULL AND task.waived_at IS NULL
        ) WHERE id = the_hold;
        RETURN NULL;
    """,
)


class OpeningPlanQuerySet(models.QuerySet["OpeningPlan"]):
    def running(self) -> Self:
        """Of sites that are not open yet, the first opening on top."""
        return self.filter(hold__lifted_on__isnull=True).order_by("opens_on", "pk")

    def running_before(self, playbook: Playbook) -> Self:
        """Those that run on an older version of this playbook."""
        return self.running().filter(playbook__kind=playbook.kind, playbook__version__lt=playbook.version)

    def visible_to(self, by: Membership | None) -> Self:
        """Het Facilitair Bedrijf all, a local government the sites of its municipality."""
        if by is None:
            return self.none()
        match by.organisation.kind:
            case Kind.FACILITY:
                return self.all()
            case Kind.LOCAL_AUTHORITY:
                return self.filter(site__municipality=by.organisation.municipality)
            case _:
                return self.none()


@pghistory.track()
class OpeningPlan(models.Model):
    """One site, one version of a playbook, one day on which it should open."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    form_token = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    site = models.OneToOneField(Site, models.PROTECT, related_name="opening_plan", verbose_name="locatie")
    hold = models.OneToOneField(
        OpeningHold, models.PROTECT, related_name="+", verbose_name="nog niet geopend"
    )
    playbook = models.ForeignKey(Playbook, models.PROTECT, related_name="plans", verbose_name="draaiboek")
    support_request = models.ForeignKey(
        SupportRequest,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="opening_plans",
        verbose_name="aanvraag",
    )
    opens_on = models.DateField("geplande opening")
    started_at = models.DateTimeField("gestart op", default=timezone.now)
    started_by = person("gestart door")

    objects = OpeningPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "openingsdossier"
        verbose_name_plural = "openingsdossiers"
        ordering = ("opens_on", "pk")
        triggers = (VILLAGE_AFTER_ITS_DECISION,)
        constraints = (
            CheckConstraint(
                condition=Q(opens_on__gte="2022-03-14"),
                name="opening_plan_in_our_time",
                violation_error_message="De opening kan niet voor 14 maart 2022 liggen.",
            ),
        )

    def __str__(self) -> str:
        return f"Opening van {self.site}"

    @property
    def is_open(self) -> bool:
        """Whether the site opened."""
        return self.hold.lifted_on is not None


class OpeningTaskQuerySet(models.QuerySet["OpeningTask"]):
    def visible_to(self, by: Membership | None) -> Self:
        """As their plans."""
        return self.filter(plan__in=OpeningPlan.objects.visible_to(by))

    def blocking(self) -> Self:
        """What still keeps the site from opening."""
        return self.filter(item__blocking=True, done_at__isnull=True, waived_at__isnull=True)


@pghistory.track()
class OpeningTask(models.Model):
    """One item of the playbook for one site: open, done, or not needed there (with the reason why)."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    WRITTEN: ClassVar = {"note", "waived_because"}

    plan = models.ForeignKey(
        OpeningPlan, models.CASCADE, related_name="tasks", verbose_name="openingsdossier"
    )
    item = models.ForeignKey(PlaybookItem, models.PROTECT, related_name="tasks", verbose_name="punt")
    note = models.TextField("opmerking", blank=True)
    evidence = models.ManyToManyField(Document, blank=True, related_name="+", verbose_name="bewijsstukken")
    done_at = models.DateTimeField("klaar op", null=True, blank=True)
    done_by = person("klaar volgens", null=True, blank=True)
    waived_at = models.DateTimeField("niet nodig sinds", null=True, blank=True)
    waived_by = person("niet nodig volgens", null=True, blank=True)
    waived_because = models.TextField("waarom niet nodig", blank=True)

    objects = OpeningTaskQuerySet.as_manager()

    class Meta:
        verbose_name = "punt van een openingsdossier"
        verbose_name_plural = "punten van een openingsdossier"
        ordering = ("plan", "item__position", "pk")
        triggers = (TASKS_HOLD_THE_OPENING,)
        constraints = (
            UniqueConstraint(
                fields=["plan", "item"],
                name="opening_task_once",
                violation_error_message="Dit punt staat al in het openingsdossier.",
            ),
            all_or_none("done_at", "done_by", name="opening_task_done_at_and_by"),
            all_or_none("waived_at", "waived_by", name="opening_task_waived_at_and_by"),
            CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(waived_at__isnull=True),
                name="opening_task_done_or_waived",
                violation_error_message="Een punt is klaar of niet nodig, niet allebei.",
            ),
            CheckConstraint(
                condition=Q(waived_at__isnull=True, waived_because="")
                | (Q(waived_at__isnull=False) & ~Q(waived_because="")),
                name="opening_task_waived_because",
                violation_error_message="Schrijf op waarom dit punt hier niet nodig is.",
            ),
        )

    def __str__(self) -> str:
        return str(self.item)

    @property
    def is_settled(self) -> bool:
        """Done, or not needed here."""
        return self.done_at is not None or self.waived_at is not None
