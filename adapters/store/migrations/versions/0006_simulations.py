"""Simulations of the budget."""

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the shape."""


def downgrade() -> None:
    """Go back."""
