"""A workbook's cells, read by a child process that cannot take this one down."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from shouwang.intake.precheck import Refused, check_container

SECONDS = 60
_CHILD = Path(__file__).with_name("child.py")


@dataclass(frozen=True)
class Sheet:
    """One sheet: every cell as text. ``typed`` says which were a number, a bool or a date in the file."""

    name: str
    visible: bool
    rows: list[list[str]]
    typed: dict[tuple[int, int], str]
    merged: tuple[tuple[int, int, int, int], ...] = ()


def read_workbook(path: Path) -> list[Sheet]:
    """Return the sheets of a workbook.

    Raises:
        Refused: it is not one, it is dangerous, or reading it took too much memory or time.
    """
    check_container(path)
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_CHILD), str(path.resolve())],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as fault:
        raise Refused("读这份文件用时过长,已停止。请用导出的原文件再报,或分乡镇导出") from fault
    if done.returncode != 0:
        too_big = done.returncode in {9, -9, -24} or b"memory" in done.stderr.lower()
        raise Refused(
            "读这份文件要用的内存或时间过多,已停止。请删去表外的空行空列、另存后再报"
            if too_big
            else "工作簿读不出来,可能已损坏。请用 Excel 或 WPS 打开后另存为 .xlsx 再报"
        )
    return [_sheet(raw) for raw in json.loads(done.stdout)["sheets"]]


def _sheet(raw: dict[str, object]) -> Sheet:
    rows, typed, merged = raw["rows"], raw["typed"], raw["merged"]
    assert isinstance(rows, list)
    assert isinstance(typed, list)
    assert isinstance(merged, list)
    kinds = {(row, column): kind for row, column, kind in typed}
    ranges = tuple((area[0], area[1], area[2], area[3]) for area in merged)
    return Sheet(str(raw["name"]), bool(raw["visible"]), rows, kinds, ranges)
