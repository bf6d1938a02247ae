"""Stock, flow and the list under 10,000 yuan once more, slowly: plain Python over plain rows, one loop a definition.

Written from the definitions (domain dictionary 5, 6.3, 7), not from the SQL: where the two differ, one of them is wrong.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Row = dict[str, Any]
COME = {"birth", "marry_in", "adopt", "hukou_in", "released", "demobilised"}
GO = {"death", "marry_out", "hukou_out", "prison", "army", "emigrate", "settle_city"}


def next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


@dataclass
class Months:
    """Households of each month by their number, and the natural changes of people."""

    households: dict[date, dict[str, Row]] = field(default_factory=dict)
    people: dict[date, list[Row]] = field(default_factory=dict)


def stock(months: Months) -> Counter[tuple[date, str, str]]:
    """Return counts by (month, township, indicator)."""
    found: Counter[tuple[date, str, str]] = Counter()
    for month, households in months.households.items():
        for row in households.values():
            names = []
            if row["hh_type"] == "alleviated":
                names.append("alleviated_{}")
                if row["mon_type"] is None:
                    names.append("alleviated_{}.stable")
            if row["mon_type"] is not None:
                names += ["monitored_{}_total", "monitored_{}_total." + row["mon_type"]]
                status = row["risk_status"]
                names += ["monitored_{}_" + status, "monitored_{}_" + status + "." + row["mon_type"]]
            for name in names:
                found[month, row["town_code"], name.format("hh")] += 1
                found[month, row["town_code"], name.format("persons")] += row["hh_persons"]
    return found


def flow(months: Months) -> Counter[tuple[date, str, str]]:
    """Return the changes of each single month by (month, township, indicator); the first month has none."""
    found: Counter[tuple[date, str, str]] = Counter()
    for before in sorted(months.households):
        month = next_month(before)
        if month not in months.households:
            continue
        past, now = months.households[before], months.households[month]
        for hh_id, row in now.items():
            earlier = past.get(hh_id)
            was = earlier["risk_status"] if earlier and earlier["mon_type"] else None
            events = []
            if row["mon_type"] and was is None:
                events.append("new_monitored_{}.month")
            if row["risk_status"] == "cleared" and was != "cleared":
                events.append("cleared_{}_in_year.month")
            if row["risk_status"] == "active" and was == "cleared":
                events.append("rollback_{}.month")
            for name in events:
                found[month, row["town_code"], name.format("hh")] += 1
                found[month, row["town_code"], name.format("persons")] += row["hh_persons"]
        for hh_id, row in past.items():
            if hh_id not in now:
                for name in _groups(row):
                    found[month, row["town_code"], name.format("decrease_hh")] += 1
        for person in months.people.get(month, []):
            earlier = past.get(person["hh_id"])
            on = person["change_date"]
            if earlier is None or on is None or (on.year, on.month) != (month.year, month.month):
                continue
            came = person["change_code"] in COME and person["in_household"]
            went = person["change_code"] in GO and not person["in_household"]
            if came or went:
                for name in _groups(earlier):
                    word = "increase_persons" if came else "decrease_persons"
                    found[month, earlier["town_code"], name.format(word)] += 1
    return found


def _groups(row: Row) -> list[str]:
    names = []
    if row["hh_type"] == "alleviated" or row["mon_type"]:
        names.append("natural_{}.month")
    if row["hh_type"] == "alleviated":
        names.append("alleviated_natural_{}.month")
    if row["mon_type"]:
        names.append("monitored_natural_{}.month")
        if row["risk_status"] == "active":
            names.append("monitored_natural_{}.active.month")
    return names


def over_the_year(monthly: Counter[tuple[date, str, str]]) -> Counter[tuple[date, str, str]]:
    """Return the sums from January to each month, by the indicator's own name."""
    found: Counter[tuple[date, str, str]] = Counter()
    for (month, town, name), count in monthly.items():
        for later in range(month.month, 13):
            found[date(month.year, later, 1), town, name.replace(".month", "")] += count
    return found


def below(incomes: list[Row], december: dict[str, Row], line: float) -> Counter[tuple[str, str]]:
    """Return households and persons under a line by (township, indicator suffix)."""
    found: Counter[tuple[str, str]] = Counter()
    for income in incomes:
        home = december.get(income["hh_id"])
        if home is None or home["is_no_labour"] or float(income["net_per_capita"]) >= line:
            continue
        if home["mon_type"]:
            group = "monitored"
        elif home["hh_type"] == "alleviated":
            group = "alleviated_with_labour"
        else:
            continue
        for name, count in (("hh", 1), ("persons", income["persons_year"])):
            found[income["town_code"], name] += count
            found[income["town_code"], f"{name}.{group}"] += count
    return found
