"""How Alembic reaches the store: the URL comes from ``migrate`` or, by hand, from the settings.

SQLite changes a table by making it anew and dropping the old one, which it refuses while rows of other tables point
there. So its foreign keys rest while the migrations run, and all of them are checked before the commit.
"""

from alembic import context
from sqlmodel import SQLModel

from adapters.settings import Settings
from adapters.store.engine import WRITES, open_engine

url = context.config.attributes.get("database_url") or Settings().database_url
engine = open_engine(url)
with engine.execution_options(**{WRITES: True}).connect() as connection:
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:  # before the transaction: inside one it has no effect
        connection.connection.cursor().execute("PRAGMA foreign_keys=OFF").close()
    context.configure(connection=connection, target_metadata=SQLModel.metadata, render_as_batch=is_sqlite)
    with context.begin_transaction():
        context.run_migrations()
        if is_sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
            raise RuntimeError(f"rows point to nothing after the migration: {broken}")
engine.dispose()
