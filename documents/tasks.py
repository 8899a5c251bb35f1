"""What the clock asks of documents."""

import logging

from celery import shared_task

from documents import actions, scanner
from documents.models import Document

AT_ONCE = 50
logger = logging.getLogger(__name__)


@shared_task
def scan_waiting() -> int:
    """Asks the virus scanner about documents that wait for it, oldest first. Without an answer they go on waiting; one
    whose file is lost stays closed, and no other waits behind it."""
    if not scanner.is_scanning():
        return 0
    done = 0
    for document in Document.objects.filter(scan=Document.Scan.WAITS).order_by("uploaded_at")[:AT_ONCE]:
        try:
            actions.scan_document(document=document, by=None)
        except FileNotFoundError:
            logger.error("document %s has no file: it stays closed", document.pk)
            continue
        except scanner.ScannerAway as problem:
            logger.warning("virus scanner away (%s): documents wait", problem)
            break
        done += 1
    return done
