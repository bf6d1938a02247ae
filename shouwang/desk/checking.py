"""A file is held against what the desk knows: sealed months, deadlines, what was sent before, what waits beside it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

import polars as pl

from shouwang import intake, reference
from shouwang.access import Role, Viewer
from shouwang.desk.progress import today_of
from shouwang.desk.saying import Said
from shouwang.intake import Checked, merging
from shouwang.records import (
    WAITING,
    Records,
    State,
    Submission,
    TownRows,
    exempted,
    list_corrections,
    list_submissions,
)
from shouwang.schema import TABLES, Kind, Parts, Table
from shouwang.store import Store

LATE_LIMIT = 12  # months to look on for the end of a quarter or a year


@dataclass(frozen=True)
class Standing:
    """What the desk found out besides the faults of a file."""

    is_late: bool = False
    is_correction: bool = False
    notes: tuple[str, ...] = ()


def read_kept(
    store: Store, book: Records, sha: str, name: str, said: Said, progress: intake.Progress | None = None
) -> Checked:
    """Return a kept file with every fault that reading and the rules find, beside the version and what waits.

    Args:
        name: what its sender calls it, numbers masked.
        said: what is known of it.

    Raises:
        StoreDamaged: the kept bytes are not what they were.
    """
    return intake.check(
        store.original_path(sha), name=name, store=store, table=said.table, month=said.month, area=said.area,
        exempt=frozenset(exempted(book)), progress=progress,
    )  # fmt: skip


def read_again(store: Store, book: Records, submission: Submission) -> Checked:
    """Return a submission's file as it reads today, from the kept original.

    Raises:
        StoreDamaged: the original is damaged.
    """
    month = date.fromisoformat(f"{submission.month}-01") if submission.month else None
    said = Said(submission.table, month, submission.area)
    return read_kept(store, book, submission.sha256, submission.stored_name, said)


def against_sender(checked: Checked, viewer: Viewer) -> None:
    """Note it where a table is not one that this sender hands in."""
    if checked.kind is None:
        return
    table = TABLES[checked.kind.feeds[0]]
    if table.name in merging.FROM_REFERENCE:
        checked.add(
            "SB04",
            f"“{checked.kind.label}”在 data/reference 里维护，改好后下次发布就生效。整份文件没有采用。",
        )
    elif viewer.role is Role.TOWN_HEAD and "town_code" not in table.names:
        checked.add("F06", f"“{checked.kind.label}”是全县一份的表，由县级填报。整份文件没有采用。")


def beside_waiting(store: Store, book: Records, receipt: str, checked: Checked) -> None:
    """Note what contradicts a file that waits to be sealed: the same households in another list of the month."""
    if checked.kind is None or checked.kind.id not in intake.KINDS or not checked.is_accepted:
        return
    others = [
        other
        for one, other in merging.waiting_files(store, book)
        if one.receipt != receipt and other.month == checked.month and set(other.towns) & set(checked.towns)
    ]
    intake.compare([*others, checked])


def against_desk(store: Store, book: Records, receipt: str, checked: Checked, reason: str | None) -> Standing:
    """Note sealed months, deadlines and repeats in the file, and return how it stands."""
    if checked.kind is None or checked.is_refused:
        return Standing()
    notes: list[str] = []
    same = _same_content(book, receipt, checked)
    if same is not None:
        checked.add(
            "SB03",
            f"内容与 {same.receipt}({same.submitted_at[:10]}报送)相同，只是文件另存过，数据不会有变化。",
        )
    is_correction = _sealed_before(store, book, checked, reason, notes)
    is_late = _deadline(store, book, checked, notes, is_correction=is_correction)
    return Standing(is_late, is_correction, tuple(notes))


def content_hash(checked: Checked) -> str | None:
    """Return a hash of the rows as read, whatever file they came in; None where nothing was read."""
    names = sorted(name for name in checked.cells.columns if name != "row")
    if checked.kind is None or not names or checked.cells.is_empty():
        return None
    return hashlib.sha256(checked.cells.select(names).write_csv().encode()).hexdigest()


def places(checked: Checked) -> list[TownRows]:
    """Return the file's rows by township; rows whose township could not be read are in the whole alone."""
    frame = checked.frame
    if "town_code" not in frame.columns:
        return []
    counted = (
        frame.filter(pl.col("town_code").is_not_null())
        .group_by("town_code")
        .agg(pl.len().alias("all"), pl.col("is_refused").sum().alias("refused"))
        .sort("town_code")
    )
    return [TownRows(town, whole, whole - refused, refused) for town, whole, refused in counted.iter_rows()]


# -- the month is sealed -----------------------------------------------------------------------------------------------


def _sealed_before(
    store: Store, book: Records, checked: Checked, reason: str | None, notes: list[str]
) -> bool:
    """Say whether the file corrects what is sealed; where it may not, it is refused."""
    assert checked.kind is not None
    if checked.month is None:
        return False
    sealed = _sealed_towns(store, book, checked)
    if checked.towns:
        sealed &= set(checked.towns)
    if not sealed:
        return False
    named = "、".join(_town_name(checked, town) for town in sorted(sealed)[:3] if town)
    where = f"({named}{'等' if len(sealed) > 3 else ''})" if named else ""
    opened = [
        one
        for one in list_corrections(book, month=checked.month_text, only_open=True)
        if one.covers(checked.kind.id, checked.area)
    ]
    if reason is None and not opened:
        checked.add(
            "SB01",
            f"{checked.month:%Y年%m月}的“{checked.kind.label}”已经封存{where}。要更正，请写明理由再报(命令行加 --reason 说明)，"
            "或请县级数据员开放这个月的更正。整份文件没有采用。",
        )
        return False
    why = reason or opened[0].reason
    notes.append(f"这是对{checked.month:%Y年%m月}已封存数据的更正{where}，理由: {why}。")
    return True


def _sealed_towns(store: Store, book: Records, checked: Checked) -> set[str]:
    """Return the townships whose rows of this kind and month are in the current version; "" for a table without places."""
    assert checked.kind is not None
    assert checked.month is not None
    found: set[str] = set()
    for one in list_submissions(book, state=State.PUBLISHED, month=checked.month_text, table=checked.kind.id):
        found |= set(one.towns) or {""}
    if not store.numbers():
        return set()
    snapshot = store.snapshot()
    table = TABLES[checked.kind.feeds[0]]
    column = _month_column(table)
    if column is None or "town_code" not in table.names:
        return found
    part = f"{checked.month:%Y-%m}" if table.parts is Parts.MONTH else f"{checked.month:%Y}"
    entry = snapshot.manifest.parts(table.name).get(part)
    if entry is None:
        return found
    covers = pl.sql_expr(checked.kind.covers)
    rows = pl.scan_parquet(snapshot.file(table.name, part, entry), hive_partitioning=False)
    towns = rows.filter((pl.col(column) == checked.month) & covers).select("town_code").unique().collect()
    return found | set(towns["town_code"])


def _month_column(table: Table) -> str | None:
    """Return the column that says which month a row is of, if the table is one of months."""
    name = table.part_column
    return name if name is not None and table.column(name).kind is Kind.MONTH else None


def _town_name(checked: Checked, town: str) -> str:
    if checked.county is None or not town:
        return town
    return checked.county.name if town.endswith("000") else checked.county.town_name(town)


# -- deadlines and repeats ---------------------------------------------------------------------------------------------


def _deadline(
    store: Store, book: Records, checked: Checked, notes: list[str], *, is_correction: bool
) -> bool:
    """Say whether the file comes after its day. Months from before the store was made are history, not a delay."""
    if checked.month is None or checked.kind is None or is_correction:
        return False
    due = due_day(store.county, checked.kind.feeds[0], checked.month)
    snapshot = store.snapshot() if store.numbers() else None
    today = today_of(snapshot)
    is_sealed = snapshot is not None and checked.month_text in snapshot.months()
    if due is not None and today > due:
        sentence = f"逾期: {checked.month:%Y年%m月}的上报期限是{due}，晚了{(today - due).days}天。"
    elif is_sealed:
        sentence = f"逾期: {checked.month:%Y年%m月}已经封存过，这是补报。"
    else:
        return False
    if is_sealed or store.is_demo or (due is not None and store.made_on <= due):
        checked.add("SB02", sentence)
    else:
        notes.append(sentence)
    return True


def due_day(county: str, table: str, month: date) -> date | None:
    """Return the last day on which a table of a month may be reported; None where it has none."""
    duty = next((one for one in reference.duties(county) if one.table == table and one.is_regular), None)
    if duty is None:
        return None
    for ahead in range(LATE_LIMIT):
        number = month.year * 12 + month.month - 1 + ahead
        end = date(number // 12, number % 12 + 1, 1)
        if duty.ends_in(end):
            return duty.due(end)
    return None


def _same_content(book: Records, receipt: str, checked: Checked) -> Submission | None:
    assert checked.kind is not None
    wanted = content_hash(checked)
    for one in list_submissions(
        book,
        state=[*WAITING, State.PUBLISHED],
        month=checked.month_text,
        table=checked.kind.id,
        newest_first=True,
    ):
        if one.receipt != receipt and wanted is not None and one.content_hash == wanted:
            return one
    return None
