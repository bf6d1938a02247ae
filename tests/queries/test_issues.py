"""问题整改: sources, proof, ageing, the county's list, the same problem elsewhere; counted another way by hand."""

from __future__ import annotations

import pytest

from tests.queries.conftest import Ask, Drawn

DIVISION = """
    division_code | level | name       | short_name | town_code | in_county_total
    420281        | 3     | 大冶市     | 大冶       | -         | true
    420281101     | 4     | 保安镇     | 保安       | 420281101 | true
    420281102     | 4     | 灵乡镇     | 灵乡       | 420281102 | true
    420281107     | 4     | 刘仁八镇   | 刘仁八     | 420281107 | true
    420281170     | 4     | 汪仁镇     | 汪仁       | 420281170 | false
    420281107200  | 5     | 刘仁八村   | 刘仁八村   | 420281107 | true
"""
# 1 closed with proof; 2 no evidence; 3 not verified; 4 overdue; 5 on time; 6 came back; 7 last year's, closed then;
# 8 last year's, still open, no deadline; 9 the county's own; 10 a township that does not count; 11 found later
ISSUES = """
    issue_id | parent_issue_id | town_code | division_code | source     | aspect | content | found_at   | claimed_at | due_at     | submitted_at | verified_at | closed_at  | state      | evidence_ref | reopened_count
    1        | 9               | 420281107 | 420281107200  | audit      | 甲     | 一样    | 2023-02-20 | 2023-03-01 | 2023-06-20 | 2023-05-01   | 2023-05-20  | 2023-06-09 | closed     | 佐证1        | 0
    2        | -               | 420281107 | -             | audit      | 甲     | 二      | 2023-02-20 | 2023-03-01 | 2023-06-20 | 2023-05-01   | 2023-05-20  | 2023-05-31 | closed     | -            | 0
    3        | -               | 420281107 | -             | self_check | 乙     | 三      | 2023-04-01 | 2023-04-02 | 2023-07-31 | -            | -           | 2023-07-31 | closed     | 佐证3        | 0
    4        | -               | 420281107 | -             | self_check | 乙     | 四      | 2023-05-01 | 2023-05-02 | 2023-08-31 | -            | -           | -          | rectifying | -            | 0
    5        | 9               | 420281101 | -             | audit      | 甲     | 一样    | 2023-09-20 | -          | 2023-12-31 | -            | -           | -          | found      | -            | 0
    6        | 9               | 420281102 | -             | audit      | 甲     | 一样    | 2023-02-20 | 2023-03-01 | 2023-06-20 | 2023-05-01   | 2023-05-20  | 2023-06-01 | reopened   | 佐证6        | 1
    7        | -               | 420281107 | -             | audit      | 甲     | 七      | 2022-02-20 | 2022-03-01 | 2022-06-20 | 2022-05-01   | 2022-05-20  | 2022-06-01 | closed     | 佐证7        | 0
    8        | -               | 420281107 | -             | audit      | 甲     | 八      | 2022-02-20 | 2022-03-01 | -          | -            | -           | -          | long_term  | -            | 0
    9        | -               | 420281000 | -             | audit      | 甲     | 一样    | 2023-02-20 | 2023-02-21 | 2023-06-20 | 2023-05-01   | 2023-05-20  | 2023-06-01 | closed     | 佐证9        | 0
    10       | -               | 420281170 | -             | audit      | 甲     | 一样    | 2023-02-20 | 2023-03-01 | 2023-06-20 | -            | -           | -          | claimed    | -            | 0
    11       | -               | 420281107 | -             | audit      | 甲     | 十一    | 2023-11-20 | -          | -          | -            | -           | -          | found      | -            | 0
"""
COUNTS = "issues of_year claimed closed unproved proved open_now on_time overdue reopened claimed_proved"
WHATS = {
    "of_year": "of_year", "claimed": "claimed", "closed": "closed", "unproved": "unproved", "proved": "proved",
    "open_now": "open", "on_time": "on_time", "overdue": "overdue", "reopened": "reopened",
}  # fmt: skip


def test_closed_without_proof_is_closed_but_counted_apart(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, issue_rectification=ISSUES)

    rows = ask("issues/by_source", snapshot, area="420281107", month="2023-10", pick=f"source {COUNTS}")

    assert rows == [
        ("audit", 3, 2, 3, 2, 1, 1, 1, 1, 0, 0, 1),  # 1, 2, 8
        ("self_check", 2, 2, 2, 1, 1, 0, 1, 0, 1, 0, 0),  # 3, 4
        ("all", 3 + 2, 2 + 2, 3 + 2, 2 + 1, 1 + 1, 1, 1 + 1, 1, 1, 0, 1),
    ]
    rates = ask(
        "issues/by_source", snapshot, area="420281107", month="2023-10", pick="close_rate proved_rate days"
    )
    assert rates[0] == (2 / 3, 1 / 3, pytest.approx((100 + 91) / 2))  # 1 March to 9 June, and to 31 May
    assert rates[2] == (3 / 5, 1 / 5, pytest.approx((100 + 91 + 120) / 3))


def test_the_county_counts_its_townships_once_and_not_its_own_list(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, issue_rectification=ISSUES)

    whole = ask("issues/by_source", snapshot, area="420281", month="2023-10", pick=f"source {COUNTS}")[-1]
    assert whole == ("all", 5 + 1 + 1, 4 + 2, 5 + 1, 3, 2, 1, 2 + 2, 1 + 1, 1 + 1, 1, 1)

    places = ask(
        "issues/by_place", snapshot, area="420281", month="2023-10", pick="area_code place issues open_now"
    )
    assert sorted(places) == [
        ("420281101", "place", 1, 1),
        ("420281102", "place", 1, 1),
        ("420281107", "place", 5, 2),
    ]


def test_a_township_shows_the_village_that_is_named_and_the_rest_apart(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, issue_rectification=ISSUES)

    assert sorted(
        ask("issues/by_place", snapshot, area="420281107", month="2023-10", pick="area_code place issues")
    ) == [
        ("420281107", "unplaced", 4),
        ("420281107200", "place", 1),
    ]
    village = ask("issues/by_source", snapshot, area="420281107200", month="2023-10", pick="source issues")
    assert village == [("audit", 1), ("all", 1)]


@pytest.mark.parametrize("month", ["2023-04", "2023-06", "2023-10", "2023-11"])
@pytest.mark.parametrize("area", ["420281", "420281107", "420281107200"])
def test_every_count_opens_as_many_issues(drawn: Drawn, ask: Ask, area: str, month: str) -> None:
    snapshot = drawn(division=DIVISION, issue_rectification=ISSUES)
    names = f"source {COUNTS}".split()
    found = ask("issues/by_source", snapshot, area=area, month=month, pick=" ".join(names))
    assert found
    for row in found:
        counts = dict(zip(names, row, strict=True))
        parts = sum(counts[part] for part in ("proved", "unproved", "on_time", "overdue"))
        assert parts == counts["issues"]
        for name, what in WHATS.items():
            listed = ask(
                "rows/issues",
                snapshot,
                area=area,
                month=month,
                issue_source=counts["source"],
                issue_group=what,
            )
            assert len(listed) == counts[name], (counts["source"], name)
    places = ask(
        "issues/by_place", snapshot, area=area, month=month, pick="area_code place issues overdue unproved"
    )
    for code, place, issues, overdue, unproved in places:
        there = {"area": code, "month": month, "issue_place": place}
        assert len(ask("rows/issues", snapshot, **there)) == issues
        assert len(ask("rows/issues", snapshot, **there, issue_group="overdue")) == overdue
        assert len(ask("rows/issues", snapshot, **there, issue_group="unproved")) == unproved
    crossed = ask(
        "issues/source_by_town", snapshot, area=area, month=month, pick="area_code source issues open_now"
    )
    for code, source, issues, open_now in crossed if len(area) < 12 else []:
        assert len(ask("rows/issues", snapshot, area=code, month=month, issue_source=source)) == issues
        assert (
            len(ask("rows/issues", snapshot, area=code, month=month, issue_source=source, issue_group="open"))
            == open_now
        )


def test_ageing_is_counted_from_the_finding_and_opens_its_issues(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, issue_rectification=ISSUES)

    rows = ask("issues/ageing", snapshot, area="420281", month="2023-10")

    # to 31 October: 5 is 41 days old and on time, 4 183 days and late, 6 (came back) 253 days and late, 8 618 days
    assert rows == [
        ("d30", 0, 0, 0, 0, None),
        ("d60", 1, 1, 0, 0, 41),
        ("d90", 0, 0, 0, 0, None),
        ("d180", 0, 0, 0, 0, None),
        ("more", 3, 0, 2, 1, 618),
    ]
    for band, issues, not_due, overdue, no_due, _ in rows:
        here = {"area": "420281", "month": "2023-10", "issue_age": band}
        for what, count in (("open", issues), ("not_due", not_due), ("overdue", overdue), ("no_due", no_due)):
            assert len(ask("rows/issues", snapshot, **here, issue_group=what)) == count


def test_a_state_is_that_of_the_months_end(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, issue_rectification=ISSUES)

    def states(month: str) -> dict[str, str]:
        listed = ask("rows/issues", snapshot, area="420281107", month=month)
        return {row[0]: row[-2] for row in listed}

    assert states("2023-02") == {"1": "found", "2": "found", "8": "long_term"}
    assert states("2023-04")["1"] == "rectifying"
    assert states("2023-05") | {"1": ""} == {
        "1": "", "2": "closed", "3": "rectifying", "4": "rectifying", "8": "long_term",
    }  # fmt: skip
    assert states("2023-05")["1"] == "verified"


def test_the_ledger_says_what_is_wrong_with_each_and_pages_through_all(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, issue_rectification=ISSUES)
    here = {"area": "420281107", "month": "2023-10"}

    rows = ask(
        "issues/ledger", snapshot, **here, limit=3, offset=0, pick="issue_id note days days_late total_rows"
    )
    assert rows == [
        ("4", "overdue", 183, 61, 5),
        ("8", "no_due", 618, None, 5),
        ("2", "no_evidence", 91, None, 5),
    ]
    rest = ask("issues/ledger", snapshot, **here, limit=3, offset=3, pick="issue_id note total_rows")
    assert rest == [("3", "no_check", 5), ("1", "", 5)]
    only = ask(
        "issues/ledger", snapshot, **here, what="unproved", limit=9, offset=0, pick="issue_id total_rows"
    )
    assert only == [("2", 2), ("3", 2)]
    annex = ask("issues/annex_ledger", snapshot, **here, pick="issue_id")
    assert sorted(row[0] for row in annex) == ["1", "2", "3", "4", "8"]


def test_an_issue_of_the_county_lists_the_townships_that_claimed_it(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, issue_rectification=ISSUES)

    rows = ask(
        "issues/county_list", snapshot, area="420281", month="2023-10",
        pick="issue_id state note towns children children_closed children_open children_unproved",
    )  # fmt: skip

    assert rows == [("9", "closed", "closed_before_towns", 3, 3, 1, 2, 0)]
    children = ask("rows/issue_children", snapshot, month="2023-10", issue="9", pick="issue_id issue_state")
    assert sorted(children) == [("1", "closed"), ("5", "found"), ("6", "reopened")]
    assert len(ask("rows/issue_children", snapshot, month="2023-10", issue="9", issue_group="open")) == 2
    assert len(ask("rows/issue_children", snapshot, month="2023-10", issue="9", issue_group="closed")) == 1
    assert ask("issues/county_list", snapshot, areas=("420281107",), area="420281107", month="2023-10") == []


def test_the_same_problem_in_three_townships_is_told_and_opens_them(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, issue_rectification=ISSUES)

    assert ask("issues/repeated", snapshot, area="420281", month="2023-08") == []  # two townships by then
    rows = ask("issues/repeated", snapshot, area="420281", month="2023-10")
    assert rows == [("1", "甲", "一样", 3, 3, 1, 0, 2, 1)]
    alike = {"area": "420281", "month": "2023-10", "issue": "1"}
    assert [row[0] for row in ask("rows/issues_alike", snapshot, **alike)] == ["5", "6", "1"]
    assert len(ask("rows/issues_alike", snapshot, **alike, issue_group="open")) == 2
    assert len(ask("rows/issues_alike", snapshot, **alike, issue_group="reopened")) == 1
    listed = ask("rows/issue_repeats", snapshot, area="420281", month="2023-10", indicator="issue_repeat")
    assert [row[0] for row in listed if row[-1] is None] == ["一样"]


def test_a_county_without_a_ledger_has_no_rows(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION)
    here = {"area": "420281", "month": "2023-10"}
    for name in (
        "by_source",
        "by_place",
        "source_by_town",
        "ageing",
        "county_list",
        "repeated",
        "annex_ledger",
    ):
        assert ask(f"issues/{name}", snapshot, **here) == [], name


CASES = """
    case_id | hh_id | division_code | case_kind | state       | state_at   | clue_at    | checked_at | due_at     | marked_at  | proposed_type
    a       | h1    | 420281107200  | identify  | PUBLICIZE   | 2023-10-20 | 2023-10-02 | 2023-10-05 | 2023-11-02 | -          | sudden
    b       | h2    | 420281107200  | identify  | ACTIVE      | 2023-10-20 | 2023-10-02 | 2023-10-05 | 2023-11-02 | 2023-10-20 | sudden
    c       | h3    | 420281107200  | identify  | NOT_ADMITTED| 2023-10-20 | 2023-10-02 | 2023-10-05 | 2023-11-02 | -          | -
    d       | h4    | 420281107200  | clear     | CLR_VERIFY  | 2023-10-20 | 2023-10-02 | -          | 2023-11-02 | -          | -
    e       | h5    | 420281107200  | identify  | ACTIVE      | 2023-11-20 | 2023-10-12 | 2023-10-15 | 2023-11-12 | 2023-11-20 | marginal
"""
EVENTS = """
    case_id | hh_id | town_code | seq | to_state     | at
    a       | h1    | 420281107 | 1   | CLUE         | 2023-10-02
    a       | h1    | 420281107 | 2   | PUBLICIZE    | 2023-10-20
    b       | h2    | 420281107 | 1   | ACTIVE       | 2023-10-20
    c       | h3    | 420281107 | 1   | NOT_ADMITTED | 2023-10-20
    d       | h4    | 420281107 | 1   | CLR_VERIFY   | 2023-10-20
    e       | h5    | 420281107 | 1   | VERIFY       | 2023-10-15
    e       | h5    | 420281107 | 2   | ACTIVE       | 2023-11-20
"""
HOUSEHOLDS = """
    stat_month | hh_id | division_code | head_name | hh_persons | mon_type | house_dilapidated | water_safe
    2023-10    | h1    | 420281107200  | 张小三    | 3          | -        | false             | true
    2023-10    | h2    | 420281107200  | 王五      | 2          | sudden   | true              | -
"""


def test_annex_3_lists_who_is_on_the_way_into_monitoring_at_the_months_end(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        division=DIVISION, identification_case=CASES, case_event=EVENTS.replace("hh_id", "hh_key"),
        household_month=HOUSEHOLDS,
    )  # fmt: skip

    rows = ask(
        "issues/annex_admissions", snapshot, area="420281107", month="2023-10",
        pick="head_name hh_persons proposed_type checked_at state",
    )  # fmt: skip

    from datetime import date

    assert rows == [
        ("张*三", 3, "sudden", date(2023, 10, 5), "PUBLICIZE"),
        (None, None, "marginal", date(2023, 10, 15), "VERIFY"),  # marked in November; in no list yet
    ]


def test_annex_2_lists_the_households_that_were_visited_at_home(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        division=DIVISION,
        household_month=HOUSEHOLDS,
        person_month="""
        stat_month | person_id | hh_id | division_code | insured_resident | insured_employee
        2023-10    | p1        | h1    | 420281107200  | true             | -
        2023-10    | p2        | h1    | 420281107200  | false            | true
        2023-10    | p3        | h1    | 420281107200  | false            | false
        2023-10    | p4        | h1    | 420281107200  | -                | -
        """,
        household_visit="""
        visit_id | visit_month | hh_id | division_code | visit_date | mode   | findings | clue_raised
        1        | 2023-10     | h1    | 420281107200  | 2023-10-08 | onsite | medical  | true
        2        | 2023-10     | h2    | 420281107200  | 2023-10-09 | phone  | none     | false
        3        | 2023-09     | h2    | 420281107200  | 2023-09-09 | onsite | none     | false
        """,
    )

    rows = ask(
        "issues/annex_visits", snapshot, area="420281107", month="2023-10",
        pick="head_name house_dilapidated water_safe insured members findings clue_raised",
    )  # fmt: skip
    assert rows == [("张*三", False, True, 1 + 1, 3, "medical", True)]
