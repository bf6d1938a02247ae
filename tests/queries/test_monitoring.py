"""监测对象: stock, flow, causes, days, lists. Households a, b … are drawn; every expected value is a sum one can see."""

from __future__ import annotations

from datetime import date

from tests.queries.conftest import Ask, Drawn

TOWN, OTHER_TOWN = "420281107", "420281101"

# What the marts say of a township at the ends of September, October and November, and of what moved in each month.
MOVED = """
    stat_month | indicator_id                                       | area_code | level | value | unit
    2023-09    | monitored_hh_active                                | 420281107 | 4     | 3     | 户
    2023-09    | monitored_persons_active                           | 420281107 | 4     | 8     | 人
    2023-09    | monitored_hh_total                                 | 420281107 | 4     | 4     | 户
    2023-09    | monitored_persons_total                            | 420281107 | 4     | 10    | 人
    2023-09    | new_monitored_hh.month                             | 420281107 | 4     | 99    | 户
    2023-10    | new_monitored_hh.month                             | 420281107 | 4     | 1     | 户
    2023-10    | new_monitored_persons.month                        | 420281107 | 4     | 5     | 人
    2023-10    | rollback_hh.month                                  | 420281107 | 4     | 1     | 户
    2023-10    | rollback_persons.month                             | 420281107 | 4     | 3     | 人
    2023-10    | cleared_hh_in_year.month                           | 420281107 | 4     | 0     | 户
    2023-10    | cleared_persons_in_year.month                      | 420281107 | 4     | 0     | 人
    2023-10    | monitored_natural_increase_persons.month           | 420281107 | 4     | 2     | 人
    2023-10    | monitored_natural_increase_persons.active.month    | 420281107 | 4     | 1     | 人
    2023-11    | new_monitored_hh.month                             | 420281107 | 4     | 2     | 户
    2023-11    | new_monitored_persons.month                        | 420281107 | 4     | 4     | 人
    2023-11    | cleared_hh_in_year.month                           | 420281107 | 4     | 1     | 户
    2023-11    | cleared_persons_in_year.month                      | 420281107 | 4     | 4     | 人
    2023-11    | monitored_natural_decrease_hh.month                | 420281107 | 4     | 1     | 户
    2023-11    | monitored_natural_decrease_hh.active.month         | 420281107 | 4     | 1     | 户
    2023-11    | monitored_natural_decrease_persons.month           | 420281107 | 4     | 2     | 人
    2023-11    | monitored_natural_decrease_persons.active.month    | 420281107 | 4     | 2     | 人
    2023-11    | monitored_hh_active                                | 420281107 | 4     | 5     | 户
    2023-11    | monitored_persons_active                           | 420281107 | 4     | 15    | 人
    2023-11    | monitored_hh_total                                 | 420281107 | 4     | 6     | 户
    2023-11    | monitored_persons_total                            | 420281107 | 4     | 18    | 人
    2023-11    | new_monitored_hh.month                             | 420281101 | 4     | 77    | 户
"""
FLOW = "subset step hh persons"


def test_the_flow_adds_up_the_months_after_the_opening_and_shows_what_it_cannot_explain(
    drawn: Drawn, ask: Ask
) -> None:
    snapshot = drawn(indicator_month=MOVED)
    assert ask("monitoring/flow", snapshot, area=TOWN, base_month="2023-09", month="2023-11", pick=FLOW) == [
        ("active", "opening", 3, 8),
        ("active", "new", 1 + 2, 5 + 4),
        ("active", "rollback", 1, 3),
        ("active", "natural_increase", 0, 1),
        ("active", "cleared", -1, -4),
        ("active", "natural_decrease", -1, -2),
        ("active", "unexplained", 5 - (3 + 3 + 1 - 1 - 1), 15 - (8 + 9 + 3 + 1 - 4 - 2)),
        ("active", "closing", 5, 15),
        ("total", "opening", 4, 10),
        ("total", "new", 1 + 2, 5 + 4),
        ("total", "natural_increase", 0, 2),
        ("total", "natural_decrease", -1, -2),
        ("total", "unexplained", 6 - (4 + 3 - 1), 18 - (10 + 9 + 2 - 2)),  # one person went without a word
        ("total", "closing", 6, 18),
    ]


def test_before_the_first_month_the_opening_is_not_reported_rather_than_zero(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(indicator_month=MOVED)
    rows = ask("monitoring/flow", snapshot, area=TOWN, base_month="2023-08", month="2023-11", pick=FLOW)
    assert ("active", "opening", None, None) in rows
    assert ("active", "unexplained", None, None) in rows
    assert ("active", "closing", 5, 15) in rows


def test_a_step_of_which_nothing_was_reported_is_not_a_zero(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(indicator_month=MOVED)
    rows = ask("monitoring/flow", snapshot, area=TOWN, base_month="2023-10", month="2023-11", pick=FLOW)
    assert ("active", "rollback", None, None) in rows
    assert ("active", "new", 2, 4) in rows


def test_the_stock_by_month_pairs_households_with_persons(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        indicator_month="""
            stat_month | indicator_id                      | area_code | level | value | unit
            2023-10    | monitored_hh_active.sudden        | 420281107 | 4     | 23    | 户
            2023-10    | monitored_persons_active.sudden   | 420281107 | 4     | 80    | 人
            2023-11    | monitored_hh_active.sudden        | 420281107 | 4     | 24    | 户
            2023-11    | monitored_persons_active.sudden   | 420281107 | 4     | 81    | 人
            2023-11    | monitored_hh_cleared.marginal     | 420281107 | 4     | 5     | 户
            2023-11    | monitored_persons_cleared.marginal| 420281107 | 4     | 18    | 人
            2023-11    | monitored_hh_active.sudden        | 420281101 | 4     | 99    | 户
        """
    )
    rows = ask("monitoring/stock_by_month", snapshot, area=TOWN, from_month="2023-10", month="2023-11")
    assert rows == [
        (date(2023, 10, 1), "active.sudden", "sudden", "active", 23, 80),
        (date(2023, 11, 1), "active.sudden", "sudden", "active", 24, 81),
        (date(2023, 11, 1), "cleared.marginal", "marginal", "cleared", 5, 18),
    ]


def test_a_household_counts_under_each_of_its_risks(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        household_month="""
            stat_month | hh_id | division_code | mon_type | risk_status | risk_1  | risk_2     | hh_persons
            2023-11    | a     | 420281107200  | sudden   | active      | illness | disability | 3
            2023-11    | b     | 420281107200  | marginal | cleared     | illness | -          | 2
            2023-11    | c     | 420281107200  | marginal | active      | accident| illness    | 4
            2023-11    | d     | 420281101200  | marginal | active      | illness | -          | 9
        """
    )
    columns = "risk hh persons main_hh base_hh base_persons"
    rows = ask("monitoring/risk_causes", snapshot, area=TOWN, month="2023-11", pick=columns)
    assert rows == [
        ("illness", 3, 3 + 2 + 4, 2, 3, 9),
        ("accident", 1, 4, 1, 3, 9),
        ("disability", 1, 3, 0, 3, 9),
    ]
    active = ask(
        "monitoring/risk_causes", snapshot, area=TOWN, month="2023-11", status="active", pick="risk hh share"
    )
    assert active[0] == ("illness", 2, 2 / 2)


CASES = """
    case_id | hh_id | division_code | case_kind | clue_at    | due_at     | marked_at  | result       | state_at
    k1      | a     | 420281107200  | identify  | 2023-01-01 | 2023-01-16 | 2023-01-11 | admitted     | 2023-01-11
    k2      | b     | 420281107200  | identify  | 2023-03-01 | 2023-03-16 | 2023-03-21 | admitted     | 2023-03-21
    k3      | c     | 420281107200  | identify  | 2023-03-01 | 2023-03-16 | 2023-03-31 | admitted     | 2023-03-31
    k4      | d     | 420281107200  | identify  | 2023-11-20 | 2023-12-05 | 2023-12-04 | admitted     | 2023-12-04
    k5      | e     | 420281107200  | identify  | 2023-10-01 | 2023-10-16 | -          | -            | 2023-10-02
    k6      | f     | 420281107200  | identify  | 2023-10-01 | 2023-10-16 | -          | not_admitted | 2023-10-09
    k7      | a     | 420281107200  | clear     | 2023-08-01 | 2023-08-31 | 2023-08-20 | cleared      | 2023-08-20
    k8      | g     | 420281101200  | identify  | 2023-01-01 | 2023-01-16 | 2023-02-11 | admitted     | 2023-02-11
    k9      | h     | 420281107200  | identify  | 2021-09-01 | 2021-10-31 | 2021-10-21 | admitted     | 2021-10-21
"""


def test_days_from_clue_to_marking_are_held_against_the_deadline_of_their_time(
    drawn: Drawn, ask: Ask
) -> None:
    snapshot = drawn(identification_case=CASES)
    rows = ask("monitoring/identification_days", snapshot, area=TOWN, from_month="2023-01", month="2023-11")
    # marked: 10, 20 and 30 days, the last two after 15; open at the end of November: k4 (not yet due) and k5 (late)
    assert rows == [(3, 20.0, 20 + 0.8 * (30 - 20), 2, 15, 15, 1 + 1, 1, 1, True)]
    old = ask("monitoring/identification_days", snapshot, area=TOWN, from_month="2021-01", month="2021-12")
    assert old[0][:6] == (1, 50.0, 50.0, 0, 60, 60)  # two months were allowed then: 50 days were in time


def test_a_published_month_without_a_marked_case_has_no_days(drawn: Drawn, ask: Ask) -> None:
    months = "stat_month|hh_id|division_code\n 2023-01|a|420281107200\n 2023-02|a|420281107200\n 2023-03|a|420281107200"
    snapshot = drawn(identification_case=CASES, household_month=months)
    rows = ask(
        "monitoring/identification_days_by_month", snapshot, area=TOWN, from_month="2023-01", month="2023-11"
    )
    assert rows == [
        (date(2023, 1, 1), 1, 10.0, 10.0, 0, 15.0),
        (date(2023, 2, 1), 0, None, None, 0, None),
        (date(2023, 3, 1), 2, (20 + 30) / 2, 20 + 0.9 * 10, 2, 15.0),
    ]


LISTED = """
    stat_month | hh_id | division_code | head_name | mon_type | risk_status | identified_month | cleared_month | risk_1  | risk_2   | hh_persons
    2023-11    | a     | 420281107200  | 甲乙丙    | sudden   | active      | 2023-01          | -             | illness | -        | 3
    2023-11    | b     | 420281107201  | 丁戊      | marginal | active      | 2023-05          | -             | water   | illness  | 2
    2023-11    | c     | 420281107200  | 己庚      | sudden   | cleared     | 2021-01          | 2022-04       | illness | -        | 4
    2023-11    | x     | 420281107200  | 辛壬      | -        | -           | -                | -             | -       | -        | 6
    2023-11    | y     | 420281101200  | 癸子      | sudden   | active      | 2023-01          | -             | illness | -        | 1
"""


def test_the_list_shows_masked_names_measures_in_force_and_the_visit_of_the_month(
    drawn: Drawn, ask: Ask
) -> None:
    snapshot = drawn(
        household_month=LISTED,
        division="""
            division_code | name     | short_name
            420281107200  | 石板村   | 石板
            420281107201  | 木桥村   | 木桥
        """,
        measure="""
            measure_id | hh_id | division_code | category | start_date | end_date   | status
            m1         | a     | 420281107200  | health   | 2023-02-01 | -          | ongoing
            m2         | a     | 420281107200  | industry | 2023-02-01 | 2023-10-31 | done
            m3         | a     | 420281107200  | industry | 2023-12-01 | -          | ongoing
            m4         | a     | 420281107200  | industry | 2023-02-01 | -          | planned
        """,
        household_visit="""
            visit_id | visit_month | hh_id | division_code | visit_date
            v1       | 2023-11     | a     | 420281107200  | 2023-11-03
            v2       | 2023-11     | a     | 420281107200  | 2023-11-13
            v3       | 2023-10     | b     | 420281107201  | 2023-10-13
        """,
    )
    columns = "hh_key village_name head_name hh_persons risks months_watched measures last_visit"
    both = {"area": TOWN, "month": "2023-11"}
    assert ask("monitoring/households", snapshot, **both, limit=10, offset=0, pick=columns) == [
        ("key-b", "木桥村", "丁*", 2, "water,illness", 11 - 5, 0, ""),
        ("key-a", "石板村", "甲*丙", 3, "illness", 11 - 1, 1, "2023-11-13"),
        ("key-c", "石板村", "己*", 4, "illness", 3 + 12, 0, ""),
    ]
    total = "total_hh total_persons active_hh active_persons cleared_hh cleared_persons unvisited_hh"
    assert ask("monitoring/households_total", snapshot, **both, pick=total) == [
        (3, 3 + 2 + 4, 2, 3 + 2, 1, 4, 1)
    ]


def test_the_total_counts_exactly_the_rows_of_the_filtered_list(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(household_month=LISTED)
    filters: tuple[dict[str, str], ...] = (
        {}, {"type": "sudden"}, {"status": "cleared"}, {"risk": "illness"}, {"risk": "illness", "status": "active"},
        {"type": "unstable"},
    )  # fmt: skip
    expected = [3, 2, 1, 3, 2, 0]
    for chosen, hh in zip(filters, expected, strict=True):
        asked = {"area": TOWN, "month": "2023-11", **chosen}
        assert ask("monitoring/households_total", snapshot, **asked, pick="total_hh") == [(hh,)]
        assert len(ask("monitoring/households", snapshot, **asked, limit=50, offset=0)) == hh


def test_pages_of_the_list_do_not_overlap_and_leave_nobody_out(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(household_month=LISTED)
    asked = {"area": "420281", "month": "2023-11", "pick": "hh_key"}
    pages = [ask("monitoring/households", snapshot, **asked, limit=2, offset=at) for at in (0, 2)]
    assert sorted(pages[0] + pages[1]) == [("key-a",), ("key-b",), ("key-c",), ("key-y",)]


def test_a_township_head_never_gets_another_townships_household(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(household_month=LISTED)
    asked = {"area": "420281", "month": "2023-11", "areas": (OTHER_TOWN,)}
    assert ask("monitoring/households", snapshot, **asked, limit=9, offset=0, pick="hh_key") == [("key-y",)]
    assert ask("monitoring/by_area", snapshot, **asked, pick="area_code active_hh") == [(OTHER_TOWN, 1)]


def test_one_level_down_means_townships_of_the_county_and_villages_of_the_township(
    drawn: Drawn, ask: Ask
) -> None:
    snapshot = drawn(household_month=LISTED)
    columns = "area_code active_hh active_persons cleared_hh cleared_persons total_hh total_persons"
    assert ask("monitoring/by_area", snapshot, area="420281", month="2023-11", pick=columns) == [
        (TOWN, 2, 3 + 2, 1, 4, 3, 9),
        (OTHER_TOWN, 1, 1, 0, 0, 1, 1),
    ]
    assert ask("monitoring/by_area", snapshot, area=TOWN, month="2023-11", pick=columns) == [
        ("420281107200", 1, 3, 1, 4, 2, 7),
        ("420281107201", 1, 2, 0, 0, 1, 2),
    ]


def test_without_any_visit_or_measure_in_the_files_the_list_says_not_reported(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(household_month=LISTED)
    asked = {"area": TOWN, "month": "2023-11"}
    assert ask("monitoring/households", snapshot, **asked, limit=1, offset=0, pick="measures last_visit") == [
        (None, None)
    ]
    assert ask("monitoring/households_total", snapshot, **asked, pick="active_hh unvisited_hh") == [(2, None)]
    days = ask("monitoring/identification_days", snapshot, area=TOWN, from_month="2023-01", month="2023-11")
    assert (days[0][0], days[0][-1]) == (0, False)
