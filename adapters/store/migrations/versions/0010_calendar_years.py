"""Years of the calendar as the State Council announced them. What was loaded is never changed nor removed."""

import sqlalchemy as sa
from alembic import op

from adapters.store.tables.columns import Instant

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_SQLITE = (
    """CREATE TRIGGER calendar_year_stays_as_it_was_loaded BEFORE UPDATE ON calendar_year
    BEGIN SELECT RAISE(ABORT, 'a calendar year stays as it was loaded'); END""",
    """CREATE TRIGGER calendar_year_stays BEFORE DELETE ON calendar_year
    BEGIN SELECT RAISE(ABORT, 'a calendar year stays'); END""",
)

_POSTGRESQL = (
    """CREATE FUNCTION calendar_year_stays() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'a calendar year stays as it was loaded'; END $$""",
    """CREATE TRIGGER calendar_year_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON calendar_year
    FOR EACH STATEMENT EXECUTE FUNCTION calendar_year_stays()""",
)


def upgrade() -> None:
    """Make the tables, then let the database refuse every change of a year that was loaded."""
    op.create_table(
        "calendar_year",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("source_number", sa.String(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("loaded_by", sa.String(), nullable=False),
        sa.Column("loaded_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("version"),
    )
    op.create_index("ix_calendar_year_year", "calendar_year", ["year"])
    op.create_table(
        "calendar_move",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mails", sa.Integer(), nullable=False),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.Column("finished_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["version"], ["calendar_year.version"]),
        sa.PrimaryKeyConstraint("version"),
    )
    op.create_table(
        "calendar_notice",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("found_at", Instant(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["version"], ["calendar_year.version"]),
        sa.ForeignKeyConstraint(["case_number"], ["case_file.number"]),
        sa.PrimaryKeyConstraint("version", "case_number"),
    )
    for statement in _POSTGRESQL if op.get_bind().dialect.name == "postgresql" else _SQLITE:
        op.execute(statement)


def downgrade() -> None:
    """Go back."""
    op.drop_table("calendar_notice")
    op.drop_table("calendar_move")
    op.drop_table("calendar_year")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION calendar_year_stays()")
