"""A report's text from its file: txt, html, docx, pdf with text. What cannot be read costs one sentence."""

from __future__ import annotations

import html
import io
import json
import re
import subprocess
import sys
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
ENDINGS = (".txt", ".html", ".htm", ".docx", ".pdf")
_PDF_CHILD = Path(__file__).with_name("pdf_child.py")
_PDF_SECONDS = 60  # by the clock; what the child may use of the processor is its own limit
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
    text = _of_pdf(path) if raw.startswith(b"%PDF") else _text(raw, ending)
    if not text.strip():
        raise UsageError("文件里没有可读的文字。扫描件、照片请先用文字识别转成文字。")
    if len(text) > MOST_SIGNS:
        raise UsageError(f"文字有{len(text):,}字，超过{MOST_SIGNS:,}字，没有读取。请核对是否选错了文件。")
    return text


def _text(raw: bytes, ending: str) -> str:
    if ending == ".pdf":
        raise UsageError("这不是pdf文件的内容，读不出来。请在原来的程序里另存为pdf或docx。")
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


def _of_pdf(path: Path) -> str:
    """Return the text of a pdf, read by a child process that cannot take this one down."""
    try:
        child = subprocess.run(
            [sys.executable, "-I", str(_PDF_CHILD), str(path.resolve())],
            stdin=subprocess.DEVNULL, capture_output=True, timeout=_PDF_SECONDS, check=False,
        )  # fmt: skip
        about = json.loads(child.stdout) if child.returncode == 0 else {"refused": "large"}
    except (subprocess.TimeoutExpired, ValueError):
        about = {"refused": "large"}
    reason = about.get("refused")
    if reason == "locked":
        raise UsageError("pdf加了密码，读不出来。请取消密码后再选，或把文字粘贴进来。")
    if reason == "long":
        raise UsageError(f"pdf有{about['pages']}页，超过200页，没有读取。请核对是否选错了文件。")
    if reason == "large":
        raise UsageError("读这份pdf要用的内存或时间过多，已停止。请另存为docx或txt，或把文字粘贴进来。")
    if reason is not None:
        raise UsageError("pdf文件已损坏，读不出来。请在原来的程序里另存一份，或把文字粘贴进来。")
    text = _unwrapped(str(about["text"]))
    if len(re.sub(r"\s", "", text)) < 4 * int(about["pages"]):
        raise UsageError("pdf里没有文字，多半是扫描件。请先用文字识别转成文字，或把文字粘贴进来。")
    return text


_BEGINS = re.compile(
    r"\s*$|\s*[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）、.](?!\d)|\s*第[一二三四五六七八九十]+[章节部]|# "
)
_WIDTH = 0.8  # of the longest line: a shorter one ends its paragraph


def _unwrapped(text: str) -> str:
    """Join the lines that a page cut inside a sentence: a figure may stand across them (13, 户)."""
    lines = [line.strip() for line in text.replace("\r", "").split("\n")]
    full = _WIDTH * max(map(len, lines), default=0)
    joined: list[str] = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        goes_on = (
            len(line) >= full and not line.endswith(tuple("。!?！？:：")) and not _BEGINS.match(following)
        )
        joined += [line] if goes_on else [line, "\n"]
    return "".join(joined)


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
