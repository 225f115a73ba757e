"""How Alembic reaches the store."""

from alembic import context

from adapters.store.engine import WRITES, open_engine

engine = open_engine(context.config.attributes["database_url"])
with engine.execution_options(**{WRITES: True}).connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
