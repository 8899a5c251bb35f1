"""The critical path against counting every chain by hand."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facility.critical_path import GoesInCircles, Step, schedule

TODAY = date(2026, 11, 26)
OPENING = date(2027, 3, 1)


@st.composite
def plans(draw):
    """Up to eight steps; each waits for some of those before it, some are done."""
    count = draw(st.integers(1, 8))
    return [
        Step(
            key,
            draw(st.integers(0, 20)),
            draw(st.integers(0, 10)),
            frozenset(draw(st.sets(st.integers(0, key - 1))) if key else ()),
            draw(st.booleans()),
        )
        for key in range(count)
    ]


def chains(steps):
    """Every chain of open steps, each needed by the next one."""
    by_key = {step.key: step for step in steps if not step.done}

    def ending_in(step):
        yield [step]
        for need in step.needs & by_key.keys():
            for chain in ending_in(by_key[need]):
                yield [*chain, step]

    return [chain for step in by_key.values() for chain in ending_in(step)]


def length(chain):
    return sum(step.days for step in chain)


@settings(max_examples=150, deadline=None)
@given(plans())
def test_the_schedule_is_what_counting_every_chain_gives(steps):
    found = schedule(steps, today=TODAY, opening=OPENING)
    every = chains(steps)
    longest = max((length(chain) + chain[-1].before for chain in every), default=0)
    assert found.earliest_opening == TODAY + timedelta(longest)
    for step in steps:
        window = found.windows[step.key]
        if step.done:
            assert window.ready == TODAY and not window.ready_to_begin and not window.critical
            continue
        ready = max(length(chain) for chain in every if chain[-1] == step)
        assert window.ready == TODAY + timedelta(ready)
        behind = [chain for chain in every if step in chain]
        after = max(length(chain[chain.index(step) + 1 :]) + chain[-1].before for chain in behind)
        assert window.latest == OPENING - timedelta(after)
        assert window.slack == (window.latest - window.ready).days
        assert not (
            window.ready_to_begin and any(not other.done for other in steps if other.key in step.needs)
        )


@settings(max_examples=150, deadline=None)
@given(plans())
def test_the_path_is_a_chain_of_open_steps_that_decides_the_opening(steps):
    found = schedule(steps, today=TODAY, opening=OPENING)
    by_key = {step.key: step for step in steps}
    chain = [by_key[key] for key in found.path]
    assert bool(chain) == any(not step.done for step in steps)
    if chain:
        assert TODAY + timedelta(length(chain) + chain[-1].before) == found.earliest_opening
        assert all(found.windows[step.key].critical and not step.done for step in chain)
        assert all(one.key in two.needs for one, two in pairwise(chain))


def test_steps_that_wait_for_each_other_are_named():
    steps = [
        Step("a", 1, needs=frozenset("b")),
        Step("b", 1, needs=frozenset("c")),
        Step("c", 1, needs=frozenset("a")),
    ]
    with pytest.raises(GoesInCircles, match="→") as refusal:
        schedule(steps, today=TODAY, opening=OPENING)
    assert set(refusal.value.circle) == {"a", "b", "c"}
    with pytest.raises(KeyError, match="a needs"):
        schedule([Step("a", 1, needs=frozenset("z"))], today=TODAY, opening=OPENING)
