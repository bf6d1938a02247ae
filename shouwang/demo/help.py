"""What is done for a household: measures that answer its risk, and the monthly visit."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from shouwang.demo.calendar import (
    NEVER,
    Flags,
    Ints,
    day,
    first_day,
    first_days,
    last_day,
    month_of,
    months_of_days,
)
from shouwang.demo.cases import Cases
from shouwang.demo.county import County
from shouwang.demo.exact import (
    BAOAN,
    BAOAN_RENOVATED_HOUSES,
    LIURENBA,
    LIURENBA_STARTUP_CENTS,
    LIURENBA_STARTUPS,
)
from shouwang.demo.frames import conform, dates, money, months, pick, sorted_as, tag
from shouwang.demo.households import ALLEVIATED
from shouwang.demo.persons import RISKS, SCHOOLS, able_members
from shouwang.demo.streams import between, share, weighted
from shouwang.demo.work import Work
from shouwang.schema import TABLES, codes

CATEGORIES = list(codes.MEASURE)
DEPTS = list(codes.DEPT)
STATUS = list(codes.MEASURE_STATUS)
# risk -> (category, what, department): domain dictionary 6.2 ``measure``, R1 5_18
ANSWERS = {
    "illness": ("health", "大病救治和医疗救助", "ybj"),
    "schooling": ("education", "教育资助", "jyj"),
    "disability": ("comprehensive", "残疾人两项补贴", "cl"),
    "natural_disaster": ("social", "受灾救助", "yjj"),
    "accident": ("social", "临时救助", "mzj"),
    "industry_failure": ("industry", "产业恢复奖补", "nyj"),
    "job_unstable": ("employment", "推荐就业岗位", "rsj"),
    "no_labour": ("comprehensive", "纳入低保", "mzj"),
    "housing": ("housing", "农村危房改造", "zjj"),
    "water": ("water", "入户管网改造", "slj"),
    "epidemic": ("social", "临时救助", "mzj"),
    "other": ("social", "社会帮扶", "xczx"),
}
DEVELOPMENT = (
    ("industry", "种养业奖补", "nyj"),
    ("employment", "外出务工交通补贴", "rsj"),
    ("employment", "技能培训", "rsj"),
    ("finance", "脱贫人口小额信贷", "bank"),
    ("public_post", "公益性岗位安置", "rsj"),
)
ROUTINE = (
    ("industry", "到户产业奖补", "nyj"),
    ("employment", "外出务工交通补贴", "rsj"),
    ("employment", "技能培训", "rsj"),
    ("health", "参加城乡居民基本医疗保险个人缴费补贴", "ybj"),
    ("social", "社会帮扶", "xczx"),
)
YULU = (("education", "雨露计划(春季)", "xczx"), ("education", "雨露计划(秋季)", "xczx"))
YULU_CENTS = 1_500_00  # a student and term, domain dictionary 1.3
RENOVATION = ("housing", "农村危房改造", "zjj")
STARTUP = ("industry", "自主创业奖补", "rsj")
VISITORS = list(codes.VISITOR)
MODES = list(codes.VISIT_MODE)
FINDINGS = list(codes.FINDING)


@dataclass
class _Draft:
    hh: Ints
    kind: Ints  # index into ``kinds``
    start: Ints
    end: Ints  # NEVER: still going on
    cents: Ints  # -1: no money
    kinds: tuple[tuple[str, str, str], ...]


@dataclass
class Renovation:
    """Houses that were dilapidated between two days (保安镇's ten)."""

    hh: Ints
    found: Ints  # month
    done: Ints  # month


def make_measures(
    county: County, cases: Cases, work: Work, posts: pl.DataFrame
) -> tuple[pl.DataFrame, Renovation]:
    """Return table ``measure``, and the houses it renovates; ``posts`` is table ``public_post``."""
    renovated, renovation = _renovations(county)
    drafts = [
        _answers(county, cases),
        _second_answers(county, cases),
        _as_recorded(county, _development(county, cases), work, posts),
        _as_recorded(county, _routine(county), work, posts),
        *_yulu(county),
        renovated,
        _startups(county),
    ]
    frame = pl.concat([_frame(county, draft) for draft in drafts])
    frame = frame.sort("town_code", "division_code", "hh_id", "start_date", "category", maintain_order=True)
    numbered = frame.with_columns(tag("M", np.arange(1, len(frame) + 1), 7).alias("measure_id"))
    return sorted_as(TABLES["measure"], numbered), renovation


def _frame(county: County, draft: _Draft) -> pl.DataFrame:
    keep = draft.start <= county.today
    hh, kind, start, end, cents = (
        a[keep] for a in (draft.hh, draft.kind, draft.start, draft.end, draft.cents)
    )
    ended = end <= county.today
    return conform("measure", {
        **county.of(hh),
        "measure_id": "",
        "category": pick([k[0] for k in draft.kinds], kind),
        "sub": pick([k[1] for k in draft.kinds], kind),
        "start_date": dates(start),
        "end_date": dates(np.where(ended, end, NEVER)),
        "amount": money(np.maximum(cents, 0), cents >= 0),
        "dept_code": pick([k[2] for k in draft.kinds], kind),
        "status": pick(("ongoing", "done"), ended.astype(np.int64)),
        "effect_note": pick((None, "按计划实施，效果较好"), ended.astype(np.int64)),
    }, source=county.source)  # fmt: skip


def _answers(county: County, cases: Cases) -> _Draft:
    """The measure that answers the first risk, within the month; a few late or missing in the other townships."""
    rng = county.streams("answers")
    hh = np.flatnonzero(cases.marked != NEVER)
    n = len(hh)
    kinds = tuple(ANSWERS[risk] for risk in RISKS)
    wait = between(rng, 0, 24, n)
    fault = rng.random(n)
    late = county.faulty[hh] & (fault < 0.045)
    missing = county.faulty[hh] & (fault > 0.985) & (county.households.cleared[hh] == NEVER)
    start = cases.marked[hh] + np.where(late, between(rng, 36, 80, n), wait)
    # help first, papers later: on the first days of the month in which the household was marked
    first = cases.emergency[hh] & ~late
    start = np.where(first, first_days(county.households.identified[hh]) + between(rng, 0, 8, n), start)
    # in the exact townships nobody waits on the last day
    start = np.where(county.faulty[hh], start, np.minimum(start, np.maximum(cases.marked[hh], county.today)))
    start = np.where(missing, NEVER, start)
    cleared = cases.cleared[hh]
    finish = start + between(rng, 60, 240, n)
    end = np.where(
        share(rng, n, 0.35),
        NEVER,
        np.where(cleared != NEVER, np.minimum(finish, np.maximum(cleared, start)), finish),
    )
    end = np.where(cleared != NEVER, np.where(end == NEVER, np.maximum(cleared, start), end), end)
    cents = np.where(share(rng, n, 0.8), between(rng, 4, 120, n) * 100_00, -1)
    return _Draft(hh, county.risk_1[hh], start, end, cents, kinds)


def _second_answers(county: County, cases: Cases) -> _Draft:
    """The measure that answers the second risk; now and then forgotten in the other townships."""
    rng = county.streams("second answers")
    answered = ~county.faulty | share(rng, len(cases.marked), 0.85)
    hh = np.flatnonzero((cases.marked != NEVER) & (county.risk_2 >= 0) & answered)
    n = len(hh)
    start = np.minimum(cases.marked[hh] + between(rng, 1, 26, n), np.maximum(cases.marked[hh], county.today))
    end = np.where(cases.cleared[hh] != NEVER, np.maximum(cases.cleared[hh], start), NEVER)
    kinds = tuple(ANSWERS[risk] for risk in RISKS)
    return _Draft(hh, county.risk_2[hh], start, end, between(rng, 3, 60, n) * 100_00, kinds)


def _development(county: County, cases: Cases) -> _Draft:
    """A developmental measure for monitored households with labour, within six months (R1 5_12_007)."""
    rng = county.streams("development")
    able = able_members(county.persons, county.households, county.last) > 0
    hh = np.flatnonzero((cases.marked != NEVER) & able)
    n = len(hh)
    missing = county.faulty[hh] & share(rng, n, 0.06)
    start = np.where(missing, NEVER, cases.marked[hh] + between(rng, 5, 150, n))
    start = np.where((start > cases.cleared[hh]) & (cases.cleared[hh] != NEVER), cases.marked[hh] + 20, start)
    end = np.where(share(rng, n, 0.5), NEVER, start + between(rng, 90, 365, n))
    cents = between(rng, 3, 50, n) * 100_00
    return _Draft(hh, weighted(rng, (0.3, 0.25, 0.2, 0.1, 0.15), n), start, end, cents, DEVELOPMENT)


def _routine(county: County) -> _Draft:
    """Policies that alleviated households enjoy year by year, a measure for every second one each year."""
    rng = county.streams("routine")
    parts = []
    for year in range(2021, max(2021, 1970 + county.last // 12) + 1):
        here = county.households.present((year - 1970) * 12 + 11) | county.households.present(county.last)
        mine = np.flatnonzero(
            (county.households.hh_type == ALLEVIATED)
            & here
            & (county.households.exits == NEVER)
            & share(rng, len(here), 0.5)
        )
        start = day(year, 1, 10) + between(rng, 30, 310, len(mine))
        parts.append((mine, start))
    hh = np.concatenate([p[0] for p in parts])
    start = np.concatenate([p[1] for p in parts])
    n = len(hh)
    end = start + between(rng, 20, 200, n)
    cents = between(rng, 2, 30, n) * 100_00
    return _Draft(hh, weighted(rng, (0.27, 0.24, 0.15, 0.24, 0.10), n), start, end, cents, ROUTINE)


def _as_recorded(county: County, draft: _Draft, work: Work, posts: pl.DataFrame) -> _Draft:
    """Help that another table would have to know, and does not, was training: a post, or a subsidy for the way."""
    names = [kind[1] for kind in draft.kinds]
    month = months_of_days(np.where(draft.start == NEVER, 0, draft.start))
    homes = county.of(draft.hh)["hh_id"].to_list()
    held = dict(posts.filter(pl.col("end_month").is_null()).select("hh_id", "start_month").iter_rows())
    taken_up = months(month).to_list()
    posted = np.array(
        [hh in held and held[hh] <= since for hh, since in zip(homes, taken_up, strict=True)], dtype=bool
    )
    n = len(county.households)
    home, paid = county.persons.hh[work.person], work.subsidy > 0
    first, last = np.full(n, NEVER), np.full(n, -1)
    np.minimum.at(first, home[paid], np.maximum(work.start, work.subsidy_from)[paid])
    np.maximum.at(last, home[paid], work.end[paid])
    # the subsidy of a year is on record from June of it on (``work.make_employment``)
    travelled = (first[draft.hh] <= month) & (month <= last[draft.hh]) & (month % 12 >= 5)
    unknown = np.zeros(len(draft.hh), dtype=bool)
    for name, known in (("外出务工交通补贴", travelled), ("公益性岗位安置", posted)):
        if name in names:
            unknown |= (draft.kind == names.index(name)) & ~known
    return replace(draft, kind=np.where(unknown, names.index("技能培训"), draft.kind))


def _yulu(county: County) -> list[_Draft]:
    """雨露计划, each spring and autumn: one measure for each student in vocational school or college."""
    drafts = []
    p, h = county.persons, county.households
    for year in range(2021, 1970 + county.last // 12 + 1):
        for term, month in enumerate((month_of(year, 4), month_of(year, 10))):
            rng = county.streams("yulu", month)
            stage = p.school(month)
            studying = (
                (stage >= SCHOOLS.index("v1")) & (stage <= SCHOOLS.index("tech")) & p.in_household(month, h)
            )
            entitled = studying & ((h.hh_type == ALLEVIATED) | h.active(month))[p.hh]
            forgotten = county.faulty[p.hh] & share(rng, len(p), 0.03)
            hh = p.hh[entitled & ~forgotten]
            n = len(hh)
            start = first_day(month) + between(rng, 4, 24, n)
            paid = start + between(rng, 20, 50, n)
            if (year, term) == (2023, 1):  # reported, not yet paid out
                paid = np.full(n, NEVER)
            drafts.append(_Draft(hh, np.full(n, term), start, paid, np.full(n, YULU_CENTS), YULU))
    return drafts


def _settled(county: County, town: str) -> Flags:
    """Alleviated households of the township that stay and were never monitored."""
    h = county.households
    flags: Flags = county.in_town(town) & (h.hh_type == ALLEVIATED) & ~h.monitored & (h.exits == NEVER)
    return flags


def _renovations(county: County) -> tuple[_Draft, Renovation]:
    """保安镇 2023: 新增动态农村危房改造10户,已全部验收合格."""
    rng = county.streams("renovations")
    hh = np.sort(rng.permutation(np.flatnonzero(_settled(county, BAOAN)))[:BAOAN_RENOVATED_HOUSES])
    n = len(hh)
    start = day(2023, 3, 10) + between(rng, 0, 90, n)
    end = start + between(rng, 45, 110, n)
    cents = between(rng, 20, 60, n) * 500_00
    months_of = (
        start.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64),
        end.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64),
    )
    return _Draft(hh, np.zeros(n, dtype=np.int64), start, end, cents, (RENOVATION,)), Renovation(
        hh, months_of[0] - 1, months_of[1]
    )


def _startups(county: County) -> _Draft:
    """刘仁八镇 2023: 自主创业项目30个,奖补资金2.428万元."""
    rng = county.streams("startups")
    able = able_members(county.persons, county.households, county.last) > 0
    hh = np.sort(rng.permutation(np.flatnonzero(_settled(county, LIURENBA) & able))[:LIURENBA_STARTUPS])
    n = len(hh)
    start = day(2023, 3, 1) + between(rng, 0, 200, n)
    base = LIURENBA_STARTUP_CENTS // LIURENBA_STARTUPS // 10_00 * 10_00
    cents = np.full(n, base, dtype=np.int64)
    cents[0] += LIURENBA_STARTUP_CENTS - base * n
    return _Draft(hh, np.zeros(n, dtype=np.int64), start, start + 40, cents, (STARTUP,))


def make_visits(county: County, cases: Cases, month: int) -> pl.DataFrame:
    """Return the visits of one month: alleviated and active households, a few missed, nobody before identification."""
    rng = county.streams("visits", month)
    h = county.households
    due = h.present(month) & ((h.hh_type == ALLEVIATED) | h.active(month))
    habits = county.streams("visit habits")
    diligence = np.where(
        county.faulty, habits.uniform(0.945, 0.992, len(county.places.town_codes))[h.town], 0.985
    )
    rows = np.flatnonzero(due & share(rng, len(h), diligence))
    n = len(rows)
    begin = np.full(n, first_day(month) + 1)
    fresh = (h.hh_type[rows] != ALLEVIATED) & (h.identified[rows] == month)
    begin = np.where(
        fresh, np.maximum(begin, np.where(cases.marked[rows] == NEVER, 0, cases.marked[rows])), begin
    )
    on = between(rng, begin, np.maximum(begin, last_day(month) - 2))
    finding = np.where(share(rng, n, 0.94), 0, between(rng, 1, len(FINDINGS) - 1, n))
    clue = (finding > 0) & share(rng, n, 0.12)
    ids = county.of(rows)
    return conform("household_visit", {
        **ids,
        "visit_id": pl.select(pl.lit(f"V{1970 + month // 12}{month % 12 + 1:02d}-") + ids["hh_id"]).to_series(),
        "visit_month": months(np.full(n, month)),
        "visit_date": dates(on),
        "visitor_role": pick(VISITORS, weighted(rng, (0.34, 0.1, 0.24, 0.24, 0.07, 0.01), n)),
        "mode": pick(MODES, weighted(rng, (0.9, 0.07, 0.03), n)),
        "findings": pick(FINDINGS, finding),
        "clue_raised": pl.Series(clue),
    }, source=county.source)  # fmt: skip
