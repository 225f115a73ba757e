"""Stops of payment (停拨), and the recovery of money that was paid (追回). Amounts are exact yuan."""

from datetime import date
from typing import Literal

from domain.case.acts.act import Act, not_after
from domain.case.acts.rules import BY_FINANCE, BY_OFFICIAL, ActRules, CaseByCase, Group, Needs
from domain.closed import example
from domain.errors import FieldError
from domain.money import Yuan
from domain.words import ShortWords, Words

Scope = Literal["case", "unit"]
"""Of the case, or of all cases of its unit."""


class StopPayment(Act):
    """The lead department stops the payments of a case, or of all cases of its unit. The applicant is told.

    While the stop stands, no yearly or voucher approval holds and no payment is ordered; terms go on.
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


class RecordRepayment(Act):
    """The finance bureau records money that came back, whole or in parts."""

    rules = ActRules("record_repayment", "登记退回款项", BY_FINANCE, Group.PAYING, CaseByCase.AMOUNTS)
    model_config = example(amount="1500000.00", received_on="2026-12-01")

    amount: Yuan
    received_on: date

    def faults(self, latest: date) -> list[FieldError]:
        """Nothing is recorded before it has happened."""
        return super().faults(latest) + not_after(latest, received_on=self.received_on)


class ReverseRecovery(Act):
    """The lead department takes a wrong decision back; what came back already is paid to the unit again."""

    rules = ActRules(
        "reverse_recovery", "撤销追回", BY_OFFICIAL, Group.DECIDING, CaseByCase.JUDGED, only_lead=True
    )
    model_config = example(reason="经复查，原决定依据的审计结论有误。")

    reason: Words
