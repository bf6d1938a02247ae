"""The invented shapes of the townships: whole, without gaps, around their centres, and always the same."""

from __future__ import annotations

import json
from collections import Counter

import polars as pl

from shouwang import reference
from shouwang.demo.shapes import shapes_for
from shouwang.schema import TABLES

DIVISIONS = reference.divisions("420281")
SHAPES = shapes_for(DIVISIONS)
RINGS = {
    code: json.loads(text)["coordinates"][0]
    for code, text in SHAPES.select("division_code", "geometry").iter_rows()
}


def _inside(x: float, y: float, ring: list[list[float]]) -> bool:
    hits = 0
    for (x0, y0), (x1, y1) in zip(ring, ring[1:], strict=False):
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) / (y1 - y0) * (x1 - x0):
            hits += 1
    return hits % 2 == 1


def test_every_township_has_one_closed_ring() -> None:
    towns = DIVISIONS.filter(pl.col("level") == 4).get_column("division_code").to_list()
    assert sorted(RINGS) == sorted(towns)
    assert all(ring[0] == ring[-1] and len(ring) > 20 for ring in RINGS.values())
    assert SHAPES.schema == pl.Schema(TABLES["division_shape"].polars_schema)


def test_a_townships_centre_lies_in_its_own_shape_and_no_other() -> None:
    towns = DIVISIONS.filter(pl.col("level") == 4).select("division_code", "lon", "lat")
    for code, lon, lat in towns.iter_rows():
        assert [other for other, ring in RINGS.items() if _inside(lon, lat, ring)] == [code]


def test_neighbours_share_their_border_point_by_point() -> None:
    pieces = Counter(
        tuple(sorted((tuple(p), tuple(q))))
        for ring in RINGS.values()
        for p, q in zip(ring, ring[1:], strict=False)
    )
    assert max(pieces.values()) == 2  # a piece of border belongs to two townships, or lies on the outline
    assert sum(count == 2 for count in pieces.values()) > 300


def test_the_same_divisions_give_the_same_shapes() -> None:
    assert shapes_for(DIVISIONS).equals(SHAPES)
