"""Demo counties made once a session, at the smallest scale."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import lru_cache

import polars as pl
import pytest

from shouwang.demo import generate

Tables = dict[str, pl.DataFrame]


@lru_cache(maxsize=8)
def made(seed: int, scale: float, months: int) -> Tables:
    """Return every table of a demo county, its parts put together."""
    parts = defaultdict(list)
    for part in generate(seed=seed, scale=scale, months=months, salt="test salt"):
        parts[part.table].append(part.frame)
    return {table: pl.concat(frames) for table, frames in parts.items()}


@pytest.fixture
def county() -> Tables:
    """The demo county at scale 0.1 with 36 months."""
    return made(7, 0.1, 36)


@pytest.fixture
def make() -> Callable[[int, float, int], Tables]:
    return made
