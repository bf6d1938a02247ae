"""Who has handed in what: every township and department, every table that is due, month by month.

Sealed comes from the snapshot (which townships hold rows of a table in a month), everything before that from the
submissions. A township that handed nothing in is missing, or late once its day has passed; it is never a zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

import polars as pl

from shouwang import queries, reference
from shouwang.access import Role, Scope, Viewer
from shouwang.clock import now
from shouwang.desk.viewing import sees
from shouwang.intake import KINDS
from shouwang.records import Records, Submission, list_submissions
from shouwang.reference import Duty
from shouwang.reference.duties import TOWN
from shouwang.store import Snapshot

MONTHS = 12
DEMO_DAYS = 3  # a demo county stands so many days after the end of the month that is being collected


class Standing(StrEnum):
    """Where a township stands with one table of one month, the best of its submissions counted."""

    SEALED = "sealed"
    CONFIRMED = "confirmed"
    ACCEPTED = "accepted"
    CHECKING = "checking"
    HELD = "held"
    REFUSED = "refused"
    MISSING = "missing"
    LATE = "late"
    NOT_DUE = "not_due"
    NOT_ASKED = "not_asked"  # no period of this table ends in this month


RECEIVED = frozenset({Standing.SEALED, Standing.CONFIRMED, Standing.ACCEPTED})
# A submission's state -> where its townships stand. What is withdrawn, superseded or interrupted counts as not sent.
_OF_STATE: Mapping[str, Standing] = MappingProxyType(
    {
        "published": Standing.SEALED,
        "confirmed": Standing.CONFIRMED,
        "accepted": Standing.ACCEPTED,
        "received": Standing.CHECKING,
        "checked": Standing.CHECKING,
        "held": Standing.HELD,
        "refused": Standing.REFUSED,
    }
)
_BEST = tuple(Standing)
# What a month as a whole is called: the most pressing of its tables.
_WORST = (
    Standing.LATE, Standing.HELD, Standing.REFUSED, Standing.CHECKING, Standing.MISSING, Standing.ACCEPTED,
    Standing.CONFIRMED, Standing.NOT_DUE, Standing.SEALED, Standing.NOT_ASKED,
)  # fmt: skip
CELLS: Mapping[str, type[pl.DataType]] = MappingProxyType(
    {
        "area_code": pl.String,
        "area_name": pl.String,
        "reporter": pl.String,
        "data_table": pl.String,
        "table_label": pl.String,
        "stat_month": pl.Date,
        "standing": pl.String,
        "due_on": pl.Date,
        "rows_held": pl.Int64,
        "receipt": pl.String,
        "received_on": pl.Date,
        "is_own": pl.Boolean,
    }
)


@dataclass(frozen=True)
class Progress:
    """``cells``: a row per reporter, table and month (columns ``CELLS``). ``today`` is the day that lateness is judged by."""

    cells: pl.DataFrame
    duties: tuple[Duty, ...]
    months: tuple[date, ...]
    today: date

    def of(self, month: date) -> pl.DataFrame:
        """Return the cells of one month that something is asked for."""
        return self.asked().filter(pl.col("stat_month") == month)

    def asked(self) -> pl.DataFrame:
        """Return the cells of all months that something is asked for."""
        return self.cells.filter(pl.col("standing") != Standing.NOT_ASKED)

    def reported(self, month: date) -> tuple[int, int]:
        """Return how many townships have handed in every table that is due for a month, and how many there are."""
        towns = self.of(month).filter(pl.col("reporter") == TOWN)
        done = towns.group_by("area_code").agg(pl.col("standing").is_in([*RECEIVED]).all().alias("done"))
        return int(done["done"].sum()), done.height

    def strips(self) -> pl.DataFrame:
        """Return one row per reporter and month: ``standing`` is the most pressing of its tables."""
        rank = {standing: place for place, standing in enumerate(_WORST)}
        return (
            self.cells.with_columns(
                pl.col("standing").replace_strict(rank, return_dtype=pl.Int8).alias("rank")
            )
            .sort("rank", maintain_order=True)
            .group_by("area_code", "area_name", "reporter", "stat_month", maintain_order=True)
            .agg(pl.col("standing").first(), pl.col("is_own").first())
            .sort("area_code", "area_name", "stat_month")
        )


def progress(
    book: Records,
    viewer: Viewer,
    snapshot: Snapshot | None,
    *,
    county: str,
    until: date,
    months: int = MONTHS,
    today: date | None = None,
) -> Progress:
    """Return where every township and department of the county stands in the months up to ``until``.

    Everybody with a scope in the county sees every state; row counts, receipts and days only of the own area.

    Args:
        snapshot: the version in which sealed rows are looked for; None where nothing has been published yet.
        today: the day by which lateness is judged; default ``today_of``.

    Raises:
        ConfigError: the file of duties is wrong.
    """
    day = today or today_of(snapshot)
    window = tuple(_shift(until, by) for by in range(1 - months, 1))
    duties = _regular(county)
    sealed = _sealed(snapshot, county, window)
    sent = _sent(list_submissions(book), window)
    last = _shift(collecting(snapshot), -1)  # a quarter is not sealed by the payments of its first month
    rows = []
    for code, name, reporter in _reporters(county):
        for duty in duties:
            if duty.reporter != reporter or (reporter != TOWN and duty.dept != name):
                continue
            rows += [_cell(duty, month, code, name, sealed, sent, last, day, viewer) for month in window]
    cells = pl.DataFrame(rows, schema=dict(CELLS), orient="row")
    return Progress(cells if not viewer.scope.is_empty else cells.clear(), duties, window, day)


def collecting(snapshot: Snapshot | None) -> date:
    """Return the month that is being collected: the one after the last sealed one, the present one in an empty store."""
    last = snapshot.months("household_month") if snapshot is not None else ()
    if not last:
        return date.fromisoformat(now()[:10]).replace(day=1)
    return _shift(date.fromisoformat(f"{last[-1]}-01"), 1)


def today_of(snapshot: Snapshot | None) -> date:
    """Return today; in a demo county, whose months lie years back, a day shortly after the month that is collected."""
    if snapshot is not None and snapshot.is_demo:
        return _shift(collecting(snapshot), 1) + timedelta(days=DEMO_DAYS - 1)
    return date.fromisoformat(now()[:10])


# -- what is there -------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4)
def _regular(county: str) -> tuple[Duty, ...]:
    return tuple(one for one in reference.duties(county) if one.is_regular)


@lru_cache(maxsize=4)
def _reporters(county: str) -> list[tuple[str, str, str]]:
    """Return (code, name, kind) of the townships, then of the departments (under the county's code)."""
    places = reference.divisions(county)
    towns = places.filter((pl.col("level") == 4) & pl.col("valid_to").is_null()).sort("division_code")
    found = [(code, name, TOWN) for code, name in towns.select("division_code", "name").iter_rows()]
    departments = dict.fromkeys(one.dept for one in _regular(county) if one.reporter != TOWN)
    return found + [(county, name, "county") for name in departments]


def _sealed(
    snapshot: Snapshot | None, county: str, window: tuple[date, ...]
) -> dict[tuple[str, str, date], int]:
    """Return the rows sealed by (table, township, month), and by (table, county, month) for the departments.

    Asked for the whole county whoever looks: the answer for other townships is only whether there is any row.
    """
    if snapshot is None:
        return {}
    clerk = Viewer("progress", "上报进度", Role.STEWARD, Scope.of(county))
    first = _shift(window[0], -11)  # a year's table is dated in December, a quarter's in any of three months
    rows = queries.run(
        "progress/sealed_rows", viewer=clerk, snapshot=snapshot, from_month=first, to_month=window[-1]
    )
    found: dict[tuple[str, str, date], int] = {}
    for table, town, month, count in rows.iter_rows():
        found[table, town, month] = count
        found[table, county, month] = found.get((table, county, month), 0) + count
    return found


def _sent(
    submissions: Iterable[Submission], window: tuple[date, ...]
) -> dict[tuple[str, str, date], Submission]:
    """Return the submission that counts by (table, township or county, month): the furthest, of these the latest."""
    known = set(window)
    found: dict[tuple[str, str, date], Submission] = {}
    for one in submissions:
        month = date.fromisoformat(f"{one.month}-01") if one.month else None
        if month not in known or one.area is None or one.table is None or one.state.value not in _OF_STATE:
            continue
        # A refused file tells no townships; it stands for the place that it was sent for.
        for place in {one.area[:6], *(one.towns or (one.area[:9],))}:
            for table in _feeds(one.table):
                key = (table, place, month)
                if key not in found or _rank(one) <= _rank(found[key]):
                    found[key] = one
    return found


def _feeds(kind: str) -> tuple[str, ...]:
    """Return the tables that a submission of this kind fills: several for an export, itself for a table's form."""
    return KINDS[kind].feeds if kind in KINDS else (kind,)


def _rank(one: Submission) -> int:
    return _BEST.index(_OF_STATE[one.state.value])


def _cell(
    duty: Duty,
    month: date,
    code: str,
    name: str,
    sealed: Mapping[tuple[str, str, date], int],
    sent: Mapping[tuple[str, str, date], Submission],
    last: date,
    today: date,
    viewer: Viewer,
) -> tuple[object, ...]:
    one = sent.get((duty.table, code, month))
    rows = sum(sealed.get((duty.table, code, at), 0) for at in _period(duty, month)) if month <= last else 0
    due = duty.due(month)
    standing = _standing(duty, month, rows, one, due, today)
    is_own = viewer.scope.covers(code)
    in_full = is_own and standing is not Standing.NOT_ASKED
    return (
        code, name, duty.reporter, duty.table, duty.label, month, standing.value, due,
        (_taken(one, code) if one is not None and standing is not Standing.SEALED else rows or None) if in_full else None,
        one.receipt if in_full and one is not None and sees(viewer, one) else None,
        min(date.fromisoformat(one.submitted_at[:10]), today) if in_full and one is not None else None,
        is_own,
    )  # fmt: skip


def _taken(one: Submission, code: str) -> int | None:
    """Return the rows that a submission brings of a township, of all where it is the county's."""
    of_town = [place.rows_taken for place in one.places if place.town_code == code]
    return of_town[0] if of_town else one.rows_taken


def _standing(duty: Duty, month: date, rows: int, one: Submission | None, due: date, today: date) -> Standing:
    if not duty.ends_in(month):
        return Standing.NOT_ASKED
    sent = _OF_STATE[one.state.value] if one is not None else None
    if sent is not None and sent is not Standing.SEALED:
        return sent  # a correction on its way is what its sender wants to see
    if rows:
        return Standing.SEALED
    if today > due:
        return Standing.LATE
    ended = _shift(month, 1)
    return Standing.MISSING if today >= ended else Standing.NOT_DUE


def _period(duty: Duty, month: date) -> list[date]:
    first = duty.since(month)
    # A year's rows stand under its December, wherever the period ends.
    return [_shift(first, by) for by in range((month.year - first.year) * 12 + month.month - first.month + 1)]


def _shift(month: date, by: int) -> date:
    number = month.year * 12 + month.month - 1 + by
    return date(number // 12, number % 12 + 1, 1)
