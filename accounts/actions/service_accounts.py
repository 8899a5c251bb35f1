"""Verbs on the keys of systems. No page takes a key yet: the API asks `use_key`."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts import rules
from accounts.allowed import insist
from accounts.models import Membership, ServiceAccount
from audit.trail import check_promises, record

PREFIX = "vht"  # so that a key that leaked is recognised by who scans for keys
LONGEST = 366  # days that a key works: it is renewed every year


def hashed(secret: str) -> str:
    """Of 256 random bits no guess is nearer than another, so a plain SHA-256 does: a slow hash protects passwords."""
    return hashlib.sha256(secret.encode()).hexdigest()


NOBODYS = hashed(
    secrets.token_urlsafe(32)
)  # compared with when there is no such key, so that it costs the same


@transaction.atomic
def create_service_account(
    *, name: str, purpose: str, scopes: Collection[str], ends_on: date, by: Membership
) -> tuple[ServiceAccount, str]:
    """A key for a system of one's own organisation: the row, and the key itself, which is shown now and never again.

    Raises ValidationError for a period that is too long or a promise of the row that does not hold.
    """
    insist(by, rules.may_keep_keys(by))
    today = timezone.localdate()
    if not 0 < (ends_on - today).days <= LONGEST:
        raise ValidationError("Een sleutel werkt vanaf vandaag en hoogstens een jaar.")
    key_id, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    account = ServiceAccount(
        organisation=by.organisation,
        name=name,
        purpose=purpose,
        scopes=sorted(scopes),
        key_id=key_id,
        key_hash=hashed(secret),
        ends_on=ends_on,
        created_by=by.user,
    )
    check_promises(account, about=["name", "purpose", "scopes", "ends_on"])
    account.save()
    record("service.created", account, by=by, changes={"scopes": account.scopes, "ends_on": ends_on})
    return account, f"{PREFIX}_{key_id}_{secret}"


@transaction.atomic
def end_service_account(*, account: ServiceAccount, reason: str = "", by: Membership) -> ServiceAccount:
    """The key opens nothing any more, at once. Ending it twice changes nothing."""
    insist(by, rules.may_end_service_account(by, account))
    locked = ServiceAccount.objects.select_for_update(of=("self",)).get(pk=account.pk)
    if locked.ended_at is None:
        locked.ended_at, locked.ended_by = timezone.now(), by.user
        locked.save(update_fields=["ended_at", "ended_by"])
        record("service.ended", locked, by=by, changes={"reason": reason} if reason else None)
    return locked


@transaction.atomic
def use_key(*, key: str, scope: str, by: None = None) -> ServiceAccount | None:
    """The service account that a key belongs to, if it may do this today; keeps the day of its last use.

    An unknown, expired or ended key and one without the scope all give None, after the same work: one query and one
    comparison in constant time.
    """
    prefix, _, rest = key.partition("_")
    key_id, _, secret = rest.partition("_")
    today = timezone.localdate()
    account = (
        ServiceAccount.objects.open(on=today).filter(key_id=key_id).select_related("organisation").first()
    )
    same = constant_time_compare(hashed(secret), account.key_hash if account else NOBODYS)
    if account is None or not same or prefix != PREFIX or scope not in account.scopes:
        return None
    if account.last_used_on != today:
        ServiceAccount.objects.filter(pk=account.pk).update(last_used_on=today)
    return account
