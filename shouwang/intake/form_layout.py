"""Which sheet and rows of a file are a form, which form it is, and where its columns stand: found by content."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from shouwang.intake.cell_reader import is_needed
from shouwang.intake.forms import NUMBER_LABEL, Form, form_for, form_names
from shouwang.intake.kinds import ignored_headers, plain_header
from shouwang.intake.layout import SEARCHED_ROWS, Layout, plain, shown
from shouwang.intake.precheck import Refused
from shouwang.intake.reader import Sheet
from shouwang.intake.templates import HELP_SHEET, ID_SHEET, LISTS_SHEET

_OURS = (HELP_SHEET, LISTS_SHEET, ID_SHEET)


@dataclass(frozen=True)
class Head:
    """The first lines of a sheet that may be a form, as plain headers."""

    sheet: Sheet
    lines: list[list[str]]


def heads(sheets: list[Sheet]) -> list[Head]:
    """Return the sheets that hold anything and are no help or list of ours."""
    return [
        Head(sheet, [[plain(cell) for cell in line] for line in sheet.lines(SEARCHED_ROWS)])
        for sheet in sheets
        if sheet.name not in _OURS and not sheet.cells.is_empty()
    ]


def find(sheets: list[Head], form: Form, *, month: date | None = None, area: str | None = None) -> Layout:
    """Return where a form stands in a file; what the sender says (month, area) need not be asked in columns.

    Raises:
        Refused: nowhere, or in two sheets.
    """
    known = form.headers()
    found = [(one, row) for one in sheets if (row := _header_row(one, known)) is not None]
    if not found:
        needed = "、".join(f"“{one.label}”" for one in form.fields if one.required)
        raise Refused(f"没有找到“{form.table.label}”的表头(应有{needed}等列)。请用表样填写，或核对表头")
    if len(found) > 1:
        names = "、".join(f"“{shown(one.sheet.name)}”" for one, _ in found[:5])
        raise Refused(f"有不止一张像是数据的工作表({names})，不知取哪一张。请只留一张再报")
    return _map(form, *found[0], month, area)


def _header_row(head: Head, known: Mapping[str, str]) -> int | None:
    """Return the row (from 0) with the most known headers, if it has at least two (or all of a form with one)."""
    hits = [
        (len({known[text] for text in line if text in known}), -place)
        for place, line in enumerate(head.lines)
    ]
    best = max(hits, default=(0, 0))
    return -best[1] if best[0] >= min(2, len(set(known.values()))) else None


def recognise(sheets: list[Head]) -> Form:
    """Return the only form all of whose needed columns are there; of several, the one that explains the most headers.

    Raises:
        Refused: none, or more than one.
    """
    whole: list[tuple[int, str]] = []
    nearest: tuple[float, str, list[str]] = (0.0, "", [])
    for name in form_names():
        form = form_for(name)
        known = form.headers()
        needed = {one.name for one in form.fields if one.required}
        for head in sheets:
            row = _header_row(head, known)
            have = {known[text] for text in head.lines[row] if text in known} if row is not None else set()
            missing = needed - have
            if not missing:
                whole.append((len(have), name))
            elif needed:
                share = len(needed & have) / len(needed)
                nearest = max(nearest, (share, name, [form.field(one).label for one in sorted(missing)]))
    best = [name for hits, name in whole if hits == max(whole)[0]]
    if len(set(best)) == 1:
        return form_for(best[0])
    if best:
        labels = "、".join(f"{name}({form_for(name).table.label})" for name in dict.fromkeys(best))
        raise Refused(f"看不出是哪一张表，可能是{labels}。请用 --table 指明")
    hint = ""
    if nearest[0] >= 0.5:
        lacking = "、".join(f"“{label}”" for label in nearest[2])
        hint = f"最像“{form_for(nearest[1]).table.label}”，但缺少{lacking}列。"
    raise Refused(f"看不出是哪一张表。{hint}请用表样填写，或用 --table 指明")


def _map(form: Form, head: Head, row: int, month: date | None, area: str | None) -> Layout:
    known = form.headers()
    positions: dict[str, int] = {}
    headers: dict[str, str] = {}
    unknown: list[str] = []
    twice: list[str] = []
    number_at = None
    texts = head.lines[row]
    # A form may ask for a 序号 itself: then only the first of two is the number of the line.
    is_numbered = NUMBER_LABEL not in known or texts.count(NUMBER_LABEL) > 1
    for position, text in enumerate(texts):
        name = known.get(text)
        if text == NUMBER_LABEL and number_at is None and is_numbered:
            number_at = position
        elif name is None and text in ignored_headers():
            continue
        elif name is None:
            if text:
                (twice if text in unknown else unknown).append(text)
        elif name in positions:
            twice.append(text)
        else:
            positions[name], headers[name] = position, text
    return Layout(
        form.kind, head.sheet, row + 1, form.fields, positions, headers, tuple(unknown), tuple(dict.fromkeys(twice)),
        _missing(form, positions, unknown, month, area), form, number_at, labels=tuple(texts),
    )  # fmt: skip


def _missing(
    form: Form, positions: Mapping[str, int], unknown: list[str], month: date | None, area: str | None
) -> tuple[str, ...]:
    found = []
    for one in form.fields:
        if one.name in positions or not is_needed(form, one, month, area):
            continue
        close = [
            text for text in unknown if difflib.get_close_matches(text, [plain_header(one.label)], cutoff=0.4)
        ]
        hint = f"；“{shown(close[0])}”像是它，请改成“{one.label}”" if close else ""
        found.append(f"缺少“{one.label}”列{hint}。整份文件没有采用，请用表样填写再报。")
    return tuple(found)
