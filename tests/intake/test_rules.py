"""Every rule: a sheet that breaks it gives its fault, at the row and column that a person would look at; the whole one none.

The header is row 3, so the two persons of the drawn household are rows 4 and 5.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shouwang.rules import catalogue
from tests.intake.conftest import Draw, Rows, checked, demo_id, household, monitored, worker

Fault = tuple[str, int | None, str | None]


def second(rows: Rows, **changes: object) -> Rows:
    """Return the rows with cells of the second person changed."""
    return [rows[0], {**rows[1], **changes}]


def head_only(**changes: object) -> Rows:
    rows = household()
    return [{**rows[0], **changes}, rows[1]]


def watched(**changes: object) -> Rows:
    """Return the monitored household, at risk by a disaster (an illness would need somebody who is ill)."""
    return monitored(**{"致贫/返贫风险1": "因自然灾害", **changes})


BROKEN_SUM = demo_id("19700203", 1)[:17] + ("1" if demo_id("19700203", 1)[17] != "1" else "2")

# kind, rows, and the faults that they must give (all of them: a rule that fires elsewhere as well is wrong)
CASES: dict[str, tuple[str, Rows, list[Fault]]] = {
    "C01": ("alleviated", second(household(), 姓名=""), [("C01", 5, "姓名")]),
    "C02": ("alleviated", second(household(), 健康状况="良好"), [("C02", 5, "健康状况")]),
    "C03": ("alleviated", second(household(), 证件号码=420299197204050021.0), [("C03", 5, "证件号码")]),
    "C04": ("alleviated", second(household(), 姓名="吴\u200b试"), [("C04", 5, "姓名")]),
    "C06": ("alleviated", [*household(), {"户编号": "合计", "姓名": "2"}], [("C06", 6, None)]),
    "C07": ("alleviated", [household()[0], {}, household()[1]], [("C07", 5, None)]),
    "P01": ("alleviated", household(乡镇="保安乡"), [("P01", 4, "乡(镇)"), ("P01", 5, "乡(镇)")]),
    "P02": ("alleviated", household(行政村="桃村"), [("P02", 4, "行政村"), ("P02", 5, "行政村")]),
    "I01": ("alleviated", second(household(), 证件号码=demo_id("19720405", 2)[:17]), [("I01", 5, "证件号码")]),
    "I02": ("alleviated", head_only(证件号码=BROKEN_SUM), [("I02", 4, "证件号码")]),
    "I03": ("alleviated", second(household(), 证件号码=demo_id("19721332", 2)), [("I03", 5, "证件号码")]),
    "I04": ("alleviated", [{**row, "证件号码": f"999999{born}"} for row, born in zip(household(), ("197002030011", "197204050022"), strict=True)],
            [("I04", 4, "证件号码"), ("I04", 5, "证件号码"), ("H09", 4, "户联系电话")]),
    "I05": ("alleviated", head_only(性别="女"), [("I05", 4, "性别"), ("I11", 5, "与户主关系")]),
    "I06": ("alleviated", second(household(), 与户主关系="之子"), [("I06", 5, "与户主关系")]),
    "I07": ("alleviated", second(household(), 证件号码=demo_id("19700203", 1)), [("I07", 5, "证件号码"), ("I11", 5, "与户主关系")]),
    "I08": ("alleviated", second(household(), 人编号="4202811010000900101"), [("I08", 5, "人编号")]),
    "B01": ("alleviated", second(household(), 证件号码=demo_id("20100405", 2), 与户主关系="之女"), [("B01", 5, "劳动技能")]),
    "B02": ("alleviated", second(household(), 文化程度=""), [("B02", 5, "文化程度")]),
    "B03": ("alleviated", second(household(), 健康状况="残疾"), [("B03", 5, "证件号码")]),
    "B04": ("alleviated", second(household(), 是否参加城乡居民基本医疗保险="否"), [("B04", 5, "是否参加城乡居民基本医疗保险")]),
    "H01": ("alleviated", second(household(), 与户主关系="户主"), [("H01", 5, "与户主关系")]),
    "H02": ("alleviated", household(当前家庭人口数="3", 纯收入="27000", 人均纯收入="9000"), [("H02", 4, "当前家庭人口数")]),
    "H03": ("alleviated", second(household(), 是否危房户="是"), [("H03", 5, "是否危房户")]),
    "H04": ("monitored", watched(监测对象类别="边缘易致贫户"), [("H04", 4, "监测对象类别")]),
    "H05": ("monitored", watched(风险是否已消除="是"), [("H05", 4, "消除监测时间")]),
    "H06": ("monitored", watched(风险是否已消除="是", 消除监测时间="202304", 风险消除方式="帮扶消除"), [("H06", 4, "消除监测时间")]),
    "H07": ("monitored", watched(**{"致贫/返贫风险2": "因自然灾害"}), [("H07", 4, "致贫/返贫风险1")]),
    "H08": ("alleviated", household(是否危房户="是"), [("H08", 4, "是否危房户")]),
    "H09": ("alleviated", household(户联系电话="1234"), [("H09", 4, "户联系电话")]),
    "H10": ("alleviated", household(当前家庭人口数="0"), [("H02", 4, "当前家庭人口数"), ("H10", 4, "当前家庭人口数"), ("N14", 4, "当前家庭人口数")]),
    "N01": ("alleviated", household(纯收入="27002", 人均纯收入="13501"), [("N01", 4, "纯收入(元)")]),
    "N02": ("alleviated", household(人均纯收入="13500.02"), [("N02", 4, "人均纯收入(元)")]),
    "N03": ("alleviated", household(工资性收入="0", 纯收入="7000", 人均纯收入="3500"), [("N03", 4, "人均纯收入(元)")]),
    "N04": ("alleviated", household(工资性收入="-1", 生产经营性收入="26001"), [("N04", 4, "工资性收入")]),
    "N05": ("alleviated", household(财产性收入=""), [("N05", 4, "财产性收入")]),
    "W01": ("working", worker(证件号码=demo_id("20100203", 1)), [("W01", 4, "是否已务工")]),
    "W02": ("working", worker(务工结束时间="202301"), [("W02", 4, "务工结束时间"), ("W11", 4, "务工结束时间")]),
    "W03": ("working", worker(月收入="30001"), [("W03", 4, "务工月收入(元)")]),
    "W04": ("working", worker(务工所在地="深圳"), [("W04", 4, "务工所在地")]),
    "W05": ("working", worker(就业渠道="公益性岗位"), [("W05", 4, "就业渠道")]),
    "F07": ("alleviated", second(household(), 证件号码="110105194912310021"[:17] + "X"), [("F07", None, None)]),
}  # fmt: skip
# Shown elsewhere: the file as a whole (test_tables, test_containers), merged cells and two files (below, test_submitting).
FORMS = {*(f"F{n}" for n in (10, 11, 12, 13)), *(f"C{n:02}" for n in range(8, 16))}  # test_table_files
ELSEWHERE = FORMS | {"F01", "F02", "F03", "F04", "F05", "F06", "F08", "F09", "C05", "X01", "X02", "X03"}
ELSEWHERE |= {"C16", "C17", "P03", *(f"SB0{n}" for n in range(1, 5))}  # test_columns; the desk


@pytest.mark.parametrize("rule", CASES)
def test_a_sheet_that_breaks_a_rule_gives_its_fault_and_no_other(
    rule: str, faults_of: Callable[..., list[Fault]]
) -> None:
    kind, rows, faults = CASES[rule]
    assert sorted(faults_of(rows, kind), key=str) == sorted(faults, key=str)


def test_every_rule_has_a_case() -> None:
    assert set(CASES) | ELSEWHERE >= {rule.id for rule in catalogue().values() if rule.is_of_reading}


@pytest.mark.parametrize(
    ("kind", "rows"), [("alleviated", household()), ("monitored", watched()), ("working", worker())]
)
def test_the_whole_sheet_has_no_fault(kind: str, rows: Rows, faults_of: Callable[..., list[Fault]]) -> None:
    assert faults_of(rows, kind) == []


@pytest.mark.parametrize(
    ("net", "per_head", "rules"),
    [("27001", "13500.5", []), ("27001.01", "13500.51", ["N01"]), ("27000", "13500.01", [])],
)
def test_incomes_may_be_a_yuan_and_a_fen_off(
    net: str, per_head: str, rules: list[str], faults_of: Callable[..., list[Fault]]
) -> None:
    rows = household(纯收入=net, 人均纯收入=per_head)
    assert [fault[0] for fault in faults_of(rows)] == rules


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"识别监测时间": "202312"}, "识别监测时间"),
        ({"风险是否已消除": "是", "消除监测时间": "202312"}, "消除监测时间"),
        ({"风险是否已消除": "是", "消除监测时间": "202212"}, "消除监测时间"),
        ({"消除监测时间": "202310"}, "消除监测时间"),
    ],
)
def test_dates_of_monitoring_are_in_order_and_not_to_come(
    change: dict[str, object], column: str, faults_of: Callable[..., list[Fault]]
) -> None:
    assert faults_of(watched(**change), "monitored") == [("H05", 4, column)]


def test_merged_cells_below_the_first_are_not_taken_for_empty(draw: Draw) -> None:
    import openpyxl

    path = draw(household())
    book = openpyxl.load_workbook(path)
    book["Sheet1"].merge_cells("D4:D5")
    book.save(path)
    faults = [(fault.rule, fault.row) for fault in checked(path).problems]
    assert ("C05", 5) in faults


def test_a_demo_phone_is_taken_with_a_demo_number_alone(faults_of: Callable[..., list[Fault]]) -> None:
    real = [
        {**row, "证件号码": number}
        for row, number in zip(household(), ("34052419800101001X", "11010519491231002X"), strict=True)
    ]
    assert faults_of(real) == [("H09", 4, "户联系电话")]
    assert faults_of([{**row, "户联系电话": "13800000000"} for row in real]) == []


def test_all_faults_come_at_once_and_no_whole_number_is_shown(draw: Draw) -> None:
    wrong = demo_id("19720405", 2)[:17]
    rows = second(household(纯收入="1", 行政村="桃村"), 证件号码=wrong, 健康状况="良好", 姓名="")
    found = checked(draw(rows))
    assert {fault.rule for fault in found.problems} >= {"N01", "P02", "I01", "C02", "C01"}
    assert not any(
        wrong in fault.sentence() or demo_id("19700203", 1) in fault.sentence() for fault in found.problems
    )


CHANGES = st.dictionaries(
    st.sampled_from(
        [
            "姓名",
            "证件号码",
            "健康状况",
            "行政村",
            "户类型",
            "当前家庭人口数",
            "纯收入（元）",
            "户编号",
            "人编号",
            "与户主关系",
        ]
    ),
    st.sampled_from(["", "x", "0", "2", "合计", "420299", "脱贫户", "-1", "　", "=1+1", "桃树村", "9" * 30]),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(CHANGES, min_size=1, max_size=4))
def test_rows_in_are_rows_taken_and_rows_refused(draw: Draw, changes: list[dict[str, str]]) -> None:
    rows = [{**household()[number % 2], **change} for number, change in enumerate(changes)]
    found = checked(draw(rows))
    filled = [row for row in rows if any(str(value).strip() for value in row.values())]
    assert found.rows_in == len(filled) == found.rows_taken + found.rows_refused
    refused = {fault.row for fault in found.problems if fault.level == "reject_row"}
    assert found.is_accepted == (
        not refused and not any(fault.level == "reject_file" for fault in found.problems)
    )
    if not any(fault.level == "reject_file" for fault in found.problems):
        assert refused <= set(found.frame.filter(pl.col("is_refused"))["row"])
