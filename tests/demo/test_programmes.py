"""What the two reports say of training, fairs, meetings, industries, stations and pilots, and the campaign of autumn 2023.

Source of every figure: domain dictionary 5.1 (刘仁八镇), 5.3 (保安镇) and 4.1 (the sixteen aspects of 高桥镇).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

import polars as pl
import pytest

from shouwang.schema import PROGRAMME_TABLES, TABLES

Tables = dict[str, pl.DataFrame]
LIURENBA, BAOAN = "420281107", "420281101"
EXACT = {LIURENBA, BAOAN}
TODAY = date(2023, 11, 30)


@pytest.fixture(params=[7, 20231])
def county(request: pytest.FixtureRequest, make: Callable[[int, float, int], Tables]) -> Tables:
    return make(request.param, 0.1, 36)


def rows(county: Tables, table: str, **where: object) -> list[dict]:
    return [
        row for row in county[table].to_dicts() if all(row[name] == value for name, value in where.items())
    ]


@pytest.mark.parametrize("table", [table.name for table in PROGRAMME_TABLES])
def test_a_table_has_each_thing_once_and_what_it_asks_for(county: Tables, table: str) -> None:
    spec, frame = TABLES[table], county[table]
    assert frame.height > 0
    assert not frame.select(spec.key).is_duplicated().any()
    for column in spec.columns:
        if column.low is not None and frame[column.name].null_count() < frame.height:
            assert float(frame[column.name].min()) >= column.low
        assert not (column.required and frame[column.name].null_count()), column.name


def test_nothing_is_dated_after_the_last_day(county: Tables) -> None:
    plans = {"due_at", "end_date"}
    for table in PROGRAMME_TABLES:
        for column in table.columns:
            if column.kind.value in ("date", "month") and column.name not in plans:
                latest = county[table.name][column.name].max()
                assert latest is None or latest <= TODAY, (table.name, column.name)


def test_training_and_the_job_fair_of_baoan(county: Tables) -> None:
    """参加培训人数110余人; 100余个岗位, 40余人到场, 5人达成意向; 举办6期培训班."""
    courses = {
        row["training_id"]: row["trainees"]
        for row in rows(county, "training", town_code=BAOAN)
        if row["start_date"].year == 2023 and row["training_kind"] != "team"
    }
    trained = [
        row for row in rows(county, "training_person", town_code=BAOAN) if row["finished_at"].year == 2023
    ]
    assert 110 < len(trained) < 120
    assert Counter(row["training_id"] for row in trained) == courses
    teams = rows(county, "training", town_code=BAOAN, training_kind="team")
    assert sum(row["start_date"].year == 2023 for row in teams) == 6
    (fair,) = [row for row in rows(county, "job_fair", town_code=BAOAN) if row["fair_date"].year == 2023]
    assert 100 < fair["posts"] < 110
    assert 40 < fair["attendees"] < 50
    assert fair["intents"] == 5


def test_meetings_of_baoan_in_2023(county: Tables) -> None:
    """学习12次, 专题会议14次, 重点工作会议9次, 培训会及月工作例会12次, 一月一督查、一月一通报."""
    held = [row for row in rows(county, "meeting", town_code=BAOAN) if row["meeting_date"].year == 2023]
    assert Counter(row["meeting_kind"] for row in held) == {
        "study": 12, "special": 14, "key_work": 9, "monthly": 12, "supervision": 11, "bulletin": 11,
    }  # fmt: skip
    months = [row["meeting_date"].month for row in held if row["meeting_kind"] == "bulletin"]
    assert sorted(months) == list(range(1, 12))


def test_industries_of_the_two_townships(county: Tables) -> None:
    """白茶春季新增150亩、秋季60亩, 2300余亩, 26户78人; 狗血桃6000余亩2200万元; 刘仁八镇示范基地2个."""
    tea = {
        row["quarter"]: row
        for row in rows(county, "industry_operation", town_code=BAOAN, industry_name="白茶", year=2023)
    }
    before = rows(county, "industry_operation", town_code=BAOAN, industry_name="白茶", year=2022, quarter=4)[
        0
    ]
    assert tea[1]["area_mu"] - before["area_mu"] == 150
    assert tea[3]["area_mu"] - tea[1]["area_mu"] == 60
    assert (tea[3]["area_mu"], tea[3]["driven_hh"], tea[3]["driven_persons"]) == (2300, 26, 78)
    peach = rows(county, "industry_operation", town_code=BAOAN, industry_name="狗血桃", year=2023, quarter=3)
    assert [(row["area_mu"], row["output_value"]) for row in peach] == [(6000, 22_000_000)]
    bases = rows(county, "industry_operation", town_code=LIURENBA, industry_kind="base", year=2023, quarter=3)
    assert len(bases) == 2
    states = county["industry_operation"].group_by("operation_state").len()
    assert set(states["operation_state"]) >= {"good", "at_risk"}


def test_the_stations_of_baoan_pay_its_sixteen_posts(county: Tables) -> None:
    """16个岗位, 一年9.6万元: 16 times 500 yuan times 3 months a quarter."""
    quarter = rows(county, "photovoltaic_income", town_code=BAOAN, year=2023, quarter=2)
    assert sum(row["to_posts"] for row in quarter) == 16 * 500 * 3 == 96_000 / 4
    for row in county["photovoltaic_income"].to_dicts():
        assert (row["distributed"] is None) == (row["distributed_at"] is None)
        assert (row["to_posts"] or 0) <= (row["distributed"] or 0) <= row["received"]


def test_works_and_pilots(county: Tables) -> None:
    """雨污管网600余米, 检查井35座, 接户井40余座, 7个村供水一体化; 2个省级试点; 21 sites in 13 townships with 530万元."""
    works = rows(county, "facility", town_code=BAOAN)
    size = {row["facility_kind"]: row["quantity"] for row in works}
    assert (size["sewage"], size["inspection_well"], size["connection_well"]) == (600, 35, 40)
    assert sum(row["facility_kind"] == "water_integration" for row in works) == 7
    pilots = county["pilot"]
    assert (pilots.height, pilots["town_code"].n_unique(), pilots["reward"].sum()) == (21, 13, 5_300_000)
    mine = rows(county, "pilot", town_code=BAOAN)
    assert [(row["pilot_level"], row["pilot_kind"]) for row in mine] == [("provincial", "joint")] * 2


def test_relocated_households_are_elsewhere(county: Tables) -> None:
    """刘仁八镇: 无易地扶贫搬迁户."""
    assert not EXACT & set(county["relocation"]["town_code"])
    for row in county["relocation"].to_dicts():
        assert row["employed_persons"] <= row["able_persons"] <= row["relocated_persons"]


def test_renovated_houses_of_baoan_are_the_ten_of_the_measure(county: Tables) -> None:
    """新增动态农村危房改造10户, 已全部验收合格."""
    mine = rows(county, "house_renovation", town_code=BAOAN, year=2023, renovation_kind="dynamic")
    assert len(mine) == 10
    assert all(row["accepted_at"] for row in mine)
    done = {row["hh_id"] for row in rows(county, "measure", town_code=BAOAN, sub="农村危房改造")}
    assert {row["hh_id"] for row in mine} <= done


def test_every_village_reports_and_its_number_is_that_of_the_list(county: Tables) -> None:
    reports = county["return_report"]
    assert reports.height == reports["division_code"].n_unique() * 36
    listed = 0
    for row in county["return_to_poverty"].to_dicts():
        listed += (row["resolved_at"].year - row["confirmed_at"].year) * 12
        listed += row["resolved_at"].month - row["confirmed_at"].month
        assert row["town_code"] not in EXACT
    assert reports["returned_hh"].sum() + reports["fallen_hh"].sum() == listed


def test_persons_named_are_members_of_their_households(county: Tables) -> None:
    known = set(county["person_month"].select("hh_id", "person_id").rows())
    earliest = county["person_month"]["stat_month"].min()
    for table in ("yulu_graduate", "chronic_certificate", "training_person", "doctor_contract"):
        frame = county[table]
        if table == "training_person":
            frame = frame.filter(pl.col("finished_at") > earliest)
        assert set(frame.select("hh_id", "person_id").rows()) <= known, table


def test_who_has_the_illness_has_the_diagnosis(county: Tables) -> None:
    people = county["person_month"].filter(
        (pl.col("stat_month") == date(2023, 11, 1))
        & pl.col("in_household")
        & pl.col("health").str.contains("chronic|major")
    )
    assert set(county["chronic_certificate"]["person_id"]) == set(people["person_id"])


def test_who_borrows_was_asked_and_was_willing(county: Tables) -> None:
    asked = county["loan_need"].filter((pl.col("year") == 2023) & pl.col("willing") & pl.col("eligible"))
    lent = county["microloan"].filter(pl.col("issue_date") <= date(2023, 12, 31))
    here = set(county["household_month"].filter(pl.col("stat_month") == date(2023, 3, 1))["hh_id"])
    assert set(lent["hh_id"]) & here <= set(asked["hh_id"])
    assert asked.height > len(set(lent["hh_id"]) & here)


def test_the_autumn_campaign_has_sixteen_aspects_in_every_township(county: Tables) -> None:
    aspects = rows(county, "campaign_aspect", campaign_id="QSGS2023")
    assert [row["aspect_no"] for row in aspects] == list(range(1, 17))
    assert [row["aspect_name"] for row in aspects][:4] == ["责任压实", "义务教育", "基本医疗", "住房安全"]
    tasks = rows(county, "campaign_task", campaign_id="QSGS2023")
    pairs = {(row["aspect_no"], row["town_code"]) for row in tasks}
    assert len(pairs) == 16 * 18
    ledger = rows(county, "campaign_milestone", campaign_id="QSGS2023", milestone_kind="deadline")
    assert date(2023, 10, 26) in {row["due_at"] for row in ledger}


def test_tasks_of_the_campaign_are_done_open_and_overdue(county: Tables) -> None:
    tasks = rows(county, "campaign_task", campaign_id="QSGS2023")
    done = [row for row in tasks if row["done_at"] is not None]
    overdue = [row for row in tasks if row["done_at"] is None and row["due_at"] < TODAY]
    waiting = [row for row in tasks if row["done_at"] is None and row["due_at"] >= TODAY]
    assert len(done) > 0.85 * len(tasks)
    assert overdue
    assert waiting
    assert EXACT.isdisjoint({row["town_code"] for row in overdue})
    assert all(row["evidence_ref"] for row in done)
    assert all(row["problems_closed"] <= row["problems_found"] for row in tasks)
    assert all(row["problems_closed"] == row["problems_found"] for row in done)
