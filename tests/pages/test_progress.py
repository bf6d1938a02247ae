"""上报进度: what is sealed, what waits, what is missing and what is late, by township, table and month."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from shouwang.access import Role, Scope, Viewer
from shouwang.access.viewers import viewer_named
from shouwang.config import PAGES
from shouwang.desk.progress import Progress, Standing, collecting, progress, today_of
from shouwang.i18n import t
from shouwang.records import Records, State, TownRows, add_submission, open_records, set_state
from shouwang.store import Store
from tests.pages.opening import Open, texts

COUNTY, LIURENBA, BAOAN = "420281", "420281107", "420281101"
NOVEMBER, DECEMBER = date(2023, 11, 1), date(2023, 12, 1)
BEFORE_THE_DAY, AFTER_THE_DAY = date(2024, 1, 3), date(2024, 1, 6)  # due on 2024-01-05
PAGE = PAGES / "progress.py"


@pytest.fixture
def store(demo_store: Path) -> Store:
    return Store.open(demo_store)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Records]:
    """An empty book of the test's own beside the demo county, which is only read."""
    with closing(open_records(tmp_path)) as opened:
        yield opened


def asked(store: Store, book: Records, who: str, month: date, today: date = BEFORE_THE_DAY) -> Progress:
    viewer = viewer_named(who, COUNTY)
    return progress(book, viewer, store.snapshot(), county=COUNTY, until=month, today=today)


def standing(found: Progress, town: str, table: str, month: date) -> str:
    cells = found.cells.filter(area_code=town, data_table=table, stat_month=month)
    return str(cells.item(0, "standing"))


def sent(
    book: Records, state: State, *, town: str, month: str = "2023-12", rows: tuple[int, int, int]
) -> str:
    """Register a township's file of visits and bring it to a state."""
    taken, _ = add_submission(
        book, sha256=f"{state}{town}{month}".ljust(64, "0"), suffix=".xlsx", size=1, table="household_visit",
        month=month, area=town, submitted_by=f"town:{town}",
    )  # fmt: skip
    set_state(
        book, taken.receipt, State.CHECKED, actor="t", rows=rows, places=[TownRows(town, *rows)],
    )  # fmt: skip
    set_state(book, taken.receipt, state, actor="t")
    return taken.receipt


def test_a_sealed_month_is_reported_by_every_township(store: Store, book: Records) -> None:
    found = asked(store, book, "county_leader", NOVEMBER)
    assert found.reported(NOVEMBER) == (18, 18)
    assert set(found.of(NOVEMBER)["standing"]) == {Standing.SEALED}


def test_missing_becomes_late_when_its_day_has_passed_and_is_never_zero(store: Store, book: Records) -> None:
    for today, expected in (
        (date(2023, 12, 20), Standing.NOT_DUE),
        (BEFORE_THE_DAY, Standing.MISSING),
        (AFTER_THE_DAY, Standing.LATE),
    ):
        found = asked(store, book, "data_steward", DECEMBER, today)
        assert standing(found, BAOAN, "household_visit", DECEMBER) == expected
        assert found.of(DECEMBER).filter(area_code=BAOAN)["rows_held"].to_list() == [None] * 5
        assert found.reported(DECEMBER) == (0, 18)


def test_a_file_stands_where_its_submission_stands(store: Store, book: Records) -> None:
    sent(book, State.HELD, town=LIURENBA, rows=(10, 8, 2))
    receipt = sent(book, State.ACCEPTED, town=BAOAN, rows=(7, 7, 0))
    found = asked(store, book, "data_steward", DECEMBER, AFTER_THE_DAY)
    assert standing(found, LIURENBA, "household_visit", DECEMBER) == Standing.HELD
    assert standing(found, BAOAN, "household_visit", DECEMBER) == Standing.ACCEPTED
    assert standing(found, BAOAN, "employment_month", DECEMBER) == Standing.LATE
    cell = found.of(DECEMBER).filter(area_code=BAOAN, data_table="household_visit").row(0, named=True)
    assert (cell["rows_held"], cell["receipt"]) == (7, receipt)


def test_a_file_that_was_withdrawn_counts_as_not_sent(store: Store, book: Records) -> None:
    receipt = sent(book, State.ACCEPTED, town=BAOAN, rows=(7, 7, 0))
    set_state(book, receipt, State.WITHDRAWN, actor="t")
    found = asked(store, book, "data_steward", DECEMBER, AFTER_THE_DAY)
    assert standing(found, BAOAN, "household_visit", DECEMBER) == Standing.LATE


def test_a_township_sees_its_own_in_full_and_of_others_the_state_alone(store: Store, book: Records) -> None:
    sent(book, State.HELD, town=LIURENBA, rows=(10, 8, 2))
    sent(book, State.ACCEPTED, town=BAOAN, rows=(7, 7, 0))
    cells = asked(store, book, f"town:{LIURENBA}", DECEMBER).cells
    others = cells.filter(pl.col("area_code") != LIURENBA)
    assert others.select("rows_held", "receipt", "received_on").null_count().row(0) == (others.height,) * 3
    assert others.filter(area_code=BAOAN, data_table="household_visit", stat_month=DECEMBER).item(0, "standing") == (
        Standing.ACCEPTED
    )  # fmt: skip
    own = cells.filter(area_code=LIURENBA, data_table="household_visit", stat_month=DECEMBER).row(
        0, named=True
    )
    assert own["rows_held"] == 8
    assert own["receipt"] is not None


def test_a_years_table_is_asked_for_in_december_alone(store: Store, book: Records) -> None:
    found = asked(store, book, "data_steward", NOVEMBER)
    months = found.cells.filter(pl.col("standing") != Standing.NOT_ASKED, data_table="income_year")
    assert set(months["stat_month"]) == {date(2022, 12, 1)}
    assert set(months["standing"]) == {Standing.SEALED}  # the incomes of 2022 are in the demo county


def test_the_payments_of_october_do_not_make_a_quarter_that_is_not_over(store: Store, book: Records) -> None:
    cells = asked(store, book, "data_steward", DECEMBER).cells.filter(
        reporter="county", data_table="disbursement"
    )
    by_month = dict(cells.select("stat_month", "standing").iter_rows())
    assert by_month[date(2023, 9, 1)] == Standing.SEALED
    assert by_month[DECEMBER] == Standing.MISSING


def test_nobody_sees_nothing(store: Store, book: Records) -> None:
    nobody = Viewer("x", "x", Role.ANALYST, Scope())
    found = progress(book, nobody, store.snapshot(), county=COUNTY, until=DECEMBER)
    assert found.cells.is_empty()


def test_a_strip_shows_the_most_pressing_table_of_each_month(store: Store, book: Records) -> None:
    sent(book, State.HELD, town=LIURENBA, rows=(10, 8, 2))
    strips = asked(store, book, "data_steward", DECEMBER).strips().filter(area_code=LIURENBA)
    signs = dict(strips.select("stat_month", "standing").iter_rows())
    assert len(signs) == 12
    assert signs[NOVEMBER] == Standing.SEALED
    assert signs[DECEMBER] == Standing.HELD


def test_a_demo_county_collects_the_month_after_its_last(store: Store) -> None:
    assert collecting(store.snapshot()) == DECEMBER
    assert today_of(store.snapshot()) == BEFORE_THE_DAY


def test_the_page_opens_on_the_month_being_collected(demo_store: Path, run_page: Open) -> None:
    told = texts(run_page(PAGE, demo_store, "county_leader"))
    assert t("progress.whole", month="2023年12月", towns=18, done=0) in told
    assert told.count("○</b>未报") >= 18 * 4  # sign and word


def test_every_state_is_a_sign_and_a_word(demo_store: Path, run_page: Open) -> None:
    told = texts(run_page(PAGE, demo_store, "county_leader", month="2023-11"))
    assert told.count("✓</b>已封存") == 18 * 4


def test_the_page_works_before_anything_was_published(empty_store: Path, run_page: Open) -> None:
    told = texts(run_page(PAGE, empty_store, "data_steward"))
    assert "保安镇" in told
    assert "还没有发布过" in told
