"""SpreadKey (verdeelsleutel): a rule for a fair share, kept as data with its source."""

from datetime import date, timedelta
from typing import ClassVar, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone

from municipalities.models import Indicator
from spread.keys import ASKED_ELSEWHERE, InvalidKey, Key, read_key

# What a key may name: what the portal has a place for, and what keys of elsewhere ask.
KNOWN_INDICATORS = {*Indicator.values, *ASKED_ELSEWHERE}


class SpreadKeyQuerySet(models.QuerySet["SpreadKey"]):
    def in_force(self, *, on: date) -> Self:
        """The keys that count on that day, the leading one first; not those that are only there to compare with."""
        return self.filter(valid__contains=on, computed=True).order_by("-leading", "code")

    def first_leading_day(self) -> date | None:
        """From when there is a leading key at all."""
        first = self.filter(leading=True).order_by("valid").first()
        return first.valid.lower if first else None

    def newest_version(self, code: str) -> "SpreadKey | None":
        """The newest version of one key."""
        return self.filter(code=code).order_by("-version").first()

    def first_open_day(self, code: str) -> date | None:
        """From when a new version of this key can count: after the figures that were made, after the one before it.

        None when any day will do.
        """
        before = self.newest_version(code)
        if before is None:
            return None
        used = before.snapshots.model.objects.newest_day()
        return max(day for day in (before.valid.lower, used) if day is not None) + timedelta(days=1)


@pghistory.track()
class SpreadKey(models.Model):
    """One version of a key. Once figures were made with it, only the end of its validity can still be set.

    A change is a new version that begins later (`spread.actions.add_key`).
    """

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"code", "name", "statement", "source", "terms", "place_weights"}
    WRITTEN: ClassVar = {"decided_by"}

    code = models.SlugField(
        "code", max_length=40, help_text="Blijft gelijk voor elke versie van dezelfde sleutel."
    )
    version = models.PositiveSmallIntegerField("versie", default=1)
    name = models.CharField("naam", max_length=120)
    statement = models.CharField(
        "wat deze sleutel is",
        max_length=300,
        help_text="Staat bij elk cijfer, zodat niemand er meer in leest dan er is.",
    )
    valid = DateRangeField("geldig")
    leading = models.BooleanField(
        "hoofdsleutel",
        default=False,
        help_text="De sleutel van de pagina Spreiding. Er is er op elke dag hoogstens één.",
    )
    computed = models.BooleanField(
        "wordt berekend",
        default=True,
        help_text="Elke dag cijfers met deze sleutel. Zonder is ze er om te lezen en te vergelijken.",
    )
    source = models.TextField("bron")
    decided_by = models.CharField("beslist door", max_length=200)
    terms = models.JSONField("factoren")
    place_weights = models.JSONField("gewicht per soort plaats")
    exempt_multiple = models.DecimalField(
        "vrijgesteld vanaf",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="Zoveel keer het Vlaamse gemiddelde aan gewogen plaatsen per inwoner. Leeg: niemand is vrijgesteld.",
    )
    cap_multiple = models.DecimalField(
        "bovengrens van het doel",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="Zoveel keer het Vlaamse gemiddelde per inwoner. Leeg: geen bovengrens.",
    )
    floor_multiple = models.DecimalField(
        "ondergrens van het doel",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="Zoveel keer het Vlaamse gemiddelde per inwoner, hoogstens 1. Leeg: geen ondergrens.",
    )
    total = models.PositiveIntegerField(
        "te verdelen plaatsen",
        null=True,
        blank=True,
        help_text="Leeg: het aantal plaatsen dat er die dag in Vlaanderen is.",
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

    objects = SpreadKeyQuerySet.as_manager()

    class Meta:
        verbose_name = "verdeelsleutel"
        verbose_name_plural = "verdeelsleutels"
        ordering = ("code", "-version")
        constraints = (
            UniqueConstraint(
                fields=["code", "version"],
                name="spread_key_version_unique",
                violation_error_message="Deze versie van de sleutel bestaat al.",
            ),
            ExclusionConstraint(
                name="spread_key_one_version_a_day",
                expressions=[("code", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                violation_error_message="Op sommige van deze dagen geldt al een andere versie van deze sleutel.",
            ),
            ExclusionConstraint(
                name="spread_key_one_leading_a_day",
                expressions=[("valid", RangeOperators.OVERLAPS)],
                condition=Q(leading=True),
                violation_error_message="Op sommige van deze dagen is er al een andere hoofdsleutel.",
            ),
            CheckConstraint(
                condition=Q(valid__isempty=False, valid__startswith__isnull=False),
                name="spread_key_begins",
                violation_error_message="Een sleutel geldt vanaf een dag, minstens één dag lang.",
            ),
            CheckConstraint(
                condition=Q(cap_multiple__isnull=True) | Q(cap_multiple__gte=1),
                name="spread_key_cap_leaves_room",
                violation_error_message=(
                    "De bovengrens is minstens 1 keer het gemiddelde: anders past het totaal er niet onder."
                ),
            ),
            CheckConstraint(
                condition=Q(floor_multiple__isnull=True) | Q(floor_multiple__gte=0, floor_multiple__lte=1),
                name="spread_key_floor_fits",
                violation_error_message="De ondergrens is 0 tot 1 keer het gemiddelde: anders is het totaal te klein.",
            ),
            CheckConstraint(
                condition=Q(leading=False) | Q(computed=True),
                name="spread_key_leading_is_computed",
                violation_error_message="De hoofdsleutel wordt altijd berekend.",
            ),
            CheckConstraint(
                condition=Q(exempt_multiple__isnull=True) | Q(exempt_multiple__gt=0),
                name="spread_key_exempt_positive",
                violation_error_message="De vrijstelling is een veelvoud groter dan 0.",
            ),
        )
        triggers = (
            pgtrigger.Trigger(
                name="fixed_after_use",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                # What was computed must stay explicable: no figure may stand outside the validity of its key, or
                # come from a key that reads differently now.
                func="""
                    IF EXISTS (SELECT 1 FROM spread_indicatorsnapshot WHERE key_id = OLD.id) AND (
                        (to_jsonb(NEW) - 'valid') IS DISTINCT FROM (to_jsonb(OLD) - 'valid')
                        OR lower(NEW.valid) IS DISTINCT FROM lower(OLD.valid)
                        OR EXISTS (
                            SELECT 1 FROM spread_indicatorsnapshot WHERE key_id = OLD.id AND NOT NEW.valid @> "on"
                        )
                    ) THEN
                        RAISE EXCEPTION 'spread key % is in use: make a new version', OLD.id
                            USING ERRCODE = 'integrity_constraint_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} (versie {self.version})"

    def clean(self) -> None:
        """The data makes a key. Raises ValidationError with every problem."""
        try:
            self.read()
        except InvalidKey as invalid:
            raise ValidationError({"terms": invalid.problems}) from invalid

    def read(self) -> Key:
        """The key to compute with. Raises InvalidKey."""
        return read_key(
            terms=self.terms,
            place_weights=self.place_weights,
            exempt_multiple=self.exempt_multiple,
            cap_multiple=self.cap_multiple,
            floor_multiple=self.floor_multiple,
            total=self.total,
            known_indicators=KNOWN_INDICATORS,
        )
