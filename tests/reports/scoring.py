"""How figures are scored against the annotation of a report: by (indicator, place, value, unit), each annotated figure once.

The rule is that of the annotated reports' own description: values in base units, other names of the report's place are the same
place, what is annotated as neither right nor wrong costs nothing, what a careless reader takes is a trap.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from shouwang.reports import Figure

CORPUS = Path(__file__).parent / "corpus"
_SCALES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
_PIECES = "个座项家支所处条件口笔宗"


@dataclass
class Score:
    """``missed`` and ``wrong`` are told in words for the message of a failing test."""

    found: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    traps: list[str] = field(default_factory=list)

    def __add__(self, other: Score) -> Score:
        return Score(
            self.found + other.found,
            self.missed + other.missed,
            self.wrong + other.wrong,
            self.traps + other.traps,
        )

    @property
    def precision(self) -> float:
        return self.found / (self.found + len(self.wrong)) if self.found or self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.found / (self.found + len(self.missed)) if self.found or self.missed else 1.0


def names() -> list[str]:
    return sorted(path.stem for path in (CORPUS / "gold").glob("*.json"))


def text_of(name: str) -> str:
    return (CORPUS / "texts" / f"{name}.txt").read_text("utf-8")


def gold_of(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((CORPUS / "gold" / f"{name}.json").read_text("utf-8"))
    return found


def amount(indicator: str, value: object, unit: str) -> tuple[str, Decimal, str]:
    """Return an indicator's value in base units: 3.8万户 is 38000户, 条 and 项 are 个."""
    number = Decimal(str(value))
    if unit[:1] in _SCALES:
        number, unit = number * _SCALES[unit[0]], unit[1:] or "元"
    if unit in {"名", "位"}:
        unit = "人"
    if (unit and unit in _PIECES) or (indicator.startswith("toilet_") and unit == "户"):
        unit = "个"
    return indicator, number.normalize(), unit


def score(gold: dict[str, Any], figures: tuple[Figure, ...]) -> Score:
    """Return how the figures that were read compare with the annotated ones."""
    own = {gold["place"], *gold["place_aliases"], ""}
    wanted: dict[tuple[Any, ...], dict[str, Any]] = {}
    for item in gold["items"]:
        wanted.setdefault((*amount(item["indicator"], item["value"], item["unit"]), item["place"]), item)
    read = dict.fromkeys(
        (*amount(one.indicator, one.value, one.unit), gold["place"] if one.place in own else one.place)
        for one in figures
    )
    result, left = Score(), []
    for one in read:
        if wanted.pop(one, None) is not None:
            result.found += 1
        else:
            left.append(one)
    for one in left:
        other = next(
            (
                key
                for key, item in wanted.items()
                if key[:3] == one[:3] and one[3] in item.get("place_alt", [])
            ),
            None,
        )
        if other is not None:
            del wanted[other]
            result.found += 1
        elif not _listed(one, gold["ignore"], own):
            result.wrong.append(" ".join(map(str, one)))
            if _listed(one, gold["traps"], own):
                result.traps.append(" ".join(map(str, one)))
    result.missed = [f"{' '.join(map(str, key))} «{item['quote']}»" for key, item in wanted.items()]
    return result


def _listed(one: tuple[Any, ...], entries: list[dict[str, Any]], own: set[str]) -> bool:
    return any(
        amount(entry["indicator"], entry["value"], entry["unit"]) == one[:3]
        and (entry["place"] == one[3] or entry["place"] in own)
        for entry in entries
    )
