"""Verbs on the yearly confirmation of rights."""

from collections.abc import Collection
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts import rules
from accounts.actions.rights import end_membership
from accounts.allowed import insist
from accounts.models import Membership, Organisation, RightsReview
from audit.trail import record, record_many

BY_REVIEW = "Niet meer nodig bij de jaarlijkse controle"


class ReviewClosed(Exception):
    """Somebody confirmed this list already."""

    def __init__(self) -> None:
        super().__init__("Een collega bevestigde deze lijst intussen.")


class Undecided(Exception):
    """The list that was decided about is not the list any more."""

    def __init__(self) -> None:
        super().__init__("De lijst is intussen gewijzigd. Kijk ze na en kies voor iedereen.")


@transaction.atomic
def start_rights_reviews(
    *, on: date, dry_run: bool = False, by: Membership | None = None
) -> list[RightsReview]:
    """Ask every organisation with a role that was given or confirmed longer than a term ago to go through its list.

    Each role of it, except the administrators' own, gets the day on which it stops when nobody confirms it. That day is
    a row's own: it holds also when no task runs, and a change of the settings cuts nobody off. Asking again the same
    day finds nothing. With `dry_run` nothing is written, and what would be is returned.
    """
    due = Membership.objects.open().filter(
        organisation=OuterRef("pk"),
        source=Membership.Source.PORTAL,
        confirmed_on__lte=on - timedelta(days=settings.RIGHTS_TERM_DAYS),
    )
    asked = RightsReview.objects.filter(organisation=OuterRef("pk"), confirmed_at__isnull=True)
    organisations = (
        Organisation.objects.filter(Exists(due.exclude(role=Membership.Role.MANAGER)), ~Exists(asked))
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("pk")
    )
    lapses_on = on + timedelta(days=settings.RIGHTS_GRACE_DAYS)
    reviews = [RightsReview(organisation=body, asked_on=on, lapses_on=lapses_on) for body in organisations]
    if dry_run:
        return reviews
    for review in reviews:
        review.save()
        asked_about = Membership.objects.to_confirm().filter(organisation=review.organisation)
        rows = list(asked_about.exclude(role=Membership.Role.MANAGER).select_for_update(of=("self",)))
        Membership.objects.filter(pk__in=[row.pk for row in rows]).update(lapses_on=lapses_on)
        record("rights.review_started", review, by=by, changes={"lapses_on": lapses_on, "roles": len(rows)})
        record_many(
            "membership.confirmation_asked", rows, by=by, changes=[{"lapses_on": lapses_on}] * len(rows)
        )
    return reviews


@transaction.atomic
def confirm_rights(
    *, review: RightsReview, keep: Collection[Membership], stop: Collection[Membership], by: Membership
) -> RightsReview:
    """The administrator says of everybody on the list who keeps his role; the others' ends now.

    A role that stopped because nobody confirmed it in time works again when it is kept. Raises ReviewClosed, or
    Undecided when there is somebody on the list about whom nothing was said.
    """
    insist(by, rules.may_confirm_rights(by, review))
    locked = RightsReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if locked.confirmed_at is not None:
        raise ReviewClosed
    standing = {
        row.pk: row
        for row in Membership.objects.to_confirm()
        .filter(organisation=locked.organisation)
        .select_for_update(of=("self",))
        .order_by("pk")
    }
    kept, stopped = {row.pk for row in keep}, {row.pk for row in stop}
    if {pk for pk, row in standing.items() if row.lapses_on} - kept - stopped:
        raise Undecided
    for pk in sorted(stopped & set(standing)):
        end_membership(membership=standing[pk], reason=BY_REVIEW, by=by)
    confirmed = [row for pk, row in standing.items() if pk in (kept | {by.pk}) - stopped]
    today = timezone.localdate()
    Membership.objects.filter(pk__in=[row.pk for row in confirmed]).update(lapses_on=None, confirmed_on=today)
    record_many("membership.confirmed", confirmed, by=by)
    locked.confirmed_at, locked.confirmed_by = timezone.now(), by.user
    locked.save(update_fields=["confirmed_at", "confirmed_by"])
    changes = {"kept": len(confirmed), "stopped": len(stopped & set(standing))}
    record("rights.confirmed", locked, by=by, changes=changes)
    return locked
