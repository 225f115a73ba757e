"""Acts on terms, and reminding: they decide nothing about the case."""

from typing import Annotated

from pydantic import Field

from domain.case.acts.act import Act
from domain.case.acts.rules import (
    BY_APPLICANT,
    BY_OFFICE,
    BY_OFFICIAL,
    ActRules,
    CaseByCase,
    Group,
    InBulk,
    Needs,
)
from domain.closed import Closed, example
from domain.words import Words


class ExtensionRequest(Closed):
    """延长期限: once, before the term is over, with the reason that the applicant reads."""

    model_config = example(reason="需核对上级部门批复文件", for_applicant=False)

    reason: Words
    for_applicant: bool = Field(False, description="Of the lead department: the applicant's term.")


class ExtendTerm(Act):
    """Whoever's term it is extends it once, before it is over; the lead department may extend the applicant's.

    By how many working days is the policy's to say. The applicant is told, with the reason.

    Attributes:
        whose: whose term is extended: the one who acts, or the applicant.
        working_days: how long, as the policy allows it for this term.
    """

    rules = ActRules(
        "extend_term",
        "延长期限",
        (*BY_OFFICE, *BY_APPLICANT),
        Group.NEUTRAL,
        CaseByCase.BURDENS,
        needs=Needs.TERM,
    )
    request = ExtensionRequest

    reason: Words
    whose: str
    working_days: int


class ExtensionCorrectionRequest(Closed):
    """更正延期: the working days that the extension should have had, and why it was wrong."""

    model_config = example(
        reason="误按牵头审核的标准延长，应为3个工作日", working_days=3, for_applicant=False
    )

    reason: Words
    working_days: Annotated[int, Field(ge=0, description="Zero takes the extension back.")]
    for_applicant: bool = Field(False, description="Of the lead department: the applicant's term.")


class CorrectExtension(Act):
    """Whoever may extend a term corrects an extension that was granted wrongly, before the term is over.

    The applicant gets a new letter with the new last day. A day that the applicant was told for its own term stands: such
    a correction only gives more. A term that was corrected is not extended again.

    Attributes:
        whose: whose term it is: the one who acts, or the applicant.
        working_days: how long the extension is now, no longer than the policy allows it for this term.
    """

    rules = ActRules(
        "correct_extension",
        "更正延期",
        BY_OFFICE,
        Group.NEUTRAL,
        CaseByCase.BURDENS,
        needs=Needs.TERM,
    )
    request = ExtensionCorrectionRequest

    reason: Words
    whose: str
    working_days: int


class PauseRequest(Closed):
    """中止计时: the own terms stand still while an expert or an audit is waited for."""

    model_config = example(reason="委托第三方专项审计", working_days=20)

    reason: Words
    working_days: Annotated[int, Field(ge=1)] | None = Field(
        None, description="At most; then the clock goes on. All that the rules leave unless given."
    )


class PauseClock(Act):
    """An office stops its own terms while it waits for an expert or an audit, for 30 working days in all at most.

    The applicant is told why and how long; at the end of the pause the clock goes on by itself.

    Attributes:
        working_days: how long at most.
    """

    rules = ActRules(
        "pause_clock", "中止计时", BY_OFFICE, Group.NEUTRAL, CaseByCase.BURDENS, needs=Needs.TERM
    )
    request = PauseRequest

    reason: Words
    working_days: int


class ResumeClock(Act):
    """The office goes on before the pause is over."""

    rules = ActRules(
        "resume_clock", "恢复计时", BY_OFFICE, Group.NEUTRAL, CaseByCase.GROUND_GONE, needs=Needs.TERM
    )
    model_config = example(reason="审计报告已收到")

    reason: Words


class Urge(Act):
    """The lead department has whoever the case waits for reminded by mail, at most once a working day (催办).

    An office's people are written to, and the applicant only when the case waits for the applicant. No term changes.
    """

    rules = ActRules(
        "urge", "催办", BY_OFFICIAL, Group.NEUTRAL, InBulk(), needs=Needs.SOMEBODY_AWAITED, only_lead=True
    )
    model_config = example(reason="请于本周五前完成会签。")
