"""Versions: list, build, verify, publish, restore. The only room that opens Parquet.

``reconcile_audit`` is in ``shouwang.store.reconciliation``: it needs the database, which reading a version does not.
"""

from shouwang.store.comparison import PartChange, RowChanges, VersionDiff
from shouwang.store.households import HouseholdChanges, household_changes
from shouwang.store.leftovers import Swept
from shouwang.store.manifest import Entry, Manifest
from shouwang.store.snapshot import Snapshot
from shouwang.store.staging import Staging
from shouwang.store.store import Store, VersionInfo
from shouwang.store.verification import VerifyFault

__all__ = [
    "Entry", "HouseholdChanges", "Manifest", "PartChange", "RowChanges", "Snapshot", "Staging", "Store", "Swept", "VerifyFault",
    "VersionDiff", "VersionInfo", "household_changes",
]  # fmt: skip
