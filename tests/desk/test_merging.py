"""What a file replaces and what it leaves: every kind of table, in a version that stands and in files that wait."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from shouwang import desk
from shouwang.access import hh_key
from shouwang.intake import form_names, merging
from shouwang.intake.building import income_year
from shouwang.intake.merging import Draft
from shouwang.records import Records, State
from shouwang.schema import SOURCE_TABLES, TABLES, Kind, Parts
from shouwang.store import Store
from tests.desk.conftest import BAOAN, LIURENBA, NOVEMBER, STEWARD, Send, away, other_household, rows_of
from tests.intake.conftest import demo_id, household, monitored, worker


def measure(number: str | None, **said: Any) -> dict[str, Any]:
    """Return a measure as people write it; without a number it is made from the row."""
    return {
        "town": "保安镇", "village": "桃树村", "hh_id": "42028110100009001", "measure_id": number, "category": "产业帮扶",
        "start_date": date(2023, 3, 1), "status": "实施中", **said,
    }  # fmt: skip


# -- exports ------------------------------------------------------------------------------------------------------------


def test_rows_become_the_tables_with_codes_and_amounts(send: Send, store: Store, seal) -> None:
    send(monitored(), "monitored")
    send(worker(), "working")
    seal()
    home = rows_of(store, "household_month").row(0, named=True)
    assert (home["stat_month"], home["town_code"], home["division_code"]) == (NOVEMBER, BAOAN, "420281101201")
    assert (home["hh_type"], home["mon_type"], home["risk_status"], home["risk_1"]) == (
        "alleviated",
        "unstable",
        "active",
        "illness",
    )
    assert (home["identified_month"], home["head_name"], home["is_no_labour"]) == (
        date(2023, 1, 1),
        "周试",
        False,
    )
    assert (home["hh_key"], home["is_synthetic"], home["source_row"]) == (hh_key("s", home["hh_id"]), True, 4)
    people = rows_of(store, "person_month").sort("person_id")
    assert people["sex"].to_list() == ["male", "female"]
    assert people["birth_date"].to_list() == [date(1970, 2, 3), date(1972, 4, 5)]
    money = rows_of(store, "income_year").row(0, named=True)
    assert (money["income_year"], money["window_type"], money["persons_year"]) == (2023, "annual_oct_sep", 2)
    assert money["net_total"] == Decimal(20000 + 6000 + 0 + 2000 - 1000) == money["net_per_capita"] * 2
    work = rows_of(store, "employment_month").row(0, named=True)
    assert (work["working"], work["place_class"], work["month_wage"]) == (True, "out", Decimal(4500))


@pytest.mark.parametrize(
    ("month", "year"), [(date(2023, 9, 1), 2022), (date(2023, 10, 1), 2023), (date(2024, 1, 1), 2023)]
)
def test_an_export_carries_the_income_of_the_last_closed_window(month: date, year: int) -> None:
    assert income_year(month) == year


def test_a_household_in_both_lists_is_one_household(send: Send, store: Store, seal) -> None:
    told = {
        "监测对象类别": "脱贫不稳定户",
        "风险是否已消除": "否",
        "识别监测时间": "202301",
        "致贫/返贫风险1": "因病",
    }
    send(monitored(), "monitored")
    send([*household(**told), *other_household()])
    seal()
    assert rows_of(store, "household_month")["hh_id"].sort().to_list() == [
        "42028110100009001",
        "42028110100009002",
    ]
    assert rows_of(store, "person_month").height == 2 + 2


def test_other_townships_and_other_months_stay(send: Send, store: Store, seal) -> None:
    send(household(), date="20231031")
    send([*household(), *away()])
    seal()
    before = store.snapshot().manifest.files["household_month/2023-10"]
    send(household(户联系电话="10099999999"), reason="电话更正")
    seal()
    november = rows_of(store, "household_month").filter(pl.col("stat_month") == NOVEMBER).sort("town_code")
    assert november.select("town_code", "phone").rows() == [(BAOAN, "10099999999"), (LIURENBA, "10012345678")]
    assert store.snapshot().manifest.files["household_month/2023-10"] == before


def test_a_household_that_is_gone_from_the_new_list_is_gone_with_its_people_and_keeps_its_income(
    send: Send, store: Store, seal
) -> None:
    send([*household(), *other_household()])
    seal()
    send(household(), reason="一户报错")
    seal()
    assert rows_of(store, "household_month")["hh_id"].to_list() == ["42028110100009001"]
    assert rows_of(store, "person_month").height == 2
    assert rows_of(store, "income_year").height == 2  # October may have had it


def test_a_list_of_monitored_households_alone_leaves_the_alleviated_ones(
    send: Send, store: Store, seal
) -> None:
    send(other_household())
    seal()
    send(monitored(户类型="一般农户", 监测对象类别="突发严重困难户"), "monitored")
    seal()
    assert rows_of(store, "household_month").sort("hh_id")["hh_type"].to_list() == ["ordinary", "alleviated"]


# -- forms --------------------------------------------------------------------------------------------------------------


def test_a_corrected_form_replaces_its_rows_although_their_numbers_are_made_from_them(
    hand_in: Send, store: Store, seal
) -> None:
    first = hand_in("measure", [measure(None, amount=100), measure(None, amount=200, category="就业帮扶")])
    assert first.is_accepted, first.problems
    seal()
    again = hand_in("measure", [measure(None, amount=150)], reason="金额更正")
    assert again.is_accepted, again.problems
    seal()
    assert rows_of(store, "measure")["amount"].to_list() == [Decimal(150)]
    assert rows_of(store, "measure", 1).height == 2


def test_another_month_s_form_adds_and_updates_by_number(hand_in: Send, store: Store, seal) -> None:
    hand_in("measure", [measure("C1", amount=100), measure("C2", amount=200)], month=date(2023, 10, 1))
    hand_in("measure", [measure("C2", amount=250), measure("C3", amount=300)])
    seal()
    amounts = dict(rows_of(store, "measure").select("measure_id", "amount").iter_rows())
    assert amounts == {"C1": Decimal(100), "C2": Decimal(250), "C3": Decimal(300)}


def test_what_a_later_month_said_stands_against_a_late_report_of_an_earlier_one(
    hand_in: Send, store: Store, seal
) -> None:
    hand_in("measure", [measure("C1", amount=200)])
    seal()
    late = hand_in("measure", [measure("C1", amount=100), measure("C2", amount=50)], month=date(2023, 10, 1))
    assert late.is_accepted, late.problems
    seal()
    amounts = dict(rows_of(store, "measure").select("measure_id", "amount").iter_rows())
    assert amounts == {"C1": Decimal(200), "C2": Decimal(50)}


def test_a_table_without_places_is_replaced_as_a_whole(hand_in: Send, store: Store, seal) -> None:
    def event(number: str) -> dict[str, Any]:
        return {
            "event_id": number,
            "kind": "洪涝",
            "event_date": date(2023, 7, 1),
            "divisions": "保安镇",
        }

    first = hand_in("disaster_event", [event("Z1"), event("Z2")])
    assert first.is_accepted, first.problems
    seal()
    hand_in("disaster_event", [event("Z2"), event("Z3")], reason="Z1是重复的")
    seal()
    assert rows_of(store, "disaster_event")["event_id"].sort().to_list() == ["Z2", "Z3"]


@pytest.mark.parametrize("table", ["income_line", "division", "threshold"])
def test_reference_tables_are_not_handed_in(table: str, store: Store, book: Records, tmp_path) -> None:
    from shouwang import intake
    from tests.intake.filling import cells_of, drawn, fill

    form = intake.form_for(table)
    path = fill(
        intake.template(table), [cells_of(form, row) for row in drawn(form).to_dicts()], tmp_path / "a.xlsx"
    )
    got = desk.take(store, book, path, viewer=STEWARD)
    assert got.submission.state is State.REFUSED
    assert "SB04" in {fault.rule for fault in got.problems} or not got.submission.rows_taken


# -- any table, without files -------------------------------------------------------------------------------------------

SEALED_BY_FORM = [table for table in SOURCE_TABLES if table.name in form_names() and table.name != "division"]


def draft(table: str, receipt: str, numbers: range, *, town: str = BAOAN, month: date = NOVEMBER) -> Draft:
    """Return a draft of one form with rows whose keys are these numbers."""
    from shouwang.intake import form_for
    from tests.intake.filling import drawn

    spec = TABLES[table]
    first = drawn(form_for(table), 1).row(0, named=True)
    rows = []
    for number in numbers:
        row = {**first, "source_id": receipt}
        for part in spec.key:
            if spec.column(part).kind is Kind.TEXT and spec.column(part).codes is None:
                row[part] = f"{part}{number:03d}"
        if spec.parts is Parts.MONTH:
            row[str(spec.part_column)] = month
        if spec.parts is Parts.YEAR and spec.column(str(spec.part_column)).kind is Kind.INT:
            row[str(spec.part_column)] = month.year
        if "town_code" in row:
            row["town_code"] = town
        rows.append(row)
    towns = (town,) if "town_code" in spec.names else ()
    frame = pl.DataFrame(rows, schema=spec.polars_schema, orient="row")
    return Draft(receipt, table, month, towns, {table: frame})


def put(store: Store, drafts: list[Draft]) -> None:
    """Seal drafts as they are, without marts."""
    with store.stage() as staging:
        for one in merging.merged_parts(store, drafts):
            staging.add(one.table, one.part, one.frame, sources=one.sources)
        staging.commit(author="甲", reason="试")


@pytest.mark.parametrize("table", [table.name for table in SEALED_BY_FORM])
def test_every_table_takes_rows_keeps_others_and_updates_by_key(table: str, store: Store) -> None:
    place = {"town": LIURENBA}
    is_placed = "town_code" in TABLES[table].names
    put(store, [draft(table, "R-20231201-0001", range(3))])
    assert rows_of(store, table).height == 3
    put(store, [draft(table, "R-20231201-0002", range(2, 5), **(place if is_placed else {}))])
    sources = rows_of(store, table)["source_id"].value_counts().sort("source_id").rows()
    assert sources == [("R-20231201-0001", 2), ("R-20231201-0002", 3)]


# -- as it would be -----------------------------------------------------------------------------------------------------


def frames(tables: dict[str, merging.Source], name: str) -> pl.DataFrame:
    return pl.concat(
        one if isinstance(one, pl.DataFrame) else pl.read_parquet(one, hive_partitioning=False)
        for one in tables[name]
    )


def test_what_would_be_holds_the_version_what_waits_and_the_file_itself(
    send: Send, store: Store, seal
) -> None:
    send(household(), date="20231031")
    seal()
    waiting = send(away()).submission
    mine = draft("household_month", "R-9999-mine", range(2))
    tables = merging.would_be(store, [mine], county="420281")
    homes = frames(tables, "household_month")
    assert sorted(homes.select("stat_month", "town_code").rows()) == sorted(
        [(date(2023, 10, 1), BAOAN), (NOVEMBER, LIURENBA), (NOVEMBER, BAOAN), (NOVEMBER, BAOAN)]
    )
    assert set(homes["source_id"]) >= {"R-9999-mine", waiting.receipt}
    assert {"division", "income_line", "threshold", "person_month"} <= set(tables)
    assert "project" not in tables


def test_a_judged_file_stands_with_its_doubles_and_replaces_what_waits_of_its_kind(
    send: Send, store: Store
) -> None:
    send(household())
    rows = draft("household_month", "R-9999-mine", range(1)).tables["household_month"]
    twice = Draft(
        "R-9999-mine", "household_month", NOVEMBER, (BAOAN,), {"household_month": pl.concat([rows, rows])}
    )
    older = Draft("R-20231201-0009", "household_month", NOVEMBER, (BAOAN,), {"household_month": rows})
    tables = merging.would_be(store, [twice], county="420281", waiting=[older])
    assert frames(tables, "household_month")["source_id"].to_list() == ["R-9999-mine"] * 2


def test_a_person_whom_two_townships_list_stands_in_both_for_a_rule_to_tell(send: Send, store: Store) -> None:
    send(household())
    stranger = household(**{"乡(镇)": "刘仁八镇", "行政村": "刘仁八村", "户编号": "42028110700009001"})
    got = send([{**row, "证件号码": demo_id("19700203", 1)} for row in stranger[:1]])
    assert "周试" not in " ".join(fault.message for fault in got.problems)
    waiting = merging.standing_by(store)
    mine = [one for one in waiting if one.towns == (LIURENBA,)]
    others = [one for one in waiting if one.towns == (BAOAN,)]
    if mine:  # where no rule refuses it yet
        tables = merging.would_be(store, mine, county="420281", waiting=others)
        assert frames(tables, "person_month")["town_code"].n_unique() == 2


def test_without_a_store_there_is_the_file_and_the_configuration() -> None:
    tables = merging.would_be(None, [draft("measure", "R-9999-mine", range(2))], county="420281")
    assert frames(tables, "measure").height == 2
    assert "household_month" not in tables
    assert frames(tables, "division").height > 20
