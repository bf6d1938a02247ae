"""What somebody must act on: alert rules as data, their SQL in ``queries/alert_rules``, and the judge that runs them."""

from shouwang.alerts.catalogue import (
    OWNER_LABELS,
    RESULT,
    SEVERITIES,
    SEVERITY_LABELS,
    Alert,
    alert,
    catalogue,
)
from shouwang.alerts.judging import ALERTS, judge, unjudged

__all__ = [
    "ALERTS", "OWNER_LABELS", "RESULT", "SEVERITIES", "SEVERITY_LABELS", "Alert", "alert", "catalogue", "judge", "unjudged",
]  # fmt: skip
