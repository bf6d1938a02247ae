"""报告自核: a pasted or uploaded report is masked, read and checked; text and claims lead to each other."""

from __future__ import annotations

import html
import io
import re
from datetime import datetime
from pathlib import Path

import docx
import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from shouwang.config import PAGES
from shouwang.ui import report as reporting
from shouwang.ui.report_marks import lit, side_by_side
from tests.pages.opening import Open, texts
from tests.reports.scoring import text_of

PAGE = PAGES / "report.py"
DRAWN = "平安镇2023年工作总结\n全镇监测户60户199人，其中未消除风险44户136人，已消除风险15户63人。\n监测户张小雨，女，电话10012345678。"


def sent(test: AppTest, text: str) -> AppTest:
    test.text_area[0].set_value(text)
    next(one for one in test.button if one.label == "核对").click()
    test.run()
    assert not test.exception
    return test


def sides(test: AppTest) -> str:
    bodies = [str(getattr(one.proto, "body", "")) for one in test.get("html")]
    return next(body for body in bodies if 'class="rp"' in body)


def test_with_no_report_the_page_says_what_to_do_and_tries_an_example(
    demo_store: Path, run_page: Open
) -> None:
    test = run_page(PAGE, demo_store, "town:420281107")
    assert "还没有报告" in texts(test)
    test.button(key="report.example").click().run()
    assert not test.exception
    assert "44 + 15 = 59，报告写 60，相差 1户" in sides(test)


def test_a_pasted_report_is_masked_and_checked(demo_store: Path, run_page: Open) -> None:
    test = sent(run_page(PAGE, demo_store, "analyst"), DRAWN)
    said = texts(test)
    assert "44 + 15 = 59，报告写 60，相差 1户" in sides(test)
    assert "136 + 63 = 199" in sides(test)
    assert "已隐去个人信息2处(姓名1处、电话1处)" in said
    assert "张某某" in said
    assert test.text_area[0].value == ""
    everything = said + repr(dict(test.query_params)) + repr(test.session_state["shouwang.memory"])
    assert "小雨" not in everything
    assert "10012345678" not in everything


def test_claims_are_filtered_by_verdict_in_the_address(demo_store: Path, run_page: Open) -> None:
    test = sent(run_page(PAGE, demo_store, "analyst"), DRAWN)
    assert "= 相符" in sides(test)
    test.segmented_control[0].set_value("fails").run()
    assert test.query_params["verdict"] == "fails"
    assert "= 相符" not in sides(test)
    assert "≠ 不符" in sides(test)


@pytest.mark.parametrize(
    ("text", "told"), [("", "还没有文字"), ("监" * 200_001, "超过200,000字")], ids=["nothing", "too long"]
)
def test_what_cannot_be_checked_costs_a_sentence(
    text: str, told: str, demo_store: Path, run_page: Open
) -> None:
    test = sent(run_page(PAGE, demo_store, "analyst"), text)
    assert told in texts(test)


def test_a_text_without_figures_says_so(demo_store: Path, run_page: Open) -> None:
    assert "没有读出数字" in texts(sent(run_page(PAGE, demo_store, "analyst"), "今天天气很好。"))


def test_an_uploaded_file_is_read_and_a_picture_refused(demo_store: Path, run_page: Open) -> None:
    test = run_page(PAGE, demo_store, "analyst")
    test.file_uploader[0].upload("总结.txt", DRAWN.encode())
    sent(test, "")
    assert "44 + 15 = 59" in sides(test)
    again = run_page(PAGE, demo_store, "analyst")
    again.file_uploader[0].upload("总结.docx", b"\x89PNG\r\n\x1a\n")
    assert "这是图片" in texts(sent(again, ""))


def test_figures_of_a_township_stand_beside_the_snapshot_and_others_are_said_to_have_none(
    demo_store: Path, run_page: Open
) -> None:
    said = texts(sent(run_page(PAGE, demo_store, "town:420281101"), DRAWN.replace("平安镇", "保安镇")))
    assert "快照2023-1" in said
    assert "与快照不一致" in said
    assert "没有可以和快照比对的数字" in texts(sent(run_page(PAGE, demo_store, "town:420281101"), DRAWN))


@pytest.mark.parametrize("name", ["000", "001", "002", "011"])
def test_every_link_leads_to_a_place_and_the_text_stays_whole(name: str) -> None:
    held = reporting.check(text_of(name))
    spans = [(one.number_start, one.number_end) for one in held.report.items]
    body = side_by_side(held.text, spans, held.claims)
    ids = re.findall(r'id="([^"]+)"', body)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', body)) <= set(ids)
    assert all(f'href="#claim-{one.number}-text"' in body for one in held.claims)
    assert {one for one in ids if one.endswith("-text")} == {
        f"claim-{one.number}-text" for one in held.claims
    }
    left = body.split('<section class="rp-claims"')[0].split(">", 2)[2]
    plain = re.sub(r"<sup>.*?</sup>|<[^>]+>", "", left)
    assert re.sub(r"\s", "", html.unescape(plain)) == re.sub(r"\s", "", held.text)
    assert "<script" not in lit(spans, held.claims)


def test_words_of_a_report_are_never_markup() -> None:
    held = reporting.check("平安镇<script>alert(1)</script>监测户60户<b>199人，其中未消除44户，已消除16户。")
    body = side_by_side(
        held.text, [(one.number_start, one.number_end) for one in held.report.items], held.claims
    )
    assert "<script" not in body
    assert "<b>199" not in body


def test_the_downloads_hold_figures_verdicts_and_comments_and_nothing_personal() -> None:
    held = reporting.check(DRAWN)
    made = datetime(2023, 12, 1)  # noqa: DTZ001 — a day is enough
    document = docx.Document(io.BytesIO(reporting.document("报告自核", held, made)))
    assert [one.text for one in document.paragraphs] == held.text.split("\n")
    comments = [one.text for one in document.comments]
    wrong = next(one for one in held.claims if one.verdict == "不符")
    assert sum(wrong.sentence in one for one in comments) == len(wrong.places)
    figures = reporting.figures_frame(held.report.items)
    content = reporting._workbook("报告自核", held, figures, {}, figures.clear(), made)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert [sheet.max_row - 1 for sheet in book.worksheets[1:3]] == [len(held.claims), len(held.report.items)]
    cells = [str(cell) for sheet in book for row in sheet.values for cell in row]
    assert not [one for one in [*cells, *comments] if "小雨" in one or "10012345678" in one]
