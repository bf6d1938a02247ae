"""Accepted files into the tables: what a file speaks for is replaced, everything else stays.

A table cut by months: the file's townships in its month, as far as its kind covers (``ExportKind.covers``: a list of
monitored households sent alone leaves the township's other alleviated households where they are). Any other table: the
rows of an earlier file of the same kind and month in these townships go, then rows come in by their key; what a file of a
later month says of the same key stands. Of two files of one kind, month and township the later receipt is believed.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from shouwang import records, reference
from shouwang.intake.checked import Checked
from shouwang.intake.forms import form_for
from shouwang.intake.kinds import KINDS, ExportKind
from shouwang.records import Records, State, Submission, list_submissions
from shouwang.schema import CONFIG_TABLES, SOURCE_TABLES, TABLES, Parts, Table
from shouwang.store import Snapshot, Store
from shouwang.store.parquet import read

# Made from reference files at every publish: a form of them can be checked, but is not how they are changed.
FROM_REFERENCE = frozenset({"division", *(table.name for table in CONFIG_TABLES)})
MONTHS_BEFORE = 13  # what a rule may compare a month with
ROWS, _ABOUT = "rows.parquet", "rows.json"  # findings
_NO_PART = ""


@dataclass(frozen=True)
class Draft:
    """What one file puts into the tables.

    ``kind`` is a kind of export or a form's table, ``towns`` the townships it speaks for (none: a table without places).
    """

    receipt: str
    kind: str
    month: date | None
    towns: tuple[str, ...]
    tables: Mapping[str, pl.DataFrame]

    @classmethod
    def of(cls, checked: Checked, receipt: str, salt: str, *, with_refused: bool = False) -> Draft:
        """Return the draft of a checked file; ``with_refused`` as the rules see it, else as it would be sealed."""
        assert checked.kind is not None
        tables = checked.drafts(receipt, salt) if with_refused else checked.frames(receipt, salt)
        return cls(receipt, checked.kind.id, checked.month, checked.towns, tables)

    @property
    def about(self) -> ExportKind:
        return _kind(self.kind)

    @property
    def is_form(self) -> bool:
        return self.kind not in KINDS


@dataclass(frozen=True)
class Merged:
    """One part of a table as it will stand: its rows, and the receipts that they came from."""

    table: str
    part: str
    frame: pl.DataFrame
    sources: tuple[str, ...]
    rows_before: int
    rows_new: int


@dataclass(frozen=True)
class _Sealed:
    """An earlier file whose rows are, or were, in a version."""

    receipt: str
    kind: str
    month: str | None
    towns: frozenset[str]


Source = list[Path | pl.DataFrame]


def merged_parts(store: Store, drafts: Iterable[Draft], *, book: Records | None = None) -> Iterator[Merged]:
    """Yield the parts that these files change, merged into the current version.

    Call it inside the publish (it reads the version that is current when the first part is asked for), so that a version
    that somebody else commits in between makes this publish fail instead of being undone.
    """
    snapshot = store.snapshot() if store.numbers() else None
    yield from _divisions(store, snapshot)
    merger = _Merger(snapshot, _believed(drafts), _sealed(store, book))
    for table in SOURCE_TABLES:
        if table.name not in FROM_REFERENCE:
            yield from merger.merged(table)


def would_be(
    store: Store | None,
    drafts: Iterable[Draft],
    *,
    county: str,
    waiting: Iterable[Draft] | None = None,
) -> dict[str, Source]:
    """Return every table as it would be with these files in it, for ``rules.judge``.

    Beside the drafts stand the current version, and what waits to be sealed. A household or person that another township
    has too stays in both (that is for a rule to tell); a row of the drafts stands as it is, with its doubles.

    Args:
        drafts: with refused rows (``Draft.of(…, with_refused=True)``); they replace what waits of their kind, month and
            townships.
        county: whose divisions and lines hold.
        waiting: default ``standing_by(store)``.

    Returns:
        Table -> files and frames that together are the table; monthly tables from 13 months before on. A table that
        nobody has reported is not there.
    """
    snapshot = store.snapshot() if store is not None and store.numbers() else None
    beside = list(waiting) if waiting is not None else (standing_by(store) if store is not None else [])
    fresh = list(drafts)
    merger = _Merger(snapshot, [*fresh, *_believed(beside)], _sealed(store, None), judged=len(fresh))
    found: dict[str, Source] = {
        name: [frame] for name, frame in reference.config_frames(county).items() if name in TABLES
    }
    for table in SOURCE_TABLES:
        if table.name in FROM_REFERENCE:
            continue
        sources = merger.whole(table)
        if sources:
            found[table.name] = sources
    held = snapshot.files("division") if snapshot is not None and snapshot.is_demo else []
    found["division"] = list(held) if held else [reference.divisions(county)]
    return found


# -- what waits --------------------------------------------------------------------------------------------------------


def keep_rows(store: Store, receipt: str, checked: Checked) -> None:
    """Keep the rows of an accepted file, so that the next file is judged beside them without reading this one again."""
    assert checked.kind is not None
    content = io.BytesIO()
    checked.frame.filter(~pl.col("is_refused")).drop("is_refused").write_parquet(content, compression="zstd")
    about = {
        "kind": checked.kind.id,
        "month": checked.month.isoformat() if checked.month else None,
        "towns": list(checked.towns),
        "is_synthetic": checked.is_synthetic,
    }
    store.keep_finding(receipt, _ABOUT, json.dumps(about).encode())
    store.keep_finding(receipt, ROWS, content.getvalue())


def kept_rows(store: Store, receipt: str) -> Checked | None:
    """Return a waiting file by the rows that were kept of it, without the refused ones; None where there are none.

    Raises:
        StoreDamaged: they do not match their hash.
    """
    raw, rows = store.finding(receipt, _ABOUT), store.finding(receipt, ROWS)
    if raw is None or rows is None:
        return None
    about = json.loads(raw)
    return Checked(
        receipt,
        kind=_kind(about["kind"]),
        month=date.fromisoformat(about["month"]) if about["month"] else None,
        towns=tuple(about["towns"]),
        cells=pl.read_parquet(io.BytesIO(rows)),
        is_synthetic=about["is_synthetic"],
    )


def forget_rows(store: Store, receipt: str) -> None:
    """Remove the kept rows of a file that waits no longer."""
    for name in (ROWS, _ABOUT):
        store.forget_finding(receipt, name)


def waiting_files(store: Store, book: Records | None = None) -> list[tuple[Submission, Checked]]:
    """Return what waits to be sealed, oldest first, by the rows that were kept of it."""
    if book is None:
        with closing(records.open_records(store.root)) as opened:
            return waiting_files(store, opened)
    pairs = ((one, kept_rows(store, one.receipt)) for one in list_submissions(book, state=records.WAITING))
    return [(one, checked) for one, checked in pairs if checked is not None]


def _kind(name: str) -> ExportKind:
    return KINDS[name] if name in KINDS else form_for(name).kind


def standing_by(store: Store) -> list[Draft]:
    """Return the drafts of what waits to be sealed, oldest first."""
    return [Draft.of(checked, one.receipt, store.salt) for one, checked in waiting_files(store)]


def _sealed(store: Store | None, book: Records | None) -> list[_Sealed]:
    """Return the files that are, or were, in a version."""
    if store is None or not (store.numbers()):
        return []
    if book is None:
        with closing(records.open_records(store.root)) as opened:
            return _sealed(store, opened)
    states = (State.PUBLISHED, State.SUPERSEDED)
    return [
        _Sealed(one.receipt, one.table, one.month, frozenset(one.towns))
        for one in list_submissions(book, state=states)
        if one.table is not None and one.version is not None
    ]


# -- merging -----------------------------------------------------------------------------------------------------------


def _divisions(store: Store, snapshot: Snapshot | None) -> Iterator[Merged]:
    """Yield the county's divisions as the reference file has them today; a demo county has made its own."""
    held = snapshot.manifest.parts("division") if snapshot is not None else {}
    if not (store.is_demo and held):
        rows = reference.divisions(store.county)
        yield Merged("division", "all", rows, (), sum(entry.rows for entry in held.values()), rows.height)


def _believed(drafts: Iterable[Draft]) -> list[Draft]:
    """Return the files in the order in which they are believed: later months first, the list of the monitored before the
    others, the newest receipt of a kind first."""
    newest = sorted(drafts, key=lambda draft: draft.receipt, reverse=True)
    first = sorted(newest, key=lambda draft: draft.kind != "monitored")
    return sorted(first, key=lambda draft: draft.month or date.min, reverse=True)


@dataclass(frozen=True)
class _News:
    """Rows of one file for one part; ``speaks`` where the part is of the file's own month."""

    draft: Draft
    rows: pl.DataFrame
    speaks: bool


class _Merger:
    """Files over a version, table by table.

    Args:
        drafts: the most believed first.
        judged: so many of them are only looked at: their rows are neither made one nor preferred across townships.
    """

    def __init__(
        self, snapshot: Snapshot | None, drafts: Sequence[Draft], sealed: Sequence[_Sealed], judged: int = 0
    ) -> None:
        self.snapshot = snapshot
        self.drafts = drafts
        self.sealed = sealed
        self.judged = judged

    def merged(self, table: Table) -> Iterator[Merged]:
        """Yield the parts of a table that change."""
        for part, news in sorted(self._news(table).items()):
            old = self._current(table, part)
            kept = self._kept(table, part, old, news)
            fresh = _one_each([one.rows for one in news], table)
            if table.parts is not Parts.MONTH:
                fresh = fresh.join(
                    self._said_later(kept, news), on=list(table.key), how="anti", nulls_equal=True
                )
            whole = pl.concat([kept.join(fresh, on=list(table.key), how="anti", nulls_equal=True), fresh])
            sources = tuple(sorted(whole["source_id"].unique()))
            yield Merged(table.name, part, whole, sources, old.height, fresh.height)

    def whole(self, table: Table) -> Source:
        """Return a table as it would be, in files and frames."""
        news = self._news(table)
        known = self.snapshot.manifest.parts(table.name) if self.snapshot is not None else {}
        first = self._first_part(table)
        sources: Source = []
        for part, entry in known.items():
            if part not in news and part >= first:
                assert self.snapshot is not None
                sources.append(self.snapshot.file(table.name, part, entry))
        for part, told in sorted(news.items()):
            sources += self._side_by_side(table, part, told)
        return sources

    def _side_by_side(self, table: Table, part: str, news: list[_News]) -> list[Path | pl.DataFrame]:
        """Return a part's rows, kept and new: one for each key in a township, and of the judged files every one."""
        where = [*table.key, *(["town_code"] if "town_code" in table.names else [])]
        judged = {id(draft) for draft in self.drafts[: self.judged]}
        stack = [one.rows for one in news if id(one.draft) in judged]
        for rows in [
            *(one.rows for one in news if id(one.draft) not in judged),
            self._kept(table, part, self._current(table, part), news),
        ]:
            for above in stack:
                rows = rows.join(above, on=where, how="anti")
            stack = [*stack, rows]
        return list(stack)

    def _first_part(self, table: Table) -> str:
        months = [draft.month for draft in self.drafts[: self.judged] if draft.month is not None]
        if not months or table.parts is Parts.ALL:
            return ""
        first = min(months)
        if table.parts is Parts.YEAR:
            return str(first.year - 2)
        number = first.year * 12 + first.month - 1 - MONTHS_BEFORE
        return f"{number // 12}-{number % 12 + 1:02d}"

    def _news(self, table: Table) -> dict[str, list[_News]]:
        """Return part -> the rows that the files have for it, each township's of a kind and month from one file only."""
        found: dict[str, list[_News]] = {}
        taken: dict[tuple[str, date | None], set[str | None]] = {}
        for draft in self.drafts:
            if table.name not in draft.tables:
                continue
            gone = taken.setdefault((draft.kind, draft.month), set())
            mine: set[str | None] = set(draft.towns) or {None}
            rows = draft.tables[table.name]
            if "town_code" in rows.columns and gone:
                rows = rows.filter(~pl.col("town_code").is_in(list(gone - {None})).fill_null(value=False))
            elif None in gone:
                rows = rows.clear()
            if not mine - gone:
                continue  # a later file speaks for all of it
            gone |= mine
            own = self._own_part(table, draft)
            for part, some in _by_part(table, rows).items():
                found.setdefault(part, []).append(_News(draft, some, part == own))
            if own is not None and not any(one.draft is draft for one in found.get(own, ())):
                found.setdefault(own, []).append(_News(draft, rows.clear(), speaks=True))
            for part in self._parts_replaced(table, draft):
                if not any(one.draft is draft for one in found.get(part, ())):
                    found.setdefault(part, []).append(_News(draft, rows.clear(), speaks=False))
        return found

    def _own_part(self, table: Table, draft: Draft) -> str | None:
        return f"{draft.month:%Y-%m}" if table.parts is Parts.MONTH and draft.month is not None else None

    def _parts_replaced(self, table: Table, draft: Draft) -> list[str]:
        """Return the parts in which an earlier file has rows that go."""
        if table.parts is Parts.MONTH or self.snapshot is None:
            return []
        earlier = self._replaced(draft)
        known = self.snapshot.manifest.parts(table.name)
        return [part for part, entry in known.items() if earlier.intersection(entry.sources)]

    def _replaced(self, draft: Draft) -> set[str]:
        """Return the sealed files of the same kind and month that this one takes the place of, in its townships.

        An export's incomes of a year come by the way: another month's households need theirs.
        """
        if not draft.is_form:
            return set()
        month = f"{draft.month:%Y-%m}" if draft.month else None
        return {
            one.receipt
            for one in self.sealed
            if (one.kind, one.month) == (draft.kind, month)
            and one.receipt != draft.receipt
            and (not draft.towns or one.towns.intersection(draft.towns))
        }

    def _current(self, table: Table, part: str) -> pl.DataFrame:
        entry = self.snapshot.manifest.parts(table.name).get(part) if self.snapshot is not None else None
        if self.snapshot is None or entry is None:
            return pl.DataFrame(schema=table.polars_schema)
        return read(self.snapshot.file(table.name, part, entry))

    def _kept(self, table: Table, part: str, old: pl.DataFrame, news: list[_News]) -> pl.DataFrame:
        """Return the rows of the current version that no new file speaks for."""
        for one in news:
            if old.is_empty():
                break
            mine = (
                pl.col("town_code").is_in(one.draft.towns)
                if one.draft.towns and "town_code" in old.columns
                else pl.lit(value=True)
            )
            gone: pl.Expr | None = None
            if one.speaks:
                gone = self._covered(table, part, one.draft, mine)
            elif earlier := self._replaced(one.draft):
                gone = mine & pl.col("source_id").is_in(list(earlier))
            if gone is not None:
                old = old.filter(~gone.fill_null(value=False))
        return old

    def _covered(self, table: Table, part: str, draft: Draft, mine: pl.Expr) -> pl.Expr:
        """Return which rows of a part a file of this kind replaces in its townships."""
        covers = pl.sql_expr(draft.about.covers)
        if table.name != "person_month" or draft.is_form:
            return mine & covers
        # Persons go where their household goes.
        homes = self._current(TABLES["household_month"], part)
        gone = homes.filter((mine & covers).fill_null(value=False))["hh_id"]
        return pl.col("hh_id").is_in(gone.implode())

    def _said_later(self, kept: pl.DataFrame, news: list[_News]) -> pl.DataFrame:
        """Return the kept rows that come from a file of a later month than all the new ones of its kind."""
        later: set[str] = set()
        for kind in {one.draft.kind for one in news}:
            months = [one.draft.month for one in news if one.draft.kind == kind]
            newest = max((f"{month:%Y-%m}" for month in months if month is not None), default=None)
            if newest is not None and None not in months:
                later |= {
                    one.receipt
                    for one in self.sealed
                    if one.kind == kind and one.month is not None and one.month > newest
                }
        return kept.filter(pl.col("source_id").is_in(list(later)))


def _by_part(table: Table, rows: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Return part -> its rows; rows that do not tell their part (only refused ones) under the empty name."""
    if rows.is_empty():
        return {}
    if table.parts is Parts.ALL or table.part_column is None:
        return {"all": rows}
    column = pl.col(table.part_column)
    if table.parts is Parts.MONTH:
        name = column.dt.strftime("%Y-%m")
    else:
        name = (
            column if rows.schema[table.part_column].is_integer() else pl.col(table.part_column).dt.year()
        ).cast(pl.String)
    marked = rows.with_columns(name.fill_null(_NO_PART).alias(" part"))
    return {
        str(part[0]): some.drop(" part")
        for part, some in marked.partition_by(" part", as_dict=True, maintain_order=True).items()
    }


def _one_each(stack: Sequence[pl.DataFrame], table: Table) -> pl.DataFrame:
    """Return one row for each key, the first; of the lists of a month the first that says something, column by column."""
    rows = pl.concat(stack)
    key = list(table.key)
    if not rows.select(key).is_duplicated().any():
        return rows
    if table.parts is not Parts.MONTH:
        return rows.unique(key, keep="first", maintain_order=True)
    others = [name for name in rows.columns if name not in key]
    first = [pl.col(name).drop_nulls().first().alias(name) for name in others]
    return rows.group_by(key, maintain_order=True).agg(first).select(rows.columns)
