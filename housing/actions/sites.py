"""Verbs on sites: what the place is like, its documents, and its confirmation by ABB."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.allowed import insist
from accounts.models import Membership
from audit.overtaken import changes_of, put
from audit.trail import check_promises, record
from documents.actions import store_document
from documents.files import CheckedFile
from housing import notices, rules, visit_notices
from housing.actions.availability import lock_site
from housing.models import Category, Site, SiteDocument, SiteDocumentKind
from municipalities.changes import announce


@transaction.atomic
def confirm_site(*, site: Site, by: Membership) -> Site:
    """ABB confirms a *specifiek* site. Confirming twice changes nothing: the first one counts."""
    locked = Site.objects.select_for_update(of=("self",)).get(pk=site.pk)
    insist(by, rules.may_confirm_sites(by) and locked.category == Category.SPECIFIC)
    if locked.confirmed_at is None:
        locked.confirmed_at, locked.confirmed_by = timezone.now(), by.user
        locked.save(update_fields=["confirmed_at", "confirmed_by"])
        record("site.confirmed", locked, by=by)
        announce(locked.municipality, "places")
        notices.site_confirmed(locked, by=by)
    return locked


@transaction.atomic
def set_conditions(
    *, site: Site, admits: str, open_to_others: bool, seen: Mapping[str, Any] | None = None, by: Membership
) -> Site:
    """The municipality says for whom a site is, and whether other municipalities may ask for it. Who lives there stays;
    what was proposed already is answered as it was asked. `seen` is what the page showed of both. Raises Overtaken when
    a colleague changed one of them since."""
    locked = lock_site(site)
    insist(by, rules.may_keep_terms(by, locked))
    asked = {"admits": admits, "open_to_others": open_to_others}
    changes = changes_of(locked, asked, seen)
    if changes:
        put(changes, locked)
        locked.save(update_fields=list(changes))
        record("site.conditions_set", locked, by=by, changes=changes)
    return locked


@transaction.atomic
def edit_site(*, site: Site, seen: Mapping[str, Any] | None = None, by: Membership, **fields: Any) -> Site:
    """Keep name, contact and features true. What stays the same is not written, so that a colleague's change stays.

    `seen` is what the page showed in those fields. Another category takes back ABB's confirmation. Raises Overtaken
    when a colleague changed one of them since, and ValidationError when it does not fit together.
    """
    locked = lock_site(site)
    insist(by, rules.may_edit_fields(by, locked, fields))
    changes = changes_of(locked, fields, seen)
    if not changes:
        return locked
    put(changes, locked)
    written = list(changes)
    if "category" in changes and locked.confirmed_at is not None:
        changes["confirmed_at"] = [locked.confirmed_at, None]
        locked.confirmed_at = locked.confirmed_by = None
        written += ["confirmed_at", "confirmed_by"]
    check_promises(locked, about=written)
    locked.save(update_fields=written)
    record("site.edited", locked, by=by, changes=changes)
    announce(locked.municipality, "places")
    visit_notices.site_edited(locked, field_names(changes), by=by)
    return locked


def field_names(names: Iterable[str]) -> list[str]:
    """Columns of a site in words."""
    return [str(Site._meta.get_field(name).verbose_name) for name in names]  # type: ignore[union-attr]


@transaction.atomic
def add_site_document(
    *, site: Site, kind: str, files: list[CheckedFile], by: Membership
) -> list[SiteDocument]:
    """Add files to what is known of a site: contract, permit, floor plan, photos."""
    locked = lock_site(site)
    insist(by, rules.may_add_document(by, kind, locked))
    links = []
    for file in files:
        document = store_document(checked=file, by=by)
        links.append(SiteDocument.objects.create(site=locked, document=document, kind=kind, added_by=by.user))
        changes = {"name": document.name, "document": SiteDocumentKind(kind).label}
        record("site.document_added", locked, by=by, changes=changes)
    return links


@transaction.atomic
def remove_site_document(*, site: Site, document: UUID, by: Membership) -> None:
    """Take a file off a site; `sweep_documents` removes it from the disk. Taking it off twice changes nothing."""
    locked = lock_site(site)
    links = list(locked.site_documents.filter(document=document).select_related("document"))
    insist(by, all(rules.may_remove_document(by, link, locked) for link in links))
    for link in links:
        link.delete()
        link.document.delete()
        changes = {"name": link.document.name, "document": link.get_kind_display()}
        record("site.document_removed", locked, by=by, changes=changes)
