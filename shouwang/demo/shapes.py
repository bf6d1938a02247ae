"""Plausible shapes of the townships, from their centres alone: invented borders, no survey.

Each township gets the ground nearer to its own centre than to any other (weighted by its area), inside an outline drawn
around all centres. Every border is then bent, the same way for both neighbours, so that no gap opens between them.
Deterministic: the bends come from the ends of a border, not from a random stream.
"""

from __future__ import annotations

import hashlib
import json
import math

import polars as pl

from shouwang.schema import TABLES

XY = tuple[float, float]
SQUASH = 0.866  # a degree of longitude in degrees of latitude, at 30 degrees north
BENDS = 3  # halvings of a border: 8 pieces
BEND = 0.13  # how far a border bends, as a part of its length


def shapes_for(divisions: pl.DataFrame) -> pl.DataFrame:
    """Return the shapes of a county's townships as the table ``division_shape``.

    Args:
        divisions: rows of ``division``; townships (level 4) with ``lon`` and ``lat`` get a shape, others none.
    """
    towns = divisions.filter(
        (pl.col("level") == 4) & pl.col("lon").is_not_null() & pl.col("lat").is_not_null()
    ).sort("division_code")
    sites = [(lon * SQUASH, lat) for lon, lat in towns.select("lon", "lat").iter_rows()]
    sizes = [float(size or 0) for size in towns.get_column("area_km2").to_list()]
    rows = [
        {
            "division_code": code,
            "town_code": code,
            "level": 4,
            "geometry": json.dumps({"type": "Polygon", "coordinates": [_bent(cell)]}, separators=(",", ":")),
        }
        for code, cell in zip(towns.get_column("division_code").to_list(), _cells(sites, sizes), strict=True)
        if len(cell) >= 3
    ]
    return pl.DataFrame(rows, schema=TABLES["division_shape"].polars_schema, orient="row")


def _cells(sites: list[XY], sizes: list[float]) -> list[list[XY]]:
    """Return the cell of each site: the outline, cut by the border against every other site."""
    if not sites:
        return []
    outline = _outline(sites)
    # A power diagram: a site's weight is its radius squared, held back so that no cell is eaten by a big neighbour.
    weights = [0.35 * size / math.pi / 111.0**2 for size in sizes]
    cells = []
    for i, site in enumerate(sites):
        cell = outline
        for j, other in enumerate(sites):
            if i != j:
                cell = _cut(cell, site, other, weights[i] - weights[j])
        cells.append(cell)
    return cells


def _cut(cell: list[XY], site: XY, other: XY, lead: float) -> list[XY]:
    """Return the part of a polygon that is nearer to ``site`` than to ``other`` (by power distance)."""
    (ax, ay), (bx, by) = site, other
    nx, ny = bx - ax, by - ay
    limit = (bx * bx + by * by - ax * ax - ay * ay + lead) / 2

    def side(p: XY) -> float:
        return nx * p[0] + ny * p[1] - limit

    kept: list[XY] = []
    for p, q in zip(cell, cell[1:] + cell[:1], strict=True):
        sp, sq = side(p), side(q)
        if sp <= 0:
            kept.append(p)
        if sp * sq < 0:
            share = sp / (sp - sq)
            kept.append((p[0] + share * (q[0] - p[0]), p[1] + share * (q[1] - p[1])))
    return kept


def _outline(sites: list[XY], corners: int = 28) -> list[XY]:
    """Return a county-like outline: in every direction as far as the outermost centre, and some way beyond."""
    cx = sum(x for x, _ in sites) / len(sites)
    cy = sum(y for _, y in sites) / len(sites)
    margin = 0.055
    points = []
    for k in range(corners):
        angle = 2 * math.pi * k / corners
        ux, uy = math.cos(angle), math.sin(angle)
        reach = max((x - cx) * ux + (y - cy) * uy for x, y in sites) + margin
        wobble = 1 + 0.05 * (_noise(f"outline{k}") - 0.5)
        points.append((cx + ux * reach * wobble * 0.97, cy + uy * reach * wobble * 0.97))
    return points


def _bent(cell: list[XY]) -> list[list[float]]:
    """Return the closed ring of a cell in longitude and latitude, its borders bent."""
    ring: list[XY] = []
    for p, q in zip(cell, cell[1:] + cell[:1], strict=True):
        # Both neighbours bend the border from the same end, so that it is one line.
        forward = _key(p) <= _key(q)
        line = _halved(p, q, BENDS) if forward else _halved(q, p, BENDS)[::-1]
        ring += line[:-1]
    rounded = [[round(x / SQUASH, 4), round(y, 4)] for x, y in [*ring, ring[0]]]
    return [p for i, p in enumerate(rounded) if i == 0 or p != rounded[i - 1]]


def _halved(p: XY, q: XY, depth: int) -> list[XY]:
    if depth == 0:
        return [p, q]
    aside = BEND * (_noise(f"{_key(p)}{_key(q)}") - 0.5)
    middle = ((p[0] + q[0]) / 2 - aside * (q[1] - p[1]), (p[1] + q[1]) / 2 + aside * (q[0] - p[0]))
    return _halved(p, middle, depth - 1)[:-1] + _halved(middle, q, depth - 1)


def _key(p: XY) -> str:
    return f"{p[0]:.6f},{p[1]:.6f}"


def _noise(text: str) -> float:
    """Return a number 0..1 that belongs to this text."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") / 2**32
