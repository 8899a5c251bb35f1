from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from config.templatetags.occupancy import STATES, calendar, cells_of, week_start

MONDAY = date(2026, 11, 23)
MONDAYS = [MONDAY + timedelta(weeks=number) for number in range(6)]


def period(start: int, end: int | None, state: str = "lived_in", **more: str) -> dict:
    """A period in days from the first Monday."""
    until = None if end is None else MONDAY + timedelta(days=end)
    return {"start": MONDAY + timedelta(days=start), "end": until, "state": state, **more}


def test_weeks_of_one_stay_become_one_cell():
    cells = cells_of([period(7, 21)], MONDAYS)
    assert [(cell.state, cell.weeks) for cell in cells] == [
        ("free", 1), ("lived_in", 2), ("free", 1), ("free", 1), ("free", 1),
    ]  # fmt: skip


def test_the_day_after_the_end_is_free():
    assert [cell.state for cell in cells_of([period(0, 7)], MONDAYS[:2])] == ["lived_in", "free"]
    assert [cell.weeks for cell in cells_of([period(0, 8)], MONDAYS[:2])] == [2]


def test_two_stays_after_each_other_stay_two_cells():
    cells = cells_of([period(0, 14, label="gezin A"), period(14, None, label="gezin B")], MONDAYS)
    assert [cell.weeks for cell in cells] == [2, 4]


def test_in_a_shared_week_living_shows_before_holding_before_unavailable():
    week = [period(0, 3, "unavailable"), period(2, 5, "held"), period(4, 7, "lived_in")]
    assert [cell.state for cell in cells_of(week, MONDAYS[:1])] == ["lived_in"]
    assert [cell.state for cell in cells_of(week[:2], MONDAYS[:1])] == ["held"]


def test_each_cell_says_in_words_what_its_letter_means():
    (cell,) = cells_of([period(0, 42, "held", label="gezin van 4")], MONDAYS)
    assert cell.text == "voorbehouden, gezin van 4: van 23/11/2026 tot en met 03/01/2027"
    assert cell.letter == "V"
    (open_end,) = cells_of([period(0, None)], MONDAYS)
    assert open_end.text == "bewoond: van 23/11/2026, einde onbekend"


def test_a_narrow_cell_has_its_letter_only():
    assert cells_of([period(0, 14, label="gezin")], MONDAYS)[0].label == ""
    assert cells_of([period(0, 21, label="gezin")], MONDAYS)[0].label == "gezin"


@given(
    st.lists(st.tuples(st.integers(-60, 60), st.integers(1, 90), st.sampled_from(list(STATES))), max_size=8)
)
def test_the_cells_of_a_unit_always_fill_all_weeks(stays):
    cells = cells_of([period(start, start + days, state) for start, days, state in stays], MONDAYS)
    assert sum(cell.weeks for cell in cells) == len(MONDAYS)


def test_the_calendar_begins_on_monday_and_marks_this_week():
    drawn = calendar([], MONDAY + timedelta(days=3), 4, "Titel", today=MONDAY + timedelta(days=9))
    assert drawn["mondays"] == [
        (MONDAYS[0], False),
        (MONDAYS[1], True),
        (MONDAYS[2], False),
        (MONDAYS[3], False),
    ]
    assert sum(weeks for _, weeks in drawn["months"]) == 4
    assert week_start(date(2026, 11, 29)) == MONDAY


def test_the_calendar_escapes_what_people_typed(draw):
    units = [{"label": "<i>Kamer</i>", "periods": [period(0, None, label="<script>")]}]
    html = draw('{% calendar units start 4 "Titel" %}', units=units, start=MONDAY)
    assert "<i>" not in html
    assert "<script>" not in html
    assert "&lt;i&gt;Kamer&lt;/i&gt;" in html
