"""Every query runs word for word on Spark Connect too: the lint over all files, and the lint held against known breaches."""

from __future__ import annotations

import pytest

from shouwang.config import QUERIES
from tests import portability

SOUND = "SELECT hh_id, COUNT(*) AS n FROM scoped.household_month GROUP BY hh_id ORDER BY hh_id"


def test_every_query_keeps_the_rules_of_portable_sql() -> None:
    assert portability.check_folder(QUERIES) == {}


def test_the_lint_lets_a_sound_query_pass() -> None:
    assert portability.breaches(SOUND) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT * FROM scoped.measure ORDER BY measure_id", "SELECT *"),
        (SOUND.replace("COUNT(*)", "COUNT()"), "COUNT(*)"),
        (SOUND.replace("COUNT(*)", "MEDIAN(hh_persons)"), "MEDIAN"),
        (SOUND.replace("COUNT(*)", "COUNT(*) FILTER (hh_persons > 1)"), "FILTER"),
        (SOUND.replace("COUNT(*)", "SUM(hh_persons) // 2"), "整除"),
        (SOUND.replace("COUNT(*)", "MAX(hh_persons::BIGINT)"), "::"),
        (SOUND.replace("COUNT(*)", "MAX(hh_persons) + 1_000"), "下划线"),
        (SOUND.replace("GROUP BY hh_id", "GROUP BY ALL"), "ALL"),
        (SOUND.replace("COUNT(*)", "MAX(stat_month + INTERVAL 1 MONTH)"), "INTERVAL"),
        (SOUND.replace("COUNT(*)", "date_diff('day', MIN(stat_month), MAX(stat_month))"), "DATE_DIFF"),
        (SOUND.replace(" ORDER BY hh_id", ""), "ORDER BY"),
        ("SELECT hh_id, hh_persons * 2 AS twice FROM scoped.household_month WHERE twice > 4 ORDER BY hh_id", "twice"),
        ("SELECT hh_id FROM scoped.measure QUALIFY COUNT(*) OVER () > 1 ORDER BY hh_id", "QUALIFY"),
    ],
)  # fmt: skip
def test_the_lint_finds_what_another_engine_would_not_run(text: str, said: str) -> None:
    assert said in " ".join(portability.breaches(text))
