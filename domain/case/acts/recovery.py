"""Stops of payment (停拨), recovery of money that was paid (追回), and what was paid too little (补足差额). Amounts are exact yuan."""

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field

from domain.case.acts.act import Act, Facts
from domain.case.acts.rules import BY_FINANCE, BY_OFFICIAL, ActRules, CaseByCase, Group, Judges, Needs
from domain.case.days import Happened, Milestone
from domain.closed import example
from domain.day import Day
from domain.money import Yuan
from domain.other_funding.judgement import FundingJudgement
from domain.words import ShortWords, Words

Scope = Literal["case", "unit"]
"""Of the case, or of all cases of its unit."""


class StopPayment(Act):
    """The lead department stops the payments of a case, or of all cases of its unit. The applicant is told.

    While the stop stands, no approval holds (the first, an acceptance, of a year, of a redemption), no voucher is issued and no payment is
    ordered; terms go on.
    """

    rules = ActRules(
        "stop_payment",
        "停止拨付",
        BY_OFFICIAL,
        Group.DECIDING,
        CaseByCase.BURDENS,
        needs=Needs.CASE,
        only_lead=True,
    )
    model_config = example(scope="case", reason="正在核查投资额的真实性。", clause="附则(四)")

    scope: Scope = "case"
    reason: Words
    clause: ShortWords


class LiftStop(Act):
    """The department that set a stop lifts it. The applicant is told."""

    rules = ActRules(
        "lift_stop",
        "恢复拨付",
        BY_OFFICIAL,
        Group.DECIDING,
        CaseByCase.JUDGED,
        needs=Needs.CASE,
        only_lead=True,
    )
    model_config = example(scope="case", reason="核查完毕，未发现问题。")

    scope: Scope = "case"
    reason: Words


class DecideRecovery(Act):
    """The lead department decides that money which was paid is to come back, with reason, clause and document.

    It is repaid, or the unit's next payments are set off (``means``). A case that has ended is taken up again. The
    applicant gets a letter with amount, term and remedies.
    """

    rules = ActRules(
        "decide_recovery",
        "决定追回",
        BY_OFFICIAL,
        Group.DECIDING,
        CaseByCase.BURDENS,
        needs=Needs.MONEY_PAID,
        only_lead=True,
        opens_ended=True,
    )
    model_config = example(
        amount="4000000.00",
        reason="经审计，投资额虚增。",
        clause="附则(四)",
        means="repayment",
        document_number="廊发改追〔2026〕1号",
    )

    amount: Yuan
    reason: Words
    clause: ShortWords
    means: Literal["repayment", "netting"]
    document_number: ShortWords


class DecideTopUp(Act):
    """Somebody else of the lead than who decided an amount decides that too little was paid (补足差额), with figures and document.

    What is due is computed anew under the case's policy, by all checks of the first decision: figures of a later phase are given
    whole, money of other policies is judged again, the thing and its year stay the same. What was given already is taken off, also
    what is to be given back; the difference is paid as any other payment, with a sheet of its own. A case that has ended is taken up
    again. Who contested the amount is answered by it.
    """

    rules = ActRules(
        "decide_top_up",
        "补足差额",
        BY_OFFICIAL,
        Group.DECIDING,
        CaseByCase.JUDGED,
        needs=Needs.MONEY_PAID,
        judges=Judges.DECISION,
        only_lead=True,
        opens_ended=True,
    )
    model_config = example(
        verified_facts={"audited_investment": "98000000.00"},
        reason="复核认定的建设投资额高于原核定。",
        document_number="廊发改复〔2027〕2号",
    )

    number: Annotated[
        str, Field(pattern=r"^[0-9]{0,2}$", description="Year of support; empty where there are none.")
    ] = ""
    verified_facts: Facts
    other_funding: FundingJudgement | None = None
    reason: Words
    document_number: ShortWords


class RecordRepayment(Act):
    """The finance bureau records money that came back, whole or in parts."""

    rules = ActRules("record_repayment", "登记退回款项", BY_FINANCE, Group.PAYING, CaseByCase.AMOUNTS)
    model_config = example(amount="1500000.00", received_on="2026-12-01")

    amount: Yuan
    received_on: Day

    def days(self) -> Iterable[Happened]:
        """Money comes back after it was decided that it is to."""
        return (Happened("received_on", self.received_on, Milestone.DECISION),)


class ReverseRecovery(Act):
    """The lead department takes a wrong decision back; what came back already is paid to the unit again."""

    rules = ActRules(
        "reverse_recovery", "撤销追回", BY_OFFICIAL, Group.DECIDING, CaseByCase.JUDGED, only_lead=True
    )
    model_config = example(reason="经复查，原决定依据的审计结论有误。")

    reason: Words
