"""Verbs on organisations and who asks to act for them, and on what somebody keeps for himself."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import rules
from accounts.allowed import insist
from accounts.models import (
    BACK_OFFICE_KINDS,
    ONE_OF_A_KIND,
    PROVIDER_KINDS,
    JoinRequest,
    Kind,
    Membership,
    Organisation,
    SavedFilter,
    User,
)
from audit.overtaken import changes_of, put
from audit.trail import change_status, record
from municipalities.models import Municipality, Province


class OrganisationExists(Exception):
    """There is already an organisation with this enterprise number."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation
        super().__init__(
            f"{organisation.name} is al geregistreerd met dit ondernemingsnummer. "
            "Vraag de beheerder van die organisatie om u toegang te geven."
        )


class AlreadyMember(Exception):
    """This person acts for the organisation already."""

    def __init__(self, organisation: Organisation) -> None:
        super().__init__(f"U werkt al voor {organisation.name} met het portaal.")


@transaction.atomic
def register_provider(
    *,
    user: User,
    kind: Kind,
    name: str,
    kbo_number: str,
    email: str = "",
    phone: str = "",
    by: Membership | None,
) -> Membership:
    """A company or association comes in; the person who registers it becomes its local administrator.

    Two people who register the same number at the same moment end with one organisation: the second gets
    OrganisationExists. Registering again by the same person returns the membership that he has.
    """
    if kind not in PROVIDER_KINDS:
        raise ValueError(f"{kind} is not an organisation that registers itself")
    try:
        with transaction.atomic():
            organisation = Organisation.objects.create(
                kind=kind, name=name, kbo_number=kbo_number, email=email or user.email, phone=phone
            )
    except IntegrityError:
        existing = Organisation.objects.get(kbo_number=kbo_number)
        mine = Membership.objects.open().filter(user=user, organisation=existing).first()
        if mine is None:
            raise OrganisationExists(existing) from None
        return mine
    record("organisation.registered", organisation, by=by, changes={"name": name, "kbo_number": kbo_number})
    return grant_membership(user=user, organisation=organisation, role=Membership.Role.MANAGER, by=by)


@transaction.atomic
def register_authorities(*, by: Membership | None = None) -> list[Organisation]:
    """Bring in every authority that is not there yet, and return those: the local government of each municipality
    of today, the governor of each province, and the one Facilitair Bedrijf, VLOT and ABB.

    What is there stays as it is, also when someone changed its name. An enterprise number that another organisation
    already has is left empty, so that one wrong registration does not keep the rest out.
    """
    there = Organisation.objects.filter(kind__in=[Kind.LOCAL_AUTHORITY, Kind.GOVERNOR, *ONE_OF_A_KIND])
    known = set(there.values_list("kind", "municipality_id", "province_id"))
    taken = set(Organisation.objects.exclude(kbo_number="").values_list("kbo_number", flat=True))
    wanted = [
        Organisation(
            kind=Kind.LOCAL_AUTHORITY,
            name=f"Lokaal bestuur {town.name}",
            municipality=town,
            kbo_number="" if town.kbo_number in taken else town.kbo_number,
        )
        for town in Municipality.objects.current().order_by("nis_code")
    ]
    wanted += [
        Organisation(kind=Kind.GOVERNOR, name=f"Gouverneur van {province.name}", province=province)
        for province in Province.objects.order_by("nis_code")
    ]
    wanted += [Organisation(kind=kind, name=kind.label) for kind in ONE_OF_A_KIND]
    new = Organisation.objects.bulk_create(
        [body for body in wanted if (body.kind, body.municipality_id, body.province_id) not in known]
    )
    for body in new:
        record(
            "organisation.registered", body, by=by, changes={"name": body.name, "kbo_number": body.kbo_number}
        )
    return new


@transaction.atomic
def grant_membership(
    *,
    user: User,
    organisation: Organisation,
    role: str,
    ends_on: date | None = None,
    given_by: User | None = None,
    source: str = Membership.Source.PORTAL,
    by: Membership | None,
) -> Membership:
    """Give `user` a hat, until the day before `ends_on`. Members of Flemish services may open the back office as well.

    `given_by` is who decided it before, when the person himself takes it up (an invitation). An earlier hat there whose
    day has come makes place. Raises ValidationError for a data-protection officer of something else than a local
    government.
    """
    giver = by.user if by else given_by
    if giver is not None:
        _close_what_is_over(user, organisation, giver=giver, by=by)
    membership = Membership(
        user=user, organisation=organisation, role=role, ends_on=ends_on, source=source, started_by=giver
    )
    membership.clean()
    membership.save()
    if organisation.kind in BACK_OFFICE_KINDS and not user.is_staff:
        user.is_staff = True
        user.save(update_fields=["is_staff"])
    changes = {"role": role} | ({"ends_on": ends_on} if ends_on else {})
    if source != Membership.Source.PORTAL:
        changes["source"] = source
    record("membership.granted", membership, by=by or (membership if given_by else None), changes=changes)
    return membership


def _close_what_is_over(
    user: User, organisation: Organisation, *, giver: User, by: Membership | None
) -> None:
    """A hat whose day has come makes place for a new one."""
    earlier = Membership.objects.select_for_update(of=("self",)).filter(
        user=user, organisation=organisation, ended_at__isnull=True
    )
    for over in earlier:
        if over.is_over:
            over.ended_at, over.ended_by = timezone.now(), giver
            over.save(update_fields=["ended_at", "ended_by"])
            record("membership.ended", over, by=by, changes={"stopped_on": over.stops_on})


@transaction.atomic
def ask_to_join(
    *, user: User, organisation: Organisation, message: str = "", by: Membership | None
) -> JoinRequest:
    """Ask its administrator to act for an organisation. Asking again while the first waits returns that one.

    Raises AlreadyMember for somebody who acts for it already.
    """
    if Membership.objects.open().filter(user=user, organisation=organisation).exists():
        raise AlreadyMember(organisation)
    request, new = JoinRequest.objects.get_or_create(
        user=user,
        organisation=organisation,
        status=JoinRequest.Status.ASKED,
        defaults={"message": message, "asked_by": user},
    )
    if new:
        record("membership.asked", request, by=by, changes={"user": user.pk, "organisation": organisation.pk})
    return request


@transaction.atomic
def accept_join_request(*, request: JoinRequest, role: str, by: Membership) -> Membership:
    """Let this person act for the organisation. A hat that he got meanwhile stays as it is."""
    insist(by, rules.may_decide_join_request(by, request))
    request = change_status(
        request,
        JoinRequest.Status.ACCEPTED,
        by=by,
        verb="membership.request_accepted",
        decided_at=timezone.now(),
        decided_by=by.user,
    )
    there = Membership.objects.open().filter(user=request.user, organisation=request.organisation).first()
    return there or grant_membership(user=request.user, organisation=request.organisation, role=role, by=by)


@transaction.atomic
def decline_join_request(*, request: JoinRequest, explanation: str, by: Membership) -> JoinRequest:
    """Give no access, with a sentence that the person reads."""
    insist(by, rules.may_decide_join_request(by, request))
    return change_status(
        request,
        JoinRequest.Status.DECLINED,
        by=by,
        verb="membership.request_declined",
        decided_at=timezone.now(),
        decided_by=by.user,
        explanation=explanation,
    )


@transaction.atomic
def add_official(
    *, email: str, name: str = "", organisation: Organisation, by: Membership | None
) -> Membership:
    """Make somebody the local administrator of a Flemish service. Asking it twice changes nothing."""
    user = User.objects.filter(email__iexact=email).first() or User.objects.create_user(email, name=name)
    # Who runs the installation vouches for the address: no second code at the first sign-in.
    EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    existing = Membership.objects.open().filter(user=user, organisation=organisation).first()
    if existing is None:
        _close_what_is_over(user, organisation, giver=user, by=by)
    return existing or grant_membership(
        user=user, organisation=organisation, role=Membership.Role.MANAGER, by=by
    )


@transaction.atomic
def close_back_office(*, user: User, by: Membership | None) -> None:
    """Who acts for no Flemish service any more opens the back office no longer; for who still does, nothing changes."""
    flemish = user.memberships.open().filter(organisation__kind__in=BACK_OFFICE_KINDS)
    if user.is_staff and not flemish.exists():
        user.is_staff = False
        user.save(update_fields=["is_staff"])
        record("user.back_office_closed", user, by=by)


@transaction.atomic
def change_organisation(
    *, organisation: Organisation, seen: Mapping[str, Any] | None = None, by: Membership, **fields: Any
) -> Organisation:
    """Change name or contact data of an organisation. `seen` is what the page showed of them. Raises Overtaken when a
    colleague changed one of them since."""
    insist(by, rules.may_change_organisation(by, organisation))
    locked = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    changes = changes_of(locked, fields, seen)
    if changes:
        put(changes, locked)
        locked.save(update_fields=list(changes))
        record("organisation.changed", locked, by=by, changes=changes)
    return locked


@transaction.atomic
def rename_user(*, user: User, name: str, by: Membership | None) -> User:
    """How this person is called on screen. Who signed in and has no hat yet (`by=None`) says so as well."""
    insist(by, rules.may_rename_user(by, user))
    if user.name != name:
        user.name = name
        user.save(update_fields=["name"])
        record("user.renamed", user, by=by)
    return user


@transaction.atomic
def save_filter(*, list_name: str, name: str, query: str, by: Membership) -> SavedFilter:
    """Keep the filter of a list under a name; a name that is there already now means this filter."""
    saved = SavedFilter.objects.filter(membership=by, list=list_name, name__iexact=name).first()
    saved = saved or SavedFilter(membership=by, list=list_name)
    insist(by, rules.may_change_saved_filter(by, saved))
    saved.name, saved.query = name, query
    saved.full_clean()
    saved.save()
    record("filter.saved", saved, by=by, changes={"name": name, "query": query})
    return saved


@transaction.atomic
def rename_filter(*, saved: SavedFilter, name: str, by: Membership) -> SavedFilter:
    """Raises ValidationError when another filter of this list has that name."""
    insist(by, rules.may_change_saved_filter(by, saved))
    before, saved.name = saved.name, name
    saved.full_clean()
    saved.save(update_fields=["name"])
    record("filter.renamed", saved, by=by, changes={"name": [before, name]})
    return saved


@transaction.atomic
def delete_filter(*, saved: SavedFilter, by: Membership) -> None:
    """Wipe a filter that somebody kept; the trail keeps what it was."""
    insist(by, rules.may_change_saved_filter(by, saved))
    record("filter.deleted", saved, by=by, changes={"name": saved.name, "query": saved.query})
    saved.delete()


@transaction.atomic
def mail_filter(*, saved: SavedFilter, every: str, by: Membership) -> SavedFilter:
    """Mail what comes in new in this filter from now on, each day or each week, or no more for "". Saying the same
    twice changes nothing."""
    insist(by, rules.may_change_saved_filter(by, saved))
    locked = SavedFilter.objects.select_for_update(of=("self",)).get(pk=saved.pk)
    if locked.mail_every == every:
        return locked
    before, locked.mail_every = locked.mail_every, every
    locked.told_until = timezone.now() if every else None
    locked.full_clean()
    locked.save(update_fields=["mail_every", "told_until"])
    record("filter.mailed", locked, by=by, changes={"mail_every": [before, every]})
    return locked
