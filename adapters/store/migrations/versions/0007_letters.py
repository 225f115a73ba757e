"""Letters as PDF. A letter that was made is never changed nor removed."""

import sqlalchemy as sa
from alembic import op

from adapters.store.tables.columns import Instant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_SQLITE = (
    """CREATE TRIGGER letter_stays_as_it_was_made BEFORE UPDATE ON letter WHEN OLD.sha256 IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'a letter stays as it was made'); END""",
    """CREATE TRIGGER letter_stays BEFORE DELETE ON letter
    BEGIN SELECT RAISE(ABORT, 'a letter stays'); END""",
)

_POSTGRESQL = (
    """CREATE FUNCTION letter_stays() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'a letter stays as it was made'; END $$""",
    """CREATE TRIGGER letter_stays_as_it_was_made BEFORE UPDATE ON letter FOR EACH ROW
    WHEN (OLD.sha256 IS NOT NULL) EXECUTE FUNCTION letter_stays()""",
    """CREATE TRIGGER letter_stays BEFORE DELETE OR TRUNCATE ON letter FOR EACH STATEMENT
    EXECUTE FUNCTION letter_stays()""",
)


def upgrade() -> None:
    """Make the table, then let the database refuse every change of a letter that was made."""
    op.create_table(
        "letter",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failure", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_number"], ["case_file.number"]),
        sa.ForeignKeyConstraint(["message_id"], ["mail.message_id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("message_id"),
        sa.UniqueConstraint("number"),
    )
    op.create_index("ix_letter_case_number", "letter", ["case_number"])
    op.create_index("ix_letter_sha256", "letter", ["sha256"])
    for statement in _POSTGRESQL if op.get_bind().dialect.name == "postgresql" else _SQLITE:
        op.execute(statement)


def downgrade() -> None:
    """Go back."""
    op.drop_table("letter")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION letter_stays()")
