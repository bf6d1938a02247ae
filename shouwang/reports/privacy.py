"""Personal data in a text, found and masked sign for sign (rule A54), so that every position holds in the original.

What is found is of natural persons in households: names (also half masked ones, 计*东户), identity numbers, telephones,
bank cards, and illnesses told of somebody who is named. Offices and their telephones, places and public officials by their title
are not. A false find spoils a report: a name counts only beside what says that it is one.
Masks: a name keeps its surname (计某某), a number nothing. A star would read as a blank that nobody filled (计**户).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from shouwang.reports.text import plain, sentences

PRIVATE = "个人信息"
NAME, ID_NO, PHONE, BANK, HEALTH = "姓名", "身份证号", "电话", "银行卡号", "健康状况"
KINDS = (NAME, ID_NO, PHONE, BANK, HEALTH)
HIDDEN, HIDDEN_DIGIT = "某", "*"

# Surnames that are also common words of reports (方高常程安万于任向明成时全关解应计…) count only where half a name is masked, or
# where a label says that a name follows.
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱郭罗宋郑谢韩唐冯董萧曹袁邓傅沈彭吕苏卢蒋蔡贾丁魏薛阎潘杜戴汪姜范姚谭廖邹熊陆郝孔崔邱欧侯龙尹夏钟贺龚殷倪"
    "柯祝喻阮詹聂冉邵孟秦顾毛覃莫黎涂游桂"
)
_MORE = "计方高程曾肖田石余叶任史钱汤樊兰齐施洪翟颜温章鲁葛韦俞费童闵柴盛甘尤车裴梅涂华翁邢吉项牛党丰路成"
_COMPOUND = "欧阳|上官|司马|诸葛|夏侯|皇甫|尉迟|公孙|慕容|令狐|司徒"
# What no given name holds, in a text where the sign says more often something else.
_NOT_GIVEN = "的了和与及等为是有户人元万亿个年月日次项级地得不已被因在于对从向给将把共约村镇乡县市区省州路号亩只头家湾庄沟岭坡坪坝塘垸畈冲屋寨屯圩庙组队所院厂场店社校局办"
_WORDS = re.compile(
    r"周末|周边|周年|周围|周期|周岁|周转|张贴|张罗|黄金|黄牛|黄桃|黄豆|黄精|黄色|胡椒|孔雀$|龙虾|龙头|陈列|陈旧|杨梅|杨树|李子$|毛竹|毛猪|毛利|范围|范例|"
    r"夏季|夏收|夏粮|夏种|钟点|游客|游玩|桂花|桂圆|龙眼|顾虑|顾问|莫名|罗列|汪洋|丁香|江苏|贺信|祝愿|王牌|任何|高度|高效|高龄|高中|高校|高血|方式|方面|方案|方便|方法|程序|程度|"
    r"田间|田园|石材|余名|余次|叶片|史料|钱款|兰花|施工|施肥|施策|洪涝|洪水|洪灾|温饱|温室|章程|费用|童装|柴油|盛产|车辆|车间|梅花|华侨|吉祥|项目|牛羊|党员|党支|丰收|丰富|路面|路灯|成员|成果|成功|成年|"
    r"计划|计算|计入|曾经|汤药|夏秋|孙子$|孙女$|贾湖|苏打|沈阳|韩国|唐山|郑州|徐州|苏州|柯桥"
)
_GIVEN = f"(?:(?![{_NOT_GIVEN}])[一-龥])"
_NAME = f"(?:(?:{_COMPOUND}){_GIVEN}{{1,2}}?|[{_SURNAMES}]{_GIVEN}{{1,2}}?)"
_WIDE_NAME = f"(?:(?:{_COMPOUND}){_GIVEN}{{1,2}}?|[{_SURNAMES}{_MORE}]{_GIVEN}{{1,2}}?)"
_SIGN = "[*＊×✕╳○]"
_HALF = f"[{_SURNAMES}{_MORE}]{_SIGN}{{1,2}}"
_HALF_GIVEN = f"{_HALF}(?![村镇乡县市区组个元万名项条户人家等宽长高厚和])[一-龥]"
_WHO = (
    "户主|村民|居民|农户|贫困户|脱贫户|监测户|监测对象|不稳定户|易致贫户|困难户|边缘户|低保户|五保户|特困户|五保老人|低保对象|特困人员|贫困群众|脱贫群众|"
    "困难群众|群众|学生|患者|残疾人|孤儿|留守儿童|留守老人|务工人员|护林员|保洁员|致富带头人"
)
_ENDS = r"(?=家|户(?!数|籍|均|主)|一家|一户|夫妇|夫妻|等|因|患|病|身患|突发|确诊|住院|房屋|住房|危房|[,，.。、;；:：()（）\s]|和|及|于20|的(?:房|危|家|儿|女|孩|病)|[两三四五六七八九十0-9]户|$)"
_HOME = r"(?=户(?!数|籍|均|主)|家(?!庭医|乡|园|畜|禽|电|政|长)|一家|一户|夫妇|夫妻|房屋|住房|危房|(?:因|身)?患|突发|住院)"

_NAMES = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        rf"(?:姓名|户主|户主姓名|收款人|申请人|监护人|死者|伤者|患者|户主为|户主是|户主叫)\s*[:：为是叫]\s*(?P<name>{_WIDE_NAME}){_ENDS}",
        rf"(?:{_WHO})(?:代表)?(?P<name>{_NAME}){_ENDS}",
        rf"(?:[一-龥]村|社区|[一-龥0-9]组)(?:{_WHO})?(?P<name>{_NAME}){_HOME}",
        rf"(?<![一-龥])(?P<name>{_NAME})(?:一家|家|户)(?=房屋|住房|危房|因|发生|突发|遭|的房|[0-9一二三四五六七八九十]口)",
        rf"(?<![一-龥])(?P<name>{_WIDE_NAME})[(,，（]\s*(?:[男女](?=[,，、)）;；。])|身份证|电话|联系电话|手机|电话号码)",
        rf"(?P<name>{_HALF_GIVEN})",
        rf"(?:[一-龥]村|社区|[一-龥0-9]组|{_WHO})(?P<name>{_HALF})(?=户|家|等|[,，.。、;；()（）])",
    )
)
_NEXT = re.compile(rf"(?:、|和|及|与)(?:[一-龥]{{1,4}}村)?(?P<name>{_NAME}){_ENDS}")

_ID = re.compile(r"(?<![0-9A-Za-z/.])[1-9]\d{5}(?:18|19|20)\d{9}[0-9Xx](?![0-9A-Za-z])")
_ID_SAID = re.compile(
    r"(?:身份证|证件|残疾证)(?:件)?(?:号码|号)?\s*[:为是]?\s*(?P<no>\d{15}|\d{17,19}[0-9Xx]|\d{20})(?![0-9])"
)
_UNITS = r"(?![0-9]|\.[0-9A-Za-z]|\s*(?:元|万|亿|%|吨|亩|斤|公斤|平方|㎡|个|户|人|株))"
_PHONE = re.compile(rf"(?<![0-9A-Za-z/_.\-])1\d{{2}}(?P<gap>[- ]?)\d{{4}}(?P=gap)\d{{4}}{_UNITS}")
_BANK = re.compile(
    rf"(?<![0-9A-Za-z/.])62\d{{2}}(?P<gap> ?)(?:\d{{4}}(?P=gap)){{2}}\d{{4}}(?:(?P=gap)\d{{1,3}})?{_UNITS}"
)
_BANK_SAID = re.compile(
    rf"(?:卡号|账号|帐号|账户|一卡通|社保卡|存折)(?:号码|号)?\s*[:为是]?\s*(?P<no>\d{{12,21}}){_UNITS}"
)
_ILL = re.compile(
    r"(?:身患|患有|患上|患了|确诊为|确诊|诊断为|罹患|查出|突发|因患|患)(?P<ill>[一-龥]{2,12}?)(?=[,，.。;；、（()）]|住院|治疗|去世|病故|花费|导致|致使|自付|医疗|[0-9]|需|$)"
    r"|(?P<known>[肝肺胃肠食管道乳腺直结宫颈膀胱鼻咽喉脑甲状恶性急慢]{0,4}(?:癌|肿瘤|白血病)|尿毒症|艾滋病|精神分裂症|精神病|肺结核|脑梗死?|脑出血|心脏病|糖尿病|高血压|偏瘫|瘫痪|残疾[一二三四1-4]级|[一二三四1-4]级残疾|(?:肢体|视力|听力|言语|智力|精神)残疾)"
)
_NOT_ILL = re.compile(r"事故|灾|困难|情况|变故|问题|隐患|风险|漏")
_FAR = 60  # signs behind a name within which an illness of the same sentence is taken to be of that person


@dataclass(frozen=True)
class Private:
    """Personal data at [start, end) of a text. What it says is nowhere kept."""

    kind: str
    start: int
    end: int


def find_private(text: str) -> tuple[Private, ...]:
    """Return what is personal in a text, in its order; no two finds overlap."""
    body = plain(text)
    numbers = [*_numbers(body)]
    names = [*_names(body)]
    return tuple(_apart([*numbers, *names, *_ills(body, names)]))


def mask_private(text: str, found: Iterable[Private]) -> str:
    """Return the text with what was found masked: of the same length, so that positions stay."""
    signs = list(text)
    for one in found:
        kept = 0
        if one.kind == NAME:
            kept = 2 if re.match(_COMPOUND, text[one.start : one.end]) and one.end - one.start > 2 else 1
        sign = HIDDEN if one.kind in {NAME, HEALTH} else HIDDEN_DIGIT
        signs[one.start + kept : one.end] = sign * (one.end - one.start - kept)
    return "".join(signs)


def without_private(text: str) -> tuple[str, tuple[Private, ...]]:
    """Return the masked text and what was masked in it."""
    found = find_private(text)
    return mask_private(text, found), found


def _numbers(body: str) -> Iterator[Private]:
    for kind, pattern in (
        (ID_NO, _ID_SAID),
        (ID_NO, _ID),
        (BANK, _BANK_SAID),
        (BANK, _BANK),
        (PHONE, _PHONE),
    ):
        for match in pattern.finditer(body):
            start, end = match.span("no") if "no" in pattern.groupindex else match.span()
            yield Private(kind, start, end)


def _names(body: str) -> Iterator[Private]:
    for pattern in _NAMES:
        for match in pattern.finditer(body):
            if _WORDS.match(match["name"]):
                continue
            start, end = match.span("name")
            yield Private(NAME, start, end)
            while (another := _NEXT.match(body, end)) is not None and not _WORDS.match(another["name"]):
                start, end = another.span("name")
                yield Private(NAME, start, end)


def _ills(body: str, names: list[Private]) -> Iterator[Private]:
    """Find illnesses behind a name in its sentence: those of the people of a report who are not named are statistics."""
    if not names:
        return
    ends = sorted(one.end for one in names)
    for sentence in sentences(body):
        told = ends[bisect_right(ends, sentence.start) : bisect_right(ends, sentence.end)]
        for match in _ILL.finditer(body, sentence.start, sentence.end) if told else ():
            group = "ill" if match["ill"] else "known"
            start, end = match.span(group)
            if any(0 <= start - place <= _FAR for place in told) and not _NOT_ILL.search(match[group]):
                yield Private(HEALTH, start, end)


def _apart(found: Iterable[Private]) -> Iterator[Private]:
    """Yield the finds in their order; of those that overlap the one of the kind that is surest."""
    kept: list[Private] = []
    taken: set[int] = set()
    for one in sorted(
        found, key=lambda each: ((NAME, HEALTH).count(each.kind), each.start, each.start - each.end)
    ):
        signs = range(one.start, one.end)
        if taken.isdisjoint(signs):
            taken.update(signs)
            kept.append(one)
    yield from sorted(kept, key=lambda one: one.start)
