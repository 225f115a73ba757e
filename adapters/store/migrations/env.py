"""How Alembic reaches the store: the URL comes from ``migrate`` or, by hand, from the settings."""

from alembic import context
from sqlmodel import SQLModel

from adapters.settings import Settings
from adapters.store.engine import WRITES, open_engine

url = context.config.attributes.get("database_url") or Settings().database_url
engine = open_engine(url)
with engine.execution_options(**{WRITES: True}).connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
