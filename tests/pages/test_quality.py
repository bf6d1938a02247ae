"""数据质量: three scores that tie with the rows behind them, drilled by rule, township and month; the page of every rule."""

from __future__ import annotations

import re
import shutil
import time
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from shouwang import rules
from shouwang.config import PAGES
from shouwang.schema import TABLES
from shouwang.store import Store, parquet
from shouwang.ui import quality
from tests.pages import opening
from tests.pages.opening import Open

LIURENBA, BAOAN = "420281107", "420281101"
PAGE = PAGES / "quality.py"
NOV, OCT = "2023-11", "2023-10"


def texts(test: AppTest) -> str:
    return "\n".join([opening.texts(test), *(one.value for one in test.subheader)])


def fault(rule: str, town: str, hh: str, **more: object) -> dict[str, object]:
    known = rules.rule(rule)
    ordinary = {
        "stat_month": date(2023, 11, 1), "rule_id": rule, "level": known.level, "town_code": town,
        "division_code": f"{town}201", "hh_key": hh, "object_key": hh, "fault_no": 1, "table_name": known.table,
        "column_name": known.column, "source_id": "drawn", "source_row": 7, "message": "填的是 3，应为 4，请核对。",
        "is_exempt": False,
    }  # fmt: skip
    return {**ordinary, **more}


def with_faults(store: Path, folder: Path, faults: list[dict[str, object]]) -> Path:
    """Return a copy of a store whose newest version has exactly these faults (no fault where none is drawn)."""
    shutil.copytree(store, folder / "county")
    county = Store.open(folder / "county")
    spec = TABLES["rule_fault"]
    drawn = (
        pl.DataFrame(faults, schema=spec.polars_schema) if faults else pl.DataFrame(schema=spec.polars_schema)
    )
    with county.stage() as staging:
        for part in county.snapshot().months():
            month = date.fromisoformat(f"{part}-01")
            staging.add("rule_fault", part, drawn.filter(pl.col("stat_month") == month))
        staging.commit(author="tests", reason="drawn faults")
    return county.root


def two_homes(store: Path, town: str) -> list[str]:
    path = Store.open(store).snapshot().files("household_month")[-1]
    return list(parquet.read(path).filter(pl.col("town_code") == town)["hh_key"].sort().head(2))


@pytest.fixture(scope="module")
def county(demo_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five faults: N01 twice in 刘仁八镇 (one stands since October) and once exempt; B01 in 保安镇, in two households."""
    mine, theirs = two_homes(demo_store, LIURENBA), two_homes(demo_store, BAOAN)
    return with_faults(
        demo_store,
        tmp_path_factory.mktemp("quality"),
        [
            fault("N01", LIURENBA, mine[0], stat_month=date(2023, 10, 1)),
            fault("N01", LIURENBA, mine[0]),
            fault("N01", LIURENBA, mine[1]),
            fault("N01", LIURENBA, mine[1], fault_no=2, is_exempt=True),
            fault("B01", BAOAN, theirs[0]),
            fault("B01", BAOAN, theirs[1]),
        ],
    )


def test_the_three_scores_stand_apart_each_with_its_faults_and_rows(county: Path, run_page: Open) -> None:
    said = texts(run_page(PAGE, county, "county_leader"))
    for group in quality.GROUPS:
        assert rules.GROUPS[group] in said
    # N01 and B01 are both of logic: 2 + 2 faults that count; the exempt one does not.
    assert re.search(r"4处 / [\d,]+行", said)
    assert len(re.findall(r"\b0处 / [\d,]+行", said)) == 2
    assert "不合成一个分" in said


def test_a_score_is_its_faults_by_a_hundred_rows(county: Path, run_page: Open) -> None:
    said = texts(run_page(PAGE, county, "county_leader"))
    rows = int(re.search(r"4处 / ([\d,]+)行", said)[1].replace(",", ""))  # type: ignore[index]
    assert f'sw-value">{4 * 100 / rows:.2f}处/百行' in said


def test_rules_are_listed_with_the_count_the_change_and_what_stands(county: Path, run_page: Open) -> None:
    said = texts(run_page(PAGE, county, "county_leader"))
    line = re.search(r'rule=N01"[^>]*>N01</a>.*?</tr>', said, re.DOTALL)[0]  # type: ignore[index]
    assert rules.rule("N01").sentence in line
    assert "1处，最早2023-10起" in line
    assert "共发现4处错误，涉及4个对象(户、项目等)；另有1处已批准例外" in said


def test_a_number_of_a_township_leads_to_as_many_rows(county: Path, run_page: Open) -> None:
    said = texts(run_page(PAGE, county, "county_leader")).replace("&amp;", "&")
    links = re.findall(r'href="\?([^"]*)"[^>]*>([\d.]+\(\d+/[\d,]+\))', said)
    told = {parse_qs(address)["area"][0]: text for address, text in links}
    assert set(told) == {LIURENBA, BAOAN}
    assert "(2/" in told[LIURENBA]
    test = run_page(PAGE, county, "county_leader", area=LIURENBA, group="logic", view="rows")
    assert "共2处错误" in texts(test)
    assert test.dataframe[0].value.shape[0] == 2


def test_a_rule_a_township_and_a_month_lead_to_the_rows(county: Path, run_page: Open) -> None:
    test = run_page(PAGE, county, "county_leader", rule="N01", area=LIURENBA, month=NOV)
    listed = test.dataframe[0].value
    assert sorted(listed["since_text"]) == ["2023-10起，已2个月", "本月新出现"]
    assert set(listed["column_label"]) == {TABLES["income_year"].column("net_total").label}
    earlier = run_page(PAGE, county, "county_leader", rule="N01", area=LIURENBA, month=OCT)
    assert earlier.dataframe[0].value.shape[0] == 1
    elsewhere = texts(run_page(PAGE, county, "county_leader", rule="N01", area=BAOAN, month=NOV))
    assert "没有错误行" in elsewhere


def test_a_rules_page_says_what_must_hold_and_marks_the_faulty_cell(county: Path, run_page: Open) -> None:
    test = run_page(PAGE, county, "analyst", rule="N01")
    said, rule = texts(test), rules.rule("N01")
    for wanted in (rule.sentence, rule.owner, rules.GROUPS[rule.group], "这样填没有错", "这样填会查出错误"):
        assert wanted in said
    assert re.search(r"<b>✗ [\d,.]+</b>", said)
    assert "scoped.income_year" in test.code[0].value


ONE_OF_EACH_LETTER = {rule_id.rstrip("0123456789"): rule_id for rule_id in reversed(rules.catalogue())}


@pytest.mark.parametrize("rule_id", sorted(ONE_OF_EACH_LETTER.values()))
def test_the_page_of_a_rule_opens(rule_id: str, county: Path, run_page: Open) -> None:
    test = run_page(PAGE, county, "data_steward", rule=rule_id)
    assert not test.exception
    assert not test.error
    assert rules.rule(rule_id).sentence in texts(test)


def test_a_rule_that_cannot_be_judged_says_which_table_is_missing(
    demo_store: Path, tmp_path: Path, run_page: Open
) -> None:
    store = with_faults(demo_store, tmp_path, [])
    county = Store.open(store)
    with county.stage() as staging:
        for part in list(county.snapshot().manifest.parts("employment_month")):
            staging.drop("employment_month", part)
        staging.commit(author="tests", reason="no workers")
    one = next(rule for rule in quality.judged_rules().values() if rule.table == "employment_month")
    assert "务工月监测" in texts(run_page(PAGE, store, "analyst", rule=one.id))
    assert "没有核对，不等于没有错误" in texts(run_page(PAGE, store, "analyst", rule=one.id))
    assert "判断不了:缺务工月监测" in texts(run_page(PAGE, store, "analyst", view="rules"))


def test_rules_are_found_by_word_and_filter(county: Path, run_page: Open) -> None:
    test = run_page(PAGE, county, "analyst", view="rules", level="reject_row")
    whole = len(quality.rules_wanted(None, "reject_row", None))
    assert f"共{whole}条" in texts(test)
    test.text_input(key="quality.search").set_value("四项收入 纯收入").run()
    assert "rule=N01" in texts(test)
    found = quality.rules_wanted(None, "reject_row", None, "四项收入 纯收入")
    assert 0 < len(found) < whole
    assert f"共{len(found)}条" in texts(test)


def test_a_township_head_meets_faults_of_the_own_township_alone(county: Path, run_page: Open) -> None:
    for view in ("summary", "rows", "rules"):
        said = texts(run_page(PAGE, county, f"town:{LIURENBA}", view=view))
        assert f"area={BAOAN}" not in said
    assert "共发现2处错误" in texts(
        run_page(PAGE, county, f"town:{LIURENBA}")
    )  # those of 保安镇 are not counted
    test = run_page(PAGE, county, f"town:{LIURENBA}", view="rows")
    assert set(test.dataframe[0].value["hh_key"]) <= set(two_homes(county, LIURENBA))


def test_a_version_of_an_older_program_was_not_judged_and_says_so(
    demo_store: Path, tmp_path: Path, run_page: Open
) -> None:
    shutil.copytree(demo_store, tmp_path / "old")
    county = Store.open(tmp_path / "old")
    with county.stage() as staging:
        for part in list(county.snapshot().manifest.parts("rule_fault")):
            staging.drop("rule_fault", part)
        staging.commit(author="tests", reason="before the rules")
    said = texts(run_page(PAGE, county.root, "analyst"))
    assert "还没有按规则核对过" in said
    assert "处/百行" not in said  # no score of what nobody judged


def test_twenty_thousand_faults_open_in_a_second(demo_store: Path, tmp_path: Path, run_page: Open) -> None:
    """The second run of a page is measured: the first one of a process also imports and reads the rules."""
    path = Store.open(demo_store).snapshot().files("household_month")[-1]
    homes = parquet.read(path).select("hh_key", "town_code", "division_code").rows()
    ids = sorted(quality.judged_rules())
    months = (date(2023, 10, 1), date(2023, 11, 1))
    faults = [
        fault(
            ids[n % len(ids)], homes[n % len(homes)][1], homes[n % len(homes)][0], division_code=homes[n % len(homes)][2],
            fault_no=n, stat_month=month,
        )
        for month in months
        for n in range(20_000)
    ]  # fmt: skip
    store = with_faults(demo_store, tmp_path, faults)
    warm = run_page(PAGE, store, "county_leader", area=BAOAN)
    assert not warm.exception
    spent = []
    for month in (NOV, OCT):
        begun = time.process_time()
        test = run_page(PAGE, store, "county_leader", month=month)
        spent.append(time.process_time() - begun)
        assert "20,000处错误" in texts(test)
    assert min(spent) < 1.0
