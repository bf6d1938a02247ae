"""What offices and villages do and count: training, job fairs, workshops, industries, sales, stations, pilots, meetings.

保安镇 2023 (domain dictionary 5.3): 学习12次, 专题会议14次, 重点工作会议9次, 培训会及月例会12次, 培训班6期; 招聘会100余岗、40余人、5人达成意向,
培训110余人; 白茶2300余亩带动26户78人, 狗血桃6000余亩2200万元; 雨污管网600余米、检查井35座、接户井40余座; 7个村城乡供水一体化; 2个省级试点;
光伏公益岗16人、一年9.6万元. 刘仁八镇 (5.1): 示范基地2个. The county named 21 pilot sites in 13 townships in 2023, with 530万元.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import polars as pl

from shouwang.demo.calendar import (
    Ints,
    as_date,
    day,
    first_day,
    last_day,
    month_of,
    to_date,
    year_of,
)
from shouwang.demo.county import County
from shouwang.demo.exact import BAOAN, LIURENBA, TOWNS
from shouwang.demo.frames import Cells, conform, dates, from_records, pick, sorted_as, tag
from shouwang.demo.issues import person_name
from shouwang.demo.programmes import TRAININGS as COURSES
from shouwang.demo.programmes import Parts, by_year, courses
from shouwang.demo.streams import between, share
from shouwang.demo.villages import Villages
from shouwang.demo.work import WORKSHOP, Work
from shouwang.schema import TABLES, codes

Record = dict[str, object]

FIRST_YEAR = 2021
BAOAN_MEETINGS = {"study": 12, "special": 14, "key_work": 9, "monthly": 12, "supervision": 11, "bulletin": 11}
BAOAN_TEAM_COURSES = 6
BAOAN_FAIR = {"posts": 106, "attendees": 43, "intents": 5}
# name, kind, area in mu by 2022, spring 2023 and autumn 2023, output of a year in yuan, households and persons driven
BAOAN_INDUSTRIES = (
    ("白茶", "special", (2090, 2240, 2300), 9_600_000, 26, 78),
    ("狗血桃", "special", (6000, 6000, 6000), 22_000_000, 61, 143),
)
LIURENBA_BASES = ("特色农产品示范基地一", "特色农产品示范基地二")
PILOT_SITES, PILOT_TOWNS, PILOT_REWARD = 21, 13, 5_300_000
MAIN_INDUSTRIES = ("油茶", "稻虾", "蔬菜", "黄桃", "中药材", "茶叶", "生猪养殖", "湖羊养殖", "食用菌", "苗木")
RESCUES = ("派技术员驻点指导", "帮助联系销路", "与主体协商延期分红", "更换经营主体")
PRODUCTS = ("白茶", "狗血桃", "油茶油", "土鸡蛋", "稻虾米", "蜂蜜", "红薯粉", "腊鱼")
# kind, name, what one costs in yuan, size, unit
FACILITIES = (
    ("water", "村级供水点", 180_000, 1, "处"),
    ("road", "通组道路", 320_000, 800, "米"),
    ("irrigation", "灌溉渠", 150_000, 600, "米"),
    ("light", "路灯", 60_000, 40, "盏"),
    ("culture", "文体广场", 90_000, 1, "处"),
)
BAOAN_WORKS = (
    ("sewage", "雨污管网", 600_000, 600, "米"),
    ("inspection_well", "检查井", None, 35, "座"),
    ("connection_well", "接户井", None, 40, "座"),
)
BAOAN_WATER_VILLAGES = 7
RURAL_INCOMES = {2020: 20_412, 2021: 22_886, 2022: 24_604}
TOPICS, CHANNELS = list(codes.PETITION_TOPIC), list(codes.PETITION_CHANNEL)


def make_offices(
    county: County, work: Work, posts: pl.DataFrame, projects: pl.DataFrame, trained: Parts
) -> dict[str, Parts]:
    """Return table -> part -> frame; ``posts``, ``projects``, ``trained`` are tables of these names made before."""
    whole = {
        "pilot": _pilots(county),
        "facility": _facilities(county),
        "rural_income": _rural_incomes(county),
    }
    cut = {
        "training": _trainings(county, trained),
        "job_fair": _job_fairs(county),
        "help_workshop": _workshops(county, work),
        "industry_operation": _industries(county, projects),
        "consumption_sale": _sales(county),
        "photovoltaic_income": _stations(county, posts),
        "village_points": _points(county),
        "meeting": _meetings(county),
        "petition": _petitions(county),
    }
    return {table: {"all": frame} for table, frame in whole.items() if len(frame)} | {
        table: by_year(table, frame) for table, frame in cut.items()
    }


def _records(county: County, table: str, records: list[Record]) -> pl.DataFrame:
    return from_records(table, records, source=county.source) if records else pl.DataFrame()


def _rows(county: County, table: str, columns: Mapping[str, Cells]) -> pl.DataFrame:
    return sorted_as(TABLES[table], conform(table, columns, source=county.source))


def _years(county: County) -> range:
    return range(FIRST_YEAR, year_of(county.last) + 1)


def _past(county: County, wanted: date) -> date | None:
    return wanted if wanted <= to_date(county.today) else None


def _villages_of(county: County, town: int) -> list[str]:
    return [county.places.village_codes[row] for row in county.places.villages_of(town)]


# -- work --------------------------------------------------------------------------------------------------------------


def _trainings(county: County, trained: Parts) -> pl.DataFrame:
    """The courses whose persons are known, lessons on policy, and the courses for the work teams."""
    people = (
        pl.concat(trained.values())
        if trained
        else pl.DataFrame(schema=TABLES["training_person"].polars_schema)
    )
    counted = dict(people.group_by("training_id").len().iter_rows())
    records: list[Record] = []
    for year in _years(county):
        for code in county.places.town_codes:
            rng = county.streams("trainings", year, code)
            for number, ended in courses(county, year, code):
                if number in counted:
                    kind, name = COURSES[int(rng.integers(len(COURSES)))]
                    records.append(
                        _training(
                            number, code, kind, name, ended - 6, ended, counted[number], counted[number]
                        )
                    )
            teams = BAOAN_TEAM_COURSES if code == BAOAN else int(rng.integers(2, 6))
            for k in range(teams):
                on = day(year, 1 + (k * 11) // teams, 3 + int(rng.integers(20)))
                if on <= county.today:
                    number = f"PZ{year}{code[6:]}{k + 1:02d}"
                    records.append(
                        _training(
                            number, code, "team", "驻村干部培训班", on, on, int(rng.integers(20, 60)), None
                        )
                    )
    return _records(county, "training", records)


def _training(
    number: str, town: str, kind: str, name: str, start: int, end: int, trainees: int, known: int | None
) -> Record:
    return {
        "training_id": number, "town_code": town, "training_kind": kind, "training_name": name,
        "start_date": to_date(start), "end_date": to_date(end), "organiser": "示例培训学校" if known else "乡镇党建办公室",
        "trainees": trainees, "alleviated_trainees": known,
    }  # fmt: skip


def _job_fairs(county: County) -> pl.DataFrame:
    """春风行动 in February, a second fair in September; 保安镇 2023 one, as printed."""
    records: list[Record] = []
    for year in _years(county):
        for code in county.places.town_codes:
            rng = county.streams("job fairs", year, code)
            for month, name in ((2, "春风行动专场招聘会"), (9, "秋季专场招聘会")):
                on = date(year, month, 8 + int(rng.integers(14)))
                attendees = int(rng.integers(12, 60))
                found = {
                    "posts": int(rng.integers(40, 180)),
                    "attendees": attendees,
                    "intents": int(attendees * rng.uniform(0.06, 0.22)),
                }
                if (code, year) == (BAOAN, 2023):
                    if month != 2:
                        continue
                    found = BAOAN_FAIR
                if _past(county, on):
                    records.append({
                        "fair_id": f"ZP{year}{code[6:]}{month:02d}", "town_code": code, "fair_name": name, "fair_date": on,
                        "employers": max(3, found["posts"] // 9), **found, "hired": int(found["intents"] * rng.uniform(0.4, 0.9)),
                    })  # fmt: skip
    return _records(county, "job_fair", records)


def _workshops(county: County, work: Work) -> pl.DataFrame:
    """Two or three workshops a township; their alleviated workers are those whose work says so. One stands still."""
    rng = county.streams("workshops")
    h, p = county.households, county.persons
    home = h.town[p.hh[work.person]]
    in_workshop = work.channel == WORKSHOP
    names, towns, villages, share_of = [], [], [], []
    for town, code in enumerate(county.places.town_codes):
        count = 2 + int(rng.integers(2))
        places = rng.permutation(_villages_of(county, town))[:count]
        for k, village in enumerate(places):
            names.append((f"CJ{code[6:]}{k + 1}", f"示例帮扶车间{code[6:]}{k + 1}"))
            towns.append(town)
            villages.append(str(village))
            share_of.append((k, len(places)))
    faulty = [k for k, town in enumerate(towns) if county.places.town_codes[town] not in TOWNS]
    stopped = {int(rng.permutation(faulty)[0]): month_of(2023, 6)}
    records: list[Record] = []
    for month in range(county.first, county.last + 1):
        at_work = (
            (work.start <= month) & (month <= work.end) & p.in_household(month, h)[work.person] & in_workshop
        )
        by_town = np.bincount(home[at_work], minlength=len(county.places.town_codes))
        wage = 2_300 + 110 * (year_of(month) - 2020)
        for k, (number, name) in enumerate(names):
            idle = k in stopped and month >= stopped[k]
            place, places_there = share_of[k]
            own = int(by_town[towns[k]])
            mine = 0 if idle else own // places_there + (place < own % places_there)
            records.append({
                "workshop_id": number, "workshop_name": name, "town_code": county.places.town_codes[towns[k]],
                "division_code": villages[k], "report_month": as_date(month), "workshop_state": "idle" if idle else "running",
                "workers": 0 if idle else mine + 6 + k % 7, "alleviated_workers": mine,
                "average_wage": None if idle else Decimal(wage + 40 * (k % 9)),
            })  # fmt: skip
    return _records(county, "help_workshop", records)


# -- industries, sales, stations -----------------------------------------------------------------------------------------


def _quarters(county: County) -> list[tuple[int, int, int]]:
    """Return (year, quarter, its last month) of the quarters that are over."""
    found = [
        (year, quarter, month_of(year, 3 * quarter)) for year in _years(county) for quarter in range(1, 5)
    ]
    return [one for one in found if county.first <= one[2] <= county.last]


def _industries(county: County, projects: pl.DataFrame) -> pl.DataFrame:
    """Each quarter how the industries of a township go: most well, some at risk, a few failed (none in the exact two)."""
    records: list[Record] = []
    for town, code in enumerate(county.places.town_codes):
        for industry in _industries_of(county, town, code, projects):
            rng = county.streams("industry state", str(industry["industry_id"]))
            records += _quarters_of(county, rng, industry, exact=code in TOWNS)
    return _records(county, "industry_operation", records)


def _industries_of(county: County, town: int, code: str, projects: pl.DataFrame) -> list[Record]:
    rng = county.streams("industries", code)
    villages = _villages_of(county, town)
    named: list[Record] = []
    if code == BAOAN:
        named = [
            {
                "industry_name": name,
                "industry_kind": kind,
                "areas": areas,
                "yearly": yearly,
                "driven_hh": hh,
                "driven_persons": persons,
            }
            for name, kind, areas, yearly, hh, persons in BAOAN_INDUSTRIES
        ]
    else:
        for name in rng.permutation(MAIN_INDUSTRIES)[: 2 + int(rng.integers(3))]:
            area, hh = int(rng.integers(8, 90)) * 20, int(rng.integers(6, 40))
            named.append({
                "industry_name": str(name), "industry_kind": "special", "areas": (area, area, area + 20 * int(rng.integers(4))),
                "yearly": area * int(rng.integers(1_500, 4_000)), "driven_hh": hh, "driven_persons": hh * 22 // 10,
            })  # fmt: skip
    if code == LIURENBA:
        named += [
            {
                "industry_name": name,
                "industry_kind": "base",
                "areas": (120, 120, 120),
                "yearly": 380_000,
                "driven_hh": 9,
                "driven_persons": 20,
            }
            for name in LIURENBA_BASES
        ]
    built = projects.filter(
        (pl.col("town_code") == code) & (pl.col("type") == "industry") & pl.col("accepted_at").is_not_null()
    )
    for project in built.head(2).iter_rows(named=True):
        hh = int(project["benefit_hh"] or 12)
        named.append({
            "industry_name": project["name"], "industry_kind": "project", "project_id": project["project_id"],
            "division_code": project["division_code"], "areas": None, "yearly": int(project["plan_total"]) // 6,
            "driven_hh": hh, "driven_persons": int(project["benefit_persons"] or hh * 2), "since": project["accepted_at"],
        })  # fmt: skip
    return [
        {"industry_id": f"CY{code[4:]}{k + 1:02d}", "town_code": code, "operator": "示例种养专业合作社",
         "division_code": villages[int(rng.integers(len(villages)))] if one["industry_kind"] == "base" else None, **one}
        for k, one in enumerate(named)
    ]  # fmt: skip


def _quarters_of(county: County, rng: np.random.Generator, industry: Record, *, exact: bool) -> list[Record]:
    records: list[Record] = []
    trouble = not exact and rng.random() < 0.16
    fails = trouble and rng.random() < 0.3
    since = month_of(2022, 6) + int(rng.integers(0, 16))
    areas, begun = industry.pop("areas"), industry.pop("since", None)
    yearly = int(str(industry.pop("yearly")))
    for year, quarter, month in _quarters(county):
        if isinstance(begun, date) and as_date(month) < begun:
            continue
        state = "good"
        if trouble and month >= since:
            state = "failed" if fails and month >= since + 5 else "at_risk"
        area = None
        if isinstance(areas, tuple):
            area = areas[0] if year < 2023 else areas[1] if quarter < 3 else areas[2]
        grown = {1: 0.1, 2: 0.35, 3: 1.0, 4: 1.0}[quarter]
        falls = {"good": 1.0, "at_risk": 0.55, "failed": 0.0}[state]
        records.append({
            **industry, "year": year, "quarter": quarter, "operation_state": state, "area_mu": area,
            "output_value": int(yearly * grown * falls) // 100 * 100,
            "rescue": None if state == "good" else RESCUES[int(rng.integers(len(RESCUES)))],
        })  # fmt: skip
    return records


def _sales(county: County) -> pl.DataFrame:
    """Farm products sold with help: two or three sales a township and quarter."""
    records: list[Record] = []
    channels = list(codes.SALE_CHANNEL)
    for year, quarter, month in _quarters(county):
        for code in county.places.town_codes:
            rng = county.streams("sales", month, code)
            for k in range(2 + int(rng.integers(2))):
                records.append({
                    "sale_id": f"XF{year}{quarter}{code[6:]}{k + 1}", "town_code": code,
                    "sale_month": as_date(month - int(rng.integers(0, 3))), "sale_channel": channels[int(rng.integers(6))],
                    "product": PRODUCTS[int(rng.integers(len(PRODUCTS)))], "certified": bool(rng.random() < 0.7),
                    "sale_amount": int(rng.integers(8, 120)) * 500, "driven_hh": int(rng.integers(2, 20)),
                })  # fmt: skip
    found = _records(county, "consumption_sale", records)
    return found.filter(pl.col("sale_month") >= as_date(county.first)) if len(found) else found


def _stations(county: County, posts: pl.DataFrame) -> pl.DataFrame:
    """Villages with posts paid from a station: its income of the quarter pays them; a few of the others keep it back."""
    stations = (
        posts.filter(pl.col("kind") == "光伏")
        .select("town_code", "division_code", "start_month", "end_month", "pay_month")
        .sort("town_code", "division_code", "start_month", "end_month")
    )
    records: list[Record] = []
    somebody_keeps = False
    for (town, village), mine in sorted(
        stations.partition_by("town_code", "division_code", as_dict=True).items()
    ):
        rng = county.streams("station", str(village))
        keeps = town not in TOWNS and (not somebody_keeps or rng.random() < 0.10)
        somebody_keeps |= keeps
        for year, quarter, month in _quarters(county):
            spells = mine.select("start_month", "end_month", "pay_month").rows()
            paid = sum(
                pay * sum(
                    start <= as_date(one) and (end is None or as_date(one) <= end) for one in range(month - 2, month + 1)
                )
                for start, end, pay in spells
            )  # fmt: skip
            received = max(int(paid * 110 // 100), 4_000) // 100 * 100 + int(rng.integers(0, 15)) * 100
            received_at = to_date(last_day(month) - int(rng.integers(3, 20)))
            spent_at = received_at + timedelta(days=int(rng.integers(20, 50)))
            spent = _past(county, spent_at) and not (keeps and month > county.last - 7)
            records.append({
                "town_code": town, "division_code": village, "year": year, "quarter": quarter, "capacity_kw": Decimal(60),
                "received": received, "received_at": received_at, "distributed": received if spent else None,
                "to_posts": min(int(paid), received) if spent else None, "distributed_at": spent_at if spent else None,
            })  # fmt: skip
    return _records(county, "photovoltaic_income", records)


def _rural_incomes(county: County) -> pl.DataFrame:
    """Invented: no published figure of the county's rural income was found."""
    return _records(county, "rural_income", [
        {
            "rural_income_id": f"NC{year}", "town_code": f"{county.places.town_codes[0][:6]}000", "year": year,
            "disposable_pc": yuan, "source_doc": "演示用的假设值，不是统计部门公布的数",
        }
        for year, yuan in RURAL_INCOMES.items() if year <= year_of(county.last)
    ])  # fmt: skip


# -- villages ----------------------------------------------------------------------------------------------------------


def _pilots(county: County) -> pl.DataFrame:
    """21 sites in 13 townships; 保安镇's two are provincial ones of 共同缔造."""
    rng = county.streams("pilots")
    named = date(2023, 3, 20)
    if not _past(county, named):
        return pl.DataFrame()
    others = [town for town, code in enumerate(county.places.town_codes) if code != BAOAN]
    towns = [int(town) for town in rng.permutation(others)[: PILOT_TOWNS - 1]]
    baoan = county.places.index(BAOAN)
    more = [towns[k % len(towns)] for k in range(PILOT_SITES - 2 - len(towns))]
    each = PILOT_REWARD // PILOT_SITES // 10_000 * 10_000
    records: list[Record] = []
    taken: set[str] = set()
    for k, town in enumerate([baoan, baoan, *towns, *more]):
        village = next(
            str(one) for one in rng.permutation(_villages_of(county, town)) if str(one) not in taken
        )
        taken.add(village)
        records.append({
            "pilot_id": f"SD2023{k + 1:02d}", "town_code": county.places.town_codes[town], "division_code": village,
            "pilot_kind": "joint" if town == baoan else ("beautiful", "joint", "both")[k % 3],
            "pilot_level": "provincial" if town == baoan else ("city", "county")[k % 2], "named_at": named,
            "accepted_at": _past(county, date(2023, 11, 20)) if k % 3 == 0 else None,
            "invested": int(rng.integers(30, 160)) * 10_000, "hh_joined": int(rng.integers(60, 400)),
            "reward": PILOT_REWARD - each * (PILOT_SITES - 1) if k == 0 else each,
        })  # fmt: skip
    return _records(county, "pilot", records)


def _facilities(county: County) -> pl.DataFrame:
    """A work or two in every village, with who looks after it; in some of the other townships nobody does."""
    today = to_date(county.today)
    records: list[Record] = []
    for town, code in enumerate(county.places.town_codes):
        rng = county.streams("facilities", code)
        for village in _villages_of(county, town):
            for k in rng.permutation(len(FACILITIES))[: 1 + int(rng.integers(2))]:
                records.append(_facility(rng, today, code, village, FACILITIES[int(k)], exact=code in TOWNS))
        if code == BAOAN and today >= date(2023, 4, 1):
            for work in BAOAN_WORKS:
                records.append(
                    _facility(rng, today, code, None, work, exact=True) | {"started_at": date(2023, 4, 10)}
                )
            for village in _villages_of(county, town)[:BAOAN_WATER_VILLAGES]:
                works = _facility(
                    rng,
                    today,
                    code,
                    village,
                    ("water_integration", "城乡供水一体化工程", None, 1, "处"),
                    exact=True,
                )
                records.append(
                    works
                    | {"started_at": date(2023, 5, 8), "finished_at": None, "facility_state": "building"}
                )
    numbered = [record | {"facility_id": f"SS{number:05d}"} for number, record in enumerate(records, start=1)]
    return _records(county, "facility", numbered)


def _facility(
    rng: np.random.Generator, today: date, town: str, village: str | None, what: tuple[str, str, int | None, int, str], *, exact: bool
) -> Record:  # fmt: skip
    kind, name, cost, size, unit = what
    started = min(date(2019, 3, 1) + timedelta(days=int(rng.integers(0, 1_600))), today)
    finished = started + timedelta(days=int(rng.integers(60, 200)))
    done = finished <= today
    broken = done and not exact and rng.random() < 0.02
    kept = exact or rng.random() < 0.96
    return {
        "town_code": town, "division_code": village, "facility_kind": kind, "facility_name": name, "quantity": Decimal(size),
        "quantity_unit": unit, "invested": cost, "started_at": started, "finished_at": finished if done else None,
        "facility_state": "broken" if broken else "good" if done else "building", "keeper": person_name(rng) if kept else None,
        "keeping_fund": int(rng.integers(5, 40)) * 100 if kept else None,
        "checked_at": today - timedelta(days=int(rng.integers(1, 120))) if done else None,
    }  # fmt: skip


def _points(county: County) -> pl.DataFrame:
    """Six villages of ten keep points; who takes part grows a little each quarter."""
    villages = Villages(county)
    rng = county.streams("points")
    n = len(villages.rows)
    keeps = np.flatnonzero(share(rng, n, 0.6))
    joins = rng.uniform(0.28, 0.6, n)
    frames = []
    for year, quarter, month in _quarters(county):
        if year < 2022:
            continue
        passed = (month - month_of(2022, 3)) // 3
        listed = villages.households
        joined = np.minimum(listed, (listed * np.minimum(joins + 0.025 * passed, 0.92)).astype(np.int64))
        frames.append(conform("village_points", {
            **{name: cells.gather(keeps.astype(np.uint32)) for name, cells in villages.where().items()},
            "year": year, "quarter": quarter, "hh_listed": pl.Series(listed[keeps]), "hh_joined": pl.Series(joined[keeps]),
            "points_given": pl.Series(joined[keeps] * between(rng, 5, 30, len(keeps))),
        }, source=county.source))  # fmt: skip
    return pl.concat(frames) if frames else pl.DataFrame()


# -- offices -----------------------------------------------------------------------------------------------------------


def _meetings(county: County) -> pl.DataFrame:
    """What a township's leaders held; 保安镇 2023 as many as printed, 督查 and 通报 once a month."""
    parts: dict[str, list[Ints]] = {"town": [], "kind": [], "on": [], "people": []}
    kinds = list(BAOAN_MEETINGS)
    for year in _years(county):
        end = min(county.today, day(year, 12, 28))
        passed = (end - day(year, 1, 1)) / 365
        for town, code in enumerate(county.places.town_codes):
            rng = county.streams("meetings", year, code)
            for k, kind in enumerate(kinds):
                count = round(rng.integers(5, 14) * passed)
                if (code, year) == (BAOAN, 2023):
                    count = BAOAN_MEETINGS[kind]
                on = np.sort(between(rng, day(year, 1, 4), end, count))
                if kind in ("supervision", "bulletin"):
                    regular = np.array(
                        [first_day(month_of(year, m + 1)) + 17 for m in range(count)], dtype=np.int64
                    )
                    on = regular[regular <= end]
                parts["town"].append(np.full(len(on), town))
                parts["kind"].append(np.full(len(on), k))
                parts["on"].append(on)
                parts["people"].append(between(rng, 12, 60, len(on)))
    at = {name: np.concatenate(chosen) for name, chosen in parts.items()}
    return _rows(county, "meeting", {
        "meeting_id": tag("HY", np.arange(1, len(at["on"]) + 1), 5), "town_code": pick(county.places.town_codes, at["town"]),
        "meeting_date": dates(at["on"]), "meeting_kind": pick(kinds, at["kind"]), "people": pl.Series(at["people"]),
        "subject": "巩固拓展脱贫攻坚成果",
    })  # fmt: skip


def _petitions(county: County) -> pl.DataFrame:
    """Four or five a township and year; answered within a month but for a few of the other townships."""
    records: list[Record] = []
    today = to_date(county.today)
    for year in _years(county):
        for town, code in enumerate(county.places.town_codes):
            rng = county.streams("petitions", year, code)
            villages = _villages_of(county, town)
            for k in range(int(rng.integers(1, 9))):
                received = date(year, 1, 5) + timedelta(days=int(rng.integers(0, 350)))
                if received > today:
                    continue
                slow = code not in TOWNS and rng.random() < 0.07
                closed = received + timedelta(
                    days=int(rng.integers(40, 150) if slow else rng.integers(4, 29))
                )
                done = closed <= today
                records.append({
                    "petition_id": f"XFJ{year}{code[6:]}{k + 1:02d}", "town_code": code,
                    "division_code": villages[int(rng.integers(len(villages)))], "received_at": received,
                    "petition_channel": CHANNELS[int(rng.integers(5))], "petition_topic": TOPICS[int(rng.integers(len(TOPICS)))],
                    "content": "反映事项见附件", "resp_unit": "乡镇农业农村和乡村振兴办公室", "due_at": received + timedelta(days=30),
                    "petition_result": ("real", "partly", "false")[int(rng.integers(3))] if done else None,
                    "closed_at": closed if done else None, "is_repeat": bool(rng.random() < 0.06),
                })  # fmt: skip
    return _records(county, "petition", records)
