"""Readings of open passages of the law (口径) that were switched: added, never changed."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from adapters.store.tables.columns import Instant


class ReadingSwitchRow(SQLModel, table=True):
    """A switch: on a day the one counts that was to hold from the latest day until then, of several the last entered."""

    __tablename__ = "reading_switch"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(index=True)
    value: str
    document_number: str
    document_on: date
    from_on: date
    reason: str
    entered_by: str
    entered_at: datetime = Field(sa_type=Instant)
