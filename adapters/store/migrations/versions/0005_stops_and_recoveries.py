"""Stops of payment, and recoveries."""

import sqlalchemy as sa
from alembic import op

from adapters.store.migrations.append_only import drop_append_only, make_append_only
from adapters.store.tables.columns import Fen, Instant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the shape."""
    op.create_table(
        "payment_stop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("is_set", sa.Boolean(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("clause", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["case_number"], ["case_file.number"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_payment_stop_case_number", "payment_stop", ["case_number"])
    op.create_index("ix_payment_stop_unit", "payment_stop", ["unit"])
    op.create_table(
        "recovery",
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("amount", Fen(), nullable=False),
        sa.Column("means", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("clause", sa.String(), nullable=False),
        sa.Column("document_number", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("decided_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["case_number"], ["case_file.number"]),
        sa.PrimaryKeyConstraint("case_number", "number"),
    )
    op.create_index("ix_recovery_unit", "recovery", ["unit"])
    make_append_only("payment_stop")
    make_append_only("recovery")


def downgrade() -> None:
    """Go back."""
    for table in ("recovery", "payment_stop"):
        drop_append_only(table)
        op.drop_table(table)
