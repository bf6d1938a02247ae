"""Every word on the screen, in one catalogue: ``zh/<subject>.toml``, keys ``subject.thing``.

A page asks ``t("funds.title")`` and gives the blanks by name: ``t("bar.month", month="2023年11月")``.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

from shouwang.errors import ConfigError

FOLDER = Path(__file__).parent / "zh"


@lru_cache(maxsize=1)
def catalogue() -> dict[str, str]:
    """Return every phrase by its full key; a file ``funds.toml`` gives the keys ``funds.*``."""
    phrases: dict[str, str] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        try:
            entries = tomllib.loads(path.read_text("utf-8"))
        except tomllib.TOMLDecodeError as fault:
            raise ConfigError(f"词表 {path.name} 读不出来: {fault}") from fault
        for key, phrase in entries.items():
            if not isinstance(phrase, str):
                raise ConfigError(f"词表 {path.name} 的“{key}”应为一句话。")
            phrases[f"{path.stem}.{key}"] = phrase
    return phrases


def t(key: str, **blanks: object) -> str:
    """Return the phrase of ``key`` with its blanks filled.

    Raises:
        ConfigError: the key is not in the catalogue, or a blank is missing.
    """
    try:
        return catalogue()[key].format(**blanks) if blanks else catalogue()[key]
    except KeyError as fault:
        raise ConfigError(f"词表里没有“{key}”，或这句话缺少空格里的值 {fault}。") from fault
