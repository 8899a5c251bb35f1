"""Verbs on playbooks: a new version is a copy of the last one, changed, and then published for good."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.allowed import insist
from accounts.models import Membership
from audit.constraints import sentence_for
from audit.overtaken import changes_of, put
from audit.trail import record
from facility import rules, village_notices
from facility.models import Playbook, PlaybookItem, PlaybookNeed

COPIED = (
    "code",
    "theme",
    "title",
    "explanation",
    "party",
    "days",
    "before",
    "blocking",
    "evidence",
    "position",
)


class CannotKeepPlaybook(Exception):
    """Not for this version; the sentence says why, in Dutch."""


@transaction.atomic
def new_playbook_version(*, playbook: Playbook, by: Membership) -> Playbook:
    """A draft of the next version: every item and dependency of this one. While there is a draft, it is that one."""
    insist(by, rules.may_keep_playbooks(by))
    newest = (
        Playbook.objects.select_for_update(of=("self",))
        .filter(kind=playbook.kind)
        .order_by("-version")
        .first()
    )
    if newest is not None and newest.published_on is None:
        return newest
    version = (newest or playbook).version + 1
    draft = Playbook.objects.create(kind=playbook.kind, version=version, source=playbook.source)
    old = list(playbook.items.prefetch_related("needs__needs"))
    rows = PlaybookItem.objects.bulk_create(
        PlaybookItem(playbook=draft, **{name: getattr(item, name) for name in COPIED}) for item in old
    )
    new = {row.code: row for row in rows}
    PlaybookNeed.objects.bulk_create(
        PlaybookNeed(item=new[item.code], needs=new[need.needs.code])
        for item in old
        for need in item.needs.all()
    )
    record("playbook.version_begun", draft, by=by, changes={"version": version})
    return draft


@transaction.atomic
def save_playbook_item(
    *,
    playbook: Playbook,
    item: PlaybookItem | None = None,
    needs: Iterable[PlaybookItem],
    seen: Mapping[str, Any] | None = None,
    by: Membership,
    **fields: Any,
) -> PlaybookItem:
    """Add or change an item of a draft, with what it waits for. Raises CannotKeepPlaybook for a circle, or when the
    version was published; ValidationError for what does not fit; Overtaken when a colleague changed since what the page
    showed (`seen`)."""
    insist(by, rules.may_keep_playbooks(by))
    _draft(playbook)  # locked: its items change one after the other
    if item is None:
        row, waits = PlaybookItem(playbook=playbook, position=playbook.items.count() + 1), []
    else:
        row = playbook.items.get(pk=item.pk)
        waits = list(PlaybookItem.objects.filter(needed_by__item=row))
    stored = {"needs": waits, **{name: getattr(row, name) for name in fields}}
    changes = changes_of(stored, {"needs": list(needs), **fields}, seen)
    if item is not None and not changes:
        return row
    _, needed = changes.pop("needs", (None, None))
    put(changes, row)
    row.full_clean()
    row.save()
    if needed is not None:
        row.needs.all().delete()
    for need in needed or ():
        try:
            with transaction.atomic():
                PlaybookNeed.objects.create(item=row, needs=need)
        except IntegrityError as refusal:
            raise CannotKeepPlaybook(sentence_for(refusal, PlaybookNeed)) from refusal
    record("playbook.item_saved", playbook, by=by, changes={"code": row.code, "title": row.title})
    return row


@transaction.atomic
def remove_playbook_item(*, item: PlaybookItem, by: Membership) -> None:
    """Take an item out of a draft."""
    insist(by, rules.may_keep_playbooks(by))
    playbook = _draft(item.playbook)
    record("playbook.item_removed", playbook, by=by, changes={"code": item.code, "title": item.title})
    item.delete()


@transaction.atomic
def publish_playbook(*, playbook: Playbook, note: str, by: Membership) -> Playbook:
    """From now on new sites start with this version; it does not change any more. Who runs an older one is told."""
    insist(by, rules.may_keep_playbooks(by))
    draft = _draft(playbook)
    draft.note, draft.published_on = note, timezone.localdate()
    draft.save(update_fields=["note", "published_on"])
    record("playbook.published", draft, by=by, changes={"version": draft.version, "note": note})
    village_notices.playbook_published(draft, by=by)
    return draft


def _draft(playbook: Playbook) -> Playbook:
    locked = Playbook.objects.select_for_update(of=("self",)).get(pk=playbook.pk)
    if locked.published_on is not None:
        raise CannotKeepPlaybook(
            "Dit draaiboek is gepubliceerd en verandert niet meer. Maak een nieuwe versie."
        )
    return locked
