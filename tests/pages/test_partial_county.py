"""A county's figure says how many townships it holds, and months of different townships are not compared."""

from __future__ import annotations

from dataclasses import replace

from shouwang.reference import catalogue
from shouwang.ui.cards import Card, Towns, _honest

CARD = Card(catalogue()["monitored_hh_active"], "33户109人", "▲ 比10月上升3户", "flat", "", (30.0, 33.0))


def test_a_whole_county_is_shown_as_it_is() -> None:
    assert _honest(CARD, Towns(18, 18, 18, 18)) == CARD
    assert _honest(CARD, None) == CARD


def test_a_part_of_the_county_is_called_so() -> None:
    assert _honest(CARD, Towns(1, 1, 1, 18)).base == "只含已报的1个乡镇"
    assert (
        _honest(replace(CARD, base="12户 / 45户"), Towns(17, 17, 17, 18)).base
        == "只含已报的17个乡镇 12户 / 45户"
    )


def test_months_of_different_townships_are_not_compared() -> None:
    assert _honest(CARD, Towns(17, 18, 17, 18)).change == "两个月报送的乡镇不同,不比较"
    assert _honest(CARD, Towns(17, 17, 16, 18)).change == "两个月报送的乡镇不同,不比较"
    assert _honest(CARD, Towns(17, 17, 17, 18)).change == CARD.change
