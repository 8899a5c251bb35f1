"""Verbs on an offer that is still being typed: nothing of it is lost, and nothing is overwritten unseen."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.allowed import insist
from accounts.models import Membership
from audit.trail import IllegalTransition, record
from documents.actions import store_document
from documents.files import CheckedFile
from housing import rules
from housing.models import DocumentKind, Offer, OfferDocument


class ChangedMeanwhile(Exception):
    """Somebody, or another window, kept this draft after it was read: read it again."""


@transaction.atomic
def save_draft(
    *,
    form_token: UUID,
    fields: dict[str, Any],
    typed: dict[str, Any] | None = None,
    documents: Iterable[tuple[DocumentKind, CheckedFile]] = (),
    read_at: datetime | None = None,
    by: Membership,
) -> Offer:
    """Keep what was typed so far. The token names the draft: sent twice, or from two tabs, it stays one offer.

    `fields` are valid values for the columns, `typed` the raw text of fields that are not valid yet. With `read_at`,
    the `changed_at` of the offer that they were laid over, raises ChangedMeanwhile when it changed since. Raises
    IllegalTransition when the offer is no longer open for typing.
    """
    insist(by, rules.may_offer(by))
    offer, created = Offer.objects.get_or_create(
        form_token=form_token, defaults={"organisation": by.organisation, "created_by": by.user}
    )
    offer = Offer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    insist(by, rules.is_provider_of(by, offer))
    if offer.status not in (Offer.Status.DRAFT, Offer.Status.INFO_REQUESTED):
        raise IllegalTransition(offer, Offer.Status.DRAFT)
    if read_at is not None and not created and offer.changed_at != read_at:
        raise ChangedMeanwhile
    changes = {name: value for name, value in fields.items() if getattr(offer, name) != value}
    for name, value in changes.items():
        setattr(offer, name, value)
    offer.host_told_by_id = (offer.host_told_by_id or by.user.pk) if offer.private_host else None
    if created or changes or offer.typed != (typed or {}):
        offer.typed = typed or {}
        offer.save()
    for kind, checked in documents:
        document = store_document(checked=checked, by=by)
        OfferDocument.objects.create(offer=offer, document=document, kind=kind)
    if created or changes:
        record("offer.started" if created else "offer.changed", offer, by=by, changes=changes)
    return offer


@transaction.atomic
def remove_offer_document(*, offer: Offer, document: UUID, by: Membership) -> None:
    """Take a file off an offer that is still open for typing; `sweep_documents` removes it from the disk.

    Taking it off twice changes nothing. Raises IllegalTransition when the offer is no longer open for typing.
    """
    locked = Offer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    insist(by, rules.may_offer(by) and rules.is_provider_of(by, locked))
    if locked.status not in (Offer.Status.DRAFT, Offer.Status.INFO_REQUESTED):
        raise IllegalTransition(locked, Offer.Status.DRAFT)
    for link in locked.offer_documents.filter(document=document).select_related("document"):
        link.delete()
        link.document.delete()
        record("offer.document_removed", locked, by=by, changes={"name": link.document.name})
