"""Signatures of co-departments and localities, and what the lead makes of an objection among them."""

from typing import Literal

from domain.case.acts.act import Act
from domain.case.acts.rules import BY_OFFICIAL, ActRules, CaseByCase, Group, InBulk, Judges
from domain.closed import example
from domain.words import Words


class SignOff(Act):
    """A co-department or the locality agrees, has no opinion, or objects with a reason."""

    rules = ActRules(
        "sign_off",
        "会签",
        BY_OFFICIAL,
        Group.DECIDING,
        InBulk(decisions=("agree", "no_opinion")),
        judges=Judges.OPINION,
        decisions={"agree": "同意", "no_opinion": "无意见", "object": "提出异议"},
        reasoned=frozenset({"object"}),
        is_told=False,
    )
    model_config = example(decision="agree")

    decision: Literal["agree", "no_opinion", "object"]


class Settle(Act):
    """The lead department settles what was objected to: proceed, amend (review again), or reject."""

    rules = ActRules(
        "settle",
        "处理会签异议",
        BY_OFFICIAL,
        Group.DECIDING,
        CaseByCase.JUDGED,
        judges=Judges.DECISION,
        decisions={"proceed": "继续办理", "amend": "重新审核", "reject": "不予支持"},
        follows="处理后继续办理、重新审核或不予支持",
    )
    model_config = example(decision="proceed", reason="异议所涉投资已剔除。")

    decision: Literal["proceed", "amend", "reject"]
    reason: Words
