"""First answers by idempotency key, for requests that are not acts of a case."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from adapters.store.tables.columns import Instant


class Idempotency(SQLModel, table=True):
    """The first answer to a request."""

    key: str = Field(primary_key=True)
    digest: str
    status: int
    body: dict[str, Any] = Field(sa_type=JSON)
    headers: dict[str, str] = Field(sa_type=JSON)
    at: datetime = Field(sa_type=Instant)
