"""Submissions with their events, and the audit."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "submission",
        sa.Column("receipt", sa.String(24), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("stored_name", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("data_table", sa.String(64)),
        sa.Column("month", sa.String(7)),
        sa.Column("area", sa.String(12)),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("submitted_by", sa.String(64), nullable=False),
        sa.Column("submitted_at", sa.String(32), nullable=False),
        sa.Column("rows_in", sa.Integer),
        sa.Column("rows_taken", sa.Integer),
        sa.Column("rows_refused", sa.Integer),
        sa.Column("message", sa.Text),
        sa.PrimaryKeyConstraint("receipt", name="pk_submission"),
        sa.CheckConstraint(
            "rows_in IS NULL OR rows_in = rows_taken + rows_refused", name="ck_submission_rows_add_up"
        ),
    )
    op.create_index("ix_submission_sha256", "submission", ["sha256"])
    op.create_index("ix_submission_state", "submission", ["state"])
    op.create_table(
        "submission_event",
        sa.Column("receipt", sa.String(24), nullable=False),
        sa.Column("seq", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("actor", sa.String(64), nullable=False),
        sa.Column("from_state", sa.String(16)),
        sa.Column("to_state", sa.String(16), nullable=False),
        sa.Column("message", sa.Text),
        sa.PrimaryKeyConstraint("receipt", "seq", name="pk_submission_event"),
        sa.ForeignKeyConstraint(["receipt"], ["submission.receipt"], name="fk_submission_event_receipt"),
    )
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("actor", sa.String(64), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("object", sa.String(128), nullable=False),
        sa.Column("result", sa.String(16), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit"),
    )
    op.create_index("ix_audit_object", "audit", ["object"])
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_head"),
    )
