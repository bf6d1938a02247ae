"""Versions: list, build, verify, publish, restore. The only room that opens Parquet."""

from shouwang.store.manifest import Entry, Manifest
from shouwang.store.store import Snapshot, Staging, Store

__all__ = ["Entry", "Manifest", "Snapshot", "Staging", "Store"]
