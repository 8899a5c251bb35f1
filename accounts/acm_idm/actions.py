"""Verbs on rights that come from ACM/IDM: what ABB keeps in its tables, and the membership that follows."""

from django.db import transaction
from django.utils import timezone

from accounts import rules
from accounts.acm_idm.rights import Right
from accounts.actions import close_back_office, grant_membership
from accounts.allowed import insist
from accounts.models import Membership, OrganisationCode, RightsMapping, User
from audit.trail import record


@transaction.atomic
def follow_right(*, user: User, right: Right, by: Membership | None) -> Membership:
    """Make what somebody may do here what ACM/IDM says today, and return that membership.

    Every other membership that ACM/IDM gave him ends; one that the portal gave for the same organisation goes over to
    ACM/IDM, so that withdrawing the right there is enough. What the portal gave for other organisations stays.
    """
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    kept = None
    for membership in user.memberships.filter(ended_at__isnull=True).select_related("organisation"):
        given, same = (
            membership.source == Membership.Source.ACM_IDM,
            membership.organisation == right.organisation,
        )
        if given and same and membership.role == right.role and not membership.is_over:
            kept = membership
        elif given or same:
            _end(membership)
    return kept or grant_membership(
        user=user, organisation=right.organisation, role=right.role, source=Membership.Source.ACM_IDM, by=by
    )


@transaction.atomic
def withdraw_rights(*, user: User, by: Membership | None) -> int:
    """End every membership that ACM/IDM gave, because it gives none any more. Returns how many there were."""
    given = user.memberships.filter(ended_at__isnull=True, source=Membership.Source.ACM_IDM)
    ended = [_end(membership) for membership in given.select_related("organisation")]
    return len(ended)


def _end(membership: Membership) -> Membership:
    """Ended by his own sign-in: nobody of the portal decided it, and ACM/IDM does it also to a last administrator."""
    membership.ended_at, membership.ended_by = timezone.now(), membership.user
    membership.source = Membership.Source.ACM_IDM
    membership.save(update_fields=["ended_at", "ended_by", "source"])
    record("membership.ended", membership, by=None, changes={"source": Membership.Source.ACM_IDM})
    close_back_office(user=membership.user, by=None)
    return membership


@transaction.atomic
def save_rights_mapping(*, mapping: RightsMapping, by: Membership) -> RightsMapping:
    """Add or change what a right in ACM/IDM is worth here; it counts from the next sign-in on."""
    insist(by, rules.may_change_rights_of_acm_idm(by))
    mapping.full_clean()
    mapping.save()
    record("rightsmapping.saved", mapping, by=by, changes=_words(mapping))
    return mapping


@transaction.atomic
def delete_rights_mapping(*, mapping: RightsMapping, by: Membership) -> None:
    """A right in ACM/IDM is worth nothing here any more; who has it loses his membership at his next sign-in."""
    insist(by, rules.may_change_rights_of_acm_idm(by))
    record("rightsmapping.deleted", mapping, by=by, changes=_words(mapping))
    mapping.delete()


@transaction.atomic
def save_organisation_code(*, code: OrganisationCode, by: Membership) -> OrganisationCode:
    """Add or change a code by which ACM/IDM knows an organisation."""
    insist(by, rules.may_change_rights_of_acm_idm(by))
    code.full_clean()
    code.save()
    record(
        "organisationcode.saved", code, by=by, changes={"code": code.code, "organisation": code.organisation}
    )
    return code


@transaction.atomic
def delete_organisation_code(*, code: OrganisationCode, by: Membership) -> None:
    """ACM/IDM calls this organisation so no longer."""
    insist(by, rules.may_change_rights_of_acm_idm(by))
    record(
        "organisationcode.deleted",
        code,
        by=by,
        changes={"code": code.code, "organisation": code.organisation},
    )
    code.delete()


def _words(mapping: RightsMapping) -> dict[str, str]:
    return {name: getattr(mapping, name) for name in ("target_group", "right", "kind", "role")}
