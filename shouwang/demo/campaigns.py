"""Campaigns: an autumn one over the sixteen aspects of 高桥镇 (domain dictionary 4.1), moved to 2023, and one of spring.

Phases as printed: 动员部署 from the last third of September, 组织实施 in October with the ledger of problems on paper, signed
and stamped, by the 26th, 督导检查 into November. What lasts longer (deeds, looking back at problems) is due in December, so
at the end of November some tasks are open, most done, and a few overdue, none of them in the two exact townships.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import polars as pl

from shouwang.demo.calendar import to_date
from shouwang.demo.county import County
from shouwang.demo.exact import TOWNS
from shouwang.demo.frames import from_records
from shouwang.demo.issues import person_name

Record = dict[str, object]


class Aspect(NamedTuple):
    """One aspect: what is asked, of whom, who in the county looks after it, its indicator, and the tasks it makes."""

    name: str
    requirement: str
    units: str
    dept: str | None
    indicator: str | None
    tasks: tuple[str, ...]
    by_village: bool = False
    lasts: bool = False


AUTUMN = "QSGS2023"
SPRING = "BRXD2023"
OFFICE = "乡镇农业农村和乡村振兴办公室"
ASPECTS = (
    Aspect("责任压实", "书记、乡镇长靠前指挥，专干专职，信息数据及时更新", "乡镇直各单位、各村", None, "update_lag", ("制定工作方案并动员部署", "压实专干和数据更新责任")),
    Aspect("义务教育", "落实控辍保学“三帮一”，一人一策，九年义务教育有保障", "乡镇中心校、各村", "jyj", "dropout_children", ("核查适龄儿童少年就学和教育资助",), by_village=True),
    Aspect("基本医疗", "落实参保、慢病签约和大病救治，核实因病风险", "乡镇卫生院、各村", "wjj", "insured_rate", ("核查参保和家庭医生签约", "核实大额自付费用的户")),
    Aspect("住房安全", "不让一户住危房，因灾受损房屋及时重建", "乡镇自然资源和生态环境办公室、各村", "zjj", "house_hazard_hh", ("逐户核查住房安全",), by_village=True),
    Aspect("饮水安全", "核查水质水量，落实长效管护", "乡镇农业综合服务中心、各村", "slj", "unsafe_water_hh", ("逐村核查供水和管护",), by_village=True),
    Aspect("兜底保障", "低保、特困、临时救助应保尽保", "乡镇社会事务综合服务中心、各村", "mzj", "backstop_gap", ("比对整户无劳动力户的兜底保障",)),
    Aspect("监测帮扶机制", "群众知道怎样申报，识别不超过两个月，措施跟上", OFFICE + "、各村", "xczx", "measure_within_30d", ("入户核查监测对象和帮扶措施",), by_village=True),
    Aspect("易地搬迁后续", "全部入住，有就业，不动产登记达到100%", OFFICE + "、各村", "xczx", "relocation_deed_rate", ("核查入住、就业和不动产登记",), lasts=True),
    Aspect("稳岗就业", "务工规模不低于去年", "乡镇社会事务办公室、" + OFFICE + "、各村", "rsj", "employment_ratio_base", ("核实未就业劳动力并推荐岗位",)),
    Aspect("乡村特色产业", "按态势良好、存在风险、失败分类，符合条件的应贷尽贷", "乡镇农业综合服务中心、" + OFFICE + "、承贷银行、各村", "nyj", "industry_risk", ("产业项目分类排查", "小额信贷需求摸底")),
    Aspect("基础设施和公共服务", "落实管护责任和经费", "各村", None, None, ("核查设施管护责任",)),
    Aspect("驻村帮扶", "选派和管理到位，新纳入的监测户由领导联系", "乡镇党建办公室、各村", "zzb", "attendance_rate", ("核查驻村在岗和结对帮扶",)),
    Aspect("衔接资金", "充实项目库，缩短资金到项目的时间", "乡镇财政所、" + OFFICE + "、各村", "czj", "disbursement_progress", ("清理项目和支付进度", "完善下年度项目库"), lasts=True),
    Aspect("问题整改", "各级反馈和自查问题回头看，十月底前清零", "乡镇直各单位、各村", None, "issue_close_rate", ("问题排查整改台账签字盖章报送", "已销号问题回头看"), lasts=True),
    Aspect("风险防控", "防控产业失败、搬迁稳不住、小额信贷收不回、信访舆情四大风险", OFFICE + "、承贷银行、乡镇社会治安和应急管理办公室、各村", "yjj", "loan_overdue_rate", ("四大风险排查",)),
    Aspect("巩固成效", "应纳尽纳100%，措施到位100%，返贫动态清零，认可度提升", "乡镇直各单位、各村", None, "recognition_rate", ("入户访谈群众认可度",)),
)  # fmt: skip
SPRING_ASPECTS = (1, 2, 4, 5, 7, 14)
PHASES = (
    ("phase", "动员部署", date(2023, 9, 21), date(2023, 10, 9), "制定方案，动员到村到人"),
    ("phase", "组织实施", date(2023, 10, 10), date(2023, 10, 31), "逐户核查，边查边改"),
    ("deadline", "问题排查整改台账报送", None, date(2023, 10, 26), "纸质，签字盖章，下班前报送"),
    ("deadline", "拟纳入监测对象花名册报送", None, date(2023, 10, 31), "发现一户、核实一户、上报一户"),
    ("check", "督导检查", date(2023, 10, 27), date(2023, 11, 10), "结果计入对村考核"),
    ("deadline", "长期事项完成", None, date(2023, 12, 15), "登记办证、问题回头看"),
)
SPRING_PHASES = (
    ("phase", "排查", date(2023, 4, 10), date(2023, 5, 20), "逐村逐户排查"),
    ("phase", "整改", date(2023, 5, 21), date(2023, 7, 10), "建立清单，逐项整改"),
    ("check", "验收", date(2023, 7, 11), date(2023, 7, 20), "逐村验收"),
)
CAMPAIGNS = (
    (
        AUTUMN,
        "2023年巩固拓展脱贫攻坚成果秋季攻势",
        date(2023, 9, 21),
        date(2023, 11, 10),
        PHASES,
        range(1, 17),
    ),
    (
        SPRING,
        "2023年巩固拓展脱贫攻坚成果百日行动",
        date(2023, 4, 10),
        date(2023, 7, 20),
        SPRING_PHASES,
        SPRING_ASPECTS,
    ),
)


def make_campaigns(county: County) -> dict[str, pl.DataFrame]:
    """Return the frames of the campaigns, their milestones, aspects and tasks; those that have not begun are not there."""
    today = to_date(county.today)
    begun = [one for one in CAMPAIGNS if one[2] <= today]
    made: dict[str, list[Record]] = {
        "campaign": [], "campaign_milestone": [], "campaign_aspect": [], "campaign_task": [],
    }  # fmt: skip
    for number, name, start, end, phases, aspects in begun:
        made["campaign"].append({
            "campaign_id": number, "campaign_name": name, "start_date": start, "end_date": end, "organiser": "市委农村工作领导小组",
            "source_doc": f"{name}实施方案", "goal": "应纳尽纳、措施到位、返贫动态清零、群众认可度提升",
        })  # fmt: skip
        made["campaign_milestone"] += [
            {"campaign_id": number, "milestone_no": k, "milestone_kind": kind, "milestone_name": what, "start_date": since,
             "due_at": due, "requirement": asked}
            for k, (kind, what, since, due, asked) in enumerate(phases, start=1)
        ]  # fmt: skip
        for aspect_no in aspects:
            aspect = ASPECTS[aspect_no - 1]
            made["campaign_aspect"].append({
                "campaign_id": number, "aspect_no": aspect_no, "aspect_name": aspect.name, "requirement": aspect.requirement,
                "resp_units": aspect.units, "lead_dept": aspect.dept, "indicator_id": aspect.indicator,
            })  # fmt: skip
            made["campaign_task"] += _tasks(county, number, aspect_no, aspect, today)
    return {
        table: from_records(table, records, source=county.source)
        for table, records in made.items()
        if records
    }


def _tasks(county: County, campaign: str, aspect_no: int, aspect: Aspect, today: date) -> list[Record]:
    """The tasks of one aspect: of each township, or of each of its villages; the last one lasts where the aspect does."""
    rng = county.streams("campaign", campaign, aspect_no)
    found: list[Record] = []
    for town, code in enumerate(county.places.town_codes):
        places: list[str | None] = [None]
        if aspect.by_village:
            places = [county.places.village_codes[row] for row in county.places.villages_of(town)]
        for village in places:
            for k, task in enumerate(aspect.tasks):
                lasts = aspect.lasts and k == len(aspect.tasks) - 1
                number = f"{campaign}-{aspect_no:02d}-{(village or code)[6:]}-{k + 1}"
                found.append(
                    {"task_id": number, "campaign_id": campaign, "aspect_no": aspect_no, "town_code": code, "division_code": village,
                     "task": task, "resp_unit": "村民委员会" if village else aspect.units.split("、")[0], "resp_person": person_name(rng)}
                    | _course(rng, campaign, aspect_no, today, exact=code in TOWNS, lasts=lasts, village=village is not None)
                )  # fmt: skip
    return found


def _course(
    rng: np.random.Generator,
    campaign: str,
    aspect_no: int,
    today: date,
    *,
    exact: bool,
    lasts: bool,
    village: bool,
) -> Record:
    """When a task was begun and done: a little before it was due, late or not yet in a few of the other townships."""
    autumn = campaign == AUTUMN
    due = date(2023, 7, 10)
    if autumn:
        due = (
            date(2023, 12, 15)
            if lasts
            else date(2023, 10, 26)
            if aspect_no in (1, 14)
            else date(2023, 10, 31)
        )
    started = due - timedelta(days=int(rng.integers(12, 24)))
    late = autumn and not exact and rng.random() < (0.045 if village else 0.06)
    done = due - timedelta(days=int(rng.integers(0, 11)))
    if late:
        done = due + timedelta(days=int(rng.integers(4, 90)))
    is_done = done <= today
    problems = int(rng.choice([0, 0, 0, 0, 1, 1, 2, 3]))
    closed = problems if is_done else min(problems, int(rng.integers(0, 2)))
    return {
        "due_at": due, "started_at": started if started <= today else None, "done_at": done if is_done else None,
        "checked_hh": int(rng.integers(4, 45) if village else rng.integers(20, 300)), "problems_found": problems,
        "problems_closed": closed, "evidence_ref": "核查台账" if is_done else None,
    }  # fmt: skip
