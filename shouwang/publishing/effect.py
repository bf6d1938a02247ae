"""The effect before it happens: what a publish of these parts would move, and which households it would touch.

Nothing is committed and no audit row is written. A township that reported the month already is compared with what it
reported; one that reports it for the first time has no figure before (未报) and is compared with its month before.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from shouwang import formatting, reference
from shouwang.access import Scope
from shouwang.publishing import asking, marts
from shouwang.publishing.headlines import Headlines, headlines
from shouwang.publishing.scratch import Scratch
from shouwang.queries.engine import DuckEngine
from shouwang.reference import catalogue
from shouwang.schema import SOURCE_TABLES, TABLES, Parts
from shouwang.store import HouseholdChanges, Snapshot, household_changes, parquet
from shouwang.store.households import HOUSEHOLD, HOUSEHOLDS, ROWS, TOWNS

if TYPE_CHECKING:
    from shouwang.publishing import Part
    from shouwang.store import Store

Progress = Callable[[str, int, int], None]

FORMAT = 1
HELD = 5_000  # households listed one by one; a page shows some hundred, a whole county's first month is some 10,000
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
_KEY = ("stat_month", "indicator_id", "area_code")
_FRAMES = {"figures": FIGURES, "households": HOUSEHOLDS, "towns": TOWNS, "rows": ROWS}


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
        towns: how many households there were and would be, enter, leave and change, by township: complete.
            ``compared_with`` is the earlier month with which a township that reports for the first time was compared,
            else NULL.
        rows: rows by table, part and township, where they differ: before, after, entered, left, changed.
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
        said = [asking.figure_text(row) for row in self.moved.head(limit).iter_rows(named=True)]
        if self.moved.height > limit:
            said.append(f"另有{self.moved.height - limit}个数变动。")
        said += [_town_sentence(row) for row in self.towns.iter_rows(named=True)]
        said += [_rows_sentence(row) for row in _by_table(self.rows).iter_rows(named=True)]
        return said or ["与当前版本相比没有变动。"]

    def to_json(self) -> str:
        """Return the effect as JSON; ``from_json`` gives exactly it back."""
        document: dict[str, Any] = {
            "format": FORMAT,
            "base_version": self.base_version,
            "months": [month.isoformat() for month in self.months],
            "asks": list(self.asks),
        }
        for name in _FRAMES:
            frame: pl.DataFrame = getattr(self, name)
            document[name] = {"columns": frame.columns, "rows": frame.rows()}
        return json.dumps(document, ensure_ascii=False, separators=(",", ":"), default=date.isoformat)

    @classmethod
    def from_json(cls, text: str | bytes) -> Effect:
        """Return the effect that ``to_json`` wrote.

        Raises:
            ValueError: it is not one, or of a newer program.
        """
        document = json.loads(text)
        if not isinstance(document, dict) or document.get("format") != FORMAT:
            raise ValueError("not an effect of this format")
        try:
            frames = {name: _frame(document[name], schema) for name, schema in _FRAMES.items()}
            months = tuple(date.fromisoformat(month) for month in document["months"])
            return cls(
                base_version=document["base_version"], months=months, asks=tuple(document["asks"]), **frames
            )
        except (KeyError, TypeError, AttributeError, pl.exceptions.PolarsError) as fault:
            raise ValueError("not an effect") from fault


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
    say = progress or _silent
    lines = headlines(store.county)
    with Scratch(store) as scratch:
        for table, part in drop:
            scratch.drop(table, part)
        for number, one in enumerate(parts, 1):
            scratch.add(one.table, one.part, one.frame)
            say(f"{TABLES[one.table].label} {one.part}", number, 0)
        touched = tuple(scratch.changed)
        for table, frame in reference.config_frames(store.county).items():
            scratch.add(table, "all", frame)
        after = scratch.snapshot()
        say("农户变动", 0, 0)
        homes = household_changes(scratch.base, after, touched)
        wanted = _months(after, touched, months)
        figures = _figures(
            scratch, after, wanted, lines, sorted({*homes.rows["town_code"].drop_nulls()}), say
        )
    return Effect(
        scratch.base.number if scratch.base else None,
        wanted,
        figures,
        homes.page(HELD),
        homes.towns,
        homes.rows,
        _asks(scratch.base, after, touched, figures, homes, lines),
    )


def _silent(_what: str, _done: int, _of: int) -> None:
    return None


def _months(after: Snapshot, touched: Iterable[tuple[str, str]], asked: Iterable[date]) -> tuple[date, ...]:
    """Return the months to compute: those asked for and those of monthly parts, as far as the version has them."""
    monthly = {table.name for table in SOURCE_TABLES if table.parts is Parts.MONTH}
    known = {part for name in monthly for part in after.manifest.parts(name)}
    wanted = {f"{month:%Y-%m}" for month in asked} | {part for table, part in touched if table in monthly}
    found = sorted(wanted & known) or sorted(known)[-1:]
    return tuple(date.fromisoformat(f"{part}-01") for part in found)


def _figures(
    scratch: Scratch,
    after: Snapshot,
    months: tuple[date, ...],
    lines: Headlines,
    towns: list[str],
    say: Progress,
) -> pl.DataFrame:
    """Return the columns of ``FIGURES`` for the county and the townships touched."""
    if not months:
        return pl.DataFrame(schema=FIGURES)
    ids, areas = list(lines.indicators), [after.county, *towns]
    now = _computed(scratch, after, months, ids, areas, say)
    was = _sealed(scratch, months, ids, areas, say)
    earlier = {_month_before(month): month for month in months}
    others = tuple(month for month in earlier if month not in months)
    last = pl.concat(
        [now.filter(pl.col("stat_month").is_in(list(earlier))), _sealed(scratch, others, ids, areas, say)]
    ).with_columns(pl.col("stat_month").replace_strict(earlier, return_dtype=pl.Date))
    known = catalogue()
    about = pl.DataFrame(
        [(one, known[one].name, known[one].unit, number) for number, one in enumerate(ids)],
        schema={"indicator_id": pl.String(), "name": pl.String(), "unit": pl.String(), "order": pl.Int32()},
        orient="row",
    )
    names = _area_names(after)
    code = pl.col("area_code")
    named = code.replace_strict(names, default=code, return_dtype=pl.String) if names else code
    whole = was.rename({"value": "before"}).join(
        now.rename({"value": "after"}), on=_KEY, how="full", coalesce=True
    )
    return (
        whole.join(last.rename({"value": "last_month"}), on=_KEY, how="left")
        .join(about, on="indicator_id")
        .with_columns(
            pl.when(pl.col("area_code").str.len_chars() == 6)
            .then(3)
            .otherwise(4)
            .cast(pl.Int32)
            .alias("level"),
            named.alias("area_name"),
        )
        .sort("stat_month", "area_code", "order")
        .select(*FIGURES)
    )


def _computed(
    scratch: Scratch,
    snapshot: Snapshot,
    months: tuple[date, ...],
    ids: list[str],
    areas: list[str],
    say: Progress,
) -> pl.DataFrame:
    """Return (month, indicator, area, value) computed from a version's tables; only files that give these numbers run."""
    engine = DuckEngine(
        snapshot,
        Scope.of(snapshot.county),
        write_to=scratch.folder,
        time_limit_ms=marts.TIME_LIMIT_MS,
    )
    texts = marts.giving(marts.definitions(), ids)
    return _chosen(marts.indicator_month(engine, texts, months[0], months[-1], say), months, ids, areas)


def _sealed(
    scratch: Scratch, months: tuple[date, ...], ids: list[str], areas: list[str], say: Progress
) -> pl.DataFrame:
    """Return the same of the current version: from its marts, or computed where they were sealed by other definitions."""
    nothing = pl.DataFrame(schema={name: FIGURES[name] for name in _KEY} | {"value": pl.Float64()})
    base = scratch.base
    entries = base.manifest.parts("indicator_month") if base else {}
    held = [f"{month:%Y-%m}" for month in months if f"{month:%Y-%m}" in entries]
    if base is None or not held:
        return nothing
    stamp = marts.stamp_of(marts.definitions())
    if any(entries[part].sources != (stamp,) for part in held):
        return _computed(scratch, base, months, ids, areas, say)
    rows = pl.concat([parquet.read(base.file("indicator_month", part, entries[part])) for part in held])
    return _chosen(rows, months, ids, areas)


def _chosen(rows: pl.DataFrame, months: tuple[date, ...], ids: list[str], areas: list[str]) -> pl.DataFrame:
    return rows.filter(
        pl.col("stat_month").is_in(list(months)),
        pl.col("indicator_id").is_in(ids),
        pl.col("area_code").is_in(areas),
        pl.col("value").is_not_null(),
    ).select(*_KEY, "value")


def _month_before(month: date) -> date:
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def _area_names(snapshot: Snapshot) -> dict[str, str]:
    entry = snapshot.manifest.parts("division").get("all")
    if entry is None:
        return {}
    return dict(
        parquet.read(snapshot.file("division", "all", entry)).select("division_code", "name").iter_rows()
    )


def _asks(
    base: Snapshot | None,
    after: Snapshot,
    touched: Iterable[tuple[str, str]],
    figures: pl.DataFrame,
    homes: HouseholdChanges,
    lines: Headlines,
) -> tuple[str, ...]:
    """Return why a reason is needed; the first version of a store replaces nothing and needs none."""
    if base is None:
        return ()
    emptied = {}
    for table, part in touched:
        was, is_now = (one.manifest.parts(table).get(part) for one in (base, after))
        if was is not None and was.rows and (is_now is None or not is_now.rows):
            emptied[table, part] = was.rows
    names = [f"{table}/{part}" for table, part in emptied]
    kept = homes.rows.filter(~pl.format("{}/{}", "table", "part").is_in(names))
    months = sorted(part for table, part in touched if table == HOUSEHOLD)
    month = date.fromisoformat(f"{months[-1]}-01") if months else None
    return (
        *asking.about_parts((*key, rows) for key, rows in emptied.items()),
        *asking.about_rows(kept, lines),
        *asking.about_first_reports(homes.towns, month, lines),
        *asking.about_figures(figures, lines),
    )


def _town_sentence(row: dict[str, Any]) -> str:
    against = f"，与{formatting.month(row['compared_with'])}相比" if row["compared_with"] else ""
    return f"{row['town_name']}: 新增{row['entered']}户，减少{row['left']}户，变动{row['changed']}户{against}"


def _by_table(rows: pl.DataFrame) -> pl.DataFrame:
    counts = ("before", "after", "entered", "left", "changed")
    return rows.group_by("table", "label", "part", maintain_order=True).agg(pl.col(counts).sum())


def _rows_sentence(row: dict[str, Any]) -> str:
    part = "" if row["part"] == "all" else f" {row['part']}"
    return f"{row['label']}{part}: {row['before']:,} -> {row['after']:,}行(新增{row['entered']:,}、减少{row['left']:,}、变动{row['changed']:,})"


def _frame(table: dict[str, Any], schema: dict[str, pl.DataType]) -> pl.DataFrame:
    """Return a frame of the JSON's rows with the types of ``schema``."""
    if table["columns"] != list(schema):
        raise ValueError("not the columns of an effect")
    days = [name for name, kind in schema.items() if kind == pl.Date()]
    texts = {**schema, **dict.fromkeys(days, pl.String())}
    rows = pl.DataFrame([tuple(row) for row in table["rows"]], schema=texts, orient="row")
    return rows.with_columns(pl.col(days).str.to_date("%Y-%m-%d")) if days else rows
