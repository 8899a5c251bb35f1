"""The attack test: whoever has all published tables of all weeks solves for each hidden number, and must not get far.

The attacker reads the csv files as they were published, never the database. He knows that persons are whole numbers
from zero, that sums are sums, and (when he is well informed) that nowhere live more persons than there are places. With
HiGHS he asks for the least and the most of each hidden number. Two weaker ways of hiding must fall to the same attack.
"""

import csv
import io
import random
from collections import defaultdict
from datetime import date, timedelta
from types import SimpleNamespace

import highspy
import pytest

from spread import disclosure
from spread.disclosure import HOLD, THRESHOLD, Cell, Protection, protect
from spread.models import Level
from spread.open_data import as_csv, cells, rows_of

FIRST = date(2026, 1, 5)


# --- Random worlds, and their publication ---------------------------------------------------------------------


class Town:
    """A municipality from week to week: people come and go within its places."""

    def __init__(self, number, province, dice, size):
        self.municipality = SimpleNamespace(nis_code=f"{11000 + number}", pk=number)
        self.province, self.dice = province, dice
        self.places = 0 if dice.random() < 0.2 else round(dice.expovariate(1 / size))
        self.persons = sum(dice.random() < dice.choice((0.2, 0.7, 1)) for _ in range(self.places))

    def live(self):
        if self.dice.random() < 0.3:
            self.places = max(self.persons, self.places + self.dice.choice((-4, 2, 6)))
            self.persons = min(self.places, max(0, self.persons + self.dice.choice((-6, -3, -1, 1, 2, 5))))

    def snapshot(self):
        deployable = self.dice.randint(self.persons, self.places)
        free = self.dice.randint(0, deployable - self.persons)
        return row(Level.MUNICIPALITY, self.province, self.places, deployable, free, self.persons, self)


def row(level, province, places, deployable, free, persons, town=None):
    return SimpleNamespace(
        level=level, municipality=town and town.municipality, municipality_id=town and town.municipality.pk,
        province=province, province_id=province and province.pk, area_name="Gebied", population=20_000, target=50,
        places=places, deployable=deployable, free=free, persons=persons, gap=places - 50,
    )  # fmt: skip


def summed(level, province, members):
    counts = [
        sum(getattr(member, name) for member in members)
        for name in ("places", "deployable", "free", "persons")
    ]
    return row(level, province, *counts)


def world(seed, weeks=6, *, towns=24, provinces=3, size=12):
    """The snapshots of each week."""
    dice = random.Random(seed)
    areas = [SimpleNamespace(pk=pk, name=f"P{pk}", nis_code=f"{pk}0000") for pk in range(1, provinces + 1)]
    places = [Town(number, areas[number % provinces], dice, size) for number in range(towns)]
    for _ in range(weeks):
        rows = [town.snapshot() for town in places]
        of_provinces = [
            summed(Level.PROVINCE, area, [member for member in rows if member.province is area])
            for area in areas
        ]
        yield [*rows, *of_provinces, summed(Level.FLANDERS, None, rows)]
        for town in places:
            town.live()


def with_care(found, past):
    """As the portal does it (`spread.actions.publish_week`)."""
    recent = past[-HOLD:]
    return protect(
        found,
        held={code for protection, _ in recent for code in protection.small | protection.core},
        exposed={code for _, shown in recent for code in shown},
        joined=[zone for protection, _ in recent for zone in protection.joined],
    )


def only_the_small(found, past):
    """Naive: what is small is left out, and nothing else."""
    small = frozenset(cell.code for cell in found if cell.is_small)
    return Protection(small, small, frozenset(), ())


def one_more_each_week(found, past):
    """Half naive: when only one is hidden in a province, another one with it, chosen anew each week."""
    hidden = {cell.code for cell in found if cell.is_small}
    for zone in {cell.zone for cell in found}:
        members = [cell for cell in found if cell.zone == zone]
        shown = [cell.code for cell in members if cell.code not in hidden and cell.most]
        if len([cell for cell in members if cell.code in hidden]) == 1 and shown:
            hidden.add(random.Random(len(past)).choice(shown))
    return Protection(frozenset(hidden), frozenset(), frozenset(), ())


def published(snapshots_by_week, hide=with_care):
    """The csv of each week as an attacker downloads it, and the numbers that he would like to know."""
    tables, truth, _ = published_with_notes(snapshots_by_week, hide)
    return tables, truth


def published_with_notes(snapshots_by_week, hide=with_care):
    """The same, and per week whether a core had to be made of what was published shortly before."""
    past, tables, truth = [], [], []
    for number, snapshots in enumerate(snapshots_by_week):
        protection = hide(cells(snapshots), past)
        registered = {cell.code: cell.places for cell in cells(snapshots)}
        rows = rows_of(snapshots, registered, protection)
        week = FIRST + timedelta(weeks=number)
        file = as_csv(SimpleNamespace(rows=rows, week=week, on=week))
        tables.append(list(csv.DictReader(io.StringIO(file.decode()))))
        truth.append({cell.code: cell.persons for cell in cells(snapshots)})
        past.append((protection, {line["nis_code"] for line in tables[-1] if line["personen"]}))
    return tables, truth, [protection.carried or protection.everything for protection, _ in past]


# --- The attack -------------------------------------------------------------------------------------------------


def attack(table, *, informed=False, known=()):
    """The least and the most of each hidden number of persons in one table: {code: (least, most)}.

    `informed`: persons fit in the places in use and in those that are not deployable, free places in the deployable
    ones. `known`: numbers that the attacker has from elsewhere, by code.
    """
    towns = [line for line in table if line["niveau"] == "gemeente"]
    model = highspy.Highs()
    model.setOptionValue("output_flag", False)
    persons, free = {}, {}
    for line in towns:
        code, places, deployable = (
            line["nis_code"], int(line["plaatsen_gevalideerd"]), int(line["plaatsen_inzetbaar"]),
        )  # fmt: skip
        shown = line["personen"] or dict(known).get(code, "")
        low, high = (
            (int(shown), int(shown)) if shown != "" else (0, places if informed else highspy.kHighsInf)
        )
        persons[code] = model.addVariable(low, high)
        if informed:
            empty = line["plaatsen_vrij"]
            free[code] = model.addVariable(*((int(empty),) * 2 if empty else (0, deployable)))
            model.addConstr(persons[code] + free[code] <= places)
    for area in table:
        members = [
            line["nis_code"]
            for line in towns
            if area["niveau"] == "vlaanderen" or line["provincie"] == area["provincie"]
        ]
        if area["niveau"] != "gemeente" and area["personen"]:
            model.addConstr(sum(persons[code] for code in members) == int(area["personen"]))
            if informed:
                model.addConstr(sum(free[code] for code in members) == int(area["plaatsen_vrij"]))
    hidden = [
        line["nis_code"] for line in towns if not line["personen"] and line["nis_code"] not in dict(known)
    ]
    return {code: (bound(model, persons[code], -1), bound(model, persons[code], 1)) for code in hidden}


def bound(model, variable, direction):
    """The optimum of one number; infinity when nothing limits it."""
    (model.maximize if direction > 0 else model.minimize)(variable)
    status = model.getModelStatus()
    if status in (highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        return float("inf")
    assert status == highspy.HighsModelStatus.kOptimal, status
    return round(model.getObjectiveValue())


def too_narrow(tables, truth, **attacker):
    """What an attacker finds out: (week, code, least, most) of each hidden number that he gets closer to than 5.

    Where fewer than five places are, an informed attacker starts with a narrower range; he may not narrow it.
    """
    found = []
    for week, table in enumerate(tables):
        places = {line["nis_code"]: int(line["plaatsen_gevalideerd"]) for line in table}
        for code, (low, high) in attack(table, **attacker).items():
            assert low <= truth[week][code] <= high, "the attack itself is wrong"
            allowed = min(THRESHOLD, places[code]) if attacker.get("informed") else THRESHOLD
            if high - low < allowed:
                found.append((week, code, low, high))
    return found


SIZES = [(2, 9), (6, 24), (12, 24), (60, 24), (200, 12)]
WORLDS = [pytest.param(seed, *SIZES[seed % len(SIZES)], id=f"world{seed}") for seed in range(15)]


@pytest.mark.parametrize(("seed", "size", "towns"), WORLDS)
@pytest.mark.parametrize("informed", [False, True], ids=["from the tables alone", "knowing the places bound"])
def test_no_hidden_number_is_narrowed_below_five_in_any_week(seed, size, towns, informed):
    tables, truth = published(world(seed, size=size, towns=towns))
    hidden = [
        line for table in tables for line in table if line["niveau"] == "gemeente" and not line["personen"]
    ]
    assert hidden, "a world in which nothing is hidden proves nothing"
    assert too_narrow(tables, truth, informed=informed) == []
    for table, true in zip(tables, truth, strict=True):
        for line in table:
            small = line["niveau"] == "gemeente" and true[line["nis_code"]] < THRESHOLD
            assert not (small and line["personen"] and int(line["plaatsen_gevalideerd"]))


@pytest.mark.parametrize(("seed", "size", "towns"), WORLDS)
def test_what_is_published_in_other_weeks_gives_nothing_away(seed, size, towns):
    """The attacker is even told the true number, in this week, of whatever is published within 12 weeks of it.

    Not promised where there was nothing else to make a core of; that is written down with the publication.
    """
    tables, truth, carried = published_with_notes(world(seed, weeks=20, size=size, towns=towns))
    for week, (table, true) in enumerate(zip(tables, truth, strict=True)):
        if carried[week]:
            continue
        hidden = {line["nis_code"] for line in table if line["niveau"] == "gemeente" and not line["personen"]}
        around = {
            line["nis_code"]
            for other in tables[max(0, week - HOLD) : week + HOLD + 1]
            for line in other
            if line["niveau"] == "gemeente" and line["personen"]
        } & hidden
        for target in sorted(hidden)[:6]:
            known = {code: str(true[code]) for code in around - {target}}
            low, high = attack(table, known=known)[target]
            assert low <= true[target] <= high
            assert high - low >= THRESHOLD, (week, target, low, high)


def test_the_worlds_of_the_attack_know_hidden_provinces_too():
    """Hidden totals of provinces are attacked as well: some worlds have them, most have none."""
    hidden = [
        any(line["niveau"] == "provincie" and not line["personen"] for table in tables for line in table)
        for seed, size, towns in (case.values for case in WORLDS)
        for tables, _ in [published(world(seed, size=size, towns=towns))]
    ]
    assert 2 <= sum(hidden) <= len(hidden) / 2


def test_a_core_of_what_was_just_published_is_rare_where_people_live():
    """Else the promise about other weeks would be empty."""
    weeks = [
        carried
        for seed in range(20)
        for carried in published_with_notes(world(seed, weeks=12, size=40, towns=60))[2]
    ]
    assert sum(weeks) <= 0.1 * len(weeks), f"{sum(weeks)} of {len(weeks)}"


def worlds_that_fall(hide, **attacker):
    return [
        seed
        for seed, size, towns in (case.values for case in WORLDS)
        if too_narrow(*published(world(seed, weeks=3, size=size, towns=towns), hide), **attacker)
    ]


def test_negative_control_hiding_only_what_is_small_falls_to_the_attack():
    assert len(worlds_that_fall(only_the_small)) >= 5


def test_negative_control_a_second_one_chosen_anew_each_week_falls_to_the_weeks_around_it():
    found = 0
    for seed in range(30):
        tables, truth = published(world(seed, weeks=8, size=120, towns=12), one_more_each_week)
        seen = defaultdict(set)
        for week, table in enumerate(tables):
            for line in table:
                seen[week] |= {line["nis_code"]} if line["personen"] else set()
        for week, table in enumerate(tables):
            elsewhere = set().union(*(codes for other, codes in seen.items() if other != week))
            for target in truth[week].keys() - seen[week]:
                known = {code: str(truth[week][code]) for code in elsewhere - seen[week] - {target}}
                low, high = attack(table, known=known)[target]
                found += truth[week][target] < THRESHOLD and high - low < THRESHOLD
    assert found


# --- The rules one by one ---------------------------------------------------------------------------------------


def town(code, persons, places=50, zone="1"):
    return Cell(code, zone, persons, places)


def test_a_zero_is_shown_only_where_there_are_no_places():
    found = protect([town("a", 0, places=0), town("b", 0, places=8), town("c", 30), town("d", 40)])
    assert "a" not in found.hidden
    assert {"b"} == found.small


def test_something_is_always_kept_apart_so_that_the_first_small_number_has_company():
    found = protect([town("a", 20), town("b", 30), town("c", 40)])
    assert (found.small, found.core) == (frozenset(), {"a", "b"})


def test_what_was_small_or_in_a_core_stays_hidden():
    found = protect(
        [town("a", 20), town("b", 30), town("c", 40), town("d", 60)], held={"c", "d"}, exposed={"a", "b"}
    )
    assert found.hidden == {"c", "d"}
    assert not found.carried


def test_a_core_of_what_was_just_published_is_told():
    assert protect([town("a", 3), town("b", 30)], exposed={"a", "b"}).carried


def test_full_houses_do_not_give_their_number_away():
    """b is full, so it cannot take what a would give: a third one has to go with them."""
    found = protect([town("a", 3, places=3), town("b", 9, places=9), town("c", 30), town("d", 90)])
    assert found.hidden > {"a", "b"}


def test_a_province_with_too_few_people_goes_with_another_one_and_both_totals_are_hidden():
    weak = [town("a", 2, zone="1"), town("b", 1, zone="1")]
    strong = [town(name, 30 + number, zone="2") for number, name in enumerate("cdef")]
    third = [town(name, 80 + number, zone="3") for number, name in enumerate("ghij")]
    found = protect([*weak, *strong, *third])
    assert found.joined == (frozenset("12"),)
    assert found.hidden >= {"a", "b"}
    later = protect([town("a", 40, zone="1"), town("b", 50, zone="1"), *strong, *third], joined=found.joined)
    assert later.joined == found.joined


def test_with_almost_nobody_in_flanders_nothing_is_said():
    found = protect([town("a", 2, zone="1"), town("b", 1, zone="2")])
    assert found.everything
    assert found.hidden == {"a", "b"}


def test_the_order_of_the_municipalities_does_not_matter():
    dice = random.Random(7)
    found = [town(f"{number:02}", dice.randint(0, 30), zone=str(number % 3)) for number in range(40)]
    first = protect(found)
    dice.shuffle(found)
    assert protect(found) == first


def test_numbers_that_change_places_behind_the_curtain_change_nothing_that_is_published():
    """Two worlds that differ only in how many live where, among the hidden: the file is the same to the last byte."""
    for seed in range(10):
        [snapshots] = world(seed, weeks=1)
        protection = with_care(cells(snapshots), [])
        hidden = [
            found
            for found in snapshots
            if found.municipality and found.municipality.nis_code in protection.hidden
        ]
        before = rows_of(snapshots, {}, protection)
        for one in hidden:
            for other in hidden:
                if one.province is other.province and one.persons and other.persons < other.places:
                    one.persons, other.persons = one.persons - 1, other.persons + 1
        assert rows_of(snapshots, {}, protection) == before


def test_the_bounds_of_the_formula_are_those_of_the_linear_programme():
    dice = random.Random(3)
    for _ in range(50):
        found = []
        for number in range(dice.randint(2, 5)):
            places = dice.randint(1, 20)
            found.append(Cell(str(number), "1", dice.randint(0, places), places))
        model = highspy.Highs()
        model.setOptionValue("output_flag", False)
        variables = [model.addVariable(0, cell.most) for cell in found]
        model.addConstr(sum(variables) == sum(cell.persons for cell in found))
        solved = (bound(model, variables[0], -1), bound(model, variables[0], 1))
        assert disclosure.span(found[0], found) == solved
