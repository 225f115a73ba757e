"""Mails to officials: alarms and the weekly digest."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A mail need not belong to a case."""
    with op.batch_alter_table("mail") as mail:
        mail.alter_column("case_number", existing_type=sa.String(), nullable=True)


def downgrade() -> None:
    """Go back; mails to officials are forgotten."""
    op.execute("DELETE FROM mail WHERE case_number IS NULL")
    with op.batch_alter_table("mail") as mail:
        mail.alter_column("case_number", existing_type=sa.String(), nullable=False)
