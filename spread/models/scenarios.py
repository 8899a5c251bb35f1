"""Scenario: a kept answer to "wat als", computed beside the figures and never in them."""

from typing import Any, ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils import timezone
from django.utils.formats import number_format

from accounts.models import Kind, Membership
from spread.models.keys import SpreadKey


class ScenarioQuerySet(models.QuerySet["Scenario"]):
    def visible_to(self, by: Membership | None) -> Self:
        """The Flemish services, all of them: a scenario is shared by its address."""
        if by is not None and by.is_kind(Kind.ABB, Kind.FACILITY, Kind.VLOT):
            return self.all()
        return self.none()

    def listed(self) -> Self:
        """Without the outcome, for a list: the newest first."""
        return self.defer("outcome").select_related("key", "made_by").order_by("-made_at", "-pk")


class Scenario(models.Model):
    """What one asked (`changes`) and what came out (`outcome`), on the figures of the day `on`. Never changed after.

    About targets, `changes` holds only what differs from the figures: more_people, village {places, nis_code, name},
    drops_out {nis_code, name}, key {code, version, name}. `outcome` holds total_before, total_after and `rows`, one
    per municipality (`spread.scenarios.Row`); targets and gaps in places, None where there is no target.

    About inflow, `changes` holds inflow {weeks, arrivals, departures, step_free_percent}, per week in persons, and
    `outcome` what `spread.inflow_outcome.as_data` makes of it.
    """

    class Kind(models.TextChoices):
        TARGETS = "targets", "doelen"
        INFLOW = "inflow", "instroom"

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"changes", "outcome"}
    WRITTEN: ClassVar = {"name"}

    kind = models.CharField("soort", max_length=10, choices=Kind, default=Kind.TARGETS)
    name = models.CharField("naam", max_length=120)
    on = models.DateField("cijfers van")
    key = models.ForeignKey(SpreadKey, models.PROTECT, related_name="+", verbose_name="verdeelsleutel")
    changes = models.JSONField("wat er verandert")
    outcome = models.JSONField("uitkomst")
    made_at = models.DateTimeField("gemaakt op", default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name="gemaakt door",
    )

    objects = ScenarioQuerySet.as_manager()

    class Meta:
        verbose_name = "scenario"
        verbose_name_plural = "scenario's (wat als)"
        ordering = ("-made_at",)
        constraints = (
            CheckConstraint(
                condition=Q(name__regex=r"\S"),
                name="scenario_has_a_name",
                violation_error_message="Geef het scenario een naam.",
            ),
            CheckConstraint(
                condition=~Q(changes={}),
                name="scenario_changes_something",
                violation_error_message="Een scenario verandert minstens één ding.",
            ),
            CheckConstraint(
                condition=Q(kind="targets", outcome__has_keys=["total_before", "total_after", "rows"])
                | Q(kind="inflow", outcome__has_keys=["weeks", "areas", "regions", "first"]),
                name="scenario_has_an_outcome",
                violation_error_message="Een scenario wordt bewaard met zijn uitkomst.",
            ),
        )
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return self.name

    @property
    def sentences(self) -> list[str]:
        """What it changes, each in a Dutch sentence."""
        changes: dict[str, Any] = self.changes
        found = []
        if "more_people" in changes:
            verb = "komt" if changes["more_people"] == 1 else "komen"
            found.append(f"Er {verb} {_counted(changes['more_people'], 'persoon', 'personen')} bij.")
        if "village" in changes:
            village = changes["village"]
            size = _counted(village["places"], "plaats", "plaatsen")
            found.append(f"In {village['name']} komt een nooddorp van {size}.")
        if "drops_out" in changes:
            found.append(f"{changes['drops_out']['name']} valt weg.")
        if "key" in changes:
            key = changes["key"]
            found.append(f"De verdeelsleutel wordt: {key['name']} (versie {key['version']}).")
        if "inflow" in changes:
            flow = changes["inflow"]
            weeks = _counted(flow["weeks"], "week", "weken")
            coming = _counted(flow["arrivals"], "persoon", "personen")
            leaving = _counted(flow["departures"], "persoon", "personen")
            found.append(f"{weeks} lang: elke week {coming} erbij en {leaving} die zelf iets anders vinden.")
        return found


def _counted(number: int, one: str, many: str) -> str:
    """1.234 plaatsen, 1 plaats."""
    return f"{number_format(number, use_l10n=True, force_grouping=True)} {one if number == 1 else many}"
