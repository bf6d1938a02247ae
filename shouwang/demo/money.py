"""Projects from the pool to the handover, the money behind them, and the assets they leave.

The two exact townships carry the projects, sums and assets of their reports; the other townships have three to six
projects a year of 370 to 383 万元 and, now and then, what goes wrong with money: work finished and not paid, an
allocation without a project, a payment without one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import polars as pl

from shouwang.demo.calendar import to_date
from shouwang.demo.county import County
from shouwang.demo.exact import BAOAN, LIURENBA
from shouwang.demo.frames import from_records
from shouwang.demo.names import FEMALE_GIVEN, MALE_GIVEN, SURNAMES

INDUSTRY = (
    ("特色种植基地", "种植业基地", "新建特色种植基地及配套灌溉设施"),
    ("稻虾养殖基地", "养殖业基地", "改造稻虾共作田块，配套进排水渠"),
    ("油茶提质改造", "种植业基地", "油茶低产林改造"),
    ("农产品冷链仓储", "加工流通项目", "建设冷库及分拣车间"),
    ("中药材种植基地", "种植业基地", "新建中药材种植基地"),
    ("蔬菜大棚", "种植业基地", "新建钢架大棚"),
    ("村级光伏电站", "新型农村集体经济发展项目", "建设村级光伏电站"),
    ("帮扶车间改扩建", "加工流通项目", "帮扶车间改扩建及设备购置"),
)
OTHER = (
    ("infrastructure", "通湾公路硬化", "农村基础设施", "硬化通湾公路"),
    ("infrastructure", "灌溉渠道维修", "农村基础设施", "渠道清淤及衬砌"),
    ("infrastructure", "安全饮水管网", "农村基础设施", "铺设供水管网"),
    ("public_service", "人居环境整治", "农村公共服务", "污水处理及垃圾收集设施"),
    ("employment", "公益性岗位补助", "公益性岗位", "公益性岗位补助"),
)
LINKAGE = ("土地流转、就业务工", "就业务工、收益分配", "带动生产、收益分配", "入股分红", "土地流转、收益分配")
SOURCES = ("central", "provincial", "city", "county")
STATES = ("planned", "tendering", "started", "finished", "accepted", "settled", "handed_over")


@dataclass
class Project:
    """One project. Money in cents by source; ``stationed``, ``self`` and ``other`` are planned as 其他."""

    town: str
    village: str | None
    name: str
    type: str
    subtype: str
    content: str
    year: int
    batch: int
    plan: dict[str, int]
    ordered: date
    started: date | None = None
    finished: date | None = None
    accepted: date | None = None
    handed: date | None = None
    dept: str = "nyj"
    persons: int = 40
    paid_share: float = 1.0
    flawed: bool = False
    project_id: str = ""
    payments: list[dict[str, object]] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(self.plan.values())


def make_money(county: County) -> dict[str, pl.DataFrame]:
    """Return the frames of ``project``, ``fund_allocation``, ``disbursement`` and ``asset``."""
    projects: list[Project] = []
    for town, code in enumerate(county.places.town_codes):
        rng = county.streams("projects", code)
        villages = [county.places.village_codes[v] for v in county.places.villages_of(town)]
        for year in range(2021, 1970 + county.last // 12 + 1):
            projects += _town_year(rng, county, code, villages, year)
    today = to_date(county.today)
    projects = [p for p in projects if p.ordered <= today]
    for number, project in enumerate(projects, start=1):
        project.project_id = f"P{project.year}{project.town[4:]}{number:04d}"
    rng = county.streams("payments")
    payments = [pay for project in projects for pay in _payments(rng, project, today)]
    allocations = [a for project in projects for a in _allocations(rng, project, today)]
    payments += _orphan_payments(county, today) + _refund(county, payments, today)
    allocations += _orphan_allocations(county, today)
    names = dict(zip(county.places.village_codes, county.places.village_names, strict=True))
    source = county.source
    return {
        "project": from_records(
            "project", [_project_record(rng, p, today, names) for p in projects], source=source
        ),
        "fund_allocation": from_records(
            "fund_allocation", _numbered(allocations, "allocation_id", "A"), source=source
        ),
        "disbursement": from_records("disbursement", _numbered(payments, "pay_id", "Z"), source=source),
        "asset": from_records("asset", _assets(county, projects, today), source=source),
    }


def yuan(cents: int) -> Decimal:
    return Decimal(int(cents)) / 100


def _numbered(records: list[dict[str, object]], column: str, prefix: str) -> list[dict[str, object]]:
    return [record | {column: f"{prefix}{i:06d}"} for i, record in enumerate(records, start=1)]


def split(rng: np.random.Generator, total: int, n: int, unit: int = 100_00) -> list[int]:
    """Return ``n`` positive amounts, multiples of ``unit`` but for the last, that add up to ``total``."""
    if n == 1:
        return [total]
    weights = rng.uniform(0.5, 1.5, n)
    parts = [max(unit, int(total * w / weights.sum()) // unit * unit) for w in weights[:-1]]
    return [*parts, total - sum(parts)]


# --- which projects ---------------------------------------------------------------------------------------------------


def _town_year(
    rng: np.random.Generator, county: County, town: str, villages: list[str], year: int
) -> list[Project]:
    if (town, year) == (LIURENBA, 2023):
        return _liurenba_2023(rng, villages)
    if (town, year) == (LIURENBA, 2022):
        return _liurenba_2022(rng, villages)
    if (town, year) == (BAOAN, 2023):
        return _baoan_2023(county)
    size = max(0.25, min(1.3, len(villages) / 20))
    n = int(rng.integers(3, 7)) if size > 0.4 else int(rng.integers(1, 4))
    amounts = split(rng, round(rng.uniform(370, 383) * size) * 10_000_00, n, 1_0000_00)
    return [_any_project(rng, town, villages, year, cents, k) for k, cents in enumerate(amounts)]


def _any_project(
    rng: np.random.Generator, town: str, villages: list[str], year: int, cents: int, k: int
) -> Project:
    batch = int(rng.integers(1, 6))
    ordered = date(year, 1, 20) + timedelta(days=int(batch * 38 + rng.integers(0, 25)))
    shares = rng.dirichlet([6, 3, 1.2, 1.5])
    plan = {s: int(cents * w) // 100_00 * 100_00 for s, w in zip(SOURCES, shares, strict=True)}
    plan["central"] += cents - sum(plan.values())
    industry = k == 0 or rng.random() < 0.62
    kind = INDUSTRY[rng.integers(len(INDUSTRY))] if industry else OTHER[rng.integers(len(OTHER))][1:]
    type_ = "industry" if industry else next(o[0] for o in OTHER if o[1] == kind[0])
    project = Project(
        town, str(rng.choice(villages)), kind[0], type_, kind[1], kind[2], year, batch, plan, ordered,
        dept="nyj" if industry else {"infrastructure": "jtj", "public_service": "xczx", "employment": "rsj"}[type_],
        persons=int(rng.integers(15, 160)),
    )  # fmt: skip
    slow = float(rng.uniform(0.75, 1.25))
    _schedule(rng, project, slow)
    draw = rng.random()
    if draw < 0.06 and town not in (BAOAN, LIURENBA):
        project.paid_share = float(rng.uniform(0.3, 0.7))  # finished, not all paid
        project.flawed = draw < 0.02
    return project


def _schedule(rng: np.random.Generator, project: Project, slow: float = 1.0) -> None:
    project.started = project.ordered + timedelta(days=int(rng.integers(20, 60) * slow))
    project.finished = project.started + timedelta(days=int(rng.integers(50, 130) * slow))
    project.accepted = project.finished + timedelta(days=int(rng.integers(10, 35)))
    project.handed = project.accepted + timedelta(days=int(rng.integers(25, 80)))


def _liurenba_2023(rng: np.random.Generator, villages: list[str]) -> list[Project]:
    """2023年度实施财政衔接资金项目6个,其中产业项目5个,基础设施项目1个,资金总规模383.03万元; batches 2, 4, 5; all finished."""
    kinds = [("industry", *INDUSTRY[k]) for k in (0, 1, 2, 5, 7)] + [OTHER[0]]
    amounts = [920_000_00, 760_000_00, 600_000_00, 550_300_00, 500_000_00, 500_000_00]
    batches = [2, 2, 4, 4, 5, 5]
    orders = {2: date(2023, 3, 20), 4: date(2023, 5, 22), 5: date(2023, 6, 19)}
    chosen = rng.choice(villages, len(kinds), replace=False)
    projects = []
    for kind, cents, batch, village in zip(kinds, amounts, batches, chosen, strict=True):
        central = cents * 6 // 10 // 100_00 * 100_00
        plan = {"central": central, "provincial": cents - central}
        project = Project(LIURENBA, str(village), *kind[1:2], kind[0], kind[2], kind[3], 2023, batch, plan, orders[batch], persons=int(rng.integers(20, 60)))  # fmt: skip
        project.started = project.ordered + timedelta(days=int(rng.integers(15, 30)))
        project.finished = project.started + timedelta(days=int(rng.integers(50, 80)))
        project.accepted = project.finished + timedelta(days=int(rng.integers(8, 20)))
        projects.append(project)
    return projects


def _liurenba_2022(rng: np.random.Generator, villages: list[str]) -> list[Project]:
    """投入项目23个,驻村帮扶资金190.04万元; the assets they left are worth 418.2167万元, so the plan is taken to be that."""
    stationed = split(rng, 1_900_400_00, 11)
    bridging = split(rng, 4_182_167_00 - 1_900_400_00, 12)
    projects = []
    for k, cents in enumerate([*bridging, *stationed]):
        industry = k % 2 == 0
        kind = INDUSTRY[k % len(INDUSTRY)] if industry else OTHER[k % 4][1:]
        type_ = "industry" if industry else OTHER[k % 4][0]
        if k < len(bridging):
            central = cents * 6 // 10 // 100_00 * 100_00
            plan = {"central": central, "provincial": cents - central}
        else:
            plan = {"stationed": cents}
        batch = k % 5 + 1
        project = Project(LIURENBA, villages[k % len(villages)], kind[0], type_, kind[1], kind[2], 2022, batch, plan, date(2022, 1, 25) + timedelta(days=38 * batch), persons=int(rng.integers(10, 40)))  # fmt: skip
        _schedule(rng, project, 0.6)
        projects.append(project)
    return projects


def _baoan_2023(county: County) -> list[Project]:
    """3个项目,资金规模共507.9万元,其中财政衔接资金370万元 = 中央300 + 市级60 + 市级10; 148人增收.

    The other 137.9 万元 are not explained in the report: taken as the township's and the firms' own money (其他).
    """
    codes = dict(zip(county.places.village_names, county.places.village_codes, strict=True))
    peach = Project(
        BAOAN, codes["沼山村"], "保安镇狗血桃产业链建设项目", "industry", "种植业基地", "园区基础建设、桃苗采购", 2023, 2,
        {"central": 3_000_000_00, "self": 1_129_000_00}, date(2023, 3, 20), date(2023, 4, 26), persons=96, paid_share=0.72,
    )  # fmt: skip
    turtle = Project(
        BAOAN, codes["大垅村"], "大垅村甲鱼基地建设项目", "industry", "养殖业基地", "甲鱼养殖基地建设", 2023, 4,
        {"city": 600_000_00, "self": 200_000_00}, date(2023, 5, 22), date(2023, 6, 15), date(2023, 9, 20), date(2023, 10, 18),
        persons=34,
    )  # fmt: skip
    shrimp = Project(
        BAOAN, codes["高溪村"], "高溪村稻虾养殖业基地", "industry", "养殖业基地", "稻虾养殖基地建设", 2023, 4,
        {"city": 100_000_00, "self": 50_000_00}, date(2023, 5, 22), date(2023, 7, 3), persons=18, paid_share=0.5,
    )  # fmt: skip
    return [peach, turtle, shrimp]


# --- money ------------------------------------------------------------------------------------------------------------


def _payments(rng: np.random.Generator, project: Project, today: date) -> list[dict[str, object]]:
    """Pay in two to four parts between the start and some weeks after the acceptance, source by source."""
    if project.started is None:
        return []
    end = (project.accepted or project.started + timedelta(days=240)) + timedelta(days=25)
    records = []
    for source, cents in project.plan.items():
        payable = cents if project.paid_share == 1.0 else int(cents * project.paid_share) // 100_00 * 100_00
        parts = split(rng, payable, int(rng.integers(1, 4)) if payable > 50_000_00 else 1, 1_00)
        span = (end - project.started).days
        for k, part in enumerate(parts):
            when = project.started + timedelta(
                days=int(8 + span * (k + 0.5 + rng.uniform(-0.3, 0.3)) / len(parts))
            )
            record = {
                "project_id": project.project_id, "town_code": project.town, "pay_date": min(when, end),
                "budget_year": project.year, "source": source, "amount": yuan(part), "payee_kind": "施工单位",
            }  # fmt: skip
            if part > 0 and when <= today:
                records.append(record)
    return records


def _allocations(rng: np.random.Generator, project: Project, today: date) -> list[dict[str, object]]:
    """下达 with the plan order, 到位 some weeks later; own money is not allocated."""
    records = []
    for source, cents in project.plan.items():
        if source == "self":
            continue
        arrived = project.ordered + timedelta(days=int(rng.integers(5, 30)))
        industry = cents if project.type == "industry" else 0
        records.append({
            "budget_year": project.year, "source": source, "doc_no": f"示例财农〔{project.year}〕{project.batch}号",
            "allocated_at": project.ordered, "arrived_at": arrived if arrived <= today else None, "town_code": project.town,
            "project_id": project.project_id, "amount": yuan(cents), "industry_amount": yuan(industry),
        })  # fmt: skip
    return records


def _others(county: County) -> list[str]:
    return [code for code in county.places.town_codes if code not in (BAOAN, LIURENBA)]


def _orphan_payments(county: County, today: date) -> list[dict[str, object]]:
    """Three payments that name no project."""
    rng = county.streams("orphan payments")
    towns = rng.permutation(_others(county))[:3]
    when = [min(today, date(2023, 3, 14)), min(today, date(2023, 7, 6)), min(today, date(2023, 9, 26))]
    return [
        {
            "town_code": str(town), "pay_date": on, "budget_year": on.year, "source": "county",
            "amount": yuan(int(rng.integers(2, 12)) * 10_000_00), "payee_kind": "其他",
        }
        for town, on in zip(towns, when, strict=True)
    ]  # fmt: skip


def _refund(county: County, payments: list[dict[str, object]], today: date) -> list[dict[str, object]]:
    """One part payment that came back after the audit: a negative amount with its reason."""
    rng = county.streams("refund")
    mine = [pay for pay in payments if pay["town_code"] in _others(county)]
    if not mine:
        return []
    paid = mine[int(rng.integers(len(mine)))]
    amount, when = paid["amount"], paid["pay_date"]
    assert isinstance(amount, Decimal)
    assert isinstance(when, date)
    back = {
        "amount": -(amount / 20).quantize(Decimal(1)),
        "pay_date": min(today, when + timedelta(days=30)),
        "reason": "结算审计核减，退回多付资金",
    }
    return [paid | back]


def _orphan_allocations(county: County, today: date) -> list[dict[str, object]]:
    """Four allocations that have no project yet, two of them not arrived either."""
    rng = county.streams("orphan allocations")
    towns = rng.permutation(_others(county))[:4]
    days = (35, 70, 150, 210)
    records = []
    for k, (town, ago) in enumerate(zip(towns, days, strict=True)):
        allocated = today - timedelta(days=ago)
        amount = int(rng.integers(10, 45)) * 10_000_00
        records.append({
            "budget_year": allocated.year, "source": SOURCES[k], "doc_no": f"示例财农〔{allocated.year}〕9{k}号",
            "allocated_at": allocated, "arrived_at": allocated + timedelta(days=20) if k >= 2 else None,
            "town_code": str(town), "amount": yuan(amount), "industry_amount": yuan(0),
        })  # fmt: skip
    return records


# --- records ----------------------------------------------------------------------------------------------------------


def _project_record(
    rng: np.random.Generator, p: Project, today: date, village_names: dict[str, str]
) -> dict[str, object]:
    reached = {"started": p.started, "finished": p.finished, "accepted": p.accepted, "handed": p.handed}
    shown = {name: on if on is not None and on <= today else None for name, on in reached.items()}
    village = village_names.get(p.village or "", "")
    name = p.name if village[:2] in p.name or p.name.startswith("保安镇") else f"{village}{p.name}项目"
    given = (MALE_GIVEN + FEMALE_GIVEN)[int(rng.integers(40))]
    alleviated = max(1, p.persons * 6 // 10)
    other = sum(cents for source, cents in p.plan.items() if source not in SOURCES)
    done = shown["accepted"] or shown["finished"]
    return {
        "project_id": p.project_id, "name": name, "town_code": p.town, "division_code": p.village, "dept_code": p.dept,
        "resp_unit": f"{village}村委会" if village else "乡镇", "resp_person": f"{SURNAMES[int(rng.integers(len(SURNAMES)))]}{given}",
        "type": p.type, "subtype": p.subtype, "content": p.content, "pool_year": p.year - 1, "plan_year": p.year,
        "batch_no": p.batch, "plan_order_at": p.ordered,
        **{f"plan_{source}": yuan(p.plan.get(source, 0)) for source in SOURCES},
        "plan_other": yuan(other), "plan_total": yuan(p.total),
        "start_plan": p.ordered + timedelta(days=30), "finish_plan": max(date(p.year, 8, 31), p.ordered + timedelta(days=150)),
        "state": _state(p, shown, today),
        "started_at": shown["started"], "finished_at": shown["finished"], "accepted_at": shown["accepted"], "handed_at": shown["handed"],
        "perf_target": None if p.flawed else "数量、质量、时效、成本、效益、满意度指标已设定",
        "benefit_linkage": None if p.flawed else LINKAGE[int(rng.integers(len(LINKAGE)))],
        "benefit_hh": max(1, p.persons * 4 // 10), "benefit_persons": p.persons, "benefit_alleviated_persons": alleviated,
        "publicity_plan_at": None if p.flawed else p.ordered + timedelta(days=5),
        "publicity_done_at": done + timedelta(days=6) if done and done + timedelta(days=6) <= today else None,
    }  # fmt: skip


def _state(p: Project, shown: dict[str, date | None], today: date) -> str:
    if shown["handed"]:
        return "handed_over"
    if shown["accepted"]:
        return "accepted"
    if shown["finished"]:
        return "finished"
    if shown["started"]:
        return "started"
    return "tendering" if (today - p.ordered).days > 12 else "planned"


# --- assets -----------------------------------------------------------------------------------------------------------

_OPERATING = ("冷库", "大棚", "光伏电站", "加工车间", "养殖基地", "种植基地")
_PUBLIC = ("通湾公路", "灌溉渠道", "供水管网", "文化广场", "路灯", "污水处理设施")


def _assets(county: County, projects: Sequence[Project], today: date) -> list[dict[str, object]]:
    records: list[dict[str, object]] = []
    for code in county.places.town_codes:
        rng = county.streams("assets", code)
        mine = [p for p in projects if p.town == code]
        records += (
            _liurenba_assets(rng, mine, today)
            if code == LIURENBA
            else _town_assets(rng, county, code, mine, today)
        )
    return [record | {"asset_id": f"Q{i:06d}"} for i, record in enumerate(records, start=1)]


def _asset(
    rng: np.random.Generator, project: Project, kind: str, cents: int, year: int, today: date, *, faults: bool
) -> dict[str, object]:
    names = _OPERATING if kind == "operating" else _PUBLIC
    registered = date(year + 1, 3, 1) + timedelta(days=int(rng.integers(0, 90)))
    operating = kind == "operating"
    income = round(cents * float(rng.uniform(0.03, 0.08))) if operating else None
    draw = rng.random()
    state = "in_use"
    if faults and operating and draw < 0.10:
        state, income = ("idle", 0) if draw < 0.05 else ("low_yield", cents // 100)
    titled = not (faults and rng.random() < 0.05)
    return {
        "name": names[int(rng.integers(len(names)))], "town_code": project.town, "division_code": project.village,
        "asset_class": kind, "project_id": project.project_id, "form_year": year,
        "registered_at": registered if registered <= today else None, "original_value": yuan(cents),
        "owner_level": "village", "owner_name": "村股份经济合作社", "title_done": titled,
        "title_at": registered + timedelta(days=15) if titled and registered + timedelta(days=15) <= today else None,
        "manager": "村委会", "management_mode": ("own", "rent", "share", "trust")[int(rng.integers(4))] if operating else None,
        "income_year_amount": None if income is None else yuan(income),
        "distributed_year_amount": None if income is None else yuan(round(income * float(rng.uniform(0.7, 1.0)))),
        "state": state, "public_notice_at": registered + timedelta(days=10) if registered + timedelta(days=10) <= today else None,
    }  # fmt: skip


def _liurenba_assets(
    rng: np.random.Generator, projects: list[Project], today: date
) -> list[dict[str, object]]:
    """资产登记共33个,原值418.2167万元: 经营性13个188.9192万元, 公益性20个229.2975万元, all formed by the projects of 2022."""
    formed = [p for p in projects if p.year == 2022]
    if not formed:
        return []
    operating = [("operating", cents) for cents in split(rng, 1_889_192_00, 13)]
    public = [("public", cents) for cents in split(rng, 2_292_975_00, 20)]
    return [
        _asset(rng, formed[k % len(formed)], kind, cents, 2022, today, faults=False)
        for k, (kind, cents) in enumerate([*operating, *public])
    ]


def _town_assets(
    rng: np.random.Generator, county: County, code: str, projects: list[Project], today: date
) -> list[dict[str, object]]:
    """What the finished projects of the years before left, one or more assets a project."""
    records = []
    for project in projects:
        if project.finished is None or project.finished > today or project.year >= today.year:
            continue
        n = int(rng.integers(1, 5))
        for cents in split(rng, project.total, n):
            kind = "operating" if project.type == "industry" else "public"
            if rng.random() < 0.35:
                kind = "public" if kind == "operating" else "operating"
            records.append(
                _asset(rng, project, kind, cents, project.year, today, faults=code not in (BAOAN, LIURENBA))
            )
    return records
