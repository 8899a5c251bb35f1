"""The village planner: more persons never need less, and what it calls feasible keeps every norm."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from facility.planner import NORMS, Need, UnitType, holds, house, three_variants
from facility.village_units import first_norms, first_units

D = Decimal
REAL_NORMS = {row["code"]: row["value"] for row in first_norms()}
REAL_TYPES = [
    UnitType(**{name: row[name] for name in UnitType.__dataclass_fields__}) for row in first_units()
]
NEVER_LESS = (
    "toilets", "showers", "cookers", "common", "parking", "power", "water", "ground", "investment", "lead_days",
)  # fmt: skip
mixes = st.dictionaries(st.integers(1, 10), st.integers(1, 30), min_size=1, max_size=4)


@st.composite
def types(draw):
    """Any types, also ones where a larger unit is cheaper or takes less ground."""
    return [
        UnitType(
            f"t{number}", "Type", draw(st.integers(1, 8)), D(draw(st.integers(4, 60))), D(draw(st.integers(5, 90))),
            *(draw(st.sampled_from([(True, True), (False, False), (True, False)]))),
            D(draw(st.integers(1_000, 90_000))), draw(st.integers(1, 120)),
        )
        for number in range(draw(st.integers(1, 4)))
    ]  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(mixes, types(), st.data())
def test_one_more_household_never_needs_less(mix, some, data):
    more = dict(mix)
    size = data.draw(st.sampled_from(sorted(mix)))
    more[size] += data.draw(st.integers(1, 5))
    for less, larger in zip(
        *(three_variants(Need(m, D(10**6), 12), some, REAL_NORMS) for m in (mix, more)), strict=True
    ):
        for name in NEVER_LESS:
            assert getattr(less, name) <= getattr(larger, name), name
        assert {refusal.code for refusal in less.refusals} <= {refusal.code for refusal in larger.refusals}


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 11), types())
def test_a_household_that_grows_never_gets_less(size, some):
    smaller, larger = (house(persons, some, REAL_NORMS) for persons in (size, size + 1))
    if smaller is None:
        assert larger is None
    elif larger is not None:
        assert smaller.price <= larger.price
        assert smaller.ground <= larger.ground
        assert smaller.lead_days <= larger.lead_days


@settings(max_examples=120, deadline=None)
@given(mixes, types(), st.integers(1, 60_000), st.integers(1, 60))
def test_a_feasible_variant_keeps_every_norm(mix, some, plot, months):
    need = Need(mix, D(plot), months)
    for variant in three_variants(need, some, REAL_NORMS):
        if not variant.feasible:
            assert all(refusal.code in NORMS and refusal.sentence for refusal in variant.refusals)
            continue
        by_code = {unit.code: unit for unit in some}
        assert variant.ground <= need.plot
        assert months <= REAL_NORMS["most_months"]
        assert sum(variant.units.values()) <= need.number * REAL_NORMS["most_units"]
        assert variant.places >= need.persons
        assert variant.places == sum(
            holds(by_code[code], REAL_NORMS) * count for code, count in variant.units.items()
        )
        assert variant.common >= need.persons * REAL_NORMS["common_per_person"]
        assert variant.ground == sum(line.ground for line in variant.lines)
        assert variant.investment == round(sum(line.cost for line in variant.lines), 2)


def test_what_shares_has_enough_toilets_and_what_stands_alone_has_none():
    own, shared, mixed = three_variants(Need({1: 30, 4: 10}, D(20_000), 24), REAL_TYPES, REAL_NORMS)
    assert own.feasible and shared.feasible and mixed.feasible
    assert (own.toilets, shared.toilets, mixed.toilets) == (0, 4, 2)
    assert own.per_place_per_month > shared.per_place_per_month


def test_the_norm_that_binds_is_named():
    small = three_variants(Need({4: 40}, D(500), 24), REAL_TYPES, REAL_NORMS)[0]
    assert "terrein is te klein" in small.refusals[0].sentence and "norm:" in small.refusals[0].sentence
    long = three_variants(Need({4: 4}, D(5000), 37), REAL_TYPES, REAL_NORMS)[0]
    assert [refusal.code for refusal in long.refusals] == ["most_months"]
    crowd = three_variants(Need({12: 1}, D(5000), 12), REAL_TYPES, REAL_NORMS)[1]
    assert [refusal.code for refusal in crowd.refusals] == ["most_units"]
    assert "Een huishouden van 12 past niet" in crowd.refusals[0].sentence
