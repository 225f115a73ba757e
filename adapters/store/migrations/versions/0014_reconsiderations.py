"""Public notices as they were published. A reconsideration itself needs no table: acts and timeline tell it."""

import sqlalchemy as sa
from alembic import op

from adapters.store.migrations.append_only import drop_append_only, make_append_only
from adapters.store.tables.columns import Instant

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the shape."""
    op.create_table(
        "public_notice",
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("published_at", Instant(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["case_number"], ["case_file.number"]),
        sa.PrimaryKeyConstraint("case_number", "seq"),
    )
    op.create_index("ix_public_notice_published_at", "public_notice", ["published_at"])
    make_append_only("public_notice")


def downgrade() -> None:
    """Go back."""
    drop_append_only("public_notice")
    op.drop_table("public_notice")
