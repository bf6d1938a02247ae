"""监测对象: stock, flow, causes, days, lists. Households a, b … are drawn; every expected value is a sum one can see."""

from __future__ import annotations

from datetime import date

from tests.queries.conftest import Ask, Drawn

TOWN, OTHER_TOWN = "420281107", "420281101"

# October to November: a stays, b is cleared, c rolls back, d leaves as a whole, e is new; f is alleviated and unmonitored.
LIVED = """
    stat_month | hh_id | division_code | mon_type | risk_status | identified_month | cleared_month | hh_persons
    2023-10    | a     | 420281107200  | sudden   | active      | 2023-01          | -             | 3
    2023-10    | b     | 420281107200  | sudden   | active      | 2022-01          | -             | 4
    2023-10    | c     | 420281107201  | marginal | cleared     | 2022-01          | 2023-02       | 2
    2023-10    | d     | 420281107201  | unstable | active      | 2023-01          | -             | 1
    2023-10    | f     | 420281107201  | -        | -           | -                | -             | 7
    2023-11    | a     | 420281107200  | sudden   | active      | 2023-01          | -             | 3
    2023-11    | b     | 420281107200  | sudden   | cleared     | 2022-01          | 2023-11       | 4
    2023-11    | c     | 420281107201  | marginal | active      | 2022-01          | -             | 3
    2023-11    | e     | 420281107200  | sudden   | active      | 2023-11          | -             | 5
    2023-11    | f     | 420281107201  | -        | -           | -                | -             | 7
"""
# a: one born, one dead; c (cleared in October): one born; d: its only person dead; f is nobody's monitored household.
CHANGED = """
    stat_month | hh_id | person_id | division_code | in_household | change_code | change_date
    2023-11    | a     | a1        | 420281107200  | true         | birth       | 2023-11-05
    2023-11    | a     | a2        | 420281107200  | false        | death       | 2023-11-20
    2023-11    | c     | c1        | 420281107201  | true         | birth       | 2023-11-01
    2023-11    | d     | d1        | 420281107201  | false        | death       | 2023-11-30
    2023-11    | f     | f1        | 420281107201  | false        | marry_out   | 2023-11-02
    2023-11    | a     | a3        | 420281107200  | true         | marry_in    | 2023-09-30
"""


def test_the_flow_of_a_month_ties_out_in_households_and_persons(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(household_month=LIVED, person_month=CHANGED)
    rows = ask(
        "monitoring/flow",
        snapshot,
        area=TOWN,
        base_month="2023-10",
        month="2023-11",
        pick="subset step hh persons",
    )
    assert rows == [
        ("active", "opening", 1 + 1 + 1, 3 + 4 + 1),  # a, b, d
        ("active", "new", 1, 5),  # e
        ("active", "rollback", 1, 3),  # c, with the newborn
        ("active", "natural_increase", 0, 1),  # a's child; c was not active a month before
        ("active", "cleared", -1, -4),  # b
        ("active", "natural_decrease", -1, -1 - 1),  # d as a whole, one person of a
        ("active", "unexplained", 0, 0),
        ("active", "closing", 3 + 1 + 1 - 1 - 1, 8 + 5 + 3 + 1 - 4 - 2),
        ("total", "opening", 4, 3 + 4 + 2 + 1),
        ("total", "new", 1, 5),
        ("total", "natural_increase", 0, 1 + 1),
        ("total", "natural_decrease", -1, -1 - 1),
        ("total", "unexplained", 0, 0),
        ("total", "closing", 4 + 1 - 1, 10 + 5 + 2 - 2),
    ]


def test_a_household_that_vanishes_without_a_reason_stands_as_unexplained(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        household_month="""
            stat_month | hh_id | division_code | mon_type | risk_status | identified_month | hh_persons
            2023-10    | a     | 420281107200  | sudden   | active      | 2023-01          | 3
            2023-10    | b     | 420281107200  | sudden   | active      | 2023-01          | 2
            2023-11    | a     | 420281107200  | sudden   | active      | 2023-01          | 4
        """
    )
    rows = ask(
        "monitoring/flow",
        snapshot,
        area=TOWN,
        base_month="2023-10",
        month="2023-11",
        pick="subset step hh persons",
    )
    assert ("active", "unexplained", -1, -2 + 1) in rows  # b gone, one person of a from nowhere
    assert ("active", "closing", 1, 4) in rows


def test_the_flow_over_several_months_adds_up_the_months(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        household_month="""
            stat_month | hh_id | division_code | mon_type | risk_status | identified_month | cleared_month | hh_persons
            2023-09    | a     | 420281107200  | sudden   | active      | 2023-01          | -             | 3
            2023-10    | a     | 420281107200  | sudden   | active      | 2023-01          | -             | 3
            2023-10    | b     | 420281107200  | sudden   | active      | 2023-10          | -             | 2
            2023-11    | a     | 420281107200  | sudden   | cleared     | 2023-01          | 2023-11       | 3
            2023-11    | b     | 420281107200  | sudden   | active      | 2023-10          | -             | 2
            2023-11    | c     | 420281107200  | sudden   | active      | 2023-11          | -             | 1
        """
    )
    rows = ask(
        "monitoring/flow",
        snapshot,
        area=TOWN,
        base_month="2023-09",
        month="2023-11",
        pick="subset step hh persons",
    )
    assert [row for row in rows if row[0] == "active"] == [
        ("active", "opening", 1, 3),
        ("active", "new", 1 + 1, 2 + 1),
        ("active", "rollback", 0, 0),
        ("active", "natural_increase", 0, 0),
        ("active", "cleared", -1, -3),
        ("active", "natural_decrease", 0, 0),
        ("active", "unexplained", 0, 0),
        ("active", "closing", 1 + 2 - 1, 3 + 3 - 3),
    ]


def test_before_the_first_month_the_opening_is_not_reported_rather_than_zero(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        household_month="""
            stat_month | hh_id | division_code | mon_type | risk_status | identified_month | hh_persons
            2023-11    | a     | 420281107200  | sudden   | active      | 2023-01          | 4
        """
    )
    rows = ask(
        "monitoring/flow",
        snapshot,
        area=TOWN,
        base_month="2023-10",
        month="2023-11",
        pick="subset step hh persons",
    )
    assert ("active", "opening", None, None) in rows
    assert ("active", "unexplained", None, None) in rows
    assert ("active", "closing", 1, 4) in rows


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
