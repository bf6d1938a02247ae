"""What villages report of themselves: profile, clinic, collective economy, living environment, drinking water.

刘仁八镇 and 保安镇 carry the clinics, doctors, toilets and public toilets of their reports (domain dictionary 5.1, 5.3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import polars as pl

from shouwang.demo.calendar import Flags, Ints, first_day, last_day, month_of, year_of
from shouwang.demo.county import County
from shouwang.demo.exact import BAOAN, LIURENBA, TOWNS
from shouwang.demo.frames import Cells, blank, conform, dates, money, months, pick, sorted_as
from shouwang.demo.streams import between, share, some, weighted
from shouwang.schema import TABLES

# 刘仁八镇: 村级卫生室17个, 刘桥村、刘仁八村无卫生室, 金柯村和郑沟村合作办医, 配备村医43人
LIURENBA_EXEMPT: Mapping[str, str] = MappingProxyType(
    {"刘桥村": "邻近乡镇卫生院", "刘仁八村": "乡镇卫生院所在地", "郑沟村": "与金柯村合作办医"}
)
LIURENBA_DOCTORS = 43
# 保安镇: 238座农村户厕建设任务 by the end of October, 新建公厕4座
BAOAN_TOILETS = 238
BAOAN_PUBLIC_TOILETS = 4
TOILET_MONTHS = (month_of(2023, 3), month_of(2023, 10))
FIRST_YEAR = 2020


@dataclass(frozen=True)
class Villages:
    """The villages that have rural households, as positions in the county's list."""

    county: County

    @property
    def rows(self) -> Ints:
        return np.flatnonzero(self.county.places.rural_hh > 0)

    @property
    def town(self) -> Ints:
        towns: Ints = self.county.places.village_town[self.rows]
        return towns

    @property
    def households(self) -> Ints:
        counts: Ints = self.county.places.rural_hh[self.rows]
        return counts

    def of_town(self, code: str) -> Flags:
        flags: Flags = self.town == self.county.places.index(code)
        return flags

    @property
    def exact(self) -> Flags:
        return np.isin(self.town, [self.county.places.index(code) for code in TOWNS])

    @property
    def names(self) -> list[str]:
        return [self.county.places.village_names[row] for row in self.rows]

    def where(self, times: int = 1) -> dict[str, pl.Series]:
        """Return ``town_code`` and ``division_code`` of the villages, ``times`` over."""
        places = self.county.places
        rows = np.tile(self.rows, times)
        return {
            "town_code": pick(places.town_codes, np.tile(self.town, times)),
            "division_code": pick(places.village_codes, rows),
        }


def make_villages(county: County) -> dict[str, dict[str, pl.DataFrame]]:
    """Return table -> year -> frame of what villages report."""
    villages = Villages(county)
    last = year_of(county.last)
    made: dict[str, dict[str, pl.DataFrame]] = {}
    clinics = _clinics(villages)
    income = _collective_income(villages, last)
    for year in range(FIRST_YEAR, last + 1):
        year_end = min(county.last, month_of(year, 12))
        for table, frame in (
            ("village_profile", _profiles(villages, year, year_end, clinics, income)),
            ("clinic", _clinic_rows(villages, year, clinics)),
            ("collective_economy", _economies(villages, year, income)),
            ("living_environment", _environment(villages, year, year_end)),
            ("water_supply", _water(villages, year, year_end)),
        ):
            if not frame.is_empty():
                made.setdefault(table, {})[str(year)] = frame
    return made


def _rows(table: str, columns: Mapping[str, Cells], source: str) -> pl.DataFrame:
    return sorted_as(TABLES[table], conform(table, columns, source=source))


# -- clinics ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Clinics:
    count: Ints
    doctors: Ints
    reason: list[str | None]
    standard: Flags


def _clinics(villages: Villages) -> _Clinics:
    rng = villages.county.streams("clinics")
    n = len(villages.rows)
    count = np.ones(n, dtype=np.int64)
    reason: list[str | None] = [None] * n
    mine = villages.of_town(LIURENBA)
    for at, name in enumerate(villages.names):
        if mine[at] and name in LIURENBA_EXEMPT:
            count[at], reason[at] = 0, LIURENBA_EXEMPT[name]
    first_of_town = np.unique(villages.town, return_index=True)[1]
    for at in first_of_town:
        if not mine[at]:
            count[at], reason[at] = 0, "乡镇卫生院所在地"
    missing = ~villages.exact & (count == 1) & share(rng, n, 0.006)
    count[missing] = 0
    doctors = np.where(count == 0, 0, between(rng, 1, 3, n))
    _sum_to(rng, doctors, mine & (count == 1), LIURENBA_DOCTORS)
    standard = ~share(rng, n, 0.02) | villages.exact
    return _Clinics(count, doctors, reason, standard)


def _sum_to(rng: np.random.Generator, values: Ints, where: Flags, total: int, most: int = 4) -> None:
    """Raise or lower the values of ``where`` (1..most) by ones until they add up to ``total``."""
    at = np.flatnonzero(where)
    while (gap := total - int(values[at].sum())) != 0:
        free = at[(values[at] < most) if gap > 0 else (values[at] > 1)]
        values[rng.permutation(free)[: abs(gap)]] += 1 if gap > 0 else -1


def _clinic_rows(villages: Villages, year: int, clinics: _Clinics) -> pl.DataFrame:
    has = pl.Series(clinics.count == 1)
    return _rows("clinic", {
        **villages.where(), "year": year, "clinics": pl.Series(clinics.count),
        "exempt_reason": pl.Series(clinics.reason, dtype=pl.String), "doctors": pl.Series(clinics.doctors),
        "standard_ok": blank(pl.Series(clinics.standard), ~has.to_numpy()),
    }, villages.county.source)  # fmt: skip


# -- the village's own money -------------------------------------------------------------------------------------------


def _collective_income(villages: Villages, last: int) -> dict[int, Ints]:
    """Return cents by year: growing most years, some villages weak, a few falling back."""
    rng = villages.county.streams("collective economy")
    n = len(villages.rows)
    yuan = np.exp(rng.normal(np.log(120_000), 0.55, n))
    found = {}
    for year in range(FIRST_YEAR, last + 1):
        growth = rng.normal(0.08, 0.10, n)
        growth = np.where(~villages.exact & share(rng, n, 0.03), -0.35, growth)
        yuan = np.maximum(yuan * (1 + growth), 12_000)
        found[year] = (yuan.astype(np.int64) * 100).astype(np.int64)
    return found


def _economies(villages: Villages, year: int, income: dict[int, Ints]) -> pl.DataFrame:
    rng = villages.county.streams("economy", year)
    if year == year_of(villages.county.last) and villages.county.last % 12 != 11:
        return pl.DataFrame()  # a year is reported when it is over
    total = income[year]
    n = len(total)
    operating = total * between(rng, 35, 70, n) // 100 // 100 * 100
    assets = total * between(rng, 5, 25, n) // 100 // 100 * 100
    return _rows("collective_economy", {
        **villages.where(), "year": year, "income_total": money(total), "income_operating": money(operating),
        "income_from_assets": money(assets), "subsidy": money(total - operating - assets),
        "distributed": money(total * between(rng, 20, 60, n) // 100 // 100 * 100),
    }, villages.county.source)  # fmt: skip


# -- profile -----------------------------------------------------------------------------------------------------------


def _profiles(
    villages: Villages, year: int, month: int, clinics: _Clinics, income: dict[int, Ints]
) -> pl.DataFrame:
    county = villages.county
    rng = county.streams("village profile", year)
    n = len(villages.rows)
    persons = villages.households * between(rng, 32, 37, n) // 10
    here = county.persons.in_household(month, county.households)
    village_of = county.households.village[county.persons.hh]

    def tally(flags: Flags, base: int) -> pl.Series:
        known = np.bincount(village_of[flags & here], minlength=len(county.places.village_codes))[
            villages.rows
        ]
        return pl.Series(known + persons * base // 1000)

    poor = tally(county.persons.dibao, 9)
    return _rows("village_profile", {
        **villages.where(), "year": year, "hh_total": pl.Series(villages.households), "persons_total": pl.Series(persons),
        "collective_income": money(income[year]),
        "clinic_count": pl.Series(clinics.count),
        "clinic_exempt": pl.Series([why is not None for why in clinics.reason]),
        "doctor_count": pl.Series(clinics.doctors),
        "public_toilets": pl.Series(between(rng, 1, 3, n)), "garbage_points": pl.Series(between(rng, 2, 9, n)),
        "culture_rooms": 1, "road_to_town_hard": True, "bus": pl.Series(share(rng, n, 0.96) | villages.exact),
        "dibao_hh": (poor * 2 + 2) // 3, "dibao_persons": poor,
        "tekun_persons": tally(county.persons.tekun, 4), "disabled_persons": tally(county.persons.disability > 0, 22),
        "pension_insured": pl.Series(persons * between(rng, 48, 56, n) // 100),
        "dilapidated_hh": 0, "unsafe_water_hh": 0,
    }, source=county.source)  # fmt: skip


# -- living environment and water --------------------------------------------------------------------------------------


def _environment(villages: Villages, year: int, last: int) -> pl.DataFrame:
    """A row a village and month of 2022 on: toilets built against the task of the year, what is broken, complaints."""
    first = max(villages.county.first, month_of(year, 1))
    if year < 2022 or first > last:
        return pl.DataFrame()
    n = len(villages.rows)
    task = _toilet_task(villages, year)
    rows = []
    for month in range(first, last + 1):
        rng = villages.county.streams("environment", month)
        done = _toilets_built(villages, task, month)
        checked = done * between(rng, 60, 100, n) // 100
        broken = np.where(villages.exact, 0, np.minimum(checked, weighted(rng, (0.9, 0.07, 0.03), n)))
        rows.append(
            (
                month,
                task,
                done,
                checked,
                broken,
                weighted(rng, (0.86, 0.1, 0.03, 0.01), n),
                between(rng, 1, 4, n),
            )
        )
    times = len(rows)

    def column(k: int) -> pl.Series:
        return pl.Series(np.concatenate([np.broadcast_to(row[k], n) for row in rows]).astype(np.int64))

    rng = villages.county.streams("public toilets", year)
    public = between(rng, 1, 3, n)
    if year == 2023:
        new = some(rng, n, 0)
        mine = np.flatnonzero(villages.of_town(BAOAN))
        new[mine[:BAOAN_PUBLIC_TOILETS]] = True
        public = public + new
    return _rows("living_environment", {
        **villages.where(times),
        "report_month": months(np.repeat([row[0] for row in rows], n)),
        "toilets_task": column(1), "toilets_built": column(2), "toilets_checked": column(3), "toilets_broken": column(4),
        "public_toilets": pl.Series(np.tile(public, times)), "cleaners": pl.Series(np.tile(between(rng, 2, 6, n), times)),
        "inspections": column(6), "complaints": column(5),
    }, villages.county.source)  # fmt: skip


def _toilet_task(villages: Villages, year: int) -> Ints:
    rng = villages.county.streams("toilet task", year)
    task = between(rng, 2, 16, len(villages.rows))
    if year == 2023:
        _sum_to(rng, task, villages.of_town(BAOAN), BAOAN_TOILETS, most=20)
    return task


def _toilets_built(villages: Villages, task: Ints, month: int) -> Ints:
    """Built by a month of the year: from March to October, 保安镇 in time, some villages elsewhere late."""
    rng = villages.county.streams("toilets", year_of(month))
    pace = np.where(villages.exact, 1.0, rng.uniform(0.7, 1.2, len(task)))
    passed = min(max((month % 12 - 1) / 8, 0.0), 1.0)
    ready: Ints = np.minimum(task, np.floor(task * passed * pace + 1e-9).astype(np.int64))
    return ready


def _water(villages: Villages, year: int, last: int) -> pl.DataFrame:
    """A sample a village and quarter; now and then one fails, or the water was off."""
    quarters = [month for month in range(month_of(year, 1) + 1, month_of(year, 12), 3) if month <= last]
    if not quarters:
        return pl.DataFrame()
    n, times = len(villages.rows), len(quarters)
    rng = villages.county.streams("water", year)
    size = n * times
    exact = np.tile(villages.exact, times)
    day = np.repeat([first_day(month) for month in quarters], n) + between(rng, 3, 25, size)
    failed = ~exact & share(rng, size, 0.006)
    off = np.where(~exact & share(rng, size, 0.012), between(rng, 6, 80, size), 0)
    broken = failed | (off > 0)
    repaired = day + between(rng, 1, 9, size)
    done = broken & (repaired <= last_day(last))
    return _rows("water_supply", {
        **villages.where(times), "check_date": dates(day), "sample_ok": pl.Series(~failed),
        "interruption_hours": pl.Series(off.astype(float)), "repair_at": blank(dates(repaired), ~done),
    }, villages.county.source)  # fmt: skip
