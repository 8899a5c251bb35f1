"""Verbs on notifications."""

import logging
import random
from datetime import date, datetime, timedelta
from smtplib import SMTPException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import DatabaseError, transaction
from django.db.models import Exists, F, OuterRef
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.allowed import insist
from accounts.models import (
    Invitation,
    JoinRequest,
    Kind,
    KnownDevice,
    Membership,
    Organisation,
    RightsReview,
)
from audit.trail import record
from notifications import digests, joining, new_devices, rights, rules
from notifications.kinds import DIGESTS, How, ways_of
from notifications.models import UNDO_MINUTES, NoticeChoice, Notification, NotificationQuerySet
from notifications.outbox import notify

log = logging.getLogger(__name__)


@transaction.atomic
def mark_read(*, notification: Notification, by: Membership) -> None:
    """Someone of the organisation has seen it. The first reader counts."""
    insist(by, rules.may_read_notification(by, notification))
    Notification.objects.filter(pk=notification.pk, read_at__isnull=True).update(
        read_at=timezone.now(), read_by=by.user
    )


@transaction.atomic
def report_barrier(*, text: str, page: str, email: str, by: Membership | None) -> None:
    """Somebody, perhaps a visitor, cannot use something: the Flemish administration is told. His address is there only
    when he left it for an answer; who he is, is not noted otherwise."""
    insist(by, rules.may_report_barrier(by))
    abb = Organisation.objects.filter(kind=Kind.ABB).first()
    if abb is None:
        log.warning("a barrier was reported, and there is no ABB to tell")
        return
    lines = [
        text,
        f"Pagina: {page or 'niet gezegd'}",
        f"Antwoord naar: {email or 'niemand vroeg een antwoord'}",
    ]
    notify(organisation=abb, subject="Melding over toegankelijkheid", body="\n\n".join(lines))
    record("barrier.reported", abb, by=by)


@transaction.atomic
def mark_all_read(*, notifications: NotificationQuerySet, by: Membership) -> int:
    """The same for each of these that somebody of the organisation did not see yet; returns how many."""
    insist(by, rules.may_read_notifications(by))
    unread = notifications.filter(pk__in=Notification.objects.visible_to(by).values("pk")).unread()
    return unread.order_by().update(read_at=timezone.now(), read_by=by.user)


@transaction.atomic
def mark_unread(*, notifications: NotificationQuerySet, by: Membership) -> int:
    """Take back that one saw them, shortly after: only what one marked oneself in the last UNDO_MINUTES. Returns how
    many."""
    insist(by, rules.may_read_notifications(by))
    since = timezone.now() - timedelta(minutes=UNDO_MINUTES)
    own = Notification.objects.visible_to(by).filter(read_by=by.user, read_at__gte=since)
    return notifications.filter(pk__in=own.values("pk")).order_by().update(read_at=None, read_by=None)


@transaction.atomic
def choose_notices(*, choices: dict[str, str], by: Membership) -> None:
    """How this hat is told of each kind (NoticeKind to How) from now on. What came before now is in no digest. Raises
    ValidationError for a kind that cannot be put off so far."""
    insist(by, rules.may_read_notifications(by))
    now, before = timezone.now(), {choice.kind: choice for choice in NoticeChoice.objects.visible_to(by)}
    for kind, how in choices.items():
        if how not in ways_of(kind):
            raise ValidationError("Deze berichten kunt u niet uitstellen.")
        had = before.get(kind)
        if had is not None and had.how == how:
            continue
        if had is not None:
            had.delete()
        if how != How.AT_ONCE:
            NoticeChoice.objects.create(
                membership=by, kind=kind, how=how, told_until=now if how in DIGESTS else None
            )
    record("notices.chosen", by.organisation, by=by, changes={"choices": dict(choices)})


@transaction.atomic
def send_digest(*, now: datetime, by: Membership | None = None) -> bool:
    """One mail to one person with what he was told since the last one, of the kinds that he wants together; whether
    there was anybody left to look at. Nothing new is no mail. One worker has a person at a time, and the same digest is
    never made twice: the moment up to which it tells is written with it."""
    due = NoticeChoice.objects.due(now=now)
    membership = (
        Membership.objects.filter(Exists(due.filter(membership=OuterRef("pk"))))
        .select_for_update(of=("self",), skip_locked=True, no_key=True)
        .select_related("user", "organisation")
        .order_by("pk")
        .first()
    )
    if membership is None:
        return False
    choices = list(due.filter(membership=membership))
    if membership.pk in set(
        Membership.objects.at_work().filter(pk=membership.pk).values_list("pk", flat=True)
    ):
        digests.digest_of(membership, choices, now=now)
    NoticeChoice.objects.filter(pk__in=[choice.pk for choice in choices]).update(told_until=now)
    return True


@transaction.atomic
def tell_about_join_requests(*, limit: int = 100, by: Membership | None = None) -> int:
    """Tell administrators who asks for access, and people what was decided; returns how many requests it told about.

    `accounts` lies below and cannot send anything: its rows say about which status people were told last.
    """
    requests = (
        JoinRequest.objects.exclude(told_status=F("status"))
        .select_related("user", "organisation")
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("pk")[:limit]
    )
    told = 0
    for request in requests:
        joining.join_request_changed(request)
        request.told_status = request.status
        request.save(update_fields=["told_status"])
        told += 1
    return told


@transaction.atomic
def tell_about_new_devices(*, limit: int = 100, by: Membership | None = None) -> int:
    """Tell people that somebody signed in as them with a device that was not used before; returns how many were told.

    The row says whether its owner was told (`accounts` lies below and cannot send anything).
    """
    devices = (
        KnownDevice.objects.filter(told=False)
        .select_related("user")
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("pk")[:limit]
    )
    told = 0
    for device in devices:
        new_devices.device_used(device)
        device.told = True
        device.save(update_fields=["told"])
        told += 1
    return told


@transaction.atomic
def tell_about_invitations(*, limit: int = 100, by: Membership | None = None) -> int:
    """Mail who was invited, and who invited when it was accepted; returns how many invitations it told about."""
    invitations = (
        Invitation.objects.exclude(told_status=F("status"))
        .select_related("organisation", "invited_by", "accepted_by")
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("pk")[:limit]
    )
    told = 0
    for invitation in invitations:
        rights.invitation_changed(invitation)
        invitation.told_status = invitation.status
        invitation.save(update_fields=["told_status"])
        told += 1
    return told


@transaction.atomic
def tell_about_rights_reviews(*, on: date, limit: int = 100, by: Membership | None = None) -> int:
    """Ask the administrators to confirm the rights in their organisation, remind them, and say what stopped; each once.
    Returns how many reviews it told about."""
    reviews = (
        RightsReview.objects.filter(confirmed_at__isnull=True)
        .exclude(told=RightsReview.Told.LAPSED)
        .select_related("organisation")
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("pk")[:limit]
    )
    told = 0
    for review in reviews:
        step = review.to_tell(on=on)
        if step == review.told:
            continue
        rights.review_is_due(review, step)
        review.told = step
        review.save(update_fields=["told"])
        told += 1
    return told


def deliver_batch(*, limit: int) -> int:
    """Mail up to `limit` due notifications, each in its own transaction and under its own lock.

    Returns how many were taken. A mail that is refused moves its row to later, with growing pauses and jitter, so that
    it stands in nobody's way; after MAX_ATTEMPTS it stays on screen only.
    """
    taken = 0
    for _ in range(limit):
        with transaction.atomic():
            row = Notification.objects.to_mail().select_for_update(of=("self",), skip_locked=True).first()
            if row is None:
                break
            taken += 1
            _deliver(row)
    return taken


def _deliver(row: Notification) -> None:
    recipients = addresses_of(row)
    row.attempts += 1
    try:
        if recipients:
            message_for(row, recipients).send()
    except DatabaseError:
        raise  # nothing of this row is stored: again with the next sweep
    except (
        Exception
    ) as problem:  # refused, or a mail that cannot be made, whatever it is: no other waits behind it
        if not isinstance(problem, SMTPException | OSError | ValueError):
            log.exception("mail %s cannot be made", row.key)
        pause = timedelta(seconds=30 * 2**row.attempts * random.uniform(0.8, 1.2))  # noqa: S311 jitter, no secret  # nosec B311
        row.next_attempt_at = timezone.now() + pause
        log.warning("mail %s refused (%s), attempt %s", row.key, type(problem).__name__, row.attempts)
    else:
        row.mailed_at = timezone.now()
    row.save(update_fields=["attempts", "next_attempt_at", "mailed_at"])


def addresses_of(row: Notification) -> list[str]:
    """The one address or person it is for; else the organisation's own mailbox, or everybody who acts for it. Not who
    chose to be told of this kind in another way than at once."""
    if row.address:
        return [row.address]
    otherwise = NoticeChoice.objects.filter(kind=row.kind, membership__organisation=row.organisation)
    if row.user is not None:
        later = otherwise.filter(membership__in=Membership.objects.open().filter(user=row.user)).exists()
        return [] if later else [row.user.email]
    if row.organisation.email:
        return [row.organisation.email]
    return list(
        Membership.objects.at_work()
        .filter(organisation=row.organisation)
        .exclude(pk__in=otherwise.values("membership"))
        .values_list("user__email", flat=True)
    )


def message_for(row: Notification, recipients: list[str]) -> EmailMessage:
    """The mail; its Message-ID comes from the row, so that a repeated mail is recognised as the same."""
    text = render_to_string(
        "notifications/mail.txt", {"notification": row, "site_url": settings.SITE_URL.rstrip("/")}
    )
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return EmailMessage(
        subject=f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{row.subject}",
        body=text,
        to=recipients[:1],
        bcc=recipients[1:],
        headers={"Message-ID": f"<{row.key}@{host}>", "Auto-Submitted": "auto-generated"},
    )
