"""Which sheet and rows of a file are the form, which form it is, and where its columns stand: found by content."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from shouwang.intake import cells
from shouwang.intake.forms import EXAMPLE_MARK, NUMBER_LABEL, Form, form_for, form_names
from shouwang.intake.kinds import ignored_headers, plain_header
from shouwang.intake.precheck import Refused
from shouwang.intake.reader import Sheet
from shouwang.intake.templates import HELP_SHEET, ID_SHEET, LISTS_SHEET

SEARCHED_ROWS = 20
_OURS = (HELP_SHEET, LISTS_SHEET, ID_SHEET)


@dataclass(frozen=True)
class Found:
    """The table inside a file: its form, sheet, header row (from 0) and the position of each field."""

    form: Form
    sheet: Sheet
    header_row: int
    positions: dict[str, int]
    headers: dict[str, str]
    unknown: tuple[str, ...]
    twice: tuple[str, ...]
    number_at: int | None

    @property
    def lines(self) -> Iterator[tuple[int, list[str]]]:
        """Yield (row number as Excel shows it, cells) of everything below the header."""
        for index in range(self.header_row + 1, len(self.sheet.rows)):
            yield index + 1, self.sheet.rows[index]


def find(sheets: list[Sheet], form: Form | None) -> Found:
    """Return the one table of a file.

    Raises:
        Refused: none, two of them, or nobody can tell of which kind.
    """
    candidates = [sheet for sheet in sheets if sheet.name not in _OURS and any(map(any, sheet.rows))]
    if form is None:
        form = _recognise(candidates)
    known = form.headers()
    found = [(sheet, row) for sheet in candidates if (row := _header_row(sheet, known)) is not None]
    if not found:
        needed = "、".join(f"“{one.label}”" for one in form.fields if one.required)
        raise Refused(f"没有找到“{form.table.label}”的表头(应有{needed}等列)。请用表样填写，或核对表头")
    if len(found) > 1:
        names = "、".join(f"“{sheet.name}”" for sheet, _ in found)
        raise Refused(f"有不止一张像是数据的工作表({names})，不知取哪一张。请只留一张再报")
    return _map(form, *found[0])


def plain(text: str) -> str:
    return plain_header(text).strip("*")


def _header_row(sheet: Sheet, known: Mapping[str, str]) -> int | None:
    """Return the row with the most known headers, if it has at least two (or all of a form with one)."""
    hits = [
        (len({known[text] for cell in row if (text := plain(cell)) in known}), -number)
        for number, row in enumerate(sheet.rows[:SEARCHED_ROWS])
    ]
    best = max(hits, default=(0, 0))
    return -best[1] if best[0] >= min(2, len(set(known.values()))) else None


def _recognise(sheets: list[Sheet]) -> Form:
    """Return the only form all of whose needed columns are there; of several, the one that explains the most headers."""
    whole: list[tuple[int, str]] = []
    nearest: tuple[float, str, list[str]] = (0.0, "", [])
    for name in form_names():
        form = form_for(name)
        known = form.headers()
        needed = {one.name for one in form.fields if one.required}
        for sheet in sheets:
            row = _header_row(sheet, known)
            have = (
                {known[plain(cell)] for cell in sheet.rows[row] if plain(cell) in known}
                if row is not None
                else set()
            )
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


def _map(form: Form, sheet: Sheet, header_row: int) -> Found:
    known = form.headers()
    positions: dict[str, int] = {}
    headers: dict[str, str] = {}
    unknown: list[str] = []
    twice: list[str] = []
    number_at = None
    texts = [plain(cell) for cell in sheet.rows[header_row]]
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
    return Found(
        form, sheet, header_row, positions, headers, tuple(unknown), tuple(dict.fromkeys(twice)), number_at
    )


def is_filled(line: list[str]) -> bool:
    return any(cell.strip() for cell in line)


def is_example(found: Found, line: list[str]) -> bool:
    place = found.number_at
    return place is not None and len(line) > place and cells.clean(line[place]) == EXAMPLE_MARK
