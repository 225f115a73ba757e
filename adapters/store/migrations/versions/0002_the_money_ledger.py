"""The money ledger: every yuan is an entry. Money that moved before is entered as it stands."""

import sqlalchemy as sa
from alembic import op

from adapters.store.migrations.append_only import drop_append_only, make_append_only
from adapters.store.migrations.opening_entries import enter_what_stands
from adapters.store.tables.columns import Fen, Instant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the shape."""
    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("movement", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_holder", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("target_holder", sa.String(), nullable=False),
        sa.Column("amount", Fen(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("clause", sa.String(), nullable=False),
        sa.Column("policy_version", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_index("ix_ledger_entry_source", "ledger_entry", ["source", "source_holder"])
    op.create_index("ix_ledger_entry_target", "ledger_entry", ["target", "target_holder"])
    op.create_index("ix_ledger_entry_case_number", "ledger_entry", ["case_number"])
    op.create_index("ix_ledger_entry_unit", "ledger_entry", ["unit"])
    op.create_table(
        "used_invoice",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("supplier", sa.String(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("redemption", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", "supplier"),
        sa.ForeignKeyConstraint(["case_number"], ["case_file.number"]),
    )
    op.create_index("ix_used_invoice_case_number", "used_invoice", ["case_number"])
    enter_what_stands(op.get_bind())
    make_append_only("ledger_entry")
    with op.batch_alter_table("voucher") as voucher:
        voucher.drop_column("face")
        voucher.drop_column("left")
    with op.batch_alter_table("payment") as payment:
        payment.add_column(sa.Column("transfer", Fen(), nullable=False, server_default="0"))
    op.execute("UPDATE payment SET transfer = amount")
    with op.batch_alter_table("payment") as payment:
        payment.alter_column("transfer", server_default=None)


def downgrade() -> None:
    """Go back; what stood on the vouchers is taken from the ledger no more."""
    with op.batch_alter_table("payment") as payment:
        payment.drop_column("transfer")
    with op.batch_alter_table("voucher") as voucher:
        voucher.add_column(sa.Column("face", Fen(), nullable=True))
        voucher.add_column(sa.Column("left", Fen(), nullable=True))
    op.drop_table("used_invoice")
    drop_append_only("ledger_entry")
    op.drop_table("ledger_entry")
