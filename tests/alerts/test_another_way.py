"""What stands on the demonstration's county, found another way: row by row in Polars and Python, from the same tables.

Every set is compared over all of its months, with the day on which each alert began where that is part of what is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from shouwang import alerts, reference
from shouwang.schema import TABLES, Kind, Reach, Table
from shouwang.store import Store

COUNTY = "420281"
FIRST, LAST = date(2020, 12, 1), date(2023, 11, 1)
Found = set[tuple[date, str, date]]  # month, object, since
DAY = timedelta(days=1)


def add_months(month: date, number: int) -> date:
    whole = month.year * 12 + month.month - 1 + number
    return date(whole // 12, whole % 12 + 1, 1)


MONTHS = [add_months(FIRST, n) for n in range(36)]
ENDS = {month: add_months(month, 1) - DAY for month in MONTHS}


@dataclass(frozen=True)
class County:
    """The tables of the demonstration, and the alerts that the rules find in them."""

    tables: dict[str, list[Path] | pl.DataFrame]
    found: pl.DataFrame

    def rows(self, name: str, *columns: str) -> pl.DataFrame:
        source = self.tables[name]
        if isinstance(source, pl.DataFrame):
            return source.select(columns)
        frames = [pl.read_parquet(path, columns=list(columns), hive_partitioning=False) for path in source]
        return pl.concat(frames, how="vertical_relaxed")

    def told(self, rule_id: str) -> Found:
        mine = self.found.filter(pl.col("rule_id") == rule_id)
        return set(mine.select("stat_month", "object_key", "since").iter_rows())

    def severities(self, rule_id: str) -> dict[tuple[date, str], str]:
        mine = self.found.filter(pl.col("rule_id") == rule_id)
        return {
            (row[0], row[1]): row[2]
            for row in mine.select("stat_month", "object_key", "severity").iter_rows()
        }

    def limit(self, name: str, which: str = "warn") -> float:
        rows = self.rows("threshold", "name", which).filter(pl.col("name") == name)
        assert rows.height == 1, f"{name} has one row for this county"
        return float(rows[which].item())


def without_months(rows: Iterable[tuple[date, str]]) -> Found:
    """Return (month, object, first month of the run) of a condition told by month; every month is reported here."""
    standing = set(rows)
    runs: Found = set()
    for month, thing in standing:
        since = month
        while (add_months(since, -1), thing) in standing:
            since = add_months(since, -1)
        runs.add((month, thing, since))
    return runs


@pytest.fixture(scope="module")
def county(demo_store: Path) -> County:
    snapshot = Store.open(demo_store).snapshot()
    tables: dict[str, list[Path] | pl.DataFrame] = {
        name: [*files] for name in TABLES if name != "alert" and (files := snapshot.files(name))
    }
    tables["threshold"] = reference.config_frames(COUNTY)["threshold"]  # as it is now
    return County(tables, alerts.judge(tables, since=FIRST, until=LAST))


def test_one_month_alone_has_the_alerts_that_it_has_among_others(county: County) -> None:
    month = date(2023, 6, 1)
    alone = alerts.judge(county.tables, since=month, until=month)
    among = county.found.filter(pl.col("stat_month") == month)
    assert alone.height > 0
    assert alone.equals(among)


# Days that are plans or limits: they were known before they came.
PLANNED = {"due_at", "due_date", "start_plan", "finish_plan", "end_date"}
# Without this day the row was not there yet, though the table does not require it.
ENTRY = {"asset": "registered_at"}


def as_known(table: Table, rows: pl.DataFrame, end: date) -> pl.DataFrame:
    """Return the rows of a table as they could be told at a month's end: later rows gone, later days empty."""
    if table.reach is not Reach.TOWN:
        return rows
    for column in table.columns:
        if column.name in PLANNED:
            continue
        if column.kind in {Kind.DATE, Kind.MONTH}:
            told = pl.col(column.name) <= end
            if column.name == ENTRY.get(table.name) or (column.required and column.name != "state_at"):
                rows = rows.filter(told)
            else:
                rows = rows.with_columns(pl.when(told).then(pl.col(column.name)))
        elif column.name in {"year", "income_year"}:
            rows = rows.filter(pl.col(column.name) <= end.year)
    return rows


def test_no_alert_of_a_month_knows_what_came_after_it(county: County) -> None:
    month = date(2023, 9, 1)
    known = {
        name: as_known(TABLES[name], county.rows(name, *TABLES[name].names), ENDS[month])
        for name in county.tables
        if TABLES[name].reach is not Reach.MART
    }
    given = {**county.tables, **known}
    then = alerts.judge(given, since=month, until=month)
    now = county.found.filter(pl.col("stat_month") == month)
    assert now.height > 100
    assert then.equals(now)


def test_no_alert_tells_a_number_of_a_person_nor_begins_after_its_month(county: County) -> None:
    said = county.found.filter(
        pl.col("message").str.contains(r"\d{17}|1\d{10}") | pl.col("object_key").str.contains(r"\d{17}")
    )
    assert said.is_empty()
    begun = county.found.filter(pl.col("since") > pl.col("stat_month").dt.month_end())
    assert begun["rule_id"].unique().to_list() == []
    assert not [text for text in county.found["message"].unique() if re.search(r"\{|None|NULL", text)]


def test_a01_cases_that_used_their_days(county: County) -> None:
    cases = county.rows(
        "identification_case", "case_id", "clue_at", "due_at", "marked_at", "result", "state_at"
    )
    expected: dict[tuple[date, str], str] = {}
    for case_id, clue, due, marked, result, state_at in cases.iter_rows():
        over = marked or (state_at if result else None)
        for month, end in ENDS.items():
            used = (end - clue).days
            if (over is None or over > end) and used > 0.7 * (due - clue).days:
                expected[month, case_id] = "red" if end > due else "yellow"
    assert set(expected.values()) == {"yellow", "red"}
    assert county.severities("A01") == expected


def test_a05_active_households_without_a_contact(county: County) -> None:
    homes = county.rows(
        "household_month", "stat_month", "hh_key", "hh_type", "risk_status", "contact_name", "helper_id"
    )
    lacking = [
        (month, key)
        for month, key, kind, status, contact, helper in homes.iter_rows()
        if (status == "active" and contact is None) or (kind == "alleviated" and helper is None)
    ]
    assert lacking
    assert county.told("A05") == without_months(lacking)


def test_a04_and_a06_active_households_without_help_are_told_once(county: County) -> None:
    help_of: dict[str, list[tuple[date, date | None, str]]] = {}
    helps = county.rows("measure", "hh_id", "start_date", "end_date", "category", "status")
    for hh_id, start, end, category, status in helps.iter_rows():
        if status != "planned":
            help_of.setdefault(hh_id, []).append((start, end, category))
    cases = county.rows("identification_case", "hh_id", "case_kind", "clue_at", "marked_at")
    marks = {
        (hh_id, marked.replace(day=1)): (clue, marked)
        for hh_id, kind, clue, marked in cases.iter_rows()
        if kind == "identify" and marked is not None
    }
    homes = county.rows(
        "household_month", "stat_month", "hh_id", "hh_key", "risk_status", "identified_month", "is_no_labour"
    )
    none: Found = set()
    undeveloped: Found = set()
    for month, hh_id, key, status, identified, no_labour in homes.iter_rows():
        if status != "active" or identified is None:
            continue
        clue, marked = marks.get((hh_id, identified), (identified, add_months(identified, 1) - DAY))
        begun = [one for one in help_of.get(hh_id, []) if one[0] <= ENDS[month]]
        after = [one for one in begun if one[1] is None or one[1] >= clue]
        if not after and marked + timedelta(days=30) <= ENDS[month]:
            none.add((month, key, marked + timedelta(days=30)))
        kinds = {one[2] for one in begun}
        developed = kinds & {"industry", "employment", "finance", "public_post"}
        if kinds and not developed and not no_labour and add_months(identified, 6) <= month:
            undeveloped.add((month, key, add_months(identified, 6)))
    assert none
    assert county.told("A04") == none
    assert county.told("A06") == undeveloped
    helpless = {one[:2] for one in none | undeveloped}
    assert not {one[:2] for one in none} & {one[:2] for one in undeveloped}
    assert not helpless & {one[:2] for one in county.told("A13")}


def test_a11_households_without_a_visit_in_the_month(county: County) -> None:
    visits = county.rows("household_visit", "visit_month", "hh_id")
    visited = set(visits.iter_rows())
    homes = county.rows(
        "household_month", "stat_month", "hh_id", "hh_key", "hh_type", "risk_status", "town_code"
    )
    towns = set(county.rows("household_visit", "visit_month", "town_code").iter_rows())
    expected = {
        (month, key, month.replace(day=25))
        for month, hh_id, key, kind, status, town in homes.iter_rows()
        if (kind == "alleviated" or status == "active")
        and (month, town) in towns
        and (month, hh_id) not in visited
    }
    assert county.told("A11") == expected


def test_a12_alleviated_households_below_the_range_nobody_looked_at(county: County) -> None:
    ranges = {2021: 6900, 2022: 7600}  # 湖北省2022、2023年的监测范围, 衡量上一年的收入
    incomes = county.rows("income_year", "hh_id", "income_year", "window_type", "net_per_capita")
    income = {
        (hh_id, year): float(amount)
        for hh_id, year, window, amount in incomes.sort("window_type", descending=True).iter_rows()
        if window != "rolling_12m_before_event"
    }
    homes = county.rows(
        "household_month", "stat_month", "hh_id", "hh_key", "hh_type", "mon_type", "is_no_labour"
    )
    poor_in = {
        (month.year, hh_id)
        for month, hh_id, _, kind, monitored, no_labour in homes.iter_rows()
        if month.month == 12 and kind == "alleviated" and monitored is None and not no_labour
    }
    cases = county.rows("identification_case", "hh_id", "case_kind", "clue_at")
    clues: dict[str, list[date]] = {}
    for hh_id, kind, clue in cases.iter_rows():
        if kind == "identify":
            clues.setdefault(hh_id, []).append(clue)
    expected: Found = set()
    for month, hh_id, key, _, monitored, _ in homes.iter_rows():
        year = month.year if month.month == 12 else month.year - 1
        looked_at = any(date(year, 10, 1) <= clue <= ENDS[month] for clue in clues.get(hh_id, []))
        if (
            monitored is None
            and (year, hh_id) in poor_in
            and income.get((hh_id, year), 10**6) < ranges.get(year, 0)
            and not looked_at
        ):
            expected.add((month, key, date(year, 12, 1)))
    assert county.told("A12") == expected


def test_a21_projects_accepted_and_not_paid_or_paid_too_much(county: County) -> None:
    paid: dict[str, list[tuple[date, float]]] = {}
    for project, day, amount in county.rows("disbursement", "project_id", "pay_date", "amount").iter_rows():
        paid.setdefault(project, []).append((day, float(amount)))
    projects = county.rows("project", "project_id", "state", "accepted_at", "plan_total")
    expected = set()
    for project, state, accepted, plan in projects.iter_rows():
        for month, end in ENDS.items():
            total = round(sum(amount for day, amount in paid.get(project, []) if day <= end), 2)
            is_owed = accepted is not None and accepted + timedelta(days=30) <= end and total < float(plan)
            if state != "cancelled" and (is_owed or total > float(plan)):
                expected.add((month, project))
    assert expected
    assert {one[:2] for one in county.told("A21")} == expected


def test_a22_projects_without_notice(county: County) -> None:
    projects = county.rows(
        "project", "project_id", "state", "plan_year", "plan_order_at", "publicity_plan_at", "started_at", "finished_at",
        "publicity_done_at",
    )  # fmt: skip
    ten = timedelta(days=10)
    expected: Found = set()
    for project, state, year, ordered, plan_notice, started, finished, done_notice in projects.iter_rows():
        for month, end in ENDS.items():
            waits = [
                day + ten
                for day, notice in ((ordered, plan_notice), (finished, done_notice))
                if day is not None and day + ten <= end and (notice is None or notice > end)
            ]
            is_working = started is not None and started <= end and (finished is None or finished > end)
            if is_working and plan_notice is not None and started < plan_notice + ten:
                waits.append(started)
            if waits and state != "cancelled" and year <= month.year:
                expected.add((month, project, waits[0]))
    assert expected
    assert county.told("A22") == expected


def test_a27_households_with_somebody_uninsured(county: County) -> None:
    people = county.rows(
        "person_month", "stat_month", "hh_key", "in_household", "insured_resident", "insured_employee"
    )
    uninsured = {
        (month, key)
        for month, key, inside, resident, employee in people.iter_rows()
        if inside and not (resident is None and employee is None) and not resident and not employee
    }
    assert uninsured
    assert county.told("A27") == without_months(uninsured)


def test_a28_large_bills_of_households_nobody_looks_at(county: County) -> None:
    bills: dict[tuple[str, str], list[tuple[date, float]]] = {}
    settled = county.rows("medical_settlement", "hh_key", "person_id", "settle_date", "self_paid")
    for key, person, day, amount in settled.iter_rows():
        bills.setdefault((key, person), []).append((day, float(amount)))
    homes = county.rows("household_month", "stat_month", "hh_key", "risk_status")
    status = {(month, key): risk for month, key, risk in homes.iter_rows()}
    seen: dict[str, list[date]] = {}
    for key, kind, day in county.rows("identification_case", "hh_key", "case_kind", "clue_at").iter_rows():
        if kind == "identify":
            seen.setdefault(key, []).append(day)
    for key, day in county.rows("department_warning", "hh_key", "pushed_at").iter_rows():
        seen.setdefault(key, []).append(day)
    expected = set()
    for (key, _), spent in bills.items():
        for month, end in ENDS.items():
            start = add_months(month, -11)
            if sum(amount for day, amount in spent if start <= day <= end) <= 10_000:
                continue
            known = (month, key) in status and status[month, key] != "active"
            if known and not any(start <= day <= end for day in seen.get(key, [])):
                expected.add((month, key))
    assert expected
    assert {one[:2] for one in county.told("A28")} == expected


def test_a32_townships_with_fewer_workers_than_a_year_ago(county: County) -> None:
    work = county.rows("employment_month", "stat_month", "town_code", "working")
    counted = work.group_by("stat_month", "town_code").agg(pl.col("working").sum())
    workers = {(month, town): number for month, town, number in counted.iter_rows()}
    fewer = {
        (month, town)
        for (month, town), number in workers.items()
        if (add_months(month, -12), town) in workers and number < workers[add_months(month, -12), town]
    }
    assert fewer
    assert county.told("A32") == without_months(fewer)


def test_a36_rewards_accepted_and_not_paid(county: County) -> None:
    rewards = county.rows("industry_project_hh", "hh_key", "year", "accepted_at", "reward")
    accepted: dict[tuple[str, int], list[date]] = {}
    for key, year, day, reward in rewards.iter_rows():
        if day is not None and reward:
            accepted.setdefault((key, year), []).append(day)
    paid: dict[str, list[date]] = {}
    for key, scheme, month in county.rows("benefit", "hh_key", "scheme", "pay_month").iter_rows():
        if scheme == "reward_industry":
            paid.setdefault(key, []).append(month)
    expected: Found = set()
    for (key, year), days in accepted.items():
        for month, end in ENDS.items():
            first = min(days) + timedelta(days=60)
            came = any(date(year, 1, 1) <= pay <= month for pay in paid.get(key, []))
            if year in (month.year, month.year - 1) and first <= end and not came:
                expected.add((month, key, first))
    assert expected
    assert county.told("A36") == expected


def test_a38_loans_that_are_due_soon(county: County) -> None:
    loans = county.rows("microloan", "loan_id", "issue_date", "due_date", "balance")
    expected: dict[tuple[date, str], str] = {}
    for loan, issued, due, balance in loans.iter_rows():
        for month, end in ENDS.items():
            left = (due - end).days
            if issued <= end and 1 <= left <= 60 and balance > 0:
                expected[month, loan] = "orange" if left <= 7 else "yellow"
    assert expected
    assert county.severities("A38") == expected


def test_a41_households_without_labour_and_without_allowance(county: County) -> None:
    people = county.rows("person_month", "stat_month", "hh_key", "in_household", "dibao", "tekun")
    allowed = {"rural", "urban"}
    inside = people.filter("in_household")
    covered = {
        (month, key)
        for month, key, _, dibao, tekun in inside.iter_rows()
        if dibao in allowed or tekun in allowed
    }
    homes = county.rows("household_month", "stat_month", "hh_key", "is_no_labour")
    there = set(inside.select("stat_month", "hh_key").iter_rows())
    bare = {
        (month, key)
        for month, key, no_labour in homes.iter_rows()
        if no_labour and (month, key) in there and (month, key) not in covered
    }
    assert bare
    assert county.told("A41") == without_months(bare)


def test_a45_members_of_teams_who_were_not_there(county: County) -> None:
    days = county.rows("team_attendance", "attend_month", "member_id", "days", "checked_absent")
    expected = {
        (month, member, month)
        for month, member, present, absent in days.iter_rows()
        if month in ENDS and (present < 20 or (absent or 0) > 0)
    }
    assert expected
    assert county.told("A45") == expected


def test_a47_villages_with_a_weak_or_falling_income(county: County) -> None:
    rows = county.rows("collective_economy", "division_code", "year", "income_total")
    income = {(village, year): float(amount) for village, year, amount in rows.iter_rows()}
    expected = set()
    for village, year in income:
        falls = income[village, year] < 0.8 * income.get((village, year - 1), 0)
        if income[village, year] < 50_000 or falls:
            months = [
                month for month in MONTHS if year == (month.year if month.month == 12 else month.year - 1)
            ]
            expected |= {(month, village) for month in months}
    assert expected
    assert {one[:2] for one in county.told("A47")} == expected


def test_a35_workshops_that_stand_idle(county: County) -> None:
    rows = county.rows("help_workshop", "workshop_id", "report_month", "workshop_state")
    idle = {(month, one) for one, month, state in rows.iter_rows() if state == "idle" and month in ENDS}
    sixty = timedelta(days=60)
    expected = {
        (month, one, since + sixty)
        for month, one, since in without_months(idle)
        if since + sixty <= ENDS[month]
    }
    assert expected
    assert county.told("A35") == expected


def test_a48_villages_with_income_of_two_quarters_not_distributed(county: County) -> None:
    rows = county.rows(
        "photovoltaic_income", "division_code", "received", "received_at", "distributed", "distributed_at"
    )
    income: dict[str, list[tuple[date, date | None, bool]]] = {}
    for village, received, arrived, distributed, day in rows.iter_rows():
        income.setdefault(village, []).append((arrived, day, (distributed or 0) < received))
    expected: Found = set()
    for village, quarters in income.items():
        for month, end in ENDS.items():
            waiting = sorted(
                arrived
                for arrived, day, is_part in quarters
                if arrived <= end and (is_part or (day is not None and day > end))
            )
            if len(waiting) >= 2:
                expected.add((month, village, waiting[1]))
    assert expected
    assert county.told("A48") == expected


def test_a49_and_a50_tasks_and_petitions_past_their_day(county: County) -> None:
    tasks = county.rows("campaign_task", "task_id", "due_at", "done_at")
    late = {
        (month, task, due + DAY)
        for task, due, done in tasks.iter_rows()
        for month, end in ENDS.items()
        if due < end and (done is None or done > end)
    }
    assert late
    assert county.told("A49") == late
    week = timedelta(days=7)
    petitions = county.rows("petition", "petition_id", "received_at", "closed_at")
    waiting = {
        (month, one, received + week)
        for one, received, closed in petitions.iter_rows()
        for month, end in ENDS.items()
        if received + week <= end and (closed is None or closed > end)
    }
    assert waiting
    assert county.told("A50") == waiting


def test_the_two_townships_of_the_reports_have_the_faults_that_are_printed_there(county: County) -> None:
    last = county.found.filter(pl.col("stat_month") == LAST)
    printed = last.filter(pl.col("rule_id").is_in(["A30", "A31"]) & (pl.col("town_code") == "420281101"))
    assert sorted(printed["message"]) == [
        "各类户数之和731户，合计报的是721户；请核对后更正。",
        "本年住院政策范围内报销86.87%，实际报销87.64%，前者应不低于后者；请核对两个比例的口径。",
    ]
