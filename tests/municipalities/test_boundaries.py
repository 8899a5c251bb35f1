import json
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from audit.models import AuditEvent
from municipalities.boundaries import UnreadableBoundaries, plan_boundaries, read_outlines
from municipalities.models import Boundary, Municipality
from municipalities.projection import HEIGHT, WIDTH, NotOnMap, project, svg_path
from municipalities.simplify import simplify

SQUARE = [[3.7, 51.0], [3.8, 51.0], [3.8, 51.1], [3.7, 51.1], [3.7, 51.0]]


def feature(nis, ring=SQUARE, name="nis"):
    return {
        "type": "Feature",
        "properties": {name: nis},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def geojson(*features):
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


# Two squares beside each other, as TopoJSON writes them: the arc between them is shared, once backwards.
TOPOLOGY = {
    "type": "Topology",
    "transform": {"scale": [0.01, 0.01], "translate": [3.7, 51.0]},
    "arcs": [
        [[10, 0], [0, 10]],
        [[10, 10], [-10, 0], [0, -10], [10, 0]],
        [[10, 10], [10, 0], [0, -10], [-10, 0]],
    ],
    "objects": {
        "gemeenten": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "arcs": [[0, 1]], "properties": {"nis": "44021"}},
                {"type": "MultiPolygon", "arcs": [[[2, 0]]], "properties": {"nis": 11002}},
                {"type": "Polygon", "arcs": [[2, 0]], "properties": {"nis": "31005"}},
            ],
        }
    },
}


def test_a_topology_is_decoded_arc_by_arc():
    outlines = read_outlines(json.dumps(TOPOLOGY).encode())
    left = [(round(x, 6), round(y, 6)) for x, y in outlines["44021"][0]]
    right = [(round(x, 6), round(y, 6)) for x, y in outlines["11002"][0]]
    assert left == [(3.8, 51.0), (3.8, 51.1), (3.7, 51.1), (3.7, 51.0), (3.8, 51.0)]
    assert right == [(3.8, 51.1), (3.9, 51.1), (3.9, 51.0), (3.8, 51.0), (3.8, 51.1)]


def test_an_arc_backwards_is_read_backwards():
    turned = json.loads(json.dumps(TOPOLOGY))
    turned["arcs"][0].reverse()
    turned["arcs"][0] = [[10, 10], [0, -10]]
    for geometry in turned["objects"]["gemeenten"]["geometries"]:
        geometry["arcs"] = json.loads(json.dumps(geometry["arcs"]).replace("0", "-1"))
    assert read_outlines(json.dumps(turned).encode()) == read_outlines(json.dumps(TOPOLOGY).encode())


@pytest.mark.parametrize("name", ["nis", "NISCODE", "nis_code", "CD_MUNTY_REFNIS"])
def test_the_property_with_the_code_may_have_its_usual_names(name):
    assert list(read_outlines(geojson(feature(44021, name=name)))) == ["44021"]


def test_parts_of_one_municipality_are_taken_together():
    outlines = read_outlines(geojson(feature("44021"), feature("44021")))
    assert len(outlines["44021"]) == 2


LAMBERT = [[104000, 193000], [105000, 193000], [105000, 194000], [104000, 193000]]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04", "geen JSON"),
        (b"[1, 2]", "geen GeoJSON"),
        (b'{"type": "Feature"}', "geen GeoJSON"),
        (b'{"type": "FeatureCollection"}', "opbouw"),
        (b'{"type": "Topology", "objects": {}}', "opbouw"),
        (geojson(), "bevat geen gebieden"),
        (geojson(feature("44021", name="naam")), "geen eigenschap “nis”"),
        (geojson(feature("Gent")), "geen NIS-code"),
        (geojson(feature("44021", ring=SQUARE[:3])), "niet gesloten"),
        (geojson(feature("44021", ring=[["a", "b"]] * 4)), "opbouw"),
        (geojson({**feature("44021"), "geometry": None}), "opbouw"),
        (geojson({**feature("44021"), "geometry": {"type": "Point", "coordinates": [3.7, 51]}}), "“Point”"),
        (geojson(feature("44021", ring=LAMBERT)), "WGS84"),
        (geojson(feature("44021", ring=[point[::-1] for point in SQUARE])), "eerst de lengte"),
        (geojson(feature("44021", ring=[[3.7, 51.0]] * 5)), "is leeg"),
        (geojson(feature("62063")), "geen enkele Vlaamse gemeente"),
    ],
)
def test_a_bad_file_is_refused_in_words(reference, content, message):
    with pytest.raises(UnreadableBoundaries, match=message):
        plan_boundaries(content)


def test_the_plan_tells_unknown_and_merged_codes(reference):
    plan = plan_boundaries(geojson(feature("44021"), feature("62063"), feature("44011")))
    assert [town.name for town in plan.paths] == ["Gent"]
    assert plan.unknown == ["62063"]
    assert [town.name for town in plan.merged] == ["Deinze"]
    assert len(plan.missing) == 284


@pytest.fixture
def whole_flanders(reference, tmp_path):
    """A file with a small square around the point of each municipality."""

    def ring(town):
        x, y = town.longitude, town.latitude
        return [[x - 0.01, y], [x, y + 0.01], [x + 0.01, y], [x - 0.01, y]]

    path = tmp_path / "grenzen.geojson"
    path.write_bytes(
        geojson(*[feature(town.nis_code, ring(town)) for town in Municipality.objects.current()])
    )
    return path


def test_the_command_loads_all_and_a_second_time_replaces_them(whole_flanders):
    for credit in ("Eerste bron", "Tweede bron"):
        call_command("load_boundaries", whole_flanders, f"--credit={credit}", stdout=StringIO())
    assert Boundary.objects.count() == 285
    assert set(Boundary.objects.values_list("credit", "source")) == {("Tweede bron", "grenzen.geojson")}
    assert AuditEvent.objects.filter(verb="boundaries.loaded").count() == 2


def test_the_command_changes_nothing_when_municipalities_are_missing(whole_flanders, tmp_path):
    call_command("load_boundaries", whole_flanders, stdout=StringIO())
    before = list(Boundary.objects.order_by("pk").values())
    partial = tmp_path / "een.geojson"
    partial.write_bytes(geojson(feature("44021"), feature("62063")))
    out = StringIO()
    with pytest.raises(CommandError, match=r"ontbreken 284 gemeenten: .*11001 Aartselaar"):
        call_command("load_boundaries", partial, stdout=out)
    assert "62063" in out.getvalue()
    assert list(Boundary.objects.order_by("pk").values()) == before


def test_the_command_loads_a_part_when_asked(reference, tmp_path):
    partial = tmp_path / "een.geojson"
    partial.write_bytes(geojson(feature("44021")))
    out = StringIO()
    call_command("load_boundaries", partial, "--partial", stdout=out)
    assert Boundary.objects.get().municipality.name == "Gent"
    assert "Nog zonder grens: Aalst" in out.getvalue()


@pytest.mark.parametrize("content", [b"rommel", None])
def test_the_command_refuses_what_it_cannot_read_and_changes_nothing(whole_flanders, tmp_path, content):
    call_command("load_boundaries", whole_flanders, stdout=StringIO())
    bad = tmp_path / "stuk.geojson"
    if content is not None:
        bad.write_bytes(content)
    with pytest.raises(CommandError, match=r"kan niet gelezen worden|niets gewijzigd"):
        call_command("load_boundaries", bad)
    assert Boundary.objects.count() == 285


def test_flanders_fits_on_the_map():
    assert project(2.53, 51.515) == (0, 0)
    assert project(5.93, 50.675) == (WIDTH, HEIGHT)
    with pytest.raises(NotOnMap):
        project(51.0, 3.7)


def test_a_path_is_closed_relative_and_without_repeated_corners():
    assert svg_path([[(0, 0), (0, 0), (10, 0), (10, 5), (0, 0)]]) == "M0 0l10 0 0 5z"
    assert svg_path([[(3, 4), (1, 2), (5, -6)]]) == "M3 4l-2-2 4-8z"
    assert svg_path([[(0, 0), (1, 1), (0, 0)]]) == ""


def test_neighbours_keep_the_same_border_when_it_is_simplified():
    border = [(100, y) for y in range(0, 101, 2)]
    border = [(x + (1 if place % 2 else 0), y) for place, (x, y) in enumerate(border)]  # a jagged line
    left = [(0, 0), *border, (0, 100)]
    right = [(200, 0), (200, 100), *border[::-1]]
    simple = simplify({"left": [left], "right": [right]})
    shared = set(simple["left"][0]) & set(simple["right"][0])
    assert shared == {(100, 0), (100, 100)}
    assert set(simple["left"][0]) == {(0, 0), (0, 100), *shared}


def test_an_enclave_has_the_same_outline_from_inside_and_outside():
    ring = [(50 + x, 50 + y) for x, y in [(0, 0), (9, 1), (20, 0), (20, 20), (11, 21), (0, 20)]]
    outer = [(0, 0), (0, 200), (200, 200), (200, 0)]
    simple = simplify({"around": [outer, ring[::-1]], "enclave": [ring[3:] + ring[:3]]})
    assert set(simple["around"][1]) == set(simple["enclave"][0]) == {(50, 50), (70, 50), (70, 70), (50, 70)}


def test_what_is_stored_is_a_path_in_whole_map_units(whole_flanders):
    call_command("load_boundaries", whole_flanders, stdout=StringIO())
    for path in Boundary.objects.values_list("path", flat=True):
        assert re.fullmatch(r"(M\d+ \d+l(-?\d+[ -]?)+z)+", path)
