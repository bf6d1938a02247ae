"""The effect before it happens: what moves, who enters, leaves or changes, when a reason is due; and nothing is left."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import polars as pl
import pytest

from shouwang import publishing, records
from shouwang.errors import ConfigError, DataFaults
from shouwang.publishing import Effect, Part
from shouwang.publishing.headlines import headlines
from shouwang.schema import TABLES
from shouwang.store import Store, parquet
from tests.publishing.county import (
    BAO,
    COUNTY,
    DEC,
    LIU,
    NOV,
    OCT,
    SALT,
    divisions,
    household,
    households,
    monitored,
    several,
)

FIRST = (monitored("m1"), monitored("m2"), household("a"), household("b"), monitored("x", BAO))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """刘仁八镇 has m1, m2 monitored and a, b alleviated in October and November; 保安镇 has x monitored."""
    store = Store.create(tmp_path_factory.mktemp("county") / "store", COUNTY, is_demo=True, salt=SALT)
    publishing.publish(
        store,
        [divisions(), households(*FIRST, month=OCT), households(*FIRST)],
        author="数据员",
        reason="首次",
    )
    return store.root


@pytest.fixture
def store(published: Path, tmp_path: Path) -> Store:
    shutil.copytree(published, tmp_path / "store")
    return Store.open(tmp_path / "store")


def figure(found: Effect, indicator: str, area: str) -> tuple[float | None, float | None]:
    row = found.figures.filter(indicator_id=indicator, area_code=area).row(0, named=True)
    return row["before"], row["after"]


def touched(found: Effect, kind: str) -> list[str]:
    return found.households.filter(kind=kind)["hh_key"].to_list()


def texts(found: Effect) -> list[tuple[str, str | None, str | None]]:
    return [(one["label"], one["before"], one["after"]) for one in found.households["fields"][0]]


# -- figures -----------------------------------------------------------------------------------------------------------


def test_one_more_monitored_household_moves_its_township_and_the_county(store: Store) -> None:
    found = publishing.effect(store, [households(*FIRST, monitored("m3"))])
    assert found.base_version == 1
    assert found.months == (NOV,)
    assert figure(found, "monitored_hh_active", LIU) == (2, 2 + 1)
    assert figure(found, "monitored_hh_active", COUNTY) == (2 + 1, 2 + 1 + 1)
    assert figure(found, "monitored_persons_active", LIU) == (3 + 3, 3 + 3 + 3)
    assert figure(found, "alleviated_hh", LIU) == (2, 2)
    assert set(found.figures["area_code"]) == {COUNTY, LIU}  # 保安镇 is not touched
    assert "未消除风险监测户 刘仁八镇 2023年11月: 2 -> 3户" in found.summary()


def test_what_was_told_before_is_what_stands_after(store: Store) -> None:
    parts = [households(monitored("m1", hh_persons=5), household("a"), *FIRST[4:], monitored("y", BAO))]
    found = publishing.effect(store, parts)
    publishing.publish(store, parts, author="数据员", reason="x")
    sealed = parquet.read(store.snapshot().files("indicator_month")[-1])
    stands = {(row["indicator_id"], row["area_code"]): row["value"] for row in sealed.iter_rows(named=True)}
    told = found.figures.select("indicator_id", "area_code", "after").rows()
    assert len(told) == 3 * 6  # the county and two townships
    assert all(stands.get((indicator, area)) == after for indicator, area, after in told)


def test_a_month_that_nobody_reported_was_not_reported_and_not_zero(store: Store) -> None:
    found = publishing.effect(store, [households(*FIRST[:4], month=DEC)])
    assert found.month == DEC
    assert figure(found, "monitored_hh_active", LIU) == (None, 2)
    assert figure(found, "monitored_hh_active", COUNTY) == (None, 2)
    assert "未消除风险监测户 刘仁八镇 2023年12月: 未报 -> 2户" in found.summary()
    assert found.figures.filter(indicator_id="monitored_hh_active", area_code=LIU)["last_month"][0] == 2


def test_a_number_that_nobody_reports_any_more_is_not_zero(store: Store) -> None:
    found = publishing.effect(store, [households(*FIRST[4:])])
    assert figure(found, "monitored_hh_active", LIU) == (2, None)
    assert "未消除风险监测户 刘仁八镇 2023年11月: 2户 -> 未报" in found.summary()


def test_the_same_rows_again_change_nothing(store: Store) -> None:
    found = publishing.effect(store, [households(*FIRST)])
    assert found.moved.is_empty()
    assert found.households_touched == 0
    assert found.asks == ()
    assert found.summary() == ["与当前版本相比没有变动。"]


def test_a_table_without_months_is_shown_at_the_last_month_or_the_one_asked_for(store: Store) -> None:
    nothing = Part("income_year", "2023", pl.DataFrame(schema=TABLES["income_year"].polars_schema))
    assert publishing.effect(store, [nothing]).months == (NOV,)
    assert publishing.effect(store, [nothing], months=[OCT]).months == (OCT,)


# -- households --------------------------------------------------------------------------------------------------------


def test_households_that_enter_leave_and_change_are_told_by_township(store: Store) -> None:
    made = [
        monitored("m1", hh_persons=4),
        monitored("m2"),
        household("a"),
        monitored("x", BAO),
        household("n", BAO),
    ]
    found = publishing.effect(store, [households(*made)])
    assert found.towns.select("town_name", "entered", "left", "changed").rows() == [
        ("保安镇", 1, 0, 0),
        ("刘仁八镇", 0, 1, 1),
    ]
    assert found.households.select("town_code", "kind").rows() == [
        (BAO, "entered"),
        (LIU, "left"),
        (LIU, "changed"),
    ]
    changed = found.households.filter(kind="changed")
    assert changed["fields"][0].to_list() == [
        {
            "table": "household_month", "part": "2023-11", "column": "hh_persons", "label": "当前家庭人口数",
            "before": "3", "after": "4",
        }
    ]  # fmt: skip
    assert found.rows.select(
        "label", "town_name", "before", "after", "entered", "left", "changed"
    ).rows() == [
        ("农户月表", "保安镇", 1, 2, 1, 0, 0),
        ("农户月表", "刘仁八镇", 4, 3, 0, 1, 1),
    ]


def test_codes_have_their_labels_and_nobody_is_named(store: Store) -> None:
    renamed = household("a", head_name="赵某甲", phone="10087654321", mon_type="sudden", emergency_first=True)
    found = publishing.effect(store, [households(*FIRST[:2], renamed, *FIRST[3:])])
    assert texts(found) == [
        ("户主姓名", "张*三", "赵*甲"),
        ("监测对象类别", None, "突发严重困难户"),
        ("户联系电话", "100****5678", "100****4321"),
        ("先行救助", None, "是"),
    ]
    written = found.to_json()
    assert not [secret for secret in ("赵某甲", "张小三", "10087654321", "10012345678") if secret in written]


def test_the_number_of_a_household_is_never_shown(store: Store) -> None:
    found = publishing.effect(store, [households(*FIRST, household("4202810000001234"))])
    assert "4202810000001234" not in found.to_json()


def test_a_household_that_enters_says_what_it_is(store: Store) -> None:
    found = publishing.effect(store, [households(*FIRST, monitored("new"))])
    assert texts(found) == [
        ("户类型", None, "一般农户"),
        ("监测对象类别", None, "突发严重困难户"),
        ("风险是否已消除", None, "未消除"),
        ("当前家庭人口数", None, "3"),
    ]


def test_a_household_that_moves_leaves_one_township_and_enters_the_other(store: Store) -> None:
    found = publishing.effect(store, [households(*FIRST[:3], household("b", BAO), *FIRST[4:])])
    assert found.households.select("town_code", "kind").rows() == [(BAO, "entered"), (LIU, "left")]


def test_a_first_report_is_compared_with_the_month_before(store: Store) -> None:
    found = publishing.effect(store, [households(*FIRST[:3], household("new"), month=DEC)])
    assert found.towns.row(0, named=True) == {
        "town_code": LIU, "town_name": "刘仁八镇", "compared_with": NOV, "before": 4, "after": 4,
        "entered": 1, "left": 1, "changed": 0,
    }  # fmt: skip
    assert "刘仁八镇: 新增1户，减少1户，变动0户，与2023年11月相比" in found.summary()
    assert found.rows.select("before", "after", "entered").rows() == [(0, 4, 4)]


def test_the_first_version_of_a_store_replaces_nothing_and_asks_nothing(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "store", COUNTY, is_demo=True, salt=SALT)
    found = publishing.effect(store, [divisions(), households(*FIRST)])
    assert found.base_version is None
    assert found.asks == ()
    assert figure(found, "monitored_hh_active", LIU) == (None, 2)
    assert len(touched(found, "entered")) == 5
    assert not list((store.root / "staging").iterdir())
    assert store.numbers() == []


# -- reasons -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """60 alleviated households in 刘仁八镇 and 10 in 保安镇; only looked at."""
    store = Store.create(tmp_path_factory.mktemp("large") / "store", COUNTY, is_demo=True, salt=SALT)
    drawn = [*several("a", 60), *several("b", 10, BAO)]
    publishing.publish(store, [divisions(), households(*drawn)], author="数据员", reason="首次")
    return store


def test_a_township_that_would_be_emptied_asks_for_a_reason(large: Store) -> None:
    asks = publishing.effect(large, [households(*several("b", 10, BAO))]).asks
    assert asks[0] == "刘仁八镇2023年11月“农户月表”原有的60行将全部没有了。"
    assert [ask for ask in asks if "将不再有(未报)" in ask]
    assert not [ask for ask in asks if "保安镇" in ask]


def test_a_table_whose_rows_vanish_asks_for_a_reason(large: Store) -> None:
    told = "2023年11月“农户月表”原有的70行将全部没有了。"
    assert publishing.effect(large, [households()]).asks[0] == told
    assert publishing.effect(large, [], drop=[("household_month", "2023-11")]).asks[0] == told


@pytest.mark.parametrize(("lost", "is_asked"), [(10, False), (12, False), (13, True)])
def test_losing_more_than_a_fifth_of_the_rows_asks_for_a_reason(
    large: Store, lost: int, is_asked: bool
) -> None:
    found = publishing.effect(large, [households(*several("a", 60 - lost), *several("b", 10, BAO))])
    asked = [ask for ask in found.asks if ask.startswith("刘仁八镇2023年11月“农户月表”原有60行")]
    assert bool(asked) is is_asked
    if is_asked:
        assert f"将减少{lost}行({lost / 60:.1%})" in asked[0]


def test_a_headline_number_beyond_its_line_asks_for_a_reason(large: Store) -> None:
    few = [*several("a", 60), *several("b", 10, BAO), *several("c", 5)]
    assert publishing.effect(large, [households(*few)]).asks == ()  # five more are within "more than five"
    asks = publishing.effect(large, [households(*few, household("d"))]).asks
    assert "脱贫户 刘仁八镇 2023年11月: 60 -> 66户，增加10.0%。" in asks


def test_a_first_report_that_lacks_many_of_the_month_before_asks_for_a_reason(large: Store) -> None:
    asks = publishing.effect(large, [households(*several("a", 30), month=DEC)]).asks
    assert "刘仁八镇2023年11月有60户，这次减少30户(50.0%)。" in asks
    assert "脱贫户 刘仁八镇 比上月: 60 -> 30户，减少50.0%。" in asks
    assert publishing.effect(large, [households(*several("a", 58), month=DEC)]).asks == ()


HEAD = "line_id,subject,year,division_code,share,absolute,month_before,source_title,confidence"


@pytest.fixture
def lines(tmp_path: Path) -> Callable[..., Path]:
    def write(*rows: str) -> Path:
        (tmp_path / "effect_figures.csv").write_text("\n".join([HEAD, *rows]), "utf-8")
        return tmp_path

    return write


def test_the_nearest_line_holds_and_then_the_one_of_the_year(lines: Callable[..., Path]) -> None:
    folder = lines(
        "1,monitored_hh,,,0.2,,true,x,L",
        "2,monitored_hh,2023,,0.3,,true,x,L",
        f"3,monitored_hh,,{LIU},0.4,,true,x,L",
        "4,monitored_hh,,510000,0.9,,true,x,L",
        "5,rows,,,0.2,10,true,x,L",
    )
    found = headlines(COUNTY, folder)

    def share(area: str, year: int) -> float | None:
        line = found.line(("monitored_hh",), NOV.replace(year=year), area)
        return line.share if line else None

    assert (share(BAO, 2022), share(BAO, 2023), share(LIU, 2023)) == (0.2, 0.3, 0.4)
    assert found.indicators == ("monitored_hh",)


def test_every_limit_that_is_set_has_to_be_exceeded(lines: Callable[..., Path]) -> None:
    folder = lines(
        "1,monitored_hh,,,0.2,5,true,x,L", "2,insured_rate,,,,0.02,true,x,L", "3,fund_paid,,,,,true,x,L"
    )
    both, rate, shown = headlines(COUNTY, folder).lines
    assert (both.is_exceeded(100, 121), both.is_exceeded(10, 15), both.is_exceeded(0, 6)) == (
        True,
        False,
        True,
    )
    assert (rate.is_exceeded(0.9, 0.95), rate.is_exceeded(0.9, 0.91)) == (True, False)
    assert not shown.is_exceeded(1, 1_000_000)


@pytest.mark.parametrize("row", ["1,no_such_number,,,0.2,,true,x,L", "1,rows.no_such_table,,,0.2,,true,x,L"])
def test_a_line_for_a_number_that_does_not_exist_is_a_wrong_setting(
    lines: Callable[..., Path], row: str
) -> None:
    with pytest.raises(ConfigError, match="effect_figures.csv 的“1”: 没有指标或表"):
        headlines(COUNTY, lines(row))


# -- what is left of it ------------------------------------------------------------------------------------------------


def test_nothing_is_left_and_nothing_is_committed(store: Store) -> None:
    before = sorted(path for path in store.root.rglob("*") if path.is_file() and "sqlite" not in path.name)
    publishing.effect(store, [households(*FIRST, monitored("m3"))])
    assert (
        sorted(path for path in store.root.rglob("*") if path.is_file() and "sqlite" not in path.name)
        == before
    )
    assert not list((store.root / "staging").iterdir())
    assert store.numbers() == [1]
    with closing(records.open_records(store.root)) as book:
        assert {row.action for row in records.audit_rows(book)} == {"publish"}


def test_nothing_is_left_of_one_that_fails(store: Store) -> None:
    def parts():
        yield households(*FIRST, monitored("m3"))
        assert list((store.root / "staging").iterdir())
        yield households(household("a"), household("a"))

    with pytest.raises(DataFaults, match="重复"):
        publishing.effect(store, parts())
    assert not list((store.root / "staging").iterdir())


def test_several_at_once_beside_a_publish_do_not_disturb_each_other(store: Store) -> None:
    found: list[Effect] = []
    faults: list[BaseException] = []

    def look() -> None:
        try:
            found.extend(publishing.effect(store, [households(*FIRST, monitored("m3"))]) for _ in range(2))
        except BaseException as fault:  # noqa: BLE001 — told by the assertion below
            faults.append(fault)

    threads = [threading.Thread(target=look) for _ in range(3)]
    for thread in threads:
        thread.start()
    made = publishing.publish(store, [households(*FIRST, month=DEC)], author="数据员", reason="x")
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(found) == 3 * 2
    assert {figure(one, "monitored_hh_active", LIU) for one in found} == {(2, 3)}
    assert {one.base_version for one in found} <= {1, made.version}
    assert [fault for fault in store.verify() if not fault.is_harmless] == []
    assert not list((store.root / "staging").iterdir())


def test_it_comes_back_from_json_exactly(store: Store) -> None:
    made = [monitored("m1", hh_persons=4), household("a"), monitored("x", BAO), household("n", BAO)]
    found = publishing.effect(store, [households(*made), households(*made, month=DEC)])
    again = Effect.from_json(found.to_json())
    for name in ("figures", "households", "towns", "rows"):
        assert getattr(again, name).equals(getattr(found, name))
        assert getattr(again, name).schema == getattr(found, name).schema
    assert (again.base_version, again.months, again.asks) == (found.base_version, found.months, found.asks)
    assert again.to_json() == found.to_json()
    assert Effect.from_json(found.to_json().encode()).summary() == found.summary()


def test_an_empty_one_comes_back_too(tmp_path: Path) -> None:
    found = publishing.effect(Store.create(tmp_path / "store", COUNTY), [])
    again = Effect.from_json(found.to_json())
    assert again.to_json() == found.to_json()
    assert again.figures.schema == found.figures.schema
    assert (again.month, again.asks) == (None, ())


@pytest.mark.parametrize("text", ["", "[]", "{}", json.dumps({"format": 2}), json.dumps({"format": 1})])
def test_what_is_no_effect_is_not_read_as_one(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 — the callers only ask whether it can be read
        Effect.from_json(text)
