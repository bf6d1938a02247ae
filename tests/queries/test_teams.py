"""Work teams: where none is, who is there, how many days, how assessed, who is helped by whom, who was not visited."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from shouwang import queries
from shouwang.access import Role, Scope, Viewer
from shouwang.store import Snapshot, Store
from tests.queries.conftest import Ask, Drawn

DIVISION = """
    division_code | parent_code | level | name     | short_name | town_code | has_task | in_county_total
    420281        | -           | 3     | 大冶市   | 大冶       | -         | -        | true
    420281101     | 420281      | 4     | 保安镇   | 保安       | 420281101 | -        | true
    420281107     | 420281      | 4     | 刘仁八镇 | 刘仁八     | 420281107 | -        | true
    420281107200  | 420281107   | 5     | 刘仁八村 | 刘仁八村   | 420281107 | true     | true
    420281107201  | 420281107   | 5     | 大庄村   | 大庄村     | 420281107 | true     | true
    420281107202  | 420281107   | 5     | 腰村     | 腰村       | 420281107 | true     | true
    420281107203  | 420281107   | 5     | 刘桥村   | 刘桥村     | 420281107 | false    | true
    420281101200  | 420281101   | 5     | 先锋村   | 先锋村     | 420281101 | true     | true
"""
TEAMS = """
    team_id | division_code | sender_level | sender_units     | start_date | end_date
    t0      | 420281107200  | city         | 市教育局         | 2021-08-01 | -
    t1      | 420281107201  | town         | 党政办、经发办   | 2021-08-01 | -
    t2      | 420281107202  | city         | 市税务局         | 2021-08-01 | 2023-10-31
"""
MEMBERS = """
    member_id | team_id | division_code | role   | name | start_date | end_date   | replaced
    m0        | t0      | 420281107200  | leader | 甲乙 | 2021-08-01 | 2023-07-31 | true
    m1        | t0      | 420281107200  | leader | 丙丁 | 2023-08-01 | -          | false
    m2        | t0      | 420281107200  | member | 戊己 | 2021-08-01 | -          | false
    m3        | t1      | 420281107201  | leader | 庚辛 | 2021-08-01 | 2023-11-15 | false
    m4        | t1      | 420281107201  | member | 壬癸 | 2023-12-01 | -          | false
    m5        | t2      | 420281107202  | leader | 子丑 | 2021-08-01 | 2022-07-31 | true
"""


def test_a_village_with_a_task_lacks_its_team_or_its_leader_since_the_last_one_left(
    drawn: Drawn, ask: Ask
) -> None:
    snapshot = drawn(division=DIVISION, work_team=TEAMS, work_team_member=MEMBERS)

    rows = ask(
        "teams/uncovered", snapshot, area="420281", month="2023-11", pick="village_name lack since days"
    )

    assert rows == [
        ("大庄村", "leader", date(2023, 11, 15), 30 - 15),
        ("腰村", "team", date(2023, 10, 31), 30),
    ]  # 刘桥村 has no task; 保安镇 reported no team at all


def test_who_is_in_post_who_came_and_who_left_by_who_sent_them(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, work_team=TEAMS, work_team_member=MEMBERS)

    rows = ask("teams/members", snapshot, area="420281107", month="2023-11")

    # level, teams, units, leaders, members, joined and left this year
    assert rows == [("city", 1, 1, 1, 1, 1, 1), ("town", 1, 2, 0, 0, 0, 1)]
    for indicator, wanted in (("leaders", 1), ("members", 1), ("joined", 1), ("left_team", 1)):
        opened = ask(
            "rows/team_members", snapshot, area="420281107", month="2023-11", indicator=indicator, sender="city",
            pick="amount dropped_by",
        )  # fmt: skip
        assert sum(amount for amount, dropped in opened if dropped is None) == wanted, indicator


RULES = """
    threshold_id    | name            | warn | source_title | confidence
    attendance_days | attendance_days | 20   | 规定         | M
    team_good_quota | team_good_quota | 0.2  | 默认值       | L
    helper_load     | helper_load     | 2    | 默认值       | L
"""
ATTENDANCE = """
    member_id | attend_month | division_code | days | nights | leave_days | checked_absent
    m1        | 2023-11      | 420281107200  | 25   | 20     | 0          | 0
    m2        | 2023-11      | 420281107200  | 12   | 9      | 4          | 2
    m3        | 2023-11      | 420281107201  | 20   | 16     | 0          | 1
    m1        | 2023-10      | 420281107200  | 22   | 20     | 0          | 0
    m9        | 2023-11      | 420281101200  | 1    | 1      | 0          | 0
"""


def test_days_above_the_rule_do_not_make_up_for_somebody_elses_absence(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(threshold=RULES, team_attendance=ATTENDANCE)

    rows = ask("teams/attendance", snapshot, area="420281107", month="2023-11", from_month="2023-01")

    assert [row[0] for row in rows] == [date(2023, 10, 1), date(2023, 11, 1)]
    november = rows[1]
    # members, rule, days, mean, present, required, rate, short, absent, checks, leave
    assert november[1:7] == (3, 20, 25 + 12 + 20, (25 + 12 + 20) / 3, 20 + 12 + 20, 3 * 20)
    assert november[7:] == ((20 + 12 + 20) / 60, 1, 2, 2 + 1, 4)


def test_where_days_are_short_is_told_by_township_and_below_it_by_village_in_the_order_of_the_map(
    drawn: Drawn, ask: Ask
) -> None:
    snapshot = drawn(division=DIVISION, threshold=RULES, team_attendance=ATTENDANCE)
    pick = "area_name members short absent absent_checks leave_days"

    county = ask("teams/short_by_area", snapshot, area="420281", month="2023-11", pick=pick)
    town = ask("teams/short_by_area", snapshot, area="420281107", month="2023-11", pick=pick)

    assert county == [("保安镇", 1, 1, 0, 0, 0), ("刘仁八镇", 3, 1, 2, 3, 4)]
    assert town == [("刘仁八村", 2, 1, 1, 2, 4), ("大庄村", 1, 0, 1, 1, 0)]
    opened = ask(
        "rows/attendance",
        snapshot,
        area="420281107",
        month="2023-11",
        indicator="short",
        pick="days dropped_by",
    )
    assert [days for days, dropped in opened if dropped is None] == [12]


ASSESSMENTS = """
    object_kind | object_id | division_code | year | period  | period_no | score | grade
    member      | m0        | 420281107200  | 2023 | term    | 1         | 95    | good
    member      | m3        | 420281107201  | 2023 | term    | 1         | 85    | fairly_good
    member      | m2        | 420281107200  | 2023 | quarter | 3         | 82    | -
    member      | m2        | 420281107200  | 2023 | quarter | 4         | 82    | -
    member      | m2        | 420281107200  | 2023 | annual  | 1         | 82    | good
    member      | m2        | 420281107200  | 2022 | annual  | 1         | 70    | average
    team        | t0        | 420281107200  | 2023 | quarter | 3         | 90    | good
    member      | m2        | 420281107200  | 2021 | annual  | 1         | 70    | good
"""


def test_an_assessment_counts_when_it_is_over_and_its_share_of_good_is_of_those_graded(
    drawn: Drawn, ask: Ask
) -> None:
    snapshot = drawn(threshold=RULES, assessment=ASSESSMENTS, work_team_member=MEMBERS)

    rows = ask(
        "teams/assessments", snapshot, area="420281107", month="2023-11",
        pick="year period period_no role assessed good ungraded good_share quota",
    )  # fmt: skip

    assert rows == [
        (2023, "term", 1, "leader", 2, 1, 0, 1 / 2, 0.2),
        (2023, "quarter", 3, "member", 1, 0, 1, None, 0.2),
        (2022, "annual", 1, "member", 1, 0, 0, 0.0, 0.2),
    ]  # the fourth quarter and the year are not over; a team's own grade is no member's


HOMES = """
    stat_month | hh_id | division_code | hh_type    | mon_type | risk_status | helper_id | contact_name
    2023-11    | a     | 420281107200  | alleviated | -        | -           | h1        | -
    2023-11    | b     | 420281107200  | alleviated | -        | -           | h1        | -
    2023-11    | c     | 420281107200  | alleviated | unstable | active      | h1        | 甲乙丙
    2023-11    | d     | 420281107201  | ordinary   | sudden   | active      | h2        | -
    2023-11    | e     | 420281107201  | alleviated | -        | -           | -         | -
    2023-11    | f     | 420281107201  | ordinary   | sudden   | cleared     | -         | -
    2023-11    | g     | 420281101200  | alleviated | -        | -           | -         | -
"""
VISITS = """
    visit_id | visit_month | hh_id | division_code | visit_date | visitor_role | mode
    1        | 2023-11     | a     | 420281107200  | 2023-11-05 | helper       | onsite
    2        | 2023-10     | b     | 420281107200  | 2023-10-20 | helper       | onsite
    3        | 2023-09     | b     | 420281107200  | 2023-09-20 | helper       | onsite
    4        | 2023-11     | c     | 420281107200  | 2023-11-30 | helper       | phone
    5        | 2023-07     | e     | 420281107201  | 2023-07-01 | helper       | onsite
"""


def test_a_helper_has_too_many_above_the_limit_and_not_at_it(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(threshold=RULES, household_month=HOMES)
    assert ask("teams/helper_loads", snapshot, area="420281107", month="2023-11") == [
        (1, 1, False, 2),
        (3, 1, True, 2),
    ]


def test_a_household_lacks_a_helper_or_a_contact_where_its_township_told_of_others(
    drawn: Drawn, ask: Ask
) -> None:
    snapshot = drawn(division=DIVISION, household_month=HOMES)
    rows = ask(
        "teams/without_help",
        snapshot,
        area="420281",
        month="2023-11",
        limit=9,
        offset=0,
        pick="hh_key lack total_rows",
    )
    assert rows == [("key-d", "contact", 2), ("key-e", "helper", 2)]  # 保安镇 told of no helper at all


def test_the_active_come_first_among_those_not_visited_and_then_the_longest_unseen(
    drawn: Drawn, ask: Ask
) -> None:
    snapshot = drawn(division=DIVISION, household_month=HOMES, household_visit=VISITS)

    rows = ask(
        "teams/unvisited", snapshot, area="420281", month="2023-11", limit=9, offset=0,
        pick="hh_key risk_status last_visit days total_rows",
    )  # fmt: skip

    assert rows == [
        ("key-d", "active", None, None, 3),
        ("key-e", None, None, None, 3),  # July is more than three months ago
        ("key-b", None, date(2023, 10, 20), 41, 3),
    ]  # f is cleared: nobody must go; 保安镇 reported no visit
    assert len(ask("rows/unvisited", snapshot, area="420281", month="2023-11")) == 3
    assert len(ask("rows/to_visit", snapshot, area="420281", month="2023-11")) == 5


def test_meetings_are_counted_by_kind_and_the_countys_own_only_there(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        meeting="""
        meeting_id | town_code | division_code | meeting_date | meeting_kind
        1          | 420281107 | -             | 2023-11-02   | study
        2          | 420281107 | 420281107200  | 2023-02-02   | study
        3          | 420281000 | -             | 2023-03-02   | study
        4          | 420281107 | -             | 2022-12-31   | study
        """
    )
    assert ask("teams/meetings", snapshot, area="420281107", month="2023-11") == [("study", 1, 2)]
    assert ask("teams/meetings", snapshot, area="420281", month="2023-11") == [("study", 1, 3)]


@pytest.fixture(scope="module")
def county(demo_store: Path) -> Snapshot:
    return Store.open(demo_store).snapshot()


ANALYST = Viewer("test", "测试", Role.ANALYST, Scope.of("420281"))
MONTH = date(2023, 11, 1)


def _asked(county: Snapshot, name: str, area: str, **more: object) -> pl.DataFrame:
    return queries.run(name, viewer=ANALYST, snapshot=county, area=area, month=MONTH, **more)


def test_the_teams_of_the_reports_are_there(county: Snapshot) -> None:
    members = _asked(county, "teams/members", "420281101")
    teams = {row["sender_level"]: row for row in members.iter_rows(named=True)}
    assert (teams["city"]["teams"], teams["town"]["sender_units"]) == (17, 23)
    assert sum(row["teams"] for row in teams.values()) == 27
    assessed = {
        (town, row["role"]): (row["assessed"], row["good"])
        for town in ("420281101", "420281107")
        for row in _asked(county, "teams/assessments", town).iter_rows(named=True)
        if (row["period"], row["year"]) == ("term", 2023)
    }
    assert assessed["420281101", "leader"] == (17, 3)
    assert assessed["420281101", "member"] == (29, 5)
    assert (assessed["420281107", "leader"][0], assessed["420281107", "member"][0]) == (11, 21)


@pytest.mark.parametrize("area", ["420281", "420281107"])
def test_the_table_of_areas_is_what_its_parts_add_up_to(county: Snapshot, area: str) -> None:
    rows = _asked(county, "teams/by_area", area)
    whole = rows.filter("is_whole").row(0, named=True)
    parts = rows.filter(~pl.col("is_whole"))
    for name in ("task_villages", "with_team", "replaced", "to_visit", "visited", "active_hh", "contact_hh"):
        assert parts[name].sum() == whole[name], name
    assert whole["unvisited"] == len(_asked(county, "rows/unvisited", area))
    assert whole["to_visit"] == len(_asked(county, "rows/to_visit", area))


def test_the_attendance_of_the_demo_is_what_polars_counts(county: Snapshot) -> None:
    days = pl.concat([pl.read_parquet(path) for path in county.files("team_attendance")])
    days = days.filter(pl.col("attend_month") == MONTH)
    row = _asked(county, "teams/attendance", "420281", from_month=MONTH).row(0, named=True)
    assert row["members"] == days.height
    assert row["rate"] == pytest.approx(days["days"].clip(upper_bound=20).sum() / (20 * days.height))
    assert row["short"] == days.filter(pl.col("days") < 20).height
    assert row["absent_checks"] == days["checked_absent"].sum()
