"""A report's text from its file: txt, html, docx. What cannot be read costs one sentence."""

from __future__ import annotations

import html
import io
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.text.paragraph import Paragraph

from shouwang.errors import UsageError
from shouwang.reports.text import MOST_SIGNS

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 60 * 1024 * 1024
ENDINGS = (".txt", ".html", ".htm", ".docx")
_BLOCKS = {
    "p",
    "div",
    "br",
    "tr",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "section",
    "article",
    "title",
}
_HIDDEN = {"script", "style", "noscript", "template"}


def read_document(path: Path, name: str | None = None) -> str:
    """Return the text of a report's file.

    Args:
        name: the sender's own name of the file, for its ending.

    Raises:
        UsageError: the file is too large, empty, of a kind that is not read, protected or damaged; the sentence says what to do.
    """
    ending = Path(name or path.name).suffix.lower()
    try:
        size = path.stat().st_size
        if size == 0:
            raise UsageError("文件是空的，没有可读的文字。请核对后重新选择。")
        if size > MOST_BYTES:
            raise UsageError(
                f"文件有{size / 1048576:.0f}MB，超过20MB，没有读取。工作报告通常不到1MB，请核对是否选错了文件。"
            )
        raw = path.read_bytes()
    except OSError as fault:
        raise UsageError("文件读不出来，请核对它还在不在、能不能打开。") from fault
    text = _text(raw, ending)
    if not text.strip():
        raise UsageError("文件里没有可读的文字。扫描件、照片请先用文字识别转成文字。")
    if len(text) > MOST_SIGNS:
        raise UsageError(f"文字有{len(text):,}字，超过{MOST_SIGNS:,}字，没有读取。请核对是否选错了文件。")
    return text


def _text(raw: bytes, ending: str) -> str:
    if raw.startswith(b"%PDF"):
        raise UsageError("还不能读pdf。请在原来的程序里另存为docx或txt，或把文字粘贴进来。")
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise UsageError("这是旧版doc或加了密码的文件，读不出来。请取消密码，另存为docx。")
    if raw[:4] in {b"\x89PNG", b"GIF8"} or raw[:3] == b"\xff\xd8\xff":
        raise UsageError("这是图片，没有可读的文字。请先用文字识别转成文字。")
    if raw.startswith(b"PK"):
        return _of_docx(raw)
    if ending == ".docx":
        raise UsageError("这不是docx文件的内容，读不出来。请在原来的程序里另存为docx。")
    text = _decoded(raw)
    return (
        _of_html(text)
        if ending in {".html", ".htm"} or re.match(r"\s*<(?:!doctype|html)", text[:200], re.IGNORECASE)
        else text
    )


def _decoded(raw: bytes) -> str:
    """Read UTF-8 or GB18030 to the letter; nothing is guessed."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise UsageError("这不是文字文件(或编码不是UTF-8、GB18030)，读不出来。请另存为docx或UTF-8的txt。")


def _of_docx(raw: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = archive.namelist()
            if "word/document.xml" not in names:
                raise UsageError("这不是Word文档(docx)，没有读取。请选择工作报告的docx、html或txt文件。")
            if sum(one.file_size for one in archive.infolist()) > MOST_UNPACKED or len(names) > 5_000:
                raise UsageError("文件展开后过大，没有读取。请在原来的程序里另存为txt。")
            if b"<!DOCTYPE" in archive.read("word/document.xml")[:2_000]:
                raise UsageError("文件里有不该有的内容(DOCTYPE)，没有读取。请在原来的程序里另存为txt。")
        document = docx.Document(io.BytesIO(raw))
        lines: list[str] = []
        for block in document.iter_inner_content():
            if isinstance(block, Paragraph):
                lines.append(block.text)
            else:
                lines += ["\t".join(cell.text for cell in row.cells) for row in block.rows]
        return "\n".join(lines)
    except UsageError:
        raise
    except (
        zipfile.BadZipFile,
        PackageNotFoundError,
        KeyError,
        ValueError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        SyntaxError,
    ) as fault:
        raise UsageError("docx文件已损坏或加了密码，读不出来。请在原来的程序里另存一份。") from fault


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._hidden += tag in _HIDDEN
        if tag in _BLOCKS:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in _HIDDEN))
        if tag in _BLOCKS:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.found.append(re.sub(r"\s+", " ", html.unescape(data)))


def _of_html(text: str) -> str:
    words = _Words()
    words.feed(text)
    words.close()
    return re.sub(r"\n[ \n]*\n", "\n", "".join(words.found))
