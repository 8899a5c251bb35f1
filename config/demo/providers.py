"""Who offers, and who handles it: companies, associations, and one officer per local government."""

from collections import defaultdict
from dataclasses import dataclass

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from accounts.models import Kind, Membership, Organisation, User
from config.demo.distribution import apportion
from config.demo.words import landline, slug
from config.demo.world import PORTAL_OPENED, World

COMPANIES, ASSOCIATIONS = 300, 60


@dataclass
class Provider:
    """An organisation that offers, and the person who does it for her."""

    organisation: Organisation
    user: User


def make_people_of_towns(world: World, known: dict[int, User]) -> None:
    """One officer per local government; `known` gives the demo accounts by organisation."""
    for town in world.towns:
        town.officer = known.get(town.authority.pk) or add_user(
            world, f"huisvesting@{town.slug}.example", town.authority, Membership.Role.STAFF
        )


def add_user(world: World, email: str, organisation: Organisation, role: str) -> User:
    return add_member(world, email, organisation, role).user


def add_member(world: World, email: str, organisation: Organisation, role: str) -> Membership:
    """An invented person who acts for this organisation since the portal opened, and cannot sign in."""
    user = world.add(
        User,
        email=email,
        name=world.words.flemish_person(),
        password=UNUSABLE_PASSWORD_PREFIX,  # nobody signs in with it, and no hash is computed
        joined_on=PORTAL_OPENED,
    )
    hat: Membership = world.add(
        Membership, user=user, organisation=organisation, role=role, started_at=world.at(PORTAL_OPENED)
    )
    return hat


def make_providers(world: World, *known: Membership) -> dict[str, list[Provider]]:
    """Companies and associations by province. The demo accounts' own organisations offer in their province as well."""
    weights: dict[str, float] = defaultdict(float)
    for town in world.towns:
        weights[town.province] += town.population
    providers: dict[str, list[Provider]] = {province: [] for province in weights}
    for kind, number in ((Kind.COMPANY, COMPANIES), (Kind.ASSOCIATION, ASSOCIATIONS)):
        for province, count in apportion(round(number * world.scale), weights).items():
            for _ in range(count):
                name = world.words.company() if kind == Kind.COMPANY else world.words.association()
                organisation = world.add(
                    Organisation,
                    kind=kind,
                    name=name,
                    kbo_number=world.words.kbo_number(),
                    email=f"info@{slug(name)}.example",
                    phone=landline(world.chance, province),
                    created_at=world.at(PORTAL_OPENED),
                )
                user = add_user(world, f"beheer@{slug(name)}.example", organisation, Membership.Role.MANAGER)
                providers[province].append(Provider(organisation, user))
    for membership in known:
        providers["OVL"].append(Provider(membership.organisation, membership.user))
    return providers
