"""Borders that changed: 东镇 was merged into 西镇 on 2023-06-15, and its village 甲 is now 西镇's village 丙.

Two households of 东镇 (one monitored) and one of 西镇 before; the same three in 西镇 afterwards. 北镇 was split: its village
乙 went to 西镇, its village 丁 to 南镇.
"""

from __future__ import annotations

from datetime import date

import pytest

from shouwang import queries
from shouwang.access import Role, Scope, Viewer
from shouwang.errors import ConfigError
from shouwang.publishing import marts
from shouwang.reference import borders_of
from shouwang.reference.borders import check_changes
from shouwang.schema import TABLES
from shouwang.store import Snapshot, Store
from tests.queries.conftest import COUNTY, _parts, frame_of

EAST, WEST, NORTH, SOUTH = "420281901", "420281902", "420281903", "420281904"
DIVISION = """
    division_code | parent_code | town_code | level | kind    | name | rural_hh | valid_from | valid_to
    420281        | 4202        | -         | 3     | county  | 大冶  | 400      | 2018-01-01 | -
    420281901     | 420281      | 420281901 | 4     | town    | 东镇  | 100      | 2018-01-01 | 2023-06-15
    420281902     | 420281      | 420281902 | 4     | town    | 西镇  | 100      | 2018-01-01 | -
    420281903     | 420281      | 420281903 | 4     | town    | 北镇  | 100      | 2018-01-01 | 2023-06-15
    420281904     | 420281      | 420281904 | 4     | town    | 南镇  | 100      | 2018-01-01 | -
    420281901201  | 420281901   | 420281901 | 5     | village | 甲村  | 100      | 2018-01-01 | 2023-06-15
    420281902201  | 420281902   | 420281902 | 5     | village | 西村  | 100      | 2018-01-01 | -
    420281902202  | 420281902   | 420281902 | 5     | village | 丙村  | 100      | 2023-06-15 | -
    420281902203  | 420281902   | 420281902 | 5     | village | 新乙村 | 50      | 2023-06-15 | -
    420281903201  | 420281903   | 420281903 | 5     | village | 乙村  | 50       | 2018-01-01 | 2023-06-15
    420281903202  | 420281903   | 420281903 | 5     | village | 丁村  | 50       | 2018-01-01 | 2023-06-15
    420281904203  | 420281904   | 420281904 | 5     | village | 新丁村 | 50      | 2023-06-15 | -
"""
CHANGES = """
    old_code     | new_code     | kind   | changed_on | confidence
    420281901    | 420281902    | merged | 2023-06-15 | H
    420281901201 | 420281902202 | merged | 2023-06-15 | H
    420281903    | 420281902    | split  | 2023-06-15 | H
    420281903    | 420281904    | split  | 2023-06-15 | H
    420281903201 | 420281902203 | split  | 2023-06-15 | H
    420281903202 | 420281904203 | split  | 2023-06-15 | H
"""
HOUSEHOLDS = """
    stat_month | hh_id | division_code | mon_type | risk_status | hh_persons
    2023-05    | a     | 420281901201  | sudden   | active      | 3
    2023-05    | b     | 420281901201  | -        | -           | 2
    2023-05    | c     | 420281902201  | sudden   | active      | 4
    2023-05    | d     | 420281903201  | sudden   | active      | 1
    2023-05    | e     | 420281903202  | sudden   | cleared     | 5
    2023-06    | a     | 420281902202  | sudden   | active      | 3
    2023-06    | b     | 420281902202  | -        | -           | 2
    2023-06    | c     | 420281902201  | sudden   | active      | 4
    2023-06    | d     | 420281902203  | sudden   | active      | 1
    2023-06    | e     | 420281904203  | sudden   | cleared     | 5
"""
MAY, JUNE = date(2023, 5, 1), date(2023, 6, 1)


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The county of the picture above, with its marts as a publish computes them."""
    store = Store.create(tmp_path_factory.mktemp("borders") / "store", COUNTY, is_demo=True, salt="s")
    tables = {"division": DIVISION, "division_change": CHANGES, "household_month": HOUSEHOLDS}
    with store.stage() as staging:
        for name, text in tables.items():
            for part, frame in _parts(TABLES[name], frame_of(TABLES[name], text)).items():
                staging.add(name, part, frame)
        marts.compute(staging, lambda *_: None)
        staging.commit(author="drawn", reason="test")
    return store.snapshot()


def _value(
    snapshot: Snapshot, area: str, month: date, *areas: str, indicator: str = "monitored_hh_total"
) -> object:
    viewer = Viewer("test", "测试", Role.ANALYST, Scope(areas or (COUNTY,)))
    rows = queries.run("overview/indicator_values", viewer=viewer, snapshot=snapshot, area=area, month=month)
    found = rows.filter(rows["indicator_id"] == indicator)
    return found.item(0, "value") if found.height else "未报"


def test_by_todays_divisions_a_merged_township_has_one_line_without_a_break(sealed: Snapshot) -> None:
    # May: a of 东镇, c of 西镇, d of 乙村 (today 西镇's); June: the same three.
    assert [_value(sealed, WEST, month) for month in (MAY, JUNE)] == [3, 3]
    assert _value(sealed, EAST, MAY) == "未报"
    assert [_value(sealed, SOUTH, month) for month in (MAY, JUNE)] == [1, 1]


def test_by_the_divisions_of_that_month_each_township_has_what_it_reported(sealed: Snapshot) -> None:
    then = sealed.with_borders_of(MAY)
    assert [_value(then, town, MAY) for town in (EAST, WEST, NORTH)] == [1, 1, 2]
    assert _value(then, SOUTH, MAY) == "未报"  # 南镇 reported nothing in May
    assert [_value(sealed.with_borders_of(JUNE), town, JUNE) for town in (WEST, SOUTH)] == [3, 1]


def test_the_county_is_the_same_by_either_divisions(sealed: Snapshot) -> None:
    assert {_value(one, COUNTY, MAY) for one in (sealed, sealed.with_borders_of(MAY))} == {4}


def test_a_month_names_the_divisions_that_stood_in_it(sealed: Snapshot) -> None:
    viewer = Viewer("test", "测试", Role.ANALYST, Scope((COUNTY,)))

    def towns(snapshot: Snapshot) -> set[str]:
        rows = queries.run("overview/areas", viewer=viewer, snapshot=snapshot)
        return set(rows.filter(rows["level"] == 4)["name"])

    assert towns(sealed) == {"西镇", "南镇"}
    assert towns(sealed.with_borders_of(MAY)) == {"东镇", "西镇", "北镇", "南镇"}
    assert towns(sealed.with_borders_of(JUNE)) == {"西镇", "南镇"}


def test_a_township_sees_the_households_that_came_to_it_and_no_others(sealed: Snapshot) -> None:
    for snapshot in (sealed, sealed.with_borders_of(MAY)):
        for own, seen in ((WEST, {"key-a", "key-c", "key-d"}), (SOUTH, {"key-e"})):
            viewer = Viewer("test", "测试", Role.TOWN_HEAD, Scope((own,)))
            rows = queries.run(
                "monitoring/households",
                viewer=viewer,
                snapshot=snapshot,
                area=COUNTY,
                month=MAY,
                limit=50,
                offset=0,
            )
            assert set(rows["hh_key"]) == seen


def test_a_household_is_listed_in_the_village_it_belongs_to_today(sealed: Snapshot) -> None:
    viewer = Viewer("test", "测试", Role.ANALYST, Scope((COUNTY,)))
    asked = {"month": MAY, "limit": 50, "offset": 0}
    today = queries.run("monitoring/households", viewer=viewer, snapshot=sealed, area="420281902202", **asked)
    then = sealed.with_borders_of(MAY)
    old = queries.run("monitoring/households", viewer=viewer, snapshot=then, area="420281901201", **asked)
    assert set(today["hh_key"]) == set(old["hh_key"]) == {"key-a"}


def test_changes_are_followed_to_the_end_and_never_in_a_circle() -> None:
    chain = frame_of(
        TABLES["division_change"],
        """
        old_code  | new_code  | changed_on
        420281901 | 420281902 | 2021-01-01
        420281902 | 420281903 | 2022-01-01
        """,
    )
    assert dict(borders_of(chain).today) == {EAST: NORTH, WEST: NORTH}
    circle = frame_of(
        TABLES["division_change"],
        """
        old_code  | new_code  | changed_on
        420281901 | 420281902 | 2021-01-01
        420281902 | 420281901 | 2022-01-01
        """,
    )
    with pytest.raises(ConfigError, match="绕成了圈"):
        borders_of(circle)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([(3, EAST, "420281902202")], "第3行: 原代码“420281901”和现代码“420281902202”应同为"),
        ([(3, "420281999", WEST)], "第3行“原代码”: divisions.csv 里没有区划“420281999”"),
        ([(4, WEST, SOUTH)], "第4行“原代码”: 区划“420281902”在 divisions.csv 里没有失效日期"),
        ([(5, EAST, WEST)], "第5行: 乡镇“420281901”变更了，它的村“420281901201”"),
    ],
)
def test_a_change_that_cannot_be_followed_names_file_line_and_code(
    changes: list[tuple[int, str, str]], said: str
) -> None:
    known = dict(frame_of(TABLES["division"], DIVISION).select("division_code", "valid_to").iter_rows())
    with pytest.raises(ConfigError) as told:
        check_changes(changes, known, "division_change.csv")
    assert str(told.value).startswith(f"division_change.csv {said}")
