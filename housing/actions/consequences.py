"""Verbs on what follows from a visit to a site: units out of use until it is solved, and back in use when it is."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from accounts.allowed import insist
from accounts.models import Membership
from audit.constraints import sentence_for
from audit.trail import record
from housing import rules
from housing.actions.availability import OutOfUseAlready, refuse_under, take_into_use
from housing.models import Inspection, OutOfUse, Site, Stay, Unavailability, Unit
from housing.models.units import lasts_after
from municipalities.changes import announce


class VisitPassed(Exception):
    """Nothing of this visit keeps people from living there (any more)."""

    def __init__(self) -> None:
        super().__init__("Dit bezoek is geslaagd: er is geen reden om eenheden buiten gebruik te stellen.")


@transaction.atomic
def take_out_after_visit(
    *, inspection: Inspection, units: Sequence[Unit], on: date, by: Membership
) -> list[Unavailability]:
    """Nobody can live in these units until what the visit found is solved. All of them, or none.

    Raises VisitPassed, PeopleLiveThere or OutOfUseAlready.
    """
    visit = Inspection.objects.select_related("site__municipality").get(pk=inspection.pk)
    site = visit.site
    if site is None or visit.passed:
        raise VisitPassed
    insist(by, rules.may_visit_site(by, site))
    chosen = list(
        Unit.objects.select_for_update(of=("self",))
        .filter(site=site, pk__in=[unit.pk for unit in units])
        .order_by("pk")
    )
    period = DateRange(on, None)
    refuse_under(Stay.objects.standing().filter(unit__in=chosen, period__overlap=period))
    reason = f"Niet in orde bij het plaatsbezoek van {visit.inspected_on:%d/%m/%Y}"
    outages = []
    for unit in chosen:
        try:
            with transaction.atomic():
                outage = Unavailability.objects.create(
                    unit=unit, period=period, kind=OutOfUse.DAMAGE, reason=reason, inspection=visit
                )
        except IntegrityError as refusal:
            raise OutOfUseAlready(f"{unit.label}: {sentence_for(refusal, Unavailability)}") from refusal
        record("unit.out_of_use", unit, by=by, changes={"period": period, "reason": reason})
        outages.append(outage)
    if outages:
        labels = ", ".join(unit.label for unit in chosen)
        record("site.units_out_of_use", site, by=by, changes={"units": labels, "reason": reason})
        announce(site.municipality, "places")
    return outages


@transaction.atomic
def bring_back_into_use(*, site: Site, by: Membership) -> int:
    """What was out of use because of a visit can be lived in again from today, when the last visit left nothing open
    that blocks. Returns how many units."""
    insist(by, rules.may_visit_site(by, site))
    last = site.inspections.prefetch_related("defects").order_by("-pk").first()
    if last is None or not last.passed:
        return 0
    today = timezone.localdate()
    waiting = Unavailability.objects.filter(inspection__site=site).filter(lasts_after(today)).order_by("pk")
    labels = []
    for outage in waiting.select_related("unit__site"):
        take_into_use(outage=outage, on=today, by=by)
        labels.append(outage.unit.label)
    if labels:
        record("site.units_into_use", site, by=by, changes={"units": ", ".join(labels)})
    return len(labels)
