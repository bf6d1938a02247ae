"""The county's townships and villages (data/reference/divisions.csv)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from shouwang.config import REFERENCE
from shouwang.demo.calendar import Floats, Ints
from shouwang.schema import TABLES


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
