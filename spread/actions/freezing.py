"""The verb that freezes the figures of a reference date, with the decision."""

import hashlib
import json
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.allowed import insist
from accounts.models import Membership
from audit.trail import record
from spread import rules
from spread.models import FrozenFigures, SpreadKey
from spread.time_machine import NothingKeptYet, NotYetKnown, figures_known, figures_made


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
    if known_on > timezone.localdate():
        raise NotYetKnown
    key = SpreadKey.objects.in_force(on=on).filter(leading=True).first()
    if key is None:
        raise NothingKeptYet(SpreadKey.objects.first_leading_day())
    made = figures_made(key, on) if on == known_on else []
    lines = made or figures_known(key, on=on, known_on=known_on)
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
        persons_known=bool(made),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        made_by=by.user,
    )
    frozen.full_clean()
    frozen.save()
    changes = {"on": on, "known_on": known_on, "decided_by": frozen.decided_by, "reason": frozen.reason}
    record("figures.frozen", frozen, by=by, changes=changes | {"sha256": frozen.sha256})
    return frozen
