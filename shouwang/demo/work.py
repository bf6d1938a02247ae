"""Who works where, month by month, and who holds a public post.

A worker has one spell: a first month, perhaps a last, a place and a wage. Around the Spring Festival many stay at home.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from shouwang.demo.calendar import ANCHOR, NEVER, Flags, Ints, month_of, months_of_days
from shouwang.demo.county import County
from shouwang.demo.exact import (
    BAOAN,
    BAOAN_NEW_WORKERS,
    BAOAN_PV_POSTS,
    BAOAN_STOPPED_WORKERS,
    BAOAN_WORKERS,
    LIURENBA,
    LIURENBA_TRANSPORT_SUBSIDIES,
    TOWNS,
)
from shouwang.demo.frames import blank, conform, money, months, pick, sorted_as, tag
from shouwang.demo.persons import NONE, SKILLED, WEAK
from shouwang.demo.streams import between, share, some, weighted
from shouwang.schema import TABLES, codes

PLACES = list(codes.JOB_PLACE)
TOWN, COUNTY, CITY, PROVINCE, OUT, ABROAD = range(6)
CHANNELS = list(codes.JOB_CHANNEL)
POST, WORKSHOP, FIRM, MIGRANT, FLEXIBLE, OWN = range(6)
POST_KINDS = list(codes.POST_KIND)
PV = POST_KINDS.index("光伏")

# 54 % within the city, 33 % elsewhere in the province, 13 % outside (appendix C)
PLACE_WEIGHTS = (0.16, 0.26, 0.12, 0.33, 0.125, 0.005)
WAGES = np.array([2_500, 3_300, 3_700, 4_300, 4_900, 7_500])
_WHERE: dict[int, tuple[str, ...]] = {
    TOWN: ("湖北省黄石市大冶市",),
    COUNTY: ("湖北省黄石市大冶市",),
    CITY: ("湖北省黄石市阳新县", "湖北省黄石市下陆区", "湖北省黄石市铁山区"),
    PROVINCE: ("湖北省武汉市", "湖北省鄂州市", "湖北省咸宁市"),
    OUT: ("广东省深圳市", "上海市", "浙江省杭州市", "广东省东莞市", "江苏省苏州市"),
    ABROAD: ("境外",),
}
_PLACE_NAMES = [name for place in range(6) for name in _WHERE[place]]
_INDUSTRIES = ("制造业", "建筑业", "批发和零售业", "住宿和餐饮业", "居民服务业", "交通运输业", "农业")
_EMPLOYERS = (
    "示例电子厂",
    "示例建筑公司",
    "示例纺织厂",
    "示例餐饮店",
    "示例物流公司",
    "示例家政公司",
    "示例种植合作社",
)


@dataclass
class Work:
    """Spells of workers; one entry a worker. ``person`` is an index into the county's persons."""

    person: Ints
    start: Ints
    end: Ints  # last month at work; NEVER while working
    place: Ints
    place_name: Ints
    channel: Ints
    wage: Ints  # yuan a month in 2020
    industry: Ints
    steady: Flags  # never at home but for the festival
    subsidy: Ints  # yuan a year for the way, 0 for none
    subsidy_from: Ints


def make_work(county: County) -> tuple[Work, pl.DataFrame]:
    """Return the spells, and table ``public_post``."""
    candidates, school_end = _candidates(county)
    chosen = _choose(county, candidates)
    work = _spells(county, chosen, school_end)
    _exact_subsidies(county, work)
    return work, _posts(county, work, candidates)


def _candidates(county: County) -> tuple[Ints, Ints]:
    """Return persons able to work at the last month of all, and the month in which each left school."""
    p = county.persons
    end = max(county.last, ANCHOR)
    age = p.age(end)
    weak_ok = (p.labour == WEAK) & county.streams("weak workers").choice(
        [True, False], p=[0.3, 0.7], size=len(p)
    )
    able = ((p.labour < WEAK) | weak_ok) & (p.onset == NEVER) & ~p.dropout & ~p.tekun
    birth_month = months_of_days(p.birth)
    entry = 1970 + birth_month // 12 + 6 + (birth_month % 12 >= 8)
    school_end = (entry + p.last_grade - 1970) * 12 + 7
    fit = able & (age >= 18) & (age <= 66) & (school_end < ANCHOR - 1) & (p.leave > end)
    return np.flatnonzero(fit & p.in_household(end, county.households)), school_end


def _choose(county: County, candidates: Ints) -> Ints:
    """Return the workers: about 36 of 100 persons; for 保安镇 the 463 of the report and those who stopped this year."""
    rng = county.streams("workers")
    order = rng.permutation(candidates)
    towns = county.households.town[county.persons.hh[order]]
    chosen = []
    end = max(county.last, ANCHOR)
    here = county.persons.in_household(end, county.households)
    for town, code in enumerate(county.places.town_codes):
        mine = order[towns == town]
        persons = int((here & (county.households.town[county.persons.hh] == town)).sum())
        wanted = round(persons * (0.33 + 0.06 * county.streams("share", code).random()))
        if code == BAOAN:
            wanted = sum(BAOAN_WORKERS.values()) + BAOAN_STOPPED_WORKERS
            if len(mine) < wanted:
                raise ValueError(f"{len(mine)} persons able to work in {code}, {wanted} needed")
        chosen.append(mine[:wanted])
    return np.concatenate(chosen)


def _spells(county: County, person: Ints, school_end: Ints) -> Work:
    rng = county.streams("spells")
    p = county.persons
    n = len(person)
    end = max(county.last, ANCHOR)
    since_long = share(rng, n, 0.80)
    start = np.where(since_long, end - between(rng, 48, 110, n), end - between(rng, 2, 46, n))
    start = np.maximum(start, school_end[person] + 1 + between(rng, 0, 3, n))
    start = np.minimum(start, end - 1)
    adult = months_of_days(p.birth[person]) + 16 * 12
    start = np.maximum(start, adult)
    joined = np.where(p.join[person] > 0, p.join[person], 0)
    start = np.maximum(start, joined)
    # in two of the other townships more came home this year than went out: they fall under last year's level
    habits = county.streams("towns that lose workers")
    others = [t for t, code in enumerate(county.places.town_codes) if code not in TOWNS]
    losing = np.isin(county.households.town[p.hh[person]], habits.permutation(others)[:2])
    stopped = share(rng, n, np.where(losing, 0.22, 0.07))
    finish = np.where(stopped, np.maximum(start, end - between(rng, 1, np.where(losing, 11, 20))), NEVER)
    place = weighted(rng, PLACE_WEIGHTS, n)
    # those who must look after somebody or are weak stay near
    place = np.where((p.labour[person] == WEAK) & (place >= PROVINCE), TOWN, place)
    work = Work(
        person=person, start=start, end=finish, place=place, place_name=np.zeros(n, dtype=np.int64),
        channel=np.zeros(n, dtype=np.int64), wage=np.zeros(n, dtype=np.int64), industry=between(rng, 0, 6, n),
        steady=share(rng, n, 0.8), subsidy=np.zeros(n, dtype=np.int64), subsidy_from=np.full(n, NEVER),
    )  # fmt: skip
    _exact_workers(county, work, rng)
    _describe(county, work, rng)
    return work


def _exact_workers(county: County, work: Work, rng: np.random.Generator) -> None:
    """保安镇: 463 at work in November 2023 by place, fewer a year before."""
    mine = rng.permutation(np.flatnonzero(county.in_town(BAOAN)[county.persons.hh[work.person]]))
    # those who stopped must have worked a year ago, so who left school later is among the others
    mine = mine[np.argsort(work.start[mine] <= month_of(2022, 9), kind="stable")]
    total = sum(BAOAN_WORKERS.values())
    working, stopped = mine[:total], mine[total:]
    working = rng.permutation(working)
    position = 0
    for name, count in BAOAN_WORKERS.items():
        work.place[working[position : position + count]] = PLACES.index(name)
        position += count
    work.end[working] = NEVER
    work.steady[mine] = True
    # whoever did not yet work, or only joined this year, cannot have worked a year ago
    late = work.start[working] > month_of(2022, 10)
    movable = working[~late]
    fresh = movable[some(rng, len(movable), max(0, BAOAN_NEW_WORKERS - int(late.sum())))]
    work.start[fresh] = between(rng, month_of(2023, 2), month_of(2023, 10), len(fresh))
    work.start[working] = np.minimum(work.start[working], month_of(2023, 10))
    work.start[stopped] = np.minimum(work.start[stopped], month_of(2022, 9))
    work.end[stopped] = between(rng, month_of(2022, 12), month_of(2023, 9), len(stopped))
    work.place[stopped] = np.where(work.place[stopped] == TOWN, COUNTY, work.place[stopped])


def _describe(county: County, work: Work, rng: np.random.Generator) -> None:
    n = len(work.person)
    offsets = np.cumsum([0] + [len(_WHERE[place]) for place in range(6)])
    sizes = np.diff(offsets)
    work.place_name = offsets[work.place] + between(rng, 0, sizes[work.place] - 1)
    near = np.array([WORKSHOP, FIRM, FLEXIBLE, OWN])[weighted(rng, (0.2, 0.35, 0.35, 0.1), n)]
    far = np.array([FIRM, MIGRANT, FLEXIBLE])[weighted(rng, (0.35, 0.5, 0.15), n)]
    work.channel = np.where(work.place <= COUNTY, near, far)
    skilled = county.persons.labour[work.person] == SKILLED
    work.wage = (
        WAGES[work.place] * rng.normal(1.0, 0.14, n).clip(0.6, 1.7) * np.where(skilled, 1.2, 1.0)
    ).astype(np.int64)
    far_enough = work.place >= PROVINCE
    entitled = far_enough & county.faulty[county.persons.hh[work.person]] & share(rng, n, 0.25)
    work.subsidy = np.where(entitled, np.where(work.place == PROVINCE, 300, 500), 0)
    work.subsidy_from = np.where(entitled, month_of(2021, 5) + between(rng, 0, 3, n), NEVER)


def _exact_subsidies(county: County, work: Work) -> None:
    """刘仁八镇 2023: 外出务工申请一次性交通补贴39人."""
    rng = county.streams("transport")
    mine = county.in_town(LIURENBA)[county.persons.hh[work.person]]
    fit = np.flatnonzero(
        mine & (work.place >= PROVINCE) & (work.start <= month_of(2023, 5)) & (work.end == NEVER)
    )
    persons = county.persons
    fit = fit[county.households.enters[persons.hh[work.person[fit]]] <= month_of(2023, 5)]
    if len(fit) < LIURENBA_TRANSPORT_SUBSIDIES:
        raise ValueError(f"only {len(fit)} migrants in {LIURENBA}")
    chosen = rng.permutation(fit)[:LIURENBA_TRANSPORT_SUBSIDIES]
    work.subsidy[chosen] = np.where(work.place[chosen] == PROVINCE, 300, 500)
    work.subsidy_from[chosen] = month_of(2023, 6)
    work.steady[chosen] = True


def make_employment(county: County, work: Work, month: int) -> pl.DataFrame:
    """Return one row for every worker of the month, and for those at home for the festival (not working, planning to)."""
    rng = county.streams("employment", month)
    p = county.persons
    here = p.in_household(month, county.households)[work.person]
    spell = (work.start <= month) & (month <= work.end) & (p.age(month)[work.person] >= 16)
    rows = np.flatnonzero(here & spell)
    n = len(rows)
    festival = {0: 0.20, 1: 0.13}.get(month % 12, 0.0)
    absent = share(rng, n, festival) | (~work.steady[rows] & share(rng, n, 0.04))
    working = ~absent
    year = 1970 + month // 12
    growth = 1.05 ** (year - 2020)
    wage = np.round(work.wage[rows] * growth / 50).astype(np.int64) * 50
    person = work.person[rows]
    subsidised = (month >= work.subsidy_from[rows]) & (month % 12 >= 5) & (work.subsidy[rows] > 0)
    return conform("employment_month", {
        **county.of(p.hh[person]),
        "stat_month": months(np.full(n, month)),
        "person_id": county.person_ids(person),
        "working": pl.Series(working),
        "planned": pl.Series(absent),
        "place_name": blank(pick(_PLACE_NAMES, work.place_name[rows]), absent),
        "place_class": blank(pick(PLACES, work.place[rows]), absent),
        "start_month": months(work.start[rows]),
        "end_month": months(np.where(work.end[rows] <= month, work.end[rows], NEVER)),
        "month_wage": money(wage * 100, working),
        "employer": blank(pick(_EMPLOYERS, work.industry[rows]), absent | (work.channel[rows] == FLEXIBLE)),
        "industry": blank(pick(_INDUSTRIES, work.industry[rows]), absent),
        "point_to_point": pl.Series((work.place[rows] == OUT) & (work.person[rows] % 9 == 0)),
        "channel": blank(pick(CHANNELS, work.channel[rows]), absent),
        "transport_subsidy": money(work.subsidy[rows] * 100, subsidised),
        "service_need": pick((None, "岗位推荐"), absent.astype(np.int64)),
    }, source=county.source).sort(TABLES["employment_month"].sort, maintain_order=True)  # fmt: skip


# --- public posts -----------------------------------------------------------------------------------------------------


def _posts(county: County, work: Work, candidates: Ints) -> pl.DataFrame:
    """Return posts of people at home: some 3 of 100; in the other townships a few that break the rules."""
    rng = county.streams("posts")
    p = county.persons
    end = max(county.last, ANCHOR)
    age, here = p.age(end), p.in_household(end, county.households)
    weak = (p.labour <= WEAK) & (age >= 30) & (age < 70) & here & (p.join < 0) & ~p.tekun
    free = weak & ~np.isin(np.arange(len(p)), work.person)
    too_old = here & (age >= 71) & (p.labour >= NONE) & county.faulty[p.hh]
    parts = []
    for town, code in enumerate(county.places.town_codes):
        mine = county.households.town[p.hh] == town
        usable = rng.permutation(np.flatnonzero(free & mine & _early(county, month_of(2020, 12))))
        wanted = BAOAN_PV_POSTS + 20 if code == BAOAN else max(1, round(0.03 * int((here & mine).sum())))
        parts.append(_town_posts(rng, usable[:wanted], code))
    wrong = rng.permutation(np.flatnonzero(too_old & _early(county, month_of(2020, 12))))[:3]
    parts.append(_town_posts(rng, wrong, ""))
    person = np.concatenate([part[0] for part in parts])
    kind = np.concatenate([part[1] for part in parts])
    start = np.concatenate([part[2] for part in parts])
    finish = np.concatenate([part[3] for part in parts])
    fresh = np.concatenate([part[4] for part in parts])
    keep = start <= county.last
    person, kind, start, finish, fresh = (a[keep] for a in (person, kind, start, finish, fresh))
    pay = np.where(kind == PV, 500, 500 + 100 * between(rng, 0, 3, len(kind)))
    frame = conform("public_post", {
        **county.of(p.hh[person]),
        "post_id": tag("G", np.arange(1, len(person) + 1), 6),
        "kind": pick(POST_KINDS, kind),
        "fund_source": pick(("县级财政", "光伏收益"), (kind == PV).astype(np.int64)),
        "person_id": county.person_ids(person),
        "start_month": months(start),
        "end_month": months(np.where(finish <= county.last, finish, NEVER)),
        "pay_month": money(pay * 100),
        "is_new": pl.Series(fresh.astype(bool)),
    }, source=county.source)  # fmt: skip
    return sorted_as(TABLES["public_post"], frame)


def _early(county: County, month: int) -> Flags:
    early: Flags = (county.households.enters <= month)[county.persons.hh]
    return early


def _town_posts(rng: np.random.Generator, person: Ints, code: str) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    n = len(person)
    if code == BAOAN:
        kind = np.where(
            np.arange(n) < BAOAN_PV_POSTS, PV, np.array([0, 1, 2])[weighted(rng, (0.5, 0.3, 0.2), n)]
        )
        start = np.where(kind == PV, month_of(2023, 1), month_of(2021, 1) + between(rng, 0, 14, n))
        return person, kind, start, np.full(n, NEVER), (kind == PV).astype(np.int64)
    kind = weighted(rng, (0.34, 0.16, 0.12, 0.06, 0.05, 0.05, 0.16, 0.04, 0.02), n)
    start = month_of(2020, 12) + between(rng, 0, 33, n)
    finish = np.where(share(rng, n, 0.12), start + between(rng, 6, 24, n), NEVER)
    return person, kind, start, finish, (start >= month_of(2023, 1)).astype(np.int64)
