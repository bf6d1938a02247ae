"""The two townships whose published reports the demo carries, as groups of households that add up to the print.

Source: domain dictionary 5.1 (刘仁八镇) and 5.3 (保安镇). Figures in capitals are printed; the finer cut into groups is
ours, chosen so that every printed sum holds at once. docs/demo.md lists each figure with its quote.

Bases of the year are worked backwards: households and persons of a group are those of November 2023, members who left
before come on top.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from shouwang.demo.calendar import month_of as m

LIURENBA = "420281107"
BAOAN = "420281101"
TOWNS = (BAOAN, LIURENBA)

Window = tuple[int, int]

YEAR = (m(2023, 1), m(2023, 10))
SPRING = (m(2023, 1), m(2023, 4))
AUTUMN = (m(2023, 6), m(2023, 11))
EARLIER = (m(2018, 12), m(2022, 12))


@dataclass(frozen=True)
class Group:
    """Households alike: how many, with how many persons at 2023-11 (at the exit, for those who leave).

    ``below_10k``: whether they had labour and less than 10,000 yuan a head in 2022; None where no figure is printed.
    ``joining`` and ``leaving``: so many members come or go naturally in each window, one a household at most.
    """

    households: int
    persons: int
    mon_type: str | None = None
    hh_type: str = "alleviated"
    identified: Window | None = None
    cleared: Window | None = None
    exits: Window | None = None
    below_10k: bool | None = None
    from_screening: bool = False
    joining: tuple[tuple[int, Window], ...] = ()
    leaving: tuple[tuple[int, Window], ...] = ()
    largest: int = 7


OLD = (m(2020, 10), m(2022, 11))
OLD_SUDDEN = (m(2021, 6), m(2022, 11))
CLEARABLE = (m(2021, 1), m(2022, 10))
CLEARABLE_SUDDEN = (m(2021, 6), m(2022, 10))

_LIURENBA = (
    # 新识别突发严重困难户11户37人, 边缘易致贫户5户16人; two of them before the screening of May
    Group(1, 3, "sudden", "ordinary", identified=SPRING),
    Group(8, 28, "sudden", "ordinary", identified=AUTUMN),
    Group(2, 6, "sudden", identified=AUTUMN),
    Group(1, 3, "marginal", "ordinary", identified=SPRING),
    Group(4, 13, "marginal", "ordinary", identified=AUTUMN),
    # the rest of 未消除 24户81人, 18户50人, 2户5人; 监测户减少4人
    Group(13, 44, "sudden", "ordinary", identified=OLD_SUDDEN, leaving=((2, YEAR),)),
    Group(13, 34, "marginal", "ordinary", identified=OLD, leaving=((2, YEAR),)),
    Group(2, 5, "unstable", identified=OLD),
    # 已消除16户63人, of which 15户58人 in the year; at the screening of May two were cleared, both unstable
    Group(1, 5, "unstable", identified=(m(2020, 10), m(2021, 3)), cleared=(m(2022, 3), m(2022, 8))),
    Group(1, 2, "unstable", identified=(m(2021, 3), m(2022, 5)), cleared=SPRING),
    Group(5, 18, "marginal", "ordinary", identified=CLEARABLE, cleared=AUTUMN),
    Group(7, 30, "sudden", "ordinary", identified=CLEARABLE_SUDDEN, cleared=AUTUMN),
    Group(2, 8, "sudden", identified=CLEARABLE_SUDDEN, cleared=AUTUMN),
    # the rest of 脱贫户451户919人; 自然减少22人 = 19 members + 2 households of 3; 自然增加7人
    Group(443, 893, joining=((7, YEAR), (28, EARLIER)), leaving=((19, YEAR), (68, EARLIER))),
    Group(2, 3, exits=(m(2023, 6), m(2023, 10)), largest=2),
    Group(12, 17, exits=EARLIER, largest=3),
)

_SCREENED = (m(2023, 5), m(2023, 6))
_BEFORE = (m(2021, 10), m(2022, 12))
_EARLY = (m(2020, 10), m(2021, 4))

_BAOAN = (
    # 今年纳入18户44人, of which 4户10人 from the screening (the report's second, smaller figure)
    Group(2, 5, "sudden", "ordinary", identified=_SCREENED, from_screening=True),
    Group(8, 20, "sudden", "ordinary", identified=YEAR),
    Group(2, 5, "sudden", identified=YEAR, below_10k=False),
    Group(2, 5, "marginal", "ordinary", identified=_SCREENED, from_screening=True),
    Group(4, 9, "marginal", "ordinary", identified=YEAR),
    # identified earlier and active
    Group(1, 2, "unstable", identified=OLD, below_10k=True),
    Group(1, 4, "unstable", identified=OLD, below_10k=False),
    Group(2, 5, "marginal", "ordinary", identified=OLD, below_10k=True),
    Group(5, 26, "marginal", "ordinary", identified=OLD, below_10k=False),
    Group(1, 2, "sudden", "ordinary", identified=OLD_SUDDEN, below_10k=True),
    Group(4, 23, "sudden", "ordinary", identified=OLD_SUDDEN, below_10k=False),
    Group(1, 3, "sudden", identified=OLD_SUDDEN, below_10k=False),
    # 含风险消除12户41人: before the year 8户32人, in the year 消除风险4户9人
    Group(1, 4, "unstable", identified=_EARLY, cleared=_BEFORE, below_10k=False),
    Group(1, 2, "marginal", "ordinary", identified=_EARLY, cleared=_BEFORE, below_10k=True),
    Group(2, 10, "marginal", "ordinary", identified=_EARLY, cleared=_BEFORE, below_10k=False),
    Group(
        2,
        5,
        "sudden",
        "ordinary",
        identified=(m(2021, 6), m(2022, 1)),
        cleared=(m(2022, 8), m(2022, 12)),
        below_10k=True,
    ),
    Group(
        2,
        11,
        "sudden",
        "ordinary",
        identified=(m(2021, 6), m(2022, 1)),
        cleared=(m(2022, 8), m(2022, 12)),
        below_10k=False,
    ),
    Group(1, 2, "marginal", "ordinary", identified=(m(2021, 1), m(2022, 6)), cleared=YEAR, below_10k=True),
    Group(2, 4, "sudden", "ordinary", identified=(m(2021, 6), m(2022, 6)), cleared=YEAR, below_10k=True),
    Group(1, 3, "sudden", identified=(m(2021, 6), m(2022, 6)), cleared=YEAR, below_10k=True),
    # 稳定脱贫户659户1267人; 自然增加6人, 自然减少18户40人 = 18 households of 26 persons + 14 members of others
    Group(28, 48, below_10k=True, largest=4),
    Group(
        631, 1219, below_10k=False, joining=((6, YEAR), (30, EARLIER)), leaving=((14, YEAR), (98, EARLIER))
    ),
    Group(18, 26, exits=YEAR, below_10k=False, largest=3),
    Group(32, 45, exits=EARLIER, largest=3),
)

GROUPS: Mapping[str, tuple[Group, ...]] = MappingProxyType({LIURENBA: _LIURENBA, BAOAN: _BAOAN})

# Screening of 2023 as printed, and when the township reported it.
# 刘仁八镇 finished with the round; 保安镇 printed the stock of late autumn (659 stable, 45 monitored), so it reported late.
SCREENED_IN: Mapping[str, int] = MappingProxyType({LIURENBA: m(2023, 5), BAOAN: m(2023, 10)})
# 13046 + 659 + 45 = 13750, printed 13740: one village's total is short by this.
BAOAN_SCREENING_GAP = 10

# 保安镇: 463人 = 外省59 + 省内市外154 + 市内250, all outside the township.
BAOAN_WORKERS: Mapping[str, int] = MappingProxyType({"out": 59, "province": 154, "city": 130, "county": 120})
BAOAN_NEW_WORKERS = 42
BAOAN_STOPPED_WORKERS = 18
BAOAN_PV_POSTS = 16
BAOAN_RENOVATED_HOUSES = 10
# 雨露计划: students of 2023 in spring, and in autumn where a figure is printed
VOCATIONAL_STUDENTS: Mapping[str, tuple[int, int | None]] = MappingProxyType(
    {LIURENBA: (33, None), BAOAN: (49, 54)}
)
LIURENBA_TRANSPORT_SUBSIDIES = 39
LIURENBA_STARTUPS = 30
LIURENBA_STARTUP_CENTS = 24_280_00
