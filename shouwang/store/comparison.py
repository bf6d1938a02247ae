"""What changed between two versions: which parts, and in a part which rows entered, left or changed.

For the data steward. Households and persons appear under their pseudonyms, sensitive columns masked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from shouwang.access import hh_key, mask
from shouwang.errors import UsageError
from shouwang.schema import FAULT_TABLES, MART_TABLES, Table
from shouwang.store import layout, parquet
from shouwang.store.households import HouseholdChanges, household_changes
from shouwang.store.snapshot import Snapshot

# Where a row was read from changes with every new file and says nothing about the household.
PROVENANCE = ("source_id", "source_row")

# A page turns the leaves of one comparison: the last few are kept. Versions never change, so they have no age.
KEPT = 2
_compared: dict[tuple[object, ...], HouseholdChanges] = {}


@dataclass(frozen=True)
class PartChange:
    """A part that differs. ``kind`` is entered, left or changed; rows are None where the version has no such part."""

    table: str
    part: str
    kind: str
    rows_before: int | None
    rows_after: int | None


@dataclass(frozen=True)
class RowChanges:
    """The rows of one part that differ.

    ``entered`` and ``left`` have the table's columns (household and person numbers as pseudonyms).
    ``changed`` has one row per changed field: the key, then ``column``, ``label``, ``before``, ``after`` as text.
    """

    table: str
    part: str
    entered: pl.DataFrame
    left: pl.DataFrame
    changed: pl.DataFrame


@dataclass(frozen=True)
class VersionDiff:
    """Two versions side by side; ``parts`` names what differs, ``rows`` looks into one of them."""

    before: Snapshot
    after: Snapshot
    parts: tuple[PartChange, ...]

    def rows(self, table: str, part: str) -> RowChanges:
        """Return what changed in one part, by the table's key.

        Raises:
            UsageError: no such table or part in either version.
            StoreDamaged: a file of it does not match its hash.
        """
        spec = layout.table_part(table, part)
        old, new = _read(self.before, spec, part), _read(self.after, spec, part)
        if old is None and new is None:
            raise UsageError(
                f"第{self.before.number}版和第{self.after.number}版都没有{part}的“{spec.label}”。请换一个月份或表。"
            )
        old = spec_frame(spec) if old is None else old
        new = spec_frame(spec) if new is None else new
        key, salt = list(spec.key), self.after.salt
        return RowChanges(
            table,
            part,
            _shown(spec, new.join(old, on=key, how="anti", nulls_equal=True, maintain_order="left"), salt),
            _shown(spec, old.join(new, on=key, how="anti", nulls_equal=True, maintain_order="left"), salt),
            _changed(spec, old, new, salt),
        )

    def households(self, parts: Iterable[tuple[str, str]] | None = None) -> HouseholdChanges:
        """Return what changed by household, township and table; its ``page`` lists some of the households.

        Args:
            parts: only these of the (table, part) that differ; default all.

        Raises:
            StoreDamaged: a file of it does not match its hash.
        """
        differing = [(one.table, one.part) for one in self.parts]
        wanted = tuple(differing if parts is None else sorted({*differing}.intersection(parts)))
        key = (self.before.identity, self.after.identity, wanted)
        found = _compared.get(key)
        if found is None:
            found = household_changes(self.before, self.after, wanted)
            for oldest in list(_compared)[: 1 - KEPT]:
                _compared.pop(oldest, None)
            _compared[key] = found
        return found


_RECKONED = frozenset(table.name for table in (*MART_TABLES, *FAULT_TABLES))


def compare(before: Snapshot, after: Snapshot) -> VersionDiff:
    """Return which parts differ between two versions, by the hashes of their files; what is reckoned at a publish last."""
    old, new = before.manifest.files, after.manifest.files
    parts = []
    for name in sorted(old.keys() | new.keys(), key=lambda name: (name.split("/", 1)[0] in _RECKONED, name)):
        was, is_now = old.get(name), new.get(name)
        if was is not None and is_now is not None and was.sha256 == is_now.sha256:
            continue
        kind = "entered" if was is None else "left" if is_now is None else "changed"
        table, part = name.split("/", 1)
        parts.append(
            PartChange(table, part, kind, was.rows if was else None, is_now.rows if is_now else None)
        )
    return VersionDiff(before, after, tuple(parts))


def spec_frame(spec: Table) -> pl.DataFrame:
    return pl.DataFrame(schema=spec.polars_schema)


def _read(snapshot: Snapshot, spec: Table, part: str) -> pl.DataFrame | None:
    entry = snapshot.manifest.parts(spec.name).get(part)
    return None if entry is None else parquet.read(snapshot.file(spec.name, part, entry))


def _changed(spec: Table, old: pl.DataFrame, new: pl.DataFrame, salt: str) -> pl.DataFrame:
    key = list(spec.key)
    both = old.join(new, on=key, how="inner", suffix="_after", nulls_equal=True, maintain_order="right")
    shown = list(dict.fromkeys((*key, *({"hh_key"} & set(spec.names)))))
    fields = []
    for column in spec.columns:
        if column.name in (*shown, *PROVENANCE):
            continue
        before, after = pl.col(column.name), pl.col(f"{column.name}_after")
        differing = both.filter(before.ne_missing(after))
        if differing.height:
            values = differing.select(
                *shown,
                pl.lit(column.name).alias("column"),
                pl.lit(column.label).alias("label"),
                before.cast(pl.String).alias("before"),
                after.cast(pl.String).alias("after"),
            )
            if column.sensitive:
                masked = [
                    pl.Series(
                        name, [mask(column.sensitive, value) for value in values[name]], dtype=pl.String
                    )
                    for name in ("before", "after")
                ]
                values = values.with_columns(masked)
            fields.append(values)
    if fields:
        return _pseudonyms(pl.concat(fields).sort(key, maintain_order=True), salt)
    names = {name: kind for name, kind in spec.polars_schema.items() if name in shown}
    empty = pl.DataFrame(
        schema={**names, **dict.fromkeys(("column", "label", "before", "after"), pl.String())}
    )
    return _pseudonyms(empty, salt)


def _shown(spec: Table, rows: pl.DataFrame, salt: str) -> pl.DataFrame:
    masked = [
        pl.Series(
            column.name, [mask(column.sensitive, value) for value in rows[column.name]], dtype=pl.String
        )
        for column in spec.columns
        if column.sensitive
    ]
    return _pseudonyms(rows.with_columns(masked), salt)


def _pseudonyms(rows: pl.DataFrame, salt: str) -> pl.DataFrame:
    """Put the household's pseudonym in the place of its number, and treat a person's number alike."""
    for number, pseudonym in (("hh_id", "hh_key"), ("person_id", "person_key")):
        if number not in rows.columns:
            continue
        if pseudonym in rows.columns:
            rows = rows.drop(number)
            continue
        keys = pl.Series(number, [value and hh_key(salt, value) for value in rows[number]], dtype=pl.String)
        rows = rows.with_columns(keys).rename({number: pseudonym})
    return rows
