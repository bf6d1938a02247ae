"""A synthetic county: 大冶市 with its real townships and invented people, whose histories tie out in every month.

Two townships, 刘仁八镇 and 保安镇, carry at 2023-11 the figures of their published reports, for every seed and scale
(docs/demo.md). Identity and telephone numbers are impossible ones, every row says ``is_synthetic``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl

from shouwang.demo import calendar
from shouwang.demo.cases import make_cases
from shouwang.demo.county import make_county
from shouwang.demo.exact import TOWNS
from shouwang.demo.help import make_measures, make_visits
from shouwang.demo.income import closed_years, make_income
from shouwang.demo.money import make_money
from shouwang.demo.monthly import Monthly
from shouwang.demo.places import Places, read_divisions, scaled
from shouwang.demo.screening import make_screenings
from shouwang.demo.shapes import shapes_for
from shouwang.demo.streams import Streams
from shouwang.demo.work import make_employment, make_work
from shouwang.errors import UsageError

__all__ = ["DemoPart", "generate"]

COUNTY = "420281"
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class DemoPart:
    """One file of one table: ``part`` is a month (2023-11), a year (2022) or ``all``, as the table is cut."""

    table: str
    part: str
    frame: pl.DataFrame


def generate(
    *,
    county: str = COUNTY,
    months: int = 36,
    last_month: date = date(2023, 11, 1),
    seed: int = 7,
    scale: float = 1.0,
    salt: str,
    progress: Progress | None = None,
) -> Iterator[DemoPart]:
    """Yield every source table of the demo county, small tables first, then month by month.

    The same seed, scale, months and salt give the same rows. With fewer months the history is cut at its front; what is
    not monthly (cases, measures, projects …) keeps its past. ``scale`` multiplies the households of the other townships.

    Args:
        months: length of the history, 1 to 60, up to and with ``last_month``.
        salt: the store's salt, from which ``hh_key`` is made.
        progress: called with (parts done, parts in all, what is being made).

    Raises:
        UsageError: another county, or ``months`` or ``scale`` out of range.
    """
    _check(county, months, scale, seed)
    last = calendar.month_number(last_month)
    first = last - months + 1
    streams = Streams(seed)
    places = Places(scaled(read_divisions(county), scale, TOWNS))
    parts = _parts(places, streams, first=first, last=last, scale=scale, salt=salt)
    total = 4 * months + len(_WHOLE) + len(closed_years(first, last))
    for done, part in enumerate(parts, start=1):
        if progress is not None:
            progress(done, total, f"{part.table} {part.part}")
        yield part


def _check(county: str, months: int, scale: float, seed: int) -> None:
    if county != COUNTY:
        raise UsageError(f"演示数据只有大冶市({COUNTY})，没有 {county}。")
    if not 1 <= months <= 60:
        raise UsageError(f"月数应为 1 到 60，现为 {months}。")
    if not 0.1 <= scale <= 64:
        raise UsageError(f"规模应为 0.1 到 64，现为 {scale}。")
    if seed < 0:
        raise UsageError(f"种子应为不小于 0 的整数，现为 {seed}。")


_WHOLE = (
    "division", "division_shape", "identification_case", "case_event", "measure", "screening_round", "screening_result",
    "project", "fund_allocation", "disbursement", "asset", "public_post",
)  # fmt: skip


def _parts(
    places: Places, streams: Streams, *, first: int, last: int, scale: float, salt: str
) -> Iterator[DemoPart]:
    county = make_county(places, streams, first=first, last=last, scale=scale, salt=salt)
    yield DemoPart("division", "all", places.frame)
    yield DemoPart(
        "division_shape",
        "all",
        shapes_for(places.frame),
    )
    cases = make_cases(county)
    yield DemoPart("identification_case", "all", cases.cases)
    yield DemoPart("case_event", "all", cases.events)
    measures, renovation = make_measures(county, cases)
    yield DemoPart("measure", "all", measures)
    rounds, results = make_screenings(county, cases)
    yield DemoPart("screening_round", "all", rounds)
    yield DemoPart("screening_result", "all", results)
    for table, frame in make_money(county).items():
        yield DemoPart(table, "all", frame)
    work, posts = make_work(county)
    yield DemoPart("public_post", "all", posts)
    for year, frame in make_income(county).items():
        yield DemoPart("income_year", str(year), frame)
    monthly = Monthly(county, cases, renovation)
    for month in range(first, last + 1):
        part = calendar.label(month)
        yield DemoPart("household_month", part, monthly.households(month))
        yield DemoPart("person_month", part, monthly.persons(month))
        yield DemoPart("household_visit", part, make_visits(county, cases, month))
        yield DemoPart("employment_month", part, make_employment(county, work, month))
