"""What a file turned out to be: kind, month, townships, its rows as a frame, and every fault of it as another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from shouwang import rules
from shouwang.access import hh_key
from shouwang.errors import Problem
from shouwang.intake import building
from shouwang.intake.faults import FAULTS, FILE, ROW, WARN, masked, no_faults, shortened
from shouwang.intake.kinds import ExportKind
from shouwang.intake.locating import County
from shouwang.schema import TABLES

Exempt = frozenset[tuple[str, str]]


@dataclass
class Checked:
    """One file, read and held to every rule.

    ``cells`` has one line a data row, refused ones too: ``row`` (Int64, as Excel shows it) and every mapped field, typed
    (NULL: not reported, or not readable). ``exempt`` are (rule, object key) pairs whose faults are kept and refuse nothing.
    """

    file: str
    kind: ExportKind | None = None
    month: date | None = None
    county: County | None = None
    towns: tuple[str, ...] = ()
    sheet: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    unknown_columns: tuple[str, ...] = ()
    cells: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema={"row": pl.Int64}))
    exempt: Exempt = frozenset()
    is_synthetic: bool = False
    salt: str | None = None  # of the store it is to go to
    _faults: pl.DataFrame = field(default_factory=no_faults)
    _refused: pl.Series = field(default_factory=lambda: pl.Series("row", dtype=pl.Int64))
    _frame: pl.DataFrame | None = None

    # -- what is wrong ---------------------------------------------------------------------------------------------

    @property
    def faults(self) -> pl.DataFrame:
        """Every fault (``FAULTS``), in the order of rows and rules."""
        return self._faults

    @property
    def problems(self) -> list[Problem]:
        """The faults as problems of this file and sheet, in the same order."""
        names = ("row", "column", "rule", "level", "message")
        return [
            Problem(self.file, self.sheet, row, column, rule, level, message)
            for row, column, rule, level, message in self._faults.select(names).iter_rows()
        ]

    def add(self, rule: str, message: str, row: int | None = None, column: str | None = None) -> None:
        """Note one fault; ``column`` is our field."""
        self.add_faults(
            pl.DataFrame(
                {"rule": [rule], "row": [row], "field": [column], "message": [message]},
                schema_overrides={"row": pl.Int64, "field": pl.String},
            )
        )

    def add_faults(self, found: pl.DataFrame) -> None:
        """Note faults: rule, row, field, message, and object_key where it is known; level and header follow from them."""
        if found.is_empty():
            return
        levels = {name: rule.level for name, rule in rules.catalogue().items()}
        keys = pl.col("object_key") if "object_key" in found.columns else self._object_keys(found)
        exempt = [f"{rule} {key}" for rule, key in self.exempt]
        told = found.select(
            pl.col("rule"),
            pl.col("rule").replace_strict(levels, return_dtype=pl.String).alias("level"),
            pl.col("row").cast(pl.Int64),
            pl.col("field").replace(dict(self.headers)).alias("column"),
            pl.col("field"),
            pl.col("message"),
            keys.alias("object_key"),
            is_exempt=pl.lit(value=False),
        )
        if exempt:
            name = pl.concat_str("rule", pl.lit(" "), "object_key")
            told = told.with_columns(is_exempt=name.is_in(exempt).fill_null(value=False))
        held_back = told.filter((pl.col("level") == ROW) & ~pl.col("is_exempt"))["row"].drop_nulls()
        self._refused = pl.concat([self._refused, held_back]).unique()
        kept = shortened(told.select(list(FAULTS))).with_columns(masked(pl.col("message")))
        both = pl.concat([self._faults, kept])
        self._faults = both.sort("row", "rule", "column", nulls_last=False, maintain_order=True)
        self._frame = None

    def _object_keys(self, found: pl.DataFrame) -> pl.Series:
        """Return whom each fault is about: the household of the row, else the table's own number."""
        nobody = pl.Series("object_key", [None] * found.height, dtype=pl.String)
        if self.salt is None or self.kind is None:
            return nobody
        numbers = ("hh_id", *(TABLES[self.kind.feeds[0]].key if self.kind.family == "table" else ()))
        name = next((one for one in numbers if one in self.cells.columns), None)
        if name is None:
            return nobody
        rows = found.select("row").join(
            self.cells.select("row", name), on="row", how="left", maintain_order="left"
        )[name]
        if name != "hh_id":
            return rows.cast(pl.String).alias("object_key")
        known = rows.drop_nulls().unique()
        keys = pl.Series([hh_key(self.salt, one) for one in known], dtype=pl.String)
        return rows.replace_strict(known, keys, default=None, return_dtype=pl.String).alias("object_key")

    # -- what it holds ---------------------------------------------------------------------------------------------

    @property
    def frame(self) -> pl.DataFrame:
        """``cells`` with ``is_refused``. A household of an export is taken whole or not at all."""
        if self._frame is None:
            mark = pl.col("row").is_in(self._refused.implode())
            if self.kind is not None and self.kind.family == "household" and "hh_id" in self.cells.columns:
                mark = mark | (mark.any().over("hh_id") & pl.col("hh_id").is_not_null())
            self._frame = self.cells.with_columns(is_refused=mark | self.is_refused)
        return self._frame

    @property
    def refused_rows(self) -> pl.Series:
        """The rows (Int64) that a fault of their own refuses."""
        return self._refused

    @property
    def rows_in(self) -> int:
        return self.cells.height

    @property
    def rows_refused(self) -> int:
        return int(self.frame["is_refused"].sum())

    @property
    def rows_taken(self) -> int:
        return self.rows_in - self.rows_refused

    @property
    def is_refused(self) -> bool:
        """The file as a whole is not taken."""
        return self._counts(FILE) > 0

    @property
    def is_held(self) -> bool:
        """Rows are refused, the file as such is sound."""
        return not self.is_refused and self._counts(ROW) > 0

    @property
    def is_accepted(self) -> bool:
        """Nothing is refused; there may be warnings."""
        return not self.is_refused and not self.is_held

    def _counts(self, level: str) -> int:
        return self._faults.filter((pl.col("level") == level) & ~pl.col("is_exempt")).height

    @property
    def warnings(self) -> int:
        return self._faults.filter(pl.col("level") == WARN).height

    @property
    def month_text(self) -> str | None:
        return f"{self.month:%Y-%m}" if self.month else None

    @property
    def area(self) -> str | None:
        """The township the file is of, or its county where there are several."""
        if len(self.towns) == 1:
            return self.towns[0]
        return self.county.code if self.county else None

    # -- what it becomes -------------------------------------------------------------------------------------------

    def drafts(self, source_id: str, salt: str) -> dict[str, pl.DataFrame]:
        """Return table -> its rows as the rules see them: refused rows too, anything may be NULL.

        Args:
            source_id: the receipt under which the rows are kept.
            salt: key of the store's pseudonyms.
        """
        if self.kind is None:
            return {}
        return building.build(
            self.kind, self.month, self.frame, building.Origin(source_id, salt, self.is_synthetic)
        )

    def frames(self, source_id: str, salt: str) -> dict[str, pl.DataFrame]:
        """Return table -> its rows without the refused ones, in the table's own columns, types and order."""
        if self.kind is None:
            return {}
        origin = building.Origin(source_id, salt, self.is_synthetic)
        taken = self.frame.filter(~pl.col("is_refused"))
        return {
            table: building.in_order(table, rows)
            for table, rows in building.build(self.kind, self.month, taken, origin).items()
        }
