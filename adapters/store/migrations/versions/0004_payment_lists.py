"""Payment lists for the treasury, and what came back."""

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the shape."""


def downgrade() -> None:
    """Go back."""
