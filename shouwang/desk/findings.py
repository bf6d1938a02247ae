"""What is kept about a submission beside its original: faults, what reading said besides, effect."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from typing import Any

import polars as pl

from shouwang.intake import Checked
from shouwang.intake.faults import no_faults
from shouwang.publishing.effect import Effect
from shouwang.store import Store

FAULTS, READING, EFFECT = "faults.parquet", "reading.json", "effect.json"


def keep_findings(store: Store, receipt: str, checked: Checked, notes: Iterable[str]) -> None:
    """Keep what a check found, in the place of what an earlier one did."""
    content = io.BytesIO()
    checked.faults.write_parquet(content, compression="zstd")
    store.keep_finding(receipt, FAULTS, content.getvalue())
    reading = {
        "sheet": checked.sheet,
        "unknown_columns": list(checked.unknown_columns),
        "notes": list(notes),
    }
    store.keep_finding(receipt, READING, json.dumps(reading, ensure_ascii=False).encode())


def keep_effect(store: Store, receipt: str, effect: Effect) -> None:
    store.keep_finding(receipt, EFFECT, effect.to_json().encode())


def faults_of(store: Store, receipt: str) -> pl.DataFrame:
    """Return the faults that the last check found, with the columns of ``intake.FAULTS``."""
    raw = store.finding(receipt, FAULTS)
    return pl.read_parquet(io.BytesIO(raw)) if raw is not None else no_faults()


def effect_of(store: Store, receipt: str) -> Effect | None:
    """Return the effect that was reckoned for a submission, if it was."""
    raw = store.finding(receipt, EFFECT)
    return Effect.from_json(raw) if raw is not None else None


def reading_of(store: Store, receipt: str) -> dict[str, Any]:
    """Return sheet, unknown_columns and notes of the last check."""
    raw = store.finding(receipt, READING)
    found = json.loads(raw) if raw is not None else {}
    assert isinstance(found, dict)
    return found
