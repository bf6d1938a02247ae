"""What programmes do for households and persons: graduates, certificates, contracts, houses, relocation, needs for loans.

Nothing here changes a household: who has a chronic illness gets a certificate, whose house a measure renovates has a row
of the renovation, who borrows was willing to. 保安镇 2023 (domain dictionary 5.3): 动态新增危房改造10户; 刘仁八镇 (5.1): no
relocated household. In both townships everything is done in time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import polars as pl

from shouwang.demo.calendar import (
    ANCHOR,
    NEVER,
    Flags,
    Ints,
    day,
    first_day,
    first_days,
    month_of,
    months_of_days,
    year_of,
)
from shouwang.demo.county import County
from shouwang.demo.exact import BAOAN, TOWNS
from shouwang.demo.frames import Cells, conform, dates, money, months, pick, sorted_as, tag
from shouwang.demo.households import ALLEVIATED
from shouwang.demo.persons import BOTH, CHRONIC, MAJOR, SCHOOLS, able_members, members
from shouwang.demo.streams import between, share, weighted
from shouwang.demo.villages import Villages
from shouwang.demo.work import OUT, PLACES, Work
from shouwang.schema import TABLES, codes

Parts = dict[str, pl.DataFrame]

FIRST_YEAR = 2021
V1, TECH = SCHOOLS.index("v1"), SCHOOLS.index("tech")
DISEASES = list(codes.CHRONIC_DISEASE)
GROUPS = list(codes.TARGET_GROUP)
UNHAPPY = list(codes.UNHAPPY_WITH)
RENOVATIONS = list(codes.RENOVATION_KIND)
# who was found below the bottom line, and when it was over: two households, long resolved
RETURNS = (("returned", day(2022, 7, 15), day(2022, 11, 20)), ("fallen", day(2021, 9, 10), day(2022, 1, 18)))
LOAN_YEARS = (2022, 2023)
TRAININGS = (
    ("skill", "家政服务技能培训"),
    ("skill", "电焊工技能培训"),
    ("practical", "油茶种植实用技术培训"),
    ("practical", "稻虾养殖实用技术培训"),
    ("startup", "电商创业培训"),
)
BAOAN_TRAINED = 112  # 参加培训人数110余人


def make_programmes(
    county: County, work: Work, measures: pl.DataFrame, loans: pl.DataFrame, flooded: pl.DataFrame
) -> dict[str, Parts]:
    """Return table -> part -> frame; ``loans`` and ``flooded`` are tables ``microloan`` and ``disaster_household``."""
    returns = _returns(county)
    trained = _trained(county, work)
    whole = {
        "return_to_poverty": returns,
        "chronic_certificate": _certificates(county),
        "relocation": _relocations(county, work),
    }
    cut = {
        "return_report": _return_reports(county, returns),
        "recognition_interview": _interviews(county),
        "yulu_graduate": _graduates(county, work),
        "doctor_contract": _contracts(county),
        "house_renovation": _renovations(county, measures, flooded),
        "loan_need": _loan_needs(county, loans),
        "training_person": trained,
    }
    return {table: {"all": frame} for table, frame in whole.items()} | {
        table: by_year(table, frame) for table, frame in cut.items()
    }


def by_year(table: str, frame: pl.DataFrame) -> Parts:
    """Cut a frame into the parts of its table, sorted; an empty frame has none."""
    spec = TABLES[table]
    if frame.is_empty():
        return {}
    column = pl.col(str(spec.part_column))
    of_year = column if frame.schema[str(spec.part_column)] == pl.Int32() else column.dt.year()
    parts = frame.with_columns(of_year.alias("_year")).partition_by("_year", as_dict=True, include_key=False)
    return {str(year): sorted_as(spec, part) for (year,), part in sorted(parts.items())}


def _rows(county: County, table: str, columns: Mapping[str, Cells]) -> pl.DataFrame:
    return sorted_as(TABLES[table], conform(table, columns, source=county.source))


def _known(county: County, days: Ints) -> pl.Series:
    """Return days as dates, those after the last day of the history as not yet known."""
    return dates(np.where(days > county.today, NEVER, days))


def _years(county: County) -> range:
    return range(FIRST_YEAR, year_of(county.last) + 1)


# -- the bottom line -------------------------------------------------------------------------------------------------


def _returns(county: County) -> pl.DataFrame:
    rng = county.streams("returns to poverty")
    h = county.households
    found: list[tuple[int, str, int, int]] = []
    for kind, confirmed, resolved in RETURNS:
        month = int(months_of_days(np.array([confirmed]))[0])
        of_kind = (h.hh_type == ALLEVIATED) == (kind == "returned")
        fit = county.faulty & of_kind & h.active(month) & h.active(month + 6) & (h.exits == NEVER)
        usable = np.flatnonzero(fit)
        if confirmed <= county.today and len(usable):
            found.append((int(rng.permutation(usable)[0]), kind, confirmed, resolved))
    hh, kinds, confirmed_at, resolved_at = (
        (list(column) for column in zip(*found, strict=True)) if found else ([], [], [], [])
    )
    return _rows(county, "return_to_poverty", {
        **county.of(np.array(hh, dtype=np.int64)), "confirmed_at": _known(county, np.array(confirmed_at, dtype=np.int64)),
        "return_kind": pl.Series(kinds, dtype=pl.String), "return_cause": "illness",
        "resolved_at": _known(county, np.array(resolved_at, dtype=np.int64)),
    })  # fmt: skip


def _return_reports(county: County, returns: pl.DataFrame) -> pl.DataFrame:
    """Every village says every month how many stand below the line: nearly always nobody."""
    villages = Villages(county)
    span = np.arange(county.first, county.last + 1)
    n = len(villages.rows)
    frame = conform("return_report", {
        **villages.where(len(span)), "report_month": months(np.repeat(span, n)), "returned_hh": 0, "fallen_hh": 0,
    }, source=county.source)  # fmt: skip
    end = pl.col("report_month").dt.month_end()
    for kind, village, confirmed, resolved in returns.select(
        "return_kind", "division_code", "confirmed_at", "resolved_at"
    ).iter_rows():
        stands = (pl.col("division_code") == village) & (end >= confirmed) & (end < (resolved or date.max))
        frame = frame.with_columns(pl.col(f"{kind}_hh") + stands.cast(pl.Int32))
    return frame


def _interviews(county: County) -> pl.DataFrame:
    """Some six of a hundred households asked each autumn; nearly all approve, a little more every year."""
    rng = county.streams("interviews")
    h = county.households
    frames = []
    for year in _years(county):
        month = month_of(year, 10)
        if not county.first <= month <= county.last:
            continue
        asked = h.present(month) & ((h.hh_type == ALLEVIATED) | h.active(month))
        hh = np.flatnonzero(asked & share(rng, len(h), 0.06))
        n = len(hh)
        approves = ~share(rng, n, np.where(county.faulty[hh], 0.045 - 0.01 * (year - FIRST_YEAR), 0.015))
        frames.append(conform("recognition_interview", {
            "interview_id": tag(f"F{year}-", np.arange(1, n + 1), 5), **county.of(hh),
            "interview_date": dates(first_day(month) + between(rng, 4, 30, n)), "visitor_role": "county",
            "approves": pl.Series(approves),
            "unhappy_with": pick(UNHAPPY, np.where(approves, -1, weighted(rng, [1.0] * len(UNHAPPY), n))),
        }, source=county.source))  # fmt: skip
    return pl.concat(frames) if frames else pl.DataFrame()


# -- school and health -------------------------------------------------------------------------------------------------


def _graduates(county: County, work: Work) -> pl.DataFrame:
    """Who was in the last year of a vocational school in June and in none in October; most find work by the winter."""
    rng = county.streams("yulu graduates")
    p, h = county.persons, county.households
    since = np.full(len(p), NEVER)
    np.minimum.at(since, work.person, work.start)
    place = np.full(len(p), OUT)
    place[work.person] = work.place
    frames = []
    for year in _years(county):
        june, october = month_of(year, 6), month_of(year, 10)
        if not county.first <= june <= county.last:
            continue
        stage = p.school(june)
        left = p.in_household(june, h) & (stage >= V1) & (stage <= TECH) & (p.school(october) < 0)
        person = np.flatnonzero(left & ((h.hh_type == ALLEVIATED) | h.active(june))[p.hh])
        n = len(person)
        begun = np.where(
            since[person] <= june + 18, first_days(np.minimum(since[person], june + 18)) + 4, NEVER
        )
        other = first_day(june) + between(rng, 40, 160, n)
        employed_at = np.maximum(
            np.where(begun != NEVER, begun, np.where(share(rng, n, 0.8), other, NEVER)), first_day(june) + 25
        )
        unknown = county.faulty[p.hh[person]] & share(rng, n, 0.04)
        employed = (employed_at <= county.today) & ~unknown
        frames.append(conform("yulu_graduate", {
            **county.of(p.hh[person]), "person_id": county.person_ids(person), "graduated_at": dates(np.full(n, day(year, 6, 25))),
            "school_name": "示例职业技术学院", "employed": pl.Series(employed).set(pl.Series(unknown), None),
            "employed_at": dates(np.where(employed, employed_at, NEVER)),
            "place_class": pick(PLACES, np.where(employed, place[person], -1)),
        }, source=county.source))  # fmt: skip
    return pl.concat(frames) if frames else pl.DataFrame()


def _certificates(county: County) -> pl.DataFrame:
    """Who is chronically ill has a diagnosis; the certificate follows, for a few of the other townships not yet."""
    rng = county.streams("chronic certificates")
    p = county.persons
    ill = np.isin(p.health, (CHRONIC, BOTH, MAJOR)) & p.in_household(county.last, county.households)
    person = np.flatnonzero(ill)
    n = len(person)
    onset = p.onset[person]
    long_ago = np.maximum(p.birth[person] + 400, day(2014, 1, 1) + between(rng, 0, 2_000, n))
    diagnosed = np.where(
        onset == NEVER, long_ago, first_days(np.where(onset == NEVER, 0, onset)) + between(rng, 2, 26, n)
    )
    diagnosed = np.minimum(diagnosed, county.today)
    certified = diagnosed + between(rng, 8, 60, n)
    never = county.faulty[p.hh[person]] & share(rng, n, 0.045)
    on_time = ~county.faulty[p.hh[person]]
    certified = np.where(on_time, np.minimum(certified, county.today), certified)
    heavy = p.health[person] == MAJOR
    disease = np.where(
        heavy, 4 + weighted(rng, (0.4, 0.2, 0.4), n), weighted(rng, (0.55, 0.25, 0.12, 0.08), n)
    )
    return _rows(county, "chronic_certificate", {
        **county.of(p.hh[person]), "person_id": county.person_ids(person), "disease": pick(DISEASES, disease),
        "diagnosed_at": dates(diagnosed), "certified_at": _known(county, np.where(never, NEVER, certified)),
    })  # fmt: skip


def _contracts(county: County) -> pl.DataFrame:
    """A contract a year for everybody of the target groups, signed in spring; some of the others do not sign."""
    p, h = county.persons, county.households
    frames = []
    for year in _years(county):
        month = month_of(year, 1)
        if not county.first <= month + 3 or month > county.last:
            continue
        rng = county.streams("doctor contracts", year)
        entitled = p.in_household(month, h) & ((h.hh_type == ALLEVIATED) | h.active(month))[p.hh]
        person = np.flatnonzero(entitled)
        n = len(person)
        age = p.age(month)[person]
        ill = np.isin(p.health[person], (CHRONIC, BOTH, MAJOR)) & (
            (p.onset[person] == NEVER) | (p.onset[person] <= month)
        )
        group = np.select([ill, p.disability[person] > 0, age >= 65, age <= 6], [0, 1, 2, 3], 5)
        rate = np.where(group == 5, 0.93, 0.985)
        signed = share(rng, n, np.where(county.faulty[p.hh[person]], rate, 1.0))
        on = first_day(month + 1) + between(rng, 0, 85, n)
        frames.append(conform("doctor_contract", {
            **county.of(p.hh[person]), "person_id": county.person_ids(person), "year": year,
            "target_group": pick(GROUPS, group), "signed_at": _known(county, np.where(signed, on, NEVER)),
            "services": pl.Series(np.where(signed, between(rng, 1, 4, n), 0)),
        }, source=county.source))  # fmt: skip
    return pl.concat(frames) if frames else pl.DataFrame()


# -- houses ------------------------------------------------------------------------------------------------------------


def _renovations(county: County, measures: pl.DataFrame, flooded: pl.DataFrame) -> pl.DataFrame:
    """The houses of the measure 农村危房改造, and those that the flood damaged."""
    rng = county.streams("house renovations")
    homes = ["hh_id", "hh_key", "town_code", "division_code"]
    helped = measures.filter(pl.col("sub") == "农村危房改造").select(
        *homes, pl.col("start_date").alias("start"), pl.col("end_date").alias("end"), "amount"
    )
    helped = helped.sort("start", "hh_id").unique(["hh_id", "start"], keep="first", maintain_order=True)
    n = len(helped)
    kind = np.where(helped["town_code"].to_numpy() == BAOAN, 2, weighted(rng, (0.5, 0.3, 0.2), n))
    dynamic = _works(county, rng, helped, kind)
    if flooded.is_empty():
        return _numbered(dynamic)
    hit = flooded.filter(pl.col("house_action").is_in(["repair", "rebuild"])).select(
        *homes, pl.lit(date(2023, 7, 5)).alias("start"), pl.lit(None, pl.Date()).alias("end"),
        pl.lit(None, pl.Decimal(18, 2)).alias("amount"),
    )  # fmt: skip
    return _numbered(pl.concat([dynamic, _works(county, rng, hit, np.full(len(hit), 3))]))


def _numbered(frame: pl.DataFrame) -> pl.DataFrame:
    frame = frame.sort("planned_at", "hh_id", maintain_order=True)
    return frame.with_columns(tag("W", np.arange(1, len(frame) + 1)).alias("renovation_id"))


def _works(county: County, rng: np.random.Generator, homes: pl.DataFrame, kind: Ints) -> pl.DataFrame:
    """Started when the measure was, accepted when it ended; what has no end is accepted two to five months later."""
    n = len(homes)
    start = homes["start"].cast(pl.Int32).to_numpy().astype(np.int64)
    known = homes["end"].is_not_null().to_numpy()
    end = np.where(
        known,
        homes["end"].cast(pl.Int32).fill_null(0).to_numpy().astype(np.int64),
        start + between(rng, 60, 170, n),
    )
    end = np.maximum(end, start + 12)
    slow = ~np.isin(homes["town_code"].to_numpy(), TOWNS) & share(rng, n, 0.1)
    end = np.where(slow & ~known, end + 200, end)
    year = homes["start"].dt.year()
    winter = np.array([day(int(one), 12, 15) for one in year], dtype=np.int64)
    due = np.where(start > winter - 60, start + 150, winter)
    amount = homes["amount"].fill_null(pl.lit(18_000).cast(pl.Decimal(18, 2)))
    return conform("house_renovation", {
        **{name: homes[name] for name in ("hh_id", "hh_key", "town_code", "division_code")}, "renovation_id": "",
        "year": year, "renovation_kind": pick(RENOVATIONS, kind), "planned_at": dates(start - 8), "due_at": dates(due),
        "started_at": _known(county, start), "finished_at": _known(county, end - 7), "accepted_at": _known(county, end),
        "subsidy": amount, "paid_at": _known(county, end + between(rng, 10, 28, n)),
    }, source=county.source)  # fmt: skip


def _relocations(county: County, work: Work) -> pl.DataFrame:
    """Alleviated households of four other townships, moved in 2018 and 2019; nearly all live there and have the deed."""
    rng = county.streams("relocations")
    h = county.households
    others = [town for town, code in enumerate(county.places.town_codes) if code not in TOWNS]
    towns = rng.permutation(others)[:4]
    settled = (h.hh_type == ALLEVIATED) & ~h.monitored & (h.exits == NEVER) & np.isin(h.town, towns)
    hh = np.flatnonzero(settled & share(rng, len(h), 0.09))
    if not len(hh):
        hh = np.flatnonzero(settled)[:1]
    n = len(hh)
    moved = day(2018, 6, 1) + between(rng, 0, 540, n)
    empty = share(rng, n, 0.012)
    left = np.where(~empty & share(rng, n, 0.01), day(2022, 1, 1) + between(rng, 0, 600, n), NEVER)
    deed = np.where(share(rng, n, 0.955), day(2020, 3, 1) + between(rng, 0, 1_200, n), NEVER)
    month = min(county.last, ANCHOR)
    able = able_members(county.persons, h, month)[hh]
    at_work = (work.start <= month) & (month <= work.end)
    employed = np.bincount(county.persons.hh[work.person[at_work]], minlength=len(h))[hh]
    names = [
        name.removesuffix("镇").removesuffix("乡") for name in county.places.towns["short_name"].to_list()
    ]
    return _rows(county, "relocation", {
        **county.of(hh), "site_name": pick([f"{name}示例安置点" for name in names], h.town[hh]),
        "relocation_mode": pick(list(codes.RELOCATION_MODE), weighted(rng, (0.85, 0.15), n)),
        "relocated_persons": pl.Series(members(county.persons, h, month)[hh]),
        "moved_in_at": dates(np.where(empty, NEVER, moved)), "left_at": _known(county, left), "deed_at": _known(county, deed),
        "able_persons": pl.Series(able), "employed_persons": pl.Series(np.minimum(able, employed)),
    })  # fmt: skip


# -- loans and training ------------------------------------------------------------------------------------------------


def _loan_needs(county: County, loans: pl.DataFrame) -> pl.DataFrame:
    """Asked every March: who borrows is willing, some more are and wait, most others do not want to."""
    h = county.households
    homes = county.ids["hh_id"]
    frames = []
    for year in LOAN_YEARS:
        month = month_of(year, 3)
        if not county.first <= month <= county.last:
            continue
        rng = county.streams("loan needs", year)
        lent = loans.filter(pl.col("issue_date").dt.year() <= year)["hh_id"].unique()
        borrows = homes.is_in(lent.implode()).to_numpy()
        able = able_members(county.persons, h, month) > 0
        of_group = (h.hh_type == ALLEVIATED) | h.active(month)
        asked = h.present(month) & (borrows | (of_group & able & share(rng, len(h), 0.12)))
        hh = np.flatnonzero(asked)
        n = len(hh)
        willing = borrows[hh] | share(rng, n, 0.12)
        eligible = borrows[hh] | share(rng, n, 0.9)
        waits = willing & eligible & ~borrows[hh]
        frames.append(conform("loan_need", {
            **county.of(hh), "year": year, "asked_at": dates(first_day(month) + between(rng, 0, 28, n)),
            "eligible": pl.Series(eligible), "willing": pl.Series(willing),
            "wanted_amount": money(between(rng, 1, 5, n) * 10_000_00, willing),
            "unmet_reason": pick((None, "征信记录不良", "还在审批", "没有合适项目"), np.where(waits, between(rng, 1, 3, n), 0)),
        }, source=county.source))  # fmt: skip
    return pl.concat(frames) if frames else pl.DataFrame()


def _trained(county: County, work: Work) -> pl.DataFrame:
    """Two courses a township and year, 保安镇's of 2023 with as many as printed; about half of the trained find work."""
    p, h = county.persons, county.households
    since = np.full(len(p), NEVER)
    np.minimum.at(since, work.person, work.start)
    home = h.town[p.hh]
    frames = []
    for year in _years(county):
        # who may be trained in the month of the first, second and third course, by township
        fit = [np.flatnonzero(_trainable(county, month_of(year, 5 + course))) for course in range(3)]
        by_town = [[one[home[one] == town] for one in fit] for town in range(len(county.places.town_codes))]
        for code, usable in zip(county.places.town_codes, by_town, strict=True):
            rng = county.streams("trained", year, code)
            for course, (number, ended) in enumerate(courses(county, year, code)):
                if ended > county.today:
                    continue
                wanted = min(25, max(1, len(usable[course]) // 8))
                if (code, year) == (BAOAN, 2023):
                    wanted = BAOAN_TRAINED // 3 + (course < BAOAN_TRAINED % 3)
                person = np.sort(rng.permutation(usable[course])[:wanted])
                frames.append(_course(county, rng, number, ended, person, since[person]))
    return pl.concat([frame for frame in frames if len(frame)]) if frames else pl.DataFrame()


def _course(
    county: County, rng: np.random.Generator, number: str, ended: int, person: Ints, begun: Ints
) -> pl.DataFrame:
    """Who was on a course, and who found work within 90 days; ``begun`` is the month in which each began to work."""
    n = len(person)
    soon = np.where(begun != NEVER, first_days(np.minimum(begun, 700)) + 9, NEVER)
    other = np.where(share(rng, n, 0.42), ended + between(rng, 6, 88, n), NEVER)
    employed = np.where((soon > ended) & (soon <= ended + 88), soon, other)
    return conform("training_person", {
        "training_id": number, **county.of(county.persons.hh[person]), "person_id": county.person_ids(person),
        "finished_at": dates(np.full(n, ended)), "passed": pl.Series(share(rng, n, 0.96)),
        "employed_at": _known(county, employed),
    }, source=county.source)  # fmt: skip


def _trainable(county: County, month: int) -> Flags:
    age = county.persons.age(month)
    flags: Flags = (
        county.persons.in_household(month, county.households)
        & county.persons.able(month)
        & (age >= 18)
        & (age < 60)
    )
    return flags


def courses(county: County, year: int, town: str) -> list[tuple[str, int]]:
    """Return (number, last day) of the courses of a township and year: two, 保安镇 three in 2023."""
    rng = county.streams("courses", year, town)
    count = 3 if (town, year) == (BAOAN, 2023) else 2
    ends = [day(year, 4 + 2 * k, 1) + int(rng.integers(5, 40)) for k in range(count)]
    return [(f"PX{year}{town[6:]}{k + 1:02d}", end) for k, end in enumerate(ends)]
