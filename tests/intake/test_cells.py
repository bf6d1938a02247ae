"""One cell at a time: what it becomes, or why it cannot be taken."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from shouwang.intake import cells
from shouwang.intake.locating import county, place_class
from shouwang.rules.identity import checksum, is_shaped, read_identity
from shouwang.schema import TABLES
from tests.intake.conftest import SHAPE


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("202311", date(2023, 11, 1)), ("20231108", date(2023, 11, 1)), ("2023-11", date(2023, 11, 1)),
        ("2023.11.8", date(2023, 11, 1)), ("2023年11月", date(2023, 11, 1)), ("2023年1月8日", date(2023, 1, 1)),
        ("2023/1/8", date(2023, 1, 1)), ("2023-11-08T00:00:00", date(2023, 11, 1)),
    ],
)  # fmt: skip
def test_months_are_read_in_the_forms_that_offices_write(text: str, month: date) -> None:
    assert cells.month(text) == month


@pytest.mark.parametrize(
    "text", ["202313", "2023", "23/11/8", "2023-02-30", "20230230", "0000-00-00", "上个月", "45238", ""]
)
def test_what_is_no_month_is_not_guessed(text: str) -> None:
    with pytest.raises(cells.Bad):
        cells.month(text)


def amount(text: str) -> object:
    column = TABLES["income_year"].column("wage")
    return cells.read(column, cells.clean(text, column))


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("8000", "8000.00"),
        ("８０００", "8000.00"),
        (" 35168.24 ", "35168.24"),
        ("1,234,567.5", "1234567.50"),
        ("-3.27", "-3.27"),
    ],
)
def test_amounts_are_exact(text: str, yuan: str) -> None:
    assert amount(text) == Decimal(yuan)


@pytest.mark.parametrize("text", ["8000元", "约8000", "8000-9000", "1E+308", "1,23", "八千", "--", "=1+1"])
def test_what_is_no_number_is_not_made_one(text: str) -> None:
    with pytest.raises(cells.Bad):
        amount(text)


@pytest.mark.parametrize("text", ["2.5", "-1", "2人", "两"])
def test_persons_are_counted_whole(text: str) -> None:
    with pytest.raises(cells.Bad):
        cells.read(TABLES["household_month"].column("hh_persons"), text)


@pytest.mark.parametrize(
    ("table", "column", "label", "code"),
    [
        ("household_month", "mon_type", "突发严重困难户", "sudden"),
        ("household_month", "risk_status", "否", "active"),
        ("household_month", "risk_status", "已消除", "cleared"),
        ("household_month", "hh_type", "普通农户", "ordinary"),
        ("person_month", "health", "长期慢性病，残疾", "chronic,disabled"),
        ("person_month", "health", "患有大病、残疾", "major,disabled"),
        ("person_month", "school", "技师(技工)学院", "tech"),
        ("person_month", "relation", "之孙女", "之孙女"),
    ],
)
def test_labels_become_codes(table: str, column: str, label: str, code: str) -> None:
    spec = TABLES[table].column(column)
    assert cells.read(spec, cells.clean(label, spec)) == code


def test_an_unknown_label_is_told_with_the_known_ones() -> None:
    with pytest.raises(cells.Bad, match=r"“贫困户”不在代码表里，应为: 脱贫户、一般农户"):
        cells.read(TABLES["household_month"].column("hh_type"), "贫困户")


def name(text: str) -> object:
    column = TABLES["person_month"].column("name")
    return cells.read(column, cells.clean(text, column))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("䶮三", "䶮三"), ("买买提·试", "买买提·试"), ("买买提•试", "买买提·试"), ("买买提･试", "买买提·试"), ("买买提．试", "买买提·试"),
        ("周\u200b试", "周试"), ("\uf95c试", "\uf95c试"), ("⿰王乐试", "⿰王乐试"),
    ],
)  # fmt: skip
def test_names_keep_their_signs_and_get_one_middle_dot(text: str, read: str) -> None:
    assert name(text) == read


@pytest.mark.parametrize(
    "text",
    [
        "+cmd|' /C calc'!A0",
        "@SUM(1+1)",
        "=1+1",
        "＝1+1",
        "<img src=x>",
        "{{7*7}}",
        "$x^2$",
        "周" * 51,
        "周\u202e试",
        "周\x07试",
    ],
)
def test_what_is_no_name_is_refused(text: str) -> None:
    with pytest.raises(cells.Bad):
        name(text)


def test_the_checksum_is_that_of_the_standard() -> None:
    # The two numbers that GB 11643-1999 prints as examples.
    assert checksum("11010519491231002") == "X"
    assert checksum("34052419800101001") == "X"


@pytest.mark.parametrize(
    ("number", "is_well"),
    [
        ("11010519491231002X", True), ("11010519491231002X71", True), ("11010519491231002X7101", True),
        ("11010519491231002", False), ("11010519491231002X7", False), ("11010519491231002x", False),
        ("11010519491231002X81", False), ("11010519491231002X75", False), ("1101051949123100OX", False),
    ],
)  # fmt: skip
def test_lengths_and_the_ending_of_a_disabled_person_s_certificate(number: str, is_well: bool) -> None:
    assert pl.select(is_shaped(pl.lit(number))).item() == is_well
    assert bool(SHAPE.fullmatch(number)) == is_well


def test_a_number_says_birth_sex_and_kind() -> None:
    who = read_identity("11010519491231002X71")
    assert (who.birth_date, who.sex, who.id_type, who.is_synthetic) == (
        date(1949, 12, 31),
        "female",
        "disabled",
        False,
    )
    assert read_identity("420299198013010014").birth_date is None
    assert read_identity("420299198001010014").is_synthetic


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("湖北省黄石市大冶市保安镇", "town"), ("湖北省黄石市大冶市", "county"), ("湖北省黄石市大冶市灵乡镇", "county"),
        ("湖北省黄石市阳新县", "city"), ("湖北省鄂州市", "province"), ("湖北省武汉市", "province"), ("上海市", "out"),
        ("广东省深圳市", "out"), ("新疆维吾尔自治区喀什地区", "out"), ("黄石市大冶市", "county"), ("大冶市保安镇", "town"),
        ("境外", "abroad"), ("湖北省", None), ("湖北省黄石市", None), ("深圳", None),
    ],
)  # fmt: skip
def test_places_of_work_are_seen_from_the_county(place: str, code: str | None) -> None:
    assert place_class(place, county("420281"), "保安镇") == code
