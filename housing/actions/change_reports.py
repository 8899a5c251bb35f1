"""Verbs on reported changes: somebody says that a site is different, the municipality says what became of it."""

from django.db import transaction
from django.utils import timezone

from accounts.allowed import insist
from accounts.models import Membership
from audit.trail import change_status, record
from housing import rules, visit_notices
from housing.models import ChangeReport, Site


@transaction.atomic
def report_change(*, site: Site, text: str, by: Membership, via: str = "") -> ChangeReport:
    """Say that something is different at a site: it waits for the municipality, and the other side hears it."""
    insist(by, rules.may_check_site(by, site))
    report = ChangeReport.objects.create(
        site=site, text=text, organisation=by.organisation, via=via, reported_by=by.user
    )
    record("site.change_reported", site, by=by, changes={"text": text} | ({"via": via} if via else {}))
    visit_notices.site_change_reported(report, by=by)
    return report


@transaction.atomic
def decide_report(*, report: ChangeReport, outcome: str, answer: str, by: Membership) -> ChangeReport:
    """The municipality says, with a sentence, whether it carried the change out or nothing needs to change.

    Raises IllegalTransition when a colleague was first.
    """
    insist(by, rules.may_decide_report(by, report))
    report = change_status(
        report,
        outcome,
        by=by,
        verb="change_report.decided",
        answer=answer,
        decided_at=timezone.now(),
        decided_by=by.user,
    )
    record(
        "site.change_handled",
        report.site,
        by=by,
        changes={"outcome": report.get_status_display(), "answer": answer},
    )
    visit_notices.change_report_decided(report, by=by)
    return report
