"""A file's cells, read by a child process that cannot take this one down."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa

from shouwang.intake.precheck import TEXT, WORKBOOK, Refused, check_container, form_of

SECONDS = 300  # by the clock; what the child may use of the processor is its own limit
_CHILD = Path(__file__).with_name("child.py")
# What a cell was in the file; 0 is text. ``FORMULA`` is added where the value is that of a formula.
NUMBER, BOOL, DATE, ERROR, EXTERNAL, UNCALCULATED = 1, 2, 3, 4, 5, 6
FORMULA = 16


@dataclass(frozen=True)
class Sheet:
    """One sheet: every cell as text. A text file is one sheet without a name.

    ``cells``: ``row`` (as Excel shows it, from 1; rows that hold nothing are left out), then ``t0``, ``t1``, … (String,
    "" where empty) and ``k0``, ``k1``, … (UInt8, what the cell was in the file). Columns count from 0; rows of ``merged``,
    ``hidden_rows`` too.
    """

    name: str
    visible: bool
    cells: pl.DataFrame
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()

    @property
    def width(self) -> int:
        return self.cells.width // 2

    def lines(self, count: int) -> list[list[str]]:
        """Return the cells of the first ``count`` rows of the sheet, each without its empty end."""
        found: list[list[str]] = [[] for _ in range(count)]
        texts = [f"t{n}" for n in range(self.width)]
        for row, *cells in self.cells.filter(pl.col("row") <= count).select("row", *texts).iter_rows():
            while cells and not cells[-1]:
                cells.pop()
            found[row - 1] = cells
        return found

    @classmethod
    def of(cls, name: str, rows: Sequence[Sequence[str]]) -> Sheet:
        """Return a sheet of text cells."""
        width = max(map(len, rows), default=0)
        texts = {f"t{n}": [row[n] if n < len(row) else "" for row in rows] for n in range(width)}
        frame = pl.DataFrame(texts, schema=dict.fromkeys(texts, pl.String))
        kinds = [pl.lit(0, pl.UInt8).alias(f"k{n}") for n in range(width)]
        return cls(name, True, _whole([_filled(1, frame.with_columns(kinds))]))


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
    child = subprocess.Popen(
        [sys.executable, "-I", str(_CHILD), str(path.resolve()), form],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"ARROW_DEFAULT_MEMORY_POOL": "system", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
    )
    clock = threading.Timer(SECONDS, child.kill)
    clock.start()
    try:
        return _received(child, form)
    finally:
        clock.cancel()
        child.kill()
        child.communicate()


def _received(child: subprocess.Popen[bytes], form: str) -> Opened:
    assert child.stdout is not None
    sheets: list[Sheet] = []
    properties: dict[str, str] = {}
    name, visible, batches = "", True, list[pl.DataFrame]()
    while True:
        about = _line(child, form)
        if "sheet" in about:
            name, visible, batches = str(about["sheet"]), bool(about["visible"]), []
        elif "row" in about:
            batches.append(_batch(child.stdout, about))
        elif "merged" in about:
            hidden = tuple(about["hidden_rows"]), tuple(about["hidden_columns"])
            merged = tuple((top, left, bottom, right) for top, left, bottom, right in about["merged"])
            sheets.append(Sheet(name, visible, _whole(batches), merged, *hidden))
        elif "properties" in about:
            properties = {str(key): str(value) for key, value in about["properties"].items()}
        elif "end" in about:
            return Opened(sheets, form, properties)


def _line(child: subprocess.Popen[bytes], form: str) -> dict[str, Any]:
    """Return the next line that the child says.

    Raises:
        Refused: it says that the file cannot be read, or says no more.
    """
    assert child.stdout is not None
    line = child.stdout.readline()
    if line.endswith(b"\n"):
        about: dict[str, Any] = json.loads(line)
        if "refused" in about:
            raise Refused(str(about["refused"]))
        return about
    _, said = child.communicate()
    if child.returncode in {9, -9, -24} or b"memory" in said.lower():
        raise Refused("读这份文件要用的内存或时间过多，已停止。请删去表外的空行空列、另存后再报")
    raise Refused(
        "文本读不出来，可能已损坏。请重新导出后再报"
        if form == TEXT
        else "工作簿读不出来，可能已损坏。请用 Excel 或 WPS 打开后另存为 .xlsx 再报"
    )


def _batch(stream: Any, about: Mapping[str, Any]) -> pl.DataFrame:
    """Return the next stretch of rows: those that hold anything, numbered."""
    with pa.ipc.open_stream(stream) as reader:
        frame = pl.DataFrame(pl.from_arrow(reader.read_all()))
    if frame.height != about["height"] or frame.width != 2 * about["width"]:
        raise Refused("行数两次数得不一样，可能有行读不出来。请用 Excel 或 WPS 打开后另存为 .xlsx 再报")
    return _filled(int(about["row"]), frame)


def _filled(first: int, frame: pl.DataFrame) -> pl.DataFrame:
    texts = [name for name in frame.columns if name.startswith("t")]
    numbered = frame.with_columns(row=pl.int_range(first, first + frame.height, dtype=pl.Int64))
    return numbered.filter(pl.any_horizontal([pl.col(name) != "" for name in texts] or [pl.lit(value=False)]))


def _whole(batches: list[pl.DataFrame]) -> pl.DataFrame:
    """Return the stretches as one frame, as wide as the widest."""
    width = max((frame.width // 2 for frame in batches), default=0)
    if not width:
        return pl.DataFrame(schema={"row": pl.Int64})
    whole = pl.concat(batches, how="diagonal", rechunk=False)
    return whole.select(
        "row",
        *(pl.col(f"t{n}").fill_null("") for n in range(width)),
        *(pl.col(f"k{n}").fill_null(0) for n in range(width)),
    )
