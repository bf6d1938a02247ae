"""问题整改 and 专项行动 as they are met: the report's figures, proof, annexes by role, a county that lacks the tables."""

from __future__ import annotations

import io
import json
import re
import shutil
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from shouwang import exports, queries
from shouwang.access.viewers import viewer_named
from shouwang.config import PAGES
from shouwang.store import Store
from shouwang.ui.annexes import ANNEXES, annex_form
from shouwang.ui.areas import areas_for
from shouwang.ui.view import Page
from tests.pages.opening import Open, texts

ISSUES, CAMPAIGN = PAGES / "issues.py", PAGES / "campaign.py"
LIURENBA, BAOAN, VILLAGE = "420281107", "420281101", "420281107201"


def _table(test: AppTest, first: str) -> list[list[str]]:
    """Return the cells of the table whose first heading is this."""
    for element in test.get("html"):
        body = element.proto.body  # type: ignore[attr-defined]
        if re.search(rf"<th[^>]*>{first}</th>", body):
            rows = re.findall(r"<tr>(.*?)</tr>", body, re.S)
            cells = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.S) for row in rows]
            return [[re.sub(r"<[^>]+>", "", cell) for cell in row] for row in cells]
    raise AssertionError(first)


def _annexes(test: AppTest) -> list[str]:
    labels = [one.proto.label for one in test.get("download_button")]  # type: ignore[attr-defined]
    return [label for label in labels if label.startswith("附件")]


def _page(store: Path, who: str, area: str) -> Page:
    snapshot = Store.open(store).snapshot()
    viewer = viewer_named(who, "420281")
    months = (date(2023, 10, 1), date(2023, 11, 1))
    areas = areas_for(viewer, snapshot)
    return Page("issues", "问题整改", viewer, snapshot, areas, area, months[-1], months, {}, ())


def test_liurenba_shows_the_five_sources_of_its_report(demo_store: Path, run_page: Open) -> None:
    rows = _table(run_page(ISSUES, demo_store, f"town:{LIURENBA}"), "来源")
    of_year = {row[0]: (row[2], row[4], row[5]) for row in rows[1:]}  # found this year, closed, without proof
    assert of_year == {
        "省级后评估": ("13", "13", "0"), "县级短板排查": ("11", "11", "0"), "国家考核评估": ("5", "5", "0"),
        "自查自纠": ("1", "1", "0"), "中央通报": ("3", "3", "0"), "合计": ("33", "33", "0"),
    }  # fmt: skip


def test_what_is_closed_without_proof_is_told_and_listed(demo_store: Path, run_page: Open) -> None:
    test = run_page(ISSUES, demo_store, "analyst", what="unproved")
    warned = [one.value for one in test.warning]
    snapshot = Store.open(demo_store).snapshot()
    viewer = viewer_named("analyst", "420281")
    listed = queries.run(
        "issues/annex_ledger", viewer=viewer, snapshot=snapshot, area="420281", month=date(2023, 11, 1)
    )
    lacking = {"no_evidence", "no_check", "no_evidence_no_check"}
    unproved = [row["issue_id"] for row in listed.iter_rows(named=True) if row["note"] in lacking]
    assert unproved
    assert any(f"{len(unproved)}个缺佐证或没有核验" in one for one in warned)
    shown = [row[0] for row in _table(test, "问题编号")[1:]]
    assert set(unproved) <= {*shown, *(row[0] for row in _ledger(test))}


def _ledger(test: AppTest) -> list[list[str]]:
    """Return the rows of the last table that begins with 问题编号: the list at the page's foot."""
    found = [one.proto.body for one in test.get("html") if ">问题编号</th>" in one.proto.body]  # type: ignore[attr-defined]
    rows = re.findall(r"<tr>(.*?)</tr>", found[-1], re.S)
    return [
        [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.S)]
        for row in rows[1:]
    ]


@pytest.mark.parametrize("one", ["problems", "tasks", "duties", "deadlines"])
def test_the_four_lists_show_the_same_problems(demo_store: Path, run_page: Open, one: str) -> None:
    first = _ledger(run_page(ISSUES, demo_store, f"town:{BAOAN}"))
    again = _ledger(run_page(ISSUES, demo_store, f"town:{BAOAN}", list=one))
    assert [row[0] for row in again] == [row[0] for row in first]
    assert len(first) == 13 + 2


def test_names_of_officials_are_masked_in_the_list_of_duties(demo_store: Path, run_page: Open) -> None:
    people = {
        cell for row in _ledger(run_page(ISSUES, demo_store, "analyst", list="duties")) for cell in row[4:6]
    }
    assert people
    assert all("*" in name for name in people)


def test_a_county_leader_gets_the_ledger_and_no_list_of_households(demo_store: Path, run_page: Open) -> None:
    assert _annexes(run_page(ISSUES, demo_store, "county_leader")) == ["附件1 问题排查整改台账"]
    assert len(_annexes(run_page(ISSUES, demo_store, "analyst"))) == 3
    assert len(_annexes(run_page(ISSUES, demo_store, f"town:{BAOAN}"))) == 3


@pytest.mark.parametrize("one", ANNEXES)
@pytest.mark.parametrize("area", [BAOAN, f"{BAOAN}201"])
def test_an_annex_holds_the_rows_of_its_area_in_words_and_masks_names(
    demo_store: Path, one: str, area: str
) -> None:
    page = _page(demo_store, f"town:{BAOAN}", area)
    form = annex_form(page, one)
    content = exports.office_form(form, made_at=datetime.fromisoformat(page.snapshot.manifest.created_at))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[1][0] == form.title
    assert "2023年" in form.title
    asked = page.ask(f"issues/annex_{one}", area=area, month=page.month)
    assert [row[0] for row in rows[4:]][: asked.height] == list(range(1, asked.height + 1))
    heads = rows[3]
    told = " ".join(str(cell) for row in rows[4:] for cell in row if cell is not None)
    assert not re.search(r"\b[a-z]+_[a-z]+\b", told)  # no code is left
    for head in ("户主姓名", "责任人"):
        if head in heads:
            names = [row[heads.index(head)] for row in rows[4 : 4 + asked.height]]
            assert all(name is None or "*" in str(name) for name in names)
    assert any("签字(盖章)" in str(row[0]) for row in rows)


def test_an_annex_names_the_campaign_of_its_month(demo_store: Path) -> None:
    form = annex_form(_page(demo_store, "analyst", BAOAN), "ledger")
    assert form.title == "2023年保安镇巩固拓展脱贫攻坚成果秋季攻势行动工作问题排查整改台账"
    visits = annex_form(_page(demo_store, "analyst", BAOAN), "visits")
    assert visits.title == "2023年大冶市巩固拓展脱贫攻坚成果秋季攻势入户核查表"


def _without(store: Path, target: Path, *tables: str) -> Path:
    """Return a copy of a store in which no row of these tables was ever published."""
    shutil.copytree(store, target)
    for table in tables:
        shutil.rmtree(target / "objects" / table, ignore_errors=True)
    from shouwang.store.manifest import seal_of

    for path in (target / "manifests").glob("*.json"):
        told = json.loads(path.read_text("utf-8"))
        told.pop("seal", None)
        told["files"] = {key: one for key, one in told["files"].items() if key.split("/")[0] not in tables}
        path.chmod(0o644)
        path.write_text(json.dumps({**told, "seal": seal_of(told)}, ensure_ascii=False), "utf-8")
    return target


@pytest.mark.parametrize("area", ["420281", LIURENBA, VILLAGE])
def test_a_county_without_a_ledger_is_told_so_and_still_has_its_annexes(
    demo_store: Path, run_page: Open, tmp_path: Path, area: str
) -> None:
    store = _without(demo_store, tmp_path / "county", "issue_rectification")
    test = run_page(ISSUES, store, "analyst", area=area)
    assert not test.exception
    said = "没有写明是" if area == VILLAGE else "没有问题整改台账"
    assert said in texts(test)
    assert len(_annexes(test)) == 3
    assert not test.get("plotly_chart")


@pytest.mark.parametrize("area", ["420281", LIURENBA, VILLAGE])
def test_a_county_without_campaigns_still_sees_the_four_risks(
    demo_store: Path, run_page: Open, tmp_path: Path, area: str
) -> None:
    tables = ("campaign", "campaign_milestone", "campaign_aspect", "campaign_task", "petition")
    store = _without(demo_store, tmp_path / "county", *tables)
    test = run_page(CAMPAIGN, store, "analyst", area=area)
    assert not test.exception
    said = texts(test)
    assert "没有已经开始的专项行动" in said
    if area != VILLAGE:
        assert all(risk in said for risk in ("产业失败", "搬迁稳不住", "小额信贷收不回", "信访舆情"))
        assert "没有上报" in said  # petitions


def test_sixteen_aspects_stand_on_the_board_with_a_sign_for_each_cell(
    demo_store: Path, run_page: Open
) -> None:
    test = run_page(CAMPAIGN, demo_store, "analyst")
    rows = _table(test, "区域")
    assert len(rows[0]) == 1 + 16
    cells = [cell for row in rows[1:] for cell in row[1:]]
    assert all(cell[0] in "✓○!" for cell in cells)
    assert all("超期" in cell for cell in cells if cell[0] == "!")
    assert all((done := cell[1:].split("/"))[0] == done[1] for cell in cells if cell[0] == "✓")


def test_another_campaign_is_chosen_by_the_address_and_an_unknown_one_explained(
    demo_store: Path, run_page: Open
) -> None:
    spring = run_page(CAMPAIGN, demo_store, "analyst", campaign="BRXD2023")
    assert "百日行动" in [one.value for one in spring.subheader][1]
    unknown = run_page(CAMPAIGN, demo_store, "analyst", campaign="nothing")
    assert "“nothing”" in texts(unknown)
    before = run_page(CAMPAIGN, demo_store, "analyst", month="2022-05")
    assert "到2022年5月底没有已经开始的专项行动" in texts(before)


def test_a_township_head_sees_only_the_own_township_on_the_board(demo_store: Path, run_page: Open) -> None:
    said = texts(run_page(CAMPAIGN, demo_store, f"town:{LIURENBA}"))
    assert "刘仁八镇共" in said
    assert "金牛" not in said


def test_each_risk_opens_its_card_or_the_petitions_that_wait(demo_store: Path, run_page: Open) -> None:
    opened = []
    for number in range(1, 5):
        test = run_page(CAMPAIGN, demo_store, "analyst")
        test.button(key=f"open-risk.{number}").click().run()
        assert not test.exception
        opened.append(test.query_params.get("card") or test.query_params.get("rows"))
    assert [one if isinstance(one, str) else one[0] for one in opened] == [
        "industry_risk.failed_with_alleviated", "relocation_occupancy", "loan_overdue_rate", "petitions_waiting",
    ]  # fmt: skip


def test_the_petitions_of_the_tile_are_those_that_are_listed(demo_store: Path, run_page: Open) -> None:
    said = texts(run_page(CAMPAIGN, demo_store, "analyst"))
    viewer = viewer_named("analyst", "420281")
    snapshot = Store.open(demo_store).snapshot()
    listed = queries.run(
        "rows/petitions_waiting", viewer=viewer, snapshot=snapshot, area="420281", month=date(2023, 11, 1)
    )
    assert f">{listed.height}件<" in said
