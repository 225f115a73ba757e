"""The two ways in which a person ends a case early."""

from typing import Any

from fastapi import APIRouter

from adapters.store.case_reading import CaseRecord
from api.auth import APPLICANT_ONLY, OFFICIAL_ONLY, Applicant, Official
from api.bodies import ReasonBody
from api.routes.acting import AtOffice
from api.views import ActAnswer
from domain.case.act import Act
from domain.case.acts import Terminate, Withdraw

router = APIRouter(prefix="/v1/applications/{number}", tags=["撤回与终止"])


@router.post("/withdraw", summary="撤回申请")
async def withdraw(body: ReasonBody, caller: Applicant, office: AtOffice) -> ActAnswer:
    """The applicant withdraws, until a payment is ordered."""

    def make(_: CaseRecord, parts: dict[str, Any]) -> Act:
        return Withdraw(**parts, reason=body.reason)

    return await office.do(caller, APPLICANT_ONLY, ("withdraw", body), make)


@router.post("/terminate", summary="终止办理")
async def terminate(body: ReasonBody, caller: Official, office: AtOffice) -> ActAnswer:
    """The lead department ends the case with a reason, until a payment is ordered."""

    def make(_: CaseRecord, parts: dict[str, Any]) -> Act:
        return Terminate(**parts, reason=body.reason)

    return await office.do(caller, OFFICIAL_ONLY, ("terminate", body), make, only_lead=True)
