"""One mart file over tables drawn as text: staged in a real store, seen through the scoped views, rolled up as at publish.

found = mart("monitored_stock", household_month='''
    stat_month | hh_id | division_code | mon_type | risk_status | hh_persons
    2023-11    | a     | 420281107200  | sudden   | active      | 3
''')
assert found.value("monitored_hh_total", LIURENBA) == 1
assert found.ratio("clear_rate", LIURENBA) == (0, 1)
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from shouwang import queries, reference
from shouwang.access import Scope
from shouwang.publishing import changes, marts
from shouwang.queries.engine import DuckEngine
from shouwang.schema import TABLES
from shouwang.store import Store
from tests.queries.conftest import _parts, frame_of
from tests.queries.marts.places import COUNTY, DIVISION, Found

Mart = Callable[..., Found]


@cache
def _config() -> dict[str, pl.DataFrame]:
    return reference.config_frames(COUNTY)


@pytest.fixture
def mart(tmp_path: Path) -> Mart:
    """Return ``mart(file, **drawn tables)``; the division table and the configuration are there unless drawn."""

    def compute(file: str, **tables: str) -> Found:
        store = Store.create(
            tmp_path / f"store-{len(list(tmp_path.iterdir()))}", COUNTY, is_demo=True, salt="s"
        )
        drawn = {"division": DIVISION, **tables}
        with store.stage() as staging:
            for name, text in drawn.items():
                for part, frame in _parts(TABLES[name], frame_of(TABLES[name], text)).items():
                    staging.add(name, part, frame)
            for name, frame in _config().items():
                if name not in drawn:
                    staging.add(name, "all", frame)
            engine = DuckEngine(staging.snapshot(), Scope.of(COUNTY))
            months = changes.all_months(staging) or [date(2023, 11, 1)]
            query = queries.find(f"{marts.MARTS}{file}")
            rows = marts.indicator_month(engine, [query], months[0], months[-1], lambda *_: None)
        return Found(rows)

    return compute
