"""The two ways in which a person ends a case early."""

from fastapi import APIRouter

from api.acts.acting import AtOffice
from api.auth import Applicant, Official
from api.cases.views import ActAnswer
from commands.acts import endings as forms
from commands.bodies import ReasonBody

router = APIRouter(prefix="/v1/applications/{number}", tags=["撤回与终止"])


@router.post("/withdraw", summary="撤回申请")
async def withdraw(body: ReasonBody, caller: Applicant, office: AtOffice) -> ActAnswer:
    """The applicant withdraws, until a payment is ordered."""
    return await office.do(caller, forms.WITHDRAW, body)


@router.post("/terminate", summary="终止办理")
async def terminate(body: ReasonBody, caller: Official, office: AtOffice) -> ActAnswer:
    """The lead department ends the case with a reason, until a payment is ordered."""
    return await office.do(caller, forms.TERMINATE, body)
