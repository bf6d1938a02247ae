"""The tables of departments, work teams and villages (domain dictionary 6.2), beside the core in ``tables``.

Same conventions. A fact about a person names the household too (``hh_id``, ``hh_key``); a fact of the county itself
carries the county's code followed by 000 as its ``town_code``, so that only whole-county scopes reach it.
Tables of payments and checks are cut by year: a month of them alone does not make a month of the dashboard.
"""

from __future__ import annotations

from shouwang.schema import codes
from shouwang.schema.model import Column, Kind, Parts, Reach, Sensitive, Table
from shouwang.schema.tables import ORIGIN, TOWN, VILLAGE, VILLAGE_OPTIONAL

T, I, D, M, B = Kind.TEXT, Kind.INT, Kind.DATE, Kind.MONTH, Kind.BOOL  # noqa: E741
MONEY, DEC = Kind.MONEY, Kind.DECIMAL
C = Column

TOWN_OR_COUNTY = C(
    "town_code",
    "乡镇代码",
    T,
    required=True,
    note="the county's code and 000 for the county itself",
    help="县本级的事项填县名",
)
YEAR = C("year", "年度", I, required=True, low=2014, high=2100, example="2023")
HOUSEHOLD = (
    C("hh_id", "户编号", T, required=True),
    C("hh_key", "户标识", T, required=True),
    TOWN,
    VILLAGE,
)
PERSON = (C("person_id", "人编号", T, required=True), *HOUSEHOLD)


def _count(name: str, label: str, **more: object) -> Column:
    return C(name, label, I, low=0, **more)  # type: ignore[arg-type]


def _yuan(name: str, label: str, **more: object) -> Column:
    return C(name, label, MONEY, low=0, **more)  # type: ignore[arg-type]


VILLAGE_PROFILE = Table(
    "village_profile",
    "行政村信息",
    ("division_code", "year"),
    (
        TOWN,
        VILLAGE,
        YEAR,
        C("hh_total", "总户数", I, required=True, low=1),
        C("persons_total", "总人口数", I, required=True, low=1),
        _yuan("collective_income", "村级集体经济收入(元)", help="填元，不填万元"),
        _count("clinic_count", "行政村卫生室个数"),
        C("clinic_exempt", "免建卫生室", B, help="乡镇政府所在地或与邻村共建"),
        _count("doctor_count", "行政村执业(助理)医师(人)"),
        _count("public_toilets", "公共卫生厕所(个)"),
        _count("garbage_points", "垃圾集中堆放点(个)"),
        _count("culture_rooms", "文化(图书)室(个)"),
        C("road_to_town_hard", "到乡镇是否通沥青(水泥)路", B),
        C("bus", "是否通客运班车", B),
        _count("dibao_hh", "低保户数"),
        _count("dibao_persons", "低保人口数"),
        _count("tekun_persons", "特困供养人口数"),
        _count("disabled_persons", "残疾人口数"),
        _count("pension_insured", "参加城乡居民基本养老保险人数"),
        _count("dilapidated_hh", "危房户数"),
        _count("unsafe_water_hh", "未实现饮水安全户数"),
        *ORIGIN,
    ),
    parts=Parts.YEAR,
    part_column="year",
    sort=("town_code", "division_code"),
)
CLEARANCE = Table(
    "clearance",
    "风险消除后情况",
    ("hh_id", "cleared_month"),
    (
        *HOUSEHOLD,
        C("cleared_month", "消除监测时间", M, required=True),
        C("dropout_after", "风险消除后是否有义务教育阶段适龄儿童少年失学辍学", B, required=True),
        C("house_damaged_after", "风险消除后是否住房损毁", B, required=True),
        C("uninsured_after", "风险消除后是否有家庭成员未参加基本医疗保险", B, required=True),
        C("water_damaged_after", "风险消除后是否饮水设施损毁", B, required=True),
        _yuan("wage_after", "风险消除后工资性收入", required=True),
        _yuan("property_after", "风险消除后财产性收入", required=True),
        _yuan("transfer_after", "风险消除后转移性收入", required=True),
        _yuan("operating_after", "风险消除后生产经营性收入", required=True),
        _yuan("expense_after", "风险消除后生产经营性支出", required=True),
        C("net_after", "风险消除后纯收入", MONEY, required=True),
        C("net_pc_after", "风险消除后人均纯收入", MONEY, required=True),
        _yuan("payout_after", "风险消除后理赔收入"),
        _yuan("self_paid_after", "风险消除后合规自付支出"),
        *ORIGIN,
    ),
    sort=("town_code", "division_code", "hh_id"),
)
ASSET_INCOME = Table(
    "asset_income",
    "资产收益分配",
    ("asset_id", "year"),
    (
        C("asset_id", "资产编号", T, required=True),
        TOWN,
        YEAR,
        _yuan("income", "收益(元)", required=True),
        _yuan("distributed", "已分配(元)", help="不超过收益"),
        _yuan("to_village", "其中: 归村集体(元)"),
        _yuan("to_households", "其中: 到户(元)"),
        _count("households", "分红户数"),
        *ORIGIN,
    ),
    parts=Parts.YEAR,
    part_column="year",
    sort=("town_code", "asset_id"),
)
EDUCATION_AID = Table(
    "education_aid",
    "教育资助",
    ("person_id", "year", "term", "scheme"),
    (
        *PERSON,
        YEAR,
        C("term", "学期", T, required=True, codes=codes.TERM),
        C("stage", "学段", T, required=True, codes=codes.AID_STAGE),
        C("scheme", "资助项目", T, required=True, codes=codes.AID_SCHEME),
        C("school_name", "就读学校", T, sensitive=Sensitive.FREE_TEXT),
        C("entitled", "是否应享受", B, required=True),
        _yuan("amount", "资助金额(元)"),
        C("paid_at", "发放日期", D),
        *ORIGIN,
    ),
    parts=Parts.YEAR,
    part_column="year",
    sort=("town_code", "division_code", "hh_id", "person_id"),
)
MEDICAL_SETTLEMENT = Table(
    "medical_settlement",
    "医疗费用结算",
    ("settlement_id",),
    (
        C("settlement_id", "结算编号", T, required=True),
        *PERSON,
        C("settle_date", "结算日期", D, required=True),
        C("kind", "结算类别", T, required=True, codes=codes.SETTLE_KIND),
        _yuan("total", "医疗总费用(元)", required=True, help="等于各项报销与个人自付之和"),
        _yuan("policy_range", "政策范围内费用(元)", required=True, help="不超过总费用"),
        _yuan("basic", "基本医保报销(元)", required=True),
        _yuan("major", "大病保险报销(元)", required=True),
        _yuan("assist", "医疗救助(元)", required=True),
        _yuan("supplement", "补充保障(元)", required=True),
        _yuan("self_paid", "个人自付(元)", required=True),
        C("in_county", "是否县域内就医", B),
        C("one_stop", "是否一站式结算", B),
        *ORIGIN,
    ),
    parts=Parts.YEAR,
    part_column="settle_date",
    sort=("town_code", "division_code", "hh_id", "settle_date"),
)
MICROLOAN = Table(
    "microloan",
    "小额信贷",
    ("loan_id",),
    (
        C("loan_id", "贷款编号", T, required=True),
        *HOUSEHOLD,
        C("bank", "承贷银行", T, required=True),
        _yuan("amount", "贷款金额(元)", required=True),
        _yuan("balance", "贷款余额(元)", required=True),
        C("issue_date", "放款日期", D, required=True),
        C("due_date", "到期日期", D, required=True, help="期限不超过3年"),
        C("rate_percent", "年利率(%)", DEC, low=0, high=30, example="3.65"),
        C("loan_use", "贷款用途", T, codes=codes.LOAN_USE),
        _yuan("subsidised_amount", "贴息金额(元)", help="每户贴息贷款不超过5万元"),
        C("status", "贷款状态", T, required=True, codes=codes.LOAN_STATUS),
        _count("overdue_days", "逾期天数"),
        *ORIGIN,
    ),
    sort=("town_code", "division_code", "hh_id", "loan_id"),
)
BENEFIT = Table(
    "benefit",
    "待遇和补贴发放",
    ("benefit_id",),
    (
        C("benefit_id", "发放编号", T, required=True),
        C("person_id", "人编号", T, help="按户发放的不填"),
        *HOUSEHOLD,
        C("scheme", "待遇项目", T, required=True, codes=codes.BENEFIT_SCHEME),
        C("apply_at", "申请日期", D),
        C("approve_at", "审批日期", D),
        C("pay_month", "发放月份", M, required=True),
        _yuan("amount", "金额(元)", required=True),
        C("batch", "批次", T),
        *ORIGIN,
    ),
    parts=Parts.YEAR,
    part_column="pay_month",
    sort=("town_code", "division_code", "hh_id", "pay_month"),
)
INDUSTRY_PROJECT_HH = Table(
    "industry_project_hh",
    "到户产业",
    ("hh_id", "year", "item"),
    (
        *HOUSEHOLD,
        YEAR,
        C("item", "产业项目", T, required=True, example="油茶种植"),
        C("scale", "规模", T, example="3亩"),
        C("accepted_at", "验收日期", D),
        _yuan("reward", "奖补金额(元)"),
        C("batch", "批次", T),
        *ORIGIN,
    ),
    parts=Parts.YEAR,
    part_column="year",
    sort=("town_code", "division_code", "hh_id", "item"),
)
INSURANCE_CLAIM = Table(
    "insurance_claim",
    "保险理赔",
    ("claim_id",),
    (
        C("claim_id", "理赔编号", T, required=True),
        C("policy", "险种", T, required=True, example="防贫保"),
        *HOUSEHOLD,
        C("event_date", "出险日期", D, required=True),
        C("reported_at", "报案日期", D),
        C("paid_at", "赔付日期", D),
        _yuan("amount", "赔付金额(元)"),
        *ORIGIN,
    ),
    sort=("town_code", "division_code", "hh_id", "event_date"),
)
DISASTER_EVENT = Table(
    "disaster_event",
    "灾害事件",
    ("event_id",),
    (
        C("event_id", "灾害编号", T, required=True),
        C("kind", "灾害种类", T, required=True, codes=codes.DISASTER),
        C("event_date", "发生日期", D, required=True),
        C("divisions", "受灾区域", T, required=True, help="写乡镇、村名，用顿号隔开"),
        C("description", "情况说明", T),
        *ORIGIN,
    ),
    reach=Reach.CONFIG,
    note="says what happened and where, nothing about a household: everybody with a scope",
)
DISASTER_HOUSEHOLD = Table(
    "disaster_household",
    "受灾户",
    ("event_id", "hh_id"),
    (
        C("event_id", "灾害编号", T, required=True),
        *HOUSEHOLD,
        C("house_flooded", "房屋是否受损", B, required=True),
        C("appraisal_grade", "房屋鉴定等级", T, codes=codes.GRADE),
        C("house_action", "房屋处置", T, codes=codes.HOUSE_ACTION),
        _yuan("industry_loss", "产业损失(元)"),
        _yuan("relief_amount", "救助金额(元)"),
        C("water_ok", "饮水是否正常", B),
        C("solved_at", "解决日期", D),
        *ORIGIN,
    ),
    sort=("town_code", "division_code", "hh_id"),
)
ISSUE_RECTIFICATION = Table(
    "issue_rectification",
    "问题整改",
    ("issue_id",),
    (
        C("issue_id", "问题编号", T, required=True),
        TOWN_OR_COUNTY,
        VILLAGE_OPTIONAL,
        C("source", "问题来源", T, required=True, codes=codes.ISSUE_SRC),
        C("source_doc", "来源文件", T, required=True),
        C("source_year", "来源年度", I, required=True, low=2014, high=2100),
        C("source_province", "来源省份", T, required=True, example="湖北"),
        C("parent_issue_id", "上级问题编号", T, help="乡镇认领县级问题时填"),
        C("aspect", "方面", T, required=True),
        C("content", "问题描述", T, required=True, sensitive=Sensitive.MATTER),
        C("resp_unit", "整改责任单位", T, help="认领后必填"),
        C("resp_person", "整改责任人", T, sensitive=Sensitive.NAME, help="认领后必填"),
        C("supervisor", "督办人", T, sensitive=Sensitive.NAME),
        C("found_at", "发现日期", D, required=True),
        C("claimed_at", "认领日期", D),
        C("due_at", "整改时限", D, help="认领后必填"),
        C("submitted_at", "报结日期", D),
        C("verified_at", "核验日期", D),
        C("closed_at", "销号日期", D),
        _count("measures", "整改措施条数"),
        C("state", "整改状态", T, required=True, codes=codes.ISSUE_STATE),
        C("evidence_ref", "佐证", T, help="销号必须有佐证"),
        C("long_term", "是否长期坚持", B),
        _count("reopened_count", "反弹次数"),
        *ORIGIN,
    ),
    sort=("town_code", "issue_id"),
)
WORK_TEAM = Table(
    "work_team",
    "驻村工作队",
    ("team_id",),
    (
        C("team_id", "工作队编号", T, required=True),
        TOWN,
        VILLAGE,
        C("sender_level", "派出级别", T, required=True, codes=codes.TEAM_SENDER),
        C("sender_units", "派出单位", T, required=True, help="几个单位合派的用顿号隔开"),
        C("start_date", "进驻日期", D, required=True),
        C("end_date", "撤离日期", D),
        *ORIGIN,
    ),
    sort=("town_code", "division_code", "team_id"),
)
WORK_TEAM_MEMBER = Table(
    "work_team_member",
    "驻村工作队员",
    ("member_id",),
    (
        C("member_id", "队员编号", T, required=True),
        C("team_id", "工作队编号", T, required=True),
        TOWN,
        VILLAGE,
        C("role", "职务", T, required=True, codes=codes.TEAM_ROLE),
        C("name", "队员姓名", T, required=True, sensitive=Sensitive.NAME),
        C("start_date", "到任日期", D, required=True),
        C("end_date", "离任日期", D),
        C("replaced", "是否轮换", B),
        *ORIGIN,
    ),
    sort=("town_code", "division_code", "member_id"),
)
TEAM_ATTENDANCE = Table(
    "team_attendance",
    "月驻村天数",
    ("member_id", "attend_month"),
    (
        C("member_id", "队员编号", T, required=True),
        C("attend_month", "月份", M, required=True),
        TOWN,
        VILLAGE,
        C("days", "驻村天数", I, required=True, low=0, high=31),
        C("nights", "夜宿天数", I, low=0, high=31),
        C("leave_days", "请假天数", I, low=0, high=31),
        C("checked_absent", "抽查不在岗次数", I, low=0),
        *ORIGIN,
    ),
    parts=Parts.YEAR,
    part_column="attend_month",
    sort=("town_code", "division_code", "member_id", "attend_month"),
)
ASSESSMENT = Table(
    "assessment",
    "考核",
    ("object_kind", "object_id", "period", "year", "period_no"),
    (
        C("object_kind", "考核对象", T, required=True, codes=codes.ASSESSED),
        C("object_id", "对象编号", T, required=True, help="队员、工作队填编号，乡镇、村填区划代码"),
        TOWN,
        VILLAGE_OPTIONAL,
        YEAR,
        C("period", "考核周期", T, required=True, codes=codes.ASSESS_PERIOD),
        C("period_no", "第几期", I, required=True, low=1, high=4, help="季度填1到4，年度和任期填1"),
        C("score", "得分", DEC, low=0, high=100),
        C("grade", "等次", T, codes=codes.TEAM_GRADE),
        C("components", "组成", T, help="如: 述职20、实地40、日常30、暗访10"),
        *ORIGIN,
    ),
    parts=Parts.YEAR,
    part_column="year",
    sort=("town_code", "object_kind", "object_id", "period_no"),
)
COLLECTIVE_ECONOMY = Table(
    "collective_economy",
    "村集体经济",
    ("division_code", "year"),
    (
        TOWN,
        VILLAGE,
        YEAR,
        _yuan("income_total", "集体经济总收入(元)", required=True),
        _yuan("income_operating", "其中: 经营性收入(元)"),
        _yuan("income_from_assets", "其中: 资产收益(元)"),
        _yuan("subsidy", "其中: 补助收入(元)"),
        C("project_ids", "带动项目编号", T, help="几个项目用顿号隔开"),
        _yuan("distributed", "分配(元)"),
        *ORIGIN,
    ),
    parts=Parts.YEAR,
    part_column="year",
    sort=("town_code", "division_code"),
)
LIVING_ENVIRONMENT = Table(
    "living_environment",
    "人居环境",
    ("division_code", "report_month"),
    (
        TOWN,
        VILLAGE,
        C("report_month", "月份", M, required=True),
        _count("toilets_task", "改厕任务(户)"),
        _count("toilets_built", "已改厕(户)"),
        _count("toilets_checked", "已核查(户)"),
        _count("toilets_broken", "问题厕所(户)"),
        _count("public_toilets", "公共厕所(座)"),
        C("sewage_m", "污水管网(米)", DEC, low=0),
        _count("cleaners", "保洁员(人)"),
        _count("inspections", "检查次数"),
        _count("complaints", "投诉次数"),
        *ORIGIN,
    ),
    parts=Parts.YEAR,
    part_column="report_month",
    sort=("town_code", "division_code", "report_month"),
)
WATER_SUPPLY = Table(
    "water_supply",
    "饮水监测",
    ("division_code", "check_date"),
    (
        TOWN,
        VILLAGE,
        C("check_date", "监测日期", D, required=True),
        C("sample_ok", "水质是否合格", B),
        C("interruption_hours", "停水时长(小时)", DEC, low=0),
        C("repair_at", "修复日期", D),
        *ORIGIN,
    ),
    parts=Parts.YEAR,
    part_column="check_date",
    sort=("town_code", "division_code", "check_date"),
)
CLINIC = Table(
    "clinic",
    "村卫生室",
    ("division_code", "year"),
    (
        TOWN,
        VILLAGE,
        YEAR,
        C("clinics", "卫生室个数", I, required=True, low=0),
        C("exempt_reason", "免建原因", T, help="没有卫生室的必须写明"),
        _count("doctors", "村医(人)"),
        C("standard_ok", "是否达标", B),
        *ORIGIN,
    ),
    parts=Parts.YEAR,
    part_column="year",
    sort=("town_code", "division_code"),
)
DEPARTMENT_WARNING = Table(
    "department_warning",
    "部门推送预警",
    ("push_id",),
    (
        C("push_id", "推送编号", T, required=True),
        C("dept_code", "推送部门", T, required=True, codes=codes.DEPT),
        C("pushed_at", "推送日期", D, required=True),
        C("rule_name", "预警规则", T, required=True, example="年度自付医疗费用超过1万元"),
        C("person_id", "人编号", T),
        *HOUSEHOLD,
        _yuan("amount", "涉及金额(元)"),
        C("received_town_at", "乡镇接收日期", D),
        C("checked_at", "核实日期", D),
        C("result", "核实结果", T, codes=codes.WARNING_RESULT),
        C("case_id", "个案编号", T),
        *ORIGIN,
    ),
    sort=("town_code", "division_code", "hh_id", "pushed_at"),
)

CLEAR_RULE = Table(
    "clear_rule",
    "风险消除条件",
    ("clear_rule_id",),
    (
        C("clear_rule_id", "编号", T, required=True),
        C("name", "名称", T, required=True),
        C("division_code", "适用区划", T, note="empty: default"),
        C("kind", "条件类别", T, required=True, codes=codes.CLEAR_KIND),
        C("months", "月数", I, low=0, note="for kind months and follow_up"),
        C("sentence", "条件", T, required=True),
        C("valid_from", "生效", D),
        C("valid_to", "失效", D),
        C("source_title", "依据", T, required=True),
        C("confidence", "可信度", T, required=True, codes=codes.CONFIDENCE),
    ),
    reach=Reach.CONFIG,
)
AID_STANDARD = Table(
    "aid_standard",
    "资助标准",
    ("aid_standard_id",),
    (
        C("aid_standard_id", "编号", T, required=True),
        C("division_code", "适用区划", T, note="empty: default"),
        C("year", "年度", I, note="empty: every year within the validity"),
        C("stage", "学段", T, codes=codes.AID_STAGE),
        C("scheme", "资助项目", T, required=True, codes=codes.AID_SCHEME),
        C("amount_term", "每学期金额(元)", MONEY, required=True, low=0),
        C("valid_from", "生效", D),
        C("valid_to", "失效", D),
        C("source_title", "依据", T, required=True),
        C("confidence", "可信度", T, required=True, codes=codes.CONFIDENCE),
    ),
    reach=Reach.CONFIG,
)

DEPARTMENT_TABLES: tuple[Table, ...] = (
    VILLAGE_PROFILE, CLEARANCE, ASSET_INCOME, EDUCATION_AID, MEDICAL_SETTLEMENT, MICROLOAN, BENEFIT,
    INDUSTRY_PROJECT_HH, INSURANCE_CLAIM, DISASTER_EVENT, DISASTER_HOUSEHOLD, ISSUE_RECTIFICATION, WORK_TEAM,
    WORK_TEAM_MEMBER, TEAM_ATTENDANCE, ASSESSMENT, COLLECTIVE_ECONOMY, LIVING_ENVIRONMENT, WATER_SUPPLY, CLINIC,
    DEPARTMENT_WARNING,
)  # fmt: skip
DEPARTMENT_CONFIG_TABLES: tuple[Table, ...] = (CLEAR_RULE, AID_STANDARD)
