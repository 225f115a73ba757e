"""Stops of payment, and the recovery of money that was paid."""

from adapters.store.payments.recovery_queries import money_of_case
from api.auth import FINANCE_ONLY, OFFICIAL_ONLY
from commands.acts import checks
from commands.acts.form import ActForm, Matter
from commands.acts.recovery_bodies import LiftBody, RecoveryBody, RepaymentBody, StopBody
from commands.bodies import ReasonBody
from domain.case.money_acts import DecideRecovery, LiftStop, RecordRepayment, ReverseRecovery, StopPayment
from domain.case.record.stages import Stage
from domain.errors import FieldError, NotAllowed, WrongStage
from domain.money import ZERO, plain


def _stop_payment(matter: Matter, body: StopBody) -> StopPayment:
    return StopPayment(**matter.parts, scope=body.scope, reason=body.reason, clause=body.clause)


def _lift_stop(matter: Matter, body: LiftBody) -> LiftStop:
    return LiftStop(**matter.parts, scope=body.scope, reason=body.reason)


def _decide_recovery(matter: Matter, body: RecoveryBody) -> DecideRecovery:
    _refuse_wrong(matter, body)
    return DecideRecovery(**matter.parts, **body.model_dump())


def _refuse_wrong(matter: Matter, body: RecoveryBody) -> None:
    """What a case that has ended need not be taken up for; the case itself decides again.

    Raises:
        Refusal: not the lead, nothing paid, or more than was paid.
    """
    case = matter.case
    if matter.parts["by"].party != case.lead:
        raise NotAllowed("只有牵头部门可以决定追回。", remedy="请联系牵头部门。")
    if case.stage == Stage.RECOVERY.value:
        raise WrongStage("本案已在追回中，不能重复作出追回决定。", remedy="请先办结或撤销前一追回决定。")
    paid = money_of_case(matter.wired.engine, case.case_number).paid
    if not paid:
        raise WrongStage("本案没有已拨付的资金，不能追回。", remedy="尚未拨付的，可以停止拨付或终止办理。")
    if not ZERO < body.amount <= paid:
        message = f"须大于 0，且不超过已拨付的 {plain(paid)} 元"
        checks.wrong("追回决定需要更正。", [FieldError(path="amount", message=message)])


def _record_repayment(matter: Matter, body: RepaymentBody) -> RecordRepayment:
    if body.received_on > matter.wired.latest_day():
        checks.wrong("退回款项需要更正。", [FieldError(path="received_on", message="不得晚于今天")])
    return RecordRepayment(
        **matter.parts, amount=body.amount, received_on=body.received_on, reason=body.reason
    )


def _reverse_recovery(matter: Matter, body: ReasonBody) -> ReverseRecovery:
    return ReverseRecovery(**matter.parts, reason=body.reason)


STOP_PAYMENT = ActForm(StopPayment, StopBody, OFFICIAL_ONLY, "stop", _stop_payment, only_lead=True)
LIFT_STOP = ActForm(LiftStop, LiftBody, OFFICIAL_ONLY, "stop/lift", _lift_stop, only_lead=True)
DECIDE_RECOVERY = ActForm(
    DecideRecovery, RecoveryBody, OFFICIAL_ONLY, "recovery", _decide_recovery, reopens=True
)
RECORD_REPAYMENT = ActForm(
    RecordRepayment, RepaymentBody, FINANCE_ONLY, "recovery/repayments", _record_repayment
)
REVERSE_RECOVERY = ActForm(
    ReverseRecovery, ReasonBody, OFFICIAL_ONLY, "recovery/reversal", _reverse_recovery, only_lead=True
)
