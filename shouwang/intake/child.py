"""The reader, alone in a process with limits: workbook in, JSON out. Run by path; imports nothing of ours.

    {"sheets": [{"name": "Sheet1", "visible": true, "rows": [["序号", …], …],
                 "typed": [[row, column, "number" | "bool" | "date"], …], "merged": [[r0, c0, r1, c1], …]}]}

Rows count from the sheet's first row, every cell is text; ``typed`` names those that were not text in the file.
"""

import json
import resource
import sys
from collections.abc import Sequence

MEMORY = 700 * 1024 * 1024
SECONDS = 45
MAX_CELLS = 4_000_000


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read(path: str) -> dict[str, object]:
    import python_calamine as calamine

    workbook = calamine.CalamineWorkbook.from_path(path)
    sheets = []
    for about in workbook.sheets_metadata:
        sheet = workbook.get_sheet_by_name(about.name)
        if sheet.total_height * sheet.total_width > MAX_CELLS:
            raise MemoryError
        rows, typed = plain(sheet.to_python(skip_empty_area=False))
        merged = [[*first, *last] for first, last in (sheet.merged_cell_ranges or [])]
        visible = about.visible == calamine.SheetVisibleEnum.Visible
        sheets.append(
            {"name": about.name, "visible": visible, "rows": rows, "typed": typed, "merged": merged}
        )
    return {"sheets": sheets}


def plain(cells: Sequence[Sequence[object]]) -> tuple[list[list[str]], list[list[object]]]:
    rows: list[list[str]] = []
    typed: list[list[object]] = []
    for number, line in enumerate(cells):
        row = []
        for column, cell in enumerate(line):
            text, kind = as_text(cell)
            row.append(text)
            if kind:
                typed.append([number, column, kind])
        while row and not row[-1]:
            row.pop()
        rows.append(row)
    while rows and not rows[-1]:
        rows.pop()
    return rows, typed


def as_text(cell: object) -> tuple[str, str]:
    if cell is None or isinstance(cell, str):
        return cell or "", ""
    if isinstance(cell, bool):
        return str(cell).upper(), "bool"
    if isinstance(cell, float):
        return (str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)), "number"
    if isinstance(cell, int):
        return str(cell), "number"
    return (cell.isoformat() if hasattr(cell, "isoformat") else str(cell)), "date"


if __name__ == "__main__":
    limit()
    try:
        answer = json.dumps(read(sys.argv[1]), ensure_ascii=False)
    except MemoryError:
        sys.exit(9)
    sys.stdout.buffer.write(answer.encode("utf-8", "replace"))
