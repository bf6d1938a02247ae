"""Headings for columns that tables of the schema have: one word for one column, wherever it is shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import polars as pl

from shouwang import formatting
from shouwang.i18n import catalogue, t
from shouwang.schema import TABLES


@lru_cache(maxsize=1)
def _labels() -> dict[str, str]:
    found: dict[str, str] = {}
    for table in TABLES.values():
        for column in table.columns:
            found.setdefault(column.name, column.label)
    return found


@lru_cache(maxsize=1)
def _codes() -> dict[str, Mapping[str, str]]:
    found: dict[str, Mapping[str, str]] = {}
    for table in TABLES.values():
        for column in table.columns:
            if column.codes:
                found.setdefault(column.name, column.codes)
    return found


def column_codes(name: str) -> Mapping[str, str] | None:
    """Return code -> label of a column that holds codes, None for any other."""
    return _codes().get(name)


def column_label(name: str) -> str:
    """Return the Chinese heading of a column: the interface's own word, else the schema's, else the name itself."""
    key = f"card.col_{name}"
    return t(key) if key in catalogue() else _labels().get(name, name)


NAMES = frozenset({"head_name", "person_name", "name", "contact_name"})
HOUSEHOLD = "hh_key"


def without_names(labels: Mapping[str, str]) -> dict[str, str]:
    """Return the columns of a list of households without those that name people."""
    return {name: label for name, label in labels.items() if HOUSEHOLD not in labels or name not in NAMES}


def plain_words(text: str) -> str:
    """Return a sentence of the catalogue without what it says of splits: their ids (.arrived) are for those who query."""
    return re.sub(r"[(（]分项[^)）]*[)）]|[;；]\s*分项[^。]*", "", text)


def headings(subject: str, names: str) -> dict[str, str]:
    """Return column -> heading for the columns named (with blanks between): ``<subject>.col_<name>`` of the catalogue."""
    return {name: t(f"{subject}.col_{name}") for name in names.split()}


def pairs(row: Mapping[str, Any], names: str) -> dict[str, str]:
    """Return name -> ``44户136人`` from ``<name>_hh`` and ``<name>_persons`` of a row, for the blanks of a phrase."""
    return {name: formatting.pair(row[f"{name}_hh"], row[f"{name}_persons"]) for name in names.split()}


def labelled(rows: pl.DataFrame, **codes: Mapping[str, str]) -> pl.DataFrame:
    """Return rows with codes replaced by their labels, for charts, tables and downloads alike.

    ``illness,water`` becomes 因病、因安全饮水. NULL stays NULL; a code without a label stays as it is. The codes are kept
    beside in ``<column>.code``, which no table or download shows: what a number opens is asked by its code.
    """
    changed = []
    for name, labels in codes.items():
        held = rows.get_column(name).unique().drop_nulls().to_list()
        words = {value: "、".join(labels.get(code, code) for code in value.split(",")) for value in held}
        if f"{name}.code" not in rows.columns:
            changed.append(pl.col(name).alias(f"{name}.code"))
        changed.append(pl.col(name).replace(words))
    return rows.with_columns(changed)
