"""The two ways in which a person ends a case early, and undoing what the end of a term has taken."""

from domain.case.acts.act import Act
from domain.case.acts.instalments import Instalment
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


class ExcuseLapse(Act):
    """The lead lets the applicant make good what was lost by lapse of time, with the good cause on record (准予补办).

    A case that ended by it is taken up again where it stood, with a new term: a supplement, the payee details, a year of
    support, an expired voucher, which is issued anew from the pool of the year in which that is done.

    Attributes:
        instalment: which missed year, where there are several; the last unless given.
    """

    rules = ActRules(
        "excuse_lapse",
        "准予补办",
        BY_OFFICIAL,
        Group.NEUTRAL,
        CaseByCase.JUDGED,
        needs=Needs.LAPSE,
        only_lead=True,
        opens_ended=True,
    )
    model_config = example(reason="申报系统停机，申请单位有正当理由。")

    reason: Words
    instalment: Instalment | None = None
