"""The seed by which approvals are drawn that are checked once more before payment."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from adapters.store.tables.columns import Instant


class SampleSeedRow(SQLModel, table=True):
    """The one seed of an installation, made with its store and never changed; the first link of the record has its digest."""

    __tablename__ = "sample_seed"

    seed: str = Field(primary_key=True)
    made_at: datetime = Field(sa_type=Instant)
