"""What a quantity is about: topics with the words that stand before and behind them (``report_vocabulary.toml``)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from shouwang.config import REFERENCE
from shouwang.errors import ConfigError

FILE = "report_vocabulary.toml"
INDICATORS = "report_indicators.csv"
NEAREST = 14  # signs between a word and its number beyond which the word is not the number's
_FILLER = re.compile(
    r"(?:共有?|合计|总计|累计|分别|达到?|为|是|有|了|约|近|已|的|计|:|、|\s|数|总|现|完成|发放|资金|金额)+$"
)
# After a cue only these may stand before its number, else the cue costs by distance.
_COMMA, _PAUSE = 3.0, 2.5
LEAST = 1.0


@dataclass(frozen=True)
class Topic:
    """``units``: kind of quantity -> indicator; ``none`` for a kind that is nothing of the vocabulary."""

    id: str
    weight: float
    left: tuple[re.Pattern[str], ...]
    right: tuple[re.Pattern[str], ...]
    never: re.Pattern[str] | None
    units: Mapping[str, str]
    nearest: int = NEAREST
    needs: re.Pattern[str] | None = None


@dataclass(frozen=True)
class Named:
    """An indicator of reports: its name and its unit."""

    name: str
    unit: str


@lru_cache(maxsize=2)
def indicators(folder: Path = REFERENCE) -> Mapping[str, Named]:
    """Return id -> name and unit of every indicator that a report's figure may be.

    Raises:
        ConfigError: the file is missing, or a line of it is wrong (the line is named).
    """
    path = folder / INDICATORS
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise ConfigError(f"报告指标表 {INDICATORS} 读不出来: {fault}") from fault
    found: dict[str, Named] = {}
    for number, line in enumerate(lines, 1):
        if not line or line.startswith("#") or line == "id,name,unit":
            continue
        cells = line.split(",")
        if len(cells) != 3 or not all(cells) or cells[0] in found:
            raise ConfigError(
                f"{INDICATORS} 第{number}行: 应为 编号,名称,单位，编号不能重复，现为“{line[:40]}”。"
            )
        found[cells[0]] = Named(cells[1], cells[2])
    return found


@lru_cache(maxsize=2)
def topics(folder: Path = REFERENCE) -> tuple[Topic, ...]:
    """Return the topics in the order of the file.

    Raises:
        ConfigError: the file is missing, or an entry of it is wrong (the topic is named).
    """
    path = folder / FILE
    try:
        entries = tomllib.loads(path.read_text("utf-8")).get("topic", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise ConfigError(f"报告词表 {FILE} 读不出来: {fault}") from fault
    return tuple(_topic(entry) for entry in entries)


def _topic(entry: Mapping[str, Any]) -> Topic:
    name = entry.get("id", "?")
    strange = set(entry) - {"id", "weight", "left", "right", "never", "needs", "units", "nearest"}
    if strange or not entry.get("units"):
        raise ConfigError(f"{FILE} 的话题 {name}: 不认识 {sorted(strange)}，或没有 units。")
    try:
        never = entry.get("never")
        return Topic(
            name,
            float(entry.get("weight", 0)),
            tuple(re.compile(one) for one in entry.get("left", [])),
            tuple(re.compile(one) for one in entry.get("right", [])),
            re.compile("|".join(never)) if never else None,
            dict(entry["units"]),
            int(entry.get("nearest", NEAREST)),
            re.compile("|".join(entry["needs"])) if "needs" in entry else None,
        )
    except re.error as fault:
        raise ConfigError(f"{FILE} 的话题 {name}: 正则写错了: {fault}") from fault


def score(topic: Topic, left: str, right: str, clause: str, said: str = "") -> float | None:
    """Return how well the words around a number speak for a topic; None where they do not.

    Args:
        left: what stands before the number, back to the number before it.
        right: what stands behind it, up to the end of the clause.
        clause: the clause of the number, for ``never``.
        said: the sentence up to the number, for ``needs``.
    """
    if topic.never is not None and topic.never.search(clause):
        return None
    if topic.needs is not None and not topic.needs.search(said + left + clause):
        return None
    found = [value for pattern in topic.left if (value := _before(pattern, left, topic.nearest)) is not None]
    found += [value for pattern in topic.right if (value := _behind(pattern, right)) is not None]
    return topic.weight + max(found) if found else None


def _before(pattern: re.Pattern[str], left: str, nearest: int) -> float | None:
    last = None
    for match in pattern.finditer(left):
        if match.end() > match.start() or match.end() == len(left):
            last = match
    if last is None:
        return None
    between = left[last.end() :]
    commas = between.count(",")
    gap = len(_FILLER.sub("", between.replace(",", "").replace("、", "")))
    if gap > nearest or commas > 2:
        return None
    return (
        min(last.end() - last.start(), 8) * 0.4 - gap * 0.5 - commas * _COMMA - between.count("、") * _PAUSE
    )


def _behind(pattern: re.Pattern[str], right: str) -> float | None:
    bare = right.lstrip('的了 "')
    match = pattern.match(bare)
    if match is None or match.end() == match.start():
        return None
    return min(match.end() - match.start(), 8) * 0.4
