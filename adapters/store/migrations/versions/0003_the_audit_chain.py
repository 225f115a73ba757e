"""The audit chain.

Cases that were filed before it get a chain with one entry that says so. SQLite: a later revision that rebuilds one of
these tables (batch mode) has to make its triggers again.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from adapters.store.migrations.append_only import drop_append_only, make_append_only
from domain.audit.entry import CHAIN_BEGUN, GENESIS, HOUSE, SYSTEM, made_entry

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_SQLITE = (
    """CREATE TRIGGER audit_head_only_grows BEFORE UPDATE ON audit_head
    WHEN NEW.chain <> OLD.chain OR NEW.length <> OLD.length + 1
    BEGIN SELECT RAISE(ABORT, 'the head of a chain only grows'); END""",
    """CREATE TRIGGER audit_head_stays BEFORE DELETE ON audit_head
    BEGIN SELECT RAISE(ABORT, 'the head of a chain stays'); END""",
)

_POSTGRESQL = (
    """CREATE FUNCTION audit_head_only_grows() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the head of a chain only grows'; END $$""",
    """CREATE TRIGGER audit_head_only_grows BEFORE UPDATE ON audit_head FOR EACH ROW
    WHEN (NEW.chain <> OLD.chain OR NEW.length <> OLD.length + 1)
    EXECUTE FUNCTION audit_head_only_grows()""",
    """CREATE TRIGGER audit_head_stays BEFORE DELETE OR TRUNCATE ON audit_head FOR EACH STATEMENT
    EXECUTE FUNCTION audit_head_only_grows()""",
)


def upgrade() -> None:
    """Make the tables, begin the chains, then let the database refuse every change."""
    words = [sa.Column(name, sa.String(), nullable=False) for name in ("at", "account", "party", "action")]
    entries = op.create_table(
        "audit_entry",
        sa.Column("chain", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *words,
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("policy_version", sa.String(), nullable=False),
        sa.Column("readings", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("chain", "position"),
    )
    heads = op.create_table(
        "audit_head",
        sa.Column("chain", sa.String(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("tip", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("chain"),
    )
    _begin_chains(entries, heads)
    make_append_only("audit_entry")
    for statement in _POSTGRESQL if op.get_bind().dialect.name == "postgresql" else _SQLITE:
        op.execute(statement)


def _begin_chains(entries: sa.Table, heads: sa.Table) -> None:
    """One entry for every case that is there, and the house chain with its own beginning."""
    connection, now = op.get_bind(), datetime.now(UTC)
    case_file = sa.table("case_file", *map(sa.column, ("number", "policy_version", "stage", "seq")))
    made = made_entry(
        chain=HOUSE, position=1, previous=GENESIS, at=now, account=SYSTEM, action="record:begun"
    )
    connection.execute(entries.insert().values(**made.columns))
    for case in connection.execute(sa.select(case_file).order_by(case_file.c.number)).all():
        first = made_entry(
            chain=case.number,
            position=1,
            previous=GENESIS,
            at=now,
            account=SYSTEM,
            action="case:found",
            after={"stage": case.stage, "seq": case.seq, "note": "filed before the audit record was begun"},
            policy_version=case.policy_version,
        )
        made = made_entry(
            chain=HOUSE,
            position=made.position + 1,
            previous=made.hash,
            at=now,
            account=SYSTEM,
            action=CHAIN_BEGUN,
            subject=case.number,
            after={"first_hash": first.hash},
        )
        connection.execute(entries.insert(), [first.columns, made.columns])
        connection.execute(heads.insert().values(chain=case.number, length=1, tip=first.hash))
    connection.execute(heads.insert().values(chain=HOUSE, length=made.position, tip=made.hash))


def downgrade() -> None:
    """Remove the record."""
    op.drop_table("audit_head")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_head_only_grows()")
    drop_append_only("audit_entry")
    op.drop_table("audit_entry")
