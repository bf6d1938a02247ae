"""What people did about some of the demo county's alerts: verified, helped, closed, explained, each step with its audit row.

Every tenth alert of the last month was looked into. Which of them were true, and how far the work went, follows from the
alert's own key, so that the same county tells the same.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

import polars as pl

from shouwang import queries, records
from shouwang.access.viewers import viewer_named
from shouwang.records import AlertResult, AlertState, Records
from shouwang.store import Store

STEWARD = "data_steward"
ONE_OF = 10
REASONS = (
    "入户看过，情况已经解决，系统还没有更新",
    "长期外出，不在本地生活",
    "台账日期填错，已经更正",
    "不属于本项政策的对象",
)
HELPED = ("已落实帮扶措施", "已经整改到位", "已约谈责任人并办结")


def look_into(store: Store, book: Records) -> int:
    """Take some alerts of the newest month some steps on and return how many."""
    snapshot = store.snapshot()
    if not snapshot.months("alert"):
        return 0
    steward = viewer_named(STEWARD, store.county)
    month = date.fromisoformat(f"{snapshot.months('alert')[-1]}-01")
    standing = queries.run(
        "alerts/standing", viewer=steward, snapshot=snapshot, area=store.county, month=month
    )
    chosen = standing.filter(~pl.col("town_code").str.ends_with("000")).select(
        "alert_key", "rule_id", "town_code"
    )
    done = 0
    with book.writing() as connection:
        for key, rule_id, town in chosen.iter_rows():
            number, rest = divmod(int(key, 16), ONE_OF)
            if rest:
                continue
            take = partial(
                records.move_alert, book, key, rule_id=rule_id, town_code=town, actor=f"town:{town}", within=connection
            )  # fmt: skip
            _look_into(take, number)
            done += 1
    return done


def _look_into(take: Callable[..., object], number: int) -> None:
    if number % 3 == 0:
        reason = REASONS[number // 3 % len(REASONS)]
        take(AlertState.VERIFIED, result=AlertResult.NOT_APPLICABLE, reason=reason)
        take(AlertState.CLOSED)
        return
    take(AlertState.VERIFIED, result=AlertResult.ADMITTED)
    if number % 3 == 1:
        take(AlertState.HELPED, reason=HELPED[number // 3 % len(HELPED)])
        if number % 2:
            take(AlertState.CLOSED)
