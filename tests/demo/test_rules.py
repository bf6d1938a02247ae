"""What must hold for every row: types, codes, identity numbers, families, income, order of dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import polars as pl
import pytest

from shouwang.access.pseudonym import hh_key
from shouwang.demo import generate
from shouwang.errors import UsageError
from shouwang.schema import SOURCE_TABLES, TABLES

Tables = dict[str, pl.DataFrame]

EXACT = ("420281107", "420281101")
WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]


def rows_of(frame: pl.DataFrame) -> list[dict]:
    return frame.to_dicts()


# --- the contract -----------------------------------------------------------------------------------------------------


def test_every_source_table_is_made(county: Tables) -> None:
    assert set(county) == {table.name for table in SOURCE_TABLES}


@pytest.mark.parametrize("table", SOURCE_TABLES, ids=lambda table: table.name)
def test_frames_have_the_columns_types_codes_and_keys_of_the_schema(county: Tables, table) -> None:
    frame = county[table.name]
    assert dict(frame.schema) == table.polars_schema
    assert tuple(frame.columns) == table.names
    assert not frame.select(table.key).is_duplicated().any()
    for column in table.columns:
        values = frame[column.name]
        if column.required:
            assert values.null_count() == 0, column.name
        if column.codes is not None:
            used = {code for value in values.drop_nulls().unique() for code in str(value).split(",")}
            assert used <= set(column.codes), column.name
    if "is_synthetic" in table.names:
        assert frame["is_synthetic"].all()


def test_parts_are_cut_and_sorted_as_the_table_says() -> None:
    for part in generate(months=2, scale=0.1, salt="s"):
        table = TABLES[part.table]
        if table.part_column is not None:
            width = {"month": 7, "year": 4}[table.parts.value]
            assert {str(value)[:width] for value in part.frame[table.part_column].to_list()} == {part.part}
        else:
            assert part.part == "all"
        if table.sort:
            assert part.frame.equals(part.frame.sort(table.sort, maintain_order=True)), part.table


def test_the_same_call_gives_the_same_rows_and_another_seed_others() -> None:
    def rows(seed: int) -> list[tuple[str, str, pl.DataFrame]]:
        return [(p.table, p.part, p.frame) for p in generate(months=3, scale=0.1, seed=seed, salt="s")]

    first, again, other = rows(7), rows(7), rows(8)
    assert all(a[:2] == b[:2] and a[2].equals(b[2]) for a, b in zip(first, again, strict=True))
    assert any(not a[2].equals(b[2]) for a, b in zip(first, other, strict=True))


def test_fewer_months_are_the_same_history_cut_at_its_front(
    make: Callable[[int, float, int], Tables],
) -> None:
    long, short = make(7, 0.1, 36), make(7, 0.1, 6)
    begin = short["household_month"]["stat_month"].min()
    for table in (
        "identification_case",
        "measure",
        "project",
        "disbursement",
        "asset",
        "screening_result",
        "public_post",
    ):
        assert short[table].equals(long[table]), table
    for table in ("household_month", "person_month", "employment_month"):
        assert short[table].equals(long[table].filter(pl.col("stat_month") >= begin)), table


def test_progress_counts_up_to_its_total() -> None:
    seen: list[tuple[int, int]] = []
    for _ in generate(
        months=2, scale=0.1, salt="s", progress=lambda done, total, _: seen.append((done, total))
    ):
        pass
    assert [done for done, _ in seen] == list(range(1, len(seen) + 1))
    assert {total for _, total in seen} == {len(seen)}


@pytest.mark.parametrize(
    "wrong", [{"county": "341721"}, {"months": 0}, {"months": 61}, {"scale": 0.01}, {"seed": -1}]
)
def test_a_wrong_wish_is_refused(wrong: dict) -> None:
    with pytest.raises(UsageError):
        list(generate(salt="s", **wrong))


def test_the_key_in_urls_is_the_pseudonym_of_the_number(county: Tables) -> None:
    for row in rows_of(county["household_month"].head(50)):
        assert row["hh_key"] == hh_key("test salt", row["hh_id"])


# --- people that cannot exist -----------------------------------------------------------------------------------------


def test_identity_numbers_are_impossible_right_in_themselves_and_unique(county: Tables) -> None:
    people = county["person_month"].unique("person_id")
    assert people["id_no"].n_unique() == len(people)
    for row in rows_of(people):
        number = row["id_no"]
        assert number.startswith("420299")
        total = sum(int(d) * w for d, w in zip(number[:17], WEIGHTS, strict=True))
        assert number[17] == "10X98765432"[total % 11]
        assert number[6:14] == f"{row['birth_date']:%Y%m%d}"
        assert (int(number[16]) % 2 == 1) == (row["sex"] == "male")
        disabled = len(number) == 20
        assert disabled == (row["id_type"] == "disabled")
        assert not disabled or (1 <= int(number[18]) <= 7 and 1 <= int(number[19]) <= 4)


def test_telephones_are_no_telephones(county: Tables) -> None:
    for column in ("phone", "contact_phone"):
        assert county["household_month"][column].drop_nulls().str.contains(r"^100\d{8}$").all()


def test_the_disabled_have_a_certificate(county: Tables) -> None:
    people = county["person_month"]
    assert people.filter(pl.col("health").str.contains("disabled"))["id_no"].str.len_chars().eq(20).all()


# --- families ---------------------------------------------------------------------------------------------------------


def test_one_head_and_at_most_one_spouse_a_household(county: Tables) -> None:
    here = county["person_month"].filter(pl.col("in_household"))
    counted = here.group_by("stat_month", "hh_id").agg(
        (pl.col("relation") == "户主").sum().alias("heads"),
        (pl.col("relation") == "配偶").sum().alias("spouses"),
        pl.col("sex").filter(pl.col("relation").is_in(["户主", "配偶"])).n_unique().alias("sexes"),
    )
    assert counted["heads"].eq(1).all()
    assert counted["spouses"].le(1).all()
    assert counted.filter(pl.col("spouses") == 1)["sexes"].eq(2).all()


def test_sex_agrees_with_the_relation(county: Tables) -> None:
    people = county["person_month"]
    assert (
        people.filter(pl.col("relation").is_in(["之子", "之孙子", "之父", "之侄儿"]))["sex"].eq("male").all()
    )
    assert (
        people.filter(pl.col("relation").is_in(["之女", "之孙女", "之母", "之儿媳", "之侄女"]))["sex"]
        .eq("female")
        .all()
    )


def test_nobody_is_listed_before_birth_and_children_are_younger_than_the_head(county: Tables) -> None:
    people = county["person_month"].filter(pl.col("in_household"))
    assert (people["birth_date"] <= people["stat_month"].dt.month_end()).all()
    heads = people.filter(pl.col("relation") == "户主").select(
        "stat_month", "hh_id", pl.col("birth_date").alias("head")
    )
    children = people.filter(pl.col("relation").is_in(["之子", "之女"])).join(
        heads, on=["stat_month", "hh_id"]
    )
    assert ((children["birth_date"] - children["head"]).dt.total_days() > 18 * 365).all()


def test_exactly_one_of_education_school_and_reason_is_filled(county: Tables) -> None:
    people = county["person_month"]
    filled = sum(
        people[name].is_not_null().cast(pl.Int32) for name in ("edu", "school", "not_in_school_reason")
    )
    assert filled.eq(1).all()


def test_children_of_school_age_are_in_school_but_for_the_planted_few(county: Tables) -> None:
    people = county["person_month"].filter(pl.col("in_household"))
    months = (people["stat_month"].dt.year() - people["birth_date"].dt.year()) * 12
    age = (months + people["stat_month"].dt.month() - people["birth_date"].dt.month()) // 12
    children = people.filter((age >= 6) & (age <= 15))
    out = children.filter(pl.col("school").is_null())
    assert set(out["town_code"]).isdisjoint(EXACT)
    assert 0 < out["person_id"].n_unique() <= 6


def test_no_labour_means_no_member_with_labour(county: Tables) -> None:
    able = (
        county["person_month"].filter(pl.col("in_household")).group_by("stat_month", "hh_id")
        .agg(pl.col("labour").is_in(["skilled", "ordinary", "weak"]).any().alias("able"))
    )  # fmt: skip
    both = county["household_month"].join(able, on=["stat_month", "hh_id"], how="left")
    assert (both["is_no_labour"] != both["able"]).all()
    assert not both["able"].is_null().any()


def test_nobody_at_school_or_under_16_has_labour_or_work(county: Tables) -> None:
    pupils = county["person_month"].filter(pl.col("school").is_not_null())
    assert pupils["labour"].eq("none").all()
    working = county["employment_month"].filter(pl.col("working")).select("person_id", "stat_month")
    joined = working.join(county["person_month"], on=["person_id", "stat_month"], how="left")
    assert joined["in_household"].all()
    assert not joined["school"].is_not_null().any()
    assert joined["labour"].is_in(["skilled", "ordinary", "weak"]).all()
    assert joined["tekun"].eq("none").all()


# --- income -----------------------------------------------------------------------------------------------------------


def test_income_adds_up_to_the_cent(county: Tables) -> None:
    items = ("pension", "dibao", "tekun", "family_planning", "eco", "industry_reward", "job_reward", "other")
    for row in rows_of(county["income_year"]):
        assert row["transfer"] == sum(row[f"transfer_{item}"] for item in items)
        assert (
            row["net_total"]
            == row["wage"] + row["operating"] + row["property"] + row["transfer"] - row["operating_expense"]
        )
        per_head = (row["net_total"] / row["persons_year"]).quantize(Decimal("0.01"), ROUND_HALF_UP)
        assert row["net_per_capita"] == per_head
        assert row["wage_public_post"] <= row["wage"]
        assert row["property_asset_dividend"] <= row["property"]
        assert row["expense_subsidy"] <= row["operating_expense"]
        assert all(
            row[name] >= 0 for name in ("wage", "operating", "property", "transfer", "operating_expense")
        )


def test_years_and_persons_of_income(county: Tables) -> None:
    incomes = county["income_year"]
    assert sorted(set(incomes["income_year"])) == [2020, 2021, 2022]
    december = (
        county["household_month"]
        .filter(pl.col("stat_month") == date(2022, 12, 1))
        .select("hh_id", "hh_persons")
    )
    both = december.join(incomes.filter(pl.col("income_year") == 2022), on="hh_id", how="left")
    assert (both["hh_persons"] == both["persons_year"]).all()


def test_income_of_the_alleviated_comes_near_the_published_mean(
    make: Callable[[int, float, int], Tables],
) -> None:
    """大冶 2022: 14,675 yuan (domain dictionary 1.2)."""
    incomes = make(7, 1.0, 2)["income_year"].filter(pl.col("income_year") == 2022)
    mean = float(incomes["net_total"].sum()) / incomes["persons_year"].sum()
    assert 13_600 < mean < 15_600


# --- histories that were lived ----------------------------------------------------------------------------------------


def test_households_of_the_exact_townships_are_not_cleared_before_six_months(county: Tables) -> None:
    cleared = county["household_month"].filter(pl.col("cleared_month").is_not_null())
    months = (cleared["cleared_month"].dt.year() - cleared["identified_month"].dt.year()) * 12
    months += cleared["cleared_month"].dt.month() - cleared["identified_month"].dt.month()
    early = cleared.filter(months < 6)
    assert set(early["town_code"]).isdisjoint(EXACT)
    assert early["hh_id"].n_unique() >= 1, "the planted early clearings"
    assert not cleared.filter(pl.col("town_code").is_in(EXACT))["is_no_labour"].any()


def test_type_status_and_risk_of_a_household_agree(county: Tables) -> None:
    for row in rows_of(county["household_month"].filter(pl.col("stat_month") == date(2023, 11, 1))):
        monitored = row["mon_type"] is not None
        assert (
            monitored
            == (row["risk_status"] is not None)
            == (row["identified_month"] is not None)
            == (row["risk_1"] is not None)
        )
        assert row["mon_type"] != "unstable" or row["hh_type"] == "alleviated"
        assert row["mon_type"] != "marginal" or row["hh_type"] == "ordinary"
        assert row["hh_type"] != "ordinary" or monitored
        assert (
            (row["risk_status"] == "cleared")
            == (row["cleared_month"] is not None)
            == (row["clear_mode"] is not None)
        )
        assert row["risk_1"] != row["risk_2"] or row["risk_1"] is None


def test_risks_match_the_members(county: Tables) -> None:
    members = defaultdict(list)
    for person in rows_of(county["person_month"].filter(pl.col("in_household"))):
        members[person["hh_id"], person["stat_month"]].append(person)
    new = county["household_month"].filter(pl.col("identified_month") == pl.col("stat_month"))
    assert len(new) > 50
    for row in rows_of(new):
        people = members[row["hh_id"], row["stat_month"]]
        if row["risk_1"] == "illness":
            assert any({"major", "chronic"} & set(p["health"].split(",")) for p in people), row["hh_id"]
        if row["risk_1"] == "disability":
            assert any(len(p["id_no"]) == 20 for p in people)
        if row["risk_1"] == "schooling":
            assert any(
                p["school"] not in (None, "pre_age", "kinder", "primary", "j7", "j8", "j9") for p in people
            )
        if row["risk_1"] == "job_unstable":
            assert not row["is_no_labour"]


def test_every_monitored_household_has_its_case_in_its_month(county: Tables) -> None:
    marked = {
        row["hh_id"]: row["marked_at"].replace(day=1)
        for row in rows_of(
            county["identification_case"].filter(
                (pl.col("case_kind") == "identify") & (pl.col("result") == "admitted")
            )
        )
    }
    for row in rows_of(
        county["household_month"].filter(pl.col("identified_month").is_not_null()).unique("hh_id")
    ):
        assert marked[row["hh_id"]] == row["identified_month"]


def test_cases_keep_the_order_of_their_steps(county: Tables) -> None:
    limits = {"default_15d": 15, "older_60d": 60}
    for row in rows_of(county["identification_case"]):
        assert row["due_at"] == row["clue_at"] + timedelta(days=limits[row["sla_rule_id"]])
        assert (row["sla_rule_id"] == "default_15d") == (row["clue_at"] >= date(2022, 1, 1))
        steps = [
            row[name]
            for name in (
                "clue_at",
                "checked_at",
                "publicity_start",
                "publicity_end",
                "decided_at",
                "marked_at",
            )
        ]
        known = [step for step in steps if step is not None]
        assert known == sorted(known)
        if row["town_code"] in EXACT:
            assert row["marked_at"] is None or row["marked_at"] <= row["due_at"]
            assert row["result"] is not None or row["due_at"] >= date(2023, 11, 30)
            assert row["publicity_end"] is None or (row["publicity_end"] - row["publicity_start"]).days >= 5
        assert (row["clue_channel"] == "dept_push") == (row["dept_code"] is not None)
        assert (row["result"] not in ("not_admitted", "dismissed")) or row["reason"] is not None


def test_events_lead_step_by_step_to_the_state_of_the_case(county: Tables) -> None:
    events = defaultdict(list)
    for event in rows_of(county["case_event"]):
        events[event["case_id"]].append(event)
    for case in rows_of(county["identification_case"]):
        steps = sorted(events[case["case_id"]], key=lambda event: event["seq"])
        assert [event["seq"] for event in steps] == list(range(1, len(steps) + 1))
        assert [event["at"] for event in steps] == sorted(event["at"] for event in steps)
        assert all(a["to_state"] == b["from_state"] for a, b in zip(steps, steps[1:], strict=False))
        assert (steps[-1]["to_state"], steps[-1]["at"]) == (case["state"], case["state_at"])


def test_measures_and_visits_come_after_identification(county: Tables) -> None:
    identified = dict(
        county["household_month"]
        .filter(pl.col("hh_type") == "ordinary")
        .unique("hh_id")
        .select("hh_id", "identified_month")
        .rows()
    )
    for row in rows_of(county["measure"]):
        assert (
            row["start_date"] >= identified.get(row["hh_id"], date(2020, 12, 1))
            or row["hh_id"] not in identified
        )
        assert row["end_date"] is None or row["end_date"] >= row["start_date"]
    marked = dict(
        county["identification_case"]
        .filter(pl.col("result") == "admitted")
        .select("hh_id", "marked_at")
        .rows()
    )
    for row in rows_of(county["household_visit"].filter(pl.col("hh_id").is_in(list(identified)))):
        assert row["visit_date"] >= marked[row["hh_id"]]


def test_active_households_of_the_exact_townships_have_the_measure_that_answers_the_risk_within_a_month(
    county: Tables,
) -> None:
    answers = {
        "illness": "health",
        "disability": "comprehensive",
        "schooling": "education",
        "housing": "housing",
        "water": "water",
    }
    measures = defaultdict(list)
    for row in rows_of(county["measure"]):
        measures[row["hh_id"]].append(row)
    november = county["household_month"].filter(
        (pl.col("stat_month") == date(2023, 11, 1)) & pl.col("town_code").is_in(EXACT)
    )
    for row in rows_of(november.filter(pl.col("mon_type").is_not_null())):
        mine = measures[row["hh_id"]]
        assert any((m["start_date"] - row["identified_month"]).days <= 31 + 30 for m in mine)
        wanted = answers.get(row["risk_1"])
        assert wanted is None or wanted in {m["category"] for m in mine}


def test_visits_cover_nearly_everybody_who_is_owed_one(county: Tables) -> None:
    owed = county["household_month"].filter(
        (pl.col("hh_type") == "alleviated") | (pl.col("risk_status") == "active")
    )
    visited = county["household_visit"].select("hh_id", pl.col("visit_month").alias("stat_month")).unique()
    share = len(owed.join(visited, on=["hh_id", "stat_month"], how="semi")) / len(owed)
    assert 0.93 < share < 0.995
    assert len(visited.join(owed, on=["hh_id", "stat_month"], how="anti")) == 0


# --- money ------------------------------------------------------------------------------------------------------------


def test_plans_add_up_and_payments_stay_within_them(county: Tables) -> None:
    paid: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows_of(county["disbursement"].filter(pl.col("project_id").is_not_null())):
        paid[row["project_id"]] += row["amount"]
        assert row["amount"] > 0 or row["reason"] is not None
    for row in rows_of(county["project"]):
        assert row["plan_total"] == sum(
            row[f"plan_{source}"] for source in ("central", "provincial", "city", "county", "other")
        )
        assert paid[row["project_id"]] <= row["plan_total"]
        steps = [
            row[name] for name in ("plan_order_at", "started_at", "finished_at", "accepted_at", "handed_at")
        ]
        known = [step for step in steps if step is not None]
        assert known == sorted(known)
        assert all(step <= date(2023, 11, 30) for step in known)
        assert row["start_plan"] < row["finish_plan"]


def test_money_without_a_project_and_work_without_its_money_lie_in_other_townships(county: Tables) -> None:
    for table in ("disbursement", "fund_allocation"):
        orphans = county[table].filter(pl.col("project_id").is_null())
        assert len(orphans) >= 3
        assert set(orphans["town_code"]).isdisjoint(EXACT)
    paid = county["disbursement"].group_by("project_id").agg(pl.col("amount").sum())
    done = (
        county["project"]
        .filter(pl.col("accepted_at") < date(2023, 10, 31))
        .join(paid, on="project_id", how="left")
    )
    unpaid = done.filter(pl.col("amount") < pl.col("plan_total"))
    assert len(unpaid) >= 1
    assert set(unpaid["town_code"]).isdisjoint(EXACT)


def test_villages_add_up_to_townships_and_to_the_county(county: Tables) -> None:
    divisions = county["division"]
    villages = divisions.filter(pl.col("level") == 5)
    for column in ("rural_hh", "rural_persons"):
        towns = dict(divisions.filter(pl.col("level") == 4).select("division_code", column).rows())
        sums = dict(villages.group_by("town_code").agg(pl.col(column).sum()).rows())
        assert towns == sums
        assert divisions.filter(pl.col("level") == 3)[column].item() == sum(towns.values())


def test_places_of_every_row_exist(county: Tables) -> None:
    divisions = county["division"]
    parent = dict(divisions.select("division_code", "town_code").rows())
    for name, frame in county.items():
        if (
            "division_code" in frame.columns
            and "town_code" in frame.columns
            and name not in ("division", "division_shape")
        ):
            for village, town in frame.select("division_code", "town_code").unique().rows():
                assert village is None or parent[village] == town
