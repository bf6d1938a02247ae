from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from shouwang.store import Manifest, Store

Publish = Callable[..., Manifest]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "store", "420281", is_demo=True, salt="s")


@pytest.fixture
def publish(store: Store) -> Publish:
    """Publish parts: ``publish({"household_month/2023-11": frame})``."""

    def make(parts: dict[str, pl.DataFrame], author: str = "数据员", reason: str = "测试") -> Manifest:
        with store.stage() as staging:
            for name, frame in parts.items():
                staging.add(*name.split("/"), frame)
            return staging.commit(author=author, reason=reason)

    return make
