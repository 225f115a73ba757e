"""The first shape of the store: the tables of the code, the guards of what only grows, and the beginning of the record.

Until 1.0.0 this is the only revision, and it follows the tables by itself; its name says which shape a store has. With
1.0.0 it is written out and given a fixed name, and every later change of shape is a revision of its own.
"""

from datetime import UTC, datetime

from alembic import op
from sqlmodel import Session, SQLModel

from adapters.store.audit.chain import append
from adapters.store.migrations.guards import guards
from adapters.store.payments.samples import new_seed
from adapters.store.shape import SHAPE
from domain.audit.entry import HOUSE
from domain.sampling import fingerprint_of

revision = SHAPE
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make everything."""
    connection = op.get_bind()
    SQLModel.metadata.create_all(connection, checkfirst=False)
    for statement in guards(connection.dialect.name):
        op.execute(statement)
    with Session(connection) as writing, writing.begin():
        seed = new_seed(datetime.now(UTC))
        told = {"sample_seed_sha256": fingerprint_of(seed.seed)}
        append(writing, chain=HOUSE, at=seed.made_at, action="record:begun", after=told)
        writing.add(seed)
