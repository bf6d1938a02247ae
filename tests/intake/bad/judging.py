"""What the product says of a file, brought to one shape; the checks that hold for every file whatever its verdict."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from shouwang import intake
from tests.intake.bad.cases import AW, RF, RR, A, Sent

COUNTY = "420281"
VERDICTS = (("reject_file", RF), ("reject_row", RR), ("warning", AW))
_CODE = re.compile(
    r"Traceback|File \"|\.py\b|/tmp/|/work/|0x[0-9a-f]{6}|Error\b|Exception|SELECT |polars|duckdb|openpyxl|calamine"
)


@dataclass(frozen=True)
class Fault:
    rule: str
    level: str
    row: int | None
    column: str | None
    message: str


@dataclass(frozen=True)
class Seen:
    """What came out of one file."""

    verdict: str
    faults: tuple[Fault, ...]
    rows_in: int
    rows_taken: int
    rows_refused: int
    seconds: float
    checked: Any

    def told(self) -> str:
        lines = [
            f"{one.level} {one.rule} row={one.row} {one.column!r}: {one.message[:160]}"
            for one in self.faults[:12]
        ]
        return f"{self.verdict}, rows {self.rows_in}={self.rows_taken}+{self.rows_refused}\n  " + "\n  ".join(
            lines
        )


def look(sent: Sent, folder: Path) -> Seen:
    """Check a file as it was sent and return what came out."""
    path = folder / ("sent" + (Path(sent.name.replace("\0", "")).suffix or ".bin"))
    path.write_bytes(sent.content)
    start = _spent()
    checked = _check(path, sent)
    seconds = _spent() - start
    faults = tuple(Fault(one.rule, one.level, one.row, one.column, one.message) for one in checked.problems)
    return Seen(
        verdict_of(faults),
        faults,
        checked.rows_in,
        checked.rows_taken,
        checked.rows_refused,
        seconds,
        checked,
    )


def _spent() -> float:
    """Return the processor's seconds of this process and of its children that ended; a crowded machine does not count."""
    return sum(os.times()[:4])


def _check(path: Path, sent: Sent) -> Any:
    return intake.check(path, name=sent.name, county=COUNTY, **sent.said)


def verdict_of(faults: tuple[Fault, ...]) -> str:
    levels = {one.level for one in faults}
    return next((verdict for level, verdict in VERDICTS if level in levels), A)


def verdict_of_json(told: Mapping[str, Any]) -> str:
    """Return the verdict of one file of ``check --json``."""
    levels = {one["level"] for one in told["problems"]}
    return next((verdict for level, verdict in VERDICTS if level in levels), A)


def complaints(seen: Seen, sent: Sent, allowed: set[str]) -> list[str]:
    """Return everything that is not as it must be; nothing if all is well."""
    found = []
    if seen.verdict not in allowed:
        found.append(f"verdict {seen.verdict}, allowed {'/'.join(sorted(allowed))}")
    if seen.rows_in != seen.rows_taken + seen.rows_refused:
        found.append("rows in are not rows taken plus rows refused")
    if seen.verdict == RF and seen.rows_taken:
        found.append("a refused file has rows taken")
    if sent.rows is not None and seen.verdict != RF and seen.rows_in != sent.rows:
        found.append(f"{seen.rows_in} rows came in, {sent.rows} were sent")
    if seen.verdict == RR:
        found += _of_rows(seen, sent)
    if sent.reads and seen.verdict in {A, AW}:
        found += [said for row, name, value in sent.reads if (said := _read(seen, row, name, value))]
    found += _of_messages(seen, sent)
    return found


def _of_rows(seen: Seen, sent: Sent) -> list[str]:
    refused = [one for one in seen.faults if one.level == "reject_row"]
    if any(one.row is None for one in refused):
        return ["a refused row without its number"]
    if sent.at is None:
        return []
    row, column = sent.at
    there = [one for one in refused if one.row == row]
    if not there:
        return [f"no fault at row {row}"]
    plain = re.compile(r"[\s*＊]|\(.*|（.*")
    if column is not None and plain.sub("", column) not in {plain.sub("", one.column or "") for one in there}:
        return [f"no fault at row {row} in column {column!r}, but in {[one.column for one in there]}"]
    return []


def _of_messages(seen: Seen, sent: Sent) -> list[str]:
    found = []
    for one in seen.faults:
        if not re.search("[\u4e00-\u9fff]", one.message):
            found.append(f"no Chinese in {one.message!r}")
        if _CODE.search(one.message):
            found.append(f"the message speaks of the program: {one.message[:200]!r}")
        if len(one.message) > 600:
            found.append(f"a message of {len(one.message)} signs: {one.message[:80]!r}")
        said = f"{one.message} {one.column or ''}"
        found += [
            f"unmasked {secret[:30]!r} in {one.message[:200]!r}" for secret in sent.secrets if secret in said
        ]
    return found[:5]


def _read(seen: Seen, row: int, name: str, value: object) -> str | None:
    got = value_at(seen.checked, row, name)
    return (
        None
        if got == value or str(got) == str(value)
        else f"row {row} {name}: read {got!r}, written {value!r}"
    )


def value_at(checked: Any, row: int, name: str) -> object:
    found = checked.frame.filter(pl.col("row") == row)
    return found[name][0] if found.height and name in found.columns else None
