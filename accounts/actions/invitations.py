"""Verbs on invitations: by mail, for one role in one organisation."""

from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts import rules
from accounts.actions.people import AlreadyMember, grant_membership
from accounts.allowed import insist
from accounts.models import Invitation, Membership, Organisation, User
from audit.trail import change_status, record


class HasHat(Exception):
    """Who is invited works there already."""

    def __init__(self, membership: Membership) -> None:
        super().__init__(
            f"{membership.user} werkt al voor {membership.organisation}, als {membership.get_role_display()}. "
            "Wijzig die rol als dat nodig is."
        )


class AlreadyInvited(Exception):
    """The invitation to this address is still open."""

    def __init__(self, invitation: Invitation) -> None:
        super().__init__(
            f"{invitation.email} kreeg al een uitnodiging op {invitation.invited_at:%d/%m/%Y}. "
            "Trek die eerst in als u een andere wilt sturen."
        )


class CannotAccept(Exception):
    """Why an invitation opens nothing, in a sentence for who followed the link."""


@transaction.atomic
def invite(
    *, organisation: Organisation, email: str, role: str, ends_on: date | None = None, by: Membership
) -> Invitation:
    """Invite somebody to act for an organisation; the mail goes out with the next delivery.

    Raises HasHat, AlreadyInvited, or ValidationError for a role or period that cannot be.
    """
    insist(by, rules.may_invite(by, organisation, role))
    today = timezone.localdate()
    if ends_on is not None and ends_on <= today:
        raise ValidationError("Kies een laatste dag vanaf vandaag.")
    Membership(organisation=organisation, role=role).clean()
    there = Membership.objects.open().filter(organisation=organisation, user__email__iexact=email)
    if (hat := there.select_related("user", "organisation").first()) is not None:
        raise HasHat(hat)
    for earlier in Invitation.objects.sent().filter(organisation=organisation, email__iexact=email):
        if earlier.is_open(on=today):
            raise AlreadyInvited(earlier)
        _withdraw(earlier, by=by)
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=email.lower(),
        role=role,
        ends_on=ends_on,
        invited_by=by.user,
        expires_on=today + timedelta(days=settings.INVITATION_DAYS),
    )
    changes = {"role": role} | ({"ends_on": ends_on} if ends_on else {})
    record("invitation.sent", invitation, by=by, changes=changes)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Membership) -> Invitation:
    """The link in the mail opens nothing any more. Raises IllegalTransition when it was accepted meanwhile."""
    insist(by, rules.may_withdraw_invitation(by, invitation))
    return _withdraw(invitation, by=by)


def _withdraw(invitation: Invitation, *, by: Membership) -> Invitation:
    return change_status(
        invitation,
        Invitation.Status.WITHDRAWN,
        by=by,
        verb="invitation.withdrawn",
        withdrawn_at=timezone.now(),
        withdrawn_by=by.user,
    )


@transaction.atomic
def accept_invitation(*, invitation: Invitation, user: User, by: Membership | None) -> Membership:
    """Take up the role, once, with an account that has the address that the mail went to.

    Raises CannotAccept, AlreadyMember, or IllegalTransition for the second of two at the same moment.
    """
    if (refusal := why_not(invitation, user)) is not None:
        raise CannotAccept(refusal)
    if Membership.objects.open().filter(user=user, organisation=invitation.organisation).exists():
        raise AlreadyMember(invitation.organisation)
    locked = change_status(
        invitation,
        Invitation.Status.ACCEPTED,
        by=by,
        verb="invitation.accepted",
        accepted_at=timezone.now(),
        accepted_by=user,
    )
    return grant_membership(
        user=user,
        organisation=locked.organisation,
        role=locked.role,
        ends_on=locked.ends_on,
        given_by=locked.invited_by,
        by=None,
    )


def why_not(invitation: Invitation, user: User | None) -> str | None:
    """Why this user cannot accept it, or nobody can (`user=None` asks only that); None when he can."""
    today = timezone.localdate()
    if invitation.status == Invitation.Status.ACCEPTED:
        return "Deze uitnodiging is al gebruikt. Een uitnodiging werkt één keer."
    if invitation.status == Invitation.Status.WITHDRAWN:
        return "Deze uitnodiging is ingetrokken. Vraag de beheerder van de organisatie om een nieuwe."
    if today >= invitation.expires_on or (invitation.ends_on is not None and invitation.ends_on <= today):
        return "Deze uitnodiging is vervallen. Vraag de beheerder van de organisatie om een nieuwe."
    hats = Membership.objects.open().filter(user=invitation.invited_by).select_related("organisation", "user")
    if not any(rules.may_invite(hat, invitation.organisation, invitation.role) for hat in hats):
        return "Wie u uitnodigde, beheert deze organisatie niet meer. Vraag de beheerder om een nieuwe uitnodiging."
    if user is None:
        return None
    own = EmailAddress.objects.filter(user=user, email__iexact=invitation.email, verified=True)
    if not own.exists():
        return (
            f"Deze uitnodiging is voor {invitation.email}. Meld u aan met dat adres, of voeg het toe bij "
            "“Mijn e-mailadres” en bevestig het."
        )
    return None
