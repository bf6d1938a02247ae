"""Work teams in the villages: who was sent, how many days they stayed, how they were assessed.

刘仁八镇: 11个工作队长和21个工作队员考核; 保安镇: 27个有脱贫任务村全覆盖, 市派17家、镇派23家, 17个队长和29个队员期满,
好等次队长3名、队员5名 (domain dictionary 5.1, 5.3). Names are invented, members have numbers of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import polars as pl

from shouwang.demo.calendar import NEVER, Flags, Ints, day, first_days, last_day, month_of, year_of
from shouwang.demo.county import County
from shouwang.demo.exact import BAOAN, LIURENBA, TOWNS
from shouwang.demo.frames import conform, dates, months, pick, sorted_as
from shouwang.demo.names import FEMALE_GIVEN, MALE_GIVEN, SURNAMES
from shouwang.demo.streams import between, share, weighted
from shouwang.schema import TABLES, codes

SENT = day(2021, 8, 1)  # the teams of the two years that ended in August 2023
RELIEVED = day(2023, 8, 1)
CITY_UNITS = (
    "市发改局",
    "市教育局",
    "市住建局",
    "市水利和湖泊局",
    "市卫健局",
    "市农业农村局",
    "市供电公司",
    "市税务局",
    "市医保局",
    "市人社局",
    "市林业局",
)
TOWN_UNITS = ("党政办", "经发办", "社会事务办", "财政所", "农业服务中心", "综合执法中心")
SENDERS = list(codes.TEAM_SENDER)
CITY, COUNTY_LEVEL, TOWN = range(3)
GRADES = list(codes.TEAM_GRADE)
GOOD, FAIRLY_GOOD, AVERAGE, POOR = range(4)
COMPONENTS = "述职20、实地40、日常30、暗访10"
# township -> teams sent by the city, ordinary members of those, 好 among leaders, 好 among members
_EXACT: Mapping[str, tuple[int, int, int, int]] = MappingProxyType(
    {LIURENBA: (11, 21, 2, 4), BAOAN: (17, 29, 3, 5)}
)
_BAOAN_TOWN_UNITS = 23


@dataclass(frozen=True)
class _Teams:
    village: Ints  # position in the county's list
    town: Ints
    sender: Ints
    units: list[str]


@dataclass(frozen=True)
class _Members:
    team: Ints
    leader: Flags
    start: Ints
    end: Ints


def make_teams(county: County) -> dict[str, dict[str, pl.DataFrame]]:
    """Return table -> part -> frame of teams, members, attendance and assessments."""
    teams = _teams(county)
    members = _members(county, teams)
    made = {
        "work_team": {"all": _team_rows(county, teams)},
        "work_team_member": {"all": _member_rows(county, teams, members)},
        "team_attendance": {},
        "assessment": {},
    }
    for year in range(2021, year_of(county.last) + 1):
        for table, frame in (
            ("team_attendance", _attendance(county, teams, members, year)),
            ("assessment", _assessments(county, teams, members, year)),
        ):
            if not frame.is_empty():
                made[table][str(year)] = frame
    return made


def _teams(county: County) -> _Teams:
    places = county.places
    rng = county.streams("teams")
    task = places.villages["has_task"].fill_null(value=False).to_numpy() & (places.rural_hh > 0)
    village = np.flatnonzero(task)
    town = places.village_town[village]
    exact = np.isin(town, [places.index(code) for code in TOWNS])
    kept = exact | ~share(rng, len(village), 0.006)  # a village here and there is without a team
    village, town = village[kept], town[kept]
    sender = weighted(rng, (0.45, 0.15, 0.40), len(village))
    for code, (city, *_) in _EXACT.items():
        mine = rng.permutation(np.flatnonzero(town == places.index(code)))
        sender[mine] = TOWN
        sender[mine[:city]] = CITY
    units = [_unit(rng, kind) for kind in sender]
    own = np.flatnonzero((town == places.index(BAOAN)) & (sender == TOWN))
    for at, row in enumerate(own):
        count = _BAOAN_TOWN_UNITS // len(own) + (at < _BAOAN_TOWN_UNITS % len(own))
        units[row] = "、".join(TOWN_UNITS[(at + k) % len(TOWN_UNITS)] for k in range(count))
    return _Teams(village, town, sender, units)


def _unit(rng: np.random.Generator, kind: int) -> str:
    return str(rng.choice(TOWN_UNITS if kind == TOWN else CITY_UNITS))


def _members(county: County, teams: _Teams) -> _Members:
    """A leader and one or two members a team; those of the city went home after two years, others came."""
    rng = county.streams("team members")
    size = between(rng, 2, 3, len(teams.village))
    for code, (city, others, *_) in _EXACT.items():
        mine = np.flatnonzero((teams.town == county.places.index(code)) & (teams.sender == CITY))
        size[mine] = 2
        size[mine[: others - city]] = 3
    first = np.repeat(np.arange(len(size)), size)
    leader = np.concatenate([np.arange(n) == 0 for n in size])
    n = len(first)
    relieved = (teams.sender[first] != TOWN) & (county.today >= RELIEVED)
    early = ~relieved & share(rng, n, 0.02)
    left = np.where(relieved, RELIEVED - 1, np.where(early, SENT + between(rng, 200, 700, n), NEVER))
    left = np.where(left > county.today, NEVER, left)
    start = np.full(n, SENT)
    gone = np.flatnonzero(left != NEVER)
    followed = gone[relieved[gone] | share(rng, len(gone), 0.9)]
    return _Members(
        np.concatenate([first, first[followed]]),
        np.concatenate([leader, leader[followed]]),
        np.concatenate([start, left[followed] + 1 + np.where(relieved[followed], 0, 12)]),
        np.concatenate([left, np.full(len(followed), NEVER)]),
    )


def _where(county: County, teams: _Teams, rows: Ints) -> dict[str, pl.Series]:
    return {
        "town_code": pick(county.places.town_codes, teams.town[rows]),
        "division_code": pick(county.places.village_codes, teams.village[rows]),
    }


def _team_ids(county: County, teams: _Teams, rows: Ints) -> pl.Series:
    return pick([f"D{county.places.village_codes[v]}" for v in teams.village], rows)


def _member_ids(county: County, members: _Members, rows: Ints) -> pl.Series:
    return pick([f"DY{k:05d}" for k in range(1, len(members.team) + 1)], rows)


def _team_rows(county: County, teams: _Teams) -> pl.DataFrame:
    rows = np.arange(len(teams.village))
    frame = conform("work_team", {
        "team_id": _team_ids(county, teams, rows), **_where(county, teams, rows), "sender_level": pick(SENDERS, teams.sender),
        "sender_units": pl.Series(teams.units), "start_date": dates(np.full(len(rows), SENT)),
    }, source=county.source)  # fmt: skip
    return sorted_as(TABLES["work_team"], frame)


def _member_rows(county: County, teams: _Teams, members: _Members) -> pl.DataFrame:
    rng = county.streams("names of members")
    n = len(members.team)
    given = [*MALE_GIVEN, *FEMALE_GIVEN]
    names = [
        SURNAMES[a] + given[b]
        for a, b in zip(
            between(rng, 0, len(SURNAMES) - 1, n), between(rng, 0, len(given) - 1, n), strict=True
        )
    ]
    rows = np.arange(n)
    frame = conform("work_team_member", {
        "member_id": _member_ids(county, members, rows), "team_id": _team_ids(county, teams, members.team),
        **_where(county, teams, members.team), "role": pick(("leader", "member"), (~members.leader).astype(np.int64)),
        "name": pl.Series(names), "start_date": dates(members.start), "end_date": dates(members.end),
        "replaced": pl.Series(members.end != NEVER),
    }, source=county.source)  # fmt: skip
    return sorted_as(TABLES["work_team_member"], frame)


def _attendance(county: County, teams: _Teams, members: _Members, year: int) -> pl.DataFrame:
    """Days in the village each month; from time to time somebody of the other townships stays away."""
    first = max(county.first, month_of(year, 1))
    last = min(county.last, month_of(year, 12))
    exact = np.isin(teams.town[members.team], [county.places.index(code) for code in TOWNS])
    parts = []
    for month in range(first, last + 1):
        there = np.flatnonzero((members.start <= last_day(month) - 14) & (members.end >= last_day(month)))
        rng = county.streams("attendance", month)
        n = len(there)
        lazy = ~exact[there] & share(rng, n, 0.03)
        days = np.where(lazy, between(rng, 8, 19, n), between(rng, 20, 25, n))
        parts.append((np.full(n, month), there, days, np.where(lazy, between(rng, 0, 2, n), 0)))
    if not parts or not sum(len(part[1]) for part in parts):
        return pl.DataFrame()
    month_no, rows, days, absent = (np.concatenate([part[k] for part in parts]) for k in range(4))
    rng = county.streams("leave", year)
    leave = np.where(share(rng, len(rows), 0.15), between(rng, 1, 4, len(rows)), 0)
    leave = np.minimum(leave, first_days(month_no + 1) - first_days(month_no) - days)
    frame = conform("team_attendance", {
        "member_id": _member_ids(county, members, rows), "attend_month": months(month_no),
        **_where(county, teams, members.team[rows]), "days": pl.Series(days), "nights": pl.Series(days * 4 // 5),
        "leave_days": pl.Series(leave), "checked_absent": pl.Series(absent),
    }, source=county.source)  # fmt: skip
    return sorted_as(TABLES["team_attendance"], frame)


def _assessments(county: County, teams: _Teams, members: _Members, year: int) -> pl.DataFrame:
    parts = [_quarters(county, teams, members, year)]
    if month_of(year, 12) <= county.last and year >= 2022:
        parts.append(_graded(county, teams, members, year, "annual"))
    if year == 2023 and county.today >= RELIEVED:
        parts.append(_graded(county, teams, members, year, "term"))
    parts = [part for part in parts if not part.is_empty()]
    return sorted_as(TABLES["assessment"], pl.concat(parts)) if parts else pl.DataFrame()


def _quarters(county: County, teams: _Teams, members: _Members, year: int) -> pl.DataFrame:
    parts = []
    for quarter in range(1, 5):
        end = last_day(month_of(year, quarter * 3))
        there = np.flatnonzero((members.start <= end - 60) & (members.end >= end - 31))
        if end > county.today or end < last_day(county.first) or not len(there):
            continue
        parts.append(_scored(county, teams, members, there, year, "quarter", quarter, None))
    return pl.concat(parts) if parts else pl.DataFrame()


def _graded(county: County, teams: _Teams, members: _Members, year: int, period: str) -> pl.DataFrame:
    """Everybody who served the whole time; 好 for about a fifth, in the exact townships for as many as printed."""
    rng = county.streams("grades", year, period)
    if period == "term":
        there = np.flatnonzero((members.start == SENT) & (members.end == RELIEVED - 1))
    else:
        there = np.flatnonzero((members.start <= day(year, 6, 30)) & (members.end > day(year, 12, 30)))
    if not len(there):
        return pl.DataFrame()
    grade = weighted(rng, (0.18, 0.6, 0.2, 0.02), len(there))
    for code, (_, _, leaders, others) in _EXACT.items():
        mine = teams.town[members.team[there]] == county.places.index(code)
        for good, wanted in ((leaders, members.leader[there]), (others, ~members.leader[there])):
            some = rng.permutation(np.flatnonzero(mine & wanted))
            grade[some] = np.where(grade[some] == GOOD, FAIRLY_GOOD, np.minimum(grade[some], AVERAGE))
            grade[some[:good]] = GOOD
    return _scored(county, teams, members, there, year, period, 1, grade)


def _scored(
    county: County,
    teams: _Teams,
    members: _Members,
    rows: Ints,
    year: int,
    period: str,
    number: int,
    grade: Ints | None,
) -> pl.DataFrame:
    rng = county.streams("scores", year, period, number)
    n = len(rows)
    low = np.full(n, 82) if grade is None else np.choose(grade, (94, 86, 75, 52))
    score = low + between(rng, 0, 5, n)
    return conform("assessment", {
        "object_kind": "member", "object_id": _member_ids(county, members, rows), **_where(county, teams, members.team[rows]),
        "year": year, "period": period, "period_no": number, "score": pl.Series(score.astype(float)),
        "grade": None if grade is None else pick(GRADES, grade), "components": COMPONENTS,
    }, source=county.source)  # fmt: skip
