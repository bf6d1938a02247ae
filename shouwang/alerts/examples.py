"""The examples of an alert rule: a few cells are drawn, the rest of each row is ordinary, as in the examples of rules.

Month judged is 2023-11 unless the example says another. A month exists once a household is reported in it: where a rule
reads ``household_month`` and the example draws none, one ordinary household of the village is there in the month judged.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from shouwang.alerts.catalogue import Alert, Sample
from shouwang.alerts.judging import judge
from shouwang.rules.bench import Bench
from shouwang.rules.examples import frame, frames
from shouwang.schema import TABLES

REPORTED = ({"hh_id": "H0"},)


def alerts(rule: Alert, example: Sample, bench: Bench | None = None) -> pl.DataFrame:
    """Return the alerts of a rule that stand at the end of the example's month, as rows of the table ``alert``.

    A table that the rule reads and the example does not draw is empty, the configuration is the demonstration's.
    """
    month = date.fromisoformat(f"{example.month}-01")
    drawn = frames(example)
    lacking = {name: frame(TABLES[name], (), month) for name in rule.reads if name not in drawn}
    if "household_month" in lacking:
        lacking["household_month"] = frame(TABLES["household_month"], REPORTED, month)
    return judge({**drawn, **lacking}, since=month, until=month, rule_ids=frozenset({rule.id}), bench=bench)
