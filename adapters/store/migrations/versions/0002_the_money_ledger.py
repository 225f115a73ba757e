"""The money ledger: every yuan is an entry."""

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the shape."""


def downgrade() -> None:
    """Go back."""
