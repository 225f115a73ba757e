"""Acts done in many cases at once."""

import sqlalchemy as sa
from alembic import op

from adapters.store.tables.columns import Instant

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the shape."""
    op.create_table(
        "bulk_act",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("cancelled_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_bulk_act_own", "bulk_act", ["account", "made_at", "id"])
    op.create_table(
        "bulk_item",
        sa.Column("bulk_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("refusal", sa.JSON(), nullable=True),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["bulk_id"], ["bulk_act.id"]),
        sa.PrimaryKeyConstraint("bulk_id", "number"),
    )
    op.create_index("ix_bulk_item_open", "bulk_item", ["bulk_id", "status", "tries", "number"])


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_bulk_item_open", "bulk_item")
    op.drop_table("bulk_item")
    op.drop_index("ix_bulk_act_own", "bulk_act")
    op.drop_table("bulk_act")
