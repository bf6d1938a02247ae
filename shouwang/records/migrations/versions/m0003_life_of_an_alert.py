"""The life of an alert: what people did about it, step by step."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "alert_life",
        sa.Column("alert_key", sa.String(16), nullable=False),
        sa.Column("rule_id", sa.String(8), nullable=False),
        sa.Column("town_code", sa.String(9), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("result", sa.String(16)),
        sa.Column("changed_at", sa.String(32), nullable=False),
        sa.Column("changed_by", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("alert_key", name="pk_alert_life"),
    )
    op.create_index("ix_alert_life_town_code", "alert_life", ["town_code"])
    op.create_table(
        "alert_step",
        sa.Column("alert_key", sa.String(16), nullable=False),
        sa.Column("seq", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("actor", sa.String(64), nullable=False),
        sa.Column("from_state", sa.String(16), nullable=False),
        sa.Column("to_state", sa.String(16), nullable=False),
        sa.Column("result", sa.String(16)),
        sa.Column("reason", sa.Text),
        sa.PrimaryKeyConstraint("alert_key", "seq", name="pk_alert_step"),
        sa.ForeignKeyConstraint(["alert_key"], ["alert_life.alert_key"], name="fk_alert_step_alert_key"),
    )
