"""Everything hashed again: every manifest, every file of every version, every original, and what belongs to nobody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shouwang.errors import StoreDamaged, StoreForeign
from shouwang.store import findings, leftovers, locks, originals, sentences
from shouwang.store.manifest import Entry
from shouwang.store.snapshot import fault_of

if TYPE_CHECKING:
    from shouwang.store.store import Store

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class VerifyFault:
    """One thing that is not as it was sealed.

    ``kind``: manifest (torn, altered or gone), missing, unreadable, damaged (a file), original (a submission),
    finding (what was found about one), leftover.
    ``versions``: those that it touches. A leftover touches none and does no harm.
    """

    kind: str
    message: str
    versions: tuple[int, ...] = ()
    table: str | None = None
    part: str | None = None

    @property
    def is_harmless(self) -> bool:
        return self.kind == "leftover"


_KINDS = {"缺失": "missing", "不可读": "unreadable", "校验不符": "damaged"}


def verify(store: Store, progress: Progress | None = None) -> list[VerifyFault]:
    """Return every fault of the store; an empty list means that every version is as it was sealed.

    Args:
        progress: called with files done and files in all.
    """
    faults, files = _manifests(store)
    for done, ((key, _), (entry, versions)) in enumerate(sorted(files.items()), start=1):
        wrong = fault_of(store.root, entry, again=True)
        if wrong:
            table, part = key.split("/", 1)
            message = f"{sentences.part_label(table, part)}的数据文件{wrong}，用到它的有{sentences.numbers_label(versions)}。请从备份恢复这个文件。"
            faults.append(VerifyFault(_KINDS[wrong], message, tuple(sorted(versions)), table, part))
        if progress:
            progress(done, len(files))
    faults += [
        VerifyFault("original", f"报送原件 {sha[:12]}… 校验不符或不可读。请从备份恢复，或请报送人重报。")
        for sha in originals.damaged(store.root)
    ]
    faults += [
        VerifyFault(
            "finding",
            f"回执 {name.split('/')[0]} 的检查结果校验不符或不可读；原件和版本没有改动。请从备份恢复，或请报送人重报。",
        )
        for name in findings.damaged(store.root)
    ]
    return faults + _leftovers(store)


def _manifests(store: Store) -> tuple[list[VerifyFault], dict[tuple[str, str], tuple[Entry, set[int]]]]:
    """Return the faults of manifests, and every file that a sound one names with the versions that do."""
    faults: list[VerifyFault] = []
    named: dict[tuple[str, str], tuple[Entry, set[int]]] = {}
    users: dict[tuple[str, str], set[int]] = defaultdict(set)
    known = store.numbers()
    for number in range(1, known[-1] + 1 if known else 1):
        if number not in known:
            faults.append(
                VerifyFault("manifest", f"第{number}版的清单缺失。请从备份恢复这个文件。", (number,))
            )
            continue
        try:
            manifest = store.manifest(number)
        except (StoreDamaged, StoreForeign) as fault:
            faults.append(VerifyFault("manifest", str(fault), (number,)))
            continue
        for key, entry in manifest.files.items():
            users[key, entry.path].add(number)
            named[key, entry.path] = (entry, users[key, entry.path])
    return faults, named


def _leftovers(store: Store) -> list[VerifyFault]:
    with locks.alone(store.root) as is_alone:
        if not is_alone:  # a publish is under way: what lies in staging is in use
            return []
        drafts, orphans = len(list(leftovers.drafts(store.root))), len(leftovers.unreferenced(store) or ())
    if not drafts and not orphans:
        return []
    return [
        VerifyFault(
            "leftover",
            f"有以前没有完成的发布留下的{drafts}份草稿、{orphans}个数据文件，不影响使用，下次发布时清理。",
        )
    ]
