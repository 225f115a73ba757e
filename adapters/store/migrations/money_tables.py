"""A part of the first revision: the tables of awards, payments, vouchers and lists."""

import sqlalchemy as sa
from alembic import op

from adapters.store.tables.columns import Fen, Instant


def create_money_tables() -> None:
    """Create them; the cases are there already."""
    op.create_table(
        "award",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("award_base", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("amount", Fen(), nullable=True),
        sa.Column("before_higher_of", Fen(), nullable=True),
        sa.Column("eligible", sa.Boolean(), nullable=False),
        sa.Column("award", sa.JSON(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number"],
            ["case_file.number"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_award_award_base", "award", ["award_base"])
    op.create_index("ix_award_case_number", "award", ["case_number"])
    op.create_index("ix_award_unit", "award", ["unit"])

    op.create_table(
        "batch_rank",
        sa.Column("measure_code", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("selected", sa.Boolean(), nullable=False),
        sa.Column("candidates", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number"],
            ["case_file.number"],
        ),
        sa.PrimaryKeyConstraint("measure_code", "year", "case_number"),
    )
    op.create_table(
        "payee",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("account_name", sa.String(), nullable=False),
        sa.Column("bank", sa.String(), nullable=False),
        sa.Column("account_number", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("given_by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number"],
            ["case_file.number"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_payee_case_number", "payee", ["case_number"])

    op.create_table(
        "payment",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("amount", Fen(), nullable=False),
        sa.Column("city_amount", Fen(), nullable=False),
        sa.Column("locality_amount", Fen(), nullable=False),
        sa.Column("document_number", sa.String(), nullable=False),
        sa.Column("payee", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("ordered_at", Instant(), nullable=False),
        sa.Column("settled_at", Instant(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number"],
            ["case_file.number"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_payment_case_number", "payment", ["case_number"])

    op.create_table(
        "product",
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("unit_name", sa.String(), nullable=False),
        sa.Column("listed_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number"],
            ["case_file.number"],
        ),
        sa.PrimaryKeyConstraint("case_number"),
    )
    op.create_table(
        "redemption",
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("invoices", sa.JSON(), nullable=False),
        sa.Column("amount", Fen(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number"],
            ["case_file.number"],
        ),
        sa.PrimaryKeyConstraint("case_number", "number"),
    )
    op.create_table(
        "voucher",
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("face", Fen(), nullable=True),
        sa.Column("left", Fen(), nullable=True),
        sa.Column("queued_at", Instant(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number"],
            ["case_file.number"],
        ),
        sa.PrimaryKeyConstraint("case_number"),
    )
    op.create_index("ix_voucher_unit", "voucher", ["unit"])
    op.create_index("ix_voucher_year", "voucher", ["year"])
