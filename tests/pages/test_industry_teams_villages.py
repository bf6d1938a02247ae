"""产业与金融, 驻村帮扶, 乡村建设与集体经济: the reports' figures are on them, leaders meet no lists, a missing table is said in a line."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from shouwang.access.viewers import viewer_named
from shouwang.i18n import t
from shouwang.store import Store
from tests.pages.opening import PAGES, Open, texts
from tests.pages.test_every_number import _agrees, _bars, _card_faults, _links, _rows_number, _share

PARTS = {
    "industry": ("reward", "loan", "operation", "sale"),
    "teams": ("team", "attendance", "helper"),
    "villages": ("income", "environment", "service", "works"),
}
EVERY = [(page, part) for page, parts in PARTS.items() for part in parts]
AREAS = {"county": "420281", "town": "420281101", "village": "420281101205"}
LIST_OF_HOUSEHOLDS = re.compile(r"农户\(点开\)")


def opened(run_page: Open, store: Path, page: str, viewer: str, **url: str) -> str:
    test = run_page(PAGES / f"{page}.py", store, viewer, **url)
    assert not test.exception, [one.value for one in test.exception]
    assert not test.error
    return texts(test)


@pytest.mark.parametrize("area", AREAS.values(), ids=AREAS)
@pytest.mark.parametrize(("page", "part"), EVERY)
def test_every_part_opens_at_every_level(
    page: str, part: str, area: str, demo_store: Path, run_page: Open
) -> None:
    said = opened(run_page, demo_store, page, "analyst", part=part, area=area)
    assert t(f"app.page_{page}") in said
    assert "None" not in said
    assert "nan" not in said.replace("finance", "")


@pytest.mark.parametrize(
    ("page", "url", "told"),
    [
        ("industry", {"part": "loan", "area": "420281101"}, ["33户", "172.00万元"]),
        ("industry", {"part": "reward", "area": "420281107"}, ["自主创业奖补", "2.43万元"]),
        ("teams", {"part": "team", "area": "420281101"}, ["27 / 27", "17个", "10个"]),
        ("teams", {"part": "attendance", "area": "420281107"}, ["11人", "21人"]),
        ("teams", {"part": "attendance", "area": "420281101"}, ["17人", "29人", "3人", "5人"]),
        ("villages", {"part": "environment", "area": "420281101"}, ["238户", "100.0%"]),
        ("villages", {"part": "service", "area": "420281107"}, ["17个", "3村", "43人", "乡镇卫生院所在地"]),
    ],
)
def test_the_figures_of_the_two_reports_are_on_the_page(
    page: str, url: dict[str, str], told: list[str], demo_store: Path, run_page: Open
) -> None:
    said = opened(run_page, demo_store, page, "analyst", **url)
    for figure in told:
        assert figure in said, figure


@pytest.mark.parametrize(
    ("page", "url"),
    [
        ("industry", {"part": "reward"}),
        ("industry", {"part": "loan"}),
        ("teams", {"part": "helper"}),
    ],
)
def test_a_county_leader_sees_how_many_and_a_township_sees_who(
    page: str, url: dict[str, str], demo_store: Path, run_page: Open
) -> None:
    county = run_page(PAGES / f"{page}.py", demo_store, "county_leader", **url)
    town = run_page(PAGES / f"{page}.py", demo_store, "county_leader", area="420281101", **url)
    for test in (county, town):
        assert not test.dataframe
        assert not LIST_OF_HOUSEHOLDS.search(texts(test))
        assert "名单由乡镇和数据员查看" in texts(test)
    own = run_page(PAGES / f"{page}.py", demo_store, "town:420281101", **url)
    listed = [frame.value for frame in own.dataframe] or LIST_OF_HOUSEHOLDS.findall(texts(own))
    assert len(listed) > 0


@pytest.mark.parametrize("area", AREAS.values(), ids=AREAS)
@pytest.mark.parametrize(("page", "part"), EVERY)
def test_every_number_of_every_part_opens_the_rows_it_counts(
    page: str, part: str, area: str, demo_store: Path, run_page: Open
) -> None:
    store = Store.open(demo_store)
    snapshot, viewer = store.snapshot(), viewer_named("analyst", store.county)
    latest = date.fromisoformat(f"{snapshot.months('indicator_month')[-1]}-01")
    test = run_page(PAGES / f"{page}.py", demo_store, "analyst", part=part, area=area)
    found = [*_bars(test), *_links(test)]
    for switch in [one for one in test.segmented_control if str(one.key).endswith(".view")]:
        switch.set_value("table")
    found += _links(test.run())
    wrong = []
    for one in _share(list({(one.address, one.shown): one for one in found}.values())):
        asked = one.asked
        if "rows" in asked:
            counted = _rows_number(asked, viewer, snapshot)
            if not _agrees(one.shown, counted):
                wrong.append(f"{one.shown} shown, {counted} in {one.address}")
        else:
            wrong.append(
                _card_faults(asked["card"], asked["area"], latest, viewer, snapshot, one.shown) or ""
            )
    assert [line for line in wrong if line] == []


WITHOUT = {
    ("industry", "reward"): (("industry_project_hh",), "到户产业"),
    ("industry", "loan"): (("microloan",), "小额信贷"),
    ("industry", "operation"): (("industry_operation",), "产业运营"),
    ("industry", "sale"): (("consumption_sale", "training", "job_fair", "help_workshop"), "消费帮扶"),
    ("teams", "team"): (("work_team", "work_team_member"), "驻村工作队"),
    ("teams", "attendance"): (("team_attendance", "assessment"), "月驻村天数"),
    ("teams", "helper"): (("household_visit",), "入户走访"),
    ("villages", "income"): (("collective_economy", "photovoltaic_income"), "村集体经济"),
    ("villages", "environment"): (("living_environment",), "人居环境"),
    ("villages", "service"): (("clinic", "water_supply"), "村卫生室"),
    ("villages", "works"): (("facility", "pilot"), "设施建设和管护"),
}


def without(store: Path, folder: Path, tables: tuple[str, ...]) -> Path:
    """Return a copy of the store whose newest version lacks some tables and every figure made of months."""
    made = folder / "county"
    shutil.copytree(store, made)
    held = Store.open(made)
    with held.stage() as staging:
        snapshot = held.snapshot()
        for table in (*tables, "indicator_month"):
            for part in list(snapshot.manifest.parts(table)):
                staging.drop(table, part)
        staging.commit(author="test", reason="a county without some tables")
    return made


@pytest.mark.parametrize(("page", "part"), WITHOUT, ids=lambda value: str(value))
def test_a_county_without_a_table_is_told_so_and_the_rest_stands(
    page: str, part: str, demo_store: Path, tmp_path: Path, run_page: Open
) -> None:
    tables, what = WITHOUT[page, part]
    said = opened(run_page, without(demo_store, tmp_path, tables), page, "analyst", part=part)
    assert f"“{what}”这个月还没有报送，所以是未报，不是 0。" in said
