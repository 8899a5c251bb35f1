"""Unusual looking: the rules by which it is noticed, dated, and what was noticed of whom on which day."""

from datetime import date, datetime
from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Kind, Membership, Organisation
from accounts.rules import may_read_the_read_log
from audit.constraints import all_or_none, filled_when, known_status

SATURDAY = 5


class LookRuleQuerySet(models.QuerySet["LookRule"]):
    def valid(self, *, on: date) -> Self:
        return self.filter(valid__contains=on)


@pghistory.track()
class LookRule(models.Model):
    """From how many different households on one day the looks of one person stand out."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"source"}

    class What(models.TextChoices):
        MANY = "many", "veel verschillende huishoudens"
        HOURS = "hours", "huishoudens buiten de kantooruren"
        NOTHING = "nothing", "huishoudens waar niets op volgde"

    what = models.CharField("wat opvalt", max_length=7, choices=What)
    at_least = models.PositiveSmallIntegerField("vanaf hoeveel huishoudens op een dag")
    opens_at = models.TimeField(
        "kantoor vanaf",
        null=True,
        blank=True,
        help_text="Alleen bij kantooruren; zaterdag en zondag vallen erbuiten.",
    )
    closes_at = models.TimeField("kantoor tot", null=True, blank=True)
    valid = DateRangeField("geldig")
    source = models.CharField("bron", max_length=200)

    objects = LookRuleQuerySet.as_manager()

    class Meta:
        verbose_name = "regel voor ongewone inzage"
        verbose_name_plural = "regels voor ongewone inzage"
        ordering = ("what", "valid")
        constraints = (
            ExclusionConstraint(
                name="look_rule_once_at_a_time",
                expressions=[("what", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                violation_error_message="In deze periode staat deze regel er al.",
            ),
            CheckConstraint(
                condition=Q(at_least__gt=0),
                name="look_rule_from_one",
                violation_error_message="Een grens is minstens 1.",
            ),
            CheckConstraint(
                condition=Q(
                    what="hours", opens_at__isnull=False, closes_at__isnull=False, opens_at__lt=F("closes_at")
                )
                | (~Q(what="hours") & Q(opens_at__isnull=True, closes_at__isnull=True)),
                name="look_rule_office_hours",
                violation_error_message="Vul van en tot in bij kantooruren, en alleen daar.",
            ),
            CheckConstraint(
                condition=Q(valid__isempty=False, valid__startswith__isnull=False),
                name="look_rule_dated",
                violation_error_message="Een regel geldt vanaf een datum.",
            ),
            CheckConstraint(
                condition=~Q(source=""),
                name="look_rule_with_source",
                violation_error_message="Schrijf op waar deze grens vandaan komt.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_what_display()}, vanaf {self.at_least}"

    def is_outside(self, moment: datetime) -> bool:
        """Whether that moment lies outside the office hours of this rule."""
        local = timezone.localtime(moment)
        if self.opens_at is None or self.closes_at is None:
            return False
        return local.weekday() >= SATURDAY or not self.opens_at <= local.time() < self.closes_at


class LookFlagQuerySet(models.QuerySet["LookFlag"]):
    def visible_to(self, by: Membership | None) -> Self:
        """The data-protection officer of the organisation for which somebody looked."""
        if by is None or not may_read_the_read_log(by):
            return self.none()
        return self.filter(organisation=by.organisation_id)

    def to_judge(self) -> Self:
        return self.filter(status=LookFlag.Status.RAISED)


@pghistory.track()
class LookFlag(models.Model):
    """What stands out in the looks of one person on one day, for the data-protection officer to judge.

    `facts` is a list of {what, households, at_least}: the rule, how many, and from how many it stands out.
    """

    PERSONAL: ClassVar = {"explanation"}
    PLAIN: ClassVar = {"facts"}

    class Status(models.TextChoices):
        RAISED = "raised", "te bekijken"
        FINE = "fine", "bekeken, in orde"
        FOLLOWED_UP = "followed_up", "opgevolgd"

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.RAISED: {Status.FINE, Status.FOLLOWED_UP},
        Status.FINE: set(),
        Status.FOLLOWED_UP: set(),
    }
    WAITS_FOR: ClassVar[dict[str, str | None]] = {
        Status.RAISED: Kind.LOCAL_AUTHORITY.value,
        Status.FINE: None,
        Status.FOLLOWED_UP: None,
    }

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="wie keek"
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="voor")
    day = models.DateField("dag")
    facts = models.JSONField("wat opvalt", default=list)
    status = models.CharField("toestand", max_length=11, choices=Status, default=Status.RAISED)
    raised_at = models.DateTimeField("opgemerkt", default=timezone.now)
    judged_at = models.DateTimeField("beoordeeld op", null=True, blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="beoordeeld door",
    )
    explanation = models.CharField("reden", max_length=500, blank=True)

    objects = LookFlagQuerySet.as_manager()

    class Meta:
        verbose_name = "ongewone inzage"
        verbose_name_plural = "ongewone inzages"
        ordering = ("-day", "-pk")
        constraints = (
            known_status(["raised", "fine", "followed_up"], name="look_flag_status_known"),
            UniqueConstraint(
                fields=["user", "organisation", "day"],
                name="look_flag_once_a_day",
                violation_error_message="Voor deze persoon en deze dag is er al een melding.",
            ),
            all_or_none("judged_at", "judged_by", name="look_flag_judged_at_and_by"),
            filled_when(
                statuses=["fine", "followed_up"],
                fields=["judged_at"],
                texts=["explanation"],
                name="look_flag_judged_with_reason",
                message="Schrijf op waarom dit in orde is, of wat u deed.",
            ),
            CheckConstraint(
                condition=Q(judged_by__isnull=True) | ~Q(judged_by=F("user")),
                name="look_flag_not_by_who_looked",
                violation_error_message="Niemand beoordeelt wat hij zelf bekeek.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} op {self.day:%d/%m/%Y}"

    def in_words(self) -> list[str]:
        """Each thing that stands out, as a sentence without its end: how many, of what, from how many."""
        words = dict(LookRule.What.choices)
        return [
            f"{fact['households']} {words[fact['what']].removeprefix('veel ')} (vanaf {fact['at_least']})"
            for fact in self.facts
        ]
