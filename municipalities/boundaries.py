"""Reading a file of municipality boundaries, GeoJSON or TopoJSON, into paths for the map."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from municipalities.models import Municipality
from municipalities.projection import NotOnMap, Point, project, svg_path
from municipalities.simplify import Ring, simplify

NIS_NAMES = ("nis", "niscode", "refnis", "cdmuntyrefnis", "munnis", "nis5", "refniscode")

Rings = list[list[Point]]


class UnreadableBoundaries(ValueError):
    """The file does not hold usable boundaries; the message says in Dutch why not."""


@dataclass
class BoundaryPlan:
    """What a file holds: outlines of municipalities, and codes that are none of today."""

    paths: dict[Municipality, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    merged: list[Municipality] = field(default_factory=list)
    missing: list[Municipality] = field(default_factory=list)


def plan_boundaries(content: bytes) -> BoundaryPlan:
    """Read a file and match it with the municipalities of today. Reads only, one query.

    Raises UnreadableBoundaries when the file is broken, is in other coordinates than degrees (WGS84), has no
    property with the NIS code, or holds no municipality of Flanders.
    """
    by_code = {row.nis_code: row for row in Municipality.objects.all()}
    plan = BoundaryPlan()
    outlines: dict[Municipality, list[Ring]] = {}
    for nis_code, rings in sorted(read_outlines(content).items()):
        municipality = by_code.get(nis_code)
        if municipality is None:
            plan.unknown.append(nis_code)
        elif municipality.merged_into_id is not None:
            plan.merged.append(municipality)
        else:
            outlines[municipality] = [_corners(nis_code, ring) for ring in rings]
    if not outlines:
        raise UnreadableBoundaries("Het bestand bevat geen enkele Vlaamse gemeente van vandaag.")
    plan.paths = {municipality: svg_path(rings) for municipality, rings in simplify(outlines).items()}
    for municipality, path in plan.paths.items():
        if not path:
            raise UnreadableBoundaries(f"De grens van {municipality} ({municipality.nis_code}) is leeg.")
    plan.missing = [row for row in by_code.values() if row.merged_into_id is None and row not in plan.paths]
    return plan


def _corners(nis_code: str, ring: list[Point]) -> Ring:
    try:
        return [project(longitude, latitude) for longitude, latitude in ring]
    except NotOnMap as error:
        raise UnreadableBoundaries(f"Gemeente {nis_code}: {error}") from error


def read_outlines(content: bytes) -> dict[str, Rings]:
    """NIS code → rings of (longitude, latitude), whatever the format. Raises UnreadableBoundaries."""
    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise UnreadableBoundaries("Dit bestand is geen JSON (GeoJSON of TopoJSON).") from error
    kind = data.get("type") if isinstance(data, dict) else None
    try:
        if kind == "FeatureCollection":
            features = [
                (feature.get("properties") or {}, _polygons(feature["geometry"]))
                for feature in data["features"]
            ]
        elif kind == "Topology":
            features = list(_topology(data))
        else:
            raise UnreadableBoundaries("Dit is geen GeoJSON (FeatureCollection) of TopoJSON (Topology).")
    except (KeyError, TypeError, IndexError, AttributeError, ValueError) as error:
        if isinstance(error, UnreadableBoundaries):
            raise
        raise UnreadableBoundaries(
            "De opbouw van het bestand klopt niet: er ontbreken coördinaten."
        ) from error
    if not features:
        raise UnreadableBoundaries("Het bestand bevat geen gebieden.")
    outlines: dict[str, Rings] = {}
    for properties, rings in features:
        outlines.setdefault(_nis_code(properties), []).extend(rings)
    return outlines


def _nis_code(properties: dict[str, Any]) -> str:
    for name, value in properties.items():
        if re.sub(r"[^a-z0-9]", "", name.lower()) in NIS_NAMES:
            code = str(value).strip().removesuffix(".0").zfill(5)
            if re.fullmatch(r"\d{5}", code):
                return code
            raise UnreadableBoundaries(f"“{value}” is geen NIS-code van vijf cijfers.")
    known = ", ".join(sorted(properties)) or "geen"
    raise UnreadableBoundaries(f"Een gebied heeft geen eigenschap “nis” (wel: {known}).")


def _polygons(geometry: dict[str, Any]) -> Rings:
    """All rings of a GeoJSON Polygon or MultiPolygon."""
    match geometry["type"]:
        case "Polygon":
            polygons = [geometry["coordinates"]]
        case "MultiPolygon":
            polygons = geometry["coordinates"]
        case other:
            raise UnreadableBoundaries(f"Een gebied is een “{other}” in plaats van een veelhoek.")
    return [_ring(ring) for polygon in polygons for ring in polygon]


def _ring(positions: Iterable[Any]) -> list[Point]:
    points = [(float(position[0]), float(position[1])) for position in positions]
    if len(points) < 4 or points[0] != points[-1] or not all(map(isfinite, (n for p in points for n in p))):
        raise UnreadableBoundaries("Een omtrek is niet gesloten of telt minder dan vier punten.")
    return points


def _topology(data: dict[str, Any]) -> Iterator[tuple[dict[str, Any], Rings]]:
    """The areas of a TopoJSON file: every ring is a chain of shared arcs, `~i` meaning arc `i` backwards."""
    arcs = [_arc(arc, data.get("transform")) for arc in data["arcs"]]

    def ring(indexes: list[int]) -> list[Point]:
        points: list[Point] = []
        for index in indexes:
            arc = arcs[index] if index >= 0 else arcs[~index][::-1]
            points += arc[1:] if points else arc
        return _ring(points)

    for top in data["objects"].values():
        for geometry in top["geometries"] if top["type"] == "GeometryCollection" else [top]:
            match geometry["type"]:
                case "Polygon":
                    polygons = [geometry["arcs"]]
                case "MultiPolygon":
                    polygons = geometry["arcs"]
                case other:
                    raise UnreadableBoundaries(f"Een gebied is een “{other}” in plaats van een veelhoek.")
            yield geometry.get("properties") or {}, [ring(part) for polygon in polygons for part in polygon]


def _arc(positions: list[list[float]], transform: dict[str, Any] | None) -> list[Point]:
    """One arc in degrees; with a transform its positions are whole steps from the previous one."""
    if transform is None:
        return [(position[0], position[1]) for position in positions]
    (scale_x, scale_y), (left, top) = transform["scale"], transform["translate"]
    points, x, y = [], 0.0, 0.0
    for position in positions:
        x, y = x + position[0], y + position[1]
        points.append((x * scale_x + left, y * scale_y + top))
    return points
