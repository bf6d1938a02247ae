"""Reading by columns: big and sparse sheets lose nothing, what a cell was is kept, a distinct cell is read once."""

from __future__ import annotations

import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from shouwang.access import hh_key
from shouwang.intake import Checked, cell_reader, check, child, columns, form_for, reader
from shouwang.intake.cell_reader import Bound
from shouwang.intake.faults import MOST, masked
from shouwang.intake.identities import with_identities
from shouwang.rules.identity import checksum, read_identity
from shouwang.store import Store
from tests.intake.conftest import SHAPE, Draw, demo_id, household
from tests.intake.conftest import checked as checked_export

HEADER = ["序号", "乡镇", "行政村", "户编号", "措施类别", "开始日期", "结束日期", "金额(元)", "状态"]
Line = list[object]


def measure(number: int, **changes: object) -> Line:
    cells = [
        number, "保安镇", "桃树村", f"42028110110{number:06}", "产业帮扶", "2023-03-08", "", f"{number}.50", "实施中"
    ]  # fmt: skip
    return list({**dict(zip(HEADER, cells, strict=True)), **changes}.values())


def written(path: Path, lines: dict[int, Line]) -> Path:
    """Write lines at the rows of a sheet (from 1): texts as texts, formulas as formulas."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False, "strings_to_formulas": False})
    sheet, days = book.add_worksheet("Sheet1"), book.add_format({"num_format": "yyyy-mm-dd"})
    for row, line in lines.items():
        for column, value in enumerate(line):
            if isinstance(value, tuple):
                sheet.write_formula(row - 1, column, value[0], None, value[1])
            elif isinstance(value, date):
                sheet.write_datetime(row - 1, column, value, days)
            elif isinstance(value, str):
                sheet.write_string(row - 1, column, value)
            else:
                sheet.write(row - 1, column, value)
    book.close()
    return path


def form(path: Path, lines: dict[int, Line], **said: object) -> Checked:
    return check(
        written(path, {1: list(HEADER), **lines}), **{"county": "420281", "table": "measure", **said}
    )  # type: ignore[arg-type]


def told(found: Checked) -> list[tuple[str, int | None, str | None]]:
    return [(fault.rule, fault.row, fault.column) for fault in found.problems]


def without_rules(found: Checked) -> list[tuple[str, int | None, str | None]]:
    """Return the faults of reading: letters of cells, files, places."""
    return [one for one in told(found) if one[0][0] in "CFP"]


def changed(path: Path, change: Callable[[bytes], bytes]) -> Path:
    """Return the workbook with its sheet's XML changed."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts["xl/worksheets/sheet1.xml"] = change(parts["xl/worksheets/sheet1.xml"])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return path


# -- stretches of rows ---------------------------------------------------------------------------------------------


def test_a_big_sheet_is_read_in_stretches_and_loses_nothing(tmp_path: Path) -> None:
    count = 27_000
    path = tmp_path / "a.xlsx"
    found = form(path, {row: measure(row) for row in range(2, count + 2)})
    with zipfile.ZipFile(path) as archive:
        assert archive.getinfo("xl/worksheets/sheet1.xml").file_size > child.WHOLE
    assert without_rules(found) == []
    assert found.frame["row"].to_list() == list(range(2, count + 2))
    assert found.frame["amount"].sum() == sum(Decimal(f"{row}.50") for row in range(2, count + 2))


def test_rows_far_apart_are_read_right_and_the_gap_is_told_once(tmp_path: Path) -> None:
    found = form(tmp_path / "a.xlsx", {2: measure(1), 3: measure(2), 400_000: measure(3)})
    assert without_rules(found) == [("C07", 4, None)]
    assert "到第399999行" in found.problems[0].message
    assert found.frame.select("row", "amount").rows() == [
        (2, Decimal("1.50")),
        (3, Decimal("2.50")),
        (400_000, Decimal("3.50")),
    ]


def test_twenty_thousand_faults_cost_seconds_and_refuse_every_row(tmp_path: Path) -> None:
    count = MOST + 5_000
    path = written(
        tmp_path / "a.xlsx",
        {1: list(HEADER), **{row: measure(row, 措施类别="养鱼") for row in range(2, count + 2)}},
    )
    before = time.process_time()
    found = check(path, county="420281", table="measure")
    assert time.process_time() - before < 15
    of_codes = found.faults.filter(pl.col("rule") == "C02")
    assert of_codes.height == MOST + 1
    assert of_codes["message"][0] == f"还有5000处同样的问题(第{MOST + 2}行到第{count + 1}行)，没有一一列出。"
    assert (found.rows_in, found.rows_taken, found.rows_refused) == (count, 0, count)
    assert found.is_held


def test_lines_of_a_text_may_be_shorter_than_the_header(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    lines = [",".join(HEADER), ",".join(map(str, measure(1)[:-1])), ",".join(map(str, measure(2)))]
    path.write_text("\n".join(lines), "utf-8")
    found = check(path, county="420281", table="measure")
    assert without_rules(found) == [("C01", 2, "状态")]
    assert found.frame["status"].to_list() == [None, "ongoing"]


def test_the_child_may_not_take_more_memory_than_its_share(tmp_path: Path) -> None:
    path = tmp_path / "small"
    path.write_bytes(b"x")
    code = "import sys; sys.path.insert(0, sys.argv[1]); import child; child.limit(sys.argv[2]); bytearray(child.MEMORY)"
    done = subprocess.run(
        [sys.executable, "-I", "-c", code, str(Path(child.__file__).parent), str(path)],
        capture_output=True,
        check=False,
    )
    assert b"MemoryError" in done.stderr


# -- what a cell was -----------------------------------------------------------------------------------------------


def test_what_a_cell_was_in_the_file_is_kept_beside_its_text(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.xlsx", {1: ["文", 8000.5, True, date(2023, 3, 8), ("=1+1", 2), ("=A9", "#REF!")]}
    )
    cells = reader.open_file(path).sheets[0].cells
    texts = [cells[f"t{n}"][0] for n in range(6)]
    kinds = [cells[f"k{n}"][0] for n in range(6)]
    assert texts == ["文", "8000.5", "TRUE", "2023-03-08", "2", "#REF!"]
    assert kinds == [0, reader.NUMBER, reader.BOOL, reader.DATE, reader.NUMBER + reader.FORMULA, reader.ERROR]


def test_formulas_are_told_once_a_column_and_refused_where_their_value_is_not_ours(tmp_path: Path) -> None:
    lines = {
        2: measure(1, **{"金额(元)": ("=600*2", 1200)}),
        3: measure(2, **{"金额(元)": ("=300*2", 600)}),
        4: measure(3, **{"金额(元)": ("=[1]Sheet1!A1", 5)}),
    }
    found = form(tmp_path / "a.xlsx", lines)
    assert without_rules(found) == [("C16", None, "金额(元)"), ("C08", 4, "金额(元)")]
    assert found.frame["amount"].to_list() == [Decimal(1200), Decimal(600), None]


def test_a_formula_that_was_never_worked_out_is_no_empty_cell(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", {1: list(HEADER), 2: measure(1, **{"金额(元)": ("=600*2", 1200)})})
    changed(path, lambda xml: xml.replace(b"<v>1200</v>", b""))
    assert without_rules(check(path, county="420281", table="measure")) == [("C08", 2, "金额(元)")]


@pytest.mark.parametrize(
    ("old", "new"), [(b'<row r="3"', b'<row r="2"'), (b'<c r="C3"', b'<c r="B3"')], ids=["row", "cell"]
)
def test_a_place_that_comes_twice_refuses_the_file(old: bytes, new: bytes, tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", {1: list(HEADER), 2: measure(1), 3: measure(2)})
    changed(path, lambda xml: xml.replace(old, new, 1))
    found = check(path, county="420281", table="measure")
    assert told(found) == [("F01", None, None)]
    assert "重复" in found.problems[0].message


# -- distinct cells ------------------------------------------------------------------------------------------------


def test_each_distinct_combination_is_worked_on_once() -> None:
    asked: list[tuple[str, int]] = []

    def double(name: str, number: int) -> tuple[int]:
        asked.append((name, number))
        return (number * 2,)

    frame = pl.DataFrame({"name": ["a", "b", "a", "a"], "number": [1, 2, 1, 3]})
    made = columns.by_distinct(frame, ["name", "number"], double, {"twice": pl.Int64()})
    assert made["twice"].to_list() == [2, 4, 2, 6]
    assert sorted(asked) == [("a", 1), ("a", 3), ("b", 2)]


FIELDS = [
    form_for("person_month").field(name)
    for name in ("person_id", "id_no", "name", "ethnic", "edu", "birth_date")
]
ODD = st.sampled_from(["周试", "420299197002030014", "42029919700203001x", "１２", " 周 试", "初中", "2023-03-08", "4.2E+17", "/", "", "汉族"])  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(FIELDS),
    st.lists(st.tuples(ODD | st.text(max_size=25), st.sampled_from([0, 1, 2, 4])), min_size=1, max_size=12),
)
def test_a_column_is_its_cells_read_one_by_one(one: object, cells: list[tuple[str, int]]) -> None:
    bound = Bound(date(2023, 11, 1), None, date(2023, 12, 1))
    frame = pl.DataFrame(
        [(row, text, kind) for row, (text, kind) in enumerate(cells)],
        schema={"row": pl.Int64, "text": pl.String, "kind": pl.UInt8},
        orient="row",
    )
    values, faults = columns.read_column(frame, one, bound, is_asked=True)  # type: ignore[arg-type]
    single = [cell_reader.read(one, text, kind, bound, is_asked=True) for text, kind in cells]  # type: ignore[arg-type]
    assert values.to_list() == [outcome.value for outcome in single]
    expected = sorted((row, rule) for row, outcome in enumerate(single) for rule, _ in outcome.faults)
    assert sorted(faults.select("row", "rule").rows()) == expected


NUMBERS = st.builds(
    lambda address, born, sequence, end: (first := f"{address}{born}{sequence:03d}") + checksum(first) + end,
    st.sampled_from(["420299", "110105", "999999"]),
    st.dates(date(1890, 1, 1), date(2030, 1, 1)).map(lambda day: f"{day:%Y%m%d}") | st.just("19701332"),
    st.integers(0, 999),
    st.sampled_from(["", "71", "7101", "9", "x"]),
) | st.text("0123456789X٣", min_size=15, max_size=23)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.lists(NUMBERS, min_size=1, max_size=6))
def test_a_column_of_numbers_says_what_each_says_alone(numbers: list[str]) -> None:
    read = with_identities(pl.DataFrame({"id_no": numbers}))
    for number, sex, born, kind in read.select("id_no", "id_sex", "id_birth", "id_kind").iter_rows():
        who = read_identity(number) if SHAPE.fullmatch(number) else None
        assert (sex, born, kind) == ((who.sex, who.birth_date, who.id_type) if who else (None, None, None))


def test_only_a_number_that_can_be_somebody_s_is_real() -> None:
    numbers = [
        demo_id("19700203", 1),
        "34052419800101001X",
        "340524198001010011",
        "999999197002030011",
        "0" * 18,
    ]
    assert with_identities(pl.DataFrame({"id_no": numbers}))["id_is_synthetic"].to_list() == [
        True, False, None, None, None,
    ]  # fmt: skip


def test_no_sentence_shows_a_whole_number() -> None:
    said = pl.DataFrame(
        {
            "m": [
                "“420299197002030014”应为",
                "电话13812345678，",
                "42029919700203001X71",
                "4202811010000900",
                "12人",
            ]
        }
    )
    assert said.select(masked(pl.col("m")))["m"].to_list() == [
        "“420299********0014”应为", "电话138****5678，", "420299********001X", "420281*********", "12人",
    ]  # fmt: skip


# -- rows that belong together, and exemptions ---------------------------------------------------------------------


def test_a_household_of_an_export_is_taken_whole_or_not_at_all(draw: Draw) -> None:
    other = [
        {
            **row,
            "户编号": "42028110100009002",
            "人编号": person,
            "证件号码": demo_id(born, number),
            "户联系电话": "10099999999",
        }
        for row, (person, born, number) in zip(
            household(),
            (("4202811010000900201", "19600101", 1), ("4202811010000900202", "19620101", 2)),
            strict=True,
        )
    ]
    found = checked_export(draw([*household(人均纯收入="10000"), *other]))
    assert told(found) == [("N02", 4, "人均纯收入(元)")]
    assert found.frame["is_refused"].to_list() == [True, True, False, False]
    assert {name: rows.height for name, rows in found.frames("R", "s").items()} == {
        "household_month": 1,
        "person_month": 2,
        "income_year": 1,
    }
    assert found.drafts("R", "s")["person_month"].height == 4


def test_an_exempt_fault_is_kept_and_refuses_nothing(draw: Draw, tmp_path: Path) -> None:
    store = Store.create(tmp_path / "store", "420281", salt="s", is_demo=True)
    path = draw(household(人均纯收入="10000"))
    key = hh_key("s", "42028110100009001")
    held = check(path, store=store)
    assert (held.is_held, held.faults["object_key"].to_list()) == (True, [key])
    spared = check(path, store=store, exempt=frozenset({("N02", key)}))
    assert spared.faults.select("rule", "level", "is_exempt").rows() == [("N02", "reject_row", True)]
    assert (spared.is_accepted, spared.rows_taken) == (True, 2)
    assert check(path, store=store, exempt=frozenset({("N02", "somebody else")})).is_held
