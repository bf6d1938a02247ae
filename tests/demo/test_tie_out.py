"""Stock and flow of every township and month, counted row by row in plain Python."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

import polars as pl
import pytest

Tables = dict[str, pl.DataFrame]
Flow = dict[str, Counter[tuple[str, str]]]  # what -> (township, "hh" | "persons") -> count


def before(month: date) -> date:
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def by_month(frame: pl.DataFrame) -> dict[date, list[dict]]:
    months = defaultdict(list)
    for row in frame.iter_rows(named=True):
        months[row["stat_month"]].append(row)
    return months


def stock(rows: list[dict], chosen) -> Counter[tuple[str, str]]:
    count: Counter[tuple[str, str]] = Counter()
    for row in rows:
        if chosen(row):
            count[row["town_code"], "hh"] += 1
            count[row["town_code"], "persons"] += row["hh_persons"]
    return count


def is_active(row: dict) -> bool:
    return row["risk_status"] == "active"


def is_monitored(row: dict) -> bool:
    return row["mon_type"] is not None


def is_alleviated(row: dict) -> bool:
    return row["hh_type"] == "alleviated"


@pytest.mark.parametrize("chosen", [is_active, is_monitored, is_alleviated])
def test_stock_is_last_stock_plus_new_minus_gone(county: Tables, chosen) -> None:
    """stock(t) = stock(t-1) + new + rolled back - cleared + natural increase - natural decrease, in 户 and in 人."""
    households = by_month(county["household_month"])
    people = by_month(county["person_month"])
    for month in sorted(households)[1:]:
        earlier = {row["hh_id"]: row for row in households[before(month)]}
        now = {row["hh_id"]: row for row in households[month]}
        expected = stock(households[before(month)], chosen)
        for hh_id, row in now.items():
            was, is_ = hh_id in earlier and chosen(earlier[hh_id]), chosen(row)
            sign = int(is_) - int(was)  # identified or rolled back, cleared
            expected[row["town_code"], "hh"] += sign
            expected[row["town_code"], "persons"] += sign * row["hh_persons"]
        for hh_id in earlier.keys() - now.keys():
            if chosen(earlier[hh_id]):
                expected[earlier[hh_id]["town_code"], "hh"] -= 1
        for person in people[month]:
            home = earlier.get(person["hh_id"])
            if person["change_code"] is not None and home is not None and chosen(home):
                expected[person["town_code"], "persons"] += 1 if person["in_household"] else -1
        assert expected == stock(households[month], chosen), month


def test_new_households_carry_the_month_and_cleared_ones_too(county: Tables) -> None:
    """What enters the stock is what says so itself: identified_month, cleared_month, or a rollback case."""
    households = by_month(county["household_month"])
    back = {
        (row["hh_id"], row["marked_at"].replace(day=1))
        for row in county["identification_case"]
        .filter(pl.col("case_kind") == "rollback")
        .iter_rows(named=True)
    }
    for month in sorted(households)[1:]:
        earlier = {row["hh_id"]: row for row in households[before(month)]}
        for row in households[month]:
            was = earlier.get(row["hh_id"])
            entered = is_active(row) and not (was is not None and is_active(was))
            assert entered == (row["identified_month"] == month or (row["hh_id"], month) in back)
            freed = row["risk_status"] == "cleared" and was is not None and is_active(was)
            assert freed == (row["cleared_month"] == month)


def test_every_person_of_a_household_is_counted_once(county: Tables) -> None:
    inside = Counter(
        (row["stat_month"], row["hh_id"])
        for row in county["person_month"]
        .filter(pl.col("in_household"))
        .select("stat_month", "hh_id")
        .iter_rows(named=True)
    )
    rows = county["household_month"].select("stat_month", "hh_id", "hh_persons").iter_rows(named=True)
    assert inside == {(row["stat_month"], row["hh_id"]): row["hh_persons"] for row in rows}


def test_people_do_not_appear_or_vanish_without_a_change(county: Tables) -> None:
    months = by_month(county["person_month"])
    homes = {
        month: {row["hh_id"] for row in rows} for month, rows in by_month(county["household_month"]).items()
    }
    for month in sorted(months)[1:]:
        earlier = {row["person_id"] for row in months[before(month)] if row["in_household"]}
        for row in months[month]:
            known = row["person_id"] in earlier
            if row["hh_id"] not in homes[before(month)]:
                assert row["change_code"] is None, "a household that is new comes with its members"
            elif row["in_household"]:
                assert known == (row["change_code"] is None)
            else:
                assert known
                assert row["change_code"] is not None
        now = {row["person_id"] for row in months[month]}
        assert earlier <= now
