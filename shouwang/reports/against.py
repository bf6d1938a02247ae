"""A report's figures beside the snapshot of their month, under the stated definition; and which definition makes a number.

What cannot be compared fairly is left out: a figure of another place, of a period that the store does not have, or of a kind that
``report_store_map.csv`` does not name. The month is the last of the figure's year (or its own month): never another year's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from shouwang import queries
from shouwang.access import Viewer, can_open
from shouwang.config import REFERENCE
from shouwang.errors import ConfigError
from shouwang.reference import catalogue
from shouwang.reports.figures import Figure, Report
from shouwang.reports.verdicts import said, worth
from shouwang.store import Snapshot

FILE = "report_store_map.csv"
AGREES, DIFFERS = "相符", "与快照不一致"
FLOW = "flow"


@dataclass(frozen=True)
class Counterpart:
    """The store's indicator of a report's; ``family`` names those that are other definitions of the same thing."""

    store: str
    family: str
    kind: str


@dataclass(frozen=True)
class Compared:
    """A figure beside the store's value (both in base units: yuan, households, persons).

    ``tried`` definitions were looked at where the two differ, ``by_chance`` of them would hit a number of this size by chance.
    """

    figure: Figure
    indicator: str
    month: date
    value: Decimal
    made_by: tuple[str, ...] = ()
    tried: int = 0
    by_chance: float = 0.0

    @property
    def difference(self) -> Decimal:
        return worth(self.figure) - self.value

    @property
    def agreement(self) -> str:
        return AGREES if abs(self.difference) <= _step(self.figure) / 2 else DIFFERS

    @property
    def sentence(self) -> str:
        unit = self.figure.unit
        told = f"报告写 {said(worth(self.figure), unit)}{unit}，快照{self.month:%Y-%m}是 {said(self.value, unit)}{unit}"
        if self.agreement == AGREES:
            return f"{told}，相符。"
        told += f"，相差 {said(abs(self.difference), unit)}{unit}。"
        if not self.tried:
            return f"{told}没有别的口径可试。"
        hits = f"约{self.by_chance:.1f}种" if self.by_chance >= 0.1 else "不到0.1种"
        chance = f"试了{self.tried}种口径，凭巧合碰上的{hits}。"
        if self.made_by:
            return f"{told}等于 {said(worth(self.figure), unit)} 的有: {'、'.join(self.made_by)}。{chance}"
        return f"{told}没有一种口径能得到 {said(worth(self.figure), unit)}，{chance}"


@lru_cache(maxsize=2)
def counterparts(folder: Path = REFERENCE) -> Mapping[str, Counterpart]:
    """Return the report's indicator -> the store's.

    Raises:
        ConfigError: the file is missing, or a line of it is wrong (the line is named).
    """
    try:
        lines = (folder / FILE).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise ConfigError(f"对照表 {FILE} 读不出来: {fault}") from fault
    found: dict[str, Counterpart] = {}
    for number, line in enumerate(lines, 1):
        if not line or line.startswith("#") or line == "id,store,family,kind":
            continue
        cells = line.split(",")
        if len(cells) != 4 or not all(cells) or cells[0] in found or cells[3] not in {"stock", FLOW}:
            raise ConfigError(f"{FILE} 第{number}行写错了，现为“{line[:60]}”。")
        found[cells[0]] = Counterpart(*cells[1:])
    return found


def compare_report(report: Report, *, viewer: Viewer, snapshot: Snapshot) -> tuple[Compared, ...]:
    """Return the figures of a report that the store has too; none where its place is none that this viewer may open."""
    areas = queries.run("overview/areas", viewer=viewer, snapshot=snapshot)
    codes = [
        row["area_code"]
        for row in areas.iter_rows(named=True)
        if row["level"] in {3, 4}
        and report.place in {row["name"], row["short_name"]}
        and can_open(viewer, row["area_code"])
    ]
    if len(codes) != 1:
        return ()
    months = [date(int(text[:4]), int(text[5:7]), 1) for text in snapshot.months("indicator_month")]
    values: dict[date, dict[str, Decimal]] = {}
    found: list[Compared] = []
    for figure in report.items:
        known, month = counterparts().get(figure.indicator), _month(figure.period, months)
        # 约、以上: such a number says itself that it is not exact
        if known is None or month is None or figure.place != report.place or figure.qualifier:
            continue
        if month not in values:
            rows = queries.run(
                "overview/indicator_values", viewer=viewer, snapshot=snapshot, area=codes[0], month=month
            )
            values[month] = {
                row["indicator_id"]: Decimal(str(row["value"]))
                for row in rows.iter_rows(named=True)
                if row["value"] is not None
            }
        indicator = _of_period(known, figure.period)
        if indicator in values[month]:
            compared = Compared(figure, indicator, month, values[month][indicator])
            found.append(
                compared if compared.agreement == AGREES else _searched(compared, known, values[month])
            )
    return tuple(found)


def _month(period: str, months: list[date]) -> date | None:
    """Return the month that a period's figures stand at: its own, or the last of its year that the store has."""
    if len(period) == 4 and period.isdigit():
        return max((one for one in months if f"{one:%Y}" == period), default=None)
    return next((one for one in months if f"{one:%Y-%m}" == period), None)


def _of_period(known: Counterpart, period: str) -> str:
    """Return the indicator for a period: what comes in a year is summed from January, what comes in a month is that month's."""
    return f"{known.store}.month" if known.kind == FLOW and len(period) > 4 else known.store


def _searched(compared: Compared, known: Counterpart, values: Mapping[str, Decimal]) -> Compared:
    """Return it with the definitions of its family that make the report's number."""
    family = {
        _of_period(one, compared.figure.period)
        for one in counterparts().values()
        if one.family == known.family
    } - {compared.indicator}
    tried = {name: values[name] for name in sorted(family) if name in values}
    wanted, step = worth(compared.figure), _step(compared.figure)
    made = tuple(_name(name) for name, value in tried.items() if abs(value - wanted) <= step / 2)
    room = max([wanted, compared.value, *tried.values()]) / step + 1
    return Compared(
        compared.figure, compared.indicator, compared.month, compared.value, made, len(tried), len(tried) / float(room)
    )  # fmt: skip


def _name(indicator: str) -> str:
    return catalogue()[indicator].name


def _step(figure: Figure) -> Decimal:
    """Return the least difference that a figure's digits show, in base units (0.01 of 418.22万元 is 100 yuan)."""
    digits = int(Decimal(str(figure.value)).normalize().as_tuple().exponent)
    scale = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}.get(figure.unit[:1], Decimal(1))
    return scale * Decimal(1).scaleb(min(digits, 0))
