"""What changed between two versions, household by household: who entered, left, changed which field.

Households appear under their pseudonyms, codes as labels, sensitive columns masked: this is what a page or a preview
may show. Rows are compared by the key of their table and the township, so a household that moved has left the one and
entered the other. Where a row was read from is no change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

import polars as pl

from shouwang.access import mask
from shouwang.formatting import MISSING
from shouwang.schema import SOURCE_TABLES, TABLES, Column, Kind, Parts, Reach, Table
from shouwang.store import parquet
from shouwang.store.snapshot import Snapshot

ENTERED, LEFT, CHANGED = "entered", "left", "changed"
KINDS = (ENTERED, LEFT, CHANGED)
HOUSEHOLD = "household_month"
# Tables of which a township's first report of a month is compared with its month before.
FOLLOWED = (HOUSEHOLD, "person_month")
# What is told of a household that enters or leaves.
SHOWN = ("hh_type", "mon_type", "risk_status", "hh_persons")
# Where a row was read from says nothing about the household; its numbers are the household itself.
PASSED_OVER = {"source_id", "source_row", "is_synthetic", "hh_id", "person_id", "stat_month"}

FIELD: dict[str, pl.DataType] = {
    "table": pl.String(),
    "part": pl.String(),
    "column": pl.String(),
    "label": pl.String(),
    "before": pl.String(),
    "after": pl.String(),
}
WHO: dict[str, pl.DataType] = {
    "town_code": pl.String(),
    "town_name": pl.String(),
    "division_code": pl.String(),
    "division_name": pl.String(),
    "hh_key": pl.String(),
    "kind": pl.String(),
}
HOUSEHOLDS: dict[str, pl.DataType] = {**WHO, "fields": pl.List(pl.Struct(FIELD))}
TOWNS: dict[str, pl.DataType] = {
    "town_code": pl.String(),
    "town_name": pl.String(),
    "compared_with": pl.Date(),
    "before": pl.Int64(),
    "after": pl.Int64(),
    **dict.fromkeys(KINDS, pl.Int64()),
}
ROWS: dict[str, pl.DataType] = {
    "table": pl.String(),
    "label": pl.String(),
    "part": pl.String(),
    "town_code": pl.String(),
    "town_name": pl.String(),
    "before": pl.Int64(),
    "after": pl.Int64(),
    **dict.fromkeys(KINDS, pl.Int64()),
}
_EVENT: dict[str, pl.DataType] = {
    "town_code": pl.String(),
    "hh_key": pl.String(),
    "division_code": pl.String(),
    "part": pl.String(),
    "kind": pl.String(),
}
_FIELD: dict[str, pl.DataType] = {**_EVENT, **FIELD}
_HOME = ("town_code", "hh_key")


def field_text(field: Mapping[str, str | None], kind: str = CHANGED) -> str:
    """Return ``当前家庭人口数 3 -> 4`` for a field of ``HOUSEHOLDS``; one side alone where the row entered or left."""
    before, after = field["before"], field["after"]
    sides = [before, after]
    if field["column"] is None or kind != CHANGED:
        sides = [side for side in sides if side is not None]
    return f"{field['label']} {' -> '.join(MISSING if side is None else side for side in sides)}"


@dataclass(frozen=True, eq=False)
class HouseholdChanges:
    """Two versions side by side, by household.

    Attributes:
        who: one row per township and household that differs, by township, kind, village and household: ``WHO``.
        towns: ``TOWNS``: households that entered, left and changed, by township, and how many there were and are in the
            newest month of households that differs (NULL where none does). ``compared_with`` is the month before, where
            that was taken because the township had reported none of the month in the earlier version.
        rows: ``ROWS``: rows by table, part and township where they differ, tables without households included.
    """

    who: pl.DataFrame
    towns: pl.DataFrame
    rows: pl.DataFrame
    _fields: pl.DataFrame
    _names: dict[str, str]

    def page(self, limit: int | None = None, offset: int = 0, *, town: str | None = None) -> pl.DataFrame:
        """Return some of the households with what changed of each: the columns of ``HOUSEHOLDS``.

        Args:
            limit: at most so many, after the first ``offset``; None for all.
            town: only this township.
        """
        asked = self.who if town is None else self.who.filter(pl.col("town_code") == town)
        shown = asked.slice(offset, limit)
        said = self._said(self._fields.join(shown.select(_HOME), on=_HOME, how="semi"))
        grouped = said.group_by(_HOME, maintain_order=True).agg(pl.struct(*FIELD).alias("fields"))
        return shown.join(grouped, on=_HOME, how="left", maintain_order="left").select(
            *WHO, pl.col("fields").fill_null([]).cast(HOUSEHOLDS["fields"])
        )

    @cached_property
    def by_field(self) -> pl.DataFrame:
        """How many households changed in which field: table, column, label, households; most first."""
        stayed = self.who.filter(pl.col("kind") == CHANGED).select(_HOME)
        return (
            self._fields.join(stayed, on=_HOME, how="semi")
            .group_by("table", "column", "label")
            .agg(pl.struct(_HOME).n_unique().cast(pl.Int64).alias("households"))
            .sort(["households", "table", "column"], descending=[True, False, False], nulls_last=True)
        )

    def _said(self, fields: pl.DataFrame) -> pl.DataFrame:
        """Put labels for codes, names for places and masks over what is sensitive."""
        columns = {
            (table, name): TABLES[table].column(name)
            for table, name in fields.select("table", "column").unique().drop_nulls().iter_rows()
        }
        texts: dict[str, list[str | None]] = {
            side: [
                _text(columns.get((table, name)), value, self._names)
                for table, name, value in fields.select("table", "column", side).iter_rows()
            ]
            for side in ("before", "after")
        }
        return fields.with_columns(pl.Series(side, values, dtype=pl.String) for side, values in texts.items())


def household_changes(
    before: Snapshot | None, after: Snapshot, parts: Iterable[tuple[str, str]]
) -> HouseholdChanges:
    """Return what differs in these parts (table, part) between two versions; ``before`` None is an empty store.

    Raises:
        StoreDamaged: a file does not match its hash.
    """
    sources = {table.name for table in SOURCE_TABLES}
    events = [pl.DataFrame(schema=_EVENT)]
    fields = [pl.DataFrame(schema=_FIELD)]
    rows = [pl.DataFrame(schema={name: kind for name, kind in ROWS.items() if name != "town_name"})]
    earlier: dict[str, date] = {}
    stock = pl.DataFrame(schema={name: TOWNS[name] for name in ("town_code", "before", "after")})
    for table, part in sorted(parts):
        spec = TABLES[table]
        if table not in sources or spec.reach is not Reach.TOWN:
            continue
        old, new = _read(before, spec, part), _read(after, spec, part)
        rows.append(_rows(spec, part, old, new))
        if "hh_key" not in spec.names:
            continue
        if table in FOLLOWED:
            old, since = _with_month_before(spec, part, old, new, after)
            if table == HOUSEHOLD:
                earlier |= since
                counted = _stock(old, new)
                stock = pl.concat([stock.join(counted, on="town_code", how="anti"), counted])
        elif spec.parts is Parts.MONTH:
            # A first report of workers or visits: every row is new, and no household changed by being reported.
            new = new.join(old.select("town_code").unique(), on="town_code", how="semi")
        found, changed = _differences(spec, part, old, new)
        events.append(found)
        fields.append(changed)
    names = _names(before, after)
    all_fields = pl.concat(fields)
    who = _who(pl.concat(events), all_fields, names)
    return HouseholdChanges(
        who,
        _towns(who, stock, earlier, names),
        _named(pl.concat(rows), names).select(*ROWS).sort("table", "part", "town_code"),
        all_fields,
        names,
    )


def _read(snapshot: Snapshot | None, spec: Table, part: str) -> pl.DataFrame:
    entry = snapshot.manifest.parts(spec.name).get(part) if snapshot is not None else None
    if snapshot is None or entry is None:
        return pl.DataFrame(schema=spec.polars_schema)
    return parquet.read(snapshot.file(spec.name, part, entry))


def _with_month_before(
    spec: Table, part: str, old: pl.DataFrame, new: pl.DataFrame, after: Snapshot
) -> tuple[pl.DataFrame, dict[str, date]]:
    """Add to ``old`` the month before of townships that had not reported this one; say which month that was."""
    month = date.fromisoformat(f"{part}-01")
    first_time = new.join(old, on="town_code", how="anti")["town_code"].unique().to_list()
    if not first_time:
        return old, {}
    previous = date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)
    there = _read(after, spec, f"{previous:%Y-%m}").filter(pl.col("town_code").is_in(first_time))
    since = dict.fromkeys(there["town_code"].unique().to_list(), previous)
    return pl.concat([old, there.with_columns(stat_month=pl.lit(month))]), since


def _rows(spec: Table, part: str, old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """Count the rows of one part by township: the columns of ``ROWS`` but the township's name."""
    key = list(dict.fromkeys((*spec.key, "town_code")))
    compared = [name for name in spec.names if name not in {*key, "source_id", "source_row", "is_synthetic"}]

    def tally(rows: pl.DataFrame, name: str) -> pl.DataFrame:
        return rows.group_by("town_code").agg(pl.len().cast(pl.Int64).alias(name))

    both = old.join(new, on=key, how="inner", suffix="__after", nulls_equal=True)
    differs = pl.any_horizontal(
        *(pl.col(name).ne_missing(pl.col(f"{name}__after")) for name in compared), pl.lit(value=False)
    )
    tallies = {
        "before": old,
        "after": new,
        ENTERED: new.join(old, on=key, how="anti", nulls_equal=True),
        LEFT: old.join(new, on=key, how="anti", nulls_equal=True),
        CHANGED: both.filter(differs),
    }
    towns = pl.concat([old.select("town_code"), new.select("town_code")]).unique()
    for name, rows in tallies.items():
        towns = towns.join(tally(rows, name), on="town_code", how="left", nulls_equal=True)
    return towns.select(
        pl.lit(spec.name).alias("table"),
        pl.lit(spec.label).alias("label"),
        pl.lit(part).alias("part"),
        "town_code",
        *(pl.col(name).fill_null(0) for name in tallies),
    ).filter(pl.sum_horizontal(KINDS) > 0)


def _differences(
    spec: Table, part: str, old: pl.DataFrame, new: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return which households a part touches (``_EVENT``) and how (``_FIELD``)."""
    key = list(dict.fromkeys((*spec.key, *(("town_code",) if spec.name == HOUSEHOLD else ()))))
    entered = new.join(old, on=key, how="anti", nulls_equal=True)
    left = old.join(new, on=key, how="anti", nulls_equal=True)
    both = old.join(new, on=key, how="inner", suffix="__after", nulls_equal=True)
    fields = [
        one
        for column in spec.columns
        if column.name not in {*PASSED_OVER, *key}
        for one in _field(spec, part, column, both)
    ]
    for rows, kind in ((entered, ENTERED), (left, LEFT)):
        fields += (
            _main_columns(spec, part, rows, kind)
            if spec.name == HOUSEHOLD
            else [_count(spec, part, rows, kind)]
        )
    found = pl.concat([pl.DataFrame(schema=_FIELD), *fields]).filter(pl.col("hh_key").is_not_null())
    events = [found.filter(pl.col("kind") == CHANGED).select(*_EVENT)]
    events += [
        rows.select(*_place(spec), pl.lit(part).alias("part"), pl.lit(kind).alias("kind")).select(*_EVENT)
        for rows, kind in ((entered, ENTERED), (left, LEFT))
    ]
    whole = pl.concat(events).unique()
    if spec.name != HOUSEHOLD:
        whole = whole.with_columns(kind=pl.lit(CHANGED))
    return whole.filter(pl.col("hh_key").is_not_null()), found


def _place(spec: Table, *, after: bool = False) -> list[pl.Expr]:
    """Township, household and village of a row, as it is after where it is in both versions."""
    tail = "__after" if after else ""

    def one(name: str) -> pl.Expr:
        if name not in spec.names:
            return pl.lit(None, pl.String).alias(name)
        own = name in spec.key or (spec.name == HOUSEHOLD and name == "town_code")
        return pl.col(name if own else name + tail).alias(name)

    return [one(name) for name in ("town_code", "hh_key", "division_code")]


def _field(spec: Table, part: str, column: Column, both: pl.DataFrame) -> Iterator[pl.DataFrame]:
    was, is_now = pl.col(column.name), pl.col(f"{column.name}__after")
    differing = both.filter(was.ne_missing(is_now))
    if differing.height:
        yield _fields(
            differing, _place(spec, after=True), spec, part, CHANGED, column,
            was.cast(pl.String), is_now.cast(pl.String),
        )  # fmt: skip


def _main_columns(spec: Table, part: str, rows: pl.DataFrame, kind: str) -> list[pl.DataFrame]:
    nothing = pl.lit(None, pl.String)
    made = []
    for name in SHOWN:
        told = rows.filter(pl.col(name).is_not_null())
        value = pl.col(name).cast(pl.String)
        sides = (nothing, value) if kind == ENTERED else (value, nothing)
        made.append(_fields(told, _place(spec), spec, part, kind, spec.column(name), *sides))
    return made


def _count(spec: Table, part: str, rows: pl.DataFrame, kind: str) -> pl.DataFrame:
    """Say how many rows of a table a household gained or lost; ``column`` is then NULL."""
    place = [one.meta.output_name() for one in _place(spec)]
    counted = rows.select(_place(spec)).group_by(place).agg(pl.len().alias("rows"))
    word = "新增" if kind == ENTERED else "减少"
    said = pl.format("{}{}行", pl.lit(word), pl.col("rows"))
    nothing = pl.lit(None, pl.String)
    sides = (nothing, said) if kind == ENTERED else (said, nothing)
    return _fields(counted, [pl.col(name) for name in place], spec, part, CHANGED, None, *sides)


def _fields(
    rows: pl.DataFrame,
    place: list[pl.Expr],
    spec: Table,
    part: str,
    kind: str,
    column: Column | None,
    before: pl.Expr,
    after: pl.Expr,
) -> pl.DataFrame:
    named = {
        "part": part,
        "kind": kind,
        "table": spec.name,
        "column": column.name if column else None,
        "label": column.label if column else spec.label,
    }
    return rows.select(
        *place,
        *(pl.lit(value, pl.String).alias(name) for name, value in named.items()),
        before.alias("before"),
        after.alias("after"),
    ).select(*_FIELD)


def _who(events: pl.DataFrame, fields: pl.DataFrame, names: dict[str, str]) -> pl.DataFrame:
    """Return one row per township and household: what became of it in the newest month that says so."""
    order = pl.col("kind").replace_strict(list(KINDS), [0, 1, 2], return_dtype=pl.Int8)
    told = pl.col("kind") != CHANGED
    grouped = (
        events.sort("part", "kind", "division_code", nulls_last=False)
        .group_by(_HOME)
        .agg(
            pl.col("division_code").drop_nulls().last(),
            pl.coalesce(pl.col("kind").filter(told).last(), pl.lit(CHANGED)).alias("kind"),
        )
    )
    return _named(grouped, names).sort("town_code", order, "division_code", "hh_key").select(*WHO)


def _stock(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    was, is_now = (
        rows.group_by("town_code").agg(pl.len().cast(pl.Int64).alias(name))
        for rows, name in ((old, "before"), (new, "after"))
    )
    whole = was.join(is_now, on="town_code", how="full", coalesce=True)
    return whole.with_columns(pl.col("before", "after").fill_null(0)).select("town_code", "before", "after")


def _towns(
    who: pl.DataFrame, stock: pl.DataFrame, earlier: dict[str, date], names: dict[str, str]
) -> pl.DataFrame:
    counted = who.group_by("town_code").agg(
        (pl.col("kind") == kind).sum().cast(pl.Int64).alias(kind) for kind in KINDS
    )
    since = pl.DataFrame(
        {"town_code": list(earlier), "compared_with": list(earlier.values())},
        schema={name: TOWNS[name] for name in ("town_code", "compared_with")},
    )
    whole = counted.join(since, on="town_code", how="full", coalesce=True).join(
        stock, on="town_code", how="left"
    )
    return (
        (_named(whole, names).with_columns(pl.col(kind).fill_null(0) for kind in KINDS))
        .sort("town_code")
        .select(*TOWNS)
    )


def _names(*snapshots: Snapshot | None) -> dict[str, str]:
    """Return the names of places, as the latest version has them."""
    names: dict[str, str] = {}
    for snapshot in snapshots:
        if snapshot is not None and snapshot.manifest.parts("division"):
            found = _read(snapshot, TABLES["division"], "all")
            names |= dict(found.select("division_code", "name").iter_rows())
    return names


def _named(rows: pl.DataFrame, names: dict[str, str]) -> pl.DataFrame:
    """Add ``town_name`` (and ``division_name``); a place that nobody named has its code."""

    def name(code: str) -> pl.Expr:
        return (
            pl.col(code).replace_strict(names, default=pl.col(code), return_dtype=pl.String)
            if names
            else pl.col(code)
        )

    return rows.with_columns(
        name(f"{place}_code").alias(f"{place}_name")
        for place in ("town", "division")
        if f"{place}_code" in rows.columns
    )


def _text(column: Column | None, value: str | None, names: dict[str, str]) -> str | None:
    """Return a value as a person reads it."""
    if value is None or column is None:
        return value
    if column.sensitive:
        return mask(column.sensitive, value)
    if column.codes is not None:
        return "、".join(column.codes.get(code, code) for code in value.split(","))
    if column.kind is Kind.BOOL:
        return {"true": "是", "false": "否"}[value]
    if column.kind is Kind.MONTH:
        return value[:7]
    if column.kind in {Kind.MONEY, Kind.DECIMAL, Kind.RATIO}:
        return f"{Decimal(value).normalize():f}"
    if column.name in {"town_code", "division_code"}:
        return names.get(value, value)
    return value
