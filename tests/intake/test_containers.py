"""Files that are no export: each is refused with a sentence before anything parses it."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from shouwang.intake import check
from shouwang.intake.precheck import MAX_FILE
from tests.intake.conftest import Draw, household

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def rewritten(
    path: Path, change: Callable[[str, bytes], bytes | None], extra: dict[str, bytes] | None = None
) -> bytes:
    """Return the workbook with its parts passed through ``change`` (None drops a part) and parts added."""
    target = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
        for name, content in (extra or {}).items():
            new.writestr(name, content)
    return target.getvalue()


def same(_: str, content: bytes) -> bytes:
    return content


def with_doctype(name: str, content: bytes) -> bytes:
    if not name.startswith("xl/worksheets/"):
        return content
    return content.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>', 1)


def without(part: str) -> Callable[[str, bytes], bytes | None]:
    return lambda name, content: None if name == part else content


def swapped(part: str, old: bytes, new: bytes) -> Callable[[str, bytes], bytes]:
    return lambda name, content: content.replace(old, new) if name == part else content


MAKE: dict[str, tuple[Callable[[Path], bytes], str]] = {
    "空文件": (lambda path: b"", "空的"),
    "随机字节": (lambda path: os.urandom(4000), "不是 Excel 工作簿"),
    "纯文本": (lambda path: "户编号,姓名".encode(), "不是 Excel 工作簿"),
    "只有前一半": (lambda path: path.read_bytes()[: path.stat().st_size // 2], "损坏"),
    "过大": (lambda path: b"PK\x03\x04" + b"0" * MAX_FILE, "超过"),
    "旧格式": (lambda path: OLE, ".xls"),
    "打开密码": (lambda path: OLE + "EncryptedPackage".encode("utf-16-le"), "加密"),
    "不是工作簿的zip": (lambda path: rewritten(path, without("xl/workbook.xml")), "不是 Excel 工作簿"),
    "缺内容类型": (lambda path: rewritten(path, without("[Content_Types].xml")), "不是 Excel 工作簿"),
    "部件过多": (lambda path: rewritten(path, same, {f"x/{n}.xml": b"" for n in range(600)}), "部件过多"),
    "路径穿越": (lambda path: rewritten(path, same, {"../../evil.txt": b"x"}), "路径异常"),
    "宏": (lambda path: rewritten(path, same, {"xl/vbaProject.bin": b"x"}), "宏"),
    "宏类型": (
        lambda path: rewritten(path, swapped("[Content_Types].xml", b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main")),
        "宏",
    ),
    "外部链接": (lambda path: rewritten(path, same, {"xl/externalLinks/externalLink1.xml": b"<a/>"}), "外部工作簿"),
    "数据连接": (lambda path: rewritten(path, same, {"xl/connections.xml": b"<a/>"}), "数据连接"),
    "嵌入对象": (lambda path: rewritten(path, same, {"xl/embeddings/oleObject1.bin": b"x"}), "嵌入"),
    "外部实体": (lambda path: rewritten(path, with_doctype), "DOCTYPE"),
    "压缩炸弹": (lambda path: rewritten(path, same, {"xl/media/a.bin": b"\0" * 60_000_000}), "异常地大"),
    "严格格式": (
        lambda path: rewritten(path, swapped("xl/workbook.xml", b"schemas.openxmlformats.org", b"purl.oclc.org/ooxml")),
        "严格",
    ),
    "标签不闭合": (
        lambda path: rewritten(path, swapped("xl/worksheets/sheet1.xml", b"</sheetData>", b"</broken>")), "读不出来",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", MAKE)
def test_it_is_refused_with_a_sentence(case: str, draw: Draw, tmp_path: Path) -> None:
    make, words = MAKE[case]
    path = tmp_path / "报送.xlsx"
    path.write_bytes(make(draw(household())))
    found = check(path)
    assert [(fault.rule, fault.level) for fault in found.problems] == [("F01", "reject_file")]
    assert words in found.problems[0].message
    assert (found.rows_in, found.rows_taken) == (0, 0)


def test_two_parts_of_one_name_are_refused(draw: Draw, tmp_path: Path) -> None:
    path = draw(household())
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/worksheets/sheet1.xml", b"<a/>")
    assert "同名" in check(path).problems[0].message


def test_a_flipped_bit_is_found_by_the_checksum(draw: Draw) -> None:
    path = draw(household())
    with zipfile.ZipFile(path) as archive:
        place = archive.getinfo("xl/worksheets/sheet1.xml").header_offset + 120
    content = bytearray(path.read_bytes())
    content[place] ^= 0x10
    path.write_bytes(bytes(content))
    assert "损坏" in check(path).problems[0].message


def test_a_cell_at_the_far_corner_costs_the_child_and_not_us(draw: Draw) -> None:
    def far(name: str, content: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return content
        row = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
        return content.replace(b"</sheetData>", row)

    path = draw(household())
    path.write_bytes(rewritten(path, far))
    found = check(path)
    assert found.problems[0].rule == "F01"
    assert "孤零零的格" in found.problems[0].message


def test_a_wrong_declared_area_loses_no_row(draw: Draw) -> None:
    def narrowed(name: str, content: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return content
        found, changed = re.subn(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:B2"', content)
        assert changed == 1
        return found

    path = draw(household())
    path.write_bytes(rewritten(path, narrowed))
    assert check(path).rows_taken == 2
