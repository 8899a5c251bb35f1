"""Who lives where: stays of now and of before, and proposals in every status."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import Organisation, User
from config.demo import words
from config.demo.demand import Family
from config.demo.world import Town, World
from households.models import Channel, Strength
from housing.actions.stays import LEAVES_FOR
from housing.models import Category, EndReason, Freshness, Site, Stay, Unit
from matching.actions import answer_within
from matching.collecting import asked_from, flanders_for, place_from
from matching.models import Proposal, RankingWeights, RefusalReason
from matching.ranking import Question

HOUSED = 0.86  # of those who are here; some of them find nothing that fits, which leaves four fifths
OWN_TOWN, SAME_REGION = 0.93, 0.5
MOVED_BEFORE = 0.14
KEEP_NEAR = 0.06  # of those who wait
OPEN_PROPOSALS, DECLINED_PROPOSALS = 60, 90
RECENT = timedelta(days=120)  # stays since then came about through a proposal in the portal
DESTINATION_REASONS = [
    (EndReason.OWN_HOUSING, 0.34),
    (EndReason.RETURNED, 0.24),
    (EndReason.OTHER_MUNICIPALITY, 0.18),
    (EndReason.ABROAD, 0.12),
    (EndReason.UNKNOWN, 0.12),
]


@dataclass
class Home:
    """A unit with what can still happen in it."""

    unit: Unit
    site: Site
    town: Town
    number: int
    taken_from: (
        date  # the first day on which somebody lives or will live there: before that it is open to history
    )
    has_history: bool = False

    @property
    def lower(self) -> date:
        """From this day people can live there."""
        begins: date = self.site.available.lower
        return max(begins, self.site.ready_on or begins)

    def order(self) -> tuple[bool, int, int]:
        """Small units first; but half of a nooddorp is filled before the houses around it are looked at."""
        preferred = self.site.category == Category.VILLAGE and self.number % 2 == 0
        return not preferred, self.unit.places, self.number


class Living:
    """Puts households in units, the way PostgreSQL wants it: one at a time."""

    def __init__(self, world: World, *, out_of_use: dict[int, date]) -> None:
        """`out_of_use` has the numbers of units that nobody may move into now, with since when."""
        self.world = world
        self.chance = world.chance
        self.flanders = flanders_for(None)
        self.weights = RankingWeights.objects.in_force(on=world.on)
        towns = {town.pk: town for town in world.towns}
        self.free: dict[int, list[Home]] = defaultdict(list)
        self.past: dict[int, list[Home]] = defaultdict(list)
        self.towns_of_region: dict[int, list[Town]] = defaultdict(list)
        for town in world.towns:
            self.towns_of_region[town.region].append(town)
        on = world.on
        for number, unit in enumerate(world.rows[Unit]):
            site = unit.site
            home = Home(
                unit,
                site,
                towns[site.municipality_id],
                number,
                taken_from=min(on, out_of_use.get(unit.pk, on)),
            )
            self.past[home.town.pk].append(home)
            ended = min(filter(None, (site.closed_on, site.available.upper)), default=None)
            confirmed = site.category != Category.SPECIFIC or site.confirmed_at
            if home.lower <= on and (ended is None or ended > on) and confirmed and unit.pk not in out_of_use:
                self.free[home.town.pk].append(home)
            elif ended is not None and ended <= on:
                home.taken_from = min(home.taken_from, ended)
        for homes in self.free.values():
            homes.sort(key=Home.order)

    # -- now ---------------------------------------------------------------------------------------------------

    def house(self, families: list[Family]) -> list[Family]:
        """Gives most families a home; returns those who wait. Large families first: they have the least choice."""
        waiting = []
        starts: dict[int, date] = {}
        for family in sorted(families, key=lambda family: (-family.size, family.household.pk)):
            home = self.home_for(family) if self.world.happens(HOUSED) else None
            if home is None:
                self.wait(family)
                waiting.append(family)
            else:
                starts[family.household.pk] = self.move_in(family, home)
        for family in families:
            until = starts.get(family.household.pk, self.world.on)
            if self.world.happens(MOVED_BEFORE):
                reason = EndReason.PLACE_ENDED if self.world.happens(0.4) else EndReason.OTHER_PLACE
                self.lived_before(family, until, reason)
        self.name_friends(waiting, [family for family in families if family.household.pk in starts])
        return waiting

    def name_friends(self, waiting: list[Family], housed: list[Family]) -> None:
        """Some who wait want to live near a household that they know in the same municipality."""
        neighbours: dict[int, list[Family]] = defaultdict(list)
        for family in housed:
            neighbours[family.town.pk].append(family)
        for family in waiting:
            if self.world.happens(KEEP_NEAR) and neighbours[family.town.pk]:
                family.household.near_household = Strength.WISH
                family.household.keep_near = self.chance.choice(neighbours[family.town.pk]).household

    def home_for(self, family: Family) -> Home | None:
        towns = [family.town] if self.world.happens(OWN_TOWN) else []
        if not towns or self.world.happens(SAME_REGION):
            region = self.towns_of_region[family.town.region]
            towns += self.chance.sample(region, len(region))
        for town in towns:
            home = self.take(town, family, latest=self.world.on - timedelta(days=3))
            if home is not None:
                return home
        return None

    def take(self, town: Town, family: Family, *, latest: date, fresh: bool = False) -> Home | None:
        """The smallest free unit in this municipality that the household fits in, once in six times a roomier one."""
        homes = self.free[town.pk]
        fitting = (
            number
            for number, home in enumerate(homes)
            if home.lower <= latest
            and suits(home.unit, family)
            and (not fresh or home.site.freshness(on=self.world.on) == Freshness.FRESH)
        )
        chosen = next(fitting, None)
        if chosen is not None and self.world.happens(1 / 6):
            chosen = next(fitting, chosen)
        return None if chosen is None else homes.pop(chosen)

    def move_in(self, family: Family, home: Home) -> date:
        """A stay that goes on: from some day since the household arrived and the unit was there."""
        world = self.world
        household = family.household
        earliest = max(home.lower, household.arrived_on or home.lower)
        yesterday = world.on - timedelta(days=1)
        start = world.day_between(earliest, yesterday)
        if world.happens(0.7):  # most found a place soon
            start = min(start, world.day_between(earliest, min(earliest + timedelta(days=120), yesterday)))
        home.taken_from = start
        household.wanted_from = max(
            start - timedelta(days=self.chance.randint(0, 25)), household.arrived_on or start
        )
        registered = max(household.wanted_from - timedelta(days=2), household.arrived_on or start)
        household.registered_at = min(household.registered_at, world.at(registered))
        stay = self.add_stay(family, home, DateRange(start, home.site.available.upper), Stay.Status.LIVED_IN)
        world.trail("stay.started", stay, world.at(start), family.town.officer, family.town.authority)
        if start >= world.on - RECENT:
            proposed = world.at(start - timedelta(days=self.chance.randint(2, 5)))
            self.add_proposal(
                family,
                home,
                stay,
                proposed,
                status=Proposal.Status.ACCEPTED,
                decided_at=proposed + timedelta(hours=self.chance.randint(2, 40)),
                decided_by=home.town.officer,
            )
        return start

    def wait(self, family: Family) -> None:
        """Waiting people came lately, or their host family stops."""
        household, world = family.household, self.world
        household.wanted_from = world.on + timedelta(days=self.chance.randint(-21, 30))
        if household.channel != Channel.HOST_STOPS:
            household.arrived_on = world.days_ago(2, 45)
        arrived = household.arrived_on or world.on
        household.registered_at = world.at(max(arrived, world.days_ago(1, 25)))

    # -- before ------------------------------------------------------------------------------------------------

    def depart(self, families: list[Family]) -> None:
        """Households that lived somewhere and left."""
        for family in families:
            until = self.world.days_ago(1, 200)
            reason = self.world.weighted(DESTINATION_REASONS)
            if not self.lived_before(family, until, reason):
                family.household.left_on, family.household.left_reason = until, reason

    def lived_before(self, family: Family, until: date, reason: EndReason) -> bool:
        """A stay that ended by `until`, where history has room for it; false when it has none."""
        world = self.world
        for home in self.past[family.town.pk]:
            last = min(until, home.taken_from)
            first = max(home.lower, family.household.arrived_on or home.lower)
            if home.has_history or (last - first).days < 30 or not suits(home.unit, family):
                continue
            start = world.day_between(first, last - timedelta(days=25))
            end = world.day_between(start + timedelta(days=20), last)
            home.has_history = True
            family.household.registered_at = min(family.household.registered_at, world.at(start))
            officer, authority = family.town.officer, family.town.authority
            destinations = words.DESTINATIONS.get(str(reason), ("",))
            stay = self.add_stay(
                family,
                home,
                DateRange(start, end),
                Stay.Status.LIVED_IN,
                end_reason=reason,
                destination=self.chance.choice(destinations),
                ended_at=world.at(end),
                ended_by=officer,
            )
            world.trail("stay.started", stay, world.at(start), officer, authority)
            world.trail("stay.ended", stay, world.at(end), officer, authority, reason=str(reason))
            if reason in LEAVES_FOR:
                family.household.left_on, family.household.left_reason = end, reason
                world.trail(
                    "household.left", family.household, world.at(end), officer, authority, reason=str(reason)
                )
            return True
        return False

    # -- asked ---------------------------------------------------------------------------------------------------

    def propose(self, waiting: list[Family]) -> None:
        """Questions of the last days that wait for an answer, and older ones that came to nothing."""
        world = self.world
        families = self.chance.sample(waiting, len(waiting))
        wanted = round(OPEN_PROPOSALS * world.scale)
        for family in families:
            if not wanted:
                break
            region = self.towns_of_region[family.town.region]
            other = world.happens(0.5)
            home = self.take(
                self.chance.choice(region) if other else family.town, family, latest=world.on, fresh=True
            )
            if home is None:
                continue
            wanted -= 1
            move_in = world.on + timedelta(days=self.chance.randint(3, 10))
            upper = home.site.available.upper
            if upper is not None and upper <= move_in:
                continue
            family.household.wanted_from = min(family.household.wanted_from, move_in)
            stay = self.add_stay(family, home, DateRange(move_in, upper), Stay.Status.HELD)
            self.add_proposal(family, home, stay, world.at(world.days_ago(1, 2)), status=Proposal.Status.OPEN)
        self.decline(families[: round(DECLINED_PROPOSALS * world.scale)])

    def decline(self, families: list[Family]) -> None:
        """Earlier proposals that were refused, withdrawn or left without an answer; their holds were let go."""
        world = self.world
        for family in families:
            homes = [
                home
                for home in self.past[family.town.pk]
                if suits(home.unit, family) and home.lower < world.on
            ]
            if not homes:
                continue
            home = self.chance.choice(homes)
            proposed = world.days_ago(4, 14)
            stay = self.add_stay(
                family, home, DateRange(proposed + timedelta(days=5), None), Stay.Status.CANCELLED
            )
            status = world.weighted(
                [
                    (Proposal.Status.REFUSED, 0.55),
                    (Proposal.Status.WITHDRAWN, 0.25),
                    (Proposal.Status.EXPIRED, 0.2),
                ]
            )
            decided: dict[str, Any] = {}
            if status != Proposal.Status.EXPIRED:
                refused = status == Proposal.Status.REFUSED
                decided = {
                    "decided_at": world.at(proposed + timedelta(days=1)),
                    "decided_by": home.town.officer if refused else family.town.officer,
                    "refusal_reason": self.chance.choice(RefusalReason.values[:5]) if refused else "",
                }
            self.add_proposal(family, home, stay, world.at(proposed), status=status, **decided)

    # -- rows ----------------------------------------------------------------------------------------------------

    def add_stay(self, family: Family, home: Home, period: DateRange, status: str, **fields: Any) -> Stay:
        world = self.world
        created = min(period.lower, world.on) - timedelta(days=1)
        arrived: dict[str, Any] = {}
        if status == Stay.Status.LIVED_IN:
            arrived = {"moved_in_at": world.at(period.lower), "moved_in_by": family.town.officer}
        stay: Stay = world.add(
            Stay,
            household=family.household,
            unit=home.unit,
            period=period,
            status=status,
            created_at=world.at(created),
            created_by=family.town.officer,
            **arrived,
            **fields,
        )
        world.rows[Stay.persons.through] += [
            Stay.persons.through(stay_id=stay.pk, person_id=person.pk) for person in family.persons
        ]
        return stay

    def add_proposal(
        self, family: Family, home: Home, stay: Stay, proposed_at: Any, **fields: Any
    ) -> Proposal:
        """A proposal with the score that the ranking itself gives."""
        world = self.world
        question = asked_from(
            family.household,
            family.persons,
            start=stay.period.lower,
            today=world.on,
            flanders=self.flanders,
            homes={},
        )
        place = place_from(home.unit, own_town=question.own_town, opened=True, flanders=self.flanders)
        explained = Question(question, self.flanders, self.weights).explain(home.unit, place)
        answer_by = proposed_at + answer_within(move_in_on=stay.period.lower, today=proposed_at.date())
        if fields.get("status") == Proposal.Status.OPEN:  # still open: nobody let the clock run out
            answer_by = max(answer_by, world.at(world.on + timedelta(days=2)))
        proposal: Proposal = world.add(
            Proposal,
            form_token=world.token(),
            household=family.household,
            unit=home.unit,
            hold=stay,
            move_in_on=stay.period.lower,
            answer_by=answer_by,
            asked_by=family.town.authority,
            persons=family.size,
            **explained._asdict(),
            proposed_at=proposed_at,
            proposed_by=family.town.officer,
            **fields,
        )
        officer, authority = family.town.officer, family.town.authority
        world.trail("proposal.made", proposal, proposed_at, officer, authority)
        decided_by: User | None = fields.get("decided_by")
        if decided_by is not None:
            answering: Organisation = home.town.authority if decided_by == home.town.officer else authority
            world.trail(f"proposal.{fields['status']}", proposal, fields["decided_at"], decided_by, answering)
        return proposal


def suits(unit: Unit, family: Family) -> bool:
    """Every hard need is met, as in matching.ranking."""
    household = family.household
    return (
        unit.places >= family.size
        and (unit.step_free or household.need_step_free != Strength.HARD)
        and (unit.ground_floor or household.need_ground_floor != Strength.HARD)
        and (unit.pets_allowed or household.need_pets != Strength.HARD)
    )
