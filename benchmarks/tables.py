"""A table of figures, as Markdown."""

from __future__ import annotations

import platform
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Table:
    title: str
    columns: list[str]
    rows: list[list[str]] = field(default_factory=list)
    remark: str = ""

    def add(self, *cells: object) -> None:
        self.rows.append([_text(cell) for cell in cells])


def _text(cell: object) -> str:
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell >= 100 else f"{cell:.1f}"
    return str(cell)


def markdown(table: Table) -> str:
    lines = [
        "| " + " | ".join(row) + " |" for row in (table.columns, ["---"] * len(table.columns), *table.rows)
    ]
    remark = [f"\n{table.remark}"] if table.remark else []
    return "\n".join([f"## {table.title}\n", *lines, *remark, ""])


def cpu() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text()
        return next(
            line.split(":", 1)[1].strip() for line in text.splitlines() if line.startswith("model name")
        )
    except (OSError, StopIteration):
        return platform.machine()
