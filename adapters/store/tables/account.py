"""Accounts of an installation without an OIDC issuer of its own."""

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel


class AccountRow(SQLModel, table=True):
    """Somebody who may log in; the password is kept as an argon2 hash."""

    __tablename__ = "account"

    id: str = Field(primary_key=True)
    username: str = Field(unique=True, index=True)
    password_hash: str
    display_name: str = ""
    email: str | None = None
    roles: list[str] = Field(sa_type=JSON)
    department: str | None = Field(default=None, index=True)
    unit: str | None = None
