"""A synthetic county: 大冶市 with its real townships and invented people, whose histories tie out in every month.

Two townships, 刘仁八镇 and 保安镇, carry at 2023-11 the figures of their published reports, for every seed and scale
(docs/demo.md). Identity and telephone numbers are impossible ones, every row says ``is_synthetic``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain

import polars as pl

from shouwang.demo import calendar
from shouwang.demo.campaigns import make_campaigns
from shouwang.demo.cases import make_cases
from shouwang.demo.clearances import make_asset_income, make_clearances
from shouwang.demo.county import County, make_county
from shouwang.demo.exact import TOWNS
from shouwang.demo.help import make_measures, make_visits
from shouwang.demo.income import make_income
from shouwang.demo.issues import make_issues
from shouwang.demo.money import make_money
from shouwang.demo.monthly import Monthly
from shouwang.demo.offices import make_offices
from shouwang.demo.places import Places, read_divisions, scaled
from shouwang.demo.programmes import make_programmes
from shouwang.demo.screening import make_screenings
from shouwang.demo.services import make_services
from shouwang.demo.shapes import shapes_for
from shouwang.demo.streams import Streams
from shouwang.demo.teams import make_teams
from shouwang.demo.villages import make_villages
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
    county_made = make_county(places, streams, first=first, last=last, scale=scale, salt=salt)
    made = _Made(county_made)
    small = list(made.small())
    total = len(small) + 4 * months
    for done, part in enumerate(chain(small, made.monthly()), start=1):
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


class _Made:
    """The parts of one county: the small tables at once, the big ones a month at a time."""

    def __init__(self, county: County) -> None:
        self.county = county
        self.cases = make_cases(county)
        self.work, self.posts = make_work(county)
        self.measures, self.renovation = make_measures(county, self.cases, self.work, self.posts)

    def small(self) -> Iterator[DemoPart]:
        county, cases = self.county, self.cases
        rounds, results = make_screenings(county, cases)
        money = make_money(county)
        whole = {
            "division": county.places.frame, "division_shape": shapes_for(county.places.frame),
            "identification_case": cases.cases, "case_event": cases.events, "measure": self.measures,
            "screening_round": rounds, "screening_result": results, **money, "public_post": self.posts,
            "clearance": make_clearances(county), **make_issues(county, cases), **make_campaigns(county),
        }  # fmt: skip
        services = make_services(county, self.work, self.measures)
        programmes = make_programmes(
            county, self.work, self.measures, services["microloan"]["all"], whole["disaster_household"]
        )
        cut = {
            "asset_income": make_asset_income(county, money["asset"]), **services, **programmes,
            **make_offices(county, self.work, self.posts, money["project"], programmes["training_person"]),
            **make_teams(county), **make_villages(county),
            "income_year": {str(year): frame for year, frame in make_income(county, self.posts).items()},
        }  # fmt: skip
        for table, parts in ({table: {"all": frame} for table, frame in whole.items()} | cut).items():
            yield from (DemoPart(table, part, frame) for part, frame in parts.items() if not frame.is_empty())

    def monthly(self) -> Iterator[DemoPart]:
        county, rows = self.county, Monthly(self.county, self.cases, self.renovation)
        for month in range(county.first, county.last + 1):
            part = calendar.label(month)
            yield DemoPart("household_month", part, rows.households(month))
            yield DemoPart("person_month", part, rows.persons(month))
            yield DemoPart("household_visit", part, make_visits(county, self.cases, month))
            yield DemoPart("employment_month", part, make_employment(county, self.work, month))
