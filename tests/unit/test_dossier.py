"""The file on one A4 page: what is written, what finds no room and says so, the same bytes for the same content."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from docx import Document
from docx.shared import Mm

from shouwang.exports import Block, dossier
from shouwang.exports.dossier import LINES, _lines, fitted

MADE = datetime(2023, 12, 1, 8, 0, tzinfo=UTC)


def _table(rows: int, **more: object) -> Block:
    told = [(f"2023-{i:02d}", "住院", f"{i}元") for i in range(rows)]
    return Block(f"表{rows}", told, ("日期", "内容", "金额"), more="另有{count}条。", **more)  # type: ignore[arg-type]


def _made(*blocks: Block) -> bytes:
    return dossier("农户档案", ["甲镇乙村"], blocks, footer="姓名已遮盖", made_at=MADE)


def test_what_is_given_stands_on_an_a4_page_in_two_columns() -> None:
    book = Document(io.BytesIO(_made(Block("基本情况", [("饮水: 是", "危房: 否")]), _table(2))))
    told = "\n".join(one.text for one in book.paragraphs)
    assert "农户档案\n甲镇乙村\n\n基本情况\n饮水: 是　危房: 否" in told
    assert [[cell.text for cell in row.cells] for row in book.tables[0].rows] == [
        ["日期", "内容", "金额"], ["2023-00", "住院", "0元"], ["2023-01", "住院", "1元"],
    ]  # fmt: skip
    size = (book.sections[-1].page_width, book.sections[-1].page_height)
    assert [round(length / Mm(1)) for length in size] == [210, 297]
    assert book.sections[-1].footer.paragraphs[0].text == "姓名已遮盖"
    assert 'w:num="2"' in book.element.xml


def test_the_longest_tables_lose_their_last_rows_until_all_find_room() -> None:
    # Title two, heads one: 100 rows take 103 lines, 10 rows take 13. 60 lines hold 13 + 47 = 13 + (2 + 1 + 1 note + 43 rows).
    longest, short = fitted([_table(100), _table(10)], 60)
    assert (len(longest.rows), longest.left, longest.note) == (43, 57, "另有57条。")
    assert (len(short.rows), short.note) == (10, "")
    assert _lines(longest) + _lines(short) == 60


def test_what_must_stay_stays_even_without_room() -> None:
    (kept,) = fitted([_table(10, least=8)], 5)
    assert len(kept.rows) == 8


def test_a_text_that_goes_over_two_lines_is_counted_twice() -> None:
    one, two = Block("甲", [("短",)]), Block("甲", [("长" * 60,)])
    assert _lines(two) == _lines(one) + 1


def test_a_file_with_far_too_much_is_cut_to_what_a_page_holds() -> None:
    blocks = [_table(60) for _ in range(10)]
    assert sum(map(_lines, fitted(blocks, LINES))) <= LINES
    book = Document(io.BytesIO(_made(*blocks)))
    assert sum(len(table.rows) for table in book.tables) < LINES
    assert "另有" in "\n".join(one.text for one in book.paragraphs)


def test_the_same_content_is_the_same_bytes() -> None:
    assert _made(_table(3)) == _made(_table(3))
    assert _made(_table(3)) != _made(_table(4))


def test_a_sign_that_a_program_would_act_on_stays_text() -> None:
    book = Document(io.BytesIO(_made(Block("甲", [("=HYPERLINK(1)",)]))))
    assert "=HYPERLINK(1)" in [one.text for one in book.paragraphs]


@pytest.mark.parametrize("rows", [0, 1])
def test_a_table_without_rows_still_has_its_headings(rows: int) -> None:
    assert len(Document(io.BytesIO(_made(_table(rows)))).tables[0].rows) == rows + 1
