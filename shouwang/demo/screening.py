"""Full screenings, once a year in spring: every village reports its households by class."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from shouwang.demo.calendar import Ints, as_date, month_of
from shouwang.demo.cases import Cases
from shouwang.demo.county import County
from shouwang.demo.exact import BAOAN, BAOAN_SCREENING_GAP, SCREENED_IN
from shouwang.demo.frames import from_records
from shouwang.demo.households import ALLEVIATED

LINES = {2021: None, 2022: "6900.00", 2023: "7600.00"}
DEFINITION = (
    "脱贫户为排查时建档立卡脱贫户存量，监测户按排查时风险状态分未消除、已消除两栏，一般农户为其余农户；"
    "三类户互不重复，合计为排查总户数。"
)


def make_screenings(county: County, cases: Cases) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the rounds and their results by village, from 2021 to the last month."""
    rounds, results = [], []
    for year in range(2021, as_date(county.last).year + 1):
        if month_of(year, 5) <= county.last:
            rounds.append(_round(year))
            results += _results(county, cases, year)
    return (
        from_records("screening_round", rounds, source=county.source),
        from_records("screening_result", results, source=county.source),
    )


def _round(year: int) -> dict[str, object]:
    line = LINES.get(year)
    return {
        "round_id": f"S{year}", "name": f"{year}年防止返贫监测帮扶集中排查",
        "start_date": date(year, 4, 10), "end_date": date(year, 5, 31), "income_line_yuan": line,
        "window_start": date(year - 1, 5, 1), "window_end": date(year, 4, 30), "definition": DEFINITION,
    }  # fmt: skip


def _results(county: County, cases: Cases, year: int) -> list[dict[str, object]]:
    places = county.places
    found = _found(cases, year)
    records: list[dict[str, object]] = []
    for town, code in enumerate(places.town_codes):
        month = SCREENED_IN.get(code, month_of(year, 5)) if year == 2023 else month_of(year, 5)
        if month > county.last:
            continue
        classes = _classes(county, month, stable_only=code == BAOAN and year == 2023)
        villages = places.villages_of(town)
        short = int(villages[np.argmax(places.rural_hh[villages])]) if (code, year) == (BAOAN, 2023) else -1
        for village in villages:
            records.append(_record(county, year, month, int(village), classes, found, gap=village == short))
    return records


def _classes(county: County, month: int, *, stable_only: bool) -> tuple[Ints, Ints, Ints, Ints]:
    """Return alleviated, active and cleared households, and persons of all three, by village.

    A stock of the month of the screening. 保安镇 printed its alleviated households without those in monitoring (659 of
    666), 刘仁八镇 with them (453): the difference in definition is that of the reports (check X-02).
    """
    h, places = county.households, county.places
    here = h.present(month)
    watched = here & h.monitored & (h.identified <= month)
    active = watched & h.active(month)
    alleviated = here & (h.hh_type == ALLEVIATED) & (~watched if stable_only else np.ones(len(h), dtype=bool))

    def count(flags: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Ints:
        return np.bincount(h.village[flags], minlength=len(places.village_codes))

    members = county.persons.in_household(month, h)
    counted = (alleviated | watched)[county.persons.hh]
    persons = np.bincount(
        h.village[county.persons.hh[members & counted]], minlength=len(places.village_codes)
    )
    return count(alleviated), count(active), count(watched & ~active), persons


def _found(cases: Cases, year: int) -> dict[str, list[dict[str, object]]]:
    rows = cases.cases.filter(
        (pl.col("clue_channel") == "full_screening") & (pl.col("clue_at").dt.year() == year)
    ).select("division_code", "hh_id", "result")
    by_village: dict[str, list[dict[str, object]]] = {}
    for row in rows.iter_rows(named=True):
        by_village.setdefault(row["division_code"], []).append(row)
    return by_village


def _record(
    county: County, year: int, month: int, village: int, classes: tuple[Ints, Ints, Ints, Ints],
    found: dict[str, list[dict[str, object]]], *, gap: bool,
) -> dict[str, object]:  # fmt: skip
    places = county.places
    alleviated, active, cleared, persons = (int(values[village]) for values in classes)
    total = int(places.rural_hh[village])
    ordinary = max(0, total - alleviated - active - cleared)
    clues = found.get(places.village_codes[village], [])
    admitted = [clue["hh_id"] for clue in clues if clue["result"] == "admitted"]
    rural_persons = places.villages["rural_persons"][village] or 0
    return {
        "round_id": f"S{year}", "stat_month": as_date(month),
        "town_code": places.town_codes[int(places.village_town[village])], "division_code": places.village_codes[village],
        "hh_ordinary": ordinary + (BAOAN_SCREENING_GAP if gap else 0), "hh_alleviated": alleviated,
        "hh_monitored_active": active, "hh_monitored_cleared": cleared, "hh_total": total,
        "persons_total": max(int(rural_persons), persons), "new_clues": len(clues), "new_admitted_hh": len(admitted),
        "new_admitted_persons": _persons_at_identification(county, admitted),
    }  # fmt: skip


def _persons_at_identification(county: County, hh_ids: list[object]) -> int:
    if not hh_ids:
        return 0
    h, p = county.households, county.persons
    rows = np.flatnonzero(county.ids["hh_id"].is_in(hh_ids).to_numpy())
    mine = np.flatnonzero(np.isin(p.hh, rows))
    month = h.identified[p.hh[mine]]
    return int(((p.join[mine] <= month) & (month < p.leave[mine])).sum())
