"""A witness of whole stores that knows nothing of the product but its files and its tables.

It reads the folders, the manifests, the Parquet files and a copy of the database by itself (the copy, so that nothing is
repaired by looking), and holds them against the invariants I1 to I8 of the reliability note. What has been acknowledged it
is told; what it has seen it remembers.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.compute
import pyarrow.parquet

WAITING = {"accepted", "confirmed"}
GONE = {"superseded", "withdrawn"}
ALIVE = {"received", "checked", "held", "refused", "published", *WAITING}
# What may have become of a submission that was told to be in a state.
LATER = {
    "accepted": {"accepted", "confirmed", "published", *GONE},
    "confirmed": {"confirmed", "published", *GONE},
    "held": {"held", "accepted", "checked", *GONE},
    "refused": {"refused", "checked"},
    "withdrawn": {"withdrawn"},
    "superseded": {"superseded"},
    "published": {"published", "superseded"},
}
COUNTED = {"held", "accepted", "confirmed", "published"}


@dataclass
class Auditor:
    """Holds one store against what was acknowledged of it, and against what it was when last seen."""

    root: Path
    told: dict[str, str] = field(default_factory=dict)  # receipt -> state
    versions: set[int] = field(default_factory=set)  # acknowledged
    seals: dict[int, str] = field(default_factory=dict)  # manifests as first seen
    audit: list[str] = field(default_factory=list)  # hashes of the audit's rows as first seen

    def hear(self, answer: object) -> None:
        """Take a complete answer of ``submit``, ``confirm``, ``withdraw`` or ``publish`` (as JSON): from now on it must hold."""
        for one in answer if isinstance(answer, list) else [answer]:
            if "receipt" in one:
                self.told[one["receipt"]] = one["state"]
            elif "version" in one:
                self.versions.add(one["version"])
                self.told |= dict.fromkeys(one["submissions"], "published")

    def check(self, *, restarted: bool) -> dict[str, Any]:
        """Check everything and return what there is; ``restarted``: a command has run since, so all must be in line."""
        manifests = self._manifests()
        with self._database() as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            sent = _rows(database, "SELECT * FROM submission ORDER BY receipt")
            towns = _rows(database, "SELECT * FROM submission_town")
            events = _rows(database, "SELECT * FROM submission_event ORDER BY receipt, seq")
            audit = _rows(database, "SELECT * FROM audit ORDER BY seq")
            head = database.execute("SELECT seq, hash FROM audit_head").fetchall()
        self._check_chain(audit, head)
        self._check_told(sent, manifests)
        for one in sent:
            self._check_submission(one, [town for town in towns if town["receipt"] == one["receipt"]])
            self._check_written(one, events, audit)
        self._check_once(sent)
        self._check_sealed(sent, manifests)
        if restarted:
            self._check_in_line(sent, audit, manifests)
        return {
            "states": {one["receipt"]: one["state"] for one in sent},
            "versions": sorted(manifests),
            "audit": audit,
            "sent": sent,
        }

    # -- versions: I2 whole or not at all, I3 immutable, I4 monotone -----------------------------------------------

    def _manifests(self) -> dict[int, dict[str, Any]]:
        found = {}
        for path in sorted((self.root / "manifests").iterdir()):
            raw = path.read_bytes()
            about = json.loads(raw)
            number = int(path.stem)
            assert about["version"] == number
            seal = hashlib.sha256(raw).hexdigest()
            assert self.seals.setdefault(number, seal) == seal, f"version {number} has changed"
            for key, entry in about["files"].items():
                _check_file(self.root / entry["path"], entry, key)
            found[number] = about
        assert sorted(found) == list(range(1, len(found) + 1)), sorted(found)
        assert set(self.seals) <= set(found), "a version that was there is gone"
        return found

    # -- the database ----------------------------------------------------------------------------------------------

    @contextmanager
    def _database(self) -> Iterator[sqlite3.Connection]:
        with tempfile.TemporaryDirectory() as folder:
            for ending in ("", "-wal"):
                path = self.root / f"records.sqlite{ending}"
                if path.exists():
                    shutil.copyfile(path, Path(folder) / path.name)
            with closing(sqlite3.connect(Path(folder) / "records.sqlite")) as database:
                yield database

    def _check_chain(self, audit: list[dict[str, Any]], head: list[tuple[int, str]]) -> None:
        """I6: the chain holds from its start to its head, and nothing that was in it has changed or gone."""
        before = "0" * 64
        for number, row in enumerate(audit, 1):
            assert (row["seq"], row["previous"]) == (number, before)
            content = [
                row[name]
                for name in ("seq", "at", "actor", "action", "object", "result", "detail", "previous")
            ]
            text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
            before = hashlib.sha256(text.encode()).hexdigest()
            assert row["hash"] == before, f"row {number} of the audit was changed"
        assert head == ([(len(audit), before)] if audit else [])
        hashes = [row["hash"] for row in audit]
        assert hashes[: len(self.audit)] == self.audit, "rows of the audit are gone"
        self.audit = hashes

    def _check_told(self, sent: list[dict[str, Any]], manifests: dict[int, dict[str, Any]]) -> None:
        """I1: what was acknowledged is kept."""
        states = {one["receipt"]: one["state"] for one in sent}
        for receipt, state in self.told.items():
            assert states.get(receipt) in LATER.get(state, {state}), (
                f"{receipt}: told {state}, is {states.get(receipt)}"
            )
        assert self.versions <= set(manifests), "an acknowledged version is gone"

    # -- submissions -----------------------------------------------------------------------------------------------

    def _check_submission(self, one: dict[str, Any], towns: list[dict[str, Any]]) -> None:
        """The original is there as its hash says; I5: rows in = taken + refused; what is accepted is whole."""
        name = one["receipt"]
        original = (self.root / "submissions" / one["sha256"]).read_bytes()
        assert hashlib.sha256(original).hexdigest() == one["sha256"], name
        assert len(original) == one["size"], name
        if one["state"] in COUNTED:
            assert one["rows_in"] == one["rows_taken"] + one["rows_refused"], name
            assert one["rows_in"] > 0, name
            for column in ("rows_in", "rows_taken", "rows_refused"):
                assert sum(town[column] for town in towns) <= one[column], name
            self._finding(name, "faults.parquet")
            self._finding(name, "reading.json")
        if one["state"] in WAITING:
            self._finding(name, "rows.parquet")
            self._finding(name, "rows.json")

    def _finding(self, receipt: str, name: str) -> None:
        head, _, content = (self.root / "findings" / receipt / name).read_bytes().partition(b"\n")
        assert hashlib.sha256(content).hexdigest() == head.decode(), f"{receipt}/{name}"

    def _check_written(
        self, one: dict[str, Any], events: list[dict[str, Any]], audit: list[dict[str, Any]]
    ) -> None:
        """I6: every move of a submission is in its events and in the audit, in the same order, and the last is its state."""
        moves = [event["to_state"] for event in events if event["receipt"] == one["receipt"]]
        rows = [row["action"] for row in audit if row["object"] == f"submission/{one['receipt']}"]
        rows = [action for action in rows if action != "take_original"]
        assert moves[0] == "received"
        assert moves[-1] == one["state"]
        assert rows == ["submit", *moves[1:]], one["receipt"]

    def _check_once(self, sent: list[dict[str, Any]]) -> None:
        """The same bytes are one submission."""
        alive = Counter(one["sha256"] for one in sent if one["state"] in ALIVE)
        assert not [sha for sha, count in alive.items() if count > 1], alive

    def _check_sealed(self, sent: list[dict[str, Any]], manifests: dict[int, dict[str, Any]]) -> None:
        """I2, I5: what a version says it sealed, is in it with every row that was taken; and in one version alone."""
        taken = {one["receipt"]: one for one in sent}
        named = Counter(receipt for about in manifests.values() for receipt in about["submissions"])
        assert not [receipt for receipt, times in named.items() if times > 1], named
        for number, about in manifests.items():
            for receipt in about["submissions"]:
                one = taken[receipt]
                assert one["state"] in {"published", "superseded", *WAITING}, (
                    receipt
                )  # the last, until a restart
                if (one["data_table"] or "") in {"alleviated", "monitored"}:
                    part = about["files"][f"person_month/{one['month']}"]
                    column = pyarrow.parquet.read_table(self.root / part["path"], columns=["source_id"])[
                        "source_id"
                    ]
                    rows = pyarrow.compute.sum(pyarrow.compute.equal(column, receipt)).as_py() or 0
                    assert rows == one["rows_taken"], f"{receipt} in version {number}"
        for one in sent:
            if one["version"] is not None:
                assert one["receipt"] in manifests[one["version"]]["submissions"], one["receipt"]

    # -- after a restart: I6 and I8 --------------------------------------------------------------------------------

    def _check_in_line(
        self, sent: list[dict[str, Any]], audit: list[dict[str, Any]], manifests: dict[int, dict[str, Any]]
    ) -> None:
        states = {one["receipt"]: one["state"] for one in sent}
        assert not {state for state in states.values() if state in {"received", "checked"}}, states
        done = Counter(
            row["object"]
            for row in audit
            if row["action"] in {"publish", "restore"} and row["result"] == "ok"
        )
        assert done == Counter(f"version/{number}" for number in manifests)
        for about in manifests.values():
            for receipt in about["submissions"]:
                assert states[receipt] in {"published", "superseded"}, receipt
        open_ones = Counter[tuple[str, str]]()
        for row in audit:
            if row["result"] == "begun":
                open_ones[row["action"], row["object"]] += 1
            elif open_ones[row["action"], row["object"]]:
                open_ones[row["action"], row["object"]] -= 1
        assert not +open_ones, f"begun, and no word of how it ended: {+open_ones}"


def _check_file(path: Path, entry: dict[str, Any], key: str) -> None:
    with path.open("rb") as stream:
        assert hashlib.file_digest(stream, "sha256").hexdigest() == entry["sha256"], key
    assert pyarrow.parquet.read_metadata(path).num_rows == entry["rows"], key


def _rows(database: sqlite3.Connection, query: str) -> list[dict[str, Any]]:
    cursor = database.execute(query)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def drafts(root: Path) -> Iterable[Path]:
    """Return what lies in staging: nobody's, once nobody is at work."""
    return (root / "staging").iterdir()
