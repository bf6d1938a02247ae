"""A workbook before anything parses it: is it whole, small, and free of what no export has?

Everything is counted while reading, never taken from what the file says of itself. Source: reliability and security note
T13 and section 4, group A.
"""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from pathlib import Path

MAX_FILE = 100 * 1024 * 1024
MAX_ENTRIES = 500
MAX_UNPACKED = 1200 * 1024 * 1024
MAX_RATIO = 100
RATIO_FROM = 4 * 1024 * 1024  # small parts may well compress more
_CHUNK = 1 << 18
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# Parts that an export never has, and what to tell the sender.
_FORBIDDEN: tuple[tuple[str, str], ...] = (
    (r"vbaproject|vbadata|macrosheets|dialogsheets", "文件带宏。请另存为不带宏的 .xlsx 后再报"),
    (r"externallinks/", "文件引用了外部工作簿。请断开链接(数据-编辑链接)、另存后再报"),
    (r"xl/connections\.xml|querytables/", "文件带外部数据连接。请去掉连接后再报"),
    (r"embeddings/|activex/|oleobject", "文件里嵌入了其他对象。请删去嵌入对象后再报"),
    (r"encryptedpackage|encryptioninfo", "文件已加密。请去掉打开密码后再报"),
)
_DOCTYPE = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
_MACRO = re.compile(rb"macroEnabled|vbaProject|/xlMacrosheet|/xlIntlMacrosheet|/dialogsheet", re.IGNORECASE)
_PART_NAME = re.compile(r"[\w\[\]().\-/ ]+")


class Refused(Exception):  # noqa: N818 — not an error of ours: the reason why a file is sent back
    """The file is not opened; the text says why and what to do."""


WORKBOOK, TEXT = "workbook", "text"
_TEXT_ENDINGS = frozenset({".csv", ".txt", ".tsv"})
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_AS_XLSX = "请用 Excel 或 WPS 打开后另存为“Excel 工作簿(.xlsx)”再报"


def form_of(path: Path, name: str) -> str:
    """Return whether a file is to be read as a workbook or as text, by its first bytes; its ending must not contradict.

    Raises:
        Refused: it is something else (old Excel, WPS, Word, PDF, a picture, an archive, a web page …): what, and how to save it.
    """
    size = path.stat().st_size
    if size == 0:
        raise Refused("文件是空的。请重新导出后再报")
    if size > MAX_FILE:
        raise Refused(f"文件超过{MAX_FILE // 1024 // 1024} MB。请分乡镇导出后再报")
    with path.open("rb") as stream:
        head = stream.read(4096)
    ending = Path(name).suffix.lower()
    if head.startswith(b"PK\x03\x04"):
        return WORKBOOK
    if head.startswith(_OLE):
        raise Refused(_old_or_encrypted(path, ending))
    if reason := _other(head):
        raise Refused(reason)
    if ending in _TEXT_ENDINGS:
        return TEXT
    if b"\x00" not in head and b"\n" in head and ending not in {".xlsx", ".xls", ".xlsm"}:
        return TEXT
    raise Refused(
        "不是 Excel 工作簿(.xlsx)，或上传不完整。请用导出的原文件再报；如果是 CSV 文本，请把扩展名改为 .csv"
    )


def _other(head: bytes) -> str | None:
    """Return the sentence for a kind of file that is no table, None for anything else."""
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith(b"%pdf"):
        return "这是 PDF 文件，读不出表格。请报原来的 Excel 表(.xlsx)"
    if head.startswith(_IMAGES) or head[4:12] in {b"ftypheic", b"ftypmif1"}:
        return "这是图片，读不出表格。请报原来的 Excel 表(.xlsx)"
    if head.startswith(_ARCHIVES):
        return "这是压缩包。请解压后把里面的表逐个上报"
    if start.startswith(b"{\\rtf"):
        return "这是文档(RTF)，不是表格。请把表格粘贴到 Excel 里，另存为 .xlsx 再报"
    if start.startswith(b"<") and b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        return f"这是 XML 表格(2003)，不是真正的工作簿。{_AS_XLSX}"
    if start.startswith(b"<") and any(
        tag in start for tag in (b"<html", b"<table", b"<!doctype", b"<meta", b"<head")
    ):
        return f"这是网页改名成的表格，不是真正的工作簿。{_AS_XLSX}"
    return None


def check_container(path: Path) -> None:
    """Return if the file may be parsed.

    Raises:
        Refused: with a Chinese sentence.
    """
    size = path.stat().st_size
    if size == 0:
        raise Refused("文件是空的。请重新导出后再报")
    if size > MAX_FILE:
        raise Refused(f"文件超过{MAX_FILE // 1024 // 1024} MB。请分乡镇导出后再报")
    with path.open("rb") as stream:
        head = stream.read(8)
    if head == _OLE:
        raise Refused(_old_or_encrypted(path, path.suffix.lower()))
    if not head.startswith(b"PK\x03\x04"):
        raise Refused("不是 Excel 工作簿(.xlsx)，或上传不完整。请用导出的原文件再报")
    try:
        with zipfile.ZipFile(path) as archive:
            _check_entries(archive.infolist())
            _check_contents(archive, size)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        OSError,
        RuntimeError,
        UnicodeError,
    ) as fault:
        raise Refused("文件已损坏或上传不完整。请重新导出后再报") from fault


def _old_or_encrypted(path: Path, ending: str) -> str:
    content = path.read_bytes()  # at most MAX_FILE
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "文件已加密。请去掉打开密码后再报"
    if ending == ".et":
        return f"这是 WPS 表格(.et)的文件。{_AS_XLSX}"
    if ending in {".wps", ".doc"} or "WordDocument".encode("utf-16-le") in content:
        return "这是文字文档(.doc、.wps)，不是表格。请把表格粘贴到 Excel 里，另存为 .xlsx 再报"
    return "这是旧格式(.xls)的文件。请在 Excel 或 WPS 里另存为“Excel 工作簿(.xlsx)”后再报"


def _not_a_workbook(names: list[str]) -> str:
    """Return the sentence for an archive that holds something else."""
    if any(name.startswith("word/") for name in names):
        return "不是 Excel 工作簿(.xlsx)，是 Word 文档。请把表格粘贴到 Excel 里，另存为 .xlsx 再报"
    if "xl/workbook.bin" in names:
        return f"不是 Excel 工作簿(.xlsx)，是二进制格式(.xlsb)。{_AS_XLSX}"
    if "content.xml" in names and "mimetype" in names:
        return f"不是 Excel 工作簿(.xlsx)，是 ODF 表格(.ods)。{_AS_XLSX}"
    if any(name.lower().endswith((".xlsx", ".xls", ".csv", ".et")) for name in names):
        return "不是 Excel 工作簿(.xlsx)，是压缩包。请解压后把里面的表逐个上报"
    return "不是 Excel 工作簿(.xlsx)。请用导出的原文件再报"


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES:
        raise Refused("文件里的部件过多，不像是导出的工作簿。请用导出的原文件再报")
    names = [entry.filename for entry in entries]
    if len({name.lower() for name in names}) != len(names):
        raise Refused("文件里有同名的部件，内容可能被改过。请用导出的原文件再报")
    for entry in entries:
        name = entry.filename
        odd = (
            ".." in name.split("/") or name.startswith("/") or "\\" in name or not _PART_NAME.fullmatch(name)
        )
        if odd or stat.S_ISLNK(entry.external_attr >> 16):
            raise Refused("文件里有不该有的部件(路径异常)。请用导出的原文件再报")
        if entry.flag_bits & 0x1:
            raise Refused("文件已加密。请去掉打开密码后再报")
        for pattern, sentence in _FORBIDDEN:
            if re.search(pattern, name.lower()):
                raise Refused(sentence)
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise Refused(_not_a_workbook(names))


def _check_contents(archive: zipfile.ZipFile, size: int) -> None:
    """Read every part. What they may hold together goes by the size of the file: entries may share their bytes."""
    left = min(MAX_UNPACKED, max(RATIO_FROM, MAX_RATIO * size))
    for entry in archive.infolist():
        left -= _read_part(archive, entry, left)


def _read_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> int:
    """Read one part to its end (which checks its CRC) and return its true size, which may be ``left`` at most."""
    size, tail, is_xml = 0, b"", entry.filename.lower().endswith((".xml", ".rels", ".vml"))
    with archive.open(entry) as part:
        while chunk := part.read(_CHUNK):
            size += len(chunk)
            if size > left:
                raise Refused("文件解压后异常地大，没有打开。请用导出的原文件再报")
            if is_xml:
                _check_xml(entry.filename, tail + chunk)
                tail = chunk[-64:]
    return size


def _check_xml(name: str, text: bytes) -> None:
    if any(mark in text for mark in _DOCTYPE):
        raise Refused("文件里有 DOCTYPE 声明，正常的导出不会有，没有打开。请用导出的原文件再报")
    if (name == "[Content_Types].xml" or name.endswith(".rels")) and _MACRO.search(text):
        raise Refused("文件带宏。请另存为不带宏的 .xlsx 后再报")
    if name == "xl/workbook.xml" and b"purl.oclc.org/ooxml" in text:
        raise Refused("这是“严格 Open XML”格式。请另存为普通的“Excel 工作簿(.xlsx)”后再报")
