"""B: the sheet. Other sheets, hidden and merged rows, totals, headers, formulas, calendars, and where the table stands."""

from __future__ import annotations

import re

from tests.intake.bad.bases import EXPORTS, FORMS
from tests.intake.bad.cases import AW, RF, RR, A, Sent, case
from tests.intake.bad.containers import added, part, sheet
from tests.intake.bad.draft import (
    BOOK,
    EMPTY,
    RELATIONS,
    SHEET,
    STRINGS,
    TYPES,
    Draft,
    Line,
    Raw,
    letters,
    xml,
    zipped,
)

HOUSEHOLDS = ("monitored", "alleviated")
PEOPLE = ("person_month", *EXPORTS)


def own_name(draft: Draft) -> str:
    return "填报" if draft.is_template else "Sheet1"


def whole(draft: Draft, content: bytes | None = None, **how: object) -> Sent:
    """Return the file with the promise that no row is lost."""
    how.setdefault("rows", len(draft.data))
    return Sent(content or draft.xlsx(), draft.name, **how)  # type: ignore[arg-type]


def with_sheet(draft: Draft, name: str, content: bytes, state: str = "", first: bool = False) -> bytes:
    """Return the workbook with one more sheet, behind or before the others."""
    parts = draft.package()
    parts["xl/worksheets/sheet77.xml"] = content
    tag = f'<sheet name="{name}" sheetId="77"{state} r:id="rId77"/>'.encode()
    parts[BOOK] = parts[BOOK].replace(
        *((b"<sheets>", b"<sheets>" + tag) if first else (b"</sheets>", tag + b"</sheets>"))
    )
    parts[BOOK] = re.sub(rb"<definedNames>.*?</definedNames>", b"", parts[BOOK])
    parts[RELATIONS] = parts[RELATIONS].replace(
        b"</Relationships>",
        b'<Relationship Id="rId77" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
        b'Target="worksheets/sheet77.xml"/></Relationships>',
    )
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    parts[TYPES] = parts[TYPES].replace(
        b"</Types>", b'<Override PartName="/xl/worksheets/sheet77.xml" ContentType="' + kind + b'"/></Types>'
    )
    return zipped(parts)


def small_sheet(rows: list[list[str]]) -> bytes:
    lines = "".join(
        f'<row r="{number}">'
        + "".join(
            f'<c r="{letters(at)}{number}" t="inlineStr"><is><t>{xml(text)}</t></is></c>'
            for at, text in enumerate(row)
        )
        + "</row>"
        for number, row in enumerate(rows, 1)
    )
    name = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{name}"><sheetData>{lines}</sheetData></worksheet>'.encode()


# -- sheets --------------------------------------------------------------------------------------------------------


def renamed(draft: Draft, name: str) -> bytes:
    return part(
        draft,
        BOOK,
        {
            f'name="{own_name(draft)}"': f'name="{name}"',
            r"(<definedNames>.*?</definedNames>)?<calcPr": "<calcPr",
        },
    )


@case("sheet-renamed", RF, "AW A")
def _(draft: Draft) -> bytes:
    return renamed(draft, "11月数据")


@case("sheet-name-quoted", A, "AW")
def _(draft: Draft) -> Sent:
    return whole(draft, renamed(draft, "张村's “表” &amp; &lt;b&gt;"))


@case("sheet-name-31", A, "AW")
def _(draft: Draft) -> Sent:
    return whole(draft, renamed(draft, "保" * 31))


@case("sheet-name-too-long", A, "AW RF")
def _(draft: Draft) -> Sent:
    return whole(draft, renamed(draft, "保" * 300))


@case("sheet-very-hidden", RF, "AW")
def _(draft: Draft) -> Sent:
    return whole(
        draft,
        part(draft, BOOK, {f'name="{own_name(draft)}"': f'name="{own_name(draft)}" state="veryHidden"'}),
    )


@case("sheet-hidden", RF, "AW")
def _(draft: Draft) -> Sent:
    return whole(
        draft, part(draft, BOOK, {f'name="{own_name(draft)}"': f'name="{own_name(draft)}" state="hidden"'})
    )


NOTE = [["填表说明"], ["1、请于每月25日前报送"], ["2、联系人：县局"]]


@case("sheet-extra-note", A, "AW")
def _(draft: Draft) -> Sent:
    return whole(draft, with_sheet(draft, "填写须知", small_sheet(NOTE)))


@case("sheet-note-first", A, "AW")
def _(draft: Draft) -> Sent:
    return whole(draft, with_sheet(draft, "封面", small_sheet(NOTE), first=True))


@case("sheet-empty-others", A, "AW")
def _(draft: Draft) -> Sent:
    """Sheet2 and Sheet3 as an old Excel makes them."""
    return whole(draft, with_sheet(draft, "Sheet2", small_sheet([])))


@case("sheet-other-table", A, "AW RF", on=FORMS)
def _(draft: Draft) -> Sent:
    """A second sheet that holds another table: never mixed in, and not left out without a word."""
    other = [
        ["乡镇", "行政村", "户编号", "措施类别", "开始日期"],
        ["保安镇", "桃树村", "42028110100001001", "产业帮扶", "2023-03-08"],
    ]
    return whole(draft, with_sheet(draft, "措施", small_sheet(other)))


@case("sheet-twin", RF, "AW")
def _(draft: Draft) -> bytes:
    return with_sheet(draft, "Sheet9", draft.package()[SHEET])


@case("sheet-twin-hidden", RF, "AW", on=("person_month", "alleviated"))
def _(draft: Draft) -> bytes:
    return with_sheet(draft, "备份", draft.package()[SHEET], ' state="hidden"')


@case("sheet-twin-empty", A, "AW RF")
def _(draft: Draft) -> bytes:
    """A second sheet with the header only: last month's, emptied."""
    other = draft.copy()
    other.lines = other.lines[: other.first]
    return with_sheet(draft, "上月", other.package()[SHEET])


@case("sheet-split-by-village", RF, "AW A")
def _(draft: Draft) -> Sent:
    """The rows divided over two sheets: neither half may go without a word."""
    other, total = draft.copy(), len(draft.data)
    draft.lines = draft.lines[: draft.first + 4]
    other.lines = other.lines[: other.first] + other.lines[other.first + 4 :]
    other.inline = True
    return Sent(with_sheet(draft, "乙村", other.package()[SHEET]), draft.name, rows=total)


@case("chart-sheet-only", RF, on=("person_month", "working"))
def _(draft: Draft) -> bytes:
    parts = draft.package()
    parts[BOOK] = re.sub(
        rb"<sheet name=.*</sheets>", b'<sheet name="Chart1" sheetId="1" r:id="rId1"/></sheets>', parts[BOOK]
    )
    parts[SHEET] = b'<chartsheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    parts[TYPES] = parts[TYPES].replace(b"spreadsheetml.worksheet+xml", b"spreadsheetml.chartsheet+xml", 1)
    parts[RELATIONS] = parts[RELATIONS].replace(b"relationships/worksheet", b"relationships/chartsheet", 1)
    return zipped(parts)


@case("workbook-empty", RF)
def _(draft: Draft) -> bytes:
    draft.lines = []
    return draft.xlsx()


@case("workbook-no-sheets", RF, on=("person_month", "working"))
def _(draft: Draft) -> bytes:
    return part(draft, BOOK, {"<sheets>.*</sheets>": "<sheets/>"})


# -- rows ----------------------------------------------------------------------------------------------------------


@case("rows-hidden", AW, "A")
def _(draft: Draft) -> Sent:
    for line in draft.data[1:4]:
        line.attributes += ' hidden="1"'
    return whole(draft)


@case("rows-filtered", AW, "A")
def _(draft: Draft) -> Sent:
    """A filter is on: rows hidden, the filter's area told."""
    for line in draft.data[2:]:
        line.attributes += ' hidden="1"'
    last = letters(len(draft.fields) - 1)
    tag = f'<autoFilter ref="A{draft.header_at + 1}:{last}{len(draft.lines)}"><filterColumn colId="1"/></autoFilter>'
    draft.after = tag + draft.after
    return whole(draft)


@case("filter-buttons", A)
def _(draft: Draft) -> Sent:
    draft.after = f'<autoFilter ref="A{draft.header_at + 1}:C{len(draft.lines)}"/>' + draft.after
    return whole(draft)


@case("columns-hidden", AW, "A")
def _(draft: Draft) -> Sent:
    tag = '<col min="3" max="3" width="9" hidden="1" customWidth="1"/>'
    if "<cols>" in draft.before:
        draft.before = re.sub(r'<col min="3"[^>]*/>', tag, draft.before)
    else:
        draft.before += f"<cols>{tag}</cols>"
    return whole(draft)


@case("sheet-protected", A)
def _(draft: Draft) -> Sent:
    draft.after = '<sheetProtection password="CC1A" sheet="1" objects="1"/>' + draft.after
    return whole(draft)


@case("workbook-protected", A)
def _(draft: Draft) -> Sent:
    return whole(
        draft, part(draft, BOOK, {"<bookViews>": '<workbookProtection lockStructure="1"/><bookViews>'})
    )


@case("defined-names", A)
def _(draft: Draft) -> Sent:
    names = '<definedNames><definedName name="名单">#REF!</definedName><definedName name="_xlnm._FilterDatabase" hidden="1">A1</definedName></definedNames>'
    return whole(draft, part(draft, BOOK, {r"(<definedNames>.*?</definedNames>)?<calcPr": f"{names}<calcPr"}))


@case("conditional-formats", A)
def _(draft: Draft) -> Sent:
    draft.after = (
        '<conditionalFormatting sqref="A1:B9"><cfRule type="duplicateValues" priority="1"/></conditionalFormatting>'
        + draft.after
    )
    return whole(draft)


def merge(draft: Draft, area: str) -> None:
    if "<mergeCells" in draft.after:
        draft.after = draft.after.replace("</mergeCells>", f'<mergeCell ref="{area}"/></mergeCells>')
        draft.after = re.sub(r'<mergeCells count="\d+"', "<mergeCells", draft.after)
    else:
        draft.after = f'<mergeCells count="1"><mergeCell ref="{area}"/></mergeCells>' + draft.after


@case("merged-data", RR)
def _(draft: Draft) -> Sent:
    """The village written once over three rows."""
    place = draft.place("village")
    for index in (3, 4):
        draft.put("village", None, index)
    merge(draft, f"{letters(place)}{draft.row(2)}:{letters(place)}{draft.row(4)}")
    return whole(draft, at=(draft.row(3), None))


@case("merged-optional", RR, "AW")
def _(draft: Draft) -> Sent:
    """A column that may be empty merged over two rows: the second one's value is gone."""
    place = len(draft.fields) - 1
    draft.data[2].cells.extend([None] * (place + 1 - len(draft.data[2].cells)))
    draft.data[3].cells[place:] = []
    merge(draft, f"{letters(place)}{draft.row(2)}:{letters(place)}{draft.row(3)}")
    return whole(draft)


@case("merged-across", A, "AW RR")
def _(draft: Draft) -> Sent:
    """Two cells of the title merged sideways: no harm to the rows."""
    merge(draft, f"A{draft.header_at}:D{draft.header_at}") if draft.is_template else None
    return whole(draft)


@case("merged-header", RF, "AW")
def _(draft: Draft) -> bytes:
    """Two levels of header: groups above, some heads merged over both."""
    group = Line(["基本信息", *[None] * 4, "家庭情况"])
    draft.lines.insert(draft.header_at, group)
    draft.top_styles = {}
    merge(draft, f"A{draft.header_at + 1}:E{draft.header_at + 1}")
    merge(draft, f"F{draft.header_at + 1}:{letters(len(draft.fields) - 1)}{draft.header_at + 1}")
    head = draft.lines[draft.header_at + 1]
    for place in (0, 1):  # heads over both rows stand in the upper one
        group.cells[place], head.cells[place] = head.cells[place], None
        merge(draft, f"{letters(place)}{draft.header_at + 1}:{letters(place)}{draft.header_at + 2}")
    draft.after = re.sub(r'<mergeCell ref="A\d+:E\d+"/>', "", draft.after)
    draft.first += 1
    return draft.xlsx()


@case("merged-header-group", RF, "AW A")
def _(draft: Draft) -> Sent:
    """A row of groups above a whole header: the header is still whole."""
    draft.lines.insert(draft.header_at, Line(["基本信息", *[None] * 5, "其他"]))
    draft.top_styles = {}
    draft.after = re.sub(r"<mergeCells.*?</mergeCells>", "", draft.after)
    merge(draft, f"A{draft.header_at + 1}:F{draft.header_at + 1}")
    draft.first += 1
    return whole(draft)


@case("two-titles-merged", A, "AW")
def _(draft: Draft) -> Sent:
    draft.lines.insert(0, Line(["湖北省大冶市防止返贫监测"]))
    draft.top_styles = {}
    draft.header_at, draft.first = draft.header_at + 1, draft.first + 1
    draft.after = re.sub(r"<mergeCells.*?</mergeCells>", "", draft.after)
    draft.after = re.sub(r"<dataValidations.*?</dataValidations>", "", draft.after, flags=re.DOTALL)
    merge(draft, "A1:H1")
    merge(draft, "A2:H2")
    return whole(draft)


@case("header-far-down", A, "AW RF")
def _(draft: Draft) -> Sent:
    """Fifteen lines of instructions above the header."""
    for number in range(15):
        draft.lines.insert(0, Line([f"说明{number + 1}：请如实填写"]))
    draft.top_styles = {}
    draft.after = re.sub(r"<mergeCells.*?</mergeCells>", "", draft.after)
    draft.header_at, draft.first = draft.header_at + 15, draft.first + 15
    return whole(draft)


@case("table-shifted-right", A, "AW RF")
def _(draft: Draft) -> Sent:
    for line in draft.lines:
        line.cells.insert(0, None)
    draft.fields.insert(0, "")
    draft.styles.insert(0, "")
    draft.top_styles = {}
    draft.after = re.sub(r"<mergeCells.*?</mergeCells>", "", draft.after)
    return whole(draft)


@case("blank-row-inside", AW, "A")
def _(draft: Draft) -> Sent:
    count = len(draft.data)
    draft.lines.insert(draft.first + 2, Line([]))
    return whole(draft, rows=count)


@case("blank-rows-many", AW, "A")
def _(draft: Draft) -> Sent:
    """Two hundred empty rows in the middle: what stands below counts."""
    count = len(draft.data)
    draft.lines[draft.first + 3 : draft.first + 3] = [Line([EMPTY, EMPTY]) for _ in range(200)]
    return whole(draft, rows=count)


@case("row-numbers-jump", A, "AW")
def _(draft: Draft) -> Sent:
    """Rows of the sheet's XML leave out numbers, as hidden engines write them."""
    for index, line in enumerate(draft.data[4:], 5):
        line.number = draft.row(index) + 100
    return whole(draft)


@case("rows-out-of-order", A, "AW RF")
def _(draft: Draft) -> Sent:
    """The rows of the XML stand in another order than their numbers say."""
    parts = draft.package()
    text = parts[SHEET].decode()
    rows = re.findall(r"<row .*?</row>", text, re.DOTALL)
    parts[SHEET] = (
        text.replace(rows[-1] + "</sheetData>", "</sheetData>")
        .replace(rows[-2], rows[-1] + rows[-2])
        .encode()
    )
    return whole(draft, zipped(parts))


@case("row-number-twice", RF, "RR AW")
def _(draft: Draft) -> bytes:
    """Two rows of one number: parsers keep either."""
    last = len(draft.lines)
    return sheet(draft, {f'<row r="{last}"': f'<row r="{last - 1}"', rf'r="A{last}"': f'r="A{last - 1}"'})


@case("cell-twice", RF, "RR AW", on=("income_year", "working"))
def _(draft: Draft) -> bytes:
    """One cell told twice with different values."""
    row = draft.row(2)
    where = f"C{row}"
    return sheet(draft, {rf'(?=<c r="{where}")': f'<c r="{where}" t="inlineStr"><is><t>坳头村</t></is></c>'})


def word_row(draft: Draft, word: str, at: int, sums: bool = True) -> Sent:
    cells = draft.blank_line()
    cells[0] = word
    if sums:
        for role in ("money", "count", "wage", "amount"):
            if draft.has(role):
                cells[draft.place(role)] = 99999
    draft.lines.insert(at, Line(cells))
    return Sent(draft.xlsx(), draft.name, at=(at + 1, None), rows=len(draft.data))


@case("total-row", RR, "AW")
def _(draft: Draft) -> Sent:
    return word_row(draft, "合计", len(draft.lines))


@case("total-row-spaced", RR, "AW")
def _(draft: Draft) -> Sent:
    return word_row(draft, "合　计", len(draft.lines))


@case("total-in-second-column", RR, "AW")
def _(draft: Draft) -> Sent:
    sent = word_row(draft, "", len(draft.lines))
    draft.lines[-1].cells[0], draft.lines[-1].cells[1] = None, "总计"
    return Sent(draft.xlsx(), draft.name, at=sent.at, rows=sent.rows)


@case("total-row-on-top", RR, "AW")
def _(draft: Draft) -> Sent:
    """The total stands above the rows, under the header."""
    return word_row(draft, "合计", draft.first)


@case("subtotal-row", RR, "AW")
def _(draft: Draft) -> Sent:
    return word_row(draft, "小计", draft.first + 3)


@case("average-row", RR, "AW")
def _(draft: Draft) -> Sent:
    return word_row(draft, "平均", len(draft.lines))


@case("signature-row", RR, "AW")
def _(draft: Draft) -> Sent:
    return word_row(draft, "填表人：周试甲  审核人：吴试乙", len(draft.lines), sums=False)


@case("note-below", RR, "AW")
def _(draft: Draft) -> Sent:
    """Two empty rows, then remarks."""
    count = len(draft.data)
    draft.lines.append(Line([]))
    sent = word_row(draft, "注：数据截至11月30日，未含外出户。", len(draft.lines), sums=False)
    sent.rows = count + 1
    return sent


@case("unit-row", RR, "AW RF")
def _(draft: Draft) -> Sent:
    """A second line of the header that names units (元、人), and codes of columns."""
    cells = draft.blank_line()
    cells[1:4] = ["甲", "乙", "（元）"]
    draft.lines.insert(draft.first, Line(cells))
    return Sent(draft.xlsx(), draft.name, at=(draft.first + 1, None), rows=len(draft.data))


@case("number-row", RR, "AW RF")
def _(draft: Draft) -> Sent:
    """Numbers of the columns under the header (1, 2, 3 …), as printed forms have them."""
    draft.lines.insert(draft.first, Line([str(number + 1) for number in range(len(draft.fields))]))
    return Sent(draft.xlsx(), draft.name, at=(draft.first + 1, None), rows=len(draft.data))


@case("row-twice", RR, "AW RF")
def _(draft: Draft) -> Sent:
    draft.lines.append(Line(list(draft.data[1].cells)))
    return whole(draft, at=(len(draft.lines), None))


@case("only-the-first-column", RR, "AW")
def _(draft: Draft) -> Sent:
    """Numbers pulled down too far: rows with nothing but 序号."""
    count = len(draft.data)
    draft.lines += [Line([str(count + number)]) for number in range(1, 4)]
    return whole(draft, rows=None)


@case("example-left", A, "AW", on=FORMS)
def _(draft: Draft) -> Sent:
    return whole(draft)


@case("example-removed", A, "AW", on=FORMS)
def _(draft: Draft) -> Sent:
    del draft.lines[2]
    draft.first = 2
    return whole(draft)


@case("example-overwritten", AW, "RR RF", on=FORMS)
def _(draft: Draft) -> Sent:
    """The first row typed over the example, its mark left: said, never dropped in silence."""
    cells = list(draft.data[0].cells)
    draft.lines[2] = Line(["示例", *cells[1:]])
    draft.lines.pop(draft.first)
    return whole(draft, rows=None)


@case("numbers-removed", A, "AW", on=FORMS)
def _(draft: Draft) -> Sent:
    """The column 序号 is deleted."""
    for line in draft.lines[1:]:
        line.cells.pop(0)
    del draft.lines[2]
    draft.fields.pop(0)
    draft.styles.pop(0)
    draft.first, draft.top_styles = 2, {}
    return whole(draft)


# -- headers -------------------------------------------------------------------------------------------------------


def needed_column(draft: Draft) -> str:
    return "id_no" if "id_no" in draft.fields else {"project": "project_id"}.get(draft.table, "hh_id")


@case("header-missing", RF)
def _(draft: Draft) -> bytes:
    place = draft.place(needed_column(draft))
    for line in draft.lines[draft.header_at :]:
        line.cells[place : place + 1] = []
    return draft.xlsx()


@case("header-cell-blank", RF)
def _(draft: Draft) -> bytes:
    """The head of a needed column is empty, its cells are there."""
    draft.lines[draft.header_at].cells[draft.place(needed_column(draft))] = None
    return draft.xlsx()


@case("header-row-missing", RF)
def _(draft: Draft) -> bytes:
    del draft.lines[draft.header_at]
    draft.first -= 1
    return draft.xlsx()


@case("header-extra", AW, "A RF")
def _(draft: Draft) -> Sent:
    draft.lines[draft.header_at].cells.append("村里意见")
    for line in draft.data:
        line.cells.extend([None] * (len(draft.fields) - len(line.cells)) + ["同意"])
    return whole(draft)


@case("header-extra-in-the-middle", AW, "A RF")
def _(draft: Draft) -> Sent:
    for line in draft.lines[draft.header_at :]:
        line.cells.insert(3, None)
    draft.lines[draft.header_at].cells[3] = "核实情况"
    draft.fields.insert(3, "")
    draft.styles.insert(3, "")
    draft.top_styles = {}
    return whole(draft)


@case("header-extra-without-head", AW, "A RF RR")
def _(draft: Draft) -> Sent:
    """Notes written beside the table, in a column without a head."""
    draft.data[1].cells.extend([None] * (len(draft.fields) + 1 - len(draft.data[1].cells)) + ["待核"])
    return whole(draft)


@case("header-invisible", AW, "A RF")
def _(draft: Draft) -> Sent:
    head = draft.lines[draft.header_at].cells
    for place in range(1, len(head)):
        text = str(head[place])
        head[place] = (
            text[:1] + "\n" + text[1:],
            text + "\u3000",
            "\u200b" + text,
            f" {text} ",
            text[:1] + "\u00a0" + text[1:],
        )[place % 5]
    return whole(draft)


@case("header-fullwidth", A, "AW")
def _(draft: Draft) -> Sent:
    """Brackets and signs of full or half width, the other way round."""
    swap = str.maketrans("()（）/*", "（）()／＊")
    head = draft.lines[draft.header_at].cells
    head[:] = [str(text).translate(swap) for text in head]
    return whole(draft)


@case("header-without-stars", A, "AW", on=FORMS)
def _(draft: Draft) -> Sent:
    head = draft.lines[draft.header_at].cells
    head[:] = [str(text).rstrip("*") for text in head]
    return whole(draft)


SYNONYMS = {"id_no": "身份证号", "hh_id": "农户编码", "project_id": "项目代码"}


@case("header-synonym", RF, "AW")
def _(draft: Draft) -> bytes:
    name = needed_column(draft)
    draft.lines[draft.header_at].cells[draft.place(name)] = SYNONYMS[name]
    return draft.xlsx()


@case("header-typo", RF, "AW")
def _(draft: Draft) -> bytes:
    """One sign of the head is another one (编号 -> 偏号)."""
    place = draft.place(needed_column(draft))
    head = draft.lines[draft.header_at].cells
    head[place] = str(head[place]).replace("号", "呺")
    return draft.xlsx()


@case("header-twice", RR, "RF")
def _(draft: Draft) -> Sent:
    """The header again in the middle, as printed pages have it."""
    draft.lines.insert(draft.first + 3, Line(list(draft.lines[draft.header_at].cells)))
    return Sent(draft.xlsx(), draft.name, at=(draft.first + 4, None), rows=len(draft.data))


@case("title-and-header-twice", RR, "RF AW")
def _(draft: Draft) -> Sent:
    """Two tables under one another on one sheet, each with title and header."""
    top = [Line(list(line.cells)) for line in draft.lines[: draft.header_at + 1]]
    draft.lines[draft.first + 4 : draft.first + 4] = [Line([]), *top]
    return whole(draft, rows=None)


@case("column-twice", RF, "AW RR")
def _(draft: Draft) -> bytes:
    """One column comes twice with different values."""
    name = next(role for role in ("money", "wage", "amount", "enum") if draft.has(role))
    place = draft.place(name)
    for line in draft.lines[draft.header_at :]:
        line.cells.extend([None] * (len(draft.fields) - len(line.cells)))
        line.cells.append(line.cells[place])
    draft.data[2].cells[-1] = "1"
    return draft.xlsx()


@case("columns-reordered", A, "AW")
def _(draft: Draft) -> Sent:
    def turned(cells: list[object]) -> list[object]:
        filled = [*cells, *[None] * (len(draft.fields) - len(cells))]
        return [filled[0], *reversed(filled[1:])]

    for line in draft.lines[draft.header_at :]:
        line.cells = turned(line.cells)
    draft.styles = [draft.styles[0], *reversed(draft.styles[1:])]
    draft.top_styles = {}
    return whole(draft)


@case("optional-columns-dropped", A, "AW")
def _(draft: Draft) -> Sent:
    """Only the columns that must be filled are left."""
    head = draft.lines[draft.header_at].cells
    if not draft.is_template:
        return whole(draft)
    kept = [place for place, text in enumerate(head) if place == 0 or str(text).endswith("*")]
    for line in draft.lines[draft.header_at :]:
        line.cells = [line.cells[place] if place < len(line.cells) else None for place in kept]
    draft.styles = [draft.styles[place] for place in kept]
    draft.top_styles = {}
    return whole(draft)


@case("no-data-rows", RF, "AW")
def _(draft: Draft) -> bytes:
    draft.lines = draft.lines[: draft.first]
    return draft.xlsx()


@case("transposed", RF)
def _(draft: Draft) -> bytes:
    table = [draft.lines[draft.header_at].cells, *(line.cells for line in draft.data)]
    width = len(draft.fields)
    filled = [[*row, *[None] * (width - len(row))] for row in table]
    draft.lines = [
        *draft.lines[: draft.header_at],
        *(Line(list(column)) for column in zip(*filled, strict=True)),
    ]
    draft.first, draft.styles, draft.top_styles = draft.header_at + 1, [], {}
    return draft.xlsx()


@case("wrong-template", RF, "AW RR", on=FORMS)
def _(draft: Draft) -> bytes:
    """The rows and heads of another form pasted over this one."""
    from tests.intake.bad.bases import base

    other = base("project" if draft.table != "project" else "person_month")
    draft.lines[draft.header_at :] = other.lines[other.header_at :]
    draft.styles, draft.top_styles = [], {}
    return draft.xlsx()


@case("copied-into-a-new-workbook", A, "AW", on=FORMS)
def _(draft: Draft) -> Sent:
    """Header and rows pasted into a plain workbook: no identity, no title."""
    rows = [draft.lines[draft.header_at], *draft.data]
    plain = {name: content for name, content in draft.parts.items() if name != "docProps/custom.xml"}
    plain["_rels/.rels"] = re.sub(rb"<Relationship [^>]*custom-properties[^>]*/>", b"", plain["_rels/.rels"])
    plain[TYPES] = re.sub(rb'<Override PartName="/docProps/custom.xml"[^>]*/>', b"", plain[TYPES])
    plain[BOOK] = re.sub('<sheet name="(填表说明|_代码|_表样)"[^>]*/>'.encode(), b"", plain[BOOK])
    draft.parts, draft.lines, draft.header_at, draft.first = plain, rows, 0, 1
    draft.top_styles = {}
    draft.after = re.sub(r"<dataValidations.*?</dataValidations>", "", draft.after, flags=re.DOTALL)
    return whole(draft, said={"table": draft.table})


# -- cells of another kind -----------------------------------------------------------------------------------------


def money_role(draft: Draft) -> str:
    return next(role for role in ("money", "wage", "amount", "count") if draft.has(role))


NUMERIC = ("household_month", "income_year", "employment_month", "project", *EXPORTS)


def formula(draft: Draft, text: str, value: object, index: int = 2, kind: str = "") -> Sent:
    role = money_role(draft)
    draft.put(role, Raw(kind, f"<f>{text}</f><v>{value}</v>"), index)
    return whole(draft, at=(draft.row(index), draft.header(role)))


@case("formula-cached", AW, "A RR", on=NUMERIC)
def _(draft: Draft) -> Sent:
    return formula(draft, "4000+4000", draft.get(money_role(draft)))


@case("formula-shared", AW, "A RR", on=NUMERIC)
def _(draft: Draft) -> Sent:
    role = money_role(draft)
    old = [draft.get(role, index) for index in (2, 3)]
    area = f"{letters(draft.place(role))}{draft.row(2)}:{letters(draft.place(role))}{draft.row(3)}"
    draft.put(role, Raw("", f'<f t="shared" ref="{area}" si="0">1+1</f><v>{old[0]}</v>'), 2)
    draft.put(role, Raw("", f'<f t="shared" si="0"/><v>{old[1]}</v>'), 3)
    return whole(draft)


@case("formula-text-result", AW, "A RR", on=NUMERIC)
def _(draft: Draft) -> Sent:
    role = money_role(draft)
    return formula(draft, f'TEXT({draft.get(role)},"0")', draft.get(role), kind=' t="str"')


@case("formula-not-calculated", RR, "RF AW", on=NUMERIC)
def _(draft: Draft) -> Sent:
    """A formula without a cached value: written by a program, never opened by Excel. It is not 0 and not empty."""
    role = money_role(draft)
    draft.put(role, Raw("", "<f>4000+4000</f>"))
    return whole(draft, at=(draft.row(2), draft.header(role)))


@case("formula-external-cached", RR, "AW RF", on=NUMERIC)
def _(draft: Draft) -> Sent:
    return formula(draft, "[1]Sheet1!A1", draft.get(money_role(draft)))


@case("formula-external-path", RR, "AW RF", on=NUMERIC)
def _(draft: Draft) -> Sent:
    return formula(draft, "'D:\\\\报表\\\\[上月.xlsx]Sheet1'!$A$1", draft.get(money_role(draft)))


@case("formula-error", RR, on=NUMERIC)
def _(draft: Draft) -> Sent:
    return formula(draft, "1/0", "#DIV/0!", kind=' t="e"')


@case("formula-ref-error", RR, on=NUMERIC)
def _(draft: Draft) -> Sent:
    return formula(draft, "#REF!+1", "#REF!", kind=' t="e"')


@case("formula-webservice", RR, "AW RF", on=NUMERIC)
def _(draft: Draft) -> Sent:
    """A formula that would call out when the file is opened."""
    return formula(draft, 'WEBSERVICE("http://127.0.0.1:9/")', draft.get(money_role(draft)))


@case("error-text", RR, on=NUMERIC)
def _(draft: Draft) -> Sent:
    """#N/A as plain text: the error was pasted as a value."""
    role = money_role(draft)
    draft.put(role, "#N/A")
    return whole(draft, at=(draft.row(2), draft.header(role)))


@case("cell-boolean", RR, on=NUMERIC)
def _(draft: Draft) -> Sent:
    role = money_role(draft)
    draft.put(role, True)
    return whole(draft, at=(draft.row(2), draft.header(role)))


@case("hyperlink-cell", A, "AW", on=PEOPLE)
def _(draft: Draft) -> Sent:
    draft.after = draft.after.replace(
        "<pageMargins",
        f'<hyperlinks><hyperlink ref="C{draft.row(2)}" location="A1"/></hyperlinks><pageMargins',
        1,
    )
    return whole(draft)


@case("epoch-1904", A, "AW", on=("person_month", "project"))
def _(draft: Draft) -> Sent:
    role = "date"
    told = []
    for index in range(len(draft.data)):
        day = draft.get(role, index)
        draft.put(role, Raw("", f"<v>{(day - __import__('datetime').date(1904, 1, 1)).days}</v>"), index)
        told.append((draft.row(index), draft.roles[role], day))
    content = part(draft, BOOK, {"<workbookPr ": '<workbookPr date1904="1" '})
    return whole(draft, content, reads=tuple(told))


def name_item(draft: Draft, item: str) -> Sent:
    """Return the file with one name as a shared string of its own form."""
    name = str(draft.get("name"))
    parts = draft.package()
    old = f'<t xml:space="preserve">{name}</t></si>'.encode()
    if old not in parts[STRINGS]:
        old = f"<t>{name}</t></si>".encode()
    assert old in parts[STRINGS], name
    parts[STRINGS] = parts[STRINGS].replace(
        old, item.format(first=name[0], rest=name[1:]).encode() + b"</si>"
    )
    return whole(draft, zipped(parts), reads=((draft.row(2), draft.roles["name"], name),))


@case("rich-text-name", A, "AW", on=PEOPLE)
def _(draft: Draft) -> Sent:
    return name_item(draft, '<r><rPr><b/></rPr><t>{first}</t></r><r><t xml:space="preserve">{rest}</t></r>')


@case("phonetic-name", A, "AW", on=PEOPLE)
def _(draft: Draft) -> Sent:
    return name_item(
        draft, '<t>{first}{rest}</t><rPh sb="0" eb="1"><t>zhou</t></rPh><phoneticPr fontId="1"/>'
    )


@case("string-empty-items", A, "AW")
def _(draft: Draft) -> Sent:
    """Empty shared strings (``<si/>``, ``<si><t/></si>``) stand in optional cells."""
    parts = draft.package()
    count = parts[STRINGS].count(b"<si>")
    parts[STRINGS] = parts[STRINGS].replace(b"</sst>", b"<si/><si><t/></si></sst>")
    row, column = draft.row(2), letters(len(draft.fields))
    cells = f'<c r="{column}{row}" t="s"><v>{count}</v></c><c r="{letters(len(draft.fields) + 1)}{row}" t="s"><v>{count + 1}</v></c></row>'
    text = parts[SHEET].decode()
    start = text.index(f'<row r="{row}"')
    end = text.index("</row>", start)
    parts[SHEET] = (text[:end] + cells + text[end + 6 :]).encode()
    return whole(draft, zipped(parts))


@case("cdata-string", A, "AW RF", on=PEOPLE)
def _(draft: Draft) -> Sent:
    return name_item(draft, "<t><![CDATA[{first}{rest}]]></t>")


@case("entity-string", A, on=PEOPLE)
def _(draft: Draft) -> Sent:
    name = str(draft.get("name"))
    return name_item(draft, "<t>" + "".join(f"&#x{ord(sign):X};" for sign in name) + "</t>")


@case("boolean-as-t-b-in-text", RR, "AW A", on=("person_month", "household_month", "employment_month"))
def _(draft: Draft) -> Sent:
    """TRUE in a column that asks 是 or 否."""
    name = {"person_month": "in_household", "household_month": "is_no_labour", "employment_month": "working"}[
        draft.table
    ]
    draft.put(name, True)
    return whole(draft, at=(draft.row(2), draft.header(name)))


@case("everything-is-text", A, "AW")
def _(draft: Draft) -> Sent:
    """Every cell a text, days and money too: how systems export."""
    from tests.intake.bad.draft import as_text

    for line in draft.data:
        line.cells = [None if cell is None else as_text(cell) for cell in line.cells]
    return whole(draft)


@case("everything-is-general", AW, "A RR", on=("household_month", "income_year", "project"))
def _(draft: Draft) -> bytes:
    """Every number that could be one is one (months, years), formats cleared."""
    for line in draft.data:
        line.cells = [
            int(cell) if isinstance(cell, str) and re.fullmatch(r"[1-9]\d{0,10}", cell) else cell
            for cell in line.cells
        ]
    draft.styles = [""] * len(draft.styles)
    return draft.xlsx()


@case("numbers-with-17-digits", A, "AW", on=("income_year",))
def _(draft: Draft) -> Sent:
    """Sums of floats as Excel writes them: 20000.499999999996."""
    draft.put("operating", Raw("", "<v>20000.499999999996</v>"))
    draft.put("operating_expense", Raw("", "<v>4000.5000000000005</v>"))
    return whole(draft)


@case("added-drawing", A, "AW", on=("project",))
def _(draft: Draft) -> Sent:
    return whole(draft, added(draft, {"xl/drawings/drawing1.xml": b"<wsDr/>"}))
