"""The reader, alone in a process with limits: one file in, JSON out. Run by path; imports nothing of ours.

    child.py FILE workbook|text

    {"sheets": [{"name": "Sheet1", "visible": true, "rows": [["序号", …], …],
                 "typed": [[row, column, "number" | "bool" | "date" | "error"], …], "merged": [[r0, c0, r1, c1], …],
                 "hidden_rows": [4, …], "hidden_columns": [2, …]}],
     "properties": {"name": "text", …}}          or   {"refused": "why, and what to do"}

Rows count from the sheet's first row, every cell is text; ``typed`` names those that were not text in the file. The sheet's
XML is looked through a second time by other means, for what the parser keeps silent about: cells in error, hidden rows and
columns, and the last row that holds anything, which must be the parser's.
"""

import csv
import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator, Sequence
from html import unescape

MEMORY = 700 * 1024 * 1024
SECONDS = 45
MAX_CELLS = 4_000_000
MAX_FIELD = 32_767  # what a cell of Excel can hold
MAX_COLUMNS = 16_384
MAX_BREAKS = 20  # line breaks in one cell: more is a quotation mark that was never closed
SEARCHED_LINES = 20


class Refused(Exception):  # noqa: N818 — not an error of ours: the reason why a file is sent back
    pass


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


# -- a workbook ----------------------------------------------------------------------------------------------------


def read(path: str) -> dict[str, object]:
    import python_calamine as calamine

    # by its content: from_path goes by the ending, which may be wrong
    with open(path, "rb") as stream:
        workbook = calamine.CalamineWorkbook.from_filelike(stream)
    with zipfile.ZipFile(path) as archive:
        parts, properties = sheet_parts(archive), custom_properties(archive)
        sheets = []
        for about in workbook.sheets_metadata:
            if about.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(about.name)
            if sheet.total_height * sheet.total_width > MAX_CELLS:
                raise MemoryError
            cells = sheet.to_python(skip_empty_area=False)
            rows, typed = plain(cells)
            facts = look_through(archive, parts[about.name]) if about.name in parts else Facts()
            if facts.last_row > len(cells):
                raise Refused(
                    "行数两次数得不一样，可能有行读不出来。请用 Excel 或 WPS 打开后另存为 .xlsx 再报"
                )
            for row, column, text in facts.errors:
                put(rows, row, column, text)
                typed.append([row, column, "error"])
            merged = [[*first, *last] for first, last in (sheet.merged_cell_ranges or [])]
            sheets.append(
                {
                    "name": about.name,
                    "visible": about.visible == calamine.SheetVisibleEnum.Visible,
                    "rows": rows,
                    "typed": typed,
                    "merged": merged,
                    "hidden_rows": [row for row in facts.hidden_rows if row < len(rows) and any(rows[row])],
                    "hidden_columns": facts.hidden_columns,
                }
            )
    return {"sheets": sheets, "properties": properties}


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
        # 15 places are what Excel keeps and shows: 0.1 + 0.2 is 0.3
        return (str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.15g}"), "number"
    if isinstance(cell, int):
        return str(cell), "number"
    return (cell.isoformat() if hasattr(cell, "isoformat") else str(cell)), "date"


def put(rows: list[list[str]], row: int, column: int, text: str) -> None:
    if column >= MAX_COLUMNS or row * (column + 1) > MAX_CELLS:
        raise MemoryError
    while len(rows) <= row:
        rows.append([])
    rows[row].extend([""] * (column + 1 - len(rows[row])))
    rows[row][column] = text


# -- the same workbook by other means ------------------------------------------------------------------------------

_ATTRIBUTE = re.compile(rb'([\w:]+)\s*=\s*(?:"([^"]*)"|\'([^\']*)\')')
_TAG_OF_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_TAG_OF_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
_COLUMNS = re.compile(rb"<(?:\w+:)?col\b[^>]*>")
_FILLED = re.compile(rb"<(?:\w+:)?[vt](?:\s[^>]*)?>[^<]")
_ERROR = re.compile(rb"<(?:\w+:)?c\b([^>]*\bt=[\"']e[\"'][^>]*)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)<")
_PROPERTY = re.compile(rb"<property\b([^>]*)>\s*<vt:lpwstr>([^<]*)</vt:lpwstr>")
_WINDOW = 1 << 20


class Facts:
    """What a sheet's XML says beside its values (rows and columns from 0; ``last_row`` counts from 1)."""

    def __init__(self) -> None:
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[int] = []
        self.errors: list[tuple[int, int, str]] = []
        self.last_row = 0


def attributes(tag: bytes) -> dict[str, str]:
    return {
        name.decode(): unescape((double or single).decode("utf-8", "replace"))
        for name, double, single in _ATTRIBUTE.findall(tag)
    }


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return sheet name -> its part in the archive, as far as the usual place tells."""
    try:
        relations = {
            found["Id"]: found["Target"]
            for tag in _TAG_OF_RELATION.findall(archive.read("xl/_rels/workbook.xml.rels"))
            if {"Id", "Target"} <= (found := attributes(tag)).keys()
        }
        sheets = [attributes(tag) for tag in _TAG_OF_SHEET.findall(archive.read("xl/workbook.xml"))]
    except KeyError:
        return {}
    found_parts = {}
    for sheet in sheets:
        relation = next((value for name, value in sheet.items() if name.endswith(":id")), "")
        target = relations.get(relation, "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in archive.namelist():
            found_parts[sheet.get("name", "")] = part
    return found_parts


def custom_properties(archive: zipfile.ZipFile) -> dict[str, str]:
    try:
        text = archive.read("docProps/custom.xml")
    except KeyError:
        return {}
    return {
        attributes(head).get("name", ""): unescape(value.decode("utf-8", "replace"))
        for head, value in _PROPERTY.findall(text)
    }


def look_through(archive: zipfile.ZipFile, part: str) -> Facts:
    facts, number = Facts(), 0
    for tag, content in row_pieces(archive, part):
        if tag is None:
            for column in _COLUMNS.findall(content):
                about = attributes(column)
                if about.get("hidden") in {"1", "true"}:
                    first, last = int(about.get("min", 1)), int(about.get("max", 1))
                    facts.hidden_columns.extend(range(first - 1, min(last, first + 255)))
            continue
        about = attributes(tag)
        number = int(about["r"]) if about.get("r", "").isdigit() else number + 1
        if about.get("hidden") in {"1", "true"}:
            facts.hidden_rows.append(number - 1)
        if _FILLED.search(content):
            facts.last_row = max(facts.last_row, number)
        if b't="e"' in content or b"t='e'" in content:
            facts.errors.extend(errors(content, number - 1))
    return facts


def errors(content: bytes, row: int) -> Iterator[tuple[int, int, str]]:
    for head, inside in _ERROR.findall(content):
        letters = re.match(r"[A-Z]{1,3}", attributes(head).get("r", ""))
        value = _VALUE.search(inside)
        if letters:
            column = 0
            for letter in letters[0]:
                column = column * 26 + ord(letter) - 64
            yield row, column - 1, value[1].decode("utf-8", "replace") if value else "#?"


def row_pieces(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[bytes | None, bytes]]:
    """Yield (row tag, what follows it up to the next row); first (None, what stands above the rows)."""
    tag: bytes | None = None
    rest = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_WINDOW):
            text, start = rest + chunk, 0
            for found in _ROW.finditer(text):
                yield tag, text[start : found.start()]
                tag, start = found[0], found.end()
            rest = text[start:]
            if len(rest) > 64 * _WINDOW:
                raise MemoryError
    yield tag, rest


# -- a text --------------------------------------------------------------------------------------------------------

_UTF8_WORD = re.compile(rb"(?:[\xe4-\xe9][\x80-\xbf]{2}){2}")
_FORMULA_TEXT = re.compile(r'="([^"]*)"')


def read_text(path: str) -> dict[str, object]:
    with open(path, "rb") as stream:
        text, encoding = decoded(stream.read())
    separator = separator_of(text)
    csv.field_size_limit(MAX_FIELD)
    rows: list[list[str]] = []
    cells = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            check_row(row, len(rows) + 1)
            cells += len(row)
            if cells > MAX_CELLS:
                raise MemoryError
            rows.append([unwrapped(cell) for cell in row])
    except csv.Error as fault:
        where = f"第{len(rows) + 1}行起"
        if "limit" in str(fault):
            raise Refused(f"{where}有一格超过{MAX_FIELD}字，多半是引号没有成对。请核对后再报") from fault
        raise Refused(f"{where}的引号不成对。请核对后再报，或用 Excel 另存为 .xlsx") from fault
    while rows and not any(rows[-1]):
        rows.pop()
    sheet = {"name": "", "visible": True, "rows": rows, "typed": [], "merged": []}
    return {"sheets": [sheet], "encoding": encoding, "separator": separator}


def check_row(row: list[str], number: int) -> None:
    if len(row) > MAX_COLUMNS:
        raise Refused(f"第{number}行有{len(row)}格，不像是表。请核对分隔符和换行后再报")
    if any(cell.count("\n") > MAX_BREAKS for cell in row):
        raise Refused(f"第{number}行起有一格跨了很多行，多半是引号没有成对。请核对后再报")


def unwrapped(cell: str) -> str:
    """Return the number of ``="4202…"``, which keeps Excel from making a float of it."""
    found = _FORMULA_TEXT.fullmatch(cell)
    return found[1] if found else cell


def decoded(content: bytes) -> tuple[str, str]:
    """Return the text and its encoding: UTF-8, else GB18030, each to the letter; UTF-16 where it says so."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return sound(content.decode("utf-16")), "utf-16"
        except UnicodeDecodeError as fault:
            raise Refused("文件不完整(末尾缺字)。请重新导出后再报") from fault
    if b"\x00" in content:
        raise Refused("文件里有空字符，不是文本表格，或已损坏。请重新导出后再报")
    try:
        return sound(content.decode("utf-8-sig")), "utf-8"
    except UnicodeDecodeError as fault:
        if fault.start >= len(content) - 3 and fault.reason == "unexpected end of data":
            raise Refused("文件末尾只有半个汉字，上传或导出没有完成。请重新导出后再报") from fault
    check_one_encoding(content)
    try:
        return sound(content.decode("gb18030")), "gb18030"
    except UnicodeDecodeError as fault:
        if fault.start >= len(content) - 3:
            raise Refused("文件末尾只有半个汉字，上传或导出没有完成。请重新导出后再报") from fault
        line = content.count(b"\n", 0, fault.start) + 1
        raise Refused(
            f"第{line}行的编码既不是 UTF-8 也不是 GB18030，没有猜。请用 Excel 另存为 .xlsx 再报"
        ) from fault


def check_one_encoding(content: bytes) -> None:
    """A line that is whole UTF-8 with Chinese words in a file that is not: two encodings in one file."""
    for number, line in enumerate(content.split(b"\n"), 1):
        if _UTF8_WORD.search(line):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                continue
            raise Refused(
                f"第{number}行和别的行编码不同(UTF-8 与 GB18030 混在一起)，没有猜。请重新导出后再报"
            )


def sound(text: str) -> str:
    if "\ufffd" in text or "锟斤拷" in text:
        raise Refused("文字已经乱码(存的时候就丢了)。请从原来的表重新导出")
    return text


def separator_of(text: str) -> str:
    """Return the separator that the fullest of the first lines uses most, quoted stretches aside."""
    lines = [re.sub(r'"[^"]*"', "", line) for line in text[: 64 * 1024].splitlines()[:SEARCHED_LINES]]
    counts = {mark: max((line.count(mark) for line in lines), default=0) for mark in ",;\t"}
    best = max(counts, key=lambda mark: counts[mark])
    wide = max((line.count(mark) for line in lines for mark in "，；"), default=0)
    if wide > counts[best]:
        raise Refused("用的是全角逗号(，)分隔。请改用半角逗号，或用 Excel 另存为 .xlsx 再报")
    return best


if __name__ == "__main__":
    limit()
    try:
        try:
            found = read_text(sys.argv[1]) if sys.argv[2:] == ["text"] else read(sys.argv[1])
        except Refused as reason:
            found = {"refused": str(reason)}
        answer = json.dumps(found, ensure_ascii=False)
    except MemoryError:
        sys.exit(9)
    sys.stdout.buffer.write(answer.encode("utf-8", "replace"))
