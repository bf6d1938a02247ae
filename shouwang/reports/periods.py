"""Which time a report is about, and which time a figure names."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

_YEAR = re.compile(r"(20[0-3]\d)\s?(?:年|年度)")
_MONTH = re.compile(r"(?<!\d)(1[0-2]|[1-9])月(?:份|底|末|(?=\D))")
_DAY = re.compile(r"截[至止](?:到|目前)?(?:(20\d\d)年)?(1[0-2]|[1-9])月(3[01]|[12]\d|[1-9])日")


@dataclass(frozen=True)
class Periods:
    """``own`` is the report's period, a year where nothing else is said."""

    own: str
    text: str

    def of(self, place: int, left: str) -> str:
        """Return the period of a figure: what its own words say, else the report's."""
        near = left[-40:]
        years = _YEAR.findall(near)
        year = years[-1] if years else self.own[:4]
        if re.search(r"春季", near):
            return f"{year}-春"
        if re.search(r"秋季", near):
            return f"{year}-秋"
        if re.search(r"上半年", near):
            return f"{year}-H1"
        if years and re.search(rf"{year}年(?:底|末)", near):
            return f"{year}-12"
        months = _MONTH.findall(near)
        if months and not re.search(r"截[至止]", near):
            return f"{year}-{int(months[-1]):02d}"
        return year if years else self.own


def find_periods(text: str) -> Periods:
    """Return the period of a report: the year of its title, else the one it names most often."""
    title = _YEAR.search(text.lstrip()[:200])
    named = Counter(_YEAR.findall(text))
    year = title[1] if title else (named.most_common(1)[0][0] if named else "")
    return Periods(year, text)
