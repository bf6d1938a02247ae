"""C to G: one cell at a time. Identity numbers, names, numbers, dates, codes, places."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from shouwang.clock import COUNTY_TIME
from shouwang.rules.identity import checksum
from tests.intake.bad.bases import EXPORTS, FORMS, TOWN
from tests.intake.bad.cases import AW, RF, RR, A, Sent, case, cell
from tests.intake.bad.draft import EPOCH, Draft, Raw
from tests.intake.bad.structure import money_role

TODAY = datetime.now(COUNTY_TIME).date()
PEOPLE = ("person_month", *EXPORTS)
WITH_MONTH = ("household_month", "person_month", "employment_month")


def wide(text: object) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in str(text))


def signed(first_17: str) -> str:
    return first_17 + checksum(first_17)


def born(number: str, birth: str) -> str:
    return signed(number[:6] + birth + number[14:17])


# -- C: identity numbers and phones --------------------------------------------------------------------------------

ID: dict[str, tuple[Any, str, str]] = {
    "id-float": (lambda old: Raw("", f"<v>{old[:15]}000</v>"), RR, ""),
    "id-float-exponent": (lambda old: Raw("", f"<v>{old[0]}.{old[1:15]}E+17</v>"), RR, ""),
    "id-sci-text": ("4.20281E+17", RR, ""),
    "id-fullwidth": (wide, AW, "A RR"),
    "id-zero-width": (lambda old: f"{old[:6]}\u200b{old[6:]}", AW, "A RR"),
    "id-bom-inside": (lambda old: f"\ufeff{old}", AW, "A RR"),
    "id-apostrophe": (lambda old: f"'{old}", AW, "A RR"),
    "id-curly-apostrophe": (lambda old: f"\u2018{old}", AW, "A RR"),
    "id-equals-quoted": (lambda old: f'="{old}"', AW, "A RR"),
    "id-spaces-around": (lambda old: f"  {old} ", AW, "A RR"),
    "id-spaces-inside": (lambda old: f"{old[:6]} {old[6:14]} {old[14:]}", AW, "A RR"),
    "id-nbsp": (lambda old: f"{old}\u00a0", AW, "A RR"),
    "id-tab": (lambda old: f"\t{old}", AW, "A RR"),
    "id-hyphens": (lambda old: f"{old[:6]}-{old[6:14]}-{old[14:]}", RR, "AW"),
    "id-rtl-mark": (lambda old: f"\u200f{old}", AW, "A RR"),
    "id-15-old": (lambda old: old[:6] + old[8:17], RR, "AW"),
    "id-17": (lambda old: old[:17], RR, ""),
    "id-19": (lambda old: old + "1", RR, ""),
    "id-bad-checksum": (lambda old: old[:17] + ("1" if old[17] != "1" else "2"), RR, ""),
    "id-bad-birth": (lambda old: born(old, "19701332"), RR, ""),
    "id-birth-feb29": (lambda old: born(old, "19710229"), RR, ""),
    "id-future-birth": (lambda old: born(old, f"{TODAY.year + 2}0101"), RR, ""),
    "id-birth-1850": (lambda old: born(old, "18500101"), RR, ""),
    "id-letter-o": (lambda old: old.replace("0", "O", 1), RR, ""),
    "id-letter-l": (lambda old: old[:17] + "l", RR, ""),
    "id-cyrillic-x": (lambda old: old[:17] + "\u0425", RR, ""),
    "id-arabic-digits": (lambda old: "".join(chr(0x660 + int(sign)) if sign.isdigit() else sign for sign in old), RR, "AW"),
    "id-chinese-digits": ("四二零二九九一九七零零二零三零零一四", RR, ""),
    "id-all-nines": ("9" * 18, RR, "AW"),
    "id-all-zeros": ("0" * 18, RR, ""),
    "id-word-none": ("无", RR, "AW"),
    "id-slash": ("/", RR, "AW"),
    "id-blank": ("", RR, "AW"),
    "id-masked": (lambda old: old[:6] + "********" + old[14:], RR, ""),
    "id-two-numbers": (lambda old: f"{old}/{old}", RR, ""),
    "id-emoji": (lambda old: old + "😀", RR, ""),
    "id-newline": (lambda old: old + "\n", AW, "A RR"),
}  # fmt: skip
for _name, (_change, _verdict, _also) in ID.items():
    cell(_name, "id", _change, _verdict, _also, group="C", on=PEOPLE)


def _x(role: str = "id") -> Any:
    def make(draft: Draft) -> Sent:
        """A number whose last place is X, written small."""
        old = str(draft.get(role))
        for sequence in range(1, 400, 2 if int(old[16]) % 2 else 1):
            first = f"{old[:14]}{sequence:03}"
            if int(first[16]) % 2 == int(old[16]) % 2 and checksum(first) == "X":
                draft.put(role, first + "x")
                return Sent(
                    draft.xlsx(),
                    draft.name,
                    rows=len(draft.data),
                    reads=((draft.row(2), "id_no", first + "X"),),
                )
        raise AssertionError("no number ends in X")

    return make


case("id-lower-x", A, "AW", on=PEOPLE, group="C")(_x())


@case("id-disability-20", AW, "A RR", on=PEOPLE, group="C")
def _(draft: Draft) -> Sent:
    number = f"{draft.get('id')}42"
    draft.put("id", number)
    if draft.has("id_type"):
        draft.put("id_type", "残疾人证")
    return Sent(draft.xlsx(), draft.name, rows=len(draft.data))


@case("id-disability-22", AW, "A RR", on=PEOPLE, group="C")
def _(draft: Draft) -> Sent:
    draft.put("id", f"{draft.get('id')}42B1")
    return Sent(draft.xlsx(), draft.name, rows=len(draft.data))


@case("id-twice", RR, "AW", on=PEOPLE, group="C")
def _(draft: Draft) -> Sent:
    """Two persons of one number."""
    draft.put("id", draft.get("id", 1), 3)
    return Sent(draft.xlsx(), draft.name, at=(draft.row(3), None), rows=len(draft.data))


@case("id-whole-column-float", RR, "RF", on=PEOPLE, group="C")
def _(draft: Draft) -> Sent:
    """The whole column became numbers: every row is refused, none is lost, and no message shows a number whole."""
    for index in range(len(draft.data)):
        draft.put("id", Raw("", f"<v>{str(draft.get('id', index))[:15]}000</v>"), index)
    return Sent(draft.xlsx(), draft.name, rows=len(draft.data), at=(draft.row(0), draft.header("id")))


PHONE: dict[str, tuple[Any, str, str]] = {
    "phone-float": (lambda old: int(old), AW, "A"),
    "phone-exponent": (lambda old: Raw("", f"<v>{old[0]}.{old[1:]}E10</v>"), AW, "A"),
    "phone-sci-text": ("1.00123E+10", RR, "AW"),
    "phone-spaces": (lambda old: f"{old[:3]} {old[3:7]} {old[7:]}", AW, "A RR"),
    "phone-hyphens": (lambda old: f"{old[:3]}-{old[3:7]}-{old[7:]}", AW, "A RR"),
    "phone-plus86": (lambda old: f"+86{old}", AW, "A RR"),
    "phone-two": (lambda old: f"{old}/{old[:10]}9", AW, "RR A"),
    "phone-short": (lambda old: old[:8], AW, "RR A"),
    "phone-word": ("无", AW, "RR A"),
    "phone-fullwidth": (wide, AW, "A RR"),
}  # fmt: skip
for _name, (_change, _verdict, _also) in PHONE.items():
    cell(_name, "phone", _change, _verdict, _also, group="C", on=("household_month",))

KEYS: dict[str, tuple[Any, str, str]] = {
    "key-float": (lambda old: Raw("", f"<v>{old}</v>"), RR, "AW"),
    "key-blank": ("", RR, ""),
    "key-spaces": (lambda old: f" {old} ", AW, "A"),
    "key-invisible": (lambda old: f"{old}\u200b", AW, "A RR"),
    "key-fullwidth": (wide, AW, "A RR"),
    "key-letter-o": (lambda old: old.replace("0", "O", 1), RR, "AW A"),
    "key-sci-text": ("4.20281E+18", RR, "AW"),
    "key-newline": (lambda old: f"{old}\n", AW, "A RR"),
    "key-formula-like": ("=1+1", RR, "AW"),
}  # fmt: skip
for _name, (_change, _verdict, _also) in KEYS.items():
    _on = tuple(
        one for one in (*FORMS, *EXPORTS) if one != "project" or _name not in {"key-float", "key-letter-o"}
    )
    cell(_name, "key", _change, _verdict, _also, group="C", on=_on)

# -- D: names ------------------------------------------------------------------------------------------------------

MINORITY = "阿卜杜拉{0}买买提"
DOTS = {
    "name-dot-bullet": "\u2022", "name-dot-halfwidth-katakana": "\uff65", "name-dot-hyphenation": "\u2027",
    "name-dot-fullwidth-stop": "\uff0e", "name-dot-dot-operator": "\u22c5", "name-dot-katakana": "\u30fb",
    "name-dot-black-circle": "\u25cf", "name-dot-greek": "\u0387", "name-dot-full-stop": ".",
}  # fmt: skip
for _name, _dot in DOTS.items():
    cell(
        _name, "name", MINORITY.format(_dot), AW, "A RR", group="D", on=PEOPLE,
        reads=MINORITY.format("\u00b7") if _name not in {"name-dot-black-circle", "name-dot-greek", "name-dot-full-stop"} else None,
    )  # fmt: skip

NAMES: dict[str, tuple[Any, str, str]] = {
    "name-rare-bmp": ("䶮试", A, ""),
    "name-rare-plane2": ("𠮷试", A, ""),
    "name-rare-plane3": ("𰻝试", A, "AW"),
    "name-zero": ("〇试", A, ""),
    "name-middle-dot": (MINORITY.format("\u00b7"), A, ""),
    "name-uyghur-long": ("阿不都热合曼\u00b7吾布力卡斯木\u00b7买买提", A, ""),
    "name-tibetan": ("扎西\u00b7顿珠", A, ""),
    "name-mongol-script": ("ᠪᠠᠭᠠᠲᠤᠷ", RR, "AW A"),
    "name-latin": ("Maria", A, "AW RR"),
    "name-compat-ideograph": ("周\uf95c", AW, "A RR"),
    "name-ids": ("⿰王乐试", AW, "RR"),
    "name-zero-width": ("周\u200b试", AW, "A RR"),
    "name-variation-selector": ("周\ufe00试", AW, "A RR"),
    "name-bidi": ("周\u202e试", RR, "AW"),
    "name-rtl-mark": ("\u200f周试", AW, "A RR"),
    "name-xescape": ("周_x000D_试", AW, "A RR"),
    "name-control": ("周_x0007_试", RR, "AW RF"),
    "name-only-space": ("   ", RR, ""),
    "name-only-fullwidth-space": ("\u3000\u3000", RR, ""),
    "name-only-zero-width": ("\u200b\u200b", RR, ""),
    "name-5000": ("周" * 5000, RR, ""),
    "name-32767": ("周" * 32767, RR, "RF"),
    "name-spaces-inside": ("周 试", AW, "A RR"),
    "name-fullwidth-space-inside": ("周\u3000试", AW, "A RR"),
    "name-newline": ("周\n试", AW, "A RR"),
    "name-nbsp": ("周试\u00a0", AW, "A RR"),
    "name-digits": ("周12", RR, "AW"),
    "name-number": (123, RR, "AW"),
    "name-brackets": ("周试(已故)", RR, "AW"),
    "name-fullwidth-brackets": ("周试（迁出）", RR, "AW"),
    "name-emoji": ("周试😀", RR, "AW"),
    "name-replacement": ("周\ufffd", RR, "AW RF"),
    "name-private-use": ("周\ue815", RR, "AW A"),
    "name-question-mark": ("周?", RR, "AW"),
    "name-star-masked": ("周*", RR, "AW"),
    "name-word-none": ("无", RR, "AW A"),
    "name-formula-plus": ("+cmd|' /C calc'!A0", RR, "AW"),
    "name-formula-at": ("@SUM(1+1)", RR, "AW"),
    "name-formula-minus": ("-2+3", RR, "AW"),
    "name-formula-equals": ("=1+1", RR, "AW"),
    "name-formula-tab-equals": ("\t=1+1", RR, "AW"),
    "name-formula-fullwidth-equals": ("＝1+1", RR, "AW"),
    "name-img": ("<img src=x onerror=alert(1)>", RR, "AW"),
    "name-script": ("<script>alert(1)</script>", RR, "AW"),
    "name-markdown": ("[周试](http://127.0.0.1)", RR, "AW"),
    "name-latex": ("$\\frac{1}{2}$", RR, "AW"),
    "name-directive": (":red[周试]", RR, "AW"),
    "name-template": ("{{7*7}}${7*7}", RR, "AW"),
    "name-sql": ("周'; DROP TABLE x;--", RR, "AW"),
    "name-path": ("../../etc/passwd", RR, "AW"),
    "name-combining-flood": ("周" + "\u0301" * 400, RR, "AW"),
}  # fmt: skip
for _name, (_change, _verdict, _also) in NAMES.items():
    cell(_name, "name", _change, _verdict, _also, group="D", on=PEOPLE)

# -- E: numbers, codes, words --------------------------------------------------------------------------------------


def numbers(
    name: str,
    change: Any,
    verdict: str,
    also: str = "",
    on: tuple[str, ...] = ("income_year", "project", "alleviated"),
) -> None:
    """Register a case of an amount of money; sums around it may then not agree, which is a reason of its own."""

    def make(draft: Draft) -> Sent:
        role = money_role(draft)
        old = draft.get(role)
        draft.put(role, change(old) if callable(change) else change)
        at = (draft.row(2), draft.header(role)) if verdict == RR and not also else None
        return Sent(draft.xlsx(), draft.name, at=at, rows=len(draft.data))

    case(name, verdict, also, on=on, group="E")(make)


IN_FORMS = ("income_year", "project")
numbers("num-text", str, AW, "A")
numbers("num-fullwidth", wide, AW, "A RR")
numbers("num-thousands", lambda old: f"{float(old):,.2f}", A, "AW RR")
numbers("num-thousands-fullwidth", lambda old: f"{float(old):,.2f}".replace(",", "，"), AW, "A RR")
numbers("num-trailing-space", lambda old: f"{old} ", A, "AW RR")
numbers("num-nbsp", lambda old: f"\u00a0{old}\u00a0", A, "AW RR")
numbers("num-inner-space", lambda old: f"{float(old):,.0f}".replace(",", " "), AW, "A RR")
numbers("num-plus", lambda old: f"+{old}", A, "AW RR")
numbers("num-yuan", lambda old: f"{old}元", RR, "AW")
numbers("num-yuan-sign", lambda old: f"¥{old}", RR, "AW A")
numbers("num-yuan-sign-wide", lambda old: f"￥{old}", RR, "AW A")
numbers("num-wan", lambda old: f"{float(old) / 10000}万", RR)
numbers("num-chinese", "八千", RR)
numbers("num-chinese-formal", "捌仟元整", RR)
numbers("num-about", lambda old: f"约{old}", RR)
numbers("num-range", "8000-9000", RR)
numbers("num-range-tilde", "8000~9000", RR)
numbers("num-sum-text", "4000+4000", RR)
numbers("num-percent-text", "80%", RR)
numbers("num-two-points", "8.000.00", RR)
numbers("num-comma-decimal", "8000,50", RR, "AW")
numbers("num-brackets-negative", "(8000)", RR, "AW")
numbers("num-fullwidth-brackets-negative", "（8000）", RR, "AW")
numbers("num-minus-sign-u2212", "\u22128000", RR, "AW")
numbers("num-trailing-minus", "8000-", RR)
numbers("num-1e308", 1e308, RR, "AW")
numbers("num-1e-300", 1e-300, RR, "AW A")
numbers("num-sci-text", "8E+3", RR, "AW")
numbers("num-nan-text", "NaN", RR)
numbers("num-inf-text", "inf", RR)
numbers("num-hex-text", "0x1F40", RR)
numbers("num-underscore", "8_000", RR)
numbers("num-word-none", "无", RR, "AW")
numbers("num-emoji-digit", "8️⃣000", RR)
numbers("num-superscript", "8000²", RR)
numbers("num-circled", "⑧000", RR)
numbers("num-arabic-indic", "\u0668\u0660\u0660\u0660", RR, "AW A")
numbers("num-rtl-mark", lambda old: f"\u200f{old}", A, "AW RR")
numbers("num-apostrophe", lambda old: f"'{old}", RR, "AW A")
numbers("num-date-cell", date(2023, 11, 8), RR, "AW", on=("income_year",))
numbers("num-unit-error", lambda old: float(old) * 10000, AW, "RR", on=("income_year", "alleviated"))
numbers("num-too-many-places", lambda old: f"{old}.123456789012", RR, "AW A", on=IN_FORMS)
numbers("num-bool-text", "TRUE", RR)


def blanks(name: str, value: object) -> None:
    """Register an empty or as good as empty amount that has to be told: it is never 0."""

    @case(name, RR, "AW", on=("income_year", "alleviated"), group="E")
    def _(draft: Draft) -> Sent:
        draft.put("money", value)
        return Sent(draft.xlsx(), draft.name, rows=len(draft.data), at=(draft.row(2), None))


for _name, _value in {
    "num-blank": None, "num-spaces": "   ", "num-dash": "-", "num-slash": "/", "num-long-dash": "—", "num-double-dash": "——",
    "num-unreported": "未报", "num-not-available": "N/A", "num-full-stop": "。", "num-question": "?",
}.items():  # fmt: skip
    blanks(_name, _value)


@case("num-negative", AW, "RR", on=("income_year",), group="E")
def _(draft: Draft) -> Sent:
    """A loss: the net income is below nought, and the sums agree."""
    for name, value in {
        "wage": 0, "operating": 1000, "property": 0, "transfer": 0, "operating_expense": 9000, "net_total": -8000,
        "net_per_capita": -4000,
    }.items():  # fmt: skip
        draft.put(name, value)
    return Sent(draft.xlsx(), draft.name, rows=len(draft.data))


@case("num-negative-bracket-format", AW, "RR", on=("income_year",), group="E")
def _(draft: Draft) -> Sent:
    """The same loss in a cell that shows it in brackets: the number is what counts."""
    for name, value in {
        "wage": 0, "operating": 1000, "property": 0, "transfer": 0, "operating_expense": 9000, "net_total": -8000,
        "net_per_capita": -4000,
    }.items():  # fmt: skip
        draft.put(name, value)
    return Sent(draft.xlsx(), draft.name, rows=len(draft.data), reads=())


COUNTED = ("household_month", "income_year", "alleviated", "monitored")
for _name, (_value, _verdict, _also) in {
    "count-fraction": (2.5, RR, ""),
    "count-fraction-text": ("2.5", RR, ""),
    "count-whole-float": ("2.0", AW, "A RR"),
    "count-zero": (0, RR, "AW"),
    "count-negative": (-2, RR, ""),
    "count-99": (99, AW, "RR"),
    "count-huge": (10**12, RR, ""),
    "count-unit": ("2人", RR, "AW"),
    "count-chinese": ("两", RR, ""),
    "count-date": (Raw("", "<v>45238</v>"), RR, "AW"),
}.items():
    cell(_name, "count", _value, _verdict, _also, group="E", on=COUNTED, is_elsewhere=True)


def first_code(draft_value: object) -> str:
    return str(draft_value)


CODES: dict[str, tuple[Any, str, str]] = {
    "enum-unknown": ("没有的类别", RR, ""),
    "enum-blank": ("", RR, "AW A"),
    "enum-spaces": (lambda old: f" {old} ", AW, "A"),
    "enum-inner-space": (lambda old: f"{old[0]} {old[1:]}", AW, "A RR"),
    "enum-nbsp": (lambda old: f"{old}\u00a0", AW, "A"),
    "enum-numbered": (lambda old: f"01 {old}", AW, "A RR"),
    "enum-numbered-dot": (lambda old: f"1.{old}", AW, "A RR"),
    "enum-number-only": ("01", RR, "AW"),
    "enum-number-cell": (1, RR, "AW"),
    "enum-bracketed": (lambda old: f"{old}（核）", RR, "AW"),
    "enum-two": (lambda old: f"{old}、{old}X", RR, "AW"),
    "enum-quoted": (lambda old: f"“{old}”", RR, "AW A"),
    "enum-formula-like": ("=1", RR, ""),
    "enum-5000": ("健" * 5000, RR, ""),
    "enum-emoji": (lambda old: f"{old}✅", RR, "AW"),
}  # fmt: skip
for _name, (_change, _verdict, _also) in CODES.items():
    cell(_name, "enum", _change, _verdict, _also, group="E")


@case("enum-code-instead-of-label", AW, "A RR", on=FORMS, group="E")
def _(draft: Draft) -> Sent:
    """The code that files and documents use (``alleviated``) in place of the words."""
    from shouwang.intake import form_for

    column = form_for(draft.table).field(draft.roles["enum"]).column
    assert column.codes is not None
    old = draft.get("enum")
    draft.put("enum", next(code for code, label in column.codes.items() if label == old))
    return Sent(draft.xlsx(), draft.name, rows=len(draft.data))


FLAG = ("employment_month", "working")
for _name, (_value, _verdict, _also) in {
    "flag-have": ("有", AW, "A RR"), "flag-tick": ("√", AW, "A RR"), "flag-y": ("Y", AW, "A RR"), "flag-one": (1, AW, "A RR"),
    "flag-true-text": ("TRUE", AW, "A RR"), "flag-right": ("对", AW, "A RR"), "flag-spaced": (" 是 ", A, "AW"),
    "flag-already": ("已务工", AW, "A RR"), "flag-both": ("是/否", RR, ""), "flag-question": ("是?", RR, "AW"),
    "flag-blank": ("", RR, "AW"), "flag-boolean": (True, RR, "AW A"), "flag-cross": ("×", AW, "A RR"),
}.items():  # fmt: skip
    cell(_name, "flag", _value, _verdict, _also, group="E", on=FLAG)

# -- F: days and months --------------------------------------------------------------------------------------------

DATED = ("person_month", "project")
DAYS: dict[str, tuple[Any, str, str, bool]] = {
    "date-iso": (lambda day: f"{day:%Y-%m-%d}", A, "AW RR", True),
    "date-slashes": (lambda day: f"{day:%Y/%m/%d}", A, "AW RR", True),
    "date-slashes-short": (lambda day: f"{day.year}/{day.month}/{day.day}", A, "AW RR", True),
    "date-dotted": (lambda day: f"{day.year}.{day.month}.{day.day}", AW, "A RR", True),
    "date-chinese": (lambda day: f"{day.year}年{day.month}月{day.day}日", AW, "A RR", True),
    "date-chinese-hao": (lambda day: f"{day.year}年{day.month}月{day.day}号", AW, "A RR", True),
    "date-compact": (lambda day: f"{day:%Y%m%d}", AW, "A RR", True),
    "date-compact-number": (lambda day: int(f"{day:%Y%m%d}"), AW, "A RR", True),
    "date-with-time": (lambda day: f"{day:%Y-%m-%d} 00:00:00", AW, "A RR", True),
    "date-iso-t": (lambda day: f"{day:%Y-%m-%d}T00:00:00", AW, "A RR", True),
    "date-iso-z": (lambda day: f"{day:%Y-%m-%d}T00:00:00Z", AW, "A RR", True),
    "date-fullwidth": (lambda day: wide(f"{day:%Y-%m-%d}"), AW, "A RR", True),
    "date-spaces": (lambda day: f"{day.year} 年 {day.month} 月 {day.day} 日", AW, "A RR", True),
    "date-serial": (lambda day: (day - EPOCH).days, AW, "A RR", True),
    "date-serial-text": (lambda day: str((day - EPOCH).days), AW, "A RR", True),
    "date-serial-fraction": (lambda day: (day - EPOCH).days + 0.5, AW, "A RR", True),
    "date-iso-cell": (lambda day: Raw(' t="d"', f"<v>{day:%Y-%m-%d}</v>"), A, "AW RR RF", True),
    "date-two-digit": (lambda day: f"{day:%y}/{day.month}/{day.day}", RR, "", False),
    "date-american": (lambda day: f"{day:%m/%d/%Y}", RR, "AW", False),
    "date-english": (lambda day: f"{day:%d-%b-%y}", RR, "", False),
    "date-month-only": (lambda day: f"{day:%Y-%m}", RR, "", False),
    "date-chinese-numerals": ("二〇二三年十一月八日", RR, "AW", False),
    "date-feb30": ("2023-02-30", RR, "", False),
    "date-month13": ("2023-13-01", RR, "", False),
    "date-zero": ("0000-00-00", RR, "", False),
    "date-junk": ("上个月", RR, "", False),
    "date-two": ("2023-03-08至2023-04-08", RR, "", False),
    "date-hashes": ("########", RR, "", False),
    "date-future": (date(2099, 1, 1), RR, "AW", False),
    "date-future-text": ("2099-01-01", RR, "AW", False),
    "date-1899": ("1899-12-31", RR, "AW", False),
    "date-1900": ("1900-01-00", RR, "AW", False),
    "date-negative-serial": (-5, RR, "", False),
    "date-serial-huge": (9999999, RR, "", False),
    "date-bool": (True, RR, "", False),
}  # fmt: skip


def _days() -> None:
    for name, (change, verdict, also, is_read) in DAYS.items():
        # A day of birth that is another one contradicts the identity number besides: a refusal all the same.
        cell(
            name,
            "date",
            change,
            verdict,
            also,
            group="F",
            on=DATED,
            reads=(lambda old: old) if is_read else None,
        )


_days()

MONTHS: dict[str, tuple[Any, str, str]] = {
    "month-202311": ("202311", A, ""),
    "month-number": (202311, A, "AW RR"),
    "month-dash": ("2023-11", A, ""),
    "month-slash": ("2023/11", A, "AW RR"),
    "month-dot": ("2023.11", A, "AW RR"),
    "month-dot-number": (2023.11, RR, "AW A"),
    "month-chinese": ("2023年11月", A, "AW RR"),
    "month-chinese-fen": ("2023年11月份", AW, "A RR"),
    "month-whole-day": ("2023-11-30", A, "AW RR"),
    "month-date-cell": (lambda _: Raw("", "<v>45231</v>"), A, "AW RR"),
    "month-fullwidth": ("２０２３１１", AW, "A RR"),
    "month-english": ("Nov-23", RR, ""),
    "month-short-year": ("23-11", RR, ""),
    "month-eleven": ("11月", RR, "AW"),
    "month-eleven-number": (11, RR, "AW"),
    "month-13": ("202313", RR, ""),
    "month-00": ("202300", RR, ""),
    "month-blank": ("", RR, "AW A"),
    "month-mixed": ("2023-10", RR, "RF"),
    "month-next-in-one-row": (f"{TODAY.year + 1}-01", RR, "RF"),
    "month-junk": ("本月", RR, ""),
}  # fmt: skip
for _name, (_change, _verdict, _also) in MONTHS.items():
    cell(_name, "month", _change, _verdict, _also, group="F", on=WITH_MONTH)

FOUND: dict[str, tuple[Any, str, str]] = {
    "found-chinese": (lambda old: f"{old[:4]}年{int(old[4:6])}月", A, "AW RR"),
    "found-dash": (lambda old: f"{old[:4]}-{old[4:6]}", A, "AW RR"),
    "found-slash": (lambda old: f"{old[:4]}/{int(old[4:6])}", A, "AW RR"),
    "found-english": ("Nov-23", RR, ""),
    "found-future": (f"{TODAY.year + 1}01", RR, ""),
    "found-junk": ("去年", RR, ""),
    "found-blank": ("", RR, ""),
}  # fmt: skip
for _name, (_change, _verdict, _also) in FOUND.items():
    cell(_name, "found", _change, _verdict, _also, group="F", on=("monitored",))

YEARS: dict[str, tuple[Any, str, str]] = {
    "year-text": ("2023", A, "AW"),
    "year-nian": ("2023年", RR, "AW A"),
    "year-short": (23, RR, "AW"),
    "year-2": (2, RR, ""),
    "year-0": (0, RR, ""),
    "year-9999": (9999, RR, ""),
    "year-99999": (99999, RR, ""),
    "year-20233": (20233, RR, ""),
    "year-2023.5": (2023.5, RR, ""),
    "year-negative": (-2023, RR, ""),
    "year-date-cell": (date(2023, 1, 1), RR, "AW"),
    "year-future": (TODAY.year + 5, RR, "RF AW"),
}  # fmt: skip
for _name, (_change, _verdict, _also) in YEARS.items():
    _on = ("income_year",) if _name == "year-future" else ("income_year", "project")  # a plan may lie ahead
    cell(_name, "year", _change, _verdict, _also, group="F", on=_on)


def _everywhere(name: str, value: object, also: str = "RR") -> None:
    @case(
        name, RF, also, on=("household_month", "person_month", "employment_month", "income_year"), group="F"
    )
    def _(draft: Draft) -> bytes:
        """Every row says a year or month that nobody can mean."""
        role = "month" if draft.has("month") else "year"
        draft.put_all(role, value)
        return draft.xlsx()


_everywhere("period-everywhere-year-1", "0001-01")
_everywhere("period-everywhere-9999", "9999-12")
_everywhere("period-everywhere-1066", "1066-10")
_everywhere("period-everywhere-number-2", 2)
_everywhere("period-everywhere-blank", None, "RR AW A")  # the template itself says which month it is for

# -- G: whose file, and of which month -----------------------------------------------------------------------------


@case("month-next-year", RF, on=WITH_MONTH, group="G")
def _(draft: Draft) -> bytes:
    from tests.intake.bad.draft import SHEET

    later = f"{TODAY.year + 1}-{TODAY.month:02}"
    draft.put_all("month", later)
    draft.parts = {  # a template that is bound to no month
        name: content.replace(b"<vt:lpwstr>2023-11</vt:lpwstr>", b"<vt:lpwstr></vt:lpwstr>")
        for name, content in draft.parts.items()
    }
    place = draft.parts["xl/sharedStrings.xml"]
    assert SHEET in draft.parts
    draft.parts["xl/sharedStrings.xml"] = place.replace(b"<t>2023-11</t>", b"<t></t>")
    return draft.xlsx()


@case("month-next-year-export", RF, on=tuple(EXPORTS), group="G")
def _(draft: Draft) -> Sent:
    later = f"{TODAY.year + 1}{TODAY.month:02}30"
    _titled(draft, later)
    return Sent(draft.xlsx(), draft.name.replace("20231130", later))


def _titled(draft: Draft, day: str) -> None:
    for line in draft.lines[: draft.header_at]:
        line.cells = [re.sub(r"\d{8}", day, str(cell)) if cell else cell for cell in line.cells]


@case("month-title-and-name-differ", AW, "A RF", on=tuple(EXPORTS), group="G")
def _(draft: Draft) -> Sent:
    """The title inside says November, the file's name October."""
    return Sent(draft.xlsx(), draft.name.replace("20231130", "20231031"))


@case(
    "month-said-otherwise",
    RF,
    "RR",
    on=("household_month", "person_month", "employment_month", *EXPORTS),
    group="G",
)
def _(draft: Draft) -> Sent:
    return Sent(draft.xlsx(), draft.name, said={"month": date(2023, 10, 1)})


@case("month-nowhere", RF, "AW", on=tuple(EXPORTS), group="G")
def _(draft: Draft) -> Sent:
    """No line with the day of the data, none in the name."""
    draft.lines[1].cells = [None]
    return Sent(draft.xlsx(), "报送.xlsx")


@case("town-other-file", RF, "RR", group="G")
def _(draft: Draft) -> Sent:
    return Sent(draft.xlsx(), draft.name, said={"area": "420281107"})


@case("county-other", RF, on=tuple(EXPORTS), group="G")
def _(draft: Draft) -> bytes:
    draft.put_all("county", "阳新县")
    return draft.xlsx()


@case("county-other-in-one-row", RF, "RR AW", on=tuple(EXPORTS), group="G")
def _(draft: Draft) -> bytes:
    draft.put("county", "阳新县")
    return draft.xlsx()


TOWNS: dict[str, tuple[Any, str, str]] = {
    "town-spaced": (f"{TOWN[0]} {TOWN[1:]}", AW, "A RR"),
    "town-spaces-around": (f" {TOWN}\u3000", AW, "A RR"),
    "town-blank": ("", RR, "AW"),
    "town-unknown": ("没有这个镇", RR, "RF"),
    "town-typo": ("保按镇", RR, "RF"),
    "town-code": ("420281101", A, "AW RR"),
    "town-code-number": (420281101, A, "AW RR"),
    "town-county-name": ("大冶市", RR, "AW"),
    "town-invisible": (f"{TOWN[0]}\u200b{TOWN[1:]}", AW, "A RR"),
    "town-with-county": (f"大冶市{TOWN}", AW, "A RR"),
}  # fmt: skip
for _name, (_change, _verdict, _also) in TOWNS.items():
    cell(
        _name,
        "town",
        _change,
        _verdict,
        _also,
        group="G",
        on=("household_month", "person_month", "income_year", "project", *EXPORTS),
    )

VILLAGES: dict[str, tuple[Any, str, str]] = {
    "village-unknown": ("没有这个村", RR, "AW"),
    "village-of-another-town": ("龙凤山村", RR, "AW"),
    "village-spaced": (lambda old: f"{old[0]} {old[1:]}", AW, "A RR"),
    "village-without-cun": (lambda old: old.removesuffix("村"), AW, "A RR"),
    "village-committee": (lambda old: f"{old}民委员会", AW, "A RR"),
    "village-with-town": (lambda old: f"{TOWN}{old}", AW, "A RR"),
    "village-blank": ("", RR, "AW"),
}  # fmt: skip
for _name, (_change, _verdict, _also) in VILLAGES.items():
    cell(
        _name,
        "village",
        _change,
        _verdict,
        _also,
        group="G",
        on=("household_month", "person_month", "income_year", *EXPORTS),
    )


@case("synthetic-and-real-mixed", RF, "RR", on=PEOPLE, group="G")
def _(draft: Draft) -> Sent:
    """One identity number of a real county among demonstration ones."""
    number = signed(f"420281{str(draft.get('id'))[6:17]}")
    draft.put("id", number)
    return Sent(draft.xlsx(), draft.name)


@case("template-of-another-county", RF, on=("person_month", "income_year"), group="G")
def _(draft: Draft) -> bytes:
    return _identity(draft, b"420281", b"420222")


@case("template-of-an-older-stamp", RF, "AW", on=("person_month", "income_year"), group="G")
def _(draft: Draft) -> bytes:
    from shouwang.intake import form_for

    return _identity(draft, form_for(draft.table).stamp.encode(), b"000000000000")


@case("template-of-no-table", RF, on=("person_month", "income_year"), group="G")
def _(draft: Draft) -> bytes:
    return _identity(draft, draft.table.encode(), b"no_such_table")


@case("template-identity-torn", RF, "AW A", on=("person_month", "income_year"), group="G")
def _(draft: Draft) -> bytes:
    """The hidden sheet says another table than the properties."""
    draft.parts["xl/sharedStrings.xml"] = draft.parts["xl/sharedStrings.xml"].replace(
        f"<t>{draft.table}</t>".encode(), b"<t>project</t>"
    )
    return draft.xlsx()


def _identity(draft: Draft, old: bytes, new: bytes) -> bytes:
    for name in ("docProps/custom.xml", "xl/sharedStrings.xml"):
        before = b"<t>" + old + b"</t>", b"<vt:lpwstr>" + old + b"</vt:lpwstr>"
        after = b"<t>" + new + b"</t>", b"<vt:lpwstr>" + new + b"</vt:lpwstr>"
        for one, other in zip(before, after, strict=True):
            draft.parts[name] = draft.parts[name].replace(one, other)
    return draft.xlsx()


@case("terminal-escape", RR, "AW", on=("household_month", "income_year", "project"), group="D")
def _(draft: Draft) -> Sent:
    """A colour code of terminals, a bell and a title in a cell: none of it may reach the screen of whoever checks."""
    draft.inline = True
    draft.put("enum", "脱贫户_x001B_[31m红_x0007_")
    return Sent(
        draft.xlsx(), draft.name, at=(draft.row(2), draft.header("enum")), secrets=frozenset({"\x1b", "\x07"})
    )


@case("header-terminal-escape", AW, "RF", on=("person_month", "alleviated"), group="D")
def _(draft: Draft) -> Sent:
    draft.lines[draft.header_at].cells.append("意见_x001B_]0;x_x0007_" + "很" * 3000)
    return Sent(draft.xlsx(), draft.name, secrets=frozenset({"\x1b", "\x07"}))


@case("town-very-long", RR, "RF", on=("person_month", "alleviated"), group="D")
def _(draft: Draft) -> Sent:
    draft.put("town", "镇" * 30_000)
    return Sent(draft.xlsx(), draft.name)


@case("county-very-long", RF, on=tuple(EXPORTS), group="D")
def _(draft: Draft) -> Sent:
    draft.put_all("county", "县" * 30_000)
    return Sent(draft.xlsx(), draft.name)
