"""Stops of payment, and the recovery of money that was paid."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from adapters.store.case_reading import CaseRecord, read_case
from adapters.store.recovery_reading import CaseMoney, money_of_case
from api import checks
from api.answers import name_of
from api.auth import FINANCE_ONLY, OFFICIAL_ONLY, AnyAccount, Finance, Official
from api.bodies import ReasonBody
from api.recovery_bodies import (
    LiftBody,
    NettingView,
    RecoveriesView,
    RecoveryBody,
    RecoveryView,
    RepaymentBody,
    StopBody,
    StopView,
)
from api.routes.acting import AtOffice, CaseNumberPath
from api.sight import find_case, sees
from api.views import ActAnswer
from api.wiring import Wiring, wiring
from domain.case.act import Act
from domain.case.money_acts import DecideRecovery, LiftStop, RecordRepayment, ReverseRecovery, StopPayment
from domain.case.stages import Stage
from domain.errors import FieldError, NotAllowed, WrongStage
from domain.money import ZERO, plain

router = APIRouter(prefix="/v1/applications/{number}", tags=["停拨与追回"])


@router.post("/stop", summary="停止拨付")
async def stop_payment(body: StopBody, caller: Official, office: AtOffice) -> ActAnswer:
    """The lead department stops the payments of a case, or of all cases of its unit. The applicant is told.

    While the stop stands, no yearly or voucher approval holds and no payment is ordered; terms go on.
    """

    def make(_: CaseRecord, parts: dict[str, Any]) -> Act:
        return StopPayment(**parts, scope=body.scope, reason=body.reason, clause=body.clause)

    return await office.do(caller, OFFICIAL_ONLY, ("stop", body), make, only_lead=True)


@router.post("/stop/lift", summary="恢复拨付")
async def lift_stop(body: LiftBody, caller: Official, office: AtOffice) -> ActAnswer:
    """The department that set a stop lifts it. The applicant is told."""

    def make(_: CaseRecord, parts: dict[str, Any]) -> Act:
        return LiftStop(**parts, scope=body.scope, reason=body.reason)

    return await office.do(caller, OFFICIAL_ONLY, ("stop/lift", body), make, only_lead=True)


@router.post("/recovery", summary="决定追回")
async def decide_recovery(body: RecoveryBody, caller: Official, office: AtOffice) -> ActAnswer:
    """The lead department decides that money which was paid is to come back, with reason, clause and document.

    A case that has ended is taken up again. The applicant gets a letter with amount, term and remedies.
    """

    def make(case: CaseRecord, parts: dict[str, Any]) -> Act:
        _refuse_wrong(office.wired, case, parts["by"].party, body)
        return DecideRecovery(**parts, **body.model_dump())

    return await office.do(caller, OFFICIAL_ONLY, ("recovery", body), make, reopens=True)


def _refuse_wrong(wired: Wiring, case: CaseRecord, party: str, body: RecoveryBody) -> None:
    """What a case that has ended need not be taken up for; the case itself decides again.

    Raises:
        Refusal: not the lead, nothing paid, or more than was paid.
    """
    if party != case.lead:
        raise NotAllowed("只有牵头部门可以决定追回。", remedy="请联系牵头部门。")
    if case.stage == Stage.RECOVERY.value:
        raise WrongStage("本案已在追回中,不能重复作出追回决定。", remedy="请先办结或撤销前一追回决定。")
    paid = money_of_case(wired.engine, case.case_number).paid
    if not paid:
        raise WrongStage("本案没有已拨付的资金,不能追回。", remedy="尚未拨付的,可以停止拨付或终止办理。")
    if not ZERO < body.amount <= paid:
        message = f"须大于 0,且不超过已拨付的 {plain(paid)} 元"
        checks.wrong("追回决定需要更正。", [FieldError(path="amount", message=message)])


@router.post("/recovery/repayments", summary="登记退回款项")
async def record_repayment(body: RepaymentBody, caller: Finance, office: AtOffice) -> ActAnswer:
    """The finance bureau records money that came back, whole or in parts."""

    def make(_: CaseRecord, parts: dict[str, Any]) -> Act:
        if body.received_on > office.wired.latest_day():
            checks.wrong("退回款项需要更正。", [FieldError(path="received_on", message="不得晚于今天")])
        return RecordRepayment(**parts, amount=body.amount, received_on=body.received_on, reason=body.reason)

    return await office.do(caller, FINANCE_ONLY, ("recovery/repayments", body), make)


@router.post("/recovery/reversal", summary="撤销追回")
async def reverse_recovery(body: ReasonBody, caller: Official, office: AtOffice) -> ActAnswer:
    """The lead department takes a wrong decision back; what came back already is paid to the unit again."""

    def make(_: CaseRecord, parts: dict[str, Any]) -> Act:
        return ReverseRecovery(**parts, reason=body.reason)

    return await office.do(caller, OFFICIAL_ONLY, ("recovery/reversal", body), make, only_lead=True)


@router.get("/recovery", summary="停拨与追回情况")
def recoveries(
    number: CaseNumberPath, caller: AnyAccount, wired: Annotated[Wiring, Depends(wiring)]
) -> RecoveriesView:
    """What stands against the payments of a case, and what of them is to come back. For who sees the case."""
    case = find_case(read_case(wired.engine, number, whole=False), number)
    if not sees(caller, case):
        find_case(None, number)
    return _view(money_of_case(wired.engine, number), wired)


def _view(money: CaseMoney, wired: Wiring) -> RecoveriesView:
    today = wired.today()
    return RecoveriesView(
        paid=money.paid,
        stops=[StopView(**stop.model_dump(), party_name=name_of(stop.party, today)) for stop in money.stops],
        recoveries=[
            RecoveryView(
                **each.recovery.model_dump(exclude={"matter", "act"}),
                clause=each.recovery.matter.clause,
                left=each.left,
                recovered=each.recovered,
                netted=[NettingView(payment=part.case_number, amount=part.amount) for part in each.netted],
            )
            for each in money.recoveries
        ],
    )
