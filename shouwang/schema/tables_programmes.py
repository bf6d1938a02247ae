"""The tables of programmes and campaigns: what the mechanisms of the reports still need (domain dictionary 4, 4.1).

Same conventions as ``tables_departments``. A coded column has a name of its own, so that its labels are found by name.
What is not yet done has no date: whether a task is overdue is never stored, it follows from its dates.
"""

from __future__ import annotations

from shouwang.schema import codes
from shouwang.schema.model import Column, Kind, Parts, Reach, Sensitive, Table
from shouwang.schema.tables import ORIGIN, TOWN, VILLAGE, VILLAGE_OPTIONAL
from shouwang.schema.tables_departments import HOUSEHOLD, PERSON, TOWN_OR_COUNTY, YEAR

T, I, D, M, B = Kind.TEXT, Kind.INT, Kind.DATE, Kind.MONTH, Kind.BOOL  # noqa: E741
MONEY, DEC = Kind.MONEY, Kind.DECIMAL
C = Column

QUARTER = C("quarter", "季度", I, required=True, low=1, high=4, help="填1到4")
REPORT_MONTH = C("report_month", "月份", M, required=True)


def _count(name: str, label: str, **more: object) -> Column:
    return C(name, label, I, low=0, **more)  # type: ignore[arg-type]


def _yuan(name: str, label: str, **more: object) -> Column:
    return C(name, label, MONEY, low=0, **more)  # type: ignore[arg-type]


# -- the bottom line: who fell back, and what people say ------------------------------------------------------------

RETURN_TO_POVERTY = Table(
    "return_to_poverty",
    "返贫致贫认定",
    ("hh_id", "confirmed_at"),
    (
        *HOUSEHOLD,
        C("confirmed_at", "认定日期", D, required=True),
        C("return_kind", "返贫或致贫", T, required=True, codes=codes.RETURN_KIND),
        C("return_cause", "主要原因", T, required=True, codes=codes.RISK),
        C("resolved_at", "清零日期", D, help="重新稳定在底线以上的日期；没有清零的不填"),
        *ORIGIN,
    ),
    sort=("town_code", "division_code", "hh_id", "confirmed_at"),
)
RETURN_REPORT = Table(
    "return_report",
    "返贫致贫零报告",
    ("division_code", "report_month"),
    (
        TOWN,
        VILLAGE,
        REPORT_MONTH,
        _count("returned_hh", "返贫户数", required=True, help="月末没有清零的户；没有填0"),
        _count("fallen_hh", "致贫户数", required=True, help="月末没有清零的户；没有填0"),
        *ORIGIN,
    ),
    parts=Parts.YEAR,
    part_column="report_month",
    sort=("town_code", "division_code", "report_month"),
    note="a village that has none says so: without this row the number is not reported",
)
RECOGNITION_INTERVIEW = Table(
    "recognition_interview",
    "群众认可度访谈",
    ("interview_id",),
    (
        C("interview_id", "访谈编号", T, required=True),
        *HOUSEHOLD,
        C("interview_date", "访谈日期", D, required=True),
        C("visitor_role", "访谈人", T, codes=codes.VISITOR),
        C("approves", "是否认可", B, required=True),
        C("unhappy_with", "不满意的方面", T, codes=codes.UNHAPPY_WITH, help="不认可的填"),
        C("remark", "意见", T, sensitive=Sensitive.FREE_TEXT),
        *ORIGIN,
    ),
    parts=Parts.YEAR,
    part_column="interview_date",
    sort=("town_code", "division_code", "hh_id", "interview_date"),
)

# -- school, health, housing ----------------------------------------------------------------------------------------

YULU_GRADUATE = Table(
    "yulu_graduate",
    "雨露计划毕业生就业",
    ("person_id", "graduated_at"),
    (
        *PERSON,
        C("graduated_at", "毕业日期", D, required=True),
        C("school_name", "毕业学校", T, sensitive=Sensitive.FREE_TEXT),
        C("employed", "是否就业", B, help="没有联系上的不填"),
        C("employed_at", "就业日期", D),
        C("place_class", "就业地点", T, codes=codes.JOB_PLACE),
        *ORIGIN,
    ),
    parts=Parts.YEAR,
    part_column="graduated_at",
    sort=("town_code", "division_code", "hh_id", "person_id"),
)
CHRONIC_CERTIFICATE = Table(
    "chronic_certificate",
    "慢性病证",
    ("person_id", "disease"),
    (
        *PERSON,
        C("disease", "病种", T, required=True, codes=codes.CHRONIC_DISEASE),
        C("diagnosed_at", "确诊日期", D, required=True),
        C("certified_at", "办证日期", D, help="没有办的不填"),
        *ORIGIN,
    ),
    sort=("town_code", "division_code", "hh_id", "person_id"),
)
DOCTOR_CONTRACT = Table(
    "doctor_contract",
    "家庭医生签约",
    ("person_id", "year"),
    (
        *PERSON,
        YEAR,
        C("target_group", "应签约人群", T, required=True, codes=codes.TARGET_GROUP),
        C("signed_at", "签约日期", D, help="应签而未签的也要有一行，日期不填"),
        _count("services", "本年已服务次数"),
        *ORIGIN,
    ),
    parts=Parts.YEAR,
    part_column="year",
    sort=("town_code", "division_code", "hh_id", "person_id"),
)
HOUSE_RENOVATION = Table(
    "house_renovation",
    "危房改造和因灾重建",
    ("renovation_id",),
    (
        C("renovation_id", "改造编号", T, required=True),
        *HOUSEHOLD,
        YEAR,
        C("renovation_kind", "改造类别", T, required=True, codes=codes.RENOVATION_KIND),
        C("planned_at", "任务下达日期", D, required=True),
        C("due_at", "完成时限", D),
        C("started_at", "开工日期", D),
        C("finished_at", "竣工日期", D),
        C("accepted_at", "验收日期", D),
        _yuan("subsidy", "补助资金(元)"),
        C("paid_at", "补助发放日期", D),
        *ORIGIN,
    ),
    parts=Parts.YEAR,
    part_column="year",
    sort=("town_code", "division_code", "hh_id", "renovation_id"),
)
RELOCATION = Table(
    "relocation",
    "易地搬迁户",
    ("hh_id",),
    (
        *HOUSEHOLD,
        C("site_name", "安置点", T, required=True),
        C("relocation_mode", "安置方式", T, required=True, codes=codes.RELOCATION_MODE),
        _count("relocated_persons", "搬迁人口(人)", required=True),
        C("moved_in_at", "入住日期", D, help="没有入住的不填"),
        C("left_at", "搬离日期", D, help="入住后又搬离的填"),
        C("deed_at", "不动产登记日期", D, help="没有办的不填"),
        _count("able_persons", "有劳动力(人)"),
        _count("employed_persons", "已就业(人)", help="不超过有劳动力的人"),
        *ORIGIN,
    ),
    sort=("town_code", "division_code", "hh_id"),
)

# -- work, industry, money ------------------------------------------------------------------------------------------

TRAINING = Table(
    "training",
    "培训",
    ("training_id",),
    (
        C("training_id", "培训编号", T, required=True),
        TOWN_OR_COUNTY,
        VILLAGE_OPTIONAL,
        C("training_kind", "培训类别", T, required=True, codes=codes.TRAINING_KIND),
        C("training_name", "培训名称", T, required=True, example="家政服务技能培训"),
        C("start_date", "开始日期", D, required=True),
        C("end_date", "结束日期", D, required=True),
        C("organiser", "承办单位", T),
        _count("trainees", "参训人数", required=True),
        _count("alleviated_trainees", "其中: 脱贫人口和监测对象", help="不超过参训人数"),
        *ORIGIN,
    ),
    parts=Parts.YEAR,
    part_column="start_date",
    sort=("town_code", "start_date", "training_id"),
)
TRAINING_PERSON = Table(
    "training_person",
    "参训人员",
    ("training_id", "person_id"),
    (
        C("training_id", "培训编号", T, required=True),
        *PERSON,
        C("finished_at", "结业日期", D, required=True),
        C("passed", "是否合格", B),
        C("employed_at", "就业日期", D, help="结业后就业的日期；没有就业的不填"),
        *ORIGIN,
    ),
    parts=Parts.YEAR,
    part_column="finished_at",
    sort=("town_code", "division_code", "hh_id", "person_id"),
)
JOB_FAIR = Table(
    "job_fair",
    "招聘会",
    ("fair_id",),
    (
        C("fair_id", "招聘会编号", T, required=True),
        TOWN_OR_COUNTY,
        VILLAGE_OPTIONAL,
        C("fair_name", "名称", T, required=True, example="春风行动专场招聘会"),
        C("fair_date", "日期", D, required=True),
        _count("employers", "企业(家)"),
        _count("posts", "提供岗位(个)"),
        _count("attendees", "到场脱贫人口和监测对象(人)", required=True),
        _count("intents", "达成意向(人)", required=True, help="不超过到场人数"),
        _count("hired", "已入职(人)", help="不超过达成意向的人数"),
        *ORIGIN,
    ),
    parts=Parts.YEAR,
    part_column="fair_date",
    sort=("town_code", "fair_date", "fair_id"),
)
HELP_WORKSHOP = Table(
    "help_workshop",
    "帮扶车间",
    ("workshop_id", "report_month"),
    (
        C("workshop_id", "车间编号", T, required=True),
        TOWN,
        VILLAGE,
        REPORT_MONTH,
        C("workshop_name", "车间名称", T, required=True),
        C("workshop_state", "运行状况", T, required=True, codes=codes.WORKSHOP_STATE),
        _count("workers", "吸纳就业(人)"),
        _count(
            "alleviated_workers", "其中: 脱贫人口和监测对象(人)", required=True, help="不超过吸纳就业人数"
        ),
        _yuan("average_wage", "月人均工资(元)"),
        *ORIGIN,
    ),
    parts=Parts.YEAR,
    part_column="report_month",
    sort=("town_code", "division_code", "workshop_id", "report_month"),
)
INDUSTRY_OPERATION = Table(
    "industry_operation",
    "产业运营",
    ("industry_id", "year", "quarter"),
    (
        C("industry_id", "产业编号", T, required=True),
        TOWN,
        VILLAGE_OPTIONAL,
        YEAR,
        QUARTER,
        C("industry_name", "产业名称", T, required=True, example="白茶"),
        C("industry_kind", "产业类别", T, required=True, codes=codes.INDUSTRY_KIND),
        C("operator", "经营主体", T),
        C("project_id", "项目编号", T),
        C("operation_state", "运营分档", T, required=True, codes=codes.OPERATION_STATE),
        C("area_mu", "面积(亩)", DEC, low=0),
        _yuan("output_value", "当年累计产值(元)", help="从当年1月起累计"),
        _count("driven_hh", "涉及脱贫户和监测户(户)"),
        _count("driven_persons", "涉及脱贫人口和监测对象(人)"),
        C("rescue", "处置措施", T, help="存在风险和失败的必须写明"),
        *ORIGIN,
    ),
    parts=Parts.YEAR,
    part_column="year",
    sort=("town_code", "industry_id", "quarter"),
)
LOAN_NEED = Table(
    "loan_need",
    "小额信贷需求摸底",
    ("hh_id", "year"),
    (
        *HOUSEHOLD,
        YEAR,
        C("asked_at", "摸底日期", D, required=True),
        C("eligible", "是否符合条件", B, required=True),
        C("willing", "是否有意愿", B, required=True),
        _yuan("wanted_amount", "意愿金额(元)"),
        C("unmet_reason", "未获贷原因", T),
        *ORIGIN,
    ),
    parts=Parts.YEAR,
    part_column="year",
    sort=("town_code", "division_code", "hh_id"),
)
CONSUMPTION_SALE = Table(
    "consumption_sale",
    "消费帮扶",
    ("sale_id",),
    (
        C("sale_id", "销售编号", T, required=True),
        TOWN_OR_COUNTY,
        VILLAGE_OPTIONAL,
        C("sale_month", "月份", M, required=True),
        C("sale_channel", "销售渠道", T, required=True, codes=codes.SALE_CHANNEL),
        C("product", "产品", T, required=True, example="白茶"),
        C("certified", "是否认定产品", B),
        _yuan("sale_amount", "销售额(元)", required=True, help="填元，不填万元"),
        _count("driven_hh", "带动脱贫户和监测户(户)"),
        *ORIGIN,
    ),
    parts=Parts.YEAR,
    part_column="sale_month",
    sort=("town_code", "sale_month", "sale_id"),
)
PHOTOVOLTAIC_INCOME = Table(
    "photovoltaic_income",
    "光伏收益",
    ("division_code", "year", "quarter"),
    (
        TOWN,
        VILLAGE,
        YEAR,
        QUARTER,
        C("capacity_kw", "装机容量(千瓦)", DEC, low=0),
        _yuan("received", "到账收益(元)", required=True),
        C("received_at", "到账日期", D),
        _yuan("distributed", "已分配(元)", help="不超过到账收益；没有分配的不填"),
        _yuan("to_posts", "其中: 公益性岗位工资(元)"),
        C("distributed_at", "分配日期", D),
        *ORIGIN,
    ),
    parts=Parts.YEAR,
    part_column="year",
    sort=("town_code", "division_code", "quarter"),
)

RURAL_INCOME = Table(
    "rural_income",
    "全县农村居民收入",
    ("rural_income_id",),
    (
        C("rural_income_id", "编号", T, required=True),
        TOWN_OR_COUNTY,
        YEAR,
        C(
            "disposable_pc",
            "农村居民人均可支配收入(元)",
            MONEY,
            required=True,
            low=0,
            help="统计部门公布的数；与人均纯收入口径不同",
        ),
        C("source_doc", "依据文件", T, required=True),
        *ORIGIN,
    ),
    sort=("year",),
    note="one row a year, of the county itself",
)

# -- villages, work of the offices ----------------------------------------------------------------------------------

PILOT = Table(
    "pilot",
    "和美乡村和共同缔造试点",
    ("pilot_id",),
    (
        C("pilot_id", "试点编号", T, required=True),
        TOWN,
        VILLAGE,
        C("pilot_kind", "试点类别", T, required=True, codes=codes.PILOT_KIND),
        C("pilot_level", "级别", T, required=True, codes=codes.PILOT_LEVEL),
        C("named_at", "确定日期", D, required=True),
        C("accepted_at", "验收日期", D),
        _yuan("invested", "投入(元)"),
        _yuan("reward", "奖补资金(元)"),
        _count("hh_joined", "参与户数"),
        *ORIGIN,
    ),
    sort=("town_code", "division_code", "pilot_id"),
)
FACILITY = Table(
    "facility",
    "设施建设和管护",
    ("facility_id",),
    (
        C("facility_id", "设施编号", T, required=True),
        TOWN,
        VILLAGE_OPTIONAL,
        C("facility_kind", "设施类别", T, required=True, codes=codes.FACILITY_KIND),
        C("facility_name", "设施名称", T, required=True),
        C("quantity", "数量", DEC, low=0),
        C("quantity_unit", "数量单位", T, example="米"),
        _yuan("invested", "投入(元)"),
        C("started_at", "开工日期", D),
        C("finished_at", "完工日期", D),
        C("facility_state", "现状", T, required=True, codes=codes.FACILITY_STATE),
        C("keeper", "管护责任人", T, sensitive=Sensitive.NAME),
        _yuan("keeping_fund", "年管护经费(元)"),
        C("checked_at", "最近检查日期", D),
        *ORIGIN,
    ),
    sort=("town_code", "division_code", "facility_id"),
)
VILLAGE_POINTS = Table(
    "village_points",
    "积分制",
    ("division_code", "year", "quarter"),
    (
        TOWN,
        VILLAGE,
        YEAR,
        QUARTER,
        _count("hh_listed", "应参与户数", required=True),
        _count("hh_joined", "参与户数", required=True, help="不超过应参与户数"),
        _count("points_given", "本季积分"),
        *ORIGIN,
    ),
    parts=Parts.YEAR,
    part_column="year",
    sort=("town_code", "division_code", "quarter"),
)
MEETING = Table(
    "meeting",
    "会议和督查",
    ("meeting_id",),
    (
        C("meeting_id", "会议编号", T, required=True),
        TOWN_OR_COUNTY,
        VILLAGE_OPTIONAL,
        C("meeting_date", "日期", D, required=True),
        C("meeting_kind", "类别", T, required=True, codes=codes.MEETING_KIND),
        C("subject", "主题", T, sensitive=Sensitive.FREE_TEXT),
        _count("people", "参加人数"),
        *ORIGIN,
    ),
    parts=Parts.YEAR,
    part_column="meeting_date",
    sort=("town_code", "meeting_date", "meeting_id"),
)
PETITION = Table(
    "petition",
    "信访舆情",
    ("petition_id",),
    (
        C("petition_id", "信访编号", T, required=True),
        TOWN_OR_COUNTY,
        VILLAGE_OPTIONAL,
        C("received_at", "受理日期", D, required=True),
        C("petition_channel", "来源渠道", T, required=True, codes=codes.PETITION_CHANNEL),
        C("petition_topic", "反映问题", T, required=True, codes=codes.PETITION_TOPIC),
        C("content", "内容摘要", T, sensitive=Sensitive.FREE_TEXT),
        C("resp_unit", "办理单位", T),
        C("due_at", "办结时限", D),
        C("petition_result", "核查结果", T, codes=codes.PETITION_RESULT),
        C("closed_at", "办结日期", D),
        C("is_repeat", "是否重复反映", B),
        *ORIGIN,
    ),
    parts=Parts.YEAR,
    part_column="received_at",
    sort=("town_code", "received_at", "petition_id"),
)

# -- campaigns ------------------------------------------------------------------------------------------------------

CAMPAIGN_NO = C("campaign_id", "行动编号", T, required=True)
ASPECT_NO = C("aspect_no", "方面序号", I, required=True, low=1, high=99)
CAMPAIGN = Table(
    "campaign",
    "专项行动",
    ("campaign_id",),
    (
        CAMPAIGN_NO,
        C("campaign_name", "行动名称", T, required=True, example="秋季攻势"),
        C("start_date", "开始日期", D, required=True),
        C("end_date", "结束日期", D, required=True),
        C("organiser", "牵头单位", T),
        C("source_doc", "依据文件", T),
        C("goal", "目标", T),
        *ORIGIN,
    ),
    reach=Reach.CONFIG,
    sort=("start_date", "campaign_id"),
    note="what is to be done and until when, nothing about a household: everybody with a scope",
)
CAMPAIGN_MILESTONE = Table(
    "campaign_milestone",
    "专项行动节点",
    ("campaign_id", "milestone_no"),
    (
        CAMPAIGN_NO,
        C("milestone_no", "节点序号", I, required=True, low=1, high=99),
        C("milestone_kind", "节点类别", T, required=True, codes=codes.MILESTONE_KIND),
        C("milestone_name", "节点名称", T, required=True, example="动员部署"),
        C("start_date", "开始日期", D, help="阶段填"),
        C("due_at", "截止日期", D, required=True),
        C("requirement", "要求", T),
        *ORIGIN,
    ),
    reach=Reach.CONFIG,
    sort=("campaign_id", "milestone_no"),
)
CAMPAIGN_ASPECT = Table(
    "campaign_aspect",
    "专项行动方面",
    ("campaign_id", "aspect_no"),
    (
        CAMPAIGN_NO,
        ASPECT_NO,
        C("aspect_name", "方面", T, required=True, example="义务教育"),
        C("requirement", "主要要求", T, required=True),
        C("resp_units", "责任单位", T, required=True, help="几个单位用顿号隔开"),
        C("lead_dept", "县级督导部门", T, codes=codes.DEPT, help="由乡镇党政负责人负责的不填"),
        C("indicator_id", "看哪个指标", T, help="指标目录里的编号；没有对应指标的不填"),
        *ORIGIN,
    ),
    reach=Reach.CONFIG,
    sort=("campaign_id", "aspect_no"),
)
CAMPAIGN_TASK = Table(
    "campaign_task",
    "专项行动任务",
    ("task_id",),
    (
        C("task_id", "任务编号", T, required=True),
        CAMPAIGN_NO,
        ASPECT_NO,
        TOWN,
        VILLAGE_OPTIONAL,
        C("task", "任务", T, required=True, example="入户核查教育资助落实"),
        C("resp_unit", "责任单位", T, required=True),
        C("resp_person", "责任人", T, sensitive=Sensitive.NAME),
        C("due_at", "完成时限", D, required=True),
        C("started_at", "开始日期", D),
        C("done_at", "完成日期", D, help="没有完成的不填；过了时限没有填就是超期"),
        _count("checked_hh", "已核查户数"),
        _count("problems_found", "发现问题(个)"),
        _count("problems_closed", "已整改(个)", help="不超过发现的问题"),
        C("evidence_ref", "佐证", T, help="已完成的必须有佐证"),
        *ORIGIN,
    ),
    sort=("town_code", "campaign_id", "aspect_no", "task_id"),
)

PROGRAMME_TABLES: tuple[Table, ...] = (
    RETURN_TO_POVERTY, RETURN_REPORT, RECOGNITION_INTERVIEW, YULU_GRADUATE, CHRONIC_CERTIFICATE, DOCTOR_CONTRACT,
    HOUSE_RENOVATION, RELOCATION, TRAINING, TRAINING_PERSON, JOB_FAIR, HELP_WORKSHOP, INDUSTRY_OPERATION, LOAN_NEED,
    CONSUMPTION_SALE, PHOTOVOLTAIC_INCOME, RURAL_INCOME, PILOT, FACILITY, VILLAGE_POINTS, MEETING, PETITION, CAMPAIGN,
    CAMPAIGN_MILESTONE, CAMPAIGN_ASPECT, CAMPAIGN_TASK,
)  # fmt: skip
