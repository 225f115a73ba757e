"""The bodies of requests about people at desks, and what is answered about them."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.bodies import Body, Words

Username = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Subject = Annotated[str, StringConstraints(strip_whitespace=True, max_length=64)]


def _example(**content: Any) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [content]})


class DelegationBody(Body):
    """登记缺勤与代理. Without a deputy it is a plain absence; ``person`` is for heads, who enter it for somebody of theirs."""

    model_config = _example(from_on="2026-12-01", until_on="2026-12-05", deputy="li", reason="外出培训")

    from_on: date = Field(title="开始日期")
    until_on: date = Field(title="结束日期（含当日）")
    deputy: Username | None = Field(default=None, title="代理人")
    reason: Words = Field(title="事由")
    person: Username | None = Field(default=None, title="缺勤人（部门负责人代为登记时填写）")


class RecusalBody(Body):
    """声明回避."""

    model_config = _example(reason="申请单位法定代表人系本人近亲属。")

    reason: Words = Field(title="回避事由")


class ClaimTurnBody(Body):
    """领取、释放待办. ``subject``: which of several like turns; all of the department when it is not given."""

    model_config = _example(subject="")

    subject: Subject | None = Field(default=None, title="期次等（有多项同类待办时填写）")


class ReassignBody(Body):
    """转交待办."""

    model_config = _example(to="li", reason="工作调整")

    to: Username = Field(title="接办人")
    reason: Words = Field(title="理由")
    subject: Subject | None = Field(default=None, title="期次等（有多项同类待办时填写）")


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
    instead: list[PersonView] = Field(description="People of the department who can act in the open turns.")
    detail: str


class TurnAtDesk(BaseModel):
    """An open turn of an office: who has it, who can act, and whether its desk is empty."""

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
    """The open turns of a case at the desks of its offices, and who left the case."""

    case_number: str
    turns: list[TurnAtDesk]
    recused: list[PersonView]
