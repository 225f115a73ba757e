"""What each department signed on; and which notice of defects it was, with the ground of one that was not the first."""

import sqlalchemy as sa
from alembic import op

from adapters.store.migrations.append_only import drop_append_only, make_append_only
from adapters.store.tables.columns import Instant

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_TABLES = ("signature", "signature_recall")


def upgrade() -> None:
    """Make the tables, which only grow, and let the timeline say which notice it was."""
    op.create_table(
        "signature",
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("documents", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["case_number"], ["case_file.number"]),
        sa.PrimaryKeyConstraint("act"),
    )
    op.create_index("ix_signature_case_number", "signature", ["case_number"])
    op.create_table(
        "signature_recall",
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("signs_again", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_number"], ["case_file.number"]),
        sa.PrimaryKeyConstraint("case_number", "seq", "party"),
    )
    for table in _TABLES:
        make_append_only(table)
    with op.batch_alter_table("timeline") as timeline:
        timeline.add_column(sa.Column("notice", sa.Integer(), nullable=False, server_default="0"))
        timeline.add_column(sa.Column("note", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    """Go back; which notice it was is forgotten."""
    with op.batch_alter_table("timeline") as timeline:
        timeline.drop_column("note")
        timeline.drop_column("notice")
    for table in _TABLES:
        drop_append_only(table)
    op.drop_table("signature_recall")
    op.drop_index("ix_signature_case_number", table_name="signature")
    op.drop_table("signature")
