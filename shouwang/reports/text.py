"""A report's text, sign for sign: the same length before and after, so that every position holds in the original."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

_WIDE = str.maketrans(
    "０１２３４５６７８９．％（）［］，：；！？〇　﹐﹔﹕“”‘’＋－＜＞",
    "0123456789.%()[],:;!?零 ,;:\"\"''+-<>",
)
# Text taken out of a pdf writes common characters with the signs of radicals (⼾ for 户, ⻚ for 页).
_RADICALS = {
    code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)
} | str.maketrans(
    "⺟⺠⺝⻁⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
    "母民月虎西见角贝车长门青页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
)
_RADICALS[0x2F3E] = "户"  # the sign's own counterpart is 戶
_PLAIN = _RADICALS | _WIDE
META = "# "
_ENDS = "。!?\n\r|"
_OPEN, _CLOSE = "(〔[【", ")〕]】"
MOST_SIGNS = 200_000


def plain(text: str) -> str:
    """Return the text with full-width signs made half-width and radicals made characters, one for one."""
    return text.translate(_PLAIN)


def without_metadata(text: str) -> str:
    """Return the text with lines that begin with ``# `` blanked out; positions stay."""
    return re.sub(r"(?m)^# .*$", lambda line: " " * len(line[0]), text)


@dataclass
class Sentence:
    """A stretch of text up to a full stop or line break.

    ``level`` says for each sign how deep in brackets it stands, and ``opened`` where the bracket around it begins.
    """

    start: int
    text: str
    level: list[int] = field(default_factory=list)
    opened: list[int] = field(default_factory=list)

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def sentences(text: str) -> Iterator[Sentence]:
    """Yield the sentences of a plain text. A full stop inside brackets does not end one, a line break does."""
    start = 0
    stack: list[int] = []
    level: list[int] = []
    opened: list[int] = []
    for place, sign in enumerate(text):
        here = place - start
        if sign in _OPEN:
            stack.append(here)
        level.append(len(stack))
        opened.append(stack[-1] if stack else -1)
        if sign in _CLOSE and stack:
            stack.pop()
        ends = sign in _ENDS and (not stack or sign in "\n\r")
        if ends or here > 2_000:
            if place > start:
                yield Sentence(start, text[start:place], level[:here], opened[:here])
            start, stack, level, opened = place + 1, [], [], []
    if start < len(text):
        yield Sentence(start, text[start:], level, opened)
