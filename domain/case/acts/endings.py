"""The two ways in which a person ends a case early."""

from domain.case.acts.act import Act
from domain.case.acts.rules import BY_APPLICANT, BY_OFFICIAL, ActRules, CaseByCase, Group, Judges, Needs
from domain.closed import example
from domain.words import Words


class Withdraw(Act):
    """The applicant withdraws, until a payment is ordered."""

    rules = ActRules(
        "withdraw", "撤回申请", BY_APPLICANT, Group.APPLYING, CaseByCase.OF_APPLICANT, needs=Needs.NO_PAYMENT
    )
    model_config = example(reason="项目计划调整")

    reason: Words


class Terminate(Act):
    """The lead department ends the case with a reason, until a payment is ordered."""

    rules = ActRules(
        "terminate",
        "终止办理",
        BY_OFFICIAL,
        Group.DECIDING,
        CaseByCase.BURDENS,
        needs=Needs.NO_PAYMENT,
        judges=Judges.DECISION,
        only_lead=True,
    )
    model_config = example(reason="主体资格不符合规定。")

    reason: Words
