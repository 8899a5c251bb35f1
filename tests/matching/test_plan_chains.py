"""Chain moves: the shortest chain that frees a fitting place, with everybody who has to consent."""

import random
from itertools import permutations

import pytest

from matching.planning import Household, Unit
from matching.planning.chains import Move, find_chain


def fits(household, unit):
    return household.persons <= unit.places and household.needs <= unit.attributes


def chain(waiting, households, units, living, **more):
    return find_chain(
        waiting, households, units, living, fits, may_move=[item.key for item in households], **more
    )


BIG, SMALL = Unit("groot", 5), Unit("klein", 2)
COUPLE, FAMILY = Household("koppel", 2), Household("gezin", 5)


def test_a_free_place_needs_no_moves():
    found = chain(FAMILY, [], [SMALL, BIG], {})
    assert found.moves == (Move("gezin", "", "groot"),)
    assert found.needs_consent == ()


def test_a_couple_moves_to_a_smaller_home_so_that_a_family_can_come():
    found = chain(FAMILY, [COUPLE], [BIG, SMALL], {"koppel": "groot"})
    assert found.moves == (Move("koppel", "groot", "klein"), Move("gezin", "", "groot"))
    assert found.needs_consent == ("koppel",)


def test_who_may_not_be_asked_does_not_move():
    assert find_chain(FAMILY, [COUPLE], [BIG, SMALL], {"koppel": "groot"}, fits, may_move=[]) is None


def test_three_moves_are_found_and_four_are_not():
    units = [Unit(f"u{places}", places) for places in (1, 2, 3, 4, 5)]
    people = [Household(f"h{persons}", persons) for persons in (1, 2, 3)]
    living = {"h1": "u2", "h2": "u3", "h3": "u4"}
    found = chain(Household("nieuw", 4), people, units[:4], living)
    assert [move.household for move in found.moves] == ["h1", "h2", "h3", "nieuw"]
    people.append(Household("h4", 4))
    assert chain(Household("nieuw", 5), people, units, living | {"h4": "u5"}) is None
    assert chain(Household("nieuw", 5), people, units, living | {"h4": "u5"}, most_moves=4)


def test_one_person_leaves_a_pool_to_make_room_there():
    pool, room = Unit("zaal", 4, shared=True), Unit("kamer", 1)
    people = [Household("een", 1), Household("drie", 3)]
    found = chain(
        Household("paar", 1),
        people,
        [pool, Unit("kot", 1, attributes=frozenset())],
        {"een": "zaal", "drie": "zaal"},
    )
    assert found.moves == (Move("paar", "", "kot"),)
    found = chain(
        Household("stap", 1, needs=frozenset({"lift"})),
        people,
        [Unit("zaal", 4, shared=True, attributes=frozenset({"lift"})), room],
        {"een": "zaal", "drie": "zaal"},
    )
    assert found.moves == (Move("een", "zaal", "kamer"), Move("stap", "", "zaal"))


@pytest.mark.parametrize("seed", range(40))
def test_no_shorter_chain_exists_and_the_chain_can_be_made(seed):
    dice = random.Random(seed)
    units = [Unit(f"u{index}", dice.randint(1, 5)) for index in range(6)]
    people, living = [], {}
    for unit in units[: dice.randint(3, 5)]:
        household = Household(f"h{unit.key}", dice.randint(1, unit.places))
        people.append(household)
        living[household.key] = unit.key
    waiting = Household("nieuw", dice.randint(2, 5))
    found = chain(waiting, people, units, living)
    shortest = shortest_by_trying_all(waiting, people, units, living)
    assert (found and len(found.needs_consent)) == shortest
    if found:
        now, homes, everybody = (
            dict(living),
            {unit.key: unit for unit in units},
            {item.key: item for item in [*people, waiting]},
        )
        for move in found.moves:
            assert move.destination not in now.values()
            assert fits(everybody[move.household], homes[move.destination])
            now[move.household] = move.destination


def shortest_by_trying_all(waiting, people, units, living):
    homes = {unit.key: unit for unit in units}
    free = [unit for unit in units if unit.key not in living.values()]
    for moves in range(4):
        for movers in permutations(people, moves):
            # The waiting one takes the home of the first mover, who takes that of the second, and so on.
            line = [waiting, *movers]
            if all(fits(line[at], homes[living[movers[at].key]]) for at in range(moves)) and any(
                fits(line[-1], unit) for unit in free
            ):
                return moves
    return None
