"""Figures: every quantity of a report that the vocabulary knows, with its place and period.

A number takes its meaning from the words that stand nearest to it, else from the number before it (金额2.5万元), else from the
bracket or list that it stands in: a breakdown takes the status of what it breaks down.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from shouwang.reports import vocabulary
from shouwang.reports.periods import Periods, find_periods
from shouwang.reports.places import Places, find_places
from shouwang.reports.quantities import HOUSEHOLD, MONEY, PERCENT, PERSON, PIECE, Quantity, quantities
from shouwang.reports.text import Sentence, plain, sentences, without_metadata

CATEGORIES = {
    "unstable": re.compile(r"脱贫不稳定|脱贫监测户|不稳定脱贫|不稳定户"),
    "marginal": re.compile(r"边缘易致贫|边缘(?:户|人口)"),
    "sudden": re.compile(r"突发严重困难|突发困难|严重困难户"),
}
STATUSES = (
    ("proposed", re.compile(r"拟(?:新增|纳入|新纳入|新识别|识别|认定)")),
    ("unelim", re.compile(r"未消除|未标注消除|风险未(?:消除|解除)")),
    ("elim", re.compile(r"已(?:标注|稳定|成功|全部|累计)*消除|(?:含|其中|包括)[^,。;]{0,6}(?:风险)?消除|累计(?:已)?(?:标注)?消除|风险(?:均)?已(?:标注)?消除|消除风险的(?:监测)?户")),
    ("new", re.compile(r"新(?:识别|增|纳入|认定|确定|标注|确认|增加|发现)|(?:今年|本年|年内|当年|全年|期间|\d月)[^,。;]{0,6}(?:识别|纳入)|识别纳入|(?:核实|评议|比对)(?:后)?(?:属实)?(?:,)?(?:新)?纳入|经[^,。;]{0,8}纳入")),
    ("elimp", re.compile(r"消除(?:返贫致贫|返贫|致贫)?风险|风险消除|标注消除|消除(?:监测)?(?:户|对象)|消除")),
)  # fmt: skip
_FLOW = re.compile(
    r"今年|本年|年内|当年|上半年|下半年|季度|月份|期间|同期|本月|20\d\d年(?!底|末)|以来|新增|新识别"
)
_SKIPPED = re.compile(
    r"下一?步(?:的)?(?:工作)?(?:打算|安排|计划|思路|措施|重点)?|今后(?:的)?工作|工作(?:打算|计划|思路|安排)|存在(?:的)?(?:主要)?(?:问题|困难|不足)|目标任务|工作目标|指导思想"
)
_HEADING = re.compile(
    r"\s*(?:[一二三四五六七八九十]+[、.,]|第[一二三四五六七八九十]+部分|\d{4}年)?\s*([^,。;:]{2,24})[。:]?\s*$"
)
_TARGET = re.compile(
    r"要达到|力争|目标|不低于|不少于|确保|争取(?:实现|达到|在|到)|计划到|任务(?:数|为|是)?$|必须|应达|达标线"
)
_STANDARD = re.compile(
    r"每(?:户|人|生|月|年|学期|亩|个|名|日)[^,。;]{0,10}$|标准(?:为|是|提高到|达到?)?[^,。;]{0,6}$|监测线|监测范围|收入线|最高|上限|限额|人均[^,。;]{0,6}(?:增长|增收|增加)|注册资本"
)
_CLOSED = re.compile(
    r"^[^。;0-9]{0,40}?(?:全部|均|已)[^。;未0-9]{0,10}(?:整改|改完|销号|办结|完成)[^。;,0-9]{0,8}(?=[,。;)\n]|$)"
)
_WEAK = re.compile(
    r"^(?:[,、:;和及与共计有为约的了是\s\"]|其中|合计|总计|金额|资金|费用|共计|涉及|发放|兑现|兑付|投资|原值|资产原值|价值|资助|救助|支付|投入|补贴|补助|奖补|分别|另|人均|户均|总额|贷款|使用|落实|第[一二三四五六七八九十]批|(?:春|秋)季|每|安排|到位)*$"
)
_PLAN = re.compile(r"(?<!雨露)计划|预计|预设|预估|拟(?!纳入|新增)")
_TYPES = {
    "industry": "产业(?:发展|类|帮扶)?", "infra": "基础设施(?:建设|类)?|乡村建设(?:行动)?(?:\\([^()]*\\))?", "emp": "就业(?:帮扶)?", "edu": "教育(?:帮扶)?",
    "fin": "金融(?:帮扶)?", "subsidy": "补贴延续", "other": "其他|其它",
}  # fmt: skip
_TYPE = re.compile(
    "|".join(f"(?P<{name}>(?:{words})(?:类项目|类|项目|资金))" for name, words in _TYPES.items())
)
_TYPE_UNITS = {PIECE: "count", MONEY: "amount", PERCENT: "share"}
GIVES_WAY = {
    "exited",
    "mon",
    "poor",
    "exited_mon",
    "emp",
    "benefit",
}  # what a number after a post or a workshop is not
POPULATION = {"exited", "mon", "poor", "exited_mon", "exited_stable"}
_OTHER_HEADS = re.compile(
    r"[^,。;、0-9]{0,3}?(?:村|社区|部门|单位|乡镇|行业|小组|年度|年级|湾|档次|原则|机制|平台|阶段|环节)"
)
_PASSED = frozenset(
    {"年", "月", "日", "次", "期", "批", "届", "号", "天", "度", "个方面", "方面"}
)  # words between numbers, no numbers that end them
_PAIRS = {
    HOUSEHOLD: {PERSON, MONEY},
    PERSON: {MONEY, "人次"},
    "人次": {MONEY, PERSON},
    PIECE: {MONEY, PERCENT, HOUSEHOLD},
    MONEY: {PIECE, PERCENT},
}
_CHOSEN = re.compile(r"推荐|等次|评为|表彰")
_PLACE = re.compile(r"([\u4e00-\u9fa5]{1,5}(?:镇|乡|街道|村|社区|县|区))$")
_NOT_A_PLACE = re.compile(r"^[全我本各该]|贫困村|脱贫村|出列村|行政村|乡镇$|示范村|自然村|村级")
_VALUE = r"[,、]?(?:资产)?(?:原值|价值|总值|净值|金额)(?:为|共|计|达)*"
_ORDINARY = re.compile(r"(?:一般|普通|其他|其它|非贫困)(?:农户|户)")
_LOST_UNIT = re.compile(r"(?<![\d.年第〕-])(\d{1,3})(?=(?:个)?(?:具体|共性|突出)(?:问题))")
_BARE_RATE = re.compile(r"(?:贫困发生率|返贫率)[^,。;]{0,8}?(?:为|在)(?P<n>0)(?![\d.%])")


@dataclass(frozen=True)
class Figure:
    """One figure; ``quote`` is the text at [start, end).

    ``sentence`` and ``opened`` say where the sentence and the bracket around it begin (-1: none), ``words`` what stands before
    the number, for what compares figures.
    """

    indicator: str
    place: str
    period: str
    value: int | float
    unit: str
    quote: str
    qualifier: str
    start: int
    end: int
    number_start: int
    number_end: int
    sentence: int = 0
    opened: int = -1
    words: str = ""


@dataclass(frozen=True)
class Report:
    """What a text says: its place, its period and its figures in the order of the text."""

    place: str
    period: str
    items: tuple[Figure, ...]


@dataclass(frozen=True)
class _Read:
    """A quantity of a sentence with what it was taken to be."""

    quantity: Quantity
    left: str
    right: str
    clause: str
    level: int
    opened: int
    topic: str = ""
    units: tuple[tuple[str, str], ...] = ()
    category: str = ""
    status: str = ""
    qualifier: str = ""
    is_own: bool = False
    place: str = ""
    said: str = ""

    @property
    def indicator(self) -> str:
        return dict(self.units).get(self.quantity.kind, "")


def read_report(text: str) -> Report:
    """Return the figures of a report.

    Args:
        text: as it was read; lines that begin with ``# `` are remarks. Positions of the result are positions in it.
    """
    body = plain(without_metadata(text))
    places, periods = find_places(body), find_periods(body)
    items: list[Figure] = []
    skipping = False
    recent: list[_Read] = []
    for sentence in sentences(body):
        skipping = _skips(sentence.text, skipping)
        if skipping:
            continue
        reads = _read_sentence(sentence, recent)
        recent = reads or recent
        for read in reads:
            items += _figures(text, sentence, read, reads, places, periods)
    return Report(places.own, periods.own, tuple(_once(items)))


def _once(items: Sequence[Figure]) -> Iterator[Figure]:
    seen = set()
    for item in items:
        key = (item.indicator, item.number_start, item.value)
        if key not in seen:
            seen.add(key)
            yield item


def _skips(text: str, skipping: bool) -> bool:
    """Say whether a section is about what is to come, or what is wrong in general; a heading begins and ends one."""
    heading = _HEADING.match(text)
    if heading is None or len(text.strip()) > 30:
        return skipping
    if _SKIPPED.search(heading[1]):
        return True
    numbered = re.match(r"\s*[一二三四五六七八九十]+[、.,]", text)
    return skipping and not numbered


# -- a sentence -----------------------------------------------------------------------------------------------------


def _read_sentence(sentence: Sentence, recent: Sequence[_Read] = ()) -> list[_Read]:
    found = _with_lost_units(sentence.text, quantities(sentence.text))
    found = [one for one in found if not _is_line(sentence.text, one) and one.unit not in _PASSED]
    reads: list[_Read] = []
    for number, quantity in enumerate(found):
        read = _around(sentence, found, number)
        reads.append(_meant(read, reads, sentence, recent) if quantity.kind else read)
    return _in_lists(sentence, reads)


def _is_line(text: str, one: Quantity) -> bool:
    """Say whether money is a line that others are measured by (低于1万元的, 5万元以下), not an amount."""
    if one.kind != MONEY:
        return False
    behind, before = text[one.end : one.end + 2], text[max(0, one.start - 2) : one.start]
    return behind in {"以下", "以上", "以内", "之内"} or before in {"低于", "不足", "高于", "超过"}


def _with_lost_units(text: str, found: list[Quantity]) -> list[Quantity]:
    """Add numbers whose unit is not written but certain: 5具体问题, 发生率为0."""
    taken = {one.start for one in found}
    for match in _LOST_UNIT.finditer(text):
        if match.start() not in taken:
            found.append(_piece(match[1], match.start(), match.end(), "个", PIECE))
    for match in _BARE_RATE.finditer(text):
        if match.start("n") not in taken:
            found.append(_piece("0", match.start("n"), match.end("n"), "%", PERCENT))
    found.sort(key=lambda one: one.start)
    for match in re.finditer(r"(?<![\d.])(\d+\.\d{2,})(?=[)、,。;])", text):
        before = [one for one in found if one.end <= match.start() and match.start() - one.end < 16]
        if match.start() not in taken and before and before[-1].kind == MONEY:
            found.append(replace(_piece(match[1], match.start(), match.end(), before[-1].unit, MONEY)))
    return sorted(found, key=lambda one: one.start)


def _piece(written: str, start: int, end: int, unit: str, kind: str) -> Quantity:
    from decimal import Decimal

    return Quantity(start, end, Decimal(written), unit, kind, "", written)


def _around(sentence: Sentence, found: Sequence[Quantity], number: int) -> _Read:
    """Cut out what stands around a quantity at its own depth of brackets, from number to number."""
    quantity = found[number]
    level, opened = sentence.level[quantity.start], sentence.opened[quantity.start]
    text, levels = sentence.text, sentence.level
    ends = {one.end - 1 for one in found[:number]}
    left: list[str] = []
    has_neighbour = False
    place = quantity.start - 1
    while place >= 0 and place != opened and len(left) < 70:
        if levels[place] == level:
            if place in ends or text[place] in ";":
                has_neighbour = place in ends
                break
            left.append(text[place])
        elif levels[place] < level:
            break
        place -= 1
    starts = {one.start for one in found[number + 1 :]}
    right: list[str] = []
    place = _end_of_pair(text, found, number)
    while place < len(text) and len(right) < 40 and place not in starts and text[place] not in ",;。":
        if levels[place] < level:
            break
        if levels[place] == level and text[place] not in ")":
            right.append(text[place])
        place += 1
    before = "".join(reversed(left))
    before = _after_neighbour(before) if has_neighbour else before
    clause = re.split(r"[,;。]", before)[-1] + "#" + "".join(right)
    said = text[max(0, quantity.start - 60) : quantity.start]
    return _Read(quantity, before, "".join(right), clause, level, opened, said=said)


def _end_of_pair(text: str, found: Sequence[Quantity], number: int) -> int:
    """Return where the words behind a number begin: behind the whole pair in 45户150人三类对象."""
    quantity = found[number]
    if number + 1 < len(found):
        other = found[number + 1]
        between = text[quantity.end : other.start]
        if (
            {quantity.kind, other.kind} == {HOUSEHOLD, PERSON}
            and quantity.kind == HOUSEHOLD
            and between in {"", "、", ","}
        ):
            return other.end
    return quantity.end


def _after_neighbour(before: str) -> str:
    """Return the words before a number without those that belong to the number before (28个行政村和2个社区)."""
    if not before or before[0] in ",、和及与;:(":
        return before
    cut = re.search(r"[,、;]|和(?=$)|及(?=$)|与(?=$)", before)
    return before[cut.start() :] if cut else before


def _meant(read: _Read, before: Sequence[_Read], sentence: Sentence, recent: Sequence[_Read]) -> _Read:
    """Return what a quantity was taken to be, from its own words or from what it continues."""
    if _is_standard(read, sentence):
        return read
    parent = _parent(read, before)
    previous = _previous(read, before)
    own = _typed(read, before, recent) or _own(read)
    local = _of_a_place(read, previous)
    if local is not None:
        return (
            _monitored(local, before, parent, previous, sentence)
            if local.topic == "mon" and local.is_own
            else local
        )
    if own is not None and previous is not None:
        own = _refined(own, previous)
    if previous is not None and (own is None or own.topic in GIVES_WAY):
        own = _carried(read, previous, sentence) or own
    if own is None or (own.topic in POPULATION and previous is not None and _continues(read, previous)):
        inherited = _inherited(read, previous, parent)
        own = inherited if inherited is not None else own
    if own is None:
        return read
    own = _in_context(own, before, parent, previous)
    if previous is not None and _is_subset(own, previous):
        return read
    if own.topic == "mon":
        own = _monitored(own, before, parent, previous, sentence)
    elif own.topic == "natural":
        own = _natural(own, before)
    return _damaged(own)


def _is_standard(read: _Read, sentence: Sentence) -> bool:
    """Say whether a number is a line, a standard or a target, and no figure."""
    behind = sentence.text[read.quantity.end : read.quantity.end + 4]
    if re.match(r"以下|以上|以内|之内|/|\+", behind) and read.quantity.kind in {MONEY, PERCENT}:
        return True
    last = re.split(r"[,;。]", read.left)[-1]
    if read.quantity.kind == MONEY and (
        _STANDARD.search(last) or re.search(r"(?:低于|不足|高于|超过)$", last)
    ):
        return True
    return bool(_TARGET.search(last)) or read.quantity.about == "目标"


def _own(read: _Read) -> _Read | None:
    best: tuple[float, vocabulary.Topic] | None = None
    elsewhere = read.quantity.kind == PIECE and _OTHER_HEADS.match(read.right)
    left = "" if elsewhere and not re.search(r"辖|现有|共有", read.left) else read.left
    for topic in vocabulary.topics():
        if read.quantity.kind not in topic.units:
            continue
        value = vocabulary.score(topic, left, read.right, read.clause, read.said)
        if value is not None and (best is None or value > best[0]):
            best = (value, topic)
    if best is None or best[0] < -2:
        return None
    return replace(read, topic=best[1].id, units=tuple(best[1].units.items()), is_own=True)


def _of_a_place(read: _Read, previous: _Read | None) -> _Read | None:
    """Return a number of a list by townships or villages: 监测对象分布:江口镇186户602人,南溪镇171户."""
    named = _PLACE.search(read.left)
    if named is None or read.quantity.kind not in {HOUSEHOLD, PERSON, MONEY} or _NOT_A_PLACE.search(named[1]):
        if previous is not None and previous.place and _continues(read, previous):
            return replace(
                read,
                topic=previous.topic,
                units=previous.units,
                category=previous.category,
                status=previous.status,
                place=previous.place,
            )
        return None
    before = read.left[: named.start(1)]
    if previous is not None and previous.place and re.fullmatch(r"[,、;和及]*", before):
        return replace(
            read,
            topic=previous.topic,
            units=previous.units,
            category=previous.category,
            status=previous.status,
            place=named[1],
        )
    if not before.endswith((":", "其中", "分别为", "分布")):
        return None
    head = re.sub(r"(?:分布|情况|其中|如下|分别为|户数|人数|明细|[:,、])+$", "", before)
    found = _own(replace(read, left=head, right="", clause=head + "#"))
    return (
        replace(found, left=read.left, right=read.right, clause=read.clause, place=named[1])
        if found is not None
        else None
    )


def _refined(read: _Read, previous: _Read) -> _Read | None:
    """Return a general word behind a particular one as that one's: 经营性资产13个,资产原值188万元; 产业类…,占68.4%."""
    kind = read.quantity.kind
    general = read.topic == "asset" and re.fullmatch(_VALUE, read.left)
    if general and previous.topic.startswith("asset_") and kind in dict(previous.units):
        return replace(read, topic=previous.topic, units=previous.units)
    if read.topic == "proj_share":  # a share of what is not said is nothing
        share = dict(previous.units).get(PERCENT, "")
        return replace(read, topic=previous.topic, units=previous.units) if share.endswith("_share") else None
    return read


def _carried(read: _Read, previous: _Read, sentence: Sentence) -> _Read | None:
    """Return a number that names only what changed: 减少4人, 新增66户, 下降至0.025%, 383人的110%."""
    last = re.split(r"[,;。]", read.left)[-1]
    if previous.topic == "natural" and re.search(r"增加|减少", last):
        return replace(read, topic="natural", units=(), is_own=True)
    if (
        previous.topic == "mon"
        and read.quantity.kind in {HOUSEHOLD, PERSON}
        and _status(last + "#" + read.right[:10])
    ):
        return replace(read, topic="mon", is_own=True)
    if previous.topic.startswith("loan") and "累计" in last and read.quantity.kind in {HOUSEHOLD, MONEY}:
        return replace(read, topic="loan_cum", units=((HOUSEHOLD, "loan_cum_hh"), (MONEY, "loan_cum_amount")))
    same = previous.quantity.kind == read.quantity.kind
    if (
        same
        and re.search(r"(?:下降|降低|上升|提高|增长|增加|减少)(?:到|至|为)", read.left)
        and previous.topic
    ):
        return replace(
            read,
            topic=previous.topic,
            units=previous.units,
            category=previous.category,
            status=previous.status,
        )
    share = read.quantity.kind == PERCENT
    if share and previous.topic.startswith("emp") and re.search(r"任务|占|去年|上年|完成率", read.left):
        return replace(read, topic="emp_rate", units=((PERCENT, "emp_target_rate"),))
    if share and previous.topic == "income" and re.search(r"增长|增幅|提高|同比", read.left):
        return replace(read, topic="income_growth", units=((PERCENT, "income_growth"),))
    if (
        previous.topic in {"post", "post_new", "post_solar", "workshop"}
        and re.search(r"安置|吸纳|聘用|带动|解决|安排|上岗|选聘", last)
        and "临时" not in last
    ):
        return (
            replace(read, topic=previous.topic, units=previous.units)
            if read.quantity.kind == PERSON
            else None
        )
    if (
        share
        and read.left == "的"
        and previous.topic == "emp"
        and "占" in sentence.text[: previous.quantity.start]
    ):
        return replace(read, topic="emp_rate", units=((PERCENT, "emp_target_rate"),))
    return None


def _typed(read: _Read, before: Sequence[_Read], recent: Sequence[_Read]) -> _Read | None:
    """Return a number of a kind of projects (产业类8094.68万元、52个,占68.4%), where projects are what is spoken of."""
    if read.quantity.kind not in _TYPE_UNITS:
        return None
    last = list(_TYPE.finditer(read.left))
    if (
        not last
        or len(read.left) - last[-1].end() > 6
        or re.search(r"奖补|到户|竣工|完工|验收", read.left[last[-1].start() :] + read.right)
    ):
        return None
    speaks = (
        any(one.topic.startswith(("proj", "fund")) for one in (*recent, *before)) or "项目" in last[-1][0]
    )
    if not speaks:
        return None
    kind = last[-1].lastgroup
    units = tuple((one, f"proj_{kind}_{tail}") for one, tail in _TYPE_UNITS.items())
    return replace(read, topic=f"proj_{kind}", units=units, is_own=True)


def _parent(read: _Read, before: Sequence[_Read]) -> _Read | None:
    """Return the quantity that the bracket around this one explains."""
    if read.opened < 0:
        return None
    outside = [
        one
        for one in before
        if one.level < read.level and one.quantity.end <= read.opened and one.quantity.kind
    ]
    return outside[-1] if outside and read.opened - outside[-1].quantity.end <= 24 else None


def _previous(read: _Read, before: Sequence[_Read]) -> _Read | None:
    """Return the quantity before this one at the same depth of the same bracket."""
    beside = [
        one for one in before if one.level == read.level and one.opened == read.opened and one.quantity.kind
    ]
    return beside[-1] if beside else None


def _continues(read: _Read, previous: _Read) -> bool:
    """Say whether two numbers are a pair: 451户919人, 27户、62人."""
    together = read.quantity.kind in _PAIRS.get(previous.quantity.kind, ())
    return together and re.fullmatch(r"[、,和及共计约]*", read.left) is not None


def _inherited(read: _Read, previous: _Read | None, parent: _Read | None) -> _Read | None:
    """Return the meaning of the number that this one continues, of the bracket that it explains."""
    for source in (previous, parent):
        if source is None or not source.topic:
            continue
        is_pair = source is previous and _continues(read, source)
        if not is_pair and not _WEAK.match(read.left):
            continue
        units = dict(source.units)
        if read.quantity.kind not in units or units[read.quantity.kind] == "none":
            return None
        if not is_pair and source is previous and read.quantity.kind == source.quantity.kind:
            return None  # a second number of the same kind without a word of its own
        return replace(
            read, topic=source.topic, units=source.units, category=source.category, status=source.status,
            qualifier=source.qualifier,
        )  # fmt: skip
    return None


def _is_subset(read: _Read, previous: _Read) -> bool:
    """Say whether a population is only the part of what was done for somebody (改造46户,其中贫困户31户)."""
    of_something = previous.topic and previous.topic not in {
        *POPULATION,
        "population",
        "natural",
        "lowinc",
        "poor_exit",
    }
    same = previous.quantity.kind == read.quantity.kind
    return bool(of_something and same and read.topic in POPULATION and re.match(r"[,、;:(]?其中", read.left))


def _in_context(read: _Read, before: Sequence[_Read], parent: _Read | None, previous: _Read | None) -> _Read:
    """Return a population as a part of what the sentence counts: of a screening, of the low incomes, of the workers."""
    kind = read.quantity.kind
    if read.topic in POPULATION and read.is_own:
        screened = any(one.topic.startswith("screen") and one.indicator == "screen_hh" for one in before)
        if screened and kind == HOUSEHOLD and not re.search(r"新|消除|增|减|拟|纳入|识别", read.clause):
            part = "screen_mon_hh" if read.topic == "mon" else "screen_exited_hh"
            return replace(read, topic="screen_part", units=((HOUSEHOLD, part),))
        if any(one.topic == "lowinc" for one in before) and read.topic in {"mon", "exited"}:
            name = "mon" if read.topic == "mon" else "exited"
            units = ((HOUSEHOLD, f"lowinc_{name}_hh"), (PERSON, f"lowinc_{name}_pp"))
            return replace(read, topic="lowinc", units=units)
        working = (parent is not None and parent.topic == "emp") or (
            previous is not None and previous.topic in {"emp", "emp_part"}
        )
        if working and kind == PERSON and read.topic in {"mon", "exited"}:
            part = "emp_mon_pp" if read.topic == "mon" else "emp_exited_pp"
            return replace(read, topic="emp_part", units=((PERSON, part),))
    if (
        read.topic == "lowinc"
        and re.search(r"监测", re.split(r"[,;。]", read.left)[-1])
        and not re.search(r"脱贫户", read.left)
    ):
        return replace(read, units=((HOUSEHOLD, "lowinc_mon_hh"), (PERSON, "lowinc_mon_pp")))
    if (
        read.topic.startswith("emp_")
        and read.topic not in {"emp_rate", "emp_subsidy"}
        and not any(one.topic.startswith("emp") for one in before)
    ):
        return read
    return read


def _monitored(
    read: _Read, before: Sequence[_Read], parent: _Read | None, previous: _Read | None, sentence: Sentence
) -> _Read:
    """Return the category and the status of monitored households, own or of the list."""
    if not read.is_own:
        return _named(read, read.category, read.status)
    near = re.split(r"[;。]", read.left)[-1]
    words = near + "#" + read.right
    category = _category(near) or _category(read.right[:10])
    status = _status(near) or _status(read.right[:16])
    if status in {"elim", "elimp"}:
        status = _stock_or_flow(status, near, sentence.text[: read.quantity.start], parent, previous)
    if status == "elimp" and "程序" in words:
        status = "inprog"
    if not status and category:
        source = parent if parent is not None else _sibling(read, before)
        if source is not None and source.topic == "mon" and (source.status or source is parent):
            status = source.status
    if not status and re.search(r"(?:今年|本年|年内)[^,]{0,6}(?:纳入|识别)", near):
        status = "new"
    return _named(replace(read), category, status)


def _sibling(read: _Read, before: Sequence[_Read]) -> _Read | None:
    """Return the member before this one of a list of categories, none where 其中 begins a list of its own."""
    if "其中" in read.left:
        return None
    beside = [one for one in before if one.level == read.level and one.opened == read.opened and one.topic]
    return beside[-1] if beside and beside[-1].topic == "mon" and beside[-1].category else None


def _category(words: str) -> str:
    last = ("", -1)
    for name, pattern in CATEGORIES.items():
        for match in pattern.finditer(words):
            if match.start() > last[1]:
                last = (name, match.start())
    return last[0]


def _status(words: str) -> str:
    """Return the status that stands last (nearest to the number); of overlapping ones the one that is listed first."""
    last = ("", -1, -1)
    for name, pattern in STATUSES:
        for match in pattern.finditer(words):
            if match.end() > last[2] and not (last[0] and match.start() < last[2]):
                last = (name, match.start(), match.end())
    return last[0]


def _stock_or_flow(status: str, near: str, before: str, parent: _Read | None, previous: _Read | None) -> str:
    """Say whether households were cleared in all (elim) or in the period (elimp)."""
    if parent is not None and parent.topic == "mon" and not parent.status:
        return "elim"
    if _FLOW.search(near):
        return "elimp"
    return status


def _named(read: _Read, category: str, status: str) -> _Read:
    middle = f"_{category}" if category else ""
    if status in {"inprog", "proposed"}:
        middle = ""
    tail = f"_{status}" if status else ""
    units = ((HOUSEHOLD, f"mon{middle}{tail}_hh"), (PERSON, f"mon{middle}{tail}_pp"))
    return replace(read, units=units, category=category, status=status)


def _natural(read: _Read, before: Sequence[_Read]) -> _Read:
    """Return natural changes: of whom, and which way."""
    near = re.split(r"[;。]", read.left)[-1]
    ways = re.findall(r"增加|减少|增|减", near + read.right[:4])
    way = "inc" if ways and ways[-1].startswith("增") else "dec"
    who = re.findall(r"脱贫|监测|三类", near)
    if who:
        of = "exited" if who[-1] == "脱贫" else "mon"
    else:
        named = [one for one in before if one.topic in {"mon", "natural", "exited"}]
        of = (
            "exited"
            if named
            and (named[-1].topic == "exited" or dict(named[-1].units).get(PERSON, "").startswith("exited"))
            else "mon"
        )
    units = ((HOUSEHOLD, f"{of}_natural_{way}_hh"), (PERSON, f"{of}_natural_{way}_pp"))
    return replace(read, units=units)


def _damaged(read: _Read) -> _Read:
    """Drop a number of persons that stands where a number of households must: 脱贫户307741人."""
    quantity = read.quantity
    head = re.search(r"户(?:共|有|数)*$", read.left)
    if quantity.kind == PERSON and head and (quantity.value >= 100_000 or "," in quantity.written):
        return replace(read, topic="", units=())
    return read


# -- lists ----------------------------------------------------------------------------------------------------------


def _in_lists(sentence: Sentence, reads: list[_Read]) -> list[_Read]:
    """Give the members of 甲、乙、丙分别(依次)为… their names in order."""
    for match in re.finditer(r"(?:分别|依次)(?:为|是|有|达)?:?", sentence.text):
        names = _names_before(sentence.text[: match.start()])
        members = _members_after(reads, match.end())
        if len(members) >= 2 and len(names) != len(members):
            for place in (place for group in members for place in group):
                reads[place] = replace(reads[place], topic="", units=())  # which is which is not certain
        if len(names) >= 2 and len(names) == len(members):
            for name, group in zip(names, members, strict=True):
                for place in group:
                    named = replace(reads[place], left=name, right="", clause=name + "#")
                    given = _own(named)
                    if given is None:
                        continue
                    if given.topic == "mon":
                        given = _monitored(given, reads[: members[0][0]], None, None, sentence)
                    reads[place] = replace(given, left=reads[place].left, right=reads[place].right)
    return reads


def _names_before(text: str) -> list[str]:
    tail = re.split(r"[,。;:(]", text)[-1]
    if re.search(r"三类(?:监测)?(?:对象|人员|户|人群)?(?:户数|人数)?$", tail):
        return ["脱贫不稳定户", "边缘易致贫户", "突发严重困难户"]
    return [name for name in re.split(r"[、和及与]", tail) if name]


def _members_after(reads: Sequence[_Read], start: int) -> list[list[int]]:
    """Return the quantities behind a place in groups (3户10人 is one group)."""
    groups: list[list[int]] = []
    for place, read in enumerate(reads):
        if read.quantity.start < start:
            continue
        is_first = not groups
        if is_first and read.quantity.start - start > 2:
            break
        if not is_first and re.fullmatch(r"[,、和及]*", read.left) is None:
            break
        if groups and read.quantity.kind != reads[groups[-1][0]].quantity.kind and len(groups[-1]) < 2:
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups


# -- what is told ---------------------------------------------------------------------------------------------------


def _figures(
    text: str, sentence: Sentence, read: _Read, reads: Sequence[_Read], places: Places, periods: Periods
) -> Iterator[Figure]:
    indicator = read.indicator
    if not indicator or indicator == "none" or indicator == "screen_hh":
        if (
            _ORDINARY.search(read.left)
            and read.quantity.kind == HOUSEHOLD
            and any(one.topic.startswith("screen") for one in reads)
        ):
            indicator = "screen_general_hh"
        elif indicator != "screen_hh":
            return
    quantity = read.quantity
    if indicator in {"first_sec_pp", "team_member_pp"} and _CHOSEN.search(
        sentence.text[max(0, quantity.start - 40) : quantity.start]
    ):
        return
    start, end = _quoted(sentence, read)
    begin = sentence.start + quantity.start
    one = Figure(
        indicator,
        read.place or places.of(sentence.text[: quantity.start], read.left),
        periods.of(sentence.start + quantity.start, _words_of_pair(read, reads)),
        quantity.number,
        PERSON if indicator.endswith("_pp") and quantity.kind == PIECE else quantity.unit,
        text[start:end],
        quantity.about or ("计划" if _PLAN.search(read.clause) else ""),
        start,
        end,
        begin,
        sentence.start + quantity.end,
        sentence.start,
        sentence.start + read.opened if read.opened >= 0 else -1,
        read.left,
    )
    if indicator == "issues_found" and _CLOSED.match(
        read.right + sentence.text[quantity.end + len(read.right) :]
    ):
        yield one
        yield replace(one, indicator="issues_closed")
        return
    if indicator == "issues_closed" and re.match(r"[^,。;]{0,4}问题", read.right):
        yield replace(one, indicator="issues_found")
    yield one


def _words_of_pair(read: _Read, reads: Sequence[_Read]) -> str:
    """Return the words before a number, for the second of a pair those before the first."""
    beside = _previous(read, [one for one in reads if one.quantity.start < read.quantity.start])
    return beside.left if beside is not None and _continues(read, beside) else read.left


def _quoted(sentence: Sentence, read: _Read) -> tuple[int, int]:
    """Return where the quote begins and ends: the clause of the number, at its own depth of brackets."""
    start = read.quantity.start
    floor = read.opened + 1
    text = sentence.text
    while start > floor and read.quantity.start - start < 40:
        sign = text[start - 1]
        inside = sign == "," and start > 1 and text[start - 2].isdigit() and text[start].isdigit()
        if (sign in ",;。:" and not inside) or (sign == "、" and read.quantity.start - start > 1):
            break
        start -= 1
    return sentence.start + start, sentence.start + read.quantity.end
