"""Problems that inspections found, and what became of them; warnings that departments pushed; a flood.

刘仁八镇 (domain dictionary 5.1): 省后评估3个方面13个问题, 短板弱项3方面11个, 国家考核评估5个, 自查1个, 中央通报3个, 全部整改完成;
保安镇 (5.3): 省后评估3个方面13个 and 厕所改建等2个, 全部销号. The county holds its own copy of each problem, the townships
claim theirs under it.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl

from shouwang.demo.calendar import NEVER, to_date
from shouwang.demo.cases import Cases
from shouwang.demo.county import County
from shouwang.demo.exact import BAOAN, LIURENBA
from shouwang.demo.frames import conform, dates, from_records, money, pick, sorted_as, tag
from shouwang.demo.names import FEMALE_GIVEN, MALE_GIVEN, SURNAMES
from shouwang.demo.streams import between, share, weighted
from shouwang.schema import TABLES, codes

Record = dict[str, object]

ASPECTS = {
    "责任落实": ("党政主要负责同志调度不够经常", "驻村工作队作用发挥不充分", "村级会议记录不完整"),
    "政策落实": (
        "雨露计划政策宣传不到位",
        "个别家庭医生签约服务不规范",
        "脱贫户厕所改建不到位",
        "小额信贷贷后管理不够细",
        "公益性岗位考勤不严",
        "教育资助信息比对不及时",
    ),
    "工作落实": (
        "监测对象识别时间偏长",
        "帮扶措施与风险不完全对应",
        "收入核算佐证材料不齐",
        "项目资产管护责任人不明确",
        "项目公告公示时间不足",
        "信息系统数据更新不及时",
    ),
}
# source, year, paper, found, problems, aspects of the county's list
SOURCES = (
    ("provincial_post_evaluation", 2023, "2022年度省级后评估反馈意见", date(2023, 2, 20), 13, 3),
    ("county_weakness", 2022, "2022年度巩固脱贫成果短板弱项清单", date(2023, 3, 6), 11, 3),
    ("national_assessment", 2023, "2022年度国家考核评估反馈意见", date(2023, 4, 12), 5, 2),
    ("central_bulletin", 2023, "巩固脱贫成果问题通报", date(2023, 5, 18), 3, 2),
    ("provincial_post_evaluation", 2022, "2021年度省级后评估反馈意见", date(2022, 2, 23), 10, 3),
    ("national_assessment", 2022, "2021年度国家考核评估反馈意见", date(2022, 4, 15), 4, 2),
    ("audit", 2022, "2021年度衔接资金专项审计", date(2022, 7, 8), 4, 1),
)
EXACT_TOWNS = (BAOAN, LIURENBA)
RULES = (
    ("ybj", "年度自付医疗费用超过1万元", 12_000_00, 60_000_00),
    ("cl", "新办残疾人证", 0, 0),
    ("jyj", "义务教育阶段连续缺课", 0, 0),
    ("zjj", "房屋鉴定为C级或D级", 0, 0),
    ("gaj", "户籍注销、家庭成员死亡", 0, 0),
    ("rsj", "失业登记", 0, 0),
    ("mzj", "停发低保", 0, 0),
)
FLOOD = date(2023, 6, 18)
FLOODED = 41


def make_issues(county: County, cases: Cases) -> dict[str, pl.DataFrame]:
    """Return the frames of issues, department warnings, disaster events and affected households."""
    events, affected = _flood(county)
    return {
        "issue_rectification": _issues(county),
        "department_warning": _warnings(county, cases),
        "disaster_event": events,
        "disaster_household": affected,
    }


# -- problems ----------------------------------------------------------------------------------------------------------


def _issues(county: County) -> pl.DataFrame:
    rng = county.streams("issues")
    today = to_date(county.today)
    records: list[Record] = []
    for source, year, paper, found, count, aspects in SOURCES:
        if found > today:
            continue
        parents = [_problem(k, aspects) for k in range(count)]
        for k, (aspect, content) in enumerate(parents, start=1):
            parent = f"W{year}{_short(source)}{k:02d}"
            records.append(
                _record(
                    county,
                    rng,
                    parent,
                    f"{county.places.town_codes[0][:6]}000",
                    None,
                    source,
                    year,
                    paper,
                    found,
                    aspect,
                    content,
                    k,
                )
            )
            for town in county.places.town_codes:
                if _claims(rng, town, source, year):
                    records.append(
                        _record(
                            county,
                            rng,
                            f"{parent}-{town[6:]}",
                            town,
                            parent,
                            source,
                            year,
                            paper,
                            found,
                            aspect,
                            content,
                            k,
                        )
                    )
    records += _own(county, rng, today)
    return from_records("issue_rectification", records, source=county.source)


def _short(source: str) -> str:
    return "".join(word[0] for word in source.split("_")[:2]).upper()


def _problem(k: int, aspects: int) -> tuple[str, str]:
    """The k-th problem of a list of so many aspects (taken in turn)."""
    aspect = list(ASPECTS)[k % aspects]
    contents = ASPECTS[aspect]
    at = k // aspects
    return aspect, contents[at % len(contents)] + ("(整改不彻底)" if at >= len(contents) else "")


def _claims(rng: np.random.Generator, town: str, source: str, year: int) -> bool:
    """The two exact townships claim every problem that their reports count; the others about half."""
    if town == LIURENBA:
        return year == 2023 or source == "county_weakness"
    if town == BAOAN:
        return year == 2023 and source == "provincial_post_evaluation"
    return bool(rng.random() < 0.5)


def _own(county: County, rng: np.random.Generator, today: date) -> list[Record]:
    """What townships found themselves: one common problem in 刘仁八镇, two in 保安镇, a few elsewhere."""
    own: list[Record] = []
    for town in county.places.town_codes:
        exact = {
            LIURENBA: ["共性问题: 台账记录不统一"],
            BAOAN: ["部分脱贫户厕所改建不到位", "部分脱贫户庭院环境较差"],
        }
        contents = exact.get(town) or [
            str(rng.choice(ASPECTS["工作落实"])) for _ in range(int(rng.integers(1, 5)))
        ]
        for k, content in enumerate(contents, start=1):
            found = date(2023, 3, 20) + timedelta(days=int(rng.integers(0, 120)))
            if found <= today:
                number = f"Z2023{town[6:]}{k:02d}"
                own.append(
                    _record(
                        county,
                        rng,
                        number,
                        town,
                        None,
                        "self_check",
                        2023,
                        "自查问题清单",
                        found,
                        "工作落实",
                        content,
                        k,
                    )
                )
    return own


def _record(
    county: County, rng: np.random.Generator, number: str, town: str, parent: str | None, source: str, year: int,
    paper: str, found: date, aspect: str, content: str, k: int,
) -> Record:  # fmt: skip
    """One problem with its life; those of the exact townships are closed with evidence, others may be late."""
    today = to_date(county.today)
    exact = town in EXACT_TOWNS
    claimed = found + timedelta(days=int(rng.integers(3, 12)))
    due = found + timedelta(days=120 if year >= 2023 else 150)
    submitted = claimed + timedelta(days=int(rng.integers(40, 95)))
    late = not exact and year == 2023 and rng.random() < 0.05
    if late:
        submitted = due + timedelta(days=int(rng.integers(20, 260)))
    verified = submitted + timedelta(days=int(rng.integers(5, 18)))
    closed = verified + timedelta(days=int(rng.integers(2, 10)))
    again = not exact and rng.random() < 0.015
    state = "claimed"
    for name, day in (
        ("rectifying", claimed + timedelta(days=5)),
        ("submitted", submitted),
        ("verified", verified),
        ("closed", closed),
    ):
        state = name if day <= today else state
    state = "reopened" if again and state == "closed" else state
    unproved = not exact and state == "closed" and rng.random() < 0.01

    def past(day: date) -> date | None:
        return day if day <= today else None

    return {
        "issue_id": number, "town_code": town, "source": source, "source_doc": paper, "source_year": year,
        "source_province": "湖北", "parent_issue_id": parent, "aspect": aspect, "content": content,
        "resp_unit": "市专班" if town.endswith("000") else "乡村振兴办", "resp_person": person_name(rng), "supervisor": person_name(rng),
        "found_at": found, "claimed_at": past(claimed), "due_at": due, "submitted_at": past(submitted),
        "verified_at": past(verified), "closed_at": past(closed) if state in {"closed", "reopened"} else None,
        "measures": 2 + k % 3, "state": state,
        "evidence_ref": None if unproved or past(submitted) is None else f"佐证{number}", "long_term": k % 5 == 0,
        "reopened_count": int(state == "reopened"),
    }  # fmt: skip


def person_name(rng: np.random.Generator) -> str:
    given = [*MALE_GIVEN, *FEMALE_GIVEN]
    return f"{SURNAMES[int(rng.integers(len(SURNAMES)))]}{given[int(rng.integers(len(given)))]}"


# -- warnings of departments -------------------------------------------------------------------------------------------


def _warnings(county: County, cases: Cases) -> pl.DataFrame:
    """Some 3 % of the households a year: most prove false or are helped already; those that became a case name it."""
    rng = county.streams("department warnings")
    first = max(county.first, county.last - 23)
    frame = pl.concat([_unfounded(county, rng, first), _founded(county, cases, rng, first)])
    frame = frame.sort("pushed_at", "hh_id", maintain_order=True)
    numbered = frame.with_columns(tag("T", np.arange(1, len(frame) + 1)).alias("push_id"))
    return sorted_as(TABLES["department_warning"], numbered)


def _unfounded(county: County, rng: np.random.Generator, first: int) -> pl.DataFrame:
    h = county.households
    hits = [rng.permutation(np.flatnonzero(h.present(month))) for month in range(first, county.last + 1)]
    hits = [hit[: max(1, len(hit) // 400)] for hit in hits]
    hh = np.concatenate(hits)
    days = [
        _first(month) + between(rng, 0, 24, len(hit))
        for month, hit in zip(range(first, county.last + 1), hits, strict=True)
    ]
    pushed = np.concatenate(days)
    n = len(hh)
    rule = weighted(rng, (0.34, 0.14, 0.04, 0.06, 0.2, 0.14, 0.08), n)
    received = pushed + between(rng, 0, 2, n)
    late = county.faulty[hh] & share(rng, n, 0.07)
    checked = received + np.where(late, between(rng, 4, 40, n), between(rng, 1, 3, n))
    results = list(codes.WARNING_RESULT)
    helped, false, elsewhere = (results.index(name) for name in ("already_helped", "false", "not_local"))
    result = np.where(h.active(county.last)[hh], helped, np.where(share(rng, n, 0.08), elsewhere, false))
    low, high = (np.array([one[k] for one in RULES])[rule] for k in (2, 3))
    cents = np.where(high > 0, between(rng, low, np.maximum(high, low + 1), n), 0)
    done = checked <= county.today
    return conform("department_warning", {
        "push_id": "", "dept_code": pick([r[0] for r in RULES], rule), "pushed_at": dates(pushed),
        "rule_name": pick([r[1] for r in RULES], rule), **county.of(hh), "amount": money(cents, high > 0),
        "received_town_at": dates(np.where(received <= county.today, received, NEVER)),
        "checked_at": dates(np.where(done, checked, NEVER)), "result": pick(results, np.where(done, result, -1)),
    }, source=county.source)  # fmt: skip


def _founded(county: County, cases: Cases, rng: np.random.Generator, first: int) -> pl.DataFrame:
    """The warnings behind the cases that say a department pushed them."""
    since = to_date(_first(first))
    pushed = cases.cases.filter(
        (pl.col("clue_channel") == "dept_push")
        & (pl.col("case_kind") == "identify")
        & (pl.col("clue_at") >= since)
    )
    names = {dept: name for dept, name, _, _ in RULES}
    checked = pushed["clue_at"].cast(pl.Int32).to_numpy().astype(np.int64) + between(rng, 1, 3, len(pushed))
    refused = pushed["result"].is_in(["not_admitted", "dismissed"]).fill_null(value=False).to_numpy()
    rows = {
        name: pushed[name]
        for name in ("hh_id", "hh_key", "town_code", "division_code", "case_id", "dept_code")
    }
    return conform("department_warning", {
        **rows, "push_id": "", "pushed_at": pushed["clue_at"], "received_town_at": pushed["clue_at"], "checked_at": dates(np.where(checked <= county.today, checked, NEVER)),
        "rule_name": pl.Series([names.get(dept, "部门比对发现风险") for dept in pushed["dept_code"]], dtype=pl.String),
        "result": pick(("real", "false"), np.where(checked <= county.today, refused, -1)),
    }, source=county.source)  # fmt: skip


def _first(month: int) -> int:
    return int(np.int64(month).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64))


# -- the flood of June 2023 --------------------------------------------------------------------------------------------


def _flood(county: County) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A flood in the lake townships: houses, crops and water; most solved within the month."""
    if to_date(county.today) < FLOOD:
        return pl.DataFrame(), pl.DataFrame()
    event = {
        "event_id": "ZH2023001", "kind": "flood", "event_date": FLOOD, "divisions": "四顾闸管理处、东风农场管理区、还地桥镇",
        "description": "持续强降雨，部分湾组进水",
    }  # fmt: skip
    rng = county.streams("flood")
    h = county.households
    towns = [
        county.places.index(code) for code in county.places.town_codes if code[6:] in {"401", "402", "104"}
    ]
    there = np.flatnonzero(np.isin(h.town, towns) & h.present(county.last))
    hh = np.sort(rng.permutation(there)[:FLOODED])
    n = len(hh)
    house = share(rng, n, 0.3)
    grade = np.where(house, weighted(rng, (0.3, 0.45, 0.2, 0.05), n), -1)
    solved = (FLOOD - date(1970, 1, 1)).days + between(rng, 5, 60, n)
    solved = np.where(share(rng, n, 0.06) | (solved > county.today), NEVER, solved)
    action = np.where(~house, 0, np.choose(np.maximum(grade, 0), (0, 1, 1, 2)))
    frame = conform("disaster_household", {
        "event_id": "ZH2023001", **county.of(hh), "house_flooded": pl.Series(house),
        "appraisal_grade": pick(list(codes.GRADE), grade), "house_action": pick(list(codes.HOUSE_ACTION), action),
        "industry_loss": money(between(rng, 0, 120, n) * 100_00), "relief_amount": money(between(rng, 3, 40, n) * 100_00),
        "water_ok": pl.Series(share(rng, n, 0.95)), "solved_at": dates(solved),
    }, source=county.source)  # fmt: skip
    events = from_records("disaster_event", [event], source=county.source)
    return events, sorted_as(TABLES["disaster_household"], frame)
