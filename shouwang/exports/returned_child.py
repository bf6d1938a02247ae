"""The writer of returned workbooks, alone in a process with limits. Run by path; imports nothing of ours.

    returned_child.py FOLDER

FOLDER holds ``job.json`` (see ``returned``) and ``original``, or the cells of its sheets as Arrow files; what is made is
``returned.xlsx``. Mode ``mark`` changes the workbook itself, ``write`` makes one anew from the cells. Texts stay texts,
whatever they begin with.
"""

import json
import resource
import sys
import warnings
from pathlib import Path
from typing import Any

MB = 1024 * 1024
MEMORY, SECONDS, LARGEST = 1536 * MB, 50, 400 * MB
FILLS = {"reject_file": "FFC7CE", "reject_row": "FFC7CE", "warning": "FFEB9C"}
LINES = {"reject_file": "C00000", "reject_row": "C00000", "warning": "7F6000"}
WIDTHS = (14, 10, 24, 10, 90, 12)
COMMENTED, LONGEST = 30_000, 1_000
NUMBER, BOOL = 1, 2
SAFE = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
Job = dict[str, Any]


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST, LARGEST))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def heads(job: Job) -> list[str]:
    return [job["words"][word] for word in ("town", "row", "column", "level", "message", "go")]


def line(job: Job, one: Job) -> list[Any]:
    return [one["town"], one["row"], one["column"], job["words"][one["level"]], one["message"]]


def letters(column: int) -> str:
    found, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        found = chr(65 + digit) + found
    return found


def address(sheet: str, at: list[int]) -> str:
    return f"'{sheet.replace(chr(39), chr(39) * 2)}'!{letters(at[1])}{at[0]}"


# -- the workbook itself -------------------------------------------------------------------------------------------


def mark(home: Path, job: Job) -> None:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what cannot be kept of a stranger's workbook
        with (home / "original").open("rb") as stream:
            book = openpyxl.load_workbook(stream)
    sheet = book[job["sheet"]]
    forget(book, sheet, job)
    colour(sheet, job)
    listing(book, job)
    book.save(home / "returned.xlsx")


def forget(book: Any, sheet: Any, job: Job) -> None:
    """Take away what an earlier return left: the list, its comments and colours."""
    from openpyxl.styles import Border, PatternFill

    title = job["words"]["sheet"]
    if title in book.sheetnames and book.sheetnames.index(title) == 0 and len(book.sheetnames) > 1:
        del book[title]
    for row in sheet.iter_rows():
        for cell in row:
            if cell.comment is not None and cell.comment.author == job["words"]["author"]:
                cell.comment, cell.fill, cell.border = None, PatternFill(), Border()


def colour(sheet: Any, job: Job) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Border, PatternFill, Side

    fills = {level: PatternFill("solid", fgColor=colour) for level, colour in FILLS.items()}
    borders = {}
    for (
        level,
        tone,
    ) in LINES.items():  # to be seen on paper without colours: thick where refused, dashed where warned
        side = Side("mediumDashed" if level == "warning" else "thick", color=tone)
        borders[level] = Border(left=side, right=side, top=side, bottom=side)
    covered = {
        (row, column): (area.min_row, area.min_col)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    } if sheet.merged_cells.ranges else {}  # fmt: skip
    for row, column, level, text in job["marks"]:
        cell = sheet.cell(*covered.get((row, column + 1), (row, column + 1)))
        cell.fill, cell.border = fills[level], borders[level]
        cell.comment = Comment(text[:LONGEST], job["words"]["author"], height=110, width=320)


def listing(book: Any, job: Job) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.worksheet.hyperlink import Hyperlink

    page = book.create_sheet(job["words"]["sheet"], 0)
    for number, note in enumerate(job["notes"], 1):
        put(page, number, 1, note).font = Font(bold=number == 1, size=14 if number == 1 else 11)
    top = len(job["notes"]) + 2
    for place, head in enumerate(heads(job), 1):
        cell = put(page, top, place, head)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DCE6F1")
        page.column_dimensions[letters(place - 1)].width = WIDTHS[place - 1]
    wrap, blue = Alignment(wrap_text=True, vertical="top"), Font(color="0563C1", underline="single")
    for number, one in enumerate(job["list"], top + 1):
        for place, value in enumerate(line(job, one), 1):
            cell = put(page, number, place, value)
            if place == 5:
                cell.alignment = wrap
        page.cell(number, 4).fill = PatternFill("solid", fgColor=FILLS[one["level"]])
        if one["at"]:
            cell = put(page, number, 6, job["words"]["go_there"])
            cell.hyperlink = Hyperlink(ref=f"F{number}", location=address(job["sheet"], one["at"]))
            cell.font = blue
    page.freeze_panes = f"A{top + 1}"
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False


def put(page: Any, row: int, column: int, value: Any) -> Any:
    cell = page.cell(row, column)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # never a formula
    return cell


# -- a workbook from the cells -------------------------------------------------------------------------------------


def write(home: Path, job: Job) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(home / "returned.xlsx"), {**SAFE, "tmpdir": str(home)})
    for key, value in job["properties"].items():
        book.set_custom_property(key, value, "text")
    list_anew(book, job)
    for about in job["sheets"]:
        page = book.add_worksheet(about["name"])
        if about["state"] != "visible":
            page.hide() if about["state"] == "hidden" else page.very_hidden()
        cells(book, page, home, about, job if about["name"] == job["sheet"] else None)
    book.close()


def list_anew(book: Any, job: Job) -> None:
    page = book.add_worksheet(job["words"]["sheet"])
    bold, head = (
        book.add_format({"bold": True, "font_size": 14}),
        book.add_format({"bold": True, "bg_color": "#DCE6F1"}),
    )
    wrap, link = (
        book.add_format({"text_wrap": True, "valign": "top"}),
        book.add_format({"font_color": "#0563C1", "underline": 1}),
    )
    levels = {level: book.add_format({"bg_color": f"#{tone}"}) for level, tone in FILLS.items()}
    for place, width in enumerate(WIDTHS):
        page.set_column(place, place, width)
    top = len(job["notes"]) + 1
    page.freeze_panes(top + 1, 0)
    for number, note in enumerate(job["notes"]):
        page.write_string(number, 0, note, bold if number == 0 else None)
    for place, text in enumerate(heads(job)):
        page.write_string(top, place, text, head)
    for number, one in enumerate(job["list"], top + 1):
        town, row, column, level, message = line(job, one)
        page.write_string(number, 0, town)
        if row is not None:
            page.write_number(number, 1, row)
        page.write_string(number, 2, column)
        page.write_string(number, 3, level, levels[one["level"]])
        page.write_string(number, 4, message, wrap)
        if one["at"]:
            page.write_url(
                number, 5, f"internal:{address(job['sheet'], one['at'])}", link, job["words"]["go_there"]
            )


def cells(book: Any, page: Any, home: Path, about: Job, job: Job | None) -> None:
    import polars as pl

    frame = pl.read_ipc(home / about["file"])
    width = about["width"]
    plain = book.add_format({"num_format": "@"})
    forms = {
        level: book.add_format(
            {
                "num_format": "@",
                "bg_color": f"#{tone}",
                "border": 8 if level == "warning" else 5,
                "border_color": f"#{LINES[level]}",
            }
        )
        for level, tone in FILLS.items()
    }
    marks: dict[int, dict[int, tuple[str, str]]] = {}
    header = job["header_row"] if job else 0
    for row, column, level, text in (job or {"marks": []})["marks"]:
        marks.setdefault(row, {})[column] = (level, text)
    page.set_column(0, max(width - 1, 0), 14, plain)
    if header:
        page.freeze_panes(header, 0)
    texts, kinds = [f"t{n}" for n in range(width)], [f"k{n}" for n in range(width)]
    comments = 0
    for row, *found in frame.select("row", *texts, *kinds).iter_rows():
        here = marks.get(row, {})
        for column in range(width):
            text, kind = found[column], found[width + column]
            level = here.get(column)
            if text or level:
                put_anew(page, row - 1, column, text, kind, forms[level[0]] if level else None)
            if level and comments < COMMENTED:
                comments += 1
                page.write_comment(
                    row - 1,
                    column,
                    level[1][:LONGEST],
                    {"author": (job or {})["words"]["author"], "width": 320, "height": 110},
                )


def put_anew(page: Any, row: int, column: int, text: str, kind: int, form: Any) -> None:
    if kind == NUMBER:
        try:
            page.write_number(row, column, float(text), form)
        except (ValueError, TypeError):
            page.write_string(row, column, text, form)
    elif kind == BOOL:
        page.write_boolean(row, column, text == "TRUE", form)
    elif text:
        page.write_string(row, column, text[:32_767], form)
    else:
        page.write_blank(row, column, None, form)


if __name__ == "__main__":
    limit()
    folder = Path(sys.argv[1])
    asked: Job = json.loads((folder / "job.json").read_text("utf-8"))
    {"mark": mark, "write": write}[asked["mode"]](folder, asked)
