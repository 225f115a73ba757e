"""The shape of a store: the digest of its tables and guards, by which a store that another build made is known at once."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Final

from alembic.migration import MigrationContext
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlmodel import SQLModel

import adapters.store.schema  # noqa: F401 - makes every table known
from adapters.store.engine import open_engine
from adapters.store.migrations.guards import guards
from adapters.store.reach import STORE_AWAY, Engine
from domain.errors import DuixianError


def _statements() -> Iterator[str]:
    """What makes a store, written for one database, so that both have the same digest."""
    for table in sorted(SQLModel.metadata.tables.values(), key=lambda each: each.name):
        yield str(CreateTable(table).compile(dialect=sqlite.dialect()))
        for index in sorted(table.indexes, key=lambda each: str(each.name)):
            yield str(CreateIndex(index).compile(dialect=sqlite.dialect()))
    yield from guards("sqlite")


SHAPE: Final = sha256("\n".join(_statements()).encode()).hexdigest()[:12]
"""The only revision there is until 1.0.0."""


class OtherShape(DuixianError):
    """A store that this build can neither read nor change; says what to do."""

    def __init__(self, where: str, found: str) -> None:
        """Say it in Chinese and English."""
        super().__init__(
            f"数据库 {where} 由另一版本的兑现建立（结构 {found}，本版本为 {SHAPE}）。正式发布前各版本的数据互不沿用，"
            "本版本不读取、不改动、不删除其中任何内容。\n"
            "请先停止运行，将 var/ 目录整体移至别处后重新启动，或用 DUIXIAN_VAR（数据库另设时用 DUIXIAN_DATABASE_URL）另选位置。\n"
            f"The store {where} was made by another build (shape {found}, this one has {SHAPE}). Before the first release no "
            "build takes over the data of another; nothing was read, changed or deleted.\n"
            "Stop everything, move var/ away and start again, or choose another place with DUIXIAN_VAR (or DUIXIAN_DATABASE_URL)."
        )


def open_store(url: str) -> Engine:
    """The engine of a store that this build can read, or that is empty or away for now.

    Raises:
        OtherShape: another build made it.
    """
    engine = open_engine(url)
    found = shape_of(engine)
    if found in ((), (SHAPE,)):
        return engine
    engine.dispose()
    raise OtherShape(engine.url.render_as_string(), ", ".join(found))


def shape_of(engine: Engine) -> tuple[str, ...]:
    """What made the store; nothing of one that is empty or away."""
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_heads()
    except STORE_AWAY:
        return ()
