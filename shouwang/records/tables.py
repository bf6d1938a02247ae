"""The tables of the small database, as the newest migration leaves them (a test compares the two).

Times are ISO text with the county's offset, so that the hash chain sees the same bytes on every database.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# One row per file taken in. ``stored_name`` is made of the receipt: the sender's own name of the file may name a person.
submission = Table(
    "submission",
    metadata,
    Column("receipt", String(24), primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("stored_name", String(64), nullable=False),
    Column("size", Integer, nullable=False),
    Column("data_table", String(64)),
    Column("month", String(7)),
    Column("area", String(12)),
    Column("state", String(16), nullable=False),
    Column("submitted_by", String(64), nullable=False),
    Column("submitted_at", String(32), nullable=False),
    Column("rows_in", Integer),
    Column("rows_taken", Integer),
    Column("rows_refused", Integer),
    Column("message", Text),
    CheckConstraint("rows_in IS NULL OR rows_in = rows_taken + rows_refused", name="rows_add_up"),
    Index("ix_submission_sha256", "sha256"),
    Index("ix_submission_state", "state"),
)

# One row per change of a submission's state, the first one included.
submission_event = Table(
    "submission_event",
    metadata,
    Column("receipt", String(24), ForeignKey("submission.receipt"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),
    Column("actor", String(64), nullable=False),
    Column("from_state", String(16)),
    Column("to_state", String(16), nullable=False),
    Column("message", Text),
)

# One row per action; ``hash`` covers the row and ``previous``, the hash of the row before.
audit = Table(
    "audit",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),
    Column("actor", String(64), nullable=False),
    Column("action", String(32), nullable=False),
    Column("object", String(128), nullable=False),
    Column("result", String(16), nullable=False),
    Column("detail", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Index("ix_audit_object", "object"),
)

# One row: the end of the chain, so that rows cut off its end are missed.
audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
)
