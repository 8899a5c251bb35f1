"""Small worlds for the proofs: random places and households as plain facts, few values each, so that every condition
fails and holds often."""

from datetime import timedelta

from django.utils import timezone
from hypothesis import strategies as st

from matching.facts import Asked, Near, Place, Someone, Span, Spot

TODAY = timezone.localdate()
HERE, THERE = 1, 2
MIDDLE = Spot(51.0, 3.7)
STRENGTHS = st.sampled_from(["", "", "wish", "hard"])


def after(days):
    return TODAY + timedelta(days=days)


def spot_at(km):
    """So many kilometres north of the middle."""
    return Spot(MIDDLE.latitude + km / 111.195, MIDDLE.longitude)


@st.composite
def spans(draw, most=2):
    """Up to two periods that do not overlap; the last one may have no end."""
    edges = sorted(draw(st.sets(st.integers(-4, 9), min_size=2 * most, max_size=2 * most)))
    count = draw(st.integers(0, most))
    found = [Span(after(edges[2 * n]), after(edges[2 * n + 1])) for n in range(count)]
    if found and draw(st.booleans()):
        found[-1] = Span(found[-1].start, None)
    return tuple(found)


@st.composite
def places(draw):
    begins = draw(st.sampled_from([-10, -10, -10, 0, 3]))
    ends = draw(st.sampled_from([None, None, -1, 1, 5, 8]))
    stays = draw(spans())
    return Place(
        unit=1,
        site=1,
        town=draw(st.sampled_from([HERE, HERE, THERE])),
        town_name="Proefgem",
        spot=spot_at(draw(st.integers(0, 12))),
        places=draw(st.integers(1, 4)),
        available_from=after(begins),
        checked_on=after(draw(st.sampled_from([0, 0, 0, -400]))),
        ends_on=None if ends is None else after(max(ends, begins + 1)),
        ready_on=draw(st.sampled_from([None, None, after(2)])),
        confirmed=draw(st.sampled_from([True, True, False])),
        opened=draw(st.sampled_from([True] * 9 + [False])),
        merged=draw(st.sampled_from([False] * 9 + [True])),
        admits=draw(st.sampled_from(["everyone", "everyone", "women", "families"])),
        open_to_others=draw(st.booleans()),
        step_free=draw(st.booleans()),
        ground_floor=draw(st.booleans()),
        lift=draw(st.booleans()),
        cot=draw(st.booleans()),
        pets=draw(st.booleans()),
        own_kitchen=draw(st.booleans()),
        own_sanitary=draw(st.booleans()),
        stays=stays,
        outages=() if stays else draw(spans(most=1)),
    )


PERSONS = st.lists(
    st.builds(
        Someone, sex=st.sampled_from("fmx"), birth_year=st.sampled_from([TODAY.year - 40, TODAY.year - 9])
    ),
    min_size=1,
    max_size=4,
).map(tuple)


@st.composite
def questions(draw):
    needs = {
        need: strength
        for need in ("need_step_free", "need_lift", "need_pets", "need_cot", "need_stay_here")
        if (strength := draw(STRENGTHS))
    }
    near = [
        Near(need, strength, "de school in Proefgem", draw(st.sampled_from([MIDDLE, MIDDLE, None])))
        for need in ("near_school", "near_work")
        if (strength := draw(STRENGTHS))
    ]
    return Asked(
        household=1,
        own_town=HERE,
        persons=draw(PERSONS),
        start=after(draw(st.sampled_from([0, 0, 2]))),
        today=TODAY,
        days=draw(st.sampled_from([None, None, 2, 5])),
        needs=needs,
        near=tuple(near),
        within_km=draw(st.sampled_from([3, 10])),
    )
