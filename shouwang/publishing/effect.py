"""The effect before it happens: what a publish of these parts would move, and which households it would touch.

Nothing is committed and no audit row is written. A township that reported the month already is compared with what it
reported; one that reports it for the first time has no figure before (未报) and is compared with its month before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from shouwang.publishing import Part
    from shouwang.store import Store

Progress = Callable[[str, int, int], None]

FIELD = pl.Struct(
    {
        "table": pl.String(),
        "part": pl.String(),
        "column": pl.String(),
        "label": pl.String(),
        "before": pl.String(),
        "after": pl.String(),
    }
)
FIGURES: dict[str, pl.DataType] = {
    "stat_month": pl.Date(),
    "indicator_id": pl.String(),
    "name": pl.String(),
    "unit": pl.String(),
    "level": pl.Int32(),
    "area_code": pl.String(),
    "area_name": pl.String(),
    "before": pl.Float64(),
    "after": pl.Float64(),
    "last_month": pl.Float64(),
}
HOUSEHOLDS: dict[str, pl.DataType] = {
    "town_code": pl.String(),
    "town_name": pl.String(),
    "division_code": pl.String(),
    "division_name": pl.String(),
    "hh_key": pl.String(),
    "kind": pl.String(),
    "fields": pl.List(FIELD),
}
TOWNS: dict[str, pl.DataType] = {
    "town_code": pl.String(),
    "town_name": pl.String(),
    "compared_with": pl.Date(),
    "entered": pl.Int64(),
    "left": pl.Int64(),
    "changed": pl.Int64(),
}
ROWS: dict[str, pl.DataType] = {
    "table": pl.String(),
    "label": pl.String(),
    "part": pl.String(),
    "town_code": pl.String(),
    "town_name": pl.String(),
    "before": pl.Int64(),
    "after": pl.Int64(),
    "entered": pl.Int64(),
    "left": pl.Int64(),
    "changed": pl.Int64(),
}


@dataclass(frozen=True, eq=False)
class Effect:
    """What publishing some parts would change, against one version.

    Attributes:
        base_version: the version compared with; None where the store has none yet. Where the current version is newer,
            the effect has to be made again.
        months: the months whose figures were computed, oldest first.
        figures: headline numbers of the county and of each township touched, one row per month, indicator and area;
            NULL is 未报, never 0. ``last_month`` is the month before, as it would then stand. A ratio is 0..1.
        households: those that enter, leave or change, by township and village; ``kind`` is entered, left or changed.
            ``fields`` says which columns changed from what to what, codes as labels, sensitive ones masked; of a
            household that enters (leaves) its main columns with ``before`` (``after``) NULL. At most ``HELD`` rows.
        towns: how many households enter, leave and change, by township: complete. ``compared_with`` is the earlier month
            with which a township that reports for the first time was compared, else NULL.
        rows: rows by table, part and township: before, after, entered, left, changed.
        asks: why a reason is needed, a sentence each; empty where none is.
    """

    base_version: int | None
    months: tuple[date, ...]
    figures: pl.DataFrame
    households: pl.DataFrame
    towns: pl.DataFrame
    rows: pl.DataFrame
    asks: tuple[str, ...] = ()

    @property
    def month(self) -> date | None:
        """The latest month computed; None where no month is touched."""
        return self.months[-1] if self.months else None

    @property
    def moved(self) -> pl.DataFrame:
        """The figures that would not be what they are."""
        return self.figures.filter(pl.col("before").ne_missing(pl.col("after")))

    @property
    def households_touched(self) -> int:
        """How many households enter, leave or change, those beyond the list of ``households`` included."""
        return int(self.towns.select(pl.sum_horizontal("entered", "left", "changed")).to_series().sum())

    def summary(self, limit: int = 20) -> list[str]:
        """Return the effect as sentences for people: figures that move, households by township, rows by table."""
        raise NotImplementedError

    def to_json(self) -> str:
        """Return the effect as JSON; ``from_json`` gives exactly it back."""
        raise NotImplementedError

    @classmethod
    def from_json(cls, text: str | bytes) -> Effect:
        """Return the effect that ``to_json`` wrote.

        Raises:
            ValueError: it is not one, or of a newer program.
        """
        raise NotImplementedError


def effect(
    store: Store,
    parts: Iterable[Part],
    *,
    months: Iterable[date] = (),
    drop: Iterable[tuple[str, str]] = (),
    progress: Progress | None = None,
) -> Effect:
    """Return what publishing these parts now would change.

    Args:
        parts: as they would be given to ``publish``: merged into the current version. May be a generator.
        months: first days of the months whose figures are wanted besides those of monthly parts; where neither names
            one, the last month of the version.
        drop: (table, part) pairs that would be left out.
        progress: called with (what, done, of); ``of`` is 0 while the number is not known.

    Raises:
        DataFaults: a part does not have its table's columns and types.
        ConfigError: a reference file is wrong.
        MachineError: the disk refuses, or the store is damaged.
    """
    raise NotImplementedError
