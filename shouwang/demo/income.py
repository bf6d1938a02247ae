"""Income of each household and year, in components that add up to the cent.

What a household earns follows from who it is: labour or none, pension, 低保, an event that cost it work and health, the help
that came after. 保安镇's households with labour under 10,000 yuan at the end of 2022 are exactly those of its report.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from shouwang.demo.calendar import NEVER, Flags, Floats, Ints, month_of, year_of
from shouwang.demo.county import County
from shouwang.demo.frames import conform, money, sorted_as
from shouwang.demo.households import ALLEVIATED, Households
from shouwang.demo.persons import RISKS, able_members, members
from shouwang.demo.streams import between, share
from shouwang.schema import TABLES

REPORTED_YEAR = 2022  # the year of 保安镇's 28户48人 and 11户25人
GROWTH = 1.09
TARGET = 10_000
RANGE = {2020: 5_000, 2021: 6_000, 2022: 6_900, 2023: 7_600}


def closed_years(first: int, last: int) -> range:
    """Return the income years that are closed within the history: the year before its first month, up to last December."""
    opening = year_of(first) if first % 12 == 11 else year_of(first) - 1
    closing = year_of(last) if last % 12 == 11 else year_of(last) - 1
    return range(opening, closing + 1)


def make_income(county: County, posts: pl.DataFrame) -> dict[int, pl.DataFrame]:
    """Return the rows of table ``income_year`` by year; ``posts`` is table ``public_post``."""
    latent = _latent(county)
    return {year: _year(county, year, latent, posts) for year in closed_years(county.first, county.last)}


def _latent(county: County) -> Floats:
    """Return what a head of each household would earn in 2022 in an ordinary year, in yuan."""
    rng = county.streams("latent income")
    n = len(county.households)
    poor = share(rng, n, 0.05)
    latent = np.exp(rng.normal(np.log(15_400), 0.21, n)).clip(10_300, 42_000)
    return np.where(poor, rng.uniform(7_300, 10_800, n), latent)


@dataclass
class _Target:
    per_head: Floats
    labour: Flags
    persons: Ints


def _year(county: County, year: int, latent: Floats, posts: pl.DataFrame) -> pl.DataFrame:
    households = county.households
    december = month_of(year, 12)
    rows = np.flatnonzero(_recorded(households, year))
    persons = members(county.persons, households, december)
    rows = rows[persons[rows] > 0]
    labour = able_members(county.persons, households, december) > 0
    target = _Target(_per_head(county, year, latent, labour), labour, persons)
    return sorted_as(TABLES["income_year"], _frame(county, year, rows, target, posts))


def _recorded(households: Households, year: int) -> Flags:
    """Whether the household's income of the year is on record: from the year before its identification."""
    december = month_of(year, 12)
    known = (households.hh_type == ALLEVIATED) | (households.identified <= december + 11)
    recorded: Flags = known & (december < households.exits)
    return recorded


def _per_head(county: County, year: int, latent: Floats, labour: Flags) -> Floats:
    """Return the net income a head that each household should come to, in yuan."""
    rng = county.streams("income", year)
    h = county.households
    december = month_of(year, 12)
    n = len(h)
    wanted = latent * GROWTH ** (year - REPORTED_YEAR) * rng.normal(1.0, 0.03, n)
    # The incomes of a year are judged by the range of the next: below it a household would have to be identified. In
    # the other townships a few lie a little below it.
    line = RANGE.get(year + 1, 7_600)
    wanted = np.maximum(wanted, line * rng.uniform(np.where(county.faulty, 0.98, 1.01), 1.12, n))
    event = np.where(h.monitored, 1970 + h.identified // 12, 0)
    struck = h.monitored & (year >= event - 1) & (year <= event + 1) & (h.cleared > december)
    fallen = np.where(h.mon_type == 2, rng.uniform(7_400, 12_500, n), rng.uniform(5_300, 8_900, n))
    wanted = np.where(struck, fallen * GROWTH ** (year - REPORTED_YEAR), wanted)
    # cleared households earned steadily above the range before
    freed = h.monitored & (h.cleared != NEVER) & (year >= 1970 + h.cleared // 12 - 1)
    wanted = np.where(
        freed, np.maximum(wanted, RANGE.get(year + 1, 7_600) * rng.uniform(1.06, 1.5, n)), wanted
    )
    wanted = np.where(labour, wanted, rng.uniform(8_600, 15_500, n) * GROWTH ** (year - REPORTED_YEAR))
    if year == REPORTED_YEAR:
        low = np.where(freed, 8_150, np.where(h.monitored & (h.identified <= december), 6_600, 7_660))
        under = rng.uniform(low, 9_900, n)
        above = np.maximum(wanted, TARGET + rng.uniform(60, 2_400, n))
        wanted = np.where(h.below_10k == 1, under, np.where((h.below_10k == 0) & labour, above, wanted))
    return wanted


def _frame(county: County, year: int, rows: Ints, target: _Target, posts: pl.DataFrame) -> pl.DataFrame:
    rng = county.streams("income parts", year)
    n = len(rows)
    persons = target.persons[rows]
    labour = target.labour[rows]
    wanted = np.round(target.per_head[rows] * persons * 100).astype(np.int64)
    pension, dibao, tekun = _allowances(county, year, rows, wanted)
    family_planning = np.where(share(rng, n, 0.06), 960_00, 0)
    eco = np.where(share(rng, n, 0.3), between(rng, 40_00, 420_00, n), 0)
    industry_reward = np.where(labour & share(rng, n, 0.22), between(rng, 3, 20, n) * 100_00, 0)
    job_reward = np.where(labour & share(rng, n, 0.2), between(rng, 2, 10, n) * 100_00, 0)
    property_income = between(rng, 0, 260_00, n)
    dividend = np.where(share(rng, n, 0.45), between(rng, 50_00, 480_00, n), 0)
    gross = np.where(labour, between(rng, 400_00, 5200_00, n), between(rng, 0, 500_00, n))
    expense = (gross * rng.uniform(0.15, 0.42, n)).astype(np.int64)
    extras = family_planning + eco + industry_reward + job_reward + dividend + gross - expense
    basic = pension + dibao + tekun + property_income
    # what a household comes to is fixed first: where it cannot hold the extras as well, it has none of them
    room = (basic + extras <= wanted).astype(np.int64)
    family_planning, eco, industry_reward = family_planning * room, eco * room, industry_reward * room
    job_reward, dividend, gross, expense = job_reward * room, dividend * room, gross * room, expense * room
    fixed = basic + extras * room
    rest = np.maximum(wanted - fixed, 0)
    # with labour the rest is wages, or, where it is too little for a wage, help from relatives; without labour it is help
    wage = np.where(
        labour & (rest >= 1200_00), rest - (rest * rng.uniform(0.01, 0.08, n)).astype(np.int64), 0
    )
    other = rest - wage
    transfer = pension + dibao + tekun + family_planning + eco + industry_reward + job_reward + other
    net = wage + gross + property_income + dividend + transfer - expense
    post = _post_wages(county, rows, year, wage, posts)
    ill = (county.risk_1[rows] == RISKS.index("illness")) & (
        year >= 1970 + county.households.identified[rows] // 12 - 1
    )
    self_paid = np.where(
        ill,
        between(rng, 3_000_00, 26_000_00, n),
        np.where(share(rng, n, 0.3), between(rng, 50_00, 2_400_00, n), 0),
    )
    payout = np.where(ill & share(rng, n, 0.3), self_paid // 3, 0)
    per_head = (2 * net + persons) // (2 * persons)  # rounded half up to the cent
    return conform("income_year", {
        **county.of(rows),
        "income_year": year,
        "window_type": "annual_oct_sep",
        "caliber": "net",
        "wage": money(wage),
        "wage_public_post": money(post),
        "operating": money(gross),
        "property": money(property_income + dividend),
        "property_asset_dividend": money(dividend),
        "transfer": money(transfer),
        "transfer_pension": money(pension),
        "transfer_dibao": money(dibao),
        "transfer_tekun": money(tekun),
        "transfer_family_planning": money(family_planning),
        "transfer_eco": money(eco),
        "transfer_industry_reward": money(industry_reward),
        "transfer_job_reward": money(job_reward),
        "transfer_other": money(other),
        "operating_expense": money(expense),
        "expense_subsidy": money(np.where(expense > 500_00, expense // 10, 0)),
        "net_total": money(net),
        "persons_year": pl.Series(persons),
        "net_per_capita": money(per_head),
        "insurance_payout": money(payout),
        "compliant_self_paid": money(self_paid),
    }, source=county.source)  # fmt: skip


def _allowances(county: County, year: int, rows: Ints, wanted: Ints) -> tuple[Ints, Ints, Ints]:
    """Return pension, 低保 and 特困 of the year in cents, together at most four fifths of what the household comes to."""
    persons, h = county.persons, county.households
    december = month_of(year, 12)
    here = (persons.join <= december) & (december < persons.leave)
    n = len(h)

    def count(flags: Flags) -> Ints:
        return np.bincount(persons.hh[here & flags], minlength=n)[rows]

    old = persons.age(december) >= 60
    pension = count(old & persons.pension) * (1_680_00 + (year - 2020) * 96_00)
    dibao = count(persons.dibao) * (3_960_00 + (year - 2020) * 300_00)
    tekun = count(persons.tekun) * (7_920_00 + (year - 2020) * 480_00)
    total = pension + dibao + tekun
    cut = np.minimum(1.0, 0.8 * wanted / np.maximum(total, 1))
    dibao = np.where(cut < 1, (dibao * cut).astype(np.int64), dibao)
    tekun = np.where(cut < 1, (tekun * cut).astype(np.int64), tekun)
    pension = np.where(cut < 1, (pension * cut).astype(np.int64), pension)
    return pension, dibao, tekun


def _post_wages(county: County, rows: Ints, year: int, wage: Ints, posts: pl.DataFrame) -> Ints:
    """Return pay from public posts from October to September, in cents; it is part of the wages."""
    opened, closed = pl.lit(date(year - 1, 10, 1)), pl.lit(date(year, 9, 1))
    begun = pl.max_horizontal("start_month", opened)
    left = pl.min_horizontal(pl.col("end_month").fill_null(closed), closed)
    months_there = (
        (left.dt.year() - begun.dt.year()) * 12 + (left.dt.month().cast(pl.Int32) - begun.dt.month()) + 1
    )
    cents = (pl.col("pay_month") * 100).cast(pl.Int64) * months_there.clip(0)
    paid = posts.group_by("hh_id").agg(cents.sum().alias("cents"))
    asked = pl.DataFrame({"hh_id": county.of(rows)["hh_id"]})
    known = asked.join(paid, on="hh_id", how="left", maintain_order="left")["cents"].fill_null(0)
    earned: Ints = np.minimum(known.to_numpy(), wage)
    return earned
