"""Settings, read once into one frozen object.

| variable | meaning | default |
|---|---|---|
| ``SHOUWANG_STORE`` | folder of the store | ``data/store`` in the project |
| ``SHOUWANG_AS`` | the viewer of a server without accounts (``serve --as``) | none: nobody is signed in |
| ``SHOUWANG_MEMORY`` | DuckDB's memory limit of one process | ``1GB`` |
| ``SHOUWANG_THREADS`` | DuckDB's threads | 2 |
| ``SHOUWANG_DATABASE`` | database of submissions and audit (``postgresql://…``) | ``records.sqlite`` in the store |
| ``SHOUWANG_SECOND_PERSON`` | whether ``publish`` on the command line needs what a second person confirmed: ``required`` or ``advised`` (pages always need it) | ``advised`` |
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from shouwang.errors import ConfigError

ROOT = Path(__file__).resolve().parent.parent
QUERIES = ROOT / "queries"
REFERENCE = ROOT / "data" / "reference"
PAGES = ROOT / "pages"

_KNOWN = {
    "SHOUWANG_STORE", "SHOUWANG_AS", "SHOUWANG_MEMORY", "SHOUWANG_THREADS", "SHOUWANG_DATABASE",
    "SHOUWANG_SECOND_PERSON",
}  # fmt: skip


@dataclass(frozen=True)
class Settings:
    store: Path
    viewer: str | None
    memory: str
    threads: int
    database: str | None = None
    needs_second_person: bool = False


@lru_cache(maxsize=8)
def _read(environment: frozenset[tuple[str, str]]) -> Settings:
    values = dict(environment)
    unknown = sorted(set(values) - _KNOWN)
    if unknown:
        raise ConfigError(f"不认识的环境变量 {'、'.join(unknown)}。可用的有: {'、'.join(sorted(_KNOWN))}。")
    threads = values.get("SHOUWANG_THREADS", "2")
    if not threads.isdigit() or not 1 <= int(threads) <= 64:
        raise ConfigError(f"环境变量 SHOUWANG_THREADS 应为 1 到 64 的整数，现为“{threads}”。")
    second = values.get("SHOUWANG_SECOND_PERSON", "advised")
    if second not in {"required", "advised"}:
        raise ConfigError(f"环境变量 SHOUWANG_SECOND_PERSON 应为 required 或 advised，现为“{second}”。")
    return Settings(
        store=Path(values.get("SHOUWANG_STORE") or ROOT / "data" / "store").expanduser().resolve(),
        viewer=values.get("SHOUWANG_AS") or None,
        memory=values.get("SHOUWANG_MEMORY", "1GB"),
        threads=int(threads),
        database=values.get("SHOUWANG_DATABASE") or None,
        needs_second_person=second == "required",
    )


def settings() -> Settings:
    """Return the settings of this process.

    Raises:
        ConfigError: a variable that starts with ``SHOUWANG_`` is unknown or malformed.
    """
    return _read(frozenset((k, v) for k, v in os.environ.items() if k.startswith("SHOUWANG_")))
