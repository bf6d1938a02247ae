"""Who reports what by when: the nearest place's line holds, days are reckoned from the period's end, a wrong cell is named."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from shouwang import reference
from shouwang.config import QUERIES, REFERENCE
from shouwang.errors import ConfigError
from shouwang.reference.duties import Duty, duties

HEADS = "duty_id,data_table,division_code,reporter,dept,frequency,due_months,due_day,source_title,confidence"


def written(folder: Path, *lines: str) -> Path:
    (folder / "reporting_duty.csv").write_text("\n".join([HEADS, *lines]), "utf-8")
    return folder


def one(folder: Path, *lines: str) -> Duty:
    (found,) = duties("420281", written(folder, *lines))
    return found


def test_the_nearest_places_line_holds(tmp_path: Path) -> None:
    found = one(
        tmp_path,
        "a,measure,,town,,month,1,5,默认,L",
        "b,measure,42,town,,month,1,10,省里的通知,H",
        "c,measure,420281,town,,month,1,3,县里的通知,H",
        "d,measure,341721,town,,month,1,28,别的县,H",
    )
    assert (found.due_day, found.source) == (3, "县里的通知")


def test_a_months_table_is_due_in_the_month_after_and_a_short_month_ends_earlier(tmp_path: Path) -> None:
    found = one(tmp_path, "a,measure,,town,,month,1,31,默认,L")
    assert found.due(date(2023, 11, 1)) == date(2023, 12, 31)
    assert found.due(date(2023, 12, 1)) == date(2024, 1, 31)
    assert found.due(date(2024, 1, 1)) == date(2024, 2, 29)


def test_a_quarter_and_a_year_are_asked_for_in_their_last_month_alone(tmp_path: Path) -> None:
    quarter = one(tmp_path, "a,project,,county,农业农村局,quarter,1,10,默认,L")
    assert [m for m in range(1, 13) if quarter.ends_in(date(2023, m, 1))] == [3, 6, 9, 12]
    assert quarter.since(date(2023, 12, 1)) == date(2023, 10, 1)
    year = one(tmp_path, "a,income_year,,town,,year,1,31,默认,L")
    assert [m for m in range(1, 13) if year.ends_in(date(2023, m, 1))] == [12]
    assert year.since(date(2023, 12, 1)) == date(2023, 1, 1)


def test_what_is_reported_when_it_happens_is_never_asked_for(tmp_path: Path) -> None:
    found = one(tmp_path, "a,measure,,town,,event,0,1,默认,L")
    assert not any(found.ends_in(date(2023, month, 1)) for month in range(1, 13))


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("a,measures,,town,,month,1,5,默认,L", "reporting_duty.csv 第2行“data_table”的代码“measures”"),
        ("a,measure,,village,,month,1,5,默认,L", "reporting_duty.csv 第2行“reporter”"),
        ("a,measure,,town,,month,1,32,默认,L", "reporting_duty.csv “a”: due_months 应为0到12，due_day 应为1到31"),
        ("a,measure,,town,,month,1,五,默认,L", "reporting_duty.csv 第2行“due_day”应为int"),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named(tmp_path: Path, line: str, place: str) -> None:
    with pytest.raises(ConfigError, match="reporting_duty") as fault:
        duties("420281", written(tmp_path, line))
    assert place in str(fault.value)


def test_the_query_of_sealed_rows_counts_every_table_that_is_asked_for() -> None:
    asked = {duty.table for duty in reference.duties("420281") if duty.is_regular}
    counted = (QUERIES / "progress" / "sealed_rows.sql").read_text("utf-8")
    assert asked
    assert {table for table in asked if f"FROM scoped.{table}\n" not in counted} == set()


def test_the_file_of_the_product_is_read(tmp_path: Path) -> None:
    shutil.copy(REFERENCE / "reporting_duty.csv", tmp_path)
    assert {duty.confidence for duty in duties("420281", tmp_path)} == {"L"}  # nobody has confirmed a day yet
