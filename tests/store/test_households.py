"""Two versions, household by household: who entered, left, changed which field, by township; a page at a time."""

from __future__ import annotations

import time
from datetime import date

import polars as pl
import pytest
from drawing import NOV, OCT, households, many_households

from shouwang.schema import TABLES
from shouwang.store import HouseholdChanges

HH, HH_OCT, PM = "household_month/2023-11", "household_month/2023-10", "person_month/2023-11"
BAO = "420281101"


def person(person_id: str, hh_id: str, **said: object) -> dict[str, object]:
    return {
        "stat_month": NOV, "person_id": person_id, "hh_id": hh_id, "hh_key": f"key-{hh_id}", "town_code": "420281107",
        "division_code": "420281107201", "name": "孙某某", "id_type": "1", "id_no": "990000190001010011", "relation": "01",
        "sex": "1", "birth_date": OCT, "health": "healthy", "labour": "ordinary", "in_household": True, "source_id": "x",
        "is_synthetic": True,
    } | said  # fmt: skip


def persons(*drawn: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame(list(drawn), schema=TABLES["person_month"].polars_schema)


def kinds(found: HouseholdChanges) -> list[tuple[str, str]]:
    return found.who.select("hh_key", "kind").rows()


def said(found: HouseholdChanges, number: int = 0) -> list[tuple[str, str | None, str | None]]:
    fields = found.page()["fields"][number]
    return [(one["label"], one["before"], one["after"]) for one in fields]


def test_each_household_stands_once_with_what_became_of_it(store, publish):
    publish({HH: households("a", "b", {"hh_id": "c", "hh_persons": 2})})
    publish({HH: households("a", {"hh_id": "c", "hh_persons": 3}, "d")})
    found = store.diff(1, 2).households()
    assert kinds(found) == [("key-d", "entered"), ("key-b", "left"), ("key-c", "changed")]
    assert found.towns.select("before", "after", "entered", "left", "changed").rows() == [(3, 3, 1, 1, 1)]
    assert found.rows.select("table", "before", "after", "entered", "left", "changed").rows() == [
        ("household_month", 3, 3, 1, 1, 1)
    ]
    assert said(found, 2) == [("当前家庭人口数", "2", "3")]


def test_what_happened_to_its_persons_stands_with_the_household(store, publish):
    publish({HH: households("a", "b"), PM: persons(person("p1", "a"), person("p2", "a"), person("p3", "b"))})
    publish(
        {
            HH: households("a", "b"),
            PM: persons(
                person("p1", "a", labour="lost", name="赵某甲"), person("p3", "b"), person("p4", "b")
            ),
        }
    )
    found = store.diff(1, 2).households()
    assert kinds(found) == [("key-a", "changed"), ("key-b", "changed")]
    assert said(found, 0) == [
        ("姓名", "孙*某", "赵*甲"),
        ("劳动技能", "普通劳动力", "丧失劳动力"),
        ("人口月表", "减少1行", None),
    ]
    assert said(found, 1) == [("人口月表", None, "新增1行")]


def test_how_many_households_changed_in_which_field(store, publish):
    publish({HH: households("a", "b", "c", "gone")})
    changed = [{"hh_id": one, "hh_persons": 5} for one in "ab"] + [{"hh_id": "c", "group_name": "3组"}]
    publish({HH: households(*changed)})
    assert store.diff(1, 2).households().by_field.select("label", "households").rows() == [
        ("当前家庭人口数", 2),
        ("组", 1),
    ]


def test_a_household_that_changed_in_two_months_stands_once(store, publish):
    publish({HH: households("a"), HH_OCT: households("a", month=OCT)})
    more = {"hh_id": "a", "hh_persons": 9}
    publish({HH: households(more), HH_OCT: households(more, month=OCT)})
    found = store.diff(1, 2).households()
    assert kinds(found) == [("key-a", "changed")]
    assert [one["part"] for one in found.page()["fields"][0]] == ["2023-10", "2023-11"]


def test_a_household_that_moved_left_the_one_township_and_entered_the_other(store, publish):
    publish({HH: households("a")})
    publish({HH: households({"hh_id": "a", "town_code": BAO, "division_code": f"{BAO}201"})})
    assert store.diff(1, 2).households().who.select("town_code", "hh_key", "kind").rows() == [
        (BAO, "key-a", "entered"),
        ("420281107", "key-a", "left"),
    ]


def test_a_new_month_is_compared_with_the_month_before_and_the_other_way_it_left(store, publish):
    publish({HH_OCT: households("a", "b", month=OCT)})
    publish({HH: households("a", "c")})
    found = store.diff(1, 2).households()
    assert kinds(found) == [("key-c", "entered"), ("key-b", "left")]
    assert found.towns["compared_with"].to_list() == [OCT]
    assert kinds(store.diff(2, 1).households()) == [("key-a", "left"), ("key-c", "left")]


def test_january_is_compared_with_december(store, publish):
    december, january = date(2022, 12, 1), date(2023, 1, 1)
    publish({"household_month/2022-12": households("a", month=december)})
    publish({"household_month/2023-01": households("a", month=january)})
    found = store.diff(1, 2).households()
    assert found.towns.select("compared_with", "entered", "left").rows() == [(december, 0, 0)]


def test_a_first_report_of_visits_changes_no_household(store, publish):
    visit = dict.fromkeys(TABLES["household_visit"].names) | {
        "visit_id": "v1", "visit_month": NOV, "hh_id": "a", "hh_key": "key-a", "town_code": "420281107",
        "division_code": "420281107201", "visit_date": NOV, "mode": "onsite",
        "visitor_role": "cadre", "findings": "none", "clue_raised": False, "source_id": "x", "is_synthetic": True,
    }  # fmt: skip
    visits = pl.DataFrame([visit], schema=TABLES["household_visit"].polars_schema)
    publish({HH: households("a")})
    publish({"household_visit/2023-11": visits})
    found = store.diff(1, 2).households()
    assert found.who.is_empty()
    assert found.rows.select("table", "before", "after").rows() == [("household_visit", 0, 1)]


def test_a_page_holds_what_was_asked_for(store, publish):
    publish({HH: households()})
    publish({HH: households(*"abcdef", {"hh_id": "g", "town_code": BAO, "division_code": f"{BAO}201"})})
    found = store.diff(1, 2).households()
    assert found.page(2)["hh_key"].to_list() == ["key-g", "key-a"]
    assert found.page(2, 2)["hh_key"].to_list() == ["key-b", "key-c"]
    assert found.page(10, town=BAO)["hh_key"].to_list() == ["key-g"]
    assert found.page(10, 100).is_empty()
    assert found.page(0).schema == found.page().schema


def test_only_the_parts_asked_for_are_looked_at(store, publish):
    publish({HH: households("a"), HH_OCT: households("a", month=OCT)})
    publish({HH: households("a", "b"), HH_OCT: households("a", "c", month=OCT)})
    diff = store.diff(1, 2)
    assert kinds(diff.households([("household_month", "2023-10")])) == [("key-c", "entered")]
    assert diff.households() is diff.households()
    assert kinds(diff.households([("household_month", "2020-01")])) == []


def test_versions_that_do_not_differ_have_no_household(store, publish):
    publish({HH: households("a")})
    found = store.diff(1, 1).households()
    assert (found.who.height, found.towns.height, found.rows.height, found.page().height) == (0, 0, 0, 0)
    assert found.by_field.is_empty()


def test_nobody_is_named_and_no_number_is_shown(store, publish):
    one = {"hh_id": "4202810001", "hh_key": "k1", "head_name": "赵某甲", "phone": "10012345678"}
    publish({HH: households(one)})
    publish(
        {
            HH: households(
                {**one, "head_name": "钱某乙", "phone": "10087654321"},
                {**one, "hh_id": "4202810002", "hh_key": "k2"},
            )
        }
    )
    shown = str(store.diff(1, 2).households().page().rows())
    assert "钱*乙" in shown
    secrets = ("4202810001", "4202810002", "赵某甲", "钱某乙", "张小三", "12345678", "87654321")
    assert not [secret for secret in secrets if secret in shown]


@pytest.mark.parametrize("number", [20_000])
def test_a_large_month_is_compared_in_under_two_seconds(store, publish, number):
    rows = many_households(number)
    publish({HH: rows})
    publish({HH: rows.with_columns(hh_persons=pl.col("hh_persons") + 1, head_name=pl.lit("李小四"))})
    begun = time.process_time()
    found = store.diff(1, 2).households()
    assert found.page(100).height == 100
    assert time.process_time() - begun < 2
    assert found.who.height == number
