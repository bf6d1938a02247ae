"""What a version is on disk: one JSON that lists every file with its hash.

    {"format": 1, "alg": "sha256", "version": 7, "parent": 6, "county": "420281", "author": "...", "approver": null,
     "reason": "...", "created_at": "2023-12-01T08:30:00+08:00", "submissions": ["R-..."], "restored_from": null,
     "files": {"household_month/2023-11": {"path": "objects/household_month/month=2023-11/ab12….parquet",
               "sha256": "…", "rows": 8123, "bytes": 180000, "schema": 1, "sources": ["R-…"], "sealed_at": "…"}},
     "seal": "<sha256 of everything above, canonical JSON>"}

``seal`` lets a reader tell a torn or altered manifest from a whole one without any other file.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

FORMAT = 1


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


def _body(manifest: Manifest) -> dict[str, Any]:
    body = asdict(manifest)
    del body["_tables"]
    return body


def seal_of(body: Mapping[str, Any]) -> str:
    canonical = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def dump(manifest: Manifest) -> bytes:
    """Return the manifest as the bytes that are committed."""
    body = json.loads(json.dumps(_body(manifest)))
    return json.dumps({**body, "seal": seal_of(body)}, ensure_ascii=False, indent=1, sort_keys=True).encode()


def parse(raw: bytes) -> Manifest:
    """Return the manifest of these bytes.

    Raises:
        ValueError: torn, altered, or not a manifest. (The store turns this into its own errors.)
    """
    document = json.loads(raw)
    if not isinstance(document, dict) or "seal" not in document:
        raise ValueError("not a manifest")
    seal = document.pop("seal")
    if seal != seal_of(document):
        raise ValueError("seal does not match")
    if document["format"] > FORMAT:
        raise NotImplementedError(document["format"])
    files = {key: Entry(**{**value, "sources": tuple(value["sources"])}) for key, value in document["files"].items()}
    return Manifest(**{**document, "files": files, "submissions": tuple(document["submissions"])})
