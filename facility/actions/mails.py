"""Sending the mails to suppliers that wait."""

import logging
import random
from datetime import timedelta
from smtplib import SMTPException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from audit.trail import record
from documents.paper import PDF
from facility.models import SupplierMail

log = logging.getLogger(__name__)


@transaction.atomic
def send_supplier_mail(*, by: Membership | None = None) -> bool:
    """Send the first mail that is due, under its own lock; False when there is none.

    A mail that is refused moves to later with growing pauses; after MAX_ATTEMPTS it stays, and its order says so.
    """
    row = SupplierMail.objects.due().select_for_update(of=("self",), skip_locked=True).first()
    if row is None:
        return False
    row.attempts += 1
    try:
        _message(row).send()
    except (SMTPException, OSError, ValueError) as problem:
        pause = timedelta(seconds=30 * 2**row.attempts * random.uniform(0.8, 1.2))  # noqa: S311 jitter, no secret  # nosec B311
        row.next_attempt_at = timezone.now() + pause
        log.warning("mail %s refused (%s), attempt %s", row.key, type(problem).__name__, row.attempts)
    else:
        row.sent_at = timezone.now()
        record("order.mailed", row.order, by=by, changes={"subject": row.subject})
    row.save(update_fields=["attempts", "next_attempt_at", "sent_at"])
    return True


def _message(row: SupplierMail) -> EmailMessage:
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    message = EmailMessage(
        subject=row.subject,
        body=f"Beste\n\n{row.body}\n\nHet Facilitair Bedrijf",
        to=[row.to],
        headers={"Message-ID": f"<{row.key}@{host}>"},
    )
    if row.order.document is not None:
        with row.order.document.file.open("rb") as paper:
            message.attach(row.order.document.name, paper.read(), PDF)
    return message
