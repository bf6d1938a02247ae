"""A file goes back to its sender: the same workbook, its faulty cells coloured and commented, all faults on a first sheet.

The file is a stranger's. It is read by the reader of ``intake`` and changed by a child process with limits
(``returned_child``), never here. A small workbook keeps its formats, lists to choose from and hidden sheets; a large one,
a text, and one that the child cannot manage, is written anew from the cells as they were read. Either way the identity of
a template stays in it, so that the corrected file can be sent again as it is.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import polars as pl

from shouwang.errors import MachineError
from shouwang.i18n import t
from shouwang.intake import Checked
from shouwang.intake.kinds import KINDS, aliases
from shouwang.intake.layout import plain
from shouwang.intake.precheck import WORKBOOK, Refused
from shouwang.intake.reader import Opened, Sheet, open_file
from shouwang.intake.templates import HELP_SHEET, ID_SHEET, LISTS_SHEET

SMALL_CELLS, SMALL_XML, SMALL_MARKS = 150_000, 12 * 1024 * 1024, 4_000  # beyond: written anew
LISTED, COMMENTED = 60_000, 30_000  # Excel takes 65,530 links a sheet, and grows slow with comments
SECONDS = 150  # by the clock, for a busy machine; the child itself has 50 of the processor
_CHILD = Path(__file__).with_name("returned_child.py")
_SEARCHED = 40
_HIDDEN = frozenset({LISTS_SHEET, ID_SHEET})
_ORDER = ("reject_file", "reject_row", "warning")
_WORDS = ("sheet", "town", "row", "column", "level", "message", "go", "go_there", "author", *_ORDER)


@dataclass(frozen=True)
class _Place:
    """Where the table stands: its sheet, header row (from 1), and columns (from 0) by plain header."""

    sheet: Sheet
    header_row: int
    columns: Mapping[str, int]

    def column(self, header: str | None) -> int:
        """Return the column of a fault; one of the whole row stands at its beginning."""
        return self.columns.get(plain(header), 0) if header else 0

    def towns(self) -> dict[int, str]:
        """Return row -> township as it is written there."""
        named = {
            "乡镇",
            *(text for kind in KINDS for text, to in aliases()[kind].items() if to.column == "town"),
        }
        place = next((at for text, at in self.columns.items() if text in named), None)
        if place is None:
            return {}
        return dict(self.sheet.cells.select("row", f"t{place}").iter_rows())


def returned_workbook(original: bytes, faults: pl.DataFrame, *, name: str, sheet: str | None = None) -> bytes:
    """Return the workbook that goes back to the sender.

    Args:
        original: the file as it came, of any kind (one that cannot be read gives the list of faults alone).
        faults: as ``Checked.faults`` has them: level, row, column, message, is_exempt. Exempt ones are left out.
        name: what the sender calls the file.
        sheet: the sheet that the faults are of, where that is known.

    Raises:
        MachineError: the workbook could not be written (no room, or no memory).
    """
    told = faults.filter(~pl.col("is_exempt")) if "is_exempt" in faults.columns else faults
    with tempfile.TemporaryDirectory(prefix="shouwang-returned-") as folder:
        home = Path(folder)
        path = home / "original"
        path.write_bytes(original)
        try:
            opened = open_file(path, name)
        except Refused:
            opened = Opened([])
        place = _find(opened, told, sheet)
        job = _job(told, place, name)
        if place is not None and _is_small(opened, path, len(job["marks"])):
            made = _run(home, {**job, "mode": "mark"})
            if made is not None:
                return made
        made = _run(home, {**job, "mode": "write", **_sheets(home, opened)})
    if made is None:
        raise MachineError("退回件没有写成(内存或磁盘不够)。问题清单可以另外下载。")
    return made


def faults_json(checked: Checked) -> dict[str, object]:
    """Return a checked file and its faults as plain values, the same as ``shouwang check --json``."""
    return {
        "file": checked.file,
        "table": checked.kind.id if checked.kind else None,
        "month": checked.month_text,
        "area": checked.area,
        "accepted": checked.is_accepted,
        "held": checked.is_held,
        "rows_in": checked.rows_in,
        "rows_taken": checked.rows_taken,
        "rows_refused": checked.rows_refused,
        "exempt": int(checked.faults["is_exempt"].sum()),
        "columns": dict(checked.headers),
        "unknown_columns": list(checked.unknown_columns),
        "problems": [asdict(problem) for problem in checked.problems],
    }


# -- where the faults stand ----------------------------------------------------------------------------------------


def _find(opened: Opened, faults: pl.DataFrame, sheet: str | None) -> _Place | None:
    """Return the sheet and header row that the faults speak of: the row with most of their headers in it."""
    headers = {plain(text) for text in faults["column"].drop_nulls().unique()}
    ours = {HELP_SHEET, LISTS_SHEET, ID_SHEET, t("returned.sheet")}
    sheets = [one for one in opened.sheets if one.name not in ours and not one.cells.is_empty()]
    named = [one for one in sheets if one.name == sheet] or sheets
    best: tuple[int, int, int] = (-1, 0, 0)
    found: _Place | None = None
    for one in named:
        for number, line in enumerate(one.lines(_SEARCHED), 1):
            texts = [plain(cell) for cell in line]
            score = (len(headers & set(texts)), one.cells.height, -number)
            if score > best:
                best = score
                columns = {text: at for at, text in reversed(list(enumerate(texts))) if text}
                found = _Place(one, number, columns)
    return found


def _is_small(opened: Opened, path: Path, marks: int) -> bool:
    """Say whether the workbook can be changed in place: whole in memory, in seconds."""
    if opened.form != WORKBOOK or marks > SMALL_MARKS:
        return False
    if sum(one.cells.height * one.width for one in opened.sheets) > SMALL_CELLS:
        return False
    with zipfile.ZipFile(path) as archive:  # sizes were counted by the pre-check
        return sum(part.file_size for part in archive.infolist()) <= SMALL_XML


# -- what is to be done --------------------------------------------------------------------------------------------


def _job(faults: pl.DataFrame, place: _Place | None, name: str) -> dict[str, Any]:
    towns = place.towns() if place else {}
    rows = list(faults.select("level", "row", "column", "message").iter_rows())
    rows.sort(key=lambda one: (one[1] is not None, towns.get(one[1], ""), one[1] or 0, _ORDER.index(one[0])))
    listed = [
        {
            "town": towns.get(row, ""),
            "row": row,
            "column": column or "",
            "at": [row, place.column(column)] if place and row else None,
            "level": level,
            "message": message,
        }
        for level, row, column, message in rows[:LISTED]
    ]
    levels = [one[0] for one in rows]
    notes = [t("returned.title", name=name)]
    if "reject_file" in levels:
        notes.append(t("returned.file_refused"))
    refused = len(levels) - levels.count("warning")
    notes.append(t("returned.counts", refused=f"{refused:,}", warnings=f"{levels.count('warning'):,}"))
    if len(rows) > LISTED:
        notes.append(t("returned.cut", shown=f"{LISTED:,}", more=f"{len(rows) - LISTED:,}"))
    return {
        "sheet": place.sheet.name or "Sheet1" if place else None,
        "header_row": place.header_row if place else 0,
        "marks": _marks(rows, place),
        "list": listed,
        "notes": notes,
        "words": {word: t(f"returned.{word}") for word in _WORDS},
    }


def _marks(rows: list[tuple[str, int | None, str | None, str]], place: _Place | None) -> list[list[Any]]:
    """Return [row, column, level, comment] of every faulty cell, in the order of rows; several faults share a cell."""
    if place is None:
        return []
    there = sorted(
        (row, place.column(column), _ORDER.index(level), message)
        for level, row, column, message in rows
        if row is not None
    )
    marks = []
    for (row, column), group in groupby(there, key=lambda one: one[:2]):
        faults = list(group)
        sentences = [f"【{t(f'returned.{_ORDER[level]}')}】{message}" for _, _, level, message in faults]
        marks.append([row, column, _ORDER[faults[0][2]], "\n".join(sentences[:8])])
    return marks


def _sheets(home: Path, opened: Opened) -> dict[str, Any]:
    """Lay the cells of every sheet beside the original, for the child that writes them anew."""
    told = []
    taken = {t("returned.sheet")}
    for number, one in enumerate(opened.sheets):
        if one.name in taken:
            continue
        one.cells.write_ipc(home / f"{number}.arrow")
        state = "veryHidden" if one.name == ID_SHEET else "visible" if one.visible else "hidden"
        told.append(
            {"name": one.name or "Sheet1", "file": f"{number}.arrow", "width": one.width, "state": state}
        )
    return {"sheets": told, "properties": dict(opened.properties)}


def _run(home: Path, job: Mapping[str, Any]) -> bytes | None:
    """Return what the child made, None where it could not."""
    (home / "job.json").write_text(json.dumps(job, ensure_ascii=False), "utf-8")
    target = home / "returned.xlsx"
    target.unlink(missing_ok=True)
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_CHILD), str(home)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env={"TMPDIR": str(home), "POLARS_MAX_THREADS": "1"},
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return target.read_bytes() if done.returncode == 0 and target.exists() else None
