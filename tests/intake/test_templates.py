"""Templates: every table has one, Excel finds in it what the schema says, and what is filled in comes back the same."""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from datetime import date
from functools import lru_cache
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from shouwang.demo import generate
from shouwang.errors import UsageError
from shouwang.intake import Checked, check, form_for, form_names, template
from shouwang.intake.building import in_order
from shouwang.intake.forms import WITHOUT_FORM
from shouwang.intake.templates import DATA_SHEET, HELP_SHEET, ID_SHEET, LAST_ROW, LISTS_SHEET
from shouwang.rules import catalogue
from shouwang.schema import CONFIG_TABLES, CORE_TABLES, SOURCE_TABLES, Kind, Reach
from shouwang.store import Store
from tests.intake.filling import FIRST_ROW, HOME, SALT, cells_of, drawn, fill

NOV = date(2023, 11, 1)
OURS = ("source_id", "source_row", "is_synthetic")


def opened(name: str, **how: object) -> openpyxl.Workbook:
    content = template(name, **{"county": HOME, "area": "420281107", "month": NOV, "version": 3, **how})  # type: ignore[arg-type]
    return openpyxl.load_workbook(io.BytesIO(content))


@lru_cache(maxsize=1)
def demo() -> dict[str, pl.DataFrame]:
    """Return the last part of every table of a small demo county."""
    parts = {part.table: part.frame for part in generate(months=2, scale=0.1, salt=SALT)}
    homes = parts["identification_case"].select("case_id", "hh_id")
    parts["case_event"] = parts["case_event"].join(homes, on="case_id", how="left")
    return parts


# -- what a template holds -----------------------------------------------------------------------------------------


def test_every_table_has_a_template_or_a_reason_for_none() -> None:
    assert set(form_names()) | WITHOUT_FORM == {table.name for table in (*SOURCE_TABLES, *CONFIG_TABLES)}


@pytest.mark.parametrize("name", form_names())
def test_nothing_of_ours_is_asked_and_places_are_asked_by_name(name: str) -> None:
    form = form_for(name)
    asked = [one.name for one in form.fields]
    assert not {"hh_key", "source_id", "source_row", "is_synthetic"} & set(asked)
    if form.table.reach is Reach.TOWN:
        assert not {"town_code", "division_code"} & set(asked)
        assert asked[0] == "town"
    labels = [one.label for one in form.fields]
    assert len(set(labels)) == len(labels)
    assert set(form.headers().values()) - {"county"} == set(asked)


def test_the_header_says_what_must_be_filled_and_the_help_explains_every_column() -> None:
    book = opened("measure")
    header = [cell.value for cell in book[DATA_SHEET][2]]
    assert header[:5] == ["序号", "乡镇*", "行政村*", "措施编号", "户编号*"]
    explained = {row[0].value: [cell.value for cell in row] for row in book[HELP_SHEET].iter_rows(min_row=6)}
    assert list(explained) == [one.label for one in form_for("measure").fields]
    assert explained["措施类别"][1:4] == ["必填", "代码", ""]
    assert explained["金额(元)"][2:4] == ["金额(元)", "元"]
    assert "产业帮扶、就业帮扶" in explained["措施类别"][4]


def test_codes_and_villages_are_chosen_from_lists() -> None:
    book = opened("measure")
    sheet = book[DATA_SHEET]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    village = rules[f"C{FIRST_ROW}:C{LAST_ROW + 1}"]
    found = re.fullmatch(rf"'{LISTS_SHEET}'!\$([A-Z])\$1:\$[A-Z]\$(\d+)", village.formula1)
    assert found is not None
    names = [book[LISTS_SHEET][f"{found[1]}{row}"].value for row in range(1, int(found[2]) + 1)]
    assert len(names) == len({code for code in HOME.villages.values() if code.startswith("420281107")})
    assert all(HOME.village("420281107", name) for name in names)
    header = [cell.value for cell in sheet[2]]
    status = openpyxl.utils.get_column_letter(header.index("状态*") + 1)
    assert rules[f"{status}{FIRST_ROW}:{status}{LAST_ROW + 1}"].formula1 == '"拟实施,实施中,已完成"'


@pytest.mark.parametrize("name", form_names())
def test_every_list_is_one_that_excel_takes(name: str) -> None:
    for rule in opened(name)[DATA_SHEET].data_validations.dataValidation:
        assert len(rule.formula1 or "") <= 255
        assert len(rule.prompt or "") <= 255
        assert len(rule.promptTitle or "") <= 32


def test_numbers_of_persons_are_text_and_days_and_money_have_their_formats() -> None:
    persons = _column_formats(opened("person_month"))
    assert {persons[name] for name in ("户编号*", "人编号*", "证件号码*", "月份*", "姓名*")} == {"@"}
    assert persons["出生日期*"] == "yyyy-mm-dd"
    assert _column_formats(opened("income_year"))["纯收入(元)*"] == "#,##0.00"
    assert _column_formats(opened("fund_checkpoint"))["最低支出比例*"] == "0.00%"


def _column_formats(book: openpyxl.Workbook) -> dict[str, str]:
    """Return header -> number format of the column's empty cells."""
    buffer = io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    formats = {}
    for tag in re.findall(r"<col [^>]*>", sheet):
        about = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        style = book._cell_styles[int(about.get("style", 0))]
        code = (
            openpyxl.styles.numbers.BUILTIN_FORMATS.get(style.numFmtId)
            or book._number_formats[style.numFmtId - 164]
        )
        for place in range(int(about["min"]), int(about["max"]) + 1):
            header = book[DATA_SHEET].cell(2, place).value
            if header:
                formats[header.replace("（", "(").replace("）", ")")] = code
    return formats


def test_the_first_rows_stay_in_sight_and_the_lists_and_the_identity_are_hidden() -> None:
    book = opened("measure")
    assert book[DATA_SHEET].freeze_panes == "B4"
    assert book[DATA_SHEET]["A3"].value == "示例"
    assert (book[LISTS_SHEET].sheet_state, book[ID_SHEET].sheet_state) == ("hidden", "veryHidden")
    inside = {row[0].value: row[1].value for row in book[ID_SHEET].iter_rows()}
    outside = {one.name.removeprefix("shouwang_"): one.value for one in book.custom_doc_props.props}
    assert inside == {
        "table": "measure", "stamp": form_for("measure").stamp, "county": "420281", "area": "420281107",
        "month": "2023-11", "version": "3", "maker": "shouwang",
    }  # fmt: skip
    assert {key: value or "" for key, value in outside.items()} == inside


def test_the_same_wish_gives_the_same_bytes() -> None:
    assert template("measure", county=HOME, area="420281", month=NOV) == template(
        "measure", county=HOME, area="420281", month=NOV
    )


def test_a_table_without_form_is_told_with_those_that_have_one() -> None:
    with pytest.raises(UsageError, match="measure"):
        template("division_shape")


@pytest.mark.parametrize("name", form_names())
def test_an_empty_template_is_refused_for_its_missing_rows_and_nothing_else(
    name: str, tmp_path: Path
) -> None:
    path = tmp_path / "空.xlsx"
    path.write_bytes(template(name, county=HOME, area="420281107", month=NOV, version=3))
    found = check(path, county="420281")
    assert [(fault.rule, fault.row) for fault in found.problems] == [("F05", None)]


# -- filled in and read back ---------------------------------------------------------------------------------------


def only_frame(found: Checked) -> pl.DataFrame:
    """Return the rows of a form's table as they were read, sorted as the table asks: rules may refuse what is drawn."""
    (name, rows), *_ = found.drafts("S1", SALT).items()
    return in_order(name, rows)


def reading_faults(found: Checked) -> list[str]:
    read = {rule.id for rule in catalogue().values() if rule.is_of_reading}
    return [fault.sentence() for fault in found.problems if fault.level != "warning" and fault.rule in read]


def round_trip(name: str, frame: pl.DataFrame, tmp_path: Path) -> None:
    form = form_for(name)
    rows = [cells_of(form, row) for row in frame.to_dicts()]
    path = fill(template(name, county=HOME, area="420281"), rows, tmp_path / "填好.xlsx")
    found = check(path, county="420281")
    assert reading_faults(found) == []
    assert found.rows_in == frame.height
    back = only_frame(found)
    assert dict(back.schema) == form.table.polars_schema
    kept = [column for column in form.table.names if column not in OURS]
    sort = list(form.table.sort or form.table.key)
    by = sort + [column for column in form.table.key if column not in sort]
    assert back.select(kept).sort(by).equals(frame.select(kept).sort(by), null_equal=True)


@pytest.mark.parametrize("name", [table.name for table in CORE_TABLES if table.name not in WITHOUT_FORM])
def test_rows_of_the_demo_come_back_the_same(name: str, tmp_path: Path) -> None:
    round_trip(name, demo()[name].gather_every(max(1, demo()[name].height // 8)).head(8), tmp_path)


OTHERS = [name for name in form_names() if name not in {table.name for table in CORE_TABLES}]


@pytest.mark.parametrize("name", OTHERS)
def test_rows_of_departments_and_settings_come_back_the_same(name: str, tmp_path: Path) -> None:
    round_trip(name, drawn(form_for(name)), tmp_path)


def test_a_row_without_a_number_of_its_own_gets_one_that_stays(tmp_path: Path) -> None:
    form = form_for("measure")
    row = demo()["measure"].head(1).to_dicts()[0] | {"measure_id": None}
    other = row | {"start_date": date(2023, 2, 1)}
    paths = [
        fill(
            template("measure", county=HOME, area="420281"),
            [cells_of(form, one) for one in rows],
            tmp_path / name,
        )
        for name, rows in (("a.xlsx", [row, other]), ("b.xlsx", [other, row]))
    ]
    first, second = (only_frame(check(path, county="420281"))["measure_id"].to_list() for path in paths)
    assert sorted(first) == sorted(second)
    assert len(set(first)) == 2


def test_the_township_and_the_month_of_the_template_need_not_be_said_again(tmp_path: Path) -> None:
    form = form_for("living_environment")
    row = {one.name: None for one in form.fields} | {"village": "刘仁八村", "cleaners": 4}
    village = next(name for (town, name) in HOME.villages if town == "420281107")
    row["village"] = village
    path = fill(
        template("living_environment", county=HOME, area="420281107", month=NOV),
        [[row[one.name] for one in form.fields]],
        tmp_path / "a.xlsx",
    )
    found = check(path, county="420281")
    assert [fault.sentence() for fault in found.problems] == []
    back = only_frame(found).to_dicts()[0]
    assert (back["town_code"], back["division_code"], back["report_month"], back["cleaners"]) == (
        "420281107", HOME.village("420281107", village), NOV, 4,
    )  # fmt: skip
    assert back["complaints"] is None  # not reported is not none


def test_the_county_may_report_what_is_its_own_where_the_table_allows_it(tmp_path: Path) -> None:
    form = form_for("issue_rectification")
    row = drawn(form, 1).to_dicts()[0] | {"town_code": "420281000", "division_code": None}
    path = fill(
        template(form.table.name, county=HOME, area="420281"), [cells_of(form, row)], tmp_path / "a.xlsx"
    )
    back = only_frame(check(path, county="420281")).to_dicts()[0]
    assert (back["town_code"], back["division_code"]) == ("420281000", None)


# -- the wrong template --------------------------------------------------------------------------------------------


def refused(path: Path, **said: object) -> str:
    found = check(path, **{"county": "420281", **said})  # type: ignore[arg-type]
    assert [(fault.rule, fault.level) for fault in found.problems] == [("F10", "reject_file")]
    return found.problems[0].message


def store_of(versions: int, folder: Path) -> Store:
    """Return a store of a made-up county with so many versions."""
    store = Store.create(folder / "store", "420281", salt=SALT, is_demo=True)
    for number in range(versions):
        with store.stage() as staging:
            staging.add("measure", "all", demo()["measure"].head(number + 1), sources=("S0",))
            staging.commit(author="数据员", reason="测试")
    return store


def altered(tmp_path: Path, key: str, value: str, *, both: bool = True) -> Path:
    """Return a template whose identity says something else, in both places or in one."""
    book = opened("clinic")
    for row in book[ID_SHEET].iter_rows():
        if row[0].value == key:
            row[1].value = value
    for one in book.custom_doc_props.props:
        if both and one.name == f"shouwang_{key}":
            one.value = value
    path = tmp_path / "a.xlsx"
    book.save(path)
    return path


def test_a_template_of_an_older_form_is_refused_and_the_new_one_named(tmp_path: Path) -> None:
    message = refused(altered(tmp_path, "stamp", "000000000000"))
    assert "旧的" in message
    assert "shouwang template clinic" in message


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("county", "430922", "不是本数据仓的县"),
        ("table", "nothing", "没有这张表"),
        ("version", "x", "标识被改过"),
        ("month", "2023-13", "标识被改过"),
    ],
)
def test_a_foreign_template_is_refused_with_the_reason(
    key: str, value: str, words: str, tmp_path: Path
) -> None:
    assert words in refused(altered(tmp_path, key, value))


def test_two_identities_that_contradict_each_other_are_no_identity(tmp_path: Path) -> None:
    assert "前后不一致" in refused(altered(tmp_path, "month", "2023-10", both=False))


def test_what_the_sender_says_must_not_contradict_the_template(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(template("clinic", county=HOME, area="420281107", month=NOV, version=3))
    assert "不一致" in refused(path, table="measure")
    assert "不一致" in refused(path, month=date(2023, 10, 1))
    assert "不一致" in refused(path, area="420281101")
    assert "只到第2版" in refused(path, store=store_of(2, tmp_path))


def test_a_template_cut_from_an_earlier_version_is_taken_with_a_word(tmp_path: Path) -> None:
    form = form_for("clinic")
    rows = [cells_of(form, row) for row in drawn(form).to_dicts()]
    path = fill(template("clinic", county=HOME, area="420281101", version=3), rows, tmp_path / "a.xlsx")
    found = check(path, store=store_of(5, tmp_path))
    assert [(fault.rule, fault.level) for fault in found.problems] == [("F11", "warning")]
    assert found.rows_taken == 3


def test_rows_of_another_township_are_refused_whole(tmp_path: Path) -> None:
    form = form_for("clinic")
    rows = [cells_of(form, row) for row in drawn(form).to_dicts()]
    path = fill(template("clinic", county=HOME, area="420281107"), rows, tmp_path / "a.xlsx")
    found = check(path, county="420281")
    assert "F06" in [fault.rule for fault in found.problems]
    assert found.rows_taken == 0


def test_an_example_that_became_data_is_told_and_not_taken(tmp_path: Path) -> None:
    book = opened("clinic", area="420281101", month=None)
    book[DATA_SHEET]["E3"] = 7
    path = tmp_path / "a.xlsx"
    book.save(path)
    form = form_for("clinic")
    content = path.read_bytes()
    fill(content, [cells_of(form, row) for row in drawn(form).to_dicts()], path)
    found = check(path, county="420281")
    assert [(fault.rule, fault.row) for fault in found.problems] == [("C15", 3)]
    assert found.rows_taken == 3


def test_kinds_of_columns_are_all_in_some_form() -> None:
    seen = defaultdict(set)
    for name in form_names():
        for one in form_for(name).fields:
            seen[one.column.kind].add(name)
    assert set(seen) == set(Kind)
