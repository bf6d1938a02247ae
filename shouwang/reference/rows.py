"""Which query lists the rows behind a number: ``data/reference/indicator_rows.toml``."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

from shouwang.config import REFERENCE
from shouwang.errors import ConfigError
from shouwang.reference.indicators import catalogue

FILE = "indicator_rows.toml"


@lru_cache(maxsize=4)
def rows_queries(folder: Path = REFERENCE) -> dict[str, str]:
    """Return base indicator id -> name of the query that lists its rows.

    Raises:
        ConfigError: the file cannot be read, or names an indicator that the catalogue does not have.
    """
    try:
        listed = tomllib.loads((folder / FILE).read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as fault:
        raise ConfigError(f"{FILE} 读不出来: {fault}") from fault
    found: dict[str, str] = {}
    for query, ids in listed.items():
        for indicator_id in ids:
            if indicator_id not in catalogue(folder).indicators:
                raise ConfigError(f"{FILE} 的“{query}”列了目录里没有的指标“{indicator_id}”。")
            found[indicator_id] = query
    return found


def rows_query(indicator_id: str) -> str | None:
    """Return the query behind an indicator or one of its splits; None when its rows are not listed yet."""
    known = rows_queries()
    return known.get(indicator_id) or known.get(indicator_id.split(".")[0])
