"""Households and what becomes of them: when each is identified, cleared, taken back, or leaves.

The two exact townships are built from the groups of :mod:`shouwang.demo.exact`; the others are drawn with the shape of
domain dictionary appendix C. Everything is worked backwards from the last month: sizes are those of the end, members who
left before come on top (:mod:`shouwang.demo.persons`).
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import polars as pl

from shouwang.access.pseudonym import hh_key
from shouwang.demo.calendar import ALWAYS, NEVER, Flags, Ints, month_of
from shouwang.demo.exact import GROUPS, TOWNS, YEAR, Group
from shouwang.demo.places import Places
from shouwang.demo.streams import Streams, between, share, sizes_with_sum, weighted

HH_TYPES = ("alleviated", "ordinary")
MON_TYPES = ("unstable", "marginal", "sudden")
ALLEVIATED, ORDINARY = 0, 1
UNSTABLE, MARGINAL, SUDDEN = 0, 1, 2

# Households of one to seven persons, so that a township comes to about two persons a household (appendix C).
SIZE_WEIGHTS = (0.42, 0.32, 0.13, 0.07, 0.035, 0.018, 0.007)
# Monitored households are larger: 3.3 persons.
MONITORED_SIZE_WEIGHTS = (0.10, 0.22, 0.25, 0.22, 0.12, 0.06, 0.03)

# 8,020 alleviated and monitored households in the county (appendix C, P23), less those of the exact townships.
OTHER_ALLEVIATED = 6_290
YEARS_BACK = 60


@dataclass
class Households:
    """One entry a household, sorted by township and village. Months as in :mod:`shouwang.demo.calendar`."""

    town: Ints
    village: Ints
    hh_type: Ints
    mon_type: Ints  # -1: never monitored
    identified: Ints
    cleared: Ints
    rollback: Ints
    exits: Ints  # the first month in which the household is gone
    base: Ints  # members who are there from beginning to end
    join: Ints  # month in which one member comes
    leave: Ints  # month in which one more member, not in ``base``, goes
    below_10k: Ints  # -1 free, 0 no, 1 yes: with labour and under 10,000 yuan in 2022
    screening: Ints  # -1 free, 0 no, 1 yes: found by the screening
    natural: Ints  # cleared naturally
    number: Ints  # serial within the township

    def __len__(self) -> int:
        return len(self.town)

    def take(self, order: Ints) -> Households:
        return Households(**{f.name: getattr(self, f.name)[order] for f in fields(self)})

    @property
    def enters(self) -> Ints:
        """The first month with a row: ordinary households exist only from their identification."""
        return np.where(self.hh_type == ALLEVIATED, ALWAYS, self.identified)

    @property
    def monitored(self) -> Flags:
        return self.mon_type >= 0

    def present(self, month: int) -> Flags:
        here: Flags = (self.enters <= month) & (month < self.exits)
        return here

    def active(self, month: int) -> Flags:
        """Whether the risk is not cleared at the end of ``month``."""
        cleared = (self.cleared <= month) & ~((self.rollback <= month) & (self.rollback != NEVER))
        state: Flags = (self.identified <= month) & ~cleared & self.present(month)
        return state

    def must_have_labour(self) -> Flags:
        """Households without labour are not cleared, and are not counted below 10,000 yuan (2.4, 3.3)."""
        flags: Flags = (self.cleared != NEVER) | (self.below_10k == 1)
        return flags


def make_households(streams: Streams, places: Places, *, scale: float, end: int) -> Households:
    """Return all households of the county; ``end`` is the last month, at least the anchor month."""
    drafts = []
    others = [t for t, code in enumerate(places.town_codes) if code not in TOWNS]
    rural = np.array([places.rural_hh[places.villages_of(t)].sum() for t in range(len(places.town_codes))])
    county_rural = rural[others].sum()
    for town, code in enumerate(places.town_codes):
        rng = streams("households", code)
        if code in GROUPS:
            parts = [_exact(rng, group) for group in GROUPS[code]]
        else:
            alleviated = max(4, round(OTHER_ALLEVIATED * scale * rural[town] / county_rural))
            parts = _drawn(rng, alleviated, int(rural[town]), end)
        drafts += [_with_town(part, town) for part in parts]
    columns: dict[str, Ints] = {
        name: np.concatenate([draft[name] for draft in drafts]).astype(np.int64) for name in drafts[0]
    }
    columns["village"] = _villages(streams, places, columns["town"])
    columns["number"] = np.zeros_like(columns["town"])
    shuffled = streams("order").permutation(len(columns["town"]))
    households = Households(**columns).take(shuffled)
    households = households.take(np.argsort(households.village, kind="stable"))
    households.number = _serial(households.town)
    _plant_faults(streams, places, households, end)
    return households


def _with_town(part: dict[str, Ints], town: int) -> dict[str, Ints]:
    return part | {"town": np.full(len(part["base"]), town, dtype=np.int64)}


def _villages(streams: Streams, places: Places, town: Ints) -> Ints:
    village = np.zeros_like(town)
    for t, code in enumerate(places.town_codes):
        mine = np.flatnonzero(town == t)
        choices = places.villages_of(t)
        village[mine] = choices[
            weighted(streams("villages", code), places.weight[choices].tolist(), len(mine))
        ]
    return village


def _serial(town: Ints) -> Ints:
    starts = np.flatnonzero(np.diff(town, prepend=-1))
    return np.arange(len(town)) - np.repeat(starts, np.diff(np.append(starts, len(town)))) + 1


def _blank(n: int) -> dict[str, Ints]:
    def full(value: int) -> Ints:
        return np.full(n, value, dtype=np.int64)

    return {
        "hh_type": full(ALLEVIATED), "mon_type": full(-1), "identified": full(NEVER), "cleared": full(NEVER),
        "rollback": full(NEVER), "exits": full(NEVER), "base": full(1), "join": full(NEVER), "leave": full(NEVER),
        "below_10k": full(-1), "screening": full(-1), "natural": full(0),
    }  # fmt: skip


def _exact(rng: np.random.Generator, group: Group) -> dict[str, Ints]:
    n = group.households
    part = _blank(n)
    weights = MONITORED_SIZE_WEIGHTS if group.mon_type else SIZE_WEIGHTS
    part["base"] = sizes_with_sum(rng, n, group.persons, weights, group.largest)
    part["hh_type"][:] = HH_TYPES.index(group.hh_type)
    if group.mon_type:
        part["mon_type"][:] = MON_TYPES.index(group.mon_type)
    # 保安镇 prints 4户10人 from the screening, so its other households of the year come from elsewhere
    part["screening"][:] = 1 if group.from_screening else 0 if group.identified == YEAR else -1
    for column, window in (
        ("identified", group.identified),
        ("cleared", group.cleared),
        ("exits", group.exits),
    ):
        if window is not None:
            part[column] = between(rng, *window, n)
    if group.below_10k is not None:
        part["below_10k"][:] = int(group.below_10k)
    _changes(rng, part, group)
    return part


def _changes(rng: np.random.Generator, part: dict[str, Ints], group: Group) -> None:
    """Let the printed numbers of members come and go, one a household at most."""
    free = rng.permutation(len(part["base"]))
    for count, window in group.leaving:
        chosen, free = free[:count], free[count:]
        part["leave"][chosen] = between(rng, *window, count)
    for count, window in group.joining:
        large = part["base"][free] >= 2
        chosen = free[large][:count]
        free = np.setdiff1d(free, chosen, assume_unique=True)
        part["join"][chosen] = between(rng, *window, count)
        part["base"][chosen] -= 1


# --- the other townships ------------------------------------------------------------------------------------------


def _drawn(rng: np.random.Generator, alleviated: int, rural: int, end: int) -> list[dict[str, Ints]]:
    monitored = max(1, round(rural * rng.uniform(0.0040, 0.0066)))
    return [
        _drawn_monitored(rng, monitored, end),
        _drawn_plain(rng, alleviated, end),
        _drawn_exits(rng, max(1, round(alleviated * 0.05)), end),
    ]


def _drawn_monitored(rng: np.random.Generator, n: int, end: int) -> dict[str, Ints]:
    """Monitored households: 55 % sudden, 38 % marginal, 7 % unstable; a third new in the last eleven months."""
    part = _blank(n)
    part["mon_type"] = weighted(rng, (0.07, 0.38, 0.55), n)
    part["hh_type"] = np.where(
        (part["mon_type"] == UNSTABLE) | ((part["mon_type"] == SUDDEN) & share(rng, n, 0.12)),
        ALLEVIATED,
        ORDINARY,
    )
    low, high = np.array([[0, 11, 23, 35], [10, 22, 34, 41]])[:, weighted(rng, (0.33, 0.31, 0.25, 0.11), n)]
    part["identified"] = end - between(rng, low, high)
    # 突发严重困难户 exist since the middle of 2021
    early = (part["mon_type"] == SUDDEN) & (part["identified"] < month_of(2021, 6))
    part["identified"] = np.where(
        early, np.minimum(month_of(2021, 6) + between(rng, 0, 5, n), end), part["identified"]
    )
    ago = end - part["identified"]
    cleared = (ago >= 7) & share(rng, n, 0.36)
    months = between(rng, 6, np.maximum(6, np.minimum(ago, 26)))
    part["cleared"] = np.where(cleared, part["identified"] + months, NEVER)
    part["natural"] = (cleared & share(rng, n, 0.08)).astype(np.int64)
    part["base"] = weighted(rng, MONITORED_SIZE_WEIGHTS, n) + 1
    leaving = (ago >= 2) & share(rng, n, 0.10)
    part["leave"] = np.where(leaving, part["identified"] + between(rng, 1, np.maximum(1, ago)), NEVER)
    joining = (ago >= 2) & ~leaving & (part["base"] >= 2) & share(rng, n, 0.05)
    part["join"] = np.where(joining, part["identified"] + between(rng, 1, np.maximum(1, ago)), NEVER)
    part["base"] -= joining
    gone = (ago >= 4) & ~leaving & ~joining & ~cleared & share(rng, n, 0.03)
    part["exits"] = np.where(gone, part["identified"] + between(rng, 2, np.maximum(2, ago)), NEVER)
    return part


def _drawn_plain(rng: np.random.Generator, n: int, end: int) -> dict[str, Ints]:
    """Alleviated households that stay and were never monitored; members come and go over five years."""
    part = _blank(n)
    weights = np.array(SIZE_WEIGHTS) * np.linspace(1.0, rng.uniform(1.0, 1.7), 7)
    part["base"] = weighted(rng, weights.tolist(), n) + 1
    leaving = share(rng, n, 0.20)
    part["leave"] = np.where(leaving, end - between(rng, 0, YEARS_BACK - 1, n), NEVER)
    joining = ~leaving & (part["base"] >= 2) & share(rng, n, 0.13)
    part["join"] = np.where(joining, end - between(rng, 0, YEARS_BACK - 1, n), NEVER)
    part["base"] -= joining
    return part


def _drawn_exits(rng: np.random.Generator, n: int, end: int) -> dict[str, Ints]:
    part = _blank(n)
    part["base"] = weighted(rng, (0.7, 0.22, 0.08), n) + 1
    part["exits"] = end - between(rng, 0, YEARS_BACK - 1, n)
    return part


def _plant_faults(streams: Streams, places: Places, households: Households, end: int) -> None:
    """Clear a handful of households too early and take a few back, never in the exact townships (appendix C)."""
    rng = streams("faults")
    other = ~np.isin(households.town, [places.index(code) for code in TOWNS])
    cleared = np.flatnonzero(other & (households.cleared != NEVER))
    chosen = rng.permutation(cleared)
    early = chosen[: max(1, round(len(chosen) * 0.025))]
    households.cleared[early] = households.identified[early] + between(rng, 2, 4, len(early))
    households.natural[early] = 0
    rest = np.setdiff1d(chosen, early)
    candidates = rest[households.cleared[rest] <= end - 5]
    back = rng.permutation(candidates)[: max(1, round(len(chosen) * 0.02))]
    later = households.cleared[back] + 3
    households.rollback[back] = between(rng, later, np.maximum(later, end))


def household_ids(households: Households, places: Places, salt: str) -> pl.DataFrame:
    """Return the strings of each household: ``hh_id``, ``hh_key``, ``town_code``, ``division_code``."""
    town = pl.Series("town_code", places.town_codes).gather(households.town.astype(np.uint32))
    village = pl.Series("division_code", places.village_codes).gather(households.village.astype(np.uint32))
    serial = pl.Series(households.number).cast(pl.String).str.zfill(8)
    ids = (town + serial).alias("hh_id")
    keys = pl.Series("hh_key", [hh_key(salt, text) for text in ids])
    return pl.DataFrame([ids, keys, town.alias("town_code"), village.alias("division_code")])
