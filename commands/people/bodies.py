"""The bodies of requests about people at desks, and what is answered about them."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from commands.bodies import Body
from domain.case.roles import Role
from domain.day import Day
from domain.words import MailAddress, Name, OneLine, ShortWords, Words

Username = Annotated[str, StringConstraints(min_length=1, max_length=200), OneLine]
Subject = Annotated[str, StringConstraints(max_length=64), OneLine]


def _example(**content: Any) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [content]})


class DelegationBody(Body):
    """登记缺勤与代理. Without a deputy it is a plain absence; ``person`` is for heads, who enter it for somebody of theirs."""

    model_config = _example(from_on="2026-12-01", until_on="2026-12-05", deputy="li", reason="外出培训")

    from_on: Day = Field(title="开始日期")
    until_on: Day = Field(title="结束日期（含当日）")
    deputy: Username | None = Field(default=None, title="代理人")
    reason: Words = Field(title="事由")
    person: Username | None = Field(default=None, title="缺勤人（部门负责人代为登记时填写）")


class RecusalBody(Body):
    """声明回避."""

    model_config = _example(reason="申请单位法定代表人系本人近亲属。")

    reason: Words = Field(title="回避事由")


class ClaimTaskBody(Body):
    """领取、释放待办. ``subject``: which of several like tasks; all of the department when it is not given."""

    model_config = _example(subject="")

    subject: Subject | None = Field(default=None, title="期次等（有多项同类待办时填写）")


class ReassignBody(Body):
    """转交待办."""

    model_config = _example(to="li", reason="工作调整")

    to: Username = Field(title="接办人")
    reason: Words = Field(title="理由")
    subject: Subject | None = Field(default=None, title="期次等（有多项同类待办时填写）")


class PersonBody(Body):
    """登记外部账号的人员. Without any role the person sits at no desk any more; what was done stays recorded."""

    model_config = _example(
        subject="7f3c2a10-5b1e-4a57-9a31-1f5f0b2a9f10",
        name="李某",
        roles=["official"],
        department="development_and_reform",
        email="li@example.com",
    )

    subject: Annotated[str, StringConstraints(min_length=1, max_length=255), OneLine] = Field(
        title="外部身份认证中的账号标识（令牌的 sub）"
    )
    name: Name = Field(title="姓名")
    roles: list[Role] = Field(max_length=8, title="角色")
    department: ShortWords | None = Field(default=None, title="所属部门或属地")
    email: MailAddress | None = Field(default=None, title="电子邮箱")


class KnownPersonView(BaseModel):
    """Somebody who is known at an office."""

    username: str
    name: str
    email: str | None
    roles: list[Role]
    department: str | None
    department_name: str
    is_external: bool = Field(description="Logs in at the external issuer; others have a password here.")
    is_disabled: bool


class PersonView(BaseModel):
    """Somebody of an office, as colleagues see it."""

    username: str
    name: str


class DelegationView(BaseModel):
    """An absence with its deputy."""

    id: str
    person: PersonView
    department: str
    department_name: str
    from_on: date
    until_on: date
    deputy: PersonView | None = Field(description="None for a plain absence.")
    reason: str | None = Field(
        description="For the person, the deputy, the head, administrators and auditors."
    )
    entered_at: datetime
    revoked_at: datetime | None


class RecusalView(BaseModel):
    """A recusal, and who can act instead."""

    case_number: str
    at: datetime
    instead: list[PersonView] = Field(description="People of the department who can act in the open tasks.")
    detail: str


class TaskAtDesk(BaseModel):
    """An open task of an office: who has it, who can act, and whether its desk is empty."""

    party: str
    party_name: str
    label: str
    acts: list[str]
    subject: str
    since: datetime | None
    taken_by: PersonView | None
    can_act: list[PersonView]
    is_empty: bool
    empty_because: str


class DesksView(BaseModel):
    """The open tasks of a case at the desks of its offices, and who left the case."""

    case_number: str
    tasks: list[TaskAtDesk]
    recused: list[PersonView]
