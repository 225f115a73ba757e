"""Objections to a case on public notice, and what they come to."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from domain.case.acts.act import Act
from domain.case.acts.rules import BY_APPLICANT, BY_OFFICIAL, ActRules, CaseByCase, Group, Judges
from domain.closed import Closed, example
from domain.words import OneLine, Words

ObjectionId = Annotated[str, StringConstraints(max_length=64), OneLine]


class ObjectionRequest(Closed):
    """公示异议."""

    model_config = example(content="该单位投资额与公开年报不符。")

    content: Words = Field(
        description="For the lead, which finds on it, and auditors; the applicant reads a summary of the lead's."
    )


class RaiseObjection(Act):
    """Any applicant or official objects to a case on public notice. ``reference`` of the answer is the objection's id.

    The words stay in the store; the act refers to them. The lead and auditors read them; the applicant reads a summary that
    the lead writes, and is not told who objected. Whoever has an objection on which no finding was made yet adds to it.
    """

    rules = ActRules(
        "raise_objection",
        "提出异议",
        (*BY_APPLICANT, *BY_OFFICIAL),
        Group.OBJECTING,
        CaseByCase.OF_OBJECTOR,
        is_public=True,
    )
    request = ObjectionRequest

    objection: ObjectionId
    adds_to: ObjectionId = ""


class FindOnObjection(Act):
    """The lead department dismisses an objection or upholds it, with the reason; upheld, the case is reviewed again.

    The applicant reads the reason. To uphold, the applicant must have been told a summary first.
    """

    rules = ActRules(
        "find_on_objection",
        "异议核查",
        BY_OFFICIAL,
        Group.DECIDING,
        CaseByCase.JUDGED,
        judges=Judges.DECISION,
        decisions={"dismiss": "异议不成立", "uphold": "异议成立"},
        subject="objection",
    )
    model_config = example(decision="dismiss", reason="经核查，异议不成立。")

    decision: Literal["dismiss", "uphold"]
    reason: Words
    objection: ObjectionId
