"""What the two reports say of schools, hospitals, loans, teams, clinics, toilets and problems, counted from the rows.

Source of every figure: domain dictionary 5.1 (刘仁八镇) and 5.3 (保安镇).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from shouwang.schema import DEPARTMENT_TABLES, TABLES

Tables = dict[str, pl.DataFrame]
LIURENBA, BAOAN = "420281107", "420281101"


@pytest.fixture(params=[7, 20231])
def county(request: pytest.FixtureRequest, make: Callable[[int, float, int], Tables]) -> Tables:
    return make(request.param, 0.1, 36)


def rows(county: Tables, table: str, **where: object) -> list[dict]:
    return [
        row for row in county[table].to_dicts() if all(row[name] == value for name, value in where.items())
    ]


def total(found: list[dict], column: str) -> Decimal:
    return sum((row[column] or Decimal(0) for row in found), Decimal(0))


def test_school_aid_of_baoan_in_spring(county: Tables) -> None:
    spring = rows(county, "education_aid", town_code=BAOAN, year=2023, term="spring")
    preschool = [row for row in spring if row["stage"] == "preschool"]
    compulsory = [row for row in spring if row["stage"] == "compulsory"]
    yulu = [row for row in spring if row["scheme"] == "yulu"]
    assert (len(preschool), total(preschool, "amount")) == (50, 25_000)
    assert (len(compulsory), total(compulsory, "amount")) == (252, Decimal("92325"))
    assert (len(yulu), total(yulu, "amount")) == (49, 73_500)
    assert all(row["paid_at"] for row in spring)


def test_yulu_of_autumn_is_reported_and_not_yet_paid(county: Tables) -> None:
    autumn = rows(county, "education_aid", town_code=BAOAN, year=2023, term="autumn", scheme="yulu")
    assert len(autumn) == 54
    assert {(row["amount"], row["paid_at"]) for row in autumn} == {(None, None)}
    assert (
        len(rows(county, "education_aid", town_code=LIURENBA, year=2023, term="spring", scheme="yulu")) == 33
    )


def test_hospital_bills_of_baoan_to_the_cent(county: Tables) -> None:
    stays = [
        row
        for row in rows(county, "medical_settlement", town_code=BAOAN, kind="inpatient")
        if row["settle_date"].year == 2023
    ]
    covered = total(stays, "basic") + total(stays, "major") + total(stays, "assist")
    assert len(stays) == 399
    assert total(stays, "total") == Decimal("2672758.57")
    assert total(stays, "total") - total(stays, "self_paid") == Decimal("2342391.07")
    assert round(covered / total(stays, "policy_range") * 100, 2) == Decimal("86.87")


def test_every_bill_adds_up(county: Tables) -> None:
    for row in county["medical_settlement"].to_dicts():
        paid = row["basic"] + row["major"] + row["assist"] + row["supplement"] + row["self_paid"]
        assert paid == row["total"]
        assert min(row["basic"], row["major"], row["assist"], row["supplement"], row["self_paid"]) >= 0
        assert row["policy_range"] <= row["total"]


def test_loans_of_baoan(county: Tables) -> None:
    loans = rows(county, "microloan", town_code=BAOAN)
    assert len({row["hh_id"] for row in loans}) == 33
    assert total(loans, "balance") == 1_720_000


def test_work_teams_of_the_two_townships(county: Tables) -> None:
    teams = rows(county, "work_team", town_code=BAOAN)
    units = {
        level: sum(row["sender_units"].count("、") + 1 for row in teams if row["sender_level"] == level)
        for level in ("city", "town")
    }
    assert (len(teams), units) == (27, {"city": 17, "town": 23})
    role = {row["member_id"]: row["role"] for row in county["work_team_member"].to_dicts()}

    def graded(town: str, who: str, grade: str | None = None) -> int:
        return sum(
            role[row["object_id"]] == who and grade in (None, row["grade"])
            for row in rows(county, "assessment", town_code=town, period="term")
        )

    assert (graded(BAOAN, "leader"), graded(BAOAN, "member")) == (17, 29)
    assert (graded(BAOAN, "leader", "good"), graded(BAOAN, "member", "good")) == (3, 5)
    assert (graded(LIURENBA, "leader"), graded(LIURENBA, "member")) == (11, 21)


def test_clinics_and_doctors_of_liurenba(county: Tables) -> None:
    clinics = rows(county, "clinic", town_code=LIURENBA, year=2023)
    assert sum(row["clinics"] for row in clinics) == 17
    assert sum(row["doctors"] for row in clinics) == 43
    assert sum(row["exempt_reason"] is not None for row in clinics) == 3  # two without, one shares
    assert all(row["standard_ok"] for row in clinics if row["clinics"])


def test_toilets_of_baoan_were_built_in_time(county: Tables) -> None:
    october = rows(county, "living_environment", town_code=BAOAN, report_month=date(2023, 10, 1))
    assert sum(row["toilets_task"] for row in october) == 238
    assert sum(row["toilets_built"] for row in october) == 238


def test_problems_by_source_are_those_of_the_reports(county: Tables) -> None:
    def found(town: str, source: str, year: int) -> tuple[int, int]:
        mine = rows(county, "issue_rectification", town_code=town, source=source, source_year=year)
        assert {row["state"] for row in mine} == {"closed"}
        assert all(row["evidence_ref"] for row in mine)
        return len({row["aspect"] for row in mine}), len(mine)

    assert found(LIURENBA, "provincial_post_evaluation", 2023) == (3, 13)
    assert found(LIURENBA, "county_weakness", 2022) == (3, 11)
    assert found(LIURENBA, "national_assessment", 2023)[1] == 5
    assert found(LIURENBA, "self_check", 2023)[1] == 1
    assert found(LIURENBA, "central_bulletin", 2023)[1] == 3
    assert found(BAOAN, "provincial_post_evaluation", 2023) == (3, 13)
    assert found(BAOAN, "self_check", 2023)[1] == 2


@pytest.mark.parametrize("table", [table.name for table in DEPARTMENT_TABLES])
def test_a_table_has_each_thing_once_and_what_it_asks_for(county: Tables, table: str) -> None:
    spec, frame = TABLES[table], county[table]
    assert frame.height > 0
    assert not frame.select(spec.key).is_duplicated().any()
    assert [
        column.name for column in spec.columns if column.required and frame[column.name].null_count()
    ] == []


def test_who_is_paid_or_settled_for_is_a_member_of_the_household(county: Tables) -> None:
    known = set(county["person_month"].select("hh_id", "person_id").rows())
    for table in ("education_aid", "medical_settlement", "benefit"):
        named = county[table].filter(pl.col("person_id").is_not_null()).select("hh_id", "person_id")
        assert set(named.rows()) <= known


def test_few_months_have_no_payment_before_them(make: Callable[[int, float, int], Tables]) -> None:
    short = make(7, 0.1, 3)
    assert short["benefit"]["pay_month"].min() == date(2023, 9, 1)
    assert short["medical_settlement"]["settle_date"].min() >= date(2023, 9, 1)
