"""RankingWeights (gewichten van de rangschikking): how much each reason counts, one version at a time."""

from datetime import date, timedelta
from typing import ClassVar, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils import timezone

from accounts.models import Kind, Membership

MOST_POINTS = 100
# The names of the weights, in the order in which people read them.
WEIGHTS = (
    "fit", "empty_place", "wish", "near_school", "near_work", "near_household", "near_home", "scale_km", "same_site",
    "term", "expected_months", "scarce_step_free", "spread",
)  # fmt: skip


def weight(words: str, default: int, help_text: str) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        words, default=default, help_text=help_text, validators=[MaxValueValidator(MOST_POINTS)]
    )


class RankingWeightsQuerySet(models.QuerySet["RankingWeights"]):
    def visible_to(self, by: Membership | None) -> Self:
        """Everybody who matches, watches or helps; who offers places has nothing to weigh."""
        if by is None or by.is_kind(Kind.COMPANY, Kind.ASSOCIATION):
            return self.none()
        return self.all()

    def in_force(self, *, on: date) -> "RankingWeights":
        """The version of that day; without one, the first proposal, which is not stored then."""
        return self.filter(valid__contains=on).first() or RankingWeights()

    def first_open_day(self, *, on: date) -> date:
        """From when a new version can count: `on` or later, and after the last version began."""
        last = self.order_by("-valid").first()
        return on if last is None else max(on, last.valid.lower + timedelta(days=1))


@pghistory.track()
class RankingWeights(models.Model):
    """One version of the weights, in whole points. It never changes: a change is a new version that begins later, and a
    proposal keeps which version it was ranked by. The defaults are our own first proposal (quant.md B.2 in shape)."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    WRITTEN: ClassVar = {"why"}

    valid = DateRangeField("geldig")
    why = models.CharField(
        "waarom deze gewichten", max_length=300, help_text="Iedereen die plaatst, leest deze zin."
    )
    fit = weight(
        "maat", 30, "Punten als geen slaapplek leeg blijft; een veel te grote plaats verliest er zoveel."
    )
    empty_place = weight(
        "per lege slaapplek", 5, "Zoveel punten gaan er af voor elke slaapplek die leeg blijft."
    )
    wish = weight("per vervulde wens", 8, "Voor elke wens („liefst”) die de plaats vervult.")
    near_school = weight("dicht bij de school", 20, "Aan de deur; neemt af met de afstand.")
    near_work = weight("dicht bij het werk", 18, "Aan de deur; neemt af met de afstand.")
    near_household = weight("dicht bij een ander huishouden", 20, "Aan de deur; neemt af met de afstand.")
    near_home = weight(
        "dicht bij huis",
        30,
        "In de gemeente waar ze nu wonen of geregistreerd zijn; neemt af met de afstand.",
    )
    scale_km = weight(
        "afstand (km)", 15, "Na zoveel kilometer telt wat dichtbij moet zijn nog voor ongeveer een derde."
    )
    same_site = weight("op dezelfde locatie", 6, "Extra als ze op dezelfde locatie kunnen blijven wonen.")
    term = weight(
        "lang genoeg vrij", 15, "Als de plaats vrij blijft zolang het verblijf naar verwachting duurt."
    )
    expected_months = weight(
        "verwacht verblijf (maanden)", 12, "Als niemand weet hoe lang: zoveel maanden van 30 dagen."
    )
    scarce_step_free = weight(
        "drempelvrij sparen",
        8,
        "Gaan er af als een drempelvrije plaats naar iemand gaat die ze niet nodig heeft.",
    )
    spread = weight(
        "spreiding",
        15,
        "Zoveel erbij waar niets is, zoveel eraf bij dubbel zoveel plaatsen als het doel; niets op het doel.",
    )
    created_at = models.DateTimeField("ingevoerd op", default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="ingevoerd door",
    )

    objects = RankingWeightsQuerySet.as_manager()

    class Meta:
        verbose_name = "gewichten van de rangschikking"
        verbose_name_plural = "gewichten van de rangschikking"
        ordering = ("-valid",)
        triggers = (
            pgtrigger.Trigger(
                name="ranking_weights_for_good",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=f"""
                    IF TG_OP = 'UPDATE' AND lower(NEW.valid) = lower(OLD.valid) AND NEW.why = OLD.why
                        AND ROW({", ".join(f"NEW.{name}" for name in WEIGHTS)})
                          = ROW({", ".join(f"OLD.{name}" for name in WEIGHTS)})
                    THEN RETURN NEW; END IF;
                    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'ranking_weights_for_good',
                        MESSAGE = 'Een versie van de gewichten verandert niet meer. Maak een nieuwe versie.';
                """,
            ),
        )
        constraints = (
            ExclusionConstraint(
                name="ranking_weights_one_a_day",
                expressions=[("valid", RangeOperators.OVERLAPS)],
                violation_error_message="Op sommige van deze dagen geldt al een andere versie.",
            ),
            CheckConstraint(
                condition=Q(valid__isempty=False, valid__startswith__isnull=False),
                name="ranking_weights_begin",
                violation_error_message="Een versie geldt vanaf een dag, minstens één dag lang.",
            ),
            CheckConstraint(
                condition=Q(scale_km__gte=1, expected_months__gte=1),
                name="ranking_weights_scales",
                violation_error_message="De afstand en het verwachte verblijf zijn minstens 1.",
            ),
            CheckConstraint(
                condition=~Q(why=""),
                name="ranking_weights_with_reason",
                violation_error_message="Schrijf op waarom deze gewichten gelden.",
            ),
        )

    def __str__(self) -> str:
        return f"Gewichten vanaf {self.valid.lower:%d/%m/%Y}" if self.valid else "Gewichten, eerste voorstel"
