"""The bodies of requests about accounts, and what is answered about them."""

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from commands.bodies import Body
from domain.case.roles import Role
from domain.closed import example
from domain.words import ShortWords

Typed = Annotated[
    str, StringConstraints(min_length=1, max_length=1024), Field(json_schema_extra={"format": "password"})
]
"""A password is taken as it was typed."""


class PasswordBody(Body):
    """修改密码. A temporary password is changed in the same way."""

    model_config = example(username="li", password="临时密码", new_password="新的密码至少十二个字符")  # noqa: S106 - words of the documentation

    username: ShortWords = Field(title="用户名")
    password: Typed = Field(title="现在的密码")
    new_password: Typed = Field(title="新密码")


class AccountView(BaseModel):
    """An account as administrators and auditors see it."""

    username: str
    name: str
    roles: list[Role]
    department: str | None
    unit: str | None
    is_external: bool = Field(description="Logs in at the external issuer; others have a password here.")
    is_disabled: bool
    has_temporary_password: bool = Field(description="Must change its password before it can log in.")


class ResetView(AccountView):
    """An account with its temporary password, which is shown this once."""

    password: str
