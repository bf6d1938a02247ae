"""Identification, clearing and rollback cases along the states of domain dictionary 2.1, with their events.

The month in which a household is marked decides; the steps before it are laid out backwards. Most cases keep the deadline
of their time (60 days until 2021, 15 days since), in the other townships some are late, and a few stand open at the end.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from shouwang.demo.calendar import NEVER, Flags, Ints, day, first_days, months_of_days
from shouwang.demo.county import County
from shouwang.demo.exact import TOWNS
from shouwang.demo.frames import conform, dates, pick, sorted_as
from shouwang.demo.households import MON_TYPES
from shouwang.demo.persons import RISKS
from shouwang.demo.streams import between, share, weighted
from shouwang.schema import TABLES, codes

CLUES = list(codes.CLUE)
CLUE_WEIGHTS = (0.13, 0.08, 0.03, 0.04, 0.40, 0.26, 0.0, 0.03, 0.03)
SCREENING = CLUES.index("full_screening")
PUSHED = CLUES.index("dept_push")
DEPTS = list(codes.DEPT)
RESULTS = list(codes.CASE_RESULT)
KINDS = ("identify", "clear", "rollback")
NEW_RULE_FROM = day(2022, 1, 1)
OLD_RULE, NEW_RULE = "older_60d", "default_15d"
OLD_DAYS, NEW_DAYS = 60, 15

IDENTIFY = ("CLUE", "VERIFY", "COMPARE", "DISCUSS", "PUBLICIZE", "TOWN_REVIEW", "COUNTY_DECIDE", "ANNOUNCE", "SYSTEM_MARK", "ACTIVE")  # fmt: skip
CLEAR = ("CLR_VERIFY", "CLR_DISCUSS", "CLR_PUBLICIZE", "CLR_TOWN_REVIEW", "CLR_COUNTY_DECIDE", "CLR_ANNOUNCE", "CLR_MARK", "CLEARED")  # fmt: skip
ROLLBACK = ("ROLLBACK", "ACTIVE")
ACTORS = {
    "CLUE": "线索来源", "VERIFY": "村干部和驻村工作队", "COMPARE": "县级部门", "DISCUSS": "村民代表", "PUBLICIZE": "村委会",
    "TOWN_REVIEW": "乡镇", "COUNTY_DECIDE": "县级主管部门", "ANNOUNCE": "乡镇", "SYSTEM_MARK": "乡镇", "ACTIVE": "监测联系人",
    "CLUE_DISMISSED": "村干部和乡镇", "NOT_ADMITTED": "乡镇", "CLR_VERIFY": "村干部和驻村工作队", "CLR_DISCUSS": "村民代表",
    "CLR_PUBLICIZE": "村委会", "CLR_TOWN_REVIEW": "乡镇", "CLR_COUNTY_DECIDE": "县级主管部门", "CLR_ANNOUNCE": "乡镇",
    "CLR_MARK": "乡镇", "CLEARED": "监测联系人", "ROLLBACK": "县级主管部门",
}  # fmt: skip
_EVIDENCE = {
    "VERIFY": "入户核查表", "COMPARE": "比对结果", "DISCUSS": "评议记录", "PUBLICIZE": "公示照片", "ANNOUNCE": "公告",
    "CLR_VERIFY": "入户核查表", "CLR_DISCUSS": "评议记录", "CLR_PUBLICIZE": "公示照片", "CLR_ANNOUNCE": "公告",
}  # fmt: skip
_DEPT_OF_RISK = {
    "illness": "ybj", "schooling": "jyj", "disability": "cl", "natural_disaster": "yjj", "accident": "gaj",
    "industry_failure": "nyj", "job_unstable": "rsj", "housing": "zjj", "water": "slj", "epidemic": "wjj",
}  # fmt: skip
_WHY_NOT = (
    "家庭收入稳定，高于监测范围",
    "已有稳定赡养人，支出可负担",
    "医疗费用报销后自付较少",
    "线索重复，已有帮扶",
    "比对发现财产信息不符合条件",
)


@dataclass
class Cases:
    """Both tables, and for the other makers the days of each household's steps (NEVER where there was none)."""

    cases: pl.DataFrame
    events: pl.DataFrame
    marked: Ints  # day of identification by household
    cleared: Ints  # day of clearing by household
    emergency: Flags


@dataclass
class _Draft:
    """Cases of one kind: their rows as arrays, and the days of each state (rows x states, NEVER: not reached)."""

    kind: str
    states: tuple[str, ...]
    days: Ints
    hh: Ints
    clue: Ints
    result: Ints
    ids: dict[str, pl.Series]
    channel: Ints
    dept: Ints
    emergency: Flags
    reason: pl.Series
    publicity: tuple[Ints, Ints]
    mon_type: Ints
    risk: Ints

    def __len__(self) -> int:
        return len(self.clue)


def make_cases(county: County) -> Cases:
    marked, identified = _identified(county)
    cleared_days, cleared = _cleared(county, marked)
    drafts = [identified, cleared, _rolled_back(county), _refused(county), _open(county)]
    drafts = [draft for draft in drafts if len(draft)]
    starts = np.cumsum([0] + [len(d) for d in drafts])
    case_frames = [_case_frame(county, d, int(s)) for d, s in zip(drafts, starts, strict=False)]
    event_frames = [_event_frame(county, d, int(s)) for d, s in zip(drafts, starts, strict=False)]
    emergency = np.zeros(len(county.households), dtype=bool)
    emergency[identified.hh[identified.emergency]] = True
    return Cases(
        cases=sorted_as(TABLES["identification_case"], pl.concat(case_frames)),
        events=sorted_as(TABLES["case_event"], pl.concat(event_frames)),
        marked=marked,
        cleared=cleared_days,
        emergency=emergency,
    )


# --- the steps of a case ----------------------------------------------------------------------------------------------


def _steps(rng: np.random.Generator, clue: Ints, length: Ints) -> Ints:
    """Return the days of the ten states of identification: at least five days of publicity, marked after ``length``."""
    slack = (length - 9).astype(float)
    early, middle, late = rng.random(len(clue)), rng.random(len(clue)), rng.random(len(clue))
    # somebody is at the door within two days, but for one in twelve
    slow = 1 + np.floor(slack * early * 0.4).astype(np.int64)
    verify = np.where(early < 0.92, np.minimum(slow, 2), slow)
    compare = verify + 1
    discuss = compare + 1 + np.floor(slack * middle * 0.2).astype(np.int64)
    review = discuss + 5
    decide = review + np.floor(slack * late * 0.2).astype(np.int64)
    offsets = np.stack(
        [0 * verify, verify, compare, discuss, discuss, review, decide, decide + 1, length, length], axis=1
    )
    return offsets + clue[:, None]


def _clue_days(rng: np.random.Generator, marked: Ints, late: Flags) -> Ints:
    """Return the day of each clue, so that the case took the usual time under the rule of the clue's day."""
    n = len(marked)
    quick = marked - np.where(late, between(rng, 17, 38, n), between(rng, 9, 15, n))
    slow = marked - np.where(late, between(rng, 62, 85, n), between(rng, 18, 58, n))
    return np.where(quick >= NEW_RULE_FROM, quick, np.minimum(slow, NEW_RULE_FROM - 1))


def _days_in_months(rng: np.random.Generator, months: Ints, earliest: int, latest: int) -> Ints:
    return first_days(months) + between(rng, earliest, latest, len(months)) - 1


def _identified(county: County) -> tuple[Ints, _Draft]:
    """One case for every household that is or was monitored by the last month."""
    rng = county.streams("identified")
    households = county.households
    everyone = np.where(households.monitored, households.identified, county.first)
    marked_all = np.where(households.monitored, _days_in_months(rng, everyone, 12, 27), NEVER)
    late_all = county.faulty & share(rng, len(households), 0.07)
    clue_all = np.where(households.monitored, _clue_days(rng, np.minimum(marked_all, 10**5), late_all), NEVER)
    channel, clue_all, marked_all = _channels(rng, county, clue_all, marked_all)
    hh = np.flatnonzero(households.monitored & (marked_all <= county.today))
    clue, marked = clue_all[hh], marked_all[hh]
    risk = county.risk_1[hh]
    sudden_risk = np.isin(risk, [RISKS.index("accident"), RISKS.index("natural_disaster")])
    days = _steps(rng, clue, marked - clue)
    hasty = county.faulty[hh] & share(rng, len(hh), 0.02)
    publicity_end = days[:, 4] + np.where(hasty, 3, 5)
    draft = _Draft(
        kind="identify", states=IDENTIFY, days=days, hh=hh, clue=clue, result=np.full(len(hh), RESULTS.index("admitted")),
        ids=county.of(hh), channel=channel[hh], dept=_departments(channel[hh], risk),
        emergency=sudden_risk & share(rng, len(hh), 0.5), reason=_none(len(hh)), publicity=(days[:, 4], publicity_end),
        mon_type=households.mon_type[hh], risk=risk,
    )  # fmt: skip
    return np.where(marked_all <= county.today, marked_all, NEVER), draft


def _channels(rng: np.random.Generator, county: County, clue: Ints, marked: Ints) -> tuple[Ints, Ints, Ints]:
    """Return the channel of each household's clue, and the days moved for those that the screening must have found.

    Clues of April and May come mostly from the screening of the year; 保安镇's four are made to.
    """
    households = county.households
    n = len(households)
    channel = weighted(rng, CLUE_WEIGHTS, n)
    must = households.screening == 1
    found = day(2023, 5, 1) + between(rng, 2, 20, n)
    clue = np.where(must, np.minimum(found, marked - 9), clue)
    late = must & (marked - clue > NEW_DAYS)
    clue = np.where(late, marked - between(rng, 10, 14, n), clue)
    # a household marked in June was found in the last days of May
    june = must & (clue > day(2023, 5, 31))
    marked = np.where(june, first_day_of(2023, 6) + between(rng, 4, 8, n), marked)
    clue = np.where(june, marked - between(rng, 11, 14, n), clue)
    month = months_of_days(np.where(clue == NEVER, 0, clue)) % 12
    spring = (
        np.isin(month, (3, 4)) & (clue >= day(2021, 1, 1)) & share(rng, n, 0.7) & (households.screening != 0)
    )
    return np.where(must | spring, SCREENING, channel), clue, marked


def first_day_of(year: int, month: int) -> int:
    return day(year, month, 1)


def _departments(channel: Ints, risk: Ints) -> Ints:
    by_risk = np.array([DEPTS.index(_DEPT_OF_RISK.get(name, "mzj")) for name in RISKS])
    return np.where(channel == PUSHED, by_risk[np.maximum(risk, 0)], -1)


def _none(n: int) -> pl.Series:
    return pl.Series([None] * n, dtype=pl.String)


def _cleared(county: County, marked: Ints) -> tuple[Ints, _Draft]:
    rng = county.streams("cleared")
    households = county.households
    n = len(households)
    month = np.where(households.cleared != NEVER, households.cleared, county.first)
    done = np.where(households.cleared != NEVER, _days_in_months(rng, month, 12, 27), NEVER)
    done = np.where(done <= county.today, done, NEVER)
    hh = np.flatnonzero(done != NEVER)
    length = between(rng, 9, 14, len(hh))
    start = done[hh] - length
    offsets = np.stack(
        [
            0 * length,
            1 + 0 * length,
            2 + 0 * length,
            7 + 0 * length,
            8 + 0 * length,
            8 + 0 * length,
            length,
            length,
        ],
        axis=1,
    )
    days = start[:, None] + offsets
    draft = _Draft(
        kind="clear", states=CLEAR, days=days, hh=hh, clue=start, result=np.full(len(hh), RESULTS.index("cleared")),
        ids=county.of(hh), channel=np.full(len(hh), -1), dept=np.full(len(hh), -1), emergency=np.zeros(len(hh), dtype=bool),
        reason=_none(len(hh)), publicity=(days[:, 2], days[:, 2] + 5), mon_type=np.full(len(hh), -1), risk=np.full(len(hh), -1),
    )  # fmt: skip
    return np.where(np.arange(n) >= 0, done, NEVER), draft


def _rolled_back(county: County) -> _Draft:
    rng = county.streams("rolled back")
    households = county.households
    hh = np.flatnonzero((households.rollback != NEVER) & (households.rollback <= county.last))
    done = _days_in_months(rng, households.rollback[hh], 10, 26)
    n = len(hh)
    days = np.stack([done - 3, done], axis=1)
    return _Draft(
        kind="rollback", states=ROLLBACK, days=days, hh=hh, clue=done - 3, result=np.full(n, RESULTS.index("rolled_back")),
        ids=county.of(hh), channel=np.full(n, -1), dept=np.full(n, -1), emergency=np.zeros(n, dtype=bool),
        reason=pl.Series(["风险消除后收入再次下降"] * n, dtype=pl.String), publicity=(np.full(n, NEVER), np.full(n, NEVER)),
        mon_type=np.full(n, -1), risk=np.full(n, -1),
    )  # fmt: skip


def _refused(county: County) -> _Draft:
    """Clues that did not hold: most are dismissed at the door, some end in the comparison or in the village meeting."""
    rng = county.streams("refused")
    monitored = int(county.households.monitored.sum())
    n = max(4, round(monitored * 0.9))
    begin = min(day(2020, 12, 1), county.today - 60)
    clue = between(rng, begin, max(begin, county.today - 20), n)
    channel = weighted(rng, (0.1, 0.06, 0.04, 0.04, 0.16, 0.52, 0.0, 0.05, 0.03), n)
    spring = np.isin(months_of_days(clue) % 12, (3, 4)) & (clue >= day(2021, 1, 1)) & share(rng, n, 0.5)
    channel = np.where(spring, SCREENING, channel)
    stop = weighted(rng, (0.62, 0.18, 0.12, 0.08), n)  # after CLUE, VERIFY, COMPARE, DISCUSS
    days = _steps(rng, clue, between(rng, 10, 15, n))[:, :4]
    days = np.where(np.arange(4)[None, :] <= stop[:, None], days, NEVER)
    ending = days[np.arange(n), stop] + np.where(
        share(rng, n, 0.9), between(rng, 1, 2, n), between(rng, 3, 6, n)
    )
    dismissed = np.where(stop == 0, ending, NEVER)
    refused = np.where(stop > 0, ending, NEVER)
    days = np.concatenate([days, dismissed[:, None], refused[:, None]], axis=1)
    risk = weighted(rng, (0.5, 0.06, 0.1, 0.04, 0.1, 0.04, 0.1, 0.02, 0.02, 0.0, 0.01, 0.01), n)
    result = np.where(stop == 0, RESULTS.index("dismissed"), RESULTS.index("not_admitted"))
    hh, ids = _asked_households(county, rng, n, 90_000_000)
    return _Draft(
        kind="identify", states=(*IDENTIFY[:4], "CLUE_DISMISSED", "NOT_ADMITTED"), days=days, hh=hh, clue=clue, result=result,
        ids=ids, channel=channel, dept=_departments(channel, risk), emergency=np.zeros(n, dtype=bool),
        reason=pick(_WHY_NOT, between(rng, 0, len(_WHY_NOT) - 1, n)), publicity=(np.full(n, NEVER), np.full(n, NEVER)),
        mon_type=np.full(n, -1), risk=risk,
    )  # fmt: skip


def _open(county: County) -> _Draft:
    """Cases under way on the last day: a few in every township; in the others some are past their deadline."""
    rng = county.streams("open")
    towns = np.repeat(np.arange(len(county.places.town_codes)), 3)
    exact = np.isin(towns, [county.places.index(code) for code in TOWNS])
    n = len(towns)
    overdue = ~exact & share(rng, n, 0.22)
    age = np.where(overdue, between(rng, 17, 34, n), between(rng, 1, 12, n))
    clue = county.today - age
    full = _steps(rng, clue, np.where(overdue, age + 8, 15))[:, :7]
    # an overdue case waits at one of its steps; the others are where the calendar has them
    waits = between(rng, 1, 5, n)
    reached = (full <= county.today) & (~overdue[:, None] | (np.arange(7)[None, :] <= waits[:, None]))
    days = np.where(reached, full, NEVER)
    channel = weighted(rng, CLUE_WEIGHTS, n)
    risk = weighted(rng, (0.5, 0.06, 0.1, 0.04, 0.12, 0.04, 0.1, 0.02, 0.02, 0.0, 0.0, 0.0), n)
    hh, ids = _asked_households(county, rng, n, 95_000_000, towns=towns)
    shown = days[:, 4]
    ended = np.where((shown != NEVER) & (shown + 5 <= county.today), shown + 5, NEVER)
    return _Draft(
        kind="identify", states=IDENTIFY[:7], days=days, hh=hh, clue=clue, result=np.full(n, -1), ids=ids, channel=channel,
        dept=_departments(channel, risk), emergency=np.zeros(n, dtype=bool), reason=_none(n), publicity=(shown, ended),
        mon_type=weighted(rng, (0.05, 0.4, 0.55), n), risk=risk,
    )  # fmt: skip


def _asked_households(
    county: County, rng: np.random.Generator, n: int, serial: int, towns: Ints | None = None
) -> tuple[Ints, dict[str, pl.Series]]:
    """Return ordinary households that are in no other table: their numbers stand apart (9xxxxxxx)."""
    from shouwang.access.pseudonym import hh_key

    places = county.places
    usable = np.flatnonzero(places.rural_hh > 0)
    weights = places.rural_hh[usable].astype(float)
    if towns is None:
        village = usable[weighted(rng, weights.tolist(), n)]
    else:
        village = np.array([rng.choice(places.villages_of(int(t))) for t in towns], dtype=np.int64)
    town = pl.Series(places.town_codes).gather(places.village_town[village].astype(np.uint32))
    ids = town + pl.Series(serial + np.arange(n)).cast(pl.String)
    keys = pl.Series([hh_key(county.salt, text) for text in ids], dtype=pl.String)
    division = pl.Series(places.village_codes).gather(village.astype(np.uint32))
    return np.full(n, -1), {"hh_id": ids, "hh_key": keys, "town_code": town, "division_code": division}


# --- frames -----------------------------------------------------------------------------------------------------------


def _case_ids(draft: _Draft, start: int) -> pl.Series:
    return pl.Series("case_id", [f"C{start + i + 1:07d}" for i in range(len(draft))], dtype=pl.String)


def _case_frame(county: County, draft: _Draft, start: int) -> pl.DataFrame:
    n = len(draft)
    known = np.where(draft.days == NEVER, -1, draft.days)
    # the last state reached: states lie in order of time, the later column wins a tie
    last = known.shape[1] - 1 - np.argmax(known[:, ::-1], axis=1)
    new_rule = draft.clue >= NEW_RULE_FROM

    def at(*names: str) -> Ints:
        for name in names:
            if name in draft.states:
                return draft.days[:, draft.states.index(name)]
        return np.full(n, NEVER, dtype=np.int64)

    decided = at("COUNTY_DECIDE", "CLR_COUNTY_DECIDE")
    return conform("identification_case", {
        **draft.ids,
        "case_id": _case_ids(draft, start),
        "case_kind": draft.kind,
        "state": pick(draft.states, last),
        "state_at": dates(known[np.arange(n), last]),
        "clue_channel": pick(CLUES, draft.channel),
        "dept_code": pick(DEPTS, draft.dept),
        "clue_at": dates(draft.clue),
        "checked_at": dates(np.minimum(at("VERIFY", "CLR_VERIFY"), at("CLUE_DISMISSED"))),
        "due_at": dates(draft.clue + np.where(new_rule, NEW_DAYS, OLD_DAYS)),
        "sla_rule_id": pick((OLD_RULE, NEW_RULE), new_rule.astype(np.int64)),
        "publicity_start": dates(draft.publicity[0]),
        "publicity_end": dates(draft.publicity[1]),
        "decided_at": dates(decided),
        "marked_at": dates(at("SYSTEM_MARK", "CLR_MARK", "ACTIVE") if draft.kind != "identify" else at("SYSTEM_MARK")),
        "proposed_type": pick(MON_TYPES, draft.mon_type),
        "proposed_risk": pick(RISKS, draft.risk),
        "result": pick(RESULTS, draft.result),
        "reason": draft.reason,
        "emergency_first": pl.Series(draft.emergency),
    }, source=county.source)  # fmt: skip


def _event_frame(county: County, draft: _Draft, start: int) -> pl.DataFrame:
    reached = draft.days != NEVER
    row, state = np.nonzero(reached)
    at = draft.days[row, state]
    fresh = np.diff(row, prepend=-1) != 0
    seq = np.arange(len(row)) - np.repeat(np.flatnonzero(fresh), np.bincount(row, minlength=len(draft))) + 1
    before = np.where(fresh, -1, np.roll(state, 1))
    came_from = pick(draft.states, before)
    if draft.kind != "identify":
        opening = "ACTIVE" if draft.kind == "clear" else "CLEARED"
        came_from = came_from.fill_null(opening)
    take = row.astype(np.uint32)
    return conform("case_event", {
        "case_id": _case_ids(draft, start).gather(take),
        "hh_key": draft.ids["hh_key"].gather(take),
        "town_code": draft.ids["town_code"].gather(take),
        "seq": pl.Series(seq),
        "from_state": came_from,
        "to_state": pick(draft.states, state),
        "at": dates(at),
        "actor_role": pick([ACTORS[s] for s in draft.states], state),
        "evidence_ref": pick([_EVIDENCE.get(s) for s in draft.states], state),
    }, source=county.source)  # fmt: skip
