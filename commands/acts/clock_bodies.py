"""The bodies of acts on terms."""

from typing import Annotated

from pydantic import ConfigDict, Field

from commands.bodies import Body, Words


class ExtensionBody(Body):
    """延长期限: once, before the term is over, with the reason that the applicant reads."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"reason": "需核对上级部门批复文件", "for_applicant": False}]},
    )

    reason: Words
    for_applicant: bool = Field(False, description="Of the lead department: the applicant's term.")


class PauseBody(Body):
    """中止计时: the own terms stand still while an expert or an audit is waited for."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"reason": "委托第三方专项审计", "working_days": 20}]},
    )

    reason: Words
    working_days: Annotated[int, Field(ge=1)] | None = Field(
        None, description="At most; then the clock goes on. All that the rules leave unless given."
    )


class ResumeBody(Body):
    """恢复计时."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"reason": "审计报告已收到"}]})

    reason: Words
