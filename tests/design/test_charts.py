import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.templatetags.charts import bar_chart, column_chart, nice_top, share, share_bar, sparkline


def test_bars_share_one_scale_up_to_the_largest_value_or_target():
    bars = bar_chart([{"label": "a", "value": 50}, {"label": "b", "value": 25, "target": 100}], "Titel")[
        "bars"
    ]
    assert [(bar.length, bar.target) for bar in bars] == [("50.00", ""), ("25.00", "100.00")]


def test_a_bar_without_a_figure_has_no_length_and_says_so():
    (bar,) = bar_chart([{"label": "a", "value": None}], "Titel")["bars"]
    assert (bar.length, bar.text) == ("0", "–")


@given(st.floats(0, 1e12), st.floats(0, 1e12))
def test_a_share_never_leaves_the_picture(value, whole):
    assert 0 <= float(share(value, whole)) <= 100


@given(st.floats(0.001, 1e12))
def test_the_scale_holds_every_value_and_wastes_at_most_half(value):
    assert value <= nice_top(value) <= 2 * value + 1e-9


@pytest.mark.parametrize(
    ("value", "top"), [(0, 1), (1, 1), (9, 10), (1012, 1200), (17_000, 20_000), (0.3, 0.3)]
)
def test_the_scale_ends_on_a_round_number(value, top):
    assert nice_top(value) == pytest.approx(top)


def test_columns_stand_on_the_floor_inside_the_picture():
    chart = column_chart([{"label": str(n), "value": n} for n in range(30)], "Titel")
    for column in chart["columns"]:
        assert float(column.y) + float(column.height) == pytest.approx(chart["floor"], abs=0.2)
        assert chart["left"] <= float(column.x) <= chart["width"]
    assert sum(column.shown for column in chart["columns"]) <= 12


def test_long_labels_are_thinned_out_more():
    chart = column_chart([{"label": f"2026-{n:02}", "value": n} for n in range(1, 13)], "Titel")
    assert [column.label for column in chart["columns"] if column.shown] == [
        f"2026-{n:02}" for n in range(1, 12, 2)
    ]


def test_every_chart_is_a_table_too(draw):
    items = [{"label": "Gent <b>", "value": 1105, "target": 980}]
    for tag in (
        '{% bar_chart items "Titel" unit="plaatsen" %}',
        '{% column_chart items "Titel" unit="plaatsen" %}',
    ):
        html = draw(tag, items=items)
        assert re.search(r"<caption[^>]*>Titel</caption>", html)
        assert re.search(r'<th scope="row">Gent &lt;b&gt;</th>', html)
        assert '<td class="number"' in html
        assert "1.105" in html
        assert "<b>" not in html


def test_a_sparkline_tells_its_course_in_words(draw):
    assert 'aria-label="Verloop: van 812 naar 1.012"' in draw(
        "{% sparkline values %}", values=[812, 900, 1012]
    )
    assert draw("{% sparkline values %}", values=[5]).strip() == ""
    flat = sparkline([3, 3, 3])["points"]
    assert {point.split(",")[1] for point in flat.split()} == {"21.0"}


def test_parts_lie_side_by_side_and_fill_the_whole():
    parts = share_bar(
        [{"label": "a", "value": 30, "kind": "free"}, {"label": "b", "value": 10, "kind": "held"}], "T"
    )["parts"]
    assert [(part["x"], part["width"]) for part in parts] == [("0.00", "75.00"), ("75.00", "25.00")]
    empty = share_bar([{"label": "a", "value": 0, "kind": "free"}], "T")["parts"]
    assert empty[0]["width"] == "0"
