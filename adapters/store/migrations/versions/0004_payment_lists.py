"""Payment lists for the treasury, and what came back."""

import sqlalchemy as sa
from alembic import op

from adapters.store.tables.columns import Fen, Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the four tables."""
    op.create_table(
        "payment_list",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("document_number", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("total", Fen(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_payment_list_document_number", "payment_list", ["document_number"])
    op.create_table(
        "payment_list_line",
        sa.Column("payment", sa.String(), nullable=False),
        sa.Column("list_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("transfer", Fen(), nullable=False),
        sa.ForeignKeyConstraint(["payment"], ["payment.id"]),
        sa.ForeignKeyConstraint(["list_id"], ["payment_list.id"]),
        sa.PrimaryKeyConstraint("payment"),
    )
    op.create_index("ix_payment_list_line_list_id", "payment_list_line", ["list_id"])
    op.create_table(
        "payment_import",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("list_id", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["payment_list.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("list_id", "digest"),
    )
    op.create_index("ix_payment_import_list_id", "payment_import", ["list_id"])
    op.create_table(
        "payment_import_row",
        sa.Column("import_id", sa.String(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("payment", sa.String(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["payment_import.id"]),
        sa.ForeignKeyConstraint(["payment"], ["payment.id"]),
        sa.PrimaryKeyConstraint("import_id", "row"),
    )


def downgrade() -> None:
    """Drop them; what the treasury said stays in the payments."""
    for table in ("payment_import_row", "payment_import", "payment_list_line", "payment_list"):
        op.drop_table(table)
