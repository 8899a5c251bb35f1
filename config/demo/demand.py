"""Who needs a home: households and their persons. Two thirds are women, about one third is a minor (domain 3.4)."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from config.demo import words
from config.demo.distribution import apportion
from config.demo.world import Town, World
from households.models import Channel, Household, Person, Relation, Sex, Strength
from housing.models import FIRST_DAY

HOUSEHOLDS = 3_600
DEPARTED = 260  # who left again, on top of those who are here
SIZES = [(1, 0.28), (2, 0.28), (3, 0.21), (4, 0.14), (5, 0.06), (6, 0.02), (7, 0.01)]
REFERENCE, PARTNER, CHILD, PARENT, SIBLING = (
    Relation.REFERENCE,
    Relation.PARTNER,
    Relation.CHILD,
    Relation.PARENT,
    Relation.SIBLING,
)
# Per size the families that it may be: who besides the reference person and the children.
FAMILIES: dict[int, list[tuple[tuple[Relation, ...], float]]] = {
    1: [((), 1.0)],
    2: [((), 0.45), ((PARTNER,), 0.16), ((PARENT,), 0.22), ((SIBLING,), 0.17)],
    3: [((), 0.42), ((PARTNER,), 0.18), ((PARENT,), 0.30), ((PARENT, SIBLING), 0.10)],
    4: [((PARTNER,), 0.30), ((PARENT,), 0.45), ((), 0.25)],
    5: [((PARTNER,), 0.35), ((PARTNER, PARENT), 0.35), ((PARENT,), 0.30)],
    6: [((PARTNER, PARENT), 0.6), ((PARTNER,), 0.4)],
    7: [((PARTNER, PARENT), 1.0)],
}
OLDEST_CHILD = 25


@dataclass
class Family:
    """A household with its persons, and what `living` works out about it."""

    household: Household
    town: Town
    persons: list[Person] = field(default_factory=list)

    @property
    def size(self) -> int:
        return len(self.persons)


def make_households(
    world: World, weights: dict[str, float], *, number: int, departed: bool = False
) -> list[Family]:
    """`number` households over the municipalities in proportion to `weights`."""
    towns = {town.nis_code: town for town in world.towns}
    return [
        make_household(world, towns[nis_code], departed=departed)
        for nis_code, count in apportion(round(number * world.scale), weights).items()
        for _ in range(count)
    ]


def make_household(world: World, town: Town, *, departed: bool) -> Family:
    """A household that arrived some time since March 2022, half of them in the first year."""
    latest = world.on - timedelta(days=240 if departed else 2)
    arrived = world.day_between(FIRST_DAY, latest)
    if world.happens(0.5):
        arrived = min(arrived, world.day_between(FIRST_DAY, FIRST_DAY + timedelta(days=365)))
    size = world.weighted(SIZES)
    step_free = world.happens(0.05)
    registered = world.day_between(arrived, min(arrived + timedelta(days=20), world.on - timedelta(days=1)))
    household: Household = world.add(
        Household,
        form_token=world.token(),
        registered_by=town.authority,
        channel=world.weighted(
            [(Channel.FEDASIL, 0.45), (Channel.COUNTER, 0.33), (Channel.HOST_STOPS, 0.22)]
        ),
        arrived_on=arrived,
        wanted_from=registered,
        need_step_free=Strength.HARD if step_free else "",
        need_ground_floor=Strength.HARD if step_free and world.happens(0.5) else "",
        need_pets=Strength.HARD if world.happens(0.07) else "",
        need_own_kitchen=Strength.WISH if world.happens(0.4) else "",
        need_own_sanitary=Strength.WISH if world.happens(0.4) else "",
        languages=world.weighted(
            [
                ("Oekraïens", 0.35),
                ("Oekraïens, Russisch", 0.35),
                ("Oekraïens, Engels", 0.2),
                ("Oekraïens, Nederlands", 0.1),
            ]
        ),
        contact_phone=world.words.mobile() if world.happens(0.85) else "",
        registered_at=world.at(registered),
    )
    family = Family(household, town)
    make_persons(world, family, size)
    household.contact_email = (
        f"{words.slug(str(family.persons[0])).replace('-', '.')}@post.example" if world.happens(0.5) else ""
    )
    if any(person.age(on=world.on) < 2 for person in family.persons):
        household.need_cot = Strength.WISH
    return family


def record_registrations(world: World, families: list[Family]) -> None:
    """The trail of the registrations, once it is known when they must have been."""
    for family in families:
        household = family.household
        world.trail(
            "household.registered",
            household,
            household.registered_at,
            family.town.officer,
            family.town.authority,
            persons=family.size,
            channel=str(household.channel),
        )


def make_persons(world: World, family: Family, size: int) -> None:
    """The reference person, who lives along, and children, in that order."""
    surname = world.chance.choice(words.FAMILIES)
    others: tuple[Relation, ...] = world.weighted(FAMILIES[size])
    is_parent = len(others) + 1 < size
    woman = world.happens(0.92 if is_parent or PARTNER in others else 0.70)
    age = world.chance.randint(26, 50) if is_parent else world.chance.randint(19, 76)
    add_person(world, family, REFERENCE, surname, Sex.FEMALE if woman else Sex.MALE, age)
    for relation in others:
        if relation == PARTNER:
            sex = Sex.MALE if woman else Sex.FEMALE
            add_person(world, family, relation, surname, sex, max(age + world.chance.randint(-4, 7), 18))
        elif relation == PARENT:
            own = surname if world.happens(0.5) else world.chance.choice(words.FAMILIES)
            sex = Sex.FEMALE if world.happens(0.9) else Sex.MALE
            add_person(world, family, relation, own, sex, min(age + world.chance.randint(21, 33), 92))
        else:
            sex = Sex.FEMALE if world.happens(0.8) else Sex.MALE
            add_person(world, family, relation, surname, sex, max(age + world.chance.randint(-6, 6), 18))
    for _ in range(size - 1 - len(others)):
        sex = Sex.FEMALE if world.happens(0.5) else Sex.MALE
        add_person(world, family, CHILD, surname, sex, world.chance.randint(0, min(OLDEST_CHILD, age - 18)))


def add_person(world: World, family: Family, relation: str, surname: str, sex: str, age: int) -> None:
    """A person of that age. A national number is left out: any that checks could be somebody's."""
    chance = world.chance
    born = birthday(world.on, age, chance.randint(1, 364))
    number = world.number(Person)
    person = Person(
        pk=number,
        household=family.household,
        given_name=chance.choice(words.WOMEN if sex == Sex.FEMALE else words.MEN),
        family_name=surname,
        born_on=born if world.happens(0.95) else None,
        birth_year=born.year,
        sex=sex,
        relation=relation,
        certificate_number=f"DEMO-{len(world.rows[Person]) + 1:06d}" if world.happens(0.9) else "",
    )
    world.rows[Person].append(person)
    family.persons.append(person)


def birthday(on: date, age: int, days: int) -> date:
    """The day on which somebody was born who is `age` on that day and had his birthday `days` days ago."""
    reached = on - timedelta(days=days)
    return date(reached.year - age, reached.month, min(reached.day, 28))
