"""A workbook or text table that a case spoils: cells one by one, rows, parts of the package, bytes."""

from __future__ import annotations

import copy
import csv
import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from html import escape, unescape
from typing import Any

SHEET, STRINGS, BOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"
RELATIONS, TYPES = "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
EPOCH = date(1899, 12, 30)
_CELL = re.compile(r'<c r="([A-Z]+)\d+"(?: s="(\d+)")?(?: t="(\w+)")?(?:/>|>(.*?)</c>)', re.DOTALL)
_ROW = re.compile(r"<row\b([^>]*?)(?:/>|>(.*?)</row>)", re.DOTALL)


@dataclass(frozen=True)
class Raw:
    """A cell as XML: attributes beside ``r`` and ``s``, and what stands inside."""

    attributes: str
    inside: str


EMPTY = Raw("", "")  # a cell that is only formatted


@dataclass
class Line:
    """One row: its cells (None: empty), and attributes of the ``row`` element."""

    cells: list[Any]
    attributes: str = ""
    number: int | None = None  # another row number than its place says


@dataclass
class Draft:
    """One file before it is written. ``lines`` are all rows; the data begins at ``first`` (from 0)."""

    base: str
    table: str
    parts: dict[str, bytes]
    lines: list[Line]
    header_at: int
    first: int
    fields: list[str]  # our name of each column, "" where it has none
    styles: list[str]
    roles: Mapping[str, str]
    name: str
    before: str
    after: str
    said: dict[str, Any] = field(default_factory=dict)
    is_template: bool = True
    inline: bool = False
    top_styles: dict[tuple[int, int], str] = field(default_factory=dict)

    # -- cells -----------------------------------------------------------------------------------------------------

    def place(self, name: str) -> int:
        return self.fields.index(self.roles.get(name, name))

    def header(self, name: str) -> str:
        return str(self.lines[self.header_at].cells[self.place(name)])

    def row(self, index: int) -> int:
        """Return the number Excel shows for the data row ``index`` (from 0)."""
        return self.first + index + 1

    @property
    def data(self) -> list[Line]:
        return self.lines[self.first :]

    def get(self, name: str, index: int = 2) -> Any:
        return self.data[index].cells[self.place(name)]

    def put(self, name: str, value: Any, index: int = 2) -> None:
        self.data[index].cells[self.place(name)] = value

    def put_all(self, name: str, value: Any) -> None:
        for index in range(len(self.data)):
            self.put(name, value, index)

    def has(self, role: str) -> bool:
        return self.roles.get(role, role) in self.fields

    def blank_line(self) -> list[Any]:
        return [None] * len(self.fields)

    def copy(self) -> Draft:
        return copy.deepcopy(self)

    # -- a workbook ------------------------------------------------------------------------------------------------

    def package(self) -> dict[str, bytes]:
        """Return the parts with the rows written into them."""
        parts = dict(self.parts)
        strings = _Strings(parts.get(STRINGS, b"").decode()) if STRINGS in parts and not self.inline else None
        rows = "".join(self._row(number, line, strings) for number, line in enumerate(self.lines))
        if strings is not None:
            parts[STRINGS] = strings.part()
        last = max((line.number or number for number, line in enumerate(self.lines, 1)), default=1)
        before = re.sub(
            r'<dimension ref="[^"]*"/>',
            f'<dimension ref="A1:{letters(len(self.fields) - 1)}{last}"/>',
            self.before,
        )
        parts[SHEET] = f"{before}<sheetData>{rows}</sheetData>{self.after}".encode()
        return parts

    def xlsx(self) -> bytes:
        return zipped(self.package())

    def _row(self, index: int, line: Line, strings: _Strings | None) -> str:
        number = line.number or index + 1
        cells = "".join(
            self._cell(number, index, column, value, strings) for column, value in enumerate(line.cells)
        )
        return f'<row r="{number}"{line.attributes}>{cells}</row>'

    def _cell(self, number: int, index: int, column: int, value: Any, strings: _Strings | None) -> str:
        style = self.styles[column] if column < len(self.styles) and index >= self.first else ""
        style = self.top_styles.get((index, column), style)
        head = f'<c r="{letters(column)}{number}"' + (f' s="{style}"' if style else "")
        if value is None:
            return f"{head}/>" if style and index < self.first else ""
        if isinstance(value, Raw):
            return f"{head}{value.attributes}>{value.inside}</c>"
        if isinstance(value, bool):
            return f'{head} t="b"><v>{int(value)}</v></c>'
        if isinstance(value, date):
            return f"{head}><v>{(value - EPOCH).days}</v></c>"
        if isinstance(value, (int, float, Decimal)):
            return f"{head}><v>{value!s}</v></c>"
        if strings is None:
            return f'{head} t="inlineStr"><is><t xml:space="preserve">{xml(value)}</t></is></c>'
        return f'{head} t="s"><v>{strings.index(value)}</v></c>'

    # -- a text ----------------------------------------------------------------------------------------------------

    def rows_of_text(self, whole: bool = False) -> list[list[str]]:
        """Return the header and the data rows as text (``whole``: title and example too), as Excel saves them."""
        top = self.lines[: self.first] if whole else [self.lines[self.header_at]]
        return [[as_text(cell) for cell in line.cells] for line in (*top, *self.data)]

    def csv(
        self,
        encoding: str = "utf-8",
        separator: str = ",",
        end: str = "\r\n",
        *,
        rows: Sequence[Sequence[str]] | None = None,
        whole: bool = False,
    ) -> bytes:
        target = io.StringIO()
        writer = csv.writer(target, delimiter=separator, lineterminator=end)
        writer.writerows(rows if rows is not None else self.rows_of_text(whole))
        return target.getvalue().encode(encoding)

    # -- what must come out ----------------------------------------------------------------------------------------

    @property
    def secrets(self) -> set[str]:
        """Names, identity numbers and phones of the rows: none may stand whole in a message."""
        found: set[str] = set()
        for name in ("id_no", "name", "head_name", "phone", "contact_phone", "resp_person"):
            if name in self.fields:
                place = self.fields.index(name)
                found |= {
                    text
                    for line in self.data
                    if place < len(line.cells)
                    and len(text := as_text(line.cells[place]).strip()) >= 3
                    and "*" not in text
                }
        return found


class _Strings:
    def __init__(self, part: str) -> None:
        self.head = part[: part.index("<si>")] if "<si>" in part else part.replace("</sst>", "")
        self.items = re.findall(r"<si>.*?</si>", part, re.DOTALL)
        self.known: dict[str, int] = {}

    def index(self, text: object) -> int:
        key = str(text)
        if key not in self.known:
            self.known[key] = len(self.items)
            self.items.append(f'<si><t xml:space="preserve">{xml(key)}</t></si>')
        return self.known[key]

    def part(self) -> bytes:
        head = re.sub(r' count="\d+" uniqueCount="\d+"', "", self.head)
        return f"{head}{''.join(self.items)}</sst>".encode()


def xml(text: object) -> str:
    return escape(str(text), quote=False)


def letters(column: int) -> str:
    found, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        found = chr(65 + digit) + found
    return found


def as_text(cell: Any) -> str:
    if cell is None or isinstance(cell, Raw):
        return ""
    if isinstance(cell, date):
        return f"{cell:%Y-%m-%d}"
    return str(cell)


def zipped(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def read_lines(
    parts: Mapping[str, bytes], limit: int | None = None
) -> tuple[list[Line], dict[tuple[int, int], str]]:
    """Return the rows of the first sheet as text cells, and the styles of their cells."""
    strings = [
        unescape("".join(re.findall(r"<t[^>]*>([^<]*)</t>", item)))
        for item in re.findall(r"<si>(.*?)</si>", parts[STRINGS].decode(), re.DOTALL)
    ]
    lines: list[Line] = []
    styles: dict[tuple[int, int], str] = {}
    for attributes, inside in _ROW.findall(parts[SHEET].decode()):
        number = int(re.search(r'\br="(\d+)"', attributes)[1])  # type: ignore[index]
        if limit is not None and number > limit:
            break
        while len(lines) < number - 1:
            lines.append(Line([]))
        cells: list[Any] = []
        for where, style, kind, content in _CELL.findall(inside or ""):
            column = 0
            for letter in where:
                column = column * 26 + ord(letter) - 64
            cells.extend([None] * (column - len(cells)))
            value = re.search(r"<v>([^<]*)</v>", content or "")
            if value:
                cells[column - 1] = strings[int(value[1])] if kind == "s" else value[1]
            if style:
                styles[number - 1, column - 1] = style
        kept = " ".join(found for found in re.findall(r'(?:ht|customHeight)="[^"]*"', attributes))
        lines.append(Line(cells, f" {kept}" if kept else ""))
    return lines, styles


Change = Callable[[Draft], Any]
