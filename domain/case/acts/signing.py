"""Signatures of co-departments and localities, what the lead makes of an objection among them, and whom it brings in."""

from typing import Literal

from domain.case.acts.act import Act
from domain.case.acts.rules import BY_OFFICIAL, ActRules, CaseByCase, Group, InBulk, Judges, Needs
from domain.closed import example
from domain.words import Code, Words


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


class AddSigner(Act):
    """The lead department asks one more department or locality to sign, until everybody has signed.

    It signs with the others, in this and in every later round, with the same term; silence is no consent.
    """

    rules = ActRules(
        "add_signer",
        "加签",
        BY_OFFICIAL,
        Group.NEUTRAL,
        CaseByCase.JUDGED,
        needs=Needs.CASE,
        only_lead=True,
        is_told=False,
    )
    model_config = example(party="human_resources", reason="涉及人才认定，请会签。")

    party: Code
    reason: Words


class CopyCase(Act):
    """The lead department lets a department or locality read the case; nothing is asked of it."""

    rules = ActRules(
        "copy_case",
        "抄送",
        BY_OFFICIAL,
        Group.NEUTRAL,
        CaseByCase.JUDGED,
        needs=Needs.CASE,
        only_lead=True,
        is_told=False,
    )
    model_config = example(party="market_regulation", reason="供监管参考。")

    party: Code
    reason: Words
