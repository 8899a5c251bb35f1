"""Verbs on documents."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Sum
from django.utils import timezone

from audit.trail import Actor, record
from documents import scanner
from documents.files import CheckedFile
from documents.models import Document, storage_path

logger = logging.getLogger(__name__)


class QuotaReached(Exception):
    """This account added as much today as one may; nothing is kept of what it sent now."""


class StorageFull(Exception):
    """The disk took no more; nothing is kept of this file, and nothing of it lies there."""


@transaction.atomic
def store_document(*, checked: CheckedFile, by: Actor) -> Document:
    """Keep a checked file. The owner links to the row in the same transaction; otherwise it stays without owner.

    Raises QuotaReached, and StorageFull when it cannot be written. With a virus scanner it can be fetched when that
    found nothing (`documents.tasks`). When the transaction is rolled back, the file on disk has no row;
    `manage.py sweep_documents` removes such files.
    """
    _insist_on_room(by, checked.upload.size or 0)
    document = Document(
        name=checked.name,
        content_type=checked.content_type,
        size=checked.upload.size or 0,
        sha256=checked.sha256,
        uploaded_by=by.user,
        scan=Document.Scan.WAITS if scanner.is_scanning() else Document.Scan.OFF,
    )
    try:
        document.file.save(checked.name, checked.upload, save=False)
    except OSError as problem:
        document.file.storage.delete(storage_path(document, checked.name))  # what was written of it
        logger.error("a file could not be stored (%s)", problem.strerror)
        raise StorageFull from problem
    document.save()
    record("document.stored", document, by=by, changes={"name": document.name, "size": document.size})
    return document


def _insist_on_room(by: Actor, size: int) -> None:
    used = Document.objects.filter(
        uploaded_by=by.user, uploaded_at__gt=timezone.now() - timedelta(days=1)
    ).aggregate(files=Count("pk"), bytes=Sum("size", default=0))
    most = settings.UPLOAD_QUOTA_MEGABYTES * 1024 * 1024
    if used["files"] >= settings.UPLOAD_QUOTA_FILES or used["bytes"] + size > most:
        raise QuotaReached


def scan_document(*, document: Document, by: Actor | None) -> Document:
    """Asks the virus scanner; raises ScannerAway, and then the document goes on waiting. Nobody waits for a lock while
    the scanner reads; what another worker found in between stays."""
    with document.file.open("rb") as file:
        clean = scanner.is_clean(file)
    with transaction.atomic():
        locked = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
        if locked.scan == Document.Scan.WAITS:
            locked.scan = Document.Scan.CLEAN if clean else Document.Scan.REFUSED
            locked.save(update_fields=["scan"])
            if not clean:
                record("document.refused_by_scanner", locked, by=by, changes={"size": locked.size})
    return locked
