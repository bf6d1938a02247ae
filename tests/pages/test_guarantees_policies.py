"""三保障与饮水 and 政策落实: every part at every level, the reports' figures, what a leader sees, a county without the tables."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from shouwang.access.viewers import viewer_named
from shouwang.config import PAGES
from shouwang.store import Store
from tests.pages.opening import Open, texts
from tests.pages.test_every_number import _agrees, _card_faults, _opened, _rows_number

NOVEMBER = date(2023, 11, 1)  # the last month of the demo
COUNTY, BAOAN, VILLAGE = "420281", "420281101", "420281101203"
PARTS = {
    "guarantees": ("education", "medical", "house", "water"),
    "policies": ("education", "medical", "benefits", "insurance", "backstop"),
}
EVERY = [(page, part) for page, parts in PARTS.items() for part in parts]
every_part = pytest.mark.parametrize(("page", "part"), EVERY, ids=[f"{page}-{part}" for page, part in EVERY])


@every_part
def test_a_part_opens_for_leader_and_analyst_at_every_level(
    page: str, part: str, demo_store: Path, run_page: Open
) -> None:
    for viewer, area in (
        ("county_leader", COUNTY),
        ("analyst", COUNTY),
        (f"town:{BAOAN}", BAOAN),
        (f"town:{BAOAN}", VILLAGE),
    ):
        test = run_page(PAGES / f"{page}.py", demo_store, viewer, area=area, part=part)
        assert not test.exception
        assert not test.error, (viewer, area)


@every_part
def test_every_number_of_a_part_opens_exactly_its_rows(
    page: str, part: str, demo_store: Path, run_page: Open
) -> None:
    snapshot, viewer = Store.open(demo_store).snapshot(), viewer_named("analyst", COUNTY)

    def run(file: Path, store: Path, who: str, **url: str) -> object:
        return run_page(file, store, who, part=part, **url)

    found, _ = _opened(PAGES / f"{page}.py", demo_store, COUNTY, run)  # type: ignore[arg-type]
    assert found, "nothing opens"
    wrong = []
    for one in found[:: max(1, len(found) // 90)]:
        asked = one.asked
        if "rows" in asked:
            counted = _rows_number(asked, viewer, snapshot)
            if not _agrees(one.shown, counted):
                wrong.append(f"{one.shown} shown, {counted} rows: {one.address}")
        else:
            fault = _card_faults(asked["card"], asked["area"], NOVEMBER, viewer, snapshot, one.shown)
            if fault:
                wrong.append(fault)
    assert not wrong


def test_the_report_of_baoan_is_on_the_page_as_it_was_printed(demo_store: Path, run_page: Open) -> None:
    aid = texts(run_page(PAGES / "policies.py", demo_store, "analyst", area=BAOAN, part="education"))
    for printed in ("252", "9.2325万元", "50", "2.5万元", "49", "7.35万元", "54"):
        assert printed in aid
    bills = texts(run_page(PAGES / "policies.py", demo_store, "analyst", area=BAOAN, part="medical"))
    for printed in ("399人次", "267.275857万元", "234.239107万元", "86.87%"):
        assert printed in bills
    assert "请核对口径" in bills  # 87.64% of all is above 86.87% of the policy's range


def test_a_year_before_is_reached_by_its_last_month(demo_store: Path, run_page: Open) -> None:
    said = texts(
        run_page(PAGES / "policies.py", demo_store, "analyst", area=BAOAN, part="medical", month="2022-12")
    )
    assert "2022年" in said
    assert "399人次" not in said


@pytest.mark.parametrize(
    ("page", "part", "month"), [("guarantees", "medical", "2022-12"), ("policies", "education", "2023-11")]
)
def test_a_county_leader_sees_how_many_and_no_list(
    page: str, part: str, month: str, demo_store: Path, run_page: Open
) -> None:
    led = run_page(PAGES / f"{page}.py", demo_store, "county_leader", part=part, month=month)
    worked = run_page(PAGES / f"{page}.py", demo_store, "analyst", part=part, month=month)
    assert not _lists_households(led)
    assert _lists_households(worked)
    assert "名单由乡镇负责人和分析员打开" in texts(led)


def _lists_households(test: AppTest) -> bool:
    """Say whether a list of households stands on the page, as plain text or as a long table."""
    return "农户(点开)" in texts(test) or any("hh_key" in frame.value.columns for frame in test.dataframe)


@pytest.fixture(scope="module")
def bare_county(demo_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo county as one that never reported bills, benefits, school aid, claims, disasters or water checks."""
    county = tmp_path_factory.mktemp("bare") / "county"
    shutil.copytree(demo_store, county)
    store = Store.open(county)
    with store.stage() as staging:
        for table in (
            "education_aid", "medical_settlement", "benefit", "insurance_claim", "disaster_event", "disaster_household",
            "water_supply", "measure", "chronic_certificate", "doctor_contract", "house_renovation",
        ):  # fmt: skip
            for part in [part for name, part in _parts(store) if name == table]:
                staging.drop(table, part)
        staging.commit(author="test", reason="没有这些表")
    return county


def _parts(store: Store) -> list[tuple[str, str]]:
    return [(name, part) for name, _, part in (key.partition("/") for key in store.snapshot().manifest.files)]


@pytest.mark.parametrize(
    ("page", "part", "sentence", "stays"),
    [
        ("policies", "education", "没有报教育资助", "政策落实"),
        ("policies", "medical", "没有报医疗费用结算", "慢性病证和家庭医生签约"),
        ("policies", "benefits", "没有报待遇和补贴发放", "低保(人)"),
        ("policies", "insurance", "没有报保险理赔", "没有灾害影响"),
        ("policies", "backstop", "应保未保", "应保未保户"),
        ("guarantees", "water", "今年没有报饮水监测", "饮水不安全户"),
        ("guarantees", "house", "没有住房方面的措施", "房屋等级"),
    ],
)
def test_a_county_without_a_table_is_told_so_and_the_rest_works(
    page: str, part: str, sentence: str, stays: str, bare_county: Path, run_page: Open
) -> None:
    test = run_page(PAGES / f"{page}.py", bare_county, "analyst", part=part)
    assert not test.exception
    assert not test.error
    said = texts(test)
    assert sentence in said
    assert stays in said
