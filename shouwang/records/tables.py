"""The tables of the small database, as the newest migration leaves them (a test compares the two).

Times are ISO text with the county's offset, so that the hash chain sees the same bytes on every database.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

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
    Column("content_hash", String(64)),  # of the rows as read: the same content in other bytes
    Column("reason", Text),  # the sender's own, for a correction
    Column("is_late", Boolean),
    Column("is_correction", Boolean),
    Column("rejections", Integer),
    Column("warnings", Integer),
    Column("exempted", Integer),
    Column("left_out_by", String(64)),
    Column("left_out_at", String(32)),
    Column("left_out_reason", Text),
    Column("confirmed_by", String(64)),
    Column("confirmed_at", String(32)),
    Column("confirmed_reason", Text),
    Column("superseded_by", String(24)),
    Column("version", Integer),
    CheckConstraint("rows_in IS NULL OR rows_in = rows_taken + rows_refused", name="rows_add_up"),
    Index("ix_submission_sha256", "sha256"),
    Index("ix_submission_state", "state"),
    Index("ix_submission_month", "month"),
)

# One row per township that a file has rows of, refused ones too.
submission_town = Table(
    "submission_town",
    metadata,
    Column("receipt", String(24), ForeignKey("submission.receipt"), primary_key=True),
    Column("town_code", String(9), primary_key=True),
    Column("rows_in", Integer, nullable=False),
    Column("rows_taken", Integer, nullable=False),
    Column("rows_refused", Integer, nullable=False),
    CheckConstraint("rows_in = rows_taken + rows_refused", name="rows_add_up"),
    Index("ix_submission_town_town_code", "town_code"),
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

# One row per month (and table, and area) that was opened for correction after it had been sealed.
correction = Table(
    "correction",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("month", String(7), nullable=False),
    Column("data_table", String(64)),  # empty: every table
    Column("area", String(12)),  # empty: the whole county
    Column("reason", Text, nullable=False),
    Column("opened_by", String(64), nullable=False),
    Column("opened_at", String(32), nullable=False),
    Column("closed_by", String(64)),
    Column("closed_at", String(32)),
    Index("ix_correction_month", "month"),
)

# One row per object that a rule is not held against, for a time: asked for by one person, approved by another.
exemption = Table(
    "exemption",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("rule_id", String(16), nullable=False),
    Column("object_key", String(64), nullable=False),
    Column("town_code", String(9)),
    Column("reason", Text, nullable=False),
    Column("asked_by", String(64), nullable=False),
    Column("asked_at", String(32), nullable=False),
    Column("expires_on", String(10), nullable=False),
    Column("approver", String(64)),
    Column("approved_at", String(32)),
    Column("ended_by", String(64)),
    Column("ended_at", String(32)),
    Column("end_reason", Text),
    Index("ix_exemption_rule_id", "rule_id", "object_key"),
)

# One row per submission in which an exemption was made use of.
exemption_use = Table(
    "exemption_use",
    metadata,
    Column("exemption_id", String(16), ForeignKey("exemption.id"), primary_key=True),
    Column("receipt", String(24), ForeignKey("submission.receipt"), primary_key=True),
    Column("faults", Integer, nullable=False),
)

# One row per alert that somebody has acted on; ``alert_key`` is that of the sealed table ``alert``, in every version.
alert_life = Table(
    "alert_life",
    metadata,
    Column("alert_key", String(16), primary_key=True),
    Column("rule_id", String(8), nullable=False),
    Column("town_code", String(9), nullable=False),
    Column("state", String(16), nullable=False),
    Column("result", String(16)),
    Column("changed_at", String(32), nullable=False),
    Column("changed_by", String(64), nullable=False),
    Index("ix_alert_life_town_code", "town_code"),
)

# One row per step of an alert's life.
alert_step = Table(
    "alert_step",
    metadata,
    Column("alert_key", String(16), ForeignKey("alert_life.alert_key"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),
    Column("actor", String(64), nullable=False),
    Column("from_state", String(16), nullable=False),
    Column("to_state", String(16), nullable=False),
    Column("result", String(16)),
    Column("reason", Text),
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
