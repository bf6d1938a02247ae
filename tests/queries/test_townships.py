"""Townships side by side, and how sure a rank is."""

from __future__ import annotations

from typing import Any

import pytest

from shouwang.queries import find
from tests.queries.conftest import Ask, Drawn

NAMES = "甲乙丙丁戊己庚辛壬癸"
COLUMNS = [name for name, _ in find("townships/compare").columns]


def _division(towns: int) -> str:
    lines = "\n".join(f"42028110{i} | 4 | {NAMES[i]} | {NAMES[i]} | 42028110{i}" for i in range(towns))
    return f"division_code | level | name | short_name | town_code\n420281 | 3 | 大冶市 | 大冶 | -\n{lines}"


def _meta(unit: str, direction: str, *, indicator: str = "i", disclosure: str = "P", base: str = "-") -> str:
    return f"""
        indicator_id | name | group_code | unit   | direction   | disclosure   | base_id | sort_no
        {indicator}  | 指标 | g          | {unit} | {direction} | {disclosure} | {base}  | 1
    """


def _counts(values: list[float | None], indicator: str = "i", month: str = "2023-11") -> str:
    lines = [f"{month} | {indicator} | 42028110{i} | 4 | {v}" for i, v in enumerate(values) if v is not None]
    return "stat_month | indicator_id | area_code | level | value\n" + "\n".join(lines)


def _rates(pairs: list[tuple[int, int]]) -> str:
    lines = [f"2023-11 | i | 42028110{i} | 4 | {n / d} | {n} | {d}" for i, (n, d) in enumerate(pairs)]
    return "stat_month | indicator_id | area_code | level | value | numerator | denominator\n" + "\n".join(
        lines
    )


def _compared(ask: Ask, snapshot: Any, **more: Any) -> dict[str, dict[str, Any]]:
    rows = ask("townships/compare", snapshot, month="2023-11", group="g", **more)
    return {row[6]: dict(zip(COLUMNS, row, strict=True)) for row in rows}


def test_a_rank_far_from_its_neighbours_is_given(drawn: Drawn, ask: Ask) -> None:
    values: list[float | None] = [10, 20, 30, 40, 50, 60]
    snapshot = drawn(
        division=_division(6), indicator_meta=_meta("户", "down"), indicator_month=_counts(values)
    )

    rows = _compared(ask, snapshot)

    assert [rows[name]["rank"] for name in "甲乙丙丁戊己"] == [1, 2, 3, 4, 5, 6]
    assert (rows["丙"]["rank_best"], rows["丙"]["rank_worst"], rows["丙"]["gap_above"]) == (3, 3, 30 - 20)
    assert rows["丙"]["median"] == (30 + 40) / 2
    assert rows["甲"]["gap_above"] is None


def test_three_households_more_or_fewer_make_the_interval(drawn: Drawn, ask: Ask) -> None:
    #        甲 乙 丙  丁  戊  己  庚  辛
    values: list[float | None] = [1, 8, 10, 12, 14, 30, 40, 50]
    snapshot = drawn(
        division=_division(8), indicator_meta=_meta("户", "down"), indicator_month=_counts(values)
    )

    third = _compared(ask, snapshot)["丙"]

    # 10 - 3 = 7 beats 8; 10 + 3 = 13 falls behind 12: ranks 2 to 4, of eight
    assert (third["rank"], third["rank_best"], third["rank_worst"]) == (3, 2, 4)
    assert (third["gap_above"], third["handful"], third["rank_state"]) == (2, 3, "ranked")


def test_no_rank_is_given_where_the_interval_covers_more_than_half_of_the_field(
    drawn: Drawn, ask: Ask
) -> None:
    values: list[float | None] = [5, 6, 7, 8, 40, 50]
    snapshot = drawn(
        division=_division(6), indicator_meta=_meta("户", "down"), indicator_month=_counts(values)
    )

    rows = _compared(ask, snapshot)

    # 6 - 3 = 3 is first, 6 + 3 = 9 is fourth: four of six places
    assert (rows["乙"]["rank_best"], rows["乙"]["rank_worst"], rows["乙"]["rank_state"]) == (1, 4, "unstable")
    assert rows["乙"]["rank"] is None
    assert rows["己"]["rank"] == 6


def test_a_rate_is_ranked_by_what_three_households_do_to_it(drawn: Drawn, ask: Ask) -> None:
    pairs = [(30, 40), (295, 300), (270, 300), (240, 300), (210, 300)]  # 75, 98.3, 90, 80, 70 %
    snapshot = drawn(division=_division(5), indicator_meta=_meta("%", "up"), indicator_month=_rates(pairs))

    rows = _compared(ask, snapshot)

    # 40 households: 3 more are 33/40 = 82.5 %, 3 fewer 27/40 = 67.5 %
    assert (rows["甲"]["rank_best"], rows["甲"]["rank_worst"], rows["甲"]["rank_state"]) == (3, 5, "unstable")
    assert rows["甲"]["gap_above"] == 2  # 32/40 would reach the 80 % above it
    assert (rows["丙"]["rank"], rows["丙"]["rank_state"]) == (2, "ranked")
    assert (rows["丙"]["numerator"], rows["丙"]["denominator"]) == (270, 300)


def test_people_move_by_ten_because_a_household_is_more_than_one(drawn: Drawn, ask: Ask) -> None:
    values: list[float | None] = [100, 109, 200, 300, 400, 500]
    snapshot = drawn(division=_division(6), indicator_meta=_meta("人", "up"), indicator_month=_counts(values))

    rows = _compared(ask, snapshot)

    assert (rows["甲"]["rank_best"], rows["甲"]["rank_worst"], rows["甲"]["handful"]) == (5, 6, 10)


def test_nothing_without_a_better_side_and_nothing_that_invites_early_clearing_is_ranked(
    drawn: Drawn, ask: Ask
) -> None:
    values: list[float | None] = [10, 20, 30]
    for meta in (
        _meta("户", "neutral"),
        _meta("%", "up", indicator="clear_rate"),
        _meta("户", "up", indicator="monitored_hh_cleared.sudden", base="monitored_hh_cleared"),
        _meta("次", "up", indicator="meeting_count"),
        _meta("元", "up"),
        _meta("天", "down"),
    ):
        indicator = meta.split("\n")[2].split("|")[0].strip()
        snapshot = drawn(
            division=_division(3), indicator_meta=meta, indicator_month=_counts(values, indicator)
        )

        rows = _compared(ask, snapshot, indicator=indicator)

        assert {(row["rank"], row["rank_state"]) for row in rows.values()} == {(None, "never")}, meta
        assert rows["乙"]["median"] == 20


def test_money_is_ranked_by_one_percentage_point(drawn: Drawn, ask: Ask) -> None:
    pairs = [
        (9_000_000, 10_000_000),
        (895_000, 1_000_000),
        (8_000_000, 10_000_000),
        (1, 2),
        (1, 4),
    ]  # 90, 89.5, 80 %
    snapshot = drawn(
        division=_division(5),
        indicator_meta=_meta("%", "up", indicator="disbursement_progress"),
        indicator_month=_rates(pairs).replace("| i |", "| disbursement_progress |"),
    )

    rows = _compared(ask, snapshot)

    assert (rows["乙"]["rank"], rows["乙"]["rank_best"], rows["乙"]["rank_worst"]) == (2, 1, 2)
    assert (rows["乙"]["gap_above"], rows["乙"]["handful"], rows["乙"]["handful_unit"]) == (1, 1, "百分点")
    assert (rows["丙"]["rank_best"], rows["丙"]["rank_worst"], rows["丙"]["gap_above"]) == (3, 3, 10)


def test_splits_are_shown_when_asked_for_by_name(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        division=_division(1),
        indicator_meta="""
        indicator_id | name | group_code | unit | direction | disclosure | base_id | sort_no
        i            | 甲   | g          | 户   | neutral   | P          | i       | 1
        i.sudden     | 乙   | g          | 户   | neutral   | P          | i       | 2
        """,
        indicator_month="""
        stat_month | indicator_id | area_code | level | value
        2023-11    | i            | 420281100 | 4     | 3
        2023-11    | i.sudden     | 420281100 | 4     | 2
        """,
    )

    assert [row[0] for row in ask("townships/compare", snapshot, month="2023-11", group="g")] == ["i"]
    (split,) = ask("townships/compare", snapshot, month="2023-11", group="g", indicator="i.sudden")
    assert (split[0], split[7]) == ("i.sudden", 2)


def test_change_is_against_the_month_before_and_the_same_month_of_last_year(drawn: Drawn, ask: Ask) -> None:
    months = (("2022-11", 4), ("2023-10", 9), ("2023-11", 10))
    lines = "\n".join(f"{month} | i | 420281100 | 4 | {value}" for month, value in months)
    snapshot = drawn(
        division=_division(2),
        indicator_meta=_meta("户", "down"),
        indicator_month=f"stat_month | indicator_id | area_code | level | value\n{lines}\n2023-11 | i | 420281 | 3 | 10",
    )

    rows = _compared(ask, snapshot)

    assert {k: rows["甲"][k] for k in ("value", "last_month", "change", "last_year", "change_year", "county_value")} == {
        "value": 10, "last_month": 9, "change": 1, "last_year": 4, "change_year": 6, "county_value": 10,
    }  # fmt: skip
    assert (rows["乙"]["value"], rows["乙"]["rank_state"], rows["乙"]["towns"]) == (None, "missing", 1)


def test_a_hidden_township_may_stand_before_anybody(drawn: Drawn, ask: Ask) -> None:
    values: list[float | None] = [20, 30, 40, 3, 60, 70, 80, 90]
    snapshot = drawn(
        division=_division(8),
        indicator_meta=_meta("户", "down", disclosure="S"),
        indicator_month=_counts(values),
    )

    own = _compared(ask, snapshot, areas=("420281100",))
    county = _compared(ask, snapshot)

    assert (own["丁"]["value"], own["丁"]["is_suppressed"], own["丁"]["rank_state"]) == (
        None,
        True,
        "missing",
    )
    assert (own["甲"]["rank_best"], own["甲"]["rank_worst"]) == (1, 2)
    assert (own["甲"]["median"], own["甲"]["hidden"]) == ((40 + 60) / 2, 1)
    assert (county["甲"]["rank"], county["丁"]["rank"]) == (2, 1)


def test_one_township_keeps_its_place_in_the_whole_field(drawn: Drawn, ask: Ask) -> None:
    values: list[float | None] = [10, 20, 30, 40]
    snapshot = drawn(
        division=_division(4), indicator_meta=_meta("户", "down"), indicator_month=_counts(values)
    )

    rows = _compared(ask, snapshot, area="420281102")

    assert list(rows) == ["丙"]
    assert (rows["丙"]["rank"], rows["丙"]["towns"], rows["丙"]["median"]) == (3, 4, pytest.approx(25))
