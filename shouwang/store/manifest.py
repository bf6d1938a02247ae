"""What a version is on disk: one JSON that lists every file with its hash.

    {"format": 1, "alg": "sha256", "version": 7, "parent": 6, "county": "420281", "author": "...", "approver": null,
     "reason": "...", "created_at": "2023-12-01T08:30:00+08:00", "submissions": ["R-..."], "restored_from": null,
     "files": {"household_month/2023-11": {"path": "objects/household_month/month=2023-11/ab12….parquet",
               "sha256": "…", "rows": 8123, "bytes": 180000, "schema": 1, "sources": ["R-…"], "sealed_at": "…"}},
     "seal": "<sha256 of everything above, canonical JSON>"}

``seal`` lets a reader tell a torn or altered manifest from a whole one without any other file. ``sealed_at`` of a file
is the time its rows were taken in (``ingested_at``): kept here, so that unchanged rows keep their bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from shouwang.store import layout

FORMAT = 1


class NewerFormat(ValueError):
    """The manifest was written by a newer program."""


@dataclass(frozen=True)
class Entry:
    """One immutable Parquet file: a table's part (month, year or the whole) in a version."""

    path: str
    sha256: str
    rows: int
    bytes: int
    schema: int
    sealed_at: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Manifest:
    version: int
    parent: int | None
    county: str
    author: str
    reason: str
    created_at: str
    files: Mapping[str, Entry]  # "table/part" -> entry
    approver: str | None = None
    submissions: tuple[str, ...] = ()
    restored_from: int | None = None
    format: int = FORMAT
    alg: str = "sha256"
    _tables: dict[str, dict[str, Entry]] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        for key, entry in self.files.items():
            table, part = key.split("/", 1)
            self._tables.setdefault(table, {})[part] = entry

    def parts(self, table: str) -> dict[str, Entry]:
        """Return part -> entry of one table, empty when the version has none of it."""
        return dict(sorted(self._tables.get(table, {}).items()))

    @property
    def tables(self) -> tuple[str, ...]:
        return tuple(sorted(self._tables))

    @cached_property
    def seal(self) -> str:
        """A hash of everything in the version: two versions with the same seal are the same version."""
        return seal_of(_body(self))


def _body(manifest: Manifest) -> dict[str, Any]:
    body = asdict(manifest)
    del body["_tables"]
    body["submissions"] = list(manifest.submissions)
    for entry in body["files"].values():
        entry["sources"] = list(entry["sources"])
    return body


def seal_of(body: Mapping[str, Any]) -> str:
    canonical = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def dump(manifest: Manifest) -> bytes:
    """Return the manifest as the bytes that are committed."""
    return json.dumps(
        {**_body(manifest), "seal": manifest.seal}, ensure_ascii=False, indent=1, sort_keys=True
    ).encode()


def parse(raw: bytes, number: int) -> Manifest:
    """Return the manifest of these bytes, which must be that of version ``number``.

    Raises:
        NewerFormat: written by a newer program.
        ValueError, KeyError, TypeError: torn, altered, or not this manifest. (The store turns these into its own errors.)
    """
    document = json.loads(raw)
    if not isinstance(document, dict) or "seal" not in document:
        raise ValueError("not a manifest")
    # Before the seal: a newer program may seal in another way, and its store is whole, not damaged.
    if isinstance(document.get("format"), int) and document["format"] > FORMAT:
        raise NewerFormat(document["format"])
    seal = document.pop("seal")
    if seal != seal_of(document):
        raise ValueError("seal does not match")
    files = {
        key: Entry(**{**value, "sources": tuple(value["sources"])})
        for key, value in document["files"].items()
    }
    made = Manifest(**{**document, "files": files, "submissions": tuple(document["submissions"])})
    if made.version != number:
        raise ValueError("another version's manifest")
    if not all(layout.is_object_path(entry.path) for entry in files.values()):
        raise ValueError("a file outside the store")
    return made
