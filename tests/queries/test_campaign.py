"""专项行动: done, overdue, to come; milestones; units; petitions that wait. Counted another way by hand."""

from __future__ import annotations

from datetime import date

import pytest

from tests.queries.conftest import Ask, Drawn

DIVISION = """
    division_code | level | name       | short_name | town_code | in_county_total
    420281        | 3     | 大冶市     | 大冶       | -         | true
    420281101     | 4     | 保安镇     | 保安       | 420281101 | true
    420281107     | 4     | 刘仁八镇   | 刘仁八     | 420281107 | true
    420281170     | 4     | 汪仁镇     | 汪仁       | 420281170 | false
    420281107200  | 5     | 刘仁八村   | 刘仁八村   | 420281107 | true
"""
CAMPAIGN = """
    campaign_id | campaign_name | start_date | end_date
    autumn      | 秋季攻势      | 2023-09-21 | 2023-11-10
    spring      | 百日行动      | 2023-04-10 | 2023-07-20
    later       | 冬季行动      | 2023-12-01 | 2023-12-31
"""
ASPECT = """
    campaign_id | aspect_no | aspect_name | requirement | resp_units
    autumn      | 1         | 责任压实    | 甲          | 各村
    autumn      | 2         | 义务教育    | 乙          | 中心校、各村
    autumn      | 3         | 基本医疗    | 丙          | 卫生院、各村
    spring      | 1         | 责任压实    | 甲          | 各村
"""
# 1 done in time; 2 done, no evidence; 3 overdue; 4 done after its day; 5 to come; 6 done only in November; 7 a township that
# does not count; 8 another campaign
TASK = """
    task_id | campaign_id | aspect_no | town_code | division_code | task | resp_unit | due_at     | started_at | done_at    | checked_hh | problems_found | problems_closed | evidence_ref
    1       | autumn      | 1         | 420281107 | -             | 甲   | 党政办    | 2023-10-09 | 2023-09-25 | 2023-10-08 | 10         | 3              | 2               | 台账
    2       | autumn      | 2         | 420281107 | 420281107200  | 乙   | 村委会    | 2023-10-26 | 2023-10-01 | 2023-10-20 | 5          | 0              | 0               | -
    3       | autumn      | 2         | 420281107 | -             | 丙   | 中心校    | 2023-10-26 | 2023-10-01 | -          | -          | -              | -               | -
    4       | autumn      | 1         | 420281101 | -             | 甲   | 党政办    | 2023-10-09 | 2023-09-25 | 2023-10-12 | 7          | 1              | 1               | 台账
    5       | autumn      | 2         | 420281101 | -             | 丙   | 中心校    | 2023-12-15 | -          | -          | -          | -              | -               | -
    6       | autumn      | 2         | 420281101 | -             | 丁   | 中心校    | 2023-10-26 | 2023-10-10 | 2023-11-05 | 4          | 2              | 0               | 台账
    7       | autumn      | 2         | 420281170 | -             | 丙   | 中心校    | 2023-10-26 | -          | -          | 9          | 9              | 9               | -
    8       | spring      | 1         | 420281107 | -             | 甲   | 党政办    | 2023-07-10 | 2023-06-01 | 2023-07-01 | 1          | 1              | 1               | 台账
"""
MILESTONE = """
    campaign_id | milestone_no | milestone_kind | milestone_name | start_date | due_at
    autumn      | 1            | phase          | 动员部署       | 2023-09-21 | 2023-10-09
    autumn      | 2            | phase          | 组织实施       | 2023-10-10 | 2023-10-31
    autumn      | 3            | check          | 督导检查       | 2023-10-27 | 2023-11-10
    autumn      | 4            | deadline       | 长期事项完成   | -          | 2023-12-15
    autumn      | 5            | deadline       | 方案报送       | -          | 2023-09-25
    spring      | 1            | phase          | 排查           | 2023-04-10 | 2023-05-20
"""
OCTOBER = {"month": "2023-10", "campaign": "autumn"}
COUNTS = "tasks done overdue to_come unproved checked_hh problems_found problems_closed"


@pytest.fixture
def tables() -> dict[str, str]:
    return {
        "division": DIVISION, "campaign": CAMPAIGN, "campaign_aspect": ASPECT, "campaign_task": TASK,
        "campaign_milestone": MILESTONE,
    }  # fmt: skip


def test_a_campaign_is_offered_from_the_month_in_which_it_begins(
    drawn: Drawn, ask: Ask, tables: dict[str, str]
) -> None:
    snapshot = drawn(**tables)
    pick = "campaign_id is_running aspects"
    assert ask("campaign/campaigns", snapshot, month="2023-10", pick=pick) == [
        ("autumn", True, 3),
        ("spring", False, 1),
    ]
    assert ask("campaign/campaigns", snapshot, month="2023-11", pick=pick)[0] == ("autumn", False, 3)
    assert ask("campaign/campaigns", snapshot, month="2023-03") == []


def test_a_task_is_done_overdue_or_to_come_at_the_months_end(
    drawn: Drawn, ask: Ask, tables: dict[str, str]
) -> None:
    snapshot = drawn(**tables)

    places = ask(
        "campaign/by_place", snapshot, area="420281", **OCTOBER, pick=f"area_code place {COUNTS} done_rate"
    )

    assert places == [
        ("420281101", "place", 3, 1, 1, 1, 0, 7 + 4, 1 + 2, 1 + 0, 1 / 3),  # 6 is done only in November
        ("420281107", "place", 3, 2, 1, 0, 1, 10 + 5, 3 + 0, 2 + 0, 2 / 3),
        ("420281", "all", 6, 3, 2, 1, 1, 26, 6, 3, 3 / 6),
    ]
    november = ask(
        "campaign/by_place",
        snapshot,
        area="420281",
        month="2023-11",
        campaign="autumn",
        pick="place done overdue",
    )
    assert november[-1] == ("all", 3 + 1, 2 - 1)


def test_aspects_without_a_task_are_shown_with_nothing_done(
    drawn: Drawn, ask: Ask, tables: dict[str, str]
) -> None:
    snapshot = drawn(**tables)

    rows = ask("campaign/by_aspect", snapshot, area="420281", **OCTOBER, pick=f"aspect_no {COUNTS} done_rate")

    assert rows == [
        (1, 2, 2, 0, 0, 0, 17, 4, 3, 1.0),
        (2, 4, 1, 2, 1, 1, 9, 2, 0, 1 / 4),
        (3, 0, 0, 0, 0, 0, None, None, None, None),
    ]


def test_a_township_shows_its_own_tasks_apart_from_those_of_its_villages(
    drawn: Drawn, ask: Ask, tables: dict[str, str]
) -> None:
    snapshot = drawn(**tables)

    rows = ask("campaign/board", snapshot, area="420281107", **OCTOBER)

    assert rows == [
        ("420281107", "unplaced", "刘仁八", 1, 1, 1, 0),
        ("420281107", "unplaced", "刘仁八", 2, 1, 0, 1),
        ("420281107200", "place", "刘仁八村", 2, 1, 1, 0),
    ]
    village = ask("campaign/by_place", snapshot, area="420281107200", **OCTOBER, pick="place tasks done")
    assert village == [("place", 1, 1), ("all", 1, 1)]


@pytest.mark.parametrize("month", ["2023-09", "2023-10", "2023-11"])
@pytest.mark.parametrize("area", ["420281", "420281107", "420281107200"])
def test_every_count_opens_its_tasks(
    drawn: Drawn, ask: Ask, tables: dict[str, str], area: str, month: str
) -> None:
    snapshot = drawn(**tables)
    here = {"month": month, "campaign": "autumn"}
    whats = {
        "tasks": None,
        "done": "done",
        "overdue": "overdue",
        "to_come": "to_come",
        "unproved": "unproved",
    }
    names = COUNTS.split()

    def agree(row: tuple[object, ...], **where: object) -> None:
        counts = dict(zip(names, row, strict=True))
        assert counts["done"] + counts["overdue"] + counts["to_come"] == counts["tasks"]  # type: ignore[operator]
        for name, what in whats.items():
            listed = ask("rows/campaign_tasks", snapshot, **{"area": area, **here, **where}, task_group=what)
            assert len(listed) == counts[name], (where, name)
        sums = ask(
            "rows/campaign_tasks", snapshot, **{"area": area, **here, **where},
            pick="checked_hh problems_found problems_closed",
        )  # fmt: skip
        for place, name in enumerate(("checked_hh", "problems_found", "problems_closed")):
            told = [row[place] for row in sums if row[place] is not None]
            assert (sum(told) if told else None) == counts[name]

    for number, *row in ask("campaign/by_aspect", snapshot, area=area, **here, pick=f"aspect_no {COUNTS}"):
        agree(tuple(row), aspect_no=number)
    for unit, *row in ask("campaign/by_unit", snapshot, area=area, **here, pick=f"resp_unit {COUNTS}"):
        agree(tuple(row), resp_unit=unit)
    for code, place, *row in ask(
        "campaign/by_place", snapshot, area=area, **here, pick=f"area_code place {COUNTS}"
    ):
        agree(tuple(row), area=code, task_place=place)
    for code, place, _, number, tasks, done, overdue in ask("campaign/board", snapshot, area=area, **here):
        cell = {"area": code, "task_place": place, "aspect_no": number, **here}
        assert len(ask("rows/campaign_tasks", snapshot, **cell)) == tasks
        assert len(ask("rows/campaign_tasks", snapshot, **cell, task_group="done")) == done
        assert len(ask("rows/campaign_tasks", snapshot, **cell, task_group="overdue")) == overdue
    for _, _, _, _, due, _, _, tasks, in_time, after_it, undone, _ in ask(
        "campaign/milestones", snapshot, area=area, **here
    ):
        by_then = {"area": area, **here, "due_by": due}
        assert len(ask("rows/campaign_tasks", snapshot, **by_then)) == tasks
        for what, count in (("in_time", in_time), ("after_it", after_it), ("undone", undone)):
            assert len(ask("rows/campaign_tasks", snapshot, **by_then, task_group=what)) == count


def test_a_milestone_is_missed_where_a_task_due_by_it_is_not_done(
    drawn: Drawn, ask: Ask, tables: dict[str, str]
) -> None:
    snapshot = drawn(**tables)
    pick = "milestone_no milestone_state tasks in_time after_it undone days_late"

    assert ask("campaign/milestones", snapshot, area="420281", **OCTOBER, pick=pick) == [
        (5, "passed", 0, 0, 0, 0, 36),
        (1, "made_up", 2, 1, 1, 0, 22),
        (2, "missed", 5, 3, 0, 2, 0),
        (3, "running", 5, 3, 0, 2, None),
        (4, "coming", 6, 3, 0, 3, None),
    ]
    own = ask("campaign/milestones", snapshot, area="420281107200", **OCTOBER, pick=pick)
    assert own[2] == (2, "met", 1, 1, 0, 0, 0)


def test_what_happens_after_the_month_is_not_known_in_it(
    drawn: Drawn, ask: Ask, tables: dict[str, str]
) -> None:
    snapshot = drawn(**tables)
    rows = ask(
        "rows/campaign_tasks", snapshot, area="420281101", **OCTOBER, task_group="overdue",
        pick="task_id started_at done_at days_late",
    )  # fmt: skip
    assert rows == [("6", date(2023, 10, 10), None, 31 - 26)]


def test_a_county_without_campaigns_has_no_rows(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION)
    assert ask("campaign/campaigns", snapshot, month="2023-10") == []
    for name in ("board", "by_aspect", "by_place", "by_unit", "milestones"):
        assert ask(f"campaign/{name}", snapshot, area="420281", **OCTOBER) == [], name
    assert ask("campaign/petitions", snapshot, area="420281", from_month="2023-09", month="2023-10") == []


PETITION = """
    petition_id | town_code | received_at | petition_channel | petition_topic | closed_at  | is_repeat
    1           | 420281107 | 2023-10-24  | visit            | house          | -          | true
    2           | 420281107 | 2023-10-26  | visit            | house          | -          | false
    3           | 420281107 | 2023-10-01  | visit            | house          | 2023-11-02 | -
    4           | 420281107 | 2023-10-01  | visit            | house          | 2023-10-05 | -
    5           | 420281101 | 2023-09-01  | letter           | water          | -          | -
"""
DEFAULT = """
    threshold_id | name               | year | division_code | warn | confidence
    default      | petition_open_days | -    | -             | 7    | L
"""
OWN = DEFAULT + "    own | petition_open_days | 2023 | 420281 | 10 | H\n"
MONTHS = """
    stat_month | indicator_id | area_code | level | value
    2023-09    | issue_open   | 420281    | 3     | 1
    2023-10    | issue_open   | 420281    | 3     | 1
"""


def test_a_petition_waits_from_the_seventh_day_without_an_end(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, petition=PETITION, threshold=DEFAULT, indicator_month=MONTHS)
    rows = ask("campaign/petitions", snapshot, area="420281", from_month="2023-09", month="2023-10")
    # at 31 October: 1 (7 days) and 3 (closed in November) and 5 wait; 2 has only 5 days
    assert rows == [(date(2023, 9, 1), 1, 1, 1, 0), (date(2023, 10, 1), 3, 4, 4, 1)]
    listed = ask("rows/petitions_waiting", snapshot, area="420281", month="2023-10")
    assert [(row[0], row[-1]) for row in listed] == [("5", 60), ("3", 30), ("1", 7)]
    assert len(ask("rows/petitions_waiting", snapshot, area="420281107", month="2023-10")) == 2


def test_the_countys_own_line_takes_the_place_of_the_default(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, petition=PETITION, threshold=OWN, indicator_month=MONTHS)
    listed = ask("rows/petitions_waiting", snapshot, area="420281", month="2023-10", pick="petition_id")
    assert listed == [("5",), ("3",)]  # ten days
    rows = ask("campaign/petitions", snapshot, area="420281", from_month="2023-10", month="2023-10")
    assert rows[0][1] == 2
