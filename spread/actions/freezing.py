"""The verb that freezes the figures of a reference date, with the decision."""

import hashlib
import json
from dataclasses import replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.allowed import insist
from accounts.models import Membership
from audit.trail import record
from spread import rules
from spread.figures import all_figures
from spread.history import areas_known, end_of, kept_since
from spread.models import FrozenFigures, IndicatorSnapshot, SpreadKey
from spread.moments import Line, lines_of_figures, lines_of_snapshots


class NotYetKnown(Exception):
    """What will be known on a later day is not known yet."""

    def __init__(self) -> None:
        super().__init__("Wat op een latere dag gekend zal zijn, weten we nog niet. Kies vandaag of vroeger.")


class NothingKeptYet(Exception):
    """The portal keeps nothing of that day: its history, or its keys, begin later."""

    def __init__(self, first: date | None) -> None:
        since = (
            f"Wat gekend was, bewaart het portaal vanaf {first:%d/%m/%Y}."
            if first
            else "Er is nog niets bewaard."
        )
        super().__init__(since)


@transaction.atomic
def freeze_figures(
    *, name: str, on: date, known_on: date, decided_by: str, reason: str, by: Membership
) -> FrozenFigures:
    """Keep the figures as valid on `on` and as known at the end of `known_on`, by the key that leads on `on`.

    The figures that the portal itself made on that day are taken over as they stood; any other pair of days is
    computed from the history. Raises NotYetKnown; NothingKeptYet; NothingToSpreadBy or CannotPlace when the key gives
    no targets; ValidationError without a name, a decision or a reason.
    """
    insist(by, rules.may_freeze(by))
    today = timezone.localdate()
    if known_on > today:
        raise NotYetKnown
    key = SpreadKey.objects.in_force(on=on).filter(leading=True).first()
    if key is None:
        raise NothingKeptYet(SpreadKey.objects.first_leading_day())
    lines = _lines_of_the_day(key, on) if on == known_on else None
    persons_known = lines is not None
    if lines is None:
        lines = _lines_from_history(key, on, known_on)
    rows = [line.as_data() for line in lines]
    text = json.dumps(rows, sort_keys=True, ensure_ascii=False)
    frozen = FrozenFigures(
        name=name.strip(),
        on=on,
        known_on=known_on,
        key=key,
        decided_by=decided_by.strip(),
        reason=reason.strip(),
        rows=rows,
        persons_known=persons_known,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        made_by=by.user,
    )
    frozen.full_clean()
    frozen.save()
    changes = {"on": on, "known_on": known_on, "decided_by": frozen.decided_by, "reason": frozen.reason}
    record("figures.frozen", frozen, by=by, changes=changes | {"sha256": frozen.sha256})
    return frozen


def _lines_of_the_day(key: SpreadKey, on: date) -> list[Line] | None:
    """The figures that were made on that day; None when there are none."""
    rows = IndicatorSnapshot.objects.of_day(key, on)
    return lines_of_snapshots(rows) or None


def _lines_from_history(key: SpreadKey, on: date, known_on: date) -> list[Line]:
    first = kept_since()
    if first is None or known_on < first:
        raise NothingKeptYet(first)
    read = key.read()
    areas = areas_known(read.indicators, on=on, known_at=end_of(known_on))
    return [replace(line, persons=None) for line in lines_of_figures(all_figures(read, areas))]
