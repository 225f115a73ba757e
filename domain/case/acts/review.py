"""What the lead department checks and decides on an application."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from domain.case.acts.act import Facts
from domain.case.acts.defects import Noticing, TellingRequest
from domain.case.acts.rules import BY_OFFICIAL, ActRules, CaseByCase, Group, InBulk, Judges
from domain.closed import example
from domain.words import Reason, ShortWords


class _Completeness(BaseModel):
    decision: Literal["accept", "supplement", "refuse"]
    reason: Reason = ""
    received_on_paper: tuple[ShortWords, ...] = Field((), max_length=100)
    refer_to: Annotated[str, StringConstraints(max_length=64)] = ""


class CompletenessRequest(_Completeness, TellingRequest):
    """形式审查. What an earlier check received on paper need not be given again."""

    model_config = example(decision="accept", received_on_paper=["1.1-1", "1.1-2", "1.1-3"])


class CheckCompleteness(_Completeness, Noticing):
    """The lead department accepts, asks for supplements (all defects at once), or refuses with a reason.

    To accept, every document that is asked at filing was uploaded or is listed in ``received_on_paper``, now or at an
    earlier check. A second supplement needs ``new_fact``, or a supervisor's ``supervisor_reason``; it is counted.

    Attributes:
        kept: received on paper at an earlier check.
    """

    rules = ActRules(
        "check_completeness",
        "形式审查",
        BY_OFFICIAL,
        Group.DECIDING,
        InBulk(decisions=("accept",)),
        judges=Judges.DECISION,
        decisions={"accept": "受理", "supplement": "要求补正", "refuse": "不予受理"},
        reasoned=frozenset({"refuse"}),
    )
    request = CompletenessRequest

    kept: tuple[str, ...] = ()


class _Review(BaseModel):
    decision: Literal["approve", "return", "reject"]
    reason: Reason = ""
    verified_facts: Facts | None = None
    checklist: dict[str, bool] = {}
    expert_score: int | None = Field(None, ge=0, le=100)


class ReviewRequest(_Review, TellingRequest):
    """牵头审核, and the expert review where the type has one. Points confirmed earlier need not be confirmed again."""

    model_config = example(
        decision="approve",
        verified_facts={"audited_investment": "123000000.00"},
        checklist={"public_platform": True},
        reason="经核实，符合条件。",
    )


class Review(_Review, Noticing):
    """The lead department approves, returns with all defects, or rejects with a reason.

    Verified figures replace declared ones and the amount is computed again. An approval confirms every review point; in
    专家评审中 it carries ``expert_score``; for a referral ``reason`` is the answer.

    Attributes:
        kept: review points that stand confirmed from an earlier review.
    """

    rules = ActRules(
        "review",
        "牵头审核",
        BY_OFFICIAL,
        Group.DECIDING,
        CaseByCase.JUDGED,
        judges=Judges.DECISION,
        decisions={"approve": "通过", "return": "退回补正", "reject": "不予支持"},
        reasoned=frozenset({"return", "reject"}),
    )
    request = ReviewRequest

    kept: tuple[str, ...] = ()
