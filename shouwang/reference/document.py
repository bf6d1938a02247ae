"""``docs/indicators.md`` from the catalogue: ``python -m shouwang.reference.document`` prints it.

A test compares the file with this text, so the document cannot lag behind the catalogue.
"""

from __future__ import annotations

import sys

from shouwang.reference.indicators import Catalogue, Indicator, catalogue
from shouwang.schema import codes

DIRECTIONS = {"up": "越高越好", "down": "越低越好", "neutral": "无好坏"}
GRAINS = {"village": "县、乡镇、村", "township": "县、乡镇", "county": "县"}
DISCLOSURE = {"P": "法定统计数", "S": "敏感(别的乡镇的小数目隐藏)"}


def document(known: Catalogue) -> str:
    """Return the whole document in Markdown, ending in a line break."""
    computed = [one for one in known.bases if not one.needs]
    waiting = [one for one in known.bases if one.needs]
    figures = sum(one.available for one in known.indicators.values())
    lines = [
        "# 指标目录",
        "",
        "本文由 `data/reference/indicators.toml` 生成: `python -m shouwang.reference.document > docs/indicators.md`。",
        f"现有 {len(known.bases)} 个指标，其中 {len(computed)} 个可以算出(连同分项共 {figures} 个数),"
        f"{len(waiting)} 个还缺表。",
        "",
        "比例保存为 0 到 1，金额保存为元。没有报送的没有这一行(未报)，报送为零的是 0。分母为 0 的比例没有值。",
    ]
    for code, label in known.groups.items():
        members = [one for one in known.bases if one.group == code]
        if members:
            lines += ["", f"## {label}"]
            for one in members:
                lines += ["", *_card(one)]
    return "\n".join(lines) + "\n"


def _card(one: Indicator) -> list[str]:
    formula = one.numerator if not one.denominator else f"分子: {one.numerator}; 分母: {one.denominator}"
    facts = {
        "算法": formula,
        "不计入": one.excluded,
        "单位": one.unit,
        "层级": GRAINS[one.grain],
        "方向": DIRECTIONS[one.direction],
        "披露": DISCLOSURE[one.disclosure],
        "阈值": one.threshold,
        "分项": "、".join(f"`{split}`" for split in one.splits)
        + ("(只有分项有数)" if one.only_splits else ""),
        "成对": f"`{one.pair}`" if one.pair else "",
        "同数": f"`{one.same_as}`" if one.same_as else "",
        "依据": f"{one.source}({codes.CONFIDENCE[one.confidence]})",
        "暂缺": one.needs,
    }
    return [
        f"### {one.name} `{one.id}`",
        "",
        one.sentence,
        "",
        *(f"- {label}: {text}" for label, text in facts.items() if text),
    ]


if __name__ == "__main__":
    sys.stdout.write(document(catalogue()))
