"""One way of reading and checking a workbook, alone in a process: ``python -m benchmarks.reader WAY TABLE FILE``.

``shouwang`` holds it to every rule; ``openpyxl`` and ``pandas`` (which reads by openpyxl) to a handful of the same:
what must be filled, what must be one of a list, what must come once. Prints JSON.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from shouwang.intake import form_for
from shouwang.intake.layout import plain

COUNTY = "420281"
Rules = tuple[list[str], dict[str, frozenset[str]], list[str]]


def shouwang(table: str, path: Path) -> tuple[int, int]:
    """Return rows and faults."""
    from shouwang.intake import check

    found = check(path, county=COUNTY, table=table)
    return found.rows_in, found.faults.height


def few_rules(table: str) -> Rules:
    """Return the plain headers that must be filled, those with lists and what may stand there, and the keys."""
    if table == "alleviated":
        lists = {"户类型": frozenset({"脱贫户", "一般农户"}), "是否危房户": frozenset({"是", "否", ""})}
        return ["户编号", "人编号", "姓名", "证件号码"], lists, ["人编号"]
    form = form_for(table)
    lists = {plain(one.header): frozenset((*one.labels, "")) for one in form.fields if one.labels}
    keys = [plain(one.header) for one in form.fields if one.name in form.table.key]
    return [plain(one.header) for one in form.fields if one.required], lists, keys


def openpyxl(table: str, path: Path) -> tuple[int, int]:
    import openpyxl as library

    must, lists, keys = few_rules(table)
    sheet = library.load_workbook(path, read_only=True).worksheets[0]
    sheet.reset_dimensions()
    lines: Iterable[tuple[object, ...]] = sheet.iter_rows(values_only=True)
    places: dict[str, int] = {}
    rows = faults = 0
    seen: set[tuple[object, ...]] = set()
    for line in lines:
        if not places:
            names = [plain(str(cell or "")) for cell in line]
            if set(must) <= set(names):
                places = {name: place for place, name in enumerate(names) if name}
            continue
        rows += 1
        cells = ["" if cell is None else str(cell) for cell in line]
        cells += [""] * (len(places) + 1 - len(cells))
        faults += sum(not cells[places[name]].strip() for name in must)
        faults += sum(cells[places[name]] not in allowed for name, allowed in lists.items() if name in places)
        key = tuple(cells[places[name]] for name in keys)
        faults += key in seen
        seen.add(key)
    return rows, faults


def pandas(table: str, path: Path) -> tuple[int, int]:
    import pandas as library

    must, lists, keys = few_rules(table)
    skipped = 2 if table == "alleviated" else 1
    frame = library.read_excel(path, dtype=str, header=skipped, engine="openpyxl", keep_default_na=False)
    frame.columns = [plain(str(name)) for name in frame.columns]
    faults = int((frame[must].apply(lambda column: column.str.strip()) == "").sum().sum())
    faults += sum(int((~frame[name].isin(allowed)).sum()) for name, allowed in lists.items() if name in frame)
    return len(frame), faults + int(frame.duplicated(keys).sum())


WAYS: dict[str, Callable[[str, Path], tuple[int, int]]] = {
    "shouwang": shouwang,
    "openpyxl": openpyxl,
    "pandas": pandas,
}

if __name__ == "__main__":
    way, asked, file = sys.argv[1:]
    counted, wrong = WAYS[way](asked, Path(file))
    own, child = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    about = {
        "rows": counted,
        "faults": wrong,
        "peak": own.ru_maxrss / 1024,
        "child_peak": child.ru_maxrss / 1024,
        "processor": own.ru_utime + own.ru_stime + child.ru_utime + child.ru_stime,
    }
    print(json.dumps(about))
