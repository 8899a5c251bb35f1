"""The demo accounts: one per role, through the real verbs, in the order in which the story is told."""

from dataclasses import dataclass
from uuid import NAMESPACE_URL, UUID, uuid5

from accounts.actions import grant_membership, register_provider
from accounts.demo import DOMAIN
from accounts.models import (
    ONE_OF_A_KIND,
    Kind,
    Membership,
    Organisation,
    OrganisationCode,
    RightsMapping,
    User,
)
from config.demo.words import with_check_digits

MANAGER, STAFF, READER = Membership.Role.MANAGER, Membership.Role.STAFF, Membership.Role.READER
DATA_PROTECTION = Membership.Role.DATA_PROTECTION
GENT, MERELBEKE_MELLE, PROVINCE = "44021", "44088", "OVL"


@dataclass
class Cast:
    """Who plays in the stories."""

    company: Membership
    association: Membership
    gent: Membership
    neighbour: Membership
    reader: Membership
    governor: Membership
    facility: Membership
    facility_colleague: Membership
    vlot: Membership
    vlot_central: Membership
    abb: Membership
    officer: Membership


def make_accounts() -> Cast:
    """Creates the twelve accounts. None has a password: on /demo/ one click signs in, and only there."""

    def user(address: str, name: str) -> User:
        return User.objects.create_user(f"{address}@{DOMAIN}", name=name)

    def provider(address: str, name: str, kind: Kind, organisation: str, body: int, phone: str) -> Membership:
        return register_provider(
            user=user(address, name),
            kind=kind,
            name=organisation,
            kbo_number=with_check_digits(body),
            phone=phone,
            by=None,
        )

    def member(address: str, name: str, organisation: Organisation, role: str = STAFF) -> Membership:
        return grant_membership(user=user(address, name), organisation=organisation, role=role, by=None)

    def local(nis_code: str) -> Organisation:
        return Organisation.objects.get(kind=Kind.LOCAL_AUTHORITY, municipality__nis_code=nis_code)

    the = Organisation.objects.the
    governor = Organisation.objects.get(kind=Kind.GOVERNOR, province__code=PROVINCE)
    # Arguments are evaluated from top to bottom, so the numbers of the accounts follow the story.
    return Cast(
        company=provider(
            "bedrijf",
            "Hanne Verlinden",
            Kind.COMPANY,
            "Residentie Zilverlinde NV",
            19_800_010,
            "09 000 12 30",
        ),
        association=provider(
            "vereniging",
            "Jasper Wauters",
            Kind.ASSOCIATION,
            "vzw Onthaal Morgenhof",
            19_800_020,
            "09 000 12 40",
        ),
        gent=member("gent", "Lotte Demeyer", local(GENT), MANAGER),
        neighbour=member("merelbeke-melle", "Karim Daelman", local(MERELBEKE_MELLE), MANAGER),
        reader=member("lezer", "Ilse Roels", local(GENT), READER),
        governor=member("gouverneur", "Bram Baert", governor),
        facility=member("facilitair", "Nele Vandaele", the(Kind.FACILITY)),
        facility_colleague=member("facilitair-goedkeuren", "Tom Willems", the(Kind.FACILITY)),
        vlot=member("vlot", "Pieter Goossens", the(Kind.VLOT)),
        vlot_central=member("vlot-centraal", "Yasmina Declercq", the(Kind.VLOT), MANAGER),
        abb=member("abb", "Sofie Mertens", the(Kind.ABB), MANAGER),
        officer=member("gegevensbescherming", "Maarten Claes", local(GENT), DATA_PROTECTION),
    )


def make_rights() -> None:
    """What ABB fills in for ACM/IDM, so that its tables show how they work; in a demo nobody comes in by them."""
    RightsMapping.objects.bulk_create(
        RightsMapping(target_group=group, right=f"Huisvestingstool{right}", kind=kind, role=role)
        for group, right, kind, role in (
            ("lb", "Beheerder", Kind.LOCAL_AUTHORITY, MANAGER),
            ("lb", "Medewerker", Kind.LOCAL_AUTHORITY, STAFF),
            ("lb", "Lezer", Kind.LOCAL_AUTHORITY, READER),
            ("lb", "DPO", Kind.LOCAL_AUTHORITY, DATA_PROTECTION),
            ("gid", "Medewerker", Kind.FACILITY, STAFF),
            ("gid", "Medewerker", Kind.VLOT, STAFF),
            ("gid", "Beheerder", Kind.ABB, MANAGER),
        )
    )
    services = Organisation.objects.filter(kind__in=ONE_OF_A_KIND).order_by("kind")
    OrganisationCode.objects.bulk_create(
        OrganisationCode(organisation=body, code=f"OVO{number}")
        for number, body in enumerate(services, start=900_001)
    )


def token(name: str) -> UUID:
    """The token of a form of that name: the same each time, so that a story told twice stays one story."""
    return uuid5(NAMESPACE_URL, f"https://huisvestingstool.example/demo/{name}")
