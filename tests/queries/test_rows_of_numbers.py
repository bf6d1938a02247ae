"""Rows behind numbers that are no indicator, drawn: each query lists exactly what its number counts."""

from __future__ import annotations

from typing import Any

from tests.queries.conftest import Ask, Drawn

TOWN = "420281107"

# a stays, b is new in October and cleared in November, c leaves as a whole in November, d was never monitored.
MONTHS = """
    stat_month | hh_id | division_code | mon_type | risk_status | hh_persons
    2023-09    | a     | 420281107200  | sudden   | active      | 3
    2023-09    | b     | 420281107200  | -        | -           | 2
    2023-09    | c     | 420281107201  | marginal | active      | 1
    2023-09    | d     | 420281107201  | -        | -           | 5
    2023-10    | a     | 420281107200  | sudden   | active      | 4
    2023-10    | b     | 420281107200  | unstable | active      | 2
    2023-10    | c     | 420281107201  | marginal | active      | 1
    2023-10    | d     | 420281107201  | -        | -           | 5
    2023-11    | a     | 420281107200  | sudden   | active      | 4
    2023-11    | b     | 420281107200  | unstable | cleared     | 2
    2023-11    | d     | 420281107201  | -        | -           | 5
"""
PEOPLE = """
    stat_month | person_id | hh_id | division_code | in_household | change_code | change_date
    2023-10    | p1        | a     | 420281107200  | true         | birth       | 2023-10-08
    2023-11    | p2        | c     | 420281107201  | false        | death       | 2023-11-20
    2023-11    | p3        | d     | 420281107201  | false        | death       | 2023-11-20
    2023-11    | p4        | a     | 420281107200  | true         | birth       | 2023-08-01
"""


def _flow(ask: Ask, snapshot: Any, subset: str) -> dict[str, tuple[int, int]]:
    """Return step -> (households, persons) of the rows."""
    asked = {"area": TOWN, "base_month": "2023-09", "month": "2023-11", "subset": subset}
    found = {}
    for step in ("opening", "new", "rollback", "natural_increase", "cleared", "natural_decrease", "closing"):
        rows = ask("rows/flow", snapshot, step=step, pick="hh persons", **asked)
        found[step] = (sum(hh for hh, _ in rows), sum(persons for _, persons in rows))
    return found


def test_the_rows_of_each_step_lead_from_the_opening_to_the_closing(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(household_month=MONTHS, person_month=PEOPLE)
    active = _flow(ask, snapshot, "active")
    assert active == {
        "opening": (2, 3 + 1), "new": (1, 2), "rollback": (0, 0), "natural_increase": (0, 1), "cleared": (1, 2),
        "natural_decrease": (1, 1), "closing": (1, 4),
    }  # fmt: skip
    assert 2 + 1 - 1 - 1 == 1  # opening, new, cleared, gone: closing
    assert 4 + 2 + 1 - 2 - 1 == 4
    total = _flow(ask, snapshot, "total")
    assert (total["opening"], total["closing"]) == ((2, 4), (2, 6))


def test_one_step_is_cut_to_the_area(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(household_month=MONTHS, person_month=PEOPLE)
    asked = {"base_month": "2023-09", "month": "2023-11", "subset": "active", "step": "natural_decrease"}
    assert ask("rows/flow", snapshot, area="420281107200", pick="hh_key", **asked) == []
    assert ask("rows/flow", snapshot, area="420281107201", pick="hh_key hh", **asked) == [
        ("key-c", 1),
        ("key-c", 0),
    ]


DECEMBER = """
    stat_month | hh_id | division_code | hh_type    | mon_type | risk_status | is_no_labour
    2022-12    | a     | 420281107200  | alleviated | -        | -           | false
    2022-12    | b     | 420281107200  | alleviated | sudden   | active      | false
    2022-12    | c     | 420281107200  | alleviated | -        | -           | true
    2022-12    | d     | 420281107200  | ordinary   | -        | -           | false
"""
INCOMES = """
    hh_id | division_code | income_year | window_type    | net_per_capita | persons_year
    a     | 420281107200  | 2022        | annual_oct_sep | 9999.99        | 3
    b     | 420281107200  | 2022        | annual_oct_sep | 8000           | 2
    c     | 420281107200  | 2022        | annual_oct_sep | 5000           | 1
    d     | 420281107200  | 2022        | annual_oct_sep | 5000           | 4
    e     | 420281107200  | 2022        | annual_oct_sep | 10000          | 4
"""
MEASURES = """
    measure_id | hh_id | division_code | start_date | end_date   | status
    1          | a     | 420281107200  | 2023-01-01 | -          | ongoing
    2          | b     | 420281107200  | 2024-01-01 | -          | planned
    3          | c     | 420281107200  | 2022-01-01 | 2022-12-31 | done
"""


def test_below_the_line_by_group_band_and_help(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(household_month=DECEMBER, income_year=INCOMES, measure=MEASURES)

    def keys(**asked: object) -> list[str]:
        here = {"area": TOWN, "month": "2023-11", "income_year": 2022, "pick": "hh_key"}
        return [key for (key,) in ask("rows/below_line", snapshot, **here, **asked)]

    assert keys(line_yuan=10000, pop_group="counted") == ["key-a", "key-b"]
    assert keys(line_yuan=10000, pop_group="no_labour") == ["key-c"]
    assert keys(line_yuan=10000, pop_group="not_listed") == ["key-d"]
    assert keys(line_yuan=10000, pop_group="counted", help="in_force") == ["key-a"]
    assert keys(line_yuan=10000, pop_group="counted", help="planned") == ["key-b"]
    assert keys(line_yuan=10000, help="bare") == ["key-c", "key-d"]
    assert keys(band_low=9000) == ["key-a"]
    assert keys(band_low=10000) == ["key-e"]


def test_money_by_kind_and_source_up_to_the_months_end(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        fund_allocation="""
            allocation_id | town_code | budget_year | source  | allocated_at | arrived_at | amount
            1             | 420281107 | 2023        | central | 2023-01-05   | 2023-02-01 | 100
            2             | 420281107 | 2023        | county  | 2023-03-05   | 2023-12-01 | 50
            3             | 420281107 | 2023        | social  | 2023-03-05   | 2023-04-01 | 7
            4             | 420281107 | 2022        | central | 2022-03-05   | 2022-04-01 | 900
            5             | 420281101 | 2023        | central | 2023-01-05   | 2023-02-01 | 3
        """,
        disbursement="""
            pay_id | town_code | budget_year | source  | pay_date   | amount
            1      | 420281107 | 2023        | central | 2023-06-01 | 60
            2      | 420281107 | 2023        | central | 2023-12-01 | 40
        """,
    )

    def total(kind: str, source: str | None = None) -> float:
        rows = ask(
            "rows/money", snapshot, area=TOWN, month="2023-11", kind=kind, source=source, pick="amount"
        )
        return sum(amount for (amount,) in rows)

    assert total("allocated", "fiscal") == 100 + 50
    assert total("allocated", "other") == 7
    assert total("allocated") == 100 + 50 + 7
    assert total("arrived", "fiscal") == 100
    assert total("paid", "central") == 60


def test_marked_cases_from_january_unless_said_and_the_late_ones(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        identification_case="""
            case_id | hh_id | division_code | case_kind | clue_at    | marked_at  | due_at     | proposed_type
            1       | a     | 420281107200  | identify  | 2023-01-01 | 2023-01-11 | 2023-01-16 | sudden
            2       | b     | 420281107200  | identify  | 2023-10-01 | 2023-11-20 | 2023-10-16 | sudden
            3       | c     | 420281107200  | identify  | 2022-10-01 | 2022-12-20 | 2022-12-31 | sudden
            4       | d     | 420281107200  | clear     | 2023-10-01 | 2023-11-20 | 2023-10-16 | sudden
            5       | e     | 420281107200  | identify  | 2023-11-01 | 2023-12-01 | 2023-12-16 | sudden
        """
    )
    here = {"area": TOWN, "month": "2023-11", "pick": "hh_key days"}
    assert ask("rows/marked_cases", snapshot, **here) == [("key-a", 10), ("key-b", 50)]
    assert ask("rows/marked_cases", snapshot, from_month="2023-11", **here) == [("key-b", 50)]
    assert ask("rows/marked_cases", snapshot, late=True, **here) == [("key-b", 50)]
    assert ask("rows/marked_cases", snapshot, late=False, **here) == [("key-a", 10)]


def test_a_person_with_two_posts_is_one_person_and_two_pays(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        public_post="""
            post_id | person_id | hh_id | division_code | kind   | start_month | end_month | pay_month | is_new
            1       | p         | a     | 420281107200  | 护林员 | 2022-01     | -         | 500       | false
            2       | p         | a     | 420281107200  | 保洁员 | 2023-03     | -         | 300       | true
            3       | q         | b     | 420281107200  | 保洁员 | 2023-01     | 2023-02   | 400       | true
        """
    )
    here = {"area": TOWN, "month": "2023-11", "kind": "合计", "pick": "persons pay_month paid_in_year"}
    now = ask("rows/post_holders", snapshot, which="now", **here)
    assert (sum(row[0] for row in now), sum(row[1] for row in now)) == (1, 500 + 300)
    assert (
        sum(row[2] for row in ask("rows/post_holders", snapshot, which="paid", **here))
        == 500 * 11 + 300 * 9 + 400 * 2
    )
    assert len(ask("rows/post_holders", snapshot, which="new", **here)) == 2
    assert len(ask("rows/post_holders", snapshot, which="year_ago", **here)) == 1


def test_workers_by_place_and_only_of_townships_that_reported_both_months(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        employment_month="""
            stat_month | person_id | hh_id | division_code | working | place_class
            2023-11    | 1         | a     | 420281107200  | true    | out
            2023-11    | 2         | a     | 420281107200  | true    | -
            2023-11    | 3         | a     | 420281107200  | false   | out
            2023-11    | 4         | b     | 420281101200  | true    | out
            2022-11    | 1         | a     | 420281107200  | true    | out
        """,
        division="""
            division_code | level | name   | in_county_total
            420281107     | 4     | 甲镇   | true
            420281101     | 4     | 乙镇   | true
        """,
    )
    count = lambda **asked: len(ask("rows/at_work", snapshot, month="2023-11", **asked))  # noqa: E731
    assert count(area="420281") == 3
    assert count(area="420281", place="out") == 2
    assert count(area="420281", place="unknown") == 1
    assert count(area="420281", compared_with="2022-11") == 2
