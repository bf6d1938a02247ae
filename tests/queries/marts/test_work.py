"""Work and public posts, person by person."""

from __future__ import annotations

from datetime import date

from tests.queries.marts.conftest import Mart
from tests.queries.marts.places import BAOAN, COUNTY, LIURENBA

NOV_2022, NOV_2023 = date(2022, 11, 1), date(2023, 11, 1)
HOUSEHOLDS = """
    stat_month | hh_id | division_code | hh_type    | mon_type | risk_status | is_no_labour
    2023-11    | a     | 420281101200  | alleviated | -        | -           | false
    2023-11    | b     | 420281101201  | alleviated | unstable | active      | false
    2023-11    | c     | 420281101201  | ordinary   | sudden   | active      | false
    2023-11    | d     | 420281101201  | ordinary   | sudden   | active      | true
    2023-11    | e     | 420281107200  | alleviated | -        | -           | false
"""
WORK = """
    stat_month | person_id | hh_id | division_code | working | place_class | channel  | end_month
    2022-11    | a1        | a     | 420281101200  | true    | out         | 企业     | -
    2022-11    | a2        | a     | 420281101200  | true    | county      | 企业     | -
    2023-11    | a1        | a     | 420281101200  | true    | out         | 企业     | -
    2023-11    | a2        | a     | 420281101200  | true    | town        | 帮扶车间 | -
    2023-11    | a3        | a     | 420281101200  | false   | -           | -        | 2023-10
    2023-11    | b1        | b     | 420281101201  | true    | province    | 企业     | -
    2023-11    | b2        | b     | 420281101201  | false   | -           | -        | 2023-09
    2023-11    | z1        | z     | 420281101201  | true    | city        | -        | -
"""


def test_workers_of_both_groups_together_by_place(mart: Mart) -> None:
    found = mart("employment", household_month=HOUSEHOLDS, employment_month=WORK)
    assert found.value("employed_alleviated", BAOAN) == 1 + 1 + 1 + 1  # a1 a2 b1 z1
    assert found.value("employed_alleviated.alleviated", BAOAN) == 2
    assert found.value("employed_alleviated.monitored", BAOAN) == 1  # z is in no household of the month
    assert found.value("migrant_workers_outside_town", BAOAN) == 1 + 1 + 1
    assert found.value("migrant_workers.out_of_province", BAOAN) == 1
    assert found.value("migrant_workers.in_province_out_of_city", BAOAN) == 1
    assert found.value("migrant_workers.in_city", BAOAN) == 1
    assert found.ratio("employment_by_place.town", BAOAN) == (1, 4)
    assert found.value("workshop_employed", BAOAN) == 1
    assert found.value("employed_alleviated", "420281101200") == 2


def test_a_township_that_did_not_report_work_has_no_workers_not_zero(mart: Mart) -> None:
    found = mart("employment", household_month=HOUSEHOLDS, employment_month=WORK)
    assert found.value("employed_alleviated", LIURENBA) == "未报"
    assert found.value("employed_alleviated", COUNTY) == 4


def test_the_same_month_of_last_year_is_the_floor(mart: Mart) -> None:
    found = mart("employment", household_month=HOUSEHOLDS, employment_month=WORK)
    assert found.ratio("employment_ratio_base", BAOAN) == (4, 2)
    assert found.ratio("employment_ratio_base", "420281101201") == (2, 0)
    assert found.ratio("employment_ratio_base", BAOAN, NOV_2022) == "未报"


def test_households_with_labour_and_people_back_home(mart: Mart) -> None:
    found = mart("worker_households", household_month=HOUSEHOLDS, employment_month=WORK)
    assert found.ratio("monitored_with_worker", BAOAN) == (1, 2)  # b of b and c; d has no labour
    assert found.value("returned_not_working", BAOAN) == "未报"  # neither October nor September was reported


def test_who_worked_in_the_two_months_before_and_does_not_now_has_returned(mart: Mart) -> None:
    found = mart(
        "worker_households",
        person_month="""
            stat_month | person_id | hh_id | division_code | in_household
            2023-11    | a1        | a     | 420281101200  | true
            2023-11    | a2        | a     | 420281101200  | true
            2023-11    | b1        | b     | 420281101201  | true
            2023-11    | b2        | b     | 420281101201  | true
            2023-11    | b3        | b     | 420281101201  | false
            2023-11    | e1        | e     | 420281107200  | true
        """,
        employment_month="""
            stat_month | person_id | hh_id | division_code | working
            2023-08    | b2        | b     | 420281101201  | true
            2023-09    | a1        | a     | 420281101200  | true
            2023-09    | b1        | b     | 420281101201  | true
            2023-10    | a2        | a     | 420281101200  | true
            2023-10    | b1        | b     | 420281101201  | true
            2023-10    | b3        | b     | 420281101201  | true
            2023-11    | a1        | a     | 420281101200  | true
            2023-11    | a2        | a     | 420281101200  | false
            2023-10    | e1        | e     | 420281107200  | true
        """,
    )
    # a2 stopped; so did b1, who has no row any more. Not a1 (works again), b2 (stopped in August), b3 (moved out).
    assert found.value("returned_not_working", BAOAN) == 1 + 1
    assert found.value("returned_not_working", "420281101201") == 1
    assert found.value("returned_not_working", LIURENBA) == "未报"  # e1's township did not report November


POSTS = """
    post_id | kind | person_id | hh_id | division_code | start_month | end_month | pay_month | is_new
    1       | 光伏 | a1        | a     | 420281101200  | 2023-01     | -         | 500       | true
    2       | 保洁 | a1        | a     | 420281101200  | 2022-01     | -         | 300       | false
    3       | 保洁 | b1        | b     | 420281101201  | 2022-01     | 2023-10   | 300       | false
    4       | 护林 | b2        | b     | 420281101201  | 2023-11     | -         | 400       | true
    5       | 护林 | c1        | c     | 420281101201  | 2023-12     | -         | 400       | true
"""


def test_a_person_with_two_posts_is_one_person(mart: Mart) -> None:
    found = mart("public_posts", household_month=HOUSEHOLDS, public_post=POSTS)
    assert found.value("public_post_persons", BAOAN) == 2  # a1 and b2
    assert found.value("public_post_persons.光伏", BAOAN) == 1
    assert found.value("public_post_persons.保洁", BAOAN) == 1
    assert found.value("public_post_persons.环保", BAOAN) == 0
    assert found.value("public_post_persons", LIURENBA) == "未报"


def test_new_posts_photovoltaic_pay_and_posts_against_the_rules(mart: Mart) -> None:
    found = mart(
        "public_post_details",
        household_month=HOUSEHOLDS,
        public_post=POSTS,
        person_month="""
            stat_month | person_id | hh_id | division_code | birth_date | labour
            2023-11    | a1        | a     | 420281101200  | 1980-01-01 | ordinary
            2023-11    | b2        | b     | 420281101201  | 1953-11-30 | weak
        """,
    )
    assert found.value("public_posts_new", BAOAN) == 2  # 1 and 4; 5 begins in December
    assert found.value("public_posts_pv_persons", BAOAN) == 1
    assert found.value("public_posts_pv_income", BAOAN) == 500 * 12
    assert found.value("public_post_violation", BAOAN) == 2  # a1 has two posts, b2 is 70 on the last day
