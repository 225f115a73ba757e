"""The audit record: entries that are only ever added, and the head of each chain.

Instants and JSON are kept as the text that was hashed, so that no driver reads them in another way.
"""

from typing import Final

from sqlalchemy import Index, Text, text
from sqlmodel import Field, SQLModel

from domain.audit.entry import CHAIN_BEGUN, HOUSE

OF_THE_HOUSE: Final = f"chain = '{HOUSE}' AND action <> '{CHAIN_BEGUN}'"
"""What the house's chain says beside that chains of cases began."""


class AuditEntryRow(SQLModel, table=True):
    """One entry of a chain; a trigger refuses to change or remove it."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index(
            "ix_audit_entry_of_the_house",
            "action",
            "subject",
            sqlite_where=text(OF_THE_HOUSE),
            postgresql_where=text(OF_THE_HOUSE),
        ),
    )

    chain: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    at: str
    account: str
    party: str
    action: str
    subject: str
    before: str = Field(sa_type=Text)
    after: str = Field(sa_type=Text)
    policy_version: str
    readings: str = Field(sa_type=Text)
    previous: str
    hash: str


class AuditWordsRow(SQLModel, table=True):
    """Words of an entry, of which the entry has the salted digest. Erased together with the salt; never changed.

    ``text`` is None where the words lie elsewhere and are not for everybody who reads the record.
    """

    __tablename__ = "audit_words"

    chain: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    name: str = Field(primary_key=True)
    salt: str
    text: str | None = Field(default=None, sa_type=Text)


class AuditHead(SQLModel, table=True):
    """How many entries a chain has and the hash of the last: a removed last entry is missed."""

    __tablename__ = "audit_head"

    chain: str = Field(primary_key=True)
    length: int
    tip: str


class AuditStampRow(SQLModel, table=True):
    """What an outside authority has stamped on a day (``domain.audit.stamps.Stamp``); never changed."""

    __tablename__ = "audit_stamp"

    day: str = Field(primary_key=True)
    document: str = Field(sa_type=Text)
    reply: str = Field(sa_type=Text)


class AuditStampedHead(SQLModel, table=True):
    """The head of a chain as it was stamped, on the first day after it had moved; never changed."""

    __tablename__ = "audit_stamped_head"

    chain: str = Field(primary_key=True)
    length: int = Field(primary_key=True)
    tip: str
    day: str = Field(index=True)
