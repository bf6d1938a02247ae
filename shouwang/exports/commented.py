"""A text as a docx with comments at its places, for whoever wrote it: their words stay as they are, the notes stand beside."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from docx import Document
from docx.oxml.ns import qn

CHINESE = "宋体"
# What XML cannot hold; each becomes a space, so that positions stay.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Comment:
    """A note at [start, end) of a text."""

    start: int
    end: int
    text: str


def commented(text: str, comments: Sequence[Comment], *, title: str, author: str, made_at: datetime) -> bytes:
    """Return the docx of a text, a paragraph a line, with comments; several may stand at one place.

    Args:
        comments: those that lie in no line (or in several) stand at the part that lies in the line of their start.
        author: who makes the notes, as the reader sees it beside them.
    """
    document = Document()
    document.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), CHINESE)
    about = document.core_properties
    about.title, about.author, about.comments = title, author, ""
    about.created = about.modified = made_at.replace(tzinfo=None)
    start = 0
    for line in _IMPOSSIBLE.sub(" ", text).split("\n"):
        end = start + len(line)
        here = [
            Comment(one.start, min(one.end, end), one.text) for one in comments if start <= one.start < end
        ]
        cuts = sorted({start, end, *(one.start for one in here), *(one.end for one in here)})
        paragraph = document.add_paragraph()
        runs = {
            first: (paragraph.add_run(text_of), last)
            for first, last in zip(cuts, cuts[1:], strict=False)
            if (text_of := line[first - start : last - start])
        }
        for one in here:
            inside = [run for first, (run, last) in runs.items() if one.start <= first and last <= one.end]
            if inside:
                document.add_comment(
                    [inside[0], inside[-1]], text=_IMPOSSIBLE.sub(" ", one.text), author=author, initials=author[:2]
                )  # fmt: skip
        start = end + 1
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()
