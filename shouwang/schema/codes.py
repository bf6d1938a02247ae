"""Code lists: code -> Chinese label, in the order in which they are shown.

Source: domain dictionary section 6.1 (national system exports and the five township reports).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType


def _list(**labels: str) -> Mapping[str, str]:
    return MappingProxyType(labels)


def _same(*labels: str) -> Mapping[str, str]:
    """A list whose codes are its labels (the national system has no other code for them)."""
    return MappingProxyType({label: label for label in labels})


DIV_LEVEL = MappingProxyType({"1": "省", "2": "市", "3": "县", "4": "乡镇", "5": "村", "6": "组"})
DIV_KIND = _list(
    county="县(市、区)",
    street="街道",
    town="镇",
    township="乡",
    farm="农场(管理区)",
    zone="开发区",
    village="行政村",
    community="社区",
)
DIV_CHANGE = _list(merged="并入", renamed="更名换码", split="分出", moved="调整隶属")
HH_TYPE = _list(alleviated="脱贫户", ordinary="一般农户")
MON_TYPE = _list(unstable="脱贫不稳定户", marginal="边缘易致贫户", sudden="突发严重困难户")
RISK_STATUS = _list(active="未消除", cleared="已消除")
CLEAR_MODE = _list(helped="帮扶消除", natural="自然消除")
RISK = _list(
    illness="因病",
    schooling="因学",
    disability="因残",
    natural_disaster="因自然灾害",
    accident="因意外事故",
    industry_failure="因产业项目失败",
    job_unstable="因务工就业不稳",
    no_labour="缺劳动力",
    housing="因安全住房",
    water="因安全饮水",
    epidemic="因疫情",
    other="其他",
)
LABOUR = _list(
    skilled="技能劳动力", ordinary="普通劳动力", weak="弱劳动力或半劳动力", lost="丧失劳动力", none="无劳动力"
)
HEALTH = _list(healthy="健康", chronic="长期慢性病", major="患有大病", disabled="残疾")
SCHOOL = _list(
    pre_age="学龄前儿童",
    kinder="学前教育",
    primary="小学",
    j7="七年级",
    j8="八年级",
    j9="九年级",
    h1="普通高中一年级",
    h2="普通高中二年级",
    h3="普通高中三年级",
    v1="中职一年级",
    v2="中职二年级",
    v3="中职三年级",
    c1="高职高专一年级",
    c2="高职高专二年级",
    c3="高职高专三年级",
    tech="技师(技工)学院",
    bachelor="本科",
    graduate="硕士研究生及以上",
)
EDU = _same("文盲或半文盲", "小学", "初中", "高中", "大专", "本科及以上")
REL = _same(
    "户主", "配偶", "之子", "之女", "之儿媳", "之女婿", "之孙子", "之孙女", "之外孙子", "之外孙女", "之父", "之母",
    "之岳父", "之岳母", "之公公", "之婆婆", "之祖父", "之祖母", "之兄弟姐妹", "之兄弟媳妇", "之叔伯", "之侄儿",
    "之侄女", "之曾孙子", "之曾孙女", "其他",
)  # fmt: skip
SEX = _list(male="男", female="女")
ID_TYPE = _list(resident="居民身份证", disabled="残疾人证", other="其他")
CHANGE = _list(
    birth="出生",
    marry_in="婚入",
    adopt="收养",
    hukou_in="户籍迁入",
    released="刑满释放",
    demobilised="退役",
    death="死亡",
    marry_out="婚出",
    hukou_out="户籍迁出",
    prison="服刑",
    army="参军",
    emigrate="出国定居",
    settle_city="城镇落户",
)
CHANGE_IN = ("birth", "marry_in", "adopt", "hukou_in", "released", "demobilised")
CHANGE_OUT = ("death", "marry_out", "hukou_out", "prison", "army", "emigrate", "settle_city")
MEASURE = _list(
    industry="产业帮扶",
    employment="就业帮扶",
    public_post="公益性岗位帮扶",
    finance="金融帮扶",
    housing="住房安全保障",
    water="饮水安全保障",
    health="健康帮扶",
    education="教育帮扶",
    compulsory="义务教育保障",
    relocation="搬迁",
    living_cond="生产生活条件改善",
    infra="基础设施建设",
    comprehensive="综合保障",
    social="社会帮扶",
)
DEVELOPMENTAL = ("industry", "employment", "finance", "public_post")
MEASURE_STATUS = _list(planned="拟实施", ongoing="实施中", done="已完成")
DIBAO = _list(rural="农村低保", urban="城市低保", none="未享受")
TEKUN = _list(rural="农村特困", urban="城市特困", none="未享受")
JOB_CHANNEL = _same("公益性岗位", "帮扶车间", "企业", "外出务工", "灵活就业", "自主创业", "其他")
JOB_PLACE = _list(town="乡内", county="县内", city="市内县外", province="省内市外", out="省外", abroad="境外")
POST_KIND = _same("保洁", "护林", "护路", "护水", "护理", "村务管理", "光伏", "环保", "其他")
PROJ_TYPE = _list(
    industry="产业",
    infrastructure="基础设施",
    employment="就业",
    public_service="公共服务",
    management="项目管理费",
    other="其他",
)
FUND_SRC = _list(
    central="中央",
    provincial="省级",
    city="市级",
    county="县级",
    stationed="驻村帮扶",
    donation="社会捐赠",
    east_west="东西部协作",
    self="自筹",
    other="其他",
)
PROJ_STATE = _list(
    pooled="入库",
    planned="已下达",
    tendering="招标",
    started="开工",
    finished="完工",
    accepted="验收",
    settled="决算",
    handed_over="移交",
    suspended="暂停",
    cancelled="取消",
)
ASSET = _list(operating="经营性", public="公益性", household="到户类")
OWNER_LEVEL = _list(county="县", town="乡镇", village="村", household="户")
ASSET_STATE = _list(in_use="在用", idle="闲置", low_yield="低效", damaged="损毁", disposed="已处置")
CASE_KIND = _list(identify="识别", clear="消除", rollback="回退")
CASE_STATE = MappingProxyType(
    {
        "CLUE": "风险线索",
        "CLUE_DISMISSED": "核实不属实",
        "VERIFY": "入户核实",
        "COMPARE": "信息比对",
        "DISCUSS": "民主评议",
        "PUBLICIZE": "村内公示",
        "OBJECTION": "异议核查",
        "TOWN_REVIEW": "乡镇审核",
        "COUNTY_DECIDE": "县级审定",
        "ANNOUNCE": "公告",
        "SYSTEM_MARK": "系统标注",
        "ACTIVE": "监测帮扶中",
        "CLR_VERIFY": "消除入户核实",
        "CLR_DISCUSS": "消除民主评议",
        "CLR_PUBLICIZE": "消除公示",
        "CLR_TOWN_REVIEW": "消除乡镇审核",
        "CLR_COUNTY_DECIDE": "消除县级批准",
        "CLR_ANNOUNCE": "消除公告",
        "CLR_MARK": "消除系统标注",
        "CLEARED": "已消除风险",
        "ROLLBACK": "风险消除回退",
        "NATURAL_EXIT": "自然减少",
        "NOT_ADMITTED": "不纳入",
    }
)
CASE_RESULT = _list(
    admitted="纳入", not_admitted="不纳入", dismissed="不属实", cleared="消除", rolled_back="回退"
)
CLUE = _list(
    self_report_paper="书面申请",
    self_report_app="手机APP自主申报",
    self_report_hotline="12317热线",
    self_report_miniapp="小程序申报",
    cadre_check="干部排查",
    dept_push="部门推送",
    full_screening="集中排查",
    media_petition="信访舆情",
    linked="关联监测",
)
DEPT = _list(
    xczx="乡村振兴",
    czj="财政",
    mzj="民政",
    ybj="医保",
    wjj="卫健",
    jyj="教育",
    zjj="住建",
    slj="水利",
    rsj="人社",
    cl="残联",
    yjj="应急",
    zzb="组织",
    bank="承贷银行",
    nyj="农业农村",
    lyj="林业",
    gaj="公安",
    xfj="信访",
    jtj="交通",
)
VISITOR = _list(
    grid_member="网格员",
    contact="监测联系人",
    team="驻村工作队",
    helper="帮扶责任人",
    town="乡镇干部",
    county="县级干部",
)
VISIT_MODE = _list(onsite="入户", phone="电话", video="视频")
FINDING = _list(
    none="无异常",
    income_drop="收入下降",
    medical="医疗支出",
    school="就学",
    house="住房",
    water="饮水",
    job_loss="失业",
    disaster="受灾",
)
CALIBER = _list(net="人均纯收入", disposable="人均可支配收入")
WINDOW = _list(
    annual_oct_sep="上年10月至本年9月", rolling_12m_before_event="事前12个月", calendar_year="自然年度"
)
LINE = _list(
    national_floor="国家底线",
    provincial_range="省定监测范围",
    county_target="万元增收目标",
    county_subline="优先帮扶线",
)
CONFIDENCE = _list(H="已确认", M="较可信", L="默认值，待本级确认")
EXITED = _list(provincial="省级", city="市级")
GRADE = MappingProxyType({"A": "A级", "B": "B级", "C": "C级", "D": "D级"})
ROAD = _list(hard="硬化路", gravel="砂石路", soil="泥土路")
MANAGEMENT = _list(own="自营", rent="出租", share="入股", trust="托管")
CHECKPOINT_KIND = _list(amber="黄线", red="红线", target="目标")
DAY_TYPE = _list(calendar="自然日", working="工作日")

# -- departments, teams, villages ----------------------------------------------------------------------------------

AID_STAGE = _list(
    preschool="学前教育", compulsory="义务教育", high="普通高中", vocational="中高职", college="大学及以上"
)
AID_SCHEME = _list(
    yulu="雨露计划",
    living="家庭经济困难学生生活补助",
    preschool="学前教育资助",
    grant="国家助学金",
    tuition_free="免学费",
    loan="生源地助学贷款",
    other="其他",
)
TERM = _list(spring="春季", autumn="秋季")
SETTLE_KIND = _list(inpatient="住院", outpatient_chronic="门诊慢特病")
LOAN_USE = _list(crop="种植", stock="养殖", processing="加工", trade="商贸", other="其他")
LOAN_STATUS = _list(
    normal="正常", renewed="续贷", extended="展期", overdue="逾期", compensated="已代偿", repaid="已还清"
)
BENEFIT_SCHEME = _list(
    dibao="低保金",
    tekun="特困供养金",
    temporary="临时救助",
    orphan="孤儿保障",
    disabled_living="困难残疾人生活补贴",
    disabled_nursing="重度残疾人护理补贴",
    reward_industry="产业奖补",
    reward_employment="就业奖补",
    reward_startup="创业奖补",
    transport="交通补贴",
    migrant="务工补助",
    relief_fund="防返贫基金",
    relief_insurance="防贫保",
    accident_insurance="人身意外险",
    other="其他",
)
DISASTER = _list(
    flood="洪涝", drought="干旱", hail="风雹", freeze="低温冻害", snow="雪灾", geological="地质灾害", earthquake="地震",
    fire="火灾", other="其他",
)  # fmt: skip
HOUSE_ACTION = _list(
    none="无需处理", repair="维修加固", rebuild="重建", relocate="搬迁安置", temporary="临时安置"
)
ISSUE_SRC = _list(
    national_assessment="国家考核评估",
    central_inspection="中央巡视",
    central_bulletin="中央通报",
    provincial_post_evaluation="省级后评估",
    provincial_supervision="省级督查",
    county_weakness="县级短板排查",
    audit="审计",
    self_check="自查自纠",
    hotline_12317="12317热线",
    campaign="专项行动",
)
ISSUE_STATE = _list(
    found="已发现",
    claimed="已认领",
    rectifying="整改中",
    submitted="已报结",
    verified="已核验",
    closed="已销号",
    reopened="反弹",
    long_term="长期坚持",
)
TEAM_SENDER = _list(city="市级", county="县级", town="乡镇")
TEAM_ROLE = _list(leader="第一书记(队长)", member="队员")
TEAM_GRADE = _list(good="好", fairly_good="较好", average="一般", poor="差")
ASSESSED = _list(member="队员", team="工作队", township="乡镇", village="村")
ASSESS_PERIOD = _list(quarter="季度", annual="年度", term="任期")
WARNING_RESULT = _list(real="属实", false="不属实", already_helped="已在帮扶", not_local="非本地")
CLEAR_KIND = _list(
    months="持续月数", income="收入", guarantee="保障", measure="措施", labour="劳动力", follow_up="跟踪"
)
RULE_LEVEL = _list(reject_file="整份退回", reject_row="退回该行", warning="提醒")
ALERT_SEVERITY = _list(red="红", orange="橙", yellow="黄")
ALERT_OWNER = _list(village="村", town="乡镇", dept="部门", county="县", bank="承贷银行", sender="报送单位")

# -- programmes and campaigns --------------------------------------------------------------------------------------

RETURN_KIND = _list(returned="返贫", fallen="致贫")
UNHAPPY_WITH = _list(
    identification="识别", measures="帮扶措施", income="收入", house="住房", water="饮水", road="道路",
    health="看病", school="上学", cadres="干部作风", other="其他",
)  # fmt: skip
CHRONIC_DISEASE = _list(
    hypertension="高血压", diabetes="糖尿病", mental="严重精神障碍", tuberculosis="结核病", tumour="恶性肿瘤",
    kidney="慢性肾功能衰竭", stroke="脑卒中后遗症", other="其他",
)  # fmt: skip
TARGET_GROUP = _list(
    chronic="慢性病患者", disabled="残疾人", elderly="65岁以上老年人", child="0到6岁儿童", pregnant="孕产妇",
    alleviated="其他脱贫人口和监测对象",
)  # fmt: skip
RENOVATION_KIND = _list(
    grade_c="C级危房维修加固", grade_d="D级危房重建", dynamic="动态新增危房改造", disaster="因灾重建"
)
RELOCATION_MODE = _list(centralised="集中安置", scattered="分散安置")
TRAINING_KIND = _list(
    skill="职业技能", practical="农村实用技术", startup="创业", policy="政策业务", team="驻村干部"
)
WORKSHOP_STATE = _list(running="正常", idle="停产", closed="关闭")
INDUSTRY_KIND = _list(
    special="特色产业", project="帮扶项目", base="示范基地", courtyard="庭院经济", startup="自主创业"
)
OPERATION_STATE = _list(good="态势良好", at_risk="存在风险", failed="失败")
SALE_CHANNEL = _list(
    platform_832="832平台", units="预算单位采购", helpers="帮扶单位认购", market="商场超市", online="电商直播",
    east_west="东西部协作", other="其他",
)  # fmt: skip
PILOT_KIND = _list(beautiful="和美乡村", joint="共同缔造", both="和美乡村和共同缔造")
PILOT_LEVEL = _list(provincial="省级", city="市级", county="县级")
FACILITY_KIND = _list(
    water_integration="城乡供水一体化", water="农村供水", road="道路", irrigation="农田水利", sewage="污水管网",
    inspection_well="检查井", connection_well="接户井", light="路灯", culture="文体设施", other="其他",
)  # fmt: skip
FACILITY_STATE = _list(building="在建", good="正常", broken="损坏", stopped="停用")
MEETING_KIND = _list(
    study="理论学习", special="专题会议", key_work="重点工作会议", monthly="业务培训会和月例会", supervision="督查",
    bulletin="通报", other="其他",
)  # fmt: skip
PETITION_CHANNEL = _list(
    letter="来信", visit="来访", hotline="12317热线", online="网上信访", media="媒体舆情", other="其他"
)
PETITION_TOPIC = _list(
    identification="监测识别", benefit="待遇享受", house="住房", water="饮水", project="项目资金",
    distribution="收益分配", cadres="干部作风", other="其他",
)  # fmt: skip
PETITION_RESULT = _list(real="属实", partly="部分属实", false="不属实")
MILESTONE_KIND = _list(phase="阶段", deadline="报送节点", check="督查节点")
