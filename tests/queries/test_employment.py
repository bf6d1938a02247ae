"""Work: the scale against last year's floor, places, posts, households with labour and no worker, the returned."""

from __future__ import annotations

from datetime import date

import pytest

from tests.queries.conftest import Ask, Drawn

DIVISION = """
    division_code | level | name       | short_name | town_code | in_county_total
    420281        | 3     | 大冶市     | 大冶       | -         | true
    420281101     | 4     | 保安镇     | 保安       | 420281101 | true
    420281107     | 4     | 刘仁八镇   | 刘仁八     | 420281107 | true
    420281107200  | 5     | 刘仁八村   | 刘仁八村   | 420281107 | true
    420281107201  | 5     | 大庄村     | 大庄村     | 420281107 | true
"""


def test_a_township_is_told_how_many_people_it_lacks_to_last_years_month(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        division=DIVISION,
        indicator_month="""
        stat_month | indicator_id        | area_code | level | value
        2022-11    | employed_alleviated | 420281101 | 4     | 450
        2023-10    | employed_alleviated | 420281101 | 4     | 460
        2023-11    | employed_alleviated | 420281101 | 4     | 463
        2022-11    | employed_alleviated | 420281107 | 4     | 100
        2023-11    | employed_alleviated | 420281107 | 4     | 93
        2022-11    | employed_alleviated | 420281    | 3     | 550
        2023-11    | employed_alleviated | 420281    | 3     | 556
        """,
    )

    rows = {row[0]: row[3:] for row in ask("employment/by_town", snapshot, month="2023-11")}

    assert rows["420281101"] == (463, 460, 450, 450, 3, 13, pytest.approx(463 / 450), 0, 463 - 450)
    assert rows["420281107"] == (93, None, 100, 100, None, -7, pytest.approx(0.93), 100 - 93, 0)
    assert rows["420281"][:1] == (463 + 93,)


def test_a_township_without_a_report_lacks_nobody(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        division=DIVISION,
        indicator_month="""
        stat_month | indicator_id        | area_code | level | value
        2022-11    | employed_alleviated | 420281107 | 4     | 100
        """,
    )

    rows = {row[0]: row[3:] for row in ask("employment/by_town", snapshot, month="2023-11")}

    assert rows["420281107"] == (None, None, 100, 100, None, None, None, None, None)


def test_a_stricter_floor_of_the_county_is_rounded_up_to_whole_people(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        division=DIVISION,
        threshold="""
        threshold_id | name                   | red
        f            | employment_floor_ratio | 1.1
        """,
        indicator_month="""
        stat_month | indicator_id        | area_code | level | value
        2022-11    | employed_alleviated | 420281107 | 4     | 101
        2023-11    | employed_alleviated | 420281107 | 4     | 105
        """,
    )

    row = next(r for r in ask("employment/by_town", snapshot, month="2023-11") if r[0] == "420281107")

    assert (row[6], row[10]) == (112, 112 - 105)  # 101 * 1.1 = 111.1


def test_thirteen_months_are_shown_and_a_missing_one_is_a_gap(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        indicator_month="""
        stat_month | indicator_id          | area_code | level | value | numerator | denominator
        2022-11    | employed_alleviated   | 420281107 | 4     | 100   | -         | -
        2023-11    | employed_alleviated   | 420281107 | 4     | 93    | -         | -
        2023-11    | employment_ratio_base | 420281107 | 4     | 0.93  | 93        | 100
        """
    )

    rows = ask("employment/by_month", snapshot, area="420281107", month="2023-11")

    assert len(rows) == 13
    assert rows[0] == (date(2022, 11, 1), 100, None)
    assert rows[11] == (date(2023, 10, 1), None, None)
    assert rows[12] == (date(2023, 11, 1), 93, 100)


WORK = """
    stat_month | person_id | hh_id | division_code | working | place_class | month_wage
    2022-11    | p1        | h1    | 420281107200  | true    | out         | 4000
    2023-09    | p3        | h2    | 420281107201  | true    | city        | 3000
    2023-10    | p1        | h1    | 420281107200  | true    | out         | 4100
    2023-10    | p2        | h1    | 420281107200  | true    | town        | 2000
    2023-11    | p1        | h1    | 420281107200  | true    | province    | 4200
    2023-11    | p2        | h1    | 420281107200  | false   | -           | -
    2023-11    | p4        | h4    | 420281107200  | true    | -           | 2500
"""


def test_places_add_up_to_all_and_an_unreported_place_is_named_so(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, employment_month=WORK)

    rows = ask("employment/by_place", snapshot, area="420281107", month="2023-11")

    assert [row[:4] for row in rows] == [
        ("town", 0, 1, 0),
        ("province", 1, 0, 0),
        ("out", 0, 1, 1),
        ("unknown", 1, 0, 0),
        ("all", 1 + 1, 1 + 1, 1),
    ]
    assert rows[1][6] == 1 / 2


def test_a_month_without_reports_is_empty_and_not_nobody(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, employment_month=WORK)

    rows = ask("employment/by_place", snapshot, area="420281107", month="2023-10")

    assert rows[-1][:4] == ("all", 2, 1, None)  # nothing is known of October 2022


HOUSEHOLDS = """
    stat_month | hh_id | division_code | head_name | hh_type    | mon_type | risk_status | hh_persons | is_no_labour
    2023-11    | h1    | 420281107200  | 张三      | alleviated | -        | -           | 2          | false
    2023-11    | h2    | 420281107201  | 李小四    | alleviated | -        | -           | 3          | false
    2023-11    | h3    | 420281107200  | 王五      | ordinary   | sudden   | active      | 4          | false
    2023-11    | h4    | 420281107200  | 赵六      | alleviated | -        | -           | 1          | false
    2023-11    | h5    | 420281107200  | 孙七      | alleviated | -        | -           | 1          | true
    2023-11    | h6    | 420281101200  | 周八      | alleviated | -        | -           | 1          | false
"""
PERSONS = """
    stat_month | person_id | hh_id | division_code | name   | labour   | in_household
    2023-11    | p2        | h1    | 420281107200  | 张小妹 | ordinary | true
    2023-11    | p3        | h2    | 420281107201  | 李小四 | skilled  | true
    2023-11    | p5        | h2    | 420281107201  | 李小五 | weak     | true
    2023-11    | p6        | h2    | 420281107201  | 李小六 | none     | true
    2023-11    | p7        | h3    | 420281107200  | 王五   | ordinary | true
    2023-11    | p8        | h3    | 420281107200  | 王小五 | ordinary | false
"""


def test_households_with_labour_and_no_worker_are_listed_masked_and_counted(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        division=DIVISION, household_month=HOUSEHOLDS, person_month=PERSONS, employment_month=WORK
    )
    asked = {"area": "420281", "month": "2023-11", "offset": 0}

    rows = ask("employment/households_without_worker", snapshot, limit=9, **asked)

    # h1 and h4 have a worker, h5 has no labour, and the township of h6 reported no work at all
    assert [(row[0], row[3], row[8], row[9]) for row in rows] == [
        ("key-h3", "王*", 1, None),
        ("key-h2", "李*四", 2, date(2023, 9, 1)),
    ]
    assert {row[10:] for row in rows} == {(2, 4 + 3)}
    (first,) = ask("employment/households_without_worker", snapshot, limit=1, **asked)
    assert (first[0], first[10]) == ("key-h3", 2)
    monitored = ask("employment/households_without_worker", snapshot, limit=9, monitored=True, **asked)
    assert [row[0] for row in monitored] == ["key-h3"]


def test_somebody_who_worked_in_the_last_two_months_and_does_not_now_is_listed(
    drawn: Drawn, ask: Ask
) -> None:
    snapshot = drawn(
        division=DIVISION, household_month=HOUSEHOLDS, person_month=PERSONS, employment_month=WORK
    )

    rows = ask("employment/returned", snapshot, area="420281107", month="2023-11", limit=9, offset=0)

    assert [(row[0], row[3], row[5], row[6], row[8], row[10]) for row in rows] == [
        ("key-h2", "李*四", date(2023, 9, 1), "city", 0, 2),
        ("key-h1", "张*妹", date(2023, 10, 1), "town", 1, 2),  # p1 of the same household still works
    ]


def test_posts_count_people_in_post_and_pay_of_the_year(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        division=DIVISION,
        public_post="""
        post_id | kind | person_id | hh_id | division_code | start_month | end_month | pay_month | is_new
        1       | 光伏 | p1        | h1    | 420281107200  | 2022-03     | -         | 500       | false
        2       | 光伏 | p2        | h2    | 420281107200  | 2023-10     | -         | 700       | true
        3       | 保洁 | p3        | h3    | 420281107200  | 2022-01     | 2023-02   | 300       | false
        4       | 护林 | p4        | h4    | 420281101200  | 2022-01     | -         | 400       | false
        """,
    )

    rows = ask("employment/posts_by_kind", snapshot, area="420281107", month="2023-11")

    assert rows == [
        ("光伏", 2, 1, 1, 1, 500 + 700, 600, 500 * 11 + 700 * 2),
        ("保洁", 0, 1, -1, 0, None, None, 300 * 2),
        ("合计", 2, 2, 0, 1, 1200, 600, 5500 + 1400 + 600),
    ]
