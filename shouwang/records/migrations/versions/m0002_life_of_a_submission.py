"""The life of a submission: confirmed, left out, withdrawn, superseded, sealed; corrections and exemptions."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    for column in (
        sa.Column("content_hash", sa.String(64)),
        sa.Column("reason", sa.Text),
        sa.Column("is_late", sa.Boolean),
        sa.Column("is_correction", sa.Boolean),
        sa.Column("rejections", sa.Integer),
        sa.Column("warnings", sa.Integer),
        sa.Column("exempted", sa.Integer),
        sa.Column("left_out_by", sa.String(64)),
        sa.Column("left_out_at", sa.String(32)),
        sa.Column("left_out_reason", sa.Text),
        sa.Column("confirmed_by", sa.String(64)),
        sa.Column("confirmed_at", sa.String(32)),
        sa.Column("confirmed_reason", sa.Text),
        sa.Column("superseded_by", sa.String(24)),
        sa.Column("version", sa.Integer),
    ):
        op.add_column("submission", column)
    op.create_index("ix_submission_month", "submission", ["month"])
    op.create_table(
        "submission_town",
        sa.Column("receipt", sa.String(24), nullable=False),
        sa.Column("town_code", sa.String(9), nullable=False),
        sa.Column("rows_in", sa.Integer, nullable=False),
        sa.Column("rows_taken", sa.Integer, nullable=False),
        sa.Column("rows_refused", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("receipt", "town_code", name="pk_submission_town"),
        sa.ForeignKeyConstraint(["receipt"], ["submission.receipt"], name="fk_submission_town_receipt"),
        sa.CheckConstraint("rows_in = rows_taken + rows_refused", name="ck_submission_town_rows_add_up"),
    )
    op.create_index("ix_submission_town_town_code", "submission_town", ["town_code"])
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("data_table", sa.String(64)),
        sa.Column("area", sa.String(12)),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("opened_by", sa.String(64), nullable=False),
        sa.Column("opened_at", sa.String(32), nullable=False),
        sa.Column("closed_by", sa.String(64)),
        sa.Column("closed_at", sa.String(32)),
        sa.PrimaryKeyConstraint("id", name="pk_correction"),
    )
    op.create_index("ix_correction_month", "correction", ["month"])
    op.create_table(
        "exemption",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("rule_id", sa.String(16), nullable=False),
        sa.Column("object_key", sa.String(64), nullable=False),
        sa.Column("town_code", sa.String(9)),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("asked_by", sa.String(64), nullable=False),
        sa.Column("asked_at", sa.String(32), nullable=False),
        sa.Column("expires_on", sa.String(10), nullable=False),
        sa.Column("approver", sa.String(64)),
        sa.Column("approved_at", sa.String(32)),
        sa.Column("ended_by", sa.String(64)),
        sa.Column("ended_at", sa.String(32)),
        sa.Column("end_reason", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_exemption"),
    )
    op.create_index("ix_exemption_rule_id", "exemption", ["rule_id", "object_key"])
    op.create_table(
        "exemption_use",
        sa.Column("exemption_id", sa.String(16), nullable=False),
        sa.Column("receipt", sa.String(24), nullable=False),
        sa.Column("faults", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("exemption_id", "receipt", name="pk_exemption_use"),
        sa.ForeignKeyConstraint(["exemption_id"], ["exemption.id"], name="fk_exemption_use_exemption_id"),
        sa.ForeignKeyConstraint(["receipt"], ["submission.receipt"], name="fk_exemption_use_receipt"),
    )
