"""The audit chain."""

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the shape."""


def downgrade() -> None:
    """Go back."""
