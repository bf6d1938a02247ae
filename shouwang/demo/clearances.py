"""How a household stood when its risk was cleared (the block 风险消除后 of the export), and what assets earned."""

from __future__ import annotations

import numpy as np
import polars as pl

from shouwang.demo.calendar import NEVER, year_of
from shouwang.demo.county import County
from shouwang.demo.frames import conform, money, months, sorted_as
from shouwang.demo.income import RANGE
from shouwang.demo.persons import able_members, members
from shouwang.demo.streams import between, share
from shouwang.schema import TABLES


def make_clearances(county: County) -> pl.DataFrame:
    """A row for each household cleared: every guarantee in order, income above the range of the year.

    In the other townships one in forty shows what must not be: an income under the line, or a member uninsured.
    """
    rng = county.streams("clearances")
    h = county.households
    hh = np.flatnonzero((h.cleared != NEVER) & (h.cleared <= county.last) & (h.mon_type >= 0))
    n = len(hh)
    years = 1970 + h.cleared[hh] // 12
    line = np.array([RANGE.get(int(year), 7_600) for year in years]) * 100
    persons = np.maximum(members(county.persons, h, county.last)[hh], 1)
    able = (able_members(county.persons, h, county.last) > 0)[hh]
    flawed = county.faulty[hh] & share(rng, n, 0.025)
    head = np.where(flawed, line * between(rng, 88, 98, n) // 100, line * between(rng, 106, 185, n) // 100)
    net = head * persons
    wage = np.where(able, net * between(rng, 45, 70, n) // 100, 0)
    operating = np.where(able, net * between(rng, 8, 20, n) // 100, 0)
    expense = operating * between(rng, 15, 40, n) // 100
    earned = net * between(rng, 0, 3, n) // 100
    transfer = net - wage - operating - earned + expense
    frame = conform("clearance", {
        **county.of(hh), "cleared_month": months(h.cleared[hh]),
        "dropout_after": False, "house_damaged_after": False, "uninsured_after": pl.Series(flawed & share(rng, n, 0.4)),
        "water_damaged_after": False, "wage_after": money(wage), "property_after": money(earned), "transfer_after": money(transfer),
        "operating_after": money(operating), "expense_after": money(expense), "net_after": money(net),
        "net_pc_after": money(head), "payout_after": money(np.zeros(n, dtype=np.int64)),
        "self_paid_after": money(between(rng, 0, 30, n) * 100_00),
    }, source=county.source)  # fmt: skip
    return sorted_as(TABLES["clearance"], frame)


def make_asset_income(county: County, assets: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Return year -> what each operating asset earned and gave out: the last closed year as its own row says, those before a little less."""
    operating = assets.filter(
        (pl.col("asset_class") == "operating") & pl.col("income_year_amount").is_not_null()
    )
    closed = year_of(county.last) if county.last % 12 == 11 else year_of(county.last) - 1
    made = {}
    for year in range(2021, closed + 1):
        there = operating.filter(pl.col("form_year") <= year)
        if there.is_empty():
            continue
        back = pl.lit(100 - 6 * (closed - year)).cast(pl.Decimal(18, 2)) / 100
        income = (pl.col("income_year_amount") * back).round(2)
        given = pl.min_horizontal((pl.col("distributed_year_amount").fill_null(0) * back).round(2), income)
        rows = there.with_columns(
            income.cast(pl.Decimal(18, 2)).alias("income"), given.cast(pl.Decimal(18, 2)).alias("given")
        )
        rows = rows.with_columns((pl.col("given") * 6 / 10).round(2).cast(pl.Decimal(18, 2)).alias("village"))
        made[str(year)] = sorted_as(TABLES["asset_income"], conform("asset_income", {
            "asset_id": rows["asset_id"], "town_code": rows["town_code"], "year": year, "income": rows["income"],
            "distributed": rows["given"], "to_village": rows["village"], "to_households": rows["given"] - rows["village"],
            # some three hundred yuan a household
            "households": ((rows["given"] - rows["village"]).cast(pl.Float64) / 300).ceil().cast(pl.Int32),
        }, source=county.source))  # fmt: skip
    return made
