"""Every rule a file is held to: id, level, what it is about, where it comes from; and the function that checks it.

A rule yields ``Fault(row, column, message)``; its level decides what becomes of the row or file. Rules of a row, of a
household (all rows of one ``hh_id``) and of a file are registered here; the reading itself (cells, places, headers)
reports under the ids of ``READING``. Source numbers are those of the domain dictionary's appendix A.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from shouwang.access import mask
from shouwang.intake.identity import DEMO_PHONE, PHONE, Identity, checksum, length_fault
from shouwang.intake.kinds import ExportKind
from shouwang.schema import Sensitive

FILE, ROW, WARN = "reject_file", "reject_row", "warning"
ABLE = frozenset({"skilled", "ordinary", "weak"})
MALE = frozenset(
    {"之子", "之女婿", "之孙子", "之外孙子", "之父", "之岳父", "之公公", "之祖父", "之侄儿", "之曾孙子"}
)
FEMALE = frozenset(
    {"之女", "之儿媳", "之孙女", "之外孙女", "之母", "之岳母", "之婆婆", "之祖母", "之侄女", "之曾孙女"}
)
TOTAL_TOLERANCE = Decimal("1")  # yuan
HEAD_TOLERANCE = Decimal("0.01")
HOUSEHOLD_FACTS = (
    "village_code", "hh_type", "mon_type", "risk_status", "identified_month", "cleared_month", "clear_mode", "risk_1",
    "hh_persons", "phone", "wage", "operating", "property", "transfer", "operating_expense", "net_total",
    "net_per_capita", "persons_year", "house_dilapidated", "water_safe",
)  # fmt: skip


@dataclass
class Row:
    """One person's row: its number in the sheet, and its cells as values (missing key or None: not reported)."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    identity: Identity | None = None
    is_refused: bool = False

    def get(self, column: str) -> Any:
        return self.values.get(column)


@dataclass(frozen=True)
class Around:
    """What a rule may know beside its rows."""

    kind: ExportKind
    month: date


class Fault(NamedTuple):
    row: Row
    column: str | None
    message: str


@dataclass(frozen=True)
class Rule:
    id: str
    level: str
    about: str
    source: str


RowCheck = Callable[[Row, Around], Iterator[Fault]]
HouseholdCheck = Callable[[list[Row], Around], Iterator[Fault]]
FileCheck = Callable[[list[Row], Around], Iterator[Fault]]
ROW_RULES: dict[str, tuple[Rule, RowCheck]] = {}
HOUSEHOLD_RULES: dict[str, tuple[Rule, HouseholdCheck]] = {}
FILE_RULES: dict[str, tuple[Rule, FileCheck]] = {}

READING: Mapping[str, Rule] = {
    rule.id: rule
    for rule in (
        Rule("F01", FILE, "文件能安全打开", "reliability T13"),
        Rule("F02", FILE, "找得到表头，认得出种类", "appendix B"),
        Rule("F03", FILE, "必需的列齐全", "appendix B"),
        Rule("F04", FILE, "看得出月份，且不在将来", "6.3 (10)"),
        Rule("F05", FILE, "有数据行", "reliability 4 B"),
        Rule("F06", FILE, "属于本县(本乡镇)", "reliability 4 G"),
        Rule("F07", FILE, "合成数据与真实数据不混放", "10.5"),
        Rule("F08", WARN, "认不出的列只保存在原件里", "appendix B"),
        Rule("F09", WARN, "数据表被隐藏", "reliability 4 B"),
        Rule("F10", FILE, "表样是本县、现行的那一份", "features A"),
        Rule("F11", WARN, "表样取自较早的一版", "features A"),
        Rule("F12", FILE, "一列只出现一次，表头只有一行", "reliability 4 B"),
        Rule("F13", WARN, "文件的扩展名与内容相符", "reliability 4 A"),
        Rule("C01", ROW, "必填", "6.2"),
        Rule("C02", ROW, "值读得出来、在代码表里", "6.1"),
        Rule("C03", ROW, "编号和证件号码按文本保存", "stack 4.2"),
        Rule("C04", WARN, "有看不见的符号或全角字符，已去掉", "reliability 4 C"),
        Rule("C05", ROW, "合并单元格", "reliability 4 B"),
        Rule("C06", ROW, "合计、小计、签字行", "reliability 4 B"),
        Rule("C07", WARN, "空行", "reliability 4 B"),
        Rule("C08", ROW, "公式没有出错", "reliability 4 B"),
        Rule("C09", ROW, "数在允许的范围内", "6.2"),
        Rule("C10", WARN, "没有隐藏的行和列", "reliability 4 B"),
        Rule("C11", ROW, "格数与表头相符，没有第二个表头", "reliability 4 H"),
        Rule("C12", ROW, "同一件事只报一行", "6.2"),
        Rule("C13", WARN, "日期写成日期", "reliability 4 F"),
        Rule("C14", ROW, "与文件的月份一致", "reliability 4 G"),
        Rule("C15", WARN, "示例行没有被改成数据", "features A"),
        Rule("P01", ROW, "乡镇在区划表里", "6.2 division"),
        Rule("P02", ROW, "村在区划表里", "6.2 division"),
        Rule("X01", ROW, "两份表里同一户(人)的关键数据一致", "6.3"),
        Rule("X02", WARN, "两份表里同一户(人)的其他数据一致", "6.3"),
        Rule("X03", WARN, "务工人员在本月的户信息里", "6.3"),
    )
}


def every_rule() -> dict[str, Rule]:
    """Return every rule by id."""
    checked = {**ROW_RULES, **HOUSEHOLD_RULES, **FILE_RULES}
    return dict(sorted({**READING, **{key: rule for key, (rule, _) in checked.items()}}.items()))


def row_rule(rule_id: str, level: str, about: str, source: str) -> Callable[[RowCheck], RowCheck]:
    def register(check: RowCheck) -> RowCheck:
        ROW_RULES[rule_id] = (Rule(rule_id, level, about, source), check)
        return check

    return register


def household_rule(
    rule_id: str, level: str, about: str, source: str
) -> Callable[[HouseholdCheck], HouseholdCheck]:
    def register(check: HouseholdCheck) -> HouseholdCheck:
        HOUSEHOLD_RULES[rule_id] = (Rule(rule_id, level, about, source), check)
        return check

    return register


def file_rule(rule_id: str, level: str, about: str, source: str) -> Callable[[FileCheck], FileCheck]:
    def register(check: FileCheck) -> FileCheck:
        FILE_RULES[rule_id] = (Rule(rule_id, level, about, source), check)
        return check

    return register


def age_on(born: date, month: date) -> int:
    """Return the age in whole years on the last day of a month."""
    return month.year - born.year - (born.month > month.month)


# -- identity ------------------------------------------------------------------------------------------------------


def _id(row: Row) -> str:
    return mask(Sensitive.ID_NO, str(row.get("id_no"))) or ""


@row_rule("I01", ROW, "证件号码位数和字符", "1_12_002, 1_01_004")
def id_has_a_length(row: Row, _: Around) -> Iterator[Fault]:
    if row.get("id_no") and (fault := length_fault(row.get("id_no"))):
        yield Fault(row, "id_no", f"{_id(row)} {fault}")


@row_rule("I02", ROW, "证件号码校验位", "GB 11643-1999; 1_01_003, 1_12_003")
def id_passes_its_checksum(row: Row, _: Around) -> Iterator[Fault]:
    who = row.identity
    if who and not who.has_no_number and checksum(who.number[:17]) != who.number[17]:
        yield Fault(row, "id_no", f"{_id(row)} 校验位不正确，请对照户口簿核对")


@row_rule("I03", ROW, "证件号码里的出生日期", "6.2 person; 6.3 (12)")
def id_has_a_birth_date(row: Row, around: Around) -> Iterator[Fault]:
    who = row.identity
    if who is None:
        return
    if who.birth_date is None:
        yield Fault(row, "id_no", f"{_id(row)} 里的出生日期不存在，请对照户口簿核对")
    elif not who.birth_date.year >= 1900 or (who.birth_date.year, who.birth_date.month) > (
        around.month.year,
        around.month.month,
    ):
        yield Fault(row, "id_no", f"{_id(row)} 里的出生日期在数据月份之后或过早，请对照户口簿核对")


@row_rule("I04", WARN, "没有证件号码的人(999999)", "4_01_003")
def id_is_a_real_one(row: Row, _: Around) -> Iterator[Fault]:
    if row.identity and row.identity.has_no_number:
        yield Fault(row, "id_no", "证件号码以999999开头(暂无证件)，请尽快补上")


@row_rule("I05", ROW, "性别与证件号码一致", "6.3 (12)")
def sex_agrees_with_id(row: Row, _: Around) -> Iterator[Fault]:
    if row.identity and row.get("sex") and row.get("sex") != row.identity.sex:
        yield Fault(row, "sex", "性别与证件号码不一致，请核对")


@row_rule("I06", WARN, "与户主关系和性别相符", "2_01_004, 2_12_008")
def relation_agrees_with_sex(row: Row, _: Around) -> Iterator[Fault]:
    if row.identity is None:
        return
    wrong = MALE if row.identity.sex == "female" else FEMALE
    if row.get("relation") in wrong:
        yield Fault(row, "relation", f"“{row.get('relation')}”与证件号码的性别不符，请核对")


@file_rule("I07", ROW, "证件号码不重复", "1_01_001, 1_01_002")
def id_comes_once(rows: list[Row], _: Around) -> Iterator[Fault]:
    first: dict[str, Row] = {}
    for row in rows:
        number = str(row.get("id_no") or "")[:18]
        if not number or number.startswith("999999"):
            continue
        if (before := first.setdefault(number, row)) is not row and before.get("person_id") != row.get(
            "person_id"
        ):
            yield Fault(row, "id_no", f"{_id(row)} 与第{before.number}行重复")


@file_rule("I08", ROW, "人编号不重复", "6.2 person")
def person_comes_once(rows: list[Row], _: Around) -> Iterator[Fault]:
    first: dict[str, Row] = {}
    for row in rows:
        if row.get("person_id") and (before := first.setdefault(row.get("person_id"), row)) is not row:
            yield Fault(row, "person_id", f"与第{before.number}行是同一个人编号，请删去多余的一行")


# -- person --------------------------------------------------------------------------------------------------------


@row_rule("B01", WARN, "16岁以下或在校的，劳动技能应为无劳动力", "6.2 person")
def children_have_no_labour(row: Row, around: Around) -> Iterator[Fault]:
    if row.get("labour") in {None, "none", "lost"} or row.identity is None or row.identity.birth_date is None:
        return
    if age_on(row.identity.birth_date, around.month) < 16 or row.get("school"):
        yield Fault(row, "labour", "不满16岁或在校，劳动技能却不是“无劳动力”，请核对")


@row_rule("B02", WARN, "文化程度与在校生状况只填一项", "3_01_002, 3_01_003")
def schooling_is_told_once(row: Row, around: Around) -> Iterator[Fault]:
    if around.kind.family != "household":
        return
    told = [column for column in ("edu", "school", "not_in_school_reason") if row.get(column)]
    if len(told) > 1:
        yield Fault(row, "school", "文化程度与在校生状况都填了，应只填一项")
    elif not told:
        yield Fault(row, "edu", "文化程度与在校生状况都没有填")


@row_rule("B03", WARN, "健康状况为残疾的，证件应为残疾人证", "4_12_003")
def disabled_people_have_a_certificate(row: Row, _: Around) -> Iterator[Fault]:
    if row.identity and "disabled" in str(row.get("health") or "") and row.identity.id_type != "disabled":
        yield Fault(row, "id_no", "健康状况为残疾，证件号码却不是残疾人证(20位或22位)，请核对")


@row_rule("B04", WARN, "医疗保险参一种", "2_01_008, 2_01_009")
def one_health_insurance(row: Row, _: Around) -> Iterator[Fault]:
    resident, employee = row.get("insured_resident"), row.get("insured_employee")
    if resident is not None and resident == employee:
        said = "居民医保和职工医保都填了“是”" if resident else "居民医保和职工医保都填了“否”"
        yield Fault(row, "insured_resident", f"{said}，请核对")


# -- household -----------------------------------------------------------------------------------------------------


@household_rule("H01", ROW, "一户一个户主", "3_11_001, 3_11_002")
def one_head(rows: list[Row], around: Around) -> Iterator[Fault]:
    if around.kind.family != "household":
        return
    heads = [row for row in rows if row.get("relation") == "户主"]
    if not heads:
        yield Fault(rows[0], "relation", "这一户没有户主")
    for row in heads[1:]:
        yield Fault(row, "relation", f"这一户在第{heads[0].number}行已有户主")


@household_rule("H02", ROW, "家庭人口数等于人员行数", "6.3 (1)")
def rows_are_the_persons(rows: list[Row], _: Around) -> Iterator[Fault]:
    told = rows[0].get("hh_persons")
    if told is not None and told != len({row.get("person_id") for row in rows}):
        yield Fault(rows[0], "hh_persons", f"填的是{told}人，表里有{len(rows)}行，请核对人数或补齐人员")


@household_rule("H03", ROW, "同一户各行的户信息一致", "6.2 household_month")
def a_household_says_one_thing(rows: list[Row], _: Around) -> Iterator[Fault]:
    for column in HOUSEHOLD_FACTS:
        for row in rows[1:]:
            if row.get(column) != rows[0].get(column) and not row.is_refused:
                yield Fault(
                    row,
                    "village" if column == "village_code" else column,
                    f"与同一户第{rows[0].number}行不一致",
                )


@household_rule("H04", ROW, "监测对象类别与户类型相符", "6.2 household_month")
def type_agrees_with_household_type(rows: list[Row], around: Around) -> Iterator[Fault]:
    row = rows[0]
    hh_type, mon_type = row.get("hh_type"), row.get("mon_type")
    if mon_type == "unstable" and hh_type == "ordinary":
        yield Fault(row, "mon_type", "脱贫不稳定户的户类型应为脱贫户")
    if mon_type == "marginal" and hh_type == "alleviated":
        yield Fault(row, "mon_type", "边缘易致贫户的户类型应为一般农户")
    if around.kind.id == "alleviated" and hh_type == "ordinary":
        yield Fault(row, "hh_type", "脱贫户信息表里的户类型应为脱贫户")


@household_rule("H05", ROW, "监测对象的风险状态和日期齐全、有序", "6.2 household_month; 1_11_001")
def risk_and_dates_hold_together(rows: list[Row], around: Around) -> Iterator[Fault]:
    row = rows[0]
    status, found, gone = row.get("risk_status"), row.get("identified_month"), row.get("cleared_month")
    if row.get("mon_type") is None:
        if status is not None:
            yield Fault(row, "risk_status", "不是监测对象，却填了风险是否已消除")
        return
    if status is None:
        yield Fault(row, "risk_status", "是监测对象，风险是否已消除没有填")
    if status == "cleared" and gone is None:
        yield Fault(row, "cleared_month", "风险已消除，消除监测时间没有填")
    if status == "active" and gone is not None:
        yield Fault(row, "cleared_month", "风险未消除，却填了消除监测时间")
    if found is not None and found > around.month:
        yield Fault(row, "identified_month", "识别监测时间在数据月份之后")
    if gone is not None and gone > around.month:
        yield Fault(row, "cleared_month", "消除监测时间在数据月份之后")
    if found is not None and gone is not None and gone < found:
        yield Fault(row, "cleared_month", "消除监测时间早于识别监测时间")


@household_rule("H06", WARN, "帮扶消除应在识别六个月之后", "2_11_002")
def helped_takes_half_a_year(rows: list[Row], _: Around) -> Iterator[Fault]:
    found, gone = rows[0].get("identified_month"), rows[0].get("cleared_month")
    if rows[0].get("clear_mode") == "helped" and found and gone and found <= gone:
        months = (gone.year - found.year) * 12 + gone.month - found.month
        if months < 6:
            yield Fault(rows[0], "cleared_month", f"识别后{months}个月就帮扶消除(应不少于6个月)，请核对")


@household_rule("H07", WARN, "致贫返贫风险不重复", "6.2 household_month")
def risks_differ(rows: list[Row], _: Around) -> Iterator[Fault]:
    told = [value for n in range(1, 6) if (value := rows[0].get(f"risk_{n}"))]
    for value, times in Counter(told).items():
        if times > 1:
            yield Fault(rows[0], "risk_1", f"同一风险填了{times}次({value})")


@household_rule("H08", WARN, "危房户、饮水不安全户应纳入监测", "1_02_001, 1_02_002")
def unsafe_homes_are_monitored(rows: list[Row], _: Around) -> Iterator[Fault]:
    row = rows[0]
    if row.get("mon_type") is None and row.get("house_dilapidated"):
        yield Fault(row, "house_dilapidated", "是危房户，却不是监测对象，请核实")
    if row.get("mon_type") is None and row.get("water_safe") is False:
        yield Fault(row, "water_safe", "饮水不安全，却不是监测对象，请核实")


@household_rule("H09", WARN, "户联系电话", "5_15_022")
def phone_is_one(rows: list[Row], _: Around) -> Iterator[Fault]:
    row = rows[0]
    phone = row.get("phone")
    is_demo = row.identity is not None and row.identity.is_synthetic
    if phone and not PHONE.fullmatch(phone) and not (is_demo and DEMO_PHONE.fullmatch(phone)):
        yield Fault(row, "phone", f"{mask(Sensitive.PHONE, phone)} 不像电话号码，请核对")


@household_rule("H10", ROW, "家庭人口数至少一人", "6.2 household_month")
def somebody_lives_there(rows: list[Row], _: Around) -> Iterator[Fault]:
    for column in ("hh_persons", "persons_year"):
        if rows[0].get(column) == 0:
            yield Fault(rows[0], column, "家庭人口数不能是0")


# -- income --------------------------------------------------------------------------------------------------------


@household_rule("N01", ROW, "纯收入等于四项收入之和减生产经营性支出", "6.2 income_year; 6.3 (3)")
def incomes_add_up(rows: list[Row], _: Around) -> Iterator[Fault]:
    row = rows[0]
    parts = [row.get(column) for column in ("wage", "operating", "property", "transfer", "operating_expense")]
    net = row.get("net_total")
    if net is None or any(part is None for part in parts):
        return
    wage, operating, property_, transfer, expense = parts
    total = wage + operating + property_ + transfer - expense
    if abs(total - net) > TOTAL_TOLERANCE:
        yield Fault(row, "net_total", f"填的是{net}，四项收入减支出得{total}，相差{abs(total - net)}元")


@household_rule("N02", ROW, "人均纯收入等于纯收入除以家庭人口数", "6.2 income_year; 6.3 (3)")
def per_capita_divides(rows: list[Row], _: Around) -> Iterator[Fault]:
    row = rows[0]
    net, per_head = row.get("net_total"), row.get("net_per_capita")
    persons = row.get("persons_year") or row.get("hh_persons")
    if net is None or per_head is None or not persons:
        return
    wanted = net / persons
    if abs(wanted - per_head) > HEAD_TOLERANCE:
        yield Fault(row, "net_per_capita", f"填的是{per_head}，{net}除以{persons}人得{wanted:.2f}")


@household_rule("N03", WARN, "人均纯收入异常地低", "3_11_010")
def income_is_not_tiny(rows: list[Row], _: Around) -> Iterator[Fault]:
    per_head = rows[0].get("net_per_capita")
    if per_head is not None and per_head < 4000:
        yield Fault(rows[0], "net_per_capita", "人均纯收入低于4000元，请核对收入或核实困难")


@household_rule("N04", ROW, "收入和支出各项不为负", "6.2 income_year")
def parts_are_not_negative(rows: list[Row], _: Around) -> Iterator[Fault]:
    for column in ("wage", "operating", "property", "transfer", "operating_expense"):
        value = rows[0].get(column)
        if value is not None and value < 0:
            yield Fault(rows[0], column, f"{value} 是负数，请核对(亏损由支出减出来)")


@household_rule("N05", ROW, "收入七项要么都填，要么都不填", "6.2 income_year")
def incomes_are_whole(rows: list[Row], _: Around) -> Iterator[Fault]:
    row = rows[0]
    columns = (
        "wage",
        "operating",
        "property",
        "transfer",
        "operating_expense",
        "net_total",
        "net_per_capita",
    )
    empty = [column for column in columns if column in row.values and row.get(column) is None]
    if 0 < len(empty) < len([column for column in columns if column in row.values]):
        yield Fault(row, empty[0], "收入没有填全(空不等于0)，请补齐")


# -- work ----------------------------------------------------------------------------------------------------------


@row_rule("W01", WARN, "16岁以下务工", "5_16_010")
def children_do_not_work(row: Row, around: Around) -> Iterator[Fault]:
    born = row.identity.birth_date if row.identity else None
    if row.get("working") and born is not None and age_on(born, around.month) < 16:
        yield Fault(row, "id_no", f"{_id(row)} 不满16岁却在务工，请核实")


@row_rule("W02", ROW, "务工起止时间有序", "6.2 employment_month; 5_12_001")
def work_ends_after_it_begins(row: Row, around: Around) -> Iterator[Fault]:
    start, end = row.get("start_month"), row.get("end_month")
    if start is not None and start > around.month:
        yield Fault(row, "start_month", "务工开始时间在数据月份之后")
    if start is not None and end is not None and end < start:
        yield Fault(row, "end_month", "务工结束时间早于开始时间")


@row_rule("W03", WARN, "务工月收入在400到30000元之间", "5_16_001, 5_16_002, 1111_12")
def wage_is_likely(row: Row, _: Around) -> Iterator[Fault]:
    wage = row.get("month_wage")
    if wage is not None and not 400 <= wage <= 30000:
        yield Fault(row, "month_wage", f"{wage} 元不像月收入，请核对")


@row_rule("W04", WARN, "务工所在地能看出区域", "4_12_001, 5_01_005")
def place_of_work_is_known(row: Row, _: Around) -> Iterator[Fault]:
    if row.get("working") and row.get("place_class") is None and "place_name" in row.values:
        yield Fault(row, "place_name", "看不出是省外、省内还是县内(应写到县，如“湖北省黄石市阳新县”)")


@row_rule("W05", WARN, "公益性岗位和帮扶车间在县内", "5_01_003, 5_12_002")
def posts_are_at_home(row: Row, _: Around) -> Iterator[Fault]:
    if row.get("channel") in {"公益性岗位", "帮扶车间"} and row.get("place_class") in {
        "city",
        "province",
        "out",
    }:
        yield Fault(row, "channel", f"就业渠道是{row.get('channel')}，务工所在地却在县外，请核对")


def households(rows: list[Row]) -> dict[str, list[Row]]:
    """Return the rows of each household, in the order of the sheet."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.get("hh_id"):
            found[row.get("hh_id")].append(row)
    return found
