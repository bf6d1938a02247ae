"""Headings for columns that tables of the schema have: one word for one column, wherever it is shown."""

from __future__ import annotations

from functools import lru_cache

from shouwang.i18n import catalogue, t
from shouwang.schema import TABLES


@lru_cache(maxsize=1)
def _labels() -> dict[str, str]:
    found: dict[str, str] = {}
    for table in TABLES.values():
        for column in table.columns:
            found.setdefault(column.name, column.label)
    return found


def column_label(name: str) -> str:
    """Return the Chinese heading of a column: the interface's own word, else the schema's, else the name itself."""
    key = f"card.col_{name}"
    return t(key) if key in catalogue() else _labels().get(name, name)
