"""A file's cells, read by a child process that cannot take this one down."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from shouwang.intake.precheck import TEXT, WORKBOOK, Refused, check_container, form_of

SECONDS = 60
_CHILD = Path(__file__).with_name("child.py")


@dataclass(frozen=True)
class Sheet:
    """One sheet: every cell as text. ``typed`` says which were a number, a bool, a date or an error in the file.

    A text file is one sheet without a name. Rows and columns count from 0.
    """

    name: str
    visible: bool
    rows: list[list[str]]
    typed: dict[tuple[int, int], str]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()


@dataclass(frozen=True)
class Opened:
    """A file's sheets, what its document properties say, and what kind of file it is (``workbook`` or ``text``)."""

    sheets: list[Sheet]
    form: str = WORKBOOK
    properties: Mapping[str, str] = field(default_factory=dict)


def open_file(path: Path, name: str | None = None) -> Opened:
    """Return what a workbook or a text of separated values holds.

    Args:
        name: what the sender calls the file (its ending must not contradict its content).

    Raises:
        Refused: it is neither, it is dangerous, or reading it took too much memory or time.
    """
    form = form_of(path, name or path.name)
    if form == WORKBOOK:
        check_container(path)
    found = _read(path, form)
    properties = {str(key): str(value) for key, value in found.get("properties", {}).items()}
    return Opened([_sheet(raw) for raw in found["sheets"]], form, properties)


def _read(path: Path, form: str) -> dict[str, Any]:
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_CHILD), str(path.resolve()), form],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as fault:
        raise Refused("读这份文件用时过长，已停止。请用导出的原文件再报，或分乡镇导出") from fault
    if done.returncode != 0:
        too_big = done.returncode in {9, -9, -24} or b"memory" in done.stderr.lower()
        if too_big:
            raise Refused("读这份文件要用的内存或时间过多，已停止。请删去表外的空行空列、另存后再报")
        raise Refused(
            "文本读不出来，可能已损坏。请重新导出后再报"
            if form == TEXT
            else "工作簿读不出来，可能已损坏。请用 Excel 或 WPS 打开后另存为 .xlsx 再报"
        )
    found: dict[str, Any] = json.loads(done.stdout)
    if "refused" in found:
        raise Refused(str(found["refused"]))
    return found


def _sheet(raw: dict[str, Any]) -> Sheet:
    kinds = {(row, column): kind for row, column, kind in raw["typed"]}
    ranges = tuple((area[0], area[1], area[2], area[3]) for area in raw["merged"])
    return Sheet(
        str(raw["name"]),
        bool(raw["visible"]),
        raw["rows"],
        kinds,
        ranges,
        tuple(raw.get("hidden_rows", ())),
        tuple(raw.get("hidden_columns", ())),
    )
