"""The county's clock: every time that is written down carries the offset of Asia/Shanghai, whatever the server's zone."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

COUNTY_TIME = ZoneInfo("Asia/Shanghai")


def now() -> str:
    """Return the time of the county, to the second, like ``2023-12-01T08:30:00+08:00``."""
    return datetime.now(COUNTY_TIME).isoformat(timespec="seconds")
