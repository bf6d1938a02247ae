"""Whatever households come and go: stock and flow tie out, and villages add up to the township and the county."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shouwang import queries, reference
from shouwang.access import Scope
from shouwang.publishing import marts
from shouwang.queries.engine import DuckEngine
from shouwang.schema import TABLES
from shouwang.store import Store
from tests.queries.conftest import _parts, frame_of
from tests.queries.marts import slow
from tests.queries.marts.places import COUNTY, DIVISION

MONTHS = [date(2022, 12, 1), date(2023, 1, 1), date(2023, 2, 1), date(2023, 3, 1)]
VILLAGES = ["420281101200", "420281101201", "420281107200"]
FILES = [
    queries.find(f"{marts.MARTS}{name}") for name in ("monitored_stock", "household_flow", "person_flow")
]

# What may be said of a household in a month: absent, not monitored, active or cleared.
STATES = st.sampled_from(["absent", "plain", "active", "cleared"])


@st.composite
def histories(draw: st.DrawFn) -> list[dict[str, object]]:
    """Return a few households with a state and a size in every month; who is monitored once stays so until it leaves."""
    made: list[dict[str, object]] = []
    for number in range(draw(st.integers(2, 6))):
        village, alleviated = draw(st.sampled_from(VILLAGES)), draw(st.booleans())
        states: list[str] = []
        for _ in MONTHS:
            past = states[-1] if states else "absent"
            state = draw(STATES)
            if past in {"active", "cleared"} and state == "plain":
                state = past
            if alleviated and past == "absent" and states:
                state = "absent"  # nobody becomes an alleviated household any more
            if not alleviated and state == "plain":
                state = "absent"  # ordinary households are not on file
            states.append(state)
        sizes = [draw(st.integers(1, 5)) for _ in MONTHS]
        made.append(
            {
                "hh_id": f"h{number}",
                "village": village,
                "alleviated": alleviated,
                "states": states,
                "sizes": sizes,
            }
        )
    return made


def _tables(histories: list[dict[str, object]]) -> dict[str, str]:
    """Draw the households, and a person for every member who came or went naturally."""
    homes = ["stat_month | hh_id | division_code | hh_type | mon_type | risk_status | hh_persons"]
    people = ["stat_month | person_id | hh_id | division_code | in_household | change_code | change_date"]
    for one in histories:
        hh_id, village, states, sizes = one["hh_id"], one["village"], one["states"], one["sizes"]
        kind = "alleviated" if one["alleviated"] else "ordinary"
        for index, month in enumerate(MONTHS):
            state, size = states[index], sizes[index]
            if state != "absent":
                monitored = state in {"active", "cleared"}
                homes.append(
                    f"{month:%Y-%m} | {hh_id} | {village} | {kind} | {'sudden' if monitored else '-'} | {state if monitored else '-'} | {size}"
                )
            if index and states[index - 1] != "absent":
                change = (size if state != "absent" else 0) - sizes[index - 1]
                code, inside = ("birth", "true") if change > 0 else ("death", "false")
                people += [
                    f"{month:%Y-%m} | {hh_id}-{index}-{n} | {hh_id} | {village} | {inside} | {code} | {month:%Y-%m}-15"
                    for n in range(abs(change))
                ]
            people.append(f"{month:%Y-%m} | reporter-{index}-{hh_id} | {hh_id} | {village} | true | - | -")
    # Every township reports in every month, also one whose households are all gone.
    for village in VILLAGES:
        for index, month in enumerate(MONTHS):
            homes.append(f"{month:%Y-%m} | always-{village} | {village} | alleviated | - | - | 1")
            people.append(
                f"{month:%Y-%m} | p-{village}-{index} | always-{village} | {village} | true | - | -"
            )
    people.append(f"2022-12 | first | always-{VILLAGES[0]} | {VILLAGES[0]} | true | birth | 2022-12-02")
    return {"division": DIVISION, "household_month": "\n".join(homes), "person_month": "\n".join(people)}


def _figures(tables: dict[str, str]) -> dict[tuple[str, date, str], float]:
    with tempfile.TemporaryDirectory() as folder:
        store = Store.create(Path(folder) / "s", COUNTY, is_demo=True, salt="s")
        with store.stage() as staging:
            for name, text in tables.items():
                for part, frame in _parts(TABLES[name], frame_of(TABLES[name], text)).items():
                    staging.add(name, part, frame)
            staging.add("threshold", "all", reference.config_frames(COUNTY)["threshold"])
            engine = DuckEngine(staging.snapshot(), Scope.of(COUNTY))
            rows = marts.indicator_month(engine, FILES, MONTHS[0], MONTHS[-1], lambda *_: None)
    return {
        (row["area_code"], row["stat_month"], row["indicator_id"]): row["value"]
        for row in rows.filter(pl.col("value").is_not_null()).iter_rows(named=True)
    }


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(histories())
def test_stock_flow_identity_and_roll_up_hold_for_any_history(histories: list[dict[str, object]]) -> None:
    found = _figures(_tables(histories))
    areas = {area for area, _, _ in found}
    assert set(VILLAGES) < areas
    for area in areas:
        for month in MONTHS[:-1]:
            after = slow.next_month(month)

            def at(name: str, when: date = after, where: str = area) -> float:
                return found[where, when, name]

            for unit, came in (
                ("hh", 0.0),
                ("persons", at("monitored_natural_increase_persons.active.month")),
            ):
                cleared = at(f"cleared_{unit}_in_year.month")
                moved = at(f"new_monitored_{unit}.month") - cleared + at(f"rollback_{unit}.month")
                gone = at(f"monitored_natural_decrease_{unit}.active.month")
                assert at(f"monitored_{unit}_active", month) + moved + came - gone == at(
                    f"monitored_{unit}_active"
                )
            gone = at("alleviated_natural_decrease_persons.month") - at(
                "alleviated_natural_increase_persons.month"
            )
            assert at("alleviated_persons", month) - gone == at("alleviated_persons")
    for area, month, name in found:
        inside = [
            below for below in areas if below.startswith(area) and len(below) == (9 if len(area) == 6 else 12)
        ]
        if len(area) < 9 or (len(area) < 12 and reference.indicator(name).grain == "village"):
            assert found[area, month, name] == sum(found[below, month, name] for below in inside)
