"""Verdicts: does a report agree with itself? Arithmetic by identities of the field, each with its sum worked out.

Six verdicts: 相符 (it ties), 不符 (it cannot be), 两说 (one quantity, two values), 基数未明 (a rate whose base is not said, a change
whose subject is not said), 未列全 (parts do not cover the whole, nothing says they should), 无法核对 (unreadable, unfilled, no base).
A false accusation is worse than a miss: 不符 is only said where parts are all there by definition or by the text's own words.
Source of the identities: domain dictionary 5.7 and 6.3; of the verdicts: features 3.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, pairwise

from shouwang.reports.figures import Figure, Report
from shouwang.reports.text import plain, sentences, without_metadata

TIES, FAILS, TWO, BASE, PARTIAL, OPEN = "相符", "不符", "两说", "基数未明", "未列全", "无法核对"
VERDICTS = (TIES, FAILS, TWO, BASE, PARTIAL, OPEN)
_KINDS = ("unstable", "marginal", "sudden")
_STATUSES = ("", "_unelim", "_elim", "_new", "_elimp")
_SCALE = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
SINGLE = re.compile(
    r"(?:mon(?:_(?:unstable|marginal|sudden))?(?:_(?:unelim|elim|new|elimp))?|exited|exited_stable|poor|poor_remaining|screen|pop)_(?:hh|pp)"
    r"|emp_pp|village_count|loan_balance|fund_progress"
)
NAMES = {
    "mon": "监测对象", "mon_unelim": "未消除风险", "mon_elim": "已消除风险", "mon_new": "新识别", "mon_elimp": "本期消除风险", "exited": "脱贫户", "screen": "排查",
    "exited_stable": "稳定脱贫户", "emp": "务工", "asset": "资产", "poor": "贫困户",
}  # fmt: skip


@dataclass(frozen=True)
class Verdict:
    """One claim or group of claims: ``sentence`` shows the sum, ``figures`` are the places in the text."""

    verdict: str
    rule: str
    sentence: str
    figures: tuple[Figure, ...] = ()
    start: int = 0
    end: int = 0


def check_report(text: str, report: Report) -> tuple[Verdict, ...]:
    """Return every verdict on a report, in the order of the text.

    Args:
        text: the text that ``report`` was read from.
    """
    items = report.items
    found: list[Verdict] = []
    for make in (
        _parts,
        _brackets,
        _announced,
        _flows,
        _pairs,
        _stocks,
        _stable,
        _two_values,
        _screened,
        _ratios,
        _subjects,
    ):
        found += make(items)
    found += _unreadable(text, items)
    found += _structure(text, report)
    return tuple(
        sorted(_unrepeated(found), key=lambda one: (_start(one), VERDICTS.index(one.verdict), one.rule))
    )


def _start(one: Verdict) -> int:
    return min((figure.number_start for figure in one.figures), default=one.start)


def _unrepeated(found: Iterable[Verdict]) -> Iterator[Verdict]:
    """Leave out what says the same of the same figures twice."""
    seen: set[tuple[object, ...]] = set()
    for one in found:
        key = (one.verdict, frozenset(figure.number_start for figure in one.figures) or one.start)
        if key not in seen:
            seen.add(key)
            yield one


# -- sums -----------------------------------------------------------------------------------------------------------


def worth(figure: Figure) -> Decimal:
    """Return a figure in base units (元, 户, 人)."""
    value = Decimal(str(figure.value))
    return value * _SCALE.get(figure.unit[:1], Decimal(1))


def said(value: Decimal, unit: str) -> str:
    """Return a value in base units as the unit of the text has it, without a tail of zeros."""
    shown = value / _SCALE.get(unit[:1], Decimal(1))
    return f"{shown.normalize():f}"


def _sum(whole: Figure, parts: Sequence[Figure], rule: str, *, exhaustive: bool) -> Verdict:
    total, printed = sum((worth(one) for one in parts), Decimal(0)), worth(whole)
    unit = whole.unit
    left = " + ".join(said(worth(one), unit) for one in parts)
    if total == printed:
        return Verdict(
            TIES,
            rule,
            f"{left} = {said(total, unit)}，与报告写的 {said(printed, unit)}{unit} 相符。",
            (whole, *parts),
        )
    apart = abs(total - printed)
    told = f"{left} = {said(total, unit)}，报告写 {said(printed, unit)}，相差 {said(apart, unit)}{unit}。"
    if exhaustive or total > printed:
        return Verdict(FAILS, rule, told, (whole, *parts))
    return Verdict(PARTIAL, rule, f"{told}没有列出的有 {said(apart, unit)}{unit}。", (whole, *parts))


def _near(items: Sequence[Figure], whole: Figure, names: Sequence[str]) -> list[list[Figure]]:
    """Return the parts that stand with a whole: for each, those of its names in its sentence or the next, one of each."""
    place = [one for one in items if one.place == whole.place and one.sentence >= whole.sentence]
    groups = [
        list(group)
        for _, group in groupby(sorted(place, key=lambda one: one.sentence), key=lambda one: one.sentence)
    ]
    found = []
    for group in groups[:2]:
        parts = [
            next(
                (
                    one
                    for one in group
                    if one.indicator == name
                    and one is not whole
                    and one.number_start > whole.number_start - 80
                ),
                None,
            )
            for name in names
        ]
        held = [one for one in parts if one is not None]
        if held:
            found.append(held)
    return found


def _identities() -> Iterator[tuple[str, tuple[str, ...], str, bool]]:
    """Yield (whole, parts, rule, whether the parts are all there are)."""
    for unit in ("hh", "pp"):
        for status in _STATUSES:
            parts = tuple(f"mon_{kind}{status}_{unit}" for kind in _KINDS)
            yield f"mon{status}_{unit}", parts, "三类对象之和等于合计", True
        for kind in ("", *(f"_{one}" for one in _KINDS)):
            whole = f"mon{kind}_{unit}"
            yield (
                whole,
                (f"mon{kind}_unelim_{unit}", f"mon{kind}_elim_{unit}"),
                "未消除与已消除之和等于合计",
                True,
            )
        yield (
            f"exited_{unit}",
            (f"exited_dibao_{unit}", f"exited_tekun_{unit}", f"exited_general_{unit}"),
            "脱贫户分项之和等于合计",
            True,
        )
        yield (
            f"poor_{unit}",
            (f"poor_dibao_{unit}", f"poor_tekun_{unit}", f"poor_general_{unit}"),
            "贫困户分项之和等于合计",
            True,
        )
    yield (
        "screen_hh",
        ("screen_general_hh", "screen_exited_hh", "screen_mon_hh"),
        "排查的三类农户之和等于排查总户数",
        True,
    )
    yield "emp_pp", ("emp_exited_pp", "emp_mon_pp"), "脱贫人口与监测对象务工之和等于务工合计", True
    for far in (
        ("emp_in_prov_out_city_pp", "emp_in_city_pp"), ("emp_in_prov_out_county_pp", "emp_in_county_pp"),
        ("emp_in_prov_out_city_pp", "emp_in_city_out_county_pp", "emp_in_county_pp"),
    ):  # fmt: skip
        yield "emp_pp", ("emp_out_prov_pp", *far), "各去向之和等于务工合计", True
    for what in ("count", "value"):
        yield (
            f"asset_{what}",
            (f"asset_op_{what}", f"asset_pub_{what}", f"asset_tohh_{what}"),
            "各类资产之和等于合计",
            True,
        )
        yield (
            f"asset_{what}",
            tuple(f"asset_lv_{one}_{what}" for one in ("county", "town", "village", "house")),
            "各级资产之和等于合计",
            True,
        )
    types = ("industry", "infra", "emp", "edu", "fin", "subsidy", "other")
    yield "proj_count", tuple(f"proj_{one}_count" for one in types), "各类项目之和等于合计", False
    for whole in ("fund_amount", "proj_amount"):
        yield whole, tuple(f"proj_{one}_amount" for one in types), "各类项目资金之和等于合计", False


_LEAST = {
    "各类资产之和等于合计": 2,
    "各类项目之和等于合计": 2,
    "各类项目资金之和等于合计": 3,
    "各级资产之和等于合计": 2,
}


def _parts(items: Sequence[Figure]) -> Iterator[Verdict]:
    """Check the wholes whose parts the field knows."""
    for whole_name, names, rule, exhaustive in _identities():
        for whole in (one for one in items if one.indicator == whole_name):
            best: Verdict | None = None
            for parts in _near(items, whole, names):
                if len(parts) < _LEAST.get(rule, len(names)):
                    continue
                parts = sorted(parts, key=lambda one: one.number_start)
                all_there = exhaustive or any("_other_" in one.indicator for one in parts)
                told = _sum(whole, parts, rule, exhaustive=all_there)
                if best is None or told.verdict == TIES:
                    best = told
            if best is not None and not (best.verdict == PARTIAL and rule == "各类项目资金之和等于合计"):
                yield best


def _brackets(items: Sequence[Figure]) -> Iterator[Verdict]:
    """Check a figure against the figures of its own kind in the bracket beside it: 304户(第一批227户,第二批77户)."""
    for (indicator, opened), group in groupby(
        sorted((one for one in items if one.opened >= 0), key=lambda one: (one.indicator, one.opened)),
        key=lambda one: (one.indicator, one.opened),
    ):
        parts = sorted(group, key=lambda one: one.number_start)
        if len(parts) < 2:
            continue
        outside = [
            one
            for one in items
            if one.indicator == indicator and one.opened < 0 and one.sentence == parts[0].sentence
        ]
        before = [one for one in outside if one.number_end <= opened and opened - one.number_end <= 40]
        behind = [one for one in outside if one.number_start > parts[-1].number_end]
        whole = before[-1] if before else (behind[0] if behind else None)
        if whole is not None:
            yield _sum(whole, parts, "括号里的分项之和等于合计", exhaustive="其中" not in parts[0].words)


def _announced(items: Sequence[Figure]) -> Iterator[Verdict]:
    """Check money by project where the text says how many projects there are, and lists as many amounts."""
    for count in (one for one in items if one.indicator == "proj_count"):
        money = [one for one in items if one.indicator == "fund_amount" and one.sentence == count.sentence]
        parts = [one for one in money if one.number_start < count.number_start]
        wholes = [one for one in money if one.number_start > count.number_start]
        if wholes and len(parts) >= 2 and len(parts) == count.value:
            yield _sum(wholes[0], parts, "各项目资金之和等于合计", exhaustive=True)


def _flows(items: Sequence[Figure]) -> Iterator[Verdict]:
    """Check what a year brought against its months: they may be fewer, never more."""
    for whole in (one for one in items if re.fullmatch(r"\d{4}", one.period) and "_new_" in one.indicator):
        parts = [
            one for one in items
            if one.indicator == whole.indicator and one.place == whole.place and re.fullmatch(rf"{whole.period}-\d\d", one.period)
        ]  # fmt: skip
        if parts:
            yield _sum(whole, parts, "各月新增之和不超过全年新增", exhaustive=False)


def _pairs(items: Sequence[Figure]) -> Iterator[Verdict]:
    """Check that a number of persons is not below its number of households."""
    for first, second in pairwise(items):
        together = first.indicator.endswith("_hh") and second.indicator == first.indicator[:-2] + "pp"
        if together and second.number_start - first.number_end <= 3 and worth(second) < worth(first):
            told = f"{said(worth(first), '户')}户只有{said(worth(second), '人')}人，人数少于户数。"
            yield Verdict(FAILS, "人数不少于户数", told, (first, second))


def _stocks(items: Sequence[Figure]) -> Iterator[Verdict]:
    """Check that what came or was cleared in the period is not more than there is in all."""
    for unit, word in (("hh", "户"), ("pp", "人")):
        for flow, stock, rule in (
            (f"mon_new_{unit}", f"mon_{unit}", "新识别不超过在册总数"), (f"mon_elimp_{unit}", f"mon_elim_{unit}", "本期消除不超过累计消除")
        ):  # fmt: skip
            wholes = [one for one in items if one.indicator == stock]
            for part in (one for one in items if one.indicator == flow):
                same = [one for one in wholes if one.place == part.place]
                if same and all(worth(part) > worth(one) for one in same):
                    told = f"{said(worth(part), word)}{word}超过{said(worth(same[0]), word)}{word}，相差 {said(worth(part) - worth(same[0]), word)}{word}。"
                    yield Verdict(FAILS, rule, told, (part, same[0]))


def _stable(items: Sequence[Figure]) -> Iterator[Verdict]:
    """Check alleviated less stable households: 脱贫不稳定户 are among them, others may be too."""
    told: list[tuple[str, str, tuple[Figure, ...]]] = []
    for unit, word in (("hh", "户"), ("pp", "人")):
        held = [
            next((one for one in items if one.indicator == name), None)
            for name in (f"exited_{unit}", f"exited_stable_{unit}", f"mon_unstable_{unit}")
        ]
        whole, stable, unstable = held
        if whole is None or stable is None or unstable is None:
            continue
        gap = worth(whole) - worth(stable)
        sum_told = f"{said(worth(whole), word)} - {said(worth(stable), word)} = {said(gap, word)}{word}"
        rest = gap - worth(unstable)
        verdict = TIES if rest == 0 else PARTIAL if rest > 0 else FAILS
        words = f"{sum_told}，其中脱贫不稳定户 {said(worth(unstable), word)}{word}"
        words += (
            "，相符"
            if rest == 0
            else f"，还有 {said(rest, word)}{word}没有列明"
            if rest > 0
            else f"，多出 {said(-rest, word)}{word}"
        )
        told.append((verdict, words, (whole, stable, unstable)))
    for verdict, group in groupby(told, key=lambda one: one[0]):
        members = list(group)
        figures = tuple(figure for _, _, some in members for figure in some)
        yield Verdict(
            verdict,
            "脱贫户等于稳定脱贫户加脱贫户中的监测户",
            "；".join(words for _, words, _ in members) + "。",
            figures,
        )


# -- two values ------------------------------------------------------------------------------------------------------


def _two_values(items: Sequence[Figure]) -> Iterator[Verdict]:
    """Find one quantity with two values: the same indicator, place and period, in different sentences."""
    stable = {worth(one) for one in items if one.indicator.startswith("exited_stable")}
    groups: dict[tuple[str, str, str, str], list[Figure]] = {}
    for one in items:
        if SINGLE.fullmatch(one.indicator) and not (
            one.indicator.startswith("exited_") and worth(one) in stable and "stable" not in one.indicator
        ):
            groups.setdefault((one.indicator, one.place, one.period, one.qualifier), []).append(one)
    for group in groups.values():
        values = {worth(one) for one in group}
        if (
            len(values) < 2
            or len({one.sentence for one in group}) < 2
            or len({_around_new(one) for one in group}) > 1
        ):
            continue
        told = "、".join(f"“{one.quote}”" for one in group)
        yield Verdict(
            TWO,
            "同一个数在报告里有两个值",
            f"同一指标、同一时期写了不同的数: {told}。请说明各是什么口径、什么时段。",
            tuple(group),
        )


def _around_new(one: Figure) -> str:
    """A list by township gives each its own value."""
    return one.place


def _screened(items: Sequence[Figure]) -> Iterator[Verdict]:
    """Compare who was screened with who is on the books: of one date they are the same households."""
    for part, names in (
        ("screen_exited_hh", ("exited_hh", "exited_stable_hh")),
        ("screen_mon_hh", ("mon_hh", "mon_unelim_hh")),
    ):
        for one in (figure for figure in items if figure.indicator == part):
            others = [figure for figure in items if figure.indicator in names and figure.place == one.place]
            if others and all(worth(figure) != worth(one) for figure in others):
                shown = "、".join(f"{said(worth(figure), '户')}户" for figure in dict.fromkeys(others))
                told = f"排查写 {said(worth(one), '户')}户，在册写 {shown}，不是同一个数。请说明时点和口径。"
                yield Verdict(TWO, "排查的户数与在册的户数", told, (one, *others[:2]))


def _subjects(items: Sequence[Figure]) -> Iterator[Verdict]:
    """Find natural changes with two values and no word of whom."""
    for name in ("natural_inc_pp", "natural_dec_pp", "natural_dec_hh", "natural_inc_hh"):
        group = [one for one in items if one.indicator.endswith(name)]
        unsaid = [one for one in group if not re.search(r"脱贫|监测|三类", one.words)]
        if len({worth(one) for one in unsaid}) > 1:
            told = "、".join(f"“{one.quote}”" for one in unsaid)
            yield Verdict(
                BASE,
                "自然增减要写明是谁的",
                f"自然增减写了不同的数，没有写明是脱贫人口还是监测对象: {told}。",
                tuple(unsaid),
            )


# -- ratios ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Ratio:
    rate: str
    part: tuple[str, ...]
    whole: tuple[str, ...]
    rule: str


_RATIOS = (
    _Ratio("fund_progress", ("fund_spent",), ("fund_amount", "proj_amount"), "支出进度等于支出除以资金"),
    _Ratio("med_ratio", ("med_reimb",), ("med_cost",), "报销比例等于报销除以费用"),
    _Ratio(
        "mon_elim_rate", ("mon_elim_hh", "mon_elim_pp"), ("mon_hh", "mon_pp"), "风险消除率等于已消除除以总数"
    ),
    _Ratio("proj_start_rate", ("proj_started_count",), ("proj_count",), "开工率等于开工除以项目数"),
    *(
        _Ratio(
            f"proj_{kind}_share",
            (f"proj_{kind}_amount",),
            ("fund_amount", "proj_amount"),
            "占比等于分项资金除以合计",
        )
        for kind in ("industry", "infra", "emp", "edu", "fin", "subsidy", "other")
    ),
    _Ratio("poor_rate", ("poor_remaining_pp", "poor_pp"), ("pop_pp",), "贫困发生率等于贫困人口除以农业人口"),
)


def _ratios(items: Sequence[Figure]) -> Iterator[Verdict]:
    """Compute every printed ratio again from figures of the text; where none gives it, its base is not said."""
    for ratio in _RATIOS:
        for rate in (one for one in items if one.indicator == ratio.rate):
            yield from _ratio(rate, ratio, items)
    for rate in (one for one in items if one.indicator == "emp_target_rate"):
        yield from _explicit(rate, items)
    for rate in (one for one in items if one.indicator in {"ins_rate", "water_rate", "doctor_sign_rate"}):
        yield Verdict(OPEN, "比率要写明分子和分母", f"“{rate.quote}”没有写出分子和分母，算不出来。", (rate,))


def _ratio(rate: Figure, ratio: _Ratio, items: Sequence[Figure]) -> Iterator[Verdict]:
    tried: list[tuple[Decimal, Figure, Figure]] = []
    for part, whole in (
        zip(ratio.part, ratio.whole, strict=False)
        if len(ratio.part) == len(ratio.whole) == 2
        else _cross(ratio)
    ):
        for top in (one for one in items if one.indicator == part and one.place == rate.place):
            for base in (
                one for one in items if one.indicator == whole and one.place == rate.place and worth(one)
            ):
                tried.append((worth(top) / worth(base) * 100, top, base))
    hits = [one for one in tried if _same(one[0], rate)]
    if hits:
        value, top, base = hits[0]
        yield Verdict(
            TIES,
            ratio.rule,
            f"{_division(top, base)} = {_percent(value, rate)}%，与报告写的 {rate.value}% 相符。",
            (rate, top, base),
        )
        return
    if rate.value == 0:
        return
    if not tried:
        yield Verdict(
            OPEN if rate.value == 100 else BASE,
            "比率要写明分子和分母",
            f"{rate.value}% 没有写出分子和分母，算不出来。",
            (rate,),
        )
        return
    value, top, base = min(tried, key=lambda one: abs(one[0] - Decimal(str(rate.value))))
    told = f"按报告里的数 {_division(top, base)} = {_percent(value, rate)}%，报告写 {rate.value}%，要另有分母才能得到。请写明分母。"
    yield Verdict(BASE, ratio.rule, told, (rate, top, base))


def _cross(ratio: _Ratio) -> Iterator[tuple[str, str]]:
    return ((part, whole) for part in ratio.part for whole in ratio.whole)


def _explicit(rate: Figure, items: Sequence[Figure]) -> Iterator[Verdict]:
    """Check 422人,占2019年底383人的110.18%: the base stands right before the rate."""
    before = [
        one
        for one in items
        if one.indicator == "emp_pp"
        and one.sentence == rate.sentence
        and one.number_start < rate.number_start
    ]
    if len(before) < 2 or rate.number_start - before[-1].number_end > 4 or not worth(before[-1]):
        return
    top, base = before[-2], before[-1]
    value = worth(top) / worth(base) * 100
    told = f"{_division(top, base)} = {_percent(value, rate)}%"
    if _same(value, rate):
        yield Verdict(
            TIES, "完成率等于本期除以基数", f"{told}，与报告写的 {rate.value}% 相符。", (rate, top, base)
        )
    else:
        yield Verdict(FAILS, "完成率等于本期除以基数", f"{told}，报告写 {rate.value}%。", (rate, top, base))


def _same(value: Decimal, rate: Figure) -> bool:
    """Say whether a ratio rounds (or is cut) to what was printed."""
    printed = Decimal(str(rate.value))
    step = (
        Decimal(1).scaleb(int(printed.as_tuple().exponent)) if isinstance(rate.value, float) else Decimal(1)
    )
    return abs(value - printed) <= step / 2 or printed <= value < printed + step


def _percent(value: Decimal, rate: Figure) -> str:
    digits = max(2, -int(Decimal(str(rate.value)).as_tuple().exponent))
    return f"{value:.{digits}f}"


def _division(top: Figure, base: Figure) -> str:
    unit = top.unit
    return f"{said(worth(top), unit)} ÷ {said(worth(base), unit)}"


# -- what cannot be read ---------------------------------------------------------------------------------------------

_LOST = re.compile(
    r"(?:奖补|补贴|补助|资金|脱贫户|监测户|贫困户|低保户?)[^,。;0-9]{0,4}(\d{5,})(?![\d.]|\s*(?:万|亿)?[元户人个%])"
)
_GLUED = re.compile(r"户(?:共|有)?(\d{6,}|\d{1,3},\d{3})人")
_UNFILLED = re.compile(r"(?<![a-zA-Z])[xX×*＊○]{1,4}\s?(?:万余?|余)?(?:户|人|个|元|万元|名|项|条|%|平方公里)")


def _unreadable(text: str, items: Sequence[Figure]) -> Iterator[Verdict]:
    """Find numbers that lost a unit or a sign in print, and blanks that nobody filled."""
    body = plain(without_metadata(text))
    for pattern, rule, told in (
        (_LOST, "数字要有单位", "“{quote}”没有单位，数字可能粘连，读不出来。"),
        (_GLUED, "户数和人数不能粘连", "“{quote}”户数和人数粘在一起，读不出来。"),
        (_UNFILLED, "占位符要填写", "“{quote}”没有填写。"),
    ):
        for match in pattern.finditer(body):
            quote = text[match.start() : match.end()]
            yield Verdict(OPEN, rule, told.format(quote=quote), (), match.start(), match.end())


# -- structure -------------------------------------------------------------------------------------------------------

_NUMBERED = re.compile(
    r"(?m)^\s*(?:\(?([一二三四五六七八九十]{1,3})\)|([一二三四五六七八九十]{1,3})、|(\d{1,2})[.、])"
)
_ORDER = {sign: place for place, sign in enumerate("一二三四五六七八九十", 1)}


def _structure(text: str, report: Report) -> Iterator[Verdict]:
    """Find gaps in the numbering, periods beyond the day of the report, and stocks without the split they need."""
    body = plain(without_metadata(text))
    yield from _gaps(text, body)
    yield from _beyond(text, body)
    stock = next((one for one in report.items if one.indicator == "mon_hh"), None)
    names = {one.indicator for one in report.items}
    if stock is not None and not names & {f"mon_{kind}_hh" for kind in _KINDS} | names & {
        "mon_unelim_hh",
        "mon_elim_hh",
    }:
        told = f"“{stock.quote}”没有按三类对象分，也没有写未消除和已消除各多少。"
        yield Verdict(PARTIAL, "监测对象要按类别和风险状态分列", told, (stock,))
    yield from _ceiling(report.items)


def _gaps(text: str, body: str) -> Iterator[Verdict]:
    last: dict[int, int] = {}
    for match in _NUMBERED.finditer(body):
        style = next(place for place in (1, 2, 3) if match[place])
        number = int(match[3]) if style == 3 else _chinese(match[style])
        before = last.get(style, 0)
        if style > 0 and number > before + 1 and before > 0:
            quote = text[match.start() : match.end()].strip()
            told = (
                f"序号从第{before}到第{number}，中间缺了{number - before - 1}个(“{quote}”)，可能有段落遗漏。"
            )
            yield Verdict(OPEN, "序号要连续", told, (), match.start(), match.end())
        last[style] = number
        for other in range(style + 1 if style != 2 else 1, 4):
            if style == 2 and other != 2:
                last.pop(other, None)


def _chinese(signs: str) -> int:
    if signs == "十":
        return 10
    if signs.startswith("十"):
        return 10 + _ORDER[signs[1]]
    if len(signs) == 2 and signs.endswith("十"):
        return 10 * _ORDER[signs[0]]
    return _ORDER[signs[0]] if len(signs) == 1 else 10 * _ORDER[signs[0]] + _ORDER[signs[-1]]


_PUBLISHED = re.compile(r"(20\d\d)[-/年](\d{1,2})[-/月](\d{1,2})")
_SPAN = re.compile(r"(?:1|一)\s?[-—至到~]\s?(\d{1,2})月")


def _beyond(text: str, body: str) -> Iterator[Verdict]:
    """Find amounts of months that were not over on the day the report was published."""
    days = [(int(m[1]), int(m[2]), int(m[3])) for m in _PUBLISHED.finditer(text) if 1 <= int(m[2]) <= 12]
    if not days:
        return
    _, month, day = max(days)
    for match in _SPAN.finditer(body):
        until = int(match[1])
        if until > month or (until == month and day < 28):
            quote = text[match.start() : match.end()]
            told = (
                f"报告{month}月{day}日印发，写的是“{quote}”的数，时段还没有结束。请说明是预计还是截至哪一天。"
            )
            yield Verdict(BASE, "时段不晚于印发日期", told, (), match.start(), match.end())


def _ceiling(items: Sequence[Figure]) -> Iterator[Verdict]:
    """Find average loans above the subsidised ceiling of 50,000 yuan a household."""
    for count, money in (("loan_hh", "loan_balance"), ("loan_new_hh", "loan_new_amount")):
        hh = next((one for one in items if one.indicator == count), None)
        amount = next(
            (
                one
                for one in items
                if one.indicator == money and hh is not None and one.sentence == hh.sentence
            ),
            None,
        )
        if hh is not None and amount is not None and worth(hh) and worth(amount) / worth(hh) > 50_000:
            mean = worth(amount) / worth(hh) / 10_000
            told = f"{said(worth(amount), '万元')}万元 ÷ {said(worth(hh), '户')}户 = 户均{mean:.2f}万元，超过每户5万元的贴息上限；请分开贴息和不贴息的部分。"
            yield Verdict(BASE, "小额信贷户均不超过5万元", told, (hh, amount))


def sentence_around(text: str, place: int) -> tuple[int, int]:
    """Return where the sentence around a place begins and ends."""
    for one in sentences(plain(text)):
        if one.start <= place < one.end:
            return one.start, one.end
    return place, place
