"""Who applies and who may log in: registered units, and the accounts of people, of an installation without an issuer of its own."""

from datetime import date, datetime

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from adapters.store.tables.columns import Instant


class UnitRow(SQLModel, table=True):
    """A unit that was entered, by its unified social credit code."""

    __tablename__ = "unit"

    code: str = Field(primary_key=True)
    registered_at: datetime = Field(sa_type=Instant)
    ended_on: date | None = None
    successor: str | None = Field(default=None, foreign_key="unit.code", index=True)


class UnitEntryRow(SQLModel, table=True):
    """One thing that was registered of a unit; the one that holds has no ``until``. ``form`` is a name's normal form."""

    __tablename__ = "unit_entry"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(foreign_key="unit.code", index=True)
    field: str
    value: str
    form: str = Field(default="", index=True)
    since: date
    until: date | None = None
    document_number: str = ""
    document_on: date | None = None
    entered_by: str
    entered_at: datetime = Field(sa_type=Instant)


class UnitDivisionRow(SQLModel, table=True):
    """A case that passed from a unit to another by a division (分立), and the document that says so.

    ``last_stop`` is the last stop of payment of the day: those of the unit up to it go on holding the case back.
    """

    __tablename__ = "unit_division"

    id: int | None = Field(default=None, primary_key=True)
    case_number: str = Field(foreign_key="case_file.number", index=True)
    unit: str = Field(foreign_key="unit.code", index=True)
    successor: str = Field(foreign_key="unit.code")
    divided_on: date
    last_stop: int = 0
    document_number: str
    document_on: date
    entered_by: str
    entered_at: datetime = Field(sa_type=Instant)


class AccountRow(SQLModel, table=True):
    """Somebody who may log in; the password is kept as an argon2 hash, and is empty where another issuer knows it.

    ``generation`` stands in the account's tokens: those of an earlier one are good for nothing. ``is_disabled`` shuts
    the account, whoever issued its tokens. A temporary password opens nothing but the change to an own one.
    """

    __tablename__ = "account"

    id: str = Field(primary_key=True)
    username: str = Field(unique=True, index=True)
    password_hash: str
    display_name: str = ""
    email: str | None = None
    roles: list[str] = Field(sa_type=JSON)
    department: str | None = Field(default=None, index=True)
    unit: str | None = Field(default=None, foreign_key="unit.code")
    generation: int = 0
    is_disabled: bool = False
    has_temporary_password: bool = False
