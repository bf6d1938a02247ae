"""The county's townships and villages (data/reference/divisions.csv), and shapes for them."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from shouwang.config import REFERENCE
from shouwang.demo.calendar import Floats, Ints
from shouwang.schema import TABLES

Point = tuple[float, float]


def read_divisions(county: str) -> pl.DataFrame:
    """Return the county's rows of the reference file, typed as table ``division``, by code."""
    schema = TABLES["division"].polars_schema
    rows = pl.read_csv(REFERENCE / "divisions.csv", schema_overrides=dict.fromkeys(schema, pl.String))
    typed = [_typed(name, kind) for name, kind in schema.items()]
    return rows.filter(pl.col("county_code") == county).select(typed).sort("division_code")


def _typed(name: str, kind: pl.DataType) -> pl.Expr:
    text = pl.col(name)
    if kind == pl.Boolean():
        return pl.when(text == "true").then(True).when(text == "false").then(False).alias(name)
    return text.str.to_date() if kind == pl.Date() else text.cast(kind)


@dataclass(frozen=True)
class Places:
    """Townships and villages as arrays; ``town`` of a village is the index of its township."""

    frame: pl.DataFrame

    @cached_property
    def towns(self) -> pl.DataFrame:
        return self.frame.filter(pl.col("level") == 4)

    @cached_property
    def villages(self) -> pl.DataFrame:
        return self.frame.filter(pl.col("level") == 5)

    @cached_property
    def town_codes(self) -> list[str]:
        return self.towns["division_code"].to_list()

    @cached_property
    def village_codes(self) -> list[str]:
        return self.villages["division_code"].to_list()

    @cached_property
    def village_names(self) -> list[str]:
        return self.villages["name"].to_list()

    @cached_property
    def village_town(self) -> Ints:
        position = {code: i for i, code in enumerate(self.town_codes)}
        return np.array([position[code] for code in self.villages["town_code"]], dtype=np.int64)

    @cached_property
    def rural_hh(self) -> Ints:
        return self.villages["rural_hh"].fill_null(0).to_numpy().astype(np.int64)

    @cached_property
    def weight(self) -> Floats:
        """How many poor households a village has had: its size, more in exited villages, none without the task."""
        exited = self.villages["exited_level"].is_not_null().to_numpy()
        task = self.villages["has_task"].fill_null(False).to_numpy()
        weights: Floats = self.rural_hh.astype(float) * np.where(exited, 1.7, 1.0) * np.where(task, 1.0, 0.0)
        return weights

    def villages_of(self, town: int) -> Ints:
        return np.flatnonzero((self.village_town == town) & (self.rural_hh > 0))

    def index(self, town_code: str) -> int:
        return self.town_codes.index(town_code)


def scaled(frame: pl.DataFrame, scale: float, exact: Sequence[str]) -> pl.DataFrame:
    """Return the divisions with the households of the other townships multiplied by ``scale``.

    The county's own row is the sum of its townships again, so that villages add up to townships and to the county.
    """
    if scale == 1:
        return frame
    factor = pl.when(pl.col("town_code").is_in(exact)).then(1.0).otherwise(scale)
    columns = ("rural_hh", "rural_persons")
    villages = frame.with_columns(
        pl.when(pl.col("level") == 5)
        .then((pl.col(c) * factor).round().clip(1).cast(pl.Int32))
        .otherwise(pl.col(c))
        .alias(c)
        for c in columns
    )
    sums = (
        villages.filter(pl.col("level") == 5)
        .group_by("town_code")
        .agg(pl.col(c).sum().alias(f"{c}_sum") for c in columns)
    )
    joined = villages.join(sums, on="town_code", how="left", maintain_order="left")
    totals = {c: int(sums[f"{c}_sum"].sum()) for c in columns}
    return joined.with_columns(
        pl.when(pl.col("level") == 3)
        .then(pl.lit(totals[c]))
        .when(pl.col("level") == 4)
        .then(pl.col(f"{c}_sum"))
        .otherwise(pl.col(c))
        .cast(pl.Int32)
        .alias(c)
        for c in columns
    ).select(frame.columns)


# --- shapes -----------------------------------------------------------------------------------------------------


def make_shapes(frame: pl.DataFrame) -> list[dict[str, object]]:
    """Return one record of table ``division_shape`` for the county, each township and each village.

    No survey stands behind them: the county is a rounded outline about its townships, a township is the part of it
    that lies nearest to the township's seat, a village the part of the township nearest to the village (Voronoi
    cells, convex). Rings run counterclockwise (RFC 7946), coordinates have four decimals.
    """
    towns = frame.filter(pl.col("level") == 4)
    seats = _points(towns)
    outline = _outline(seats)
    records = [_record(frame.filter(pl.col("level") == 3).row(0, named=True), outline)]
    for row, seat in zip(towns.iter_rows(named=True), seats, strict=True):
        cell = _cell(outline, seat, seats)
        records.append(_record(row, cell))
        villages = frame.filter((pl.col("level") == 5) & (pl.col("town_code") == row["division_code"]))
        sites = _points(villages)
        records += [
            _record(village, _cell(cell, site, sites))
            for village, site in zip(villages.iter_rows(named=True), sites, strict=True)
        ]
    return records


def _points(frame: pl.DataFrame) -> list[Point]:
    return [(float(lon), float(lat)) for lon, lat in frame.select("lon", "lat").iter_rows()]


def _outline(seats: list[Point]) -> list[Point]:
    """Return a convex ring around the seats with a margin of some kilometres."""
    margin = 0.075
    around = [
        (x + margin * math.cos(2 * math.pi * k / 12) * 1.15, y + margin * math.sin(2 * math.pi * k / 12))
        for x, y in seats
        for k in range(12)
    ]
    return _hull(around)


def _hull(points: list[Point]) -> list[Point]:
    """Return the convex hull, counterclockwise (monotone chain)."""

    def half(ordered: list[Point]) -> list[Point]:
        chain: list[Point] = []
        for p in ordered:
            while len(chain) >= 2 and _turn(chain[-2], chain[-1], p) <= 0:
                chain.pop()
            chain.append(p)
        return chain[:-1]

    ordered = sorted(set(points))
    return half(ordered) + half(ordered[::-1])


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _cell(ring: list[Point], site: Point, others: list[Point]) -> list[Point]:
    """Return the part of the convex ``ring`` that lies nearer to ``site`` than to any of the others."""
    for other in others:
        if other != site:
            ring = _clip(ring, site, other)
    return ring


def _clip(ring: list[Point], site: Point, other: Point) -> list[Point]:
    middle = ((site[0] + other[0]) / 2, (site[1] + other[1]) / 2)
    direction = (other[0] - site[0], other[1] - site[1])

    def side(p: Point) -> float:
        return (p[0] - middle[0]) * direction[0] + (p[1] - middle[1]) * direction[1]

    kept: list[Point] = []
    for a, b in zip(ring, [*ring[1:], ring[0]], strict=True):
        side_a, side_b = side(a), side(b)
        if side_a <= 0:
            kept.append(a)
        if side_a * side_b < 0:
            share = side_a / (side_a - side_b)
            kept.append((a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])))
    return kept


def _record(row: dict[str, object], ring: list[Point]) -> dict[str, object]:
    rounded = [[round(x, 4), round(y, 4)] for x, y in ring]
    geometry = {"type": "Polygon", "coordinates": [[*rounded, rounded[0]]]}
    return {
        "division_code": row["division_code"],
        "town_code": row["town_code"],
        "level": row["level"],
        "geometry": json.dumps(geometry, separators=(",", ":")),
    }
