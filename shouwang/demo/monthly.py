"""The two wide monthly tables. What never changes is built once; each month only adds what moves."""

from __future__ import annotations

import numpy as np
import polars as pl

from shouwang.demo.calendar import NEVER, first_day
from shouwang.demo.cases import Cases
from shouwang.demo.county import County
from shouwang.demo.frames import blank, conform, dates, money, months, pick
from shouwang.demo.help import Renovation
from shouwang.demo.households import HH_TYPES, MON_TYPES
from shouwang.demo.names import full_names, identity_numbers, phone_numbers
from shouwang.demo.persons import CHANGES, EDU, HEAD, HEALTH, LABOUR, REL, RISKS, SCHOOLS, WEAK
from shouwang.demo.streams import between, share, weighted

GROUPS = ("一组", "二组", "三组", "四组", "五组", "六组", "七组", "八组")


class Monthly:
    """Makes ``household_month`` and ``person_month`` of any month of the county."""

    def __init__(self, county: County, cases: Cases, renovation: Renovation) -> None:
        self.county = county
        self.cases = cases
        self.renovation = renovation
        self.names = self._names()
        self.household_base = self._household_base()
        self.person_base = self._person_base()

    # --- what never changes

    def _names(self) -> pl.Series:
        p = self.county.persons
        return full_names(p.surname, p.given, p.male)

    def _household_base(self) -> pl.DataFrame:
        county = self.county
        rng = county.streams("household base")
        h = county.households
        n = len(h)
        heads = np.flatnonzero(county.persons.relation == HEAD)
        contact_missing = county.faulty & share(rng, n, 0.02)
        contact = full_names(between(rng, 0, 29, n), between(rng, 0, 79, n), share(rng, n, 0.6))
        helper = county.ids["division_code"] + pl.Series(between(rng, 1, 8, n)).cast(pl.String).str.zfill(2)
        unsafe = county.faulty & share(rng, n, 0.0006)
        toilet = share(rng, n, 0.94)
        return conform("household_month", {
            **{name: county.ids[name] for name in county.ids.columns},
            "group_name": pick(GROUPS, between(rng, 0, 7, n)),
            "head_name": self.names.gather(heads.astype(np.uint32)),
            "hh_type": pick(HH_TYPES, h.hh_type),
            "contact_name": blank(contact, contact_missing | ~h.monitored),
            "contact_phone": blank(phone_numbers(between(rng, 0, 99_999_999, n)), contact_missing | ~h.monitored),
            "helper_id": pl.select(pl.lit("B") + helper).to_series(),
            "phone": phone_numbers(between(rng, 0, 99_999_999, n)),
            "house_area": money(between(rng, 45, 180, n) * 100),
            "water_safe": pl.Series(~unsafe),
            "toilet": pl.Series(toilet),
            "toilet_works": pl.Series(toilet & share(rng, n, 0.97)),
            "road_type": pick(("hard", "gravel", "soil"), weighted(rng, (0.93, 0.05, 0.02), n)),
            "road_distance_km": money(between(rng, 0, 150, n)),
            "farmland_mu": money(between(rng, 0, 820, n)),
            "forest_mu": money(np.where(share(rng, n, 0.5), between(rng, 0, 1500, n), 0)),
            "stat_month": None, "hh_persons": 0, "is_no_labour": False,
        }, source=county.source)  # fmt: skip

    def _person_base(self) -> pl.DataFrame:
        county = self.county
        p = county.persons
        rows = np.arange(len(p))
        id_18 = identity_numbers(p.birth, p.male)
        certificate = pl.Series(p.disability).cast(pl.String)
        disabled = p.disability > 0
        ids = county.of(p.hh)
        return conform("person_month", {
            **ids,
            "person_id": county.person_ids(rows),
            "name": self.names,
            "id_type": pick(("resident", "disabled"), disabled.astype(np.int64)),
            "id_no": (id_18 + certificate).zip_with(pl.Series(disabled), id_18),
            "relation": pick(REL, p.relation),
            "sex": pick(("female", "male"), p.male.astype(np.int64)),
            "birth_date": dates(p.birth),
            "ethnic": "汉族",
            "insured_employee": pl.Series(p.insured_employee),
            "dibao": pick(("none", "rural"), p.dibao.astype(np.int64)),
            "tekun": pick(("none", "rural"), p.tekun.astype(np.int64)),
            "pension": pl.Series(p.pension),
            "stat_month": None, "health": "", "labour": "", "in_household": True,
        }, source=county.source)  # fmt: skip

    # --- what moves

    def households(self, month: int) -> pl.DataFrame:
        county, h = self.county, self.county.households
        here = h.present(month)
        rows = np.flatnonzero(here)
        inside = county.persons.in_household(month, h)
        counts = np.bincount(county.persons.hh[inside], minlength=len(h))
        labour = county.persons.labour_at(month)
        able = np.bincount(county.persons.hh[inside & (labour <= WEAK)], minlength=len(h)) > 0
        supported = inside & (county.persons.dibao | county.persons.tekun)
        kept = np.bincount(county.persons.hh[supported], minlength=len(h)) > 0
        watched = (h.identified <= month) & h.monitored
        active = h.active(month)
        cleared = watched & ~active
        broken = np.zeros(len(h), dtype=bool)
        # a house or well that made the household a case is seen to within half a year
        soon = active & (month < h.identified + 6)
        broken |= soon & (county.risk_1 == RISKS.index("housing"))
        dry = soon & (county.risk_1 == RISKS.index("water"))
        broken[self.renovation.hh] = (self.renovation.found <= month) & (month < self.renovation.done)
        moving = pl.DataFrame({
            "stat_month": months(np.full(len(rows), month)),
            "mon_type": pick(MON_TYPES, np.where(watched, h.mon_type, -1)[rows]),
            "risk_status": pick(("active", "cleared"), np.where(watched, np.where(active, 0, 1), -1)[rows]),
            "identified_month": months(np.where(watched, h.identified, NEVER)[rows]),
            "cleared_month": months(np.where(cleared, h.cleared, NEVER)[rows]),
            "clear_mode": pick(("helped", "natural"), np.where(cleared, h.natural, -1)[rows]),
            "risk_1": pick(RISKS, np.where(watched, county.risk_1, -1)[rows]),
            "risk_2": pick(RISKS, np.where(watched, county.risk_2, -1)[rows]),
            "hh_persons": pl.Series(counts[rows]).cast(pl.Int32),
            "is_no_labour": pl.Series(~able[rows]),
            "is_backstop": pl.Series((~able & kept)[rows]),
            "house_dilapidated": pl.Series(broken[rows]),
            "house_grade": pick(("A", "D"), broken[rows].astype(np.int64)),
            "emergency_first": pl.Series((watched & self.cases.emergency)[rows]),
        })  # fmt: skip
        unwatched = pl.Series(~watched[rows])
        thirsty = pl.Series(dry[rows])
        return (
            self.household_base.filter(pl.Series(here))
            .with_columns(moving.get_columns())
            .with_columns(
                pl.when(unwatched).then(None).otherwise(pl.col(name)).alias(name)
                for name in ("contact_name", "contact_phone")
            )
            .with_columns(pl.when(thirsty).then(False).otherwise(pl.col("water_safe")).alias("water_safe"))
        )

    def persons(self, month: int) -> pl.DataFrame:
        """Members of the month, and those who left in it (``in_household`` false, with the change)."""
        p, h = self.county.persons, self.county.households
        inside = p.in_household(month, h)
        left = (p.leave == month) & (h.enters[p.hh] < month) & (p.join < month) & (month <= h.exits[p.hh])
        here = inside | left
        rows = np.flatnonzero(here)
        person = p.take(rows)
        school = person.school(month)
        grade = person.grade(month)
        absent = person.dropout & (grade >= 1) & (grade <= person.last_grade)
        came = inside[rows] & (person.join == month) & (h.enters[person.hh] < month)
        gone = left[rows]
        code = np.where(gone, person.leave_code, np.where(came, person.join_code, -1))
        changed = np.where(came | gone, first_day(month) + person.change_day, NEVER)
        # the birth certificate is registered after the birth
        ill = person.onset <= month
        health = np.where(
            (person.onset != NEVER) & ~ill,
            np.where(person.disability > 0, HEALTH.index("disabled"), 0),
            person.health,
        )
        insured = person.uninsured_until <= month
        moving = pl.DataFrame({
            "stat_month": months(np.full(len(rows), month)),
            "edu": pick(EDU, np.where((school >= 0) | absent, -1, person.edu)),
            "school": pick(SCHOOLS, school),
            "not_in_school_reason": pick((None, "厌学"), absent.astype(np.int64)),
            "health": pick(HEALTH, health),
            "labour": pick(LABOUR, person.labour_at(month)),
            "insured_resident": pl.Series(insured & ~person.insured_employee),
            "insured_major": pl.Series(insured),
            "in_household": pl.Series(inside[rows]),
            "change_code": pick(CHANGES, code),
            "change_date": dates(changed),
        })  # fmt: skip
        return self.person_base.filter(pl.Series(here)).with_columns(moving.get_columns())
