"""What the claims of ACM/IDM are worth here: an organisation and a role, or the reason why not."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from accounts.models import Kind, Membership, Organisation, RightsMapping

# Of two rights for one organisation the one with which one may do more; the officer last, because he does nothing else.
STRONGEST_FIRST = [
    Membership.Role.MANAGER,
    Membership.Role.STAFF,
    Membership.Role.READER,
    Membership.Role.DATA_PROTECTION,
]


@dataclass(frozen=True)
class Right:
    """What somebody may do: this role for this organisation."""

    organisation: Organisation
    role: str


class Refused(Exception):
    """ACM/IDM knows this person and the portal gives no access; `reason` chooses the words of the page."""

    def __init__(self, reason: str, **facts: str) -> None:
        self.reason = reason
        self.facts = facts
        super().__init__(reason)


def right_of(claims: Mapping[str, Any], *, application: str, accepted: Iterable[str]) -> Right:
    """The right that a verified token gives.

    `application` is the scope under which ACM/IDM sends the rights (`<application>_rol_3d`); `accepted` are the means
    of signing in (`acr`) that are strong enough. Raises Refused with the reason "weak", "unknown_organisation" or
    "no_right".
    """
    if claims.get("acr") not in set(accepted):
        raise Refused("weak")
    code = str(claims.get("vo_orgcode") or "")
    known_as = {"code": code, "name": str(claims.get("vo_orgnaam") or "")}
    target_group = str(claims.get("vo_doelgroepcode") or "").lower()
    organisation = organisation_with(code)
    if organisation is None:
        raise Refused("unknown_organisation", **known_as)
    names = rights_for(claims.get(f"{application}_rol_3d"), code)
    roles = set(
        RightsMapping.objects.filter(
            target_group=target_group, kind=organisation.kind, right__in=names
        ).values_list("role", flat=True)
    )
    for role in STRONGEST_FIRST:
        if role in roles:
            return Right(organisation, role)
    raise Refused("no_right", **known_as)


def organisation_with(code: str) -> Organisation | None:
    """The organisation that ACM/IDM calls so: by enterprise number, by a code that ABB added, or by the NIS code of its
    municipality. An organisation's own number goes before a code that somebody added to another."""
    code = plain(code)
    if not code:
        return None
    everyone = Organisation.objects.select_related("municipality", "province")
    return (
        everyone.filter(kbo_number=code).first()
        or everyone.filter(codes__code=code).first()
        or everyone.filter(kind=Kind.LOCAL_AUTHORITY, municipality__nis_code=code).first()
    )


def plain(code: str) -> str:
    """A code as we keep it: "0207.451.227" and "BE0207451227" are the same number."""
    code = re.sub(r"[^0-9A-Z]", "", code.upper())
    return code.removeprefix("BE")


def rights_for(claim: object, code: str) -> set[str]:
    """The names of the rights in a claim such as `["LoketGebruiker:0207451227,OVO000001"]` that hold for this code.

    A right without organisations holds for the one that signed in; a right for others does not.
    """
    values = claim if isinstance(claim, list) else [claim]
    found = set()
    for value in values:
        if not isinstance(value, str):
            continue
        name, *parts = value.split(":")
        held_for = {plain(part) for part in ",".join(parts).split(",") if part.strip()}
        if name.strip() and (not held_for or plain(code) in held_for):
            found.add(name.strip())
    return found
