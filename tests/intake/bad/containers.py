"""A: the container. Broken, disguised, hostile; or sound and written by another hand."""

from __future__ import annotations

import io
import random
import re
import stat
import struct
import warnings
import zipfile

import openpyxl

from tests.intake.bad.cases import RF, A, Sent, case
from tests.intake.bad.draft import (
    BOOK,
    EMPTY,
    RELATIONS,
    SHEET,
    STRINGS,
    TYPES,
    Draft,
    Line,
    letters,
    xml,
    zipped,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SOME = ("person_month", "alleviated")


def ole(stream: str) -> bytes:
    """Return the head of an OLE2 container with one stream named."""
    head = OLE + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 478
    return head + b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", stream)) * 8


def part(draft: Draft, name: str, change: dict[str, str]) -> bytes:
    """Return the workbook with texts of one part exchanged."""
    parts = draft.package()
    text = parts[name].decode()
    for old, new in change.items():
        assert re.search(old, text, re.DOTALL), f"{name} has no {old}"
        text = re.sub(old, lambda _, new=new: new, text, count=1, flags=re.DOTALL)  # type: ignore[misc]
    return zipped({**parts, name: text.encode()})


def sheet(draft: Draft, change: dict[str, str]) -> bytes:
    return part(draft, SHEET, change)


def added(draft: Draft, extra: dict[str, bytes], kinds: str = "", relation: str = "") -> bytes:
    """Return the workbook with parts added, announced in the types and in the workbook's relations."""
    parts = {**draft.package(), **extra}
    parts[TYPES] = parts[TYPES].replace(b"</Types>", kinds.encode() + b"</Types>")
    parts[RELATIONS] = parts[RELATIONS].replace(b"</Relationships>", relation.encode() + b"</Relationships>")
    return zipped(parts)


@case("control-copy", A)
def _(draft: Draft) -> Sent:
    return Sent(draft.xlsx(), draft.name, rows=len(draft.data))


@case("control-resaved", A, "AW")
def _(draft: Draft) -> Sent:
    target = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        openpyxl.load_workbook(io.BytesIO(draft.xlsx())).save(target)
    return Sent(target.getvalue(), draft.name, rows=len(draft.data))


@case("control-inline", A)
def _(draft: Draft) -> Sent:
    draft.inline = True
    return Sent(draft.xlsx(), draft.name, rows=len(draft.data))


@case("random-bytes", RF, on=SOME)
def _(draft: Draft) -> bytes:
    return random.Random(7).randbytes(5000)


@case("truncated-half", RF)
def _(draft: Draft) -> bytes:
    return draft.xlsx()[: len(draft.xlsx()) // 2]


@case("truncated-directory", RF, on=SOME)
def _(draft: Draft) -> bytes:
    return draft.xlsx()[:-30]


@case("bit-flip", RF, "RR")
def _(draft: Draft) -> bytes:
    content = bytearray(draft.xlsx())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        place = archive.getinfo(SHEET).header_offset + 30 + len(SHEET) + 200
    content[place] ^= 0x08
    return bytes(content)


@case("text-as-xlsx", RF, on=SOME)
def _(draft: Draft) -> bytes:
    return "这是一段文字，不是表格。\n请查收。".encode()


@case("csv-as-xlsx", RF, "AW")
def _(draft: Draft) -> Sent:
    return Sent(draft.csv(), draft.name)


@case("xlsx-as-csv", RF, "AW")
def _(draft: Draft) -> Sent:
    return Sent(draft.xlsx(), draft.name.replace(".xlsx", ".csv"))


@case("xls-as-xlsx", RF, "AW", on=SOME)
def _(draft: Draft) -> bytes:
    return ole("Workbook")


@case("xls-honest", RF, on=SOME)
def _(draft: Draft) -> Sent:
    return Sent(ole("Workbook"), "报送.xls")


@case("et-wps", RF, on=SOME)
def _(draft: Draft) -> Sent:
    return Sent(ole("Workbook"), "报送.et")


@case("password", RF, on=SOME)
def _(draft: Draft) -> bytes:
    return ole("EncryptedPackage")


@case("zip-password", RF, on=SOME)
def _(draft: Draft) -> bytes:
    """The flag of encryption on every part of the archive."""
    content = bytearray(draft.xlsx())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        while place >= 0:
            content[place + offset] |= 1
            place = content.find(mark, place + 4)
    return bytes(content)


@case("macro-as-xlsx", RF, on=SOME)
def _(draft: Draft) -> bytes:
    return added(
        draft,
        {"xl/vbaProject.bin": ole("VBA")},
        '<Override PartName="/xl/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/>',
        '<Relationship Id="rId99" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/>',
    )


@case("macro-renamed-part", RF, on=SOME)
def _(draft: Draft) -> bytes:
    """The macros under a name that says nothing; only type and relation tell."""
    return added(
        draft,
        {"xl/data.bin": ole("VBA")},
        '<Override PartName="/xl/data.bin" ContentType="application/vnd.ms-office.vbaProject"/>',
        '<Relationship Id="rId99" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="data.bin"/>',
    )


@case("xlsm", RF, on=SOME)
def _(draft: Draft) -> Sent:
    content = part(draft, TYPES, {r"spreadsheetml\.sheet\.main": "sheet.macroEnabled.main"})
    return Sent(content, "报送.xlsm")


@case("zip-bomb", RF, on=SOME)
def _(draft: Draft) -> bytes:
    """600 MiB of nothing in a few hundred kilobytes, as a part that nobody needs."""
    target = io.BytesIO(draft.xlsx())
    with (
        zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/media/image1.png", "w") as out,
    ):
        for _ in range(600):
            out.write(b"\0" * 1048576)
    return target.getvalue()


@case("zip-bomb-sheet", RF, on=SOME)
def _(draft: Draft) -> bytes:
    """The sheet itself is the bomb: 300 MiB of spaces between two rows."""
    parts = draft.package()
    head, tail = parts.pop(SHEET).split(b"</sheetData>")
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        with archive.open(SHEET, "w") as out:
            out.write(head)
            for _ in range(300):
                out.write(b" " * 1048576)
            out.write(b"</sheetData>" + tail)
    return target.getvalue()


@case("zip-bomb-overlap", RF, on=SOME)
def _(draft: Draft) -> bytes:
    """Forty entries of the directory that all point at the same bytes."""
    content = bytearray(zipped({**draft.package(), "xl/media/z000.bin": b"\0" * 20_000_000}))
    start = struct.unpack("<I", content[-6:-2])[0]
    where = content.rfind(b"PK\x01\x02")
    entry = bytes(content[where:-22])
    extra = b"".join(entry.replace(b"z000.bin", f"z{n:03}.bin".encode()) for n in range(1, 40))
    end = bytearray(content[-22:])
    count = struct.unpack("<H", end[10:12])[0] + 39
    size = struct.unpack("<I", end[12:16])[0] + len(extra)
    end[8:16] = struct.pack("<HHI", count, count, size)
    end[16:20] = struct.pack("<I", start)
    return bytes(content[:-22]) + extra + bytes(end)


@case("zip-many-entries", RF, on=SOME)
def _(draft: Draft) -> bytes:
    return zipped({**draft.package(), **{f"xl/media/{n}.txt": b"x" for n in range(20000)}})


@case("zip-duplicate-entry", RF, on=SOME)
def _(draft: Draft) -> bytes:
    target = io.BytesIO(draft.xlsx())
    with warnings.catch_warnings(), zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        archive.writestr(SHEET, draft.package()[SHEET].replace("保安镇".encode(), "陈贵镇".encode()))
    return target.getvalue()


@case("zip-duplicate-case", RF, on=SOME)
def _(draft: Draft) -> bytes:
    return zipped({**draft.package(), "xl/worksheets/SHEET1.xml": b"<worksheet/>"})


@case("zip-local-name-differs", RF, on=SOME)
def _(draft: Draft) -> bytes:
    """The name before the bytes is another one than in the directory: parsers take either."""
    content = bytearray(draft.xlsx())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        place = archive.getinfo(SHEET).header_offset + 30
    content[place : place + len(SHEET)] = b"xl/worksheets/sheet9.xml"
    return bytes(content)


@case("zip-traversal", RF, on=SOME)
def _(draft: Draft) -> bytes:
    return zipped({**draft.package(), "../../evil.txt": b"x"})


@case("zip-absolute", RF, on=SOME)
def _(draft: Draft) -> bytes:
    return zipped({**draft.package(), "/etc/evil.txt": b"x"})


@case("zip-backslash", RF, on=SOME)
def _(draft: Draft) -> bytes:
    return zipped({**draft.package(), "..\\evil.txt": b"x"})


@case("zip-symlink", RF, on=SOME)
def _(draft: Draft) -> bytes:
    target = io.BytesIO(draft.xlsx())
    with zipfile.ZipFile(target, "a") as archive:
        link = zipfile.ZipInfo("xl/media/link")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return target.getvalue()


def doctype(draft: Draft, entity: str, where: str = SHEET) -> bytes:
    content = draft.package()
    content[where] = content[where].replace(b"?>", f"?><!DOCTYPE x [{entity}]>".encode(), 1)
    return zipped(content)


@case("xxe-file", RF, on=SOME)
def _(draft: Draft) -> bytes:
    draft.inline = True
    return doctype(draft, '<!ENTITY e SYSTEM "file:///etc/hostname">')


@case("xxe-http", RF, on=SOME)
def _(draft: Draft) -> bytes:
    return doctype(draft, '<!ENTITY e SYSTEM "http://127.0.0.1:9/e">')


@case("xxe-utf16", RF, on=SOME)
def _(draft: Draft) -> bytes:
    """The same declaration in UTF-16, which a search for its plain bytes does not see."""
    parts = draft.package()
    text = parts[STRINGS].decode().replace("UTF-8", "UTF-16", 1)
    text = text.replace("?>", '?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>', 1)
    return zipped({**parts, STRINGS: text.encode("utf-16")})


@case("billion-laughs", RF, on=SOME)
def _(draft: Draft) -> bytes:
    steps = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return doctype(draft, f'<!ENTITY a0 "ha">{steps}', STRINGS)


@case("xml-doctype-only", RF, "A", on=SOME)
def _(draft: Draft) -> bytes:
    parts = draft.package()
    parts[BOOK] = parts[BOOK].replace(b"?>", b"?><!DOCTYPE workbook>", 1)
    return zipped(parts)


@case("xml-malformed", RF)
def _(draft: Draft) -> bytes:
    return sheet(draft, {"</sheetData>": "</sheetDat>"})


@case("xml-malformed-strings", RF)
def _(draft: Draft) -> bytes:
    return part(draft, STRINGS, {"</si>": "</s>"})


@case("xml-malformed-styles", RF, "A AW", on=SOME)
def _(draft: Draft) -> bytes:
    return part(draft, "xl/styles.xml", {"</fonts>": "</font"})


@case("xml-cut-inside-rows", RF)
def _(draft: Draft) -> bytes:
    """The part itself ends in the middle of a row, in a sound archive."""
    parts = draft.package()
    parts[SHEET] = parts[SHEET][: parts[SHEET].rindex(b"<row ") + 60]
    return zipped(parts)


@case("xml-sst-out-of-range", RF, "RR")
def _(draft: Draft) -> bytes:
    text = draft.package()[SHEET].decode()
    found = list(re.finditer(r't="s"><v>(\d+)</v>', text))[-20]
    parts = draft.package()
    parts[SHEET] = (text[: found.start(1)] + "999999" + text[found.end(1) :]).encode()
    return zipped(parts)


@case("xml-deep-nesting", RF, "A AW", on=SOME)
def _(draft: Draft) -> bytes:
    return sheet(
        draft, {"</worksheet>": f"<extLst>{'<ext>' * 100_000}{'</ext>' * 100_000}</extLst></worksheet>"}
    )


@case("xml-huge-attribute", A, "AW RF", on=SOME)
def _(draft: Draft) -> bytes:
    return sheet(draft, {"<sheetData>": f'<sheetData x="{"y" * 3_000_000}">'})


@case("no-content-types", RF, on=SOME)
def _(draft: Draft) -> bytes:
    parts = draft.package()
    del parts[TYPES]
    return zipped(parts)


@case("no-sheet-part", RF)
def _(draft: Draft) -> bytes:
    parts = draft.package()
    del parts[SHEET]
    return zipped(parts)


@case("no-strings-part", RF)
def _(draft: Draft) -> bytes:
    parts = draft.package()
    del parts[STRINGS]
    return zipped(parts)


@case("no-styles-part", A, "AW RF", on=("working", "monitored"))
def _(draft: Draft) -> bytes:
    parts = draft.package()
    del parts["xl/styles.xml"]
    return zipped(parts)


@case("no-relations", RF, on=SOME)
def _(draft: Draft) -> bytes:
    parts = draft.package()
    del parts[RELATIONS]
    return zipped(parts)


@case("docx-as-xlsx", RF, on=SOME)
def _(draft: Draft) -> bytes:
    return zipped(
        {TYPES: b"<Types/>", "word/document.xml": b"<document/>", "_rels/.rels": b"<Relationships/>"}
    )


@case("xlsb", RF, on=SOME)
def _(draft: Draft) -> Sent:
    return Sent(
        zipped({TYPES: b"<Types/>", "xl/workbook.bin": b"\x83\x01\x00", "_rels/.rels": b"<R/>"}), "报送.xlsb"
    )


@case("ods", RF, on=SOME)
def _(draft: Draft) -> Sent:
    parts = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<office/>"}
    return Sent(zipped(parts), "报送.ods")


@case("zip-of-workbooks", RF, on=SOME)
def _(draft: Draft) -> bytes:
    return zipped({"a.xlsx": draft.xlsx(), "b.xlsx": draft.xlsx()})


@case("html-as-xls", RF, on=SOME)
def _(draft: Draft) -> Sent:
    rows = "".join(
        f"<tr>{''.join(f'<td>{xml(cell)}</td>' for cell in row)}</tr>" for row in draft.rows_of_text()
    )
    return Sent(f"<html><meta charset='utf-8'><table>{rows}</table></html>".encode(), "报送.xls")


@case("mht-as-xls", RF, on=SOME)
def _(draft: Draft) -> Sent:
    text = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<html></html>\r\n--b--'
    return Sent(text.encode(), "报送.xls")


@case("xml-2003-as-xls", RF, on=SOME)
def _(draft: Draft) -> Sent:
    text = '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>'
    return Sent(text.encode(), "报送.xls")


@case("json-as-csv", RF, on=SOME)
def _(draft: Draft) -> Sent:
    return Sent('{"行": [{"姓名": "周试"}]}\n'.encode(), "报送.csv")


@case("pdf-as-xlsx", RF, on=SOME)
def _(draft: Draft) -> bytes:
    return b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"


@case("jpg-as-xlsx", RF, on=SOME)
def _(draft: Draft) -> bytes:
    return b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\0" * 400


@case("png-as-csv", RF, on=SOME)
def _(draft: Draft) -> Sent:
    return Sent(b"\x89PNG\r\n\x1a\n" + b"\0" * 400, "报送.csv")


@case("rar", RF, on=SOME)
def _(draft: Draft) -> Sent:
    return Sent(b"Rar!\x1a\x07\x01\x00" + b"\0" * 400, "报送.rar")


@case("empty-file", RF, on=SOME)
def _(draft: Draft) -> bytes:
    return b""


@case("one-byte", RF, on=SOME)
def _(draft: Draft) -> bytes:
    return b"P"


@case("zip-empty", RF, on=SOME)
def _(draft: Draft) -> bytes:
    return zipped({})


@case("ooxml-strict", RF, "A AW")
def _(draft: Draft) -> bytes:
    strict = {
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    }
    parts = draft.package()
    for name in parts:
        for old, new in strict.items():
            parts[name] = parts[name].replace(old, new)
    return zipped(parts)


@case("data-connection", RF, "AW", on=SOME)
def _(draft: Draft) -> bytes:
    return added(
        draft,
        {
            "xl/connections.xml": b'<connections xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
        },
        '<Override PartName="/xl/connections.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.connections+xml"/>',
        '<Relationship Id="rId98" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/connections" Target="connections.xml"/>',
    )


@case("ole-embedding", RF, "AW", on=SOME)
def _(draft: Draft) -> bytes:
    return added(draft, {"xl/embeddings/oleObject1.bin": ole("Package")})


@case("external-link", RF, "AW RR", on=SOME)
def _(draft: Draft) -> bytes:
    return added(draft, {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"})


@case("dde", RF, "AW RR", on=SOME)
def _(draft: Draft) -> bytes:
    return added(
        draft,
        {
            "xl/externalLinks/externalLink1.xml": b'<externalLink><ddeLink ddeService="cmd" ddeTopic="/C calc"/></externalLink>'
        },
    )


@case("small-dimension", A, "AW")
def _(draft: Draft) -> Sent:
    content = sheet(draft, {r'<dimension ref="[^"]*"/>': '<dimension ref="A1:B2"/>'})
    return Sent(content, draft.name, rows=len(draft.data))


@case("no-dimension", A, "AW")
def _(draft: Draft) -> Sent:
    return Sent(sheet(draft, {r'<dimension ref="[^"]*"/>': ""}), draft.name, rows=len(draft.data))


@case("large-dimension", A, "AW")
def _(draft: Draft) -> Sent:
    """The area announced is the whole sheet; the cells are few."""
    content = sheet(draft, {r'<dimension ref="[^"]*"/>': '<dimension ref="A1:XFD1048576"/>'})
    return Sent(content, draft.name, rows=len(draft.data))


@case("far-cell-value", RF, "AW A", on=SOME)
def _(draft: Draft) -> bytes:
    return sheet(
        draft,
        {
            "</sheetData>": '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
        },
    )


@case("far-row-value", RF, "AW A RR", on=SOME)
def _(draft: Draft) -> bytes:
    """One word a million rows below the table."""
    return sheet(
        draft,
        {
            "</sheetData>": '<row r="1000000"><c r="B1000000" t="inlineStr"><is><t>备注</t></is></c></row></sheetData>'
        },
    )


@case("far-column-value", A, "AW RF", on=SOME)
def _(draft: Draft) -> bytes:
    """One space in the last column of the header row."""
    draft.lines[draft.header_at].cells.extend([None] * (16384 - len(draft.fields) - 1) + [" "])
    return draft.xlsx()


@case("blank-formatted-rows", A, "AW", on=SOME)
def _(draft: Draft) -> Sent:
    """200,000 rows that are only bordered: what WPS leaves behind a deleted table."""
    last = len(draft.lines)
    width = len(draft.fields)
    style = draft.styles[1] or "1"
    rows = "".join(
        f'<row r="{n}">{"".join(f"""<c r="{letters(column)}{n}" s="{style}"/>""" for column in range(width))}</row>'
        for n in range(last + 1, last + 200_001)
    )
    parts = draft.package()
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", rows.encode() + b"</sheetData>")
    return Sent(zipped(parts), draft.name, rows=len(draft.data))


@case("blank-formatted-rows-short", A, "AW")
def _(draft: Draft) -> Sent:
    count = len(draft.data)
    draft.lines += [Line([EMPTY] * 4) for _ in range(300)]
    return Sent(draft.xlsx(), draft.name, rows=count)


@case("blank-columns", A, "AW")
def _(draft: Draft) -> Sent:
    for line in draft.lines:
        line.cells += [EMPTY] * 200
    return Sent(draft.xlsx(), draft.name, rows=len(draft.data))


@case("spaces-below", A, "AW")
def _(draft: Draft) -> Sent:
    """Rows of nothing but spaces under the table."""
    count = len(draft.data)
    draft.lines += [Line([" ", "\u3000", None, "\u00a0"]) for _ in range(5)]
    return Sent(draft.xlsx(), draft.name, rows=count)


# -- the same content by another hand ------------------------------------------------------------------------------


@case("zip-stored", A)
def _(draft: Draft) -> Sent:
    return Sent(zipped(draft.package(), zipfile.ZIP_STORED), draft.name, rows=len(draft.data))


@case("zip-data-descriptor", A)
def _(draft: Draft) -> Sent:
    """Written to a stream: sizes stand behind the bytes, as many libraries of servers do it."""

    class Stream(io.RawIOBase):
        def __init__(self) -> None:
            self.content = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            self.content += bytes(data)  # type: ignore[call-overload]
            return len(bytes(data))  # type: ignore[call-overload]

    target = Stream()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        for name, content in draft.package().items():
            archive.writestr(name, content)
    return Sent(bytes(target.content), draft.name, rows=len(draft.data))


@case("zip64", A, "AW RF")
def _(draft: Draft) -> Sent:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in draft.package().items():
            with archive.open(name, "w", force_zip64=True) as out:
                out.write(content)
    return Sent(target.getvalue(), draft.name, rows=len(draft.data))


@case("zip-folders", A, "AW")
def _(draft: Draft) -> Sent:
    """Entries for the folders themselves, and the parts in another order."""
    parts = draft.package()
    order = {"xl/": b"", "docProps/": b"", **dict(sorted(parts.items(), reverse=True))}
    return Sent(zipped(order), draft.name, rows=len(draft.data))


@case("zip-comment", A, "AW", on=SOME)
def _(draft: Draft) -> Sent:
    target = io.BytesIO(draft.xlsx())
    with zipfile.ZipFile(target, "a") as archive:
        archive.comment = "由某系统导出".encode()
    return Sent(target.getvalue(), draft.name, rows=len(draft.data))


@case("bytes-before-zip", RF, "AW A", on=SOME)
def _(draft: Draft) -> bytes:
    return b"\r\n" + draft.xlsx()


@case("bytes-after-zip", A, "RF AW", on=SOME)
def _(draft: Draft) -> bytes:
    return draft.xlsx() + b"\r\n"


@case("absolute-targets", A)
def _(draft: Draft) -> Sent:
    parts = draft.package()
    parts[RELATIONS] = re.sub(rb'Target="(?!/)', b'Target="/xl/', parts[RELATIONS])
    return Sent(zipped(parts), draft.name, rows=len(draft.data))


@case("sheet-part-elsewhere", A, "AW")
def _(draft: Draft) -> Sent:
    """The sheet's part has another name and place, as only the relations tell."""
    parts = draft.package()
    parts["xl/data/填报.xml".replace("填报", "table")] = parts.pop(SHEET)
    parts[RELATIONS] = parts[RELATIONS].replace(b"worksheets/sheet1.xml", b"data/table.xml")
    parts[TYPES] = parts[TYPES].replace(b"/xl/worksheets/sheet1.xml", b"/xl/data/table.xml")
    return Sent(zipped(parts), draft.name, rows=len(draft.data))


@case("namespace-prefixed", A, "AW RF")
def _(draft: Draft) -> Sent:
    """Every tag with a prefix (``x:row``), as the Open XML SDK writes it."""
    parts = draft.package()
    for name in (SHEET, STRINGS, BOOK):
        text = re.sub(r"<(/?)(?![?!/])([A-Za-z])", r"<\1x:\2", parts[name].decode())
        parts[name] = text.replace('xmlns="', 'xmlns:x="', 1).encode()
    return Sent(zipped(parts), draft.name, rows=len(draft.data))


@case("utf16-parts", A, "AW RF", on=SOME)
def _(draft: Draft) -> Sent:
    parts = draft.package()
    for name in (SHEET, STRINGS):
        parts[name] = parts[name].decode().replace("UTF-8", "UTF-16", 1).encode("utf-16")
    return Sent(zipped(parts), draft.name, rows=len(draft.data))


@case("bom-in-parts", A)
def _(draft: Draft) -> Sent:
    parts = {
        name: b"\xef\xbb\xbf" + content if name.endswith(".xml") else content
        for name, content in draft.package().items()
    }
    return Sent(zipped(parts), draft.name, rows=len(draft.data))


@case("single-quoted-attributes", A, "AW")
def _(draft: Draft) -> Sent:
    parts = draft.package()
    parts[SHEET] = re.sub(rb'="([^"\']*)"', rb"='\1'", parts[SHEET])
    return Sent(zipped(parts), draft.name, rows=len(draft.data))


@case("no-cell-references", A, "AW RF")
def _(draft: Draft) -> Sent:
    """Rows and cells without their references: each follows the one before it (some servers write so)."""
    for line in draft.lines:
        line.cells = ["" if cell is None else cell for cell in line.cells]
    parts = draft.package()
    parts[SHEET] = re.sub(rb'<(row|c) r="[A-Z]*\d+"', rb"<\1", parts[SHEET])
    return Sent(zipped(parts), draft.name, rows=len(draft.data))


@case("pretty-printed", A)
def _(draft: Draft) -> Sent:
    parts = draft.package()
    parts[SHEET] = re.sub(rb"(</?(?:row|c)\b[^>]*>)", rb"\n  \1", parts[SHEET])
    return Sent(zipped(parts), draft.name, rows=len(draft.data))


@case("x14-extension", A)
def _(draft: Draft) -> Sent:
    """Dropdowns kept in an extension, as Excel writes lists of other sheets."""
    extension = (
        '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" '
        'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:dataValidations '
        'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1"><x14:dataValidation type="list">'
        "<x14:formula1><xm:f>Sheet9!$A$1:$A$2</xm:f></x14:formula1><xm:sqref>B4:B9</xm:sqref></x14:dataValidation>"
        "</x14:dataValidations></ext></extLst></worksheet>"
    )
    return Sent(sheet(draft, {"</worksheet>": extension}), draft.name, rows=len(draft.data))


@case("alternate-content", A)
def _(draft: Draft) -> Sent:
    choice = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        '<mc:Choice Requires="x14"><x14ac/></mc:Choice><mc:Fallback/></mc:AlternateContent></worksheet>'
    )
    return Sent(sheet(draft, {"</worksheet>": choice}), draft.name, rows=len(draft.data))


@case("wps-made", A)
def _(draft: Draft) -> Sent:
    """WPS names itself in the properties and adds a part of its own."""
    extra = {"docProps/wps.xml": b"<x/>", "xl/woinfos.xml": b"<woSheetsProps/>"}
    return Sent(added(draft, extra), draft.name, rows=len(draft.data))


@case("calc-chain", A)
def _(draft: Draft) -> Sent:
    return Sent(added(draft, {"xl/calcChain.xml": b"<calcChain/>"}), draft.name, rows=len(draft.data))


@case("printer-settings", A)
def _(draft: Draft) -> Sent:
    return Sent(
        added(draft, {"xl/printerSettings/printerSettings1.bin": b"\0\1" * 400}),
        draft.name,
        rows=len(draft.data),
    )


@case("picture-and-drawing", A, "AW")
def _(draft: Draft) -> Sent:
    extra = {
        "xl/drawings/drawing1.xml": b"<wsDr/>",
        "xl/media/image1.png": b"\x89PNG\r\n\x1a\n" + b"\0" * 999,
    }
    return Sent(added(draft, extra), draft.name, rows=len(draft.data))


@case("pivot-cache", A, "AW")
def _(draft: Draft) -> Sent:
    extra = {"xl/pivotCache/pivotCacheDefinition1.xml": b"<p/>", "xl/pivotTables/pivotTable1.xml": b"<p/>"}
    return Sent(added(draft, extra), draft.name, rows=len(draft.data))


@case("comments", A, "AW")
def _(draft: Draft) -> Sent:
    """Comments with a name in them: they are no data."""
    extra = {
        "xl/comments1.xml": "<comments><t>周试甲已核</t></comments>".encode(),
        "xl/drawings/vmlDrawing1.vml": b"<xml/>",
    }
    return Sent(added(draft, extra), draft.name, rows=len(draft.data))


@case("content-types-default", A, "AW", on=SOME)
def _(draft: Draft) -> Sent:
    """Content types with ``Default`` for all parts of xml, other letters in the extension."""
    parts = draft.package()
    parts[TYPES] = parts[TYPES].replace(b'Extension="xml"', b'Extension="XML"')
    return Sent(zipped(parts), draft.name, rows=len(draft.data))


# -- names of files ------------------------------------------------------------------------------------------------

NAMES = {
    "fname-html": "<img src=x onerror=alert(1)>.xlsx",
    "fname-shell": 'a\'; rm -rf $(HOME) "b" `id` &&.xlsx',
    "fname-dots": "../../../etc/passwd.xlsx",
    "fname-backslash": "..\\..\\报送.xlsx",
    "fname-long": "保" * 200 + ".xlsx",
    "fname-bidi": "报送\u202excslx.xlsx",
    "fname-newline": "报送\n第二行.xlsx",
    "fname-formula": "=HYPERLINK(1).xlsx",
    "fname-no-ending": "报送",
    "fname-upper-ending": "报送.XLSX",
    "fname-two-endings": "报送.xlsx.xlsx",
    "fname-copy": "报送 - 副本 (2).xlsx",
    "fname-nul": "报送\0.xlsx",
    "fname-emoji": "报送😀.xlsx",
}


def _named(name: str, given: str) -> None:
    @case(name, A, "AW RF", on=("person_month", "income_year"))
    def _(draft: Draft) -> Sent:
        return Sent(draft.xlsx(), given)


for _case, _given in NAMES.items():
    _named(_case, _given)


@case("fname-id-inside", A, "AW RF", on=SOME)
def _(draft: Draft) -> Sent:
    """An identity number in the file's name: it is masked wherever the name is shown."""
    number = str(draft.get("id"))
    return Sent(draft.xlsx(), f"{number}_{draft.name}", secrets=frozenset({number}))
