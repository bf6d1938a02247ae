"""The reader, alone in a process with limits: one file in, Arrow out. Run by path; imports nothing of ours.

    child.py FILE workbook|text

It writes lines of JSON, and behind those that say so one Arrow IPC stream (rows of one width):

    {"sheet": "Sheet1", "visible": true}                          a sheet begins
    {"row": 3, "height": 20000, "width": 40} + Arrow              its rows from this one on (rows count from 1)
    {"merged": [[r0, c0, r1, c1], …], "hidden_rows": [4, …], "hidden_columns": [2, …]}     it ends
    {"properties": {"name": "text", …}}                           of a workbook
    {"end": true}                                                 all was read
    {"refused": "why, and what to do"}                            it cannot be, whatever came before

Every cell is a text (columns ``t0``, ``t1``, …; empty: "") with a code of what it was in the file (``k0``, …: 0 text,
1 number, 2 bool, 3 date, 4 error, 5 a formula that asks another workbook or program, 6 a formula without a value; 16 more
where the value is a formula's). Only a stretch of rows is ever held as Python objects: a big sheet is cut between rows
into small ones, which the parser gets one after the other. The sheet's XML is looked through a second time by other
means, for what the parser keeps silent about: cells in error, hidden rows and columns, and the last row that holds
anything, which must be the parser's.
"""

import csv
import io
import json
import os
import re
import resource
import sys
import zipfile
from collections.abc import Iterator, Sequence
from html import unescape
from typing import IO, Any

MB = 1024 * 1024
MEMORY, MEMORY_FOR_BIG = 768 * MB, 1331 * MB
SECONDS, SECONDS_FOR_BIG = 30, 90
BIG = 20 * MB  # of a file
MAX_CELLS = 25_000_000
MAX_FIELD = 32_767  # what a cell of Excel can hold
MAX_COLUMNS = 16_384
MAX_BREAKS = 20  # line breaks in one cell: more is a quotation mark that was never closed
SEARCHED_LINES = 20
WHOLE = 8 * MB  # of a sheet's XML: a smaller one is parsed in one piece
PIECE = 16 * MB  # of XML that is parsed in one piece otherwise
PIECE_CELLS = 2_000_000  # that one piece may span
BATCH_CELLS = 500_000  # of a text that are sent at once
WINDOW, LONGEST = MB, 64 * MB  # read at once; held while looking for the end of a row
STRINGS = "xl/sharedStrings.xml"
TEXT, NUMBER, BOOL, DATE, ERROR, EXTERNAL, UNCALCULATED = range(7)
FORMULA = 16
MAX_ROWS = 1_048_576  # of a sheet of Excel
Marks = dict[tuple[int, int], tuple[int, str | None]]
TOO_FAR = (
    f"表外有孤零零的格，这张表要占{MAX_CELLS // 10_000}万格以上，没有读。请删去表外的空行空列、另存后再报"
)
UNEVEN = "行数两次数得不一样，可能有行读不出来。请用 Excel 或 WPS 打开后另存为 .xlsx 再报"
TWICE = "有行号或格号重复、颠倒，内容可能被改过。请用 Excel 或 WPS 打开后另存为 .xlsx 再报"
HAS_NUL = "文件里有空字符，不是文本表格，或已损坏。请重新导出后再报"
Rows = Sequence[Sequence[object]]


class Refused(Exception):  # noqa: N818 — not an error of ours: the reason why a file is sent back
    pass


class WithoutPandas:
    """Keeps pyarrow from loading pandas, were it there: that takes seconds, and nothing of it is used."""

    def find_spec(self, name: str, *_: object) -> None:
        if name == "pandas":
            raise ImportError(name)


def limit(path: str) -> None:
    is_big = os.path.getsize(path) > BIG
    memory, seconds = (MEMORY_FOR_BIG, SECONDS_FOR_BIG) if is_big else (MEMORY, SECONDS)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


# -- what goes out -------------------------------------------------------------------------------------------------


def say(**about: object) -> None:
    sys.stdout.buffer.write(json.dumps(about, ensure_ascii=True).encode() + b"\n")


def send(rows: Rows, first: int, left: int, marks: Marks) -> None:
    """Send rows of one length.

    Args:
        first: the number of the first row, from 1.
        left: how many columns stand before theirs.
        marks: (row from 1, column from 0) -> the kind of a cell that the parser does not tell, and its text if it has one.
    """
    import pyarrow as pa

    width = left + (len(rows[0]) if rows else 0)
    width = max([width, *(column + 1 for _, column in marks)])
    blank = [""] * len(rows)
    texts: list[Sequence[str]] = [blank] * left
    kinds = [bytearray(len(rows)) for _ in range(left)]
    for column in zip(*rows, strict=True):
        text, kind = as_texts(column)
        texts.append(text)
        kinds.append(kind)
    texts += [blank] * (width - len(texts))
    kinds += [bytearray(len(rows)) for _ in range(width - len(kinds))]
    changed: set[int] = set()
    for (row, place), (mark, said) in marks.items():
        if not 0 <= row - first < len(rows):
            raise Refused(UNEVEN)
        kinds[place][row - first] = mark + (kinds[place][row - first] if mark == FORMULA else 0)
        if said is not None:
            if place not in changed:
                texts[place], changed = list(texts[place]), changed | {place}
            texts[place][row - first] = said  # type: ignore[index]
    arrays: list[Any] = [pa.array(text, pa.string()) for text in texts]
    arrays += [
        pa.Array.from_buffers(pa.uint8(), len(kind), [None, pa.py_buffer(bytes(kind))]) for kind in kinds
    ]
    names = [f"t{n}" for n in range(width)] + [f"k{n}" for n in range(width)]
    batch = pa.record_batch(arrays, names=names)
    say(row=first, height=len(rows), width=width)
    out: Any = sys.stdout.buffer
    with pa.ipc.new_stream(out, batch.schema) as stream:
        stream.write_batch(batch)


def as_texts(cells: Sequence[object]) -> tuple[Sequence[str], bytearray]:
    if set(map(type, cells)) == {str}:
        return cells, bytearray(len(cells))  # type: ignore[return-value]
    pairs = [as_text(cell) for cell in cells]
    return [text for text, _ in pairs], bytearray(kind for _, kind in pairs)


def as_text(cell: object) -> tuple[str, int]:
    if cell is None or isinstance(cell, str):
        return cell or "", TEXT
    if isinstance(cell, bool):
        return str(cell).upper(), BOOL
    if isinstance(cell, float):
        # 15 places are what Excel keeps and shows: 0.1 + 0.2 is 0.3
        return (str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.15g}"), NUMBER
    if isinstance(cell, int):
        return str(cell), NUMBER
    return (cell.isoformat() if hasattr(cell, "isoformat") else str(cell)), DATE


# -- a workbook ----------------------------------------------------------------------------------------------------


def read_workbook(path: str) -> None:
    import python_calamine as calamine

    with open(path, "rb") as stream, zipfile.ZipFile(path) as archive:
        # by its content: from_path goes by the ending, which may be wrong
        workbook = calamine.CalamineWorkbook.from_filelike(stream)
        sheets = [
            about for about in workbook.sheets_metadata if about.typ == calamine.SheetTypeEnum.WorkSheet
        ]
        parts = sheet_parts(archive)
        for about in sheets:
            say(sheet=about.name, visible=about.visible == calamine.SheetVisibleEnum.Visible)
            facts = send_sheet(workbook, archive, about.name, parts.get(about.name))
            say(merged=facts.merged, hidden_rows=facts.hidden_rows, hidden_columns=facts.hidden_columns)
        say(properties=custom_properties(archive))


def send_sheet(workbook: Any, archive: zipfile.ZipFile, name: str, part: str | None) -> "Facts":
    """Send one sheet: whole where it is small, else piece by piece."""
    if part is None:
        send_parsed(workbook.get_sheet_by_name(name), Facts())
        return Facts()
    scan = Scan(archive, part)
    if archive.getinfo(part).file_size > WHOLE:
        if send_in_pieces(scan, name):
            return scan.facts
        scan = Scan(archive, part)
    for number, row in scan.rows():
        scan.facts.row(number, row)
    if scan.facts.spans > PIECE_CELLS:  # few cells far apart
        scan = Scan(archive, part)
        if not send_in_pieces(scan, name):
            raise Refused(TOO_FAR)
        return scan.facts
    send_parsed(workbook.get_sheet_by_name(name), scan.facts)
    return scan.facts


def send_parsed(sheet: Any, facts: "Facts") -> None:
    """Send what the parser finds, with the cells in error that it keeps silent about."""
    rows, (top, left) = sheet.to_python(), sheet.start or (0, 0)
    if facts.last_row > facts.sent_row and facts.last_row > top + len(rows):
        raise Refused(UNEVEN)
    facts.sent_row = facts.last_row
    if not rows and facts.marks:
        raise Refused(UNEVEN)
    if rows:
        send(rows, top + 1, left, facts.take_marks())


def send_in_pieces(scan: "Scan", name: str) -> bool:
    """Send a sheet as many small ones; return False where its rows are not numbered, so that it cannot be cut."""
    import python_calamine as calamine

    others = other_parts(scan.archive)
    size = max(PIECE, len(others.get(STRINGS, b"")))
    held: list[bytes] = []
    first = taken = 0
    is_begun = False

    def flush(end: bytes) -> None:
        xml = scan.head + b"".join(held) + end
        held.clear()
        with calamine.CalamineWorkbook.from_filelike(zipped(others, scan.part, xml)) as workbook:
            send_parsed(workbook.get_sheet_by_name(name), scan.facts)

    for number, row in scan.rows():
        if not scan.can_be_cut:
            if is_begun:
                raise Refused(TWICE)
            return False
        if held and (taken > size or (number - first) * max(scan.facts.width, 1) > PIECE_CELLS):
            flush(scan.end)
            is_begun, taken = True, 0
        before = scan.facts.last_row
        scan.facts.row(number, row)
        if not held or (before < first and scan.facts.last_row == number):
            first = number
        held.append(scan.mark + row)
        taken += len(row)
    flush(scan.tail)
    return True


def other_parts(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """Return what the parser needs beside a sheet: strings, styles, and the parts that lead to them."""
    wanted = re.compile(
        r"\[Content_Types\]\.xml|.*\.rels|xl/(workbook|styles|sharedStrings|metadata)[^/]*\.xml", re.I
    )
    return {name: archive.read(name) for name in archive.namelist() if wanted.fullmatch(name)}


def zipped(others: dict[str, bytes], part: str, xml: bytes) -> io.BytesIO:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in others.items():
            archive.writestr(name, content)
        archive.writestr(part, xml)
    target.seek(0)
    return target


# -- a sheet's XML, by other means ---------------------------------------------------------------------------------

_ATTRIBUTE = re.compile(rb'([\w:]+)\s*=\s*(?:"([^"]*)"|\'([^\']*)\')')
_TAG_OF_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_TAG_OF_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_DATA = re.compile(rb"<((?:\w+:)?)sheetData\b[^>]*>")
_COLUMNS = re.compile(rb"<(?:\w+:)?col\b[^>]*>")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*\bref=[\"']([A-Z]+)(\d+):([A-Z]+)(\d+)[\"']")
_NUMBER = re.compile(rb"\br\s*=\s*[\"'](\d{1,7})[\"']")
_FILLED = re.compile(rb"<(?:\w+:)?[vt](?:\s[^>]*)?>[^<]")
_PLACE = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br\s*=\s*[\"']([A-Z]{1,3})\d")
_ERROR = re.compile(rb"<(?:\w+:)?c\b([^>]*\bt=[\"']e[\"'][^>]*)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_PLACES = re.compile(rb"<(?:\w+:)?c r=\"([A-Z]+)")
_LETTERS = re.compile(rb"[A-Z]{1,3}")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*[^/>])>(.*?)</(?:\w+:)?c>", re.DOTALL)
_FORMULA = re.compile(rb"<(?:\w+:)?f\b([^>]*?)(?:/>|>([^<]*)<)")
_OUTSIDE = re.compile(rb"\[\d+\]|\.xl|WEBSERVICE|\bDDE|\||\w+://", re.IGNORECASE)
_HAS_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is)\b")
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)<")
# A writer may say the namespaces of the value at the value itself.
_PROPERTY = re.compile(rb"<(?:\w+:)?property\b([^>]*)>\s*<(?:\w+:)?lpwstr\b[^>]*>([^<]*)</(?:\w+:)?lpwstr>")


class Facts:
    """What a sheet's XML says beside its values; rows and columns from 0, but ``last_row`` and the rows of marks from 1."""

    def __init__(self) -> None:
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[int] = []
        self.merged: list[list[int]] = []
        self.marks: Marks = {}
        self.external: set[bytes] = set()  # shared formulas that ask another workbook
        self.first_row = self.last_row = self.width = 0  # of what holds anything
        self.sent_row = 0  # up to here the parser has been asked

    @property
    def spans(self) -> int:
        """How many cells lie between the first and the last that hold anything."""
        return (self.last_row - self.first_row + 1) * self.width

    def head(self, xml: bytes) -> None:
        for column in _COLUMNS.findall(xml):
            about = attributes(column)
            if about.get("hidden") in {"1", "true"}:
                first, last = int(about.get("min", 1)), int(about.get("max", 1))
                self.hidden_columns.extend(range(first - 1, min(last, first + 255)))

    def row(self, number: int, content: bytes) -> None:
        tag = content[: content.find(b">")]
        is_hidden = b"hidden" in tag and attributes(tag).get("hidden") in {"1", "true"}
        if not _FILLED.search(content):
            return
        if b"<f" in content or b":f" in content:
            self.marks.update({(number, column): (kind, None) for column, kind in self._formulas(content)})
        places = _PLACES.findall(content)
        if len(set(places)) != len(places):
            raise Refused(TWICE)
        if is_hidden:
            self.hidden_rows.append(number - 1)
        self.first_row, self.last_row = self.first_row or number, max(self.last_row, number)
        self.width = max(self.width, width_of(content))
        if self.spans > MAX_CELLS:
            raise Refused(TOO_FAR)
        if b't="e"' in content or b"t='e'" in content:
            self.marks.update({(number, column): (ERROR, text) for column, text in errors(content)})

    def _formulas(self, content: bytes) -> Iterator[tuple[int, int]]:
        """Yield (column, kind) of the cells of a row that hold formulas."""
        for head, inside in _CELL.findall(content):
            formula = _FORMULA.search(inside)
            place = _LETTERS.match(attributes(head).get("r", "").encode())
            if formula is None or place is None:
                continue
            shared, text = attributes(formula[1]).get("si", ""), formula[2] or b""
            if _OUTSIDE.search(text):
                self.external |= {shared.encode()} - {b""}
                yield column_of(place[0]), EXTERNAL
            elif shared.encode() in self.external:
                yield column_of(place[0]), EXTERNAL
            elif not _HAS_VALUE.search(inside):
                yield column_of(place[0]), UNCALCULATED
            else:
                yield column_of(place[0]), FORMULA

    def tail(self, xml: bytes) -> None:
        for left, top, right, bottom in _MERGED.findall(xml):
            self.merged.append([int(top) - 1, column_of(left), int(bottom) - 1, column_of(right)])

    def take_marks(self) -> Marks:
        taken, self.marks = self.marks, {}
        return taken


def width_of(content: bytes) -> int:
    """Return how many columns a row takes up to its last cell with a value (cells stand in order)."""
    end = max(content.rfind(b"<v>"), content.rfind(b"<is"), content.rfind(b"<v "))
    start = content.rfind(b"<c ", 0, end) if end >= 0 else -1
    found = _PLACE.match(content, start) if start >= 0 else None
    places = [found[1]] if found else _PLACE.findall(content)
    return max((column_of(place) + 1 for place in places), default=content.count(b"<"))


def column_of(letters: bytes) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return column - 1


def errors(content: bytes) -> Iterator[tuple[int, str]]:
    for head, inside in _ERROR.findall(content):
        letters = _LETTERS.match(attributes(head).get("r", "").encode())
        value = _VALUE.search(inside)
        if letters:
            yield column_of(letters[0]), value[1].decode("utf-8", "replace") if value else "#?"


class Scan:
    """A sheet's XML cut between its rows. ``head`` is all up to the first, ``tail`` all behind the last."""

    def __init__(self, archive: zipfile.ZipFile, part: str) -> None:
        self.archive, self.part, self.facts = archive, part, Facts()
        self.head = self.tail = self.prefix = b""
        self.can_be_cut = True  # every row has a number; no comments in between

    @property
    def mark(self) -> bytes:
        return b"<" + self.prefix + b"row"

    @property
    def close(self) -> bytes:
        return b"</" + self.prefix + b"sheetData>"

    @property
    def end(self) -> bytes:
        """What makes a sheet of the head and some rows."""
        return self.close + b"</" + self.prefix + b"worksheet>"

    def rows(self) -> Iterator[tuple[int, bytes]]:
        """Yield (row number, what follows ``mark`` up to the next row)."""
        number = 0
        with self.archive.open(self.part) as stream:
            text = self._after_head(stream)
            is_last = False
            while not is_last:
                body, text, is_last = self._whole_rows(text, stream)
                between, *rows = body.split(self.mark)
                if between.strip() or b"<!" in body:
                    self.can_be_cut = False
                for row in rows:
                    number = self._number(row, number)
                    yield number, row
            self.tail = text
        self.facts.tail(self.tail)

    def _after_head(self, stream: IO[bytes]) -> bytes:
        text = b""
        while chunk := stream.read(WINDOW):
            text += chunk
            if found := _DATA.search(text):
                self.prefix, self.head = found[1], text[: found.end()]
                self.facts.head(self.head)
                return text[found.end() :]
            if len(text) > LONGEST:
                raise MemoryError
        self.head = text
        return b""

    def _whole_rows(self, text: bytes, stream: IO[bytes]) -> tuple[bytes, bytes, bool]:
        """Return (rows that are there to their end, what follows, whether no more rows follow)."""
        while True:
            if (end := text.find(self.close)) >= 0:
                return text[:end], text[end:] + stream.read(LONGEST), True
            cut = text.rfind(self.mark)
            if cut > 0:
                return text[:cut], text[cut:], False
            chunk = stream.read(WINDOW)
            if not chunk:
                return text, b"", True
            if len(text) > LONGEST:
                raise MemoryError
            text += chunk

    def _number(self, row: bytes, before: int) -> int:
        found = _NUMBER.search(row, 0, row.find(b">"))
        if found is None:
            self.can_be_cut = False
        elif int(found[1]) <= before:
            raise Refused(TWICE)
        return int(found[1]) if found else before + 1


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


# -- a text --------------------------------------------------------------------------------------------------------

_UTF8_WORD = re.compile(rb"(?:[\xe4-\xe9][\x80-\xbf]{2}){2}")
_FORMULA_TEXT = re.compile(r'="([^"]*)"')


def read_text(path: str) -> None:
    encoding, separator = described(path)
    csv.field_size_limit(MAX_FIELD)
    held: list[list[str]] = []
    number = width = cells = 0
    say(sheet="", visible=True)
    try:
        with open(path, encoding=encoding, newline="") as stream:
            for row in csv.reader(stream, delimiter=separator, strict=True):
                number += 1
                if number > MAX_ROWS:
                    raise Refused(f"超过{MAX_ROWS}行，一张 Excel 表也放不下。请核对，或分乡镇报送")
                check_row(row, number)
                held.append([unwrapped(cell) for cell in row])
                width, cells = max(width, len(row)), cells + len(row)
                if cells > MAX_CELLS or number * width > 4 * MAX_CELLS:
                    raise MemoryError
                if len(held) * width > BATCH_CELLS:
                    send_lines(held, number)
                    held, width = [], 0
    except csv.Error as fault:
        where = f"第{number + 1}行起"
        if "limit" in str(fault):
            raise Refused(f"{where}有一格超过{MAX_FIELD}字，多半是引号没有成对。请核对后再报") from fault
        raise Refused(f"{where}的引号不成对。请核对后再报，或用 Excel 另存为 .xlsx") from fault
    send_lines(held, number)
    say(merged=[], hidden_rows=[], hidden_columns=[])


def send_lines(lines: list[list[str]], last: int) -> None:
    """Send lines of a text, made of one length; ``last`` is the number of the last of them."""
    width = max((len(line) for line in lines), default=0)
    if width:
        send([line + [""] * (width - len(line)) for line in lines], last - len(lines) + 1, 0, {})


def described(path: str) -> tuple[str, str]:
    """Return the encoding, in which the whole text can be read, and the separator."""
    with open(path, "rb") as stream:
        text, encoding = decoded(stream.read())
    return encoding, separator_of(text)


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
        raise Refused(HAS_NUL)
    try:
        return sound(content.decode("utf-8-sig")), "utf-8-sig"
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
    if "\x00" in text:
        raise Refused(HAS_NUL)
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
    sys.meta_path.insert(0, WithoutPandas())
    limit(sys.argv[1])
    try:
        (read_text if sys.argv[2:] == ["text"] else read_workbook)(sys.argv[1])
    except Refused as reason:
        say(refused=str(reason))
    except MemoryError:
        sys.exit(9)
    else:
        say(end=True)
