"""Verbs on the rights that somebody has: another role, another period, an end, and a user who is switched off."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts import rules
from accounts.actions.people import close_back_office
from accounts.allowed import insist
from accounts.models import LAST_MANAGER, Membership, Organisation, User
from audit.overtaken import changes_of
from audit.trail import check_promises, record


class LastManager(Exception):
    """The organisation would be left without an administrator who stays."""

    def __init__(self) -> None:
        super().__init__(LAST_MANAGER)


@transaction.atomic
def change_role(
    *, membership: Membership, role: str, seen: Mapping[str, Any] | None = None, by: Membership
) -> Membership:
    """Give a colleague another role, as of his next page. Nobody changes his own.

    Raises LastManager, Overtaken when he has another role than the page showed (`seen`), or ValidationError for a role
    that this organisation does not have.
    """
    insist(by, rules.may_change_rights(by, membership))
    locked = _locked(membership)
    before = locked.role
    if not changes_of(locked, {"role": role}, seen):
        return locked
    if role != Membership.Role.MANAGER:
        _keep_a_manager(locked)
    locked.role = role
    locked.clean()
    if role == Membership.Role.MANAGER:
        locked.lapses_on = None
    locked.save(update_fields=["role", "lapses_on"])
    record("membership.role_changed", locked, by=by, changes={"role": [before, role]})
    return locked


@transaction.atomic
def set_period(
    *, membership: Membership, ends_on: date | None, seen: Mapping[str, Any] | None = None, by: Membership
) -> Membership:
    """Let a role end by itself: `ends_on` is the first day without it, None is without an end.

    Raises LastManager, Overtaken when it ends on another day than the page showed (`seen`), or ValidationError for a
    day that is not in the future.
    """
    insist(by, rules.may_change_rights(by, membership))
    locked = _locked(membership)
    if ends_on is not None and ends_on <= timezone.localdate():
        raise ValidationError("Kies een dag vanaf vandaag. Wilt u de rol meteen beëindigen, dan kan dat ook.")
    before = locked.ends_on
    if not changes_of(locked, {"ends_on": ends_on}, seen):
        return locked
    if ends_on is not None:
        _keep_a_manager(locked)
    locked.ends_on = ends_on
    check_promises(locked, about=["ends_on"])
    locked.save(update_fields=["ends_on"])
    record("membership.period_set", locked, by=by, changes={"ends_on": [before, ends_on]})
    return locked


@transaction.atomic
def end_membership(*, membership: Membership, reason: str = "", by: Membership) -> Membership:
    """Take a hat away, at once. Ending it twice changes nothing.

    Raises LastManager when the last administrator leaves by himself.
    """
    insist(by, rules.may_end_membership(by, membership))
    return _end(membership, reason=reason, by=by)


@transaction.atomic
def revoke_membership(*, membership: Membership, reason: str, by: Membership) -> Membership:
    """ABB takes away a hat of any organisation, also its last administrator's, and says why."""
    insist(by, rules.may_revoke_rights(by, membership.user))
    return _end(membership, reason=reason, by=by)


@transaction.atomic
def disable_user(*, user: User, reason: str, by: Membership) -> User:
    """ABB switches somebody off: all his hats end, and every session of his ends now, wherever it is."""
    insist(by, rules.may_revoke_rights(by, user))
    locked = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if locked.is_active:
        for membership in Membership.objects.filter(user=locked, ended_at__isnull=True).order_by("pk"):
            _end(membership, reason=reason, by=by)
        locked.is_active = locked.is_staff = False
        locked.set_unusable_password()  # what every session was signed with: none comes back when he is enabled again
        locked.save(update_fields=["is_active", "is_staff", "password"])
        for session in UserSession.objects.filter(user=locked):
            session.end()
        record("user.disabled", locked, by=by, changes={"reason": reason})
    return locked


@transaction.atomic
def enable_user(*, user: User, reason: str, by: Membership) -> User:
    """ABB lets somebody sign in again. His hats do not come back: each is given anew by who is about it."""
    insist(by, rules.may_revoke_rights(by, user))
    locked = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if not locked.is_active:
        locked.is_active = True
        locked.save(update_fields=["is_active"])
        record("user.enabled", locked, by=by, changes={"reason": reason})
    return locked


@transaction.atomic
def note_use(*, on: date, by: Membership) -> None:
    """Keep the day on which a hat was last worn: the first page of a day writes, the others ask nothing."""
    insist(by, rules.may_note_use(by))
    if by.last_used_on is None or by.last_used_on < on:
        Membership.objects.filter(pk=by.pk).update(last_used_on=on)
        by.last_used_on = on


def _locked(membership: Membership) -> Membership:
    return (
        Membership.objects.select_for_update(of=("self",))
        .select_related("user", "organisation")
        .get(pk=membership.pk)
    )


def _end(membership: Membership, *, reason: str, by: Membership) -> Membership:
    locked = _locked(membership)
    if locked.ended_at is not None:
        return locked
    if locked.user_id == by.user_id:
        _keep_a_manager(locked)
    locked.ended_at, locked.ended_by = timezone.now(), by.user
    locked.save(update_fields=["ended_at", "ended_by"])
    record("membership.ended", locked, by=by, changes={"reason": reason} if reason else None)
    close_back_office(user=locked.user, by=by)
    return locked


def _keep_a_manager(membership: Membership) -> None:
    """Refuses what leaves an organisation without an administrator who stays; PostgreSQL refuses it as well."""
    if membership.role != Membership.Role.MANAGER or membership.ends_on is not None:
        return
    Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=membership.organisation_id)
    others = Membership.objects.managers_of(membership.organisation).filter(ends_on__isnull=True)
    if not others.exclude(pk=membership.pk).exists():
        raise LastManager
