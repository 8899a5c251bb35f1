"""The verb of the monthly report."""

from datetime import date

from django.db import connection, transaction

from accounts.models import Membership
from audit.trail import record_many
from municipalities.models import Province
from vlot.models import Team
from vlot.oversight import notices
from vlot.oversight.models import MonthlyReport
from vlot.oversight.months import figures_of, month_before, read_month

LOCK = 0x56_4C_4F_54  # one run at a time: "VLOT"


@transaction.atomic
def publish_month(*, on: date, by: Membership | None = None) -> list[MonthlyReport]:
    """Freezes the reports of the month before the one of `on`: of Flanders and of every team.

    Returns those it made: none when they are there already, however often it is asked.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    first = month_before(on.replace(day=1))
    there = set(MonthlyReport.objects.filter(month=first).values_list("scope", "province"))
    missing = [
        (team, scope, province)
        for team, scope, province in _scopes()
        if (scope, province.pk if province else None) not in there
    ]
    if not missing:
        return []
    month = read_month(first)
    made = [
        MonthlyReport(month=first, scope=scope, province=province, figures=figures_of(month, team))
        for team, scope, province in missing
    ]
    MonthlyReport.objects.bulk_create(made)
    record_many("monthly_report.published", made, by=by, changes=[{"month": first}] * len(made))
    notices.month_published(first, by=by)
    return made


def _scopes() -> list[tuple[Team | None, str, Province | None]]:
    """Flanders, and each team with the kind of report that it gets."""
    scope = MonthlyReport.Scope
    teams = Team.objects.select_related("province")
    return [
        (None, scope.FLANDERS, None),
        *((team, scope.PROVINCE if team.province else scope.CENTRAL, team.province) for team in teams),
    ]
