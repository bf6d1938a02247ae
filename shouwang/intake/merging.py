"""Accepted files into the parts of a new version: a township's rows of a month are replaced, the others' stay.

A new file replaces what its kind covers (``ExportKind.covers``) in its townships and month: a list of monitored
households sent alone leaves the township's other alleviated households where they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import polars as pl

from shouwang import reference
from shouwang.intake.checked import Checked
from shouwang.records import Submission
from shouwang.schema import TABLES, Parts
from shouwang.store import Snapshot, Store
from shouwang.store.parquet import read

Pair = tuple[Submission, Checked]


@dataclass(frozen=True)
class Merged:
    """One part of a table as it will stand: its rows, and the receipts that they came from."""

    table: str
    part: str
    frame: pl.DataFrame
    sources: tuple[str, ...]
    rows_before: int
    rows_new: int


def merged_parts(store: Store, files: Iterable[Pair]) -> Iterator[Merged]:
    """Yield the parts that these files change, merged into the current version.

    Call it inside the publish (it reads the version that is current when the first part is asked for), so that a version
    that somebody else commits in between makes this publish fail instead of being undone.
    """
    snapshot = store.snapshot() if store.numbers() else None
    yield from _divisions(store, snapshot)
    latest = _latest(files)
    for table in ("household_month", "person_month", "employment_month", "income_year"):
        by_part: dict[str, list[tuple[Pair, pl.DataFrame]]] = {}
        for pair in latest:
            made = pair[1].frames(pair[0].receipt, store.salt)
            if table in made and not made[table].is_empty():
                by_part.setdefault(_part_of(table, made[table]), []).append((pair, made[table]))
        for part, news in sorted(by_part.items()):
            yield _merge(table, part, news, snapshot)


def _divisions(store: Store, snapshot: Snapshot | None) -> Iterator[Merged]:
    """Yield the county's divisions as the reference file has them today; a demo county has made its own."""
    held = snapshot.manifest.parts("division") if snapshot is not None else {}
    if not (store.is_demo and held):
        rows = reference.divisions(store.county)
        yield Merged("division", "all", rows, (), sum(entry.rows for entry in held.values()), rows.height)


def _latest(files: Iterable[Pair]) -> list[Pair]:
    """Return the files in the order in which they are believed: monitored first, and the newest receipt of a kind first."""
    newest = sorted(files, key=lambda pair: pair[0].receipt, reverse=True)
    return sorted(newest, key=lambda pair: pair[1].kind.id != "monitored" if pair[1].kind else True)


def _part_of(table: str, frame: pl.DataFrame) -> str:
    spec = TABLES[table]
    assert spec.part_column is not None
    first = frame[spec.part_column][0]
    return f"{first:%Y-%m}" if spec.parts is Parts.MONTH else str(first)


def _merge(table: str, part: str, news: list[tuple[Pair, pl.DataFrame]], snapshot: Snapshot | None) -> Merged:
    key = list(TABLES[table].key)
    fresh = _one_each(_newest_rows(news), key)
    old = _current(table, part, snapshot)
    kept = (
        old
        if table == "income_year"
        else _not_covered(table, old, [pair for pair, _ in news], snapshot, part)
    )
    kept = kept.join(fresh.select(key), on=key, how="anti")
    whole = pl.concat([kept, fresh])
    return Merged(table, part, whole, tuple(sorted(whole["source_id"].unique())), old.height, fresh.height)


def _newest_rows(news: list[tuple[Pair, pl.DataFrame]]) -> pl.DataFrame:
    """Return the rows of the files, each township's of a kind only from the newest file that has it."""
    seen: set[tuple[str, str]] = set()
    chosen = []
    for (_, checked), frame in news:
        assert checked.kind is not None
        towns = [town for town in checked.towns if (checked.kind.id, town) not in seen]
        seen |= {(checked.kind.id, town) for town in checked.towns}
        chosen.append(frame.filter(pl.col("town_code").is_in(towns)))
    return pl.concat(chosen)


def _one_each(rows: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """Return one row for each key: the first that says something, column by column."""
    others = [name for name in rows.columns if name not in key]
    first = [pl.col(name).drop_nulls().first().alias(name) for name in others]
    return rows.group_by(key, maintain_order=True).agg(first).select(rows.columns)


def _current(table: str, part: str, snapshot: Snapshot | None) -> pl.DataFrame:
    entry = snapshot.manifest.parts(table).get(part) if snapshot is not None else None
    if snapshot is None or entry is None:
        return pl.DataFrame(schema=TABLES[table].polars_schema)
    return read(snapshot.file(table, part, entry))


def _not_covered(
    table: str, old: pl.DataFrame, files: list[Pair], snapshot: Snapshot | None, part: str
) -> pl.DataFrame:
    """Return the rows of the current version that no new file speaks for."""
    if old.is_empty():
        return old
    covered = pl.lit(value=False)
    for _, checked in files:
        assert checked.kind is not None
        covered = covered | (pl.col("town_code").is_in(checked.towns) & pl.sql_expr(checked.kind.covers))
    if table != "person_month":
        return old.filter(~covered.fill_null(value=False))
    # Persons go where their household goes.
    homes = _current("household_month", part, snapshot).filter(covered.fill_null(value=False))["hh_id"]
    return old.filter(~pl.col("hh_id").is_in(homes.implode()))
