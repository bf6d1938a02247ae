"""Which place a report is about, and which place a figure names."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

_LEVELS = {"镇": "镇", "乡": "乡", "街道": "街道", "县": "县", "区": "区", "市": "市", "村": "村", "州": "州"}
_OURS = re.compile(r"(?:我|全|本)(镇|乡|街道|县|区|市|村|州)")
_NAME = re.compile(r"[\u4e00-\u9fa5]{1,7}?(?:镇|乡|街道|县|区|市)")
_BEGIN = re.compile(
    r"^(?:.*[省州盟市县区:|>、和在为将对向于以由的至《（(\s\d])?([\u4e00-\u9fa5]{1,5}(?:街道|镇|乡|县|区|市))$"
)
_FEEDBACK = re.compile(r"反馈(?:给|我)?([\u4e00-\u9fa5]{2,4}(?:省|市|县|区|自治区))(?!后|考核)")
_WHOLE = re.compile(r"[全我本](国|省|市|州|县|区|镇|乡|街道|村)(?!域|面|力)")
_RANKS = ("村", "乡", "镇", "街道", "县", "区", "市", "州", "省", "国")
_NO_NAMES = ("全镇", "我镇", "全乡", "我乡", "全县", "全市", "全区", "我县", "本镇", "各镇", "各乡", "乡镇", "社区", "小区", "地区", "山区", "片区", "城镇", "集镇", "城乡", "下乡", "家乡", "景区", "园区", "库区", "校区", "辖区", "镇区", "超市", "城市", "上市", "农村", "省市", "灾区", "牧区", "边区", "厂区", "病区", "专区", "街镇")  # fmt: skip


@dataclass(frozen=True)
class Places:
    own: str
    above: dict[str, str]

    def of(self, before: str, left: str) -> str:
        """Return the place a figure is about: its own words', else the report's.

        Args:
            before: the sentence up to the number; left: the words that stand before the number alone.
        """
        whole = _WHOLE.findall(re.sub(r"《[^》]*》?", "", re.split(r"[;。]", left)[-1]))
        if whole and whole[-1] in _RANKS and _RANKS.index(whole[-1]) > _rank(self.own):
            return self.above.get(whole[-1], f"全{whole[-1]}")
        found = list(_FEEDBACK.finditer(left))
        if found and found[-1][1] != self.own:
            return found[-1][1]
        return self.own


def find_places(text: str) -> Places:
    """Return the place of a report: the one that its own level (我镇, 全县) and its title name most often."""
    names: Counter[str] = Counter()
    for match in _NAME.finditer(text):
        name = _cut(match[0], text, match.start())
        if name and not any(name.endswith(one) for one in _NO_NAMES):
            names[name] += 1
    ours = Counter(match[1] for match in _OURS.finditer(text))
    title = text.lstrip()[:160]
    ranked = sorted(names, key=lambda name: (-_worth(name, names, ours, title), len(name), name))
    own = ranked[0] if ranked else ""
    above = {name[-1]: name for name in reversed(ranked) if name[-1] in "县区市省" and name != own}
    return Places(own, above)


def _rank(name: str) -> int:
    if name.endswith("街道"):
        return _RANKS.index("街道")
    return _RANKS.index(name[-1]) if name and name[-1] in _RANKS else 0


def _worth(name: str, names: Counter[str], ours: Counter[str], title: str) -> float:
    suffix = "街道" if name.endswith("街道") else name[-1]
    low = {"镇": 3, "乡": 3, "街道": 3, "县": 2, "区": 2, "市": 1}.get(suffix, 0)
    longer = sum(count for other, count in names.items() if other != name and other.endswith(name))
    return names[name] + longer + 6 * min(ours[suffix], 3) + (5 if name in title else 0) + low


def _cut(found: str, text: str, start: int) -> str:
    """Return a name without the words before it: 关于大佛镇 is 大佛镇, 乐至县大佛镇 too."""
    for sign in ("省", "自治区", "州", "市", "县", "区"):
        head, mark, tail = found[:-1].rpartition(sign)
        if mark and len(tail) + 1 >= 2:
            found = tail + found[-1] if not found.endswith("街道") else tail.removesuffix("街") + "街道"
            break
    found = re.sub(
        r"^.*(?:关于|印发|根据|中共|位于|现就|推进|以及|发布机构|来源|对|在|将|为|至|与|和|由|到|向|按照|依托|地处|建设|等)",
        "",
        found,
    )
    return found if 2 <= len(found) <= 6 else ""
