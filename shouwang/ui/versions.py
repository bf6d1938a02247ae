"""Versions, arranged: the history in words, what differs between two of them inside a viewer's scope. Draws nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from shouwang import formatting, queries, records
from shouwang.access import Viewer
from shouwang.desk import keeping
from shouwang.errors import ShouwangError
from shouwang.i18n import t
from shouwang.publishing.headlines import headlines
from shouwang.records import Records
from shouwang.reference import catalogue
from shouwang.schema import SOURCE_TABLES, TABLES
from shouwang.store import Manifest, Store
from shouwang.store.comparison import VersionDiff
from shouwang.store.households import HouseholdChanges
from shouwang.ui.kept import Kept

SOURCES = frozenset(table.name for table in SOURCE_TABLES)
KINDS = ("entered", "left", "changed")


@dataclass(frozen=True)
class VersionLine:
    """One version in the list. ``tables`` are those of reported data that differ from the version before."""

    number: int
    is_damaged: bool
    manifest: Manifest | None
    tables: tuple[str, ...]
    rows: int
    rows_before: int | None

    @property
    def tables_text(self) -> str:
        if self.rows_before is None:
            return t("versions.first")
        if not self.tables:
            return t("versions.tables_none")
        names = [TABLES[name].label for name in self.tables]
        shown = "、".join(names[:4])
        return shown if len(names) <= 4 else t("versions.tables_more", shown=shown, count=len(names))

    @property
    def rows_text(self) -> str:
        if self.rows_before is None or self.rows == self.rows_before:
            return t("versions.rows", count=f"{self.rows:,}")
        by = self.rows - self.rows_before
        return t("versions.rows_by", count=f"{self.rows:,}", by=f"{by:+,}")


def history(store: Store) -> list[VersionLine]:
    """Return every version, newest first; a damaged one has its number alone."""
    lines: list[VersionLine] = []
    before: Manifest | None = None
    for number in store.numbers():
        try:
            found = store.manifest(number)
        except ShouwangError:
            lines.append(VersionLine(number, True, None, (), 0, None))
            continue
        lines.append(
            VersionLine(
                number, False, found, _tables_changed(before, found), _rows(found), None if before is None else _rows(before)
            )
        )  # fmt: skip
        before = found
    return lines[::-1]


def _tables_changed(before: Manifest | None, after: Manifest) -> tuple[str, ...]:
    old = {} if before is None else before.files
    changed = {
        key.split("/", 1)[0]
        for key in old.keys() | after.files.keys()
        if (old[key].sha256 if key in old else None)
        != (after.files[key].sha256 if key in after.files else None)
    }
    return tuple(table.name for table in SOURCE_TABLES if table.name in changed)


def _rows(manifest: Manifest) -> int:
    return sum(entry.rows for key, entry in manifest.files.items() if key.split("/", 1)[0] in SOURCES)


# -- verified ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Verified:
    """The last time that everything was hashed again: when, by whom, up to which version, which versions had faults."""

    at: str
    by: str
    newest: int
    faulty: tuple[int, ...]
    faults: int


def last_verified(book: Records) -> Verified | None:
    """Return the last verification that came to its end, None where there was none."""
    for row in reversed(records.audit_rows(book, target=keeping.STORE)):
        if row.action == "verify" and row.result == "ok":
            found = json.loads(row.detail)
            return Verified(
                row.at,
                row.actor,
                int(found.get("newest", 0)),
                tuple(found.get("faulty", ())),
                int(found.get("faults", 0)),
            )
    return None


def verified_words(number: int, last: Verified | None) -> str:
    if last is None or number > last.newest:
        return t("versions.not_verified")
    return t("versions.has_fault" if number in last.faulty else "versions.sound", day=last.at[:10])


# -- what differs --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Difference:
    """Two versions side by side, as far as a viewer may see.

    ``tables``: table, part, before, after, entered, left, changed (rows). ``towns``: town_code, town_name, entered,
    left, changed (households). ``fields``: table, label, households. ``who``: how many households there are to list.
    """

    before: int
    after: int
    tables: pl.DataFrame
    towns: pl.DataFrame
    fields: pl.DataFrame
    who: int
    _changes: HouseholdChanges
    _towns: tuple[str, ...] | None

    @property
    def is_nothing(self) -> bool:
        return self.tables.is_empty() and not self.who

    def count(self, kind: str) -> int:
        return int(self.towns[kind].sum())

    def households(self, limit: int | None, offset: int = 0) -> pl.DataFrame:
        """Return households that differ, a row for each field: hh_key, town, village, kind, field, before, after."""
        if self._towns is None:
            listed = self._changes.page(limit, offset)
        else:  # one township: a head's own, or the one chosen
            listed = self._changes.page(limit, offset, town=self._towns[0])
        return _fields_as_rows(listed)


_differences: Kept[VersionDiff] = Kept(4)


def difference(store: Store, viewer: Viewer, before: int, after: int, town: str | None = None) -> Difference:
    """Return what differs between two versions inside the viewer's scope (and one township of it, where given).

    Raises:
        VersionUnknown, StoreDamaged: a version is not there, or cannot be read.
    """
    key = (store.snapshot(before).identity, store.snapshot(after).identity)
    diff = _differences.get(key, lambda: store.diff(before, after))
    changes = diff.households()
    towns = _towns_in_view(viewer, town)
    rows, people = changes.rows, changes.towns
    who = changes.who
    if towns is not None:
        rows, people, who = (frame.filter(pl.col("town_code").is_in(towns)) for frame in (rows, people, who))
    tables = (
        rows.group_by("table", "label", "part")
        .agg(pl.col("before", "after", *KINDS).sum())
        .sort("table", "part")
    )
    counted = people.filter(pl.sum_horizontal(KINDS) > 0).select("town_code", "town_name", *KINDS)
    fields = changes.by_field if towns is None else changes.by_field.clear()
    return Difference(before, after, tables, counted, fields, who.height, changes, towns)


def _towns_in_view(viewer: Viewer, town: str | None) -> tuple[str, ...] | None:
    """Return the townships to show; None is the whole county. A scope holds one township, or the county."""
    if town is not None and viewer.scope.covers(town):
        return (town,)
    return None if viewer.scope.counties else viewer.scope.towns


def _fields_as_rows(listed: pl.DataFrame) -> pl.DataFrame:
    rows: list[tuple[Any, ...]] = []
    for one in listed.iter_rows(named=True):
        place = (one["hh_key"], one["town_name"], one["division_name"], t(f"versions.kind_{one['kind']}"))
        for field in one["fields"] or [{}]:
            rows.append((*place, *_field_words(field)))
    names = ("hh_key", "town_name", "village_name", "kind", "field", "before", "after")
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")


def _field_words(field: Mapping[str, Any]) -> tuple[str, str, str]:
    if not field:
        return "", "", ""
    label = field.get("label") or ""
    table = TABLES[field["table"]].label if field.get("table") in TABLES else ""
    name = (
        f"{label}({table} {field['part']})" if field.get("part") not in {None, "all"} else f"{label}({table})"
    )
    return name, field.get("before") or formatting.MISSING, field.get("after") or formatting.MISSING


# -- figures -------------------------------------------------------------------------------------------------------------


def figures(
    store: Store, viewer: Viewer, before: int, after: int, area: str
) -> tuple[date | None, pl.DataFrame]:
    """Return the newest month both versions can be compared in, and the headline numbers of an area that differ there."""
    old, new = store.snapshot(before), store.snapshot(after)
    months = sorted({*old.months("indicator_month"), *new.months("indicator_month")})
    changed = [month for month in months if _hash(old.manifest, month) != _hash(new.manifest, month)]
    schema = dict.fromkeys(("name", "before", "after"), pl.String())
    if not changed:
        return None, pl.DataFrame(schema=schema)
    month = date.fromisoformat(f"{changed[-1]}-01")
    asked = {"area": area, "month": month}
    was, now = (
        {row["indicator_id"]: row for row in queries.run("overview/indicator_values", viewer=viewer, snapshot=one, **asked).iter_rows(named=True)}
        for one in (old, new)
    )  # fmt: skip
    known = catalogue()
    rows = []
    for one in headlines(store.county).indicators:
        pair = [side.get(one) for side in (was, now)]
        values = [row["value"] if row else None for row in pair]
        unit = next((row["unit"] for row in pair if row), "")
        if values[0] != values[1]:
            rows.append((known[one].name, *(formatting.value_with_unit(value, unit) for value in values)))
    return month, pl.DataFrame(rows, schema=schema, orient="row")


def _hash(manifest: Manifest, month: str) -> str | None:
    entry = manifest.parts("indicator_month").get(month)
    return entry.sha256 if entry else None
