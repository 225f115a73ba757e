"""Stops of payment, and the recovery of money that was paid."""

from typing import Annotated

from fastapi import APIRouter, Depends

from adapters.store.cases.records import read_case
from adapters.store.payments.recovery_queries import CaseMoney, money_of_case
from api.acts.acting import AtOffice, CaseNumberPath
from api.auth import AnyAccount, Finance, Official
from api.cases.answers import name_of
from api.cases.views import ActAnswer
from commands.access.sight import find_case, sees
from commands.acts import recovery as forms
from commands.acts.recovery_bodies import (
    LiftBody,
    NettingView,
    RecoveriesView,
    RecoveryBody,
    RecoveryView,
    RepaymentBody,
    StopBody,
    StopView,
)
from commands.bodies import ReasonBody
from commands.wiring import Wiring, wiring

router = APIRouter(prefix="/v1/applications/{number}", tags=["停拨与追回"])


@router.post("/stop", summary="停止拨付")
async def stop_payment(body: StopBody, caller: Official, office: AtOffice) -> ActAnswer:
    """The lead department stops the payments of a case, or of all cases of its unit. The applicant is told.

    While the stop stands, no yearly or voucher approval holds and no payment is ordered; terms go on.
    """
    return await office.do(caller, forms.STOP_PAYMENT, body)


@router.post("/stop/lift", summary="恢复拨付")
async def lift_stop(body: LiftBody, caller: Official, office: AtOffice) -> ActAnswer:
    """The department that set a stop lifts it. The applicant is told."""
    return await office.do(caller, forms.LIFT_STOP, body)


@router.post("/recovery", summary="决定追回")
async def decide_recovery(body: RecoveryBody, caller: Official, office: AtOffice) -> ActAnswer:
    """The lead department decides that money which was paid is to come back, with reason, clause and document.

    A case that has ended is taken up again. The applicant gets a letter with amount, term and remedies.
    """
    return await office.do(caller, forms.DECIDE_RECOVERY, body)


@router.post("/recovery/repayments", summary="登记退回款项")
async def record_repayment(body: RepaymentBody, caller: Finance, office: AtOffice) -> ActAnswer:
    """The finance bureau records money that came back, whole or in parts."""
    return await office.do(caller, forms.RECORD_REPAYMENT, body)


@router.post("/recovery/reversal", summary="撤销追回")
async def reverse_recovery(body: ReasonBody, caller: Official, office: AtOffice) -> ActAnswer:
    """The lead department takes a wrong decision back; what came back already is paid to the unit again."""
    return await office.do(caller, forms.REVERSE_RECOVERY, body)


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
