"""The county in one value: places, households, persons, and what every table needs of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from shouwang.demo.calendar import ANCHOR, NEVER, Flags, Ints, last_day, month_of
from shouwang.demo.exact import TOWNS, VOCATIONAL_STUDENTS
from shouwang.demo.households import Households, household_ids, make_households
from shouwang.demo.persons import Persons, give_benefits, give_risks, make_persons, plant_faults
from shouwang.demo.places import Places
from shouwang.demo.streams import Streams
from shouwang.demo.students import place_vocational_students


@dataclass
class County:
    places: Places
    households: Households
    persons: Persons
    ids: pl.DataFrame  # hh_id, hh_key, town_code, division_code of each household
    risk_1: Ints
    risk_2: Ints
    streams: Streams
    first: int  # first month of the history
    last: int  # last month of the history
    source: str
    salt: str

    @property
    def today(self) -> int:
        """The day on which the history is looked at."""
        return last_day(self.last)

    @property
    def faulty(self) -> Flags:
        """Households of townships in which faults are planted: all but the two exact ones."""
        return ~np.isin(self.households.town, [self.places.index(code) for code in TOWNS])

    def in_town(self, code: str) -> Flags:
        flags: Flags = self.households.town == self.places.index(code)
        return flags

    def of(self, rows: Ints) -> dict[str, pl.Series]:
        """Return ``hh_id``, ``hh_key``, ``town_code`` and ``division_code`` of the households ``rows``."""
        taken = self.ids[rows.astype(np.uint32)]
        return {name: taken[name] for name in taken.columns}

    def person_ids(self, rows: Ints) -> pl.Series:
        numbers = pl.Series(self.persons.number[rows]).cast(pl.String).str.zfill(2)
        return self.ids["hh_id"].gather(self.persons.hh[rows].astype(np.uint32)) + numbers


def make_county(
    places: Places, streams: Streams, *, first: int, last: int, scale: float, salt: str
) -> County:
    """Return the county between two months; the exact townships always reach their figures at the anchor month."""
    end = max(last, ANCHOR)
    earliest = min(first, month_of(2018, 12))
    households = make_households(streams, places, scale=scale, end=end)
    persons = make_persons(streams, households, earliest=earliest)
    exact = np.isin(households.town, [places.index(code) for code in TOWNS])
    for code, (spring, autumn) in VOCATIONAL_STUDENTS.items():
        place_vocational_students(
            streams("students", code),
            households,
            persons,
            households.town == places.index(code),
            spring,
            autumn,
        )
    risk_1, risk_2 = give_risks(streams, households, persons, sound=exact)
    county = County(
        places=places,
        households=households,
        persons=persons,
        ids=household_ids(households, places, salt),
        risk_1=risk_1,
        risk_2=risk_2,
        streams=streams,
        first=first,
        last=last,
        source=f"demo-{streams.seed}",
        salt=salt,
    )
    give_benefits(
        streams, households, persons, months=[earliest, month_of(2022, 12), end], faults=county.faulty
    )
    plant_faults(streams, households, persons, where=county.faulty, end=end)
    gone = persons.leave != NEVER
    persons.leave = np.where(gone, np.minimum(persons.leave, households.exits[persons.hh]), persons.leave)
    return county
