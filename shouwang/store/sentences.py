"""What the store says when a disk refuses or a file is damaged: what happened, what was kept, what to do.

Never a path, a statement or a library's own words (invariant I7).
"""

from __future__ import annotations

import errno
from collections.abc import Iterable

from shouwang.errors import MachineError
from shouwang.schema import TABLES

_CAUSES = (
    ({errno.ENOSPC, errno.EDQUOT}, ("No space left", "Disk quota"), "磁盘空间不足"),
    ({errno.EFBIG}, ("File too large",), "文件超过了系统允许的大小"),
    ({errno.EROFS}, ("Read-only file system",), "磁盘是只读的"),
    ({errno.EACCES, errno.EPERM}, ("Permission denied", "not permitted"), "没有读写权限"),
    ({errno.EMFILE, errno.ENFILE}, ("Too many open files",), "打开的文件过多"),
    ({errno.ENOMEM}, ("Cannot allocate memory", "Out of Memory", "ould not allocate"), "内存不足"),
)


def machine_fault(fault: BaseException, doing: str) -> MachineError:
    """Return the sentence for a disk that refuses (full, read-only, no right, broken)."""
    return MachineError(
        f"{cause_of(fault)}，{doing}没有完成；原有版本和已报送的文件都没有改动。请处理后重试，或联系管理员。"
    )


def cause_of(fault: BaseException) -> str:
    number, text = getattr(fault, "errno", None), str(fault)
    if isinstance(fault, MemoryError):
        return "内存不足"
    for numbers, words, cause in _CAUSES:
        if number in numbers or (number is None and any(word in text for word in words)):
            return cause
    return "磁盘读写出错"


def part_label(table: str, part: str) -> str:
    """Return ``2023年11月“农户月表”`` for a table's part."""
    label = TABLES[table].label if table in TABLES else table
    if part == "all":
        return f"“{label}”"
    year, _, month = part.partition("-")
    return f"{year}年{int(month)}月“{label}”" if month else f"{year}年“{label}”"


def damage(table: str, part: str, what: str) -> str:
    return (
        f"{part_label(table, part)}的数据文件{what}，已停止使用；其他版本和原件没有改动。"
        "请用 restore 退回较早的版本，或从备份恢复。"
    )


def numbers_label(numbers: Iterable[int]) -> str:
    """Return ``第3、4、7版``."""
    return f"第{'、'.join(str(number) for number in sorted(numbers))}版"
