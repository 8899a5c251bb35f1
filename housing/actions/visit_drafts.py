"""Verbs on a visit that is not recorded yet: planned, called off, kept while one walks around."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.allowed import insist
from accounts.models import Membership
from audit.constraints import sentence_for
from audit.trail import record
from documents.actions import store_document
from documents.files import CheckedFile
from housing import rules, visit_notices
from housing.actions.availability import lock_site
from housing.models import DefectPhoto, Offer, Site, VisitDraft, VisitPhoto, VisitPlan

KEPT_DAYS = 60  # that a draft nobody went on with stays


class CannotPlan(Exception):
    """No visit can be planned on this day or for this site; the sentence says why."""


@transaction.atomic
def plan_visit(*, site: Site, on: date, reason: str, by: Membership) -> VisitPlan:
    """Say when a site is going to be visited, and why; the provider hears it. Raises CannotPlan."""
    locked = lock_site(site)
    insist(by, rules.may_visit_site(by, locked))
    if on < timezone.localdate():
        raise CannotPlan("Deze dag is voorbij. Kies vandaag of later, of leg het bezoek meteen vast.")
    if locked.closed_on is not None and locked.closed_on <= on:
        raise CannotPlan(f"De locatie is dan gesloten, vanaf {locked.closed_on:%d/%m/%Y}.")
    try:
        with transaction.atomic():
            plan = VisitPlan.objects.create(site=locked, planned_on=on, reason=reason, planned_by=by.user)
    except IntegrityError as refusal:
        raise CannotPlan(sentence_for(refusal, VisitPlan)) from refusal
    record("site.visit_planned", locked, by=by, changes={"on": on, "reason": reason})
    visit_notices.visit_planned(plan, by=by)
    return plan


@transaction.atomic
def cancel_visit(*, plan: VisitPlan, by: Membership) -> VisitPlan:
    """The visit is off. What was made or called off already stays as it is."""
    locked = (
        VisitPlan.objects.select_related("site__municipality").select_for_update(of=("self",)).get(pk=plan.pk)
    )
    insist(by, rules.may_cancel_visit(by, locked))
    if locked.inspection_id is None and locked.cancelled_at is None:
        locked.cancelled_at, locked.cancelled_by = timezone.now(), by.user
        locked.save(update_fields=["cancelled_at", "cancelled_by"])
        record("site.visit_cancelled", locked.site, by=by, changes={"on": locked.planned_on})
        visit_notices.visit_cancelled(locked, by=by)
    return locked


@transaction.atomic
def keep_visit_draft(
    *,
    place: Offer | Site,
    typed: dict[str, Any],
    photos: Iterable[tuple[str, CheckedFile]] = (),
    by: Membership,
) -> VisitDraft:
    """Keep what this official typed so far, and add the photos, each with the prefix of its finding in the form."""
    insist(by, _may_visit(by, place))
    of = _of(place)
    draft, begun = VisitDraft.objects.get_or_create(**of, kept_by=by.user)
    draft = VisitDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    draft.typed, draft.kept_at = typed, timezone.now()
    draft.save(update_fields=["typed", "kept_at"])
    for prefix, photo in photos:
        document = store_document(checked=photo, by=by)
        VisitPhoto.objects.create(draft=draft, document=document, place_in_form=prefix)
    if begun:
        record("visit.begun", draft, by=by)  # on the draft: the history of the place tells what was recorded
    return draft


@transaction.atomic
def drop_visit_photo(*, place: Offer | Site, photo: int, by: Membership) -> None:
    """Take a photo off one's own draft; dropping it twice changes nothing."""
    insist(by, _may_visit(by, place))
    draft = VisitDraft.objects.filter(**_of(place), kept_by=by.user).first()
    for link in VisitPhoto.objects.filter(pk=photo, draft=draft).select_related("document", "draft"):
        link.delete()
        link.document.delete()
        record("visit.photo_dropped", link.draft, by=by)


@transaction.atomic
def end_visit_draft(*, place: Offer | Site, by: Membership) -> None:
    """The visit is recorded, or typing it stops: one's draft goes, with the photos that no finding took over."""
    insist(by, _may_visit(by, place))
    for draft in VisitDraft.objects.filter(**_of(place), kept_by=by.user):
        record("visit.draft_ended", draft, by=by)
        _forget(draft)


@transaction.atomic
def forget_visit_drafts(*, on: date, by: Membership | None = None) -> int:
    """Take away drafts that nobody went on with for KEPT_DAYS days; returns how many."""
    old = VisitDraft.objects.filter(kept_at__date__lte=on - timedelta(days=KEPT_DAYS))
    drafts = list(old.select_related("offer", "site").select_for_update(of=("self",), skip_locked=True))
    for draft in drafts:
        record("visit.draft_ended", draft, by=by)
        _forget(draft)
    return len(drafts)


def _of(place: Offer | Site) -> dict[str, Any]:
    return {"offer": place} if isinstance(place, Offer) else {"site": place}


def _may_visit(by: Membership, place: Offer | Site) -> bool:
    if isinstance(place, Offer):
        return rules.may_judge_offer(by, place)
    return rules.may_visit_site(by, place)


def _forget(draft: VisitDraft) -> None:
    documents = [photo.document for photo in draft.photos.select_related("document")]
    draft.delete()
    taken = set(DefectPhoto.objects.filter(document__in=documents).values_list("document", flat=True))
    for document in documents:
        if document.pk not in taken:
            document.delete()
