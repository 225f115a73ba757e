"""The outbox: mails committed together with what caused them, and the letters that go with them, kept by digest."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from adapters.store.tables.columns import Instant


class Mail(SQLModel, table=True):
    """A mail to an applicant, its Message-ID fixed by case and event; or to an official, without a case.

    ``event`` is the name of the mail's folder in ``templates/mail``. ``trouble`` says whose fault it is that it has not
    left so far (``domain.post_office.MailFault``), ``reply`` what the server would say of any such mail, ``returned``
    the earlier attempts that failed for good; ``untold``: the case is still to hear what became of it.
    """

    message_id: str = Field(primary_key=True)
    case_number: str | None = Field(default=None, foreign_key="case_file.number", index=True)
    event: str
    seq: int
    recipient: str
    facts: dict[str, Any] = Field(sa_type=JSON)
    created_at: datetime = Field(sa_type=Instant)
    sent_at: datetime | None = Field(default=None, sa_type=Instant, index=True)
    attempts: int = 0
    last_error: str = ""
    trouble: str = Field(default="", index=True)
    reply: str = Field(default="", index=True)
    failed: bool = False
    returned: list[Any] = Field(default_factory=list, sa_type=JSON)
    untold: bool = Field(default=False, index=True)


class ServiceRow(SQLModel, table=True):
    """What happened in a step of a case was served on the applicant: fetched by it, or served by the office.

    ``account`` and ``party`` recorded it; ``fetched_at`` is the unit's own first look, and ``told_…`` the last days of
    the remedies that it was shown, which only grow.
    """

    __tablename__ = "service"

    case_number: str = Field(primary_key=True, foreign_key="case_file.number")
    seq: int = Field(primary_key=True)
    manner: str
    served_on: date
    at: datetime = Field(sa_type=Instant)
    account: str
    party: str
    proof: str = ""
    fetched_at: datetime | None = Field(default=None, sa_type=Instant)
    fetched_by: str = ""
    told_review_until: date | None = None
    told_suit_until: date | None = None


class SuppressedAddress(SQLModel, table=True):
    """An address that was refused for good: nothing is sent there until somebody gives it again."""

    __tablename__ = "suppressed_address"

    address: str = Field(primary_key=True)
    since: datetime = Field(sa_type=Instant)


class LetterRow(SQLModel, table=True):
    """A letter of a case. Without ``sha256`` it could not be set so far; ``failure`` says why."""

    __tablename__ = "letter"

    id: str = Field(primary_key=True)
    case_number: str = Field(foreign_key="case_file.number", index=True)
    message_id: str = Field(foreign_key="mail.message_id", unique=True)
    kind: str
    title: str
    event: str
    seq: int
    number: str = Field(unique=True)
    at: datetime = Field(sa_type=Instant)
    sha256: str | None = Field(default=None, index=True)
    size: int = 0
    attempts: int = 0
    failure: str = ""
