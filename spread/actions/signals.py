"""Signals: raised by the figures, once for as long as they last; followed up, done or dismissed by people."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Sum

from accounts.allowed import insist
from accounts.models import Membership
from audit.trail import change_status, record
from housing.models import Unit
from spread import rules
from spread.actions.turns import one_run_at_a_time
from spread.counting import successors_of_today
from spread.models import IndicatorSnapshot, Level, Signal, SignalKind, SignalRule
from spread.signals import STARTING_LINES, Finding, Seen, findings

Status = Signal.Status


@transaction.atomic
def raise_signals(*, on: date, by: Membership | None = None) -> int:
    """Look at the newest figures by every rule; returns how many signals were raised. One trace for all of them.

    What was raised before and still holds is not raised again, whatever somebody decided about it. What does not hold
    any more gets a day on which it ceased, and is over by itself when nobody took it up. Without figures nothing is
    seen.
    """
    one_run_at_a_time()
    _keep_a_line_for_each_kind()
    rows = list(IndicatorSnapshot.objects.current().filter(level=Level.MUNICIPALITY).order_by("pk"))
    if not rows:
        return 0
    found = [finding for rule in SignalRule.objects.all() for finding in _found(rule, rows, on)]
    lasting = {
        (signal.kind, signal.municipality_id): signal
        for signal in Signal.objects.filter(ceased_on__isnull=True)
    }
    holds = {(str(finding.kind), finding.municipality) for finding in found}
    for key, signal in lasting.items():
        if key not in holds:
            _cease(signal, on, by)
    desks = dict(SignalRule.objects.values_list("kind", "desk"))
    fresh = Signal.objects.bulk_create(
        Signal(
            kind=finding.kind,
            municipality_id=finding.municipality,
            desk=desks[finding.kind],
            sentence=finding.sentence,
            raised_on=on,
        )
        for finding in found
        if (str(finding.kind), finding.municipality) not in lasting
    )
    if fresh:
        record("signal.raised", fresh[0], by=by, changes={"on": on, "raised": len(fresh)})
    return len(fresh)


def _keep_a_line_for_each_kind() -> None:
    """The starting lines where there is none: a kind without a line would never be seen."""
    SignalRule.objects.bulk_create([SignalRule(**line) for line in STARTING_LINES], ignore_conflicts=True)


def _found(rule: SignalRule, rows: Iterable[IndicatorSnapshot], on: date) -> list[Finding]:
    before = _places_before(on - timedelta(days=rule.days)) if rule.kind == SignalKind.CHANGE else {}
    stale = _not_checked_since(on - timedelta(days=rule.days), on) if rule.kind == SignalKind.STALE else {}
    return findings(rule, [Seen.of(row, before, stale) for row in rows])


def _places_before(day: date) -> dict[int, int]:
    """The places of each municipality on that day, or on the last one before it with figures."""
    past = IndicatorSnapshot.objects.filter(key__leading=True, level=Level.MUNICIPALITY, on__lte=day)
    newest = past.order_by("-on").values("on")[:1]
    return {
        pk: places
        for pk, places in past.filter(on=newest).values_list("municipality_id", "places")
        if pk is not None
    }


def _not_checked_since(day: date, on: date) -> dict[int, int]:
    """Validated places per municipality of today whose site was last looked at before that day."""
    successors = successors_of_today()
    found: dict[int, int] = {}
    units = Unit.objects.validated(on=on).filter(site__checked_on__lt=day)
    for pk, places in units.order_by().values_list("site__municipality").annotate(places=Sum("places")):
        found[successors[pk]] = found.get(successors[pk], 0) + places
    return found


def _cease(signal: Signal, on: date, by: Membership | None) -> None:
    """It does not hold any more: over when nobody took it up, else only marked."""
    if signal.status == Status.OPEN:
        change_status(signal, Status.CEASED, by=by, verb="signal.ceased", ceased_on=on)
        return
    signal.ceased_on = on
    signal.save(update_fields=["ceased_on"])


@transaction.atomic
def take_signal(*, signal: Signal, by: Membership) -> Signal:
    """Follow this one up. Raises IllegalTransition when somebody else did so or closed it."""
    insist(by, rules.may_handle_signal(by, signal))
    return change_status(signal, Status.TAKEN, by=by, verb="signal.taken", owner=by.user)


@transaction.atomic
def finish_signal(*, signal: Signal, reason: str, by: Membership) -> Signal:
    """Done: `reason` says what came of it. Raises ValidationError without, IllegalTransition when it was closed."""
    insist(by, rules.may_handle_signal(by, signal))
    return _close(signal, Status.DONE, "signal.done", reason, by)


@transaction.atomic
def dismiss_signal(*, signal: Signal, reason: str, by: Membership) -> Signal:
    """No need to act: `reason` says why. It is not raised again as long as it lasts. Raises as `finish_signal`."""
    insist(by, rules.may_handle_signal(by, signal))
    return _close(signal, Status.DISMISSED, "signal.dismissed", reason, by)


def _close(signal: Signal, to: str, verb: str, reason: str, by: Membership) -> Signal:
    owner = signal.owner or by.user
    return change_status(signal, to, by=by, verb=verb, reason=reason, owner=owner, outcome=reason.strip())
