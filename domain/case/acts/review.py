"""What the lead department checks and decides on an application."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from domain.case.acts.act import Act, Facts
from domain.case.acts.defects import Noticing, TellingRequest
from domain.case.acts.filing import Reference
from domain.case.acts.rules import BY_HEAD, BY_OFFICIAL, ActRules, CaseByCase, Group, InBulk, Judges, Needs
from domain.closed import example
from domain.other_funding.judgement import FundingJudgement
from domain.words import OneLine, Reason, ShortWords, Words


class _Completeness(BaseModel):
    decision: Literal["accept", "supplement", "refuse"]
    reason: Reason = ""
    received_on_paper: tuple[ShortWords, ...] = Field((), max_length=100)
    refer_to: Annotated[str, StringConstraints(max_length=64), OneLine] = ""


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
    other_funding: FundingJudgement | None = None


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

    Verified figures replace declared ones and the amount is computed again. An approval confirms every review point and
    judges money of other policies (附则(四)); in 专家评审中 it carries the score of the panel; for a referral ``reason`` is
    the answer.

    Attributes:
        kept: review points that stand confirmed from an earlier review.
        expert_score: of the expert panel, 0 to 100.
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
        checks="作出原决定",
    )
    request = ReviewRequest

    kept: tuple[str, ...] = ()
    expert_score: int | None = Field(None, ge=0, le=100)


class ConfirmAmount(Act):
    """Another official of the lead compares the amount with the document that states it: confirms, or returns to the review."""

    rules = ActRules(
        "confirm_amount",
        "确认金额",
        BY_OFFICIAL,
        Group.DECIDING,
        CaseByCase.AMOUNTS,
        judges=Judges.DECISION,
        decisions={"confirm": "确认", "return": "退回重新审核"},
        reasoned=frozenset({"return"}),
        checks="录入这笔金额",
        follows="确认后继续办理，退回的重新审核",
        is_told=False,
    )
    model_config = example(decision="confirm")

    decision: Literal["confirm", "return"]


class ApproveAsHead(Act):
    """A head, of the lead or of finance, approves what comes to more than a sum as well, or sends it back to the review.

    It is asked after the signatures, and of every amount: the first approval, an acceptance, a year, a redemption. Who entered or
    confirmed the amount leaves it to another head.
    """

    rules = ActRules(
        "approve_as_head",
        "负责人审批",
        BY_HEAD,
        Group.DECIDING,
        CaseByCase.AMOUNTS,
        judges=Judges.DECISION,
        decisions={"approve": "同意", "return": "退回重新审核"},
        reasoned=frozenset({"return"}),
        checks="审核这笔金额",
        follows="同意后继续办理，退回的重新审核",
    )
    model_config = example(decision="approve")

    decision: Literal["approve", "return"]


class CheckSample(Act):
    """Another official of the lead than who reviewed or signed checks an approval that was drawn, before money is ordered on it.

    Confirmed, the fund document is asked for; else it is reviewed again, with the reason.
    """

    rules = ActRules(
        "check_sample",
        "抽查复核",
        BY_OFFICIAL,
        Group.DECIDING,
        CaseByCase.JUDGED,
        judges=Judges.OPINION,
        decisions={"confirm": "无误", "return": "退回重新审核"},
        reasoned=frozenset({"return"}),
        checks="审核、会签或审批本次核准",
        follows="复核无误的安排资金，退回的重新审核",
    )
    model_config = example(decision="confirm")

    decision: Literal["confirm", "return"]


class CorrectDecision(Act):
    """The lead department takes back the last approval until a payment is ordered on it, in the run of the case that gave it.

    The year or the redemption that is to be paid is reviewed again; else the application: departments then sign again where what
    they rely on has changed, and the notice is published again. The applicant is told why. Once money is ordered or paid,
    it is recovered, or what is missing is topped up.
    """

    rules = ActRules(
        "correct_decision",
        "更正决定",
        BY_OFFICIAL,
        Group.DECIDING,
        CaseByCase.JUDGED,
        needs=Needs.DECISION,
        judges=Judges.DECISION,
        only_lead=True,
    )
    model_config = example(reason="审核时误将不含税金额计为含税金额，需重新核定。")

    reason: Words


class AnswerReconsideration(Act):
    """Another official of the lead than who decided answers a request to look at a decision again: it stands, or is changed.

    A change is carried out at once: a refused year or redemption is reviewed anew and then paid as any other, a stop is
    lifted, a recovery reversed, a lapse made good, an amount goes back to its review. An amount on which money was ordered
    is changed by ``decide_top_up``. The applicant reads the reason, and what remedies are left where the decision stands.
    """

    rules = ActRules(
        "answer_reconsideration",
        "办理复核",
        BY_OFFICIAL,
        Group.DECIDING,
        CaseByCase.JUDGED,
        judges=Judges.DECISION,
        decisions={"uphold": "维持原决定", "change": "改变原决定"},
        subject="reconsideration",
        follows="复核决定另行通知",
        checks="作出原决定",
        only_lead=True,
    )
    model_config = example(decision="uphold", reason="经复核，发票所列服务不在有效期内，原决定正确。")

    reconsideration: Reference
    decision: Literal["uphold", "change"]
    reason: Words
