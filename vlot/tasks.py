"""What the clock asks of VLOT."""

import logging

from celery import shared_task
from django.conf import settings

from accounts.models import Kind, Membership
from vlot.actions import take_in_mail
from vlot.mail_reading import MailRefused, read_mail
from vlot.mailbox import is_configured, mailbox, mark_seen, unread

logger = logging.getLogger(__name__)


@shared_task
def fetch_mail() -> int:
    """Take in what came in the mailbox, for the hat in `VLOT_MAILBOX_USER`; nothing where no mailbox is configured.

    A message is marked as seen after it was kept: a worker that dies reads it again, and it stays one case.
    """
    if not is_configured():
        return 0
    by = Membership.objects.open().get(
        user__email__iexact=settings.VLOT_MAILBOX_USER, organisation__kind=Kind.VLOT
    )
    number_kept = 0
    with mailbox() as box:
        for number, raw in unread(box):
            try:
                take_in_mail(mail=read_mail(raw), by=by)
                number_kept += 1
            except MailRefused as problem:
                logger.warning("A message in the mailbox of VLOT was refused: %s", problem)
            mark_seen(box, number)
    return number_kept
