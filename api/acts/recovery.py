"""What stands against the payments of a case: stops, and what is to come back."""

from fastapi import APIRouter

from adapters.store.cases.records import read_case
from adapters.store.payments.recovery_queries import CaseMoney, money_of_case
from api.acts.acting import CaseNumberPath
from api.acts.recovery_views import NettingView, RecoveriesView, RecoveryView, StopView
from api.auth import AnyAccount
from api.wiring import Wired
from commands.access.sight import seen_case
from commands.wiring import Wiring
from domain.departments import name_of

router = APIRouter(prefix="/v1/applications/{number}", tags=["停拨与追回"])


@router.get("/recovery", summary="停拨与追回情况")
def recoveries(number: CaseNumberPath, caller: AnyAccount, wired: Wired) -> RecoveriesView:
    """What stands against the payments of a case, and what of them is to come back. For who sees the case."""
    seen_case(read_case(wired.engine, number, whole=False), caller, number)
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
